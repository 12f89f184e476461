"""Whole reports of real pairs in Debian's Chromium: offline, accessible, printed, and small enough to mail."""

import csv
import gzip
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page
from printed import first_page

from helpers.render.pdf import print_page
from helpers.render.reports import render_pair

pytestmark = pytest.mark.browser
PAIRS = {
    "near": ("billing specialist", "account specialist"),
    "far": ("surgeon", "elementary school teacher"),
    "hourly": ("musician", "actor"),
    "one-occupation": ("surgeon", "29-1242"),
}
LARGEST, LARGEST_ZIPPED = 700 * 1024, 300 * 1024


@pytest.fixture(scope="module", params=PAIRS.values(), ids=PAIRS)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_pair(*request.param, out=tmp_path_factory.mktemp("report"))


@pytest.fixture
def tab(browser: Browser, report: Path) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(report.as_uri())
        yield page


def test_report_opens_offline_without_a_request_or_an_error(browser: Browser, report: Path) -> None:
    asked: list[str] = []
    errors: list[str] = []
    with browser.new_context(offline=True) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on(
            "console", lambda message: errors.append(message.text) if message.type in ("error", "warning") else None
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(report.as_uri())
        page.locator(".open").first.click()
        assert page.locator("dialog[open]").count() == 1
    assert [url for url in asked if not url.startswith("data:")] == [report.as_uri()]
    assert errors == []


@pytest.mark.parametrize("mode", ["light", "dark", "print", "phone"])
def test_axe_finds_no_violation(browser: Browser, report: Path, mode: str) -> None:
    width = 320 if mode == "phone" else 1280
    scheme = "dark" if mode == "dark" else "light"
    with browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(report.as_uri())
        if mode == "print":
            page.emulate_media(media="print")
        found = Axe().run(page).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found] == []


def test_contents_and_summary_links_land_on_their_sections(tab: Page) -> None:
    targets = tab.eval_on_selector_all("a[href^='#']", "links => links.map(link => link.getAttribute('href'))")
    assert len(targets) >= 18
    assert [
        target for target in set(targets) if target != "#" and tab.locator(f"[id='{target[1:]}']").count() != 1
    ] == []


@pytest.mark.parametrize("width", [320, 390])
def test_report_never_scrolls_sideways(browser: Browser, report: Path, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        page = context.new_page()
        page.goto(report.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_report_keeps_its_content_without_script(browser: Browser, tab: Page, report: Path) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        plain = context.new_page()
        plain.goto(report.as_uri())
        for part in ("section", "tbody tr", "svg.chart", "td"):
            assert plain.locator(f"main {part}").count() == tab.locator(f"main {part}").count() > 0, part


def test_every_csv_parses_into_full_rows(tab: Page) -> None:
    buttons = tab.get_by_role("button", name="Download as CSV")
    assert buttons.count() >= 5
    for place in range(buttons.count()):
        button = buttons.nth(place)
        if not button.is_visible():
            continue
        with tab.expect_download() as waiting:
            button.click()
        rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8-sig"))))
        assert len(rows) >= 2
        assert {len(row) for row in rows} == {len(rows[0])}


def test_first_printed_page_holds_the_handout_and_no_more(report: Path) -> None:
    text = first_page(print_page(report))
    assert "The answer in short" in text
    assert "At a glance" in text
    assert "Three questions to ask" in text
    assert "How pay is spread between workers" not in text


def test_report_is_small_enough_to_mail(report: Path) -> None:
    content = report.read_bytes()
    assert len(content) < LARGEST
    assert len(gzip.compress(content)) < LARGEST_ZIPPED
