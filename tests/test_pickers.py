"""The pickers, driven in Python: what is refused, what a search lists, what follows a pick."""

from collections.abc import Iterator

import pandas as pd
import pytest

from helpers import prose
from helpers.atlas_cli import explore_command, own_notebooks
from helpers.errors import SameRole, UnknownTitle
from helpers.paths import NOTEBOOKS
from helpers.pickers import Explorer, TitlePicker, industries_of, sector_options, title_options


@pytest.fixture(scope="module")
def explorer() -> Iterator[Explorer]:
    return Explorer("billing specialist", "account specialist")


def test_a_text_that_is_near_nothing_is_refused_with_the_reason() -> None:
    with pytest.raises(UnknownTitle, match="no job title"):
        title_options("???")


def test_an_unknown_title_keeps_the_last_choice_and_says_so() -> None:
    picker = TitlePicker("First", "actuary")
    picker.search.value = "???"
    assert picker.chosen == ("actuary", "15-2011")
    assert "no job title" in picker.message.value
    picker.search.value = "cashier"
    assert picker.chosen == ("cashier", "41-2011")
    assert picker.message.value == ""


def test_one_role_twice_is_refused_and_told(explorer: Explorer) -> None:
    with pytest.raises(SameRole):
        Explorer("cashier", "cashier")
    before = explorer.comparison
    explorer.b.search.value = "billing specialist"
    assert explorer.comparison is before
    assert "two different titles" in explorer.message.value
    explorer.b.search.value = "account specialist"
    assert explorer.message.value == ""


def test_a_search_lists_the_readings_of_a_title_first_then_titles_with_its_words() -> None:
    options = title_options("billing specialist")
    assert options[0] == (
        "billing specialist: Billing and Posting Clerks (43-3021)",
        ("billing specialist", "43-3021"),
    )
    assert len(options) == len({key for _, key in options})
    assert all("billing" in title.lower() for _, (title, _) in options)


def test_a_word_that_is_no_title_lists_titles_that_hold_it() -> None:
    titles = [title for _, (title, _) in title_options("oncology")]
    assert titles
    assert all("oncolog" in title.lower() for title in titles)


def test_sections_follow_the_titles_the_reading_and_the_area(explorer: Explorer) -> None:
    shown = explorer.live(prose.pay_section)
    first = shown.value
    explorer.a.search.value = "registered nurse"
    assert explorer.comparison.codes[0] == "29-1141"
    assert shown.value != first
    assert "registered nurse" in shown.value
    explorer.area.value = "Ohio"
    assert explorer.comparison.area.area == "Ohio"
    explorer.area.value = "Atlantis"
    assert "no single area" in explorer.message.value
    explorer.area.value = ""
    explorer.a.search.value = "billing specialist"
    assert shown.value == first
    other = explorer.a.found.options[-1][1]
    explorer.a.found.value = other
    assert explorer.comparison.codes[0] == other[1]
    explorer.a.search.value = "registered nurse"


def test_a_sector_narrows_the_industries_and_leaves_the_comparison(explorer: Explorer) -> None:
    shown = explorer.live_industries()
    before = explorer.comparison
    assert "Mean pay by sector of the nation" in shown.value
    explorer.industry.value = "62--63"
    assert explorer.comparison is before
    assert "Mean pay: Sector 62" in shown.value
    assert "Nursing and Residential Care" in shown.value
    explorer.industry.value = ""
    assert "Nursing and Residential Care" not in shown.value


def test_a_sector_holds_the_rows_below_it_up_to_the_next_sector() -> None:
    rows = [("11--12", 2), ("111000", 3), ("21--22", 2), ("211000", 3), ("211100", 4)]
    frame = pd.DataFrame(rows, columns=["industry_code", "display_level"])
    assert industries_of(frame, "")["industry_code"].tolist() == ["11--12", "21--22"]
    assert industries_of(frame, "21--22")["industry_code"].tolist() == ["21--22", "211000", "211100"]
    assert industries_of(frame, "99-100").empty
    assert sector_options()[0] == ("all sectors", "")


def test_the_command_opens_the_exploring_notebook() -> None:
    command = explore_command(NOTEBOOKS, browser=False)
    assert command[-2:] == ["--LabApp.default_url=/lab/tree/explore.ipynb", "--no-browser"]
    assert f"--ServerApp.root_dir={NOTEBOOKS}" in command
    assert (own_notebooks() / "explore.ipynb").is_file()
    assert "--no-browser" not in explore_command(NOTEBOOKS)
