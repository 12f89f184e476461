"""Jobs: how many employees hold the occupation, with the error of the count."""

import math

import pandas as pd

from helpers.base.formats import count
from helpers.base.vocabulary import Verdict
from helpers.base.words import listed
from helpers.comparison.facts import differences, each, facts, values
from helpers.comparison.pay_cells import pay_fact
from helpers.comparison.roles import Comparison, once
from helpers.sections.contract import Section, cell
from helpers.sections.outlook import outlook
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table


def jobs_facts(c: Comparison) -> pd.DataFrame:
    """Return the employees of each role's occupation in the chosen area; the self-employed are not counted."""
    return facts(
        c.names,
        [
            pay_fact(c.cells, code, "employment", role=name, label="Jobs", unit="jobs", area_code=c.area.area_code)
            for name, code in zip(c.names, c.codes, strict=True)
        ],
    )


@once
def verdict(c: Comparison) -> Verdict:
    """Return whether the first two roles differ in their number of jobs, by the errors of the counts."""
    frame = c.frame(jobs)
    if frame["value"].isna().any() or (frame["value"] <= 0).any() or c.one_occupation:
        return Verdict.NOT_TESTED
    return Verdict(differences(frame, **c.judged)["verdict"].iloc[0])


def more_jobs(c: Comparison) -> str:
    """Return which of two roles has more jobs, where employees alone and all jobs agree on it; else an empty text."""
    first, second = values(c.frame(jobs), "employment", c.names[:2])
    every = values(c.frame(outlook), "employment_base_thousand", c.names[:2])
    if not verdict(c).clear or (all(map(math.isfinite, every)) and (every[0] > every[1]) != (first > second)):
        return ""
    return c.names[0] if first > second else c.names[1]


def said_count(value: float) -> str:
    """Return a number of jobs for reading: `2.6 million` from a million, else to the last ten as published."""
    if value >= 999_500:
        return f"{value / 1e6:.2f}".rstrip("0").rstrip(".") + " million"
    return count(value)


def says(c: Comparison) -> list[str]:
    """Return the number of jobs of each occupation, by the occupation's name, not the title's."""
    frame = c.frame(jobs)
    given = frame.dropna(subset=["value"])
    said = [f"{row.occupation}: {said_count(row.value)} jobs" for row in each(given)]
    without = [str(name) for name in frame[frame["value"].isna()]["role"]]
    missing = [f"No count of jobs is published here for {listed(without)}."] if without else []
    return [*(["; ".join(dict.fromkeys(said))] if said else []), *missing]


def tabulate(c: Comparison) -> Block:
    """Return the counts with their errors."""
    rows = [
        [
            esc(row.role),
            esc(row.occupation),
            cell(row),
            f"{row.error_pct:g}%" if row.error_pct == row.error_pct else "",
        ]
        for row in each(c.frame(jobs))
    ]
    head = ["Role", "Occupation", "Employees", "Relative standard error"]
    return Block(data_table("Jobs", head, rows, right=(2, 3), csv="jobs"), "table", summary="Show the number of jobs")


jobs = Section("jobs", "Jobs", jobs_facts, says, tabulate)
