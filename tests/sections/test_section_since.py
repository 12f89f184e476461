"""Pay since 2021: five Mays beside all occupations, errors of both joined, one verdict on the first and the last."""

import math
from functools import cache

import pytest

from helpers.base.vocabulary import Verdict
from helpers.comparison.facts import one
from helpers.comparison.roles import Comparison, compare
from helpers.sections.since import JOBS, RATIO, changes, relative, says, since


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


def test_pay_is_in_percent_of_all_occupations_with_both_errors() -> None:
    frame = roles("29-1141", "29-2043").frame(since)
    row = one(frame, "Registered Nurses", RATIO, year=2021)
    assert row["value"] == pytest.approx(100 * 82_750 / 58_260)
    assert row["error_pct"] == pytest.approx(math.hypot(0.2, 0.1))
    assert row["cell"] == "pay_years/29-1141|2021/annual_mean_usd"
    jobs = one(frame, "Paramedics", JOBS, year=2025)
    assert (jobs["value"], jobs["error_pct"]) == (100_610, 1.2)


def test_each_role_has_five_mays_and_no_rate_a_year() -> None:
    c = roles("43-3021", "43-3031")
    assert sorted(set(c.frame(since)["year"])) == [2021, 2022, 2023, 2024, 2025]
    assert relative(c)["role"].astype(str).value_counts().tolist() == [5, 5]
    html = since.table(c).html
    assert "a year" not in html
    assert "advises against reading its years as a series" in html


def test_the_first_year_is_held_against_the_last_by_four_errors() -> None:
    found = changes(roles("29-1141", "29-2043"))
    assert found["verdict"].tolist() == [Verdict.SMALL, Verdict.MEANINGFUL]
    assert found["gap_pct"].round(1).tolist() == [2.3, 6.9]
    billing = changes(roles("43-3021", "43-3031"))
    assert billing["verdict"].tolist() == [Verdict.EITHER, Verdict.SMALL]
    assert says(roles("43-3021")) == [
        "Average pay in percent of all occupations’, May 2021 and 2025: Billing and Posting Clerks 73.4% and 73.2%"
        " (could be either)"
    ]


def test_an_occupation_paid_by_the_hour_is_held_against_the_hourly_mean() -> None:
    frame = roles("27-2011").frame(since)
    row = one(frame, "Actors", RATIO, year=2025)
    assert row["cell"] == "pay_years/27-2011|2025/hourly_mean_usd"
    assert math.isfinite(row["value"])


def test_a_role_without_common_pay_has_reasons_and_three_roles_work() -> None:
    c = roles("27-2011", "29-1141", "29-1242")
    frame = c.frame(since)
    assert ((frame["why"] != "") | frame["value"].notna()).all()
    assert since.table(c).kind == "table"
    assert len(changes(c)) == 3
