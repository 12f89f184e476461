"""The best-paying place as a set and the rank of one place (methods 2 and 3): refusals, golden cases, all of them."""

from collections import Counter

import numpy as np
import pandas as pd
import published as oews
import pytest
from scipy import integrate
from scipy.stats import norm

from helpers.base.vocabulary import Reason
from helpers.stats.means import figures
from helpers.stats.rankings import Best, best_places, rank_interval

STATES = 54


def best(soc: str) -> Best:
    return best_places(oews.places(soc, "state"), nation=oews.nation_of(soc).value, expected=STATES)


def named(found: Best) -> list[str]:
    return [str(oews.area_names()[code]) for code in found.names]


def some_places(**changes: object) -> pd.DataFrame:
    frame = figures([100.0, 99.0, 98.0, 97.0], 1.0, jobs=500.0, index=pd.Index(list("wxyz")))
    return frame.assign(**changes)


# --- refusals -------------------------------------------------------------------------------------------------------


def test_each_place_that_cannot_be_ranked_says_why() -> None:
    places = figures(
        [100.0, 100.0, 100.0, 100.0, np.nan, np.nan],
        [31.0, 1.0, 1.0, np.nan, 1.0, np.nan],
        jobs=[500.0, 99.0, np.nan, 500.0, 500.0, 500.0],
        why=["", "", "", "", "", Reason.WITHHELD.value],
        index=pd.Index(list("abcdef")),
    )
    expected = [
        Reason.THIN,
        Reason.FEW_JOBS,
        Reason.NO_JOB_COUNT,
        Reason.NO_ERROR,
        Reason.NOT_GIVEN,
        Reason.WITHHELD,
    ]
    assert [rank_interval(places, place).why for place in places.index] == expected
    found = best_places(places)
    assert (found.why, found.names) == (Reason.NONE_ELIGIBLE, [])
    assert found.higher["why"].tolist() == expected[:4]


def test_a_bounded_place_has_no_rank_of_its_own_and_a_repeated_place_is_a_mistake() -> None:
    places = some_places(value=[np.nan, 99.0, 98.0, 97.0], bound=[110.0, np.nan, np.nan, np.nan])
    assert rank_interval(places, "w").why == Reason.TOP_CODED
    with pytest.raises(ValueError, match="repeats"):
        best_places(pd.concat([places, places]))


def test_golden_actors_are_refused_since_all_published_states_lie_below_the_nation() -> None:
    found = best(oews.ACTOR)
    assert (found.why, len(found.names), len(found.eligible)) == (Reason.ALL_BELOW_NATION, 5, 18)
    places = oews.places(oews.ACTOR, "state")
    highest = places["value"].idxmax()
    assert (oews.area_names()[highest], places.at[highest, "value"]) == ("New York", 50.16)
    assert oews.nation_of(oews.ACTOR).value == 58.29
    share = places.at[oews.area_code("California"), "jobs"] / oews.nation_of(oews.ACTOR).jobs
    assert round(float(share), 2) == 0.48


# --- the set --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("soc", "names", "eligible"),
    [
        (oews.NURSE, ["California"], 53),
        (oews.BILLING, ["District of Columbia"], 52),
        (oews.PARAMEDIC, ["Washington"], 51),
        (oews.ORTHODONTIST, ["Colorado", "Michigan", "Washington", "North Carolina", "Arizona"], 7),
    ],
)
def test_golden_sets_of_the_best(soc: str, names: list[str], eligible: int) -> None:
    found = best(soc)
    assert sorted(named(found)) == sorted(names)
    assert len(found.eligible) == eligible
    assert found.why == ""


def test_golden_p_values_of_the_orthodontists() -> None:
    found = best(oews.ORTHODONTIST)
    p = found.eligible.set_axis(found.eligible.index.map(oews.area_names()))["p"].round(3)
    named_p = {"Colorado": 0.955, "Michigan": 0.637, "Washington": 0.313, "North Carolina": 0.308, "Arizona": 0.149}
    assert {name: p[name] for name in named_p} == named_p


def test_golden_anesthesiologists_keep_every_bounded_state_in_the_set() -> None:
    found = best("29-1211")
    assert (len(found.names), len(found.eligible)) == (15, 24)
    bounded = found.eligible[found.eligible["bounded"]]
    assert (bounded["p"] == 1).all()
    assert bounded["in_set"].all()
    assert (bounded["value"] == oews.BOUND_USD["annual"]).all()


def test_p_is_that_of_the_integral() -> None:
    places = some_places()
    found = best_places(places).eligible
    y, e = np.log(places["value"].to_numpy()), places["error_pct"].to_numpy() / 100 + 0.0005
    for place in range(4):
        others = np.arange(4) != place
        joint = np.hypot(e[others], e[place])
        most = ((y[others] - y[place]) / joint).max()

        def inside(u: float, joint=joint, most=most, place=place, others=others) -> float:
            return float(norm.pdf(u) * np.prod(norm.cdf((most * joint + e[place] * u) / e[others])))

        expected = 1 - integrate.quad(inside, -8, 8)[0]
        assert found["p"].iloc[place] == pytest.approx(expected, abs=1e-6)


def test_places_all_alike_are_all_in_the_set_and_a_far_one_is_not() -> None:
    assert best_places(some_places(value=100.0)).names == list("wxyz")
    assert best_places(some_places(value=[200.0, 100.0, 100.0, 100.0])).names == ["w"]
    assert best_places(some_places(value=[200.0, 100.0, 100.0, 100.0])).eligible["p"].iloc[1] < 1e-4


def test_highest_needs_every_place_to_be_published() -> None:
    assert best_places(some_places(), expected=4).complete
    assert not best_places(some_places(), expected=5).complete
    assert not best_places(some_places()).complete


def test_golden_set_sizes_of_all_occupations() -> None:
    sizes, marks = Counter(), Counter()
    for soc in oews.by_occupation("state"):
        found = best(soc)
        marks["below the nation"] += found.why == Reason.ALL_BELOW_NATION
        marks["complete"] += found.complete
        if len(found.eligible) < 2:
            continue
        size = len(found.names)
        sizes["one" if size == 1 else "two to five" if size <= 5 else "more"] += 1
        few, uncounted = (bool((found.higher["why"] == why).any()) for why in (Reason.FEW_JOBS, Reason.NO_JOB_COUNT))
        marks["few jobs"] += few
        marks["no job count"] += uncounted
        marks["sole"] += size == 1 and not few and not uncounted
    assert sizes == {"one": 220, "two to five": 383, "more": 215}
    assert len(oews.by_occupation("state")) == 829
    assert marks == {"below the nation": 5, "complete": 110, "few jobs": 110, "no job count": 54, "sole": 204}


# --- the rank of one place ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("soc", "state", "rank", "low", "high", "of", "distance"),
    [
        (oews.NURSE, "Ohio", 38, 34, 41, 53, 2.934),
        (oews.BILLING, "Massachusetts", 3, 2, 14, 52, 3.014),
        (oews.BILLING, "Ohio", 37, 22, 47, 52, 3.014),
    ],
)
def test_golden_rank_ranges(soc: str, state: str, rank: int, low: int, high: int, of: int, distance: float) -> None:
    names = oews.area_names()
    found = rank_interval(oews.places(soc, "state"), names.index[names == state][0])
    assert (found.rank, found.low, found.high, found.of) == (rank, low, high, of)
    assert round(found.distance, 3) == distance


def test_a_bound_may_stand_above_but_never_below() -> None:
    # the bounded place lies far below by its bound: its pay may still be higher
    below = some_places(value=[np.nan, 99.0, 98.0, 97.0], bound=[50.0, np.nan, np.nan, np.nan])
    assert (rank_interval(below, "x").low, rank_interval(below, "x").high) == (1, 4)
    above = some_places(value=[np.nan, 99.0, 98.0, 97.0], bound=[500.0, np.nan, np.nan, np.nan])
    assert (rank_interval(above, "x").rank, rank_interval(above, "x").low) == (2, 2)
