"""A chart to inline SVG: text as text, colours that follow the page's light and dark, ids that cannot clash.

Drawn once, at a fixed size with fixed margins: no tight box, no layout pass.
"""

import hashlib
import html
import re

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from helpers.charts.theme import FONT
from helpers.present.drawing import svg_of
from helpers.present.html import Html, markup


def figure(drawn: Axes | Figure, *, alt: str, caption: str = "") -> Html:
    """Return a chart as a `<figure>` with the SVG inside, `alt` as its text alternative and a caption below.

    Raises ValueError without an `alt`: a picture nobody can read is not shown.
    """
    if not alt.strip():
        raise ValueError("a figure needs alternative text that says what it shows")
    whole = drawn.get_figure(root=True) if isinstance(drawn, Axes) else drawn
    if whole is None:
        raise ValueError("the axes stand in no figure")
    shown = f"<figcaption>{markup(caption)}</figcaption>" if caption else ""
    return Html(f'<figure class="chart">{_inline(whole, alt)}{shown}</figure>')


def _inline(whole: Figure, alt: str) -> str:
    body, width, height = svg_of(whole)
    if 'id="' in body:
        prefix = "f" + hashlib.sha256((body + alt).encode()).hexdigest()[:8]
        body = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', body)
        body = re.sub(r'href="#([^"]+)"', rf'href="#{prefix}-\1"', body)
        body = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", body)
    return (
        f'<svg class="chart" role="img" aria-label="{html.escape(alt, quote=True)}" viewBox="0 0 {width:g} {height:g}" '
        f'font-family="{html.escape(FONT, quote=True)}" stroke-linejoin="round" '
        f'style="display:block;width:100%;height:auto;max-width:{width / 12:.4g}em">{body}</svg>'
    )
