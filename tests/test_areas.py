from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.areas import NATION, Area, resolve_area
from helpers.errors import UnknownArea
from helpers.tables import load

OHIO = Area("3900000", "Ohio", "state", "OH")
NATIONAL = Area(NATION, "National", "national", "")


def refusal(text: str) -> UnknownArea:
    with pytest.raises(UnknownArea) as caught:
        resolve_area(text)
    return caught.value


@pytest.mark.parametrize("text", ["Atlantis", "!!!", ",", "²", "ZZ", "Columbus, ZZ", "x" * 5000, "مدينة"])
def test_an_unknown_area_lists_five_areas_and_the_forms_that_are_known(text: str) -> None:
    error = refusal(text)
    assert error.given == f"no single area is known as {text[:100]!r}"
    assert "seven-digit area code" in error.expected
    assert error.next_step.startswith("did you mean: ")
    assert error.next_step.count(";") <= 4
    assert len(str(error)) < 800


@pytest.mark.parametrize("text", ["39", "9999999", "00000000", "12345678901234567890"])
def test_an_unknown_code_lists_codes(text: str) -> None:
    assert any(character.isdigit() for character in refusal(text).next_step)


def test_a_name_that_several_areas_start_with_lists_them() -> None:
    listed = refusal("Columbus").next_step.removeprefix("did you mean: ").split("; ")
    assert sorted(listed) == ["Columbus, GA-AL", "Columbus, IN", "Columbus, OH"]


def test_a_name_that_starts_states_and_other_areas_is_no_state() -> None:
    assert "West Virginia" in refusal("West").next_step


@pytest.mark.parametrize(
    "text", ["", "  ", "National", "United States", "United  STATES", "US", "u.s.a.", "0", "0000000"]
)
def test_the_nation_goes_by_several_names(text: str) -> None:
    assert resolve_area(text) == NATIONAL


@pytest.mark.parametrize("text", ["Ohio", "ohio", " OHIO ", "OH", "oh", "3900000"])
def test_a_state_goes_by_name_postal_code_and_code(text: str) -> None:
    assert resolve_area(text) == OHIO


@pytest.mark.parametrize("text", ["0100000", "100000", "AL", "Alabama"])
def test_a_code_may_have_lost_its_leading_zeros(text: str) -> None:
    assert resolve_area(text).area == "Alabama"


def test_a_code_may_come_as_a_number() -> None:
    # papermill turns the parameter 0010420 into 10420
    assert resolve_area(10420).area == "Akron, OH"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Denver", "0019740"),
        ("denver-aurora", "0019740"),
        ("Denver, CO", "0019740"),
        ("Portland, OR", "0038900"),
        ("portland,me", "0038860"),
        ("Kansas City, KS", "0028140"),
        ("Kansas City, MO", "0028140"),
        ("New York, NY", "0035620"),
        ("Washington, DC", "0047900"),
    ],
)
def test_a_metro_area_goes_by_its_start_and_one_of_its_states(text: str, code: str) -> None:
    assert resolve_area(text).area_code == code


def test_a_full_name_is_preferred_to_the_start_of_others() -> None:
    assert resolve_area("New York").kind == "state"
    assert resolve_area("Columbus, IN").area_code == "0018020"


def test_areas_resolve_by_code_by_number_and_by_name() -> None:
    areas = load("areas")
    assert len(areas) == 583
    lost = []
    for code, name in areas[["area_code", "area"]].sample(120, random_state=20261121).itertuples(index=False):
        found = {resolve_area(text).area_code for text in (code, str(int(code)), name, name.upper())}
        if found != {code}:
            lost.append((code, name, found))
    assert lost == []
    assert areas["area"].is_unique


def test_all_states_and_territories_resolve_by_postal_code() -> None:
    areas = load("areas")
    states = areas[areas["kind"] == "state"]
    assert len(states) == 54
    assert [resolve_area(postal).area_code for postal in states["state"]] == states["area_code"].tolist()


@given(st.text("abcoS,. 019-é\x00🙂", max_size=12))
def test_any_text_gives_a_listed_area_or_is_unknown(text: str) -> None:
    with suppress(UnknownArea):
        assert resolve_area(text).area_code in set(load("areas")["area_code"])
