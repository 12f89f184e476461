"""A sheet of the Employment Projections: found by name, read by column names, one row a code."""

import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput, some
from helpers.build.workbook import Cell, figure, header_row, pick, plain, read_rows
from helpers.tables.column import SOC_CODE

TITLE = r"(\d{4} )?National Employment Matrix title"
CODE = r"(\d{4} )?National Employment Matrix code"
_EMPLOYMENT = r"Employment, (\d{4})"


@dataclass(frozen=True)
class Sheet:
    """One sheet of the projections: its caption, column names and the rows that have an occupation code."""

    path: Path
    name: str
    caption: str
    names: list[str]
    rows: list[list[Cell]]

    def column(self, pattern: str) -> list[Cell]:
        """Return the cells of the one column whose name fits; raise `BadInput` if there is none, or more."""
        place = pick(self.names, {"it": pattern}, self.path, self.name)["it"]
        return [row[place] for row in self.rows]

    def figures(self, pattern: str) -> list[float | None]:
        """Return the figures of a column, None for a dash."""
        cells = zip(self.column(pattern), self.rows, strict=True)
        return [figure(cell, self.path, self.name, plain(row[0])) for cell, row in cells]

    def texts(self, pattern: str) -> list[str]:
        """Return the texts of a column on one line each, without footnote marks."""
        return [plain(cell) for cell in self.column(pattern)]


def read_sheet(path: Path, name: str) -> Sheet:
    """Return one sheet of a workbook of the projections; rows without a code (footnotes, sources) are left out.

    Raises `BadInput` for an unreadable file, a missing sheet or code column, and codes that are none or stand twice.
    """
    rows = read_rows(path, name)
    top = header_row(rows, TITLE, path, name)
    names = [plain(cell) for cell in rows[top]]
    place = pick(names, {"code": CODE}, path, name)["code"]
    body = [row for row in rows[top + 1 :] if row[place] is not None]
    wrong = [plain(row[place]) for row in body if not re.fullmatch(SOC_CODE, plain(row[place]))]
    codes = [plain(row[place]) for row in body]
    if wrong or not body or len(set(codes)) != len(codes):
        raise BadInput(
            f"{path.name}, sheet {name}: the code column has {some(wrong) or 'no row, or a code twice'}",
            expected="one row for each code of the form 11-1011",
            next_step="fetch the file again; it may be cut off",
        )
    caption = next((plain(row[0]) for row in rows[:top] if row[0] is not None), "")
    return Sheet(path, name, caption, names, body)


def projection_years(sheet: Sheet) -> tuple[str, str]:
    """Return base and projected year, out of the names of the employment columns; raise `BadInput` if not just two."""
    years = sorted(found[1] for name in sheet.names if (found := re.fullmatch(_EMPLOYMENT, name, re.IGNORECASE)))
    if len(years) != 2:
        raise BadInput(
            f"{sheet.path.name}, sheet {sheet.name} has {len(years)} columns of employment with a year",
            expected=f"two, such as 'Employment, 2024' and 'Employment, 2034'; found {some(sheet.names, 20)}",
            next_step="fetch the file again; its layout may be of a release we do not know",
        )
    return years[0], years[1]


def codes_and_names(sheet: Sheet) -> pd.DataFrame:
    """Return ep_code and occupation, one row a code, in the order of the sheet."""
    return pd.DataFrame({"ep_code": sheet.texts(CODE), "occupation": sheet.texts(TITLE)})


def refuse_difference(path: Path, sheet: str, found: set[str], expected: set[str]) -> None:
    """Raise `BadInput` with the codes that differ, unless both sets are equal."""
    if found == expected:
        return
    raise BadInput(
        f"{path.name}, sheet {sheet}: codes not known {some(sorted(found - expected)) or 'none'};"
        f" codes lacking {some(sorted(expected - found)) or 'none'}",
        expected=f"the {len(expected)} codes of the other tables of this release",
        next_step="fetch all files of one release again",
    )
