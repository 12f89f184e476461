"""Marks: the sign of each role, its name in its colour, and a verdict as a picture of the interval with its words."""

from collections.abc import Sequence
from html import escape

from helpers.show.theme import LETTERS

SHAPES = (
    '<circle r="7"/>',
    '<path d="M0-8L8 0 0 8-8 0z"/>',
    '<path d="M-6-6H6V6H-6z"/>',
    '<path d="M0-8L8 6H-8z"/>',
    '<path d="M0 8L8-6H-8z"/>',
    '<path d="M-2.5-7.5h5v5h5v5h-5v5h-5v-5h-5v-5h5z"/>',
    '<path d="M0-8L7.6-2.5 4.7 6.5H-4.7L-7.6-2.5z"/>',
    '<path d="M0-8.5L2.1-2.9 8-2.6 3.4 1.1 5 6.9 0 3.6-5 6.9-3.4 1.1-8-2.6-2.1-2.9z"/>',
)
"""Role -> its mark, drawn, so that no font decides on it; `MARKERS` of charts are the same shapes."""
MARKERS = ("o", "D", "s", "^", "v", "P", "p", "*")
_AREAS = (110, 66, 84, 106, 106, 120, 116, 170)
"""Area of each marker in a chart, so that all look the same size."""

_ZERO, _LIMIT = '<path d="M8 0V12"/>', '<path d="M19 0V12" stroke-dasharray="2 2"/>'
_INTERVALS = {
    "could be either": (2, 13),
    "clear but small": (10, 7),
    "clear, size unsure": (12, 14),
    "clear and meaningful": (22, 11),
}


def mark(role: int) -> str:
    """Return the mark of a role (0 to 7) as a small drawing in its colour."""
    letter = LETTERS[role % len(LETTERS)]
    return f'<svg class="mk {letter}" viewBox="-7 -7 14 14" aria-hidden="true">{SHAPES[role % len(SHAPES)]}</svg>'


def who(names: Sequence[str], role: int) -> str:
    """Return the name of a role with its mark, in its colour."""
    return f'<span class="r{LETTERS[role % len(LETTERS)]}">{mark(role)}<bdi>{escape(names[role])}</bdi></span>'


def verdict_mark(verdict: str) -> str:
    """Return a verdict in words beside a picture of it: the interval, zero, and the smallest gap that matters."""
    at = _INTERVALS.get(str(verdict))
    bar = f'<rect class="f" x="{at[0]}" y="3.5" width="{at[1]}" height="5"/>' if at else ""
    bar = bar or '<path d="M11 6H33" stroke-dasharray="1.5 4"/>'
    picture = f'<svg aria-hidden="true">{_ZERO}{_LIMIT}{bar}</svg>'
    return f'<span class="vd">{picture}<span>{escape(str(verdict))}</span></span>'


def marker(role: int) -> tuple[str, int]:
    """Return the marker of a role in a chart, and its area."""
    return MARKERS[role % len(MARKERS)], _AREAS[role % len(_AREAS)]
