"""The table of what career sites claim, held against the record."""

from typing import Any

import pandas as pd

from helpers import formats
from helpers.claims.measures import say_measure
from helpers.formats import is_missing
from helpers.present.cells import Col
from helpers.present.html import Html, markup
from helpers.present.tables import column_of, if_there, table
from helpers.present.verdicts import verdict


def claims_table(frame: pd.DataFrame, *, caption: str, note: str = "") -> Html:
    """Return one row a claim: what is claimed and by whom, the official figure where there is one, verdict and reason.

    `frame` is what `claims.check_claims` returns (`measure` or `label`, `claim_value`, `claim_text`, `unit`, `site`,
    `official_value`, `official_text`, `verdict`, `reason`, optional `detail`, `source_cell`, `claim_cell`); the columns
    of the official side may be missing.
    """
    shown = frame.assign(
        row_label=column_of(frame, _claim_label),
        claimed=column_of(frame, _claimed),
        none="no figure on the page",
        no_official="none in these tables",
    )
    columns = [
        Col("row_label", "Claim", header=True, long=True),
        Col(
            "claimed",
            "Claimed",
            reason=if_there(frame, "missing_reason") or "none",
            long=True,
            cell=if_there(frame, "claim_cell"),
        ),
    ]
    if "site" in frame:
        columns.append(Col("site", "By", reason="none"))
    if "official_value" in frame:
        columns.append(
            Col(
                "official_value",
                "Official figure",
                unit="unit",
                text=if_there(frame, "official_text"),
                reason="no_official",
                cell=if_there(frame, "source_cell"),
            )
        )
    if "verdict" in frame:
        columns.append(Col("verdict", "Verdict", format=verdict))
    if "reason" in frame:
        shown["why"] = frame["reason"]
        columns.append(Col("why", "Why", reason="none", long=True))
    return table(shown, columns, caption=caption, note=note, kind="claims")


def _claim_label(row: dict[Any, Any]) -> Html:
    name = row.get("label")
    text = say_measure(str(row["measure"])) if is_missing(name) else str(name)
    detail = row.get("detail")
    small = "" if is_missing(detail) else f' <small class="unit">{markup(detail)}</small>'
    return Html(markup(text) + small)


def _claimed(row: dict[Any, Any]) -> str | None:
    value, unit = row.get("claim_value", row.get("value")), str(row.get("unit"))
    if not is_missing(value):
        number = float(str(value))
        return formats.figure(number, unit) if unit in formats.BY_UNIT else f"{formats.plain(number)} {unit}"
    text = row.get("claim_text", row.get("text"))
    return None if is_missing(text) else str(text)
