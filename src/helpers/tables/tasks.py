"""Task statements of O*NET, where the user has installed them: the publisher's sentences are not in the data folder."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.base.errors import DamagedTable
from helpers.base.paths import added_folder
from helpers.tables.column import ONET_CODE, Column, Table
from helpers.tables.load import check, first_line

ABOUT = "release.json"
_CODE = Column("onet_code", "text", "O*NET-SOC 2019 code", pattern=ONET_CODE)
_TASK_ID = Column("task_id", "text", "the publisher's number of the task", pattern=r"\d+")

STATEMENTS = Table(
    name="statements",
    about="tasks of an occupation, in the publisher's words",
    sources=("onet",),
    key=("onet_code", "task_id"),
    columns=(
        _CODE,
        _TASK_ID,
        Column("task", "text", "the task"),
        Column(
            "type", "text", "core or supplemental; empty: not rated", nullable=True, one_of=("core", "supplemental")
        ),
        Column("incumbents", "real", "workers who answered", nullable=True, low=0),
    ),
)
ACTIVITIES = Table(
    name="activities",
    about="detailed work activities behind a task, with the wider activity of each",
    sources=("onet",),
    key=("onet_code", "task_id", "activity_id"),
    columns=(
        _CODE,
        _TASK_ID,
        Column("activity_id", "text", "id of the detailed work activity"),
        Column("activity", "text", "the detailed work activity"),
        Column("wider_id", "text", "id of the intermediate work activity it belongs to"),
        Column("wider_activity", "text", "the intermediate work activity"),
        Column("element_id", "text", "work activity of the ratings that both belong to"),
    ),
)
EMERGING = Table(
    name="emerging",
    about="tasks that workers wrote in, not yet rated",
    sources=("onet",),
    key=("onet_code", "task"),
    columns=(
        _CODE,
        Column("task", "text", "the task"),
        Column("category", "text", "new, or a revision of a task", one_of=("new", "revision")),
        Column("revised_task_id", "text", "task it revises", nullable=True, pattern=r"\d+"),
    ),
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
    try:
        release = str(json.loads((folder / ABOUT).read_text(encoding="utf-8"))["release"])
        frames = {table.name: _read(table, folder, onet_codes) for table in TABLES}
    except (OSError, ValueError, KeyError, TypeError, NotImplementedError) as error:
        raise _damaged(f"the installed task statements cannot be read: {first_line(error, folder)}") from error
    except DamagedTable as error:
        raise _damaged(error.given) from error
    return Tasks(
        statements=frames["statements"],
        activities=frames["activities"],
        emerging=frames["emerging"],
        release=release,
        credit=credit_line(release),
    )


def _damaged(given: str) -> DamagedTable:
    return DamagedTable(
        given,
        expected="the files that `rolepair data add onet-tasks` wrote",
        next_step="install them again with `rolepair data add onet-tasks --from FOLDER|URL`",
    )


def _read(table: Table, folder: Path, onet_codes: Collection[str]) -> pd.DataFrame:
    wanted = [("onet_code", "in", sorted(set(onet_codes)))]
    frame = pd.read_parquet(folder / table.file, columns=table.names, filters=wanted if onet_codes else None)
    if not onet_codes:
        frame = frame.iloc[:0]
    frame = frame.astype({column.name: column.dtype for column in table.columns})
    return check(frame.reset_index(drop=True), table)
