"""Cells of the pay table as facts: the figure with its error, a lower bound, or the reason why there is neither.

Beside them, what pay buys: the price level of every area of the pay table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.formats import figure
from helpers.base.paths import data_folder
from helpers.base.vocabulary import Reason
from helpers.comparison.facts import ALL, NO_FIGURE, Fact, framed
from helpers.comparison.matches import rows_of
from helpers.tables.areas import NATION
from helpers.tables.load import load

STATE_PRICES = "price level of the whole state"
"""Note on a nonmetropolitan area: no level is published for it alone."""
ALL_INDUSTRIES = "000000"
ERRORS = {"employment": "employment_rse_pct", "hourly_mean_usd": "wage_rse_pct", "annual_mean_usd": "wage_rse_pct"}
"""Column -> the column of its relative standard error; the others are published without one."""


def pay_fact(
    cells: pd.DataFrame,
    soc_code: str,
    column: str,
    /,
    *,
    role: str,
    label: str,
    unit: str,
    area_code: str = NATION,
    industry_code: str = ALL_INDUSTRIES,
    **keys: Any,
) -> Fact:
    """Return one figure of pay or employment; `cells` is indexed by the key of the pay table, as `Comparison.cells`.

    Nothing is filled in: a cell that the table does not list has the reason `NOT_LISTED`, an empty one that of its
    footnote.
    """
    key = (soc_code, area_code, industry_code)
    about: dict[str, Any] = {"cell": f"pay/{'|'.join(key)}/{column}", "keys": keys}
    bound = bound_of(column)  # read for every cell: without its footnotes no figure is shown
    if key not in cells.index:
        return Fact(role, column, label, unit, why=Reason.NOT_LISTED, **about)
    row = cast(int, cells.index.get_loc(key))
    value, note = float(cells[column].to_numpy(float)[row]), cells[f"{column}_note"].iat[row]
    if column in ERRORS:
        about["error_pct"] = float(cells[ERRORS[column]].to_numpy(float)[row])
    if value == value:
        return Fact(role, column, label, unit, value=value, **about)
    unset = Reason.AREAS_ONLY if column in ("jobs_per_1000", "location_quotient") else Reason.NOT_LISTED
    why = Reason.of_footnote(note) if isinstance(note, str) else unset
    if why == Reason.TOP_CODED:
        about["bound"] = bound
    return Fact(role, column, label, unit, why=why, **about)


def cells_of(codes: Sequence[str], area_code: str) -> pd.DataFrame:
    """Return the cells of occupations in an area, over all industries, as `pay_fact` takes them."""
    places = {"area_code": [area_code], "industry_code": [ALL_INDUSTRIES]}
    cells = load("pay", where={"soc_code": list(codes), **places})
    return cells.set_index(["soc_code", "area_code", "industry_code"]).sort_index()


def bound_of(column: str) -> float:
    """Return the lower bound in US dollars that the footnote for top-coded wages names; NaN for other measures."""
    (row,) = rows_of("footnotes", "footnote_code")["5"]
    kind = column.split("_")[0]
    return float(row[f"{kind}_bound_usd"]) if kind in ("annual", "hourly") else float("nan")


@dataclass(frozen=True, eq=False)
class PayGrid:
    """Cells of some occupations in many places (areas, or industries of the nation), occupation by occupation.

    `keys` are the cells' keys in the pay table, `rows` where each stands in `cells`, -1 where it is not listed.
    """

    cells: pd.DataFrame
    keys: Sequence[str]
    rows: npt.NDArray[np.intp]

    @classmethod
    def of(
        cls, cells: pd.DataFrame, codes: Sequence[str], *, areas: Sequence[str] = (), industries: Sequence[str] = ()
    ) -> "PayGrid":
        """Return the cells of `areas` in all industries, or of `industries` in the nation; `cells` as in `pay_fact`."""
        level, other, fixed = ("area_code", "industry_code", ALL_INDUSTRIES)
        places = areas
        if not len(areas):
            level, other, fixed, places = "industry_code", "area_code", NATION, industries
        index = cast(pd.MultiIndex, cells.index)
        occupations, here, rest = (index.names.index(name) for name in ("soc_code", level, other))
        wanted = index.levels[here].get_indexer(pd.Index(list(places), name=level))
        fits = index.codes[rest] == index.levels[rest].get_indexer(pd.Index([fixed]))[0]
        rows = np.full((len(codes), len(places)), -1, dtype=np.intp)
        for number, code in enumerate(codes):
            found = np.flatnonzero(
                fits & (index.codes[occupations] == index.levels[occupations].get_indexer(pd.Index([code]))[0])
            )
            at = np.full(
                len(index.levels[here]) + 1, -1, dtype=np.intp
            )  # the last one is that of places without a cell
            at[index.codes[here][found]] = found
            rows[number] = at[wanted]
        ends = [f"{p}|{ALL_INDUSTRIES}" for p in places] if level == "area_code" else [f"{NATION}|{p}" for p in places]
        return cls(cells, [f"{code}|{end}" for code in codes for end in ends], rows.ravel())

    def column(self, column: str) -> dict[str, Any]:
        """Return one figure in all places as arrays: value, bound, error_pct, why (a `Reason` or empty) and cell."""
        value, listed = self._taken(column), self.rows >= 0
        notes = self.cells[f"{column}_note"].to_numpy(object)[self.rows]
        why = np.full(len(value), "", dtype=object)
        missing = np.isnan(value)
        why[missing] = Reason.AREAS_ONLY if column in ("jobs_per_1000", "location_quotient") else Reason.NOT_LISTED
        for footnote in ("4", "5", "8"):
            why[missing & (notes == footnote)] = Reason.of_footnote(footnote)
        why[~listed] = Reason.NOT_LISTED
        bounded = why == Reason.TOP_CODED
        return {
            "value": value,
            "bound": np.where(bounded, bound_of(column) if bounded.any() else np.nan, np.nan),
            "error_pct": self._taken(ERRORS[column]) if column in ERRORS else np.full(len(value), np.nan),
            "why": why,
            "cell": [f"pay/{key}/{column}" for key in self.keys],
        }

    def _taken(self, column: str) -> npt.NDArray[np.float64]:
        value = self.cells[column].to_numpy(float)[self.rows]
        value[self.rows < 0] = np.nan
        return value


def many_written(
    value: npt.NDArray[np.float64], bound: npt.NDArray[np.float64], unit: str
) -> "npt.NDArray[np.object_]":
    """Return many figures as `facts.written` writes them one by one: `$51,070`, `at least $239,200`, `no figure`."""
    distinct, places = np.unique(np.where(np.isnan(value), bound, value), return_inverse=True)
    texts = np.array([NO_FIGURE if v != v else figure(float(v), unit) for v in distinct], dtype=object)[places]
    only = np.isnan(value) & ~np.isnan(bound)
    texts[only] = "at least " + texts[only]
    return texts


def stacked(
    names: Sequence[str],
    places: pd.DataFrame,
    blocks: Sequence[tuple[str, str, str, Mapping[str, Any]]],
    everyone: str = "",
) -> pd.DataFrame:
    """Return blocks of figures, role by role and place by place, as one frame of facts; `places` gives their keys.

    A block is a measure, its label, its unit and arrays as of `PayGrid.column`, maybe with `note`; that of the measure
    `everyone` has one figure a place, of all workers.
    """
    whose = {name: [ALL] if name == everyone else names for name, *_ in blocks}
    sizes = [len(whose[name]) * len(places) for name, *_ in blocks]
    columns: dict[str, Any] = {
        "role": np.repeat(np.array([role for name, *_ in blocks for role in whose[name]], dtype=object), len(places))
    }
    for number, name in enumerate(("measure", "label", "unit")):
        columns[name] = np.repeat(np.array([block[number] for block in blocks], dtype=object), sizes)
    for name in ("value", "bound", "error_pct"):
        columns[name] = np.concatenate([block[name] for *_, block in blocks])
    for name in ("words", "why", "detail", "note", "cell"):
        columns[name] = [
            one for (*_, block), size in zip(blocks, sizes, strict=True) for one in block.get(name, [""] * size)
        ]
    columns["text"] = [
        text for *_, unit, block in blocks for text in many_written(block["value"], block["bound"], unit)
    ]
    keys = {str(name): np.tile(places[name].to_numpy(), sum(sizes) // len(places)) for name in places}
    return framed(names, columns | keys)


def price_levels() -> pd.DataFrame:
    """Return BEA's regional price parities, newest year, the nation at 100: one row an area of the pay table.

    Indexed by area_code, sorted; columns value, why, note, cell and year.

    `value` is the level of all items, NaN with a reason where none is published; it has no published error. A
    nonmetropolitan area has the level of its state, and says so in `note`.
    """
    return _price_levels(data_folder()).copy(deep=False)


@lru_cache(maxsize=2)
def _price_levels(folder: Path) -> pd.DataFrame:
    prices, areas = load("prices", folder=folder), load("price_areas", folder=folder)
    year = int(prices["year"].max())
    newest = prices[prices["year"] == year].set_index("price_area_code")["all_items_index"]
    value = areas["price_area_code"].map(newest).to_numpy(float)
    codes = areas["price_area_code"].to_numpy(object)
    frame = pd.DataFrame(
        {
            "value": value,
            "why": np.array([Reason.NOT_GIVEN if v != v else "" for v in value], dtype=object),
            "note": np.where(areas["quality"].to_numpy(object) == "parent group", STATE_PRICES, ""),
            "cell": [f"prices/{code}|{year}/all_items_index" if isinstance(code, str) else "" for code in codes],
            "year": year,
        },
        index=pd.Index(areas["area_code"].to_numpy(object), name="area_code"),
    )
    return frame.sort_index()
