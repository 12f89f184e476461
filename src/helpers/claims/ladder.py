"""A pay ladder that is one number times fixed factors."""

from collections.abc import Sequence

from helpers.claims.records import printed_half

STEP = 0.05
MOST_CHANCE = 0.01


def scaled_from(levels: Sequence[float], averages: Sequence[float], *, unit: str) -> tuple[float, list[float]] | None:
    """Return the printed figure that all levels are round multiples of, with the factors in order; else None.

    Round is a multiple of 0.05, met as closely as each level is printed (`printed_half`). Each of `averages` is tried
    as the figure, then each level. Needs three different levels. A fit is refused where it may be an accident: where
    levels are rounded coarsely, many figures fit. Its chance, the product over the levels of (print step) / (0.05 x
    figure), times the figures tried, must be at most 1 %.
    """
    if len(set(levels)) < 3:
        return None
    bases = list(dict.fromkeys([*averages, *sorted(levels)]))
    for base in bases:
        if factors := _factors(levels, base, unit=unit, tries=len(bases)):
            return base, factors
    return None


def _factors(levels: Sequence[float], base: float, *, unit: str, tries: int) -> list[float]:
    factors, chance = [], float(tries)
    for level in levels:
        multiple = round(level / base / STEP)
        half = printed_half(level, unit)
        if multiple < 1 or abs(level - multiple * STEP * base) > half + 1e-9:
            return []
        factors.append(multiple * STEP)
        if level != base:
            chance *= min(1.0, 2 * half / (STEP * base))
    return factors if chance <= MOST_CHANCE else []
