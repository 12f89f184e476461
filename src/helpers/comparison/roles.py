"""One to eight roles side by side: what is compared, where, and under which settings; sections compute their frames."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property, wraps
from textwrap import shorten
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import pandas as pd

from helpers.base.errors import BadInput, SameRole
from helpers.base.title_key import singular, squashed
from helpers.base.words import money, per
from helpers.tables.areas import NATION, Area, resolve_areas
from helpers.tables.load import load
from helpers.tables.titles import Reading, Role, resolve, resolve_pair

MOST_ROLES = MOST_AREAS = 8
KINDS = ("annual", "hourly")
BRIEF = 30
"""Letters of a role's name in a row of a chart whose key has the whole name."""
UNITS = {"annual": "usd_per_year", "hourly": "usd_per_hour"}


T = TypeVar("T")
P = ParamSpec("P")


class HasFacts(Protocol):
    """What `Comparison.frame` asks of a section: an id, and the facts that it computes from a comparison."""

    @property
    def id(self) -> str:
        """Return the key under which the frame is kept."""

    @property
    def facts(self) -> Callable[[Any], pd.DataFrame]:
        """Return what computes the frame."""


@dataclass(frozen=True)
class Settings:
    """What a reader may turn: the level of the intervals, the smallest gap that matters (percent), and missing tables.

    With `allow_missing`, a section whose table is missing or damaged says so in its place; otherwise it ends the run.
    """

    level: float = 0.90
    threshold_pct: float = 5.0
    allow_missing: bool = False

    def __post_init__(self) -> None:
        """Refuse settings of another type, a level outside 0.5 to 0.999 and a threshold outside 0 to 100."""
        numbers = all(type(v) in (int, float) for v in (self.level, self.threshold_pct))
        if not numbers or type(self.allow_missing) is not bool:
            raise BadInput(
                f"level {self.level!r}, threshold_pct {self.threshold_pct!r}, allow_missing {self.allow_missing!r}",
                expected="two numbers, such as 0.90 and 5, and true or false",
                next_step="give numbers without quotes or signs, as in -p threshold_pct 5 -p allow_missing True",
            )
        if not 0.5 <= self.level <= 0.999 or not 0 <= self.threshold_pct <= 100:
            raise BadInput(
                f"level {self.level} with threshold {self.threshold_pct} %",
                expected="a level from 0.5 to 0.999 and a threshold from 0 to 100 %",
                next_step="the usual choice is level 0.90 and threshold 5",
            )


@dataclass(frozen=True, eq=False)
class Comparison:
    """One to eight roles, in the order given; every difference is a later role minus the first.

    Figures stand for the leading occupation of each role, in `area` (the nation unless asked otherwise); `further`
    areas stand beside it where places are compared.
    """

    roles: tuple[Role, ...]
    area: Area
    settings: Settings = Settings()
    further: tuple[Area, ...] = ()
    _frames: dict[str, pd.DataFrame] = field(default_factory=dict, repr=False)
    _once: dict[Any, Any] = field(default_factory=dict, repr=False)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return how the roles are called; with their codes where one title stands under two readings."""
        keys = [squashed(role.name) for role in self.roles]
        return tuple(
            role.name if keys.count(key) == 1 else f"{role.name} ({role.leading.soc_code})"
            for role, key in zip(self.roles, keys, strict=True)
        )

    def brief(self, name: str) -> str:
        """Return a role's name as a row of a chart has room for it: cut at a word, or whole if two would be equal."""
        return self._briefly[name]

    @cached_property
    def _briefly(self) -> dict[str, str]:
        cut = [re.sub(r"(,| and)*…$", "…", shorten(name, BRIEF, placeholder="…")) for name in self.names]
        both = zip(self.names, cut, strict=True)
        return {name: short if len(short) > 1 and cut.count(short) == 1 else name for name, short in both}

    def official(self, name: str) -> bool:
        """Return whether a role goes by the name of its occupation, as a code gives it, or has its code in its name."""
        role = self.roles[self.names.index(name)]
        return role.is_code or name != role.name

    def worker(self, name: str) -> str:
        """Return one who works in the role, by its name: `registered nurse`, or `worker in Registered Nurses`.

        A title in the plural is put in the singular; the name of an occupation, as a code gives it, is not taken apart.
        """
        if self.official(name):
            return f"worker in {name}"
        *before, last = name.split()
        one = singular(last.casefold())
        if last[:-1].isupper():  # LPNs
            one = last[: len(one)]
        return name if one == last or one == last.casefold() else " ".join([*before, one])

    def jobs(self, name: str) -> str:
        """Return the jobs of a role, by its name: `registered nurse jobs`, or `jobs in Registered Nurses`."""
        return f"jobs in {name}" if self.official(name) else f"{self.worker(name)} jobs"

    def verb(self, name: str, singular_form: str, plural_form: str) -> str:
        """Return the form of a verb that goes with a role's name: `registered nurse pays`, `Registered Nurses pay`."""
        return singular_form if self.worker(name) == name else plural_form

    @property
    def leading(self) -> tuple[Reading, ...]:
        """Return the occupation that each role's figures stand for."""
        return tuple(role.leading for role in self.roles)

    @property
    def codes(self) -> tuple[str, ...]:
        """Return the SOC codes that the figures stand for."""
        return tuple(reading.soc_code for reading in self.leading)

    @property
    def one_occupation(self) -> bool:
        """Return whether several roles fall into one occupation, so that official data cannot tell them apart."""
        return len(self.roles) > 1 and len(set(self.codes)) == 1

    @property
    def told_apart(self) -> list[str]:
        """Return the roles that official data can tell apart: the first alone where all are one occupation."""
        return list(self.names[:1] if self.one_occupation else self.names)

    @property
    def in_nation(self) -> bool:
        """Return whether the figures are the nation's."""
        return self.area.area_code == NATION

    @property
    def of_nation(self) -> str:
        """Return `, nation` for the label of a figure that is the nation's on the page of another place; else empty."""
        return "" if self.in_nation else ", nation"

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Return every pay cell of the occupations, indexed by soc_code, area_code and industry_code."""
        table = load("pay", where={"soc_code": sorted(set(self.codes))})
        return table.set_index(["soc_code", "area_code", "industry_code"]).sort_index()

    @cached_property
    def pay_kind(self) -> str:
        """Return annual or hourly: the first in which each role has a national mean, or a bound; empty if neither."""
        nation = self.cells.xs((NATION, "000000"), level=("area_code", "industry_code"))
        for kind in KINDS:
            column = f"{kind}_mean_usd"
            known = nation[column].notna() | (nation[f"{column}_note"] == "5")
            if all(bool(known.get(code, default=False)) for code in self.codes):
                return kind
        return ""

    @property
    def judged(self) -> dict[str, float]:
        """Return level and threshold as the functions of `stats` that judge a gap take them."""
        return {"level": self.settings.level, "threshold_pct": self.settings.threshold_pct}

    @property
    def pay_unit(self) -> str:
        """Return the unit of the pay that places and industries show."""
        return UNITS[self.pay_kind or "annual"]

    @property
    def per(self) -> str:
        """Return the period of that pay, for a sentence: `a year` or `an hour`."""
        return per(self.pay_unit)

    def money(self, value: float) -> str:
        """Return an amount of that pay as a chart or sentence states it: to $100 a year, to the cent an hour."""
        return money(value, self.pay_unit)

    def frame(self, section: HasFacts) -> pd.DataFrame:
        """Return the facts of a section, computed once, with the `occupation` behind each role as a further key.

        The frame may be changed, since pandas copies on write.
        """
        if section.id not in self._frames:
            frame = section.facts(self)
            names = dict(zip(self.names, (reading.occupation for reading in self.leading), strict=True))
            if "role" in frame and "occupation" not in frame:
                whose = [names.get(role, "") for role in frame["role"].tolist()]
                frame["occupation"] = pd.Series(whose, frame.index, dtype=object)
            self._frames[section.id] = frame
        return self._frames[section.id].copy(deep=False)


def once(compute: Callable[Concatenate[Comparison, P], T]) -> Callable[Concatenate[Comparison, P], T]:
    """Return a function of a comparison and maybe more that computes once for each; nobody may change its result."""

    @wraps(compute)
    def kept(c: Comparison, /, *given: P.args, **named: P.kwargs) -> T:
        asked = (compute, given, *sorted(named.items()))
        if asked not in c._once:
            c._once[asked] = compute(c, *given, **named)
        found: T = c._once[asked]
        return found

    return kept


def compare(
    *roles: str,
    area: str = "",
    codes: Sequence[str] = (),
    level: float = 0.90,
    threshold_pct: float = 5.0,
    allow_missing: bool = False,
) -> Comparison:
    """Return the comparison of one to eight job titles or codes; nothing but titles and areas is looked up yet.

    `area` is one place, or up to eight with semicolons between them: figures are of the first. `codes` reads each role,
    in order, as this SOC code; an empty one leaves the leading reading.
    Raises `UnknownTitle`, `UnknownArea`, `SameRole` or `BadInput`, each with what to do next.
    """
    # papermill reads a code that is typed without its hyphen as a number
    roles, codes = (tuple(str(one) if isinstance(one, int) else one for one in given) for given in (roles, codes))
    texts = [*roles, area, *codes]
    if not 1 <= len(roles) <= MOST_ROLES or len(codes) > len(roles) or not all(isinstance(t, str) for t in texts):
        shown = ", ".join(repr(text) for text in texts)
        raise BadInput(
            f"{len(roles)} roles with {len(codes)} codes: {shown[:200]}",
            expected=f"one to {MOST_ROLES} job titles as text, at most as many SOC codes, and an area as text",
            next_step='put titles, codes and areas in quotes, as in compare("nurse", "paramedic", area="Ohio")',
        )
    chosen = [*codes, *[""] * (len(roles) - len(codes))]
    found: tuple[Role, ...]
    if len(roles) == 2:
        found = resolve_pair(*roles, *chosen)
    else:
        found = tuple(resolve(text, code) for text, code in zip(roles, chosen, strict=True))
        _refuse_twice(found)
    places = resolve_areas(area)
    if len(places) > MOST_AREAS:
        raise BadInput(f"{len(places)} areas", expected=f"at most {MOST_AREAS}", next_step="leave some of them out")
    return Comparison(found, places[0], Settings(level, threshold_pct, allow_missing), places[1:])


def _refuse_twice(roles: Sequence[Role]) -> None:
    """Raise `SameRole` where a title or code stands twice under one occupation."""
    seen: set[tuple[str, str]] = set()
    for role in roles:
        key = (squashed(role.matched or role.name), role.leading.soc_code)
        if key in seen:
            raise SameRole(
                f"{role.typed!r} is given twice",
                expected="different titles or codes",
                next_step="leave one of them out",
            )
        seen.add(key)
