"""How close two occupations are in one facet (skills, knowledge, abilities or work activities), and a map of closeness.

Ratings come as a tidy frame of one facet: facets are never mixed. A rating that is missing or that O*NET recommends to
suppress is missing; a level that is flagged as not relevant is no level, least of all the lowest.

On the map, things that are near each other lie near each other (t-SNE, the same each time). Source: van der Maaten and
Hinton 2008, exact, started from the first two axes of classical scaling, not at random. Only nearness means something;
directions and far distances do not.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.stats.distributions import Floats
from helpers.stats.ratings import IMPORTANCE_SCALE, LEVEL_SCALE, closeness, distances

COLUMNS = ("onet_code", "element_id", "scale", "value", "suppress", "not_relevant")
_SCALES = {"importance": IMPORTANCE_SCALE, "level": LEVEL_SCALE}
NEIGHBOURS = 10
SPREAD, STEPS, EARLY = 20.0, 300, 80
"""Perplexity, steps, and how many of them pull more strongly."""


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
    """One facet as arrays of shape (occupations, elements), by code and element id; NaN is a rating of no use.

    `importance` runs from 1 to 5, `level` from 0 to 7.
    """

    codes: pd.Index
    importance: Floats
    level: Floats


def read_ratings(frame: pd.DataFrame) -> Ratings:
    """Return the ratings of one facet as arrays.

    The frame has one row per occupation, element and scale ('importance' or 'level'), with the columns `COLUMNS`; a
    value that is to be suppressed or is not relevant counts as missing.

    Raises ValueError for a missing column, an unknown scale, a row that is there twice and a value off its scale.
    """
    if absent := [column for column in COLUMNS if column not in frame.columns]:
        raise ValueError(f"ratings need the columns {list(COLUMNS)}; missing: {absent}")
    if unknown := sorted(set(frame["scale"]) - set(_SCALES)):
        raise ValueError(f"a scale is 'importance' or 'level'; got {unknown}")
    key = list(COLUMNS[:3])
    if (repeated := frame.duplicated(key)).any():
        raise ValueError(f"ratings are there twice: {frame.loc[repeated, key].head(5).to_numpy().tolist()}")
    rows, codes = pd.factorize(frame["onet_code"].to_numpy(object), sort=True)
    columns, elements = pd.factorize(frame["element_id"].to_numpy(object), sort=True)
    value = frame["value"].to_numpy(dtype=np.float64, na_value=np.nan)
    suppress, not_relevant = (frame[name].fillna(False).to_numpy(bool) for name in ("suppress", "not_relevant"))
    grids = {}
    for scale, (low, high) in _SCALES.items():
        here = (frame["scale"] == scale).to_numpy(bool)
        if ((value[here] < low) | (value[here] > high)).any():
            found = f"{np.nanmin(value[here])} to {np.nanmax(value[here])}"
            raise ValueError(f"{scale} runs from {low:g} to {high:g}; got {found}")
        here = here & ~suppress & ~(not_relevant & (scale == "level"))
        grids[scale] = np.full((len(codes), len(elements)), np.nan)
        grids[scale][rows[here], columns[here]] = value[here]
    return Ratings(pd.Index(codes), **grids)


@dataclass(frozen=True)
class Similarity:
    """All pairs of a facet: `distance` and `percentile` are square, in the order of `codes`; NaN is no distance.

    `percentile` is the share of all pairs (0 to 100) that are further apart than this one, ties counted half.
    """

    codes: pd.Index
    distance: Floats
    percentile: Floats


def rank_pairs(ratings: Ratings) -> Similarity:
    """Return the distance (`ratings.distances`) of every pair of occupations and its percentile among all pairs.

    The measure is ours, chosen among nine by the first tier of O*NET 30.2's related occupations (a correlation did
    better in knowledge and work activities): what neither side uses does not make them alike. With it, their median
    pair is among the closest 4.6 % of all pairs in skills, 5.1 % in abilities, 2.3 % in knowledge and 5.9 % in work
    activities; as it was chosen on them, that flatters it a little.
    """
    both = ratings.importance, ratings.level
    distance = np.stack([distances(*one, *both) for one in zip(*both, strict=True)])
    np.fill_diagonal(distance, np.nan)
    ranked = distance[np.triu_indices(len(distance), 1)]
    return Similarity(ratings.codes, distance, closeness(distance, np.sort(ranked[~np.isnan(ranked)])))


def gap_matrix(ratings: Ratings) -> Floats:
    """Return the gap of every pair, from the row's occupation to the column's, as `ratings.level_gap` adds it up.

    A pair in which nothing is comparable has NaN.
    """
    gaps = np.zeros((len(ratings.codes), len(ratings.codes)))
    compared = np.zeros(gaps.shape, dtype=bool)
    for level, importance in zip(ratings.level.T, ratings.importance.T, strict=True):
        part = importance * np.maximum(0.0, level - level[:, None])
        gaps += np.nan_to_num(part)
        compared |= ~np.isnan(part)
    return np.where(compared, gaps, np.nan)


def layout(apart: Floats) -> Floats:
    """Return a place in the plane for each row of a square distance matrix, in 0 to 1; equal distances, equal places.

    Raises ValueError for fewer than four rows.
    """
    count = len(apart)
    if count < 4:
        raise ValueError(f"a map needs at least four occupations; got {count}")
    share = _neighbour_shares(apart**2, min(SPREAD, (count - 1) / 3))
    centred = np.eye(count) - 1 / count
    values, axes = np.linalg.eigh(-centred @ apart**2 @ centred / 2)
    values, axes = values[-2:], axes[:, -2:]
    axes *= np.sign(axes[np.abs(axes).argmax(axis=0), [0, 1]])
    place = axes[:, ::-1] * np.sqrt(np.maximum(values[::-1], 1e-12))
    place = 1e-2 * place / place.std()
    speed = np.zeros_like(place)
    for step in range(STEPS):
        early = step < EARLY
        square = (place**2).sum(axis=1)
        near = 1 / (1 + np.maximum(square[:, None] + square - 2 * place @ place.T, 0))
        np.fill_diagonal(near, 0)
        pull = ((8.0 if early else 1.0) * share - near / near.sum()) * near
        slope = 4 * (pull.sum(axis=1)[:, None] * place - pull @ place)
        speed = (0.5 if early else 0.8) * speed - count / 8 * slope
        place = place + speed
        place -= place.mean(axis=0)
    low = place.min(axis=0)
    return np.asarray(np.round((place - low) / (place.max(axis=0) - low).max(), 3))


def neighbours_kept(apart: Floats, place: Floats, most: int = NEIGHBOURS) -> float:
    """Return the share (0 to 1) of each one's `most` nearest by distance that are among its nearest on the map."""
    shown = ((place[:, None] - place) ** 2).sum(axis=2)
    nearest = []
    for matrix in (apart.astype(float), shown):
        matrix = matrix.copy()
        np.fill_diagonal(matrix, np.inf)
        nearest.append(np.argsort(matrix, axis=1, kind="stable")[:, :most])
    return float(np.mean([len(set(a) & set(b)) / len(a) for a, b in zip(*nearest, strict=True)]))


def _neighbour_shares(square: Floats, spread: float) -> Floats:
    """Return the joint shares of t-SNE: each row's width found by bisection so that its entropy is that of `spread`."""
    count = len(square)
    low, high = np.full(count, 1e-6), np.full(count, 1e6)
    shares = np.zeros_like(square)
    for _ in range(60):
        width = np.sqrt(low * high)
        shares = np.exp(-square * width[:, None])
        np.fill_diagonal(shares, 0)
        shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-300)
        entropy = -(shares * np.log(np.maximum(shares, 1e-300))).sum(axis=1)
        wide = entropy > np.log(spread)
        low, high = np.where(wide, width, low), np.where(wide, high, width)
    return (shares + shares.T) / (2 * count)
