"""Small words that several sections share: lists, articles, capitals, counts, and money as a sentence says it."""

import re
from collections.abc import Sequence

from helpers.base.formats import hourly, usd

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# said with a vowel though written otherwise, and the reverse; initials go by the name of their first letter
_VOWEL_SOUND = re.compile(
    r"(?:[aeio]|u(?!ni(?!n|m)|s[aeiou]|til|r[aiou])|hour|heir|honou?r|honest)(?!ne\b)(?!nce\b)", re.I
)
_INITIALS = re.compile(r"[A-Z]{2,}\b|[A-Z]\b|[A-Z][A-Z]+[^a-z]")
_SPOKEN_WITH_VOWEL = frozenset("AEFHILMNORSX")


def listed(items: Sequence[str], word: str = "and") -> str:
    """Return items as in a sentence: `a`, `a and b`, `a, b and c`; nothing for none."""
    return f"{', '.join(items[:-1])} {word} {items[-1]}" if len(items) > 1 else "".join(items)


def capital(text: str) -> str:
    """Return a text at the start of a sentence: its first letter as a capital, the rest as it is."""
    return text[:1].upper() + text[1:]


def with_article(noun: str) -> str:
    """Return a noun with `a` or `an`, by how it is said: `an hourly clerk`, `a UX designer`, `an RN`."""
    if _INITIALS.match(noun):
        vowel = noun[0] in _SPOKEN_WITH_VOWEL
    else:
        vowel = bool(_VOWEL_SOUND.match(noun)) and not re.match(r"(?:eu|ew|one\b|once\b)", noun, re.I)
    return f"{'an' if vowel else 'a'} {noun}"


def plural(number: int, one: str, many: str = "") -> str:
    """Return a count with its noun: `1 state`, `3 states`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def about(value: float, unit: str) -> str:
    """Return a gap as a sentence says it, without sign: `about $4,500`, `less than $10`.

    To $1,000 from $9,500, to $100 from $1,000, else to $10; hours to 10 cents, under $1 to the cent.
    """
    size = abs(value)
    if unit == "usd_per_hour":
        text, least = hourly(round(size, 1) if size >= 1 else size), hourly(0.01)
    else:
        text, least = usd(size, to=1000 if size >= 9_500 else 100 if size >= 1000 else 10), usd(10)
    return f"less than {least}" if text in (hourly(0), usd(0)) else f"about {text}"


def money(value: float, unit: str, of: float | None = None) -> str:
    """Return pay as a chart or sentence states it: to $100 a year ($10 below $1,000), to the cent an hour.

    A part of a gap is rounded as the gap, `of`, is.
    """
    return hourly(value) if unit == "usd_per_hour" else usd(value, to=10 if abs(of or value) < 1000 else 100)


def per(unit: str) -> str:
    """Return the period of a pay unit: `a year` or `an hour`."""
    return {"usd_per_year": "a year", "usd_per_hour": "an hour", "usd_per_week": "a week"}[unit]
