"""The list of reports in a folder in Debian's Chromium: both filters, without script, access, policy."""

from pathlib import Path
from typing import Any

import pytest
from fixture_page import HOSTILE
from seen import SIDEWAYS, violations

from helpers.base.vocabulary import Headline
from helpers.render.index import Listed, classes_of
from helpers.render.page import list_page

pytestmark = pytest.mark.browser

REPORTS = [
    Listed("a.html", "Nurse or paramedic?", "Nurse pays about $38,000 a year more.", Headline.EVERY_STEP),
    Listed("b.html", "Nurse or clerk?", "Nurse pays more.", Headline.EVERY_STEP),
    Listed("c.html", "Clerk or cashier?", "The published averages do not settle it.", Headline.EITHER),
    Listed("d.html", "Nurse: what it pays", ""),
    Listed("e.html", HOSTILE, HOSTILE, HOSTILE),
]


@pytest.fixture
def opened(visit: Any, tmp_path: Path) -> Any:
    file = tmp_path / "index.html"
    file.write_text(list_page(REPORTS, classes_of(REPORTS)), encoding="utf-8")
    return lambda **options: visit(file.as_uri(), **options)


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
    page = opened(bypass_csp=True, color_scheme=look, wide=390)
    assert violations(page) == []
    assert page.evaluate(SIDEWAYS) <= 0
