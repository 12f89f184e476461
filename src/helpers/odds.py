"""Two random workers, one of each role: who earns more, how often, and by how much.

A role is five published percentiles (10, 25, 50, 75, 90). Their logarithms are joined by straight lines, and each tail
runs on with the slope beside it; what lies outside the percentiles is therefore an extension, not published. Each role
is read at the mid-points of 200 equally likely slices; odds are the share of the 200 x 200 pairs, ties counted half.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.estimates import Floats, Reasons, reasons_of_rows, spell_out

PERCENTILES = (10, 25, 50, 75, 90)
SLICES = 200
DOTS = 50
NOT_RESOLVED = "not resolved: neighbouring percentiles are equal"

Percentiles: TypeAlias = "npt.ArrayLike | pd.DataFrame | pd.Series[Any]"
_KNOTS = np.array(PERCENTILES) / 100
_ROWS_AT_ONCE = 128


@dataclass(frozen=True)
class Answer:
    """A figure, or the reason why there is none: `value` is None exactly where `reason` is not empty."""

    value: float | None
    reason: str = ""


def refusals(pct: Percentiles, reason: Reasons = None, *, name: str = "role") -> npt.NDArray[np.object_]:
    """Return, for each row of five percentiles, why odds are refused; an empty text where they are not.

    `pct` has shape (5,) or (rows, 5). Refused: a reason handed in (words, or the footnote code 4, 5 or 8), a missing
    percentile, one of 0 or less, one below its neighbour, and neighbours that are equal.
    """
    why = _why_refused(_matrix(pct), reason)
    return np.where(why == "", "", f"{name}: " + why)


def _why_refused(values: Floats, reason: Reasons) -> npt.NDArray[np.object_]:
    why = np.full(len(values), "", dtype=object)
    steps = np.diff(values, axis=1)
    why[(steps == 0).any(axis=1)] = NOT_RESOLVED
    why[(steps < 0).any(axis=1)] = "percentiles are out of order"
    why[(values <= 0).any(axis=1)] = "a percentile is not above 0"
    why[~np.isfinite(values).all(axis=1)] = "a percentile is not published"
    given = spell_out(reason, len(values))
    return np.where(given == "", why, given)


def quantile_function(pct: Percentiles, probabilities: npt.ArrayLike) -> Floats:
    """Return the pay below which each share of workers earns: shape (rows, probabilities), in the unit of `pct`.

    Raises ValueError for a row that `refusals` refuses and for a probability that is not between 0 and 1.
    """
    values, shares = _matrix(pct), np.atleast_1d(np.asarray(probabilities, dtype=np.float64))
    if (why := next((text for text in refusals(values) if text), "")) or ((shares <= 0) | (shares >= 1)).any():
        raise ValueError(why or "a probability must lie between 0 and 1, both excluded")
    return np.exp(_log_quantiles(values, shares))


def quantile_dots(pct: Percentiles, dots: int = DOTS) -> Floats:
    """Return equally likely pays for a dot plot, lowest first: shape (rows, dots), at the mid-points of the slices."""
    return quantile_function(pct, (np.arange(dots) + 0.5) / dots)


def compare_percentiles(
    pct_a: Percentiles,
    pct_b: Percentiles,
    *,
    reason_a: Reasons = None,
    reason_b: Reasons = None,
    name_a: str = "first role",
    name_b: str = "second role",
    extra: float = 5000.0,
) -> pd.DataFrame:
    """Return the odds and their companions for each row of percentiles of A and of B, each of shape (rows, 5).

    Columns: `odds`, the chance that a random worker of B earns more than one of A (0 to 1); `odds_words`;
    `odds_of_more`, the chance of more than `extra` more, in the unit of the percentiles; `matching_percentile`, the
    percentile of B (0 to 100) that equals A's median; `reason`, empty or why the row is refused, in which case the
    numbers are missing. The index is that of `pct_a` if it is a frame. Figures at percentiles below 10 or above 90 rest
    on the extended tails.
    """
    a, b = _matrix(pct_a), _matrix(pct_b)
    index = pct_a.index if isinstance(pct_a, pd.DataFrame) else pd.RangeIndex(len(a))
    if isinstance(pct_a, pd.DataFrame) and isinstance(pct_b, pd.DataFrame) and not index.equals(pct_b.index):
        raise ValueError("the two frames have different indexes; align them first, for one row a comparison")
    why = reasons_of_rows(_why_refused(a, reason_a), _why_refused(b, reason_b), (name_a, name_b))
    numbers = np.full((len(a), 3), np.nan)
    usable = np.flatnonzero(why == "")
    for start in range(0, len(usable), _ROWS_AT_ONCE):
        rows = usable[start : start + _ROWS_AT_ONCE]
        log_a, log_b = _log_quantiles(a[rows], _mid_points()), _log_quantiles(b[rows], _mid_points())
        numbers[rows, 0] = _share_above(log_a, log_b)
        numbers[rows, 1] = _share_above(np.exp(log_a) + extra, np.exp(log_b))
        numbers[rows, 2] = 100 * _share_below(b[rows], a[rows, 2])
    words = ["" if text else odds_in_words(odds) for text, odds in zip(why, numbers[:, 0], strict=True)]
    return pd.DataFrame(
        {
            "odds": numbers[:, 0],
            "odds_words": pd.array(words, dtype="str"),
            "odds_of_more": numbers[:, 1],
            "matching_percentile": numbers[:, 2],
            "reason": pd.array(why, dtype="str"),
        },
        index=index,
    )


def probability_of_superiority(
    pct_a: Percentiles, pct_b: Percentiles, *, reason_a: str | None = None, reason_b: str | None = None
) -> Answer:
    """Return the chance (0 to 1) that a random worker of B earns more than a random worker of A, or why not."""
    return _answer(compare_percentiles(pct_a, pct_b, reason_a=reason_a, reason_b=reason_b), "odds")


def odds_of_more_than(
    extra: float,
    pct_a: Percentiles,
    pct_b: Percentiles,
    *,
    reason_a: str | None = None,
    reason_b: str | None = None,
) -> Answer:
    """Return the chance (0 to 1) that a worker of B earns more than `extra` above a worker of A, or why not."""
    frame = compare_percentiles(pct_a, pct_b, reason_a=reason_a, reason_b=reason_b, extra=extra)
    return _answer(frame, "odds_of_more")


def matching_percentile(
    pct_a: Percentiles, pct_b: Percentiles, *, reason_a: str | None = None, reason_b: str | None = None
) -> Answer:
    """Return the percentile of B (0 to 100) whose pay equals A's median, or why not."""
    frame = compare_percentiles(pct_a, pct_b, reason_a=reason_a, reason_b=reason_b)
    return _answer(frame, "matching_percentile")


def probability_matrix(
    percentiles: pd.DataFrame, reasons: "pd.Series[Any] | None" = None
) -> tuple[pd.DataFrame, "pd.Series[Any]"]:
    """Return the odds of every pair of roles, and the roles refused.

    `percentiles` has one row a role and its five percentiles as columns, in order; `reasons` one text a role. First
    comes a square frame: the chance that the role of the column earns more than the role of the row, refused roles
    left out, so that nothing is missing. Second comes a Series of the refused roles and their reasons. Same grid and
    same figures as `probability_of_superiority`.
    """
    why = refusals(percentiles, reasons)
    usable = why == ""
    roles = percentiles.index[usable]
    logs = _log_quantiles(_matrix(percentiles)[usable], _mid_points())
    # Each value's place among the sorted distinct values of all roles; equal values share a place.
    places = np.unique(logs, return_inverse=True)[1].reshape(logs.shape)
    odds = np.empty((len(roles), len(roles)))
    length = int(places.max(initial=-1)) + 1
    for column, own in enumerate(places):
        held = np.bincount(own, minlength=length)
        twice_above = 2 * (SLICES - np.cumsum(held)) + held  # two for each value above the place, one for each tie
        odds[:, column] = twice_above[places].sum(axis=1) / (2 * SLICES**2)
    refused = pd.Series(why[~usable], index=percentiles.index[~usable], dtype="str", name="reason")
    return pd.DataFrame(odds, index=roles, columns=roles), refused


def odds_in_words(odds: float) -> str:
    """Return odds (0 to 1) as words: 'about 1 in 2' where they print as 45 to 55 %, else 'about 7 in 10'."""
    if not 0 <= odds <= 1:
        raise ValueError(f"odds lie between 0 and 1; got {odds}")
    larger = max(odds, 1 - odds)
    if larger < 0.555:
        return "about 1 in 2"
    if larger >= 0.95:
        return "more than 9 in 10" if odds > 0.5 else "fewer than 1 in 10"
    tenths = round(larger * 10)
    return f"about {tenths if odds > 0.5 else 10 - tenths} in 10"


def percentile_in_words(percentile: float) -> str:
    """Return a percentile (0 to 100) as words; outside 10 to 90, where nothing is published, only on which side."""
    if percentile < PERCENTILES[0]:
        return f"below the {PERCENTILES[0]}th percentile"
    if percentile > PERCENTILES[-1]:
        return f"above the {PERCENTILES[-1]}th percentile"
    whole = round(percentile)
    ending = "th" if whole in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(whole % 10, "th")
    return f"about the {whole}{ending} percentile"


def _matrix(pct: Percentiles) -> Floats:
    if isinstance(pct, (pd.DataFrame, pd.Series)):
        values = pct.to_numpy(dtype=np.float64, na_value=np.nan)
    else:
        values = np.asarray(pct, dtype=np.float64)
    if values.ndim not in (1, 2) or values.shape[-1] != len(PERCENTILES):
        raise ValueError(f"a role needs five percentiles {PERCENTILES}; got the shape {values.shape}")
    return values.reshape(-1, len(PERCENTILES))


def _mid_points() -> Floats:
    return (np.arange(SLICES) + 0.5) / SLICES


def _log_quantiles(values: Floats, shares: Floats) -> Floats:
    logs = np.log(values)
    left = np.clip(np.searchsorted(_KNOTS, shares, side="right") - 1, 0, len(_KNOTS) - 2)
    along = (shares - _KNOTS[left]) / (_KNOTS[left + 1] - _KNOTS[left])
    return np.asarray(logs[:, left] + along * (logs[:, left + 1] - logs[:, left]))


def _share_below(values: Floats, pay: Floats) -> Floats:
    """Return the share of each row's workers who earn less than its pay, kept between 0 and 1."""
    logs, target = np.log(values), np.log(pay)[:, None]
    left = np.clip((logs <= target).sum(axis=1) - 1, 0, len(_KNOTS) - 2)
    rows = np.arange(len(values))
    low, high = logs[rows, left], logs[rows, left + 1]
    share = _KNOTS[left] + (target[:, 0] - low) / (high - low) * (_KNOTS[left + 1] - _KNOTS[left])
    return np.asarray(np.clip(share, 0.0, 1.0), dtype=np.float64)


def _share_above(a: Floats, b: Floats) -> Floats:
    """Return, for each row, the share of the pairs in which b is larger; equal pairs count half."""
    above = (b[:, None, :] > a[:, :, None]).sum(axis=(1, 2))
    at_least = (b[:, None, :] >= a[:, :, None]).sum(axis=(1, 2))
    return np.asarray((above + at_least) / (2 * SLICES**2))


def _answer(frame: pd.DataFrame, column: str) -> Answer:
    if len(frame) != 1:
        raise ValueError(f"this compares one pair; use compare_percentiles for {len(frame)} rows")
    reason = str(frame["reason"].iloc[0])
    return Answer(None, reason) if reason else Answer(float(frame[column].iloc[0]))
