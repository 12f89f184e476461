"""Quantile dots: fifty equally likely workers of each role on one scale of pay."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from matplotlib.axes import Axes

from helpers import formats
from helpers.charts.scale import draw_scale, scale_for
from helpers.charts.theme import SIDES, WIDTH, canvas, fit, themed, write

_DOT = 10.5


@themed
def quantile_dots(
    values_a: Sequence[float],
    values_b: Sequence[float],
    names: tuple[str, str],
    *,
    axis: str = "US dollars a year; each dot is one worker in 50",
) -> Axes:
    """Draw a stack of dots a role, lowest pay first; `odds.quantile_dots` gives the values, 50 a role.

    Both roles share the scale. Raises ValueError if a role has no value: say in words why there is none.
    """
    if len(values_a) == 0 or len(values_b) == 0:
        raise ValueError("each role needs its dots; say in words why one has none")
    scale = scale_for([*values_a, *values_b], left=12, right=WIDTH - 14)
    stacks = []
    for values in (values_a, values_b):
        columns = [round((scale.at(v) - scale.left) / _DOT) for v in sorted(values)]
        seen: Counter[int] = Counter()
        spots = []
        for column in columns:
            spots.append((scale.left + column * _DOT, seen[column]))
            seen[column] += 1
        stacks.append((spots, max(seen.values())))
    tops = [4.0, 4.0 + 22 + stacks[0][1] * _DOT + 10]
    bottom = tops[1] + 22 + stacks[1][1] * _DOT
    axes = canvas(bottom + 38)
    lanes = [(top + 20, top + 22 + many * _DOT) for top, (_, many) in zip(tops, stacks, strict=True)]
    draw_scale(axes, scale, lanes=lanes, bottom=bottom, label=axis, form=formats.usd_short)
    for side, name, top, (spots, many) in zip("ab", names, tops, stacks, strict=True):
        colour, _, mark, marker = SIDES[side]
        write(axes, 2, top + 12, f"{mark} {fit(name, WIDTH - 24, lines=1)[0]}", color=colour, weight="bold")
        base = top + 22 + many * _DOT
        axes.plot(
            [x for x, _ in spots],
            [base - (k + 0.5) * _DOT for _, k in spots],
            linestyle="none",
            marker=marker,
            markersize=_DOT - (2.2 if side == "a" else 3.4),
            color=colour,
            markeredgewidth=0,
            clip_on=False,
        )
    return axes


def quantile_dots_alt(
    values_a: Sequence[float],
    values_b: Sequence[float],
    names: tuple[str, str],
    *,
    axis: str = "US dollars a year; each dot is one worker in 50",
) -> str:
    """Return the dots in words: lowest, middle and highest of each role, and how many of B lie above A's middle."""
    parts = []
    for name, values in zip(names, (values_a, values_b), strict=True):
        ends = [formats.usd(v) for v in (min(values), median(values), max(values))]
        parts.append(f"{name}: {len(values)} dots from {ends[0]} over {ends[1]} in the middle to {ends[2]}")
    above = sum(v > median(values_a) for v in values_b)
    parts.append(f"{above} of the {len(values_b)} dots of {names[1]} lie above the middle of {names[0]}")
    return f"Dots, {axis}. {'. '.join(parts)}."
