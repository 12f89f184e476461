"""The atlas in the browser: a name typed is found on both charts, two are compared, a mark pointed at says its name."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from helpers.cli.pages import render_whole
from helpers.whole import atlas

pytestmark = pytest.mark.browser
PAIRS = [
    ("Registered Nurses", "Paramedics"),
    ("Chief Executives", "Actors"),  # paid by the hour only
    ("Billing and Posting Clerks", "Bookkeeping, Accounting, and Auditing Clerks"),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return render_whole("atlas", tmp_path_factory.mktemp("atlas") / "atlas.html")


@pytest.fixture(scope="module")
def page(browser: Browser, written: Path) -> Page:
    opened = browser.new_page(viewport={"width": 390, "height": 800})
    wanted: list[str] = []
    opened.on("request", lambda request: wanted.append(request.url))
    opened.on("pageerror", lambda error: wanted.append(str(error)))
    opened.goto(written.as_uri())
    assert wanted == [written.as_uri()]
    return opened


def test_a_name_typed_is_found_on_both_charts_and_brought_into_view(page: Page) -> None:
    page.fill("#at1", "registered nurses")
    assert page.locator(".hit.a text").all_text_contents() == ["Registered Nurses"] * 2
    box = page.locator("#ch-likeness .hit.a circle").bounding_box()
    assert box
    assert 0 < box["x"] < 390
    assert "averages $101,420 a year" in page.inner_text("#atout")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_unknown_name_is_not_guessed(page: Page) -> None:
    page.fill("#at1", "xyzzy")
    assert "No occupation is called" in page.inner_text("#atout")
    assert page.locator(".hit.a").count() == 0


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_are_judged_as_in_python(first: str, second: str, page: Page) -> None:
    frame = atlas.occupations().set_index("occupation").loc[[first, second]].reset_index()
    verdict = atlas.pair_verdicts(frame)["verdict"].iloc[0]
    page.fill("#at1", first)
    page.fill("#at2", second)
    said = page.inner_text("#atout")
    assert said.endswith(f"apart: {verdict}.") or (verdict == "not published" and "apart" not in said)


def test_verdicts_of_many_pairs_are_those_of_python(page: Page) -> None:
    frame = atlas.occupations().dropna(subset=["pay_usd"]).iloc[::97].reset_index(drop=True)
    pairs = atlas.pair_verdicts(frame)
    for pair in pairs.iloc[::4].itertuples():
        page.fill("#at1", frame.at[pair.first, "occupation"])
        page.fill("#at2", frame.at[pair.second, "occupation"])
        assert page.inner_text("#atout").endswith(f"apart: {pair.verdict}."), pair


def test_a_mark_pointed_at_says_its_name(page: Page) -> None:
    page.fill("#at1", "Cashiers")
    mark = page.locator("#ch-growth .hit.a circle")
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert page.locator("#ch-growth .hit.i text").text_content() == "Cashiers"


def test_the_page_reads_without_a_script(browser: Browser, written: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(written.as_uri())
    assert "The tables below name every occupation" in plain.inner_text("#growth")
    assert plain.locator("#ch-growth text", has_text="Data Scientists").count() == 1
    plain.locator("summary", has_text="All 830 occupations as a table").click()
    assert plain.locator("#growth tbody tr").count() == 830
    context.close()
