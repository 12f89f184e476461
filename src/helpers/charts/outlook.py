"""Openings a year, split into what makes them: people who leave work, people who change occupation, and growth."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers import formats
from helpers.charts.theme import INK, MUTED, PAPER, SIDES, SMALL, WIDTH, canvas, fit, text_width, themed, write
from helpers.formats import is_missing

_PARTS = 3
_TALL = 84.0


@themed
def openings_split(
    frame: pd.DataFrame,
    names: tuple[str, str],
    *,
    part: str = "part",
    axis: str = "openings a year per 1,000 workers",
    totals: tuple[float, float] | None = None,
    sides: str = "ab",
) -> Axes:
    """Draw one bar a role, its parts end to end in the order given, each labelled with name and value.

    `frame` has a row a part (`part`: such as exits, transfers, growth) with `value_a`, `value_b` in one unit and
    optional `reason_a`, `reason_b`. A part below zero (jobs that go) is no segment: it is written beside the sum. Parts
    differ by fill: solid, pale, hatched. `totals` are the sums to write (NaN: add them up), since rounded parts
    may miss them. `sides` picks one role or both. Raises ValueError if no role has a part.
    """
    rows = frame.to_dict("records")
    sums = {side: _sum(frame, side) for side in sides}
    longest = max((total for total, _ in sums.values() if total is not None), default=0.0)
    if longest <= 0:
        raise ValueError("no openings to draw; say in words why")
    axes = canvas(len(sides) * _TALL + 20)
    for i, side in enumerate(sides):
        name = names["ab".index(side)]
        colour, soft, mark, _ = SIDES[side]
        y = 4 + _TALL * i
        title = fit(name, WIDTH - 24, lines=1)[0]
        write(axes, 2, y + 12, f"{mark} {title}", color=colour, weight="bold")
        total, negative = sums[side]
        if total is None:
            reason = next((str(r[f"reason_{side}"]) for r in rows if not is_missing(r.get(f"reason_{side}"))), "")
            write(
                axes, 8, y + 32, fit(reason or "not published", WIDTH - 16, SMALL, lines=1)[0], color=MUTED, size=SMALL
            )
            continue
        x, edge = 2.0, 0.0
        for j, row in enumerate(rows):
            value = row[f"value_{side}"]
            if is_missing(value) or value <= 0:
                continue
            wide = (WIDTH - 4) * value / longest
            fill, hatch = ((colour, None), (soft, None), (PAPER, "////"))[j % _PARTS]
            axes.add_patch(
                Rectangle(
                    (x, y + 20), wide, 18, facecolor=fill, edgecolor=colour, hatch=hatch, linewidth=1, clip_on=False
                )
            )
            text = f"{row[part]} {formats.plain(value)}"
            half = text_width(text, SMALL)
            at = min(x, WIDTH - half)
            line = 0 if at >= edge else 1
            write(axes, at, y + 51 + 13 * line, text, size=SMALL)
            edge = at + half + 8 if line == 0 else edge
            x += wide
        known = total + negative if totals is None or is_missing(totals["ab".index(side)]) else totals["ab".index(side)]
        text = f"all {formats.plain(known)} a year"
        lost = "".join(f", {row[part]} {formats.plain(row[f'value_{side}'])}" for row in rows if _below(row, side))
        write(axes, WIDTH - 2, y + 12, text + lost, size=SMALL, ha="right", color=INK)
    write(axes, WIDTH / 2, len(sides) * _TALL + 14, axis, color=MUTED, size=SMALL, ha="center")
    return axes


def openings_split_alt(
    frame: pd.DataFrame,
    names: tuple[str, str],
    *,
    part: str = "part",
    axis: str = "openings a year per 1,000 workers",
    sides: str = "ab",
) -> str:
    """Return the bars in words: each role's parts with their values, or the reason a part is missing."""
    said = []
    for side in sides:
        name, parts = names["ab".index(side)], []
        for row in frame.to_dict("records"):
            value, reason = row[f"value_{side}"], row.get(f"reason_{side}")
            missing = "not published" if is_missing(reason) else str(reason)
            parts.append(f"{row[part]} {missing if is_missing(value) else formats.plain(value)}")
        said.append(f"{name}: {', '.join(parts)}")
    return f"Bars, {axis}. {'. '.join(said)}."


def _below(row: dict[object, float], side: str) -> bool:
    value = row[f"value_{side}"]
    return not is_missing(value) and value < 0


def _sum(frame: pd.DataFrame, side: str) -> tuple[float | None, float]:
    """Return the sum of the parts above zero (None if there is no part at all) and the sum of those below."""
    values = frame[f"value_{side}"].dropna()
    return (None if values.empty else float(values[values > 0].sum())), float(values[values < 0].sum())
