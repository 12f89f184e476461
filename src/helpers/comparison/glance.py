"""The eight rows that career sites open with: the official figure where there is one, the claims beside it."""

from collections.abc import Mapping

import pandas as pd

from helpers.comparison.market import spoken
from helpers.comparison.rows import Fact, Rows

ROWS = (
    ("annual_mean_usd", "Yearly salary (annual mean wage)", "usd_per_year", ("annual_pay_mean", "annual_pay_median")),
    ("hourly_mean_usd", "Hourly rate (hourly mean wage)", "usd_per_hour", ("hourly_pay_mean", "hourly_pay_median")),
    ("growth", "Growth rate", "pct", ("growth_pct",)),
    ("employment", "Number of jobs", "jobs", ("jobs",)),
    ("satisfaction", "Job satisfaction", "score", ("satisfaction",)),
    ("degree", "Most common degree", "text", ("degree_most_common", "degree_share_pct")),
    ("age", "Age", "years", ("age_mean_years", "age_median_years")),
    ("experience", "Years of experience", "text", ("experience_years", "experience_required_years")),
)
"""Measure, label, unit, and the measures under which claims name it."""
NO_OFFICIAL = {
    "satisfaction": "no official survey measures it by occupation",
}


def glance_rows(
    facts: Mapping[str, tuple[Fact, Fact]], untested: Mapping[str, str], claims: pd.DataFrame, rows: Rows
) -> pd.DataFrame:
    """Return the eight rows in order: `PAIR_COLUMNS`, and claims_a and claims_b as text.

    `facts` holds the official facts by measure; a measure without any gets its reason. `untested` says for a measure
    why its difference is not tested.
    """
    for measure, label, unit, _ in ROWS:
        none = Fact(reason=NO_OFFICIAL.get(measure, "no official table of it in this copy"))
        a, b = facts.get(measure, (none, none))
        rows.add(
            measure, label, unit, a, b, untested=untested.get(measure, "" if measure in facts else "no official figure")
        )
    frame = rows.frame()
    for side in "ab":
        frame[f"claims_{side}"] = [spoken(claims, side, names) for *_, names in ROWS]
    return frame
