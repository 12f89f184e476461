"""Ranked bars: places, industries or anything with a name, a value and its error, one or both roles."""

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection

from helpers import formats
from helpers.charts.scale import Z_90, draw_scale, scale_for
from helpers.charts.theme import INK, MUTED, SIDES, SMALL, WIDTH, canvas, fit, text_width, themed, write
from helpers.formats import is_missing


def _value(row: Mapping[Any, Any], name: str) -> float | None:
    found: Any = row.get(name)
    return None if is_missing(found) or not math.isfinite(float(found)) else float(found)


def _short(unit: str) -> Callable[[float], str]:
    if unit in ("usd", "usd_per_year"):
        return formats.usd_short
    return formats.pct if unit == "pct" else lambda v: formats.figure(v, unit)


def _tags(rows: Sequence[Mapping[Any, Any]]) -> float:
    """Return how much room the longest tag beside a bar takes."""
    tags = [str(row[name]) for row in rows for name in ("tag_a", "tag_b") if not is_missing(row.get(name))]
    return max((text_width(tag, SMALL) for tag in tags), default=0.0)


@themed
def ranked_bars(
    frame: pd.DataFrame,
    label: str,
    *,
    unit: str = "usd_per_year",
    axis: str = "US dollars a year",
    sides: Sequence[str] = ("a", "b"),
    names: tuple[str, str] = ("", ""),
    most: int = 10,
) -> Axes:
    """Draw the first `most` rows in the order given: the name, and under it a bar a role from 0 with its 90 % whisker.

    `frame` has the column `label` and for each side `value_a`, `error_a` (relative standard error, percent),
    `reason_a`. A missing figure is written as its reason. `sides` picks one role or both, `names` labels
    them once, at the top.
    """
    rows = frame.head(most).to_dict("records")
    shown = [[(side, _value(row, f"value_{side}"), _value(row, f"error_{side}")) for side in sides] for row in rows]
    ends = [v * (1 + Z_90 * (e or 0) / 100) for bars in shown for _, v, e in bars if v is not None]
    scale = scale_for(ends or [1.0], left=4, right=WIDTH - (62 + _tags(rows)), zero=True)
    thick = 9.0 if len(sides) > 1 else 11.0
    labels = [fit(str(row[label]), WIDTH - 8, lines=1)[0] for row in rows]
    tall = 17 + len(sides) * (thick + 3) + 7
    top = 4.0 + (18.0 * len(sides) if any(names) else 0)
    bottom = top + tall * len(rows)
    axes = canvas(bottom + 36)
    if any(names):
        for i, side in enumerate(sides):
            colour, _, mark, _ = SIDES[side]
            name = fit(names["ab".index(side)], WIDTH - 24, lines=1)[0]
            write(axes, 4, 14 + 18 * i, f"{mark} {name}", color=colour, weight="bold")
    lanes = [(top + tall * i + 17, top + tall * (i + 1) - 6) for i in range(len(rows))]
    draw_scale(axes, scale, lanes=lanes, bottom=bottom, label=axis, form=_short(unit))
    bars: dict[str, list[list[tuple[float, float]]]] = {side: [] for side in sides}
    whiskers: list[list[tuple[float, float]]] = []
    for i, (row, text, figures) in enumerate(zip(rows, labels, shown, strict=True)):
        y = top + tall * i
        write(axes, 4, y + 13, text)
        y += 17 + thick / 2
        for side, value, error in figures:
            colour, _, _, marker = SIDES[side]
            if value is None:
                reason = next((row[c] for c in (f"note_{side}", f"reason_{side}") if not is_missing(row.get(c))), "")
                write(
                    axes,
                    8,
                    y + 4,
                    fit(f"{SIDES[side][2]} {reason or 'not published'}", WIDTH - 16, SMALL, lines=1)[0],
                    color=MUTED,
                    size=SMALL,
                )
            else:
                x = scale.at(value)
                bars[side].append([(scale.at(0), y), (x, y)])
                end = x
                if error is not None:
                    half = Z_90 * value * error / 100
                    low, end = scale.at(value - half), scale.at(value + half)
                    whiskers.append([(low, y), (end, y)])
                axes.plot(
                    [x],
                    [y],
                    marker=marker,
                    markersize=5,
                    color=colour,
                    markeredgecolor=INK,
                    markeredgewidth=0.7,
                    linestyle="none",
                    clip_on=False,
                    zorder=4,
                )
                tag = row.get(f"tag_{side}")
                text = formats.figure(value, unit) + ("" if is_missing(tag) else f"  {tag}")
                write(axes, max(x, end) + 7, y + 4, text, size=SMALL)
            y += thick + 3
    for side, segments in bars.items():
        axes.add_collection(
            LineCollection(segments, colors=SIDES[side][1], linewidths=thick, clip_on=False, zorder=1), autolim=False
        )
    axes.add_collection(LineCollection(whiskers, colors=INK, linewidths=1.3, clip_on=False, zorder=3), autolim=False)
    return axes


def ranked_bars_alt(
    frame: pd.DataFrame,
    label: str,
    *,
    unit: str = "usd_per_year",
    axis: str = "US dollars a year",
    sides: Sequence[str] = ("a", "b"),
    names: tuple[str, str] = ("", ""),
    most: int = 10,
) -> str:
    """Return the bars in words: every row with its values and, where there are any, 90 % errors, in the order drawn."""
    parts = []
    for row in frame.head(most).to_dict("records"):
        figures = []
        for side in sides:
            value, error = _value(row, f"value_{side}"), _value(row, f"error_{side}")
            name = names["ab".index(side)]
            text = formats.figure(value, unit) if value is not None else "not published"
            if value is not None and error is not None:
                text += f" plus or minus {formats.figure(Z_90 * value * error / 100, unit)}"
            tag = row.get(f"tag_{side}")
            figures.append(f"{name} {text}".strip() + ("" if is_missing(tag) else f" ({tag})"))
        parts.append(f"{row[label]}: {', '.join(figures)}")
    errors = ", with 90% errors" if any("plus or minus" in part for part in parts) else ""
    return f"Bars, {axis}{errors}. {'; '.join(parts)}." if parts else f"Bars, {axis}: there are no rows."
