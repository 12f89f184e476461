"""What every chart is built of: measured type, a scale with room for its labels, rows, legend, the words of a frame.

Heights and margins are in px, counted down from the top; `ax` may be any Axes: its figure is resized to fit the chart.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from io import BytesIO
from types import SimpleNamespace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_mixed import MixedModeRenderer
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font, LoadFlags
from matplotlib.lines import Line2D
from matplotlib.path import Path
from matplotlib.ticker import MaxNLocator
from matplotlib.transforms import Affine2D, IdentityTransform, Transform

from helpers.base.formats import is_missing
from helpers.show.marks import marker
from helpers.show.theme import BOLD, FAMILY, FONTS, GRID, INK, LINE, PAPER, RULE, SIZE, SMALL, SOFT, WIDTH, tint

Show = Callable[[float], str]
ALL, SITE = "all workers", "what the site says"
"""The two things besides the roles that a chart can mark: an upright tick, a cross."""
NO_FIGURE = "no figure"
EDGE = 10.0
"""Room in px between the outermost points of a plane and the ends of its Axes."""
_TICK = Path([(-0.07, -0.5), (0.07, -0.5), (0.07, 0.5), (-0.07, 0.5), (-0.07, -0.5)], closed=True)
_OTHERS: dict[str, tuple[Any, int]] = {ALL: (_TICK, 360), SITE: ("X", 100)}


def names_of(frame: pd.DataFrame) -> list[str]:
    """Return the roles of a frame in the order of their categories, or as they come, without `ALL` and `SITE`."""
    if "role" not in frame:
        return []
    role = frame["role"]
    listed = role.cat.categories if isinstance(role.dtype, pd.CategoricalDtype) else role.dropna().unique()
    return [str(name) for name in listed if name and name not in _OTHERS]


def tidy(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with plain texts for role, text, label and note, and a number or NaN as value."""
    columns: dict[str, Any] = {str(name): frame[name].array for name in frame}
    columns |= {name: pd.Series(_texts(frame, name), dtype=object) for name in ("role", "label", "note", "text")}
    return pd.DataFrame(columns | {"value": pd.to_numeric(frame["value"]).to_numpy(float)}, index=range(len(frame)))


def _texts(frame: pd.DataFrame, name: str) -> list[str]:
    """Return a column as plain texts, empty where there is nothing."""
    if name not in frame:
        return [""] * len(frame)
    return ["" if is_missing(one) else str(one) for one in frame[name].tolist()]


def each(frame: pd.DataFrame) -> list[Any]:
    """Return the rows of a frame, each with its columns and `Index` as attributes."""
    names = ["Index", *frame.columns]
    rows = zip(frame.index, frame.to_numpy(object).tolist(), strict=True)
    return [SimpleNamespace(**dict(zip(names, (index, *row), strict=True))) for index, row in rows]


def say(frame: pd.DataFrame, part: str = "role") -> str:
    """Return a frame in words, the text alternative of its chart: each row, with each role and figure."""
    rows: dict[str, list[str]] = {}
    for label, note, name, text in zip(*(_texts(frame, c) for c in ("label", "note", part, "text")), strict=True):
        rows.setdefault(f"{label} {note}".strip(), []).append(f"{name} {text or NO_FIGURE}".strip())
    return "; ".join(f"{head}: {', '.join(said)}" if head else ", ".join(said) for head, said in rows.items())


@lru_cache(maxsize=4)
def _face(weight: int) -> FT2Font:
    # out of memory: forks would move about in one open file, each under the other's reading
    font = FT2Font(BytesIO((FONTS / f"SourceSans3-{weight}.ttf").read_bytes()))
    font.set_size(100, 72)
    return font


@cache
def _advance(sign: str, weight: int) -> float:
    """Return how far a sign moves the pen on, at a size of 1 px."""
    return float(_face(weight).load_char(ord(sign), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100)


def width(words: str, size: float = SIZE, weight: int = 400) -> float:
    """Return how wide words run, in px before kerning: to 1/64, so that sums and differences of widths are exact."""
    return round(64 * size * sum(_advance(sign, weight) for sign in words)) / 64


def wrap(words: str, most: float, size: float = SIZE) -> list[str]:
    """Return words in lines of at most so many px; only a word that is longer than a line is cut."""
    lines = [""]
    for word in words.split():
        while width(word, size) > most:
            cut = max(1, int(len(word) * most / width(word, size)) - 1)
            lines, word = [*lines, word[:cut] + "-", ""], word[cut:]
        longer = f"{lines[-1]} {word}".strip()
        lines[-1:] = [longer] if not lines[-1] or width(longer, size) <= most else [lines[-1], word]
    return [line for line in lines if line]


@dataclass
class _Line:
    """One line of text; to an SVG's renderer the text that its anchor belongs to."""

    words: str
    at: tuple[float, float]
    place: Transform
    dx: float
    dy: float
    ha: str
    size: float
    weight: int
    color: str
    boxed: bool

    def get_transform(self) -> Transform:
        return IdentityTransform()

    def get_unitless_position(self) -> tuple[float, float]:
        return self.at

    def get_ha(self) -> str:
        return self.ha


class Words(Artist):
    """All lines of text of a chart in one artist: whoever shows an SVG lays its text out, so none is laid out here."""

    zorder = 3

    def __init__(self) -> None:
        """Start without a line."""
        super().__init__()
        self.lines: list[_Line] = []

    def draw(self, renderer: RendererBase) -> None:
        """Draw the lines, each from where its measured width says that it starts."""
        px: Any = renderer.points_to_pixels(1.0)
        high, gc = renderer.get_canvas_width_height()[1], renderer.new_gc()
        for line in self.lines:
            at: list[float] = line.place.transform(line.at).tolist()
            x, y = at[0] + line.dx * px, at[1] - line.dy * px
            wide = width(line.words, line.size, line.weight) * px
            start = x - wide * {"left": 0, "center": 0.5, "right": 1}[line.ha]
            if line.boxed:
                box = Affine2D().scale(wide + 2 * px, line.size * px).translate(start - px, y - 0.25 * line.size * px)
                gc.set_linewidth(0)
                renderer.draw_path(gc, Path.unit_rectangle(), box, to_rgba(PAPER))
            gc.set_foreground(line.color)
            mtext: Any = replace(line, at=(x, y)) if isinstance(renderer, MixedModeRenderer) else None
            renderer.draw_text(gc, start, high - y, line.words, _font(line.size, line.weight), 0.0, mtext=mtext)


@cache
def _font(size: float, weight: int) -> FontProperties:
    return FontProperties(family=FAMILY, size=size, weight=weight)


_WORDS: WeakKeyDictionary[Axes, Words] = WeakKeyDictionary()


def put(
    ax: Axes,
    x: float,
    y: float,
    words: str,
    dx: float = 0,
    dy: float = 0,
    *,
    ha: str = "",
    size: float = SIZE,
    weight: int = 400,
    color: str = INK,
    place: Transform | None = None,
    boxed: bool = False,
) -> None:
    """Write words so many px right of and below a point, half as high above it as below.

    `place` is what the point is given in, the data of the Axes if not said; `boxed` puts paper behind the words.
    """
    if ax not in _WORDS:
        _WORDS[ax] = Words()
        ax.add_artist(_WORDS[ax])
    side = ha or ("right" if dx < 0 else "left")
    at, down = (float(x), float(y)), dy + 0.35 * size
    line = _Line(clean(words), at, place or ax.transData, dx, down, side, size, weight, color, boxed)
    _WORDS[ax].lines.append(line)


def clean(words: str) -> str:
    """Return words without control characters, which an SVG cannot hold."""
    return "".join(c if c.isprintable() else " " for c in words)


def spread(
    ax: Axes, low: float, high: float, labels: Iterable[tuple[float, float]] = (), *, left: float = 4, right: float = 4
) -> float:
    """Set the scale so that labels fit, each a value and its px to the right (below 0: left); return a px in units."""
    wide, free, reach = ax.get_position().width * WIDTH, (left, right), list(labels)
    unit = 1.0
    for _ in range(4):
        unit = ((high - low) or 1) / max(wide - left - right, 60)
        left = max([free[0], *(-px - (v - low) / unit for v, px in reach if px < 0)])
        right = max([free[1], *(px - (high - v) / unit for v, px in reach if px > 0)])
    ax.set(xlim=(low - left * unit, high + right * unit), autoscale_on=False)
    return unit


def marked(name: str, names: Sequence[str], scale: float = 1) -> dict[str, Any]:
    """Return marker, size and colours of a role for `points`."""
    sign, area = marker(list(names).index(name)) if name in names else _OTHERS[name]
    look = {"marker": sign, "s": area * scale, "color": tint(name, names), "edgecolors": PAPER}
    return look | {"linewidths": float(scale == 1), "zorder": 3}


def points(ax: Axes, x: Any, y: Any, *, marker: Any = "o", **look: Any) -> None:
    """Draw points with seaborn's `regplot` without its line, which takes a third of the time of `scatterplot`."""
    look = {"alpha": 1} | look
    sns.regplot(
        x=np.asarray(x, float), y=np.asarray(y, float), ax=ax, fit_reg=False, marker=marker, color=INK, scatter_kws=look
    )


def whole_of(ax: Axes) -> Figure:
    """Return the figure that Axes stand in."""
    whole = ax.get_figure(root=True)
    assert whole is not None
    return whole


def lay(
    ax: Axes,
    height: float,
    *,
    left: float = 0,
    right: float = 0,
    top: float = 0,
    bottom: float = 0,
    wide: float = WIDTH,
) -> Axes:
    """Return the Axes of an empty chart so many px high, counting px down, without ticks: none need be laid out."""
    height = max(height, top + bottom + 1)
    whole_of(ax).set_size_inches(wide / 72, height / 72)
    ax.set_position((left / wide, bottom / height, (wide - left - right) / wide, (height - top - bottom) / height))
    ax.set(xlabel=" ", ylabel=" ", xticks=[], yticks=[])  # seaborn leaves a named axis alone
    ax.set_ylim(height - top - bottom, 0)
    return ax


def finish(
    ax: Axes,
    alt: str,
    show: Show | None = None,
    ticks: Sequence[float] = (),
    between: tuple[float, float] | None = None,
    *,
    mark: float = 0,
) -> Axes:
    """Set the text alternative and the ticks (or round ones `between`, their labels inside), and drop every clip.

    `mark` is how many px the lines at the ticks run up from the foot of the Axes, or below 0 down.
    """
    if show and between:
        (low, high), box = ax.get_xlim(), ax.get_position()
        most = int((between[1] - between[0]) / (high - low) * box.width * WIDTH / (width(show(between[1])) + 12))
        for v in MaxNLocator(min(max(most, 1), 5), steps=[1, 2, 2.5, 5, 10]).tick_values(*between):
            at, half = (box.x0 + (v - low) / (high - low) * box.width) * WIDTH, width(show(v)) / 2
            ticks = [*ticks, v] if low <= v <= high and half <= at <= WIDTH - half else ticks
    if mark:
        foot = ax.get_ylim()[0]
        ax.vlines(ticks, foot, foot - mark, color=GRID if mark > 0 else RULE, lw=1, zorder=0)
    look: dict[str, Any] = {"ha": "center", "size": SMALL, "color": SOFT, "place": ax.get_xaxis_transform()}
    for tick, words in [(tick, show(tick)) for tick in ticks] if show else ():
        put(ax, tick, 0, words, 0, 13 - min(mark, 0), **look)
    ax.set(xlabel="", ylabel="", label=alt)
    ax.set_axis_off()  # matplotlib's own ticks, which it lays out one by one
    for artist in ax.get_children():
        artist.set_clip_on(False)
    return ax


def legend(names: Sequence[str], there: set[str]) -> tuple[float, Callable[[Axes], object]]:
    """Return the height of the roles' names, as many on a line as fit, and what writes them at the top left."""
    extra = [name for name in (ALL, SITE) if name in there]
    keys = {name: name if name in there else f"{name}: {NO_FIGURE}" for name in (*names, *extra)}
    widths = [width(words, SIZE, BOLD) + 34 for words in keys.values()]
    columns = next((n for n in range(min(len(keys), 4), 1, -1) if _fits(widths, n)), 1)
    if columns == 1 < len(keys):
        cut = {name: shortened(words, WIDTH / 2 - 34, BOLD) for name, words in keys.items()}
        apart = {words[:-6] if words.endswith("…") else words for words in cut.values()}  # by more than some letters
        columns = 2 if len(apart) == len(cut) else 1
        keys = cut if columns == 2 else {name: shortened(words, WIDTH - 34, BOLD) for name, words in keys.items()}
        widths = [width(words, SIZE, BOLD) + 34 for words in keys.values()]
    starts = [sum(max(widths[c::columns]) for c in range(column)) for column in range(columns)]

    def draw(ax: Axes) -> None:
        whole = whole_of(ax)
        for i, (name, words) in enumerate(keys.items()):
            x, y = starts[i % columns] + 7, whole.get_figheight() * 72 - 9.4 - 20 * (i // columns)
            look = marked(name, names)
            sign = {"marker": look["marker"], "ms": look["s"] ** 0.5, "mew": 0, "color": look["color"]}
            ax.add_artist(Line2D([x / 72], [y / 72], ls="", transform=whole.dpi_scale_trans, **sign))
            put(ax, x / 72, y / 72, words, 11, weight=BOLD, color=look["color"], place=whole.dpi_scale_trans)

    lines = -(-len(keys) // columns)
    return 20 * lines + 4, draw


def _fits(widths: Sequence[float], columns: int) -> bool:
    return sum(max(widths[c::columns]) for c in range(columns)) <= WIDTH


def shortened(words: str, most: float, weight: int = 400, size: float = SIZE) -> str:
    """Return words cut with an ellipsis to at most so many px."""
    if width(words, size, weight) <= most:
        return words
    while words and width(words + "…", size, weight) > most:
        words = words[:-1]
    return words.rstrip() + "…"


_ROW_COLUMNS = ("role", "label", "note", "value", "text", "key", "part", "percentile", "step")
"""Columns that the charts of rows draw from."""


def with_rows(
    frame: pd.DataFrame,
    ax: Axes,
    names: Sequence[str],
    *,
    least: float,
    bottom: float = 4,
    right: float = 0,
    most: float = 168,
    key: bool = True,
) -> pd.DataFrame:
    """Return the frame with the middle of each row in px as `row`, and lay the rows' labels and the legend on the Axes.

    A row is a `label` (and `key`, which tells rows with the same words apart) with its first `note` below it.
    """
    frame = tidy(frame[[name for name in _ROW_COLUMNS if name in frame]])
    keys = list(zip(*(frame[c] for c in ("label", "key") if c in frame), strict=True))
    notes = dict.fromkeys(keys, "")
    for one, note in zip(keys, frame["note"], strict=True):
        notes[one] = notes[one] or note
    labels = [(wrap(one[0], most), wrap(note, most, SMALL)) for one, note in notes.items()]
    heights = np.array([max(least, 7 + LINE * (len(words) + len(small))) for words, small in labels])
    places = dict(zip(notes, heights.cumsum() - heights / 2, strict=True))
    frame["row"] = [places[one] for one in keys]
    lines = [
        width(line, size) for label in labels for part, size in zip(label, (SIZE, SMALL), strict=True) for line in part
    ]
    left = 14 + max(lines, default=0)
    there = set(frame.loc[frame["value"].notna(), "role"])
    key = key and len({*names, *there}) > 1  # a chart of one role needs no key
    top, draw = legend(names, there) if key else (0.0, lambda _: None)
    lay(ax, top + heights.sum() + bottom, left=left, right=right, top=top, bottom=bottom)
    for row, (words, small) in zip(places.values(), labels, strict=True):
        for i, line in enumerate([*words, *small]):
            look: dict[str, Any] = {"size": SMALL, "color": SOFT} if i >= len(words) else {}
            at = row + (i - (len(words) + len(small) - 1) / 2) * LINE
            put(ax, 0, at, line, -12, place=ax.get_yaxis_transform(), **look)
    draw(ax)
    return frame


def bars(ax: Axes, rows: Any, ends: Any, colours: Sequence[str], thick: float) -> None:
    """Draw bars from zero, so many px thick: lines, as seaborn's `barplot` takes 2 ms for each."""
    ax.hlines(rows, 0, ends, colors=colours, lw=thick, zorder=1)
