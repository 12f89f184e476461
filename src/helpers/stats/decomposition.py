"""Where the national gap comes from, and what a change of place or sector alone would do to mean pay.

Source: method 6. Cells (states, or sectors) are frames of figures with `value`, `error_pct` and `jobs`, joined by their
index; a nation is a row with the same three. Two accounts, by state and by sector, are never added; none is a cause.
"""

import math
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.base.vocabulary import Reason
from helpers.stats.distributions import Floats, normal_quantile
from helpers.stats.means import HALF_STEP, LEVEL, NEVER_RANKED_PCT
from helpers.stats.rankings import FEWEST_JOBS

LEAST_COVERED = 0.90
LEVER_SHARE = 0.75
LEVER_COVERED = 0.50
FEWEST_AREAS = 4
SECTOR_RSE_PCT = 5.0
SECTOR_SHARE = 0.01


class Nation(NamedTuple):
    """The national figure of one role: mean, relative standard error in percent, jobs."""

    value: float
    error_pct: float
    jobs: float


@dataclass(frozen=True)
class Decomposition:
    """The national gap B - A in money: `gap` = `mix` + `within` + `rest` (what the cells do not cover).

    `mix` is where the jobs are, `within` what remains within cells, each with its standard error (r+, shares fixed).
    `covered_a` and `covered_b` are the shares of the jobs in the `cells` published for both. Below 90 % on either side
    `why` refuses and the parts are NaN.
    """

    gap: float
    mix: float
    mix_se: float
    within: float
    within_se: float
    rest: float
    cells: int
    covered_a: float
    covered_b: float
    why: str = ""


@dataclass(frozen=True)
class Lever:
    """A change of place or sector from the national mean: to `value`, a `gap` in money and percent, or `why` none.

    `at_least` is the lower end of the gap in money, at 90 %; of a sector, for the best of `eligible` ones. A place is
    not named: a quarter of the jobs are in areas whose mean is `value` or more. `place` is the sector's index label.
    `covered` is the share of the jobs in eligible cells. `clear` exactly where `why` is empty.
    """

    value: float = math.nan
    gap: float = math.nan
    gap_pct: float = math.nan
    at_least: float = math.nan
    place: Any = None
    eligible: int = 0
    covered: float = math.nan
    why: str = ""

    @property
    def clear(self) -> bool:
        """Return whether the change clearly pays more."""
        return self.why == ""


def decompose(a: pd.DataFrame, b: pd.DataFrame, nation_a: Nation, nation_b: Nation) -> Decomposition:
    """Return the parts of the national gap over the cells that publish mean, error and jobs for both.

    mix = Sum (s_kb - s_ka)(m_ka + m_kb) / 2, within = Sum (s_ka + s_kb) / 2 (m_kb - m_ka), s_k the share of the jobs
    (Kitagawa 1955). States are the 50 and DC; sectors the 20 of NAICS.
    """
    columns = ["value", "error_pct", "jobs"]
    cells_a, cells_b = (frame[columns].dropna() for frame in (a, b))
    both = cells_a.index.intersection(cells_b.index)
    (mean_a, rse_a, jobs_a), (mean_b, rse_b, jobs_b) = (
        frame.loc[both].to_numpy(np.float64).T for frame in (cells_a, cells_b)
    )
    gap = float(nation_b.value - nation_a.value)
    covered = [float(jobs.sum() / nation.jobs) for jobs, nation in ((jobs_a, nation_a), (jobs_b, nation_b))]
    if not min(covered) >= LEAST_COVERED:
        nan = math.nan
        why = Reason.LOW_COVERAGE.value
        return Decomposition(gap, nan, nan, nan, nan, nan, len(both), covered[0], covered[1], why)
    share_a, share_b = jobs_a / jobs_a.sum(), jobs_b / jobs_b.sum()
    moved, middle = share_b - share_a, (share_a + share_b) / 2
    mix, within = float((moved * (mean_a + mean_b) / 2).sum()), float((middle * (mean_b - mean_a)).sum())
    variance = (mean_a * (rse_a / 100 + HALF_STEP)) ** 2 + (mean_b * (rse_b / 100 + HALF_STEP)) ** 2
    mix_se, within_se = (math.sqrt((weight**2 * variance).sum()) for weight in (moved / 2, middle))
    rest = gap - mix - within
    return Decomposition(gap, mix, mix_se, within, within_se, rest, len(both), covered[0], covered[1])


def place_lever(areas: pd.DataFrame, nation: Nation, *, level: float = LEVEL) -> Lever:
    """Return the job-weighted 75th percentile of area means against the national mean.

    Over four or more areas with 100 jobs and a relative standard error of at most 30 %, which must hold half of the
    nation's jobs.
    """
    eligible = areas[(areas["error_pct"] <= NEVER_RANKED_PCT) & (areas["jobs"] >= FEWEST_JOBS) & areas["value"].notna()]
    eligible = eligible.sort_index().sort_values("value", kind="stable")
    jobs: Floats = eligible["jobs"].to_numpy(np.float64)
    covered = float(jobs.sum() / nation.jobs)
    if len(eligible) < FEWEST_AREAS or not covered >= LEVER_COVERED:
        return Lever(eligible=len(eligible), covered=covered, why=Reason.LOW_COVERAGE.value)
    row = eligible.iloc[int(np.searchsorted(np.cumsum(jobs) / jobs.sum(), LEVER_SHARE - 1e-12))]
    return _lever(row, nation, normal_quantile(0.5 + level / 2), len(eligible), covered, place=None)


def sector_lever(sectors: pd.DataFrame, nation: Nation, *, level: float = LEVEL) -> Lever:
    """Return the best-paying sector against the national mean, tested as the best of all k eligible (Bonferroni).

    Eligible: a relative standard error below 5 % and max(100, 1 % of the role's) jobs; clear if
    L > Phi^-1(1 - (1 - level) / k) s+. None where the national mean is not below the best.
    """
    floor = max(FEWEST_JOBS, SECTOR_SHARE * nation.jobs)
    eligible = sectors[(sectors["error_pct"] < SECTOR_RSE_PCT) & (sectors["jobs"] >= floor) & sectors["value"].notna()]
    covered = float(eligible["jobs"].sum() / nation.jobs)
    if eligible.empty:
        return Lever(covered=covered, why=Reason.NONE_ELIGIBLE.value)
    best: Any = eligible["value"].idxmax()
    z = normal_quantile(1 - (1 - level) / len(eligible))
    return _lever(eligible.loc[best], nation, z, len(eligible), covered, place=best)


def _lever(row: "pd.Series[Any]", nation: Nation, z: float, eligible: int, covered: float, *, place: Any) -> Lever:
    value, error = float(row["value"]), float(row["error_pct"])
    log_gap = math.log(value / nation.value)
    low = log_gap - z * math.hypot(error / 100 + HALF_STEP, nation.error_pct / 100 + HALF_STEP)
    return Lever(
        value=value,
        gap=float(value - nation.value),
        gap_pct=100 * math.expm1(log_gap),
        at_least=float(nation.value * math.expm1(low)),
        place=place,
        eligible=eligible,
        covered=covered,
        why="" if low > 0 else Reason.NO_GAIN.value,
    )
