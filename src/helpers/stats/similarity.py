"""How close two occupations are in one facet (skills, knowledge, abilities or work activities).

Ratings come as a tidy frame of one facet: facets are never mixed. A rating that is missing or that O*NET recommends to
suppress is missing; a level that is flagged as not relevant is no level, least of all the lowest.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.stats.distributions import Floats

IMPORTANCE_SCALE = (1.0, 5.0)
LEVEL_SCALE = (0.0, 7.0)
COLUMNS = ("onet_code", "element_id", "element_name", "scale", "value", "suppress", "not_relevant")
LEAST_SHARED = 0.5
"""Share of a facet's elements that must be rated on both sides for a distance."""

WELL_KNOWN = {
    "13-2011.00": "accountants",
    "15-1252.00": "software developers",
    "17-1011.00": "architects",
    "17-2051.00": "civil engineers",
    "23-1011.00": "lawyers",
    "23-2011.00": "paralegals",
    "25-2021.00": "elementary school teachers",
    "25-2031.00": "secondary school teachers",
    "27-4021.00": "photographers",
    "29-1021.00": "dentists",
    "29-1051.00": "pharmacists",
    "29-1141.00": "registered nurses",
    "29-2061.00": "licensed practical nurses",
    "33-2011.00": "firefighters",
    "33-3051.00": "police patrol officers",
    "35-2014.00": "restaurant cooks",
    "35-3011.00": "bartenders",
    "35-3031.00": "waiters",
    "37-2011.00": "janitors",
    "39-5012.00": "hairdressers",
    "39-9011.00": "childcare workers",
    "41-2011.00": "cashiers",
    "41-2031.00": "retail salespersons",
    "43-3031.00": "bookkeeping clerks",
    "43-4171.00": "receptionists",
    "47-2031.00": "carpenters",
    "47-2111.00": "electricians",
    "47-2152.00": "plumbers",
    "53-2011.00": "airline pilots",
    "53-3032.00": "heavy truck drivers",
}
"""Occupations that most readers can picture, by O*NET-SOC code: anchor pairs are made of these."""


@dataclass(frozen=True)
class Ratings:
    """One facet as arrays of shape (occupations, elements); NaN is a rating that cannot be used.

    `importance` runs from 1 to 5, `level` from 0 to 7. `not_relevant` marks levels that O*NET flags so.
    """

    codes: pd.Index
    element_names: pd.Index
    importance: Floats
    level: Floats
    not_relevant: npt.NDArray[np.bool_]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """Return the row of each occupation code."""
        return {str(code): row for row, code in enumerate(self.codes)}


def read_ratings(frame: pd.DataFrame) -> Ratings:
    """Return the ratings of one facet as arrays.

    The frame has one row per occupation, element and scale ('importance' or 'level'), with the columns `COLUMNS`; a
    value that is to be suppressed or is not relevant counts as missing.

    Raises ValueError for a missing column, an unknown scale, a row that is there twice and a value off its scale.
    """
    if absent := [column for column in COLUMNS if column not in frame.columns]:
        raise ValueError(f"ratings need the columns {list(COLUMNS)}; missing: {absent}")
    texts = {name: frame[name].tolist() for name in COLUMNS[:4]}
    if unknown := sorted(set(texts["scale"]) - {"importance", "level"}):
        raise ValueError(f"a scale is 'importance' or 'level'; got {unknown}")
    names = dict(zip(reversed(texts["element_id"]), reversed(texts["element_name"]), strict=True))
    codes, elements = sorted(set(texts["onet_code"])), sorted(names)
    row_of, column_of = ({key: i for i, key in enumerate(keys)} for keys in (codes, elements))
    rows = np.array([row_of[key] for key in texts["onet_code"]], dtype=np.intp)
    columns = np.array([column_of[key] for key in texts["element_id"]], dtype=np.intp)
    level = np.array([scale == "level" for scale in texts["scale"]], dtype=bool)
    places = (rows * len(elements) + columns) * 2 + level
    if (np.bincount(places) > 1).any():
        key = ["onet_code", "element_id", "scale"]
        twice = frame.loc[frame.duplicated(key), key].head(5).to_numpy().tolist()
        raise ValueError(f"ratings are there twice: {twice}")
    value = frame["value"].to_numpy(dtype=np.float64, na_value=np.nan)
    for scale, (low, high), here in (("importance", IMPORTANCE_SCALE, ~level), ("level", LEVEL_SCALE, level)):
        values = value[here]
        if ((values < low) | (values > high)).any():
            raise ValueError(f"{scale} runs from {low:g} to {high:g}; got {np.nanmin(values)} to {np.nanmax(values)}")

    suppress = frame["suppress"].fillna(False).to_numpy(bool)
    not_relevant = frame["not_relevant"].fillna(False).to_numpy(bool) & level
    value = np.where(suppress | not_relevant, np.nan, value)
    marked = not_relevant & ~suppress
    flagged = np.zeros((len(codes), len(elements)), dtype=bool)
    flagged[rows[marked], columns[marked]] = True

    def fill(figures: Floats, here: npt.NDArray[np.bool_]) -> Floats:
        grid = np.full((len(codes), len(elements)), np.nan)
        grid[rows[here], columns[here]] = figures[here]
        return grid

    return Ratings(
        codes=pd.Index(codes),
        element_names=pd.Index([names[key] for key in elements], name="element_name"),
        importance=fill(value, ~level),
        level=fill(value, level),
        not_relevant=flagged,
    )


class Answer(NamedTuple):
    """A percentile, or None and the reason."""

    value: float | None
    reason: str = ""


@dataclass(frozen=True)
class Similarity:
    """All pairs of a facet: `distance` and `percentile` are square, in the order of `codes`; NaN is no distance.

    `percentile` is the share of all pairs (0 to 100) that are further apart than this one, ties counted half.
    """

    codes: pd.Index
    distance: Floats
    percentile: Floats

    def of(self, a: str, b: str) -> Answer:
        """Return the percentile of a pair among all pairs (100 is closest), or why there is none."""
        rows = self.codes.get_indexer(pd.Index([a, b]))
        for code, row in zip((a, b), rows, strict=True):
            if row < 0:
                return Answer(None, f"{code} has no ratings in this copy")
        if a == b:
            return Answer(None, "both sides are the same occupation")
        value = float(self.percentile[rows[0], rows[1]])
        return Answer(None, "too few elements are rated on both sides") if np.isnan(value) else Answer(value)


def rank_pairs(ratings: Ratings) -> Similarity:
    """Return the distance of every pair of occupations in the facet and its percentile among all pairs.

    Distance: the difference of the two importances and that of the two levels, each as a share of its scale and
    averaged, over the elements; each element weighs as much as the higher of its two importances (0 at 'not
    important'), so that what neither side uses does not make them alike. Where a level is missing or not relevant, the
    importance alone is compared. A pair that shares fewer than half of the elements has no distance. The measure is
    ours, chosen among nine by the first tier of O*NET 30.2's related occupations (a correlation did better in knowledge
    and work activities). With it, their median pair is among the closest 4.6 % of all pairs in skills, 5.1 % in
    abilities, 2.3 % in knowledge and 5.9 % in work activities; as it was chosen on them, that flatters it a little.
    """
    low, high = IMPORTANCE_SCALE
    importance = (ratings.importance - low) / (high - low)
    level = (ratings.level - LEVEL_SCALE[0]) / (LEVEL_SCALE[1] - LEVEL_SCALE[0])
    size = len(ratings.codes)
    total, weights, shared = (np.zeros((size, size)) for _ in range(3))
    for own, held in zip(importance.T, level.T, strict=True):
        gap, level_gap = np.abs(own[:, None] - own), np.abs(held[:, None] - held)
        both = np.where(np.isnan(level_gap), gap, (gap + level_gap) / 2)
        rated = ~np.isnan(both)
        weight = np.where(rated, np.maximum(own[:, None], own), 0.0)
        total += weight * np.where(rated, both, 0.0)
        weights += weight
        shared += rated
    enough = (shared >= LEAST_SHARED * importance.shape[1]) & (weights > 0)
    distance = np.where(enough, total / np.where(enough, weights, 1.0), np.nan)
    np.fill_diagonal(distance, np.nan)
    ranked = np.sort(distance[np.triu(enough, 1)])
    places = np.searchsorted(ranked, distance, side="left") + np.searchsorted(ranked, distance, side="right")
    percentile = 100 * (1 - places / (2 * max(len(ranked), 1)))
    return Similarity(ratings.codes, distance, np.where(np.isnan(distance), np.nan, percentile))


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
