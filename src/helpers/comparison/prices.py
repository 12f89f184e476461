"""Pay beside the price level of the place it is earned in: BEA's regional price parities, newest year."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers.paths import data_folder
from helpers.tables import load

NO_TEST = "price levels carry no published error: the difference is tested in dollars as paid, not adjusted"
PARENT = "price level of the state around it"


@dataclass(frozen=True)
class PriceLevel:
    """All items level of a place (the nation is 100), or the reason there is none; `note` if a wider place's."""

    index: float = float("nan")
    reason: str = ""
    note: str = ""
    cell: str = ""

    def adjust(self, pay: float) -> float:
        """Return pay at the nation's prices: pay / (level / 100); NaN where either is missing."""
        return pay / (self.index / 100)


def price_levels(prices: pd.DataFrame, price_areas: pd.DataFrame) -> pd.DataFrame:
    """Return one row an area of the pay table, indexed by area_code: price_index, reason, note, cell and year.

    `prices` and `price_areas` are the tables of those names; the year is the newest of `prices`.
    """
    year = int(prices["year"].max())
    newest = prices[prices["year"] == year].set_index("price_area_code")
    found = price_areas.join(newest[["all_items_index", "missing_reason"]], on="price_area_code")
    index = found["all_items_index"].to_numpy(float)
    wider = found["quality"].eq("parent group")
    return pd.DataFrame(
        {
            "price_index": index,
            "price_reason": np.where(
                np.isfinite(index), "", found["missing_reason"].fillna(found["match_note"]).fillna("no price level")
            ),
            "price_note": np.where(wider, found["match_note"].fillna(PARENT), ""),
            "price_cell": [
                f"prices/{code}|{year}/all_items_index" if isinstance(code, str) else ""
                for code in found["price_area_code"]
            ],
            "price_year": year,
        },
        index=pd.Index(found["area_code"]),
    )


def newest_levels() -> pd.DataFrame:
    """Return `price_levels` of the shipped tables, made once: they are the same for every pair."""
    return _newest_levels(data_folder()).copy(deep=False)


@lru_cache(maxsize=2)
def _newest_levels(folder: Path) -> pd.DataFrame:
    return price_levels(load("prices", folder=folder), load("price_areas", folder=folder))


def level_of(levels: pd.DataFrame, area_code: str) -> PriceLevel:
    """Return the price level of one area of the pay table."""
    if area_code not in levels.index:
        return PriceLevel(reason="no price level is published for this place")
    row: Any = levels.loc[area_code]
    index, reason, note, cell = row[["price_index", "price_reason", "price_note", "price_cell"]]
    return PriceLevel(float(index), reason, note, cell)


def with_prices(places: pd.DataFrame, levels: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `places.by_area` with price level and both means at the nation's prices.

    Added: those of `price_levels`, and for each side `adjusted_a`, `adjusted_reason_a` and `adjusted_rank_a` (1 is the
    highest, among places ranked by pay as paid). The verdict stays that of pay as paid: in one place both roles meet
    the same prices, so that the difference in percent is the same.
    """
    frame = places.join(levels, on="area_code")
    for side in "ab":
        value = frame[f"value_{side}"].astype(float)
        adjusted = value / (frame["price_index"] / 100)
        frame[f"adjusted_{side}"] = adjusted
        own = frame[f"reason_{side}"].where(value.isna(), "")
        frame[f"adjusted_reason_{side}"] = own.where(own != "", frame["price_reason"])
        ranked = adjusted.where(frame[f"rank_{side}"].notna())
        frame[f"adjusted_rank_{side}"] = ranked.rank(ascending=False, method="min")
    return frame
