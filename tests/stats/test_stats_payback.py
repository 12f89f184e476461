"""What a switch may cost (method 9): refusals, the golden table, all moves."""

import math

import numpy as np
import pandas as pd
import published as oews
import pytest

from helpers.stats.payback import SCHOOL_YEARS, annuity, most_it_may_cost, payback, school_years, years_to_recover
from helpers.tables.load import load

NEVER = math.inf


def move(a: str, b: str) -> pd.DataFrame:
    entry = load("entry_requirements").set_index("ep_code")["entry_education"]
    nation = oews.nation()
    return payback(
        float(nation.at[a, "annual_median_usd"]),
        float(nation.at[b, "annual_p25_usd"]),
        float(nation.at[b, "annual_median_usd"]),
        entry_a=entry[a],
        entry_b=entry[b],
    )


def test_an_unknown_level_of_education_and_missing_pay_give_no_figure() -> None:
    assert math.isnan(school_years("Bachelor's degree", "Apprenticeship"))
    found = payback(50e3, math.nan, 60e3, entry_a="Master's degree", entry_b="no such level")
    assert found["given_up"].isna().all()
    assert found["back_years"].isna().all()
    assert found["most_5"].isna().tolist() == [True, False]


def test_every_level_of_entry_education_has_its_years() -> None:
    assert set(load("entry_requirements")["entry_education"]) == set(SCHOOL_YEARS)
    assert school_years("Doctoral or professional degree", "Bachelor's degree") == 0


def test_golden_annuities_at_3_percent() -> None:
    assert (round(annuity(5), 4), round(annuity(10), 4)) == (55.7915, 103.8207)
    assert annuity(1) == pytest.approx(sum((1 + 0.03 / 12) ** -month for month in range(12)))


@pytest.mark.parametrize(
    ("a", "b", "years", "given_up", "more", "most_5", "most_10", "back"),
    [
        (
            oews.PARAMEDIC,
            oews.NURSE,
            3,
            181_800,
            (19_730, 36_950),
            (91_731, 171_791),
            (170_698, 319_681),
            (10.8, 5.3),
        ),
        (oews.BILLING, oews.BOOKKEEPING, 1, 48_500, (-4_980, 2_170), (0, 10_089), (0, 18_774), (NEVER, 36.9)),
        (
            oews.BOOKKEEPING,
            oews.ACCOUNTANT,
            3,
            152_010,
            (16_350, 33_010),
            (76_016, 153_473),
            (141_456, 285_593),
            (10.9, 4.9),
        ),
    ],
)
def test_golden_switches(
    a: str,
    b: str,
    years: int,
    given_up: int,
    more: tuple[int, int],
    most_5: tuple[int, int],
    most_10: tuple[int, int],
    back: tuple[float, float],
) -> None:
    found = move(a, b)
    assert found.index.tolist() == ["p25", "median"]
    assert (found["school_years"] == years).all()
    assert (found["given_up"] == given_up).all()
    assert tuple(found["more"]) == more
    assert tuple(found["most_5"].round()) == most_5
    # 170,698.46 is printed as 170,698; half a dollar is no claim
    assert tuple(found["most_10"]) == pytest.approx(most_10, abs=0.6)
    assert tuple(round(year, 1) for year in found["back_years"]) == back


@pytest.mark.parametrize(
    ("a", "b"),
    [(oews.NURSE, oews.PARAMEDIC), (oews.BOOKKEEPING, oews.BILLING), (oews.ACCOUNTANT, oews.BOOKKEEPING)],
)
def test_golden_reverses_give_nothing_up_and_pay_back_nothing(a: str, b: str) -> None:
    found = move(a, b)
    assert (found["more"] < 0).all()
    assert (found[["school_years", "given_up", "most_5", "most_10"]] == 0).all(axis=None)


def test_golden_counts_of_all_moves() -> None:
    nation = oews.nation().dropna(subset=["annual_median_usd"])
    low, middle = (nation[f"annual_{step}_usd"].to_numpy() for step in ("p25", "median"))
    moves = ~np.eye(len(nation), dtype=bool)
    at_p25, at_median = (most_it_may_cost(pay[None, :] - middle[:, None], 5)[moves] > 0 for pay in (low, middle))
    counts = (at_p25.sum(), (at_median & ~at_p25).sum(), (~at_median).sum())
    assert (int(moves.sum()), *map(int, counts)) == (679_800, 236_085, 103_765, 339_950)


def test_what_is_given_up_comes_back_when_the_annuity_says_so() -> None:
    years = years_to_recover(10_000.0, 2_500.0)
    assert 2_500 / 12 * annuity(years) == pytest.approx(10_000)
    assert years_to_recover(0.0, -5.0) == 0
    assert years_to_recover(1.0, 0.0) == NEVER
    assert years_to_recover(1e6, 100.0) == NEVER  # interest runs faster than the gain
