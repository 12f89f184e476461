"""Education steps: how many workers of each role hold each level, and which level is typical for entry."""

import pandas as pd
from matplotlib.axes import Axes

from helpers.charts.bars import ranked_bars, ranked_bars_alt

_AXIS = "percent of workers"


def education_steps(frame: pd.DataFrame, names: tuple[str, str], *, level: str = "level", axis: str = _AXIS) -> Axes:
    """Draw a row a level from the lowest up, a bar a role; `frame` is in that order.

    It has `level`, `value_a`, `value_b` (percent of workers) with `reason_a`, `reason_b`, and optional `tag_a`,
    `tag_b`: a word beside the bar, such as "typical for entry".
    """
    return ranked_bars(frame, level, unit="pct", axis=axis, names=names, most=len(frame))


def education_steps_alt(frame: pd.DataFrame, names: tuple[str, str], *, level: str = "level", axis: str = _AXIS) -> str:
    """Return the steps in words: each level with both shares."""
    return ranked_bars_alt(frame, level, unit="pct", axis=axis, names=names, most=len(frame))
