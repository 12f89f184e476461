"""Numbers as a reader sees them."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base import formats


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf"), pd.NA])
def test_missing_figure_has_no_text(missing: float) -> None:
    with pytest.raises(ValueError, match="show its reason"):
        formats.usd(missing)


def test_odds_outside_zero_to_one_are_refused() -> None:
    with pytest.raises(ValueError, match=r"between 0 and 1; got 1\.2"):
        formats.chance(1.2)


def test_unknown_unit_is_refused() -> None:
    with pytest.raises(KeyError):
        formats.figure(1.0, "furlongs")


@pytest.mark.parametrize(
    ("shown", "expected"),
    [
        (formats.usd(51_074), "$51,070"),
        (formats.usd(51_075), "$51,080"),
        (formats.usd(2_490, sign=True), "+$2,490"),
        (formats.usd(-2_490), "−$2,490"),
        (formats.usd(-4), "$0"),  # rounds to nothing: no sign
        (formats.usd_short(51_070), "$51k"),
        (formats.usd_short(24.55), "$25"),
        (formats.hourly(24.5), "$24.50"),
        (formats.pct(4.876, sign=True), "+5%"),
        (formats.pct(-0.2, sign=True), "0%"),
        (formats.pct_1(3.449), "3.4%"),
        (formats.count(404_060), "404,060"),
        (formats.plain(1.5), "1.5"),
        (formats.plain(3.0), "3"),
        (formats.chance(0.54), "about 1 in 2"),
        (formats.chance(0.69), "69 of 100"),
        (formats.figure(24.55, "usd_per_hour"), "$24.55"),
        (formats.figure(-4.9, "gap_pct", sign=True), "−5%"),
    ],
)
def test_figures_read_as_published_and_rounded_once(shown: str, expected: str) -> None:
    assert shown == expected


@given(st.floats(-1e9, 1e9))
def test_dollars_are_never_further_off_than_half_a_step(value: float) -> None:
    text = formats.usd(value).replace(formats.MINUS, "-").replace("$", "").replace(",", "")
    assert abs(float(text) - value) <= 5.000001


@given(st.floats(-1e6, 1e6))
def test_a_sign_is_shown_only_where_a_digit_is(value: float) -> None:
    text = formats.pct(value, sign=True)
    assert text.startswith(("+", formats.MINUS)) == any(c in "123456789" for c in text)
