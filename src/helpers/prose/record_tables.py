"""The tables of the official record: two roles beside all workers, and two roles in words."""

from html import escape

import pandas as pd

from helpers.estimates import NOT_PUBLISHED
from helpers.present import Col, Html, table, verdict


def beside_all(
    frame: pd.DataFrame,
    names: tuple[str, str],
    *,
    caption: str,
    label: str = "Measure",
    everyone: str = "All workers",
    notes: bool = True,
    note: str = "",
) -> Html:
    """Return one row a measure: both roles, all workers, and whether the difference was tested.

    `frame` has `PAIR_COLUMNS` with value_all, reason_all, note_all and cell_all. `notes` false shows a figure's note in
    its place only where the figure is missing: for rows whose sentence above says the same of all.
    """
    shown = _tested(frame)
    for side in "ab":  # several figures in words need room to wrap, so they stand where a reason would
        words = shown[f"text_{side}"] != ""
        shown[f"reason_{side}"] = shown[f"reason_{side}"].mask(words, shown[f"text_{side}"])
        shown[f"note_{side}"] = shown[f"note_{side}"].mask(words, "")
        if not notes:
            shown[f"note_{side}"] = shown[f"note_{side}"].mask(shown[f"value_{side}"].notna(), "")
    if not notes:
        shown["note_all"] = ""
    sides = [("a", names[0], "a"), ("b", names[1], "b"), ("all", everyone, "")]
    columns = [Col("label", label, header=True, long=True)]
    columns += [
        Col(
            f"value_{end}", name, unit="unit", reason=f"reason_{end}", note=f"note_{end}", cell=f"cell_{end}", side=mark
        )
        for end, name, mark in sides
    ]
    return table(shown, [*columns, _TESTED], caption=caption, note=note, kind="pair")


def in_words(frame: pd.DataFrame, names: tuple[str, str], *, caption: str, label: str = "Measure") -> Html:
    """Return one row a measure whose sides are texts: both roles, and why the difference is not tested."""
    columns = [Col("label", label, header=True, long=True)]
    columns += [
        Col(
            f"text_{side}",
            name,
            reason=f"reason_{side}",
            note=f"note_{side}",
            cell=f"cell_{side}",
            side=side,
            long=True,
        )
        for side, name in zip("ab", names, strict=True)
    ]
    return table(_tested(frame), [*columns, _TESTED], caption=caption, kind="pair")


_TESTED = Col("tested", "Is it real?", long=True)


def _tested(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows with a column `tested`: the verdict and why; a missing figure has its reason in its own cell."""
    marks = [
        Html(verdict(str(word)) if word == NOT_PUBLISHED else str(verdict(str(word))) + _small(str(reason)))
        for word, reason in zip(frame["verdict"], frame["verdict_reason"], strict=True)
    ]
    return frame.assign(tested=pd.Series(marks, index=frame.index, dtype=object))


def _small(text: str) -> str:
    return f' <small class="why">{escape(text)}</small>'
