"""One row of a comparison: the figure of each side with unit, error, source cell, or the reason it is missing."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from helpers.estimates import NOT_PUBLISHED, compare_means

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
            row |= {f"{name}_{side}": value for name, value in asdict(fact).items()}
        row["untested"] = ONE_OCCUPATION if self.one_occupation else untested
        self._rows.append(row)

    def frame(self) -> pd.DataFrame:
        """Return the rows as a frame with `PAIR_COLUMNS`: values, gap with interval, verdict and reason."""
        return with_verdicts(
            pd.DataFrame(self._rows), names=self.names, level=self.level, threshold_pct=self.threshold_pct
        )


def with_verdicts(
    frame: pd.DataFrame, *, names: Sequence[str], level: float = 0.90, threshold_pct: float = 5.0
) -> pd.DataFrame:
    """Return pair rows with gap, interval and verdict added; those marked `untested` carry the reason instead."""
    if frame.empty:
        return pd.DataFrame(columns=list(PAIR_COLUMNS))
    tested = (frame["untested"] == "").to_numpy(bool)
    found = {name: np.full(len(frame), np.nan, dtype=object) for name in (*TEST_COLUMNS, *_VERDICT_COLUMNS)}
    if tested.any():
        rows = frame[tested]
        compared = compare_means(
            rows["value_a"],
            rows["error_a"],
            rows["value_b"],
            rows["error_b"],
            reason_a=rows["reason_a"],
            reason_b=rows["reason_b"],
            name_a=names[0],
            name_b=names[1],
            level=level,
            threshold_pct=threshold_pct,
        )
        for name, values in found.items():
            values[tested] = compared[name].to_numpy(object)
    reasons = zip(*(frame[name].tolist() for name in ("reason_a", "reason_b", "untested")), strict=True)
    for row, (a, b, why) in enumerate(reasons):
        if not tested[row]:
            found["verdict"][row] = NOT_TESTED if a == b == "" else NOT_PUBLISHED
            given = [f"{name}: {reason}" for name, reason in zip(names, (a, b), strict=True) if reason]
            found["verdict_reason"][row] = "; ".join(given) or why
    gap = (frame["value_b"] - frame["value_a"]).to_numpy(float)
    plain = ~tested & np.isfinite(gap)
    found["gap"][plain] = gap[plain]
    tests = {
        name: [value == 1 for value in found[name]] if name in _FLAGS else found[name].astype(float)
        for name in TEST_COLUMNS
    }
    words = pd.DataFrame({name: found[name] for name in _VERDICT_COLUMNS}, index=frame.index, dtype=object)
    joined = pd.concat([frame.drop(columns="untested"), pd.DataFrame(tests, index=frame.index), words], axis=1)
    return joined[list(PAIR_COLUMNS)]
