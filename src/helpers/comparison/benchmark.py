"""What holds for all workers, set beside the two roles."""

import pandas as pd

from helpers.comparison.rows import Fact

ALL_OCCUPATIONS = "00-0000"
"""Code of the line for all occupations in the projections."""


def with_benchmark(frame: pd.DataFrame, facts: list[Fact]) -> pd.DataFrame:
    """Return pair rows with value_all, reason_all, note_all and cell_all: one fact a row, about everyone."""
    return frame.assign(
        value_all=[fact.value for fact in facts],
        reason_all=[fact.reason for fact in facts],
        note_all=[fact.note for fact in facts],
        cell_all=[fact.cell for fact in facts],
    )
