"""Several roles on several criteria: limits that strike out before anything is ranked, and how firm a first place is.

Pure functions on frames with a row a role and a column a criterion; NaN is no figure, and nothing is filled in.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from helpers.stats.distributions import Floats

WEIGHTINGS = 2000
_TIE = 1e-9


@dataclass(frozen=True)
class Criterion:
    """What may be weighed: the column's name, how it is called, and whether more or less of it counts as better."""

    name: str
    label: str
    more_is_better: bool = True


@dataclass(frozen=True)
class Limit:
    """The least, or the most, that is acceptable in a column, in its unit."""

    name: str
    limit: float
    at_least: bool = True

    def broken(self, value: float, bound: float = math.nan) -> bool | None:
        """Return whether a figure breaks the limit; None if that cannot be told. A limit met exactly is kept.

        `bound` is the lower limit of a figure that is published only as "at least": it passes a limit at or below it.
        """
        if math.isfinite(value):
            return value < self.limit if self.at_least else value > self.limit
        if math.isfinite(bound) and (bound >= self.limit if self.at_least else bound > self.limit):
            return not self.at_least
        return None


def struck(values: pd.DataFrame, bounds: pd.DataFrame, limits: Sequence[Limit]) -> tuple[list[str], pd.DataFrame]:
    """Return the roles that keep every limit, and one row for each limit that is broken or cannot be checked.

    Columns of the frame: `role`, `name` (of the limit's column) and `broken`, False where it cannot be checked: a role
    whose figure is missing stays in, and is named.
    """
    found = []
    for limit in limits:
        for role, value, bound in zip(values.index, values[limit.name], bounds[limit.name], strict=True):
            broken = limit.broken(float(value), float(bound))
            if broken is not False:
                found.append((str(role), limit.name, broken is True))
    rows = pd.DataFrame(found, columns=["role", "name", "broken"]).astype({"broken": bool})
    out = set(rows.loc[rows["broken"], "role"])
    return [str(role) for role in values.index if role not in out], rows


def usable(values: pd.DataFrame, criteria: Sequence[Criterion]) -> tuple[list[Criterion], list[str], pd.DataFrame]:
    """Return the criteria and the roles that can be weighed, and one row for each that cannot: nothing is filled in.

    A criterion that half of the roles or more have no figure for is left out; then a role that lacks a figure for one
    of the others. Columns of the frame: `left_out` ('criterion' or 'role'), `role` and `criterion` (its name).
    """
    known = pd.DataFrame({c.name: np.isfinite(values[c.name].astype(float)) for c in criteria}, index=values.index)
    kept = [criterion for criterion in criteria if known[criterion.name].mean() > 0.5]
    names = [criterion.name for criterion in kept]
    rows = [
        ("role" if name in names else "criterion", str(role), name)
        for name in known
        for role in known.index[~known[name]]
    ]
    roles = [str(role) for role in values.index[known[names].all(axis=1)]]
    return kept, roles, pd.DataFrame(rows, columns=["left_out", "role", "criterion"])


def worth(values: pd.DataFrame, criteria: Sequence[Criterion]) -> pd.DataFrame:
    """Return each value as its place between the worst (0) and the best (1) of these roles; 0 where all are equal."""
    names = [criterion.name for criterion in criteria]
    return pd.DataFrame(_scaled(_good(values, criteria)), index=values.index, columns=names)


def stability(places: pd.DataFrame) -> "pd.Series[float]":
    """Return for each role the share (0 to 1) of random weightings in which it comes first; ties are shared.

    `places` is what `worth` returned. Weightings are drawn evenly from all that add up to 1, the same each time.
    """
    if places.empty or not len(places.columns):
        raise ValueError("weightings need a role and a criterion")
    drawn = _weightings(places.shape[1])
    return pd.Series(_firsts(drawn, places.to_numpy(dtype=np.float64)), index=places.index)


def stability_of_sets(
    values: pd.DataFrame, criteria: Sequence[Criterion]
) -> dict[tuple[int, ...], tuple[list[int], "pd.Series[float]"]]:
    """Return for each set of two or more roles, by their places, what is weighed and how often each comes first.

    The same as `usable`, `worth` and `stability` for each set: the places of the criteria that are weighed, and the
    shares of the roles that are. Sets in which fewer than two roles can be weighed are left out.
    """
    every = _good(values, criteria)
    drawn = {size: _weightings(size) for size in range(1, len(criteria) + 1)}
    found = {}
    for size in range(2, len(values) + 1):
        for some in combinations(range(len(values)), size):
            known = np.isfinite(every[list(some)])
            kept = np.flatnonzero(known.mean(axis=0) > 0.5)
            roles = np.array(some)[known[:, kept].all(axis=1)]
            if not len(kept) or len(roles) < 2:
                continue
            places = _scaled(every[np.ix_(roles, kept)])
            found[some] = kept.tolist(), pd.Series(_firsts(drawn[len(kept)], places), index=values.index[roles])
    return found


def _good(values: pd.DataFrame, criteria: Sequence[Criterion]) -> Floats:
    """Return the values so that more is better in every column."""
    signs = [1.0 if criterion.more_is_better else -1.0 for criterion in criteria]
    return values[[criterion.name for criterion in criteria]].to_numpy(dtype=np.float64) * signs


def _scaled(good: Floats) -> Floats:
    spread = np.ptp(good, axis=0)
    return np.asarray((good - good.min(axis=0)) / np.where(spread > 0, spread, 1.0))


def _weightings(size: int) -> Floats:
    return np.random.default_rng(0).dirichlet(np.ones(size), size=WEIGHTINGS)


def _firsts(weights: Floats, places: Floats) -> Floats:
    """Return in what share of weightings each row of places comes first; ties are shared."""
    added = weights @ places.T
    first = added >= added.max(axis=1, keepdims=True) - _TIE
    shared: Floats = (first / first.sum(axis=1, keepdims=True)).mean(axis=0)
    return shared


def shares(criteria: Sequence[Criterion], weights: Mapping[str, float] | None = None) -> "pd.Series[float]":
    """Return the weights as shares of 1 by criterion; equal ones if none is given, or none above 0 for a criterion.

    A criterion that is not named has the weight 0; a weight for another name is left aside.
    """
    names = [criterion.name for criterion in criteria]
    given = pd.Series([float((weights or {}).get(name, 0.0)) for name in names], index=names)
    return given / given.sum() if given.sum() > 0 else pd.Series(1 / len(names), index=names)


def scores(places: pd.DataFrame, weights: "pd.Series[float]") -> "pd.Series[float]":
    """Return what the places of each role add up to under these weights, the highest first."""
    found: pd.Series[float] = (places * weights.reindex(places.columns)).sum(axis=1)
    return found.sort_values(ascending=False, kind="stable")


def leaders(places: pd.DataFrame, weights: "pd.Series[float]") -> list[str]:
    """Return the role, or the roles that tie, in the first place under these weights."""
    found = scores(places, weights)
    return [str(role) for role in places.index if found[role] >= found.max() - _TIE]


@dataclass(frozen=True)
class Flip:
    """What one weight would have to be, the others keeping their proportions, for another role to come first.

    `start` and `weight` are shares of the whole (0 to 1); `role` is the one that takes the lead. `weight` is None, and
    `role` empty, where no weight of this criterion takes the lead away.
    """

    criterion: str
    start: float
    weight: float | None
    role: str


def flips(places: pd.DataFrame, weights: "pd.Series[float]") -> list[Flip]:
    """Return for each criterion the nearest weight, it alone moved, at which another role takes the first place.

    The other weights keep their proportions (equal ones if they are all 0). Raises ValueError where the first place is
    shared: there is no lead to lose.
    """
    lead = leaders(places, weights)
    if len(lead) != 1:
        raise ValueError(f"{len(lead)} roles share the first place")
    return [_flip(places, weights.reindex(places.columns), str(name), lead[0]) for name in places.columns]


def _flip(places: pd.DataFrame, weights: "pd.Series[float]", name: str, lead: str) -> Flip:
    start = float(weights[name])
    rest = weights.drop(name)
    if rest.empty:
        return Flip(name, start, None, "")
    rest = rest / rest.sum() if rest.sum() > 0 else pd.Series(1 / len(rest), index=rest.index)
    # a role's score at weight w is own * w + others * (1 - w): a straight line, so two roles meet at most once
    own, others = places[name], places[rest.index] @ rest
    found: list[tuple[float, float, str]] = []
    for role in places.index[places.index != lead]:
        ahead_at_0, ahead_at_1 = others[lead] - others[role], own[lead] - own[role]
        if ahead_at_0 * ahead_at_1 < 0:
            meet = float(ahead_at_0 / (ahead_at_0 - ahead_at_1))
            found.append((abs(meet - start), meet, str(role)))
    if not found:
        return Flip(name, start, None, "")
    _, weight, role = min(found)
    return Flip(name, start, weight, role)
