"""One cell of the pay table as a fact: the figure with its error and place, or the reason it is missing."""

from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.comparison.rows import Fact
from helpers.paths import data_folder
from helpers.tables import load

ALL_INDUSTRIES = "000000"
NO_ESTIMATE = "no estimate published for this occupation here"
AREAS_ONLY = "the publisher gives it for states and areas only"
_ERRORS = {"employment": "employment_rse_pct", "hourly_mean_usd": "wage_rse_pct", "annual_mean_usd": "wage_rse_pct"}


def fact(cells: pd.DataFrame, soc_code: str, area_code: str, industry_code: str, column: str) -> Fact:
    """Return one figure of pay or employment; `cells` is indexed by the key of the pay table."""
    place = cell_name(soc_code, area_code, industry_code, column)
    key = (soc_code, area_code, industry_code)
    if key not in cells.index:
        return Fact(reason=NO_ESTIMATE, cell=place)
    row = cells.loc[key, :]
    value, note = row[column], row[f"{column}_note"]
    if pd.notna(value):
        return Fact(value=float(value), error=error_of(row, column), cell=place)
    if pd.isna(note):
        return Fact(reason=AREAS_ONLY if area_code == "0000000" else NO_ESTIMATE, cell=place)
    reason = reason_of(str(note), column)
    return Fact(text=bound_of(str(note), column), reason=reason, cell=place)


def error_of(row: pd.Series, column: str) -> float:
    """Return the relative standard error in percent that is published for a column, NaN where none is."""
    return float(row[_ERRORS[column]]) if column in _ERRORS else float("nan")


def cell_name(soc_code: str, area_code: str, industry_code: str, column: str) -> str:
    """Return the place of a figure: table, key and column."""
    return f"pay/{soc_code}|{area_code}|{industry_code}/{column}"


def reason_of(note: str, column: str) -> str:
    """Return why a figure is missing, in words, from its footnote code."""
    if note == "4":
        return "published as annual pay only" if column.startswith("hourly") else "published as hourly pay only"
    if note == "5":
        return f"{bound_of(note, column)}: top-coded, only this lower bound is published"
    return str(_footnotes(data_folder()).at[note, "meaning"]).rstrip(".")


def bound_of(note: str, column: str) -> str:
    """Return the lower bound that a footnote gives in place of a figure, as text; empty if it gives none."""
    if note not in _footnotes(data_folder()).index:
        return ""
    row = _footnotes(data_folder()).loc[note]
    if column.startswith("hourly") and pd.notna(row["hourly_bound_usd"]):
        return f"${row['hourly_bound_usd']:,.2f} or more"
    if column.startswith("annual") and pd.notna(row["annual_bound_usd"]):
        return f"${row['annual_bound_usd']:,.0f} or more"
    return ""


@lru_cache(maxsize=4)
def _footnotes(folder: Path) -> pd.DataFrame:
    return load("footnotes", folder=folder).set_index("footnote_code")
