"""A user's own file of claims, read with every bad row named."""

import math
import re
from pathlib import Path

import pandas as pd

from helpers.base.user_csv import bad_rows, close_to, read_sheet
from helpers.claims.records import MEASURES, OPTIONAL, REQUIRED, SHARES

_LARGEST = 1e15
"""Above this a figure has more digits than anything that is counted here."""
NO_VALUE = "the page prints no value"
_DASHES = {"-", "–", "—", "−"}


def read_claims(path: str | Path) -> pd.DataFrame:
    """Return a CSV file of claims as a frame with every column of the claims table, one row a claim.

    The file is UTF-8 with a header. Needed: role, measure, value, unit (one of `MEASURES` and its units). Optional:
    claim_id ("row-<line>" where absent), detail, text, period, missing_reason, source_page, source_id, site,
    attributed_to, wording. A value may carry $, %, thousands commas and a unit (an hour), which must be that of the
    column unit; a dash is a missing value with its reason. Roles are put in lower case.

    Raises `BadInput` where `read_sheet` does, and for bad rows: each one is named with its line and what is wrong with
    it (the first 20, then a count).
    """
    path = Path(path)
    sheet = read_sheet(path, required=REQUIRED, optional=OPTIONAL, rows="one row a claim")
    rows, problems = [], list(sheet.faults)
    ids: dict[str, int] = {}
    for line in sheet.lines:
        row, wrong = _check_row(line.cells, line.number)
        name = str(row["claim_id"])
        if name in ids:
            wrong.append(f"claim_id {name!r} is already on line {ids[name]}")
        ids.setdefault(name, line.number)
        problems.extend((line.number, words) for words in wrong)
        rows.append(row)
    if problems:
        expected = "role, measure, value and unit in every row, with a measure and unit of the closed lists"
        raise bad_rows(path, problems, expected=expected)
    text_columns = [name for name in (*REQUIRED, *OPTIONAL) if name != "value"]
    frame = pd.DataFrame(rows, columns=["claim_id", *REQUIRED, *(name for name in OPTIONAL if name != "claim_id")])
    return frame.astype({"value": "float64"} | dict.fromkeys(text_columns, "str"))


def _check_row(cells: dict[str, str], line: int) -> tuple[dict[str, str | float], list[str]]:
    row: dict[str, str | float] = {name: cells.get(name, "") for name in (*REQUIRED, *OPTIONAL)}
    row["claim_id"] = cells.get("claim_id") or f"row-{line}"
    row["role"] = " ".join(cells["role"].casefold().split())
    measure, unit, printed = cells["measure"], cells["unit"], cells["value"]
    wrong = [f"{name} is empty" for name in ("role", "measure", "unit") if not cells[name]]
    if measure and measure not in MEASURES:
        wrong.append(f"unknown measure {measure!r}{close_to(measure, tuple(MEASURES))}")
    elif measure and unit and unit not in MEASURES[measure]:
        wrong.append(f"unit {unit!r} for {measure}; expected {' or '.join(MEASURES[measure])}")
    row["value"] = math.nan
    if printed in _DASHES:
        row["missing_reason"] = cells.get("missing_reason") or NO_VALUE
    elif printed:
        value, said = _parse(printed)
        if value is None:
            wrong.append(f"value {printed!r} is no number")
        elif abs(value) > _LARGEST:
            wrong.append(f"value {printed[:40]!r} has more digits than any figure here")
        elif said and unit and unit not in said:
            wrong.append(f"value {printed!r} is in {said[0]}, the column unit says {unit}")
        else:
            row["value"] = value
            wrong.extend(_out_of_range(measure, unit, value))
    elif not cells.get("text") and not cells.get("missing_reason"):
        wrong.append("value is empty; expected a number, or a text, or a missing_reason")
    return row, wrong


def _parse(printed: str) -> tuple[float | None, tuple[str, ...]]:
    """Return the number of a printed figure ($42,586, 31%, −3, $17 an hour), and the units that its signs allow.

    The number is None where it is none; no units where it is printed bare.
    """
    match = re.fullmatch(
        r"([-−–+]?)\s*([$£€¥]?)\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)\s*(\D*)", printed.casefold().strip()
    )
    if not match:
        return None, ()
    sign, currency, digits, words = match.groups()
    said = _units_of(currency, words.strip(" ."))
    if said is None:
        return None, ()
    value = float(digits.replace(",", ""))
    return (-value if sign in _DASHES else value), said


_DOLLARS = ("usd_per_year", "usd_per_hour")
_MONEY = {"$": "US dollars", "£": "pounds", "€": "euros", "¥": "yen or yuan"}
_PRINTED_UNITS = {
    r"%|percent|per cent|pct": ("pct",),
    r"(?:/|per |an? )?(?:hour|hr|h)|hourly": ("usd_per_hour",),
    r"(?:/|per |an? )?(?:year|yr|annum)|annually|yearly|p\.?a": ("usd_per_year",),
    r"(?:/|per |a )(?:month|mo|week|wk|day)|monthly|weekly|daily": ("pay a month, week or day",),
    r"years|yrs": ("years",),
    r"months|mos": ("months",),
    r"jobs|workers|people|employees": ("jobs",),
    r"/ ?5|out of 5|stars": ("score_5",),
    r"usd|dollars|us dollars": _DOLLARS,
    r"gbp|pounds": ("pounds",),
    r"eur|euros?": ("euros",),
}


def _units_of(currency: str, words: str) -> tuple[str, ...] | None:
    """Return the units that a currency sign and the words after a number allow; None if the words are no unit."""
    after: tuple[str, ...] | None = () if not words else None
    for pattern, units in _PRINTED_UNITS.items():
        if words and re.fullmatch(pattern, words):
            after = units
    if after is None or not currency:
        return after
    if currency != "$":
        return (_MONEY[currency],)
    if after == ("pct",):
        return ("dollars and percent at once",)
    both = tuple(unit for unit in after or _DOLLARS if unit in _DOLLARS)
    return both or after


def _out_of_range(measure: str, unit: str, value: float) -> list[str]:
    if unit in ("usd_per_year", "usd_per_hour") and value <= 0:
        return [f"pay of {value:g}; expected more than 0"]
    if measure in SHARES and not 0 <= value <= 100:
        return [f"share of {value:g}%; expected 0 to 100"]
    if measure == "growth_pct" and value < -100:
        return [f"growth of {value:g}%; expected -100 or more"]
    if unit in ("jobs", "years", "months", "score_5") and value < 0:
        return [f"{value:g} {unit}; expected 0 or more"]
    if unit == "score_5" and value > 5:
        return [f"score of {value:g}; expected 0 to 5"]
    if unit == "text":
        return ["a number under unit 'text'; expected the words in the column text"]
    return []
