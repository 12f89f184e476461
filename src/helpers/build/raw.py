"""Find and read the publishers' files, whatever folder they lie in, and refuse what is not as expected."""

import re
import warnings
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from io import BytesIO
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from helpers.base.errors import BadInput, some

Cell = str | float | None
DASHES = ("-", "–", "—")
"""What publishers print where a figure is missing."""
_XLS = b"\xd0\xcf\x11\xe0"
"""How a workbook of before 2007 begins."""


@dataclass(frozen=True)
class Built:
    """What builders made: tables by name, the raw files by source id, and what those files say of their release.

    `releases` maps a source id to fields of sources.yml (release, period ...) read from the files.
    """

    tables: dict[str, "pd.DataFrame | pa.Table"]
    files: dict[str, list[Path]]
    releases: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, made: "Built") -> None:
        """Take in what another builder made; its tables take the place of those of the same name."""
        self.tables.update(made.tables)
        for source, paths in made.files.items():
            self.files[source] = sorted({*self.files.get(source, []), *paths})
        for source, fields in made.releases.items():
            self.releases[source] = self.releases.get(source, {}) | fields


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


# --- refusals -------------------------------------------------------------------------------------------------------


def unusable(path: Path, why: str) -> BadInput:
    """Return the error for a raw file that cannot be read at all."""
    first = why.splitlines()[0][:200] if why else "no reason given"
    return BadInput(
        f"{path.name} cannot be read: {first}",
        expected="the publisher's file as released",
        next_step="fetch it again; a page or a cut download in place of the file is the usual cause",
    )


def unlike(given: str, expected: str, next_step: str = "") -> BadInput:
    """Return the error for a file that can be read, but is not as we know it."""
    step = next_step or "fetch the file again; its layout may be of a release we do not know"
    return BadInput(given, expected=expected, next_step=step)


def refuse_others(texts: pd.Series, known: Collection[str], path: Path, *, what: str) -> None:
    """Raise `BadInput` if a column holds a value we do not know."""
    if unknown := sorted(set(texts.dropna()) - set(known)):
        raise unlike(
            f"{path.name} has a {what} we do not know: {some(unknown)}",
            ", ".join(sorted(known)),
            "the layout may be of a release we do not know; keep the old tables until it is added",
        )


def refuse_twice(frame: pd.DataFrame, key: list[str], path: Path) -> None:
    """Raise `BadInput` if two rows share a key."""
    if (twice := frame.duplicated(key)).any():
        rows = [" ".join(str(value) for value in row) for row in frame.loc[twice, key].to_numpy().tolist()]
        raise unlike(
            f"{path.name} has {len(rows)} rows twice: {some(rows)}",
            f"one row for each {' + '.join(key)}",
            "fetch the file again",
        )


# --- text -----------------------------------------------------------------------------------------------------------


def read_tabbed(path: Path, needed: dict[str, str]) -> pd.DataFrame:
    """Return the columns `needed` (name in the file -> our name) of a tab-separated UTF-8 file, all as text.

    `n/a` and empty fields are missing. Raises `BadInput` for a web page, and with the columns found if one is lacking.
    """
    return choose(read_text(path, sep="\t", na_values=["", "n/a"], quoting=3, encoding="utf-8"), needed, path)


def read_comma(path: Path, needed: dict[str, str] | None = None, *, encoding: str = "utf-8-sig") -> pd.DataFrame:
    """Return the columns `needed` (name in the file -> our name), or all, of a comma-separated file, as text.

    Fields may be quoted and have blanks around them; empty ones are missing. Raises `BadInput` if the file is a web
    page, cannot be read or lacks a column.
    """
    frame = read_text(path, na_values=[""], encoding=encoding, skipinitialspace=True)
    return frame if needed is None else choose(frame, needed, path)


def read_text(path: Path, **options: Any) -> pd.DataFrame:
    """Return all columns of a text file as text; `options` are those of `pd.read_csv`. Refuses a web page."""
    try:
        with path.open("rb") as file:
            start = file.read(512)
        if _is_page(start):
            raise unusable(path, "it is a web page, not a table")
        frame: pd.DataFrame = pd.read_csv(path, dtype=str, keep_default_na=False, **options)
    except (OSError, ValueError) as error:
        raise unusable(path, str(error)) from error
    return frame


def _is_page(start: bytes) -> bool:
    return start[:512].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"<")


def choose(frame: pd.DataFrame, needed: dict[str, str], path: Path) -> pd.DataFrame:
    """Return the columns `needed` under our names; names in the file are compared without case and line breaks.

    A column that releases name otherwise is given by all its names, `NEW|OLD`; the first that is there is taken.
    """
    there = {" ".join(str(column).split()).casefold(): column for column in frame.columns}
    fits = {names: [there[name] for name in names.casefold().split("|") if name in there] for names in needed}
    if lacking := [names.replace("|", " or ") for names, found in fits.items() if not found]:
        raise unlike(
            f"{path.name} has no column {some(lacking)}",
            f"the columns {', '.join(needed).replace('|', ' or ')}; found {some(list(there), 12)}",
            "check that the file is the publisher's and whole; the layout may be of a release we do not know",
        )
    return frame[[found[0] for found in fits.values()]].set_axis(list(needed.values()), axis="columns")


def to_numbers(frame: pd.DataFrame, columns: Iterable[str], path: Path) -> pd.DataFrame:
    """Return the frame with `columns` as float64; raise `BadInput` that names the file and the texts in the way."""
    out = frame.copy()
    for column in columns:
        figures = pd.to_numeric(frame[column], errors="coerce").astype("float64")
        if (wrong := frame[column].notna() & figures.isna()).any():
            raise unlike(
                f"{path.name} has texts where {column} should be a figure: {some(list(frame.loc[wrong, column]))}",
                "a figure, or an empty field",
            )
        out[column] = figures
    return out


# --- workbooks ------------------------------------------------------------------------------------------------------


def read_rows(path: Path, sheet: str) -> list[list[Cell]]:
    """Return the cells of one sheet, all rows of equal length; an empty cell is None, every number a float.

    `sheet` may hold `*` where releases differ, and is compared without case and outer spaces; the first sheet that fits
    is read. Raises `BadInput` if the file is a web page or no workbook at all, or has no such sheet: the sheets found
    are named.
    """
    try:
        content = path.read_bytes()
        if _is_page(content):
            raise unusable(path, "it is a web page, not a workbook")
        rows = [[_cell(value) for value in row] for row in _values(content, sheet, path)]
    except BadInput:
        raise
    except Exception as error:  # openpyxl, xlrd and zipfile have many kinds of refusal
        raise unusable(path, str(error.__cause__ or error)) from error
    width = max((len(row) for row in rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def _values(content: bytes, sheet: str, path: Path) -> Iterable[Sequence[object]]:
    if content.startswith(_XLS):  # pandas reads these no more without a warning
        import xlrd

        old = xlrd.open_workbook(file_contents=content)
        found = old.sheet_by_name(_fitting(old.sheet_names(), sheet, path))
        return [found.row_values(row) for row in range(found.nrows)]
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl tells of styles it does not know
        book = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    page = book[_fitting(book.sheetnames, sheet, path)]
    page.reset_dimensions()
    return list(page.iter_rows(values_only=True))


def _fitting(names: Sequence[str], sheet: str, path: Path) -> str:
    for name in names:
        if fnmatchcase(name.strip().casefold(), sheet.casefold()):
            return name
    raise unlike(f"{path.name} has no sheet {sheet!r}", f"the sheet {sheet}; found {some(names, 12)}")


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return float(value) if isinstance(value, (int, float)) else str(value)


def plain(cell: Cell) -> str:
    """Return a cell as one line of text: single spaces, a plain hyphen for every dash, no footnote mark such as [1]."""
    if cell is None:
        return ""
    text = f"{cell:.15g}" if isinstance(cell, float) else cell
    text = re.sub(r"\[\d+\]", "", text)
    return " ".join(re.sub(r"[\u2010-\u2015\u2212]", "-", text).split())


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook: its column names, the rows below them and those above."""

    path: Path
    name: str
    names: list[str]
    rows: list[list[Cell]]
    top: list[list[Cell]] = field(default_factory=list)

    def __str__(self) -> str:
        """Return the file, and which sheet of it was asked for."""
        return self.path.name + (f", sheet {self.name}" if self.name != "*" else "")

    def place(self, pattern: str) -> int:
        """Return the position of the one column whose name fits the regular expression, without case.

        Raises `BadInput` with the names found if there is none, or more than one.
        """
        fits = [place for place, name in enumerate(self.names) if re.fullmatch(pattern, name, re.IGNORECASE)]
        if len(fits) != 1:
            fault = "has no column" if not fits else f"has {len(fits)} columns"
            found = some([name for name in self.names if name], 20)
            raise unlike(f"{self} {fault} {pattern!r}", f"one such column; found {found}")
        return fits[0]

    def only(self, pattern: str, form: str = ".+") -> "Sheet":
        """Return the sheet with those rows alone whose text in a column has a form (a regular expression)."""
        texts = zip(self.rows, self.texts(pattern), strict=True)
        return replace(self, rows=[row for row, text in texts if re.fullmatch(form, text)])

    def column(self, pattern: str) -> list[Cell]:
        """Return the cells of the one column whose name fits."""
        place = self.place(pattern)
        return [row[place] for row in self.rows]

    def texts(self, pattern: str) -> list[str]:
        """Return the texts of a column on one line each, without footnote marks; empty where a cell is."""
        return [plain(cell) for cell in self.column(pattern)]

    def figures(self, pattern: str, marks: Collection[str] = DASHES) -> "pd.Series[float]":
        """Return the figures of a column, NaN for an empty cell and for `marks`; `BadInput` for any other text."""
        cells = zip(self.column(pattern), self.rows, strict=True)
        found = [figure(cell, self.path, self.name, plain(row[0]), marks) for cell, row in cells]
        return pd.Series(found, dtype="float64")

    def frame(
        self,
        wanted: Mapping[str, str],
        figures: Mapping[str, str] | None = None,
        marks: Collection[str] = DASHES,
    ) -> pd.DataFrame:
        """Return columns under our names (our name -> regular expression): texts, None where a cell is empty, then
        figures, NaN for an empty cell and for `marks`.
        """
        texts = {ours: [text or None for text in self.texts(pattern)] for ours, pattern in wanted.items()}
        found = {ours: self.figures(pattern, marks) for ours, pattern in (figures or {}).items()}
        return pd.DataFrame(texts, dtype="str").assign(**found)


def open_sheet(path: Path, sheet: str, first: str) -> Sheet:
    """Return one sheet below the row, among the first 20, with a column that fits the regular expression `first`.

    Raises `BadInput` where `read_rows` does, and with the top of the sheet if there is no such row.
    """
    rows = read_rows(path, sheet)
    for number, row in enumerate(rows[:20]):
        if any(re.fullmatch(first, plain(cell), re.IGNORECASE) for cell in row):
            return Sheet(path, sheet, [plain(cell) for cell in row], rows[number + 1 :], rows[:number])
    tops = [plain(cell)[:60] for row in rows[:6] for cell in row if cell is not None]
    raise unlike(
        f"{Sheet(path, sheet, [], [])}: no row of column names among the first 20",
        f"a column named like {first!r}; found {some(tops, 6) or 'an empty sheet'}",
    )


def figure(cell: Cell, path: Path, sheet: str, where: str, marks: Collection[str] = DASHES) -> float | None:
    """Return the figure in a cell, None for one of `marks` or an empty cell; raise `BadInput` for any other text."""
    if cell is None or isinstance(cell, float):
        return cell
    text = cell.strip()
    if text in marks:
        return None
    try:
        return float(text.replace(",", ""))
    except ValueError as error:
        raise unlike(
            f"{path.name}, sheet {sheet}: {text[:40]!r} stands in place of a figure ({where})",
            "a number, or a dash where there is none",
        ) from error
