"""The ledger of a pair: what it reads from the pay table, what it refuses, and what the section says."""

import json
import re
from html import unescape

import numpy as np
import pandas as pd
import pytest

from helpers.comparison import compare
from helpers.comparison.switch import Switch, switch_between
from helpers.prose.switch import duration, example, outcome, switch_section
from helpers.switching import Terms, break_even_month

NAMES = ("clerk", "analyst")
COLUMNS = ("p10", "p25", "median", "p75", "p90")
A, B = (20_000.0, 30_000.0, 48_000.0, 60_000.0, 90_000.0), (40_000.0, 60_000.0, 70_000.0, 90_000.0, 99_000.0)


def pay_frame(a: tuple[float, ...] = A, b: tuple[float, ...] = B, why: str = "not released") -> pd.DataFrame:
    """Yearly percentiles of both sides; a missing one carries `why`."""
    rows = []
    for column, one, other in zip(COLUMNS, a, b, strict=True):
        row = {"measure": f"annual_{column}_usd"}
        for side, value in (("a", one), ("b", other)):
            row |= {f"value_{side}": value, f"reason_{side}": why if np.isnan(value) else ""}
            row[f"cell_{side}"] = f"pay/43-3021|0000000|000000/annual_{column}_usd"
        rows.append(row)
    return pd.DataFrame(rows)


def ledger(pay: pd.DataFrame | None = None, start: str = "a", **terms: float) -> Switch:
    return switch_between(pay_frame() if pay is None else pay, NAMES, Terms(**terms), start=start)


# --- refusals -------------------------------------------------------------------------------------------------------


def test_a_missing_percentile_refuses_the_ledger_and_says_whose() -> None:
    none = ledger(pay_frame(a=(20_000, 30_000, np.nan, 60_000, 90_000)))
    assert none.reason == "clerk: 50th percentile: not released"
    assert none.break_even.reason == none.reason
    assert none.ledger.empty
    assert none.inverse.empty
    assert none.grid is None


def test_collapsed_percentiles_refuse_the_ledger() -> None:
    flat = ledger(pay_frame(b=(60_000, 60_000, 70_000, 90_000, 99_000)))
    assert flat.reason == "analyst: not resolved: neighbouring percentiles are equal"


def test_a_top_coded_ninetieth_does_not_hide_the_median() -> None:
    bounded = ledger(pay_frame(b=(150_000, 170_000, 200_000, np.nan, np.nan), why="$239,200 or more: top-coded"))
    assert bounded.reason == ""
    assert bounded.grid is not None
    assert bounded.grid.percentiles == (10, 25, 50)
    assert ledger(
        pay_frame(b=(150_000, 170_000, 200_000, np.nan, np.nan), why="top-coded"), entry_percentile=75
    ).reason == ("analyst: 75th percentile: top-coded")


def test_one_occupation_has_no_ledger() -> None:
    one = switch_between(pay_frame(), NAMES, Terms(), one_occupation=True)
    assert one.reason == "both titles fall into one occupation, so that official data hold one pay for both"


def test_hourly_pay_alone_has_no_ledger() -> None:
    assert "published as hourly pay only" in compare("27-2042", "accountant").switch().reason


# --- what it reads --------------------------------------------------------------------------------------------------


def test_pay_is_read_at_the_two_percentiles_and_sides_can_be_swapped() -> None:
    there, back = ledger(), ledger(start="b")
    assert (there.pay_now.value, there.pay_then.value) == (48_000, 60_000)
    assert (back.pay_now.value, back.pay_then.value) == (70_000, 30_000)
    assert back.names == ("analyst", "clerk")


def test_the_ledger_ends_at_retirement_and_starts_with_the_first_year() -> None:
    rows = ledger(age=60, months=2, tuition=1200, chance=1.0, rate_pct=0.0).ledger
    assert rows["label"].tolist() == ["1 year", "2 years", "3 years", "5 years", "7 years (age 67)"]
    # 1,200 of tuition, two months at 4,000, and ten at 1,000
    assert rows.iloc[0][["tuition", "pay_lost", "pay_change", "balance"]].tolist() == [-1200, -8000, 10_000, 800]


def test_what_would_have_to_be_true_is_in_words_where_a_figure_is_not() -> None:
    rows = ledger(months=2, tuition=1200, chance=1.0, rate_pct=0.0, within_years=1).inverse.set_index("question")
    assert rows["value"].iloc[0] == pytest.approx(2000)
    assert rows["text"]["Chance of landing the role at least"] == "92 of 100"
    assert rows["value"]["Pay on entering at least, a year"] == pytest.approx(59_040)
    assert rows["text"]["Percentile of pay on entering at least"] == "about the 24th percentile"
    worse = ledger(start="b").inverse
    assert (worse["reason"] != "").tolist() == [True, True, False, False]  # at the top a clerk is paid enough
    assert (worse["value"].notna() | (worse["reason"] != "")).all()


def test_the_grid_starts_at_the_terms_and_holds_their_answer() -> None:
    switch = ledger(tuition=1234, months=7, chance=0.37, entry_percentile=40)
    grid = switch.grid
    assert grid is not None
    i, j, k, n = grid.start
    assert (grid.tuitions[i], grid.months[j], grid.chances[k], grid.percentiles[n]) == (1234, 7, 0.37, 40)
    assert switch.break_even == break_even_month(switch.terms, 48_000, switch.pay_then.value or 0)
    assert int(grid.even[grid.start]) == switch.break_even.value
    assert grid.even.shape == tuple(map(len, (grid.tuitions, grid.months, grid.chances, grid.percentiles)))


# --- what it says ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("months", "words"), [(1, "1 month"), (12, "1 year"), (38, "3 years 2 months")])
def test_durations_are_years_and_months(months: int, words: str) -> None:
    assert duration(months) == words


def test_the_section_says_on_what_terms_and_when() -> None:
    comparison = compare("43-3021", "accountant")
    switch = comparison.switch()
    said = example(comparison, switch)
    assert "Someone aged 40 who earns the median of Billing and Posting Clerks jobs in the United States" in said
    assert "would earn" not in said
    assert "gain" not in said
    assert re.search(r"has paid back after \d+ years? .*at the age of \d+\.", outcome(switch))
    assert "never pays back: pay on entering" in outcome(comparison.switch(start="b"))


def test_the_section_holds_its_answers_for_the_script_and_stands_without_it() -> None:
    section = switch_section(compare("43-3021", "accountant"))
    holder = re.search(r'data-mover="([^"]+)"', section)
    assert holder
    grid = json.loads(unescape(holder[1]))
    assert len(grid["even"]) == len(grid["balance"]) == 6 * 7 * 5 * 5
    assert section.count("data-mover") == 1  # nothing helps the other way round
    assert "Nor would other terms help" in section
    assert 'hidden data-mover="' in section
    assert "Judged typical for entry into accountant: Bachelor&#x27;s degree" in section
    assert "Time to break even by tuition and months of training" in section


@pytest.mark.parametrize(
    ("a", "b", "words"),
    [("43-3021", "billing clerk", "one occupation"), ("27-2042", "accountant", "published as hourly pay only")],
)
def test_a_pair_without_a_ledger_says_why(a: str, b: str, words: str) -> None:
    section = switch_section(compare(a, b))
    assert words in section
    assert "<table" not in section
