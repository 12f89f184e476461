"""The map of states, the tool for the reader's own area, and the client's area beside the nation."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.formats import UNITS, hourly, pct, usd_short
from helpers.base.words import capital
from helpers.comparison.facts import NO_FIGURE, differences, each, gap_words, one, written
from helpers.comparison.roles import Comparison
from helpers.sections.best import best
from helpers.sections.contract import cell, guarded
from helpers.sections.own_pay import by_period, own_by_place, own_row, own_small, own_words
from helpers.sections.pay import pay_in_nation
from helpers.sections.places import (
    ADJUSTED,
    AREA,
    STATE,
    figures_of,
    gaps,
    mean_column,
    nations,
    place_gaps,
    places,
)
from helpers.show.blocks import Block, data, esc
from helpers.show.provenance import derived, number, plain_numbers
from helpers.show.tables import data_table
from helpers.show.tools import your_area as tool
from helpers.tables.areas import NATION

CUTS = ((5, 10), (10, 20), (20, 40), (40, 60), (50, 100))
"""Percentages at which the map's shade changes: the pair under whose upper one half of the clear gaps lie is taken."""
TOO_WIDE_PCT = 200
TIMES = (100, 300)
"""Where the shade changes on a map in times the other's pay: at twice and at four times."""
_HIDDEN = 'aria-hidden="true"></i>'
_SHADES = " ".join(f'<i class="s{step}" {_HIDDEN}{{}}' for step in (1, 2, 3))


def tiles(c: Comparison) -> pd.DataFrame:
    """Return the map of states as `plots.tile_map` takes it: state, area, role, step, value, text, cell.

    For two roles the role that clearly pays more, by how many percent of the other's pay there, written and shaded; no
    role where it could be either, no value where no gap is published. For one, its average pay, shaded by thirds of the
    states; no role where a lower bound leaves the third open. Empty for more: no single gap is theirs.
    """
    names = c.told_apart
    if len(names) == 1:
        return _paid(c, names[0])
    if len(names) > 2:
        return pd.DataFrame(columns=["state", "area", "role", "step", "value", "text", "cell"])
    rows = gaps(c, STATE)
    size = _sizes(rows)
    low, high = _cuts(size) if not _in_times(rows) else TIMES
    role = np.select([rows["sign"] > 0, rows["sign"] < 0], [1, 0], -1)
    clear = rows["sign"].to_numpy() != 0
    known = zip(np.where(clear, size, np.nan), rows["bounded"], strict=True)
    if _in_times(rows):
        text = [f"{1 + v / 100:.1f}×{'+' * bool(bounded)}" if v == v else "" for v, bounded in known]
    else:
        text = [(f"{pct(v)}+" if bounded else f"+{pct(v)}") if v == v else "" for v, bounded in known]
    frame = pd.DataFrame(
        {
            "state": rows["state"],
            "area": rows["area"],
            "role": _roles(role, names),
            "step": np.where(clear, 1 + (size >= low) + (size >= high), 0),
            "value": np.where(clear, size, np.where(rows["p"].notna(), 0.0, np.nan)),
            "text": text,
            "cell": figures_of(c, names[1], STATE)["cell"].array,
        }
    )
    return frame.reset_index(drop=True)


def _roles(codes: npt.NDArray[np.intp], names: list[str]) -> "pd.Categorical[str]":
    """Return the role of each tile, none for a code of -1."""
    return pd.Categorical.from_codes(codes.tolist(), categories=pd.Index(names), ordered=True)


def _sizes(rows: pd.DataFrame) -> "pd.Series[float]":
    """Return by how many percent of the lower pay the higher one exceeds it."""
    share = 1 + rows["gap_pct"] / 100
    return 100 * (share.where(share >= 1, 1 / share) - 1)


def _in_times(rows: pd.DataFrame) -> bool:
    """Return whether gaps are so large that the map says how many times the other's pay it is: no tile holds +644%."""
    return bool((_sizes(rows)[rows["sign"] != 0] >= TOO_WIDE_PCT).any())


def _cuts(size: "pd.Series[float]") -> tuple[int, int]:
    middle = float(size.median()) if size.notna().any() else 0.0
    return next((pair for pair in CUTS if middle <= sum(pair) / 2), CUTS[-1])


def _paid(c: Comparison, name: str) -> pd.DataFrame:
    rows = figures_of(c, name, STATE)
    value, known = rows["value"].fillna(rows["bound"]), rows["value"].dropna()
    low, high = np.quantile(known, [1 / 3, 2 / 3]) if len(known) else (math.nan, math.nan)
    shaded = value.notna() & ~(rows["bound"] <= high)  # of a lower bound the third is known only above both
    write = hourly if c.pay_unit == "usd_per_hour" else usd_short
    return pd.DataFrame(
        {
            "state": rows["state"].to_numpy(object),
            "area": rows["area"].to_numpy(object),
            "role": _roles(np.where(shaded, 0, -1), [name]),
            "step": np.where(shaded, 1 + (value > low).astype(int) + (value > high), 0),
            "value": value.to_numpy(float),
            "text": [
                "" if v != v else f"{write(v).removesuffix('.00').removeprefix('$')}+" if b == b else write(v)
                for v, b in zip(value, rows["bound"], strict=True)
            ],
            "cell": rows["cell"].array,
        }
    )


def map_words(c: Comparison) -> tuple[str, str, str]:
    """Return title, unit and legend (HTML) of the map of `tiles`."""
    names = c.told_apart
    if len(names) == 1:
        third = _SHADES.format("lowest third of the states", "middle", "highest third")
        frame = tiles(c)
        if (frame["value"].notna() & frame["role"].isna()).any():
            third += f' <i class="e" {_HIDDEN}at least this, third not known'
        note = f'<span class="steps one">{third} <i class="x" {_HIDDEN}no figure</span>'
        return "Average pay, state by state", UNITS[c.pay_unit], note
    rows = gaps(c, STATE) if len(names) == 2 else c.frame(place_gaps).head(0)
    times = _in_times(rows)
    low, high = _cuts(_sizes(rows))
    key = _SHADES.format(f"under {low}%", f"{low} to {high}%", f"over {high}%")
    if times:
        key = _SHADES.format("under twice", "2 to 4 times", "over 4 times")
    neither = rows["p"].notna() & (rows["sign"] == 0)
    if neither.any():
        key += f' <i class="e" {_HIDDEN}no clear difference'
    if rows["p"].isna().any():
        key += f' <i class="x" {_HIDDEN}no figure for both'
    unit = "times the pay of the other role there" if times else "percent more than the other role pays there"
    return "Who pays more, state by state", unit, f'<span class="steps">{key}</span>'


def your_area(c: Comparison) -> Block:
    """Return the tool in which a reader picks any of 582 places: pay of each role, a pair's verdict, prices."""
    return guarded(c, "Your area", lambda: _tool(c))


def _tool(c: Comparison) -> Block:
    names, frame, own = c.told_apart, c.frame(places), own_by_place(c)
    parts = []
    for kind in (STATE, AREA):
        here = [figures_of(c, name, kind) for name in names]
        mine = frame[(frame["measure"] == ADJUSTED) & (frame["kind"] == kind)]
        prices = [mine.loc[mine["role"] == name, "value"].to_numpy(float) for name in names]
        listed = pd.DataFrame({"kind": kind, "state": here[0]["state"], "area": here[0]["area"]})
        listed["values"] = np.column_stack([one["value"] for one in here]).tolist()
        if len(names) < 3:  # the tool writes them in one sentence
            listed["adjusted"] = np.column_stack(prices).tolist()
        listed["own"] = [own.get(code, "") for code in here[0].index]
        listed["verdict"] = gaps(c, kind)["verdict"].to_list() if len(names) == 2 else ""
        parts.append(listed)
    start = c.area.state if not c.in_nation else start_state(c)
    chosen = c.area.area if c.area.kind == AREA else ""
    return tool(names, pd.concat(parts), hourly=c.pay_unit == "usd_per_hour", start=start, here=chosen)


def start_state(c: Comparison) -> str:
    """Return the postal code of the state with most jobs of all roles together, among those with pay for each."""
    sides = [figures_of(c, name, STATE) for name in c.told_apart]
    paid = np.logical_and.reduce([side["value"].notna().to_numpy() for side in sides])
    jobs = np.sum([side["jobs"].fillna(0).to_numpy(float) for side in sides], axis=0)
    return str(sides[0]["state"].iloc[int(np.where(paid, jobs, -1).argmax() if paid.any() else jobs.argmax())])


def own_area(c: Comparison) -> Block:
    """Return the chosen area beside the nation: pay, pay at the nation's prices, jobs, rank; empty for the nation."""
    return Block("", "note") if c.in_nation else guarded(c, c.area.area, lambda: _beside(c))


def _beside(c: Comparison) -> Block:
    names, frame = c.told_apart, c.frame(places)
    national = nations(c)
    mine = {
        measure: [one(frame, name, measure, area_code=c.area.area_code) for name in names]
        for measure in (mean_column(c), ADJUSTED, "employment", "location_quotient")
    }
    ranks = c.frame(best)
    rank = [one(ranks, name, "rank") for name in names]
    home = [vars(row) | {"role": name, "unit": c.pay_unit} for name, row in zip(c.names, each(national), strict=True)]
    at_home = [_nation(c, row) for row in home[: len(names)]]
    rows = [
        ["Average pay, nation", *at_home],
        ["Average pay here", *(cell(row) for row in mine[mean_column(c)])],
        ["At the nation’s prices", *(_at_prices(row) for row in mine[ADJUSTED])],
        ["Jobs here", *(cell(row) for row in mine["employment"])],
        ["Share of all jobs (nation: 1)", *(cell(row) for row in mine["location_quotient"])],
        ["Rank among states" if c.area.kind == STATE else "Rank among areas", *(_rank(row) for row in rank)],
    ]
    own = [own_row(c, name) for name in names]
    if any(row is not None for row in own):
        rows.append(["Your own table, not official", *(_own(c, row) for row in own)])
    caption = f"{capital(c.area.area)} beside the nation"
    html = data_table(caption, ["", *names], rows, right=range(1, len(names) + 1), csv="own area", tight=True)
    return Block(html, "note")


def further_areas(c: Comparison) -> Block:
    """Return all areas where several are asked for: pay of each role, gap and verdict of each later one; else nothing.

    Verdicts are those of `place_gaps`, judged with all states or all areas together; that of the nation on its own.
    """
    with plain_numbers(plain=len(c.names) > 2):
        return guarded(c, "The areas", lambda: _side_by_side(c)) if c.further else data()


def _side_by_side(c: Comparison) -> Block:
    names, measure = c.told_apart, mean_column(c)
    nation = pay_in_nation(c)
    apart = differences(nation, **c.judged)
    rows = []
    for area in (c.area, *c.further):
        if area.area_code == NATION:
            paid, gaps_here = [one(nation, name, measure) for name in names], apart[apart["measure"] == measure]
        else:
            paid = [one(c.frame(places), name, measure, area_code=area.area_code) for name in names]
            gaps_here = c.frame(place_gaps).query("area_code == @area.area_code")
        cells = [cell(row) for row in paid]
        notes = [own_small(c, name, area.area_code) for name in names]
        for at, name in enumerate(names[1:], start=1):
            gap = gaps_here[gaps_here["role"] == name].iloc[0]
            cells[at] += f"<br><small>{esc(gap_words(gap, c.pay_unit, table=True))}</small>"
        cells = [f"{cell}<br>{note}" if note else cell for cell, note in zip(cells, notes, strict=True)]
        rows.append(["United States" if area.area_code == NATION else esc(area.area), *cells])
    against = f"; gaps are against {names[0]}" if names[1:] else ""
    caption = f"Average pay in the areas asked for{against}"
    html = data_table(caption, ["Area", *names], rows, right=range(1, len(names) + 1), csv="areas", tight=True)
    judged = '<p class="notes">Judged with all states, or all areas, together; the nation on its own.</p>'
    return Block(html + (judged if names[1:] else ""), "note")


def _own(c: Comparison, row: "pd.Series[Any] | None") -> str:
    if row is None:
        return "no row of yours"
    return esc(own_words(row) if row["unit"] == c.pay_unit else by_period(row))


def _nation(c: Comparison, row: dict[str, Any]) -> str:
    if row["value"] == row["value"]:
        text = written(row["value"], math.nan, "", c.pay_unit)
        return number(row | {"text": text}, f"Average pay, {row['role']}, United States")
    return esc(written(row["value"], row["bound"], "", c.pay_unit))


def _at_prices(row: "pd.Series[Any]") -> str:
    if row["text"] == NO_FIGURE:
        return cell(row)
    return derived(str(row["text"]), f"{row['label']}, {row['role']}", str(row["note"]), [str(row["cell"])])


def _rank(row: "pd.Series[Any]") -> str:
    if row["why"]:
        return esc(f"not ranked: {row['why']}")
    rank = f"{row['value']:.0f} of {row['of']:.0f}"
    return f"{rank}<br><small>may be {row['low']:.0f} to {row['high']:.0f}</small>"
