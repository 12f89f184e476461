"""The way from one role to another as a graph: a stop a row, placed by its median pay, joined by arrows."""

import itertools
from collections.abc import Sequence

import pandas as pd
from matplotlib.axes import Axes

from helpers import formats
from helpers.charts.scale import draw_scale, scale_for
from helpers.charts.theme import INK, MUTED, ROLE_A, ROLE_B, SIZE, SMALL, WIDTH, canvas, fit, text_width, themed, write

_ROW = 84.0


@themed
def stepping_stones(
    stops: pd.DataFrame, hops: Sequence[str], *, axis: str = "median pay, US dollars a year", start: str = "a"
) -> Axes:
    """Draw the stops from top to bottom, each at its median pay, and an arrow a hop with its words beside it.

    `stops` has `name` and `pay`; `hops` one short text for each arrow. The first stop is drawn as the role of side
    `start`, the last as the other role, those in between as open squares. Raises ValueError for a wrong number of hops.
    """
    rows = _rows(stops, hops)
    scale = scale_for([pay for _, pay in rows], left=26, right=WIDTH - 40)
    bottom = 8 + _ROW * (len(rows) - 1) + 44
    axes = canvas(bottom + 36)
    draw_scale(axes, scale, lanes=[(bottom - 12, bottom - 4)], bottom=bottom, label=axis, form=formats.usd_short)
    places = [(scale.at(pay), 34 + _ROW * i) for i, (_, pay) in enumerate(rows)]
    for (x, y), (next_x, next_y) in itertools.pairwise(places):
        axes.annotate(
            "",
            xy=(next_x, next_y - 26),
            xytext=(x, y + 27),
            arrowprops={"arrowstyle": "-|>", "color": MUTED, "linewidth": 1.4, "shrinkA": 0, "shrinkB": 0},
            annotation_clip=False,
        )
    ends = ((ROLE_A, "o"), (ROLE_B, "D")) if start == "a" else ((ROLE_B, "D"), (ROLE_A, "o"))
    for i, ((name, pay), (x, y)) in enumerate(zip(rows, places, strict=True)):
        colour, marker = ends[0] if i == 0 else ends[1] if i == len(rows) - 1 else (INK, "s")
        fill = colour if i in (0, len(rows) - 1) else "none"
        axes.plot([x], [y], marker=marker, markersize=8, color=colour, markerfacecolor=fill, linestyle="none", zorder=4)
        text = f"{fit(name, WIDTH - 90, lines=1)[0]}, {formats.usd(pay)}"
        _beside(axes, x, y - 13, text, colour=colour, size=SIZE)
        if i < len(hops):
            _beside(axes, x, y + 20, fit(hops[i], WIDTH - 30, SMALL, lines=1)[0], colour=MUTED, size=SMALL)
    return axes


def stepping_stones_alt(
    stops: pd.DataFrame, hops: Sequence[str], *, axis: str = "median pay, US dollars a year", start: str = "a"
) -> str:
    """Return the graph in words: every stop with its pay, and every hop between them."""
    rows = _rows(stops, hops)
    said = [f"{name}, {formats.usd(pay)}" for name, pay in rows]
    steps = [f"then, {hop}, to {name}" for hop, name in zip(hops, said[1:], strict=True)]
    side = "first" if start == "a" else "second"
    return f"Graph of a way from the {side} role to the other, {axis}: {'; '.join([said[0], *steps])}."


def _rows(stops: pd.DataFrame, hops: Sequence[str]) -> list[tuple[str, float]]:
    if len(stops) < 2 or len(hops) != len(stops) - 1:
        raise ValueError(f"{len(stops)} stops need one hop between each two; got {len(hops)}")
    return [(str(name), float(pay)) for name, pay in zip(stops["name"], stops["pay"], strict=True)]


def _beside(axes: Axes, x: float, y: float, text: str, *, colour: str, size: float) -> None:
    """Write a text centred at x, moved aside as far as the chart's edges ask for."""
    wide = text_width(text, size)
    left = max(4.0, min(x - wide / 2, WIDTH - 4 - wide))
    write(axes, left, y, text, color=colour, size=size)
