"""From an occupation of the pay table to its line in another list, with how well the two cover the same people."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from helpers.base.paths import data_folder
from helpers.base.vocabulary import Match, Reason
from helpers.comparison.facts import Fact
from helpers.tables.load import load
from helpers.tables.spec import ALL

Target = Literal["ep", "census", "onet", "ai"]
EVERYONE = "00-0000"
"""Code of the line for all occupations in the projections."""
_SHOWN = 3


@dataclass(frozen=True)
class Line:
    """The lines of another list that stand for an occupation, each (code, name), and how well they cover it.

    `note` says what is wider, which others there are, or why there is none; long lists in it are cut and counted.
    """

    match: Match
    members: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def code(self) -> str:
        """Return the code of the single line; empty where there is none or where there are several."""
        return self.members[0][0] if self.match.one else ""

    @property
    def name(self) -> str:
        """Return the name of the single line, or of the several."""
        return "; ".join(name for _, name in self.members)

    @property
    def why(self) -> Reason | str:
        """Return why no single line stands for the occupation; empty where one does."""
        return {Match.SEVERAL: Reason.SEVERAL, Match.NONE: Reason.NO_MATCH}.get(self.match, "")

    def missing(self, role: str, measure: str, label: str, unit: str) -> Fact:
        """Return the fact that says why this list has no figure for the occupation."""
        return Fact(role, measure, label, unit, why=self.why, detail=self.note)


def line_of(soc_code: str, target: Target) -> Line:
    """Return the line of a list for an occupation: `ep` projections, `census` household survey, `onet`, `ai`.

    A group of occupations has a line in the projections only, that of the same code.
    """
    links = [row for row in rows_of("occupation_links", "soc_code").get(soc_code, ()) if row["target"] == target]
    if links:
        match = Match.of_quality(links[0]["quality"])
        members = tuple((row["target_code"], row["target_occupation"]) for row in links if match != Match.NONE)
        notes = [row["match_note"] for row in links if pd.notna(row["match_note"])]
        return Line(match, members, shortened(notes[0]) if notes else "")
    row = row_of("projections", "ep_code", soc_code) if target == "ep" else None
    if row is None:
        return Line(Match.NONE, note="no line of this list has the code")
    return Line(Match.EXACT, ((soc_code, row["occupation"]),))


def row_of(table: str, column: str, value: str) -> dict[str, Any] | None:
    """Return the one row of a small table in which a column has a value, or None."""
    return next(iter(rows_of(table, column).get(value, ())), None)


def rows_of(table: str, column: str) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a small table by the value of a column, kept for as long as its file is the same."""
    path = data_folder() / ALL[table].file
    return _rows_of(table, column, path, path.stat().st_mtime_ns if path.is_file() else 0)


def cell_fact(
    row: dict[str, Any], table: str, key: str, column: str, *, role: str, label: str, unit: str, **more: Any
) -> Fact:
    """Return one figure of a row; where it is empty, the publisher's reason that stands in `COLUMN_note`, if any."""
    value, cell = row[column], f"{table}/{key}/{column}"
    if pd.notna(value):
        return Fact(role, column, label, unit, value=float(value), cell=cell, **more)
    given = row.get(f"{column}_note")
    detail = str(given) if given is not None and pd.notna(given) else ""
    return Fact(role, column, label, unit, why=Reason.NOT_GIVEN, detail=detail, cell=cell, **more)


def shortened(note: str) -> str:
    """Return a note whose list of codes or occupations is cut after three, the rest counted: `... and 31 more`."""
    head, between, codes = note.partition("which also covers ")
    listed, separator = (codes, ", ") if between else (head, "; ")
    items = listed.split(separator)
    if len(items) <= _SHOWN + 1:
        return note
    cut = f"{separator.join(items[:_SHOWN])} and {len(items) - _SHOWN} more"
    return f"{head}{between}{cut}" if between else cut


@lru_cache(maxsize=64)  # more than there are tables and columns that are asked for
def _rows_of(table: str, column: str, _path: Path, _mtime: int) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    frame = load(table)
    names = [str(name) for name in frame]
    for row in zip(*(frame[name].tolist() for name in names), strict=True):
        cells = dict(zip(names, row, strict=True))
        found.setdefault(str(cells[column]), []).append(cells)
    return found
