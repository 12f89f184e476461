"""Stepping stones: O*NET's lists make the hops, the methods' ways hold, and each hop says which list names it."""

from functools import cache

import numpy as np
import pytest

from helpers.base.vocabulary import ListedBy, Reason
from helpers.comparison.roles import Comparison, compare
from helpers.sections.stepping import hops, ordinal, says, stepping

NONE = (
    "No chain of related occupations with at most 2 stops between and no large fall in pay leads from one to the other,"
    " either way."
)


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


def way(start: str, goal: str) -> list[tuple[str, str, float]]:
    frame = roles(start, goal).frame(stepping)
    first = roles(start, goal).names[0]
    rows = frame[(frame["start"] == first) & (frame["why"] == "")]
    return list(zip(rows["onet_code"], rows["listed_by"], rows["rank"], strict=True))


@pytest.mark.parametrize(
    ("start", "goal"), [("35-3031", "39-3012"), ("39-9011", "35-3011"), ("35-3031", "43-3021"), ("29-1141", "29-2043")]
)
def test_ways_that_the_methods_refuse_are_none(start: str, goal: str) -> None:
    assert way(start, goal) == []


@pytest.mark.parametrize(
    ("start", "goal", "steps"),
    [
        ("43-3021", "13-2011", [("13-2011.00", ListedBy.BOTH, 12.0)]),
        ("29-2043", "29-1141", [("29-1141.00", ListedBy.BOTH, 2.0)]),
        ("39-9011", "25-2021", [("25-2011.00", ListedBy.BOTH, 1.0), ("25-2021.00", ListedBy.BOTH, 3.0)]),
    ],
)
def test_ways_of_the_methods_hold(start: str, goal: str, steps: list[tuple[str, str, float]]) -> None:
    assert way(start, goal) == steps


def test_all_hops_are_as_many_as_the_methods_say() -> None:
    square = hops()
    assert int(square.allowed.sum()) == 5149
    assert int((~np.isnan(square.zone + square.pay)).sum()) == 754


def test_a_hop_stands_at_the_cell_of_the_list_that_names_it() -> None:
    frame = roles("paramedic", "registered nurse").frame(stepping)
    assert frame["cell"].tolist() == ["related/29-2043.00|2/related_onet_code", ""]
    assert frame["why"].tolist() == ["", Reason.NO_WAY]


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ("paramedic", "registered nurse"),
            "From paramedic to registered nurse is one step: O*NET lists each as related to the other (second);"
            " no such way leads back.",
        ),
        (("35-3031", "43-3021"), NONE),
        (
            ("billing clerk", "bookkeeping clerk"),
            "Between the two it is one step, both ways: O*NET lists each as related to the other (first).",
        ),
        (("childcare worker", "29-1249"), "Stepping stones cannot be looked for: no O*NET occupation with median pay"),
        (
            ("musician", "actor"),
            "Stepping stones cannot be looked for: no O*NET occupation with median pay a year stands for musician or"
            " actor.",
        ),
        (("software developer", "software engineer"), ""),
    ],
)
def test_what_is_said_of_the_way(names: tuple[str, ...], said: str) -> None:
    assert " ".join(says(roles(*names))).startswith(said)
    assert bool(says(roles(*names))) == bool(said)


def test_the_same_is_said_in_either_order() -> None:
    assert says(roles("registered nurse", "paramedic")) == says(roles("paramedic", "registered nurse"))


def test_stops_between_are_named() -> None:
    said = says(roles("childcare worker", "elementary school teacher"))[0]
    assert "the way leads by preschool teachers, except special education;" in said


def test_pay_by_the_hour_only_is_the_reason_for_actors() -> None:
    frame = roles("musician", "actor").frame(stepping)
    assert set(frame["why"]) == {Reason.NOT_GIVEN}
    assert set(frame["detail"]) == {"the median pay a year or the job zone of one of the two"}


def test_one_role_leads_to_its_neighbours() -> None:
    frame = roles("paramedic").frame(stepping)
    assert set(frame["measure"]) == {"neighbour"}
    assert says(roles("paramedic"))[0].startswith("One step from paramedic, and paying more in the middle: ")
    assert roles("29-1249").frame(stepping)["why"].tolist() == [Reason.NO_MATCH]


def test_several_roles_have_a_way_each_way() -> None:
    c = roles("paramedic", "registered nurse", "waiter")
    frame = c.frame(stepping)
    assert len(set(zip(frame["start"], frame["role"], strict=True))) == 6
    assert says(c) == [
        "Along O*NET's lists of related occupations paramedic leads to registered nurse in one step and waiter not at"
        " all."
    ]


def test_the_table_names_the_list_and_the_place() -> None:
    html = stepping.table(roles("paramedic", "registered nurse")).html
    assert "on both lists" in html
    assert "no way within the limits" in html


@pytest.mark.parametrize(("place", "words"), [(1, "first"), (10, "tenth"), (11, "11th"), (12, "12th"), (22, "22nd")])
def test_places_are_said_as_words(place: int, words: str) -> None:
    assert ordinal(place) == words
