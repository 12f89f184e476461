"""Pay: facts, the gap and its class, the odds in words, and the headline that they allow."""

from functools import cache

import numpy as np
import pytest
from golden_facts import codes_of, golden, missing

from helpers.base.errors import BadInput, SameRole, UnknownTitle
from helpers.base.vocabulary import Headline, Reason, Verdict
from helpers.comparison.facts import ALL, COLUMNS, NO_FIGURE, Fact, differences, facts, one, wide
from helpers.comparison.roles import Comparison, Settings, compare
from helpers.sections.headline import finding, remark
from helpers.sections.pay import odds_sentence, pay, pay_gaps, says, stand, workers
from helpers.sections.readings import answers, decides, holds, readings


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


@pytest.mark.parametrize("code", codes_of("Pay"))
def test_every_kept_figure_of_pay_still_stands(code: str) -> None:
    kept = golden("Pay", codes=(code,))
    assert missing(roles(code).frame(pay), kept[kept["area"] == "0000000"]) == []


def test_pay_in_a_state_is_that_of_the_state() -> None:
    kept = golden("Pay", codes=("29-1211",))
    frame = compare("29-1211", area="Oregon").frame(pay)
    assert missing(frame, kept[kept["area"] == "4100000"]) == []


@pytest.mark.parametrize("names", [("dentist",), ("nurse", "paramedic"), ("nurse", "actor", "surgeon", "teacher")])
def test_each_role_has_the_same_measures_and_every_gap_a_reason(names: tuple[str, ...]) -> None:
    frame = roles(*names).frame(pay)
    assert list(frame.columns[: len(COLUMNS)]) == list(COLUMNS)
    assert frame.groupby("role", observed=True).size().to_dict() == dict.fromkeys(names, 12)
    assert ((frame["text"] == NO_FIGURE) == (frame["value"].isna() & frame["bound"].isna())).all()
    assert (frame.loc[frame["text"] == NO_FIGURE, "why"] != "").all()
    assert (frame["cell"] != "").all()


def test_a_fact_without_figure_bound_words_or_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a value, a bound, words or a reason"):
        Fact("nurse", "jobs", "Jobs", "jobs")


def test_a_bound_is_written_as_at_least_and_a_gap_as_no_figure() -> None:
    frame = facts(
        ("a", "b"),
        [
            Fact("a", "m", "M", "usd_per_year", bound=239200.0, why=Reason.TOP_CODED),
            Fact("b", "m", "M", "usd_per_year", why=Reason.WITHHELD),
            Fact(ALL, "m", "M", "usd_per_year", value=51074.0),
        ],
    )
    assert frame["text"].tolist() == ["at least $239,200", "no figure", "$51,070"]
    assert wide(frame, "text").columns.tolist() == ["measure", "label", "unit", "a", "b", "all workers"]


def test_differences_are_tested_only_where_an_error_is_published() -> None:
    found = differences(roles("43-3021", "43-3031").frame(pay)).set_index("measure")
    mean = found.loc["annual_mean_usd"]
    assert (mean["gap"], round(mean["low"]), round(mean["high"])) == (2490.0, 2247, 2733)
    assert mean["verdict"] == Verdict.UNSURE
    assert found.loc["annual_median_usd", "verdict"] == Verdict.NOT_TESTED
    assert differences(roles("dentist").frame(pay)).empty


def test_eight_roles_are_held_against_the_first() -> None:
    names = ("nurse", "paramedic", "dentist", "actor", "waiter", "teacher", "plumber", "lawyer")
    found = differences(roles(*names).frame(pay))
    assert set(found["role"]) == set(names[1:])
    assert set(found["against"]) == {"nurse"}


@pytest.mark.parametrize(
    ("names", "headline", "gap", "steps"),
    [
        (("43-3021", "43-3031"), Headline.NOT_EVERY_STEP, 2490.0, "-++++"),
        (("29-2043", "29-1141"), Headline.EVERY_STEP, 38060.0, "+++++"),
        (("41-3031", "29-1141"), Headline.DEPENDS, -7730.0, "+++--"),
        (("29-1141", "41-3031"), Headline.DEPENDS, 7730.0, "---++"),
        (("35-3031", "53-7065"), Headline.DEPENDS, None, None),
        (("27-2011", "27-2042"), Headline.EITHER, None, None),
        (("flight attendant", "actor"), Headline.NO_COMMON_UNIT, None, None),
        (("bill collector", "43-3011"), Headline.ONE_OCCUPATION, None, None),
    ],
)
def test_the_headline_class_is_that_of_the_golden_cases(
    names: tuple[str, str], headline: Headline, gap: float | None, steps: str | None
) -> None:
    found = pay_gaps(roles(*names))[0]
    assert found.headline == headline
    assert gap is None or (found.gap, found.steps) == (gap, steps)


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ("software developer", "registered nurse"),
            "Software developer pays about $47,000 a year (give or take $1,100) more on average, and more at each"
            " published step.",
        ),
        (
            ("43-3021", "43-3031"),
            "Bookkeeping, Accounting, and Auditing Clerks pay about $2,500 a year (give or take $300) more on average,"
            " and more in the middle; at the 10th percentile less.",
        ),
        (
            ("35-3031", "53-7065"),
            "It depends where you stand: Waiters and Waitresses pay about $520 a year (give or take $410) more on"
            " average; the middle worker in Waiters and Waitresses earns 6% less.",
        ),
        (
            ("flight attendant", "actor"),
            "Pay is published by the hour for actor and by the year for the other: no comparison.",
        ),
    ],
)
def test_the_finding_says_what_its_class_allows(names: tuple[str, str], said: str) -> None:
    assert finding(roles(*names)) == said


def test_averages_that_could_be_either_do_not_settle_it_and_the_middles_are_named_with_their_lack_of_error() -> None:
    said = finding(roles("musician", "actor"))
    assert said.startswith(
        "The published averages do not settle which pays more; the middle musician earns $47.80 an hour"
    )
    assert said.endswith("but no error is published for that.")


def test_the_household_survey_is_named_where_it_has_the_order_the_other_way_round() -> None:
    c = roles("paramedic", "registered nurse")
    assert finding(c).startswith("In the employer survey, registered nurse pays about $38,000 a year")
    assert remark(c) == "The household survey has them the other way round."
    assert remark(roles("43-3021", "43-3031")) == ""


def test_a_reading_that_turns_the_answer_round_makes_the_headline_a_question() -> None:
    c = roles("billing specialist", "account specialist")
    assert decides(c)
    assert finding(c) == (
        "It depends on which account specialist is meant: as Customer Service Representatives it pays about $4,500 a"
        " year less; as Bookkeeping, Accounting, and Auditing Clerks it pays about $2,500 more."
    )
    assert not decides(roles("registered nurse", "dentist"))


def test_the_same_readings_say_the_same_the_other_way_round() -> None:
    one_way, back = (answers(roles(*names)) for names in (("nurse", "plumber"), ("plumber", "nurse")))
    assert one_way["gap"].iloc[0] == -back["gap"].iloc[0]
    assert one_way["verdict"].iloc[0] == back["verdict"].iloc[0]
    assert (roles("nurse", "plumber").frame(readings)["reading"] >= 1).all()
    held, of = holds(roles("nurse", "plumber"))
    assert 1 <= held <= of


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ("paramedic", "registered nurse"),
            "Pick one registered nurse and one paramedic at random: the registered nurse earns more in about 9 of 10"
            " pairings (71 to 96 of 100 whatever the shape)",
        ),
        (
            ("43-3021", "43-3031"),
            "Pick one worker of each at random: it is about even which earns more (39 to 75 of 100 whatever the shape"
            " for the worker in Bookkeeping, Accounting, and Auditing Clerks)",
        ),
        (
            ("27-2011", "27-2042"),
            "Pick one worker of each at random: the worker in Musicians and Singers earns more in between 37 and 74 of"
            " 100 pairings",
        ),
    ],
)
def test_odds_carry_their_range_and_only_the_words_that_they_bear(names: tuple[str, str], said: str) -> None:
    assert odds_sentence(roles(*names)) == said


def test_odds_are_refused_where_a_percentile_is_only_a_bound() -> None:
    c = compare("anesthesiologist", "dentist", area="Oregon")
    assert c.frame(pay)["bound"].notna().any()
    assert odds_sentence(c) == ""
    assert says(c)[0] == "Only lower bounds are published, and they leave open which pays more"


def test_swapping_two_roles_turns_the_gap_and_keeps_the_verdict() -> None:
    one_way, back = (pay_gaps(roles(*names))[0] for names in (("nurse", "dentist"), ("dentist", "nurse")))
    assert (one_way.gap, one_way.verdict, one_way.ahead) == (-back.gap, back.verdict, back.ahead)


def test_fifty_workers_of_each_role_and_the_middle_one_are_drawn() -> None:
    frame = workers(roles("nurse", "paramedic"))
    assert frame.groupby("role", observed=True)["tail"].count().tolist() == [50, 50]
    middle = frame[frame["tail"].isna()].set_index("role")["value"]
    facts_ = roles("nurse", "paramedic").frame(pay)
    assert middle["nurse"] == one(facts_, "nurse", "annual_median_usd")["value"]
    tails = frame[(frame["role"] == "nurse") & (frame["tail"] == True)]  # noqa: E712
    assert len(tails) == 10
    assert np.isfinite(frame["value"]).all()


def test_the_tool_of_own_pay_is_left_out_without_all_percentiles() -> None:
    assert stand(roles("nurse", "paramedic")).kind == "tool"
    assert stand(compare("anesthesiologist", "dentist", area="Oregon")).html == ""


def test_one_role_and_several_have_sentences_of_their_own() -> None:
    assert says(roles("dentist"))[0] == (
        "A tenth of dentist jobs pay less than $86,300 a year, a tenth more than $319,600"
    )
    assert says(roles("nurse", "paramedic", "dentist"))[0].startswith("Average pay runs from $63,360 (paramedic) to")


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda: compare(), BadInput),
        (lambda: compare(*["nurse"] * 9), BadInput),
        (lambda: compare("nurse", 29), UnknownTitle),  # type: ignore[arg-type]
        (lambda: compare("nurse", "nurses"), SameRole),
        (lambda: compare("nurse", "qqxxzz"), UnknownTitle),
        (lambda: Settings(level="5%"), BadInput),  # type: ignore[arg-type]
        (lambda: Settings(allow_missing="false"), BadInput),  # type: ignore[arg-type]
        (lambda: Settings(threshold_pct=101), BadInput),
    ],
)
def test_what_cannot_be_compared_is_refused(call: object, error: type[Exception]) -> None:
    with pytest.raises(error):
        call()  # type: ignore[operator]
