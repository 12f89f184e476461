"""What there is and what is missing: bars cut by quality, and a grid of shares with the number in each."""

import textwrap
from collections.abc import Sequence

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from helpers import formats
from helpers.charts.theme import (
    INK,
    LINE,
    MUTED,
    NEUTRAL,
    ON_STEPS,
    PAPER,
    SMALL,
    STEPS,
    WIDTH,
    canvas,
    fit,
    themed,
    write,
)

_FILLS: tuple[tuple[str, str, str | None], ...] = (
    (STEPS[4], STEPS[4], None),
    (STEPS[2], STEPS[4], None),
    (PAPER, STEPS[3], "////"),
    (NEUTRAL, MUTED, None),
)
"""Fill, edge and hatch of the first, second ... part of a bar: best first."""
_EDGES = (25.0, 50.0, 75.0, 100.0)
_NAMES_WIDE = 152.0
_ROW = 27.0


@themed
def quality_bars(frame: pd.DataFrame, label: str, parts: Sequence[str], *, unit: str, total: str = "codes") -> Axes:
    """Draw a row a line: its name, a bar of full width cut into `parts` by their share, and the count of each.

    `frame` has the columns `label`, `parts` (counts, at most four, the best first) and `total`, their sum, of which
    none is 0; `unit` says what is counted. Parts differ by fill, hatch and the words below, never by colour alone.
    Raises ValueError for counts that do not add up to the total.
    """
    if len(parts) > len(_FILLS) or frame.empty:
        raise ValueError(f"{len(frame)} rows of {len(parts)} parts cannot be drawn")
    if (frame[list(parts)].sum(axis=1) != frame[total]).any() or (frame[total] <= 0).any():
        raise ValueError("the parts of a bar must add up to its total")
    tall, top = 51.0, 26.0
    axes = canvas(top + tall * len(frame) + 14)
    x = 2.0
    for part, style in zip(parts, _FILLS, strict=False):
        _part(axes, x, 6, 13, 11, style)
        write(axes, x + 18, 16, part, size=SMALL)
        x += 18 + len(part) * 5.9 + 16
    for i, row in enumerate(frame.to_dict("records")):
        y = top + tall * i
        count = f"{formats.count(row[total])}"
        write(axes, 2, y + 12, fit(str(row[label]), WIDTH - 70, lines=1)[0])
        write(axes, WIDTH - 2, y + 12, count, ha="right", color=MUTED, size=SMALL)
        x, shown = 2.0, [(part, row[part], style) for part, style in zip(parts, _FILLS, strict=False) if row[part]]
        for _, number, style in shown:
            wide = (WIDTH - 4) * number / row[total]
            _part(axes, x, y + 17, wide, 12, style)
            x += wide
        words = " · ".join(f"{part} {formats.count(number)}" for part, number, _ in shown)
        write(axes, 2, y + 41, words, color=MUTED, size=SMALL)
    write(axes, WIDTH / 2, top + tall * len(frame) + 8, unit, color=MUTED, size=SMALL, ha="center")
    return axes


def quality_bars_alt(frame: pd.DataFrame, label: str, parts: Sequence[str], *, unit: str, total: str = "codes") -> str:
    """Return the bars in words: every row with its total and the parts that are not 0, in the order drawn."""
    told = []
    for row in frame.to_dict("records"):
        counts = ", ".join(f"{part} {formats.count(row[part])}" for part in parts if row[part])
        told.append(f"{row[label]}, {formats.count(row[total])}: {counts}")
    return f"Bars, {unit}. {'; '.join(told)}." if told else f"Bars, {unit}: there are no rows."


@themed
def share_grid(frame: pd.DataFrame, label: str, columns: Sequence[tuple[str, str]], *, unit: str) -> Axes:
    """Draw a row a line and a tile a column, shaded in five steps with the percent written on it.

    `frame` has `label` and a percent (0 to 100, none missing) for each of `columns`: (column, heading). Percents are
    cut, not rounded, so that 100 means all. The steps are below 25, 50, 75 and 100 percent, and 100. Raises ValueError
    without rows, or for a percent outside 0 to 100.
    """
    values = frame[[column for column, _ in columns]].to_numpy(float)
    if not values.size or not ((values >= 0) & (values <= 100)).all():
        raise ValueError("a grid needs rows, and percents from 0 to 100")
    wide = (WIDTH - _NAMES_WIDE) / len(columns)
    top = 12 + max(len(heading) for _, heading in columns) * 5.9
    names = [textwrap.wrap(str(name), 24) for name in frame[label]]
    edges = np.cumsum([top, *(_ROW + 11.5 * max(0, len(lines) - 2) for lines in names)])
    axes = canvas(float(edges[-1]) + 44)
    for j, (_, heading) in enumerate(columns):
        x = _NAMES_WIDE + wide * (j + 0.5) + 4
        write(axes, x, top - 6, heading, size=SMALL, rotation=90, rotation_mode="anchor", ha="left")
    corners, fills = [], []
    for lines, row, y, below in zip(names, values, edges[:-1], edges[1:], strict=True):
        middle = (y + below) / 2 + 4
        for k, text in enumerate(lines):
            write(axes, 2, middle + 11.5 * (k - (len(lines) - 1) / 2), text, size=SMALL)
        for j, value in enumerate(row):
            x, step = _NAMES_WIDE + wide * j, _step(value)
            corners.append([(x + 1, y + 1), (x + wide - 1, y + 1), (x + wide - 1, below - 1), (x + 1, below - 1)])
            fills.append(STEPS[step])
            write(axes, x + wide / 2, middle, f"{int(value)}", color=ON_STEPS[step], size=SMALL, ha="center")
    axes.add_collection(
        PolyCollection(corners, facecolors=fills, edgecolors=LINE, linewidths=0.6, clip_on=False), autolim=False
    )
    y = float(edges[-1]) + 10
    for i, words in enumerate(("under 25", "25 to 49", "50 to 74", "75 to 99", "100")):
        x = 2 + i * (WIDTH - 4) / 5
        axes.add_patch(Rectangle((x, y), 12, 11, facecolor=STEPS[i], edgecolor=LINE, linewidth=0.6, clip_on=False))
        write(axes, x + 17, y + 10, words, color=INK, size=SMALL)
    write(axes, WIDTH / 2, y + 28, unit, color=MUTED, size=SMALL, ha="center")
    return axes


def share_grid_alt(frame: pd.DataFrame, label: str, columns: Sequence[tuple[str, str]], *, unit: str) -> str:
    """Return the grid in words: for each column where it is 100, and otherwise the lowest and the highest row."""
    told = []
    for column, heading in columns:
        values = frame[column]
        if (values == 100).all():
            told.append(f"{heading}: 100 in every row")
            continue
        low, high = frame.iloc[int(values.argmin())], frame.iloc[int(values.argmax())]
        told.append(f"{heading}: from {int(low[column])} ({low[label]}) to {int(high[column])} ({high[label]})")
    return f"Grid of {len(frame)} rows, {unit}. {'; '.join(told)}."


def _step(value: float) -> int:
    return int(np.searchsorted(_EDGES, value, side="right"))


def _part(axes: Axes, x: float, y: float, wide: float, tall: float, style: tuple[str, str, str | None]) -> None:
    fill, edge, hatch = style
    axes.add_patch(
        Rectangle((x, y), wide, tall, facecolor=fill, edgecolor=edge, hatch=hatch, linewidth=0.8, clip_on=False)
    )
