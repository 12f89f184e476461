"""Two published means: the gap on the log scale, its interval and verdict, bounds, many at once, the headline class.

Source: methods 1, 2 and 4. A mean m has the relative standard error r (published in percent to 0.1 point; 0.0 is read
as 0.05); r+ = r + 0.05 point is the most that rounding hides. L = ln(m_b / m_a) is tested; with s^2 = r_a^2 + r_b^2 the
printed interval of one gap is exp(L -/+ z s) - 1, and whatever is judged uses r+. Assumed: normal, independent sides.

A side is a frame of figures, one row a place or measure: `value` (money, above 0), `error_pct` (its published relative
standard error), and where needed `bound` (the lower limit of a top-coded figure, whose value is missing) and `why`
(a `Reason` where there is neither). Both sides share one unit, survey and release.
"""

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.vocabulary import Headline, Match, Reason, Verdict
from helpers.stats.distributions import (
    Codes,
    Flags,
    Floats,
    Numbers,
    Texts,
    first_that_holds,
    normal_quantile,
    normal_two_sided,
    why_of_both,
)

LEVEL = 0.90
MEANINGFUL_PCT, SAME_PCT = 5.0, 1.0
HALF_STEP = 0.0005
"""Half the step to which relative standard errors are published, as a fraction."""
THIN_PCT, NEVER_RANKED_PCT = 10.0, 30.0
VERDICTS = pd.CategoricalDtype([verdict.value for verdict in Verdict], ordered=True)
HEADLINES = pd.CategoricalDtype([headline.value for headline in Headline], ordered=True)
STEPS = ("p10", "p25", "median", "p75", "p90")

MONEY = ("gap", "gap_se", "gap_low", "gap_high")
PERCENT = ("gap_pct", "low_pct", "high_pct")
JUDGED = ("verdict", "sign", "bounded")
SAID = ("thin", "why", "why_side")

_CODE = {verdict: code for code, verdict in enumerate(Verdict)}


def figures(
    value: Numbers,
    error_pct: Numbers = np.nan,
    *,
    bound: Numbers = np.nan,
    why: Numbers = "",
    jobs: Numbers = np.nan,
    index: pd.Index | None = None,
) -> pd.DataFrame:
    """Return a frame of figures as the functions here take it: value, error_pct, bound, why, jobs; scalars repeat."""
    columns = {"value": value, "error_pct": error_pct, "bound": bound, "why": why, "jobs": jobs}
    rows = len(index) if index is not None else max(np.size(column) for column in columns.values())
    return pd.DataFrame({name: np.broadcast_to(np.asarray(column), rows) for name, column in columns.items()}, index)


def compare_means(
    a: pd.DataFrame, b: pd.DataFrame, *, level: float = LEVEL, threshold_pct: float = MEANINGFUL_PCT
) -> pd.DataFrame:
    """Return the gap B - A of each place or measure, judged on its own: for one gap, never for the rows of a table.

    Rows: those of either side by their shared index; a place that one side lacks is not listed. Columns: `gap`,
    `gap_se`, `gap_low`, `gap_high` in money, by sqrt((m_a r_a)^2 + (m_b r_b)^2); `gap_pct`, `low_pct`, `high_pct` in
    percent of A; `p`, two-sided, of L / s+; `verdict` (`VERDICTS`); `sign`, 1 where B is clearly higher, -1 where A is,
    else 0; `bounded`, whether a side is only known to be at least its bound: a gap is then the least it can be, one end
    of its interval is infinite, and there is none where the bound leaves it open; `hangs_on_rounding`, whether the
    verdict would be stronger by r; `thin`, a relative standard error above 10 %; `why` and `why_side` ('first',
    'second', 'both'), empty where the gap is judged.

    'not tested' is a gap without published error: shown, not judged. Two bounds leave it open and have no p. Raises
    ValueError for a value of 0 or less, a negative error and an index that repeats.
    """
    z = normal_quantile(0.5 + level / 2)
    pair = _Pair.of(a, b)
    worst = pair.judge(z * pair.spread_worst, threshold_pct)
    printed = pair.judge(z * pair.spread, threshold_pct)
    low, high = pair.ends(z * pair.spread)
    columns = pair.columns(worst, low, high)
    gap_se = np.where(pair.tested, np.hypot(pair.a.value * pair.a.rse, pair.b.value * pair.b.rse), np.nan)
    raw = pair.b.value - pair.a.value
    columns |= {
        "gap_se": gap_se,
        "gap_low": np.where(pair.a.bounded, -np.inf, raw - z * gap_se),
        "gap_high": np.where(pair.b.bounded, np.inf, raw + z * gap_se),
        "hangs_on_rounding": (worst != printed) & pair.tested,
    }
    for name in ("gap_low", "gap_high"):
        columns[name] = np.where(pair.tested, columns[name], np.nan)
    names = [*MONEY, *PERCENT, "p", *JUDGED, "hangs_on_rounding", *SAID]
    return pd.DataFrame({name: columns[name] for name in names}, index=pair.index)


def compare_family(
    a: pd.DataFrame, b: pd.DataFrame, *, level: float = LEVEL, threshold_pct: float = MEANINGFUL_PCT
) -> pd.DataFrame:
    """Return the gaps of one table (states, areas or sectors of a pair, pairs of a shortlist), judged together.

    Benjamini-Hochberg at a false discovery rate of 1 - level over the m rows with a p; with R of them selected, every
    row gets the interval L -/+ z_R s+, z_R = Phi^-1(1 - max(R, 1)(1 - level) / 2m), so that row, interval, size and
    `tally` agree. A bound's p is an upper limit, 1 where it points the other way. Columns: `gap` in money, `gap_pct`,
    `low_pct`, `high_pct`, `p`, `q` (p adjusted), `verdict`, `sign`, `bounded`, `thin`, `why`, `why_side`, as in
    `compare_means`.
    """
    pair = _Pair.of(a, b)
    q = benjamini_hochberg(pair.p)
    z = family_z(int(np.isfinite(q).sum()), int((q <= 1 - level).sum()), level=level)
    half = z * pair.spread_worst
    columns = pair.columns(pair.judge(half, threshold_pct), *pair.ends(half)) | {"q": q}
    names = ["gap", *PERCENT, "p", "q", *JUDGED, *SAID]
    return pd.DataFrame({name: columns[name] for name in names}, index=pair.index)


def log_limit(threshold_pct: float) -> float:
    """Return a threshold in percent on the log scale; a gap of just so much lies within it, rounding errors aside."""
    return math.log1p(threshold_pct / 100) + 1e-12


def benjamini_hochberg(p: Numbers) -> Floats:
    """Return the p values adjusted for those that are there (Benjamini and Hochberg 1995); NaN where p is missing."""
    values = np.asarray(p, dtype=np.float64)
    adjusted = np.full(values.shape, np.nan)
    known = np.flatnonzero(np.isfinite(values))
    order = known[np.argsort(values[known], kind="stable")]
    scaled = values[order] * len(order) / np.arange(1, len(order) + 1)
    adjusted[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return adjusted


def family_z(compared: int, selected: int, *, level: float = LEVEL) -> float:
    """Return z_R for a family of m rows compared and R selected; that of a single gap where nothing is compared."""
    return normal_quantile(1 - max(selected, 1) * (1 - level) / (2 * max(compared, 1)))


@dataclass(frozen=True)
class Tally:
    """How many rows of a family say that B is clearly higher, clearly lower, or neither.

    `compared` = higher + lower + none; `left_open` of the none are bounds that decide nothing. `not_compared` rows have
    no p: each has its reason.
    """

    higher: int
    lower: int
    none: int
    left_open: int
    not_compared: int

    @property
    def compared(self) -> int:
        """Return the number of rows with a p."""
        return self.higher + self.lower + self.none


def tally(family: pd.DataFrame) -> Tally:
    """Return the counts of a frame of `compare_family`."""
    compared = family["p"].notna()
    higher, lower = int((family["sign"] > 0).sum()), int((family["sign"] < 0).sum())
    return Tally(
        higher=higher,
        lower=lower,
        none=int(compared.sum()) - higher - lower,
        left_open=int((compared & (family["verdict"] == Verdict.LEFT_OPEN)).sum()),
        not_compared=int((~compared).sum()),
    )


def classify(
    gaps: pd.DataFrame,
    steps_a: Numbers,
    steps_b: Numbers,
    *,
    bounds_a: Numbers = np.nan,
    bounds_b: Numbers = np.nan,
    threshold_pct: float = MEANINGFUL_PCT,
) -> pd.DataFrame:
    """Return who may be said to pay more: the headline class of each row of `compare_means`, and its steps.

    `steps_a` and `steps_b` are the five percentiles (`STEPS`) in the unit of the means, of shape (rows, 5), NaN where
    not published; `bounds_a` and `bounds_b`, of that shape, the lower limits of top-coded ones. Columns: `headline`
    (`HEADLINES`); `steps`, five signs of B - A from the 10th to the 90th percentile ('+', '-', '0', '?' not known);
    `median_gap_pct`, percent of A; `medians_same`, whether it is within 1 %.
    Percentiles have no published error: shown, not tested.
    """
    low, high = (np.asarray(steps, dtype=np.float64).reshape(len(gaps), len(STEPS)) for steps in (steps_a, steps_b))
    signs = np.sign(high - low)
    signs = np.where(np.isnan(high) & (np.asarray(bounds_b) > low), 1.0, signs)
    signs = np.where(np.isnan(low) & (np.asarray(bounds_a) > high), -1.0, signs)
    median = np.log(high[:, 2] / low[:, 2])
    limit = log_limit(threshold_pct)
    verdict, why = gaps["verdict"].to_numpy(object), gaps["why"].to_numpy(object)
    sign = gaps["sign"].to_numpy(np.float64)
    missing = (verdict == Verdict.NOT_PUBLISHED) | (verdict == Verdict.NOT_TESTED)
    middle = signs[:, 2]
    chosen = first_that_holds(
        [
            (Headline.ONE_OCCUPATION, why == Reason.ONE_OCCUPATION),
            (Headline.NO_COMMON_UNIT, missing & ((why == Reason.NO_COMMON_UNIT) | (why == Reason.OTHER_UNIT))),
            (Headline.NOT_PUBLISHED, missing),
            (Headline.LEFT_OPEN, verdict == Verdict.LEFT_OPEN),
            (Headline.EITHER, verdict == Verdict.EITHER),
            (Headline.SAME, (verdict == Verdict.SMALL) & (np.abs(median) <= limit)),
            (Headline.ON_AVERAGE, np.isnan(middle)),
            (Headline.DEPENDS, middle != sign),
            (Headline.EVERY_STEP, ~(signs * sign[:, None] < 0).any(axis=1)),
        ],
        Headline.NOT_EVERY_STEP,
    )
    marks = np.array(list("-0+?"))[np.nan_to_num(signs + 1, nan=3.0).astype(np.intp)]
    return pd.DataFrame(
        {
            "headline": pd.Categorical.from_codes(chosen.tolist(), dtype=HEADLINES),
            "steps": np.ascontiguousarray(marks).view(f"U{len(STEPS)}").ravel().astype(object),
            "median_gap_pct": 100 * np.expm1(median),
            "medians_same": np.abs(median) <= log_limit(SAME_PCT),
        },
        index=gaps.index,
    )


@dataclass(frozen=True)
class _Side:
    """One side as arrays: what stands in the place of the mean, whether it is a bound, r, r+ and the reason."""

    value: Floats
    bounded: Flags
    rse: Floats
    rse_worst: Floats
    why: Texts

    @classmethod
    def of(cls, frame: pd.DataFrame, index: pd.Index, listed: Flags) -> "_Side":
        nowhere = pd.Series(np.nan, index=index)
        value, published, bound = (
            frame.get(name, nowhere).to_numpy(np.float64, na_value=np.nan) for name in ("value", "error_pct", "bound")
        )
        if (value <= 0).any() or (bound <= 0).any():
            raise ValueError("pay must be above 0; leave it missing, with a reason, where there is none")
        if (published < 0).any():
            raise ValueError("a relative standard error is a percentage of 0 or more; got a negative one")
        bounded = np.isnan(value) & ~np.isnan(bound)
        figure: Floats = np.asarray(np.where(bounded, bound, value), dtype=np.float64)
        given = frame.get("why", nowhere).astype(object).fillna("").to_numpy(object)
        why = np.full(len(index), "", dtype=object)
        why[np.isnan(published)] = Reason.NO_ERROR.value
        absent = np.isnan(figure)
        why[absent] = np.where(given[absent] == "", Reason.NOT_GIVEN.value, given[absent])
        why[~listed] = Reason.NOT_LISTED.value
        return cls(figure, bounded, np.maximum(published / 100, HALF_STEP), published / 100 + HALF_STEP, why)


@dataclass(frozen=True)
class _Pair:
    index: pd.Index
    a: _Side
    b: _Side

    @classmethod
    def of(cls, a: pd.DataFrame, b: pd.DataFrame) -> "_Pair":
        for frame in (a, b):
            if not frame.index.is_unique:
                raise ValueError("each side needs one row a place or measure; its index repeats")
        if a.index.equals(b.index):
            everywhere = np.ones(len(a), dtype=bool)
            return cls(a.index, _Side.of(a, a.index, everywhere), _Side.of(b, a.index, everywhere))
        index = a.index.append(b.index.difference(a.index, sort=False))
        sides = [_Side.of(frame.reindex(index), index, index.isin(frame.index)) for frame in (a, b)]
        return cls(index, sides[0], sides[1])

    @cached_property
    def known(self) -> Flags:
        return ~np.isnan(self.a.value) & ~np.isnan(self.b.value)

    @cached_property
    def both_bounded(self) -> Flags:
        return self.a.bounded & self.b.bounded

    @cached_property
    def tested(self) -> Flags:
        return self.known & ~np.isnan(self.a.rse + self.b.rse) & ~self.both_bounded

    @cached_property
    def log_gap(self) -> Floats:
        return np.asarray(np.log(self.b.value / self.a.value))

    @cached_property
    def spread(self) -> Floats:
        return np.hypot(self.a.rse, self.b.rse)

    @cached_property
    def spread_worst(self) -> Floats:
        return np.hypot(self.a.rse_worst, self.b.rse_worst)

    @cached_property
    def p(self) -> Floats:
        """Return p of L / s+; for a bound an upper limit, 1 where it points the other way."""
        evidence = np.where(self.b.bounded, np.maximum(self.log_gap, 0), self.log_gap)
        evidence = np.where(self.a.bounded, np.minimum(self.log_gap, 0), evidence)
        return normal_two_sided(np.where(self.tested, evidence / self.spread_worst, np.nan))

    def ends(self, half: Floats) -> tuple[Floats, Floats]:
        """Return both ends of the interval of L; a bound leaves one of them open."""
        low = np.where(self.a.bounded, -np.inf, self.log_gap - half)
        high = np.where(self.b.bounded, np.inf, self.log_gap + half)
        return np.where(self.tested, low, np.nan), np.where(self.tested, high, np.nan)

    def judge(self, half: Floats, threshold_pct: float) -> Codes:
        """Return the code of the verdict of each row."""
        low, high = self.ends(half)
        limit = log_limit(threshold_pct)
        either = (low <= 0) & (high >= 0)
        return first_that_holds(
            [
                (Verdict.NOT_PUBLISHED, ~self.known),
                (Verdict.LEFT_OPEN, self.both_bounded),
                (Verdict.NOT_TESTED, ~self.tested),
                (Verdict.LEFT_OPEN, either & (self.a.bounded | self.b.bounded)),
                (Verdict.EITHER, either),
                (Verdict.SMALL, (low >= -limit) & (high <= limit)),
                (Verdict.MEANINGFUL, (low > limit) | (high < -limit)),
            ],
            Verdict.UNSURE,
        )

    def columns(self, codes: Codes, low: Floats, high: Floats) -> dict[str, Any]:
        """Return the columns that one gap and a family have in common."""
        one_way = np.where(self.b.bounded, self.log_gap > 0, self.log_gap < 0)
        bounded = (self.a.bounded | self.b.bounded) & self.known
        shown = self.known & (codes != _CODE[Verdict.LEFT_OPEN]) & (~bounded | one_way)
        clear = np.isin(codes, [_CODE[one] for one in Verdict if one.clear])
        # a missing figure is the reason before a missing error is
        why_a, why_b = (np.where(self.known | np.isnan(one.value), one.why, "") for one in (self.a, self.b))
        why, side = why_of_both(why_a, why_b)
        why[self.both_bounded], side[self.both_bounded] = Reason.BOTH_BOUNDED.value, "both"
        return {
            "gap": np.where(shown, self.b.value - self.a.value, np.nan),
            "gap_pct": np.where(shown, 100 * np.expm1(self.log_gap), np.nan),
            "low_pct": 100 * np.expm1(low),
            "high_pct": 100 * np.expm1(high),
            "p": self.p,
            "verdict": pd.Categorical.from_codes(codes.tolist(), dtype=VERDICTS),
            "sign": np.where(clear, np.sign(self.log_gap), 0).astype(np.int8),
            "bounded": bounded,
            "thin": np.fmax(self.a.rse, self.b.rse) * 100 > THIN_PCT,
            "why": why,
            "why_side": side,
        }


def household_remark(
    weekly_a: Numbers, weekly_b: Numbers, median_a: Numbers, median_b: Numbers, match_a: Match, match_b: Match
) -> Flags:
    """Return whether the household survey has the two the other way round.

    Source: method 11; the two surveys are never mixed, and where they turn the order it is said. Both Census lines are
    exact, the weekly medians are in the opposite order of the employer survey's medians, and
    those are more than 5 % apart. `weekly` in dollars a week, `median` in dollars a year; missing figures give False.
    """
    weekly = np.log(np.asarray(weekly_b, dtype=np.float64) / np.asarray(weekly_a, dtype=np.float64))
    yearly = np.log(np.asarray(median_b, dtype=np.float64) / np.asarray(median_a, dtype=np.float64))
    exact = match_a is Match.EXACT and match_b is Match.EXACT
    apart = np.abs(yearly) > log_limit(MEANINGFUL_PCT)
    return np.atleast_1d((weekly * yearly < 0) & apart & exact)
