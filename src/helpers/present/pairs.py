"""The tables of a pair: two roles side by side, by measure and by place."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers import formats
from helpers.formats import is_missing
from helpers.present.cells import Col
from helpers.present.html import Html, markup
from helpers.present.tables import column_of, if_there, table
from helpers.present.verdicts import verdict

_OFTEN = 3
_UNIT_WORDS = {
    "usd_per_year": "dollars a year",
    "usd_per_hour": "dollars an hour",
    "quotient": "1 = national average",
    "per_1000": "per 1,000 jobs",
}


def pair_table(
    frame: pd.DataFrame,
    names: tuple[str, str],
    *,
    caption: str,
    columns: Sequence[str] | None = None,
    note: str = "",
    label: str = "Measure",
    level: float = 0.90,
) -> Html:
    """Return one row a measure: its name and unit, both roles, and the difference where the frame has one.

    `frame` has `measure`, `label`, `unit`, and for each side `value_a`, with optional `text_a`, `reason_a`, `error_a`
    (relative standard error, percent), `note_a`, `cell_a`. With `gap_pct` (second over first), `verdict` and optional
    `gap`, `gap_low`, `gap_high`, `gap_low_pct`, `gap_high_pct`, `verdict_reason`, `odds` it shows the difference, its
    interval of the `level` given, the verdict and the odds. `columns` picks among `a`, `b`, `gap`, `verdict`, `odds`.
    """
    shown = frame.assign(
        row_label=column_of(frame, _row_label),
    )
    parts = {
        "a": _side_column(frame, "a", names[0]),
        "b": _side_column(frame, "b", names[1]),
    }
    shared = _shared_reason(frame)
    if "gap" in frame or "gap_pct" in frame:
        shown["gap_text"] = column_of(frame, lambda row: _gap(row, level))
        shown["gap_why"] = column_of(frame, lambda row: _gap_reason(row, shared))
        parts["gap"] = Col("gap_text", "Difference, second minus first", reason="gap_why", long=True)
    if "verdict" in frame:
        shown["verdict_text"] = column_of(frame, lambda row: _verdict_text(row, shared))
        shown["verdict_why"] = "no test for this measure"
        note = " ".join(filter(None, (note, f"Not tested: {shared}." if shared else "")))
        parts["verdict"] = Col("verdict_text", "Is it real?", reason="verdict_why", long=True)
    if "odds" in frame:
        shown["odds_why"] = frame.get("odds_reason", pd.Series("not computed for this measure", index=frame.index))
        parts["odds"] = Col("odds", "Second earns more, of 100 random pairs", format="odds", reason="odds_why")
    chosen = [parts[name] for name in (columns or list(parts))]
    return table(shown, [Col("row_label", label, header=True), *chosen], caption=caption, note=note, kind="pair")


def place_table(
    frame: pd.DataFrame,
    names: tuple[str, str],
    *,
    caption: str,
    place: str = "area",
    label: str = "Area",
    unit: str = "usd_per_year",
    measure: str = "mean pay",
    note: str = "",
    extra: Sequence[Col] = (),
) -> Html:
    """Return one row an area (or industry): pay and employment of both roles, the gap and its verdict; sortable.

    `frame` has `place` (the name's column) and for each side `value_a`, `error_a`, `employment_a`, `reason_a`,
    `cell_a`, optional `note_a`, `employment_cell_a`; with `gap_pct` and `verdict` also the difference. Sides that the
    frame lacks are left out.
    """
    shown = frame.copy()
    columns = [Col(place, label, header=True)]
    for side, name in zip("ab", names, strict=True):
        if f"value_{side}" not in frame:
            continue
        columns.append(replace(_side_column(frame, side, measure, unit=unit), group=name))
        if f"employment_{side}" in frame:
            shown[f"employment_why_{side}"] = frame.get(
                f"employment_reason_{side}", pd.Series("not published", index=frame.index)
            )
            columns.append(
                Col(
                    f"employment_{side}",
                    "jobs",
                    format="jobs",
                    reason=f"employment_why_{side}",
                    cell=if_there(frame, f"employment_cell_{side}"),
                    side=side,
                    group=name,
                )
            )
    if "gap_pct" in frame:
        shown["gap_why"] = "needs both figures"
        columns.append(Col("gap_pct", "Difference", format="gap_pct", sign=True, reason="gap_why"))
    if "verdict" in frame:
        columns.append(Col("verdict", "Is it real?", format=verdict))
    return table(shown, [*columns, *extra], caption=caption, sortable=True, note=note, kind="places")


def _side_column(frame: pd.DataFrame, side: str, label: str, *, unit: str | None = None) -> Col:
    return Col(
        f"value_{side}",
        label,
        format=unit or "text",
        unit=None if unit else "unit",
        text=if_there(frame, f"text_{side}"),
        reason=f"reason_{side}",
        error=if_there(frame, f"error_{side}"),
        note=if_there(frame, f"note_{side}"),
        cell=if_there(frame, f"cell_{side}"),
        side=side,
    )


def _row_label(row: dict[Any, Any]) -> Html:
    words = _UNIT_WORDS.get(str(row.get("unit")), "")
    period = row.get("period")
    parts = [str(part) for part in (words, period) if not is_missing(part) and str(part) not in str(row["label"])]
    small = f' <small class="unit">{markup(", ".join(parts))}</small>' if parts else ""
    return Html(markup(row["label"]) + small)


def _gap(row: dict[Any, Any], level: float) -> Html | None:
    gap, share, unit = row.get("gap"), row.get("gap_pct"), str(row.get("unit"))
    parts, money = [], unit if unit in formats.BY_UNIT else "usd"
    if not is_missing(gap):
        parts.append(formats.figure(float(str(gap)), money, sign=True))
    if not is_missing(share):
        text = formats.pct(float(str(share)), sign=True)
        parts.append(f"({text})" if parts else text)
    if not parts:
        return None
    text = f'<span class="v">{markup(" ".join(parts))}</span>'
    low, high = row.get("gap_low"), row.get("gap_high")
    form, signed = money, True
    if is_missing(low) or is_missing(high):
        low, high, form = row.get("gap_low_pct"), row.get("gap_high_pct"), "gap_pct"
    if not is_missing(low) and not is_missing(high):
        ends = [formats.figure(float(str(v)), form, sign=signed) for v in (low, high)]
        inside = f'<span class="v">{markup(ends[0])}</span> to <span class="v">{markup(ends[1])}</span>'
        text += f' <small class="why">{100 * level:g}% interval {inside}</small>'
    return Html(text)


def _gap_reason(row: dict[Any, Any], shared: str) -> str:
    if is_missing(row.get("value_a")) or is_missing(row.get("value_b")):
        return "needs both figures"
    if not is_missing(reason := row.get("verdict_reason")):
        return "not tested" if reason == shared else str(reason)
    return "a difference is not computed for this measure"


def _shared_reason(frame: pd.DataFrame) -> str:
    """Return the reason that at least three untested rows share, to be said once below the table, or nothing."""
    if not {"verdict", "verdict_reason"} <= set(frame.columns):
        return ""
    many = frame.loc[frame["verdict"] == "not tested", "verdict_reason"].value_counts()
    return str(many.index[0]) if len(many) and many.iloc[0] >= _OFTEN and many.index[0] else ""


def _verdict_text(row: dict[Any, Any], shared: str) -> Html | None:
    if is_missing(row.get("verdict")):
        return None
    shown = verdict(str(row["verdict"]))
    reason = row.get("verdict_reason")
    said = is_missing(reason) or reason == shared or row["verdict"] == "not published"  # then the sides say why
    small = "" if said else f' <small class="why">{markup(reason)}</small>'
    return Html(shown + Html(small))
