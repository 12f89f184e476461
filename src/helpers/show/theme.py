"""One look for every chart and page: the colours of the roles, type, and the settings under which charts are drawn.

A colour is a plain hex value while drawing and becomes the CSS variable of the same name on the page, so one drawing
serves light, dark and print. Importing this changes nothing of matplotlib: `theme()` holds while a chart is drawn.
"""

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.font_manager import FontManager

FONTS = Path(__file__).resolve().parent / "fonts"
LETTERS = "abcdefgh"
"""Role -> letter of its CSS variables and classes: `--a`, `.ra`."""

BASE = {
    "ink": "#17191c",
    "soft": "#555b63",
    "rule": "#d9d7d0",
    "grid": "#e8e6e0",
    "paper": "#ffffff",
    "panel": "#f6f5f1",
}
ROLE_COLOURS = ("#1b5cab", "#ad4800", "#00705f", "#8a2f9b", "#6a5c00", "#b0214f", "#3f6a14", "#5d4b42")
"""Role -> its colour: each has 4.5:1 against paper and panel, and a mark of its own, for colour is never alone."""
MIDDLE = ("#a8c9ec", "#f2bd92", "#92d0c5", "#d9addf", "#d3c878", "#eda9bd", "#b3d48f", "#c9b9b0")
PALE = ("#e3edf8", "#fbe9db", "#def1ee", "#f5e6f7", "#f3efd3", "#fae3ea", "#e7f2da", "#efe9e6")
LIGHT = BASE | {
    name: colour
    for step, colours in (("", ROLE_COLOURS), ("2", MIDDLE), ("1", PALE))
    for name, colour in zip([letter + step for letter in LETTERS], colours, strict=True)
}
"""Name of the CSS variable -> colour on a light page and in print; no colour stands twice."""
_DARK_ROLES = (
    ("#82b6f7", "#2f5a8c", "#1c2f47"),
    ("#f3a463", "#85501f", "#40291a"),
    ("#5fcfbd", "#1d6a5f", "#163630"),
    ("#dba0e6", "#74407f", "#38213d"),
    ("#d3c35c", "#6b6118", "#353113"),
    ("#ff93b0", "#8f3453", "#451e2b"),
    ("#a6d272", "#4c7020", "#273817"),
    ("#d0bbb0", "#6d5a50", "#342c28"),
)
DARK = {
    "ink": "#eceae5",
    "soft": "#aab0b8",
    "rule": "#3a3f47",
    "grid": "#2a2e35",
    "paper": "#14161a",
    "panel": "#1c1f25",
}
DARK |= {
    letter + step: tone[i]
    for letter, tone in zip(LETTERS, _DARK_ROLES, strict=True)
    for i, step in enumerate(("", "2", "1"))
}
VARIABLES = {colour: f"var(--{name},{colour})" for name, colour in LIGHT.items()}
"""Colour of a drawing -> its value on the page; the hex stands in where our style sheet is not."""

INK, SOFT, RULE, GRID, PAPER, PANEL = BASE.values()
NEUTRAL = (SOFT, RULE, PANEL)
WIDTH, SIZE, SMALL, BOLD, LINE = 460.0, 14.0, 13.5, 600, 16.5
"""Every chart is drawn once, in px (dpi 72): a phone shows it at 78 %, a column of the desk at 117 %."""
WHOLE = 1120.0
"""Width of a chart that takes the whole page, `column=0`: a desk shows it as it is, a phone at 78 %, to be panned."""
FAMILY = "Rolepair Sans"
STACK = "RP Sans,Source Sans 3,system-ui,Segoe UI,Roboto,Arial,sans-serif"


def tint(role: object, names: Sequence[str], step: int = 0) -> str:
    """Return the colour of a role, full (0), middle (1) or pale (2); grey for what is no role."""
    if role not in names:
        return NEUTRAL[step]
    return (ROLE_COLOURS, MIDDLE, PALE)[step][list(names).index(str(role)) % len(LETTERS)]


@cache
def fonts() -> "FontManager":
    """Return matplotlib's fonts with the page's own among them, added when the first chart is drawn."""
    from matplotlib import font_manager

    for file in sorted(FONTS.glob("*.ttf")):
        font_manager.fontManager.addfont(file)
    return font_manager.fontManager


@cache
def _settings() -> dict[str, Any]:
    import seaborn

    fonts()
    look: dict[str, Any] = dict(seaborn.axes_style("white"))
    look |= {f"axes.spines.{side}": False for side in ("left", "right", "top", "bottom")}
    look |= {"grid.linewidth": 1, "grid.color": GRID, "font.family": [FAMILY], "font.size": SIZE, "text.color": INK}
    look |= {"axes.labelcolor": SOFT, "axes.labelsize": SMALL, "axes.facecolor": "none", "figure.facecolor": PAPER}
    for axis in "xy":
        look |= {f"{axis}tick.labelsize": SMALL, f"{axis}tick.labelcolor": SOFT, f"{axis}tick.color": RULE}
        look |= {f"{axis}tick.major.pad": 4, f"{axis}tick.major.size": 0, f"{axis}tick.major.width": 1}
    look |= {"svg.fonttype": "none", "svg.hashsalt": "rolepair", "text.parse_math": False, "figure.dpi": 72}
    return look | {"legend.frameon": False, "path.simplify": False, "savefig.facecolor": "auto"}


def theme() -> Any:
    """Return a context in which seaborn draws in our look; the reader's own settings hold again after it."""
    import matplotlib as mpl
    from matplotlib.rcsetup import cycler

    look: Any = _settings() | {"axes.prop_cycle": cycler(color=ROLE_COLOURS)}
    return mpl.rc_context(look)
