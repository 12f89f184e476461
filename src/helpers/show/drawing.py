"""`figure`: one chart, drawn under the theme on Axes with fixed margins, and shown with its title and text alternative.

The drawing is matplotlib's own SVG, cleaned for a page: colours as CSS variables, presentation attributes in place of
styles, ids under the chart's name. A live kernel also gets a PNG, which an untrusted notebook shows.
"""

import io
import re
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from html import escape, unescape
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.base.formats import is_missing
from helpers.show.blocks import Block, live
from helpers.show.canvas import EDGE, say, whole_of, width
from helpers.show.provenance import charted, passports_in
from helpers.show.theme import BOLD, INK, SIZE, SMALL, STACK, VARIABLES, WIDTH, theme

_STOCK: list[Axes] = []
_HEIGHT, _LEFT, _RIGHT, _TOP, _BOTTOM = 300.0, 56.0, 10.0, 10.0, 44.0


@contextmanager
def figure(
    frame: pd.DataFrame,
    title: str,
    unit: str = "",
    name: str = "",
    *,
    column: int = 1,
    keep: bool = False,
    note: str = "",
    fold: str = "",
) -> Iterator[Axes]:
    """Yield Axes under the theme and show what was drawn on them; `frame` gives the text alternative.

    `title` and `unit` stand above the chart, `note` (HTML) below it; `name` is its id on the page, made from the title
    if empty. `column` is the column of the chapter (0 is its whole width), `keep` puts it on the second printed page,
    and `fold` is the line that opens it, together with the tables of that line, if it is not to be open. Nothing is
    shown for a frame without any figure: then what the drawing raises is of no matter.
    """
    nothing = frame.empty or ("value" in frame and not frame["value"].notna().any())
    with theme():
        ax = blank()
        try:
            yield ax
        except Exception:
            if not nothing:
                raise
        if nothing:
            return
        drawn = Drawing(ax, frame, title, unit, name or slug(title), column=column, keep=keep, note=note, summary=fold)
    drawn.show()


def blank() -> Axes:
    """Return the Axes of an empty chart, of those in stock if there are any; to be drawn on under `theme()`."""
    if _STOCK:
        return _STOCK.pop()
    box = (_LEFT / WIDTH, _BOTTOM / _HEIGHT, 1 - (_LEFT + _RIGHT) / WIDTH, 1 - (_TOP + _BOTTOM) / _HEIGHT)
    return Figure(figsize=(WIDTH / 72, _HEIGHT / 72), dpi=72).add_axes(box)


def keep_in_stock(charts: int) -> None:
    """Make the Axes of so many charts ahead, for a process that is forked before it draws."""
    with theme():
        _STOCK.extend([blank() for _ in range(charts)])


def drawn(frame: pd.DataFrame, title: str, unit: str, draw: Callable[[Axes], object]) -> str:
    """Return a chart with its title as HTML, for a widget that is made again; empty for a frame without any figure."""
    if frame.empty or ("value" in frame and not frame["value"].notna().any()):
        return ""
    with theme():
        ax = blank()
        draw(ax)
        made = Drawing(ax, frame, title, unit, slug(title), column=1, keep=False, note="")
    return caption(title, unit) + made.svg


class Drawing:
    """A finished chart: its SVG, its text alternative, and what the page must know of it."""

    def __init__(self, ax: Axes, frame: pd.DataFrame, title: str, unit: str, name: str, **meta: Any) -> None:
        """Write the drawing, once; a chart of another hand gets margins that hold its labels."""
        ours = str(ax.get_label())  # set by `canvas.finish`
        if not ours:
            _make_room(ax)
        self.alt = ours or say(frame)
        self.title, self.unit, self.name, self.note = title, unit, name, meta["note"]
        self.live = live()
        self.svg = svg(ax, name, self.alt, exact=self.live)
        self.meta = {"kind": "figure", "name": name, "title": title, "unit": unit, **meta}
        if ax.get_gid() == "scale":  # a chart into which the reader's own pay can be drawn
            box, (low, high) = ax.get_position(), ax.get_xlim()
            self.meta["scale"] = [round(box.x0 * WIDTH, 1), round(box.x1 * WIDTH, 1), float(low), float(high)]
        if ax.get_gid() == "plane":  # a chart on which the page's script finds and names points
            self.meta["plane"] = _inner(ax)
        cells = frame["cell"].tolist() if "cell" in frame else []
        if button := charted(title, [str(cell) for cell in cells if not is_missing(cell)]):
            self.meta |= {"source": button, "passports": list(passports_in(button).values())}
        self.wide = whole_of(ax).get_figwidth() * 72
        self.png = _png(ax) if self.live else b""

    def show(self) -> None:
        """Display the chart; in JupyterLab its title above it, which the page writes by itself."""
        from IPython import display

        if self.live:
            display.display(Block(caption(self.title, self.unit), "caption"))  # type: ignore[no-untyped-call]
        display.display(self)  # type: ignore[no-untyped-call]

    def __repr__(self) -> str:
        """Return title and text alternative: what is shown outside a notebook."""
        return f"{self.title}. {self.alt}"

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]]:
        shown: dict[str, Any] = {"image/svg+xml": self.svg, "text/plain": repr(self)}
        about: dict[str, Any] = {"rolepair": self.meta}
        if self.png:
            shown["image/png"] = b64encode(self.png).decode()
            about["image/png"] = {"width": round(self.wide), "alt": self.alt}
        return shown, about


def caption(title: str, unit: str, source: str = "") -> str:
    """Return title and unit as they stand above a chart, and the button that opens where its figures come from."""
    return f'<p class="cap">{escape(title)}{source}{f" <span class=u>{escape(unit)}</span>" if unit else ""}</p>'


def slug(text: str) -> str:
    """Return a text as a name for ids: small letters, digits and hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", text.lower()))[:40].strip("-") or "chart"


def svg(ax: Axes, name: str, alt: str, *, exact: bool = False) -> str:
    """Return the drawing of matplotlib's SVG backend without its groups, metadata and styles.

    `exact` gives each text its measured length, for a viewer that has not the page's fonts.
    """
    whole, out = whole_of(ax), io.StringIO()
    whole.savefig(out, format="svg", metadata={"Date": None})
    body = out.getvalue().partition("</metadata>")[2] or out.getvalue()
    body = re.sub(r"<style[^>]*>.*?</style>", "", body, flags=re.S).rpartition("</svg>")[0]
    body = " ".join(filter(None, map(str.strip, body.splitlines()))).replace("> <", "><")
    for pattern, new in _CLEANING:
        body = re.sub(pattern, new, body)
    ids = {old: f"{name}-{i}" for i, old in enumerate(dict.fromkeys(re.findall(r' id="([^"]+)"', body)))}
    body = re.sub(r' id="([^"]+)"', lambda m: f' id="{ids[m[1]]}"', body)
    body = re.sub(r'(?:xlink:)?href="#([^"]+)"', lambda m: f'href="#{ids.get(m[1], m[1])}"', body)
    body = re.sub(r"url\(#([^)]+)\)", lambda m: f"url(#{ids.get(m[1], m[1])})", body)
    body = re.sub(r'style="([^"]*)"', lambda m: _attributes(m[1]), body)
    if exact:
        body = re.sub(r"<text([^>]*)>([^<]*)<", _with_length, body)
    wide, high = (round(side * 72) for side in whole.get_size_inches())
    head = f'class="plot" width="{wide}" height="{high}" viewBox="0 0 {wide} {high}" role="img"'
    face = f'font-family="{STACK}" font-size="{SIZE:g}" fill="{VARIABLES[INK]}" stroke-linejoin="round"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head} {face} aria-label="{escape(alt)}">{body}</svg>'


_CLEANING: tuple[tuple[str, Any], ...] = (
    (r"</?g\b[^>]*>|<clipPath.*?</clipPath>", ""),  # groups carry ids and clips only
    (r"<defs></defs>|</defs><defs>", ""),
    (r'<path d="[^"]*" style="fill: none"/>| transform="rotate\(-0 [^"]*"', ""),
    (r' d="[^"]*"', lambda m: " " + re.sub(r"\s*([MLCQz])\s*", r"\1", m[0][1:-1]).rstrip() + '"'),
    (r"<[^>]*\.\d\d[^>]*>", lambda tag: re.sub(r"-?\d+\.\d{2,}", _tenths, tag[0])),
)


def _tenths(number: re.Match[str]) -> str:
    return f"{float(number[0]):.1f}".removesuffix(".0")


@lru_cache(maxsize=1024)
def _attributes(style: str) -> str:
    """Return a style as presentation attributes, without what the drawing's root says already."""
    kept = []
    for part in style.split(";"):
        key, _, value = (one.strip() for one in part.partition(":"))
        value = value.removesuffix("px")
        if key == "font-family" or (key, value) in (("font-size", f"{SIZE:g}"), ("fill", INK)):
            continue
        kept.append(f'{key}="{VARIABLES.get(value, value)}"')
    return " ".join(kept)


def _with_length(match: re.Match[str]) -> str:
    attributes, words = match[1], match[2]
    size = re.search(r'font-size="([\d.]+)"', attributes)
    weight = BOLD if f'font-weight="{BOLD}"' in attributes else 400
    wide = width(unescape(words), float(size[1]) if size else SIZE, weight)
    return f'<text{attributes} textLength="{wide:.1f}" lengthAdjust="spacingAndGlyphs">{words}<'


def _png(ax: Axes) -> bytes:
    out = io.BytesIO()
    whole_of(ax).savefig(out, format="png", dpi=144)
    return out.getvalue()


def _inner(ax: Axes) -> list[float]:
    """Return left, right, top and bottom of the points of a plane, in px of the drawing."""
    box, (wide, high) = ax.get_position(), whole_of(ax).get_size_inches() * 72
    left, right, top, bottom = box.x0 * wide, box.x1 * wide, (1 - box.y1) * high, (1 - box.y0) * high
    return [round(float(v), 1) for v in (left + EDGE, right - EDGE, top + EDGE, bottom - EDGE)]


def _make_room(ax: Axes) -> None:
    """Move the edges of Axes that another hand drew on to where their tick labels fit."""
    whole_of(ax).draw_without_rendering()
    labels = [width(label.get_text(), SMALL) for label in ax.get_yticklabels() if label.get_text()]
    left = min(max(labels, default=0) + 12 + (20 if ax.get_ylabel() else 0), WIDTH * 0.55)
    box, top = ax.get_position(), 0.0
    if legend := ax.get_legend():
        texts = [text.get_text() for text in legend.get_texts()]
        handles = [handle for handle in legend.legend_handles if handle is not None]
        top = 26 * -(-len(texts) // 3) / _HEIGHT
        place: dict[str, Any] = {
            "loc": "upper left",
            "bbox_to_anchor": (0, 1),
            "bbox_transform": whole_of(ax).transFigure,
            "ncols": 3,
        }
        ax.legend(handles, texts, columnspacing=1.2, handlelength=1.2, borderaxespad=0.3, **place)
    ax.set_position((left / WIDTH, box.y0, 1 - (left + _RIGHT) / WIDTH, box.height - top))
