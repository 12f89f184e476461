"""The switch: the most it may cost at both ends of pay, to the dollar of the methods; never one number for both."""

import math
from functools import cache

import pytest

from helpers.base.vocabulary import Reason
from helpers.comparison.roles import Comparison, compare
from helpers.sections.switch import account, may_cost, says, switch, switch_calculator, switch_terms


@cache
def roles(*names: str, area: str = "") -> Comparison:
    return compare(*names, area=area)


@pytest.mark.parametrize(
    ("start", "goal", "years", "given_up", "more", "five", "ten", "back"),
    [
        ("29-2043", "29-1141", 3, 181_800, (19_730, 36_950), (91_731, 171_791), (170_698, 319_681), (10.8, 5.3)),
        ("43-3021", "43-3031", 1, 48_500, (-4_980, 2_170), (0, 10_089), (0, 18_774), (math.inf, 36.9)),
        ("43-3031", "13-2011", 3, 152_010, (16_350, 33_010), (76_016, 153_473), (141_456, 285_593), (10.9, 4.9)),
    ],
)
def test_a_move_of_the_methods_holds(
    start: str,
    goal: str,
    years: float,
    given_up: float,
    more: tuple[float, float],
    five: tuple[float, float],
    ten: tuple[float, float],
    back: tuple[float, float],
) -> None:
    c = roles(start, goal)
    move = account(c.frame(switch), *c.names)
    for place, stage in enumerate(("p25", "median")):
        own = move[stage]
        assert own["school_years"] == years
        assert own["given_up"] == pytest.approx(given_up)
        assert own["more"] == pytest.approx(more[place])
        assert own["most_5"] == pytest.approx(five[place], abs=0.5)
        assert own["most_10"] == pytest.approx(ten[place], abs=0.5)
        assert own["back_years"] == pytest.approx(back[place], abs=0.05)


@pytest.mark.parametrize(("start", "goal"), [("29-1141", "29-2043"), ("43-3031", "43-3021"), ("13-2011", "43-3031")])
def test_the_reverse_moves_of_the_methods_bring_nothing(start: str, goal: str) -> None:
    c = roles(start, goal)
    move = account(c.frame(switch), *c.names)
    for own in move.values():
        assert (own["school_years"], own["given_up"]) == (0, 0)
        assert own["more"] < 0
        assert (own["most_5"], own["most_10"]) == (0, 0)


def test_a_move_is_the_same_in_either_order_of_the_roles() -> None:
    one, other = roles("paramedic", "registered nurse"), roles("registered nurse", "paramedic")
    for move in (("paramedic", "registered nurse"), ("registered nurse", "paramedic")):
        assert account(one.frame(switch), *move) == account(other.frame(switch), *move)
    assert says(one) == says(other)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ("paramedic", "registered nurse"),
            [
                "3 more years of school, full time and unpaid, give up $181,800 of paramedic pay: more than 5 years as"
                " registered nurse bring back, even in the middle.",
                "The move to paramedic brings no more pay.",
            ],
        ),
        (
            ("bookkeeping clerk", "accountant"),
            [
                "3 more years of school, full time and unpaid, give up $152,000 of bookkeeping clerk pay; 5 years as"
                " accountant bring that back in the middle, not at the 25th percentile.",
                "The move to bookkeeping clerk brings no more pay.",
            ],
        ),
        (
            ("waiter", "janitor"),
            [
                "The move to janitor asks for no more school and brings more pay only in the middle.",
                "The move to waiter brings no more pay.",
            ],
        ),
        (
            ("software developer", "software engineer"),
            ["A switch between the two changes no official pay: both are counted as one occupation."],
        ),
        (
            ("musician", "actor"),
            ["What a switch may cost cannot be worked out: pay by the year or typical schooling is not published."],
        ),
    ],
)
def test_what_is_said_of_a_switch(names: tuple[str, ...], said: list[str]) -> None:
    assert says(roles(*names)) == said


def test_never_is_not_said_where_only_the_25th_percentile_brings_nothing() -> None:
    said = " ".join(says(roles("billing clerk", "bookkeeping clerk")))
    assert "never" not in said
    assert "nothing" not in said


def test_pay_by_the_hour_only_and_one_occupation_are_reasons() -> None:
    assert set(roles("musician", "actor").frame(switch)["why"]) == {Reason.OTHER_UNIT}
    assert set(roles("software developer", "software engineer").frame(switch)["why"]) == {Reason.ONE_OCCUPATION}
    frame = roles("11-0000", "13-2011").frame(switch)
    into = frame[frame["role"] == "Management Occupations"].set_index(["stage", "measure"])
    assert into.at[("median", "school_years"), "why"] is Reason.NOT_GIVEN
    assert into.at[("median", "more"), "why"] == ""


def test_the_chart_has_both_ends_of_pay_and_says_nothing_for_nothing() -> None:
    chart = may_cost(roles("paramedic", "registered nurse"))
    assert chart["label"].unique().tolist() == ["Stays at the 25th percentile", "Reaches the middle"]
    assert chart["text"].tolist() == ["nothing", "$91,700", "nothing", "$171,800"]
    assert may_cost(roles("software developer", "software engineer")).empty


def test_the_calculator_gets_pay_school_and_rate_and_is_left_out_without_them() -> None:
    c = roles("paramedic", "registered nurse")
    assert switch_terms(c).meta["json"]["switch"] == {
        "pay": [[49660.0, 60600.0], [80330.0, 97550.0]],
        "years": [0.0, 3.0],
        "rate": 0.03,
    }
    assert switch_calculator(c).kind == "tool"
    for other in (roles("musician", "actor"), roles("software developer", "software engineer")):
        assert switch_calculator(other).kind == "data"
        assert switch_terms(other).meta["json"] == {}


def test_several_roles_are_moves_from_the_first() -> None:
    c = roles("waiter", "paramedic", "registered nurse", "actor")
    assert says(c) == ["From waiter more pay lies in paramedic and registered nurse."]
    frame = c.frame(switch)
    assert len(set(zip(frame["start"], frame["role"], strict=True))) == 12
    assert len(may_cost(c)) == 6


def test_the_terms_stand_in_the_table() -> None:
    html = switch.table(roles("paramedic", "registered nurse")).html
    assert "3% discount" in html
    assert html.count("<tr>") == 5
    assert ">10.8 years<" in html


def test_the_pay_is_that_of_the_chosen_area() -> None:
    c = roles("paramedic", "registered nurse", area="Ohio")
    assert account(c.frame(switch), *c.names)["median"]["more"] != 36_950
    assert "|3900000|" in c.frame(switch)["cell"].iloc[2]
