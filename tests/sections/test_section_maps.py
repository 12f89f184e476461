"""The map of states, the tool for the reader's own area, and the chosen area beside the nation."""

import json
import re
from functools import cache

import numpy as np
import pytest

from helpers.base.errors import BadInput
from helpers.comparison.roles import Comparison, compare
from helpers.sections.answer import answer
from helpers.sections.maps import CUTS, further_areas, map_words, own_area, start_state, tiles, your_area
from helpers.sections.pay import pay
from helpers.sections.places import STATE, figures_of, gaps


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
    assert "38 of 53<br><small>may be 34 to 41</small>" in html
    assert "$101,420" in html


def test_an_area_without_a_figure_says_why() -> None:
    html = own_area(roles("27-2011", area="California")).html
    assert "no figure: not released by the publisher" in html


def lines(html: str) -> list[str]:
    rows = html.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    return [" | ".join(" ".join(re.sub("<[^>]+>", " ", cell).split()) for cell in row.split("<td>")) for row in rows]


@pytest.mark.parametrize("area", ["", "Ohio"])
def test_one_area_has_no_table_of_areas(area: str) -> None:
    c = roles("nurse", "paramedic", area=area)
    assert c.further == ()
    assert (further_areas(c).kind, further_areas(c).html) == ("data", "")


def test_several_areas_stand_side_by_side_with_the_gap_and_verdict_of_the_tables() -> None:
    c = roles("nurse", "paramedic", area="Ohio; Denver; nation")
    assert c.area.area == "Ohio"
    assert lines(further_areas(c).html) == [
        "Ohio | $87,730 | $54,590 $33,140 less (−37.8%): clear and meaningful",
        "Denver-Aurora-Centennial, CO | $100,920 | $69,880 $31,040 less (−30.8%): clear and meaningful",
        "United States | $101,420 | $63,360 $38,060 less (−37.5%): clear and meaningful",
    ]
    ohio = gaps(c, STATE).set_index("area").loc["Ohio"]
    assert (ohio["gap"], ohio["verdict"]) == (-33_140, "clear and meaningful")


def test_the_figures_of_the_page_are_those_of_the_first_area_alone() -> None:
    several, alone = roles("nurse", "paramedic", area="Ohio; Texas"), roles("nurse", "paramedic", area="Ohio")
    assert several.frame(pay).equals(alone.frame(pay))
    assert answer(several).html == answer(alone).html
    assert own_area(several).html == own_area(alone).html


def test_a_bound_is_told_as_one_and_a_missing_figure_with_its_reason() -> None:
    bounds = lines(further_areas(roles("surgeon", "anesthesiologist", area="Oregon; Ohio")).html)[0]
    why = "the bound leaves it open: only lower bounds are published for both"
    assert bounds == f"Oregon | at least $239,200 | at least $239,200 {why}"
    first = lines(further_areas(roles("surgeon", "nurse", area="Oregon; Ohio")).html)[0]
    assert re.search(r"\$\d+,\d+ at least \$\d+,\d+ less \(−\d+\.\d%\): clear and meaningful$", first)
    told = lines(further_areas(roles("27-2042", "25-2021", area="Texas; Ohio")).html)[0]
    assert told.startswith("Texas | no figure: published by the hour or by the year only | ")
    assert told.endswith("not published: published by the hour or by the year only")


def test_a_gap_that_could_be_either_is_told_with_its_range_and_never_as_more() -> None:
    told = lines(further_areas(roles("waiter", "janitor", area="California; Ohio; nation")).html)
    assert told[0] == "California | $44,600 | $44,210 could be either: 4.4% less to 2.8% more"
    assert told[1].endswith("$4,630 less (−11.0%): clear and meaningful")
    assert told[2].endswith("less (−3.2%): clear but small")


def test_one_role_has_no_gap_and_three_each_have_theirs_against_the_first() -> None:
    assert lines(further_areas(roles("nurse", area="Ohio; Texas")).html) == ["Ohio | $87,730", "Texas | $95,380"]
    html = further_areas(roles("nurse", "paramedic", "dentist", area="Ohio; Texas")).html
    assert "$33,140 less" in lines(html)[0]
    assert "$92,710 more" in lines(html)[0]
    assert "popovertarget" not in html


def test_an_area_given_twice_and_nine_areas_are_refused() -> None:
    with pytest.raises(BadInput, match="the area Ohio is given twice"):
        compare("nurse", area="Ohio; OH")
    with pytest.raises(BadInput, match="9 areas"):
        compare("nurse", area="OH;TX;CA;NY;WA;OR;ID;UT;NV")


def test_a_lower_bound_has_a_third_only_where_it_lies_above_both() -> None:
    c = roles("surgeon")
    frame, bound = tiles(c), figures_of(c, "surgeon", STATE)["bound"].to_numpy(float)
    bounded = ~np.isnan(bound)
    assert bounded.sum() == 11
    assert frame.loc[bounded, "role"].isna().all()  # $239,200 lies below the upper third
    assert frame.loc[bounded, "text"].str.fullmatch(r"239k\+").all()
    assert frame.loc[~bounded & frame["value"].notna(), "role"].notna().all()
    assert "third not known" in map_words(c)[2]
    assert "third not known" not in map_words(roles("registered nurse"))[2]
