"""People, jobs, claims and limits: Census lines named, counts by occupation, claims as printed, gaps counted."""

from functools import cache

import pytest
from golden_facts import codes_of, golden, missing

from helpers.base.vocabulary import Match, Reason, Verdict
from helpers.comparison.facts import ALL, one
from helpers.comparison.roles import Comparison, compare
from helpers.sections.claims import claimed, claims, official
from helpers.sections.claims import says as claims_says
from helpers.sections.jobs import jobs, more_jobs, verdict
from helpers.sections.jobs import says as jobs_says
from helpers.sections.limits import ask, lacking, limits, questions
from helpers.sections.people import ages, composition, household_differs, people, says
from helpers.show.canvas import SITE

KEPT = ("record.ages", "record.composition", "record.earnings")


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


@pytest.mark.parametrize("code", codes_of(*KEPT))
def test_every_kept_figure_on_people_still_stands(code: str) -> None:
    kept = golden(*KEPT, codes=(code,))
    assert missing(roles(code).frame(people), kept[kept["words"] == ""]) == []


def test_a_census_line_that_is_several_is_not_averaged() -> None:
    frame = compare("29-1141", "13-2011").frame(people)
    assert frame[frame["role"] == ALL]["value"].notna().all()
    assert set(frame["match"]) <= set(Match)


def test_a_wider_line_speaks_for_itself() -> None:
    said = says(roles("surgeon", "anesthesiologist"))
    groups = "wider groups only, Surgeons and Other physicians: it speaks for those groups"
    assert f"For surgeon and anesthesiologist the survey has {groups}." in said
    assert said[-1] == "Who holds a job is no reason for or against it."


def test_shares_round_half_away_from_zero_as_a_reader_does() -> None:
    assert (
        says(roles("registered nurse", "paramedic"))[0]
        == "Women hold 87% of registered nurse jobs and 29% of paramedic jobs"
    )


def test_a_small_base_has_its_reason_and_its_words() -> None:
    row = one(roles("actor").frame(people), "actor", "women_pct")
    assert (row["why"], row["detail"]) == (Reason.SMALL_BASE, "base under 50,000")


def test_the_household_survey_turns_the_order_round_only_where_both_lines_are_exact() -> None:
    assert household_differs(roles("registered nurse", "paramedic"))
    assert household_differs(roles("13-2011", "29-1141"))
    assert not household_differs(roles("43-3021", "43-3031"))


def test_charts_of_people_have_all_workers_only_where_they_are_drawn() -> None:
    c = roles("registered nurse", "paramedic")
    assert ALL in set(composition(c)["role"])
    assert ALL not in set(ages(c)["role"])
    assert composition(c)["text"].iloc[:3].tolist() == ["87%", "29%", "47%"]


@pytest.mark.parametrize("code", codes_of("Jobs"))
def test_every_kept_count_of_jobs_still_stands(code: str) -> None:
    kept = golden("Jobs", codes=(code,))
    assert missing(roles(code).frame(jobs), kept[kept["area"] == "0000000"]) == []


def test_jobs_are_those_of_the_occupation_not_of_the_title() -> None:
    said = jobs_says(roles("billing specialist", "account specialist"))[0]
    assert said == "Billing and Posting Clerks: 404,060 jobs; Customer Service Representatives: 2.6 million jobs"


def test_more_jobs_needs_employees_and_all_jobs_to_agree() -> None:
    assert verdict(roles("musician", "actor")) == Verdict.MEANINGFUL
    assert more_jobs(roles("musician", "actor")) == ""  # most musicians work for themselves
    assert more_jobs(roles("paramedic", "registered nurse")) == "registered nurse"


def test_claims_are_quoted_as_printed_beside_the_official_figure() -> None:
    c = roles("billing specialist", "account specialist")
    frame = c.frame(claims)
    mean = frame[
        (frame["role"] == "billing specialist") & (frame["measure"] == "annual_pay_mean") & (frame["site"] == "Zippia")
    ]
    assert mean["text"].tolist() == ["$35,624"]
    assert mean["official_value"].tolist() == [51070.0]
    assert mean["verdict"].tolist() == ["disagrees"]
    assert claims_says(c)[0].startswith("Of 88 claims on these titles 27 can be checked; ")


def test_the_best_place_of_a_claim_is_held_against_the_set_that_may_pay_most() -> None:
    c = roles("billing specialist", "account specialist")
    found = official(c).set_index(["role", "measure"])["text"]
    assert found["billing specialist", "best_state"] == "District of Columbia"
    frame = c.frame(claims)
    best = frame[frame["measure"].isin(["best_state", "best_city", "best_industry"]) & (frame["claim_text"] != "")]
    assert (best["official_text"] != "").all()
    assert set(best["verdict"]) <= {"agrees", "disagrees"}


def test_claims_that_are_charted_come_by_the_size_of_their_gap() -> None:
    frame = claimed(roles("billing specialist", "account specialist"))
    assert frame["key"].max() == 4
    gaps = frame.assign(site=frame["role"] == SITE).pivot(index="key", columns="site", values="value")
    size = ((gaps[True] / gaps[False]) - 1).abs()
    assert size.is_monotonic_decreasing


def test_titles_without_claims_have_no_chapter() -> None:
    c = roles("registered nurse", "paramedic")
    assert c.frame(claims).empty
    assert claims_says(c) == []
    assert claimed(c).empty


def test_what_is_missing_is_counted_by_section_and_cause() -> None:
    c = roles("registered nurse", "paramedic")
    frame = c.frame(limits)
    assert (frame["value"] > 0).all()
    assert set(frame["cause"]) <= set(Reason)
    assert lacking(c)["value"].is_monotonic_decreasing
    assert "O*NET has no skill ratings for paramedic." in questions(c).html


def test_questions_to_ask_name_the_other_reading_and_never_say_you_would_earn() -> None:
    html = ask(roles("billing specialist", "account specialist")).html
    assert "Does account specialist here mean Customer Service Representatives, or rather" in html
    assert html.count("<li") == 4
