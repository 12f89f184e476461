"""Two random workers, one of each role: in how many pairings the second earns more, as sharp bounds and a point.

Source: method 5. Between 0, the five percentiles and infinity lie the masses w = .10, .15, .25, .25, .15, .10. Bounds
for any shape within them: low = Sum w_i w_j [lower_j(B) >= upper_i(A)], high = Sum w_i w_j [upper_j(B) > lower_i(A)].
The point takes the logarithm of pay as straight between percentiles, each tail on the slope beside it; with such
distributions Int F_A(Q_B(u)) du is a sum over their knots. The percentiles' own sampling error is unknown, in neither.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.vocabulary import ModelOdds, Reason, SureOdds
from helpers.stats.distributions import Flags, Floats, Numbers

STEP_COUNT = 5
MASSES = np.array([0.10, 0.15, 0.25, 0.25, 0.15, 0.10])
SURE = pd.CategoricalDtype([word.value for word in SureOdds])
WORDS = pd.CategoricalDtype([word.value for word in ModelOdds])

_SLACK = 1e-9


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
    reasons = [_refused(steps, why) for steps, why in ((a, why_a), (b, why_b))]
    usable = (reasons[0] == "") & (reasons[1] == "")
    low, point, high = (np.full(len(a), np.nan) for _ in range(3))
    low[usable], high[usable] = odds_bounds(a[usable], b[usable])
    point[usable] = np.clip(odds_point(a[usable], b[usable]), low[usable], high[usable])
    behind = point < 0.5
    ahead = np.where(behind, 1 - point, point)
    least, most = np.where(behind, 1 - high, low), np.where(behind, 1 - low, high)
    side = np.where(reasons[0] == reasons[1], "both", np.where(reasons[0] != "", "first", "second"))
    return pd.DataFrame(
        {
            "low": low,
            "point": point,
            "high": high,
            "sign": np.where(usable, np.where(behind, -1, 1), 0).astype(np.int8),
            "sure": pd.Categorical.from_codes(np.where(usable, _sure(least), -1).tolist(), dtype=SURE),
            "words": pd.Categorical.from_codes(np.where(usable, _words(ahead, least, most), -1).tolist(), dtype=WORDS),
            "why": np.where(reasons[0] != "", reasons[0], reasons[1]),
            "why_side": np.where(usable, "", side),
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


def _sure(low: Floats) -> npt.NDArray[np.intp]:
    """Return the code of the words that the lower bound of the side ahead allows."""
    words = list(SureOdds)
    found = np.select(
        [low >= 3 / 4, low >= 2 / 3, low > 1 / 2],
        [words.index(word) for word in (SureOdds.THREE_OF_FOUR, SureOdds.TWO_OF_THREE, SureOdds.MORE_OFTEN)],
        default=words.index(SureOdds.EITHER_WAY),
    )
    return np.asarray(found, dtype=np.intp)


def _words(point: Floats, low: Floats, high: Floats) -> npt.NDArray[np.intp]:
    """Return the code of the words that point and bounds of the side ahead allow together."""

    def within(odds: float, reach: float) -> Flags:
        return np.asarray((odds - low <= reach + _SLACK) & (high - odds <= reach + _SLACK))

    more_often = low > 1 / 2
    words = list(ModelOdds)
    found = np.select(
        [
            (point < 0.555) & within(1 / 2, 0.25),
            (point >= 0.62) & (point < 0.71) & more_often & within(2 / 3, 0.20),
            (point >= 0.71) & (point < 0.82) & more_often & within(3 / 4, 0.20),
            (point >= 0.85) & (point < 0.95) & more_often & within(9 / 10, 0.20),
            (point >= 0.95) & (low >= 3 / 4),
        ],
        [
            words.index(word)
            for word in (
                ModelOdds.ONE_IN_TWO,
                ModelOdds.TWO_IN_THREE,
                ModelOdds.THREE_IN_FOUR,
                ModelOdds.NINE_IN_TEN,
                ModelOdds.MORE_THAN_NINE,
            )
        ],
        default=words.index(ModelOdds.RANGE_ONLY),
    )
    return np.asarray(found, dtype=np.intp)


def _refused(steps: Floats, why: Numbers) -> "npt.NDArray[np.object_]":
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
