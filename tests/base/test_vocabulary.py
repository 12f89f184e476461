"""The closed vocabularies: words that are read back, properties instead of searching in them."""

from enum import EnumMeta

import pytest

from helpers.base import vocabulary
from helpers.base.vocabulary import Headline, Match, Reason, Verdict, Word

VOCABULARIES = [
    one for one in vars(vocabulary).values() if isinstance(one, EnumMeta) and issubclass(one, Word) and one is not Word
]


def test_an_unknown_footnote_and_an_unknown_quality_are_mistakes() -> None:
    with pytest.raises(KeyError, match="7"):
        Reason.of_footnote("7")
    with pytest.raises(ValueError, match="nearly"):
        Match.of_quality("nearly")


@pytest.mark.parametrize("words", VOCABULARIES)
def test_words_are_read_back_as_their_member_and_differ(words: type[Word]) -> None:
    assert len(list(words)) > 1
    for member in words:
        assert words(str(member)) is member
        assert member == str(member)
    assert len({member.value for member in words}) == len(words.__members__), "a second name for the same words"


def test_footnotes_of_the_pay_table_have_their_reason() -> None:
    assert [Reason.of_footnote(code) for code in "458"] == [Reason.OTHER_UNIT, Reason.TOP_CODED, Reason.WITHHELD]


def test_only_the_three_clear_verdicts_are_clear() -> None:
    assert [verdict.name for verdict in Verdict if verdict.clear] == ["SMALL", "UNSURE", "MEANINGFUL"]
    assert [verdict.name for verdict in Verdict if not verdict.tested] == ["NOT_PUBLISHED", "NOT_TESTED"]


def test_pays_more_heads_a_page_in_two_classes_only() -> None:
    assert [one for one in Headline if one.pays_more] == [Headline.EVERY_STEP, Headline.NOT_EVERY_STEP]


def test_a_wider_group_is_one_line_and_several_are_not() -> None:
    assert Match.of_quality("parent group") is Match.WIDER
    assert [match for match in Match if match.one] == [Match.EXACT, Match.WIDER, Match.STAND_IN]
