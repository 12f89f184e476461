from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.errors import BadInput, UnknownArea
from helpers.tables.areas import NATION, Area, resolve_area, resolve_areas
from helpers.tables.load import load

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


@pytest.mark.parametrize("text", ["97", "9999999", "00000000", "12345678901234567890"])
def test_an_unknown_code_lists_codes(text: str) -> None:
    assert any(character.isdigit() for character in refusal(text).next_step)


def test_a_name_that_several_areas_start_with_lists_them() -> None:
    listed = refusal("Columbus").next_step.removeprefix("did you mean: ").split("; ")
    assert sorted(listed) == ["Columbus, GA-AL", "Columbus, IN", "Columbus, OH"]


def test_a_name_that_starts_states_and_other_areas_is_no_state() -> None:
    assert "West Virginia" in refusal("West").next_step


@pytest.mark.parametrize(
    "text", ["", "  ", "National", "United States", "United  STATES", "US", "u.s.a.", "0", "0000000", "99", "America"]
)
def test_the_nation_goes_by_several_names(text: str) -> None:
    assert resolve_area(text) == NATIONAL


@pytest.mark.parametrize(
    "text", ["Ohio", "ohio", " OHIO ", "OH", "oh", "3900000", "39", "39.0", "S3900000", "State of Ohio", "Ohio, USA"]
)
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


# --- as people write places -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Columbus, Ohio", "0018140"),
        ("Columbus OH", "0018140"),
        ("columbus ohio", "0018140"),
        ("Springfield, Mass.", "0044140"),
        ("Portland, Maine", "0038860"),
        ("Charleston South Carolina", "0016700"),
        ("Denver, Colorado, USA", "0019740"),
        ("Washington DC", "1100000"),
        ("Washington D.C.", "1100000"),
        ("D.C.", "1100000"),
        ("Calif.", "0600000"),
        ("N. Carolina", "3700000"),
    ],
)
def test_a_place_is_known_under_every_spelling_of_its_state(text: str, code: str) -> None:
    assert resolve_area(text).area_code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("NYC", "0035620"),
        ("New York City", "0035620"),
        ("Bay Area", "0041860"),
        ("Twin Cities", "0033460"),
        ("St. Louis", "0041180"),
        ("Saint Louis", "0041180"),
        ("Ft. Worth", "0019100"),
        ("Oakland", "0041860"),
        ("Arlington, VA", "0047900"),
        ("Greater Boston", "0014460"),
        ("Chicago metro area", "0016980"),
    ],
)
def test_a_city_goes_by_its_everyday_name_and_wherever_it_stands_in_the_name_of_its_area(text: str, code: str) -> None:
    assert resolve_area(text).area_code == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        *[("06", "0600000"), ("6", "0600000"), ("18140", "0018140"), ("0018140", "0018140"), ("18140.0", "0018140")],
        ("M0018140", "0018140"),
    ],
)
def test_codes_come_in_each_form_of_the_publisher(text: str, code: str) -> None:
    assert resolve_area(text).area_code == code


@pytest.mark.parametrize(
    ("text", "what"),
    [
        *[("Franklin County", "a county"), ("Cook County, IL", "a county"), ("Orleans Parish", "a county")],
        *[("43215", "a ZIP code"), ("43215-1234", "a ZIP code"), ("Jefferson County", "a county")],
    ],
)
def test_counties_and_zip_codes_are_refused_with_what_works(text: str, what: str) -> None:
    error = refusal(text)
    assert error.given == (
        f"{text!r} looks like {what}: official pay is published for states and metropolitan areas only"
    )
    assert error.next_step == "give the state, or the metropolitan area it lies in"


def test_a_city_that_lies_in_several_areas_lists_them() -> None:
    error = refusal("Arlington")
    assert "Dallas-Fort Worth-Arlington, TX; Washington-Arlington-Alexandria, DC-VA-MD-WV" in error.next_step


def test_several_areas_are_given_in_one_text_or_one_by_one() -> None:
    names = [area.area for area in resolve_areas("Ohio; Denver, CO;")]
    assert names == ["Ohio", "Denver-Aurora-Centennial, CO"]
    assert [area.area for area in resolve_areas(["OH", "Texas"])] == ["Ohio", "Texas"]
    assert resolve_areas("") == (NATIONAL,)
    with pytest.raises(BadInput, match="the area Ohio is given twice"):
        resolve_areas("OH;Ohio")
