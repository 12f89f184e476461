"""Reading pay at a percentile: published points as they are, between two of them in a line of logarithms."""

from math import sqrt

import pytest

from helpers.percentile_pay import PercentilePay

NAN = float("nan")
WHOLE = PercentilePay((20_000.0, 30_000.0, 40_000.0, 60_000.0, 90_000.0), ("",) * 5)
TOP_CODED = PercentilePay((90_000.0, 150_000.0, 200_000.0, NAN, NAN), ("", "", "", "top-coded", "top-coded"))
FLAT = PercentilePay((20_000.0, 30_000.0, 30_000.0, 60_000.0, 90_000.0), ("",) * 5)  # P25 and the median are equal


@pytest.mark.parametrize("percentile", [5, 9.9, 90.1, 99])
def test_nothing_is_read_where_nothing_is_published(percentile: float) -> None:
    assert WHOLE.pay_at(percentile).reason.startswith("nothing is published below the 10th or above the 90th")


def test_a_missing_percentile_is_refused_with_its_reason() -> None:
    assert TOP_CODED.pay_at(75).reason == "75th percentile: top-coded"
    assert TOP_CODED.pay_at(60).reason == "75th percentile: top-coded"
    nothing = PercentilePay((NAN,) * 5, ("not released",) * 5)
    assert nothing.pay_at(25).reason == "25th percentile: not released"
    assert nothing.percentile_of(1.0).reason == "10th percentile: not released"


@pytest.mark.parametrize("percentile", [25, 30, 50])
def test_percentiles_that_are_equal_are_not_resolved(percentile: float) -> None:
    assert FLAT.pay_at(percentile).reason.startswith("not resolved")
    assert FLAT.percentile_of(30_000.0).value == 25  # the low end of what is known
    assert FLAT.pay_at(75).value == 60_000


def test_lists_of_another_length_and_gaps_without_a_reason_are_errors() -> None:
    with pytest.raises(ValueError, match="five percentiles"):
        PercentilePay((1.0,), ("",))
    with pytest.raises(ValueError, match="either a value or a reason"):
        PercentilePay((NAN, 1.0, 2.0, 3.0, 4.0), ("",) * 5)


def test_published_percentiles_are_read_as_they_are() -> None:
    assert [WHOLE.pay_at(p).value for p in (10, 25, 50, 75, 90)] == [20_000, 30_000, 40_000, 60_000, 90_000]
    assert TOP_CODED.pay_at(50).value == 200_000  # its neighbour above is only a bound


def test_between_two_percentiles_pay_runs_by_logarithm() -> None:
    assert WHOLE.pay_at(82.5).value == pytest.approx(sqrt(60_000 * 90_000))
    assert WHOLE.percentile_of(sqrt(60_000 * 90_000)).value == pytest.approx(82.5)
    for pay in (20_000, 30_000, 40_000, 60_000, 90_000):
        assert WHOLE.pay_at(WHOLE.percentile_of(pay).value or 0).value == pytest.approx(pay)


def test_pay_outside_what_is_published_has_a_side() -> None:
    assert WHOLE.percentile_of(19_999).reason == "below the 10th percentile, the lowest published"
    assert WHOLE.percentile_of(90_001).reason == "above the 90th percentile, the highest published"
    assert TOP_CODED.percentile_of(210_000).reason == "above the 50th percentile, the highest published"
