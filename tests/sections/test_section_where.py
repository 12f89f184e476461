"""The chapter Where as a whole: few words, one headline, and nothing of another kind than sentences."""

import re
from functools import cache

import pytest

from helpers.comparison.roles import Comparison, compare
from helpers.sections.best import best
from helpers.sections.levers import levers
from helpers.sections.mix import mix
from helpers.sections.places import places
from helpers.sections.sectors import sectors

CHAPTER = (places, best, sectors, mix, levers)
PAIRS = (
    ("registered nurse",),
    ("actor",),
    ("registered nurse", "paramedic"),
    ("billing specialist", "account specialist"),
    ("musician", "actor"),
    ("waiter", "stocker"),
    ("registered nurse", "RN"),
    ("anesthesiologist", "surgeon"),
    ("actor", "25-2021"),
    ("nurse", "paramedic", "waiter"),
)


@cache
def said(*names: str) -> list[str]:
    c: Comparison = compare(*names)
    return [sentence for section in CHAPTER for sentence in section.finding(c).sentences]


@pytest.mark.parametrize("names", PAIRS)
def test_the_chapter_has_a_headline_and_at_most_90_words_below_it(names: tuple[str, ...]) -> None:
    headline, *words = said(*names)
    assert headline[0].isupper()
    assert not headline.endswith(".")
    assert len(" ".join(words).split()) <= 90
    assert all(sentence.endswith(".") for sentence in words)


@pytest.mark.parametrize("names", PAIRS)
def test_no_sentence_holds_a_forbidden_form(names: tuple[str, ...]) -> None:
    text = " ".join(said(*names)).lower()
    for form in ("number 1", "pays best in", "significant", "nan ", "you would", "rse ", "in this copy"):
        assert not re.search(rf"\b{re.escape(form)}", text)
    assert "$0 " not in text
