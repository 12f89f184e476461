"""The ledger of a switch: cases worked by hand, what is refused, and how the answers move with the terms."""

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from helpers.errors import BadInput
from helpers.switching import (
    CENT,
    Terms,
    answer_grid,
    balance_after,
    break_even_month,
    cash_flow,
    largest_tuition,
    lowest_chance,
    lowest_entry_pay,
)

# no discounting: sums by hand; 48,000 a year is 4,000 a month, 60,000 is 5,000
PLAIN = Terms(tuition=1200, months=2, chance=1.0, rate_pct=0.0, within_years=1)
A, B = 48_000.0, 60_000.0

# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "message"),
    [
        ({"age": 12}, r"(?s)age 12.*from 16 to 99.*next step"),
        ({"age": 70}, r"age 70 with retirement at 67"),
        ({"age": 30.5}, r"(?s)age 30.5.*whole number"),
        ({"tuition": -1}, r"tuition -1"),
        ({"tuition": float("nan")}, r"tuition nan"),
        ({"months": 121}, r"months of training 121"),
        ({"chance": 62}, r"(?s)chance of landing the role 62.*from 0 to 1"),
        ({"entry_percentile": 5}, r"(?s)entry percentile 5.*from 10 to 90"),
        ({"own_percentile": 95}, r"own percentile 95"),
        ({"part_time_share": 1.5}, r"share of pay kept"),
        ({"rate_pct": -3}, r"rate in percent a year"),
        ({"within_years": 0}, r"years to break even within 0"),
    ],
)
def test_terms_outside_their_range_are_refused_with_the_range(terms: dict[str, float], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        Terms(**terms)


@pytest.mark.parametrize("pay", [-1.0, float("nan"), float("inf")])
def test_pay_that_is_no_amount_is_an_error(pay: float) -> None:
    with pytest.raises(ValueError, match="finite amount"):
        break_even_month(PLAIN, A, pay)


# --- worked by hand -------------------------------------------------------------------------------------------------


def test_the_cash_flow_of_a_short_training() -> None:
    expected = pd.DataFrame(
        {
            "month": [0, 1, 2, 3],
            "tuition": [-600.0, -600.0, 0.0, 0.0],
            "pay_lost": [-4000.0, -4000.0, 0.0, 0.0],
            "pay_change": [0.0, 0.0, 1000.0, 1000.0],
            "flow": [-4600.0, -4600.0, 1000.0, 1000.0],
            "discounted": [-4600.0, -4600.0, 1000.0, 1000.0],
            "balance": [-4600.0, -9200.0, -8200.0, -7200.0],
        }
    )
    pd.testing.assert_frame_equal(cash_flow(PLAIN, A, B, 4), expected)


def test_break_even_without_discounting_is_cost_over_gain() -> None:
    # 9,200 to win back at 1,000 a month from month 2: after 2 + 9.2 months, so with the 12th
    assert break_even_month(PLAIN, A, B).value == 12
    # at half the chance 500 a month: 2 + 18.4
    assert break_even_month(replace(PLAIN, chance=0.5), A, B).value == 21
    # working half time while training costs 4,000 less: 5,200 in all
    assert break_even_month(replace(PLAIN, part_time_share=0.5), A, B).value == 8


def test_a_balance_that_is_won_back_to_the_cent_counts() -> None:
    assert break_even_month(replace(PLAIN, tuition=2000), A, B).value == 12  # exactly 10,000 at 1,000 a month


def test_with_discounting_the_balance_is_the_closed_form() -> None:
    terms = replace(PLAIN, rate_pct=12.0, months=0, tuition=1000.0)  # 1 % a month
    # -1000 + 1000 * (1 + 1/1.01 + 1/1.01^2)
    assert balance_after(terms, A, B, 3) == pytest.approx(-1000 + 1000 + 990.0990099 + 980.2960494)
    assert balance_after(terms, A, B, 3) == pytest.approx(cash_flow(terms, A, B, 3)["balance"].iloc[-1])


def test_without_training_tuition_is_paid_at_once() -> None:
    flow = cash_flow(replace(PLAIN, months=0), A, B, 2)
    assert flow["tuition"].tolist() == [-1200, 0]
    assert flow["pay_lost"].tolist() == [0, 0]


def test_the_inverse_of_the_worked_case() -> None:
    # within a year: 10 months at 1,000 against 8,000 of lost pay
    assert largest_tuition(PLAIN, A, B).value == pytest.approx(2000)
    assert lowest_chance(PLAIN, A, B).value == pytest.approx(0.92)  # 9,200 of 10,000
    assert lowest_entry_pay(PLAIN, A).value == pytest.approx(59_040)  # 920 a month more


# --- when it never pays back ----------------------------------------------------------------------------------------


def test_lower_pay_never_pays_back_a_cost() -> None:
    assert break_even_month(PLAIN, B, A).reason == "pay on entering the new role is not above pay in the old one"
    assert largest_tuition(PLAIN, B, A).reason == "not even if free: pay is not higher on entering the new role"
    assert lowest_chance(PLAIN, B, A).reason == (
        "not even if it is certain: pay is not higher on entering the new role"
    )


def test_no_cost_and_no_change_is_even_from_the_first_month() -> None:
    assert break_even_month(replace(PLAIN, tuition=0, months=0), A, A).value == 1


def test_lower_pay_without_a_cost_is_not_called_even_while_training() -> None:
    paid = replace(PLAIN, tuition=0, months=6, part_time_share=1.0)
    assert break_even_month(paid, B, A).value is None


def test_no_chance_never_pays_back() -> None:
    none = replace(PLAIN, chance=0.0)
    assert "without a chance" in break_even_month(none, A, B).reason
    assert "without a chance" in lowest_entry_pay(none, A).reason


def test_retirement_may_come_first() -> None:
    late = replace(PLAIN, age=66, retire_at=67, tuition=5000)
    assert break_even_month(late, A, B).reason == "not before the age of 67"
    assert break_even_month(replace(late, months=12), A, B).reason == (
        "the training lasts until the age of 67 or beyond it"
    )


def test_a_term_within_the_training_has_no_inverse() -> None:
    long = replace(PLAIN, months=24, within_years=2)
    for answer in (largest_tuition(long, A, B), lowest_chance(long, A, B), lowest_entry_pay(long, A)):
        assert answer.value is None
        assert answer.reason == "the training alone takes 24 months"


def test_pay_lost_may_be_more_than_is_ever_gained_in_the_term() -> None:
    long = replace(PLAIN, months=11)
    assert largest_tuition(long, A, B).reason == (
        "not even if free: the pay lost while training is more than what is gained"
    )
    assert lowest_chance(long, A, B).reason == "not even if it is certain"


# --- properties -----------------------------------------------------------------------------------------------------

TERMS = st.builds(
    Terms,
    age=st.integers(18, 60),
    tuition=st.floats(0, 100_000),
    months=st.integers(0, 48),
    part_time_share=st.floats(0, 1),
    chance=st.floats(0.01, 1),
    rate_pct=st.floats(0, 10),
    within_years=st.integers(1, 20),
)
PAY = st.floats(15_000, 240_000)


@settings(deadline=None)
@given(TERMS, PAY, PAY)
def test_before_break_even_the_balance_is_negative_and_at_it_no_more(terms: Terms, a: float, b: float) -> None:
    found = break_even_month(terms, a, b)
    assume(found.value is not None)
    month = int(found.value or 0)
    assert balance_after(terms, a, b, month) >= -CENT
    assert month == terms.months + 1 or balance_after(terms, a, b, month - 1) < 0
    assert balance_after(terms, a, b, month) == pytest.approx(
        cash_flow(terms, a, b, month)["balance"].iloc[-1], abs=CENT
    )


@settings(deadline=None)
@given(TERMS, PAY, PAY, st.floats(0, 100_000))
def test_dearer_training_never_pays_back_sooner(terms: Terms, a: float, b: float, tuition: float) -> None:
    cheap, dear = sorted((terms.tuition, tuition))
    first, second = (break_even_month(replace(terms, tuition=each), a, b).value for each in (cheap, dear))
    assert second is None or (first is not None and first <= second)


@settings(deadline=None)
@given(TERMS, PAY, PAY, st.floats(0.01, 1))
def test_a_better_chance_of_better_pay_never_pays_back_later(terms: Terms, a: float, b: float, chance: float) -> None:
    assume(b > a)
    poor, good = sorted((terms.chance, chance))
    first, second = (break_even_month(replace(terms, chance=each), a, b).value for each in (good, poor))
    assert second is None or (first is not None and first <= second)


@settings(deadline=None)
@given(TERMS, PAY, PAY)
def test_inverse_solutions_put_back_leave_nothing(terms: Terms, a: float, b: float) -> None:
    months = 12 * terms.within_years
    tuition, chance, pay = largest_tuition(terms, a, b), lowest_chance(terms, a, b), lowest_entry_pay(terms, a)
    if tuition.value is not None and tuition.value <= 1_000_000:
        assert balance_after(replace(terms, tuition=tuition.value), a, b, months) == pytest.approx(0, abs=CENT)
    if chance.value is not None:
        assert 0 <= chance.value <= 1
        assert balance_after(replace(terms, chance=chance.value), a, b, months) == pytest.approx(0, abs=CENT)
    if pay.value is not None:
        assert balance_after(terms, a, pay.value, months) == pytest.approx(0, abs=CENT)
    assert bool(tuition.reason) is (tuition.value is None)


@settings(deadline=None)
@given(TERMS, PAY, st.lists(PAY, min_size=1, max_size=3))
def test_the_grid_gives_what_each_combination_gives_alone(terms: Terms, a: float, entries: list[float]) -> None:
    tuitions, months, chances = (0.0, terms.tuition), (0, terms.months), (0.0, terms.chance)
    even, balance = answer_grid(
        terms, a, entries, tuitions=tuitions, months=months, chances=chances, horizon=terms.horizon
    )
    for i, tuition in enumerate(tuitions):
        for j, training in enumerate(months):
            for k, chance in enumerate(chances):
                for n, entry in enumerate(entries):
                    own = replace(terms, tuition=tuition, months=training, chance=chance)
                    assert balance[i, j, k, n] == pytest.approx(
                        balance_after(own, a, entry, 12 * terms.within_years), abs=CENT
                    )
                    found = break_even_month(own, a, entry).value or 0
                    assert even[i, j, k, n] == found or _on_the_edge(own, a, entry, int(even[i, j, k, n]), int(found))


def _on_the_edge(terms: Terms, a: float, b: float, one: int, other: int) -> bool:
    """Whether two months differ only because the balance of the earlier lies at the half cent that counts as even."""
    month = min(month for month in (one, other) if month)
    return abs(balance_after(terms, a, b, month) + CENT / 2) < 1e-6
