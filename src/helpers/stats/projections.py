"""Openings a year per 1,000 jobs, growth classes, and when a difference of projected growth is called one.

Source: method 7. Published rates refer to the mean of base and projected jobs, and so does our growth. No error is
published: how far past rounds missed the growth of all jobs is the yardstick until the miss of single occupations is.
"""

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.vocabulary import GrowthClass
from helpers.stats.distributions import Floats, Numbers

LITTLE_PCT = 1.0
BAND_PCT = 2.0
GROWTH = pd.CategoricalDtype([one.value for one in GrowthClass], ordered=True)
_SLACK = 1e-9


def openings(lines: pd.DataFrame) -> pd.DataFrame:
    """Return the openings a year per 1,000 jobs of each line of the projections, by where they come from.

    Columns: `exits` (leave the labour force) and `transfers` (change occupation), 10 x the published rates in percent;
    `growth`, 100 x change / mean of base and projected jobs, which runs over ten years; `openings`, their sum. Needs
    the columns of the table projections; NaN where one is missing.
    """
    middle = (lines["employment_base_thousand"] + lines["employment_projected_thousand"]) / 2
    parts = pd.DataFrame(
        {
            "exits": 10 * lines["labor_force_exit_rate_pct"],
            "transfers": 10 * lines["occupational_transfer_rate_pct"],
            "growth": 100 * lines["employment_change_thousand"] / middle,
        },
        index=lines.index,
    )
    return parts.assign(openings=parts.sum(axis=1, skipna=False))


def growth_classes(growth_pct: Numbers, *, all_jobs_pct: float) -> pd.Categorical:
    """Return the class (`GROWTH`) of growth over the decade, in percent as published to 0.1.

    Below -1.0 it shrinks, to 1.0 little changes; to 2 points above all jobs (+3.1 %: 5.1) it grows about as they do.
    """
    return pd.Categorical.from_codes(_codes(growth_pct, all_jobs_pct).tolist(), dtype=GROWTH)


def yardstick(projected_pct: Numbers, actual_pct: Numbers) -> float:
    """Return by how many points past rounds missed the growth of all jobs on average, to the 0.1 it is published in."""
    missed = np.abs(np.asarray(actual_pct, dtype=np.float64) - np.asarray(projected_pct, dtype=np.float64))
    return round(float(missed.mean()), 1)


def growth_differs(
    growth_a_pct: Numbers, growth_b_pct: Numbers, *, all_jobs_pct: float, points: float
) -> npt.NDArray[np.int8]:
    """Return 1 where B's projected growth is called faster, -1 where A's is, else 0: within what past rounds missed.

    Called where the classes differ and the gap is at least `points` (the yardstick). Missing growth gives 0.
    """
    a, b = (np.asarray(growth, dtype=np.float64) for growth in (growth_a_pct, growth_b_pct))
    called = (_codes(a, all_jobs_pct) != _codes(b, all_jobs_pct)) & (np.abs(b - a) >= points - _SLACK)
    return np.where(called, np.sign(b - a), 0).astype(np.int8)


def _codes(growth_pct: Numbers, all_jobs_pct: float) -> npt.NDArray[np.intp]:
    growth: Floats = np.atleast_1d(np.asarray(growth_pct, dtype=np.float64))
    edges = np.array([-LITTLE_PCT - _SLACK, LITTLE_PCT + _SLACK, all_jobs_pct + BAND_PCT + _SLACK])
    return np.where(np.isnan(growth), -1, np.searchsorted(edges, growth)).astype(np.intp)
