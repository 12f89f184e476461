"""The tables of one role: figures with their reasons, beside all workers where there is such a line."""

import pandas as pd

from helpers.comparison.market import descriptions
from helpers.comparison.profile import Profile
from helpers.present import Col, Html, bullets, table
from helpers.prose.words import joined, opening


def facts_table(
    frame: pd.DataFrame, role: Profile, *, caption: str, label: str = "Measure", everyone: str = "", note: str = ""
) -> Html:
    """Return one row a measure with its figure, text or reason; `everyone` heads the column of all workers.

    `frame` has label, unit and the columns of side a as pair rows have them, with value_all, reason_all and cell_all
    where `everyone` is given.
    """
    words = bool((frame["unit"] == "text").all())
    shown = frame
    if not words:  # several figures in words need room to wrap, so they stand where a reason would
        said = (frame["text_a"] != "") & (frame["reason_a"] == "") & (frame["unit"] != "text")
        shown = frame.assign(
            reason_a=frame["reason_a"].mask(said, frame["text_a"]),
            note_a=frame["note_a"].mask(said, ""),
            text_a=frame["text_a"].mask(said, ""),
        )
    columns = [
        Col("label", label, header=True, long=True),
        Col(
            "text_a" if words else "value_a",
            role.name,
            unit=None if words else "unit",
            text=None if words else "text_a",
            reason="reason_a",
            error="error_a",
            note="note_a",
            cell="cell_a",
            side="a",
            long=words,
        ),
    ]
    if everyone:
        columns.append(Col("value_all", everyone, unit="unit", reason="reason_all", cell="cell_all"))
    return table(shown, columns, caption=caption, note=note, kind="pair")


def named_by_pages(role: Profile, measures: dict[str, str]) -> Html:
    """Return what stored pages name for the role under each measure, one line each, marked as claims; nothing if none.

    `measures` maps a measure of the claims, such as duty, to the words that open its line.
    """
    claimed = descriptions(role.claims)
    lines = []
    for measure, words in measures.items():
        terms = claimed[claimed["measure"] == measure]
        if len(terms):
            sites = joined(sorted(set(terms["site"])))
            lines.append(
                f"{opening(words)} that pages name (claims by {sites}): {'; '.join(dict.fromkeys(terms['text']))}."
            )
    return bullets(lines) if lines else Html("")
