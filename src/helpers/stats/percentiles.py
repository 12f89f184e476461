"""Pay by the five percentiles that are published: at a percentile, of so many workers, of two workers at random.

Between two published percentiles the logarithm of pay runs straight. Nothing is read below the 10th or above the 90th:
nothing is published there; odds and drawn workers take each tail on the slope beside it.

Odds: in how many pairings of two random workers, one of each role, the second earns more, as sharp bounds and a point.
Source: method 5. Between 0, the five percentiles and infinity lie the masses w = .10, .15, .25, .25, .15, .10. Bounds
for any shape within them: low = Sum w_i w_j [lower_j(B) >= upper_i(A)], high = Sum w_i w_j [upper_j(B) > lower_i(A)].
The point takes the straight logarithm; with such distributions Int F_A(Q_B(u)) du is a sum over their knots. The
percentiles' own sampling error is unknown, in neither.
"""

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from helpers.base.vocabulary import ModelOdds, Reason, SureOdds
from helpers.stats.distributions import Codes, Flags, Floats, Numbers, Texts, first_that_holds, why_of_both

PERCENTILES = (10, 25, 50, 75, 90)
STEP_COUNT = 5
MASSES = np.array([0.10, 0.15, 0.25, 0.25, 0.15, 0.10])
SURE = pd.CategoricalDtype([word.value for word in SureOdds])
WORDS = pd.CategoricalDtype([word.value for word in ModelOdds])

_SLACK = 1e-9


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

    What lies below the 10th or above the 90th percentile of the five `steps` is a drawing, not a figure.
    """
    logs = [math.log(step) for step in steps]
    low, high = (PERCENTILES[0] / (PERCENTILES[1] - PERCENTILES[0]) * (logs[i + 1] - logs[i]) for i in (0, 3))
    ranks = [0.0, *(percentile / 100 for percentile in PERCENTILES), 1.0]
    at = (np.arange(workers) + 0.5) / workers
    return [float(pay) for pay in np.exp(np.interp(at, ranks, [logs[0] - low, *logs, logs[-1] + high]))]


def compare_odds(
    steps_a: Numbers | pd.DataFrame,
    steps_b: Numbers | pd.DataFrame,
    *,
    why_a: Numbers = "",
    why_b: Numbers = "",
) -> pd.DataFrame:
    """Return the odds (0 to 1) that a random worker of B earns more than one of A, for each row of five percentiles.

    Both have shape (5,) or (rows, 5), in one unit; `why_a` and `why_b` say why a percentile of the side is missing.
    Columns: `low`, `point`, `high`; `sign`, 1 where B is ahead, -1 where A is (point below 1/2); `sure` (`SURE`), what
    low alone allows to say of the side that is ahead; `words` (`WORDS`), what point and bounds allow, else 'range
    only'; `why` and `why_side` ('first', 'second', 'both'). Refused where a percentile is missing or bounded, equals
    its neighbour, or lies below it. The index is that of `steps_a` if it is a frame.
    """
    a, b = _matrix(steps_a), _matrix(steps_b)
    index = steps_a.index if isinstance(steps_a, pd.DataFrame) else pd.RangeIndex(len(a))
    reasons = _refused(a, why_a), _refused(b, why_b)
    usable = (reasons[0] == "") & (reasons[1] == "")
    low, point, high = (np.full(len(a), np.nan) for _ in range(3))
    low[usable], high[usable] = odds_bounds(a[usable], b[usable])
    point[usable] = np.clip(odds_point(a[usable], b[usable]), low[usable], high[usable])
    behind = point < 0.5
    ahead = np.where(behind, 1 - point, point)
    least, most = np.where(behind, 1 - high, low), np.where(behind, 1 - low, high)
    why, side = why_of_both(*reasons)
    return pd.DataFrame(
        {
            "low": low,
            "point": point,
            "high": high,
            "sign": np.where(usable, np.where(behind, -1, 1), 0).astype(np.int8),
            "sure": pd.Categorical.from_codes(np.where(usable, _sure(least), -1).tolist(), dtype=SURE),
            "words": pd.Categorical.from_codes(np.where(usable, _words(ahead, least, most), -1).tolist(), dtype=WORDS),
            "why": why,
            "why_side": side,
        },
        index=index,
    )


def odds_bounds(steps_a: Floats, steps_b: Floats) -> tuple[Floats, Floats]:
    """Return the least and the greatest odds that B earns more, for rows of rising percentiles, whatever the shape."""
    lower_b, upper_b = (np.insert(steps_b, place, end, axis=1) for place, end in ((0, 0.0), (STEP_COUNT, np.inf)))
    lower_a, upper_a = (np.insert(steps_a, place, end, axis=1) for place, end in ((0, 0.0), (STEP_COUNT, np.inf)))
    low, high = np.zeros(len(steps_a)), np.zeros(len(steps_a))
    for band, mass in enumerate(MASSES):
        low += mass * ((lower_b >= upper_a[:, band, None]) @ MASSES)
        high += mass * ((upper_b > lower_a[:, band, None]) @ MASSES)
    return low, high


def odds_point(steps_a: Floats, steps_b: Floats) -> Floats:
    """Return the odds that B earns more under straight log pay between percentiles, exact, for rows of percentiles.

    With densities that step by alpha_p at the knots x_p of A and by beta_q at the knots y_q of B, the odds are
    -Sum alpha_p beta_q max(y_q - x_p, 0)^2 / 2.
    """
    (knots_a, alpha), (knots_b, beta) = _density_steps(steps_a), _density_steps(steps_b)
    odds = np.zeros(len(steps_a))
    for knot in range(STEP_COUNT + 2):
        ahead = np.maximum(knots_b - knots_a[:, knot, None], 0.0)
        odds -= alpha[:, knot] * (beta * ahead * ahead).sum(axis=1) / 2
    return odds


def _density_steps(steps: Floats) -> tuple[Floats, Floats]:
    """Return the seven knots of log pay and by how much the density steps up at each."""
    logs = np.log(steps)
    tail = MASSES[0] / MASSES[1]
    first = logs[:, :1] - tail * (logs[:, 1:2] - logs[:, :1])
    last = logs[:, -1:] + tail * (logs[:, -1:] - logs[:, -2:-1])
    knots = np.concatenate([first, logs, last], axis=1)
    density = MASSES / np.diff(knots, axis=1)
    return knots, np.diff(density, axis=1, prepend=0.0, append=0.0)


def _sure(low: Floats) -> Codes:
    """Return the code of the words that the lower bound of the side ahead allows."""
    rules = [
        (SureOdds.THREE_OF_FOUR, low >= 3 / 4),
        (SureOdds.TWO_OF_THREE, low >= 2 / 3),
        (SureOdds.MORE_OFTEN, low > 1 / 2),
    ]
    return first_that_holds(rules, SureOdds.EITHER_WAY)


def _words(point: Floats, low: Floats, high: Floats) -> Codes:
    """Return the code of the words that point and bounds of the side ahead allow together."""

    def about(least: float, below: float, odds: float, reach: float = 0.20) -> Flags:
        near = (odds - low <= reach + _SLACK) & (high - odds <= reach + _SLACK)
        return np.asarray((point >= least) & (point < below) & near)

    more_often = low > 1 / 2
    return first_that_holds(
        [
            (ModelOdds.ONE_IN_TWO, about(0, 0.555, 1 / 2, 0.25)),
            (ModelOdds.TWO_IN_THREE, about(0.62, 0.71, 2 / 3) & more_often),
            (ModelOdds.THREE_IN_FOUR, about(0.71, 0.82, 3 / 4) & more_often),
            (ModelOdds.NINE_IN_TEN, about(0.85, 0.95, 9 / 10) & more_often),
            (ModelOdds.MORE_THAN_NINE, (point >= 0.95) & (low >= 3 / 4)),
        ],
        ModelOdds.RANGE_ONLY,
    )


def _refused(steps: Floats, why: Numbers) -> Texts:
    """Return for each row why it is refused, empty where it is not."""
    given = np.broadcast_to(np.asarray(why, dtype=object), len(steps))
    apart = np.diff(steps, axis=1)
    found = np.full(len(steps), "", dtype=object)
    found[(apart == 0).any(axis=1)] = Reason.EQUAL_STEPS.value
    found[(apart < 0).any(axis=1) | (steps <= 0).any(axis=1)] = Reason.OUT_OF_ORDER.value
    missing = np.isnan(steps).any(axis=1)
    found[missing] = np.where(given[missing] == "", Reason.NOT_GIVEN.value, given[missing])
    return found


def _matrix(steps: Numbers | pd.DataFrame) -> Floats:
    values: Any = steps.to_numpy(np.float64, na_value=np.nan) if isinstance(steps, pd.DataFrame) else steps
    found = np.asarray(values, dtype=np.float64)
    if found.ndim not in (1, 2) or found.shape[-1] != STEP_COUNT:
        raise ValueError(f"a role needs the percentiles 10, 25, 50, 75 and 90; got the shape {found.shape}")
    return found.reshape(-1, STEP_COUNT)
