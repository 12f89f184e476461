"""Who works in two occupations: sex, race and ethnicity, age, weekly earnings, each beside all workers."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers.comparison.benchmark import with_benchmark
from helpers.comparison.joins import Join, figure, join_census, row_of, with_names
from helpers.comparison.rows import Fact, Rows
from helpers.formats import figure as shown
from helpers.schemas.people import AGE_BANDS, BASE_TOO_SMALL, EARNERS

GROUPS = {
    "women_pct": "Women",
    "white_pct": "White",
    "black_pct": "Black or African American",
    "asian_pct": "Asian",
    "hispanic_pct": "Hispanic or Latino, any race",
}
"""Column of the people table -> label of its row."""
CLAIMED = {
    "white_pct": "White",
    "black_pct": "Black or African American",
    "asian_pct": "Asian",
    "hispanic_pct": "Hispanic or Latino",
}
"""Column of the people table -> how claims name the group."""
NO_ERROR = "no error published"
SMALLEST_BASE = 50
"""Thousand people: on fewer the publisher shows no shares, so none are computed."""
_SEX = ("women_pct",)
_Read = Callable[[Mapping[str, Any]], Fact]


def composition_rows(soc_a: str, soc_b: str, rows: Rows) -> pd.DataFrame:
    """Return the share of women and of four groups by race and ethnicity, in percent of employed people.

    `PAIR_COLUMNS`, and value_all, reason_all, note_all, cell_all for all workers. Women come first, then the groups by
    their share of all workers, largest first. Every note names the Census occupation that the figure is for.
    """
    everyone = _everyone("people")
    groups = sorted(set(GROUPS) - set(_SEX), key=lambda column: -float(everyone[column]))
    plan = [(column, GROUPS[column], "pct", _published("people", column)) for column in (*_SEX, *groups)]
    return _section("people", plan, soc_a, soc_b, rows)


def age_rows(soc_a: str, soc_b: str, rows: Rows) -> pd.DataFrame:
    """Return the median age, then the share of each age band in percent, youngest first; columns as above.

    Bands are published in whole thousands: the share is our computation, refused on a base under 50,000 people.
    """
    plan = [("median_age_years", "Median age", "years", _published("ages", "median_age_years"))]
    plan += [
        (column.replace("_thousand", "_pct"), f"Aged {band}", "pct", _band(column))
        for column, band in AGE_BANDS.items()
    ]
    return _section("ages", plan, soc_a, soc_b, rows)


def earnings_rows(soc_a: str, soc_b: str, rows: Rows) -> pd.DataFrame:
    """Return median weekly earnings of full-time wage and salary workers, in US dollars: all, men, women."""
    plan = [
        (
            f"{prefix}weekly_earnings_usd",
            f"Median weekly earnings, {who}",
            "usd_per_week",
            _published("weekly_earnings", f"{prefix}weekly_earnings_usd"),
        )
        for prefix, who in EARNERS.items()
    ]
    return _section("weekly_earnings", plan, soc_a, soc_b, rows)


def age_facts(soc_a: str, soc_b: str) -> tuple[Fact, Fact]:
    """Return the median age of both; the note names it so."""
    found = []
    for soc in (soc_a, soc_b):
        fact = _side("ages", soc, "years", _published("ages", "median_age_years"))
        note = f"median age; {fact.note}" if fact.given else fact.note
        found.append(replace(fact, note=note))
    return found[0], found[1]


def claim_rows(soc_a: str, soc_b: str, rows: Rows) -> pd.DataFrame:
    """Return the figures that claims are held against: shares of men and women, of groups, and the median age.

    Men are what women leave of 100. A figure of a wider Census group stands for no claim on one occupation.
    """
    details = []
    for detail, read in (("women", _published("people", "women_pct")), ("men", _men)):
        a, b = (_own("people", soc, "pct", read) for soc in (soc_a, soc_b))
        rows.add("gender_share_pct", detail, "pct", a, b, untested=NO_ERROR)
        details.append(detail)
    for column, detail in CLAIMED.items():
        a, b = (_own("people", soc, "pct", _published("people", column)) for soc in (soc_a, soc_b))
        rows.add("race_share_pct", detail, "pct", a, b, untested=NO_ERROR)
        details.append(detail)
    a, b = (_own("ages", soc, "years", _published("ages", "median_age_years")) for soc in (soc_a, soc_b))
    rows.add("age_median_years", "Median age", "years", a, b, untested=NO_ERROR)
    return rows.frame().assign(detail=[*details, ""], period="")


def census_group(soc_code: str) -> str:
    """Return which Census occupation(s) the figures of an occupation are for, in words; empty if there is none."""
    join = join_census(soc_code)
    if join.quality == "several":
        each = "; ".join(f"{code} {name}" for code, name in join.members)
        return f"{len(join.members)} Census occupations, each by itself ({each})"
    if join.quality == "parent group":
        return f"{_spoken(join)}, {with_names(join.note.partition(', ')[2])}".replace("wider group:", "a wider group,")
    return _spoken(join) if join.one else ""


def own_census(soc_code: str) -> bool:
    """Return whether a Census occupation covers the occupation and nothing else."""
    return join_census(soc_code).quality == "exact"


def survey_year() -> int:
    """Return the year of the survey's averages."""
    return int(_everyone("people")["year"])


def _section(table: str, plan: list[tuple[str, str, str, _Read]], soc_a: str, soc_b: str, rows: Rows) -> pd.DataFrame:
    everyone, benchmark = _everyone(table), []
    for measure, label, unit, read in plan:
        a, b = (_side(table, soc, unit, read) for soc in (soc_a, soc_b))
        rows.add(measure, label, unit, a, b, untested=NO_ERROR)
        benchmark.append(read(everyone))
    return with_benchmark(rows.frame(), benchmark)


def _everyone(table: str) -> dict[str, Any]:
    row = row_of(table, "level", "all")
    assert row is not None, f"{table} has no line for all workers"
    return row


def _side(table: str, soc_code: str, unit: str, read: _Read) -> Fact:
    """Return one figure of an occupation, its note naming the Census occupation; several are each named."""
    join = join_census(soc_code)
    if join.quality == "none":
        return Fact(reason=join.note)
    facts = {}
    for code, name in join.members:
        row = row_of(table, "census_code", code)
        facts[name] = read(row) if row else Fact(reason=f"the survey has no line for Census {code}")
    given = [fact for fact in facts.values() if fact.given]
    if join.one or not given:
        return _noted(next(iter(facts.values())), _spoken(join))
    said = [f"{name}: {shown(fact.value, unit) if fact.given else fact.reason}" for name, fact in facts.items()]
    return Fact(text="; ".join(said), note=_spoken(join), cell=given[0].cell)


def _own(table: str, soc_code: str, unit: str, read: _Read) -> Fact:
    fact, join = _side(table, soc_code, unit, read), join_census(soc_code)
    if join.quality == "exact" or not fact.given:
        return fact
    return Fact(reason=f"published for another group only: {_spoken(join)}", cell=fact.cell)


def _spoken(join: Join) -> str:
    """Return which Census occupation a figure is for, as a note says it."""
    if join.quality == "parent group":
        return f"wider group: Census {join.members[0][0]} {join.members[0][1]}"
    if join.quality == "several":
        return f"{len(join.members)} Census occupations, none of them all of it and none averaged"
    return f"Census {join.members[0][0]} {join.members[0][1]}"


def _noted(fact: Fact, note: str) -> Fact:
    parts = [fact.note or fact.reason, note]
    return replace(fact, note="; ".join(filter(None, parts)))


def _published(table: str, column: str) -> _Read:
    return lambda row: figure(row, column, f"{table}/{row['occupation']}/{column}", reason=_reason(row, "shares_note"))


def _reason(row: Mapping[str, Any], name: str) -> str:
    note = row.get(name)
    return str(note) if note is not None and pd.notna(note) else ""


def _men(row: Mapping[str, Any]) -> Fact:
    women = _published("people", "women_pct")(row)
    if not women.given:
        return women
    return Fact(round(100 - women.value, 1), note="computed: 100 less the share of women", cell=women.cell)


def _band(column: str) -> _Read:
    def read(row: Mapping[str, Any]) -> Fact:
        cell = f"ages/{row['occupation']}/{column}"
        base = float(row["employed_thousand"])
        if base < SMALLEST_BASE:
            return Fact(reason=BASE_TOO_SMALL, cell=cell)
        count = figure(row, column, cell, reason=_reason(row, "ages_note"))
        if not count.given:
            return count
        note = f"computed: {count.value:,.0f} of {base:,.0f} thousand"
        return Fact(round(100 * count.value / base, 1), note=note, cell=cell)

    return read
