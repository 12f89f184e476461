"""People: who works in each occupation by the household survey, beside all workers; never a reason for or against."""

import math
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from helpers.base.formats import count, pct
from helpers.base.vocabulary import Match, Reason
from helpers.base.words import capital, listed
from helpers.comparison.facts import ALL, Fact, charted, facts, values
from helpers.comparison.matches import Line, line_of, row_of
from helpers.comparison.roles import Comparison, once
from helpers.sections.contract import Section, cell, measure_rows
from helpers.sections.pay import pay_in_nation
from helpers.show.blocks import Block
from helpers.show.tables import data_table
from helpers.stats.means import household_remark
from helpers.tables.people import AGE_BANDS, EARNERS

GROUPS = {
    "women_pct": "Women",
    "white_pct": "White",
    "hispanic_pct": "Hispanic or Latino, any race",
    "black_pct": "Black or African American",
    "asian_pct": "Asian",
}
"""Column of the people table -> label, in the order of their share of all workers."""
SMALLEST_BASE = 50
"""Thousand people: on fewer the publisher shows no shares, so none are computed."""
BANDS = {column.replace("_thousand", "_pct"): (column, words) for column, words in AGE_BANDS.items()}
Row = Mapping[str, Any]
Reads = Callable[[Row], tuple[float, str, str]]
"""A row of the survey to value, note and the publisher's reason for an empty one."""


MOST_NAMED = 3
"""Roles whose figures a sentence gives one by one; of more it gives the ends."""


def people_facts(c: Comparison) -> pd.DataFrame:
    """Return composition, ages and weekly earnings of each role and of all workers; keys `table` and `match`.

    Figures are for Census occupations: a wider one is named in the note and speaks for itself, several are not
    averaged.
    """
    rows: list[Fact] = []
    for table, measure, label, unit, reads in _plan():
        for name, code in zip(c.names, c.codes, strict=True):
            rows.append(_fact(table, name, measure, label, unit, reads, line_of(code, "census")))
        everyone = row_of(table, "level", "all")
        rows.append(_read(table, ALL, measure, label, unit, reads, everyone or {}, "", {"match": Match.EXACT}))
    return facts(c.names, rows)


def _plan() -> list[tuple[str, str, str, str, Reads]]:
    plan = [("people", column, label, "pct", _published(column)) for column, label in GROUPS.items()]
    plan.append(("ages", "median_age_years", "Median age", "years", _published("median_age_years")))
    plan += [("ages", name, words, "pct", _band(column)) for name, (column, words) in BANDS.items()]
    weekly = {f"{prefix}weekly_earnings_usd": who for prefix, who in EARNERS.items()}
    return plan + [
        ("weekly_earnings", name, f"Median weekly earnings, full time, {who}", "usd_per_week", _published(name))
        for name, who in weekly.items()
    ]


def _fact(table: str, role: str, measure: str, label: str, unit: str, reads: Reads, line: Line) -> Fact:
    keys = {"table": table, "match": line.match}
    if not line.match.one:
        return Fact(role, measure, label, unit, why=line.why, detail=line.name or line.note, keys=keys)
    row = row_of(table, "census_code", line.code)
    if row is None:
        return Fact(role, measure, label, unit, why=Reason.NOT_LISTED, detail=line.name, keys=keys)
    wider = f"a wider group: {line.name}" if line.match == Match.WIDER else f"Census occupation {line.name}"
    return _read(table, role, measure, label, unit, reads, row, wider, keys)


def _read(
    table: str, role: str, measure: str, label: str, unit: str, reads: Reads, row: Row, note: str, keys: dict[str, Any]
) -> Fact:
    value, how, reason = reads(row)
    column = BANDS[measure][0] if measure in BANDS else measure
    cell, told = f"{table}/{row['occupation']}/{column}", "; ".join(filter(None, (how, note)))
    keys = {"table": table} | keys
    if math.isfinite(value):
        return Fact(role, measure, label, unit, value=value, note=told, cell=cell, keys=keys)
    return Fact(role, measure, label, unit, why=Reason.SMALL_BASE, detail=reason, note=told, cell=cell, keys=keys)


def _published(column: str) -> Reads:
    def reads(row: Row) -> tuple[float, str, str]:
        notes = (row.get(f"{column}_note"), row.get("shares_note"))
        return float(row[column]), "", next((str(note) for note in notes if isinstance(note, str)), "")

    return reads


def _band(column: str) -> Reads:
    def reads(row: Row) -> tuple[float, str, str]:
        base = float(row["employed_thousand"])
        if base < SMALLEST_BASE or pd.isna(row[column]):
            return math.nan, "", "base under 50,000" if base < SMALLEST_BASE else str(row["ages_note"])
        return round(100 * float(row[column]) / base, 1), f"computed: {row[column]:,.0f} of {base:,.0f} thousand", ""

    return reads


def composition(c: Comparison) -> pd.DataFrame:
    """Return the shares by sex, race and ethnicity, all workers beside, for a chart; empty where no role has any."""
    frame = c.frame(people)
    frame = frame[frame["measure"].isin(list(GROUPS))]
    return charted(frame if frame.loc[frame["role"] != ALL, "value"].notna().any() else frame.head(0), pct)


def ages(c: Comparison) -> pd.DataFrame:
    """Return the share of each age band of each role, youngest first, for a chart."""
    frame = c.frame(people)
    return charted(frame[frame["measure"].isin(list(BANDS)) & (frame["role"] != ALL)], pct)


@once
def household_differs(c: Comparison) -> bool:
    """Return whether the household survey's weekly medians turn the employer survey's order round (methods 11)."""
    if len(c.names) != 2:
        return False
    weekly_a, weekly_b = values(c.frame(people), "weekly_earnings_usd", c.names)
    median_a, median_b = values(pay_in_nation(c), "annual_median_usd", c.names)
    first, second = (line_of(code, "census").match for code in c.codes)
    return bool(household_remark(weekly_a, weekly_b, median_a, median_b, first, second)[0])


def says(c: Comparison) -> list[str]:
    """Return the share of women as the headline, then ages and what a wider line stands for."""
    frame = c.frame(people)
    women = dict(zip(c.names, values(frame, "women_pct", c.names), strict=True))
    known = {name: share for name, share in women.items() if math.isfinite(share)}
    if not known and not any(map(math.isfinite, values(frame, "median_age_years", c.names))):
        why = frame[frame["role"] != ALL]["why"].iloc[0]
        return [f"No figures on people: {why}"]
    told = [
        _from_to("Women hold", {name: f"{count(v)}%" for name, v in _ends(known)}, "of the jobs")
        if len(known) > MOST_NAMED
        else f"Women hold {listed([f'{count(share)}% of {c.jobs(name)}' for name, share in known.items()])}"
        if known
        else "Who works there"
    ]
    middle = {
        name: v for name, v in zip(c.names, values(frame, "median_age_years", c.names), strict=True) if math.isfinite(v)
    }
    if len(middle) > MOST_NAMED:
        told.append(_from_to("The median age runs", {name: count(v) for name, v in _ends(middle)}, "") + ".")
    elif middle:
        of = {name: f" ({c.brief(name)})" if len(c.names) > 1 else "" for name in middle}
        told.append(f"The median age is {listed([f'{count(age)}{of[name]}' for name, age in middle.items()])}.")
    lines = {name: line_of(code, "census") for name, code in zip(c.names, c.codes, strict=True)}
    wider = {c.brief(name): line.name for name, line in lines.items() if line.match == Match.WIDER}
    if groups := list(dict.fromkeys(wider.values())):
        has, those = ("wider groups", "those groups") if len(groups) > 1 else ("a wider group", "that group")
        told.append(f"For {listed(list(wider))} the survey has {has} only, {listed(groups)}: it speaks for {those}.")
    return [*told, "Who holds a job is no reason for or against it."]


def _ends(figures: dict[str, float]) -> list[tuple[str, float]]:
    """Return the roles with the lowest and the highest figure."""
    order = sorted(figures.items(), key=lambda one: one[1])
    return [order[0], order[-1]]


def _from_to(head: str, ends: dict[str, str], tail: str) -> str:
    """Return the ends of many figures: `Women hold from 11% (carpenter) to 87% (nurse) of the jobs`."""
    low, high = (f"{text} ({name})" for name, text in ends.items())
    return f"{head} from {low} to {high} {tail}".strip()


def tabulate(c: Comparison) -> Block:
    """Return every figure of the household survey, a column a role and all workers."""
    rows, head = measure_rows(c.frame(people), _cell), ["Measure", *map(capital, (*c.names, ALL))]
    html = data_table("People", head, rows, right=range(1, len(head)), csv="people")
    return Block(html, "table", summary="Show the table")


def _cell(row: Any) -> str:
    """Return a figure with its passport; all workers' and the age bands are plain, since their source is one."""
    return cell(row, opens=row.role != ALL and row.measure not in BANDS, why=row.detail)


people = Section("people", "People", people_facts, says, tabulate)
