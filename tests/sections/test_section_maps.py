"""The map of states, the tool for the reader's own area, and the chosen area beside the nation."""

import json
from functools import cache

import pytest

from helpers.comparison.roles import Comparison, compare
from helpers.sections.maps import CUTS, map_words, own_area, start_state, tiles, your_area
from helpers.sections.places import STATE, gaps


@cache
def roles(*names: str, area: str = "") -> Comparison:
    return compare(*names, area=area)


def test_a_tile_says_by_how_many_percent_of_the_other_role_and_is_shaded_by_the_same() -> None:
    frame = tiles(roles("paramedic", "nurse")).set_index("state")
    assert (frame.loc["CA", "role"], frame.loc["CA", "text"]) == ("nurse", "+93%")
    title, unit, note = map_words(roles("paramedic", "nurse"))
    assert (title, unit) == ("Who pays more, state by state", "percent more than the other role pays there")
    low, high = next(pair for pair in CUTS if f"{pair[0]} to {pair[1]}%" in note)
    steps = frame[frame["role"] == "nurse"]
    assert (steps["step"] == 1 + (steps["value"] >= low) + (steps["value"] >= high)).all()


def test_the_map_is_the_same_whichever_role_comes_first() -> None:
    one_way, back = (tiles(roles(*pair)) for pair in (("paramedic", "nurse"), ("nurse", "paramedic")))
    assert one_way["text"].tolist() == back["text"].tolist()
    assert one_way["step"].tolist() == back["step"].tolist()
    assert one_way["role"].astype(str).tolist() == back["role"].astype(str).tolist()


def test_no_tile_has_a_role_where_the_verdict_is_not_clear_nor_a_value_where_nothing_is_compared() -> None:
    c = roles("43-3021", "43-3031")
    rows, frame = gaps(c, STATE).reset_index(drop=True), tiles(c)
    assert (frame["role"].notna() == (rows["sign"] != 0)).all()
    assert (frame["text"].ne("") == (rows["sign"] != 0)).all()
    assert (frame["value"].isna() == rows["p"].isna()).all()
    assert "no clear difference" in map_words(c)[2]


def test_gaps_too_wide_for_a_percentage_are_written_as_times_with_a_bound_marked() -> None:
    frame = tiles(roles("27-2011", "29-1211")).set_index("state")
    assert frame.loc["NY", "text"] == "3.4×"
    assert frame.loc["AZ", "text"].endswith("+")
    assert map_words(roles("27-2011", "29-1211"))[1] == "times the pay of the other role there"


@pytest.mark.parametrize("names", [("nurse",), ("registered nurse", "RN")])
def test_one_role_or_one_occupation_has_a_map_of_its_pay(names: tuple[str, ...]) -> None:
    frame = tiles(roles(*names)).set_index("state")
    assert frame.loc["CA", "text"] == "$150k"
    assert set(frame["step"]) == {0, 1, 2, 3}
    assert map_words(roles(*names))[0] == "Average pay, state by state"


def test_three_roles_have_no_map_of_one_gap() -> None:
    c = roles("nurse", "paramedic", "waiter")
    assert tiles(c).empty
    assert len(map_words(c)) == 3


def test_the_tool_holds_every_place_with_pay_verdict_and_pay_at_the_nations_prices() -> None:
    c = roles("paramedic", "nurse")
    block = your_area(c)
    data = block.meta["json"]
    assert len(data["places"]) == 582
    assert data["start"] == start_state(c) == "CA"
    ohio = next(row for row in data["places"] if row[2] == "Ohio")
    assert len(ohio[3]) == 2
    assert data["verdicts"][ohio[4]] == "clear and meaningful"
    assert all(adjusted > paid for adjusted, paid in zip(ohio[5], ohio[3], strict=True))
    json.dumps(data, allow_nan=False)


def test_the_tool_starts_in_the_state_of_the_chosen_area() -> None:
    assert your_area(roles("paramedic", "nurse", area="Denver")).meta["json"]["start"] == "CO"


def test_the_chosen_area_stands_beside_the_nation_and_the_nation_beside_nothing() -> None:
    assert own_area(roles("paramedic", "nurse")).html == ""
    html = own_area(roles("paramedic", "nurse", area="Ohio")).html
    assert "Ohio beside the nation" in html
    assert html.count("<tr>") == 7
    assert "38 of 53<br><small>34 to 41</small>" in html
    assert "$101,420" in html


def test_an_area_without_a_figure_says_why() -> None:
    html = own_area(roles("27-2011", area="California")).html
    assert "no figure: not released by the publisher" in html
