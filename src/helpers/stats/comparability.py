"""Which figures may stand beside each other: one unit, one survey.

Source: methods 11 and 12. Yearly pay is 2,080 times the hourly wage before rounding; the printed hour misses the
year by up to $15.2, so that no unit is converted into the other. The household survey's weekly earnings (full time, as
people report them, no error here) are never mixed with the employer survey's; where they turn the order, it is said.
"""

import numpy as np
import numpy.typing as npt

from helpers.base.vocabulary import Match
from helpers.stats.distributions import Flags, Numbers
from helpers.stats.means import MEANINGFUL_PCT, log_limit

ANNUAL, HOURLY = "annual", "hourly"


def common_unit(annual_a: Numbers, hourly_a: Numbers, annual_b: Numbers, hourly_b: Numbers) -> "npt.NDArray[np.str_]":
    """Return 'annual' where both sides publish a year's figure, else 'hourly' where both publish an hour's, else ''.

    The arguments are figures, NaN where not published, or flags whether there is one (a bound is one).
    """
    yearly, hours = _there(annual_a) & _there(annual_b), _there(hourly_a) & _there(hourly_b)
    return np.where(yearly, ANNUAL, np.where(hours, HOURLY, ""))


def household_remark(
    weekly_a: Numbers, weekly_b: Numbers, median_a: Numbers, median_b: Numbers, match_a: Match, match_b: Match
) -> Flags:
    """Return whether the household survey has the two the other way round.

    Both Census lines are exact, the weekly medians are in the opposite order of the employer survey's medians, and
    those are more than 5 % apart. `weekly` in dollars a week, `median` in dollars a year; missing figures give False.
    """
    weekly = np.log(np.asarray(weekly_b, dtype=np.float64) / np.asarray(weekly_a, dtype=np.float64))
    yearly = np.log(np.asarray(median_b, dtype=np.float64) / np.asarray(median_a, dtype=np.float64))
    exact = match_a is Match.EXACT and match_b is Match.EXACT
    apart = np.abs(yearly) > log_limit(MEANINGFUL_PCT)
    return np.atleast_1d((weekly * yearly < 0) & apart & exact)


def _there(figure: Numbers) -> Flags:
    values = np.atleast_1d(np.asarray(figure))
    return values if values.dtype == np.bool_ else ~np.isnan(values.astype(np.float64))
