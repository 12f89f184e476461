"""Outlook: jobs now and projected, openings a year and where they come from, as the projections publish them."""

import math
from collections.abc import Iterable
from typing import Any

import pandas as pd

from helpers.base.formats import count, pct_1
from helpers.base.vocabulary import GrowthClass, Match
from helpers.base.words import capital, listed
from helpers.comparison.facts import ALL, NO_FIGURE, Fact, charted, each, facts, values
from helpers.comparison.matches import EVERYONE, Line, cell_fact, line_of, row_of
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.show.blocks import Block, esc
from helpers.show.provenance import number
from helpers.show.tables import data_table
from helpers.stats.projections import growth_classes, growth_differs, openings, yardstick
from helpers.tables.load import load

PUBLISHED = {
    "employment_base_thousand": ("Jobs in {base}, thousand", "thousand"),
    "employment_projected_thousand": ("Jobs projected for {end}, thousand", "thousand"),
    "employment_change_thousand": ("Change of jobs {period}, thousand", "thousand"),
    "employment_change_pct": ("Change of jobs {period}", "pct"),
    "self_employed_pct": ("Self-employed, share of jobs in {base}", "pct"),
    "openings_thousand_per_year": ("Openings a year, thousand", "thousand"),
    "growth_openings_thousand_per_year": ("Of these by growth (below zero: decline), thousand", "thousand"),
    "labor_force_exits_thousand_per_year": ("Of these by workers who leave the labor force, thousand", "thousand"),
    "occupational_transfers_thousand_per_year": ("Of these by workers who change occupation, thousand", "thousand"),
}
"""Column of the projections -> label and unit."""
RATES = {
    "openings_per_1000": ("Openings a year per 1,000 jobs", ""),
    "exits_per_1000": ("People leaving work", "labor_force_exit_rate_pct"),
    "transfers_per_1000": ("People changing occupation", "occupational_transfer_rate_pct"),
    "growth_per_1000": ("Growth", "employment_change_thousand"),
}
"""Rate of ours per 1,000 jobs at the middle of the period -> label and the column behind it."""
HOW = "exit rate x 10 + transfer rate x 10 + yearly change over the mean of base and projected jobs"


def outlook_facts(c: Comparison) -> pd.DataFrame:
    """Return the projections of each role and of all workers: published columns, then rates per 1,000 jobs.

    The rates are ours, by methods 7; where a line is a wider group the note names it. Keys: `period`, `match`.
    """
    rows: list[Fact] = []
    for name, code in zip((*c.names, ALL), (*c.codes, EVERYONE), strict=True):
        rows += _facts(name, line_of(code, "ep"))
    return facts(c.names, rows)


def _facts(role: str, line: Line) -> list[Fact]:
    row = row_of("projections", "ep_code", line.code) if line.code else None
    everyone = row_of("projections", "ep_code", EVERYONE)
    period = period_of(row or everyone or {})
    words = {"base": period[:4], "end": period[:2] + period[-2:], "period": period}
    keys = {"period": period, "match": line.match}
    note = line.note if line.match == Match.WIDER else ""
    plan = {name: (label.format(**words), unit) for name, (label, unit) in PUBLISHED.items()}
    if row is None:
        plan |= {name: (label, "per_1000") for name, (label, _) in RATES.items()}
        return [_with(line.missing(role, name, *about), keys) for name, about in plan.items()]
    found = [
        cell_fact(row, "projections", line.code, name, role=role, label=label, unit=unit, note=note, keys=keys)
        for name, (label, unit) in plan.items()
    ]
    rates = openings(pd.DataFrame([row])).iloc[0]
    for name, (label, column) in RATES.items():
        cell = f"projections/{line.code}/{column or 'openings_thousand_per_year'}"
        told = "; ".join(filter(None, (f"computed: {HOW}", note)))
        value = float(rates[name.removesuffix("_per_1000")])
        found.append(Fact(role, name, label, "per_1000", value=value, note=told, cell=cell, keys=keys))
    return found


def _with(fact: Fact, keys: dict[str, Any]) -> Fact:
    return Fact(fact.role, fact.measure, fact.label, fact.unit, why=fact.why, detail=fact.detail, keys=keys)


def period_of(row: dict[str, Any]) -> str:
    """Return the period of a line of the projections, as 2024-34."""
    return f"{int(row['base_year'])}-{int(row['projected_year']) % 100:02d}"


def end_year(c: Comparison) -> str:
    """Return the last year of the projection, as 2034."""
    period = str(c.frame(outlook)["period"].iloc[0])
    return period[:2] + period[-2:]


def growth_order(c: Comparison) -> int:
    """Return 1 where the second role is projected to grow faster, -1 where the first is, 0 where it is not called.

    Called only if the growth classes differ and the gap exceeds what past rounds missed (methods 7).
    """
    first, second = values(c.frame(outlook), "employment_change_pct", c.names[:2])
    if not (math.isfinite(first) and math.isfinite(second)):
        return 0
    return int(growth_differs(first, second, all_jobs_pct=_all(c), points=missed_points())[0])


def growth_class(c: Comparison) -> dict[str, GrowthClass]:
    """Return the growth class of each role that has a projection."""
    rates = values(c.frame(outlook), "employment_change_pct", c.names)
    there = {name: rate for name, rate in zip(c.names, rates, strict=True) if math.isfinite(rate)}
    classes: Iterable[str] = growth_classes(list(there.values()), all_jobs_pct=_all(c)) if there else []
    return {name: GrowthClass(word) for name, word in zip(there, classes, strict=True)}


def _all(c: Comparison) -> float:
    return values(c.frame(outlook), "employment_change_pct", [ALL])[0]


def missed_points() -> float:
    """Return by how many points past rounds missed the growth of all jobs, on average."""
    record = load("track_record")
    return float(yardstick(record["projected_growth_pct"], record["actual_growth_pct"]))


PARTS = {
    "transfers_per_1000": "changing occupation",
    "exits_per_1000": "leaving work",
    "growth_per_1000": "growth",
    "openings_per_1000": "total",
}
"""Rate -> part of a stacked bar, the largest first; the total is written behind it."""


def openings_parts(c: Comparison) -> pd.DataFrame:
    """Return what openings per 1,000 jobs are made of, a row a `part` and role, all workers last, for a chart.

    Growth below zero takes nothing away from the bar: the total says so.
    """
    frame = c.frame(outlook)
    frame = frame[frame["measure"].isin(list(PARTS))]
    frame = charted(frame, count, label=frame["role"].astype(str), part=frame["measure"].map(PARTS))
    frame = frame.sort_values("measure", key=lambda measures: measures.map(list(PARTS).index), kind="stable")
    return frame.assign(value=frame["value"].where(frame["part"] == "total", frame["value"].clip(lower=0)))


def growth(c: Comparison) -> pd.DataFrame:
    """Return the projected change of jobs in percent, a row a role, all workers last, for a chart."""
    frame = c.frame(outlook)
    frame = frame[frame["measure"] == "employment_change_pct"]
    return charted(frame, lambda value: pct_1(value, sign=True), label=frame["role"].astype(str))


def says(c: Comparison) -> list[str]:
    """Return what is projected for each role, whether a difference may be called one, and how past rounds did."""
    frame, classes = c.frame(outlook), growth_class(c)
    rates = dict(zip(c.names, values(frame, "employment_change_pct", c.names), strict=True))
    if not classes:
        return ["The projections have no line for this role" if len(c.names) == 1 else "No projections for these roles"]
    told = [_headline(c, classes, rates)]
    without = [name for name in c.names if name not in classes]
    if without:
        told.append(f"No projection is published for {listed(without)}.")
    if leavers := _mostly_leaving(c):
        told.append(leavers)
    if len(c.names) == 1 or growth_order(c):
        told.append(_record())
    return told


def _record() -> str:
    record = load("track_record")
    right, faster = record["direction_right_pct"], record["faster_than_average_right_pct"]
    return (
        f"Past rounds had the direction right in {right.min()} to {right.max()} of 100 occupations,"
        f" “faster than average” in {faster.min()} to {faster.max()}."
    )


def _headline(c: Comparison, classes: dict[str, GrowthClass], rates: dict[str, float]) -> str:
    period = c.frame(outlook)["period"].iloc[0]
    if len(classes) == 1:
        ((name, kind),) = classes.items()
        return f"BLS projects {growth_words(kind)} for {c.jobs(name)}, {period}"
    if len(c.names) > 2:
        order = sorted(classes, key=lambda name: -rates[name])
        ends = [f"{name} ({pct_1(rates[name], sign=True)})" for name in (order[0], order[-1])]
        return f"Projected growth runs from {ends[1]} to {ends[0]}, {period}"
    first, second = c.names
    order_of = growth_order(c)
    if order_of:
        top, low = (second, first) if order_of > 0 else (first, second)
        verb = "a smaller decline" if rates[top] < 0 else "faster growth"
        ends = [pct_1(rates[name], sign=True) for name in (top, low)]
        return f"BLS projects {verb} for {top}: {ends[0]} against {ends[1]}, {period}"
    if classes[first] == classes[second]:
        return f"BLS projects {growth_words(classes[first])} for both, {period}"
    both = " and ".join(pct_1(rates[name], sign=True) for name in (first, second))
    return f"Projected growth differs by less than past rounds missed: {both}"


def growth_words(kind: GrowthClass) -> str:
    """Return a growth class as what is projected: `fewer jobs`, `growth about as fast as all jobs`."""
    return {
        GrowthClass.SHRINKS: "fewer jobs",
        GrowthClass.LITTLE_CHANGE: "little change",
        GrowthClass.AS_ALL_JOBS: "growth about as fast as all jobs",
        GrowthClass.FASTER: "faster growth than for all jobs",
    }[kind]


def _mostly_leaving(c: Comparison) -> str:
    """Return whether most openings come from people who leave, for the roles where that is so."""
    frame = c.frame(outlook)
    parts = {name: values(frame, f"{name}_per_1000", c.names) for name in ("openings", "growth")}
    names = [
        name
        for name, every, grown in zip(c.names, parts["openings"], parts["growth"], strict=True)
        if math.isfinite(every) and max(grown, 0) < every / 2
    ]
    if not names:
        return ""
    who = "both" if len(names) == len(c.names) == 2 else "all" if len(names) == len(c.names) > 2 else listed(names)
    return f"Most openings in {who} come from people leaving, not from new jobs."


def tabulate(c: Comparison) -> Block:
    """Return every figure of the projections, a column a role and all workers, with its note."""
    frame = c.frame(outlook)
    columns = [*c.names, ALL]
    rows = []
    for _, group in frame.groupby("measure", sort=False):
        by = {str(row.role): row for row in each(group)}
        cells = [_cell(by[name]) for name in columns]
        rows.append([esc(group["label"].iloc[0]), *cells])
    html = data_table(
        "Outlook", ["Measure", *map(capital, columns)], rows, right=range(1, len(columns) + 1), csv="outlook"
    )
    return Block(html, "table", summary="Show the table")


def _cell(row: Any) -> str:
    if row.text == NO_FIGURE:
        return esc(f"{NO_FIGURE}: {row.why}" + (f" ({row.detail})" if row.detail else ""))
    return esc(row.text) if row.role == ALL else number(row)


outlook = Section("outlook", "Outlook", outlook_facts, says, tabulate)
