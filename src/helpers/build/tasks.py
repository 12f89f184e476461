"""Install O*NET's task statements on the user's machine, outside the data folder, with the notice of their licence."""

import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pandas as pd

from helpers.base.errors import BadInput, DamagedTable, some
from helpers.build.archives import check_content, first_line, stage
from helpers.build.download import Address, Downloader
from helpers.build.raw import find, read_tabbed, to_numbers
from helpers.build.store import installed, refuse_within_data, write_table
from helpers.tables.tasks import ABOUT, TABLES, credit_line, tasks_folder

Say = Callable[[str], None]
_PLACE = ("the task statements", "ROLEPAIR_TASKS")
_NOTE = "Read Me.txt"
_DETAILED = ("GWAs to IWAs to DWAs.txt", "DWA Reference.txt")
_WIDER = ("GWAs to IWAs.txt", "IWA Reference.txt")
_OF_30_3 = {
    "Element ID": "GWA Element ID",
    "IWA ID": "IWA Element ID",
    "IWA Title": "IWA Element Name",
    "DWA ID": "DWA Element ID",
    "DWA Title": "DWA Element Name",
}
"""Column of the activity files up to 30.2 -> its name from 30.3 on."""
FILES = (("Task Statements.txt",), ("Tasks to DWAs.txt",), _DETAILED, _WIDER, ("Emerging Tasks.txt",))
"""What is read: each file under its names, the newest first."""
_TASK = {"O*NET-SOC Code": "onet_code", "Task": "task"}


@dataclass(frozen=True)
class Installed:
    """What was installed: where, which release, the rows of each table, and the notice that was shown."""

    folder: Path
    release: str
    rows: dict[str, int]
    notice: str


def add_tasks(
    origin: str, *, folder: Path | None = None, downloader: Downloader | None = None, say: Say = lambda _: None
) -> Installed:
    """Install the task statements found at `origin` for `helpers.tables.tasks.load_tasks`; return what was installed.

    `origin` is a folder, a zip archive, or the address of either (a folder's address ends with /). `folder` is where
    they go (default: `tasks_folder`). What was installed before is replaced only if all of it could be read.
    Raises `BadInput` for files that are missing, unreadable or of another layout, for a download that fails, and for a
    `folder` within the data folder, where no publisher's sentence may stand.
    """
    target = (folder or tasks_folder()).resolve()
    refuse_within_data(target, *_PLACE)
    downloader = downloader or Downloader(say=say)
    with downloader.room() as room:
        found = _gathered(origin, room, downloader)
        release = _release(found)
        tables = {"statements": _statements(found), "activities": _activities(found), "emerging": _emerging(found)}
        notice = credit_line(release)
        try:
            with installed(target, *_PLACE) as aside:
                for table in TABLES:
                    write_table(tables[table.name], table, aside)
                (aside / ABOUT).write_text(json.dumps({"release": release}) + "\n", encoding="utf-8")
        except DamagedTable as error:
            raise _mixed(error.given) from error
    rows = {name: len(frame) for name, frame in tables.items()}
    say(f"installed {rows['statements']:,} tasks and {rows['emerging']:,} emerging tasks of O*NET {release}")
    say(notice)
    return Installed(target, release, rows, notice)


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


def _read(folder: Path, names: tuple[str, ...], what: str, needed: dict[str, str]) -> tuple[pd.DataFrame, Path]:
    """Return the columns `needed` of the first file there is, under the names of before or after 30.3, and its path."""
    path = find(folder, *names, what=f"the O*NET {what}")
    with path.open(encoding="utf-8", errors="replace") as file:
        columns = file.readline().rstrip("\r\n").split("\t")
    newer = any(name.endswith("Element Name") or name == "DWA Element ID" for name in columns)
    wanted = {_OF_30_3.get(name, name) if newer else name: ours for name, ours in needed.items()}
    return read_tabbed(path, wanted), path


def _mixed(given: str) -> BadInput:
    return BadInput(
        given,
        expected="O*NET's text files, all of one release that we know",
        next_step="take all files out of one archive of the publisher",
    )


def _statements(folder: Path) -> pd.DataFrame:
    needed = _TASK | {"Task ID": "task_id", "Task Type": "type", "Incumbents Responding": "incumbents"}
    rows, path = _read(folder, FILES[0], "task statements", needed)
    return to_numbers(rows.assign(type=rows["type"].str.lower()), ["incumbents"], path)


def _activities(folder: Path) -> pd.DataFrame:
    links = {"O*NET-SOC Code": "onet_code", "Task ID": "task_id", "DWA ID": "activity_id"}
    detailed = {"Element ID": "element_id", "IWA ID": "wider_id", "DWA ID": "activity_id", "DWA Title": "activity"}
    wider = {"IWA ID": "wider_id", "IWA Title": "wider_activity"}
    rows, _ = _read(folder, FILES[1], "links of tasks to activities", links)
    rows = rows.merge(_read(folder, _DETAILED, "detailed work activities", detailed)[0], "left", on="activity_id")
    rows = rows.merge(_read(folder, _WIDER, "intermediate work activities", wider)[0], "left", on="wider_id")
    if (lost := rows["wider_activity"].isna()).any():
        unknown = some(list(rows["activity_id"][lost]))
        raise _mixed(f"{int(lost.sum())} links lead to activities that are not listed: {unknown}")
    return rows


def _emerging(folder: Path) -> pd.DataFrame:
    needed = _TASK | {"Category": "category", "Original Task ID": "revised_task_id"}
    rows, _ = _read(folder, FILES[4], "emerging tasks", needed)
    return rows.assign(category=rows["category"].str.lower())
