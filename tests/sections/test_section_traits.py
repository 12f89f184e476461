"""Interests, technologies, one job or two: kept figures, what may be said, and reasons where there is nothing."""

import html
import re
from functools import cache

import pytest
from golden_facts import codes_of, golden, missing

from helpers.base.vocabulary import Match, Reason
from helpers.comparison.matches import onet_of
from helpers.comparison.roles import Comparison, compare
from helpers.sections.interests import first_interest, interests, suits
from helpers.sections.interests import says as said_of_interests
from helpers.sections.one_job import Lean, answer, leans, one_job, titles_of
from helpers.sections.technologies import says as said_of_technologies
from helpers.sections.technologies import technologies
from helpers.tables.titles import Reading

ONE_OCCUPATION = ("software developer", "software engineer")


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


@pytest.mark.parametrize("code", codes_of("work.interests", "work.styles"))
def test_every_kept_interest_and_style_still_stands(code: str) -> None:
    kept = golden("work.interests", "work.styles", codes=(code,))
    assert missing(roles(code).frame(interests), kept) == []


@pytest.mark.parametrize("code", codes_of("work.tools"))
def test_every_kept_technology_still_stands(code: str) -> None:
    # the kind was that of the other role's row where both had the technology: now each row has its own
    frame = roles(code).frame(technologies).assign(words="")
    assert missing(frame, golden("work.tools", codes=(code,)).assign(words="")) == []


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ("registered nurse", "paramedic"),
            ["Both suit people who like helping and teaching best; hands-on, practical work fits paramedic better."],
        ),
        (("musician", "actor"), ["Both suit people who like creative, expressive work best."]),
        (
            ("waiter", "janitor"),
            [
                "Waiter work suits people who like order, records and rules best; janitor work, hands-on, practical"
                " work."
            ],
        ),
        (("29-1242", "29-1249"), []),
        (ONE_OCCUPATION, []),
        (("electrician",), ["The work suits people who like hands-on, practical work best."]),
    ],
)  # fmt: skip
def test_what_is_said_of_interests(names: tuple[str, ...], said: list[str]) -> None:
    assert said_of_interests(roles(*names)) == said


def test_interests_are_charted_in_plain_words_on_their_scale() -> None:
    chart = suits(roles("registered nurse", "paramedic", "actor"))
    assert len(chart) == 18
    assert chart["label"].iloc[0] == "Hands-on, practical work"
    assert chart["value"].between(1, 7).all()
    assert suits(roles("29-1249")).empty
    assert first_interest(roles("29-1249").frame(interests), "Surgeons, All Other") == ""


def test_the_table_of_styles_has_those_that_mark_a_role() -> None:
    html = interests.table(roles("registered nurse", "paramedic")).html
    assert "Work styles that mark a role" in html
    assert 12 < html.count("<tr>") < 20


def test_technologies_are_examples_and_count_for_each_role() -> None:
    c = roles("registered nurse", "paramedic")
    said = "O*NET lists technologies as examples: 43 for registered nurse and 24 for paramedic, 7 of them for both."
    assert said_of_technologies(c) == [said]
    assert technologies.table(c).meta["summary"] == "All 60 listed technologies"
    listed: dict[str, str] = {}
    for who, several in re.findall(r"<tr><th scope=row>([^<]*)<td>[^<]*<td>([^<]*)", technologies.table(c).html):
        listed[who] = f"{listed.get(who, '')}; {several}"
    frame = c.frame(technologies)
    for one, own in frame.groupby("technology"):
        assert html.escape(str(one)) in listed["Both" if len(own) == 2 else str(own["role"].iloc[0])]


def test_a_technology_often_in_adverts_of_some_roles_names_them() -> None:
    c = roles("software developer", "registered nurse", "accountant")
    frame = c.frame(technologies)
    asked = set(frame.loc[(frame["technology"] == "Microsoft Excel") & frame["in_demand"], "role"])
    assert asked == {"accountant"}
    page = technologies.table(c).html
    assert "Microsoft Excel* (accountant)" in page
    assert re.search(r"<th scope=row>software developer<td>[^<]*<td>[^<]*Git\*", page)


def test_a_role_without_technologies_says_why() -> None:
    frame = roles("29-1249").frame(technologies)
    assert frame["why"].tolist() == [Reason.NO_MATCH]
    assert "no technology" in technologies.table(roles("29-1249")).html
    assert said_of_technologies(roles("29-1249")) == []


@pytest.mark.parametrize(
    ("names", "lean", "why"),
    [
        (
            ("billing clerk", "bookkeeping clerk"),
            Lean.REVIEW,
            "of the measures, two lean to merging and none to splitting",
        ),
        (("11-1011", "37-2011"), Lean.SPLIT, "all three measures lie below their mark for splitting"),
        (("waiter", "janitor"), Lean.REVIEW, "of the measures, one leans to merging and two to splitting"),
        (("registered nurse", "paramedic"), Lean.REVIEW, "one of the measures cannot be had"),
        (ONE_OCCUPATION, Lean.REVIEW, "both titles fall into one occupation"),
    ],
)
def test_the_rule_for_hr(names: tuple[str, ...], lean: Lean, why: str) -> None:
    found, reason = answer(roles(*names))
    assert found is lean
    assert reason.startswith(why)


def test_the_measures_of_one_job_are_shares_with_marks() -> None:
    frame = roles("billing clerk", "bookkeeping clerk").frame(one_job).set_index("measure")
    assert frame["leans"].to_dict() == {"pay_band": Lean.MERGE, "duties": Lean.REVIEW, "titles": Lean.MERGE}
    assert frame["value"].between(0, 100).all()
    html = one_job.table(roles("billing clerk", "bookkeeping clerk")).html
    assert "merge from 60%, split below 30%" in html
    assert "no norm" in html
    missing_one = roles("registered nurse", "paramedic").frame(one_job).set_index("measure")
    assert missing_one.at["duties", "why"] is Reason.NOT_RATED


@pytest.mark.parametrize(
    ("value", "lean"), [(95.0, Lean.MERGE), (94.9, Lean.REVIEW), (80.0, Lean.REVIEW), (79.9, Lean.SPLIT)]
)
def test_marks_lean_from_their_own_value_on(value: float, lean: Lean) -> None:
    assert leans("duties", value) is lean


def test_titles_of_a_group_are_those_listed_for_it() -> None:
    assert len(titles_of("29-2043")) > 5


@pytest.mark.parametrize(
    ("reading", "match", "code"),
    [
        (Reading("29-2043", "Paramedics", "detailed", (), ""), Match.EXACT, "29-2043.00"),
        (Reading("29-1141", "Registered Nurses", "detailed", (), ""), Match.STAND_IN, "29-1141.00"),
        (Reading("29-1141", "Registered Nurses", "detailed", (), "", ("29-1141.03",)), Match.STAND_IN, "29-1141.03"),
        (Reading("29-1249", "Surgeons, All Other", "detailed", (), ""), Match.NONE, ""),
    ],
)
def test_which_onet_occupation_stands_for_a_role(reading: Reading, match: Match, code: str) -> None:
    found = onet_of(reading)
    assert (found.match, found.code) == (match, code)
    assert found.why == ("" if code else Reason.NO_MATCH)
