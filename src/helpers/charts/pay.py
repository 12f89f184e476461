"""Pay ladders: how far pay spreads between workers, and apart from it how sure the mean is."""

import math
from collections.abc import Mapping
from itertools import accumulate

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers import formats
from helpers.charts.ladder import PERCENTILES, Ladder, Unit, ladder_unit, ladders
from helpers.charts.scale import Scale, draw_scale, scale_for
from helpers.charts.theme import (
    INK,
    MUTED,
    SIDES,
    SMALL,
    WIDTH,
    canvas,
    fit,
    line,
    text_width,
    themed,
    write,
)

_TALL = 92.0


@themed
def pay_ladder(
    frame: pd.DataFrame, names: tuple[str, str], *, unit: Unit | None = None, sides: str = "ab", level: float = 0.90
) -> Axes:
    """Draw P10, P25, median, P75 and P90 of both roles, and on a lane of its own the mean with its interval.

    `frame` is a pair frame with the rows `annual_p10_usd` … `annual_p90_usd` and `annual_mean_usd` (or `hourly_…`) and
    the mean's relative standard error in `error_a`, `error_b`. The unit is `ladder_unit(frame)` if none is given. Where
    a percentile is only a lower bound the bar runs on as an arrow. `sides` picks one role or both, `level` (0 to 1) is
    that of the interval. Raises ValueError if no role has a figure.
    """
    unit = unit or ladder_unit(frame) or "annual"
    both = [each for each in ladders(frame, names, unit, level) if each.side in sides]
    scale = scale_for([v for each in both for v in each.known], left=16, right=WIDTH - 22)
    titles = [fit(each.name, WIDTH - 24, lines=2) for each in both]
    tops = list(accumulate((14 * len(title) + _TALL for title in titles), initial=4.0))
    bottom = tops.pop() - 8
    axes = canvas(bottom + 38)
    words = "a year" if unit == "annual" else "an hour"
    lanes = [
        (top + 14 * len(title) + 18, top + 14 * len(title) + _TALL - 10)
        for top, title in zip(tops, titles, strict=True)
    ]
    draw_scale(axes, scale, lanes=lanes, bottom=bottom, label=f"US dollars {words}", form=formats.usd_short)
    for each, title, top in zip(both, titles, tops, strict=True):
        _draw(axes, each, title, scale, top, unit, level)
    return axes


def _draw(axes: Axes, each: Ladder, title: list[str], scale: Scale, top: float, unit: Unit, level: float) -> None:
    colour, soft, mark, marker = SIDES[each.side]
    for i, part in enumerate(title):
        write(axes, 2, top + 12 + 14 * i, f"{mark} {part}" if i == 0 else part, color=colour, weight="bold")
    y = top + 14 * len(title) + 28
    known = [(rung, v) for rung, v in zip(PERCENTILES, each.rungs, strict=True) if v is not None]
    if not known:
        reason = next((why for why in each.why if why), "no percentile is published in this unit")
        write(axes, 16, y, fit(reason, WIDTH - 32, SMALL, lines=1)[0], color=MUTED, size=SMALL)
    else:
        at = {rung: scale.at(v) for rung, v in known}
        first, last = known[0][0], known[-1][0]
        right = scale.right + 10 if each.top_coded else at[last]
        line(axes, [at[first], right], [y, y], colour, 1.6, zorder=2)
        if each.top_coded:
            axes.plot([right], [y], marker=">", markersize=7, color=colour, clip_on=False, zorder=3)
        box_end = at.get("p75", right if each.top_coded else None)
        if "p25" in at and box_end is not None:
            axes.add_patch(
                Rectangle(
                    (at["p25"], y - 7),
                    box_end - at["p25"],
                    14,
                    facecolor=soft,
                    edgecolor=colour,
                    linewidth=1,
                    clip_on=False,
                    zorder=2,
                )
            )
        for rung in ("p10", "p90"):
            if rung in at:
                line(axes, [at[rung]] * 2, [y - 4, y + 4], colour, 1.6, zorder=3)
        if "median" in at:
            line(axes, [at["median"]] * 2, [y - 9, y + 9], colour, 4, zorder=4)
            if each.side == "a" and "p25" in at and "p75" in at and not each.collapsed:
                _under(axes, "middle half of workers", (at["p25"] + at["p75"]) / 2, y + 20)
        _label(axes, each, at, y - 12)
    y += 40
    if each.mean is not None:
        x = scale.at(each.mean)
        if each.low is not None and each.high is not None:
            ends = [scale.at(each.low), scale.at(each.high)]
            line(axes, ends, [y, y], INK, 1.4, zorder=3)
            for end in ends:
                line(axes, [end, end], [y - 4, y + 4], INK, 1.4, zorder=3)
        axes.plot(
            [x],
            [y],
            marker=marker,
            markersize=5,
            markerfacecolor=colour,
            markeredgecolor=INK,
            clip_on=False,
            linestyle="none",
            zorder=4,
        )
        money = formats.usd if unit == "annual" else formats.hourly
        text, more, left = f"mean {money(each.mean)}", "", x
        if each.low is not None and each.high is not None:
            text, more = f"{text} ± {money(each.mean - each.low)}", f", {100 * level:g}% error"
            left, x = scale.at(each.low), scale.at(each.high)
        room = max(WIDTH - x - 10, left - 10)
        text += more if text_width(text + more, SMALL) < room else ""
        after = WIDTH - x - 10 > text_width(text, SMALL) or WIDTH - x > left
        write(axes, x + 9 if after else left - 9, y + 4, text, size=SMALL, ha="left" if after else "right")


def _under(axes: Axes, text: str, x: float, y: float) -> None:
    half = text_width(text, SMALL) / 2
    write(axes, min(max(x, half), WIDTH - half), y, text, color=MUTED, size=SMALL, ha="center")


def _label(axes: Axes, each: Ladder, at: Mapping[str, float], y: float) -> None:
    """Write the values over the rungs, the outer ones and the median first, the rest where there is room."""
    taken: list[tuple[float, float]] = []
    done: set[str] = set()
    values = dict(zip(PERCENTILES, each.rungs, strict=True))
    for rung in ("median", "p10", "p90", "p25", "p75"):
        value = values[rung]
        if value is None:
            continue
        text = formats.usd_short(value)
        half = text_width(text, SMALL) / 2 + 3
        x = min(max(at[rung], half), WIDTH - half)
        if all(x + half < low or x - half > high for low, high in taken):
            taken.append((x - half, x + half))
            done.add(rung)
            bold = "bold" if rung == "median" else "normal"
            write(axes, x, y, text, size=SMALL, ha="center", weight=bold)
    low, high = values["p10"], values["p90"]
    if low is not None and high is not None and not {"p10", "p90"} <= done:
        text = f"P10 {formats.usd_short(low)}, P90 {formats.usd_short(high)}"
        after = at["p90"] + 8 + text_width(text, SMALL) < WIDTH
        x, side = (at["p90"] + 8, "left") if after else (at["p10"] - 8, "right")
        write(axes, x, y + 16, text, size=SMALL, ha=side)


def pay_ladder_alt(
    frame: pd.DataFrame, names: tuple[str, str], *, unit: Unit | None = None, sides: str = "ab", level: float = 0.90
) -> str:
    """Return the ladder in words: for each role the five percentiles and the mean with its error."""
    unit = unit or ladder_unit(frame) or "annual"
    money = formats.usd if unit == "annual" else formats.hourly
    labels = dict(zip(PERCENTILES, ("10th percentile", "25th", "median", "75th", "90th"), strict=True))
    parts = []
    for each in (each for each in ladders(frame, names, unit, level) if each.side in sides):
        rungs = [
            f"{label} {money(value) if value is not None else why or 'not published'}"
            for label, value, why in zip(labels.values(), each.rungs, each.why, strict=True)
        ]
        text = f"{each.name}: {', '.join(rungs)}"
        if each.mean is not None:
            text += f"; mean {money(each.mean)}"
            if each.low is not None and math.isfinite(each.low):
                text += f", {100 * level:g}% error of the estimate plus or minus {money(each.mean - each.low)}"
        if each.collapsed:
            text += "; neighbouring percentiles are equal, so the spread is not resolved"
        parts.append(text)
    words = "a year" if unit == "annual" else "an hour"
    return f"Pay in US dollars {words}, between workers. {'. '.join(parts)}."
