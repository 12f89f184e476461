"""What a move from A to B asks for, element by element, and how much of it survives the errors of the ratings.

The gap of a facet, after the formula G(A to B) = sum of importance in B x max(0, level in B - level in A), has no
natural unit: it is read beside its reverse and beside other pairs of the same facet.
"""

import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.estimates import Floats
from helpers.skills import IMPORTANCE_SCALE, LEVEL_SCALE, Ratings

Flags: TypeAlias = npt.NDArray[np.bool_]

HAS_ALREADY = "has already"
NO_CLEAR_DIFFERENCE = "no clear difference"
LACKS = "lacks"
NOT_PART_OF_A = "not part of A's work"
NOT_ASKED_BY_B = "not asked for by B"
NOT_RATED = "not rated"
STATUSES = (HAS_ALREADY, NO_CLEAR_DIFFERENCE, LACKS, NOT_PART_OF_A, NOT_ASKED_BY_B, NOT_RATED)

NO_ERROR = "no published error in this copy"
HOLDS_AT = 0.90
"""Share of the draws in which a difference must keep its sign to count as one."""
NEEDED_IMPORTANCE = 3.0
"""The point of O*NET's importance scale (1 to 5) named 'important'."""


@dataclass(frozen=True)
class Gap:
    """The gap of one facet from A to B, in importance times level; None with a `reason` where nothing is comparable.

    `value` sums the elements rated on both sides; `most` adds to it the most that the elements left out on A's side
    could hold (A at the bottom of the scale: a bound, not an estimate). `kept` sums the elements whose difference keeps
    its sign in 90 % of the draws; None, with `noise_reason`, where no errors are published. `compared` and `left_out`
    count elements. The drawn gaps give no interval: noise of either sign can only widen a sum of shortfalls.
    """

    value: float | None
    most: float | None
    kept: float | None
    compared: int
    left_out: int
    reason: str = ""
    noise_reason: str = ""


@dataclass(frozen=True)
class GapsBothWays:
    """The gap there (A to B) and back, and the share of draws (0 to 1) in which the larger one stays the larger.

    `holds` tells whether that share reaches 90 %; both are None, with the reason in `there`, where it has none.
    """

    there: Gap
    back: Gap
    share: float | None
    holds: bool | None


def compare_elements(ratings: Ratings, a: str, b: str, *, draws: int = 1000, seed: int = 0) -> pd.DataFrame:
    """Return one row per element of the facet: what B asks for against what A's people have.

    Columns: `element_id`, `element_name`, `importance_a`, `importance_b` (1 to 5), `level_a`, `level_b` (0 to 7),
    `difference` (level B - A), `contribution` to the gap from A to B, `sign_share` (share of draws, 0 to 1, in which
    the difference keeps its sign), `holds` (that share is at least 0.90; missing where no error is published),
    `status`, one of `STATUSES`, and `reason`, never empty where a figure of the row is missing.

    Status: 'lacks' where B's level is higher and that holds, or no error is published to doubt it; 'no clear
    difference' where it is higher and does not hold; 'has already' where it is not higher; 'not asked for by B' where
    the level is not relevant in B; "not part of A's work" where it is not relevant in A alone: it is asked for, and how
    much is lacking cannot be told; else 'not rated'. Draws are N(rating, standard error), clipped to the scale, from a
    stream of its own for each occupation, so that swapping A and B mirrors them.
    """
    one, other = _Side.of(ratings, a), _Side.of(ratings, b)
    difference = other.level - one.level
    rated = ~np.isnan(difference + other.importance)
    with_error = rated & ~np.isnan(one.level_se + other.level_se + other.importance_se)
    drawn = other.draw(draws, seed)[1] - one.draw(draws, seed)[1]
    sign_share = np.where(with_error, (np.sign(drawn) == np.sign(difference)).mean(axis=0), np.nan)
    holds = pd.array(sign_share >= HOLDS_AT, dtype="boolean")
    holds[~with_error] = pd.NA
    status = np.select(
        [
            other.not_relevant,
            one.not_relevant & ~np.isnan(other.level + other.importance),
            ~rated,
            difference <= 0,
            with_error & (sign_share < HOLDS_AT),
        ],
        [NOT_ASKED_BY_B, NOT_PART_OF_A, NOT_RATED, HAS_ALREADY, NO_CLEAR_DIFFERENCE],
        default=LACKS,
    )
    noise = np.where(rated & ~with_error, NO_ERROR, "")
    reasons = ["; ".join(filter(None, parts)) for parts in zip(one.why("A"), other.why("B"), noise, strict=True)]
    return pd.DataFrame(
        {
            "element_id": ratings.element_ids,
            "element_name": ratings.element_names,
            "importance_a": one.importance,
            "importance_b": other.importance,
            "level_a": one.level,
            "level_b": other.level,
            "difference": difference,
            "contribution": np.where(other.not_relevant, 0.0, other.importance * np.maximum(0.0, difference)),
            "sign_share": sign_share,
            "holds": holds,
            "status": pd.array(status, dtype="str"),
            "reason": pd.array(reasons, dtype="str"),
        }
    )


def has_already(elements: pd.DataFrame, *, needed_importance: float = NEEDED_IMPORTANCE) -> pd.DataFrame:
    """Return the rows of `compare_elements` that matter in B and in which A's people do not clearly fall short.

    Both 'has already' and 'no clear difference', the status tells them apart; most important in B first.
    """
    rows = elements[elements["status"].isin([HAS_ALREADY, NO_CLEAR_DIFFERENCE])]
    rows = rows[rows["importance_b"] >= needed_importance]
    return rows.sort_values(["importance_b", "element_id"], ascending=[False, True])


def lacks(elements: pd.DataFrame, *, needed_importance: float = NEEDED_IMPORTANCE) -> pd.DataFrame:
    """Return the rows of `compare_elements` that matter in B and that A's people lack.

    First 'lacks', the largest contribution to the gap first, then "not part of A's work", most important in B first.
    """
    rows = elements[elements["status"].isin([LACKS, NOT_PART_OF_A])]
    rows = rows[rows["importance_b"] >= needed_importance]
    return rows.sort_values(["contribution", "importance_b", "element_id"], ascending=[False, False, True])


def directional_gap(ratings: Ratings, a: str, b: str) -> Gap:
    """Return the gap from A to B as published, without draws; `compare_elements` has each element's part of it."""
    return _published_gap(ratings, a, b, compare_elements(ratings, a, b, draws=1))


def gap_survives(ratings: Ratings, a: str, b: str, *, draws: int = 1000, seed: int = 0) -> GapsBothWays:
    """Return the gap there and back, and what of it survives seeded draws from N(rating, standard error).

    Elements without a published error are left out of what is said about noise, and counted in `noise_reason`.
    """
    there, there_drawn = _noisy_gap(ratings, a, b, draws, seed)
    back, back_drawn = _noisy_gap(ratings, b, a, draws, seed)
    if there.value is None or back.value is None or there_drawn is None or back_drawn is None:
        return GapsBothWays(there, back, None, None)
    share = float((np.sign(there_drawn - back_drawn) == np.sign(there.value - back.value)).mean())
    return GapsBothWays(there, back, share, share >= HOLDS_AT)


@lru_cache(maxsize=8)
def _noise(code: str, seed: int, draws: int, elements: int) -> Floats:
    """Return standard normal numbers, shape (2, draws, elements), always the same for an occupation."""
    noise = np.random.default_rng([seed, zlib.crc32(code.encode())]).standard_normal((2, draws, elements))
    noise.flags.writeable = False
    return noise


@dataclass(frozen=True)
class _Side:
    """One occupation's row of the ratings; all missing where the facet has no row for it."""

    code: str
    known: bool
    importance: Floats
    level: Floats
    importance_se: Floats
    level_se: Floats
    not_relevant: Flags
    suppressed: Flags

    @classmethod
    def of(cls, ratings: Ratings, code: str) -> "_Side":
        """Return the row of an occupation."""
        row = ratings.places.get(code)
        if row is None:
            none, no = np.full(len(ratings.element_ids), np.nan), np.zeros(len(ratings.element_ids), dtype=bool)
            return cls(code, False, none, none, none, none, no, no)
        return cls(
            code,
            True,
            ratings.importance[row],
            ratings.level[row],
            ratings.importance_se[row],
            ratings.level_se[row],
            ratings.not_relevant[row],
            ratings.suppressed[row],
        )

    def draw(self, draws: int, seed: int) -> tuple[Floats, Floats]:
        """Return draws of importance and of level, shape (draws, elements)."""
        noise = _noise(self.code, seed, draws, len(self.level))
        importance = np.clip(self.importance + noise[0] * self.importance_se, *IMPORTANCE_SCALE)
        return importance, np.clip(self.level + noise[1] * self.level_se, *LEVEL_SCALE)

    def why(self, name: str) -> list[str]:
        """Return for each element why a rating of this side is missing; an empty text where none is."""
        if not self.known:
            return [f"{self.code} has no ratings in this copy"] * len(self.level)
        missing = np.isnan(self.importance) | np.isnan(self.level)
        texts = np.select(
            [self.suppressed, self.not_relevant, missing],
            [f"a rating in {name} is too imprecise to use", f"level not relevant in {name}", f"not rated in {name}"],
            default="",
        )
        return [str(text) for text in texts]


def _published_gap(ratings: Ratings, a: str, b: str, elements: pd.DataFrame) -> Gap:
    rated = elements["difference"].notna() & elements["contribution"].notna()
    left_out = int(elements["status"].isin([NOT_RATED, NOT_PART_OF_A]).sum())
    if not rated.any():
        unrated = (f"{code} has no ratings in this copy" for code in (a, b) if code not in ratings.places)
        reason = next(unrated, "no element is rated on both sides")
        return Gap(None, None, None, 0, left_out, reason, reason)
    value = float(elements.loc[rated, "contribution"].sum())
    unknown = elements["level_a"].isna() & ~rated
    most = value + float((elements["importance_b"] * elements["level_b"])[unknown].sum())
    return Gap(value, most, None, int(rated.sum()), left_out, "", NO_ERROR)


def _noisy_gap(ratings: Ratings, a: str, b: str, draws: int, seed: int) -> tuple[Gap, Floats | None]:
    elements = compare_elements(ratings, a, b, draws=draws, seed=seed)
    gap = _published_gap(ratings, a, b, elements)
    usable = elements["holds"].notna().to_numpy()
    if not usable.any():
        return gap, None
    level_a, (importance, level_b) = _Side.of(ratings, a).draw(draws, seed)[1], _Side.of(ratings, b).draw(draws, seed)
    drawn = (importance * np.maximum(0.0, level_b - level_a))[:, usable].sum(axis=1)
    kept = elements["contribution"].where(elements["holds"].fillna(False).astype(bool), 0.0).sum()
    without = gap.compared - int(usable.sum())
    noise_reason = f"{without} elements left out: {NO_ERROR}" if without else ""
    return replace(gap, kept=float(kept), noise_reason=noise_reason), drawn
