"""A plane from distances: things that are near each other lie near each other (t-SNE), the same each time.

Source: van der Maaten and Hinton 2008, exact, started from the first two axes of classical scaling, not at
random. Only nearness means something; directions and far distances do not.
"""

import numpy as np

from helpers.stats.distributions import Floats

NEIGHBOURS = 10
SPREAD, STEPS, EARLY = 20.0, 300, 80
"""Perplexity, steps, and how many of them pull more strongly."""


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
