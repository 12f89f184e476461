"""Whole reports of real pairs in Debian's Chromium: offline, accessible, printed, and small enough to mail."""

import csv
import gzip
import html
import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from seen import SIDEWAYS, SIZES, TEXTS, text_of, violations

from helpers.render.pdf import print_page
from helpers.render.reports import render_pair, render_shortlist

pytestmark = pytest.mark.browser
PAIRS = {
    "near": ("billing specialist", "account specialist"),
    "far": ("surgeon", "elementary school teacher"),
    "hourly": ("musician", "actor"),
    "one-occupation": ("surgeon", "29-1249"),
}
BUDGETED = [
    *PAIRS.values(),
    ("orthodontist", "dentist"),
    ("flight attendant", "actor"),
    ("waiter", "stocker"),
    ("stockbroker", "registered nurse"),
    ("paramedic", "registered nurse"),
    ("27-2011", "29-1023"),
    ("35-3031", "53-7065"),
    ("13-2051", "13-2011"),
    ("13-2011", "43-3031"),
    ("41-3031", "29-1141"),
]
MOST = {1280: 7_000, 390: 11_000, "words": 1_500, "bytes": 450 * 1024, "gzipped": 120 * 1024}
OPEN_WORDS = """() => {
  document.querySelectorAll('select,script,style,[popover],svg').forEach(one => one.remove());
  return document.body.innerText.split(/\\s+/).filter(word => word).length;
}"""


@pytest.fixture(scope="module", params=PAIRS.values(), ids=PAIRS)
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_pair(*request.param, out=tmp_path_factory.mktemp("report"))


@pytest.fixture
def tab(visit: Any, report: Path) -> Any:
    return visit(report.as_uri())


def test_report_opens_offline_without_a_request_or_an_error(visit: Any, report: Path) -> None:
    page = visit(report.as_uri(), offline=True)
    page.locator(".score .n").first.click()
    assert page.locator(".pp:popover-open").count() == 1
    assert page.faults == []


@pytest.mark.parametrize("mode", ["light", "dark", "print", "phone"])
def test_axe_finds_no_violation(visit: Any, report: Path, mode: str) -> None:
    scheme = "dark" if mode == "dark" else "light"
    page = visit(report.as_uri(), wide=320 if mode == "phone" else 1280, color_scheme=scheme, bypass_csp=True)
    if mode == "print":
        page.emulate_media(media="print")
    assert violations(page) == []


def test_contents_and_summary_links_land_on_their_sections(tab: Page) -> None:
    targets = tab.eval_on_selector_all("a[href^='#']", "links => links.map(link => link.getAttribute('href'))")
    chapters = tab.eval_on_selector_all("main section.chap[id]", "found => found.map(one => '#' + one.id)")
    assert len(chapters) >= 8
    assert [chapter for chapter in chapters if targets.count(chapter) < 2] == []  # the bar, and the contents on a phone
    assert [
        target for target in set(targets) if target != "#" and tab.locator(f"[id='{target[1:]}']").count() != 1
    ] == []


@pytest.mark.parametrize("width", [320, 390])
def test_report_never_scrolls_sideways(visit: Any, report: Path, width: int) -> None:
    assert visit(report.as_uri(), wide=width).evaluate(SIDEWAYS) <= 0


def test_report_keeps_its_content_without_script(visit: Any, tab: Page, report: Path) -> None:
    plain = visit(report.as_uri(), java_script_enabled=False)
    for part in ("section", "tbody tr", "svg.plot", "td"):
        assert plain.locator(f"main {part}").count() == tab.locator(f"main {part}").count() > 0, part


def test_every_csv_parses_into_full_rows(tab: Page) -> None:
    buttons = tab.get_by_role("button", name="Download as CSV: ", include_hidden=True)
    assert buttons.count() >= 5
    for place in range(buttons.count()):
        if place % 10 == 0:  # Chromium asks before it lets one visit of a page save more than ten files
            tab.reload()
            tab.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        with tab.expect_download() as waiting:
            buttons.nth(place).click()
        rows = list(csv.reader(io.StringIO(Path(waiting.value.path()).read_text(encoding="utf-8-sig"))))
        assert len(rows) >= 2
        assert {len(row) for row in rows} == {len(rows[0])}


def test_a_number_of_the_first_screen_opens_its_source(tab: Page) -> None:
    figure = tab.locator(".score .n").first
    figure.focus()
    tab.keyboard.press("Enter")
    shown = tab.locator(".pp:popover-open").inner_text()
    for part in (
        figure.inner_text(),
        "U.S. Bureau of Labor Statistics",
        "May 2025",
        "retrieved",
        "United States",
        "pay/",
    ):
        assert part in shown
    tab.keyboard.press("Escape")
    assert tab.locator(".pp:popover-open").count() == 0
    assert figure.evaluate("element => element === document.activeElement")


def test_two_pages_are_printed_and_the_first_is_the_handout(report: Path) -> None:
    pdf = print_page(report)
    assert len(re.findall(rb"/Type\s*/Page[^s]", pdf.read_bytes())) == 2
    text = " ".join(text_of(pdf, "-l", "1").split())
    page = report.read_text(encoding="utf-8")
    heading, finding = (
        " ".join(html.unescape(re.search(pattern, page)[1]).split())
        for pattern in ("<h1>(.*?)</h1>", '<p class="lede">(.*?)</p>')
    )
    assert heading in text
    assert finding in text
    two_occupations = report.stem != "surgeon-vs-29-1249"
    assert ('id="choose"' in page) == ("Too close to call" in text) == two_occupations
    assert "Ask before you decide" in text
    assert "How pay is spread" not in text


def test_what_to_ask_stands_on_screen_and_what_only_print_shows_does_not(visit: Any, report: Path) -> None:
    page = visit(report.as_uri())
    page.evaluate("document.querySelectorAll('style').forEach(one => one.remove())")
    assert page.get_by_role("heading", name="Ask before you decide").is_visible()
    assert page.locator(".po").count() >= 2
    assert [one for one in page.locator(".po").all() if one.is_visible()] == []
    page.reload()
    page.emulate_media(media="print")
    assert [one.inner_text() for one in page.locator("footer .po").all() if not one.is_visible()] == []


def measured(visit: Any, path: Path) -> dict[int | str, int]:
    """Return height at each width, open words and bytes of a page whose charts are many and large enough."""
    found: dict[int | str, int] = {"bytes": path.stat().st_size, "gzipped": len(gzip.compress(path.read_bytes()))}
    for wide in (1280, 390, 320):
        page = visit(path.as_uri(), wide=wide)
        assert page.evaluate(SIDEWAYS) <= 0
        found[wide] = page.evaluate("document.documentElement.scrollHeight")
        if wide == 1280:
            assert 10 <= page.locator("svg.plot").count() <= 17
            found["words"] = page.evaluate(OPEN_WORDS)
        if wide == 390:
            page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
            assert min(page.evaluate(SIZES)) >= 10.5
            assert page.evaluate(SIDEWAYS) <= 0
    return found


@pytest.mark.parametrize(("a", "b"), BUDGETED)
def test_a_page_keeps_its_budgets(visit: Any, a: str, b: str, tmp_path: Path) -> None:
    found = measured(visit, render_pair(a, b, out=tmp_path))
    assert {what: size for what, size in found.items() if size > MOST.get(what, size)} == {}


@pytest.fixture(scope="module")
def near(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """Billing and posting clerks against bookkeeping clerks, of whom all pay is published."""
    path = render_pair("43-3021", "43-3031", out=tmp_path_factory.mktemp("near"))
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        yield page


def test_what_is_no_pay_places_nobody(near: Page) -> None:
    near.fill("#mepay", "none")
    assert "of 100" not in near.locator("#meout").inner_text()


def test_my_pay_is_placed_among_the_workers_of_both_roles(near: Page) -> None:
    near.fill("#mepay", "48,500")  # the published middle of the first role, below that of the second, $50,670
    words = near.locator("#meout").inner_text()
    assert "Billing and Posting Clerks that pay is more than about 50 of 100" in words
    assert near.locator("#ch-dots .you text").text_content() == "you"


def test_my_area_shows_the_pay_of_both_roles_there(near: Page) -> None:
    near.select_option("#arst", label="Ohio")
    words = near.locator("#arout").inner_text()
    assert "Ohio" in words
    assert len(re.findall(r"\$\d\d,\d{3}", words)) >= 2


def test_a_switch_that_costs_more_takes_longer_to_pay_back(near: Page) -> None:
    def years(cost: str) -> float:
        near.fill("#swcost", cost)
        found = re.search(r"paid back in ([\d.]+) years", near.locator("#swout").inner_text())
        assert found
        return float(found[1])

    near.select_option("#swmove", label="Billing and Posting Clerks to Bookkeeping, Accounting, and Auditing Clerks")
    near.fill("#swmonths", "0")  # after the move, which sets the months of school
    assert 0 < years("6,000") < years("9,000")


EIGHT = {
    "titles": "nurse|paramedic|dentist|paralegal|accountant|actuary|dental hygienist|electrician",
    "names": "43-3021|43-3031|13-2011|29-1141|27-2042|47-2111|15-1252|35-3023",
}


@pytest.mark.parametrize("roles", EIGHT.values(), ids=EIGHT)
def test_a_shortlist_of_eight_keeps_the_budgets_and_no_text_lies_on_another(
    visit: Any, roles: str, tmp_path: Path
) -> None:
    path = render_shortlist(roles.split("|"), out=tmp_path)
    found = measured(visit, path)
    assert {what: size for what, size in found.items() if size > MOST.get(what, size)} == {}
    assert len(re.findall(rb"/Type\s*/Page[^s]", print_page(path).read_bytes())) == 2
    page = visit(path.as_uri(), wide=1280)
    assert page.evaluate(TEXTS) == []
    opened = page.locator("details").filter(has_text="What people do all day").first
    opened.locator("summary").click()
    assert opened.locator("li").count() >= 8


def test_a_shortlist_in_the_page_leaves_what_a_deal_breaker_strikes_out(browser: Browser, tmp_path: Path) -> None:
    path = render_shortlist(["nurse", "paramedic", "dentist"], out=tmp_path)
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        page.goto(path.as_uri())
        static = page.locator("#slfirst").inner_text().replace("CSV", " ").split()
        page.locator("#slw0").dispatch_event("input")
        assert page.locator("#slfirst").inner_text().replace("CSV", " ").split() == static
        page.fill("#slpay", "110000")
        assert page.locator("#slref").input_value() == "2"  # the dentist is left
        assert page.locator(".slag").nth(0).inner_text().endswith("less: clear and meaningful")
        asked = page.locator(".ask li:not([hidden])").all_text_contents()
        assert not [one for one in asked if "nurse" in one or "paramedic" in one]
        page.fill("#slpay", "")
        page.select_option("#slref", "1")
        page.fill("#slpay", "70000")
        assert page.locator("#slref").input_value() == "1"  # the reader's own choice stays
