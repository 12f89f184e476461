"""Cells of the pay table as facts: the figure with its error, a lower bound, or the reason why there is neither."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from helpers.areas import NATION
from helpers.base.vocabulary import Reason
from helpers.comparison.facts import Fact
from helpers.tables import load

ALL_INDUSTRIES = "000000"
ERRORS = {"employment": "employment_rse_pct", "hourly_mean_usd": "wage_rse_pct", "annual_mean_usd": "wage_rse_pct"}
"""Column -> the column of its relative standard error; the others are published without one."""


def pay_fact(
    cells: pd.DataFrame,
    soc_code: str,
    column: str,
    *,
    role: str,
    label: str,
    unit: str,
    area_code: str = NATION,
    industry_code: str = ALL_INDUSTRIES,
    **keys: Any,
) -> Fact:
    """Return one figure of pay or employment; `cells` is indexed by the key of the pay table, as `Comparison.cells`."""
    frame = pay_columns(cells, soc_code, column, [(area_code, industry_code)])
    row = frame.iloc[0]
    return Fact(role, column, label, unit, **{str(k): row[k] for k in frame.columns}, keys=keys)


def pay_columns(
    cells: pd.DataFrame, soc_code: str, column: str, places: Sequence[tuple[str, str]]
) -> pd.DataFrame:
    """Return one figure of an occupation in many places, a row a place (area_code, industry_code).

    Columns: value, bound, error_pct, why, cell. Nothing is filled in: a place that the table does not list has the
    reason `NOT_LISTED`, an empty figure that of its footnote.
    """
    rows = cells.reindex(pd.MultiIndex.from_tuples([(soc_code, *place) for place in places], names=cells.index.names))
    value = rows[column].to_numpy(float)
    note = rows[f"{column}_note"].to_numpy(object)
    listed = rows.index.isin(cells.index)
    unset = Reason.AREAS_ONLY if column in ("jobs_per_1000", "location_quotient") else Reason.NOT_LISTED
    why = [
        "" if v == v else Reason.NOT_LISTED if not here else Reason.of_footnote(n) if isinstance(n, str) else unset
        for v, n, here in zip(value, note, listed, strict=True)
    ]
    return pd.DataFrame(
        {
            "value": value,
            "bound": np.where([w == Reason.TOP_CODED for w in why], bound_of(column), np.nan),
            "error_pct": rows[ERRORS[column]].to_numpy(float) if column in ERRORS else np.nan,
            "why": pd.Series(why, dtype=object),
            "cell": [f"pay/{soc_code}|{area}|{industry}/{column}" for area, industry in places],
        }
    )


def bound_of(column: str) -> float:
    """Return the lower bound in US dollars that the footnote for top-coded wages names; NaN for other measures."""
    row = load("footnotes").set_index("footnote_code").loc["5"]
    kind = column.split("_")[0]
    return float(row[f"{kind}_bound_usd"]) if kind in ("annual", "hourly") else float("nan")
