"""Install what a reader adds outside the data folder: O*NET's task statements, and a pay table of their own."""

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pandas as pd

from helpers.base.errors import BadInput, DamagedTable, UserError, some
from helpers.base.paths import data_folder
from helpers.base.user_csv import bad_rows, read_sheet
from helpers.base.words import plural
from helpers.build.archives import check_content, stage
from helpers.build.download import Address, Downloader
from helpers.build.raw import find, read_tabbed, to_numbers
from helpers.build.store import replaced, write_table
from helpers.tables.added import ABOUT, COMPANY_PAY, TABLES, UNITS, company_folder, credit_line, tasks_folder
from helpers.tables.areas import resolve_area
from helpers.tables.load import first_line
from helpers.tables.titles import Role, resolve, told

Say = Callable[[str], None]


def _target(folder: Path, what: str, variable: str) -> Path:
    """Return where a thing is installed; raise `BadInput` if that is in the data folder."""
    if folder.resolve().is_relative_to(data_folder().resolve()):
        raise BadInput(
            f"{what} may not go into {data_folder().name}/",
            expected="a folder outside the data folder, which holds official figures and no publisher's sentences",
            next_step=f"name another folder in {variable}",
        )
    return folder.resolve()


@contextmanager
def _installed(target: Path, what: str, variable: str) -> Iterator[Path]:
    """Give a copy of what is installed at `target` to change, as `replaced` does; make the folders above it."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(
            f"{what} cannot be kept: {error.strerror or error}",
            expected="a folder you may write",
            next_step=f"name another folder in {variable}",
        ) from error
    with replaced(target) as aside:
        yield aside


# --- task statements --------------------------------------------------------------------------------------------------


_TASKS_PLACE = ("the task statements", "ROLEPAIR_TASKS")
_NOTE = "Read Me.txt"
_DETAILED = ("GWAs to IWAs to DWAs.txt", "DWA Reference.txt")
_WIDER = ("GWAs to IWAs.txt", "IWA Reference.txt")
FILES = (("Task Statements.txt",), ("Tasks to DWAs.txt",), _DETAILED, _WIDER, ("Emerging Tasks.txt",))
"""What is read: each file under its names, the newest first."""
_DWA_ID, _IWA_ID = {"DWA Element ID|DWA ID": "activity_id"}, {"IWA Element ID|IWA ID": "wider_id"}
_TASK = {"O*NET-SOC Code": "onet_code", "Task": "task"}


def add_tasks(origin: str, *, downloader: Downloader | None = None, say: Say = lambda _: None) -> dict[str, int]:
    """Install the task statements found at `origin` for `tables.added.load_tasks`; return the rows of each table.

    `origin` is a folder, a zip archive, or the address of either (a folder's address ends with /). What was installed
    before is replaced only if all of it could be read. Raises `BadInput` for files that are missing, unreadable or of
    another layout, for a download that fails, and for a place within the data folder.
    """
    target = _target(tasks_folder(), *_TASKS_PLACE)
    downloader = downloader or Downloader(say=say)
    with downloader.room() as room:
        found = _gathered(origin, room, downloader)
        release = _release(found)
        tables = {"statements": _statements(found), "activities": _activities(found), "emerging": _emerging(found)}
        try:
            with _installed(target, *_TASKS_PLACE) as aside:
                for table in TABLES:
                    write_table(tables[table.name], table, aside)
                (aside / ABOUT).write_text(json.dumps({"release": release}) + "\n", encoding="utf-8")
        except DamagedTable as error:
            raise _mixed(error.given) from error
    rows = {name: len(frame) for name, frame in tables.items()}
    say(f"installed {rows['statements']:,} tasks and {rows['emerging']:,} emerging tasks of O*NET {release}")
    say(credit_line(release))
    return rows


def _gathered(origin: str, room: Path, downloader: Downloader) -> Path:
    """Return a folder below which the files lie."""
    if re.match(r"https?://", origin):
        if not origin.endswith("/"):
            stage(downloader.fetch(Address.parse(origin), "onet-tasks"), room / "archive")
            return room / "archive"
        for names in (*FILES, (_NOTE,)):
            there = next((name for name in names if downloader.exists(origin + quote(name))), names[-1])
            address = Address(origin + quote(there), there)
            stage(downloader.fetch(address, "onet-tasks"), room / "files")
        return room / "files"
    path = Path(origin).expanduser()
    if path.is_file() and zipfile.is_zipfile(path):
        check_content(path, path.name)
        stage(path, room / "archive")
        return room / "archive"
    if path.is_dir():
        return path
    raise BadInput(
        f"there are no task statements at {origin}",
        expected="a folder or zip archive with O*NET's text files, or the address of one",
        next_step="download the text files from https://www.onetcenter.org/database.html and give them with --from",
    )


def _release(folder: Path) -> str:
    path = find(folder, _NOTE, what="the O*NET release note")
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        text = first_line(error)
    if found := re.search(r"O\*NET (\d+\.\d+) Database", text):
        return found[1]
    raise BadInput(
        f"{path.name} does not tell the release",
        expected="a line such as: O*NET 30.2 Database",
        next_step="take all files out of one archive of the publisher",
    )


def _mixed(given: str) -> BadInput:
    return BadInput(
        given,
        expected="O*NET's text files, all of one release that we know",
        next_step="take all files out of one archive of the publisher",
    )


def _read(folder: Path, names: tuple[str, ...], what: str, needed: dict[str, str]) -> pd.DataFrame:
    return read_tabbed(find(folder, *names, what=f"the O*NET {what}"), needed)


def _statements(folder: Path) -> pd.DataFrame:
    needed = _TASK | {"Task ID": "task_id", "Task Type": "type", "Incumbents Responding": "incumbents"}
    rows = _read(folder, FILES[0], "task statements", needed)
    return to_numbers(rows.assign(type=rows["type"].str.lower()), ["incumbents"], Path(*FILES[0]))


def _activities(folder: Path) -> pd.DataFrame:
    links = {"O*NET-SOC Code": "onet_code", "Task ID": "task_id", **_DWA_ID}
    detailed = {
        **_DWA_ID,
        "DWA Element Name|DWA Title": "activity",
        "GWA Element ID|Element ID": "element_id",
        **_IWA_ID,
    }
    rows = _read(folder, FILES[1], "links of tasks to activities", links)
    rows = rows.merge(_read(folder, _DETAILED, "detailed work activities", detailed), "left", on="activity_id")
    wider = _IWA_ID | {"IWA Element Name|IWA Title": "wider_activity"}
    rows = rows.merge(_read(folder, _WIDER, "intermediate work activities", wider), "left", on="wider_id")
    if (lost := rows["wider_activity"].isna()).any():
        unknown = some(list(rows["activity_id"][lost]))
        raise _mixed(f"{int(lost.sum())} links lead to activities that are not listed: {unknown}")
    return rows


def _emerging(folder: Path) -> pd.DataFrame:
    needed = _TASK | {"Category": "category", "Original Task ID": "revised_task_id"}
    rows = _read(folder, FILES[4], "emerging tasks", needed)
    return rows.assign(category=rows["category"].str.lower())


# --- pay of a company -------------------------------------------------------------------------------------------------


_PAY_PLACE = ("your own pay table", "ROLEPAIR_COMPANY_PAY")
REQUIRED, OPTIONAL = ("pay", "date"), ("role", "soc_code", "area", "unit")
EXPECTED = (
    "a role or soc_code, pay in US dollars a year (an hour where unit is usd_per_hour), a date such as 2026-03, and if"
    " wanted an area, in every row"
)
_RANGE = {"usd_per_year": (1_000, 10_000_000), "usd_per_hour": (1, 1_000)}
_MONEY = re.compile(r"\$? ?(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")


def add_company_pay(path: Path, *, today: date | None = None, say: Say = lambda _: None) -> int:
    """Install the rows of a CSV file for `tables.added.load_company_pay`; return how many.

    Columns: pay and date; role or soc_code (which is taken where both are given); if wanted area, and unit (`UNITS`, a
    year unless said otherwise). What was installed before is replaced only if every row can be used. Raises `BadInput`
    where `user_csv.read_sheet` does, for bad rows, each with its line, and for a folder that cannot be written.
    """
    target = _target(company_folder(), *_PAY_PLACE)
    sheet = read_sheet(path, required=REQUIRED, optional=OPTIONAL, rows="one row a figure")
    rows, faults, roles = [], list(sheet.faults), dict[str, Role]()
    for line in sheet.lines:
        row, wrong = _row(line.cells, today or date.today(), roles)
        faults += [(line.number, words) for words in wrong]
        rows.append(row | {"line": line.number})
    if faults:
        raise bad_rows(path, faults, expected=EXPECTED)
    with _installed(target, *_PAY_PLACE) as aside:
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
