"""What a pay ladder is drawn from: each role's percentiles and mean in one unit, read out of a pair frame."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import pandas as pd

from helpers.charts.scale import errors_at
from helpers.formats import is_missing

Unit = Literal["annual", "hourly"]
PERCENTILES = ("p10", "p25", "median", "p75", "p90")


@dataclass(frozen=True)
class Ladder:
    """One role's pay in one unit: five percentiles (None where there is none), the mean and its interval."""

    name: str
    side: str
    rungs: tuple[float | None, ...]
    why: tuple[str, ...]
    mean: float | None
    low: float | None
    high: float | None

    @property
    def known(self) -> list[float]:
        """Return every figure that is published."""
        return [v for v in (*self.rungs, self.mean, self.low, self.high) if v is not None]

    @property
    def top_coded(self) -> bool:
        """Return whether the upper rungs are published as a lower bound only."""
        return any(
            value is None and any(word in why for word in ("at least", "lower bound", "top-coded", "or more"))
            for value, why in zip(self.rungs, self.why, strict=True)
        )

    @property
    def collapsed(self) -> bool:
        """Return whether neighbouring rungs are equal: the survey does not resolve them."""
        known = [v for v in self.rungs if v is not None]
        return any(a == b for a, b in pairwise(known))


def ladder_unit(frame: pd.DataFrame) -> Unit | None:
    """Return the unit in which both roles have pay, annual before hourly; else None, and no ladder can be drawn."""
    for unit in ("annual", "hourly"):
        rows = frame[frame["measure"].isin([f"{unit}_{rung}_usd" for rung in (*PERCENTILES, "mean")])]
        if not rows.empty and rows["value_a"].notna().any() and rows["value_b"].notna().any():
            return unit
    return None


def ladders(frame: pd.DataFrame, names: tuple[str, str], unit: Unit, level: float = 0.90) -> tuple[Ladder, Ladder]:
    """Return both roles' ladders out of a pair frame (`measure`, `value_a`, `reason_a`, `note_a`, `error_a`, …)."""
    z = errors_at(level)
    rows: dict[str, dict[Any, Any]] = {row["measure"]: row for row in frame.to_dict("records")}

    def one(side: str, name: str) -> Ladder:
        def value(measure: str) -> float | None:
            found = rows.get(measure, {}).get(f"value_{side}")
            return None if is_missing(found) else float(str(found))

        def why(measure: str) -> str:
            row = rows.get(measure, {})
            texts = (row.get(f"note_{side}"), row.get(f"reason_{side}"))
            return next((str(text) for text in texts if not is_missing(text)), "")

        measures = [f"{unit}_{rung}_usd" for rung in PERCENTILES]
        mean, error = value(f"{unit}_mean_usd"), rows.get(f"{unit}_mean_usd", {}).get(f"error_{side}")
        half = None if mean is None or is_missing(error) else z * mean * float(str(error)) / 100
        low, high = (None, None) if mean is None or half is None else (mean - half, mean + half)
        return Ladder(name, side, tuple(map(value, measures)), tuple(map(why, measures)), mean, low, high)

    return one("a", names[0]), one("b", names[1])
