"""How exposed the tasks of both roles are to language models: six measures, and how far they lie apart."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.comparison.rows import Fact, Rows
from helpers.comparison.standins import StandIn
from helpers.schemas.ai import MEASURES, RATERS

LABELS = {
    "alpha": "A language model alone",
    "beta": "Also further software, tasks counted half",
    "gamma": "Also further software, tasks counted in full",
}
"""Measure -> what would speed the tasks up, in our own words; see `schemas.ai.MEASURES`."""
NO_ERROR = "no error is published; the six measures are its spread"


def exposure_rows(scores: pd.DataFrame, a: StandIn, b: StandIn, rows: Rows) -> pd.DataFrame:
    """Return six rows (`PAIR_COLUMNS`), in percent of tasks: three measures, each rated by a model and by people.

    `scores` is the table ai_exposure. Nothing is tested: no error is published.
    """
    by_code = scores.set_index("onet_code")
    for rater, (_, by) in RATERS.items():
        for measure in MEASURES:
            name = f"{rater}_{measure}"
            first, second = (_fact(by_code, stands, name) for stands in (a, b))
            rows.add(name, f"{LABELS[measure]}, {by}", "pct", first, second, untested=NO_ERROR)
    return rows.frame()


@dataclass(frozen=True)
class Spread:
    """Lowest and highest of the six measures on each side (percent), and in how many of them B is higher or lower."""

    low_a: float
    high_a: float
    low_b: float
    high_b: float
    higher: int
    lower: int
    compared: int


def spread(frame: pd.DataFrame) -> Spread | None:
    """Return the spread of the rows of `exposure_rows`, None where a side has no measure."""
    a, b = (frame[f"value_{side}"].astype(float).to_numpy() for side in "ab")
    if np.isnan(a).all() or np.isnan(b).all():
        return None
    gap = b - a
    return Spread(
        float(np.nanmin(a)),
        float(np.nanmax(a)),
        float(np.nanmin(b)),
        float(np.nanmax(b)),
        int((gap > 0).sum()),
        int((gap < 0).sum()),
        int(np.isfinite(gap).sum()),
    )


def _fact(by_code: pd.DataFrame, stands: StandIn, column: str) -> Fact:
    if not stands.code:
        return Fact(reason=stands.reason)
    if stands.code not in by_code.index:
        return Fact(reason=f"the exposure study has no scores for {stands.spoken}")
    row = by_code.loc[stands.code]
    if row["quality"] != "exact":
        return Fact(reason=f"the exposure study's code does not match O*NET-SOC 2019: {row['match_note']}")
    if pd.isna(row[column]):
        return Fact(reason=str(row["missing_reason"]))
    return Fact(value=100 * float(row[column]), cell=f"ai_exposure/{stands.code}/{column}")
