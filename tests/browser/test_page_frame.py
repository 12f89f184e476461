"""The page of `render.page` as a reader meets it, in Debian's Chromium: access, tools, CSV, print, policy."""

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from fixture_page import EIGHT, HOSTILE, LONG, TWO, cell, notebook
from seen import SIDEWAYS, SIZES, TEXTS, violations

from helpers.render.page import export
from helpers.show.blocks import Block
from helpers.show.tables import data_table

pytestmark = pytest.mark.browser

CASES: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "two": (TWO, {}),
    "long": (LONG, {}),
    "hourly": (("musician", "actor"), {"hourly": True}),
    "missing": (("billing specialist", "actor"), {"without": ("actor",)}),
    "one": (("paramedic",), {}),
    "eight": (EIGHT, {}),
    "hostile": ((HOSTILE, "b & <i>"), {}),
}
RISKY = ["=1+1", "+49 30", "-cmd|calc", "@SUM(A1)", "−5.3%", "-$1,200", "−12", "a, b", 'say "x"', "−see", "$51,070"]
SAFE = ["'=1+1", "'+49 30", "'-cmd|calc", "'@SUM(A1)", "-5.3%", "-$1,200", "-12", "a, b", 'say "x"', "−see", "$51,070"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    found = {}
    for name, (roles, options) in CASES.items():
        made = notebook(roles, **options)
        rows = [[f"Row {i}", text.replace("<", "&lt;")] for i, text in enumerate(RISKY)]
        made.cells.append(cell(Block(data_table("Risky", ["Row", "=head"], rows), "annex", summary="Risky cells")))
        (folder / f"{name}.html").write_text(export(made), encoding="utf-8")
        found[name] = (folder / f"{name}.html").as_uri()
    return found


@pytest.fixture
def opened(visit: Any, pages: dict[str, str]) -> Any:
    return lambda name="two", **options: visit(pages[name], **options)


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_axe_finds_nothing(opened: Any, name: str, look: str) -> None:
    page = opened(name, bypass_csp=True, color_scheme="dark" if look == "dark" else "light")
    if look == "print":
        page.emulate_media(media="print")
    assert violations(page) == []


@pytest.mark.parametrize("name", CASES)
def test_no_request_no_error_and_no_sideways_scroll(opened: Any, name: str) -> None:
    for wide in (320, 390, 1280):
        page = opened(name, wide=wide)
        assert page.evaluate(SIDEWAYS) <= 0, wide
        assert page.faults == []


@pytest.mark.parametrize("name", CASES)
def test_no_text_of_a_chart_leaves_it_or_lies_over_another(opened: Any, name: str) -> None:
    page = opened(name)
    page.wait_for_timeout(150)
    assert page.evaluate(TEXTS) == []


def test_the_text_of_a_chart_can_be_read_on_a_phone(opened: Any) -> None:
    sizes = opened(wide=390).evaluate(SIZES)
    assert len(sizes) > 100
    assert min(sizes) >= 10.5


@pytest.mark.parametrize("name", CASES)
def test_two_pages_are_printed_and_everything_on_demand(opened: Any, name: str) -> None:
    page = opened(name)
    two = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page[^s]", two)) == 2
    page.evaluate("window.print = () => {}")
    page.get_by_role("button", name="Print everything").click()
    assert len(re.findall(rb"/Type\s*/Page[^s]", page.pdf(prefer_css_page_size=True))) > 3
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate("document.querySelectorAll('main details[open]').length") == 0


def test_in_print_a_number_bears_its_source_and_no_button_is_left(opened: Any) -> None:
    page = opened()
    page.emulate_media(media="print")
    mark = "getComputedStyle(document.querySelector('.score .n'), '::after').content"
    assert page.evaluate(mark) == '"1"'
    assert page.get_by_text("retrieved 26 September 2026, bls.gov/oes").first.is_visible()
    assert not page.get_by_role("button", name="Print everything").is_visible()


def test_a_passport_opens_beside_its_number_and_closes(opened: Any) -> None:
    page = opened()
    page.locator(".score .n").first.click()
    passport = page.locator(".pp:popover-open")
    assert "$101,400 a year" in passport.inner_text()
    assert "Registered Nurses; United States" in passport.inner_text()
    link = passport.get_by_role("link")
    assert link.get_attribute("href") == "https://www.bls.gov/oes/"
    number, box = page.locator(".score .n").first.bounding_box(), passport.bounding_box()
    assert abs(box["x"] - number["x"]) < 40
    assert box["y"] > number["y"]
    passport.get_by_role("button", name="Close").click()
    assert page.locator(".pp:popover-open").count() == 0


def test_a_passport_opens_without_script_and_every_chapter_reads(opened: Any) -> None:
    page = opened(java_script_enabled=False)
    page.locator(".score .n").first.click()
    assert page.locator(".pp").first.is_visible()
    assert page.locator(".tool input").first.is_hidden()
    assert page.get_by_text("This needs script. The table below gives the same steps.").is_visible()
    page.locator("#pay summary").first.click()
    assert page.locator("#pay table").is_visible()


def test_my_pay_is_placed_in_both_roles_and_drawn_into_the_dots(opened: Any) -> None:
    page = opened()
    page.fill("#mepay", "63,400")
    words = page.locator("#meout").inner_text()
    assert "As registered nurse that pay is in the lowest-paid tenth" in words
    assert "As paramedic that pay is more than about 50 of 100" in words
    assert page.locator("#ch-dots .you text").text_content() == "you"
    page.fill("#mepay", "")
    assert page.locator("#meout").inner_text() == ""


def test_my_area_shows_state_and_metro(opened: Any) -> None:
    page = opened()
    assert "California." in page.locator("#arout").inner_text()
    page.select_option("#arar", label="Fresno, CA")
    words = page.locator("#arout").inner_text()
    assert "Fresno, CA. registered nurse averages $38,000 more: clear and meaningful." in words.replace("\n", " ")
    assert "$101,400" in words


def test_a_switch_is_paid_back_on_the_readers_own_terms(opened: Any) -> None:
    page = opened()
    page.select_option("#swmove", label="paramedic to registered nurse")
    page.fill("#swcost", "10,000")
    page.fill("#swmonths", "12")
    words = page.locator("#swout").inner_text()
    assert "It costs $73,400: training, and $63,400 of pay given up" in words
    assert "If you stay at the lower quarter of registered nurse, $17,700 more a year: paid back in 4.5 years." in words
    page.select_option("#swmove", label="registered nurse to paramedic")
    assert "it pays no more: nothing pays it back" in page.locator("#swout").inner_text()


def test_a_hostile_name_is_text_for_the_tools(opened: Any) -> None:
    page = opened("hostile")
    page.fill("#mepay", "72,470")
    assert HOSTILE in page.locator("#meout").inner_text()
    assert page.locator("img").count() == 0


def test_all_tables_are_saved_with_one_click_and_no_cell_is_a_formula(opened: Any) -> None:
    page = opened()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download all tables as CSV").click()
    assert download.value.suggested_filename == "registered-nurse-or-paramedic-tables.csv"
    lines = list(csv.reader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    titles = [line[0] for line in lines if len(line) == 1]
    assert titles[0] == "The roles side by side"
    assert "Pay in the United States" in titles
    start = lines.index(["Risky"])
    assert lines[start + 1] == ["Row", "'=head"]
    assert [line[1] for line in lines[start + 2 : start + 2 + len(RISKY)]] == SAFE


def test_one_table_is_saved_from_its_caption(opened: Any) -> None:
    page = opened()
    page.locator("#pay summary").first.click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV: Pay in the United States").click()
    assert Path(download.value.path()).read_text(encoding="utf-8-sig").startswith("Measure,registered nurse,paramedic")


def test_the_policy_stops_what_is_not_ours(opened: Any) -> None:
    page = opened()
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<p id=x style=\"color:red\" onclick=\"window.hit=1\">x</p>')"
    )
    page.locator("#x").dispatch_event("click")
    assert page.evaluate("window.hit") is None
    assert page.evaluate("getComputedStyle(document.getElementById('x')).color") != "rgb(255, 0, 0)"
    assert any("Content Security Policy" in fault for fault in page.faults)


def test_the_page_keeps_its_height(opened: Any) -> None:
    for wide, most in ((1280, 7000), (390, 11000)):
        assert opened(wide=wide).evaluate("document.documentElement.scrollHeight") <= most
