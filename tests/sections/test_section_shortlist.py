"""The shortlist: deal-breakers with their figures, the family of all pairs, how firm the first place is, its page."""

import re

import pytest

from helpers import compare
from helpers.base.errors import BadInput, SameRole, UnknownArea, UnknownTitle
from helpers.base.vocabulary import Verdict
from helpers.comparison.roles import Comparison
from helpers.render.reports import pair_links, render_shortlist
from helpers.sections import (
    Limits,
    ask,
    choose_among,
    flips_table,
    led_by_kept,
    places,
    shortlist,
    shortlist_answer,
    split_roles,
)
from helpers.sections.board import highest, pair_gaps, pay_against, states_against
from helpers.sections.shortlist import CRITERIA, figures, first_words, parse_weights, ruled_out, several
from helpers.stats.weighting import stability, usable, worth

ROLES = ["paralegal", "accountant", "registered nurse", "27-2042"]


@pytest.fixture(scope="module")
def three() -> Comparison:
    return compare(*ROLES[:3])


@pytest.fixture(scope="module")
def four() -> Comparison:
    return compare(*ROLES)


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("roles", [[], ["accountant"], ["accountant", " "], ["accountant"] * 9])
def test_fewer_than_two_or_more_than_eight_are_refused(roles: list[str]) -> None:
    with pytest.raises(BadInput, match=r"(?s)\d roles.*2 to 8 job titles"):
        several(roles)


def test_a_role_that_is_given_twice_is_refused() -> None:
    with pytest.raises(SameRole, match="'Accountants' is given twice"):
        compare("accountant", "nurse", "Accountants")
    with pytest.raises(SameRole, match="'43-3021' is given twice"):
        compare("Billing and Posting Clerks", "43-3021", "accountant")


def test_unknown_titles_and_areas_are_told() -> None:
    with pytest.raises(UnknownTitle):
        compare("accountant", "qqzzxx yyvvw", "nurse")
    with pytest.raises(UnknownArea):
        compare("accountant", "nurse", "paralegal", area="Atlantis")


@pytest.mark.parametrize("limits", [{"min_pay": -1}, {"max_zone": 6}, {"min_growth_pct": -101}, {"min_jobs": -5}])
def test_deal_breakers_outside_their_range_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(BadInput, match=r"(?s)deal-breakers.*job zone from 1 to 5"):
        Limits(**limits)


def test_schooling_is_read_by_its_first_word_and_refused_with_the_levels() -> None:
    assert Limits(max_schooling="bachelor").schooling == 5
    with pytest.raises(BadInput, match=r"(?s)schooling 'phd'.*Bachelor's degree"):
        Limits(max_schooling="phd")


@pytest.mark.parametrize("text", ["pay", "pay=much"])
def test_weights_that_are_no_numbers_are_refused(text: str) -> None:
    with pytest.raises(BadInput, match=r"(?s)the weight .*such as pay=3"):
        parse_weights(text)


@pytest.mark.parametrize("text", ["=3", "salary=1", "pay=-1", "pay=0", "pay=nan"])
def test_weights_that_cannot_be_used_are_refused_with_the_names(text: str) -> None:
    with pytest.raises(BadInput, match="for pay, jobs, outlook"):
        parse_weights(text)


# --- the figures ----------------------------------------------------------------------------------------------------


def test_every_missing_figure_has_its_reason_and_every_figure_its_cell(four: Comparison) -> None:
    frame = four.frame(shortlist)
    missing = frame["value"].isna() & frame["bound"].isna()
    assert (frame.loc[missing, "why"] != "").all()
    assert (frame.loc[~missing, "cell"] != "").all()
    row = frame[(frame["role"] == "Musicians and Singers") & (frame["measure"] == "annual_median_usd")].iloc[0]
    assert row["why"] == "published by the hour or by the year only"


def test_all_pairs_are_one_family(three: Comparison) -> None:
    gaps = pair_gaps(three)
    assert list(gaps.index) == [(0, 1), (0, 2), (1, 2)]
    assert gaps.loc[(0, 1), "gap"] == 25_050
    assert gaps.loc[(0, 2), "gap"] == 31_720
    assert set(gaps["verdict"]) <= {Verdict.MEANINGFUL, Verdict.UNSURE}


def test_a_role_held_against_another_says_the_reverse(three: Comparison) -> None:
    words = pay_against(three)
    assert words[0] == ["the yardstick", "$25,100 more: clear and meaningful", "$31,700 more: clear and meaningful"]
    assert words[2][0] == "$31,700 less: clear and meaningful"
    assert states_against(three)[0][1] == "53 of 54, less in none"
    assert (
        states_against(three)[1][0] == "none of 54, less in 53" or states_against(three)[1][0] == "0 of 54, less in 53"
    )
    assert highest(three) == "registered nurse"


def test_two_titles_of_one_occupation_stand_outside_the_family() -> None:
    c = compare("billing clerk", "billing specialist", "accountant")
    assert c.codes[0] == c.codes[1]
    assert list(pair_gaps(c).index) == [(0, 2), (1, 2)]
    assert pay_against(c)[0][1] == "Both are one occupation in official data"


# --- what it says ---------------------------------------------------------------------------------------------------


def test_a_broken_deal_is_told_with_its_figure_and_leaves_the_weighting(four: Comparison) -> None:
    kept, out, open_ = ruled_out(four, Limits(min_pay=65_000))
    assert kept == ["accountant", "registered nurse", "Musicians and Singers"]
    assert out == {"paralegal": ["middle pay a year $62,890, under $65,000"]}
    assert open_ == [
        "Musicians and Singers cannot be checked for middle pay a year (published by the hour or by the year only)"
        " and stays in."
    ]
    page = choose_among(four, Limits(min_pay=65_000)).html
    assert "Paralegal is out: middle pay a year $62,890, under $65,000." in page
    ranking = page.partition('id="slfirst"')[2]
    assert "paralegal" not in ranking
    assert "No deal-breaker is set" in choose_among(four).html


def test_a_least_pay_below_a_thousand_is_by_the_hour(four: Comparison) -> None:
    kept, out, _ = ruled_out(four, Limits(min_pay=40))
    assert kept == ["accountant", "registered nurse", "Musicians and Singers"]
    assert out == {"paralegal": ["middle pay an hour $30.24, under $40.00"]}


def test_schooling_and_growth_rule_out_too(three: Comparison) -> None:
    kept, out, _ = ruled_out(three, Limits(max_schooling="associate", min_growth_pct=1))
    assert kept == []
    assert out["paralegal"] == ["projected growth −0.3%, under 1%"]
    assert out["accountant"] == ["typical schooling Bachelor's degree, above Associate's degree"]


def test_top_coded_pay_passes_a_lower_bar_and_cannot_be_checked_above_it() -> None:
    c = compare("surgeon", "43-3021", "nurse", area="Oregon")
    assert ruled_out(c, Limits(min_pay=200_000))[0] == ["surgeon"]
    assert ruled_out(c, Limits(min_pay=300_000))[2] == [
        "surgeon cannot be checked for middle pay a year (at least $239,200) and stays in."
    ]


def test_no_role_left_is_told_and_nothing_is_weighed(three: Comparison) -> None:
    assert "No role is left: loosen a limit." in choose_among(three, Limits(min_pay=900_000)).html
    assert (
        "Only registered nurse is left: there is nothing to weigh." in choose_among(three, Limits(min_pay=90_000)).html
    )
    assert first_words(three, Limits(min_pay=900_000)) == "Every role breaks a deal-breaker: loosen one."


def test_the_finding_says_who_comes_first_and_how_often(three: Comparison) -> None:
    found = shortlist_answer(three).meta["description"]
    assert re.fullmatch(
        r"Registered nurse clearly pays most on average\. It also comes first in \d+ of 100 ways to weigh"
        r" pay, jobs, growth, openings and preparation\.",
        found,
    )


def test_a_lead_that_no_weight_takes_away_names_who_keeps_it(three: Comparison) -> None:
    said = flips_table(three, weights="pay=3 outlook=1").html
    assert "never" in said
    assert "still registered nurse" in said
    assert flips_table(three, Limits(min_pay=90_000)).html == ""


def test_the_script_has_the_shares_that_python_computes(four: Comparison) -> None:
    sets = choose_among(four).meta["json"]["shortlist"]["sets"]
    criteria, roles, _ = usable(figures(four).iloc[[0, 1, 2]], CRITERIA)
    first = stability(worth(figures(four).loc[roles], criteria))
    assert len(sets) == 11
    assert sets[0b0111] == [[0, 1, 2, 3, 4], [int(100 * first[name] + 0.5) for name in four.names[:3]]]


def test_reports_are_linked_only_where_they_are() -> None:
    c = compare(*ROLES[:3], area="Ohio")
    assert "paralegal-vs-accountant-in-ohio.html" not in shortlist_answer(c).html
    assert 'href="paralegal-vs-accountant-in-ohio.html"' in shortlist_answer(c, None, pair_links(c)).html


def test_the_page_names_the_occupation_of_every_title(four: Comparison) -> None:
    said = shortlist_answer(four).html
    for code in ("23-2011", "13-2011", "29-1141", "27-2042"):
        assert code in said
    assert "rolepair" not in said


def test_roles_stand_between_semicolons() -> None:
    assert split_roles("a; b c ;;d") == ["a", "b c", "d"]


def test_the_page_renders_alike_twice_and_asks_for_nothing(tmp_path) -> None:
    options = {"area": "Ohio", "limits": Limits(min_pay=50_000), "weights": "pay=2 outlook=1"}
    first, second = (render_shortlist(ROLES, out=tmp_path / name, **options) for name in ("1.html", "2.html"))
    assert first.read_bytes() == second.read_bytes()
    page = first.read_text(encoding="utf-8")
    assert "could not be made" not in page
    assert "rolepair compare" not in page
    assert " style=" not in page
    assert not re.search(r"<[a-z][^>]* on[a-z]+=", page)
    assert "<title>Paralegal, accountant, registered nurse or Musicians and Singers in Ohio?</title>" in page


def test_the_file_is_named_for_its_roles(tmp_path) -> None:
    assert render_shortlist(ROLES[:2], out=tmp_path).name == "shortlist-paralegal-accountant.html"


def test_a_role_that_is_struck_out_is_no_yardstick_and_not_asked_about() -> None:
    asked, limits = compare("nurse", "paramedic", "dentist", "surgeon"), Limits(min_pay=100_000)
    assert ask(asked, limits).html.count("nurse") == ask(asked, limits).html.count("paramedic") == 0
    c = led_by_kept(asked, limits)
    assert ruled_out(asked, limits)[0] == ["dentist", "surgeon"]
    assert c.names == ("dentist", "nurse", "paramedic", "surgeon")
    page = shortlist_answer(c, limits, pair_links(asked)).html
    assert '<b class="noscript">dentist</b>' in page
    assert 'href="nurse-vs-dentist.html">nurse or dentist</a>' in page
    assert "Half of dentist jobs" in ask(c, limits).html
    assert "Against dentist" in " ".join(places.says(c)) or "more than dentist" in " ".join(places.says(c))
    for open_ in (Limits(), Limits(max_zone=4)):
        assert led_by_kept(asked, Limits(max_schooling="bachelor")) is asked
        assert ("Does nurse here mean" in ask(asked, open_).html) == ("nurse" in ruled_out(asked, open_)[0])
    assert led_by_kept(asked, Limits(min_pay=900_000)) is asked
    assert "<li>What training" in ask(asked, Limits(min_pay=900_000)).html


def test_the_list_is_ordered_by_the_weights_alone_and_firmness_is_told_below() -> None:
    c = compare(
        "nurse", "paramedic", "dentist", "paralegal", "accountant", "actuary", "dental hygienist", "electrician"
    )
    ranking = choose_among(c).html.partition('id="slfirst"')[2]
    table, _, below = ranking.partition("</table>")
    assert "By the weights beside" in table
    assert "of 100" not in table
    places_ = [int(place) for place in re.findall(r"<td>(\d+)", table)]
    assert places_ == sorted(places_) == list(range(1, 9))
    told = re.search(r"Of 100 random weightings first is (.*); others no more often\.", below)[1]
    counts = [int(of) for of in re.findall(r" in (\d+)", told)]
    assert counts == sorted(counts, reverse=True)
    assert "paramedic" not in told
    assert "electrician in 47" in told
    two, three = (
        choose_among(compare(*names)).html for names in (("nurse", "electrician"), ("nurse", "dentist", "cook"))
    )
    assert "; no other" not in two
    assert "others no more" not in two + three


def test_less_is_told_beside_more_and_a_gap_that_could_be_either_has_no_side() -> None:
    c = compare("waiter", "janitor", "cashier")
    assert places.says(c) == [
        "Against waiter, janitor pays clearly more in 22 of 54 states (less in 26) and cashier in 8 of 54 (less in 36)"
    ]
    assert "(less" not in places.says(compare("paramedic", "nurse", "dentist"))[0]
    either = compare("waiter", "janitor", area="California")
    words = pay_against(either)
    assert words[0][1] == "Could be either: 4.3% less to 2.7% more"
    assert words[1][0] == "Could be either: 2.6% less to 4.5% more"
