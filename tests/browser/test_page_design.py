"""The page as a reader meets it, in Debian's Chromium: access, passports, downloads, print, no network."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers import charts, page, present

playwright = pytest.importorskip("playwright.sync_api")
axe = pytest.importorskip("axe_playwright_python.sync_playwright")
pytestmark = pytest.mark.browser

NAMES = ("Billing clerk", '<b>"Book"</b> مدير ' + "keeper " * 40)
NAN = float("nan")
PRINTED_WIDTH, PRINTED_HEIGHT = 716, 946  # Letter in CSS pixels, less the margins of the style sheet


def cell(soc: str, column: str, area: str = "0000000") -> str:
    return f"pay/{soc}|{area}|000000/{column}"


def pair_frame() -> pd.DataFrame:
    figures = {
        "annual_mean_usd": (51070.0, 53560.0),
        "annual_p10_usd": (37290.0, 36000.0),
        "annual_p25_usd": (42840.0, 43520.0),
        "annual_median_usd": (48500.0, 50670.0),
        "annual_p75_usd": (58290.0, NAN),  # top-coded on one side
        "annual_p90_usd": (67710.0, NAN),
    }
    rows = []
    for measure, (a, b) in figures.items():
        mean = measure == "annual_mean_usd"
        row: dict[str, object] = {"measure": measure, "label": measure.removesuffix("_usd"), "unit": "usd_per_year"}
        row |= {"value_a": a, "value_b": b, "reason_a": "", "reason_b": "" if b == b else "$239,200 or more: top-coded"}
        row |= {"error_a": 0.2 if mean else NAN, "error_b": 0.2 if mean else NAN}
        row |= {"cell_a": cell("43-3021", measure), "cell_b": cell("43-3031", measure)}
        row |= {"gap": b - a if mean else NAN, "gap_pct": 4.9 if mean else NAN}
        row |= {"gap_low": 2247.0 if mean else NAN, "gap_high": 2733.0 if mean else NAN}
        row |= {"verdict": "clear, size unsure" if mean else "not tested"}
        row |= {"verdict_reason": "" if mean else "no error is published for it"}
        rows.append(row)
    return pd.DataFrame(rows)


def place_frame() -> pd.DataFrame:
    states = ["CA", "TX", "NY", "WY"] * 7
    count = len(states)
    return pd.DataFrame(
        {
            "area": [f"{state} {i:02d}" for i, state in enumerate(states)],
            "state": states,
            "value_a": [40_000.0 + 500 * i for i in range(count - 1)] + [NAN],
            "reason_a": [""] * (count - 1) + ["estimate not released"],
            "error_a": [1.0] * count,
            "employment_a": [100.0 * (i + 1) for i in range(count)],
            "cell_a": [cell("43-3021", "annual_mean_usd", f"{i:07d}") for i in range(count)],
            "value_b": [50_000.0] * count,
            "reason_b": [""] * count,
            "error_b": [1.0] * count,
            "employment_b": [1000.0] * count,
            "cell_b": [cell("43-3031", "annual_mean_usd", f"{i:07d}") for i in range(count)],
            "gap_pct": [10.0] * (count - 1) + [NAN],
            "verdict": ["clear and meaningful"] * (count - 1) + ["not published"],
        }
    )


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the address of a page with every kind of block on it."""
    pair, places = pair_frame(), place_frame()
    answer = present.show(
        present.bullets(["Workers in the second role earn about $2,500 a year more on average."]),
        present.pair_table(pair.head(1), NAMES, caption="At a glance"),
        present.print_only(present.sentences("Three questions to ask.")),
    )
    pay = present.show(
        present.figure(charts.pay_ladder(pair, NAMES), alt=charts.pay_ladder_alt(pair, NAMES), caption="Two spreads."),
        present.pair_table(pair, NAMES, caption="Pay"),
    )
    where = present.show(
        present.columns(
            present.figure(charts.verdict_tiles(places, NAMES), alt=charts.verdict_tiles_alt(places, NAMES)),
            present.figure(
                charts.state_tiles(places, "value_a", label="mean pay, US dollars a year"),
                alt=charts.state_tiles_alt(places, "value_a", label="mean pay"),
            ),
        ),
        present.place_table(places, NAMES, caption="=Places"),
        present.callout("Small places are uncertain.", kind="caution"),
        present.details("More", present.sentences("Inside the details.")),
    )
    cells = [new_markdown_cell("# Which of the two?")]
    compared = present.sentences("Two titles are compared.")
    sections = (
        ("Compared", compared, ["handout"]),
        ("The answer", answer, ["handout"]),
        ("Pay", pay, []),
        ("Where", where, []),
    )
    for heading, block, tags in sections:
        cells.append(new_markdown_cell(f"## {heading}", metadata={"tags": tags}))
        cells.append(new_code_cell("x", outputs=[new_output("execute_result", data={"text/html": block})]))
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page.export(new_notebook(cells=cells), title="A or B", names=NAMES), encoding="utf-8")
    return path.as_uri()


@pytest.fixture
def opened(browser: "playwright.Browser", report: str) -> Iterator["playwright.Page"]:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        tab = context.new_page()
        tab.goto(report)
        yield tab


def test_page_asks_for_nothing_and_logs_no_error(browser: "playwright.Browser", report: str) -> None:
    asked, errors = [], []
    with browser.new_context() as context:
        tab = context.new_page()
        tab.on("request", lambda request: asked.append(request.url))
        tab.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        tab.on("pageerror", lambda error: errors.append(str(error)))
        tab.goto(report)
        tab.locator(".open").first.click()
    assert [address for address in asked if not address.startswith("data:")] == [report]
    assert errors == []


def test_a_wide_table_keeps_its_first_column_in_sight(browser: "playwright.Browser", report: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as context:
        tab = context.new_page()
        tab.goto(report)
        frame = tab.locator(".scroll:has(.places)").first
        frame.evaluate("e => e.scrollLeft = e.scrollWidth")
        assert frame.evaluate("e => e.scrollLeft") > 100
        left = frame.bounding_box()["x"]
        for first in (frame.locator("thead th").first, frame.locator("tbody th").first):
            assert first.bounding_box()["x"] == pytest.approx(left, abs=1)


@pytest.mark.parametrize("mode", ["light", "dark", "print", "phone", "passport"])
def test_axe_finds_no_violation(browser: "playwright.Browser", report: str, mode: str) -> None:
    scheme = "dark" if mode == "dark" else "light"
    width = 320 if mode == "phone" else 1280
    with browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 800}) as context:
        tab = context.new_page()
        tab.goto(report)
        if mode == "print":
            tab.emulate_media(media="print")
        if mode == "passport":
            tab.locator(".open").first.click()
        found = axe.Axe().run(tab).response["violations"]
    assert [(fault["id"], fault["nodes"][0]["html"][:120]) for fault in found] == []


def test_passport_opens_and_closes_by_keyboard_and_gives_the_focus_back(opened: "playwright.Page") -> None:
    figure = opened.locator("table .open").first
    figure.focus()
    opened.keyboard.press("Enter")
    dialog = opened.locator("dialog[open]")
    shown = dialog.inner_text()
    for part in (
        "$51,070",
        "U.S. Bureau of Labor Statistics",
        "May 2025",
        "43-3021",
        "0000000",
        "pay.parquet",
        "sha256",
    ):
        assert part in shown
    assert "relative standard error 0.2%" in shown
    opened.keyboard.press("Escape")
    assert dialog.count() == 0
    assert figure.evaluate("element => element === document.activeElement")


def test_arrow_keys_move_between_the_figures_of_a_table(opened: "playwright.Page") -> None:
    opened.locator("#pay table .open").first.focus()
    opened.keyboard.press("ArrowRight")
    opened.keyboard.press("ArrowDown")
    assert opened.evaluate("document.activeElement.textContent") == "$36,000"
    stops = opened.locator('#pay table .open[tabindex="0"]')
    assert stops.count() == 1


def test_a_missing_figure_has_a_passport_too(opened: "playwright.Page") -> None:
    opened.get_by_role("button", name="$239,200 or more: top-coded").first.click()
    assert "43-3031" in opened.locator("dialog[open]").inner_text()


def test_each_table_downloads_as_csv_with_full_values_and_source_cells(opened: "playwright.Page") -> None:
    with opened.expect_download() as waiting:
        opened.get_by_role("button", name="Download as CSV: =Places").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert len(rows) == 28
    assert {len(row) for row in rows} == {len(rows[0])}
    first = rows[0]
    assert first["Billing clerk, mean pay"] == "40000"
    assert first["Billing clerk, mean pay, relative standard error %"] == "1.0"
    assert first["Billing clerk, mean pay, source cell"] == cell("43-3021", "annual_mean_usd", "0000000")
    assert rows[-1]["Billing clerk, mean pay"] == "estimate not released"
    assert opened.locator("table").count() == opened.get_by_role("button", name="Download as CSV").count()


def test_tables_sort_by_value_with_the_missing_last(opened: "playwright.Page") -> None:
    table = opened.locator("table.sortable")
    head = table.get_by_role("button", name="mean pay").first
    column = "rows => rows.map(row => row.cells[1].textContent)"
    head.click()
    falling = table.locator("tbody tr").evaluate_all(column)
    head.click()
    rising = table.locator("tbody tr").evaluate_all(column)
    assert falling[0].startswith("$53,000")
    assert rising[0].startswith("$40,000")
    assert falling[-1] == rising[-1] == "estimate not released"
    assert table.locator('th[aria-sort="ascending"]').count() == 1


def test_contents_lead_to_their_sections_below_the_header(opened: "playwright.Page") -> None:
    for link in opened.locator("nav a").all():
        target = link.get_attribute("href")
        link.click()
        opened.wait_for_timeout(700)
        heading = opened.locator(f"{target}-h").bounding_box()
        assert heading is not None
        assert 0 <= heading["y"] < 900
    assert opened.locator("nav a").count() == 4


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_page_never_scrolls_sideways(browser: "playwright.Browser", report: str, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        tab = context.new_page()
        tab.goto(report)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_without_script_all_content_is_there(
    browser: "playwright.Browser", opened: "playwright.Page", report: str
) -> None:
    with browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900}) as context:
        tab = context.new_page()
        tab.goto(report)
        plain = tab.locator("main").text_content()
        assert plain is not None
        for part in ("$51,070", "RSE 0.2%", "estimate not released", cell("43-3021", "annual_mean_usd"), "sha256"):
            assert part in plain
        assert tab.locator("main button").count() == 0
    assert opened.locator("main td").count() == 6 * 4 + 4 + 28 * 6


def test_first_printed_page_is_the_handout(browser: "playwright.Browser", report: str) -> None:
    with browser.new_context(viewport={"width": PRINTED_WIDTH, "height": PRINTED_HEIGHT}) as context:
        tab = context.new_page()
        tab.goto(report)
        tab.emulate_media(media="print")
        first, handout = tab.locator("section.handout").all()
        assert first.evaluate("element => getComputedStyle(element).breakAfter") == "auto"
        box = handout.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] < PRINTED_HEIGHT
        assert handout.evaluate("element => getComputedStyle(element).breakAfter") == "page"
        assert tab.get_by_text("Three questions to ask.").is_visible()
        assert not tab.locator("nav").is_visible()
        assert tab.locator("thead").first.evaluate("e => getComputedStyle(e).display") == "table-header-group"


def test_details_are_open_on_paper_and_shut_again_after(opened: "playwright.Page") -> None:
    opened.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert opened.locator("main details:not([open])").count() == 0
    opened.evaluate("dispatchEvent(new Event('afterprint'))")
    assert opened.locator("main details[open]").count() == 0


def test_every_picture_has_words_and_every_table_a_caption(opened: "playwright.Page") -> None:
    assert opened.locator("svg.chart").count() == 3
    for picture in opened.locator("svg.chart").all():
        assert len(picture.get_attribute("aria-label") or "") > 60
    assert opened.locator("table").count() == opened.locator("table > caption").count() == 3
    assert opened.locator("main th:not([scope])").count() == 0


def test_motion_stops_where_a_reader_asks_for_less(browser: "playwright.Browser", report: str) -> None:
    with browser.new_context(reduced_motion="reduce") as context:
        tab = context.new_page()
        tab.goto(report)
        assert tab.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
