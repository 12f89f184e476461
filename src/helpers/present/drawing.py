"""A matplotlib renderer that writes a chart as the page needs it: few bytes, text as text, colours as variables.

matplotlib's own SVG writer measures every text with its own fonts and writes names and styles that a page does not
need; both cost more than the drawing. Here a text is set at its anchor by the reader's browser, in the page's font.
"""

import html
from typing import Any

import numpy as np
from matplotlib.backend_bases import RendererBase
from matplotlib.colors import to_hex, to_rgba
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.transforms import Affine2D, Transform

from helpers.charts.theme import VARIABLES, text_width

_LETTERS = {int(Path.MOVETO): "M", int(Path.LINETO): "L", int(Path.CURVE3): "Q", int(Path.CURVE4): "C"}
_POINTS = {int(Path.CURVE3): 2, int(Path.CURVE4): 3}
_ANCHORS = {"left": "", "center": "text-anchor:middle", "right": "text-anchor:end"}
_HATCH_SIDE = 72
_FEW = 4
"""One shape is written once and referred to from this many points on."""


class Pen(RendererBase):
    """Writes what matplotlib's artists draw into `parts`; one unit is a point, `y` counts from the top.

    Widths of texts are those of `charts.text_width`: they matter only to a text that is turned, centred upright or of
    several lines, never to one that stands on its base line.
    """

    def __init__(self, width: float, height: float) -> None:
        """Start a drawing of that many points."""
        super().__init__()
        self.width, self.height = width, height
        self.parts: list[str] = []
        self._ids: dict[Any, str] = {}
        self._flip = Affine2D().scale(1, -1).translate(0, height)

    def draw_path(self, gc: Any, path: Path, transform: Transform, rgbFace: Any = None) -> None:  # noqa: N803 - matplotlib's name
        """Draw lines and areas."""
        if shape := _shape(path, transform + self._flip):
            self._add(gc, f'<path d="{shape}" style="{self._style(gc, rgbFace)}"/>')

    def draw_markers(
        self,
        gc: Any,
        marker_path: Path,
        marker_trans: Transform,
        path: Path,
        trans: Transform,
        rgbFace: Any = None,  # noqa: N803 - matplotlib's name
    ) -> None:
        """Draw one shape at many points."""
        shape = _shape(marker_path, marker_trans + Affine2D().scale(1, -1))
        style = self._style(gc, rgbFace)
        for x, y in (trans + self._flip).transform(path.vertices).tolist():
            self._stamp(gc, shape, x, y, style)

    def draw_path_collection(
        self,
        gc: Any,
        master_transform: Transform,
        paths: Any,
        all_transforms: Any,
        offsets: Any,
        offset_trans: Transform,
        *looks: Any,
        **options: Any,
    ) -> None:
        """Draw many shapes, or one at many points."""
        if len(paths) != 1 or len(offsets) < _FEW:
            super().draw_path_collection(
                gc, master_transform, paths, all_transforms, offsets, offset_trans, *looks, **options
            )
            return
        base: Any = self  # helpers for those who write a renderer, which the stubs leave out
        raw = base._iter_collection_raw_paths(master_transform, paths, all_transforms)
        shapes = [_shape(path, Affine2D(transform.get_matrix()).scale(1, -1)) for path, transform in raw]
        stamps = base._iter_collection(gc, shapes, offsets, offset_trans, *looks, **options)
        for x, y, shape, own, face in stamps:
            self._stamp(own, shape, x, self.height - y, self._style(own, face))

    def draw_text(
        self,
        gc: Any,
        x: float,
        y: float,
        s: str,
        prop: Any,
        angle: float,
        ismath: Any = False,  # noqa: ARG002 - always False: the theme sets no mathematics
        mtext: Any = None,
    ) -> None:
        """Draw one line of text at its anchor."""
        side = ""
        if mtext is not None and (not angle or mtext.get_rotation_mode() == "anchor"):
            turn = np.deg2rad(angle)
            up = np.array([np.sin(turn), np.cos(turn)])
            anchor = (mtext.get_transform() + self._flip).transform(mtext.get_unitless_position())
            x, y = anchor + up.dot(np.array([x, y]) - anchor) * up
            side = mtext.get_horizontalalignment()
        alpha = gc.get_alpha() if gc.get_forced_alpha() else gc.get_rgb()[3]
        self._add(gc, _text(s, (x, y), angle, side, prop, (*gc.get_rgb()[:3], alpha)))

    def set_type(self, text: Any) -> None:
        """Draw a line of text that stands on its base line; see `charts.theme.Words`."""
        if words := text.get_text():
            place = (text.get_transform() + self._flip).transform(text.get_unitless_position())
            look = text.get_fontproperties(), to_rgba(text.get_color(), text.get_alpha())
            self.parts.append(_text(words, place, text.get_rotation(), text.get_horizontalalignment(), *look))

    def get_text_width_height_descent(self, s: str, prop: Any, ismath: Any) -> tuple[float, float, float]:  # noqa: ARG002 - as above
        """Return about how much room a text takes, in points."""
        size = prop.get_size_in_points()
        return text_width(s, size), 0.93 * size, 0.21 * size

    def get_canvas_width_height(self) -> tuple[float, float]:
        """Return the size in points."""
        return self.width, self.height

    def flipy(self) -> bool:
        """Return that `y` counts from the top."""
        return True

    def _style(self, gc: Any, face: Any) -> str:
        whole = gc.get_forced_alpha()
        styles = [f"opacity:{_number(gc.get_alpha())}"] if whole and gc.get_alpha() != 1 else []
        if gc.get_hatch() is not None:
            styles.append(f"fill:url(#{self._hatch(gc, face)})")
        elif face is None:
            styles.append("fill:none")
        else:
            styles.append(f"fill:{_colour(face)}")
            if not whole and len(face) == 4 and face[3] != 1:
                styles.append(f"fill-opacity:{_number(face[3])}")
        if width := gc.get_linewidth():
            stroke = gc.get_rgb()
            styles.append(f"stroke:{_colour(stroke)}")
            if not whole and stroke[3] != 1:
                styles.append(f"stroke-opacity:{_number(stroke[3])}")
            if width != 1:
                styles.append(f"stroke-width:{_number(width)}")
            offset, dashes = gc.get_dashes()
            if dashes is not None:
                styles.append(f"stroke-dasharray:{','.join(map(_number, dashes))}")
                if offset:
                    styles.append(f"stroke-dashoffset:{_number(offset)}")
            if gc.get_joinstyle() != "round":
                styles.append(f"stroke-linejoin:{gc.get_joinstyle()}")
            if gc.get_capstyle() != "butt":
                styles.append(f"stroke-linecap:{'square' if gc.get_capstyle() == 'projecting' else 'round'}")
        return ";".join(styles)

    def _hatch(self, gc: Any, face: Any) -> str:
        """Return the id of a pattern of the hatch over the face's colour, written when it is first asked for."""
        colour, ground = _colour(gc.get_hatch_color()), "none" if face is None else _colour(face)
        key = (gc.get_hatch(), colour, ground)
        if key not in self._ids:
            side = _HATCH_SIDE
            lines = _shape(gc.get_hatch_path(), Affine2D().scale(side, -side).translate(0, side))
            self._define(
                key,
                f'<pattern id="{{}}" patternUnits="userSpaceOnUse" width="{side}" height="{side}">'
                f'<rect width="{side}" height="{side}" fill="{ground}"/>'
                f'<path d="{lines}" style="fill:{colour};stroke:{colour};stroke-width:'
                f'{_number(gc.get_hatch_linewidth())}"/></pattern>',
            )
        return self._ids[key]

    def _stamp(self, gc: Any, shape: str, x: float, y: float, style: str) -> None:
        if np.isfinite([x, y]).all():
            if shape not in self._ids:
                self._define(shape, f'<path id="{{}}" d="{shape}"/>')
            self._add(gc, f'<use href="#{self._ids[shape]}" x="{_number(x)}" y="{_number(y)}" style="{style}"/>')

    def _add(self, gc: Any, part: str) -> None:
        clip = self._clip(gc)
        self.parts.append(f'<g clip-path="url(#{clip})">{part}</g>' if clip else part)

    def _clip(self, gc: Any) -> str:
        """Return the id of what the artist is clipped to; empty if that is nothing or the whole drawing."""
        path, transform = gc.get_clip_path()
        if path is not None:
            shape = _shape(path, transform + self._flip)
        else:
            box = gc.get_clip_rectangle()
            if box is None or (
                max(box.x0, box.y0) <= 0 and box.x1 + 0.01 >= self.width and box.y1 + 0.01 >= self.height
            ):
                return ""
            place = Affine2D().scale(box.width, box.height).translate(box.x0, box.y0)
            shape = _shape(Path.unit_rectangle(), place + self._flip)
        if ("clip", shape) not in self._ids:
            self._define(("clip", shape), f'<clipPath id="{{}}"><path d="{shape}"/></clipPath>')
        return self._ids["clip", shape]

    def _define(self, key: Any, markup: str) -> None:
        self._ids[key] = f"d{len(self._ids)}"
        self.parts.append(f"<defs>{markup.format(self._ids[key])}</defs>")


def svg_of(whole: Figure) -> tuple[str, float, float]:
    """Return what a figure draws as SVG elements, and its width and height in points; its ground is left out."""
    patches = [whole.patch, *(axes.patch for axes in whole.axes)]
    kept = whole.dpi, [patch.get_visible() for patch in patches]
    try:
        whole.dpi = 72
        for patch in patches:
            patch.set_visible(False)
        pen = Pen(*(whole.get_size_inches() * 72))
        whole.draw(pen)
    finally:
        whole.dpi = kept[0]
        for patch, visible in zip(patches, kept[1], strict=True):
            patch.set_visible(visible)
    return "".join(pen.parts), pen.width, pen.height


def _shape(path: Path, transform: Transform) -> str:
    """Return a path as SVG path data, rounded to a hundredth of a point."""
    clean = path.cleaned(transform=transform, remove_nans=True, curves=True)
    points: Any = clean.vertices
    codes: Any = clean.codes
    parts: list[str] = []
    left, before = 0, ""
    for (x, y), code in zip(points.tolist(), codes.tolist(), strict=True):
        if code == Path.STOP:
            break
        if code == Path.CLOSEPOLY:
            parts.append("z")
            before = "z"
            continue
        letter = _LETTERS[code]
        if left:
            left -= 1
            parts.append(" ")
        else:
            left = _POINTS.get(code, 1) - 1
            parts.append(letter if letter != before or letter == "M" else " ")
            before = letter
        parts.append(f"{_number(x)} {_number(y)}")
    return "".join(parts)


def _text(words: str, place: Any, angle: float, side: str, font: Any, colour: Any) -> str:
    """Return one line of text as SVG; `side` is the end that stands at its place."""
    weight, style = font.get_weight(), font.get_style()
    x, y = map(_number, place)
    styles = [
        f"font-size:{_number(font.get_size_in_points())}px",
        "" if weight in ("normal", 400) else f"font-weight:{700 if weight == 'bold' else weight}",
        "" if style == "normal" else f"font-style:{style}",
        _ANCHORS.get(side, ""),
        f"fill:{_colour(colour)}",
        "" if colour[3] == 1 else f"opacity:{_number(colour[3])}",
    ]
    turned = f' transform="rotate({_number(-angle)} {x} {y})"' if angle else ""
    shown = html.escape(words.replace("\n", " "), quote=False)
    return f'<text style="{";".join(filter(None, styles))}" x="{x}" y="{y}"{turned}>{shown}</text>'


def _number(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text if text != "-0" else "0"


def _colour(rgb: Any) -> str:
    code = to_hex(rgb)
    return VARIABLES.get(code, code)
