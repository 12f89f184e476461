"""Outlook: growth and openings of the newest round of projections; levels and rates of the round before, so named."""

import math
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers.base.formats import count, pct_1, plain
from helpers.base.vocabulary import GrowthClass, Match, Reason
from helpers.base.words import capital, listed
from helpers.comparison.facts import ALL, NO_FIGURE, Fact, charted, each, facts, one, values
from helpers.comparison.matches import EVERYONE, Line, cell_fact, line_of, row_of, rows_of
from helpers.comparison.roles import Comparison, once
from helpers.sections.contract import Section, cell, measure_rows
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.stats.projections import growth_classes, growth_differs, openings, yardstick
from helpers.tables.load import load

NEWEST = {
    "employment_change_pct": ("Change of jobs {period}", "pct"),
    "openings_thousand_per_year": ("Openings a year {period}, thousand", "thousand"),
}
"""Column of the newest round -> label and unit; it has no levels, no exits and transfers, and no line for all jobs."""
FORMER = {"employment_change_pct": "former_change_pct", "openings_thousand_per_year": "former_openings"}
"""Column that both rounds have -> measure under which the round before stands here."""
PUBLISHED = {
    "employment_base_thousand": ("Jobs in {base}, thousand", "thousand"),
    "employment_projected_thousand": ("Jobs projected for {end}, thousand", "thousand"),
    "employment_change_thousand": ("Change of jobs {period}, thousand", "thousand"),
    "employment_change_pct": ("Change of jobs {period}", "pct"),
    "self_employed_pct": ("Self-employed, share of jobs in {base}", "pct"),
    "openings_thousand_per_year": ("Openings a year {period}, thousand", "thousand"),
    "growth_openings_thousand_per_year": ("Of these by growth (below zero: decline), thousand", "thousand"),
    "labor_force_exits_thousand_per_year": ("Of these by workers who leave the labor force, thousand", "thousand"),
    "occupational_transfers_thousand_per_year": ("Of these by workers who change occupation, thousand", "thousand"),
}
"""Column of the round before, which has the levels -> label and unit."""
RATES = {
    "openings_per_1000": ("Openings a year per 1,000 jobs, {period}", ""),
    "exits_per_1000": ("People leaving work, {period}", "labor_force_exit_rate_pct"),
    "transfers_per_1000": ("People changing occupation, {period}", "occupational_transfer_rate_pct"),
    "growth_per_1000": ("Growth, {period}", "employment_change_thousand"),
}
"""Rate of ours per 1,000 jobs at the middle of the period -> label and the column behind it."""
HOW = "exit rate x 10 + transfer rate x 10 + yearly change over the mean of base and projected jobs"


def outlook_facts(c: Comparison) -> pd.DataFrame:
    """Return the projections of each role and of all workers: newest round, round before, then rates per 1,000 jobs.

    Each row is of one round, which `period` names; the rates are ours, of the round before, whose levels they need. The
    newest round has no line for all workers. The note names a line that is a wider group. Keys: `period`, `match`.
    """
    rows: list[Fact] = []
    for name, code in zip((*c.names, ALL), (*c.codes, EVERYONE), strict=True):
        rows += _facts(name, line_of(code, "ep"))
    return facts(c.names, rows)


def _facts(role: str, line: Line) -> list[Fact]:
    note = line.note if line.match == Match.WIDER else ""
    found = [_newest(role, line, column, note) for column in NEWEST]
    row = row_of("projections", "ep_code", line.code) if line.code else None
    period = period_of(row or row_of("projections", "ep_code", EVERYONE) or {})
    words = {"base": period[:4], "end": period[:2] + period[-2:], "period": period}
    keys = {"period": period, "match": line.match}
    plan = {name: (label.format(**words), unit) for name, (label, unit) in PUBLISHED.items()}
    rated = {name: label.format(**words) for name, (label, _) in RATES.items()}
    if row is None:
        plan |= {name: (label, "per_1000") for name, label in rated.items()}
        return found + [line.missing(role, FORMER.get(name, name), *about, **keys) for name, about in plan.items()]
    for name, (label, unit) in plan.items():
        about = {"role": role, "label": label, "unit": unit, "note": note, "keys": keys}
        fact = cell_fact(row, "projections", line.code, name, **about)  # type: ignore[arg-type]
        found.append(replace(fact, measure=FORMER.get(name, name)))
    rates = openings(pd.DataFrame([row])).iloc[0]
    for name, label in rated.items():
        cell = f"projections/{line.code}/{RATES[name][1] or 'openings_thousand_per_year'}"
        told = "; ".join(filter(None, (f"computed: {HOW}", note)))
        value = float(rates[name.removesuffix("_per_1000")])
        found.append(Fact(role, name, label, "per_1000", value=value, note=told, cell=cell, keys=keys))
    return found


def _newest(role: str, line: Line, column: str, note: str) -> Fact:
    """Return a figure of the newest round, or why there is none."""
    rows = rows_of("newest_projections", "ep_code")
    period = period_of(next(iter(rows.values()))[0])
    keys, (label, unit) = {"period": period, "match": line.match}, NEWEST[column]
    label = label.format(period=period)
    if not line.code:
        return line.missing(role, column, label, unit, **keys)
    row = row_of("newest_projections", "ep_code", line.code)
    if row is None:
        why = "this round is here by single occupations only"
        return Fact(role, column, label, unit, why=Reason.NOT_GIVEN, detail=why, keys=keys)
    key = line.code
    return cell_fact(row, "newest_projections", key, column, role=role, label=label, unit=unit, note=note, keys=keys)


def period_of(row: dict[str, Any]) -> str:
    """Return the period of a line of the projections, as 2024-34."""
    return f"{int(row['base_year'])}-{int(row['projected_year']) % 100:02d}"


@once
def round_of(c: Comparison, measure: str = "employment_change_pct") -> str:
    """Return the round that a measure is of, as 2025-35; `openings_per_1000` is of the one that has the levels."""
    frame = c.frame(outlook)
    return str(frame.loc[frame["measure"] == measure, "period"].iloc[0])


def end_year(c: Comparison) -> str:
    """Return the last year of the newest round, as 2035."""
    period = round_of(c)
    return period[:2] + period[-2:]


def growth_order(c: Comparison) -> int:
    """Return 1 where the second role is projected to grow faster, -1 where the first is, 0 where it is not called.

    Called only if the growth classes differ and the gap exceeds what past rounds missed (methods 7). Of the newest
    round, whose figure for all jobs is not here: the classes are held against that of the round before.
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
    return values(c.frame(outlook), "former_change_pct", [ALL])[0]


def missed_points() -> float:
    """Return by how many points past rounds missed the growth of all jobs, on average."""
    record = load("track_record")
    return float(yardstick(record["projected_growth_pct"], record["actual_growth_pct"]))


OPENED = (*NEWEST, "openings_per_1000")
"""Measures whose figures open their source; the table has too many for all."""
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
    """Return the projected change of jobs in percent, a row a role, for a chart; all workers last, with their round."""
    frame = c.frame(outlook)
    everyone = frame["role"] == ALL
    shown = frame["measure"] == "employment_change_pct"
    frame = frame[(shown & ~everyone) | (everyone & (frame["measure"] == "former_change_pct"))]
    names = [f"{row.role}, {row.period}" if row.role == ALL else str(row.role) for row in each(frame)]
    return charted(frame, lambda value: pct_1(value, sign=True), label=names)


def turned(c: Comparison) -> bool:
    """Return whether the round before had two roles' growth in the other order."""
    pairs = [values(c.frame(outlook), name, c.names[:2]) for name in ("employment_change_pct", "former_change_pct")]
    return len(c.names) == 2 and (pairs[0][1] - pairs[0][0]) * (pairs[1][1] - pairs[1][0]) < 0


def says(c: Comparison) -> list[str]:
    """Return what is projected for each role, whether a difference may be called one, and how past rounds did."""
    frame, classes = c.frame(outlook), growth_class(c)
    rates = dict(zip(c.names, values(frame, "employment_change_pct", c.names), strict=True))
    if not classes:
        return [
            "The newest projections have no line for this role"
            if len(c.names) == 1
            else "No new projections for these roles"
        ]
    told = [_headline(c, classes, rates)]
    without = [name for name in c.names if name not in classes]
    if without:
        told.append(f"The newest round has no figure for {listed(without)}.")
    if leavers := _mostly_leaving(c):
        told.append(leavers)
    if turned(c):
        told.append(f"One round before, {round_of(c, 'former_change_pct')}, their order was the other way round.")
    if len(c.names) == 1 or (len(c.names) == 2 and growth_order(c)):
        told.append(_record())
    return told


def _record() -> str:
    record = load("track_record")
    right, faster = record["direction_right_pct"], record["faster_than_average_right_pct"]
    return (
        f"In past rounds the direction came true for {right.min()} to {right.max()} of 100 occupations,"
        f" “faster than average” for {faster.min()} to {faster.max()} of 100."
    )


def _headline(c: Comparison, classes: dict[str, GrowthClass], rates: dict[str, float]) -> str:
    period = round_of(c) + c.of_nation
    if len(classes) == 1:
        ((name, kind),) = classes.items()
        return _growth_words(c, kind, c.jobs(name))
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
        return _growth_words(c, classes[first], "both")
    both = " and ".join(pct_1(rates[name], sign=True) for name in (first, second))
    return f"Projected growth{c.of_nation} differs by less than past rounds missed: {both}"


def growth_words(kind: GrowthClass) -> str:
    """Return a growth class as what is projected: `fewer jobs`, `growth about as fast as all jobs`."""
    return {
        GrowthClass.SHRINKS: "fewer jobs",
        GrowthClass.LITTLE_CHANGE: "little change",
        GrowthClass.AS_ALL_JOBS: "growth about as fast as all jobs",
        GrowthClass.FASTER: "faster growth than for all jobs",
    }[kind]


def _growth_words(c: Comparison, kind: GrowthClass, who: str) -> str:
    """Return the class of growth as a sentence; all jobs are of the round before, and named so."""
    these, everyone = f"for {who} in {round_of(c)}{c.of_nation}", f"all jobs in {round_of(c, 'former_change_pct')}"
    told = {
        GrowthClass.SHRINKS: f"a decline {these}",
        GrowthClass.LITTLE_CHANGE: f"little change {these}",
        GrowthClass.AS_ALL_JOBS: f"growth {these} about as fast as for {everyone}",
        GrowthClass.FASTER: f"faster growth {these} than for {everyone}",
    }
    return f"BLS projects {told[kind]}"


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
    who = "" if len(names) == len(c.names) else f" in {listed(names)}"
    told = round_of(c, "openings_per_1000") + c.of_nation
    return f"Most openings{who} come from people leaving ({told})."


def revisions(c: Comparison) -> Block:
    """Return what changed since the last round: growth and openings of both, side by side; the revision is ours."""
    frame, rows = c.frame(outlook), []
    for column, before in FORMER.items():
        for name in c.names:
            old, new = one(frame, name, before), one(frame, name, column)
            known = math.isfinite(new["value"] - old["value"])
            unit = "points" if column == "employment_change_pct" else "thousand"
            moved = f"{plain(round(new['value'] - old['value'], 1), sign=True)} {unit}" if known else NO_FIGURE
            what = "growth" if unit == "points" else "openings a year, thousand"
            rows.append([esc(f"{capital(name)}, {what}"), _cell(old), _cell(new), moved])
    head = ["", round_of(c, "former_change_pct"), round_of(c), "Revised by"]
    html = data_table("What the newest round changed", head, rows, right=(1, 2, 3), csv="revisions")
    told = "How far one round moved a figure is the nearest thing to an error that a projection shows."
    return Block(f"<p>{told}</p>{html}", "table")


def tabulate(c: Comparison) -> Block:
    """Return every figure of the projections, a column a role and all workers; each row names its round."""
    rows, head = measure_rows(c.frame(outlook), _cell), ["Measure", *map(capital, (*c.names, ALL))]
    html = data_table(f"Outlook{c.of_nation}", head, rows, right=range(1, len(head)), csv="outlook")
    return Block(html, "table", summary="Show the table")


def _cell(row: Any) -> str:
    why = f"{row.why} ({row.detail})" if row.detail else ""
    return cell(row, opens=row.role != ALL and row.measure in OPENED, why=why)


outlook = Section("outlook", "Outlook", outlook_facts, says, tabulate)
