"""Two random workers (method 5): refusals, golden odds and words, all pairs, and a simulation as the judge."""

import numpy as np
import pandas as pd
import published as oews
import pytest

from helpers.base.vocabulary import ModelOdds, Reason, SureOdds
from helpers.stats.means import STEPS
from helpers.stats.percentiles import MASSES, PERCENTILES, compare_odds, odds_point

RISING = np.array([20e3, 30e3, 40e3, 50e3, 70e3])


def test_five_percentiles_are_needed() -> None:
    with pytest.raises(ValueError, match=r"shape \(4,\)"):
        compare_odds(RISING[:4], RISING)


def test_each_refusal_says_why_and_whose() -> None:
    missing, equal, falling = RISING.copy(), RISING.copy(), RISING.copy()
    missing[4], equal[1], falling[1] = np.nan, 20e3, 10e3
    a = np.array([missing, missing, equal, falling, RISING, equal])
    b = np.array([RISING, RISING, RISING, RISING, missing, equal])
    why = ["", Reason.TOP_CODED.value, "", "", "", ""]
    found = compare_odds(a, b, why_a=why, why_b=Reason.WITHHELD.value)
    assert found["why"].tolist() == [
        Reason.NOT_GIVEN,
        Reason.TOP_CODED,
        Reason.EQUAL_STEPS,
        Reason.OUT_OF_ORDER,
        Reason.WITHHELD,
        Reason.EQUAL_STEPS,
    ]
    assert found["why_side"].tolist() == ["first", "first", "first", "first", "second", "both"]
    assert found[["low", "point", "high", "sure", "words"]].isna().all(axis=None)
    assert (found["sign"] == 0).all()


@pytest.mark.parametrize(
    ("a", "b", "unit", "odds", "sure", "words"),
    [
        (oews.PARAMEDIC, oews.NURSE, "annual", (0.7125, 0.9089, 0.9600), SureOdds.TWO_OF_THREE, ModelOdds.NINE_IN_TEN),
        (oews.BILLING, oews.BOOKKEEPING, "annual", (0.3900, 0.5409, 0.7475), SureOdds.EITHER_WAY, ModelOdds.ONE_IN_TWO),
        (oews.ACTOR, "27-2042", "hourly", (0.3750, 0.5793, 0.7350), SureOdds.EITHER_WAY, ModelOdds.RANGE_ONLY),
        (oews.ACCOUNTANT, "13-2051", "annual", (0.4050, 0.6409, 0.7625), SureOdds.EITHER_WAY, ModelOdds.RANGE_ONLY),
        (oews.BILLING, "43-4051", "annual", (0.2125, 0.3707, 0.5725), SureOdds.EITHER_WAY, ModelOdds.RANGE_ONLY),
    ],
)
def test_golden_odds(a: str, b: str, unit: str, odds: tuple[float, ...], sure: SureOdds, words: ModelOdds) -> None:
    found = compare_odds(oews.steps(a, unit), oews.steps(b, unit)).iloc[0]
    assert tuple(round(found[name], 4) for name in ("low", "point", "high")) == odds
    assert (found["sure"], found["words"]) == (sure, words)
    assert found["sign"] == (1 if odds[1] >= 0.5 else -1)


def test_golden_counts_of_words_over_all_pairs() -> None:
    nation, (one, other) = oews.nation(), oews.pairs()
    annual = nation["annual_mean_usd"].notna().to_numpy()
    both = annual[one] & annual[other]
    hourly = nation["hourly_mean_usd"].notna().to_numpy()
    parts = []
    for unit, chosen in (("annual", both), ("hourly", ~both & hourly[one] & hourly[other])):
        steps = nation[[f"{unit}_{step}_usd" for step in STEPS]].to_numpy(float)
        parts.append(compare_odds(steps[one[chosen]], steps[other[chosen]]))
    found = pd.concat(parts)
    found = found[found["why"] == ""]
    assert len(found) == 342_916
    assert round(float((found["high"] - found["low"]).median()), 4) == 0.30
    assert found["sure"].value_counts().to_dict() == {
        SureOdds.THREE_OF_FOUR: 97_896,
        SureOdds.TWO_OF_THREE: 51_834,
        SureOdds.MORE_OFTEN: 80_090,
        SureOdds.EITHER_WAY: 113_096,
    }
    assert found["words"].value_counts().drop(ModelOdds.RANGE_ONLY).to_dict() == {
        ModelOdds.ONE_IN_TWO: 27_530,
        ModelOdds.TWO_IN_THREE: 6_927,
        ModelOdds.THREE_IN_FOUR: 58_948,
        ModelOdds.NINE_IN_TEN: 60_682,
        ModelOdds.MORE_THAN_NINE: 71_333,
    }
    ahead = np.maximum(found["point"], 1 - found["point"])
    bands = [(0.5, 0.555), (0.62, 0.71), (0.71, 0.82), (0.85, 0.95), (0.95, 1.1)]
    inside = [int(((ahead >= low) & (ahead < high)).sum()) for low, high in bands]
    assert inside == [30_918, 51_544, 64_681, 69_369, 71_333]
    assert found["point"].between(found["low"], found["high"]).all()


@pytest.mark.parametrize(("kind", "refused_pct"), [("metropolitan", 11.9), ("state", 6.7)])
def test_golden_shares_of_cells_with_equal_neighbours(kind: str, refused_pct: float) -> None:
    rows = pd.concat(oews.by_occupation(kind).values())
    steps = rows[[f"annual_{step}_usd" for step in STEPS]].dropna()
    found = compare_odds(steps, steps)
    assert round(100 * float((found["why"] == Reason.EQUAL_STEPS).mean()), 1) == refused_pct


def test_swapping_the_roles_mirrors_bounds_and_point() -> None:
    steps = np.sort(np.exp(np.random.default_rng(3).normal(11, 0.4, (2, 300, 5))))
    there, back = compare_odds(steps[0], steps[1]), compare_odds(steps[1], steps[0])
    assert there["low"].to_numpy() == pytest.approx(1 - back["high"].to_numpy())
    assert there["point"].to_numpy() == pytest.approx(1 - back["point"].to_numpy())
    assert (there["sign"] == -back["sign"]).all()
    assert (there["words"] == back["words"]).all()
    assert (there["sure"] == back["sure"]).all()


def test_the_point_is_that_of_a_fine_grid_over_the_model() -> None:
    rng = np.random.default_rng(4)
    steps = np.sort(np.exp(rng.normal(11, 0.4, (2, 20, 5))))
    shares = (np.arange(4_000) + 0.5) / 4_000
    knots = np.concatenate([[0.0], np.cumsum(MASSES)])
    assert knots[1:-1] == pytest.approx(np.array(PERCENTILES) / 100)
    for a, b, point in zip(steps[0], steps[1], odds_point(steps[0], steps[1]), strict=True):
        ends = []
        for logs in (np.log(a), np.log(b)):
            first, last = logs[0] - (logs[1] - logs[0]) / 1.5, logs[4] + (logs[4] - logs[3]) / 1.5
            ends.append(np.interp(shares, knots, np.concatenate([[first], logs, [last]])))
        grid = np.searchsorted(np.sort(ends[0]), ends[1]).mean() / len(shares)
        assert point == pytest.approx(grid, abs=5e-4)


def test_equal_roles_are_even_and_roles_apart_are_certain() -> None:
    assert odds_point(RISING[None, :], RISING[None, :]) == pytest.approx([0.5])
    apart = compare_odds(RISING, RISING * 10).iloc[0]
    assert (apart["point"], apart["high"]) == (1.0, 1.0)
    assert apart["low"] == pytest.approx(0.81)  # what lies below P10 and above P90 has no bound
    assert apart["words"] == ModelOdds.MORE_THAN_NINE
