"""One row of a comparison: the figure of each side with unit, error, source cell, or the reason it is missing."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from helpers.estimates import NOT_PUBLISHED, compare_means, reason_of_both

SIDES = ("a", "b")
FACT_FIELDS = ("value", "text", "reason", "error", "note", "cell")
TEST_COLUMNS = (
    "gap",
    "gap_se",
    "gap_low",
    "gap_high",
    "gap_pct",
    "gap_low_pct",
    "gap_high_pct",
    "z",
    "p_value",
    "thin",
    "never_rank",
)
PAIR_COLUMNS = (
    "measure",
    "label",
    "unit",
    *(f"{name}_{side}" for side in SIDES for name in FACT_FIELDS),
    *TEST_COLUMNS,
    "verdict",
    "verdict_reason",
)
ONE_OCCUPATION = "both titles fall into this one occupation"
NOT_TESTED = "not tested"
"""Verdict of a row whose difference cannot be tested; `verdict_reason` says why."""


@dataclass(frozen=True)
class Fact:
    """One side of a row: a figure (or a text), or the reason there is neither.

    `error` is the relative standard error in percent (NaN where none is published), `note` what a reader must know to
    use the figure, `cell` the place it was read from: `table/key parts/column`.
    """

    value: float = float("nan")
    text: str = ""
    reason: str = ""
    error: float = float("nan")
    note: str = ""
    cell: str = ""

    def __post_init__(self) -> None:
        """Refuse a side that shows nothing and gives no reason."""
        if not self.given and not self.reason:
            raise ValueError("a fact needs a value, a text or a reason")

    @property
    def given(self) -> bool:
        """Return whether there is a figure or a text to show."""
        return bool(self.text) or bool(np.isfinite(self.value))


_VERDICT_COLUMNS = ("verdict", "verdict_reason")
_FLAGS = ("thin", "never_rank")


@dataclass
class Rows:
    """Rows of a pair section as they are collected; `frame` gives them with every column.

    `one_occupation` marks that both sides are the same record, so that no difference is tested.
    """

    level: float = 0.90
    threshold_pct: float = 5.0
    names: tuple[str, str] = ("first role", "second role")
    one_occupation: bool = False
    _rows: list[dict[str, Any]] = field(default_factory=list)

    def add(self, measure: str, label: str, unit: str, a: Fact, b: Fact, *, untested: str = "") -> None:
        """Add one row; it is tested if both sides have a published error, unless `untested` says why it must not be."""
        row: dict[str, Any] = {"measure": measure, "label": label, "unit": unit}
        for side, fact in zip(SIDES, (a, b), strict=True):
            row |= {f"{name}_{side}": getattr(fact, name) for name in FACT_FIELDS}
        row["untested"] = ONE_OCCUPATION if self.one_occupation else untested
        self._rows.append(row)

    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame with `PAIR_COLUMNS`: values, gap with interval, verdict and reason.

        Rows that are not tested carry the reason in place of a verdict.
        """
        if not self._rows:
            return pd.DataFrame(columns=list(PAIR_COLUMNS))
        columns: dict[str, Any] = {name: [row[name] for row in self._rows] for name in self._rows[0]}
        tested = np.array([why == "" for why in columns["untested"]])
        found = self._tests(columns, tested)
        listed = zip(columns["reason_a"], columns["reason_b"], columns.pop("untested"), strict=True)
        for row, (a, b, why) in enumerate(listed):
            if not tested[row]:
                found["verdict"][row] = NOT_TESTED if a == b == "" else NOT_PUBLISHED
                found["verdict_reason"][row] = reason_of_both(self.names, (a, b)) or why
        gap = np.array(columns["value_b"], dtype=float) - np.array(columns["value_a"], dtype=float)
        plain = ~tested & np.isfinite(gap)
        found["gap"][plain] = gap[plain]
        for name in TEST_COLUMNS:
            columns[name] = found[name] == 1 if name in _FLAGS else found[name].astype(float)
        for name in _VERDICT_COLUMNS:
            columns[name] = pd.Series(found[name], dtype=object)
        return pd.DataFrame({name: columns[name] for name in PAIR_COLUMNS})

    def _tests(self, columns: dict[str, Any], tested: "np.ndarray[Any, np.dtype[np.bool_]]") -> dict[str, Any]:
        """Return gap, interval and verdict of the rows that are tested; NaN in the others."""
        found = {name: np.full(len(tested), np.nan, dtype=object) for name in (*TEST_COLUMNS, *_VERDICT_COLUMNS)}
        if tested.any():
            kept = {name: np.array(values)[tested] for name, values in columns.items()}
            compared = compare_means(
                kept["value_a"],
                kept["error_a"],
                kept["value_b"],
                kept["error_b"],
                reason_a=kept["reason_a"],
                reason_b=kept["reason_b"],
                name_a=self.names[0],
                name_b=self.names[1],
                level=self.level,
                threshold_pct=self.threshold_pct,
            )
            for name, values in found.items():
                values[tested] = compared[name].to_numpy(object)
        return found
