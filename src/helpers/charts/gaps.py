"""Two-sided bars around zero: skills that one role asks more of, and what switching role, place or industry changes."""

from collections.abc import Callable
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.patches import Rectangle

from helpers import formats
from helpers.charts.scale import Scale, draw_scale, scale_for
from helpers.charts.theme import (
    INK,
    MUTED,
    NEUTRAL,
    ROLE_A,
    ROLE_A_SOFT,
    ROLE_B,
    ROLE_B_SOFT,
    SMALL,
    WIDTH,
    canvas,
    fit,
    text_width,
    themed,
    write,
)
from helpers.formats import is_missing

_ROW = 38.0


@themed
def skill_gaps(
    frame: pd.DataFrame,
    names: tuple[str, str],
    *,
    label: str = "element_name",
    gap: str = "difference",
    holds: str = "holds",
    axis: str = "difference in level, on the scale from 0 to 7",
    most: int = 12,
) -> Axes:
    """Draw the first `most` rows as bars from zero: to the right where B asks for more, to the left where A does.

    `frame` has `label`, `gap` (B minus A) and, if there, `holds`: a gap that may be noise is drawn hollow and says so.
    Rows without a gap are left out: they belong in the table with their reason. Raises ValueError if none is left.
    """
    rows = _rows(frame, gap, most)
    scale = scale_for([row[gap] for row in rows], left=14, right=WIDTH - 14, zero=True)
    top = 40.0
    axes = _sheet(scale, len(rows), top, axis, formats.plain)
    left, right = fit(names[0], WIDTH / 2 - 40, lines=1)[0], fit(names[1], WIDTH / 2 - 40, lines=1)[0]
    write(axes, 2, 14, f"● {left} asks for more", color=ROLE_A, weight="bold", size=SMALL)
    write(axes, WIDTH - 2, 28, f"{right} asks for more ◆", color=ROLE_B, weight="bold", size=SMALL, ha="right")
    for i, row in enumerate(rows):
        y = top + i * _ROW
        sure = is_missing(row.get(holds)) or bool(row[holds])
        tail = "" if sure else " (may be noise)"
        write(axes, 2, y + 12, fit(str(row[label]), WIDTH - 110, lines=1)[0] + tail, color=INK if sure else MUTED)
        colour, soft = (ROLE_B, ROLE_B_SOFT) if row[gap] > 0 else (ROLE_A, ROLE_A_SOFT)
        _bar(axes, scale, row[gap], y + 17, fill=soft if sure else "none", edge=colour, dashed=not sure)
        _value(axes, scale, row[gap], row[gap], y + 27, formats.plain(row[gap], sign=True))
    return axes


def skill_gaps_alt(
    frame: pd.DataFrame,
    names: tuple[str, str],
    *,
    label: str = "element_name",
    gap: str = "difference",
    holds: str = "holds",
    axis: str = "difference in level, on the scale from 0 to 7",
    most: int = 12,
) -> str:
    """Return the bars in words: for each row which role asks for more, by how much, and whether that may be noise."""
    parts = []
    for row in _rows(frame, gap, most):
        more = names[1] if row[gap] > 0 else names[0]
        noise = "" if is_missing(row.get(holds)) or bool(row[holds]) else ", may be noise"
        text = f"more in {more} by {formats.plain(abs(row[gap]))}" if row[gap] else "the same"
        parts.append(f"{row[label]}: {text}{noise}")
    return f"Bars, {axis}. {'; '.join(parts)}."


@themed
def three_bars(
    frame: pd.DataFrame,
    *,
    label: str = "label",
    value: str = "value",
    low: str = "low",
    high: str = "high",
    axis: str = "change in mean pay, US dollars a year",
) -> Axes:
    """Draw what each change alone does to pay: switching role, moving, another industry; with its interval if there.

    `frame` has `label` and `value`, and optional `low`, `high` (the ends of an interval) and `reason`, which is written
    where there is no value. Raises ValueError if no row has a value.
    """
    rows = frame.to_dict("records")
    ends = [row.get(name) for row in rows for name in (value, low, high)]
    scale = scale_for([float(str(v)) for v in ends if not is_missing(v)], left=14, right=WIDTH - 14, zero=True)
    axes = _sheet(scale, len(rows), 4.0, axis, formats.usd_short)
    whiskers = []
    for i, row in enumerate(rows):
        y = 4.0 + i * _ROW
        write(axes, 2, y + 12, fit(str(row[label]), WIDTH - 4, lines=1)[0])
        if is_missing(row[value]):
            reason = row.get("reason")
            text = "not published" if is_missing(reason) else str(reason)
            write(axes, 8, y + 28, fit(text, WIDTH - 16, SMALL, lines=1)[0], color=MUTED, size=SMALL)
            continue
        end = row[value]
        _bar(axes, scale, row[value], y + 17, fill=NEUTRAL, edge=INK)
        if not is_missing(row.get(low)) and not is_missing(row.get(high)):
            whiskers.append([(scale.at(row[low]), y + 23.5), (scale.at(row[high]), y + 23.5)])
            end = row[high] if row[value] >= 0 else row[low]
        _value(axes, scale, row[value], end, y + 27, formats.usd(row[value], sign=True))
    axes.add_collection(LineCollection(whiskers, colors=INK, linewidths=1.3, clip_on=False, zorder=3), autolim=False)
    return axes


def three_bars_alt(
    frame: pd.DataFrame,
    *,
    label: str = "label",
    value: str = "value",
    low: str = "low",
    high: str = "high",
    axis: str = "change in mean pay, US dollars a year",
) -> str:
    """Return the bars in words: each change with its amount and interval, or the reason there is none."""
    parts = []
    for row in frame.to_dict("records"):
        if is_missing(row[value]):
            reason = row.get("reason")
            parts.append(f"{row[label]}: {'not published' if is_missing(reason) else reason}")
            continue
        text = f"{row[label]}: {formats.usd(row[value], sign=True)}"
        if not is_missing(row.get(low)) and not is_missing(row.get(high)):
            text += f" ({formats.usd(row[low], sign=True)} to {formats.usd(row[high], sign=True)})"
        parts.append(text)
    return f"Bars, {axis}. {'; '.join(parts)}."


def _rows(frame: pd.DataFrame, gap: str, most: int) -> list[dict[Any, Any]]:
    rows = frame[frame[gap].notna()].head(most).to_dict("records")
    if not rows:
        raise ValueError("no row has a gap to draw; say in words why")
    return rows


def _sheet(scale: Scale, rows: int, top: float, axis: str, form: Callable[[float], str]) -> Axes:
    bottom = top + _ROW * rows
    axes = canvas(bottom + 36)
    lanes = [(top + _ROW * i + 16, top + _ROW * (i + 1) - 5) for i in range(rows)]
    draw_scale(axes, scale, lanes=lanes, bottom=bottom, label=axis, form=form)
    return axes


def _bar(axes: Axes, scale: Scale, value: float, y: float, *, fill: str, edge: str, dashed: bool = False) -> None:
    zero, end = scale.at(0), scale.at(value)
    axes.add_patch(
        Rectangle(
            (min(zero, end), y),
            abs(end - zero),
            13,
            facecolor=fill,
            edgecolor=edge,
            linewidth=1,
            linestyle="--" if dashed else "-",
            clip_on=False,
            zorder=1,
        )
    )


def _value(axes: Axes, scale: Scale, value: float, end: float, y: float, text: str) -> None:
    """Write the value beyond the bar's end, or on the other side of zero where there is no room."""
    wide, x = text_width(text, SMALL), scale.at(end)
    if value >= 0:
        room = x + 6 + wide < WIDTH
        x, side = (x + 6, "left") if room else (scale.at(0) - 6, "right")
    else:
        room = x - 6 - wide > 0
        x, side = (x - 6, "right") if room else (scale.at(0) + 6, "left")
    write(axes, x, y, text, size=SMALL, ha=side)
