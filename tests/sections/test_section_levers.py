"""Levers: what role, place or sector alone adds, never to a worse one, with the least it may add."""

from functools import cache

import pytest

from helpers.base.vocabulary import Reason
from helpers.comparison.facts import COLUMNS, one
from helpers.comparison.roles import Comparison, compare
from helpers.sections.levers import gains, levers, says, tabulate


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


@pytest.mark.parametrize(
    ("code", "place", "sector", "gap", "least"),
    [
        ("29-1141", 106360, "Government", 14990, 14295),
        ("29-2043", 71780, "Government", 2820, 1823),
        ("43-3021", 55690, "Schools and colleges", 3690, 2651),
    ],
)
def test_place_and_sector_of_the_method(code: str, place: float, sector: str, gap: float, least: float) -> None:
    c = roles(code)
    frame, name = c.frame(levers), c.names[0]
    assert one(frame, name, "place")["after"] == place
    row = one(frame, name, "sector")
    assert (row["target"], row["value"]) == (sector, gap)
    assert row["at_least"] == pytest.approx(least, abs=0.5)


def test_actors_have_no_lever_for_neither_area_nor_sector_clearly_pays_more() -> None:
    frame = roles("27-2011").frame(levers)
    assert frame["why"].tolist() == [Reason.NO_GAIN, Reason.NO_GAIN]
    assert frame["value"].isna().all()
    assert gains(roles("27-2011")).empty


def test_a_role_lever_never_points_to_a_worse_role() -> None:
    frame = roles("nurse", "paramedic").frame(levers)
    assert one(frame, "nurse", "role")["why"] == Reason.NO_GAIN
    assert one(frame, "paramedic", "role")["value"] == 38060
    either = roles("27-2011", "27-2042").frame(levers)
    assert set(either.loc[either["measure"] == "role", "why"]) == {Reason.NO_GAIN}


def test_of_several_roles_the_best_paid_is_the_lever() -> None:
    frame = roles("waiter", "paramedic", "nurse").frame(levers)
    assert list(frame.columns[: len(COLUMNS)]) == list(COLUMNS)
    assert one(frame, "waiter", "role")["target"] == "nurse"
    assert one(frame, "paramedic", "role")["target"] == "nurse"


def test_one_occupation_has_the_levers_of_one_role() -> None:
    assert roles("registered nurse", "RN").frame(levers)["measure"].tolist() == ["place", "sector"]


def test_what_is_said_for_one_role() -> None:
    assert says(roles("registered nurse")) == [
        "A quarter of registered nurse jobs are in areas whose average is $106,400 or more.",
        "Of the 5 sectors with a precise average and at least 1% of the jobs, the best-paid is government.",
    ]
    assert says(roles("27-2011")) == ["No sector clearly pays more than the national average."]


def test_the_chart_has_only_gains_in_the_colour_of_the_role_they_lead_to() -> None:
    rows = gains(roles("nurse", "paramedic"))
    assert (rows["value"] > 0).all()
    assert len(rows) <= 8
    move = rows[rows["lever"] == "role"].iloc[0]
    assert (move["label"], move["note"], move["role"]) == ("From paramedic", "to nurse", "nurse")


def test_the_table_gives_the_reason_where_a_lever_adds_nothing() -> None:
    assert "none: none clearly pays more" not in tabulate(roles("nurse")).html
    assert "none clearly pays more" in tabulate(roles("27-2011")).html
