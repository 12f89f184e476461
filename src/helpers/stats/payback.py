"""What a switch from A to B may cost at most, to be paid back by the pay it brings.

Source: method 9. Both ways, before tax, at published pay that stays as it is; the clock runs from the first day in B.
No tuition and no chance of landing the role is assumed: no table here has them. Training on the job is not priced.
"""

import math
from collections.abc import Mapping

import numpy as np
import pandas as pd

from helpers.stats.distributions import Floats, Numbers

RATE_PCT = 3.0
_MONTHLY = 1 / (1 + RATE_PCT / 1200)
"""What a dollar in a month is worth today."""
SCHOOL_YEARS: Mapping[str, int] = {
    "No formal educational credential": 0,
    "High school diploma or equivalent": 0,
    "Some college, no degree": 1,
    "Postsecondary nondegree award": 1,
    "Associate's degree": 2,
    "Bachelor's degree": 4,
    "Master's degree": 6,
    "Doctoral or professional degree": 8,
}
"""Years of school past high school to each level of typical entry education; the years are ours."""


def payback(median_a: float, p25_b: float, median_b: float, *, entry_a: str, entry_b: str) -> pd.DataFrame:
    """Return what the switch brings and may cost, for one who stays at B's 25th percentile and one in its middle.

    Rows: `p25`, `median` (pay on entering B; a climb lies between, how fast is not known). Pay is a year's, in US
    dollars; NaN gives NaN. Columns: `school_years` and `given_up`, A's median for each of them (the entry education of
    the table entry_requirements); `more` a year, B's pay minus A's median; `most_5` and `most_10`, the most that
    training and lost pay may cost to be paid back within 5 and 10 years, 0 where nothing is gained; `back_years`, when
    the pay given up alone is back: 0 where none is, infinite where never.
    """
    years = school_years(entry_a, entry_b)
    more = np.array([p25_b - median_a, median_b - median_a])
    given_up = years * median_a
    return pd.DataFrame(
        {
            "school_years": years,
            "given_up": given_up,
            "more": more,
            "most_5": most_it_may_cost(more, 5),
            "most_10": most_it_may_cost(more, 10),
            "back_years": [years_to_recover(given_up, one) for one in more.tolist()],
        },
        index=pd.Index(["p25", "median"], name="entering_at"),
    )


def school_years(entry_a: str, entry_b: str) -> float:
    """Return the years of school that B typically asks for beyond A, never below 0; NaN for a level not listed."""
    if entry_a not in SCHOOL_YEARS or entry_b not in SCHOOL_YEARS:
        return math.nan
    return float(max(0, SCHOOL_YEARS[entry_b] - SCHOOL_YEARS[entry_a]))


def annuity(years: float) -> float:
    """Return today's value of a dollar at the start of each month: Sum over t < 12 T of (1 + rate / 12)^-t."""
    return float((1 - _MONTHLY ** (12 * years)) / (1 - _MONTHLY))


def most_it_may_cost(more: Numbers, years: float) -> Floats:
    """Return the most a switch may cost to be paid back within `years` by `more` dollars a year; 0 without a gain."""
    gained = np.asarray(more, dtype=np.float64) / 12 * annuity(years)
    return np.asarray(np.maximum(gained, 0.0))


def years_to_recover(amount: float, more: float) -> float:
    """Return the years until `more` dollars a year have paid back an amount; infinite if they never do."""
    if math.isnan(amount) or math.isnan(more):
        return math.nan
    if amount == 0:
        return 0.0
    if more <= 0:
        return math.inf
    left = 1 - amount * (1 - _MONTHLY) * 12 / more
    return math.log(left) / math.log(_MONTHLY) / 12 if left > 0 else math.inf
