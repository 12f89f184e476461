"""Tile-grid maps: one square a state, where it roughly lies, for a value or for a verdict."""

import math
from collections.abc import Callable

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection

from helpers import formats
from helpers.charts.theme import (
    INK,
    LINE,
    MUTED,
    NEUTRAL,
    ON_A,
    ON_B,
    ON_STEPS,
    PAPER,
    ROLE_A,
    ROLE_A_SOFT,
    ROLE_B,
    ROLE_B_SOFT,
    SMALL,
    STEPS,
    WIDTH,
    canvas,
    fit,
    themed,
    write,
)
from helpers.formats import is_missing

_ROWS = (
    "AK .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. .. .. .. VT NH",
    "WA ID MT ND MN IL WI MI NY RI MA",
    "OR NV WY SD IA IN OH PA NJ CT ..",
    "CA UT CO NE MO KY WV VA MD DE ..",
    ".. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. OK LA MS AL GA .. .. ..",
    "HI GU .. TX .. .. .. .. FL PR VI",
)
GRID = {state: (i, j) for i, row in enumerate(_ROWS) for j, state in enumerate(row.split()) if state != ".."}
"""Postal code -> (row, column); 50 states, the District of Columbia, Puerto Rico, Guam and the Virgin Islands."""
_TILE = WIDTH / 11

_PAINT = {
    "b clear": (ROLE_B, ON_B, "◆"),
    "b unsure": (ROLE_B_SOFT, INK, "◆"),
    "b small": (NEUTRAL, INK, "◇"),
    "a clear": (ROLE_A, ON_A, "●"),
    "a unsure": (ROLE_A_SOFT, INK, "●"),
    "a small": (NEUTRAL, INK, "○"),
    "either": (NEUTRAL, INK, "≈"),
    "none": (PAPER, MUTED, "n.p."),
}
"""State of a tile -> (fill, text, mark)."""


@themed
def state_tiles(frame: pd.DataFrame, value: str, *, label: str, unit: str = "usd_per_year") -> Axes:
    """Draw a value by state in five steps, each a fifth of the states, with the value written on every tile.

    `frame` has a row a state with `state` (postal code) and the column `value`; states without a value stay empty with
    n.p. for not published. `label` names the measure with its unit.
    """
    known = _by_state(frame, value)
    form = _short(unit)
    edges = np.quantile(list(known.values()), [0.2, 0.4, 0.6, 0.8]) if known else np.array([])
    step = {state: int(np.searchsorted(edges, v, side="right")) for state, v in known.items()}
    axes = canvas(8 * _TILE + 50)
    fills = {state: STEPS[step[state]] if state in step else PAPER for state in GRID}
    _tiles(axes, fills)
    for state, (row, column) in GRID.items():
        x, y = (column + 0.5) * _TILE, row * _TILE
        ink = ON_STEPS[step[state]] if state in step else MUTED
        write(axes, x, y + 16, state, color=ink, ha="center", weight="bold", size=SMALL)
        write(axes, x, y + 29, form(known[state]) if state in known else "n.p.", color=ink, ha="center", size=SMALL)
    y, part = 8 * _TILE + 10, WIDTH / 5
    if known:
        bounds = [min(known.values()), *edges, max(known.values())]
        squares = {i: STEPS[i] for i in range(5)}
        _boxes(axes, [(i * part + 1, y, part - 2, 9) for i in squares], list(squares.values()))
        for i in range(5):
            text = f"{form(bounds[i])}–{form(bounds[i + 1])}"
            write(axes, (i + 0.5) * part, y + 20, text, color=MUTED, size=SMALL, ha="center")
    write(axes, WIDTH / 2, y + 35, fit(label, WIDTH, SMALL, lines=1)[0], color=MUTED, size=SMALL, ha="center")
    return axes


def state_tiles_alt(frame: pd.DataFrame, value: str, *, label: str, unit: str = "usd_per_year") -> str:
    """Return the map in words: how many states, the three highest and the three lowest, how many have no figure."""
    known = sorted(_by_state(frame, value).items(), key=lambda item: (-item[1], item[0]))
    names = _names(frame)
    if not known:
        return f"Map of states, {label}: no state has a published figure."

    def say(items: list[tuple[str, float]]) -> str:
        return ", ".join(f"{names[state]} {formats.figure(v, unit)}" for state, v in items)

    text = (
        f"Map of states, {label}. Published for {len(known)}. Highest: {say(known[:3])}. Lowest: {say(known[:-4:-1])}."
    )
    missing = len(set(names) - {state for state, _ in known})
    return text + (f" Not published for {missing}." if missing else "")


@themed
def verdict_tiles(
    frame: pd.DataFrame, names: tuple[str, str], *, verdict: str = "verdict", gap: str = "gap_pct"
) -> Axes:
    """Draw which role has the higher mean pay in each state, and how sure that is: a mark and a pattern of fill a tile.

    `frame` has `state`, `verdict` (the five words of `estimates`) and `gap` (second role over first, percent). The mark
    says who is higher (● first, ◆ second, ≈ could be either, n.p. not published); full colour: clear and meaningful,
    pale: clear, size unsure, hollow mark: clear but small.
    """
    found = _states(frame, verdict, gap)
    axes = canvas(8 * _TILE + 84)
    _tiles(axes, {state: _PAINT[found.get(state, "none")][0] for state in GRID})
    for state, (row, column) in GRID.items():
        _, ink, mark = _PAINT[found.get(state, "none")]
        x, y = (column + 0.5) * _TILE, row * _TILE
        write(axes, x, y + 16, state, color=ink, ha="center", weight="bold", size=SMALL)
        write(axes, x, y + 30, mark, color=ink, ha="center", size=SMALL)
    y = 8 * _TILE + 16
    for side, colour, mark, name in (("a", ROLE_A, "●", names[0]), ("b", ROLE_B, "◆", names[1])):
        many = sum(state.startswith(side) for state in found.values())
        text = f" higher in {many}"
        short = fit(name, WIDTH - 90, lines=1)[0]
        write(axes, 2, y, f"{mark} {short}{text}", color=colour, weight="bold", size=SMALL)
        y += 16
    rest = [("≈ could be either", "either"), ("n.p. not published", "none")]
    counts = [(text, sum(state == kind for state in found.values())) for text, kind in rest]
    shown = " · ".join(f"{text} in {many}" for text, many in counts if many)
    write(axes, 2, y, shown, color=MUTED, size=SMALL)
    write(
        axes,
        2,
        y + 16,
        "full colour: clear and meaningful · pale: size unsure · hollow mark: small",
        color=MUTED,
        size=SMALL,
    )
    return axes


def verdict_tiles_alt(
    frame: pd.DataFrame, names: tuple[str, str], *, verdict: str = "verdict", gap: str = "gap_pct"
) -> str:
    """Return the verdict map in words: how many states for each verdict and direction, with the states named."""
    found, full = _states(frame, verdict, gap), _names(frame)
    words = {
        "b clear": f"{names[1]} clearly and meaningfully higher",
        "b unsure": f"{names[1]} clearly higher, size unsure",
        "b small": f"{names[1]} clearly higher but by little",
        "a clear": f"{names[0]} clearly and meaningfully higher",
        "a unsure": f"{names[0]} clearly higher, size unsure",
        "a small": f"{names[0]} clearly higher but by little",
        "either": "could be either",
        "none": "not published",
    }
    parts = []
    for state, text in words.items():
        where = sorted(full[s] for s, v in found.items() if v == state)
        if where:
            shown = ", ".join(where[:12]) + (f" and {len(where) - 12} more" if len(where) > 12 else "")
            parts.append(f"{text} in {len(where)}: {shown}")
    return f"Map of mean pay by state. {'. '.join(parts)}." if parts else "Map of mean pay by state: no state is known."


def _states(frame: pd.DataFrame, verdict: str, gap: str) -> dict[str, str]:
    kinds = {"clear and meaningful": "clear", "clear, size unsure": "unsure", "clear but small": "small"}
    found = {}
    for state, word, size in zip(frame["state"], frame[verdict], frame[gap], strict=True):
        if state not in GRID:
            continue
        if word in kinds and not is_missing(size):
            found[state] = f"{'b' if size > 0 else 'a'} {kinds[word]}"
        else:
            found[state] = "either" if word == "could be either" else "none"
    return found


def _by_state(frame: pd.DataFrame, value: str) -> dict[str, float]:
    pairs = zip(frame["state"], frame[value], strict=True)
    return {s: float(v) for s, v in pairs if s in GRID and not is_missing(v) and math.isfinite(v)}


def _names(frame: pd.DataFrame) -> dict[str, str]:
    areas = frame["area"] if "area" in frame else frame["state"]
    return {s: str(a) for s, a in zip(frame["state"], areas, strict=True) if s in GRID}


def _short(unit: str) -> Callable[[float], str]:
    if unit == "jobs":
        return lambda v: f"{v / 1000:,.0f}k" if v >= 10_000 else f"{v / 1000:.1f}k" if v >= 1000 else f"{v:.0f}"
    return formats.usd_short if unit.startswith("usd") else lambda v: formats.figure(v, unit)


def _tiles(axes: Axes, fills: dict[str, str]) -> None:
    boxes = [(c * _TILE + 1.2, r * _TILE + 1.2, _TILE - 2.4, _TILE - 2.4) for r, c in (GRID[s] for s in fills)]
    _boxes(axes, boxes, list(fills.values()))


def _boxes(axes: Axes, boxes: list[tuple[float, float, float, float]], fills: list[str]) -> None:
    corners = [[(x, y), (x + w, y), (x + w, y + h), (x, y + h)] for x, y, w, h in boxes]
    axes.add_collection(
        PolyCollection(corners, facecolors=fills, edgecolors=LINE, linewidths=0.8, clip_on=False), autolim=False
    )
