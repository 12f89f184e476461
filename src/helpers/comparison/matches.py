"""From an occupation of the pay table to its line in another list, and to the O*NET occupation that stands for it.

Each says how well the two cover the same people. O*NET is finer than the pay table, and nothing is averaged.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from helpers.base.paths import data_folder
from helpers.base.vocabulary import Match, Reason
from helpers.comparison.facts import Fact
from helpers.comparison.roles import Comparison
from helpers.tables.load import load
from helpers.tables.spec import ALL
from helpers.tables.titles import Reading

Target = Literal["ep", "census", "onet", "ai"]
EVERYONE = "00-0000"
"""Code of the line for all occupations in the projections."""
_SHOWN = 3
"""Codes and occupations that a note lists before it counts the rest."""


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

    def missing(self, role: str, measure: str, label: str, unit: str, **keys: Any) -> Fact:
        """Return the fact that says why this list has no figure for the occupation."""
        return Fact(role, measure, label, unit, why=self.why, detail=self.note, keys=keys)


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


@dataclass(frozen=True)
class Onet:
    """The O*NET occupation that stands for a role, or the reason why none does.

    `members` are (code, name) of all with figures under the occupation, `note` says how one was chosen where there was
    a choice, or why there is none.
    """

    match: Match
    code: str = ""
    name: str = ""
    members: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def why(self) -> Reason | str:
        """Return why no single occupation stands for the role; empty where one does."""
        if self.code:
            return ""
        return Reason.SEVERAL if self.members else Reason.NO_MATCH

    def missing(
        self, role: str, measure: str, label: str, unit: str, why: Reason = Reason.NOT_RATED, **keys: Any
    ) -> Fact:
        """Return the fact that says why the role has no figure: no single occupation, or else `why`."""
        detail = self.note if self.why else f"{self.name} ({self.code})"
        return Fact(role, measure, label, unit, why=self.why or why, detail=detail, keys=keys)


def standing(codes: Collection[str], named: Sequence[str] = ()) -> tuple[str, str]:
    """Return the O*NET-SOC code that stands for all with figures under an occupation, and how it was chosen.

    In this order: the only one (chosen without a word); the general one (ending in .00) if the title names it, or names
    none; the one that the title names (`named`, of `codes`). Where several are left, none stands: both are empty.
    """
    general = [code for code in codes if code.endswith(".00")]
    if len(codes) == 1:
        return next(iter(codes)), ""
    if len(general) == 1 and (not named or general[0] in named):
        return general[0], "the general one of several O*NET occupations stands for it"
    if len(named) == 1:
        return named[0], "the O*NET occupation that the title names stands for it"
    return "", ""


def onet_of(reading: Reading) -> Onet:
    """Return the O*NET occupation for a reading, by the rule of `standing`; where none stands, `members` lists all."""
    line = line_of(reading.soc_code, "onet")
    names = dict(line.members)
    if not names:
        return Onet(Match.NONE, note=line.note)
    named = [code for code in reading.onet_codes if code in names]
    code, note = standing(names, named)
    if not code:
        return Onet(Match.SEVERAL, members=line.members, note=_listed(line.members))
    match = Match.STAND_IN
    if len(names) == 1:
        note, match = line.note, line.match if line.match.one else match
    unknown = [code for code in reading.onet_codes if code not in names]
    if unknown and not named:
        match = Match.STAND_IN
        note = f"O*NET holds no figures for {', '.join(unknown)}, which the title names; {note or 'this one stands in'}"
    return Onet(match, code, names[code], line.members, note)


def onet_roles(c: Comparison) -> dict[str, Onet]:
    """Return the O*NET occupation of each role by its name."""
    return {name: onet_of(reading) for name, reading in zip(c.names, c.leading, strict=True)}


def occupation_names() -> dict[str, str]:
    """Return the name of every O*NET occupation by its O*NET-SOC code."""
    return _named("onet_codes", "onet_code", "occupation", data_folder())


def element_names() -> dict[str, str]:
    """Return the name of every element of O*NET's content model by its id."""
    return _named("elements", "element_id", "element_name", data_folder())


@lru_cache(maxsize=64)  # more than there are tables and columns that are asked for
def _rows_of(table: str, column: str, _path: Path, _mtime: int) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    frame = load(table)
    names = [str(name) for name in frame]
    for row in zip(*(frame[name].tolist() for name in names), strict=True):
        cells = dict(zip(names, row, strict=True))
        found.setdefault(str(cells[column]), []).append(cells)
    return found


def _listed(members: tuple[tuple[str, str], ...]) -> str:
    shown = [f"{code} {name}" for code, name in members[:_SHOWN]]
    more = f" and {len(members) - _SHOWN} more" if len(members) > _SHOWN else ""
    return f"{len(members)} O*NET occupations lie under it: {', '.join(shown)}{more}"


@lru_cache(maxsize=4)
def _named(table: str, key: str, name: str, folder: Path) -> dict[str, str]:
    frame = load(table, columns=[key, name], folder=folder)
    return dict(zip(frame[key].astype(str), frame[name].astype(str), strict=True))
