"""Charts of rows, a label and one mark or bar for each role: dumbbells, bars, ranges."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from helpers.show.canvas import (
    ALL,
    NO_FIGURE,
    SITE,
    Show,
    bars,
    each,
    finish,
    marked,
    names_of,
    points,
    put,
    say,
    spread,
    tidy,
    width,
    with_rows,
)
from helpers.show.theme import BOLD, INK, PAPER, SIZE, SOFT, tint


def dumbbell(
    frame: pd.DataFrame, *, ax: Axes, show: Show | None = None, span: Sequence[float] = (), ticks: Sequence[float] = ()
) -> Axes:
    """Draw rows of marks joined by a line, the outermost with their texts, on a scale that holds `span`.

    `ALL` adds an upright tick, `SITE` a cross. `show` writes the numbers of the scale; without it there are none.
    """
    names = names_of(frame)
    frame = with_rows(frame, ax, names, least=27, bottom=22 if show else 4, right=18)
    there = [item for item in each(frame) if item.value == item.value]
    ours = sorted((item for item in there if item.role != ALL), key=lambda item: (item.row, item.value))
    bench = {item.row: item.value for item in there if item.role == ALL}
    rows = [list(marks) for _, marks in groupby(ours, key=lambda item: item.row)]
    outer = []
    for first, *rest in rows:
        outer.append((first, -1 if rest or bench.get(first.row, -np.inf) > first.value else 1))
        outer += [(last, 1) for last in rest[-1:]]
    values = [*(item.value for item in there), *span]
    low, high = min(values), max(values)
    unit = spread(ax, low, high, [(item.value, to * (width(item.text) + 16)) for item, to in outer], left=8, right=8)
    dashes: Any = (0, (2, 2)) if any(item.role == SITE for item in there) else "-"
    starts, ends = ([marks[at].value for marks in rows] for at in (0, -1))
    ax.hlines([marks[0].row for marks in rows], starts, ends, color=SOFT, lw=2, zorder=1, linestyles=dashes)
    close = {marks[0].row for marks in rows if len(marks) > 1 and marks[-1].value - marks[0].value < 9 * unit}
    for item in there:  # marks would hide each other: up, down
        aside = 0 if item.role == ALL or item.row not in close else -4 if item.role == names[0] else 4
        item.y = item.row + aside
    for name in (ALL, SITE, *names):
        if drawn := [item for item in there if item.role == name]:
            points(ax, [item.value for item in drawn], [item.y for item in drawn], **marked(name, names))
    for item, to in outer:
        gap = (bench.get(item.row, np.inf) - item.value) / unit * to
        dx = gap + 7 if 0 < gap < width(item.text) + 14 else 10  # the label steps over the upright tick
        put(ax, item.value, item.y, item.text, to * dx, color=INK if item.role == SITE else tint(item.role, names))
    between = None if len(ticks) or not show else (low, high)
    return finish(ax, say(frame), show, ticks, between, mark=ax.get_ylim()[0])


def paired_bars(frame: pd.DataFrame, *, ax: Axes, none: str = NO_FIGURE) -> Axes:
    """Draw a bar a role in each row on one base line, with its mark and text; a role without any figure has no bar."""
    names = names_of(frame)
    here = [n for n in names if frame.loc[frame["role"] == n, "value"].notna().any()]
    thick = 14
    frame = with_rows(frame, ax, names, least=thick * len(here) + 6)
    shown = [item for item in each(frame) if item.role in here]
    for item in shown:
        if item.value != item.value:
            item.value, item.text = 0.0, none
    reach = [(item.value, width(item.text) + 6) for item in shown]
    unit = spread(ax, 0, max(item.value for item in shown), reach, left=16)
    for i, name in enumerate(here):
        part = [item for item in shown if item.role == name]
        rows = [item.row + (i - (len(here) - 1) / 2) * thick for item in part]
        bars(ax, rows, [item.value for item in part], [tint(name, names)], thick)
        points(ax, np.full(len(part), -9 * unit), rows, **marked(name, names, 0.55))
        for item, row in zip(part, rows, strict=True):
            put(ax, item.value, row, item.text, 5)
    return finish(ax, say(frame))


def gap_bars(frame: pd.DataFrame, *, ax: Axes, least: float = 27, thick: float = 19) -> Axes:
    """Draw one bar a row, left or right of zero, in the colour of its role (grey for none)."""
    names = names_of(frame)
    frame = with_rows(frame, ax, names, least=least, key=False, most=200).dropna(subset=["value"])
    to = np.where(frame["value"] < 0, -1, 1)
    labels = zip(frame["value"], to * (frame["text"].map(lambda t: width(t, SIZE, BOLD)) + 8), strict=True)
    spread(ax, min(0, frame["value"].min()), max(0, frame["value"].max()), labels, left=1)
    bars(ax, frame["row"], frame["value"], [tint(name, names) for name in frame["role"]], thick)
    for item, side in zip(each(frame), to, strict=True):
        put(ax, item.value, item.row, item.text, 7 * side, weight=BOLD)
    ax.axvline(0, color=SOFT, lw=1)
    return finish(ax, say(frame))


def stacked_bars(frame: pd.DataFrame, *, ax: Axes, total: str = "total") -> Axes:
    """Draw a bar a row in at most three `part`s, dark, pale and outlined, with the text of its part `total`."""
    names = names_of(frame)
    frame = with_rows(frame, ax, names, least=31, key=False)
    sums = frame[frame["part"] != total].fillna({"value": 0})
    sums = sums.assign(upto=sums.groupby("row")["value"].cumsum())
    sums = sums.assign(layer=pd.factorize(sums["part"])[0]).sort_values("layer", ascending=False, kind="stable")
    ends, totals = sums.groupby("row")["upto"].max(), frame[frame["part"] == total]
    reach = [(ends[r.row], width(r.text, SIZE, BOLD) + 10) for r in each(totals)]
    unit = spread(ax, 0, ends.max(), reach, left=1)
    tones = [PAPER if r.layer == 2 else tint(r.role, names, r.layer) for r in each(sums)]
    bars(ax, sums["row"], sums["upto"], tones, 23)
    for item in each(totals):
        ax.add_patch(Rectangle((0, item.row - 11.5), ends[item.row], 23, fc="none", ec=tint(item.role, names), lw=2))
        put(ax, ends[item.row], item.row, item.text, 8, weight=BOLD)
    wide = sums["value"] > (sums["text"].map(width) + 12) * unit
    for item in each(sums[(sums["layer"] < 2) & wide]):
        put(ax, item.upto - item.value, item.row, item.text, 7, color=INK if item.layer else PAPER)
    return finish(ax, say(frame, "part"))


def ranges(frame: pd.DataFrame, *, ax: Axes) -> Axes:
    """Draw each role's range (`percentile` 10 to 90), middle half and middle worker; a missing end says why in `text`.

    Rows are `label`s where there are several, else roles.
    """
    names = names_of(frame)
    frame = tidy(frame)
    several = frame["label"].nunique() > frame["percentile"].nunique()
    frame = frame.assign(
        step=frame["label"] if several else "", label=frame["label"] + " " + frame["role"] if several else frame["role"]
    )
    frame = with_rows(frame[frame["percentile"].notna()], ax, names, least=54, key=several)
    wide = frame.pivot_table(index="row", columns="percentile", values="value", dropna=False).reindex(
        columns=[10, 25, 50, 75, 90]
    )
    wide = wide.dropna(how="all")
    ends = frame[frame["percentile"].isin([10, 90]) & (frame["text"] != "")]
    highest = wide.max(axis=1)
    ends = ends.assign(
        at=ends["value"].fillna(ends["row"].map(highest)).fillna(frame["value"].min()),
        to=np.where(ends["percentile"] == 10, -1, 1),
    )
    ends = ends[ends["value"].notna() | (ends["percentile"] == 90)]
    spread(
        ax,
        frame["value"].min(),
        highest.max(),
        zip(ends["at"], ends["to"] * (ends["text"].map(width) + 10), strict=True),
    )
    owner = frame.drop_duplicates("row").set_index("row")["role"]
    for thick, first, last, step in ((2, 10, 90, 0), (13, 25, 75, 1)):
        start, end = wide[first].fillna(wide.min(axis=1)), wide[last].fillna(highest)
        ax.hlines(wide.index, start, end, color=[tint(owner[row], names, step) for row in wide.index], lw=thick)
    for item in each(frame[frame["percentile"] == 50].dropna(subset=["value"])):
        points(ax, [item.value], [item.row], **marked(item.role, names))
        put(ax, item.value, item.row, item.text, 0, -19, ha="center", color=tint(item.role, names), weight=BOLD)
    for item in each(ends):
        put(ax, item.at, item.row, item.text, 7 * item.to, color=SOFT)
    return finish(ax, say(frame.assign(part=frame["percentile"].map("{:.0f} of 100 earn less than".format)), "part"))
