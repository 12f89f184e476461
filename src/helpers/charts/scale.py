"""A value axis drawn by hand: round steps, a base line, the unit in words. Cheaper than a full set of ticks."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from helpers.charts.theme import INK, LINE, MUTED, SMALL, write

Z_90 = 1.645
"""Standard errors to either side that make a 90 % interval, the publisher's customary level."""


def errors_at(level: float) -> float:
    """Return how many standard errors to either side make an interval of this level, to three places as `Z_90`."""
    return round(NormalDist().inv_cdf(0.5 + level / 2), 3)


@dataclass(frozen=True)
class Scale:
    """Values `low` to `high` laid from `left` to `right` in points."""

    low: float
    high: float
    left: float
    right: float
    steps: tuple[float, ...]

    def at(self, value: float) -> float:
        """Return where a value stands, held inside the two ends."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + min(1.0, max(0.0, share)) * (self.right - self.left)


def scale_for(values: Sequence[float], *, left: float, right: float, zero: bool = False, most: int = 5) -> Scale:
    """Return a scale around the finite values with round steps; `zero` makes it start (or pass) at 0."""
    known = [float(v) for v in values if v is not None and math.isfinite(v)]
    if not known:
        raise ValueError("no value to draw")
    low, high = min(known), max(known)
    if zero:
        low, high = min(low, 0.0), max(high, 0.0)
    if low == high:
        low, high = (0.0, high) if high > 0 else (low, max(0.0, low + 1))
        low, high = (low, high) if low < high else (low, low + 1)
    rough = (high - low) / most
    unit = 10 ** math.floor(math.log10(rough))
    step = next(unit * m for m in (1, 2, 2.5, 5, 10) if unit * m >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    steps = tuple(round(i * step, 10) for i in range(first, last + 1))
    return Scale(steps[0], steps[-1], left, right, steps)


def draw_scale(
    axes: Axes,
    scale: Scale,
    *,
    lanes: Sequence[tuple[float, float]],
    bottom: float,
    label: str,
    form: Callable[[float], str],
) -> None:
    """Draw fine upright lines through the lanes (top, bottom), the values at the bottom and the unit under those."""
    spots = [(scale.at(step), step == 0 and scale.low < 0) for step in scale.steps]
    for zero, colour in ((False, LINE), (True, INK)):
        rules = [[(x, top), (x, low)] for x, is_zero in spots if is_zero == zero for top, low in lanes]
        if rules:
            axes.add_collection(
                LineCollection(rules, colors=colour, linewidths=0.8, clip_on=False, zorder=0), autolim=False
            )
    for step in scale.steps:
        x = scale.at(step)
        side = "left" if x < 14 else "right" if x > 406 else "center"
        write(axes, x, bottom + 13, form(step), color=MUTED, size=SMALL, ha=side)
    write(axes, (scale.left + scale.right) / 2, bottom + 28, label, color=MUTED, size=SMALL, ha="center")
