"""What people do all day: real activities, shared or listed for one role, grouped by kind; no claim without a list."""

import re
from functools import cache

import pytest

from helpers.base.vocabulary import Reason
from helpers.comparison.roles import Comparison, compare
from helpers.sections.activities import activities, activity_lists, common, kinds, says


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


def test_each_listed_activity_is_a_row_with_its_kind_and_tasks() -> None:
    frame = roles("registered nurse", "paramedic").frame(activities)
    assert frame["role"].astype(str).value_counts().to_dict() == {"registered nurse": 37, "paramedic": 14}
    row = frame[(frame["role"] == "paramedic") & (frame["label"] == "Treat medical emergencies")].iloc[0]
    assert (row["words"], row["tasks"]) == ("Administer emergency medical treatment", 4)
    assert row["cell"] == f"activity_links/29-2043.00|{row['activity_id']}/tasks"


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ("registered nurse", "paramedic"),
            [
                "Both treat medical emergencies and administer non-intravenous medications",
                "7 of 28 kinds of activity are listed for both.",
            ],
        ),
        (
            ("waiter", "janitor"),
            [
                "Little of the day is the same: waiter work is to present food or beverage information or menus to"
                " customers, janitor work to clean building walls or flooring",
                "2 of 22 kinds of activity are listed for both.",
            ],
        ),
        (
            ("childcare worker", "elementary school teacher"),
            [
                "Both advise others on educational or vocational matters and develop educational programs, plans, or"
                " procedures",
                "8 of 36 kinds of activity are listed for both.",
            ],
        ),
        (
            ("29-1242", "29-1249"),
            ["O*NET lists no activities for Surgeons, All Other, so the days cannot be laid side by side"],
        ),
        (("29-1249",), ["O*NET lists no activities for Surgeons, All Other"]),
        (
            ("paramedic",),
            ["Day to day: treat medical emergencies; administer intravenous medications"],
        ),
    ],
)
def test_the_chapter_on_work_is_headed_by_what_people_do(names: tuple[str, ...], said: list[str]) -> None:
    assert says(roles(*names)) == said


def test_one_occupation_is_said_to_be_one() -> None:
    c = roles("software developer", "software engineer")
    assert says(c)[0].startswith("O*NET counts both titles as Software Developers, who ")
    assert "Listed only" not in activity_lists(c).html


def test_a_role_without_a_list_leaves_nothing_that_is_only_the_others() -> None:
    html = activity_lists(roles("29-1242", "29-1249")).html
    assert "Listed only" not in html
    assert "Both" not in html


def test_kinds_are_those_of_most_roles_first_and_none_is_lost() -> None:
    c = roles("registered nurse", "paramedic", "waiter")
    found = kinds(c)
    assert found["names"].map(len).is_monotonic_decreasing
    assert set(found["kind"]) == set(c.frame(activities)["words"])
    assert common(roles("waiter", "janitor")) == []


@pytest.mark.parametrize(
    ("pair", "sizes", "common"),
    [  # counted in O*NET's own file, not in our table
        (
            ("29-1141", "29-2043"),
            (37, 14),
            "1.a.2.I05.D01 3.b.6.I11.D04 4.a.2.I05.D01 4.a.2.I05.D05 4.a.5.I03.D06 4.a.5.I07.D03",
        ),
        (
            ("43-3021", "43-3031"),
            (27, 20),
            "1.a.1.I04.D07 1.b.3.I03.D01 2.a.2.I01.D09 2.a.2.I04.D01 2.b.1.I01.D07 3.a.3.I01.D01 3.b.6.I10.D03"
            " 3.b.6.I13.D05 4.a.3.I03.D11 4.c.1.I03.D04",
        ),
    ],
)
def test_activities_in_common_are_those_of_the_publishers_file(
    pair: tuple[str, str], sizes: tuple[int, int], common: str
) -> None:
    frame = roles(*pair).frame(activities)
    first, second = (set(rows["activity_id"]) for _, rows in frame.groupby("role", observed=True))
    assert (len(first), len(second)) == sizes
    assert first & second == {f"4.A.{one}" for one in common.split()}


def test_the_order_of_the_roles_does_not_change_what_they_share() -> None:
    assert common(roles("paramedic", "registered nurse")) == common(roles("registered nurse", "paramedic"))


def test_only_means_that_no_activity_of_the_kind_is_listed_for_the_other() -> None:
    c = roles("registered nurse", "paramedic")
    both, only_nurse, only_paramedic = activity_lists(c).html.split("<ul")[1:]
    assert "Treat medical emergencies" in both
    assert "Administer intravenous medications" not in only_nurse + only_paramedic
    assert "Operate diagnostic or therapeutic medical instruments" in only_paramedic


def test_what_both_do_is_an_activity_of_both_or_the_kind_alone() -> None:
    c = roles("dental hygienist", "lpn")
    frame = c.frame(activities)
    done = {str(name): set(rows["label"]) for name, rows in frame.groupby("role", observed=True)}
    both = kinds(c)[lambda found: found["names"].map(len) == 2]
    shared = done["dental hygienist"] & done["LPN"]
    assert ((both["example"] == both["kind"]) | both["example"].isin(shared)).all()
    assert (both["example"] == both["kind"]).any()
    assert both["example"].isin(shared).any()


def test_a_list_shows_few_activities_and_counts_the_rest() -> None:
    html = activity_lists(roles("registered nurse", "paramedic")).html
    assert "and 15 more kinds" in html
    assert html.count("<li>") == 3 + 3 + 3


def test_a_role_without_activities_says_why() -> None:
    frame = roles("29-1249").frame(activities)
    assert frame["why"].tolist() == [Reason.NO_MATCH]
    assert activity_lists(roles("29-1249")).kind == "data"


def test_the_table_has_every_activity_of_both_once() -> None:
    html = activities.table(roles("registered nurse", "paramedic")).html
    assert html.count("<tr>") == 1 + 37 + 14 - 6


@pytest.mark.parametrize("names", [("nurse",), ("nurse", "paramedic"), ("waiter", "stocker")])
def test_what_is_counted_is_named_and_the_counts_agree(names: tuple[str, ...]) -> None:
    c = roles(*names)
    many, of = re.search(r"<caption>(\d+) activities of (\d+) kinds that", activities.table(c).html).groups()
    assert int(of) == len(kinds(c)) == c.frame(activities)["words"].nunique()
    assert int(many) == c.frame(activities)["label"].nunique() > int(of)
    html = activity_lists(c).html
    rest = [int(one) for one in re.findall(r"and (\d+) more kinds?</small>", html)]
    assert rest
    assert html.count("<li>") + sum(rest) == int(of)
    assert not re.search(r"\d more<", html)
    if len(names) == 2:
        assert f" of {of} kinds of activity" in says(c)[1]
