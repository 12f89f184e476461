"""Find and read the publishers' files, whatever folder they lie in."""

from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa

from helpers.base.errors import BadInput, some


@dataclass(frozen=True)
class Built:
    """What one builder made: tables by name, the raw files by source id, and what those files say of their release.

    `releases` maps a source id to fields of sources.yml (release, period ...) read from the files.
    """

    tables: dict[str, "pd.DataFrame | pa.Table"]
    files: dict[str, list[Path]]
    releases: dict[str, dict[str, str]] = field(default_factory=dict)


def find(folder: Path, *patterns: str, what: str) -> Path:
    """Return the one file below `folder` that fits the first pattern to fit any; the newest name where several do.

    Raises `BadInput` if no pattern fits: it names what was looked for.
    """
    for pattern in patterns:
        if found := sorted(path for path in folder.rglob(pattern) if path.is_file()):
            return found[-1]
    raise BadInput(
        f"no file for {what} below {folder.name}/",
        expected="a file named " + " or ".join(patterns),
        next_step="give the folder of the publisher's files with --from, or fetch them with `rolepair data refresh`",
    )


def has(folder: Path, *patterns: str) -> bool:
    """Return whether a file below `folder` fits one of the patterns."""
    return any(path.is_file() for pattern in patterns for path in folder.rglob(pattern))


def read_tabbed(path: Path, needed: dict[str, str]) -> pd.DataFrame:
    """Return the columns `needed` (name in the file -> our name) of a tab-separated UTF-8 file, all as text.

    `n/a` and empty fields are missing. Raises `BadInput` with the columns found if one is lacking.
    """
    try:
        frame: pd.DataFrame = pd.read_csv(
            path, sep="\t", dtype=str, keep_default_na=False, na_values=["", "n/a"], quoting=3, encoding="utf-8"
        )
    except (OSError, ValueError) as error:
        raise unusable(path, str(error)) from error
    return choose(frame, needed, path)


def read_sheet(path: Path, needed: dict[str, str], *, sheet: str | int = 0, header: int) -> pd.DataFrame:
    """Return the columns `needed` of one sheet of a workbook, all as text; `header` is the row of names, from 0.

    Raises `BadInput` if the file is no workbook, has no such sheet or lacks a column.
    """
    return choose(open_sheet(path, sheet=sheet, header=header), needed, path)


def open_sheet(
    path: Path, *, sheet: str | int = 0, header: int | None = None, nrows: int | None = None
) -> pd.DataFrame:
    """Return one sheet of a workbook, all as text; without `header` its columns are numbers, from 0.

    Raises `BadInput` if the file is no workbook (a web page saved under its name, a cut download) or has no such sheet.
    """
    try:
        frame: pd.DataFrame = pd.read_excel(
            path, sheet_name=sheet, header=header, nrows=nrows, dtype=str, keep_default_na=False, na_values=[""]
        )
    except Exception as error:  # openpyxl and zipfile have many kinds of refusal
        raise unusable(path, str(error)) from error
    return frame


def choose(frame: pd.DataFrame, needed: dict[str, str], path: Path) -> pd.DataFrame:
    """Return the columns `needed` under our names; names in the file are compared without case and line breaks."""
    plain = {" ".join(str(column).split()).casefold(): column for column in frame.columns}
    lacking = [name for name in needed if name.casefold() not in plain]
    if lacking:
        raise BadInput(
            f"{path.name} has no column {some(lacking)}",
            expected=f"the columns {', '.join(needed)}; found {some(list(plain), 12)}",
            next_step="check that the file is the publisher's and whole; the layout may be of a release we do not know",
        )
    chosen = frame[[plain[name.casefold()] for name in needed]].copy()
    chosen.columns = pd.Index(needed.values())
    return chosen


def unusable(path: Path, why: str) -> BadInput:
    """Return the error for a raw file that cannot be read at all."""
    first = why.splitlines()[0][:200] if why else "no reason given"
    return BadInput(
        f"{path.name} cannot be read: {first}",
        expected="the publisher's file as released",
        next_step="fetch it again; a page or a cut download in place of the file is the usual cause",
    )
