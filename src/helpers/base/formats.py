"""Numbers as a reader sees them: dollars, counts, percentages, odds, each in one way throughout.

Amounts are rounded here and nowhere else: dollars to $10 in tables and $100 in prose, gaps in percent to whole
percent. A figure that is missing has no text here: who shows it must show the reason instead (`ValueError`).
"""

import math
from collections.abc import Callable
from functools import partial

MINUS = "−"


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


def _written(form: str, value: float, *, sign: bool = False, step: float = 0) -> str:
    """Return a figure as `form` writes its size, to the nearest `step` if one is given, behind its sign."""
    number = _number(value)
    return _signed(form.format(_half_up(number, step) if step else abs(number)), number, sign=sign)


def usd(value: float, *, sign: bool = False, to: int = 10) -> str:
    """Return dollars to the nearest `to`, as `$51,070`; with `sign` as `+$2,490`."""
    return _written("${:,.0f}", value, sign=sign, step=to)


def usd_short(value: float) -> str:
    """Return dollars for an axis, as `$51k`, and `$24` below a thousand."""
    number = _number(value)
    return _written("${:,.0f}k", number / 1000, step=1) if abs(number) >= 1000 else usd(number, to=1)


def hourly(value: float, *, sign: bool = False) -> str:
    """Return an hourly wage to the cent, as `$24.55`."""
    return _written("${:,.2f}", value, sign=sign)


def pct(value: float, *, sign: bool = False, places: int = 0) -> str:
    """Return a percentage, whole unless `places` are asked for, as `5%`."""
    return _written(f"{{:,.{places}f}}%", value, sign=sign, step=10.0**-places if places < 2 else 0)


def pct_1(value: float, *, sign: bool = False) -> str:
    """Return a percentage to one place, as `3.4%`."""
    return pct(value, sign=sign, places=1)


def count(value: float, *, sign: bool = False) -> str:
    """Return a whole number with separators, as `404,060`."""
    return _written("{:,.0f}", value, sign=sign, step=1)


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


_UNITS: dict[str, tuple[str, Callable[..., str]]] = {
    "usd": ("US dollars", usd),
    "usd_per_year": ("US dollars a year", usd),
    "usd_per_hour": ("US dollars an hour", hourly),
    "usd_per_week": ("US dollars a week", partial(usd, to=1)),
    "cad_per_year": ("Canadian dollars a year", partial(_written, "CA${:,.0f}", step=10)),
    "gbp_per_year": ("pounds a year", partial(_written, "£{:,.0f}", step=10)),
    "jobs": ("jobs", count),
    "thousand": ("thousand", partial(_written, "{:,.1f}")),
    "people": ("people", count),
    "pct": ("percent", pct_1),
    "quotient": ("times the national share", plain),
    "per_1000": ("per 1,000 jobs", plain),
    "years": ("years", plain),
    "months": ("months", plain),
    "odds": ("of 100 random pairs of workers", chance),
    "index": ("index", plain),
    "score": ("points", plain),
}
UNITS = {unit: words for unit, (words, _) in _UNITS.items()} | {"text": ""}
"""Unit -> the words that name it on an axis or beside a row."""
BY_UNIT = {unit: form for unit, (_, form) in _UNITS.items()} | {"gap_pct": pct}
"""Unit -> the function that writes a figure in it."""


def figure(value: float, unit: str, *, sign: bool = False) -> str:
    """Return a figure in the way of its unit; an unknown unit is a KeyError: a programming mistake."""
    form = BY_UNIT[unit]
    return form(value) if form is chance else form(value, sign=sign)
