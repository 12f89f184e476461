"""Which places may pay best, and the rank of one: sets and ranges, since neighbours in a ranking are often not apart.

Source: methods 2 and 3. Places are a frame of figures of one occupation, one row a listed place: `value`, `error_pct`,
`bound`, `jobs` (NaN where no count is published), `why`. States and areas are never in one ranking. Eligible is a place
with a mean or a bound, a relative standard error of at most 30 % and 100 jobs. With y = ln m, e = r+ and
e_ij^2 = e_i^2 + e_j^2, places are taken as independent and normal.
"""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.vocabulary import Reason
from helpers.stats.distributions import Flags, Floats, normal_cdf, normal_two_sided
from helpers.stats.means import HALF_STEP, LEVEL, NEVER_RANKED_PCT

FEWEST_JOBS = 100
_NODES = np.linspace(-8, 8, 321)
_WEIGHTS = np.exp(-(_NODES**2) / 2) / np.exp(-(_NODES**2) / 2).sum()
_FAR = 5.0
"""Standard errors below another place from which p is taken as its Bonferroni bound: under 0.0001 among 100 places."""
_WIDEST = 8.0


@dataclass(frozen=True, eq=False)
class Best:
    """The places that may pay best, and what stands against naming any.

    `eligible`, best first: `value` (a top-coded place stands at its bound), `bounded`, `error_pct`, `jobs`, `p` (that
    the place is the best, against all others at once; 1 for a bounded place, which stays in) and `in_set`, p > 0.10.
    `higher`: published places above every eligible one that are not eligible, with `value`, `jobs` and `why`.
    `complete`: every place that exists publishes a mean, so that "highest" may be said, else "highest published".
    `why` refuses to name any: every published place lies below the nation, or fewer than two are eligible.
    """

    eligible: pd.DataFrame
    higher: pd.DataFrame
    complete: bool
    why: str

    @property
    def names(self) -> list[Any]:
        """Return the index of the places in the set, best first."""
        return self.eligible.index[self.eligible["in_set"].to_numpy(bool)].tolist()


@dataclass(frozen=True)
class Rank:
    """The rank of one place among `of`, and the range from `low` to `high` that cannot be told apart; or `why` none.

    `distance` is the number of standard errors beyond which a place counts as clearly above or below.
    """

    rank: int = 0
    low: int = 0
    high: int = 0
    of: int = 0
    distance: float = math.nan
    why: str = ""


def best_places(
    places: pd.DataFrame, *, nation: float = math.nan, expected: int | None = None, level: float = LEVEL
) -> Best:
    """Return the set of places that holds the best eligible one in `level` of samples.

    Hsu's multiple comparisons with the best, unequal errors: with T_i = max_j (y_j - y_i) / e_ij,
    p_i = 1 - Int phi(u) Prod_{j != i} Phi((T_i e_ij + e_i u) / e_j) du. `nation` is the mean of the nation in the same
    unit; `expected` is how many places of the kind exist (54 states and territories).
    """
    ranked = _Ranked.of(places)
    value = places["value"].to_numpy(np.float64, na_value=np.nan)
    published = ~np.isnan(value)
    p = ranked.p_best()
    eligible = pd.DataFrame(
        {
            "value": ranked.value,
            "bounded": ranked.bounded,
            "error_pct": 100 * (ranked.error - HALF_STEP),
            "jobs": ranked.jobs,
            "p": p,
            "in_set": p > 1 - level,
        },
        index=ranked.index,
    )
    eligible = eligible.sort_values(["in_set", "value"], ascending=False, kind="stable")
    above = published & ~ranked.eligible & (value > ranked.value.max(initial=-math.inf))
    higher = places.loc[above, ["value", "jobs"]].assign(why=ranked.refusals[above])
    why = ""
    if published.any() and value[published].max() < nation:
        why = Reason.ALL_BELOW_NATION.value
    elif len(ranked.y) < 2:
        why = Reason.NONE_ELIGIBLE.value
    return Best(
        eligible=eligible,
        higher=higher.sort_values("value", ascending=False),
        complete=expected is not None and int(published.sum()) >= expected,
        why=why,
    )


def rank_interval(places: pd.DataFrame, place: Any, *, level: float = LEVEL) -> Rank:
    """Return the rank of a place among the eligible ones and the range that sampling error leaves.

    Marginal confidence set of a rank (Mogstad, Romano, Shaikh and Wilhelm 2024): d solves
    Int phi Prod [Phi((d e_ij + e_i u) / e_j) - Phi((-d e_ij + e_i u) / e_j)] = level; the range runs from
    1 + #{(y_j - y_i) / e_ij > d} to k - #{< -d}. A bound counts as above, never as below. Refused for a place that is
    not eligible or only bounded.
    """
    ranked = _Ranked.of(places)
    row = places.index.get_loc(place)
    if not ranked.eligible[row]:
        return Rank(why=str(ranked.refusals[row]))
    own = int(ranked.eligible[:row].sum())
    if ranked.bounded[own]:
        return Rank(why=Reason.TOP_CODED.value)
    if len(ranked.y) < 2:
        return Rank(why=Reason.NONE_ELIGIBLE.value)
    gaps, _, _ = ranked.against(own)
    d = ranked.critical(own, level)
    bounded = np.delete(ranked.bounded, own)
    below = int(((gaps < -d) & ~bounded).sum())
    return Rank(
        rank=1 + int((gaps > 0).sum()),
        low=1 + int((gaps > d).sum()),
        high=len(ranked.y) - below,
        of=len(ranked.y),
        distance=d,
    )


@dataclass(frozen=True)
class _Ranked:
    """The eligible places as arrays, and which rows of the frame they are."""

    index: pd.Index
    value: Floats
    y: Floats
    error: Floats
    bounded: Flags
    jobs: Floats
    eligible: Flags
    refusals: "np.ndarray[Any, np.dtype[np.object_]]"

    @classmethod
    def of(cls, places: pd.DataFrame) -> "_Ranked":
        if not places.index.is_unique:
            raise ValueError("a ranking needs one row a place; its index repeats")
        value, bound, error, jobs = (
            places[name].to_numpy(np.float64, na_value=np.nan) for name in ("value", "bound", "error_pct", "jobs")
        )
        bounded = np.isnan(value) & ~np.isnan(bound)
        figure = np.where(bounded, bound, value)
        given = places["why"].astype(object).fillna("").to_numpy(object)
        missing = np.where(given == "", Reason.NOT_GIVEN.value, given)
        refusals = np.full(len(places), "", dtype=object)
        refusals[jobs < FEWEST_JOBS] = Reason.FEW_JOBS.value
        refusals[np.isnan(jobs)] = Reason.NO_JOB_COUNT.value
        refusals[error > NEVER_RANKED_PCT] = Reason.THIN.value
        refusals[np.isnan(error)] = Reason.NO_ERROR.value
        refusals[np.isnan(figure)] = missing[np.isnan(figure)]
        good = refusals == ""
        own = figure[good]
        spread = error[good] / 100 + HALF_STEP
        return cls(places.index[good], own, np.log(own), spread, bounded[good], jobs[good], good, refusals)

    def against(self, place: int) -> tuple[Floats, Floats, Floats]:
        """Return the gaps of all others to a place in standard errors, those errors, and the others' own errors."""
        others = np.delete(np.arange(len(self.y)), place)
        joint = np.hypot(self.error[others], self.error[place])
        return (self.y[others] - self.y[place]) / joint, joint, self.error[others]

    def p_best(self) -> Floats:
        """Return the p value that each place is the best of all."""
        if len(self.y) < 2:
            return np.ones(len(self.y))
        joint = np.hypot(self.error[:, None], self.error)
        gaps = (self.y - self.y[:, None]) / joint
        np.fill_diagonal(gaps, -math.inf)
        most = gaps.max(axis=1)
        p = (len(self.y) - 1) * normal_two_sided(most) / 2
        for place in np.flatnonzero(most <= _FAR):
            others = np.arange(len(self.y)) != place
            reach = most[place] * joint[place, others] + self.error[place] * _NODES[:, None]
            p[place] = 1 - np.prod(normal_cdf(reach / self.error[others]), axis=1) @ _WEIGHTS
        return np.where(self.bounded, 1.0, p)

    def critical(self, place: int, level: float) -> float:
        """Return d: all gaps to a place, true ones 0, lie within -d to d standard errors with the probability level."""
        _, joint, errors = self.against(place)
        middle = self.error[place] * _NODES[:, None] / errors
        low, high = 0.0, _WIDEST
        while high - low > 1e-6:
            d = (low + high) / 2
            half = d * joint / errors
            inside = np.prod(normal_cdf(middle + half) - normal_cdf(middle - half), axis=1) @ _WEIGHTS
            low, high = (d, high) if inside < level else (low, d)
        return high
