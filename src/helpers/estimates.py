"""Is the difference of two published means real? Gap, interval, five-state verdict, several areas at once.

Each estimate is taken as normal with the standard error mean x RSE, and the two sides as independent: their covariance
is not published. Money may be annual or hourly, as long as both sides are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

NOT_PUBLISHED = "not published"
COULD_BE_EITHER = "could be either"
CLEAR_BUT_SMALL = "clear but small"
CLEAR_SIZE_UNSURE = "clear, size unsure"
CLEAR_AND_MEANINGFUL = "clear and meaningful"
VERDICTS = (NOT_PUBLISHED, COULD_BE_EITHER, CLEAR_BUT_SMALL, CLEAR_SIZE_UNSURE, CLEAR_AND_MEANINGFUL)

RSE_ROUNDING_PCT = 0.05
"""Half the step to which BLS rounds a relative standard error, in percentage points."""
THIN_RSE_PCT = 10.0
NEVER_RANK_RSE_PCT = 30.0

FOOTNOTES = {
    "4": "paid by the hour or by the year only, so there is no figure in this unit",
    "5": "top-coded: only a lower bound is published",
    "8": "estimate not released by the publisher",
}
"""The BLS footnotes that stand in place of a figure, in our own words; a bare code as reason is read as these."""

Numbers: TypeAlias = "float | npt.ArrayLike | pd.Series[Any]"
Reasons: TypeAlias = "str | npt.ArrayLike | pd.Series[Any] | None"
Floats: TypeAlias = npt.NDArray[np.float64]


def compare_means(
    mean_a: Numbers,
    rse_a: Numbers,
    mean_b: Numbers,
    rse_b: Numbers,
    *,
    reason_a: Reasons = None,
    reason_b: Reasons = None,
    name_a: str = "first role",
    name_b: str = "second role",
    threshold_pct: float = 5.0,
    level: float = 0.90,
    rse_rounding_pct: float = 0.0,
) -> pd.DataFrame:
    """Return one row a comparison: the gap B - A, its interval, its test and its verdict.

    Scalars, arrays and Series are broadcast; the Series among them share one index, which the result keeps. Means are
    in any one currency unit, RSEs in percent. A reason (words, or the footnote code 4, 5 or 8) refuses its side even
    where a number is given.

    Columns: `gap`, `gap_se`, `gap_low`, `gap_high` in the unit of the means; `gap_pct`, `gap_low_pct`, `gap_high_pct`
    in percent of A, by `exp(ln(b/a) ± z sqrt(rse_a² + rse_b²)) - 1`; `z` and two-sided `p_value` of the gap in money;
    `verdict`, one of `VERDICTS`; `verdict_reason`, empty unless something needs saying; `thin` (an RSE above 10 %);
    `never_rank` (above 30 %). Numbers are missing only where the verdict is 'not published', never without a reason.

    Verdict: 'could be either' when the interval in money holds zero; else the percent interval is held against the
    threshold: all inside 'clear but small', all beyond 'clear and meaningful', across it 'clear, size unsure'. The
    threshold means "the higher mean is `threshold_pct` above the lower", so that swapping the roles keeps the verdict.
    Where the two intervals disagree about zero, `verdict_reason` says so.

    RSEs are published to 0.1 point: one below 0.05 (a published 0.0) is taken as 0.05, the most it can have been.
    `rse_rounding_pct=RSE_ROUNDING_PCT` adds the rounding to every RSE, the worst case.

    Raises ValueError for a mean of 0 or less, a negative RSE, a level not between 0 and 1, a negative threshold or
    rounding, and Series of different indexes.
    """
    if not 0 < level < 1:
        raise ValueError(f"level must lie between 0 and 1, such as 0.90; got {level}")
    if threshold_pct < 0 or rse_rounding_pct < 0:
        raise ValueError(f"threshold and rounding must not be negative; got {threshold_pct} and {rse_rounding_pct}")
    index = _shared_index(mean_a, rse_a, mean_b, rse_b, reason_a, reason_b)
    a, published_rse_a, why_a = _side(mean_a, rse_a, reason_a, index, name_a)
    b, published_rse_b, why_b = _side(mean_b, rse_b, reason_b, index, name_b)
    published = (why_a == "") & (why_b == "")
    a, b = np.where(published, a, np.nan), np.where(published, b, np.nan)
    rel_a, rel_b = (
        np.maximum(rse + rse_rounding_pct, RSE_ROUNDING_PCT) / 100 for rse in (published_rse_a, published_rse_b)
    )

    z_level = float(stats.norm.ppf(0.5 + level / 2))
    gap, gap_se = b - a, np.hypot(a * rel_a, b * rel_b)
    z = gap / gap_se
    low, high = gap - z_level * gap_se, gap + z_level * gap_se
    log_gap, log_half = np.log(b) - np.log(a), z_level * np.hypot(rel_a, rel_b)
    log_low, log_high = log_gap - log_half, log_gap + log_half

    limit = np.log1p(threshold_pct / 100)
    either = (low <= 0) & (high >= 0)
    verdict = np.select(
        [
            ~published,
            either,
            (log_low >= -limit) & (log_high <= limit),
            (log_low > limit) | (log_high < -limit),
        ],
        [NOT_PUBLISHED, COULD_BE_EITHER, CLEAR_BUT_SMALL, CLEAR_AND_MEANINGFUL],
        default=CLEAR_SIZE_UNSURE,
    )
    reason = reasons_of_rows(why_a, why_b, (name_a, name_b))
    disagree = published & (either != ((log_low <= 0) & (log_high >= 0)))
    reason[disagree & either] = "zero lies in the interval in money, though not in the one in percent"
    reason[disagree & ~either] = "zero lies outside the interval in money, though not outside the one in percent"
    largest_rse = np.fmax(published_rse_a, published_rse_b)
    return pd.DataFrame(
        {
            "gap": gap,
            "gap_se": np.where(published, gap_se, np.nan),
            "gap_low": low,
            "gap_high": high,
            "gap_pct": 100 * np.expm1(log_gap),
            "gap_low_pct": 100 * np.expm1(log_low),
            "gap_high_pct": 100 * np.expm1(log_high),
            "z": z,
            "p_value": 2 * stats.norm.sf(np.abs(z)),
            "verdict": pd.array(verdict, dtype="str"),
            "verdict_reason": pd.array(reason, dtype="str"),
            "thin": largest_rse > THIN_RSE_PCT,
            "never_rank": largest_rse > NEVER_RANK_RSE_PCT,
        },
        index=index,
    )


def check_rounding(mean_a: Numbers, rse_a: Numbers, mean_b: Numbers, rse_b: Numbers, **options: Any) -> pd.DataFrame:
    """Return whether each verdict survives the rounding of the published RSEs; options as in `compare_means`.

    Columns: `verdict` as published, `verdict_worst` with every RSE half a step (0.05 point) larger, and `survives`,
    true where the two are the same (a 'not published' stays one).
    """
    plain = compare_means(mean_a, rse_a, mean_b, rse_b, **{**options, "rse_rounding_pct": 0.0})
    worst = compare_means(mean_a, rse_a, mean_b, rse_b, **{**options, "rse_rounding_pct": RSE_ROUNDING_PCT})
    return pd.DataFrame(
        {
            "verdict": plain["verdict"],
            "verdict_worst": worst["verdict"],
            "survives": plain["verdict"] == worst["verdict"],
        }
    )


def adjust_for_many(frame: pd.DataFrame, level: float = 0.90) -> pd.DataFrame:
    """Return the frame of `compare_means` with its verdicts adjusted for the number of rows tested together.

    Benjamini-Hochberg at a false-discovery rate of 1 - level, over the rows that have a p value; give the level the
    frame was made with. Adds `p_adjusted` (missing where not published), `clear_adjusted` (bool) and
    `verdict_adjusted`: a clear verdict that does not pass becomes 'could be either', every other stays. What is
    adjusted is whether there is a gap, not the interval that tells its size.
    """
    tested = (frame["verdict"] != NOT_PUBLISHED).to_numpy()
    adjusted = np.full(len(frame), np.nan)
    if tested.any():
        adjusted[tested] = stats.false_discovery_control(frame["p_value"].to_numpy(dtype=float)[tested], method="bh")
    raw_clear = tested & (frame["verdict"] != COULD_BE_EITHER).to_numpy()
    clear = raw_clear & (np.nan_to_num(adjusted, nan=1.0) <= 1 - level)
    return frame.assign(
        p_adjusted=adjusted,
        clear_adjusted=clear,
        verdict_adjusted=frame["verdict"].where(clear | ~raw_clear, COULD_BE_EITHER),
    )


@dataclass(frozen=True)
class Tally:
    """How many rows say the second role is higher, lower or neither; `_adjusted` after Benjamini-Hochberg."""

    higher: int
    lower: int
    no_clear_difference: int
    higher_adjusted: int
    lower_adjusted: int
    no_clear_difference_adjusted: int
    not_published: int

    @property
    def compared(self) -> int:
        """Return the number of rows in which both sides are published."""
        return self.higher + self.lower + self.no_clear_difference


def tally(frame: pd.DataFrame) -> Tally:
    """Return the counts of a frame that `adjust_for_many` made; higher means B above A.

    The raw and the adjusted counts each sum to the rows compared; `not_published` is the rest of the frame.
    """
    counts = {}
    for suffix in ("", "_adjusted"):
        verdict = frame[f"verdict{suffix}"]
        clear = ~verdict.isin([NOT_PUBLISHED, COULD_BE_EITHER])
        counts[f"higher{suffix}"] = int((clear & (frame["gap"] > 0)).sum())
        counts[f"lower{suffix}"] = int((clear & (frame["gap"] < 0)).sum())
        counts[f"no_clear_difference{suffix}"] = int((verdict == COULD_BE_EITHER).sum())
    return Tally(**counts, not_published=int((frame["verdict"] == NOT_PUBLISHED).sum()))


def spell_out(reason: Reasons, rows: int) -> npt.NDArray[np.object_]:
    """Return one text a row: a reason as given, a bare footnote code in words, an empty text where there is none."""
    texts = np.atleast_1d(np.asarray(reason, dtype=object))
    known = [("" if pd.isna(text) else FOOTNOTES.get(str(text), str(text))) for text in texts]
    return np.broadcast_to(np.array(known, dtype=object), rows)


def reason_of_both(names: Sequence[str], reasons: Sequence[str]) -> str:
    """Return the reasons of two sides in one text, each under its name; one that both share stands once, for both."""
    first, second = reasons
    if first and first == second:
        return f"both: {first}"
    return "; ".join(f"{name}: {reason}" for name, reason in zip(names, reasons, strict=True) if reason)


def reasons_of_rows(
    why_a: npt.NDArray[np.object_], why_b: npt.NDArray[np.object_], names: tuple[str, str]
) -> npt.NDArray[np.object_]:
    """Return `reason_of_both` for each row."""
    rows = zip(why_a.tolist(), why_b.tolist(), strict=True)
    return np.array([reason_of_both(names, pair) if pair != ("", "") else "" for pair in rows], dtype=object)


def _shared_index(*values: object) -> pd.Index:
    """Return the index the Series share, or a plain one as long as the longest array."""
    indexes = [value.index for value in values if isinstance(value, pd.Series)]
    if any(not index.equals(indexes[0]) for index in indexes[1:]):
        raise ValueError("the Series have different indexes; align them first, for one row a comparison")
    if indexes:
        return indexes[0]
    lengths = [len(np.atleast_1d(np.asarray(value, dtype=object))) for value in values]
    return pd.RangeIndex(next((length for length in lengths if length != 1), 1))


def _side(
    mean: Numbers, rse: Numbers, reason: Reasons, index: pd.Index, name: str
) -> tuple[Floats, Floats, npt.NDArray[np.object_]]:
    """Return one side's means, RSEs and, where it cannot be used, why; an empty text where it can."""
    means, rses = (np.broadcast_to(_floats(value), len(index)) for value in (mean, rse))
    if (means <= 0).any():
        raise ValueError(f"{name}: a mean must be above 0; leave it missing, with a reason, where there is none")
    if (rses < 0).any():
        raise ValueError(f"{name}: a relative standard error is a percentage of 0 or more; got a negative one")
    why = np.full(len(index), "", dtype=object)
    why[~np.isfinite(rses)] = "no relative standard error published"
    why[~np.isfinite(means)] = "no mean published"
    given = spell_out(reason, len(index))
    return means, rses, np.where(given == "", why, given)


def _floats(value: Numbers) -> Floats:
    """Return numbers as a float array, what is missing as NaN."""
    series = value if isinstance(value, pd.Series) else pd.Series(np.atleast_1d(np.asarray(value)))
    return series.to_numpy(dtype=np.float64, na_value=np.nan)
