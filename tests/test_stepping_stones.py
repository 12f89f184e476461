"""Ways from one occupation to another by those in between, and the limit that blocks where there is none."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import stepping_stones
from helpers.skill_gaps import directional_gap
from helpers.skills import read_ratings
from helpers.stepping_stones import Ground, Way, gap_matrix

CODES = ["a", "b", "c", "d"]
PAY = pd.Series({"a": 40000.0, "b": 60000.0, "c": 38000.0, "d": 45000.0})
# a to b is wide; by c (pay falls by 5 %) or by d it is narrower; by c and d narrower still
GAP = pd.DataFrame(
    [[0.0, 50.0, 10.0, 25.0], [5.0, 0.0, 5.0, 5.0], [8.0, 30.0, 0.0, 9.0], [8.0, 12.0, 9.0, 0.0]],
    index=CODES,
    columns=CODES,
)


def find_way(
    start: str,
    goal: str,
    *,
    gap: pd.DataFrame,
    median_pay: "pd.Series[float]",
    max_gap: float,
    max_cut_pct: float,
    most_between: int = 2,
) -> Way:
    """Return the way on a ground made for it alone."""
    ground = Ground.of(gap, median_pay, max_gap=max_gap, max_cut_pct=max_cut_pct)
    return stepping_stones.find_way(ground, start, goal, most_between=most_between)


def way(max_gap: float, max_cut_pct: float = 0.0, **options: int) -> Way:
    return find_way("a", "b", gap=GAP, median_pay=PAY, max_gap=max_gap, max_cut_pct=max_cut_pct, **options)


# --- refusals -------------------------------------------------------------------------------------------------------


def test_an_occupation_without_ratings_or_pay_is_refused() -> None:
    options = {"gap": GAP, "max_gap": 99.0, "max_cut_pct": 99.0}
    assert find_way("a", "x", median_pay=PAY, **options).reason == "x has no ratings in this copy"
    assert find_way("a", "b", median_pay=PAY.drop("b"), **options).reason == "b has no published median pay"
    assert find_way("a", "a", median_pay=PAY, **options).reason == "start and goal are the same occupation"


def test_negative_limits_and_frames_that_are_not_square_are_errors() -> None:
    with pytest.raises(ValueError, match="limits must not be negative"):
        way(-1.0)
    with pytest.raises(ValueError, match="same occupations in rows and columns"):
        find_way("a", "b", gap=GAP.drop(columns="a"), median_pay=PAY, max_gap=1.0, max_cut_pct=1.0)


# --- ways -----------------------------------------------------------------------------------------------------------


def test_the_direct_way_is_taken_where_the_limits_allow_it() -> None:
    assert way(50.0).codes == ("a", "b")


def test_of_ways_with_equally_many_hops_the_narrower_is_taken() -> None:
    found = way(30.0, 5.0)  # by d: 25 + 12; by c: 10 + 30
    assert found.codes == ("a", "d", "b")
    assert found.reason == ""
    expected = pd.DataFrame(
        {
            "start": ["a", "d"],
            "end": ["d", "b"],
            "gap": [25.0, 12.0],
            "pay_start": [40000.0, 45000.0],
            "pay_end": [45000.0, 60000.0],
            "pay_change_pct": [12.5, 100 / 3],
        }
    )
    pd.testing.assert_frame_equal(found.hops, expected)


def test_two_in_between_are_taken_where_one_is_too_wide() -> None:
    found = way(12.0, 5.0)  # a pay cut of exactly the limit is allowed
    assert found.codes == ("a", "c", "d", "b")
    assert found.hops["pay_change_pct"].iloc[0] == pytest.approx(-5)


# --- what blocks ----------------------------------------------------------------------------------------------------


def test_the_reason_names_each_limit_that_alone_opens_a_way() -> None:
    assert way(12.0).reason == (
        "blocked by the limit on the gap (a way opens at 25.0) or by the limit on the pay cut (a way opens at 5.0 %)"
    )
    assert way(12.0).codes == ()
    assert way(12.0).hops.empty
    assert way(5.0, 5.0).reason == "blocked by the limit on the gap (a way opens at 12.0)"


def test_a_blocked_way_tells_the_gap_at_which_one_opens() -> None:
    assert way(12.0).opens_at == 25.0
    assert way(25.0).codes == ("a", "d", "b")
    assert way(25.0).opens_at == np.inf


def test_the_limit_on_occupations_in_between_is_named() -> None:
    assert way(12.0, 5.0, most_between=1).reason == (
        "blocked by the limit on the gap (a way opens at 25.0) or by the limit of 1 in between (a longer way exists)"
    )


def test_two_limits_that_block_together_are_named_together() -> None:
    gap = pd.DataFrame([[0.0, 50.0], [50.0, 0.0]], index=["a", "b"], columns=["a", "b"])
    found = find_way("b", "a", gap=gap, median_pay=PAY, max_gap=10.0, max_cut_pct=10.0)
    assert found.reason == (
        "blocked by the limits on the gap and on the pay cut together: loosening one alone opens no way"
    )


def test_a_hop_whose_gap_or_pay_is_missing_is_never_taken() -> None:
    gap = GAP.copy()
    gap.loc["a", "d"] = np.nan
    options = {"max_gap": 30.0, "max_cut_pct": 5.0}
    assert find_way("a", "b", gap=gap, median_pay=PAY, **options).codes == ("a", "c", "b")
    assert find_way("a", "b", gap=GAP, median_pay=PAY.drop("d"), **options).codes == ("a", "c", "b")


@given(
    st.lists(st.integers(1, 60), min_size=30, max_size=30),
    st.lists(st.integers(20, 90), min_size=6, max_size=6),
    st.integers(0, 60),
    st.integers(0, 50),
)
def test_a_way_keeps_every_limit_and_a_block_has_a_reason(
    gaps: list[int], pays: list[int], max_gap: int, max_cut: int
) -> None:
    widths = np.zeros((6, 6))
    widths[~np.eye(6, dtype=bool)] = gaps
    codes = list("abcdef")
    found = find_way(
        "a",
        "b",
        gap=pd.DataFrame(widths, index=codes, columns=codes),
        median_pay=pd.Series(pays, index=codes, dtype=float),
        max_gap=max_gap,
        max_cut_pct=max_cut,
    )
    assert bool(found.codes) is not bool(found.reason)
    if found.codes:
        assert (found.codes[0], found.codes[-1]) == ("a", "b")
        assert len(set(found.codes)) == len(found.codes) <= 4
        assert (found.hops["gap"] <= max_gap).all()
        assert (found.hops["pay_change_pct"] >= -max_cut - 1e-9).all()


# --- all gaps at once -----------------------------------------------------------------------------------------------


def test_the_matrix_gives_the_same_gaps_as_one_pair() -> None:
    draw = np.random.default_rng(1)
    rows = [
        (code, element, element, scale, draw.uniform(1, 5), False, draw.random() < 0.2 and scale == "level")
        for code in "abcd"
        for element in ("reading", "selling", "writing", "coding", "repairing")
        for scale in ("importance", "level")
    ]
    rows += [("e", "driving", "driving", "importance", 3.0, False, False)]  # shares nothing with the others
    columns = ["onet_code", "element_id", "element_name", "scale", "value", "suppress", "not_relevant"]
    frame = pd.DataFrame(rows, columns=columns).assign(standard_error=np.nan)
    ratings = read_ratings(frame)
    value, most = gap_matrix(ratings)
    assert value.loc["a":"d", "e"].isna().all()
    assert most.loc["a":"d", "e"].isna().all()
    for a in "abcd":
        for b in "abcd":
            gap = directional_gap(ratings, a, b)
            assert (value.loc[a, b], most.loc[a, b]) == (pytest.approx(gap.value), pytest.approx(gap.most))
