"""Pay: the mean with its error, the published percentiles, the odds between two workers, and who pays more."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from helpers.base.vocabulary import Headline, Verdict
from helpers.base.words import about, capital, money, per, with_article
from helpers.comparison.facts import Fact, differences, facts, one
from helpers.comparison.pay_cells import pay_fact
from helpers.comparison.roles import KINDS, UNITS, Comparison
from helpers.sections.contract import Section
from helpers.show.blocks import Block, esc
from helpers.show.provenance import number
from helpers.show.tables import data_table
from helpers.stats.means import STEPS, classify, compare_means
from helpers.stats.odds import compare_percentiles

LABELS = {
    "mean": "Average",
    "p10": "Lowest-paid tenth earns up to",
    "p25": "Lowest-paid quarter earns up to",
    "median": "Middle worker",
    "p75": "Best-paid quarter starts at",
    "p90": "Best-paid tenth starts at",
}
"""Step of the pay table -> what it says of workers."""
PERCENTILES = {"p10": 10, "p25": 25, "median": 50, "p75": 75, "p90": 90}


def pay_facts(c: Comparison) -> pd.DataFrame:
    """Return pay by the year and by the hour in the chosen area: mean, P10, P25, median, P75 and P90 of each role.

    Keys: `kind` (annual or hourly), `step` (mean, p10, ...) and `percentile` (NaN for the mean).
    """
    return facts(c.names, _steps(c, c.area.area_code))


def _steps(c: Comparison, area_code: str) -> list[Fact]:
    return [
        pay_fact(
            c.cells,
            code,
            f"{kind}_{step}_usd",
            role=name,
            label=label,
            unit=UNITS[kind],
            area_code=area_code,
            kind=kind,
            step=step,
            percentile=float(PERCENTILES.get(step, np.nan)),
        )
        for kind in KINDS
        for step, label in LABELS.items()
        for name, code in zip(c.names, c.codes, strict=True)
    ]
