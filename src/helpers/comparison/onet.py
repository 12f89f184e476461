"""Which O*NET occupation stands for a role: O*NET is finer than the pay table, and nothing is averaged."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from helpers.base.paths import data_folder
from helpers.base.vocabulary import Match, Reason
from helpers.comparison.facts import Fact
from helpers.comparison.matches import line_of
from helpers.comparison.roles import Comparison
from helpers.tables.load import load
from helpers.tables.titles import Reading

_SHOWN = 3
"""Occupations that a note lists before it counts the rest."""


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

    def missing(self, role: str, measure: str, label: str, unit: str, why: Reason = Reason.NOT_RATED) -> Fact:
        """Return the fact that says why the role has no figure: no single occupation, or else `why`."""
        detail = self.note if self.why else f"{self.name} ({self.code})"
        return Fact(role, measure, label, unit, why=self.why or why, detail=detail)


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


def _listed(members: tuple[tuple[str, str], ...]) -> str:
    shown = [f"{code} {name}" for code, name in members[:_SHOWN]]
    more = f" and {len(members) - _SHOWN} more" if len(members) > _SHOWN else ""
    return f"{len(members)} O*NET occupations lie under it: {', '.join(shown)}{more}"


@lru_cache(maxsize=4)
def _named(table: str, key: str, name: str, folder: Path) -> dict[str, str]:
    frame = load(table, columns=[key, name], folder=folder)
    return dict(zip(frame[key].astype(str), frame[name].astype(str), strict=True))
