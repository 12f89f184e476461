"""A chart to inline SVG: text as text, colours that follow the page's light and dark, ids that cannot clash.

Drawn once, at a fixed size with fixed margins: no tight box, no layout pass.
"""

import hashlib
import html
import io
import re
import warnings

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.charts.theme import FONT, VARIABLES
from helpers.present.html import Html, markup

_METADATA = {"Date": None, "Creator": None, "Format": None, "Type": None}
_COLOUR = re.compile("|".join(VARIABLES), re.IGNORECASE)


def figure(drawn: Axes | Figure, *, alt: str, caption: str = "") -> Html:
    """Return a chart as a `<figure>` with the SVG inside, `alt` as its text alternative and a caption below.

    Raises ValueError without an `alt`: a picture nobody can read is not shown.
    """
    if not alt.strip():
        raise ValueError("a figure needs alternative text that says what it shows")
    whole = drawn.get_figure(root=True) if isinstance(drawn, Axes) else drawn
    buffer = io.StringIO()
    if whole is None:
        raise ValueError("the axes stand in no figure")
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": "rolepair"}), warnings.catch_warnings():
        # the page's fonts draw the text; that the one used for measuring lacks a letter of a title does not matter
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        whole.savefig(buffer, format="svg", metadata=_METADATA, transparent=True)
    shown = f"<figcaption>{markup(caption)}</figcaption>" if caption else ""
    return Html(f'<figure class="chart">{_inline(buffer.getvalue(), alt)}{shown}</figure>')


def _inline(svg: str, alt: str) -> str:
    """Return matplotlib's document as an inline element: no prolog, no page-wide style, few bytes."""
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)
    if size is None:
        raise ValueError("the drawing has no size")
    body = svg[svg.index(">", size.end()) + 1 : svg.rindex("</svg>")]
    body = re.sub(r"<defs>\s*<style.*?</style>\s*</defs>", "", body, count=1, flags=re.DOTALL)
    body = re.sub(r"<[^>]*>", lambda tag: _lean(tag[0]), body)
    body = re.sub(r"(?:(?<=>)\s+(?=<))", "", body)
    body = _without_empty_groups(body)
    prefix = "f" + hashlib.sha256((body + alt).encode()).hexdigest()[:8]
    body = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', body)
    body = re.sub(r'(?:xlink:)?href="#([^"]+)"', rf'href="#{prefix}-\1"', body)
    body = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", body)
    width, height = float(size[1]), float(size[2])
    return (
        f'<svg class="chart" role="img" aria-label="{html.escape(alt, quote=True)}" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{html.escape(FONT, quote=True)}" stroke-linejoin="round" '
        f'style="display:block;width:100%;height:auto;max-width:{width / 12:.4g}em">{body}</svg>'
    )


def _lean(tag: str) -> str:
    if tag.startswith("<g "):
        tag = re.sub(
            r' id="(?:figure|patch|axes|text|line2d|PathCollection|LineCollection|PatchCollection|FillBetween\w*'
            r'|PolyCollection|matplotlib\.axis|[xy]tick)_\d+"',
            "",
            tag,
        )
    tag = re.sub(r"-?\d+\.\d{3,}", lambda n: f"{float(n[0]):.2f}".rstrip("0").rstrip("."), tag)
    tag = re.sub(r' transform="rotate\(-?0 [^)]*\)"', "", tag)
    tag = re.sub(r"font-family: [^;\"]*(?:; )?", "", tag)
    tag = re.sub(r"font: (?:(\w+) )?([\d.]+px) [^;\"]*", lambda f: _font(f[1], f[2]), tag)
    tag = _COLOUR.sub(lambda found: VARIABLES[found[0].lower()], tag)
    return tag.replace("\n", "").replace(": ", ":").replace("; ", ";")


def _font(weight: str | None, size: str) -> str:
    return f"font-size: {size}" + (f"; font-weight: {weight}" if weight else "")


def _without_empty_groups(body: str) -> str:
    # <g> without attributes does nothing: keep its content
    kept: list[bool] = []
    parts = re.split(r"(<g\b[^>]*>|</g>)", body)
    out = []
    for part in parts:
        if part.startswith("<g"):
            kept.append(part != "<g>")
            if kept[-1]:
                out.append(part)
        elif part == "</g>":
            if kept.pop():
                out.append(part)
        else:
            out.append(part)
    return "".join(out)
