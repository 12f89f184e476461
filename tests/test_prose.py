"""The sentences of a report: computed, linked to sections that exist, and honest where there is no figure."""

import re

import nbformat
import pytest

from helpers.comparison import compare
from helpers.paths import NOTEBOOKS
from helpers.present.html import section_id
from helpers.prose.pay import pay_sentences
from helpers.prose.summary import SECTIONS, summary
from helpers.prose.words import joined, named, opening, plural, short_industry


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_summary_links_to_headings_of_the_notebook() -> None:
    cells = nbformat.read(NOTEBOOKS / "compare.ipynb", as_version=4).cells
    headings = {cell.source.splitlines()[0].removeprefix("## ") for cell in cells if cell.source.startswith("## ")}
    assert set(SECTIONS.values()) <= headings


@pytest.mark.parametrize(
    "pair",
    [("billing specialist", "account specialist"), ("surgeon", "teacher"), ("43-3021", "43-3031"), ("chef", "nurse")],
)
def test_summary_has_five_to_seven_sentences_each_linked(pair: tuple[str, str]) -> None:
    page = summary(compare(*pair))
    assert 5 <= page.count("<li>") <= 7
    links = re.findall(r'href="#([^"]+)"', page)
    assert len(links) == page.count("<li>")
    assert set(links) <= {section_id(heading) for heading in SECTIONS.values()}


@pytest.mark.parametrize("pair", [("musician", "actor"), ("actor", "musician")])
def test_the_interval_is_that_of_the_gap_as_it_is_told(pair: tuple[str, str]) -> None:
    comparison = compare(*pair)
    for told in (summary(comparison), pay_sentences(comparison)):
        assert "$2.17 an hour more" in text_of(told)
        assert "90% interval −$6.29 to $10.63)" in text_of(told)


def test_summary_of_the_golden_pair_tells_its_figures() -> None:
    text = text_of(summary(compare("43-3021", "43-3031")))
    assert "$2,490 a year more on average" in text
    assert "90% interval $2,250 to $2,730" in text
    assert "clear, size unsure" in text
    assert "54: about 1 in 2" in text


def test_summary_of_one_occupation_says_that_data_cannot_tell_the_titles_apart() -> None:
    text = text_of(summary(compare("billing specialist", "43-3021")))
    assert "public data cannot tell them apart" in text
    assert "more on average" not in text


def test_summary_without_comparable_pay_gives_the_reason() -> None:
    text = text_of(summary(compare("27-2042", "25-2021")))
    assert "Mean pay cannot be compared" in text
    assert "published as hourly pay only" in text


def test_no_sentence_says_what_the_reader_would_earn() -> None:
    text = text_of(summary(compare("billing specialist", "account specialist")))
    assert not re.search(r"\byou(r| would| will)?\b", text.casefold())


def test_words() -> None:
    assert joined(["a"]) == "a"
    assert joined(["a", "b", "c"]) == "a, b and c"
    assert plural(1, "state") == "1 state"
    assert plural(1200, "city", "cities") == "1,200 cities"
    assert opening("billing specialist") == "Billing specialist"
    assert named("ممرض") == "\u2068ممرض\u2069"
    assert short_industry("Sectors 31, 32, and 33 - Manufacturing") == "Manufacturing"
    assert short_industry("Logging") == "Logging"
