"""The list of reports in a folder in Debian's Chromium: both filters, without script, access, policy."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fixture_page import HOSTILE

from helpers.base.vocabulary import Headline
from helpers.render.index import Listed, classes_of
from helpers.render.page import list_page

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.browser

REPORTS = [
    Listed("a.html", "Nurse or paramedic?", "Nurse pays about $38,000 a year more.", Headline.EVERY_STEP),
    Listed("b.html", "Nurse or clerk?", "Nurse pays more.", Headline.EVERY_STEP),
    Listed("c.html", "Clerk or cashier?", "The published averages do not settle it.", Headline.EITHER),
    Listed("d.html", "Nurse: what it pays", ""),
    Listed("e.html", HOSTILE, HOSTILE, HOSTILE),
]


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Iterator[Any]:
    file = tmp_path / "index.html"
    file.write_text(list_page(REPORTS, classes_of(REPORTS)), encoding="utf-8")
    contexts = []

    def go(**options: Any) -> Any:
        contexts.append(browser.new_context(**{"viewport": {"width": 1280, "height": 900}} | options))
        page = contexts[-1].new_page()
        page.faults = []
        page.on("request", lambda r: page.faults.append(r.url) if r.url.startswith(("http", "ws")) else None)
        page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: page.faults.append(str(e)))
        page.goto(file.as_uri(), wait_until="load")
        return page

    yield go
    for context in contexts:
        context.close()


def shown(page: Any) -> list[str]:
    return [str(link.get_attribute("href")) for link in page.locator(".reports li:visible a").all()]


def test_class_and_words_filter_together_and_are_counted(opened: Any) -> None:
    page = opened()
    assert page.locator("#kind option").all_inner_texts()[:3] == [
        "all findings",
        "could be either (1)",
        "more at every step (2)",
    ]
    page.select_option("#kind", Headline.EVERY_STEP)
    assert shown(page) == ["a.html", "b.html"]
    assert page.locator("#count").inner_text() == "2 of 5 reports."
    page.fill("#find", "CLERK")
    assert shown(page) == ["b.html"]
    page.select_option("#kind", "")
    assert shown(page) == ["b.html", "c.html"]
    page.fill("#find", "")
    assert len(shown(page)) == 5
    assert page.locator("#count").inner_text() == "5 reports."
    page.select_option("#kind", HOSTILE)
    assert shown(page) == ["e.html"]
    assert page.locator("img").count() == 0
    assert page.faults == []


def test_without_script_every_report_and_class_is_read_and_no_filter_is_shown(opened: Any) -> None:
    page = opened(java_script_enabled=False)
    assert len(shown(page)) == 5
    assert page.locator(".kind:visible").first.inner_text() == "more at every step"
    assert page.locator("#find").is_hidden()
    assert page.locator("#kind").is_hidden()


@pytest.mark.parametrize("look", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(opened: Any, look: str) -> None:
    page = opened(bypass_csp=True, color_scheme=look, viewport={"width": 390, "height": 800})
    found = axe.Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["html"][:200]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
