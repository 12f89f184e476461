"""Which line of another list stands for an occupation of the pay table, as a typed match with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from helpers.base.vocabulary import Match, Reason
from helpers.paths import data_folder
from helpers.tables import load
from helpers.titles import Reading

Target = Literal["ep", "census", "onet", "ai"]
SHOWN = 3
"""Codes or names that a note lists before it counts the rest."""
ALL_OCCUPATIONS = "00-0000"
"""The line of the projections, and of the attainment beside them, that counts every worker."""


@dataclass(frozen=True)
class Line:
    """The line of another list that stands for an occupation, or the reason why none does.

    `members` are (code, name) of every line that covers it; `note` says what is wider, how the line was chosen, or why
    there is none. `code` and `name` are those of the one line that stands for it, else empty.
    """

    match: Match
    code: str = ""
    name: str = ""
    members: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def why(self) -> Reason | str:
        """Return the reason why no single line stands for it; empty where one does."""
        if self.code:
            return ""
        return Reason.SEVERAL if self.members else Reason.NO_MATCH


def projections_line(soc_code: str) -> Line:
    """Return the line of the projections for an occupation; a group joins the summary of the same code."""
    line = _line(soc_code, "ep")
    if line:
        return line
    names = _named("projections", "ep_code", "occupation", data_folder())
    if soc_code not in names:
        return Line(Match.NONE, note="the projections have no line of this code")
    return Line(Match.EXACT, soc_code, names[soc_code], ((soc_code, names[soc_code]),))


def census_line(soc_code: str) -> Line:
    """Return the Census occupation by which the household survey publishes an occupation."""
    return _line(soc_code, "census") or Line(
        Match.NONE, note="the survey is joined for single occupations, not for a group"
    )


def onet_line(reading: Reading) -> Line:
    """Return the O*NET occupation that stands for a reading: O*NET is finer than the pay table, nothing is averaged.

    In this order: the only code with figures; the general one (ending in .00) if the title names it, or names none; the
    one that the title names. Where several are left, none stands for the occupation and `members` lists them.
    """
    line = _line(reading.soc_code, "onet")
    if line is None:
        return Line(Match.NONE, note="O*NET has no occupation under this code")
    names = dict(line.members)
    if not names:
        return line
    named = [code for code in reading.onet_codes if code in names]
    general = [code for code in names if code.endswith(".00")]
    if len(names) == 1:
        code, note = next(iter(names)), line.note
    elif len(general) == 1 and (not named or general[0] in named):
        code, note = general[0], "the general one of several O*NET occupations stands for it"
    elif len(named) == 1:
        code, note = named[0], "the O*NET occupation that the title names stands for it, one of several"
    else:
        return Line(Match.SEVERAL, members=line.members, note=listed_members(line.members))
    unknown = [code for code in reading.onet_codes if code not in names]
    if unknown and not named:
        note = f"O*NET holds no figures for {', '.join(unknown)}, which the title names; {note or 'this one stands in'}"
    match = line.match if len(names) == 1 and not unknown else Match.STAND_IN
    return Line(match, code, names[code], line.members, note)


def listed_members(members: Sequence[tuple[str, str]]) -> str:
    """Return lines by code and name, the first three and how many more."""
    shown = [f"{code} {name}" for code, name in members[:SHOWN]]
    more = [f"and {len(members) - SHOWN} more"] if len(members) > SHOWN else []
    return ", ".join([*shown, *more])


def _line(soc_code: str, target: Target) -> Line | None:
    """Return the line that the crosswalk names; None where the code is not in it."""
    rows = _links(data_folder()).get((soc_code, target))
    if rows is None:
        return None
    match = Match.of_quality(rows[0][2])
    members = tuple((code, name) for code, name, quality, _ in rows if Match.of_quality(quality) != Match.NONE)
    note = next((note for *_, note in rows if note), "")
    code, name = members[0] if match.one and members else ("", "")
    return Line(match, code, name, members, shortened(note))


def shortened(note: str) -> str:
    """Return a note whose list of codes or occupations is cut after three, the rest counted: `... and 31 more`."""
    head, between, codes = note.partition("which also covers ")
    listed, separator = (codes, ", ") if between else (head, "; ")
    items = listed.split(separator)
    if len(items) <= SHOWN + 1:
        return note
    cut = f"{separator.join(items[:SHOWN])} and {len(items) - SHOWN} more"
    return f"{head}{between}{cut}" if between else cut


def row_of(table: str, column: str, value: str) -> dict[str, Any] | None:
    """Return the one row of a small table in which a column has a value, or None."""
    return _rows(table, column, data_folder()).get(value)


@lru_cache(maxsize=16)
def _rows(table: str, column: str, folder: Path) -> dict[str, dict[str, Any]]:
    listed = load(table, folder=folder).to_dict("records")
    return {str(row[column]): {str(key): value for key, value in row.items()} for row in reversed(listed)}


@lru_cache(maxsize=4)
def _named(table: str, key: str, name: str, folder: Path) -> dict[str, str]:
    frame = load(table, columns=[key, name], folder=folder)
    return dict(zip(frame[key].astype(str), frame[name].astype(str), strict=True))


@lru_cache(maxsize=2)
def _links(folder: Path) -> dict[tuple[str, str], list[tuple[str, str, str, str]]]:
    columns = ["soc_code", "target", "target_code", "target_occupation", "quality", "match_note"]
    found: dict[tuple[str, str], list[tuple[str, str, str, str]]] = {}
    for soc, target, *rest in load("occupation_links", columns=columns, folder=folder).itertuples(index=False):
        code, name, quality, note = ("" if pd.isna(value) else str(value) for value in rest)
        found.setdefault((str(soc), str(target)), []).append((code, name, quality, note))
    return found
