"""The sections on outlook, education and people: computed sentences, and nothing empty for any kind of pair."""

import re

import pytest

from helpers import prose
from helpers.comparison import Comparison, compare

SECTIONS = (prose.outlook_section, prose.education_section, prose.people_section)


@pytest.fixture(scope="module")
def billing_and_account() -> Comparison:
    return compare("billing specialist", "account specialist")


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("surgeon", "teacher"),  # wider Census and survey groups, no O*NET answers
        ("13-1020", "31-1120"),  # several Census occupations and O*NET codes each
        ("11-9199", "43-0000"),  # six O*NET codes, and a group without most figures
        ("51-2061", "29-1243"),  # jobs so few that no openings are published
    ],
)
def test_no_section_shows_an_empty_figure(a: str, b: str) -> None:
    comparison = compare(a, b)
    for section in SECTIONS:
        html = section(comparison)
        assert not re.search(r">\s*(nan|None|NaN|-|–|—|<NA>)\s*<", html)
        assert not re.search(r"\bnan\b", words(html))
        assert "&lt;" not in html  # markup shown as text


def test_outlook_says_change_count_and_period(billing_and_account: Comparison) -> None:
    text = words(prose.outlook_section(billing_and_account))
    assert "Billing specialist jobs are projected to fall by 0.4% over 2024-34, from 429.8 to 427.9 thousand." in text
    assert (
        "Per 1,000 billing specialist jobs, about 98 openings a year: 45 because workers leave the labor force, 54"
        " because they change occupation; growth changes next to nothing." in text
    )


def test_outlook_tells_the_record_of_past_rounds(billing_and_account: Comparison) -> None:
    assert (
        "In the publisher&#x27;s own evaluations of 2002-12, 2008-18 and 2012-22 the direction was right 84, 78 and 77%"
        " of the time, and which grow faster than average 57, 52 and 67%." in prose.outlook_section(billing_and_account)
    )


def test_chart_of_openings_writes_the_total_of_the_table(billing_and_account: Comparison) -> None:
    assert "all 98.2 a year, growth −0.5" in prose.outlook_section(billing_and_account)  # its parts add up to 97.9


def test_education_keeps_held_judged_and_asked_apart(billing_and_account: Comparison) -> None:
    html = prose.education_section(billing_and_account)
    assert re.findall(r"<h3>(.*?)</h3>", html) == [
        "What workers hold",
        "What is judged typical for entry",
        "What workers say is asked for",
    ]
    assert "the most common level among workers aged 25 and over is some college, no degree (31%)." in words(html)


def test_chart_of_education_marks_what_is_typical_for_entry(billing_and_account: Comparison) -> None:
    html = prose.education_section(billing_and_account)
    assert "High school diploma or equivalent: billing specialist 27.9% (typical for entry)" in html
    assert "90% errors" not in html  # none is published for these shares


def test_people_name_the_census_occupation_and_the_months(billing_and_account: Comparison) -> None:
    text = words(prose.people_section(billing_and_account))
    assert "The composition of an occupation is no reason for or against a role." in text
    assert "The figures for billing specialist are those of Census 5110 Billing and posting clerks." in text
    assert "Averages of 11 months: October was not collected." in text
    assert "The median age is 45.8 in billing specialist, 37 in account specialist and 42.1 among all workers." in text


def test_group_gets_a_remark_in_place_of_figures() -> None:
    text = words(prose.people_section(compare("11-9199", "43-0000")))
    assert "No figures for Office and Administrative Support Occupations: the household survey is joined for" in text
