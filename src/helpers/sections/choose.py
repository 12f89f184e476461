"""What would decide it: computed reasons for either role, and what is too close to call; never a score."""

import math
from collections.abc import Callable
from dataclasses import dataclass

from helpers.base.formats import count, pct_1
from helpers.base.vocabulary import ExposureOrder, GrowthClass, Verdict
from helpers.base.words import about, capital, per
from helpers.comparison.facts import one, values
from helpers.comparison.roles import Comparison, once
from helpers.sections.entry import EXPERIENCE, PHRASES, entry, rank_of
from helpers.sections.exposure import order as exposure_order
from helpers.sections.interests import RIASEC, interests
from helpers.sections.jobs import jobs, more_jobs
from helpers.sections.outlook import end_year, growth_class, growth_order, outlook, round_of
from helpers.sections.pay import pay_gaps
from helpers.sections.places import tally_of
from helpers.show.blocks import Block, esc
from helpers.show.marks import who

MOST = 6
"""Reasons shown for a role."""
CHAPTERS = {"pay": "Pay", "where": "Where", "work": "The work", "in": "Getting in", "outlook": "Outlook"}
"""Anchor of a chapter -> what the link to it says."""
LARGE_INTEREST, STRONG_INTEREST = 1.2, 4.0
"""Gap between two interests, and strength of the larger, from which one is a reason (scale 1 to 7); ours."""


@dataclass(frozen=True)
class Point:
    """One reason: for which role (empty: too close to call), in what words, and the chapter that shows it.

    `headline` says it as a sentence on its own, where it may follow the finding on pay.
    """

    role: str
    words: str
    chapter: str
    headline: str = ""


@once
def points(c: Comparison) -> list[Point]:
    """Return the reasons for either of two roles, and what is too close to call, strongest kind first."""
    makers: list[Callable[[Comparison], list[Point]]] = [_pay, _where, _jobs, _schooling, _sooner, _experience]
    makers += [_growth, _openings, _interests, _exposed]
    return [point for make in makers for point in make(c)] if len(c.names) == 2 and not c.one_occupation else []


def counterpoint(c: Comparison) -> str:
    """Return the strongest point for the role behind on pay; with no clear gap, for either; empty if there is none."""
    if len(c.names) != 2 or c.one_occupation:
        return ""
    gap = pay_gaps(c)[0]
    sides = [gap.behind] if gap.verdict.clear else [gap.behind, gap.ahead]
    said = [point.headline for side in sides for point in points(c) if point.role == side and point.headline]
    return said[0] if said else ""


def other(c: Comparison, name: str) -> str:
    """Return the other of two roles."""
    return c.names[1] if name == c.names[0] else c.names[0]


def _pay(c: Comparison) -> list[Point]:
    gap = pay_gaps(c)[0]
    if not math.isfinite(gap.gap):
        return []
    size = f"{about(gap.gap, gap.unit)} {per(gap.unit)}"
    if gap.headline.pays_more and gap.verdict in (Verdict.MEANINGFUL, Verdict.UNSURE):
        return [Point(gap.ahead, f"you want higher average pay: {size} more", "pay")]
    if gap.verdict.clear and not gap.headline.pays_more:
        return [Point("", f"Pay: {size} apart on average, but not at every step", "pay")]
    return [Point("", f"Average pay: {size} apart, {gap.verdict}", "pay")]


def _where(c: Comparison) -> list[Point]:
    tally = tally_of(c, "state")
    wins = {c.names[0]: (tally.lower, tally.higher), c.names[1]: (tally.higher, tally.lower)}
    many = f"of {tally.compared} states and territories"
    return [
        Point(name, f"you may move: it pays clearly more in {won} {many}{f', less in {lost}' if lost else ''}", "where")
        for name, (won, lost) in wins.items()
        if won and won >= 0.9 * tally.compared
    ]


def _jobs(c: Comparison) -> list[Point]:
    name = more_jobs(c)
    if not name:
        return []
    low, high = sorted(values(c.frame(jobs), "employment", c.names))
    if high < 1.5 * low:
        return []
    times = count(high / low) if high >= 2 * low else f"{high / low:.1f}"
    return [Point(name, f"you want more places to apply: {times} times the jobs", "outlook")]


def _ranks(c: Comparison, measure: str) -> list[float]:
    return [rank_of(c.frame(entry), name, measure) for name in c.names]


def _schooling(c: Comparison) -> list[Point]:
    """Return who asks for less schooling, with the experience it asks for beside it where that is more."""
    schooling, experience = _ranks(c, "entry_education"), _ranks(c, "work_experience")
    if not all(map(math.isfinite, schooling)):
        return []
    if schooling[0] == schooling[1]:
        return [Point("", f"Schooling: {PHRASES[int(schooling[0])]} is typical for both", "in")]
    less, more = (0, 1) if schooling[0] < schooling[1] else (1, 0)
    name, phrases = c.names[less], [PHRASES[int(schooling[i])] for i in (less, more)]
    said = f"{phrases[0]}, not {phrases[1]}"
    if experience[less] > experience[more]:
        said += f", though with {EXPERIENCE[int(experience[less])]}"
    asks = c.verb(name, "asks", "ask")
    return [
        Point(
            name, f"you want less schooling first: {said}", "in", f"{capital(name)} {asks} for less schooling: {said}."
        )
    ]


def _sooner(c: Comparison) -> list[Point]:
    """Return who is ready sooner by O*NET's zones; where schooling or experience point the other way, that they do."""
    zones = _ranks(c, "job_zone")
    if not all(map(math.isfinite, zones)) or zones[0] == zones[1]:
        return []
    less, more = (0, 1) if zones[0] < zones[1] else (1, 0)
    against = [_ranks(c, measure) for measure in ("entry_education", "work_experience")]
    if any(ranks[less] > ranks[more] for ranks in against):
        return [Point("", "Time to be ready: the measures conflict", "in")]
    times = [one(c.frame(entry), c.names[i], "time_to_learn")["words"] for i in (less, more)]
    name = c.names[less]
    is_learnt = f"{capital(name)} {c.verb(name, 'is', 'are')} learnt sooner: in {times[0]}, not {times[1]}."
    return [Point(name, f"you want to be ready sooner: learnt in {times[0]}, not {times[1]}", "in", is_learnt)]


def _experience(c: Comparison) -> list[Point]:
    ranks = _ranks(c, "work_experience")
    if not all(map(math.isfinite, ranks)) or ranks[0] == ranks[1] or min(ranks) > 0:
        return []
    name = c.names[ranks.index(0.0)]
    return [Point(name, "you have no experience in a related job: the other usually asks for some", "in")]


def _growth(c: Comparison) -> list[Point]:
    rates = dict(zip(c.names, values(c.frame(outlook), "employment_change_pct", c.names), strict=True))
    if not all(map(math.isfinite, rates.values())):
        return []
    when = f"to {end_year(c)}{c.of_nation}"
    order, shown = growth_order(c), [pct_1(rate, sign=True) for rate in rates.values()]
    if not order:
        return [Point("", f"Growth {when}: {shown[0]} and {shown[1]}, within what past rounds missed", "outlook")]
    name = c.names[1 if order > 0 else 0]
    verb = "grow faster" if rates[name] > 0 else "shrink less"
    ends = [pct_1(rates[one], sign=True) for one in (name, other(c, name))]
    against = f"{ends[0]} by {end_year(c)}{c.of_nation}, against {ends[1]}"
    told = f"{capital(c.jobs(name))} are projected to {verb}."
    return [Point(name, f"you want a job projected to {verb}: {against}", "outlook", told)]


def _openings(c: Comparison) -> list[Point]:
    """Return who has more openings for its size; never as a reason for an occupation that shrinks."""
    rates = values(c.frame(outlook), "openings_per_1000", c.names)
    if not all(map(math.isfinite, rates)):
        return []
    period = round_of(c, "openings_per_1000") + c.of_nation
    if max(rates) < 1.1 * min(rates):
        said = f"Openings: {count(rates[0])} and {count(rates[1])} a year per 1,000 jobs ({period})"
        return [Point("", said, "outlook")]
    name = c.names[rates.index(max(rates))]
    if growth_class(c).get(name) == GrowthClass.SHRINKS:
        return []
    said = f"{count(max(rates))} a year per 1,000 jobs, against {count(min(rates))} ({period})"
    return [Point(name, f"you want openings to come up often: {said}, mostly people leaving", "outlook")]


def _interests(c: Comparison) -> list[Point]:
    frame = c.frame(interests)
    found = []
    for measure, words in RIASEC.items():
        pair = values(frame, measure, c.names)
        if all(map(math.isfinite, pair)) and abs(pair[1] - pair[0]) >= LARGE_INTEREST and max(pair) >= STRONG_INTEREST:
            found.append(Point(c.names[pair.index(max(pair))], f"you like {words}", "work"))
    return found


def _exposed(c: Comparison) -> list[Point]:
    order = exposure_order(c)
    if order is None:
        return []
    word, sign = order
    if word == ExposureOrder.BOTH_HIGHER:
        return [
            Point(c.names[0 if sign > 0 else 1], "you want tasks that AI reaches less, by tasks and use", "outlook")
        ]
    if word == ExposureOrder.DIFFER:
        return [Point("", "Exposure to AI: the measures order them differently", "outlook")]
    return []


def choose(c: Comparison) -> Block:
    """Return the block of reasons for either role and of what is too close to call; nothing unless two roles."""
    found = points(c)
    if not found:
        return Block("", "choose")
    none = "Nothing in the official figures speaks for it alone."
    columns = [
        _column(f"c{'ab'[i]}", f"Choose {who(c.names, i)} if", [p for p in found if p.role == name], none)
        for i, name in enumerate(c.names)
    ]
    close = [point for point in found if not point.role]
    columns.append(_column("ce", "Too close to call", close, "Nothing: every row above has a side ahead."))
    html = f'<h2>It depends on what matters to you</h2><div class="cols">{"".join(columns)}</div>'
    return Block(f'<div class="in">{html}</div>', "choose")


def _column(css: str, head: str, found: list[Point], none: str) -> str:
    items = [
        f'<li>{esc(p.words)} <a href="#{p.chapter}" aria-label="{CHAPTERS[p.chapter]}: {esc(p.words)}">'
        f"{CHAPTERS[p.chapter]}</a></li>"
        for p in found[:MOST]
    ]
    return f'<div class="{css}"><h3>{head}</h3><ul>{"".join(items) or f"<li>{esc(none)}</li>"}</ul></div>'
