"""O*NET ratings of two occupations: which elements differ clearly, what a move asks for, and how close two are.

Source: method 8. Eight analysts rate each skill, and the standard error is their disagreement: t with 7 degrees of
freedom, a floor of .125 (one of eight a point off), Benjamini-Hochberg over the elements of a facet and scale. Ratings
that are suppressed, not relevant or missing are left out. A facet without errors is shown, not judged.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.base.vocabulary import Reason
from helpers.stats.distributions import Floats, Numbers, t7_two_sided, why_of_both
from helpers.stats.means import LEVEL, benjamini_hochberg

LEAST_ERROR = 0.125
IMPORTANCE_SCALE, LEVEL_SCALE = (1.0, 5.0), (0.0, 7.0)
NEEDED_IMPORTANCE = 3.0
LEAST_SHARED = 0.5
LADDER = (
    ("25-2021.00", "25-2031.00", "primary and secondary teachers"),
    ("29-1141.00", "29-2061.00", "nurses and practical nurses"),
    ("47-2111.00", "47-2152.00", "electricians and plumbers"),
    ("43-3031.00", "13-2011.00", "bookkeepers and accountants"),
    ("29-1141.00", "35-3011.00", "nurses and bartenders"),
    ("29-1021.00", "47-2152.00", "dentists and plumbers"),
)
"""Pairs that readers can picture, closest in skills first: O*NET codes and plain names."""


@dataclass(frozen=True)
class LevelGap:
    """What B asks for beyond A: Sum importance_B x max(0, level_B - level_A), and its part in clear elements.

    No natural unit: read beside its reverse. `clear` is None where no error is published; `why` says why there is no
    gap at all (`total` is NaN).
    """

    total: float
    clear: float | None
    compared: int
    why: str = ""


def compare_ratings(a: pd.DataFrame, b: pd.DataFrame) -> pd.DataFrame:
    """Return the ratings of one facet and scale side by side, judged together.

    Each side has one row an element, by its index: `value` on the scale, `error` (its standard error in points, NaN
    where not published) and `why` (a `Reason` where there is no usable value). Columns: `value_a`, `value_b`,
    `difference` (B - A), `error`, `t`, `p`, `q` (p adjusted over the elements rated for both), `sign` (1 where B is
    clearly rated higher, -1 where A is, else 0), `why` and `why_side`; 'no error is published' is a row shown, not
    judged. Elements are those of either side.
    """
    index = a.index.union(b.index)
    sides = [frame.reindex(index) for frame in (a, b)]
    value_a, value_b = (side["value"].to_numpy(np.float64, na_value=np.nan) for side in sides)
    error_a, error_b = (np.maximum(side["error"].to_numpy(np.float64, na_value=np.nan), LEAST_ERROR) for side in sides)
    difference = value_b - value_a
    error = np.where(np.isnan(difference), np.nan, np.hypot(error_a, error_b))
    t = difference / error
    p = t7_two_sided(t)
    q = benjamini_hochberg(p)
    reasons = []
    for value, side in ((value_a, sides[0]), (value_b, sides[1])):
        given = side["why"].astype(object).fillna("").to_numpy(object)
        reasons.append(np.where(np.isnan(value), np.where(given == "", Reason.NOT_RATED.value, given), ""))
    why, why_side = why_of_both(*reasons)
    unjudged = np.isnan(error) & (why == "")
    why[unjudged], why_side[unjudged] = Reason.NO_ERROR.value, "both"
    return pd.DataFrame(
        {
            "value_a": value_a,
            "value_b": value_b,
            "difference": difference,
            "error": error,
            "t": t,
            "p": p,
            "q": q,
            "sign": np.where(q <= 1 - LEVEL, np.sign(difference), 0).astype(np.int8),
            "why": why,
            "why_side": why_side,
        },
        index=index,
    )


def level_gap(levels: pd.DataFrame, importance_b: "pd.Series[float]") -> LevelGap:
    """Return the gap from A to B out of `compare_ratings` of the levels and B's importance (1 to 5) by element."""
    weight = importance_b.reindex(levels.index).to_numpy(np.float64, na_value=np.nan)
    part = weight * np.maximum(levels["difference"].to_numpy(np.float64), 0.0)
    compared = ~np.isnan(part)
    if not compared.any():
        return LevelGap(np.nan, None, 0, Reason.NOT_RATED.value)
    clear = compared & (levels["sign"].to_numpy() > 0)
    judged = levels["q"].notna().any()
    return LevelGap(
        total=float(part[compared].sum()),
        clear=float(part[clear].sum()) if judged else None,
        compared=int(compared.sum()),
    )


def distances(importance_a: Numbers, level_a: Numbers, importance_b: Numbers, level_b: Numbers) -> Floats:
    """Return the distance in one facet over the last axis, its elements; leading axes are matched as numpy does.

    The differences of importance (1 to 5) and level (0 to 7), each as a share of its scale, are averaged; where a level
    is missing, the importance alone counts. An element weighs as much as the higher of its two importances. NaN where
    fewer than half of the elements are rated for both. The measure is ours.
    """
    first, second = (_share_of(IMPORTANCE_SCALE, one) for one in (importance_a, importance_b))
    apart = np.abs(second - first)
    levels = np.abs(_share_of(LEVEL_SCALE, level_b) - _share_of(LEVEL_SCALE, level_a))
    both = np.where(np.isnan(levels), apart, (apart + levels) / 2)
    rated = ~np.isnan(both)
    weight = np.where(rated, np.fmax(first, second), 0.0)
    total = _added(weight)
    enough = (rated.sum(axis=-1) >= LEAST_SHARED * both.shape[-1]) & (total > 0)
    found = _added(weight * np.where(rated, both, 0.0)) / np.where(enough, total, 1.0)
    return np.where(enough, found, np.nan)


def _share_of(scale: tuple[float, float], rating: Numbers) -> Floats:
    return (np.asarray(rating, dtype=np.float64) - scale[0]) / (scale[1] - scale[0])


def _added(parts: Floats) -> Floats:
    """Return the sums over the last axis, added in order: the last digits of a sum in another order turn the map."""
    return np.asarray(parts.cumsum(axis=-1)[..., -1])


def closeness(distance: Numbers, ranked: Numbers) -> Floats:
    """Return the percentile of closeness (0 to 100, 100 the closest) of a distance among those of all pairs.

    `ranked` are the distances of all pairs in rising order; ties stand at their middle.
    """
    values, known = np.asarray(distance, dtype=np.float64), np.asarray(ranked, dtype=np.float64)
    places = np.searchsorted(known, values, side="left") + np.searchsorted(known, values, side="right")
    return np.where(np.isnan(values), np.nan, 100 * (1 - places / (2 * max(len(known), 1))))


def closeness_on_scale(distance: Numbers, values: Numbers, percentiles: Numbers) -> Floats:
    """Return the percentile of closeness by a scale of distances: straight between its `values` at `percentiles`."""
    known = np.asarray(values, dtype=np.float64), np.asarray(percentiles, dtype=np.float64)
    return np.asarray(100 - np.interp(np.asarray(distance, dtype=np.float64), *known))
