"""Outlook of two occupations: jobs now and projected, openings and where they come from, what entry usually takes."""

from collections.abc import Mapping
from typing import Any

import pandas as pd

from helpers.comparison.benchmark import ALL_OCCUPATIONS, with_benchmark
from helpers.comparison.joins import Join, figure, join_projections, row_of, spoken
from helpers.comparison.rows import SIDES, Fact, Rows
from helpers.formats import plain
from helpers.tables import load

PARTS = {
    "growth": ("growth_openings_thousand_per_year", "growth (below zero: decline)"),
    "exits": ("labor_force_exits_thousand_per_year", "workers who leave the labor force"),
    "transfers": ("occupational_transfers_thousand_per_year", "workers who change occupation"),
}
"""Part of the openings -> column of the projections, and the words for it."""
REQUIREMENTS = {
    "entry_education": "Education typical for entry",
    "work_experience": "Experience in a related occupation",
    "job_training": "Training on the job",
}
JUDGED = "a judgement of the publisher, not a measurement"
NO_ERROR = "no error published"
_HALF_STEP = 0.05
"""Half the step, in thousands, to which jobs and openings are published."""
_NOTICEABLE = 0.05
"""Rounding of the inputs that moves a computed figure by more than this share is said beside it."""


def outlook_rows(soc_a: str, soc_b: str, rows: Rows) -> pd.DataFrame:
    """Return the outlook rows: `PAIR_COLUMNS`, the period, and value_all, reason_all and cell_all for all occupations.

    Measures: jobs in the base and the projected year and their change (thousand), the change and the self-employed
    share (percent), openings a year and their three parts (thousand), and the four once more per 1,000 jobs of the base
    year, which is our computation from the published thousands: the note tells the inputs and,
    where it is wide, the range that their rounding leaves. Nothing is tested, since no error is published.
    """
    sides = [_line(soc) for soc in (soc_a, soc_b)]
    everyone = row_of("projections", "ep_code", ALL_OCCUPATIONS) or {}
    base, projected = int(everyone["base_year"]), int(everyone["projected_year"])
    period = period_of(everyone)
    record = _record()
    plan = [
        ("employment_base_thousand", f"Jobs in {base}, thousand", "thousand", NO_ERROR),
        ("employment_projected_thousand", f"Jobs projected for {projected}, thousand", "thousand", record),
        ("employment_change_thousand", f"Change of jobs {period}, thousand", "thousand", record),
        ("employment_change_pct", f"Change of jobs {period}, percent", "pct", record),
        ("self_employed_pct", f"Self-employed, share of jobs in {base}", "pct", NO_ERROR),
        ("openings_thousand_per_year", "Openings a year, thousand", "thousand", NO_ERROR),
        *((column, f"Of these by {words}, thousand", "thousand", NO_ERROR) for column, words in PARTS.values()),
    ]
    benchmark = []
    for column, label, unit, why in plan:
        a, b = (_published(join, row, column) for join, row in sides)
        rows.add(column, label, unit, a, b, untested=why)
        benchmark.append(_published(Join("exact"), everyone, column))
    openings = {"openings": ("openings_thousand_per_year", "")} | PARTS
    for part, (column, words) in openings.items():
        a, b = (_per_1000(join, row, column) for join, row in sides)
        label = f"{f'Of these by {words}' if words else 'Openings a year'}, per 1,000 jobs of {base}"
        rows.add(f"{part}_per_1000", label, "per_1000", a, b, untested=NO_ERROR)
        benchmark.append(_per_1000(Join("exact"), everyone, column))
    return with_benchmark(rows.frame(), benchmark).assign(period=period)


def openings_parts(frame: pd.DataFrame) -> pd.DataFrame:
    """Return what the openings of `outlook_rows` are made of, for a chart: one row a part, per 1,000 jobs.

    Columns: part (a word), value_a, value_b, reason_a, reason_b; those who leave first, growth last.
    """
    wanted = [f"{part}_per_1000" for part in ("exits", "transfers", "growth")]
    rows = frame.set_index("measure").loc[wanted].reset_index()
    columns = [f"{name}_{side}" for name in ("value", "reason") for side in SIDES]
    return rows[columns].assign(part=["leaving work", "changing occupation", "growth"])


def requirement_rows(soc_a: str, soc_b: str, rows: Rows) -> pd.DataFrame:
    """Return what the publisher judges typical for entry: education, experience and training, as texts."""
    sides = [(join_projections(soc), soc) for soc in (soc_a, soc_b)]
    for column, label in REQUIREMENTS.items():
        a, b = (_required(join, soc, column) for join, soc in sides)
        rows.add(column, f"{label}, judged", "text", a, b, untested=JUDGED)
    return rows.frame()


def growth_facts(soc_a: str, soc_b: str) -> tuple[Fact, Fact]:
    """Return the projected change of both in percent, with the period in the note."""
    a, b = (_published(*_line(soc), "employment_change_pct", with_period=True) for soc in (soc_a, soc_b))
    return a, b


def experience_judged(soc_code: str) -> Fact:
    """Return the experience that the publisher judges typical for entry, as text."""
    return _required(join_projections(soc_code), soc_code, "work_experience")


def claim_rows(soc_a: str, soc_b: str, rows: Rows) -> pd.DataFrame:
    """Return the growth that claims are held against, under their measure name and with its period.

    A figure of a wider group stands for no claim on one occupation: it is left out, with the reason.
    """
    a, b = (_published(join, row, "employment_change_pct") for join, row in (_line(soc) for soc in (soc_a, soc_b)))
    rows.add("growth_pct", "Projected change of jobs", "pct", own(a, soc_a), own(b, soc_b), untested=NO_ERROR)
    everyone = row_of("projections", "ep_code", ALL_OCCUPATIONS) or {}
    return rows.frame().assign(period=period_of(everyone), detail="")


def own(fact: Fact, soc_code: str) -> Fact:
    """Return a fact of the projections unless it is of a wider group or one of several lines."""
    join = join_projections(soc_code)
    if join.quality == "exact" or not fact.given:
        return fact
    return Fact(reason=f"published for another scope only: {join.note}", cell=fact.cell)


def track_record() -> pd.DataFrame:
    """Return how past rounds of the projections turned out: the table track_record, oldest first."""
    return load("track_record")


def period_of(row: Mapping[str, Any]) -> str:
    """Return the period of a line of the projections, as 2024-34."""
    return f"{int(row['base_year'])}-{int(row['projected_year']) % 100:02d}"


def _record() -> str:
    shares = track_record()["direction_right_pct"]
    return f"{NO_ERROR}; direction right in {shares.min():.0f} to {shares.max():.0f}% of past cases"


def _line(soc_code: str) -> tuple[Join, dict[str, Any] | None]:
    join = join_projections(soc_code)
    return join, row_of("projections", "ep_code", join.code) if join.one else None


def _missing(join: Join) -> Fact | None:
    """Return why there is no single line, or None where there is one."""
    if join.one:
        return None
    if join.quality == "several":
        return Fact(reason=f"several lines of the projections, none for it alone: {join.note}")
    return Fact(reason=join.note)


def _published(join: Join, row: Mapping[str, Any] | None, column: str, *, with_period: bool = False) -> Fact:
    if (missing := _missing(join)) or row is None:
        return missing or Fact(reason="the projections have no such line")
    notes = [join.note] if join.quality != "exact" else []
    if with_period:
        notes.insert(0, f"projected, {period_of(row)}")
    return figure(row, column, f"projections/{row['ep_code']}/{column}", note="; ".join(notes))


def _per_1000(join: Join, row: Mapping[str, Any] | None, column: str) -> Fact:
    """Return openings per 1,000 jobs of the base year, computed from the published thousands."""
    if (missing := _missing(join)) or row is None:
        return missing or Fact(reason="the projections have no such line")
    part, jobs = float(row[column]), float(row["employment_base_thousand"])
    cell = f"projections/{row['ep_code']}/{column}"
    if not jobs > 0:
        return Fact(reason="no jobs in the base year, so no rate", cell=cell)
    value = 1000 * part / jobs
    low, high = _rounding_range(part, jobs, difference=column == PARTS["growth"][0])
    notes = [f"computed: {plain(part)} of {jobs:,.1f} thousand"]
    if max(high - value, value - low) > max(_NOTICEABLE * abs(value), 1.0):
        notes.append(f"rounding leaves {plain(round(low))} to {plain(round(high))}")
    if join.quality != "exact":
        notes.append(join.note)
    return Fact(value=round(value, 1), note="; ".join(notes), cell=cell)


def _rounding_range(part: float, jobs: float, *, difference: bool) -> tuple[float, float]:
    """Return the lowest and highest rate per 1,000 that the rounding of both figures leaves.

    Growth is a `difference` of two rounded figures, which may be off by two half steps; the others are not below 0.
    """
    half = _HALF_STEP * (2 if difference else 1)
    low, high = (part - half, part + half) if difference else (max(part - half, 0.0), part + half)
    fewest, most = max(jobs - _HALF_STEP, _HALF_STEP), jobs + _HALF_STEP
    return 1000 * low / (fewest if low < 0 else most), 1000 * high / (most if high < 0 else fewest)


def _required(join: Join, soc_code: str, column: str) -> Fact:
    if missing := _missing(join):
        return missing
    row = row_of("entry_requirements", "ep_code", join.code)
    if row is None:
        return Fact(reason=f"judged for single occupations, not for the group {soc_code}")
    notes = [f"judged for {int(row['year'])}"] + ([join.note] if join.quality != "exact" else [])
    return Fact(text=spoken(str(row[column])), note="; ".join(notes), cell=f"entry_requirements/{join.code}/{column}")
