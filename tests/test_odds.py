"""Odds between two random workers: refusals first, golden cases, companions, properties."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.odds import (
    Answer,
    compare_percentiles,
    matching_percentile,
    odds_in_words,
    odds_of_more_than,
    percentile_in_words,
    probability_matrix,
    probability_of_superiority,
    quantile_dots,
    quantile_function,
    refusals,
)

# OEWS May 2025, national, all industries: annual 10th, 25th, 50th, 75th, 90th percentile wage (datatypes 11 to 15).
BILLING = [37290, 42840, 48500, 58290, 67710]  # 43-3021
BOOKKEEPING = [36000, 43520, 50670, 61470, 74550]  # 43-3031
CUSTOMER_SERVICE = [31750, 36870, 44770, 51780, 63590]  # 43-4051
INSURANCE_SALES = [37330, 46870, 62280, 96950, 138140]  # 41-3021
ACCOUNTANTS = [56020, 67020, 83680, 109810, 144090]  # 13-2011
FINANCIAL_ANALYSTS = [63720, 79290, 102740, 133340, 180860]  # 13-2051

percentiles = st.tuples(
    st.integers(15_000, 90_000), *[st.integers(10, 60_000)] * 4
).map(lambda steps: np.cumsum(steps).astype(float))  # fmt: skip


# --- refusals -------------------------------------------------------------------------------------------------------


def test_rows_that_cannot_carry_odds_are_refused_with_the_reason() -> None:
    rows = [
        BILLING,
        [37290, 42840, 42840, 58290, 67710],  # 25th equals 50th
        [37290, 42840, np.nan, 58290, 67710],
        [37290, 36000, 48500, 58290, 67710],  # 25th below 10th
        [0, 42840, 48500, 58290, 67710],
        [37290, 42840, 48500, 58290, np.nan],
        BILLING,
    ]
    assert refusals(rows, ["", "", "", "", None, "5", "not surveyed here"]).tolist() == [
        "",
        "role: not resolved: neighbouring percentiles are equal",
        "role: a percentile is not published",
        "role: percentiles are out of order",
        "role: a percentile is not above 0",
        "role: top-coded: only a lower bound is published",
        "role: not surveyed here",
    ]


def test_a_refused_pair_has_no_figures_and_names_each_side() -> None:
    collapsed = [37290, 42840, 42840, 58290, 67710]
    frame = compare_percentiles(
        pd.DataFrame([BILLING, collapsed, BILLING], index=["x", "y", "z"]), [BOOKKEEPING, BOOKKEEPING, [np.nan] * 5],
        reason_a=["", "8", ""], name_a="Billing clerks", name_b="Bookkeeping clerks",
    )  # fmt: skip
    assert frame.index.tolist() == ["x", "y", "z"]
    assert frame["reason"].tolist() == [
        "",
        "Billing clerks: estimate not released by the publisher",
        "Bookkeeping clerks: a percentile is not published",
    ]
    numbers = frame[["odds", "odds_of_more", "matching_percentile"]]
    assert numbers.notna().all(axis=1).tolist() == [True, False, False]
    assert numbers.isna().all(axis=1).tolist() == [False, True, True]
    assert frame["odds_words"].tolist() == ["about 1 in 2", "", ""]


def test_a_refusal_of_one_pair_is_a_value_with_a_reason() -> None:
    collapsed = [37290, 42840, 42840, 58290, 67710]
    why = "second role: not resolved: neighbouring percentiles are equal"
    assert probability_of_superiority(BILLING, collapsed) == Answer(None, why)
    assert matching_percentile(BILLING, collapsed) == Answer(None, why)
    assert odds_of_more_than(5000, BILLING, collapsed) == Answer(None, why)


def test_four_percentiles_are_an_error() -> None:
    with pytest.raises(ValueError, match="five percentiles"):
        probability_of_superiority([1, 2, 3, 4], BILLING)


def test_several_rows_are_an_error_where_one_pair_is_asked() -> None:
    with pytest.raises(ValueError, match="use compare_percentiles for 2 rows"):
        probability_of_superiority([BILLING, BILLING], [BOOKKEEPING, BOOKKEEPING])


def test_dots_of_a_collapsed_role_are_an_error() -> None:
    with pytest.raises(ValueError, match="neighbouring percentiles are equal"):
        quantile_dots([37290, 42840, 42840, 58290, 67710])


def test_frames_of_different_indexes_are_an_error() -> None:
    with pytest.raises(ValueError, match="different indexes"):
        compare_percentiles(pd.DataFrame([BILLING], index=["x"]), pd.DataFrame([BILLING], index=["y"]))


# --- golden cases ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "odds", "words"),
    [
        (BILLING, BOOKKEEPING, 0.54, "about 1 in 2"),
        (BILLING, CUSTOMER_SERVICE, 0.37, "about 4 in 10"),
        (BILLING, INSURANCE_SALES, 0.69, "about 7 in 10"),
        (ACCOUNTANTS, FINANCIAL_ANALYSTS, 0.64, "about 6 in 10"),
    ],
)
def test_odds_of_known_pairs(a: list[int], b: list[int], odds: float, words: str) -> None:
    answer = probability_of_superiority(a, b)
    assert answer.value is not None
    assert round(answer.value, 2) == odds
    assert odds_in_words(answer.value) == words


def test_companions_of_billing_against_bookkeeping() -> None:
    # A's median, 48,500, lies between B's 25th (43,520) and 50th (50,670) percentile, read along logarithms
    matching = matching_percentile(BILLING, BOOKKEEPING).value
    assert matching == pytest.approx(25 + 25 * np.log(48500 / 43520) / np.log(50670 / 43520))
    assert matching == pytest.approx(42.8, abs=0.05)
    more = odds_of_more_than(5000, BILLING, BOOKKEEPING).value
    assert more == pytest.approx(0.43, abs=0.005)


def test_quantiles_pass_through_the_published_percentiles_and_run_on_in_the_tails() -> None:
    values = quantile_function(BILLING, [0.10, 0.25, 0.50, 0.75, 0.90, 0.375, 0.05, 0.95])
    assert values[0, :5] == pytest.approx(BILLING)
    assert values[0, 5] == pytest.approx(np.sqrt(42840 * 48500))  # half-way in logarithms
    assert values[0, 6] == pytest.approx(37290 * (37290 / 42840) ** (0.05 / 0.15))
    assert values[0, 7] == pytest.approx(67710 * (67710 / 58290) ** (0.05 / 0.15))


def test_fifty_dots_rise_and_half_lie_below_the_median() -> None:
    dots = quantile_dots([BILLING, BOOKKEEPING])
    assert dots.shape == (2, 50)
    assert (np.diff(dots, axis=1) > 0).all()
    assert (dots < [[48500], [50670]]).sum(axis=1).tolist() == [25, 25]


@pytest.mark.parametrize(
    ("odds", "words"),
    [
        (0.0, "fewer than 1 in 10"),
        (0.05, "fewer than 1 in 10"),
        (0.06, "about 1 in 10"),
        (0.44, "about 4 in 10"),
        (0.45, "about 1 in 2"),
        (0.55, "about 1 in 2"),
        (0.56, "about 6 in 10"),
        (0.94, "about 9 in 10"),
        (1.0, "more than 9 in 10"),
    ],
)
def test_odds_in_words(odds: float, words: str) -> None:
    assert odds_in_words(odds) == words


def test_odds_outside_0_to_1_are_an_error() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        odds_in_words(54.0)


@pytest.mark.parametrize(
    ("percentile", "words"),
    [
        (3.0, "below the 10th percentile"),
        (12.4, "about the 12th percentile"),
        (42.8, "about the 43rd percentile"),
        (51.0, "about the 51st percentile"),
        (91.0, "above the 90th percentile"),
    ],
)
def test_percentile_in_words(percentile: float, words: str) -> None:
    assert percentile_in_words(percentile) == words


# --- all pairs ------------------------------------------------------------------------------------------------------


def test_the_matrix_gives_the_same_figures_as_one_pair_and_lists_the_refused() -> None:
    roles = pd.DataFrame(
        [BILLING, BOOKKEEPING, [1, 2, 2, 3, 4], INSURANCE_SALES, BILLING, [np.nan] * 5],
        index=["43-3021", "43-3031", "collapsed", "41-3021", "twin of 43-3021", "footnoted"],
    )
    odds, refused = probability_matrix(roles, pd.Series(["", "", "", "", "", "5"], index=roles.index))
    assert odds.index.tolist() == odds.columns.tolist() == ["43-3021", "43-3031", "41-3021", "twin of 43-3021"]
    for row in odds.index:
        for column in odds.columns:
            one = probability_of_superiority(roles.loc[row], roles.loc[column]).value
            assert odds.loc[row, column] == one
    assert odds.loc["43-3021", "twin of 43-3021"] == 0.5
    assert refused.to_dict() == {
        "collapsed": "role: not resolved: neighbouring percentiles are equal",
        "footnoted": "role: top-coded: only a lower bound is published",
    }


def test_the_matrix_of_roles_that_are_all_refused_is_empty() -> None:
    odds, refused = probability_matrix(pd.DataFrame([[np.nan] * 5], index=["x"]))
    assert odds.shape == (0, 0)
    assert refused.to_dict() == {"x": "role: a percentile is not published"}


# --- properties -----------------------------------------------------------------------------------------------------


@given(percentiles, percentiles)
def test_swapping_the_roles_mirrors_the_odds(a: np.ndarray, b: np.ndarray) -> None:
    there, back = probability_of_superiority(a, b).value, probability_of_superiority(b, a).value
    assert there is not None
    assert back is not None
    assert there + back == pytest.approx(1, abs=1e-12)
    assert 0 <= there <= 1


@given(percentiles)
def test_a_role_against_itself_is_even_at_its_own_median(a: np.ndarray) -> None:
    assert probability_of_superiority(a, a) == Answer(0.5)
    assert matching_percentile(a, a).value == pytest.approx(50)


@given(percentiles, percentiles, st.floats(0, 50_000))
def test_asking_for_more_never_raises_the_odds(a: np.ndarray, b: np.ndarray, extra: float) -> None:
    plain, more = probability_of_superiority(a, b).value, odds_of_more_than(extra, a, b).value
    assert plain is not None
    assert more is not None
    assert more <= plain + 1e-12


@given(st.floats(0, 1))
def test_the_words_of_the_odds_mirror_too(odds: float) -> None:
    mirrored = {"about 1 in 2": "about 1 in 2", "more than 9 in 10": "fewer than 1 in 10"}
    mirrored |= {f"about {tenths} in 10": f"about {10 - tenths} in 10" for tenths in range(1, 10)}
    mirrored |= {"fewer than 1 in 10": "more than 9 in 10"}
    assert odds_in_words(1 - odds) == mirrored[odds_in_words(odds)]
