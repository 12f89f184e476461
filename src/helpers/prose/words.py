"""Small words that several sections share."""

import re
from collections.abc import Sequence

from helpers.comparison import Comparison
from helpers.estimates import (
    CLEAR_AND_MEANINGFUL,
    CLEAR_BUT_SMALL,
    CLEAR_SIZE_UNSURE,
    COULD_BE_EITHER,
)


def joined(items: Sequence[str]) -> str:
    """Return items as a list in a sentence: `a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def named(name: str) -> str:
    """Return a name kept from turning its sentence around, should it be written from right to left."""
    return name if name.isascii() else f"\u2068{name}\u2069"


def opening(name: str) -> str:
    """Return a name at the start of a sentence: its first letter as a capital."""
    shown = named(name)
    return shown[:1].upper() + shown[1:]


def plural(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 state`, `3 states`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def verdict_words(verdict: str, threshold_pct: float) -> str:
    """Return a verdict as the end of a sentence."""
    return {
        COULD_BE_EITHER: "which is higher cannot be told: the published errors leave room for either",
        CLEAR_BUT_SMALL: f"a clear difference, but smaller than {threshold_pct:g}%",
        CLEAR_SIZE_UNSURE: f"a clear difference; whether it reaches {threshold_pct:g}% cannot be told",
        CLEAR_AND_MEANINGFUL: f"a clear difference of more than {threshold_pct:g}%",
    }[verdict]


def place_name(comparison: Comparison) -> str:
    """Return the place that pay is shown for, as it stands in a sentence."""
    return "the United States" if comparison.area.kind == "national" else comparison.area.area


def short_industry(name: str) -> str:
    """Return an industry's name without the sector numbers before it."""
    return re.sub(r"^Sectors? [\d, and]+ - ", "", name)
