"""From A to B by occupations in between: the shortest way in which no step is too wide and none costs too much pay."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.estimates import Floats
from helpers.skills import Ratings

LONGEST = 12
"""Hops up to which a longer way is looked for, to tell whether the limit on the number of hops is what blocks."""
HOP_COLUMNS = ("start", "end", "gap", "pay_start", "pay_end", "pay_change_pct")


@dataclass(frozen=True)
class Way:
    """The occupations from start to goal and one row a hop; without a way, no codes and a `reason`.

    `hops` has the columns `start`, `end`, `gap`, `pay_start`, `pay_end` and `pay_change_pct`. `opens_at` is the limit
    on the gap that alone would open a way; infinite if none would, and where there is a way or an end is refused.
    """

    codes: tuple[str, ...]
    hops: pd.DataFrame = field(repr=False)
    reason: str = ""
    opens_at: float = float("inf")


def gap_matrix(ratings: Ratings) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the gaps of all pairs, from the row's occupation to the column's, as `value` and as `most` of `Gap`.

    A pair in which nothing is comparable is missing in both frames.
    """
    size = len(ratings.codes)
    value, most, compared = (np.zeros((size, size)) for _ in range(3))
    asked = np.where(ratings.not_relevant, 0.0, ratings.importance)
    for level, importance, relevant in zip(ratings.level.T, asked.T, ~ratings.not_relevant.T, strict=True):
        part = importance * np.maximum(0.0, level[None, :] - level[:, None])
        whole = np.nan_to_num(importance * level)
        rated = ~np.isnan(part)
        value += np.where(rated, part, 0.0)
        most += np.where(rated, part, np.where(np.isnan(level)[:, None], whole[None, :], 0.0))
        compared += rated & relevant[None, :]
    found = compared > 0
    value[~found], most[~found] = np.nan, np.nan
    codes = ratings.codes
    return pd.DataFrame(value, index=codes, columns=codes), pd.DataFrame(most, index=codes, columns=codes)


@dataclass(frozen=True, eq=False)
class Ground:
    """What does not depend on start and goal: every hop's width and pay cut (percent), and which keep the limits.

    All squares run from the row's occupation to the column's, in the order of `codes`.
    """

    codes: pd.Index
    pay: Floats
    widths: Floats
    cuts: Floats
    max_gap: float
    max_cut_pct: float

    def __post_init__(self) -> None:
        """Refuse a negative limit."""
        if self.max_gap < 0 or self.max_cut_pct < 0:
            raise ValueError(f"limits must not be negative; got {self.max_gap:g} and {self.max_cut_pct:g} %")

    @classmethod
    def of(cls, gap: pd.DataFrame, median_pay: "pd.Series[float]", *, max_gap: float, max_cut_pct: float) -> "Ground":
        """Return the ground under limits on a hop's gap and on its fall of the median pay in percent.

        `gap` is square, from the row's occupation to the column's, as of `gap_matrix`; `median_pay` has one pay an
        occupation, of one release. Raises ValueError for a negative limit or a gap frame that is not square.
        """
        if not gap.index.equals(gap.columns):
            raise ValueError("gap must be square, with the same occupations in rows and columns")
        pay: Floats = np.asarray(median_pay.reindex(gap.index).to_numpy(dtype=np.float64, na_value=np.nan))
        cuts = 100 * (pay[:, None] - pay[None, :]) / pay[:, None]
        return cls(gap.index, pay, gap.to_numpy(dtype=np.float64), cuts, max_gap, max_cut_pct)

    def under(self, *, max_gap: float, max_cut_pct: float) -> "Ground":
        """Return the same ground under other limits; itself if they are its own."""
        same = (max_gap, max_cut_pct) == (self.max_gap, self.max_cut_pct)
        return self if same else replace(self, max_gap=max_gap, max_cut_pct=max_cut_pct)

    @cached_property
    def cost(self) -> Floats:
        """Return the width of the hops that keep both limits; infinite elsewhere, as below."""
        return np.where(self._narrow & self._fair, self.widths, np.inf)

    @cached_property
    def fair_widths(self) -> Floats:
        """Return the width of the hops that keep the limit on the pay cut."""
        return np.where(self._fair & self._usable, self.widths, np.inf)

    @cached_property
    def narrow_cuts(self) -> Floats:
        """Return the pay cut of the hops that keep the limit on the gap, 0 for a rise."""
        return np.where(self._narrow & self._usable, np.maximum(self.cuts, 0.0), np.inf)

    @property
    def _narrow(self) -> npt.NDArray[np.bool_]:
        narrow: npt.NDArray[np.bool_] = self.widths <= self.max_gap
        np.fill_diagonal(narrow, False)
        return narrow

    @property
    def _fair(self) -> npt.NDArray[np.bool_]:
        fair: npt.NDArray[np.bool_] = 100 * self.pay[None, :] >= (100 - self.max_cut_pct) * self.pay[:, None]
        return fair

    @property
    def _usable(self) -> npt.NDArray[np.bool_]:
        usable: npt.NDArray[np.bool_] = np.isfinite(self.widths) & ~np.isnan(self.cuts)
        np.fill_diagonal(usable, False)
        return usable


def find_way(ground: Ground, start: str, goal: str, *, most_between: int = 2) -> Way:
    """Return the way from start to goal with the fewest hops, and among those the smallest sum of gaps.

    A hop is allowed if it keeps the limits of the ground; one whose gap or pay is missing is not. At most
    `most_between` occupations lie in between. Without a way, the reason names the limit that blocks, and the smallest
    one that would open a way.

    Raises ValueError for a negative limit.
    """
    if most_between < 0:
        raise ValueError(f"limits must not be negative; got {most_between=}")
    codes_known, pay, widths, cuts = ground.codes, ground.pay, ground.widths, ground.cuts
    if reason := _refuse(start, goal, codes_known, pay):
        return Way((), pd.DataFrame(columns=list(HOP_COLUMNS)), reason)
    first, last = codes_known.get_indexer(pd.Index([start, goal])).tolist()
    places = _shortest(ground.cost, first, last, most_between + 1)
    if not places:
        opens_at = _smallest_limit(ground.fair_widths, first, last, most_between + 1)
        reason = _blocking(ground, (first, last, most_between + 1), opens_at)
        return Way((), pd.DataFrame(columns=list(HOP_COLUMNS)), reason, opens_at)
    codes = tuple(str(codes_known[place]) for place in places)
    here, there = places[:-1], places[1:]
    return Way(
        codes,
        pd.DataFrame(
            {
                "start": codes[:-1],
                "end": codes[1:],
                "gap": widths[here, there],
                "pay_start": pay[here],
                "pay_end": pay[there],
                "pay_change_pct": -cuts[here, there],
            },
            columns=list(HOP_COLUMNS),
        ),
    )


def _refuse(start: str, goal: str, codes: pd.Index, pay: Floats) -> str:
    if start == goal:
        return "start and goal are the same occupation"
    for code in (start, goal):
        if code not in codes:
            return f"{code} has no ratings in this copy"
        if np.isnan(pay[codes.get_indexer(pd.Index([code]))]).all():
            return f"{code} has no published median pay"
    return ""


def _shortest(cost: Floats, first: int, last: int, hops: int) -> list[int]:
    """Return the places of the way with the fewest hops, then the least cost; empty if there is none."""
    reached = cost[first]
    came_from: list[npt.NDArray[np.intp]] = []
    if hops > 0 and np.isfinite(reached[last]):
        return [first, last]
    for hop in range(2, hops + 1):
        arriving = reached + cost[:, last]
        place = int(arriving.argmin())
        if np.isfinite(arriving[place]):
            places = [last, place]
            for step in reversed(came_from):
                places.append(int(step[places[-1]]))
            return [first, *places[::-1]]
        if hop < hops:
            near = np.flatnonzero(np.isfinite(reached))  # nothing else can be gone on from
            if not len(near):
                return []
            onward = reached[near, None] + cost[near]
            best = onward.argmin(axis=0)
            came_from.append(near[best])
            reached = onward[best, np.arange(len(best))]
    return []


def _reachable(allowed: npt.NDArray[np.bool_], first: int, last: int, hops: int) -> bool:
    """Return whether allowed hops lead from first to last, in at most so many."""
    reached = allowed[first]
    for _ in range(hops - 1):
        if reached[last]:
            return True
        reached = reached | allowed[reached].any(axis=0)
    return bool(reached[last])


def _smallest_limit(cost: Floats, first: int, last: int, hops: int) -> float:
    """Return the least upper limit on a single hop that leaves a way; infinite if no limit does."""
    if hops < 1:
        return np.inf
    reached = cost[first]
    best = float(reached[last])
    for hop in range(2, hops + 1):
        best = min(best, float(np.maximum(reached, cost[:, last]).min()))
        if hop < hops:
            near = np.flatnonzero(reached < best)  # no other hop could lower the limit
            if not len(near):
                return best
            reached = np.maximum(reached[near, None], cost[near]).min(axis=0)
    return best


def _blocking(ground: Ground, route: tuple[int, int, int], wider: float) -> str:
    """Return which limit stands in the way, each tried with the others kept."""
    first, last, hops = route
    poorer = _smallest_limit(ground.narrow_cuts, first, last, hops)
    ways_out = []
    if np.isfinite(wider):
        ways_out.append(f"the limit on the gap (a way opens at {_round_up(wider)})")
    if np.isfinite(poorer):
        ways_out.append(f"the limit on the pay cut (a way opens at {_round_up(poorer)} %)")
    if _reachable(np.isfinite(ground.cost), first, last, min(len(ground.codes), LONGEST)):
        ways_out.append(f"the limit of {hops - 1} in between (a longer way exists)")
    if ways_out:
        return "blocked by " + " or by ".join(ways_out)
    return "blocked by the limits on the gap and on the pay cut together: loosening one alone opens no way"


def _round_up(value: float) -> str:
    """Return a limit rounded up to one decimal, so that it is enough."""
    return f"{np.ceil(value * 10 - 1e-9) / 10:.1f}"
