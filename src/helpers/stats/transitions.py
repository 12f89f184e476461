"""From one occupation to another by hops that O*NET's lists of related occupations name.

Source: method 13. A hop needs all: each stands on the other's list (first twenty), or one among the other's first five;
job zones at most 1 apart; median pay falls by 10 % at most. In between stand occupations with 25,000 jobs and no
apprenticeship or residency, two at most. Closeness of ratings never makes a hop; observed moves are not used.
"""

import itertools
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.base.vocabulary import ListedBy, Reason
from helpers.stats.distributions import Flags, Floats

FIRST, LISTED = 5, 20
MOST_ZONES = 1
MOST_CUT = 0.10
FEWEST_JOBS = 25_000
MOST_BETWEEN = 2
_UNLISTED = 99
HOP_COLUMNS = ("start", "end", "listed_by", "rank", "zone_change", "pay_change_pct")


@dataclass(frozen=True)
class Way:
    """The occupations from start to goal and one row a hop (`HOP_COLUMNS`); without a way, no codes and `why`."""

    codes: tuple[str, ...] = ()
    hops: pd.DataFrame = field(default_factory=lambda: pd.DataFrame(columns=list(HOP_COLUMNS)), repr=False)
    why: str = ""


@dataclass(frozen=True, eq=False)
class Hops:
    """All hops between occupations: squares from the row's to the column's, in the order of `codes`.

    `rank` is the place on the row's list, 99 where it is not on it; `between` marks who may stand in between.
    """

    codes: pd.Index
    rank: npt.NDArray[np.int16]
    zone: Floats
    pay: Floats
    between: Flags
    allowed: Flags

    @classmethod
    def of(cls, related: pd.DataFrame, occupations: pd.DataFrame) -> "Hops":
        """Return the hops between the occupations given.

        `related` has `onet_code`, `related_onet_code` and `rank`; `occupations`, indexed by O*NET code, has `job_zone`,
        `median_pay` (US dollars a year, one release), `jobs` and `long_training` (an apprenticeship or residency). An
        occupation without a zone or median takes part in no hop.
        """
        codes = pd.Index(occupations.index)
        if not codes.is_unique:
            raise ValueError("hops need one row an occupation; its index repeats")
        rank = np.full((len(codes), len(codes)), _UNLISTED, dtype=np.int16)
        rows, columns = (codes.get_indexer(pd.Index(related[name])) for name in ("onet_code", "related_onet_code"))
        known = (rows >= 0) & (columns >= 0)
        rank[rows[known], columns[known]] = related["rank"].to_numpy(np.int16)[known]
        zone, pay, jobs = (
            occupations[name].to_numpy(np.float64, na_value=np.nan) for name in ("job_zone", "median_pay", "jobs")
        )
        between = (jobs >= FEWEST_JOBS) & ~occupations["long_training"].to_numpy(bool)
        near = np.abs(zone[None, :] - zone[:, None]) <= MOST_ZONES
        paid = pay[None, :] >= (1 - MOST_CUT) * pay[:, None]
        allowed = _named(rank) & near & paid
        np.fill_diagonal(allowed, False)
        return cls(codes, rank, zone, pay, between, allowed)

    def refusal(self, start: str, goal: str) -> str:
        """Return why a direct hop is refused, the first rule that it breaks; empty where it is allowed."""
        if start == goal:
            return Reason.SAME_OCCUPATION.value
        ends = self.codes.get_indexer(pd.Index([start, goal])).tolist()
        if min(ends) < 0:
            return Reason.NO_MATCH.value
        if self.allowed[ends[0], ends[1]]:
            return ""
        if np.isnan(self.zone[ends] + self.pay[ends]).any():
            return Reason.NOT_GIVEN.value
        if not _named(self.rank[np.ix_(ends, ends)])[0, 1]:
            return Reason.NOT_NAMED.value
        zones = abs(self.zone[ends[1]] - self.zone[ends[0]])
        return Reason.ZONES_APART.value if zones > MOST_ZONES else Reason.PAY_FALLS.value

    def way(self, start: str, goal: str, *, most_between: int = MOST_BETWEEN) -> Way:
        """Return the way with the fewest hops, then most hops on both lists, then the best ranks."""
        refused = self.refusal(start, goal)
        if refused in (Reason.SAME_OCCUPATION, Reason.NO_MATCH, Reason.NOT_GIVEN):
            return Way(why=refused)
        first, last = self.codes.get_indexer(pd.Index([start, goal])).tolist()
        waiting: list[tuple[tuple[int, int, int], tuple[int, ...]]] = [((0, 0, 0), (first,))]
        reached: dict[int, tuple[int, int, int]] = {}
        while waiting:
            cost, path = heappop(waiting)
            here = path[-1]
            if here == last:
                return self._told(path)
            if len(path) > most_between + 1 or reached.get(here, cost) < cost:
                continue
            for there in np.flatnonzero(self.allowed[here] & (self.between | (np.arange(len(self.codes)) == last))):
                ranks = self._ranks(here, int(there))
                onward = (cost[0] + 1, cost[1] + int(max(ranks) > LISTED), cost[2] + min(ranks))
                if onward < reached.get(int(there), (_UNLISTED, 0, 0)):
                    reached[int(there)] = onward
                    heappush(waiting, (onward, (*path, int(there))))
        return Way(why=Reason.NO_WAY.value)

    def _ranks(self, here: int, there: int) -> tuple[int, int]:
        """Return the place of the hop's end on the list of its start, and the reverse."""
        return int(self.rank[here, there]), int(self.rank[there, here])

    def _told(self, path: tuple[int, ...]) -> Way:
        rows = []
        for here, there in itertools.pairwise(path):
            ranks = self._ranks(here, there)
            by = ListedBy.BOTH if max(ranks) <= LISTED else ListedBy.START if ranks[0] <= LISTED else ListedBy.GOAL
            zones, pay = int(self.zone[there] - self.zone[here]), 100 * (self.pay[there] / self.pay[here] - 1)
            rows.append((self.codes[here], self.codes[there], by.value, min(ranks), zones, pay))
        return Way(tuple(self.codes[list(path)]), pd.DataFrame(rows, columns=list(HOP_COLUMNS)))


def _named(rank: npt.NDArray[np.int16]) -> Flags:
    """Return which hops the lists name: on both, or among the first five of one."""
    return np.asarray((np.minimum(rank, rank.T) <= FIRST) | (np.maximum(rank, rank.T) <= LISTED))
