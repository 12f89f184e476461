"""Read a publisher's workbook by sheet and column names, and refuse it with what was found and what was expected."""

import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from fnmatch import fnmatchcase
from pathlib import Path

import openpyxl

from helpers.base.errors import BadInput, some
from helpers.build.raw import unusable

Cell = str | float | None
DASHES = ("-", "–", "—")
"""What publishers print where a figure is missing."""
_FETCH = "fetch the file again from the publisher; its layout may be of a release we do not know"


def read_rows(path: Path, sheet: str) -> list[list[Cell]]:
    """Return the cells of one sheet, all rows of equal length; an empty cell is None, every number a float.

    `sheet` may hold `*` where releases differ; it is compared without case and outer spaces. Raises `BadInput` if the
    file is a web page or no workbook at all, or has no such sheet: the sheets found are named.
    """
    rows = list(stream_rows(path, sheet))
    width = max((len(row) for row in rows), default=0)
    return [row + [None] * (width - len(row)) for row in rows]


def stream_rows(path: Path, *sheets: str, needed: bool = True) -> Iterator[list[Cell]]:
    """Yield the rows of the first sheet that fits one of `sheets`, one at a time; a row ends where its cells end.

    Cells, names of sheets and errors are as in `read_rows`. A sheet that is not `needed` and missing gives no rows.
    """
    sheet = " or ".join(sheets)
    try:
        with path.open("rb") as file:
            start = file.read(512).lstrip(b"\xef\xbb\xbf \r\n\t")
        if start.startswith(b"<"):
            raise BadInput(
                f"{path.name} is a web page, not a workbook",
                expected=f"an xlsx workbook with the sheet {sheet}",
                next_step="open the address in a browser: the publisher may ask for something first, or have moved it",
            )
        with ExitStack() as opened:
            file = opened.enter_context(path.open("rb"))  # openpyxl leaves one open that it refuses
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", UserWarning)  # openpyxl tells of styles it does not know
                book = openpyxl.load_workbook(file, read_only=True, data_only=True)
            opened.callback(book.close)
            patterns = [pattern.casefold() for pattern in sheets]
            fits = [name for name in book.sheetnames if any(fnmatchcase(name.strip().casefold(), p) for p in patterns)]
            if not fits and needed:
                raise BadInput(
                    f"{path.name} has no sheet {sheet!r}",
                    expected=f"the sheet {sheet}; found {some(book.sheetnames, 12)}",
                    next_step=_FETCH,
                )
            for name in fits[:1]:
                book[name].reset_dimensions()
                for row in book[name].iter_rows(values_only=True):
                    yield [_cell(value) for value in row]
    except BadInput:
        raise
    except Exception as error:  # openpyxl and zipfile have many kinds of refusal
        raise unusable(path, str(error.__cause__ or error)) from error


def _cell(value: object) -> Cell:
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    return float(value) if isinstance(value, (int, float)) else str(value)


def plain(cell: Cell) -> str:
    """Return a cell as one line of text: single spaces, a plain hyphen for every dash, no footnote mark such as [1]."""
    if cell is None:
        return ""
    text = f"{cell:g}" if isinstance(cell, float) else cell
    text = re.sub(r"\[\d+\]", "", text)
    return " ".join(re.sub(r"[\u2010-\u2015\u2212]", "-", text).split())


def header_row(rows: Sequence[Sequence[Cell]], first: str, path: Path, sheet: str) -> int:
    """Return the row (from 0), among the first 20, with a cell that fits the regular expression `first`.

    Raises `BadInput` with the top of the sheet if there is none.
    """
    for number, row in enumerate(rows[:20]):
        if any(re.fullmatch(first, plain(cell), re.IGNORECASE) for cell in row):
            return number
    tops = [plain(cell)[:60] for row in rows[:6] for cell in row if cell is not None]
    raise BadInput(
        f"{path.name}, sheet {sheet}: no row of column names among the first 20",
        expected=f"a column named like {first!r}; found {some(tops, 6) or 'an empty sheet'}",
        next_step=_FETCH,
    )


def pick(names: Sequence[str], wanted: Mapping[str, str], path: Path, sheet: str) -> dict[str, int]:
    """Return our column name -> position of the one column whose name fits the regular expression, without case.

    Raises `BadInput` with the names found if a column is missing or stands twice.
    """
    places: dict[str, int] = {}
    for ours, pattern in wanted.items():
        fits = [place for place, name in enumerate(names) if re.fullmatch(pattern, name, re.IGNORECASE)]
        if len(fits) != 1:
            fault = "has no column" if not fits else f"has {len(fits)} columns"
            raise BadInput(
                f"{path.name}, sheet {sheet} {fault} {pattern!r}",
                expected=f"one such column; found {some([name for name in names if name], 20)}",
                next_step=_FETCH,
            )
        places[ours] = fits[0]
    return places


def figure(cell: Cell, path: Path, sheet: str, where: str) -> float | None:
    """Return the figure in a cell, None for a dash or an empty cell; raise `BadInput` for any other text."""
    if cell is None or isinstance(cell, float):
        return cell
    text = cell.strip()
    if text in DASHES:
        return None
    try:
        return float(text.replace(",", ""))
    except ValueError as error:
        raise BadInput(
            f"{path.name}, sheet {sheet}: {text[:40]!r} stands in place of a figure ({where})",
            expected="a number, or a dash where there is none",
            next_step=_FETCH,
        ) from error
