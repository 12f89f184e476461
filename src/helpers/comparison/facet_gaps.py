"""How close two roles are in each facet, and how wide the gap of a move is, both placed among all pairs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.comparison.facets import DRAWS, FACETS, MOVES, unrated, useful
from helpers.comparison.standins import StandIn
from helpers.estimates import Floats
from helpers.skill_gaps import Gap, gap_survives
from helpers.skills import WELL_KNOWN, Ratings, rank_pairs

SAME = "both titles stand for one O*NET occupation"


@dataclass(frozen=True)
class Yardstick:
    """All pairs and moves of each facet: percentiles with their values by (facet, measure), and anchor pairs by facet.

    An anchor is two O*NET-SOC codes and the percent of all pairs that are further apart.
    """

    steps: Mapping[tuple[str, str], tuple[Floats, Floats]]
    anchors: Mapping[str, tuple[tuple[str, str, float], ...]]

    @classmethod
    def of(cls, scale: pd.DataFrame, anchors: pd.DataFrame) -> "Yardstick":
        """Return the yardstick out of the tables facet_scale and facet_anchors."""
        steps = {}
        for (facet, measure), rows in scale.sort_values("percentile").groupby(["facet", "measure"]):
            steps[str(facet), str(measure)] = rows["percentile"].to_numpy(float), rows["value"].to_numpy(float)
        pairs = {
            str(facet): tuple(rows[["onet_code_a", "onet_code_b", "closeness"]].itertuples(index=False, name=None))
            for facet, rows in anchors.groupby("facet")
        }
        return cls(steps, pairs)

    def place(self, facet: str, measure: str, value: float) -> float:
        """Return the percentile of a value, straight between two steps; NaN for NaN."""
        percentiles, values = self.steps[facet, measure]
        return float(np.interp(value, values, percentiles)) if np.isfinite(value) else np.nan

    def anchor(self, facet: str, closeness: float, without: set[str]) -> tuple[str, float]:
        """Return the names of the anchor pair nearest in closeness, with its own; empty and NaN if there is none."""
        pairs = [pair for pair in self.anchors.get(facet, ()) if not without & set(pair[:2])]
        if not pairs:
            return "", np.nan
        one, other, own = min(pairs, key=lambda pair: abs(pair[2] - closeness))
        return f"{WELL_KNOWN[one]} and {WELL_KNOWN[other]}", own


def facet_gaps(
    arrays: Mapping[str, Ratings], yardstick: Yardstick, a: StandIn, b: StandIn, *, draws: int = DRAWS
) -> pd.DataFrame:
    """Return one row a facet: how close the two are, and the gap of a move both ways.

    Columns: `facet`; `closeness` (percent of all pairs that are further apart) or `closeness_reason`; `anchor`, a
    well-known pair about as close, and `anchor_closeness`; for each move `gap_a_to_b` (importance times level, summed),
    `gap_share_a_to_b` (percent of all moves of the facet with a smaller gap), `gap_kept_a_to_b` (what survives the
    errors, missing with `noise_reason`), `compared_a_to_b` and `left_out_a_to_b` (elements), likewise `b_to_a`;
    `gap_reason`; `larger` (the move with the larger gap where that holds in 90 % of the draws, else empty),
    `larger_share` and `noise_reason`.

    `arrays` is what `facets.read_facets` returns, at least of both codes.
    """
    return pd.DataFrame([_gaps(facet, arrays.get(facet), yardstick, a, b, draws) for facet in FACETS])


def _gaps(
    facet: str, arrays: Ratings | None, yardstick: Yardstick, a: StandIn, b: StandIn, draws: int
) -> dict[str, object]:
    known = arrays.places if arrays else {}
    absent = "; ".join(dict.fromkeys(unrated(side, facet) for side in (a, b) if side.code not in known))
    refused = absent or (SAME if a.code == b.code else "")
    row: dict[str, object] = {"facet": facet, "closeness": np.nan, "closeness_reason": refused, "gap_reason": refused}
    row |= {"anchor": "", "anchor_closeness": np.nan, "larger": "", "larger_share": np.nan, "noise_reason": refused}
    for move in MOVES:
        row |= {f"gap{part}_{move}": np.nan for part in ("", "_share", "_kept")}
        row |= {f"{part}_{move}": 0 for part in ("compared", "left_out")}
    if refused or arrays is None:
        return row
    pair = _only(arrays, a.code, b.code)
    row |= _closeness(facet, pair, yardstick)
    gaps = gap_survives(pair, a.code, b.code, draws=useful(pair, (a.code, b.code), draws))
    for move, gap in zip(MOVES, (gaps.there, gaps.back), strict=True):
        row |= _one_way(facet, move, gap, yardstick)
    row["gap_reason"] = "; ".join(dict.fromkeys(filter(None, (gaps.there.reason, gaps.back.reason))))
    row["noise_reason"] = "; ".join(dict.fromkeys(filter(None, (gaps.there.noise_reason, gaps.back.noise_reason))))
    if gaps.share is not None:
        row["larger_share"] = gaps.share
        if gaps.holds and gaps.there.value is not None and gaps.back.value is not None:
            row["larger"] = "a_to_b" if gaps.there.value > gaps.back.value else "b_to_a"
    return row


def _only(arrays: Ratings, a: str, b: str) -> Ratings:
    """Return the arrays of two occupations."""
    rows = arrays.codes.get_indexer(pd.Index([a, b], dtype=object))
    fields = ("importance", "level", "importance_se", "level_se", "not_relevant", "suppressed")
    return replace(arrays, codes=arrays.codes[rows], **{name: getattr(arrays, name)[rows] for name in fields})


def _one_way(facet: str, move: str, gap: Gap, yardstick: Yardstick) -> dict[str, object]:
    value = np.nan if gap.value is None else gap.value
    return {
        f"gap_{move}": value,
        f"gap_share_{move}": yardstick.place(facet, "gap", value),
        f"gap_kept_{move}": np.nan if gap.kept is None else gap.kept,
        f"compared_{move}": gap.compared,
        f"left_out_{move}": gap.left_out,
    }


def _closeness(facet: str, pair: Ratings, yardstick: Yardstick) -> dict[str, object]:
    distance = float(rank_pairs(pair).distance[0, 1])
    if np.isnan(distance):
        return {"closeness_reason": "too few elements are rated on both sides"}
    closeness = 100 - yardstick.place(facet, "distance", distance)
    names, own = yardstick.anchor(facet, closeness, set(pair.codes))
    return {"closeness": closeness, "anchor": names, "anchor_closeness": own}
