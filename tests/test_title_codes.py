"""Codes as people have them: editions, spellings, what spreadsheets make of them, and codes of other lists."""

import pytest

from helpers.base.errors import UnknownTitle
from helpers.tables.titles import resolve


@pytest.mark.parametrize(
    ("text", "code", "now"),
    [
        ("15-1132", "15-1252", "SOC 2010; now 15-1252 Software Developers"),
        ("15-1131", "15-1251", "SOC 2010; now 15-1251 Computer Programmers"),
        ("29-2071", "29-2072", "SOC 2010; now 29-2072 Medical Records Specialists"),
        ("15-1132.00", "15-1252", "O*NET-SOC 2010; now 15-1252 Software Developers"),
    ],
)
def test_a_code_of_the_edition_of_2010_leads_to_the_one_of_2018(text: str, code: str, now: str) -> None:
    role = resolve(text)
    assert role.leading.soc_code == code
    assert role.leading.why.startswith(now)
    assert role.name == role.leading.occupation
    assert code in role.read_as


def test_an_old_code_that_was_split_shows_all_new_ones_by_their_jobs() -> None:
    role = resolve("15-1199")
    assert {"15-1299", "13-1082", "15-1253", "15-1255"} <= {reading.soc_code for reading in role.readings}
    assert role.asks


@pytest.mark.parametrize("text", ["43-3021.01", "13-2011.01", "29-1141.09"])
def test_a_detail_of_an_older_onet_edition_is_read_as_its_soc_code(text: str) -> None:
    role = resolve(text)
    assert role.leading.soc_code == text[:7]
    assert "an older edition had such a detail" in role.leading.why


@pytest.mark.parametrize(
    "text",
    [
        *("43-3021", "433021", "433021.0", "43.3021", "43_3021", "4.33021E+05", "'43-3021", '"43-3021"', '="43-3021"'),
        *("43-3021.00 - Billing and Posting Clerks", "43-3021: Billing and Posting Clerks", "43-3021 Billing Clerks"),
        *("Billing and Posting Clerks (43-3021)", "SOC 43-3021", "SOC code: 43-3021", "O*NET 43-3021.00", "43302100"),
    ],
)
def test_a_code_is_read_in_every_dress(text: str) -> None:
    role = resolve(text)
    assert [reading.soc_code for reading in role.readings] == ["43-3021"]
    assert role.is_code
    assert role.name == "Billing and Posting Clerks"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[("Nov-21", "11-2021"), ("21-Nov", "11-2021"), ("Nov 2021", "11-2021"), ("11/1/2021", "11-2021")],
        *[("2021-11-01", "11-2021"), ("2021-11-01 00:00:00", "11-2021"), ("1-Nov-21", "11-2021"), ("44501", "11-2021")],
        *[("Nov-31", "11-3031"), ("November 3021", "11-3021")],
    ],
)
def test_a_date_that_a_spreadsheet_made_of_a_code_is_refused_with_the_code(text: str, code: str) -> None:
    with pytest.raises(UnknownTitle) as caught:
        resolve(text)
    assert caught.value.given == f"{text!r} looks like a date"
    assert code in caught.value.next_step


def test_a_date_that_was_no_code_is_refused_as_a_date() -> None:
    with pytest.raises(UnknownTitle, match="'Jan-24' looks like a date"):
        resolve("Jan-24")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("4700", "looks like an occupation code of the Census"),
        ("0010", "looks like an occupation code of the Census"),
        ("541511", "looks like a NAICS code"),
        ("5415", "looks like a NAICS code"),
        ("62", "looks like a NAICS code"),
        ("216.482-010", "looks like a code of the Dictionary of Occupational Titles"),
        ("21234", "looks like a NAICS code"),
    ],
)
def test_a_code_of_another_list_is_named_for_what_it_is(text: str, words: str) -> None:
    with pytest.raises(UnknownTitle) as caught:
        resolve(text)
    assert words in caught.value.given


def test_a_census_code_leads_to_its_soc_codes() -> None:
    with pytest.raises(UnknownTitle, match=r"Census 4700 is .*: 41-1011 First-Line Supervisors of Retail"):
        resolve("4700")


@pytest.mark.parametrize("text", ["911 dispatcher", "1099 driver", "3d artist", "24-7 caregiver", "401k specialist"])
def test_a_title_with_a_number_in_it_stays_a_title(text: str) -> None:
    assert not resolve(text).is_code
