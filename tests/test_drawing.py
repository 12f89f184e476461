"""The page's own SVG writer draws what matplotlib's draws, also what a reader adds to a chart."""

import io
import re
from collections.abc import Callable

import matplotlib as mpl
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle

from helpers import charts
from helpers.charts import theme
from helpers.comparison import Comparison, compare
from helpers.present.drawing import svg_of

NAMES = ("one", "other")


@pytest.fixture(scope="module")
def compared() -> Comparison:
    return compare("43-3021", "43-3031")


def numbers(words: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", words)]


def ends(path: list[float]) -> list[float]:
    """Return where a path starts, and its lowest and highest values."""
    xs, ys = path[::2], path[1::2]
    return [*path[:2], min(xs), max(xs), min(ys), max(ys)]


def by_matplotlib(figure: Figure) -> str:
    buffer = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "none"}):
        figure.savefig(buffer, format="svg", transparent=True)
    return buffer.getvalue()


def texts(svg: str) -> list[tuple[str, list[float]]]:
    """Return each text with its place and, last, how far it is turned."""
    found = []
    for tag, words in re.findall(r"<text([^>]*)>([^<]*)</text>", svg):
        turn = re.search(r"rotate\((-?[\d.]+)", tag)
        place = [float(re.search(rf' {axis}="([^"]+)"', tag)[1]) for axis in "xy"]  # type: ignore[index]  # always there
        found.append((words, [*place, float(turn[1]) if turn else 0.0]))
    return found


DRAWN: dict[str, Callable[[Comparison], Axes]] = {
    "pay": lambda c: charts.pay_ladder(c.pay, NAMES),
    "states": lambda c: charts.verdict_tiles(c.states, NAMES),
    "skills": lambda c: charts.skill_gaps(
        c.work.elements.assign(difference=range(-20, len(c.work.elements) - 20)), NAMES, label="element"
    ),
    "bars": lambda c: charts.three_bars(c.three_bars.assign(label="a change", value=1.0, low=0.5, high=1.5)),
}


@pytest.mark.parametrize("name", DRAWN)
def test_texts_and_shapes_stand_where_matplotlib_puts_them(compared: Comparison, name: str) -> None:
    whole = DRAWN[name](compared).get_figure(root=True)
    assert whole is not None
    ours, theirs = svg_of(whole)[0], by_matplotlib(whole)
    assert [words for words, _ in texts(ours)] == [words for words, _ in texts(theirs)]
    for (words, place), (_, expected) in zip(texts(ours), texts(theirs), strict=True):
        assert place == pytest.approx(expected, abs=0.01), words
    # every path of theirs outside definitions; a hollow shape is closed by a line there, by a letter here
    body = re.sub(r"<defs>.*?</defs>", "", theirs, flags=re.DOTALL)
    paths = [numbers(d) for d in re.findall(r'<path[^>]* d="([^"]+)"', body)]
    drawn = [numbers(d) for d in re.findall(r'<path d="([^"]+)"', re.sub(r"<defs>.*?</defs>", "", ours))]
    assert len(drawn) == len(paths)
    for mine, expected in zip(drawn, paths, strict=True):
        assert ends(mine) == pytest.approx(ends(expected), abs=0.006)


def canvas() -> Axes:
    return theme.canvas(100, width=200)


def drawn(axes: Axes) -> str:
    figure = axes.get_figure(root=True)
    assert figure is not None
    return svg_of(figure)[0]


def test_a_shape_at_many_points_is_written_once() -> None:
    axes = canvas()
    axes.scatter([10, 20, 30, 40, 50], [10, 20, 30, 40, 50], s=9, color=theme.ROLE_A)
    axes.plot([60, 70], [60, 70], marker="o", linestyle="none", color=theme.ROLE_B)
    svg = drawn(axes)
    assert svg.count("<defs><path") == 2
    assert len(re.findall(r'<use href="#d\d"', svg)) == 7
    assert "var(--a," in svg
    assert "#" not in re.sub(r"href=\"#d\d\"|var\([^)]*\)", "", svg)


def test_hatches_dashes_opacity_and_clips_are_drawn() -> None:
    axes = canvas()
    axes.add_patch(Rectangle((0, 0), 20, 20, facecolor=theme.PAPER, edgecolor=theme.ROLE_A, hatch="////"))
    axes.add_patch(Rectangle((30, 0), 20, 20, facecolor=theme.ROLE_A, alpha=0.5, linewidth=0))
    axes.plot([0, 200], [50, 50], linestyle="--", color=theme.INK)
    clipped = axes.plot([0, 200], [60, 60], color=theme.INK)[0]
    clipped.set_clip_path(Circle((100, 60), 10, transform=axes.transData))
    svg = drawn(axes)
    assert re.search(r'<pattern id="d0".*fill:url\(#d0\)', svg)
    assert "opacity:0.5" in svg
    assert "stroke-dasharray" in svg
    assert re.search(r'<clipPath id="d1">.*<g clip-path="url\(#d1\)"><path d="M0 60L200 60"', svg)


def test_what_the_whole_drawing_clips_needs_no_clip() -> None:
    axes = canvas()
    axes.plot([10, 190], [10, 90])
    assert "clip" not in drawn(axes)


def test_a_gap_in_a_line_stays_a_gap_and_words_are_escaped() -> None:
    axes = canvas()
    theme.line(axes, [0, 10, float("nan"), 20, 30], [5, 5, 5, 5, 5], theme.INK)
    theme.write(axes, 5, 50, "<b> & $5", ha="center")
    svg = drawn(axes)
    assert 'd="M0 5L10 5M20 5L30 5"' in svg
    assert ">&lt;b&gt; &amp; $5</text>" in svg
    assert "text-anchor:middle" in svg


def test_a_readers_own_figure_keeps_its_ground_and_size() -> None:
    figure = Figure(figsize=(4, 3), dpi=100, facecolor="white")
    figure.add_subplot().plot([1, 2], [3, 4])
    _, width, height = svg_of(figure)
    assert (width, height) == (288, 216)
    assert figure.dpi == 100
    assert figure.patch.get_visible()
    assert figure.axes[0].patch.get_visible()
