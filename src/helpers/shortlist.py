"""Several roles against each other: deal-breakers first, then how stable the first place is over weightings.

There is no default score. Reported is in what share of seeded random weightings each role comes first, and which
single weight, moved alone from the point asked for, would put another role there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.errors import BadInput
from helpers.estimates import Floats

FEWEST, MOST = 2, 8
WEIGHTINGS = 2000
_TIE = 1e-9


@dataclass(frozen=True)
class Criterion:
    """One column of the matrix: its name, how it is called, and whether more or less of it is wanted."""

    name: str
    label: str
    more_is_better: bool = True


@dataclass(frozen=True)
class DealBreaker:
    """A limit that a role must keep before anything is weighed: `at_least` or `at_most` in the column's unit."""

    criterion: str
    label: str
    at_least: float | None = None
    at_most: float | None = None

    def __post_init__(self) -> None:
        """Refuse a deal-breaker without a limit, or with one that is no number."""
        limits = [limit for limit in (self.at_least, self.at_most) if limit is not None]
        if len(limits) != 1 or not np.isfinite(limits).all():
            raise BadInput(
                f"a deal-breaker on {self.label} of {limits}",
                expected="one number: the least or the most that is acceptable",
                next_step="give one limit, or leave the deal-breaker out",
            )

    def broken(self, value: float) -> bool:
        """Return whether a value breaks the limit; a limit that is met exactly is kept."""
        return bool(value < self.at_least if self.at_least is not None else value > (self.at_most or 0.0))


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


def drop_broken(values: pd.DataFrame, deal_breakers: Sequence[DealBreaker]) -> tuple[list[str], pd.DataFrame]:
    """Return the roles that keep every deal-breaker, and one row for each that is broken or cannot be checked.

    `values` has one row a role. Columns of the second frame: `role`, `label`, `value` (NaN where it is missing) and
    `outcome`, 'out' or 'cannot be checked': a role whose figure is missing stays in, and is named.
    """
    rows, out = [], set()
    for deal in deal_breakers:
        for role, value in values[deal.criterion].items():
            known = bool(np.isfinite(value))
            if known and deal.broken(float(value)):
                out.add(role)
                rows.append((role, deal.label, float(value), "out"))
            elif not known:
                rows.append((role, deal.label, np.nan, "cannot be checked"))
    kept = [str(role) for role in values.index if role not in out]
    return kept, pd.DataFrame(rows, columns=["role", "label", "value", "outcome"])


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
    scaled = {}
    for criterion in criteria:
        column = values[criterion.name].astype(float) * (1 if criterion.more_is_better else -1)
        spread = column.max() - column.min()
        scaled[criterion.name] = (column - column.min()) / spread if spread > 0 else column * 0.0
    return pd.DataFrame(scaled, index=values.index)


def stability(places: pd.DataFrame, *, weightings: int = WEIGHTINGS, seed: int = 0) -> "pd.Series[float]":
    """Return for each role the share (0 to 1) of random weightings in which it comes first; ties are shared.

    `places` is what `worth` returned. Weightings are drawn evenly from all that add up to 1, from the seed.
    """
    if places.empty or not len(places.columns):
        raise ValueError("weightings need a role and a criterion")
    weights = np.random.default_rng(seed).dirichlet(np.ones(places.shape[1]), size=weightings)
    scores: Floats = weights @ places.to_numpy(dtype=np.float64).T
    first = scores >= scores.max(axis=1, keepdims=True) - _TIE
    return pd.Series((first / first.sum(axis=1, keepdims=True)).mean(axis=0), index=places.index)


def shares(criteria: Sequence[Criterion], weights: Mapping[str, float] | None = None) -> "pd.Series[float]":
    """Return the weights as shares of 1 by criterion; equal ones if None, 0 for a criterion that is not named.

    Raises `BadInput` for a name that is no criterion, for a negative weight, and if all are 0.
    """
    names = [criterion.name for criterion in criteria]
    if weights is None:
        return pd.Series(1 / len(names), index=names)
    unknown = [name for name in weights if name not in names]
    wrong = [name for name, weight in weights.items() if not np.isfinite(weight) or weight < 0]
    if unknown or wrong or not sum(weights.values()) > 0:
        raise BadInput(
            "weights " + ", ".join(f"{name}={weight:g}" for name, weight in weights.items()),
            expected=f"numbers of 0 or more, not all 0, for {', '.join(names)}",
            next_step="name criteria as listed, such as pay=3 outlook=1",
        )
    given = pd.Series([float(weights.get(name, 0.0)) for name in names], index=names)
    return given / given.sum()


def leaders(places: pd.DataFrame, weights: "pd.Series[float]") -> list[str]:
    """Return the role, or the roles that tie, in the first place under these weights."""
    scores = places.to_numpy(dtype=np.float64) @ weights.reindex(places.columns).to_numpy(dtype=np.float64)
    return [str(role) for role, score in zip(places.index, scores, strict=True) if score >= scores.max() - _TIE]


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
