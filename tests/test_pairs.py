"""Whole reports: a seeded sample of random pairs, and pairs chosen for what is hard about them."""

import getpass
import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from helpers.base.paths import ROOT
from helpers.render.reports import render_pair
from helpers.tables.load import keep_whole, load


@pytest.fixture(scope="module", autouse=True)
def _tables_in_memory() -> None:
    keep_whole()


SEED, SAMPLE = 20260515, 25
HARD = {
    "by-title": ("Accountant", "Financial Analyst"),
    "by-code": ("43-3021", "43-3031"),
    "nurses": ("registered nurse", "licensed practical nurse"),
    "hourly-only": ("musician", "actor"),
    "hourly-and-annual": ("27-2042", "elementary school teacher"),
    "top-coded": ("surgeon", "anesthesiologist"),
    "one-occupation": ("surgeon", "29-1249"),
    "groups": ("43-3000", "13-2000"),
    "nothing-important": ("39-3019", "45-2041"),
}


def random_pairs() -> list[tuple[str, str]]:
    """Return the same 25 pairs of detailed occupations in every run."""
    occupations = load("occupations")
    detailed = sorted(occupations["soc_code"][occupations["level"] == "detailed"])
    assert len(detailed) == 830
    dice = random.Random(SEED)
    pairs = [tuple(dice.sample(detailed, 2)) for _ in range(SAMPLE)]
    assert len(set(pairs)) == SAMPLE
    return [(a, b) for a, b in pairs]


class Text(HTMLParser):
    """The text of a page by table cell and as a whole, without style and script."""

    def __init__(self) -> None:
        super().__init__()
        self.cells: list[str] = []
        self.text: list[str] = []
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] in ("style", "script"):
            return
        self.text.append(data)
        if "td" in self._open or "th" in self._open:
            self.cells[-1] += data


def check_page(path: Path) -> str:
    """Assert what every report must keep, and return its text."""
    html = path.read_text(encoding="utf-8")
    page = Text()
    page.feed(html)
    text = " ".join(page.text)
    bare = [cell for cell in page.cells if re.fullmatch(r"[\s–—−-]*|nan|None|NaN|<NA>", cell.strip())]
    assert bare == []
    assert not re.search(r"\b(NaN|nan|None(?! of| or| was| says| required)|NaT|inf)\b", text)
    assert "could not be computed" not in text
    assert not re.search(r"""(?:src|srcset|action)\s*=|@import|url\((?!#|data:)|fetch\(|XMLHttpRequest""", html)
    assert str(ROOT) not in html
    assert str(Path.home()) not in html
    assert getpass.getuser() == "root" or getpass.getuser() not in text
    return text


@pytest.mark.parametrize(("a", "b"), random_pairs())
def test_random_pair_renders_whole(a: str, b: str, tmp_path: Path) -> None:
    path = render_pair(a, b, out=tmp_path)
    assert path.name == f"{a}-vs-{b}.html"
    text = check_page(path)
    names = load("occupations").set_index("soc_code")["occupation"]
    assert names[a] in text
    assert names[b] in text
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


@pytest.mark.parametrize(("a", "b"), HARD.values(), ids=HARD)
def test_hard_pair_renders_whole(a: str, b: str, tmp_path: Path) -> None:
    check_page(render_pair(a, b, out=tmp_path))


def test_titles_that_look_like_markup_are_shown_as_text(tmp_path: Path) -> None:
    path = render_pair("billing specialist", "accountant", out=tmp_path, soc_a="43-3031", area="Ohio")
    assert path.name == "billing-specialist-43-3031-vs-accountant-in-ohio.html"
    text = check_page(path)
    assert "Ohio" in text


def test_rendering_twice_gives_equal_bytes(tmp_path: Path) -> None:
    first, second = (render_pair("43-3021", "43-3031", out=tmp_path / name) for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()
