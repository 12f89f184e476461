"""Where pay is best: sets of states, refusals, and ranks with their range."""

from functools import cache

import pytest

from helpers.base.vocabulary import Reason
from helpers.comparison.facts import COLUMNS
from helpers.comparison.roles import Comparison, compare
from helpers.sections.best import best, best_of, best_states, says, tabulate
from helpers.sections.maps import own_area


@cache
def roles(*names: str, area: str = "") -> Comparison:
    return compare(*names, area=area)


def in_set(c: Comparison, name: str) -> list[str]:
    frame = c.frame(best)
    return frame[(frame["role"] == name) & frame["in_set"]].sort_values("p", ascending=False)["area"].tolist()


@pytest.mark.parametrize(
    ("code", "states", "eligible"),
    [
        ("29-1141", ["California"], 53),
        ("43-3021", ["District of Columbia"], 52),
        ("29-2043", ["Washington"], 51),
        ("29-1023", ["Colorado", "Michigan", "Washington", "North Carolina", "Arizona"], 7),
        ("27-2011", ["Georgia", "New York", "Texas", "Oregon", "Tennessee"], 18),
    ],
)
def test_the_set_of_states_that_may_pay_most(code: str, states: list[str], eligible: int) -> None:
    c = roles(code)
    assert in_set(c, c.names[0]) == states
    assert c.frame(best)["p"].notna().sum() == eligible


def test_fifteen_of_24_states_may_pay_anesthesiologists_most_and_bounded_ones_stay_in() -> None:
    c = roles("29-1211")
    frame = c.frame(best)
    assert (frame["in_set"].sum(), frame["p"].notna().sum()) == (15, 24)
    assert frame.loc[frame["bound"].notna() & frame["p"].notna(), "in_set"].all()


def test_the_odds_of_orthodontists_are_those_of_the_method() -> None:
    c = roles("29-1023")
    p = c.frame(best).set_index("area")["p"]
    wanted = {"Colorado": 0.955, "Michigan": 0.637, "Washington": 0.313, "North Carolina": 0.308, "Arizona": 0.149}
    assert p[list(wanted)].round(3).to_dict() == wanted


def test_frames_have_the_columns_of_facts_for_one_and_more_roles() -> None:
    for names in (("nurse",), ("nurse", "paramedic"), ("nurse", "paramedic", "waiter")):
        frame = roles(*names).frame(best)
        assert list(frame.columns[: len(COLUMNS)]) == list(COLUMNS)
        assert set(frame["role"].unique()) == set(names)


def test_no_state_is_called_best_where_all_published_lie_below_the_nation() -> None:
    c = roles("27-2011")
    assert best_of(c, "Actors").why == Reason.ALL_BELOW_NATION
    assert says(c) == [
        "New York is the highest published state ($50.16), but all 21 published lie below the nation ($58.29): the"
        " best-paid is not published (9 withheld; California has 48% of the jobs)"
    ]
    assert not best_states(c)["note"].any()


def test_a_sole_best_state_is_the_best_of_those_that_publish_pay_and_100_jobs() -> None:
    assert says(roles("registered nurse"))[0] == (
        "Of 53 states and territories with pay and 100 jobs published, California pays most for registered nurse jobs"
    )


def test_two_to_five_may_pay_most_and_a_higher_mean_without_jobs_is_named() -> None:
    said = says(roles("29-1023"))
    assert said[0] == (
        "Of 7 states and territories with pay and 100 jobs published, Colorado, Michigan, Washington, North Carolina or"
        " Arizona may pay most for jobs in Orthodontists"
    )
    assert said[1] == "Connecticut ($412,100) publishes a higher average without 100 counted jobs."


def test_more_than_five_stand_out_in_nothing() -> None:
    assert says(roles("29-1211"))[0] == "No state stands out for jobs in Anesthesiologists: 15 of 24 may pay most"


def test_two_roles_have_a_sentence_only_for_what_the_chart_cannot_name() -> None:
    assert says(roles("registered nurse", "paramedic")) == []
    assert says(roles("27-2011", "29-1211")) == [
        "Of the states and territories with pay and 100 jobs published, none stands out for jobs in Anesthesiologists"
        " (15 of 24 may pay most) and none can be called best for jobs in Actors (every published one lies below the"
        " nation)."
    ]
    assert says(roles("27-2011", "25-2021")) == []
    assert says(roles("registered nurse", "27-2011"))[0].count("jobs in Actors") == 1


@pytest.mark.parametrize(
    ("code", "area", "rank", "low", "high", "of"),
    [
        ("29-1141", "Ohio", 38, 34, 41, 53),
        ("43-3021", "Massachusetts", 3, 2, 14, 52),
        ("43-3021", "Ohio", 37, 22, 47, 52),
    ],
)
def test_the_rank_of_the_chosen_state_is_a_range(code: str, area: str, rank: int, low: int, high: int, of: int) -> None:
    c = roles(code, area=area)
    row = c.frame(best).query("measure == 'rank'").iloc[0]
    assert (row["value"], row["low"], row["high"], row["of"]) == (rank, low, high, of)
    assert f"{rank} of {of}<br><small>may be {low} to {high}</small>" in own_area(c).html


def test_a_place_that_cannot_be_ranked_says_why_and_is_not_spoken_of() -> None:
    c = roles("27-2011", area="California")
    row = c.frame(best).query("measure == 'rank'").iloc[0]
    assert (row["text"], row["why"]) == ("no figure", Reason.WITHHELD)
    assert "not ranked: not released by the publisher" in own_area(c).html


def test_one_occupation_under_two_titles_is_spoken_of_once() -> None:
    assert says(roles("registered nurse", "RN")) == says(roles("registered nurse"))
    assert set(best_states(roles("registered nurse", "RN"))["role"]) == {"registered nurse"}


def test_the_chart_holds_each_set_first_states_six_at_most_and_says_for_whom() -> None:
    rows = best_states(roles("registered nurse", "paramedic"))
    notes = rows.drop_duplicates("label").set_index("label")["note"]
    assert len(notes) == 6
    assert notes["California"] == "pays most: registered nurse"
    assert notes["Washington"] == "pays most: paramedic"
    assert (notes.drop(["California", "Washington"]) == "").all()


def test_the_table_names_the_set_and_what_is_published_above_it() -> None:
    html = tabulate(roles("29-1023")).html
    assert "Connecticut" in html
    assert "higher, but without 100 counted jobs" in html
    assert html.count("<tr>") == 1 + 5 + 1


def test_a_set_of_more_than_five_is_not_marked_in_the_chart_and_a_bound_is_written_as_one() -> None:
    rows = best_states(roles("29-1211"))
    assert not rows["note"].any()
    five = best_states(roles("29-1023"))
    assert five.loc[five["note"] != "", "note"].tolist() == ["may pay most"] * 5
