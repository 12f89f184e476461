"""The pickers, driven in Python: what is refused, what is asked, what a search lists, what follows a pick."""

from collections.abc import Iterator

import pandas as pd
import pytest

from helpers import sections
from helpers.base.errors import BadInput
from helpers.base.paths import NOTEBOOKS
from helpers.cli.main import explore_command, own_notebooks
from helpers.explore import CHARTS, Explorer, TitlePicker, industries_of, sector_options, title_options


@pytest.fixture
def explorer() -> Iterator[Explorer]:
    return Explorer("billing specialist", "account specialist")


def test_a_text_that_is_near_nothing_lists_nothing_and_says_why() -> None:
    options, question = title_options("???")
    assert options == []
    assert "no job title" in question


@pytest.mark.parametrize(
    ("text", "words"),
    [("xyzzy job", "No occupation is known under the title"), ("oncology", "is read with doubt, as Oncology Nurse")],
)
def test_an_unknown_or_doubtful_title_is_not_guessed_but_asked_about(text: str, words: str) -> None:
    picker = TitlePicker("First", "actuary")
    assert picker.chosen == ("actuary", "15-2011")
    picker.search.value = text
    assert picker.chosen is None
    assert picker.found.options
    assert words in picker.message.value
    picker.found.index = 0
    assert picker.chosen == picker.found.options[0][1]
    assert "<b>Chosen:</b>" in picker.message.value
    picker.search.value = "cashier"
    assert picker.chosen == ("cashier", "41-2011")
    assert picker.message.value == "<b>Chosen:</b> cashier: Cashiers (41-2011)"


def test_sections_say_that_nothing_is_compared_until_the_choice_is_made(explorer: Explorer) -> None:
    shown = explorer.live(sections.outlook)
    first = shown.value
    explorer.a.search.value = "xyzzy job"
    assert "nothing is compared: a title above asks for a choice" in shown.value
    assert "billing" not in shown.value
    with pytest.raises(BadInput, match="nothing is compared"):
        _ = explorer.comparison
    explorer.a.search.value = "billing specialist"
    assert shown.value == first
    assert explorer.message.value == ""


def test_an_explorer_starts_with_a_question_where_its_titles_ask() -> None:
    explorer = Explorer("xyzzy job", "cashier")
    assert explorer.a.chosen is None
    assert "Nothing is compared" in explorer.message.value


def test_one_role_twice_is_refused_and_told(explorer: Explorer) -> None:
    explorer.b.search.value = "billing specialist"
    assert "two different titles" in explorer.message.value
    with pytest.raises(BadInput, match="both roles are"):
        _ = explorer.comparison
    explorer.b.search.value = "account specialist"
    assert explorer.message.value == ""


def test_a_search_lists_the_readings_of_a_title_first_then_titles_with_its_words() -> None:
    options, question = title_options("billing specialist")
    assert question == ""
    assert options[0] == ("billing specialist: Billing and Posting Clerks (43-3021)", ("billing specialist", "43-3021"))
    assert len(options) == len({key for _, key in options})
    assert all("billing" in title.lower() for _, (title, _) in options)


def test_a_word_that_is_no_title_lists_titles_that_hold_it() -> None:
    titles = [title for _, (title, _) in title_options("oncology")[0]]
    assert titles
    assert all("oncolog" in title.lower() for title in titles)


def test_sections_follow_the_titles_the_reading_and_the_area(explorer: Explorer) -> None:
    shown = explorer.live(sections.pay)
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


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_live_section_shows_its_finding_its_chart_and_its_table(name: str) -> None:
    shown = Explorer("billing specialist", "software developer").live(getattr(sections, name)).value
    for part in ("<p><b>", 'class="plot"', "<details><summary>", "<table"):
        assert part in shown, part


def test_a_sector_narrows_the_industries_and_leaves_the_comparison(explorer: Explorer) -> None:
    shown = explorer.live_sectors()
    before = explorer.comparison
    assert "Where the jobs are" in shown.value
    explorer.industry.value = "62--63"
    assert explorer.comparison is before
    assert "Jobs and average pay by industry" in shown.value
    assert "Nursing and Residential Care" in shown.value
    assert "no figure<" not in shown.value  # each gap has its reason
    explorer.industry.value = ""
    assert "Nursing and Residential Care" not in shown.value


def test_a_sector_holds_the_rows_below_it_up_to_the_next_sector() -> None:
    rows = [("11--12", 2), ("111000", 3), ("21--22", 2), ("211000", 3), ("211100", 4)]
    frame = pd.DataFrame(rows, columns=["industry_code", "display_level"])
    assert industries_of(frame, "21--22")["industry_code"].tolist() == ["21--22", "211000", "211100"]
    assert industries_of(frame, "99-100").empty
    assert sector_options()[0] == ("all sectors", "")


def test_the_command_opens_the_exploring_notebook() -> None:
    command = explore_command(NOTEBOOKS, browser=False)
    assert command[-2:] == ["--LabApp.default_url=/lab/tree/explore.ipynb", "--no-browser"]
    assert f"--ServerApp.root_dir={NOTEBOOKS}" in command
    assert (own_notebooks() / "explore.ipynb").is_file()
    assert "--no-browser" not in explore_command(NOTEBOOKS)
