"""The price level of every area of the pay table: BEA's regional price parities, newest year, the nation at 100."""

from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.base.paths import data_folder
from helpers.base.vocabulary import Reason
from helpers.tables.load import load

STATE_PRICES = "price level of the whole state"
"""Note on a nonmetropolitan area: no level is published for it alone."""


def price_levels() -> pd.DataFrame:
    """Return one row an area of the pay table, indexed by area_code, sorted: value, why, note, cell and year.

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
