"""Ways out of the shipped tables: limits that are refused, hops that keep them, and what the section says."""

import re

import numpy as np
import pandas as pd
import pytest

from helpers.build.hops import build
from helpers.charts.way import stepping_stones, stepping_stones_alt
from helpers.comparison import compare
from helpers.errors import BadInput
from helpers.present import figure
from helpers.prose.way import found, hop_rows, way_section
from helpers.schemas.hops import WIDEST_KEPT
from helpers.skill_gaps import directional_gap
from helpers.skills import read_ratings
from helpers.tables import load
from helpers.ways import Limits, Stop, asked_for, median_pay, stops, way_between, widest_facets

NURSE, REGISTERED = Stop("29-2061.00", "practical nurse", "29-2061"), Stop("29-1141.00", "nurse", "29-1141")
NATION = "0000000"

# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "limits", [(0, 10.0, 2), (WIDEST_KEPT + 1, 10.0, 2), (50, -1.0, 2), (50, 101.0, 2), (50, 10.0, 3), (50, 10.0, -1)]
)
def test_limits_outside_their_range_are_refused_with_the_range(limits: tuple[int, float, int]) -> None:
    with pytest.raises(BadInput, match=r"(?s)limits of .*1 to 75 of 100 moves.*the usual choice"):
        Limits(*limits)


def test_a_role_without_one_record_says_which_and_why() -> None:
    route = compare("postsecondary teacher, all other", "accountant").route()
    if route.ends[0].code:
        pytest.skip("the title has one O*NET record now")
    assert route.way.codes == ()
    assert route.names[0] in route.way.reason


def test_an_occupation_without_yearly_pay_is_refused_by_name() -> None:
    assert compare("27-2042", "accountant").route().way.reason == "Musicians and Singers has no published median pay"


# --- ways -----------------------------------------------------------------------------------------------------------


def test_every_hop_keeps_the_limits_and_its_width_is_that_of_the_table() -> None:
    table = load("hops").set_index(["start", "end"])["widest"]
    pay = median_pay(NATION)["pay"]
    soc_of = stops()
    limits = Limits(max_gap=55, max_cut_pct=10.0)
    ends = sorted(soc_of)[::60]
    seen = 0
    for start in ends[:4]:
        for goal in ends[4:]:
            way = way_between(Stop(start, start, soc_of[start]), Stop(goal, goal, soc_of[goal]), NATION, limits)
            assert bool(way.codes) is not bool(way.reason)
            for hop in way.hops.to_dict("records"):
                seen += 1
                assert hop["gap"] == table[(hop["start"], hop["end"])] <= limits.max_gap
                before, after = pay[soc_of[hop["start"]]], pay[soc_of[hop["end"]]]
                assert after >= 0.9 * before
                assert hop["pay_change_pct"] == pytest.approx(100 * (after - before) / before)
            assert len(way.codes) <= 4
    assert seen >= 5


def test_a_block_names_its_limit_and_the_one_named_opens_a_way() -> None:
    blocked = way_between(NURSE, REGISTERED, NATION, Limits(max_gap=20))
    assert re.match(r"blocked by the limit on the gap \(a way opens at \d+\.0\)", blocked.reason)
    opened = way_between(NURSE, REGISTERED, NATION, Limits(max_gap=int(blocked.opens_at)))
    assert opened.codes[0] == NURSE.onet_code
    assert opened.codes[-1] == REGISTERED.onet_code
    assert way_between(NURSE, REGISTERED, NATION, Limits(max_gap=int(blocked.opens_at) - 1)).codes == ()


def test_each_hop_names_its_widest_facet_and_what_it_asks_for() -> None:
    way = way_between(NURSE, REGISTERED, NATION, Limits(max_gap=60, most_between=0))
    assert widest_facets(way).tolist() == ["skills"]
    assert len(asked_for(way)[0]) == 4


def test_an_occupation_with_one_record_is_a_stop_and_one_with_several_is_its_general_one() -> None:
    found_stops = stops()
    assert found_stops["29-1141.00"] == "29-1141"
    assert len(found_stops) > 700
    assert len(set(found_stops.values())) == len(found_stops)


# --- the table ------------------------------------------------------------------------------------------------------


def ratings_of(levels: dict[str, float]) -> pd.DataFrame:
    """Four facets of one element each, importance 3 everywhere; `levels` by occupation."""
    rows = [
        (facet, code, "2.A.1.a", scale, 3.0 if scale == "importance" else level)
        for facet in ("abilities", "knowledge", "skills", "work activities")
        for code, level in levels.items()
        for scale in ("importance", "level")
    ]
    frame = pd.DataFrame(rows, columns=["facet", "onet_code", "element_id", "scale", "value"])
    return frame.assign(standard_error=np.nan, suppress=False, not_relevant=False)


def test_the_width_of_a_move_is_the_share_of_moves_that_ask_for_less() -> None:
    elements = pd.DataFrame({"element_id": ["2.A.1.a"], "element_name": ["Reading"]})
    # gaps: a to b 3, a to c 6, b to c 3, and 0 back: of six moves, three ask for less than 3, five for less than 6
    hops = build(ratings_of({"a": 1.0, "b": 2.0, "c": 3.0}), elements).tables["hops"]
    widths = {(one, other): width for one, other, width in hops[["start", "end", "widest"]].itertuples(index=False)}
    assert widths == {("a", "b"): 50, ("b", "a"): 0, ("b", "c"): 50, ("c", "a"): 0, ("c", "b"): 0}  # a to c: 84


def test_the_shipped_widths_are_those_of_the_ratings() -> None:
    scale = load("facet_scale")
    names = load("elements")
    for start, end in (("29-2061.00", "29-1141.00"), ("43-3021.00", "43-3031.00")):
        row = load("hops", where={"start": [start], "end": [end]}).iloc[0]
        rows = load("ratings", where={"facet": [row["facet"]], "onet_code": [start, end]})
        gap = directional_gap(read_ratings(rows.merge(names, on="element_id")), start, end).value
        places = scale[(scale["facet"] == row["facet"]) & (scale["measure"] == "gap")]
        near = np.interp(float(gap or 0), places["value"], places["percentile"])
        assert row["widest"] == pytest.approx(near, abs=1.5)


# --- picture and words ----------------------------------------------------------------------------------------------

STOPS = pd.DataFrame({"onet_code": ["a", "b", "c"], "name": ["Clerk", "Agent", "Broker"], "pay": [40e3, 38e3, 70e3]})


def test_the_graph_is_told_in_words_with_every_stop_and_hop() -> None:
    assert stepping_stones_alt(STOPS, ["short", "long"]) == (
        "Graph of a way from the first role to the other, median pay, US dollars a year: Clerk, $40,000; then, short,"
        " to Agent, $38,000; then, long, to Broker, $70,000."
    )


def test_the_graph_shows_every_stop_and_hop_and_needs_one_hop_between_two() -> None:
    drawn = figure(stepping_stones(STOPS, ["short", "long"], start="b"), alt="a way")
    for text in ("Clerk, $40,000", "Agent, $38,000", "Broker, $70,000", "short", "long"):
        assert f">{text}<" in drawn
    with pytest.raises(ValueError, match="3 stops need one hop between each two; got 1"):
        stepping_stones(STOPS, ["short"])


def test_a_direct_move_needs_no_stepping_stone() -> None:
    comparison = compare("31-9091", "29-1292")
    assert found(comparison.route()) == (
        "The move from Dental Assistants to Dental Hygienists stays within the limits: no stepping stone is needed."
    )
    rows = hop_rows(comparison.route(), comparison.route().way)
    assert rows[0][0] == "Dental Assistants to Dental Hygienists"
    assert "O*NET lists the two as related" in rows[0][1]


def test_the_section_goes_both_ways_and_says_what_blocks() -> None:
    section = way_section(compare("43-3021", "accountant"))
    assert "asks for more than 50 of 100 moves do" in section
    assert "No way." in section
    assert "this way opens" in section
    assert "the limit on the pay cut" in section
    assert 'data-cell="hops/' in section


def test_one_record_for_both_has_no_way() -> None:
    assert "there is no way to go" in way_section(compare("43-3021", "billing clerk"))
