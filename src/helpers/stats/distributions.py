"""What the methods share: the normal distribution and t with 7 degrees of freedom (scipy costs too much), and rules."""

import math
from collections.abc import Sequence
from functools import lru_cache
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from helpers.base.vocabulary import Word

Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Numbers = npt.ArrayLike
Codes = npt.NDArray[np.intp]
Texts = npt.NDArray[np.object_]

_STEPS_PER_UNIT, _EDGE = 256, 9


def normal_quantile(share: float) -> float:
    """Return the standard normal value below which a share (0 to 1) lies; 1.6449 for 0.95."""
    return NormalDist().inv_cdf(share)


def normal_cdf(x: Numbers) -> Floats:
    """Return the standard normal share below each x, to about 1e-12: a Taylor step from a table of exact values."""
    inner = np.clip(np.asarray(x, dtype=np.float64), -_EDGE, _EDGE)
    places = np.rint(inner * _STEPS_PER_UNIT)
    share, density = (table[places.astype(np.intp) + _EDGE * _STEPS_PER_UNIT] for table in _normal_tables())
    knot = places / _STEPS_PER_UNIT
    step = inner - knot
    return np.asarray(share + density * step * (1 - step * (knot / 2 - step * (knot * knot - 1) / 6)))


def normal_two_sided(z: Numbers) -> Floats:
    """Return 2 (1 - Phi(|z|)), exact far into the tails; NaN where z is."""
    values = np.abs(np.asarray(z, dtype=np.float64))
    found = [math.erfc(one) for one in (values.ravel() / math.sqrt(2)).tolist()]
    return np.array(found, dtype=np.float64).reshape(values.shape)


def t7_two_sided(t: Numbers) -> Floats:
    """Return the two-sided p value of t with 7 degrees of freedom (Abramowitz and Stegun 26.7.3); NaN where t is."""
    angle = np.arctan(np.abs(np.asarray(t, dtype=np.float64)) / math.sqrt(7))
    cosine = np.cos(angle)
    inside = angle + np.sin(angle) * cosine * (1 + cosine**2 * (2 / 3 + 8 / 15 * cosine**2))
    return np.asarray(np.clip(1 - 2 / math.pi * inside, 0.0, 1.0))


def first_that_holds(rules: Sequence[tuple[Word, Flags]], otherwise: Word) -> Codes:
    """Return for each row the place, in its vocabulary, of the word whose rule is the first to hold."""
    words = list(type(otherwise))
    conditions = [condition for _, condition in rules]
    return np.asarray(np.select(conditions, [words.index(word) for word, _ in rules], words.index(otherwise)), np.intp)


def why_of_both(first: Texts, second: Texts) -> tuple[Texts, Texts]:
    """Return the reason of each row, the first side's before the second's, and whose: 'first', 'second' or 'both'."""
    why = np.where(first != "", first, second).astype(object)
    side = np.where(first == second, "both", np.where(first != "", "first", "second"))
    return why, np.where(why == "", "", side).astype(object)


@lru_cache(maxsize=1)
def _normal_tables() -> tuple[Floats, Floats]:
    knots = np.arange(-_EDGE * _STEPS_PER_UNIT, _EDGE * _STEPS_PER_UNIT + 1) / _STEPS_PER_UNIT
    share = np.array([math.erfc(-one / math.sqrt(2)) / 2 for one in knots.tolist()])
    return share, np.exp(-(knots**2) / 2) / math.sqrt(2 * math.pi)
