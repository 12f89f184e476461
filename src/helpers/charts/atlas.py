"""All occupations on one picture: pay against projected change, a map by likeness of work, where pairs are clear."""

import math
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers import formats
from helpers.charts.theme import (
    INK,
    LINE,
    MUTED,
    PAPER,
    ROLE_A,
    SMALL,
    STEPS,
    WIDTH,
    canvas,
    fit,
    line,
    text_width,
    themed,
    write,
)

_LEFT, _RIGHT, _TOP, _FLOOR = 38.0, WIDTH - 10, 40.0, 400.0
_PAYS = (25_000, 50_000, 100_000, 200_000, 400_000)
_SIDE = 12.2
_NAMES = 148.0
Box = tuple[float, float, float, float]


@themed
def pay_outlook(frame: pd.DataFrame, *, labels: pd.DataFrame, major: str = "") -> Axes:
    """Draw a point an occupation: mean pay a year to the right (ratio scale), projected change of jobs upwards.

    `frame` has `occupation`, `major_code`, `group`, `pay_usd` and `change_pct`; rows that lack a figure are left out.
    Occupations of the major group `major` are filled, the rest are rings. The rows of `labels` are named where there is
    room, the first first. Raises ValueError if no row has both figures.
    """
    known = frame.dropna(subset=["pay_usd", "change_pct"])
    if known.empty:
        raise ValueError("no occupation has both pay and a projected change")
    low, high = known["pay_usd"].min() * 0.94, known["pay_usd"].max() * 1.06
    step = 10.0
    bottom = step * math.floor(known["change_pct"].min() / step)
    top = max(step * math.ceil(known["change_pct"].max() / step), bottom + step)

    def across(pay: float) -> float:
        return _LEFT + (_RIGHT - _LEFT) * math.log(pay / low) / math.log(high / low)

    def up(change: float) -> float:
        return float(_FLOOR - (_FLOOR - _TOP) * (change - bottom) / (top - bottom))

    axes = canvas(_FLOOR + 38)
    tick = bottom
    while tick <= top:
        line(axes, [_LEFT, _RIGHT], [up(tick), up(tick)], MUTED if tick == 0 else LINE, 1.0 if tick == 0 else 0.6)
        write(axes, _LEFT - 4, up(tick) + 4, formats.pct(tick, sign=True), color=MUTED, size=SMALL, ha="right")
        tick += step
    for pay in (pay for pay in _PAYS if low <= pay <= high):
        line(axes, [across(pay), across(pay)], [_TOP, _FLOOR], LINE, 0.6)
        write(axes, across(pay), _FLOOR + 15, formats.usd_short(pay), color=MUTED, size=SMALL, ha="center")
    write(axes, (_LEFT + _RIGHT) / 2, _FLOOR + 31, "mean pay, US dollars a year", color=MUTED, size=SMALL, ha="center")
    write(axes, 2, 30, "projected change of jobs, percent", color=MUTED, size=SMALL)
    points = [(across(p), up(c)) for p, c in zip(known["pay_usd"], known["change_pct"], strict=True)]
    _points(axes, points, (known["major_code"] == major).tolist(), _key(known, major))
    named = labels.dropna(subset=["pay_usd", "change_pct"])
    rows = zip(named["occupation"], named["pay_usd"], named["change_pct"], strict=True)
    _write_labels(axes, [(str(name), across(pay), up(change)) for name, pay, change in rows])
    return axes


def pay_outlook_alt(frame: pd.DataFrame, *, labels: pd.DataFrame, major: str = "") -> str:
    """Return the picture in words: how many points, the middle of both, and each labelled occupation's two figures."""
    known = frame.dropna(subset=["pay_usd", "change_pct"])
    told = [
        f"{row['occupation']} {formats.usd(row['pay_usd'])}, {formats.pct(row['change_pct'], sign=True)}"
        for row in labels.dropna(subset=["pay_usd", "change_pct"]).to_dict("records")
    ]
    middle = known[["pay_usd", "change_pct"]].median()
    return (
        f"Points, one for each of {len(known)} occupations: mean pay a year to the right, projected change of jobs "
        f"upwards. Half of them pay {formats.usd(middle['pay_usd'])} or less, and half change by "
        f"{formats.pct(middle['change_pct'], sign=True)} or less.{_marked(known, major)} "
        f"At the ends: {'; '.join(told)}."
    )


@themed
def skills_map(frame: pd.DataFrame, *, major: str = "") -> Axes:
    """Draw a point an occupation at `x` and `y` (0 to 1), and each major group's name at the middle of its points.

    `frame` also has `major_code` and `group`. Occupations of the major group `major` are filled, the rest are rings.
    Raises ValueError for a frame without rows.
    """
    if frame.empty:
        raise ValueError("a map needs a place to show")
    tall = 26 + (WIDTH - 24) * float(frame["y"].max()) + 10
    axes = canvas(tall)
    points = [(12 + (WIDTH - 24) * x, 26 + (WIDTH - 24) * y) for x, y in zip(frame["x"], frame["y"], strict=True)]
    _points(axes, points, (frame["major_code"] == major).tolist(), _key(frame, major))
    placed = frame.assign(left=[x for x, _ in points], top=[y for _, y in points])
    middles = (
        placed.groupby(["major_code", "group"])[["left", "top"]]
        .median()
        .assign(count=placed.groupby(["major_code", "group"]).size())
    )
    order = middles.reset_index().sort_values(["count", "major_code"], ascending=[False, True])
    order = pd.concat([order[order["major_code"] == major], order[order["major_code"] != major]])
    rows = zip(order["group"], order["left"], order["top"], strict=True)
    _write_labels(axes, [(str(name), x, y) for name, x, y in rows], ceiling=22.0, floor=tall)
    return axes


def skills_map_alt(frame: pd.DataFrame, *, major: str = "") -> str:
    """Return the map in words: how many points, and for each major group which others lie nearest to its middle."""
    middles = frame.groupby("group")[["x", "y"]].median()
    told = []
    for name, row in middles.iterrows():
        others = middles.drop(index=name)
        away = ((others - row) ** 2).sum(axis=1)
        if len(away):
            told.append(f"{name}: {away.idxmin()}")
    near = f" The group whose middle lies nearest to that of each: {'; '.join(told)}." if told else ""
    return (
        f"Map of {len(frame)} occupations; near each other means alike in ratings of the work, directions mean nothing."
        f"{_marked(frame, major)}{near}"
    )


@themed
def unclear_grid(groups: pd.DataFrame, *, major: str = "") -> Axes:
    """Draw a square for each two major groups, its area the share of their pairs with no clear difference.

    `groups` has `major_a`, `group_a`, `major_b`, `group_b` and `clear_pct` (0 to 100, missing where nothing was
    compared: left blank). The largest share fills its tile; the lines and the name of `major` are drawn stronger.
    Raises ValueError for a frame without a share.
    """
    known = groups.dropna(subset=["clear_pct"])
    if known.empty:
        raise ValueError("no two groups were compared")
    names = dict(zip(groups["major_a"], groups["group_a"], strict=True))
    names |= dict(zip(groups["major_b"], groups["group_b"], strict=True))
    order = {code: place for place, code in enumerate(sorted(names))}
    most = float((100 - known["clear_pct"]).max())
    top = 24.0
    axes = canvas(top + _SIDE * len(order) + 52)
    for code, place in order.items():
        y = top + _SIDE * place
        strong = code == major
        label = fit(f"{code[:2]} {names[code]}", _NAMES - 4, SMALL, lines=1)[0]
        write(axes, 2, y + 10, label, size=SMALL, color=INK, fontweight="bold" if strong else "normal")
        write(
            axes,
            _NAMES + _SIDE * (place + 0.5) + 4,
            top - 5,
            code[:2],
            size=SMALL,
            color=MUTED,
            rotation=90,
            ha="center",
        )
        right = _NAMES + _SIDE * (place + 1)
        line(axes, [_NAMES, right], [y + _SIDE, y + _SIDE], MUTED if strong else LINE, 0.5)
        line(axes, [right, right], [y, top + _SIDE * len(order)], MUTED if strong else LINE, 0.5)
    for row in known.to_dict("records"):
        across, down = sorted((order[row["major_a"]], order[row["major_b"]]))
        side = (_SIDE - 1.6) * math.sqrt((100 - row["clear_pct"]) / most) if most else 0.0
        x, y = _NAMES + _SIDE * (across + 0.5) - side / 2, top + _SIDE * (down + 0.5) - side / 2
        axes.add_patch(Rectangle((x, y), side, side, facecolor=STEPS[3], edgecolor="none", clip_on=False))
    y = top + _SIDE * len(order) + 12
    x = 2.0
    for share in (most, most / 4):
        side = (_SIDE - 1.6) * math.sqrt(share / most) if most else 0.0
        axes.add_patch(Rectangle((x, y + 10 - side), side, side, facecolor=STEPS[3], edgecolor="none", clip_on=False))
        text = f"{share:.0f} of 100 pairs"
        write(axes, x + 16, y + 10, text, size=SMALL)
        x += 30 + text_width(text, SMALL)
    write(axes, 2, y + 30, "pairs of which it cannot be told who is paid more", color=MUTED, size=SMALL)
    return axes


def unclear_grid_alt(groups: pd.DataFrame, *, major: str = "", most: int = 5) -> str:
    """Return the grid in words: the two groups with the most unclear pairs, the fewest, and those of `major`."""
    known = groups.dropna(subset=["clear_pct"]).sort_values(["clear_pct", "major_a", "major_b"])
    chosen = known[(known["major_a"] == major) & (known["major_b"] == major)]
    own = f" Within the chosen group: {_share(chosen.iloc[0])}." if len(chosen) else ""
    told = [f"{_two(row)} {_share(row)}" for _, row in known.head(most).iterrows()]
    last = known.iloc[-1]
    return (
        f"Grid of {len(known)} pairs of major groups: the share of pairs of occupations whose mean pay does not differ "
        f"clearly. Most: {'; '.join(told)}. Least: {_two(last)} {_share(last)}.{own}"
    )


def _two(row: "pd.Series[Any]") -> str:
    same = row["major_a"] == row["major_b"]
    return f"within {row['group_a']}" if same else f"{row['group_a']} and {row['group_b']}"


def _share(row: "pd.Series[Any]") -> str:
    return f"{100 - float(str(row['clear_pct'])):.1f}%"


def _key(frame: pd.DataFrame, major: str) -> str:
    names = frame.loc[frame["major_code"] == major, "group"]
    return str(names.iloc[0]) if len(names) else ""


def _marked(frame: pd.DataFrame, major: str) -> str:
    name = _key(frame, major)
    count = int((frame["major_code"] == major).sum())
    return f" Filled points are the occupations of {name}, {count} in all." if name else ""


def _points(axes: Axes, points: list[tuple[float, float]], chosen: list[bool], key: str) -> None:
    """Draw rings, and over them the chosen ones as filled points with a line that says what they are."""
    rings = [point for point, own in zip(points, chosen, strict=True) if not own]
    filled = [point for point, own in zip(points, chosen, strict=True) if own]
    look: dict[str, Any] = {"linewidths": 0.8, "clip_on": False}
    if rings:
        axes.scatter([x for x, _ in rings], [y for _, y in rings], s=13, facecolors="none", edgecolors=MUTED, **look)
    if filled:
        axes.scatter(
            [x for x, _ in filled], [y for _, y in filled], s=26, facecolors=ROLE_A, edgecolors=PAPER, zorder=3, **look
        )
        axes.scatter([7], [9], s=26, facecolors=ROLE_A, edgecolors=PAPER, **look)
        write(axes, 14, 13, fit(key, WIDTH - 120, SMALL, lines=1)[0], size=SMALL)
        axes.scatter([WIDTH - 84], [9], s=13, facecolors="none", edgecolors=MUTED, **look)
        write(axes, WIDTH - 76, 13, "all others", size=SMALL)


def _write_labels(
    axes: Axes, labels: list[tuple[str, float, float]], *, ceiling: float = _TOP - 6, floor: float = _FLOOR
) -> None:
    """Write each name beside its point where it meets no other name and stays inside; leave out the rest."""
    taken: list[Box] = []
    for name, x, y in labels:
        lines = fit(name, 132, SMALL, lines=2)
        wide, tall = max(text_width(part, SMALL) for part in lines), 12.0 * len(lines)
        for left, high in (
            (x + 5, y - tall / 2),
            (x - 5 - wide, y - tall / 2),
            (x - wide / 2, y - 6 - tall),
            (x - wide / 2, y + 6),
        ):
            box = (left, high, left + wide, high + tall)
            if (
                box[0] < 2
                or box[2] > WIDTH
                or box[1] < ceiling
                or box[3] > floor
                or any(_meet(box, one) for one in taken)
            ):
                continue
            taken.append(box)
            for i, part in enumerate(lines):
                halo: dict[str, Any] = {"bbox": {"facecolor": PAPER, "edgecolor": "none", "pad": 0.6, "alpha": 0.82}}
                write(axes, left, high + 12 * i + 10, part, size=SMALL, zorder=4, **halo)
            break


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
