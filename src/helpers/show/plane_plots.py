"""Charts on a plane of their own: dots of workers, lines over years, the map of tiles, points among many."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib import colors
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle
from matplotlib.ticker import LogLocator, MaxNLocator

from helpers.show.canvas import (
    EDGE,
    Show,
    each,
    finish,
    lay,
    legend,
    marked,
    names_of,
    points,
    put,
    shortened,
    spread,
    tidy,
    width,
    wrap,
)
from helpers.show.marks import marker
from helpers.show.theme import (
    BOLD,
    GRID,
    INK,
    LINE,
    MIDDLE,
    PALE,
    PANEL,
    PAPER,
    ROLE_COLOURS,
    RULE,
    SIZE,
    SMALL,
    SOFT,
    WIDTH,
    tint,
)

_PLACES = """AK0,0 ME11,0 VT10,1 NH11,1 WI6,1 WA1,2 ID2,2 MT3,2 ND4,2 MN5,2 IL6,2 MI7,2 NY9,2 MA10,2 OR1,3 NV2,3 WY3,3
SD4,3 IA5,3 IN6,3 OH7,3 PA8,3 NJ9,3 CT10,3 RI11,3 CA1,4 UT2,4 CO3,4 NE4,4 MO5,4 KY6,4 WV7,4 VA8,4 MD9,4 DE10,4 AZ2,5
NM3,5 KS4,5 AR5,5 TN6,5 NC7,5 SC8,5 DC9,5 OK4,6 LA5,6 MS6,6 AL7,6 GA8,6 HI0,7 TX4,7 FL9,7 GU0,6 PR11,6 VI11,7"""
TILES: dict[str, tuple[int, int]] = {
    place[:2]: (int(place[2:].split(",")[0]), int(place[2:].split(",")[1])) for place in _PLACES.split()
}
"""Postal code of a state or territory -> column and row of its tile."""


def quantile_dots(frame: pd.DataFrame, *, ax: Axes, show: Show, bins: int = 40) -> Axes:
    """Draw equally likely workers of each role as stacked marks on one scale.

    `tail` is True for a worker in the lowest or highest tenth (a pale mark), False for others, and missing in the row
    of the middle worker, whose `text` is written.
    """
    names = [n for n in names_of(frame) if frame.loc[frame["role"] == n, "value"].notna().any()]
    frame = tidy(frame)
    workers, middles, pitch = frame[frame["tail"].notna()], frame[frame["tail"].isna()], WIDTH / bins
    low, high = workers["value"].min(), workers["value"].max()
    column = ((workers["value"] - low) / ((high - low) or 1) * (bins - 1)).round()
    up = workers.groupby([workers["role"], column]).cumcount()
    stack = {n: (up[workers["role"] == n].max() + 1) * pitch for n in names}
    top, draw = legend(names, set(names))
    gaps = [top + 26, *[46] * (len(names) - 1)]
    feet = dict(zip(names, np.cumsum([gap + stack[n] for gap, n in zip(gaps, names, strict=True)]), strict=True))
    lay(ax, feet[names[-1]] + 28, bottom=28)
    unit = spread(ax, low, high, left=pitch / 2, right=pitch / 2)
    dots = workers.assign(
        x=low + column * pitch * unit,
        y=workers["role"].map(feet) - (up + 0.5) * pitch,
        pale=workers["tail"].astype(bool),
    )
    for i, name in enumerate(names):
        area, ours = marker(i)[1] * 0.85 * (pitch / 11.5) ** 2, dots[dots["role"] == name]
        tones = colors.to_rgba_array([tint(name, names, int(pale)) for pale in ours["pale"]])
        look = {"s": area, "linewidths": 0, "color": tones}
        points(ax, ours["x"], ours["y"], **(marked(name, names) | look))
        ax.axhline(feet[name], color=SOFT, lw=1)
    for item in each(middles[middles["role"].isin(names)]):
        foot, colour = feet[item.role], tint(item.role, names)
        ax.vlines(item.value, foot - stack[item.role] - 8, foot, color=colour, lw=2)
        fits = (ax.get_xlim()[1] - item.value) / unit > width(item.text, SIZE, BOLD)
        put(
            ax,
            item.value,
            foot - stack[item.role] - 16,
            item.text,
            ha="left" if fits else "right",
            color=colour,
            weight=BOLD,
            boxed=True,
        )
    draw(ax)
    ax.set_gid("scale")
    said = "; ".join(middles["role"] + " " + middles["text"])
    return finish(
        ax,
        f"{len(workers) // max(len(names), 1)} equally likely workers of each role: {said}",
        show,
        between=(low, high),
        mark=-5,
    )


def lines(
    frame: pd.DataFrame,
    *,
    ax: Axes,
    x: str = "years",
    height: float = 240,
    events: pd.DataFrame | None = None,
    show: Show | None = None,
    toward: str = "to ",
) -> Axes:
    """Draw a line a role over `x`; its last `text` and its name stand beside its end, the texts of `events` at zero."""
    names = names_of(frame)
    frame = tidy(frame).dropna(subset=["value"])
    most = frame[x].max()
    last = frame.sort_values(x).groupby("role").tail(1).sort_values("value", ascending=False)
    notes = [wrap(f"{toward}{role}", 112) for role in last["role"]]
    heights = [LINE * (len(words) + 1) for words in notes]
    tall = max(height - 22, sum(heights) + 6 * len(heights))
    lay(ax, tall + 22, left=34, right=136, bottom=22)
    low, high = min(0, frame["value"].min()), max(0, frame["value"].max())
    per = ((high - low) or 1) / (tall - 30)
    first = min(0, frame[x].min()) if frame[x].min() < 100 else frame[x].min()
    ax.set(xlim=(first, most), ylim=(low - 15 * per, high + 15 * per), autoscale_on=False)
    ax.axhline(0, color=SOFT, lw=1)
    looks = {
        "palette": {n: tint(n, names) for n in names},
        "markers": {n: marker(i)[0] for i, n in enumerate(names)},
        "markevery": slice(1, None),
    }
    fixed = {"dashes": False, "errorbar": None, "legend": False, "lw": 2.5, "ms": 9, "mec": PAPER}
    sns.lineplot(frame, x=x, y="value", hue="role", style="role", ax=ax, **fixed, **looks)
    middles = _apart([15 + (high - v) / per for v in last["value"]], heights, tall)
    for item, words, middle in zip(each(last), notes, middles, strict=True):
        for i, line in enumerate([item.text, *words]):
            down = middle + (i - len(words) / 2) * LINE - 15
            put(ax, most, high - down * per, line, 12, color=tint(item.role, names), weight=400 if i else BOLD)
    for item in () if events is None else each(events):
        left = (1 - (getattr(item, x) - first) / (most - first)) * 290 > width(item.text)
        look: dict[str, Any] = {"color": tint(item.role, names), "boxed": True}
        put(ax, getattr(item, x), 0, item.text, 0, 18, ha="left" if left else "right", **look)
    put(ax, first, 0, "$0", -10, size=SMALL, color=SOFT)
    said = "; ".join(
        [f"{toward}{r.role}: {r.text}" for r in each(last)] + ([] if events is None else list(events["text"]))
    )
    write = show or (lambda v: f"{v:.0f} {x}" if v == most else f"{v:.0f}")
    return finish(ax, said, write, sorted(set(frame[x]) - {0}))


def _apart(middles: Sequence[float], heights: Sequence[float], tall: float) -> list[float]:
    """Return the middles of labels, top first, moved so far that they keep clear of each other and inside."""
    out, floor = [], 0.0
    for middle, high in zip(middles, heights, strict=True):
        out.append(max(middle, floor + high / 2))
        floor = out[-1] + high / 2 + 6
    ceiling = tall
    for i in range(len(out) - 1, -1, -1):
        out[i] = min(out[i], ceiling - heights[i] / 2)
        ceiling = out[i] - heights[i] / 2 - 6
    return out


def placed(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows whose `state` has a tile on the map of equal tiles, with its column `x` and row `y`."""
    there = frame[frame["state"].isin(TILES)]
    at = [TILES[state] for state in there["state"]]
    return there.assign(x=[x for x, _ in at], y=[y for _, y in at])


def tile_map(frame: pd.DataFrame, *, ax: Axes) -> Axes:
    """Draw each `state` as a tile: the `role` that is ahead, in `step` 1 to 3 of its colour, with its mark and `text`.

    No role but a value: could be either, or for one role an open bound, dashed. No value: no figure, grey.
    """
    names = names_of(frame)
    tiles = tidy(placed(frame))
    tiles["step"] = tiles["step"].fillna(0).astype(int).clip(1, 3).where(tiles["role"].isin(names), 0)
    owner = tiles["role"].map({n: i for i, n in enumerate(names)})
    tiles["level"] = (2 + 3 * owner + tiles["step"] - 1).fillna(0).where(tiles["value"].notna(), 1).astype(int)
    palette = [PAPER, PANEL, *(tone[i] for i in range(len(names)) for tone in (PALE, MIDDLE, ROLE_COLOURS))]
    tiles["ink"] = np.select([tiles["step"] == 3, tiles["level"] == 1], [PAPER, SOFT], INK)
    grid = np.full((8, 12), np.nan)
    grid[tiles["y"], tiles["x"]] = tiles["level"]
    there = [n for n in names if n in set(tiles["role"])]
    top, draw = legend(names, set(names)) if len(names) > 1 else (0.0, lambda _: None)
    lay(ax, top + 2 + 8 * 40, top=top + 2)
    look = {"cmap": colors.ListedColormap(palette), "vmin": -0.5, "vmax": len(palette) - 0.5, "linewidths": 2.5}
    sns.heatmap(grid, ax=ax, cbar=False, xticklabels=False, yticklabels=False, **look)
    ax.collections[0].set_edgecolor(np.where(np.isnan(grid).ravel(), "none", PAPER))  # type: ignore[arg-type]
    for item in each(tiles):
        written = item.text and item.value == item.value and (item.role in names or len(names) == 1)
        across, down = (0.45 if len(names) > 1 else 0.5, 0.3) if written else (0.5, 0.5)
        put(ax, item.x + across, item.y + down, item.state, ha="center", color=item.ink, weight=BOLD)
        if written:
            put(ax, item.x + 0.5, item.y + 0.69, item.text, ha="center", size=SMALL, color=item.ink)
        if item.level == 0:
            ax.add_patch(
                Rectangle((item.x + 0.04, item.y + 0.04), 0.92, 0.92, fc="none", ec=SOFT, lw=1, ls=(0, (3, 3)))
            )
    for name in there if len(names) > 1 else ():
        ahead = tiles[tiles["role"] == name]
        tones = colors.to_rgba_array([PAPER if step == 3 else tint(name, names) for step in ahead["step"]])
        points(ax, ahead["x"] + 0.85, ahead["y"] + 0.2, **(marked(name, names, 0.24) | {"color": tones}))
    draw(ax)
    counts = ", ".join(f"{n} ahead in {(tiles['role'] == n).sum()}" for n in there)
    even, none = (tiles["level"] == 0).sum(), (tiles["level"] == 1).sum()
    if len(names) == 1:
        said = "; ".join(f"{r.state} {r.text}" for r in each(tiles[tiles["level"] != 1]))
        return finish(ax, f"States as tiles: {said}; no figure in {none}")
    return finish(
        ax,
        f"States as tiles: {counts or 'no role ahead in any'}, could be either in {even}, no figure for both in {none}",
    )


def scatter(
    frame: pd.DataFrame,
    *,
    ax: Axes,
    x: str,
    y: str,
    height: float = 420,
    wide: float = WIDTH,
    log: bool = False,
    show: tuple[Show, Show] | None = None,
) -> Axes:
    """Draw points, each role's in its mark and all others as rings, where the roles lie among many.

    A `text` stands beside its point where there is room: that of a role always, others where they meet no point. A row
    without a `value` is a name without a point. `show` writes the numbers of both scales; `log` makes x logarithmic.
    """
    names = names_of(frame)
    frame = frame.assign(text=frame["text"].fillna(""), role=frame["role"].astype(object).fillna(""))
    left, bottom = (52.0, 24.0) if show else (0.0, 0.0)
    lay(ax, height, wide=wide, left=left, bottom=bottom)
    size = (wide - left, height - bottom)
    frame["across"] = _down(frame[x], size[0], log=log)
    frame["down"] = size[1] - _down(frame[y], size[1])
    ax.set(xlim=(0, size[0]), autoscale_on=False)
    ax.set_gid("plane")
    there = frame[frame["value"].notna()] if "value" in frame else frame
    others = there[~there["role"].isin(names)]
    ticks, words = _scales(ax, frame, x, y, size, show, log=log) if show else ([], {})
    ring = {"color": RULE, "s": 18, "linewidths": 0} if names else {"color": PANEL, "s": 30, "edgecolors": SOFT}
    points(ax, others["across"], others["down"], **ring)
    for name in names:
        ours = there[there["role"] == name]
        points(ax, ours["across"], ours["down"], **marked(name, names))
    named = _written(ax, frame, there, names, size)
    key = [f"{len(there):,} points", *(f"{row.role}: {row.text}".removeprefix(": ") for row in each(named))]
    return finish(ax, "; ".join(key), lambda at: words.get(at, ""), ticks)


def fractions(values: "pd.Series[float]", *, log: bool = False) -> "pd.Series[float]":
    """Return where values lie between the least (0) and the greatest (1), as `scatter` places them."""
    scaled = values.map(np.log) if log else values
    return (scaled - scaled.min()) / ((scaled.max() - scaled.min()) or 1)


def _down(values: "pd.Series[float]", size: float, *, log: bool = False) -> "pd.Series[float]":
    return EDGE + fractions(values, log=log) * (size - 2 * EDGE)


def _scales(
    ax: Axes, frame: pd.DataFrame, x: str, y: str, size: tuple[float, float], show: tuple[Show, Show], *, log: bool
) -> tuple[list[float], dict[float, str]]:
    """Write the scale of y and lines across it; return the places of the ticks of x and their words."""
    (low, high), (least, most) = ((v.min(), v.max()) for v in (frame[y], frame[x]))
    values = pd.Series([low, *(v for v in MaxNLocator(8).tick_values(low, high) if low <= v <= high), high])
    places = (size[1] - _down(values, size[1])).tolist()[1:-1]
    for value, place in zip(values[1:-1], places, strict=True):
        put(ax, 0, place, show[1](value), -4, size=SMALL, color=SOFT)
        ax.axhline(place, color=SOFT if value == 0 else GRID, lw=1, zorder=0)
    locator = LogLocator(subs=(1.0, 1.5, 2.0, 3.0, 5.0, 7.0)) if log else MaxNLocator(8)
    values = pd.Series([least, *(v for v in locator.tick_values(least, most) if least <= v <= most), most])
    places = _down(values, size[0], log=log).tolist()[1:-1]
    words = {at: show[0](v) for at, v in zip(places, values[1:-1], strict=True) if at + width(show[0](v)) / 2 < size[0]}
    for place in words:
        ax.axvline(place, color=GRID, lw=1, zorder=0)
    return list(words), words


def _written(
    ax: Axes, frame: pd.DataFrame, points: pd.DataFrame, names: Sequence[str], size: tuple[float, float]
) -> pd.DataFrame:
    """Write the texts, of roles first, each where it meets no other text and no point; return the rows written."""
    there = points[["across", "down"]].to_numpy(float)
    rows = frame[frame["text"] != ""]
    rows = rows.assign(ours=rows["role"].isin(names)).sort_values("ours", ascending=False, kind="stable")
    taken: list[tuple[float, float, float, float]] = []
    kept = []
    for row in each(rows):
        look: dict[str, Any] = {"color": tint(row.role, names), "weight": BOLD} if row.ours else {"size": SMALL}
        text = shortened(row.text, size[0] / 2 - 24, BOLD if row.ours else 400)
        wide = width(text, SIZE if row.ours else SMALL, BOLD if row.ours else 400)
        alone = row.Index not in points.index
        spots = _spots(row.across, row.down, wide, alone=alone)
        spots = [s for s in spots if s[0] >= 0 and s[0] + wide <= size[0] and 8 <= s[1] <= size[1] - 8]
        boxes = [(s[0], s[1] - 9, s[0] + wide, s[1] + 9) for s in spots]
        clear = [_is_clear(box, taken) for box in boxes]
        free = [s for s, box, ok in zip(spots, boxes, clear, strict=True) if ok and not _covers(box, there)]
        if row.ours:  # a role is always named: over points of others, if need be, and over a text last of all
            free = free or [s for s, ok in zip(spots, clear, strict=True) if ok] or spots
        if not free:
            continue
        at = free[0]
        taken.append((at[0], at[1] - 9, at[0] + wide, at[1] + 9))
        put(ax, *at, text, boxed=True, **look)
        kept.append(row.Index)
    return frame.loc[kept]


def _spots(across: float, down: float, wide: float, *, alone: bool) -> list[tuple[float, float]]:
    """Return where a text may start and its middle: beside its point, or for a name without one ever further off."""
    if not alone:
        beside = [(across + 10, down), (across - 10 - wide, down)]
        return [*beside, *((across - wide / 2 + dx, down + dy) for dy in (-15, 15, -24, 24) for dx in (0, 30, -30))]
    rings = [(r * np.cos(a), r * np.sin(a)) for r in range(0, 150, 6) for a in np.linspace(0, 2 * np.pi, 24)]
    return [(float(across - wide / 2 + dx), float(down + dy)) for dx, dy in rings]


def _is_clear(box: tuple[float, float, float, float], taken: Sequence[tuple[float, float, float, float]]) -> bool:
    return not any(box[0] < b[2] + 6 and b[0] < box[2] + 6 and box[1] < b[3] and b[1] < box[3] for b in taken)


def _covers(box: tuple[float, float, float, float], points: Any) -> bool:
    inside = (points[:, 0] > box[0] - 3) & (points[:, 0] < box[2] + 3)
    return bool((inside & (points[:, 1] > box[1] - 2) & (points[:, 1] < box[3] + 2)).any())


def grid(frame: pd.DataFrame, *, ax: Axes, wide: float = WIDTH, tall: float = 25) -> Axes:
    """Draw a tile for each `label` (row) and `head` (column), shaded by `step` 0 to 3, with its `text`."""
    frame = frame.assign(text=frame["text"].fillna(""))
    rows, heads = frame["label"].drop_duplicates().to_list(), frame["head"].drop_duplicates().to_list()
    left = min(max(width(words, SMALL) for words in rows) + 14, 300)
    top = min(max(width(words, SMALL) for words in heads) + 12, 190)
    lay(ax, top + tall * len(rows), wide=wide, left=left, top=top)
    steps, texts = (
        frame.pivot(index="label", columns="head", values=v).reindex(index=rows, columns=heads)
        for v in ("step", "text")
    )
    palette = [PAPER, PALE[0], MIDDLE[0], ROLE_COLOURS[0]]
    look = {"cmap": colors.ListedColormap(palette), "vmin": -0.5, "vmax": 3.5, "linewidths": 1, "linecolor": RULE}
    marks = {"annot": texts.fillna(""), "fmt": "", "annot_kws": {"fontsize": SMALL}, "mask": steps.isna()}
    sns.heatmap(steps.astype(float), ax=ax, cbar=False, xticklabels=False, yticklabels=False, **look, **marks)
    shown = steps.to_numpy(float).ravel()
    for words, step in zip(list(ax.texts), shown[~np.isnan(shown)], strict=True):
        words.set_color(PAPER if step == 3 else INK)
    for i, words in enumerate(rows):
        put(ax, 0, i + 0.5, shortened(words, left - 14, size=SMALL), -8, size=SMALL)
    for i, words in enumerate(heads):
        text = shortened(words, top - 12, size=SMALL)
        ax.annotate(
            text,
            (i + 0.5, 0),
            (5, 6),
            textcoords="offset points",
            rotation=90,
            ha="center",
            va="bottom",
            fontsize=SMALL,
        )
    said = frame.groupby("label", sort=False)[["head", "text"]].apply(lambda f: ", ".join(f["head"] + " " + f["text"]))
    return finish(ax, "; ".join(f"{name}: {words}" for name, words in said.items()))
