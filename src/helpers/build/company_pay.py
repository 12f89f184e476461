"""Install a reader's own pay table on the machine, outside the data folder, checked row by row."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.base.errors import UserError
from helpers.base.user_csv import bad_rows, read_sheet
from helpers.base.words import plural
from helpers.build.store import installed, refuse_within_data, write_table
from helpers.tables.areas import resolve_area
from helpers.tables.company_pay import COMPANY_PAY, UNITS, company_folder
from helpers.tables.titles import Role, resolve, told

_PLACE = ("your own pay table", "ROLEPAIR_COMPANY_PAY")
REQUIRED, OPTIONAL = ("pay", "date"), ("role", "soc_code", "area", "unit")
EXPECTED = (
    "a role or soc_code, pay in US dollars a year (an hour where unit is usd_per_hour), a date such as 2026-03, and if"
    " wanted an area, in every row"
)
_RANGE = {"usd_per_year": (1_000, 10_000_000), "usd_per_hour": (1, 1_000)}
_MONEY = re.compile(r"\$? ?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")


def add_company_pay(
    path: Path, *, folder: Path | None = None, today: date | None = None, say: Callable[[str], None] = lambda _: None
) -> int:
    """Install the rows of a CSV file for `tables.company_pay.load_company_pay`; return how many.

    Columns: pay and date; role or soc_code (which is taken where both are given); if wanted area, and unit (`UNITS`, a
    year unless said otherwise). What was installed before is replaced only if every row can be used. Raises `BadInput`
    where `user_csv.read_sheet` does, for bad rows, each with its line, and for a folder that cannot be written.
    """
    target = (folder or company_folder()).resolve()
    refuse_within_data(target, *_PLACE)
    sheet = read_sheet(path, required=REQUIRED, optional=OPTIONAL, rows="one row a figure")
    rows, faults, roles = [], list(sheet.faults), dict[str, Role]()
    for line in sheet.lines:
        row, wrong = _row(line.cells, today or date.today(), roles)
        faults += [(line.number, words) for words in wrong]
        rows.append(row | {"line": line.number})
    if faults:
        raise bad_rows(path, faults, expected=EXPECTED)
    with installed(target, *_PLACE) as aside:
        write_table(pd.DataFrame(rows), COMPANY_PAY, aside)
    for role in roles.values():
        if not role.is_code:
            say(told(role))
    say(f"installed {plural(len(rows), 'row')}; reports made here show those of their roles, marked as yours")
    say("the rows stay on this machine, but stand in every such report: think before you pass one on")
    return len(rows)


def _row(cells: dict[str, str], today: date, roles: dict[str, Role]) -> tuple[dict[str, Any], list[str]]:
    """Return a row as it is kept, and what is wrong with it; a title is looked up once."""
    wrong: list[str] = []
    row: dict[str, Any] = {"unit": cells.get("unit") or UNITS[0], "date": cells["date"]}
    title, code = cells.get("role", ""), cells.get("soc_code", "")
    try:
        role = roles.get(code or title) or resolve(code or title)
        roles[code or title] = role
        row |= {"role": title or role.name, "soc_code": role.leading.soc_code}
        if role.asks and not code:
            wrong.append(f"{told(role)}: give its soc_code")
    except UserError as error:
        wrong.append(f"{error.given}; {error.next_step}" if title or code else "no role and no soc_code")
    try:
        area = resolve_area(cells.get("area", ""))
        row |= {"area_code": area.area_code, "area": area.area}
    except UserError as error:
        wrong.append(f"{error.given}; {error.next_step}")
    if row["unit"] not in UNITS:
        return row, [*wrong, f"unit {row['unit']!r}; expected {' or '.join(UNITS)}"]
    low, high = _RANGE[row["unit"]]
    found = _MONEY.fullmatch(cells["pay"])
    row["pay_usd"] = float("".join(found.groups("")).replace(",", "")) if found else 0.0
    if not found:
        wrong.append(f"pay {cells['pay']!r} is no amount such as 52000 or $52,000")
    elif not low <= row["pay_usd"] <= high:
        wrong.append(f"pay {cells['pay']!r} is not between {low:,} and {high:,}, which {row['unit']} allows")
    if not _is_past(cells["date"], today):
        wrong.append(f"date {cells['date']!r} is no day up to today such as 2026-03-31, 2026-03 or 2026")
    return row, wrong


def _is_past(text: str, today: date) -> bool:
    if not re.fullmatch(r"\d{4}(-\d{2}){0,2}", text):
        return False
    try:
        return date(1990, 1, 1) <= date.fromisoformat(f"{text}-01-01"[:10]) <= today
    except ValueError:
        return False
