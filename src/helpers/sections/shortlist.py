"""The shortlist: deal-breakers strike roles out before anything is ranked, then how firm a first place is."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.base.errors import BadInput
from helpers.base.formats import MINUS, count, figure
from helpers.base.words import capital, listed
from helpers.comparison.facts import NO_FIGURE, each, facts, framed
from helpers.comparison.roles import MOST_ROLES, Comparison
from helpers.sections.contract import Section, cell
from helpers.sections.entry import entry
from helpers.sections.jobs import jobs
from helpers.sections.outlook import outlook
from helpers.sections.pay import pay
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.stats.weighting import (
    Criterion,
    Limit,
    stability,
    struck,
    usable,
    worth,
)
from helpers.tables.outlook import ENTRY_EDUCATION

CRITERIA = (
    Criterion("pay", "Middle pay"),
    Criterion("jobs", "Number of jobs"),
    Criterion("outlook", "Projected growth"),
    Criterion("openings", "Openings for its size"),
    Criterion("preparation", "Little preparation", more_is_better=False),
)
"""What may be weighed; the direction that counts as better is part of it and stands on the page."""
MEASURES = {
    "annual_median_usd": (pay, "middle pay a year"),
    "hourly_median_usd": (pay, "middle pay an hour"),
    "employment": (jobs, "number of jobs"),
    "employment_change_pct": (outlook, "projected growth"),
    "openings_per_1000": (outlook, "openings per 1,000 jobs"),
    "job_zone": (entry, "preparation"),
    "entry_education": (entry, "typical schooling"),
}
"""Measure -> the section that has it, and how a sentence calls it."""
CALLED = {"pay": "pay", "jobs": "jobs", "outlook": "growth", "openings": "openings", "preparation": "preparation"}
"""Criterion -> how the headline calls it."""
FEWEST = 2
HOURLY_BELOW = 1000.0
"""A least pay below so many dollars is meant by the hour."""


@dataclass(frozen=True)
class Limits:
    """Deal-breakers; the defaults exclude nothing. Pay in US dollars a year, or an hour if it is below 1,000.

    `max_zone` is O*NET's job zone, 1 to 5; `max_schooling` a level of `ENTRY_EDUCATION`, or how it starts; growth in
    percent over the projections.
    """

    min_pay: float = 0.0
    max_zone: int = 5
    max_schooling: str = ""
    min_growth_pct: float = -100.0
    min_jobs: int = 0

    def __post_init__(self) -> None:
        """Refuse limits that no role could be held against."""
        if not (
            0 <= self.min_pay <= 1_000_000
            and self.max_zone in range(1, 6)
            and -100 <= self.min_growth_pct <= 1000
            and self.min_jobs >= 0
        ):
            raise BadInput(
                f"deal-breakers pay {self.min_pay:g}, zone {self.max_zone}, growth {self.min_growth_pct:g} %, jobs"
                f" {self.min_jobs}",
                expected="pay of 0 to 1,000,000, a job zone from 1 to 5, growth from -100 to 1000 %, jobs of 0 or more",
                next_step="leave out a limit that does not matter",
            )
        if self.max_schooling and self.schooling is None:
            raise BadInput(
                f"schooling {self.max_schooling!r}",
                expected=f"one of {'; '.join(ENTRY_EDUCATION)}",
                next_step="the first word of a level is enough, such as bachelor",
            )

    @cached_property
    def schooling(self) -> int | None:
        """Return the rank of the most schooling, the highest if none is given; None for an unknown level."""
        asked = self.max_schooling.strip().casefold()
        found = [i for i, level in enumerate(ENTRY_EDUCATION) if level.casefold().startswith(asked)]
        return found[-1] if found else None

    @property
    def asked(self) -> list[tuple[Limit, str]]:
        """Return the limits that exclude something, each with its end in words: `$50,000`."""
        found = []
        if self.min_pay > 0:
            kind, unit = ("hourly", "usd_per_hour") if self.min_pay < HOURLY_BELOW else ("annual", "usd_per_year")
            found.append((Limit(f"{kind}_median_usd", self.min_pay), figure(self.min_pay, unit)))
        if self.max_zone < 5:
            found.append((Limit("job_zone", self.max_zone, at_least=False), f"zone {self.max_zone}"))
        if self.schooling is not None and self.schooling < len(ENTRY_EDUCATION) - 1:
            words = ENTRY_EDUCATION[self.schooling]
            found.append((Limit("entry_education", self.schooling, at_least=False), words))
        if self.min_growth_pct > -100:
            found.append(
                (Limit("employment_change_pct", self.min_growth_pct), f"{self.min_growth_pct:g}%".replace("-", MINUS))
            )
        if self.min_jobs > 0:
            found.append((Limit("employment", self.min_jobs), count(self.min_jobs)))
        return found


def split_roles(text: str) -> list[str]:
    """Return the roles of the notebook's parameter, which stand between semicolons, as `several` takes them."""
    return several(text.split(";"))


def several(titles: Sequence[str]) -> list[str]:
    """Return two to eight titles without those left empty; raise `BadInput` for another number."""
    asked = [title.strip() for title in titles if title.strip()]
    if not FEWEST <= len(asked) <= MOST_ROLES:
        raise BadInput(
            f"{len(asked)} roles",
            expected=f"{FEWEST} to {MOST_ROLES} job titles or codes",
            next_step="name the roles one after the other, each in quotes if it has several words",
        )
    return asked


def shortlist_facts(c: Comparison) -> pd.DataFrame:
    """Return what is weighed or may rule a role out: the rows of `MEASURES` from their sections.

    The ranks of job zone and schooling, lowest first, stand as `value` beside the words.
    """
    frames = []
    for section in dict.fromkeys(section for section, _ in MEASURES.values()):
        frame = c.frame(section)
        frame = frame[frame["measure"].isin(list(MEASURES)) & frame["role"].isin(list(c.names))]
        frames.append(frame.assign(value=frame["rank"]) if "rank" in frame else frame)
    columns = list(facts(c.names, []).columns)
    rows = pd.concat([frame[columns] for frame in frames], ignore_index=True)
    return framed(c.names, rows.to_dict("list"))


def table_of(c: Comparison, column: str) -> pd.DataFrame:
    """Return one column of the facts, a row a role and a column a measure."""
    return c.frame(shortlist).pivot(index="role", columns="measure", values=column).reindex(list(c.names))


def figures(c: Comparison) -> pd.DataFrame:
    """Return the figures that are weighed, a row a role and a column a criterion; a top-coded pay at its bound."""
    behind = measures_behind(c)
    values, bounds = (table_of(c, column)[list(behind.values())].astype(float) for column in ("value", "bound"))
    return values.fillna(bounds).set_axis(list(behind), axis=1)


def measures_behind(c: Comparison) -> dict[str, str]:
    """Return the measure that each criterion weighs, by its name."""
    measures = (f"{c.pay_kind or 'annual'}_median_usd", "employment", "employment_change_pct", "openings_per_1000")
    return dict(zip((criterion.name for criterion in CRITERIA), (*measures, "job_zone"), strict=True))


def ruled_out(c: Comparison, limits: Limits) -> tuple[list[str], dict[str, list[str]], list[str]]:
    """Return the roles that keep every deal-breaker, why each other one is out, and what cannot be checked."""
    values, bounds, texts, whys = (table_of(c, name) for name in ("value", "bound", "text", "why"))
    ends = {limit.name: (limit, words) for limit, words in limits.asked}
    kept, rows = struck(values.astype(float), bounds.astype(float), [limit for limit, _ in limits.asked])
    out: dict[str, list[str]] = {}
    open_ = []
    for role, name, broken in zip(rows["role"], rows["name"], rows["broken"], strict=True):
        label, (limit, words), text = MEASURES[name][1], ends[name], str(texts.at[role, name])
        if broken:
            out.setdefault(role, []).append(f"{label} {text}, {'under' if limit.at_least else 'above'} {words}")
        else:
            why = str(whys.at[role, name]) if text == NO_FIGURE else text
            open_.append(f"{role} cannot be checked for {label} ({why}) and stays in.")
    return kept, out, open_


def led_by_kept(c: Comparison, limits: Limits) -> Comparison:
    """Return the roles with the first that keeps every deal-breaker in front: the others are held against it."""
    kept = ruled_out(c, limits)[0]
    if not kept or kept[0] == c.names[0]:
        return c
    at = c.names.index(kept[0])
    return Comparison((c.roles[at], *c.roles[:at], *c.roles[at + 1 :]), c.area, c.settings, c.further)


def parse_weights(text: str) -> dict[str, float] | None:
    """Return weights from a text such as `pay=3 outlook=1`; None for an empty one. Raises `BadInput`."""
    found: dict[str, float] = {}
    names = [criterion.name for criterion in CRITERIA]
    for part in text.replace(",", " ").split():
        name, _, given = part.partition("=")
        try:
            found[name] = float(given)
        except ValueError:
            raise BadInput(
                f"the weight {part!r}",
                expected="a criterion and a number, such as pay=3",
                next_step=f"criteria are {', '.join(names)}",
            ) from None
    wrong = [name for name, weight in found.items() if name not in names or not 0 <= weight < math.inf]
    if found and (wrong or not sum(found.values()) > 0):
        raise BadInput(
            "weights " + ", ".join(f"{name}={weight:g}" for name, weight in found.items()),
            expected=f"numbers of 0 or more, not all 0, for {', '.join(names)}",
            next_step="name criteria as listed, such as pay=3 outlook=1",
        )
    return found or None


@dataclass(frozen=True)
class Weighed:
    """What can be weighed of some roles: criteria, places between worst and best, how often each role comes first."""

    criteria: list[Criterion]
    places: pd.DataFrame
    first: "pd.Series[float]"
    left_out: list[str]


def weighed(c: Comparison, kept: list[str]) -> Weighed | None:
    """Return how the roles that are left compare over random weightings; None where there is nothing to weigh."""
    if len(kept) < 2:
        return None
    values, whys = figures(c).loc[kept], table_of(c, "why")
    criteria, roles, dropped = usable(values, CRITERIA)
    labels, measures = {criterion.name: criterion.label for criterion in CRITERIA}, measures_behind(c)
    said = []
    for left_out, role, name in zip(dropped["left_out"], dropped["role"], dropped["criterion"], strict=True):
        what = role if left_out == "role" else labels[name]
        why = str(whys.at[role, measures[name]])
        said.append(f"{capital(what)} is not weighed: no {MEASURES[measures[name]][1]} for {role} ({why}).")
    if not criteria or len(roles) < 2:
        return None
    places = worth(values.loc[roles], criteria)
    return Weighed(criteria, places, stability(places), said)


def says(c: Comparison) -> list[str]:
    """Return which role comes first in most weightings, without any deal-breaker."""
    return [first_words(c, Limits())]


def first_words(c: Comparison, limits: Limits, named: str = "") -> str:
    """Return who comes first most often of the roles that are left, in one sentence; `named` just before it is `it`."""
    kept, out, _ = ruled_out(c, limits)
    if not kept:
        return "Every role breaks a deal-breaker: loosen one."
    left = "" if not out else f"With {listed(list(out))} ruled out, "
    if len(kept) == 1:
        return f"{left}only {kept[0]} is left."
    found = weighed(c, kept)
    if found is None:
        return f"{left}too few figures are published to weigh the roles."
    lead = [str(name) for name in found.first.index[found.first >= found.first.max() - 1e-9]]
    if len(lead) > 1:
        whose, comes = listed(lead), "each come"
    else:
        verb = c.verb(lead[0], "comes", "come")
        whose, comes = (("it" if verb == "comes" else "they") + " also" if lead == [named] else lead[0]), verb
    weighing = listed([CALLED[criterion.name] for criterion in found.criteria])
    said = f"{left}{whose} {comes} first in {of_100(found.first.max())} of 100 ways to weigh {weighing}"
    return capital(f"{said}.")


def of_100(share: float) -> str:
    """Return a share of weightings as a whole number of 100."""
    return count(100 * share)


def tabulate(c: Comparison) -> Block:
    """Return every figure that is weighed or may rule a role out, a column a role."""
    rows = []
    for measure, group in c.frame(shortlist).groupby("measure", sort=False):
        rows.append([esc(capital(MEASURES[str(measure)][1])), *map(cell, each(group))])
    html = data_table("What is weighed, and what may rule a role out", ["Measure", *c.names], rows, csv="shortlist")
    return Block(html, "annex", summary="What is weighed, and what may rule a role out")


shortlist = Section("shortlist", "The shortlist", shortlist_facts, says, tabulate, roles=range(2, 9))
