"""What a reader has installed outside the data folder: O*NET's task statements, and a pay table of their own."""

import json
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.base.errors import DamagedTable
from helpers.base.paths import added_folder
from helpers.tables.column import ONET_CODE, SOC_CODE, Column, Table, table
from helpers.tables.load import UNREADABLE, check, first_line, read_csv


@contextmanager
def _told(what: str, folder: Path, expected: str, next_step: str) -> Iterator[None]:
    """Raise `DamagedTable` with how to install it again for whatever is wrong with an installed file."""
    try:
        yield
    except (DamagedTable, *UNREADABLE) as error:
        given = (
            error.given if isinstance(error, DamagedTable) else f"{what} cannot be read: {first_line(error, folder)}"
        )
        raise DamagedTable(given, expected=expected, next_step=next_step) from error


# --- task statements: the publisher's sentences are not in the data folder --------------------------------------------

ABOUT = "release.json"
_CODE = Column("onet_code", "text", "O*NET-SOC 2019 code", pattern=ONET_CODE)
_TASK_ID = Column("task_id", "text", "the publisher's number of the task", pattern=r"\d+")

STATEMENTS = table(
    "statements",
    "tasks of an occupation, in the publisher's words",
    _CODE,
    _TASK_ID,
    Column("task", "text", "the task"),
    Column("type", "text", "core or supplemental; empty: not rated", nullable=True, one_of=("core", "supplemental")),
    Column("incumbents", "real", "workers who answered", nullable=True, low=0),
    sources=("onet",),
    key=("onet_code", "task_id"),
)
ACTIVITIES = table(
    "activities",
    "detailed work activities behind a task, with the wider activity of each",
    _CODE,
    _TASK_ID,
    Column("activity_id", "text", "id of the detailed work activity"),
    Column("activity", "text", "the detailed work activity"),
    Column("wider_id", "text", "id of the intermediate work activity it belongs to"),
    Column("wider_activity", "text", "the intermediate work activity"),
    Column("element_id", "text", "work activity of the ratings that both belong to"),
    sources=("onet",),
    key=("onet_code", "task_id", "activity_id"),
)
EMERGING = table(
    "emerging",
    "tasks that workers wrote in, not yet rated",
    _CODE,
    Column("task", "text", "the task"),
    Column("category", "text", "new, or a revision of a task", one_of=("new", "revision")),
    Column("revised_task_id", "text", "task it revises", nullable=True, pattern=r"\d+"),
    sources=("onet",),
    key=("onet_code", "task"),
)
TABLES = (STATEMENTS, ACTIVITIES, EMERGING)


@dataclass(frozen=True)
class Tasks:
    """Tasks of some occupations: statements, activities, emerging (columns as in `TABLES`), release and credit line."""

    statements: pd.DataFrame
    activities: pd.DataFrame
    emerging: pd.DataFrame
    release: str
    credit: str


def tasks_folder() -> Path:
    """Return where tasks are installed: ROLEPAIR_TASKS, or the user's data folder of the operating system."""
    return added_folder("ROLEPAIR_TASKS", "onet-tasks")


def credit_line(release: str) -> str:
    """Return the credit that the licence of O*NET (CC BY 4.0) asks for, with our notice of modification."""
    return (
        f"O*NET {release} Database by the U.S. Department of Labor, Employment and Training Administration (USDOL/ETA)."
        " Used under the CC BY 4.0 license. O*NET is a trademark of USDOL/ETA. rolepair has modified this information:"
        " chosen columns, own names; USDOL/ETA has not approved, endorsed or tested these modifications."
    )


def load_tasks(onet_codes: Collection[str]) -> Tasks | None:
    """Return the tasks of the occupations `onet_codes`, in the order of their keys; None if none are installed.

    A code without tasks has no rows. Raises `DamagedTable` if what is installed is not whole.
    """
    folder = tasks_folder()
    if not (folder / ABOUT).is_file():
        return None
    again = "install them again with `rolepair data add onet-tasks --from FOLDER|URL`"
    with _told("the installed task statements", folder, "the files that `rolepair data add onet-tasks` wrote", again):
        release = str(json.loads((folder / ABOUT).read_text(encoding="utf-8"))["release"])
        frames = {table.name: _read(table, folder, onet_codes) for table in TABLES}
    return Tasks(**frames, release=release, credit=credit_line(release))


def _read(table: Table, folder: Path, onet_codes: Collection[str]) -> pd.DataFrame:
    wanted = [("onet_code", "in", sorted(set(onet_codes)))]
    frame = pd.read_parquet(folder / table.file, columns=table.names, filters=wanted if onet_codes else None)
    if not onet_codes:
        frame = frame.iloc[:0]
    frame = frame.astype({column.name: column.dtype for column in table.columns})
    return check(frame.reset_index(drop=True), table)


# --- pay of a company -------------------------------------------------------------------------------------------------

UNITS = ("usd_per_year", "usd_per_hour")
COMPANY_PAY = table(
    "company_pay",
    "a reader's own pay table, row by row",
    Column("line", "whole", "line of the file that it was read from", low=1),
    Column("role", "text", "the role as the file names it"),
    Column("soc_code", "text", "SOC code that it stands for", pattern=SOC_CODE),
    Column("area_code", "text", "area of the pay table", pattern=r"\d{7}"),
    Column("area", "text", "name of the area"),
    Column("pay_usd", "real", "pay in US dollars, in the unit", low=1, high=10_000_000),
    Column("unit", "text", "unit of the pay", one_of=UNITS),
    Column("date", "text", "year, month or day of the figure", pattern=r"\d{4}(-\d{2}){0,2}"),
    sources=(),
    key=("line",),
    file="company-pay.csv",
)


def company_folder() -> Path:
    """Return where it is installed: ROLEPAIR_COMPANY_PAY, or the user's data folder of the operating system."""
    return added_folder("ROLEPAIR_COMPANY_PAY", "company-pay")


def load_company_pay(soc_codes: Collection[str]) -> pd.DataFrame:
    """Return the installed rows of the occupations `soc_codes` (columns of `COMPANY_PAY`); none if none are installed.

    Raises `DamagedTable` if what is installed is not whole.
    """
    path = company_folder() / COMPANY_PAY.file
    if not path.is_file():
        return pd.DataFrame(columns=COMPANY_PAY.names)
    again = "`rolepair data add company-pay FILE.csv` again, or `rolepair data remove company-pay`"
    with _told("your own pay table", path.parent, "the file that `rolepair data add company-pay` wrote", again):
        frame = check(read_csv(COMPANY_PAY, path, COMPANY_PAY.names), COMPANY_PAY)
    return frame[frame["soc_code"].isin(list(soc_codes))].reset_index(drop=True)
