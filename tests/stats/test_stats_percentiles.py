"""Pay at a percentile and the percentile of a pay: what is refused, what is exact, and that the two are inverse."""

import math

import pytest

from helpers.base.vocabulary import Reason
from helpers.stats.percentiles import pay_at, percentile_of

STEPS = (20e3, 30e3, 40e3, 50e3, 70e3)
HOLES = (math.nan, 30e3, 30e3, math.nan, 70e3)


@pytest.mark.parametrize(
    ("steps", "percentile", "why"),
    [
        (STEPS, 9.9, Reason.OUTSIDE_STEPS),
        (STEPS, 91, Reason.OUTSIDE_STEPS),
        (HOLES, 10, Reason.NOT_GIVEN),
        (HOLES, 20, Reason.NOT_GIVEN),
        (HOLES, 25, Reason.EQUAL_STEPS),
        (HOLES, 30, Reason.EQUAL_STEPS),
        ((20e3, 10e3, 40e3, 50e3, 70e3), 20, Reason.OUT_OF_ORDER),
    ],
)
def test_no_pay_is_read_where_nothing_is_published_or_told_apart(
    steps: tuple[float, ...], percentile: float, why: Reason
) -> None:
    found = pay_at(steps, percentile)
    assert math.isnan(found.value)
    assert found.why == why


@pytest.mark.parametrize(
    ("steps", "pay", "why"),
    [
        ((math.nan,) * 5, 40e3, Reason.NOT_GIVEN),
        (STEPS, 19e3, Reason.OUTSIDE_STEPS),
        (STEPS, 71e3, Reason.OUTSIDE_STEPS),
        (HOLES, 30e3, Reason.EQUAL_STEPS),
        (HOLES, 60e3, Reason.NOT_GIVEN),
    ],
)
def test_no_percentile_is_read_where_nothing_is_published_or_told_apart(
    steps: tuple[float, ...], pay: float, why: Reason
) -> None:
    assert percentile_of(steps, pay).why == why


def test_published_steps_are_exact_and_in_between_the_logarithm_runs_straight() -> None:
    assert [pay_at(STEPS, percentile).value for percentile in (10, 25, 50, 75, 90)] == list(STEPS)
    assert pay_at(STEPS, 37.5).value == pytest.approx(math.sqrt(30e3 * 40e3))


@pytest.mark.parametrize("percentile", [10.0, 17.0, 25.0, 44.4, 74.9, 90.0])
def test_pay_and_percentile_are_inverse(percentile: float) -> None:
    assert percentile_of(STEPS, pay_at(STEPS, percentile).value).value == pytest.approx(percentile)


def test_a_step_whose_neighbours_are_missing_is_still_found() -> None:
    assert percentile_of(HOLES, 70e3).value == 90.0
