"""Several roles: deal-breakers before anything is weighed, and how firm the first place stands."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.stats.weighting import (
    Criterion,
    Flip,
    Limit,
    flips,
    leaders,
    scores,
    shares,
    stability,
    stability_of_sets,
    struck,
    usable,
    worth,
)

PAY, JOBS, ZONE = Criterion("pay", "Pay"), Criterion("jobs", "Jobs"), Criterion("zone", "Zone", more_is_better=False)
CRITERIA = (PAY, JOBS, ZONE)
# clerk pays least but asks for least; nurse pays most; guard lacks a figure for jobs
VALUES = pd.DataFrame(
    {"pay": [40.0, 80.0, 60.0], "jobs": [10.0, 30.0, np.nan], "zone": [2.0, 4.0, 3.0]},
    index=["clerk", "nurse", "guard"],
)

# --- deal-breakers --------------------------------------------------------------------------------------------------


NO_BOUND = VALUES * np.nan


def test_deal_breakers_remove_before_anything_is_ranked() -> None:
    kept, out = struck(VALUES, NO_BOUND, [Limit("pay", 50.0)])
    assert kept == ["nurse", "guard"]
    assert out.to_dict("records") == [{"role": "clerk", "name": "pay", "broken": True}]
    assert stability(worth(VALUES.loc[kept], [PAY]))["nurse"] == 1


def test_a_limit_that_is_met_exactly_is_kept() -> None:
    assert struck(VALUES, NO_BOUND, [Limit("zone", 3.0, at_least=False)])[0] == ["clerk", "guard"]
    assert struck(VALUES, NO_BOUND, [Limit("pay", 80.0)])[0] == ["nurse"]


def test_a_role_without_the_figure_stays_and_is_named() -> None:
    kept, out = struck(VALUES, NO_BOUND, [Limit("jobs", 20.0)])
    assert kept == ["nurse", "guard"]
    assert out["broken"].tolist() == [True, False]
    assert out["role"].tolist() == ["clerk", "guard"]


def test_a_top_coded_figure_passes_a_lower_bar_and_is_open_above_it() -> None:
    nan = float("nan")
    assert Limit("pay", 200_000.0).broken(nan, 239_200.0) is False
    assert Limit("pay", 239_200.0).broken(nan, 239_200.0) is False
    assert Limit("pay", 250_000.0).broken(nan, 239_200.0) is None
    assert Limit("pay", 200_000.0, at_least=False).broken(nan, 239_200.0) is True
    assert Limit("pay", 250_000.0, at_least=False).broken(nan, 239_200.0) is None
    assert Limit("pay", 1.0).broken(nan) is None


# --- criteria -------------------------------------------------------------------------------------------------------


def test_a_role_that_lacks_a_figure_is_not_weighed() -> None:
    kept, roles, out = usable(VALUES, CRITERIA)
    assert kept == list(CRITERIA)
    assert roles == ["clerk", "nurse"]
    assert out.to_dict("records") == [{"left_out": "role", "role": "guard", "criterion": "jobs"}]


def test_a_criterion_that_half_of_the_roles_lack_is_not_weighed() -> None:
    kept, roles, out = usable(VALUES.drop(index="clerk"), CRITERIA)
    assert kept == [PAY, ZONE]
    assert roles == ["nurse", "guard"]
    assert out.to_dict("records") == [{"left_out": "criterion", "role": "guard", "criterion": "jobs"}]


def test_worth_runs_from_the_worst_to_the_best_in_the_wanted_direction() -> None:
    expected = pd.DataFrame({"pay": [0.0, 1.0, 0.5], "zone": [1.0, 0.0, 0.5]}, index=VALUES.index)
    pd.testing.assert_frame_equal(worth(VALUES, [PAY, ZONE]), expected)
    assert worth(VALUES.assign(pay=5.0), [PAY])["pay"].tolist() == [0, 0, 0]


# --- weightings -----------------------------------------------------------------------------------------------------


def test_stability_is_the_same_each_time_and_adds_up_to_one() -> None:
    places = worth(VALUES, [PAY, ZONE])
    first, again = stability(places), stability(places)
    pd.testing.assert_series_equal(first, again)
    assert first.sum() == pytest.approx(1)
    assert first["clerk"] == pytest.approx(0.5, abs=0.05)  # first wherever zone weighs more than half
    assert first["guard"] == pytest.approx(0, abs=0.01)


def test_roles_that_are_alike_share_the_first_place() -> None:
    same = pd.DataFrame({"pay": [1.0, 1.0]}, index=["a", "b"])
    assert stability(same).tolist() == [0.5, 0.5]


def test_no_criterion_is_an_error() -> None:
    with pytest.raises(ValueError, match="a role and a criterion"):
        stability(pd.DataFrame(index=["a"]))


@settings(deadline=None)
@given(st.lists(st.lists(st.floats(0, 100), min_size=3, max_size=3), min_size=1, max_size=6))
def test_a_role_that_is_best_on_every_criterion_wins_every_weighting(rows: list[list[float]]) -> None:
    best = [max(row[i] for row in rows) + 1 for i in range(3)]
    frame = pd.DataFrame([*rows, best], columns=["pay", "jobs", "zone"])
    criteria = [PAY, JOBS, Criterion("zone", "Zone")]
    assert stability(worth(frame, criteria)).iloc[-1] == pytest.approx(1)


# --- weights that are given, and what flips them --------------------------------------------------------------------


def test_the_shares_of_each_set_are_those_of_the_set_alone() -> None:
    found = stability_of_sets(VALUES, CRITERIA)
    assert sorted(found) == [(0, 1), (0, 1, 2), (0, 2), (1, 2)]
    for some, (kept, first) in found.items():
        part = VALUES.iloc[list(some)]
        criteria, roles, _ = usable(part, CRITERIA)
        assert kept == [CRITERIA.index(one) for one in criteria]
        pd.testing.assert_series_equal(first, stability(worth(part.loc[roles], criteria)))


def test_weights_without_any_above_zero_are_equal_ones() -> None:
    assert shares(CRITERIA, {"salary": 1.0, "pay": 0.0}).tolist() == pytest.approx([1 / 3] * 3)


def test_scores_come_highest_first() -> None:
    assert scores(worth(VALUES, [PAY]), shares([PAY])).to_dict() == {"nurse": 1.0, "guard": 0.5, "clerk": 0.0}


def test_weights_become_shares_of_one() -> None:
    assert shares(CRITERIA).tolist() == pytest.approx([1 / 3] * 3)
    assert shares(CRITERIA, {"pay": 3, "zone": 1}).tolist() == pytest.approx([0.75, 0, 0.25])


def test_the_weight_that_flips_the_first_place_is_exact() -> None:
    places = worth(VALUES, [PAY, ZONE])
    weights = shares([PAY, ZONE], {"pay": 7, "zone": 3})
    assert leaders(places, weights) == ["nurse"]
    found = flips(places, weights)
    # at equal weights all three tie; the nearest crossing of either line is there
    assert [flip.criterion for flip in found] == ["pay", "zone"]
    assert [flip.weight for flip in found] == pytest.approx([0.5, 0.5])
    assert found[0].start == pytest.approx(0.7)


def test_a_lead_that_no_single_weight_takes_away_says_so() -> None:
    places = pd.DataFrame({"pay": [1.0, 0.0], "jobs": [1.0, 0.5]}, index=["a", "b"])
    assert flips(places, shares([PAY, JOBS])) == [Flip("pay", 0.5, None, ""), Flip("jobs", 0.5, None, "")]
    assert flips(places[["pay"]], shares([PAY])) == [Flip("pay", 1.0, None, "")]


def test_a_shared_first_place_has_no_lead_to_flip() -> None:
    with pytest.raises(ValueError, match="3 roles share the first place"):
        flips(worth(VALUES, [PAY, ZONE]), shares([PAY, ZONE]))


@settings(deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 20), min_size=3, max_size=3), min_size=2, max_size=5),
    st.lists(st.integers(1, 9), min_size=3, max_size=3),
)
def test_beyond_the_flip_another_role_leads(rows: list[list[int]], given_weights: list[int]) -> None:
    places = worth(pd.DataFrame(rows, columns=["pay", "jobs", "zone"], dtype=float).rename(index=str), CRITERIA)
    weights = shares(CRITERIA, dict(zip(("pay", "jobs", "zone"), given_weights, strict=True)))
    if len(lead := leaders(places, weights)) > 1:
        return
    for flip in flips(places, weights):
        for step in (-1e-6, 1e-6):
            at = flip.start if flip.weight is None else flip.weight + step * (1 if flip.weight > flip.start else -1)
            moved = weights.drop(flip.criterion) / (1 - flip.start) * (1 - at)
            moved[flip.criterion] = at
            if flip.weight is not None and not 0 <= at <= 1:
                continue
            now = leaders(places, moved.reindex(weights.index))
            if flip.weight is None or step < 0:
                assert lead[0] in now
            else:
                assert lead[0] not in now
