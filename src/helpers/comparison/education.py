"""What workers of two occupations hold: shares by level of education, workers aged 25 and over."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.comparison.benchmark import ALL_OCCUPATIONS, with_benchmark
from helpers.comparison.joins import Join, figure, join_projections, row_of, shortened
from helpers.comparison.rows import Fact, Rows
from helpers.formats import pct
from helpers.schemas.outlook import EDUCATION_LEVELS

DEGREES = {
    "associates_pct": "Associate's degree",
    "bachelors_pct": "Bachelor's degree",
    "masters_pct": "Master's degree",
    "doctoral_or_professional_pct": "Doctoral or professional degree",
}
"""Column of the attainment table -> the degree, as claims name it."""
NO_ERROR = "no error published"
ONE_GROUP = "one survey group"


def attainment_rows(soc_a: str, soc_b: str, rows: Rows) -> pd.DataFrame:
    """Return one row a level of education, lowest first: `PAIR_COLUMNS`, and value_all, reason_all, cell_all.

    Shares are percent of workers aged 25 and over. A share of a wider survey group says so in its note. Nothing is
    tested, since no error is published.
    """
    sides = [_held(soc) for soc in (soc_a, soc_b)]
    everyone = _held(ALL_OCCUPATIONS)
    benchmark = []
    for column, words in EDUCATION_LEVELS.items():
        a, b = (_share(*side, column) for side in sides)
        rows.add(column, _plain(words), "pct", a, b, untested=NO_ERROR)
        benchmark.append(_share(*everyone, column))
    return with_benchmark(rows.frame(), benchmark)


def most_common_level(soc_code: str) -> Fact:
    """Return the level that most workers aged 25 and over hold, as text with its share; equal shares are all named."""
    join, row = _held(soc_code)
    if missing := _missing(join, row):
        return missing
    assert row is not None
    top = max(float(row[column]) for column in EDUCATION_LEVELS)
    found = [column for column in EDUCATION_LEVELS if float(row[column]) == top]
    level = " and ".join(_plain(EDUCATION_LEVELS[column]) for column in found)
    notes = [f"most common level that workers aged 25 and over hold, {row['period']}"]
    degree = max(DEGREES, key=lambda column: float(row[column]))
    if degree not in found:
        notes.append(f"most common degree: {DEGREES[degree]} ({pct(float(row[degree]))})")
    notes += _wider(join, row)
    return Fact(text=f"{level} ({pct(top)})", note="; ".join(notes), cell=_cell(row, found[0]))


def survey_period(soc_code: str = ALL_OCCUPATIONS) -> str:
    """Return the years of the survey behind the shares, as 2022-23; empty where the occupation has none."""
    _, row = _held(soc_code)
    return str(row["period"]) if row else ""


def survey_group(soc_code: str) -> str:
    """Return what is wider than the occupation in the survey behind its shares; empty where the shares are its own."""
    join, row = _held(soc_code)
    return "; ".join(_wider(join, row, named=True)) if row else ""


def claim_rows(soc_a: str, soc_b: str, rows: Rows) -> pd.DataFrame:
    """Return the degrees that claims are held against: the most common degree, and the share of each.

    The most common degree is the largest of the four degrees, however many hold none: a claim names a degree. Shares of
    a wider survey group stand for no claim on one occupation.
    """
    sides = [_held(soc) for soc in (soc_a, soc_b)]
    a, b = (_degree(*side) for side in sides)
    rows.add("degree_most_common", "Most common degree", "text", a, b, untested=NO_ERROR)
    for column, degree in DEGREES.items():
        a, b = (_own(*side, column) for side in sides)
        rows.add("degree_share_pct", f"Workers with: {degree}", "pct", a, b, untested=NO_ERROR)
    return rows.frame().assign(detail=["", *DEGREES.values()], period="")


def _held(soc_code: str) -> tuple[Join, dict[str, Any] | None]:
    join = join_projections(soc_code)
    return join, row_of("attainment", "ep_code", join.code) if join.one else None


def _missing(join: Join, row: Mapping[str, Any] | None) -> Fact | None:
    if join.quality == "several":
        return Fact(reason=f"several lines of the projections, none for it alone: {join.note}")
    if join.quality == "none":
        return Fact(reason=join.note)
    return None if row is not None else Fact(reason="shares are published for single occupations, not for a group")


def _wider(join: Join, row: Mapping[str, Any], *, named: bool = False) -> list[str]:
    """Return what makes the shares those of a wider group, its members `named` or counted."""
    notes = [join.note] if join.quality != "exact" else []
    if row["quality"] == "parent group":
        others = str(row["match_note"]).split("; ")
        members = f"{ONE_GROUP} with {len(others)} other occupations"
        notes.append(shortened(str(row["match_note"])) if named or len(others) == 1 else members)
    elif row["quality"] == "several":
        notes.append("put together from several groups of the survey")
    return notes


def _share(join: Join, row: Mapping[str, Any] | None, column: str) -> Fact:
    if missing := _missing(join, row):
        return missing
    assert row is not None
    return figure(row, column, _cell(row, column), note="; ".join(_wider(join, row)))


def _own(join: Join, row: Mapping[str, Any] | None, column: str) -> Fact:
    fact = _share(join, row, column)
    if row is None or not fact.given or not (wider := _wider(join, row)):
        return fact
    return Fact(reason=f"published for a wider group only: {'; '.join(wider)}", cell=fact.cell)


def _degree(join: Join, row: Mapping[str, Any] | None) -> Fact:
    facts = {column: _own(join, row, column) for column in DEGREES}
    best = max(facts, key=lambda column: facts[column].value if facts[column].given else -1.0)
    if not facts[best].given:
        return facts[best]
    return Fact(text=DEGREES[best], cell=facts[best].cell)


def _cell(row: Mapping[str, Any], column: str) -> str:
    return f"attainment/{row['ep_code']}/{column}"


def _plain(words: str) -> str:
    """Return a level as a row's label: `Bachelor's degree` of `a bachelor's degree`."""
    for article in ("a ", "an "):
        words = words.removeprefix(article)
    return words[:1].upper() + words[1:]
