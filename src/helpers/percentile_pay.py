"""Pay at a percentile, and the percentile of a pay, from the five percentiles that are published.

Between two published percentiles the logarithm of pay runs in a straight line, as in `odds`; only the two around a
figure must be published. Nothing is read below the 10th or above the 90th percentile: nothing is published there.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from helpers.odds import NOT_RESOLVED, PERCENTILES, Answer


@dataclass(frozen=True)
class PercentilePay:
    """The five published percentiles of one occupation's pay, NaN where one is missing, and why it is.

    `values` and `reasons` follow `odds.PERCENTILES`; a reason is empty where there is a value.
    """

    values: Sequence[float]
    reasons: Sequence[str]

    def __post_init__(self) -> None:
        """Refuse lists of another length, and a missing figure without a reason."""
        if len(self.values) != len(PERCENTILES) or len(self.reasons) != len(PERCENTILES):
            raise ValueError(f"five percentiles {PERCENTILES} are needed, each with its reason")
        for value, reason in zip(self.values, self.reasons, strict=True):
            if np.isnan(value) == (reason == ""):
                raise ValueError("a percentile needs either a value or a reason")

    def pay_at(self, percentile: float) -> Answer:
        """Return the pay at a percentile (10 to 90), or why it cannot be read.

        Refused: a percentile around it that is missing, and one that equals its published neighbour: the survey did not
        tell the two apart.
        """
        if not PERCENTILES[0] <= percentile <= PERCENTILES[-1]:
            return Answer(
                None, f"nothing is published below the {PERCENTILES[0]}th or above the {PERCENTILES[-1]}th percentile"
            )
        if percentile in PERCENTILES:
            place = PERCENTILES.index(int(percentile))
            if self.reasons[place]:
                return Answer(None, self._missing(place))
            if any(self._flat(left) for left in (place - 1, place)):
                return Answer(None, NOT_RESOLVED)
            return Answer(float(self.values[place]))
        left = int(np.searchsorted(PERCENTILES, percentile)) - 1
        if why := self._unusable(left):
            return Answer(None, why)
        along = (percentile - PERCENTILES[left]) / (PERCENTILES[left + 1] - PERCENTILES[left])
        low, high = np.log(self.values[left]), np.log(self.values[left + 1])
        return Answer(float(np.exp(low + along * (high - low))))

    def percentile_of(self, pay: float) -> Answer:
        """Return the percentile (10 to 90) at which a pay stands, or on which side of what is published it lies."""
        known = [place for place, reason in enumerate(self.reasons) if not reason]
        if not known:
            return Answer(None, self._missing(0))
        lowest, highest = known[0], known[-1]
        if pay < self.values[lowest]:
            return Answer(None, f"below the {PERCENTILES[lowest]}th percentile, the lowest published")
        if pay > self.values[highest]:
            return Answer(None, f"above the {PERCENTILES[highest]}th percentile, the highest published")
        for left in range(lowest, highest):
            low, high = self.values[left], self.values[left + 1]
            if not self.reasons[left] and not self.reasons[left + 1] and low <= pay <= high:
                if why := self._unusable(left):
                    return Answer(None, why)
                along = (np.log(pay) - np.log(low)) / (np.log(high) - np.log(low))
                return Answer(float(PERCENTILES[left] + along * (PERCENTILES[left + 1] - PERCENTILES[left])))
        return Answer(float(PERCENTILES[lowest])) if pay == self.values[lowest] else Answer(None, "not resolved there")

    def _flat(self, left: int) -> bool:
        return 0 <= left < len(PERCENTILES) - 1 and self.values[left] == self.values[left + 1]

    def _unusable(self, left: int) -> str:
        for place in (left, left + 1):
            if self.reasons[place]:
                return self._missing(place)
        if self._flat(left):
            return NOT_RESOLVED
        return "" if 0 < self.values[left] < self.values[left + 1] else "percentiles are out of order"

    def _missing(self, place: int) -> str:
        return f"{PERCENTILES[place]}th percentile: {self.reasons[place]}"
