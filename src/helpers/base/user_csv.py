"""The one reader of CSV files that a user hands in: strict about cells, forgiving about spaces and blank rows."""

import csv
import difflib
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from helpers.base.errors import BadInput
from helpers.base.words import listed

MOST_SHOWN = 20
_SEPARATORS = {";": "semicolons", "\t": "tabs", "|": "bars"}
_FILES = (
    (b"PK\x03\x04", "an Excel workbook or another packed file", "open it and save it as CSV UTF-8"),
    (b"\xd0\xcf\x11\xe0", "an Excel workbook of the old kind", "open it and save it as CSV UTF-8"),
    (b"%PDF", "a PDF", "copy its table into a sheet and save that as CSV UTF-8"),
    (b"\x1f\x8b", "a packed file (gzip)", "unpack it first"),
    (b"PAR1", "a parquet file", "write its table as CSV"),
    (b"SQLite format", "a database", "write its table as CSV"),
)
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True)
class Line:
    """One row of a file: the line it begins on, and its cells by column name, without spaces at their ends."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Sheet:
    """The rows of a file that fit its header, and in words those that do not, each with its line."""

    columns: tuple[str, ...]
    lines: list[Line]
    faults: list[tuple[int, str]]


def read_sheet(path: Path, *, required: Sequence[str], optional: Sequence[str] = (), rows: str = "a row") -> Sheet:
    """Return the rows of a CSV file in UTF-8 with a header; `rows` says what a row is, for the message on none.

    Column names match without case, spaces around them do not matter, nor do spaces after a comma; columns without a
    name and blank rows are skipped; a row with other than as many cells as there are columns is a fault.
    Raises `BadInput` with the cause for a file that cannot be read, is another kind of file or another encoding, has
    another separator, an open quote, no rows, or columns that are missing, unknown or there twice.
    """
    expected = f"a CSV file in UTF-8 with commas, whose first line names the columns {listed(required)}"
    if optional:
        expected += f", and of {', '.join(optional)} those you have"
    text = _decoded(path, expected)
    found, first = _rows(path, text, expected)
    if len(found) < 2:
        given = f"{path.name} has {'a header and no rows' if found else 'nothing in it'}"
        raise BadInput(given, expected=expected, next_step=f"add {rows} below the header")
    _check_separator(path, found[0][1], required, expected)
    header = [_name(cell, (*required, *optional)) for cell in found[0][1]]
    while header and not header[-1]:
        header.pop()
    _check_header(path, header, required, optional, expected)
    lines, faults = [], []
    for number, cells in found[1:]:
        cells = [cell.strip() for cell in cells]
        while len(cells) > len(header) and not cells[-1]:
            cells.pop()
        if len(cells) != len(header):
            hint = "; a cell with a comma in it needs quotes" if len(cells) > len(header) else ""
            faults.append((number + first, f"{len(cells)} cells under {len(header)} column names{hint}"))
            continue
        unnamed = [cell for name, cell in zip(header, cells, strict=True) if cell and not name]
        if unnamed:
            faults.append((number + first, f"a cell {unnamed[0]!r} under no column name"))
            continue
        lines.append(Line(number + first, {n: c for n, c in zip(header, cells, strict=True) if n}))
    return Sheet(tuple(name for name in header if name), lines, faults)


def bad_rows(path: Path, faults: Sequence[tuple[int, str]], *, expected: str) -> BadInput:
    """Return the error that names bad rows, each with its line; the first twenty, then a count."""
    ordered = sorted(faults, key=lambda fault: fault[0])
    count = len({number for number, _ in ordered})
    shown = [f"line {number}: {words}" for number, words in ordered[:MOST_SHOWN]]
    if len(ordered) > len(shown):
        shown.append(f"and {len(ordered) - len(shown)} more")
    return BadInput(
        f"{path.name} has {count} bad row{'s' if count > 1 else ''}\n    " + "\n    ".join(shown),
        expected=expected,
        next_step="correct the lines named above and try the file again",
    )


def refuse_input_as_output(out: Path, *inputs: Path) -> None:
    """Raise `BadInput` if an output file is one of the inputs, by whatever path or link."""
    for path in inputs:
        same = out.resolve() == path.resolve()
        if not same and out.exists() and path.exists():
            same = out.samefile(path)
        if same:
            raise BadInput(
                f"--out {out} names the input {path}",
                expected="another file for the output, so that the input stays as it is",
                next_step=f"try --out {path.stem}-checked.csv",
            )


def unformed(text: str) -> str:
    """Return text for a cell of a CSV file that a spreadsheet would run as a formula behind an apostrophe.

    A plain figure (-5.3%, −$1,200) stays one, as in the downloads of a report.
    """
    runs = re.match(r"[\s\x00-\x1f]*[=+\-@]|[\t\r]", text) and not re.fullmatch(r"[−-]\$?\d[\d,.]*%?", text)
    return f"'{text}" if runs else text


def close_to(name: str, known: Sequence[str]) -> str:
    """Return ` (did you mean ...?)` with the known names like this one, or nothing."""
    near = difflib.get_close_matches(name, known, n=3)
    return f" (did you mean {' or '.join(near)}?)" if near else ""


def _decoded(path: Path, expected: str) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        step = "check the name and that the file can be read"
        raise BadInput(f"{path}: {reason}", expected=expected, next_step=step) from error
    for start, kind, step in _FILES:
        if content.startswith(start):
            raise BadInput(f"{path.name} is {kind}, not CSV", expected=expected, next_step=step)
    head = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
    if head.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise BadInput(f"{path.name} is a web page, not CSV", expected=expected, next_step="fetch the file itself")
    if head.startswith((b"{", b"[{")):
        raise BadInput(f"{path.name} is JSON, not CSV", expected=expected, next_step="write it as CSV")
    if content.startswith(_UTF_16) or b"\0" in content[:200]:
        given = f"{path.name} is no UTF-8 text but UTF-16, which Excel calls Unicode text"
        raise BadInput(given, expected=expected, next_step="save it as CSV UTF-8")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        given = f"{path.name} is no UTF-8 text: line {line} has the byte 0x{content[error.start]:02x}, not UTF-8"
        step = "save it again as CSV UTF-8; it is in an older encoding such as Latin-1 or Windows-1252"
        raise BadInput(given, expected=expected, next_step=step) from error


def _rows(path: Path, text: str, expected: str) -> tuple[list[tuple[int, list[str]]], int]:
    """Return the rows that are not blank, each with the line it begins on, and the lines of Excel's `sep=,` above."""
    skipped = 0
    first, _, rest = text.partition("\n")
    if first.strip().casefold().startswith("sep=") and len(first.strip()) <= 5:
        sign = first.rstrip("\r")[4:5]
        if sign != ",":
            raise _separated(path, _SEPARATORS.get(sign, f"the sign {sign!r}"), expected)
        text, skipped = rest, 1
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append((begins, cells))
            begins = reader.line_num + 1
    except csv.Error as error:
        if "field limit" in str(error):
            given = f"{path.name}, line {begins + skipped}: a cell of more than {csv.field_size_limit():,} signs"
            step = "shorten it; if it is not that long, a quote before it is not closed"
            raise BadInput(given, expected=expected, next_step=step) from error
        given = f"{path.name}, line {begins + skipped}: {error}"
        step = "close the quotes on that line; a quote within quotes is written twice"
        raise BadInput(given, expected=expected, next_step=step) from error
    return rows, skipped


def _check_separator(path: Path, header: list[str], required: Sequence[str], expected: str) -> None:
    line = ",".join(header)
    for sign, name in _SEPARATORS.items():
        if sign in line and set(required) & {_name(part, required) for part in line.split(sign)}:
            raise _separated(path, name, expected)


def _separated(path: Path, name: str, expected: str) -> BadInput:
    return BadInput(
        f"{path.name} is separated by {name}, not by commas",
        expected=expected,
        next_step="save it as CSV UTF-8 with commas, or replace the separators",
    )


def _name(cell: str, known: Sequence[str]) -> str:
    """Return a column name as we write it: `Role A` is role_a if that is known, else as it stands."""
    plain = cell.strip().strip("\ufeff\u200b").strip()
    ours = "_".join(plain.casefold().replace("-", " ").replace("_", " ").split())
    return ours if ours in known else plain


def _check_header(
    path: Path, header: list[str], required: Sequence[str], optional: Sequence[str], expected: str
) -> None:
    known = (*required, *optional)
    named = [name for name in header if name]
    wrong = [f"lacks the column {name}" for name in required if name not in named]
    wrong += [f"has the column {name} twice" for name in dict.fromkeys(named) if named.count(name) > 1]
    wrong += [f"has an unknown column {name!r}{close_to(name, known)}" for name in named if name not in known]
    if wrong:
        step = "rename, add or remove these columns in the first line"
        raise BadInput(f"{path.name} {'; '.join(wrong)}", expected=expected, next_step=step)
