"""Numbers as a reader sees them: dollars, counts, percentages, odds, each in one way throughout.

Amounts are rounded here and nowhere else: dollars to $10 in tables and $100 in prose, gaps in percent to whole
percent. A figure that is missing has no text here: who shows it must show the reason instead (`ValueError`).
"""

import math
from collections.abc import Callable

MINUS = "−"
UNITS: dict[str, str] = {
    "usd": "US dollars",
    "usd_per_year": "US dollars a year",
    "usd_per_hour": "US dollars an hour",
    "usd_per_week": "US dollars a week",
    "cad_per_year": "Canadian dollars a year",
    "gbp_per_year": "pounds a year",
    "jobs": "jobs",
    "thousand": "thousand",
    "people": "people",
    "pct": "percent",
    "quotient": "times the national share",
    "per_1000": "per 1,000 jobs",
    "years": "years",
    "months": "months",
    "odds": "of 100 random pairs of workers",
    "index": "index",
    "score": "points",
    "text": "",
}
"""Unit -> the words that name it on an axis or beside a row."""


def is_missing(value: object) -> bool:
    """Return whether there is no figure and no text: None, NaN, NA or an empty text."""
    if value is None or isinstance(value, str):
        return not value
    try:
        return bool(value != value)  # NaN is the one value that differs from itself
    except TypeError:  # pandas.NA refuses a truth value
        return True


def _number(value: float) -> float:
    if is_missing(value) or math.isinf(value):
        raise ValueError("a missing figure has no text: show its reason instead")
    return float(value)


def _signed(text: str, value: float, *, sign: bool) -> str:
    zero = not any(c in "123456789" for c in text)
    if value < 0 and not zero:
        return MINUS + text
    return "+" + text if sign and not zero else text


def _half_up(value: float, step: float) -> float:
    return math.floor(abs(value) / step + 0.5) * step


def usd(value: float, *, sign: bool = False, to: int = 10) -> str:
    """Return dollars to the nearest `to`, as `$51,070`; with `sign` as `+$2,490`."""
    number = _number(value)
    return _signed(f"${_half_up(number, to):,.0f}", number, sign=sign)


def cad(value: float, *, sign: bool = False) -> str:
    """Return Canadian dollars to the nearest ten, as `CA$52,000`."""
    return usd(value, sign=sign).replace("$", "CA$")


def gbp(value: float, *, sign: bool = False) -> str:
    """Return pounds to the nearest ten, as `£28,350`."""
    return usd(value, sign=sign).replace("$", "£")


def usd_short(value: float) -> str:
    """Return dollars for an axis, as `$51k`, and `$24` below a thousand."""
    number = _number(value)
    text = f"${_half_up(number / 1000, 1):,.0f}k" if abs(number) >= 1000 else f"${_half_up(number, 1):,.0f}"
    return _signed(text, number, sign=False)


def hourly(value: float, *, sign: bool = False) -> str:
    """Return an hourly wage to the cent, as `$24.55`."""
    number = _number(value)
    return _signed(f"${abs(number):,.2f}", number, sign=sign)


def weekly(value: float, *, sign: bool = False) -> str:
    """Return weekly earnings to the dollar, as they are published: `$948`."""
    return usd(value, sign=sign, to=1)


def pct(value: float, *, sign: bool = False, places: int = 0) -> str:
    """Return a percentage, whole unless `places` are asked for, as `5%`."""
    number = _number(value)
    size = _half_up(number, 10.0**-places) if places < 2 else abs(number)
    return _signed(f"{size:,.{places}f}%", number, sign=sign)


def pct_1(value: float, *, sign: bool = False) -> str:
    """Return a percentage to one place, as `3.4%`."""
    return pct(value, sign=sign, places=1)


def count(value: float, *, sign: bool = False) -> str:
    """Return a whole number with separators, as `404,060`."""
    number = _number(value)
    return _signed(f"{_half_up(number, 1):,.0f}", number, sign=sign)


def thousand(value: float, *, sign: bool = False) -> str:
    """Return thousands to one place, as they are published: `429.8`."""
    number = _number(value)
    return _signed(f"{abs(number):,.1f}", number, sign=sign)


def plain(value: float, *, sign: bool = False) -> str:
    """Return a number to two places at most, as `1.12`, `1.5` or `3`."""
    number = _number(value)
    return _signed(f"{abs(number):,.2f}".rstrip("0").rstrip("."), number, sign=sign)


def chance(value: float) -> str:
    """Return odds (0 to 1) as `54 of 100`; 0.45 to 0.55 as `about 1 in 2`."""
    number = _number(value)
    if not 0 <= number <= 1:
        raise ValueError(f"odds lie between 0 and 1; got {number}")
    of_100 = _half_up(100 * number, 1)
    return "about 1 in 2" if 45 <= of_100 <= 55 else f"{of_100:.0f} of 100"


BY_UNIT: dict[str, Callable[..., str]] = {
    "usd": usd,
    "usd_per_year": usd,
    "usd_per_hour": hourly,
    "usd_per_week": weekly,
    "cad_per_year": cad,
    "gbp_per_year": gbp,
    "jobs": count,
    "thousand": thousand,
    "people": count,
    "pct": pct_1,
    "gap_pct": pct,
    "quotient": plain,
    "per_1000": plain,
    "years": plain,
    "months": plain,
    "odds": chance,
    "index": plain,
    "score": plain,
}


def figure(value: float, unit: str, *, sign: bool = False) -> str:
    """Return a figure in the way of its unit; an unknown unit is a KeyError: a programming mistake."""
    form = BY_UNIT[unit]
    return form(value) if form is chance else form(value, sign=sign)
