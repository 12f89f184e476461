"""Pay of two occupations in one place: mean with its error, median and percentiles, by year and by hour."""

import pandas as pd

from helpers.comparison.cells import ALL_INDUSTRIES, fact
from helpers.comparison.rows import Fact, Rows
from helpers.odds import PERCENTILES, compare_percentiles

_SPREAD = {"p10": "10th percentile", "p25": "25th percentile", "median": "median", "p75": "75th percentile"} | {
    "p90": "90th percentile"
}
NO_ERROR = "no error is published for medians and percentiles; the mean is tested"
UNITS = {"annual": "usd_per_year", "hourly": "usd_per_hour"}


def pay_rows(cells: pd.DataFrame, soc_a: str, soc_b: str, area_code: str, rows: Rows) -> pd.DataFrame:
    """Return the pay rows of one area: for each of annual and hourly pay the mean, P10, P25, median, P75 and P90.

    The mean carries its relative standard error and is tested; the others are shown and not tested, since no error is
    published for them.
    """
    for kind, unit in UNITS.items():
        for name, words in (("mean", "mean"), *_SPREAD.items()):
            a, b = pay_facts(cells, soc_a, soc_b, area_code, f"{kind}_{name}_usd")
            label = f"{kind.capitalize()} wage, {words}"
            rows.add(f"{kind}_{name}_usd", label, unit, a, b, untested="" if name == "mean" else NO_ERROR)
    return rows.frame()


def pay_facts(cells: pd.DataFrame, soc_a: str, soc_b: str, area_code: str, column: str) -> tuple[Fact, Fact]:
    """Return the facts of both occupations for one column in one area, all industries."""
    a, b = (fact(cells, soc, area_code, ALL_INDUSTRIES, column) for soc in (soc_a, soc_b))
    return a, b


def pay_kind(frame: pd.DataFrame) -> str:
    """Return the kind of pay, annual or hourly, in which both sides of the pay rows have a mean; empty if in none.

    A top-coded mean counts as published in its kind: what is known of it is a lower bound.
    """
    means = frame.set_index("measure")
    for kind in UNITS:
        row = means.loc[f"{kind}_mean_usd"]
        if all(pd.notna(row[f"value_{side}"]) or row[f"text_{side}"] for side in "ab"):
            return kind
    return ""


def odds_of(frame: pd.DataFrame, names: tuple[str, str]) -> pd.DataFrame:
    """Return the odds between a worker of each role (one row, columns of `compare_percentiles`) or the reason for none.

    `frame` is what `pay_rows` returned. Where no kind of pay is published for both, the row says so.
    """
    kind = pay_kind(frame) or "annual"
    rows = frame.set_index("measure").loc[[f"{kind}_{name}_usd" for name in _SPREAD]]
    reasons = []
    for side in "ab":
        missing = rows[f"reason_{side}"][rows[f"reason_{side}"] != ""]
        reasons.append(f"{kind} pay: {missing.iloc[0]}" if len(missing) else None)
    assert len(rows) == len(PERCENTILES)
    return compare_percentiles(
        rows["value_a"].astype(float).to_numpy(),
        rows["value_b"].astype(float).to_numpy(),
        reason_a=reasons[0],
        reason_b=reasons[1],
        name_a=names[0],
        name_b=names[1],
    ).assign(kind=kind)
