"""One look for every chart: colours, fonts, the blank canvas, and how names and values are set in type.

Each colour is a plain hex value while drawing; on the page it becomes the CSS variable of the same name, so that one
SVG serves light, dark and print. The first role is always `ROLE_A` (blue, circle), the second
`ROLE_B` (amber, diamond).
"""

import functools
import textwrap
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any, ParamSpec

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.text import Text

INK, MUTED, LINE, PAPER, NEUTRAL = "#1d2330", "#545d6e", "#ccd2dc", "#fdfeff", "#e7eaf0"
ROLE_A, ROLE_A_SOFT, ON_A = "#1d5fae", "#cadef6", "#fdffff"
ROLE_B, ROLE_B_SOFT, ON_B = "#a8500a", "#f9dcba", "#fffffd"
STEPS = ("#e3f0f1", "#b3dadd", "#6fb7bd", "#2c8089", "#0b4c55")
ON_STEPS = ("#10282c", "#10282d", "#10282e", "#f9ffff", "#f8ffff")
SIDES = {"a": (ROLE_A, ROLE_A_SOFT, "●", "o"), "b": (ROLE_B, ROLE_B_SOFT, "◆", "D")}
"""Side -> (colour, pale colour, mark in type, marker in a drawing)."""

VARIABLES: dict[str, str] = {
    INK: "var(--ink,currentColor)",
    MUTED: "var(--muted,currentColor)",
    LINE: "var(--rule,#8b93a366)",
    PAPER: "var(--paper,#fff)",
    NEUTRAL: "var(--neutral,#8b93a333)",
    ROLE_A: "var(--a,#3b82d6)",
    ROLE_A_SOFT: "var(--a-soft,#3b82d655)",
    ON_A: "var(--on-a,#fff)",
    ROLE_B: "var(--b,#cf7420)",
    ROLE_B_SOFT: "var(--b-soft,#cf742055)",
    ON_B: "var(--on-b,#fff)",
    **{colour: f"var(--step-{i},{colour})" for i, colour in enumerate(STEPS, 1)},
    **{colour: f"var(--on-step-{i},{colour})" for i, colour in enumerate(ON_STEPS, 1)},
}
"""Colour of the drawing -> CSS value on the page, with what a notebook without our style sheet shows."""

FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Liberation Sans', Arial, sans-serif"
WIDTH = 420.0
"""Width of every chart in points: narrow, so that its text stays readable when scaled to a phone."""
SIZE, SMALL = 12.0, 10.5

_Arguments = ParamSpec("_Arguments")


@functools.cache
def theme() -> Any:
    """Return the settings of every chart: seaborn's white style with our colours, type and no mathematics in texts."""
    import seaborn

    style: dict[str, Any] = dict(seaborn.axes_style("white"))
    return style | {
        "font.family": ["sans-serif"],
        "font.sans-serif": ["DejaVu Sans"],
        "font.size": SIZE,
        "text.color": INK,
        "text.parse_math": False,
        "axes.unicode_minus": True,
        "lines.solid_capstyle": "butt",
        "path.simplify": False,
        "hatch.linewidth": 1.0,
    }


def themed(chart: Callable[_Arguments, Axes]) -> Callable[_Arguments, Axes]:
    """Return the chart function, run under the theme."""

    @functools.wraps(chart)
    def run(*args: _Arguments.args, **options: _Arguments.kwargs) -> Axes:
        with mpl.rc_context(theme()):
            return chart(*args, **options)

    return run


def canvas(height: float, *, width: float = WIDTH) -> Axes:
    """Return axes that fill a figure of the given size and count in points from the top left corner, nothing drawn."""
    axes = _stock.pop() if _stock else _blank()
    drawing = axes.get_figure(root=True)
    assert drawing is not None
    drawing.set_size_inches(width / 72, height / 72)
    axes.set(xlim=(0, width), ylim=(height, 0), autoscale_on=False)
    return axes


_stock: list[Axes] = []


def stock_canvases(count: int) -> None:
    """Make canvases ahead, for a process whose forks draw: half the work of a small chart is its empty axes."""
    with mpl.rc_context(theme()):
        _stock.extend(_blank() for _ in range(count))


def _blank() -> Axes:
    drawing = Figure(dpi=72)
    drawing.patch.set_visible(False)
    axes = drawing.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set_axis_off()
    return axes


class Words(Text):
    """A text that stands on its base line: a renderer that can set type by itself need not measure it."""

    def draw(self, renderer: Any, *args: Any, **options: Any) -> None:
        """Hand the text over to a renderer that sets type, or have matplotlib lay it out."""
        turned = self.get_rotation() and self.get_rotation_mode() != "anchor"  # its place depends on its size
        if hasattr(renderer, "set_type") and not turned:
            renderer.set_type(self)
        else:
            super().draw(renderer, *args, **options)


def write(axes: Axes, x: float, y: float, text: str, *, color: str = INK, size: float = SIZE, **options: Any) -> None:
    """Write a line of text at a point; `y` is its base line."""
    words = Words(x, y, clean(text), color=color, fontsize=size, va="baseline", **options)
    words.set_transform(axes.transData)
    words.set_clip_on(False)
    axes.add_artist(words)


def clean(text: str) -> str:
    """Return the text without control characters, which an SVG cannot hold."""
    return "".join(c if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Cn") else " " for c in text)


def text_width(text: str, size: float = SIZE) -> float:
    """Return about how wide a text runs in points in a common sans serif, with a little slack."""
    narrow = sum(c in "iljtfr.,:;'|!()[] I-" for c in text)
    wide = sum(c in "mwMW@%" or ord(c) > 0x2E80 for c in text)
    return 2 + size * (0.62 * (len(text) - narrow - wide) + 0.36 * narrow + 1.0 * wide)


def fit(text: str, width: float, size: float = SIZE, *, lines: int = 2) -> list[str]:
    """Return the text in at most `lines` lines that fit the width; what is left over ends in an ellipsis."""
    most = max(4, int(width / (0.56 * size)))
    return textwrap.wrap(clean(text), most, max_lines=lines, placeholder=" …", break_long_words=True) or [""]


def line(axes: Axes, xs: Sequence[float], ys: Sequence[float], color: str, width: float = 1.0, **options: Any) -> None:
    """Draw a line through points."""
    axes.plot(xs, ys, color=color, linewidth=width, clip_on=False, **options)
