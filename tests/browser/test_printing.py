"""The printed report: a PDF through Chromium, with the hand-out on its first page."""

from pathlib import Path

import pytest
from seen import text_of

from helpers.base.errors import BadInput, RenderFailed
from helpers.render import pdf as printing
from helpers.render.pdf import print_page

pytestmark = pytest.mark.browser


def test_no_browser_is_one_clear_message(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(printing, "BROWSERS", ("no-such-browser",))
    with pytest.raises(BadInput, match=r"(?s)no Chromium to print with.*install Chromium"):
        print_page(tmp_path / "a.html")


def test_a_browser_that_prints_nothing_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text("<p>text</p>")
    monkeypatch.setattr(printing, "find_browser", lambda: "/bin/false")
    with pytest.raises(RenderFailed, match="could not be printed"):
        print_page(page)
    assert [p.name for p in tmp_path.iterdir()] == ["a.html"]


def test_details_are_open_on_paper(tmp_path: Path) -> None:
    page = tmp_path / "a.html"
    page.write_text(
        "<!doctype html><title>t</title><details><summary>more</summary><p>inside</p></details>"
        "<script>addEventListener('beforeprint', () => { document.querySelector('details').open = true; });</script>"
    )
    pdf = print_page(page)
    assert pdf.name == "a.pdf"
    assert "inside" in text_of(pdf)
