"""A user's own file of claims, read with every bad row named."""

import csv
import difflib
import io
import math
import re
from pathlib import Path

import pandas as pd

from helpers.claims.measures import MEASURES, SHARES
from helpers.claims.records import OPTIONAL, REQUIRED
from helpers.errors import BadInput

NO_VALUE = "the page prints no value"
_DASHES = {"-", "–", "—", "−"}
_MOST_SHOWN = 20


def read_claims(path: str | Path) -> pd.DataFrame:
    """Return a CSV file of claims as a frame with every column of the claims table, one row a claim.

    The file is UTF-8 with a header. Needed: role, measure, value, unit (one of `MEASURES` and its units). Optional:
    claim_id ("row-<line>" where absent), detail, text, period, missing_reason, source_page, source_id, site,
    attributed_to, wording. A value may carry $, % and thousands commas; a dash is a missing value with its reason.
    Roles are put in lower case.

    Raises `BadInput` where the file cannot be read, lacks or repeats a column, has an unknown one or no rows, or has
    bad rows: each one is named with its line and what is wrong with it (the first 20, then a count).
    """
    path = Path(path)
    header, lines = _read_rows(path)
    _check_header(path, header)
    rows, problems = [], []
    ids: dict[str, int] = {}
    for line, cells in lines:
        if len(cells) != len(header):
            problems.append(f"line {line}: {len(cells)} cells under {len(header)} column names")
            continue
        row, wrong = _check_row(dict(zip(header, (cell.strip() for cell in cells), strict=True)), line)
        name = str(row["claim_id"])
        if name in ids:
            wrong.append(f"claim_id {name!r} is already on line {ids[name]}")
        ids.setdefault(name, line)
        problems.extend(f"line {line}: {words}" for words in wrong)
        rows.append(row)
    if problems:
        count = len({words.split(":")[0] for words in problems})
        shown = problems[:_MOST_SHOWN]
        if len(problems) > len(shown):
            shown.append(f"and {len(problems) - len(shown)} more")
        raise BadInput(
            f"{path.name} has {count} bad row{'s' if count > 1 else ''}\n    " + "\n    ".join(shown),
            expected="role, measure, value and unit in every row, with a measure and unit of the closed lists",
            next_step="correct the lines named above and check the file again",
        )
    text_columns = [name for name in (*REQUIRED, *OPTIONAL) if name != "value"]
    frame = pd.DataFrame(rows, columns=["claim_id", *REQUIRED, *(name for name in OPTIONAL if name != "claim_id")])
    return frame.astype({"value": "float64"} | dict.fromkeys(text_columns, "str"))


def _read_rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    expected = "a CSV file in UTF-8 whose first line names the columns " + ", ".join(REQUIRED)
    try:
        content = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        step = "save it again as UTF-8"
        raise BadInput(f"{path.name} is no UTF-8 text", expected=expected, next_step=step) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        step = "check the name and that the file can be read"
        raise BadInput(f"{path}: {reason}", expected=expected, next_step=step) from error
    reader = csv.reader(io.StringIO(content, newline=""), strict=True)
    try:
        rows = [(reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells)]
    except csv.Error as error:
        given = f"{path.name}, line {reader.line_num}: {error}"
        raise BadInput(given, expected=expected, next_step="close the quotes on that line") from error
    if len(rows) < 2:
        given = f"{path.name} has {'a header and no rows' if rows else 'nothing in it'}"
        raise BadInput(given, expected=expected, next_step="add one row a claim below the header")
    return [cell.strip() for cell in rows[0][1]], rows[1:]


def _check_header(path: Path, header: list[str]) -> None:
    known = (*REQUIRED, *OPTIONAL)
    wrong = [f"lacks the column {name}" for name in REQUIRED if name not in header]
    wrong += [f"has the column {name} twice" for name in dict.fromkeys(header) if header.count(name) > 1]
    wrong += [f"has an unknown column {name!r}{_close(name, known)}" for name in header if name not in known]
    if wrong:
        raise BadInput(
            f"{path.name} {'; '.join(wrong)}",
            expected=f"columns {', '.join(REQUIRED)}, and of {', '.join(OPTIONAL)} those you have",
            next_step="rename, add or remove these columns in the first line",
        )


def _check_row(cells: dict[str, str], line: int) -> tuple[dict[str, str | float], list[str]]:
    row: dict[str, str | float] = {name: cells.get(name, "") for name in (*REQUIRED, *OPTIONAL)}
    row["claim_id"] = cells.get("claim_id") or f"row-{line}"
    row["role"] = " ".join(cells["role"].casefold().split())
    measure, unit, printed = cells["measure"], cells["unit"], cells["value"]
    wrong = [f"{name} is empty" for name in ("role", "measure", "unit") if not cells[name]]
    if measure and measure not in MEASURES:
        wrong.append(f"unknown measure {measure!r}{_close(measure, tuple(MEASURES))}")
    elif measure and unit and unit not in MEASURES[measure]:
        wrong.append(f"unit {unit!r} for {measure}; expected {' or '.join(MEASURES[measure])}")
    row["value"] = math.nan
    if printed in _DASHES:
        row["missing_reason"] = cells.get("missing_reason") or NO_VALUE
    elif printed:
        value = _parse(printed)
        if value is None:
            wrong.append(f"value {printed!r} is no number")
        else:
            row["value"] = value
            wrong.extend(_out_of_range(measure, unit, value))
    elif not cells.get("text") and not cells.get("missing_reason"):
        wrong.append("value is empty; expected a number, or a text, or a missing_reason")
    return row, wrong


def _parse(printed: str) -> float | None:
    """Return the number of a printed figure ($42,586, 31%, −3), or None where it is none."""
    match = re.fullmatch(r"([-−–+]?)\s*\$?\s*((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)\s*%?", printed)
    if not match:
        return None
    value = float(match.group(2).replace(",", ""))
    return -value if match.group(1) in _DASHES else value


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


def _close(name: str, known: tuple[str, ...]) -> str:
    near = difflib.get_close_matches(name, known, n=3)
    return f" (did you mean {' or '.join(near)}?)" if near else ""
