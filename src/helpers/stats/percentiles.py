"""Pay at a percentile, and the percentile of a pay, from the five that are published.

Between two published percentiles the logarithm of pay runs straight, as in `odds`; only the two around a figure must be
published and apart. Nothing is read below the 10th or above the 90th: nothing is published there.
"""

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from helpers.base.vocabulary import Reason

PERCENTILES = (10, 25, 50, 75, 90)


class Reading(NamedTuple):
    """A figure, or the reason there is none: `value` is NaN exactly where `why` is not empty."""

    value: float
    why: str = ""


def pay_at(steps: Sequence[float], percentile: float) -> Reading:
    """Return the pay at a percentile (10 to 90), in the unit of the five `steps` (NaN where not published)."""
    if not PERCENTILES[0] <= percentile <= PERCENTILES[-1]:
        return _none(Reason.OUTSIDE_STEPS)
    if percentile in PERCENTILES:
        step = PERCENTILES.index(int(percentile))
        near = [steps[place] for place in (step - 1, step + 1) if 0 <= place < len(steps)]
        if math.isnan(steps[step]):
            return _none(Reason.NOT_GIVEN)
        return _none(Reason.EQUAL_STEPS) if steps[step] in near else Reading(float(steps[step]))
    left = int(np.searchsorted(PERCENTILES, percentile)) - 1
    if why := _unusable(steps, left):
        return _none(why)
    share = (percentile - PERCENTILES[left]) / (PERCENTILES[left + 1] - PERCENTILES[left])
    low, high = math.log(steps[left]), math.log(steps[left + 1])
    return Reading(math.exp(low + share * (high - low)))


def percentile_of(steps: Sequence[float], pay: float) -> Reading:
    """Return the percentile (10 to 90) at which a pay stands among `steps`, or why it cannot be told.

    A pay below the lowest or above the highest published step is outside; compare it with the step for the side.
    """
    known = [place for place, step in enumerate(steps) if not math.isnan(step)]
    if not known:
        return _none(Reason.NOT_GIVEN)
    if not steps[known[0]] <= pay <= steps[known[-1]]:
        return _none(Reason.OUTSIDE_STEPS)
    for left in range(len(PERCENTILES) - 1):
        if steps[left] <= pay <= steps[left + 1]:
            if why := _unusable(steps, left):
                return _none(why)
            share = math.log(pay / steps[left]) / math.log(steps[left + 1] / steps[left])
            return Reading(PERCENTILES[left] + share * (PERCENTILES[left + 1] - PERCENTILES[left]))
    exact = [PERCENTILES[place] for place in known if steps[place] == pay]
    return Reading(float(exact[0])) if exact else _none(Reason.NOT_GIVEN)


def _unusable(steps: Sequence[float], left: int) -> Reason | None:
    low, high = steps[left], steps[left + 1]
    if math.isnan(low) or math.isnan(high):
        return Reason.NOT_GIVEN
    if low == high:
        return Reason.EQUAL_STEPS
    return None if 0 < low < high else Reason.OUT_OF_ORDER


def _none(why: Reason) -> Reading:
    return Reading(math.nan, why.value)


def equally_likely(steps: Sequence[float], workers: int) -> list[float]:
    """Return the pay of so many equally likely workers, lowest first, at the mid-points of equal slices.

    As for the odds: log pay runs straight between the five `steps`, and the tails go on with the slope beside them, so
    that what lies below the 10th or above the 90th percentile is a drawing, not a figure.
    """
    logs = [math.log(step) for step in steps]
    low, high = (PERCENTILES[0] / (PERCENTILES[1] - PERCENTILES[0]) * (logs[i + 1] - logs[i]) for i in (0, 3))
    ranks = [0.0, *(percentile / 100 for percentile in PERCENTILES), 1.0]
    at = (np.arange(workers) + 0.5) / workers
    return [float(pay) for pay in np.exp(np.interp(at, ranks, [logs[0] - low, *logs, logs[-1] + high]))]
