"""One gap, bounds, and who may be said to pay more: refusals, golden cases of methods 1 and 2, all pairs, symmetry."""

import numpy as np
import pandas as pd
import published as oews
import pytest

from helpers.base.vocabulary import Headline, Reason, Verdict
from helpers.stats.means import HEADLINES, STEPS, VERDICTS, classify, compare_means, figures, log_limit
from helpers.tables.load import load


def one(a: str, b: str, unit: str = "") -> "pd.Series[object]":
    return compare_means(oews.national(a, unit), oews.national(b, unit)).iloc[0]


def headline(a: str, b: str, unit: str = "annual") -> "pd.Series[object]":
    gaps = compare_means(oews.national(a, unit), oews.national(b, unit))
    return classify(gaps, oews.steps(a, unit), oews.steps(b, unit)).iloc[0]


# --- refusals -------------------------------------------------------------------------------------------------------


def test_pay_of_zero_a_negative_error_and_a_repeated_index_are_refused() -> None:
    fine = figures([50_000.0], 1.0)
    with pytest.raises(ValueError, match="above 0"):
        compare_means(figures([0.0], 1.0), fine)
    with pytest.raises(ValueError, match="negative"):
        compare_means(fine, figures([50_000.0], -1.0))
    with pytest.raises(ValueError, match="repeats"):
        compare_means(fine, figures([1.0, 2.0], 1.0, index=pd.Index(["x", "x"])))


def test_each_missing_gap_says_why_and_whose() -> None:
    index = pd.Index(["fine", "withheld", "both", "nothing said", "no error", "error before figure"])
    a = figures(
        [50e3, np.nan, np.nan, np.nan, 50e3, 50e3],
        [1.0, 1.0, 1.0, 1.0, np.nan, np.nan],
        why=["", Reason.WITHHELD.value, Reason.WITHHELD.value, "", "", ""],
        index=index,
    )
    b = figures(
        [60e3, 60e3, np.nan, 60e3, 60e3, np.nan],
        1.0,
        why=["", "", Reason.WITHHELD.value, "", "", Reason.OTHER_UNIT.value],
        index=index,
    )
    found = compare_means(a, b)
    assert found["verdict"].tolist() == [
        Verdict.MEANINGFUL,
        *[Verdict.NOT_PUBLISHED] * 3,
        Verdict.NOT_TESTED,
        Verdict.NOT_PUBLISHED,
    ]
    assert found["why"].tolist() == [
        "",
        Reason.WITHHELD,
        Reason.WITHHELD,
        Reason.NOT_GIVEN,
        Reason.NO_ERROR,
        Reason.OTHER_UNIT,
    ]
    assert found["why_side"].tolist() == ["", "first", "both", "first", "first", "second"]
    assert found["gap"].notna().tolist() == [True, False, False, False, True, False]
    assert found[["gap_se", "low_pct", "high_pct", "p"]].notna().all(axis=1).tolist() == [True, *[False] * 5]


def test_a_place_that_one_side_lacks_is_not_listed() -> None:
    a = figures([50e3, 50e3], 1.0, index=pd.Index(["Ohio", "Utah"]))
    b = figures([60e3, 60e3], 1.0, index=pd.Index(["Iowa", "Utah"]))
    found = compare_means(a, b)
    assert found.index.tolist() == ["Ohio", "Utah", "Iowa"]
    assert found["why"].tolist() == [Reason.NOT_LISTED, "", Reason.NOT_LISTED]
    assert found["why_side"].tolist() == ["second", "", "first"]


def test_columns_bound_and_why_may_be_left_out() -> None:
    a = pd.DataFrame({"value": [50e3], "error_pct": [1.0]})
    assert compare_means(a, a.assign(value=60e3))["verdict"].tolist() == [Verdict.MEANINGFUL]


# --- bounds ---------------------------------------------------------------------------------------------------------


def test_a_bound_decides_only_for_its_own_side() -> None:
    # rows: far below the bound, near it, above it (real: no footnote), just below it but clear
    other = figures([100e3, 239e3, 300e3, 235e3], [1.0, 1.0, 1.0, 0.0])
    top = figures(np.nan, [1.0, 1.0, 1.0, 0.0], bound=239_200.0, why=Reason.TOP_CODED.value, index=other.index)
    found = compare_means(other, top)
    assert found["verdict"].tolist() == [Verdict.MEANINGFUL, Verdict.LEFT_OPEN, Verdict.LEFT_OPEN, Verdict.UNSURE]
    assert found["sign"].tolist() == [1, 0, 0, 1]
    assert found["bounded"].all()
    assert found["why"].tolist() == [""] * 4
    assert found["gap"].tolist() == pytest.approx([139_200.0, np.nan, np.nan, 4_200.0], nan_ok=True)
    assert np.isposinf(found["high_pct"]).all()
    assert np.isposinf(found["gap_high"]).all()
    assert found["low_pct"].iloc[0] == pytest.approx(100 * (2.392 * np.exp(-1.6448536 * 0.01 * 2**0.5) - 1), rel=1e-6)
    assert found["p"].iloc[2] == 1.0


def test_two_bounds_leave_it_open_without_a_p() -> None:
    top = figures(np.nan, 1.0, bound=[239_200.0])
    found = compare_means(top, top).iloc[0]
    assert (found["verdict"], found["why"], found["why_side"]) == (Verdict.LEFT_OPEN, Reason.BOTH_BOUNDED, "both")
    assert np.isnan(found["p"])


def test_a_bound_without_error_is_not_tested() -> None:
    found = compare_means(figures([50e3], 1.0), figures(np.nan, np.nan, bound=[239_200.0])).iloc[0]
    assert (found["verdict"], found["why"], found["why_side"]) == (Verdict.NOT_TESTED, Reason.NO_ERROR, "second")


def test_what_is_top_coded_has_a_bound_and_all_percentiles_top_coded_too() -> None:
    top = oews.cells().query("annual_mean_usd_note == '5'")
    notes = top[[f"annual_{step}_usd_note" for step in STEPS]]
    assert (len(top), int((notes == "5").all(axis=1).sum()), int(top["wage_rse_pct"].notna().sum())) == (356, 356, 356)


def test_a_figure_above_the_bound_is_real() -> None:
    every = load("pay", columns=["annual_mean_usd"])["annual_mean_usd"]
    assert (int((every > oews.BOUND_USD["annual"]).sum()), every.max()) == (3_266, 710_930)


def test_the_bound_decides_so_many_comparisons_within_states_and_areas() -> None:
    for kind, compared, decided in (("state", 60_150, 58_927), ("metropolitan", 115_562, 113_387)):
        rows = pd.concat(oews.by_occupation(kind).values())
        top = rows[rows["annual_mean_usd_note"] == "5"]
        real = rows[rows["annual_mean_usd"].notna()]
        both = top.reset_index()[["area_code", "wage_rse_pct"]].merge(
            real.reset_index()[["area_code", "annual_mean_usd", "wage_rse_pct"]], on="area_code"
        )
        a = figures(both["annual_mean_usd"], both["wage_rse_pct_y"])
        b = figures(np.nan, both["wage_rse_pct_x"], bound=oews.BOUND_USD["annual"], index=a.index)
        found = compare_means(a, b)
        assert (len(found), int((found["sign"] > 0).sum()), int((found["sign"] < 0).sum())) == (compared, decided, 0)
        assert ((found["sign"] == 0) == (found["verdict"] == Verdict.LEFT_OPEN)).all()


@pytest.mark.parametrize(
    ("a", "b", "counts", "by_bound"),
    [
        ("29-1211", "29-1249", {"either": 13, "B": 5, "A": 2, "open": 10, "both": 5, "withheld": 4, "none": 12}, []),
        (
            "29-1151",
            "29-1214",
            {"either": 7, "B": 22, "A": 1, "open": 11, "both": 0, "withheld": 4, "none": 4},
            ["Alabama", "Arkansas"],
        ),
    ],
)
def test_golden_states_of_two_highly_paid_pairs(a: str, b: str, counts: dict[str, int], by_bound: list[str]) -> None:
    found = compare_means(oews.places(a, "state"), oews.places(b, "state"))
    why, verdict = found["why"], found["verdict"]
    assert counts == {
        "either": (verdict == Verdict.EITHER).sum(),
        "B": (found["sign"] > 0).sum(),
        "A": (found["sign"] < 0).sum(),
        "open": ((verdict == Verdict.LEFT_OPEN) & (why == "")).sum(),
        "both": (why == Reason.BOTH_BOUNDED).sum(),
        "withheld": (why == Reason.WITHHELD).sum(),
        "none": (why == Reason.NOT_LISTED).sum(),
    }
    decided = found[found["bounded"] & (found["sign"] != 0)]
    assert decided.index.map(oews.area_names()).tolist() == by_bound
    assert (decided["sign"] == 1).all()


def test_golden_actors_in_los_angeles_and_new_york_could_be_either() -> None:
    actors = oews.places(oews.ACTOR, "metropolitan")
    york, angeles = (actors.loc[[oews.area_code(name)]] for name in ("New York-", "Los Angeles-"))
    assert (float(york["value"].iloc[0]), float(angeles["value"].iloc[0])) == (52.43, 82.51)
    found = compare_means(york.reset_index(drop=True), angeles.reset_index(drop=True)).iloc[0]
    assert round(float(np.log1p(found["gap_pct"] / 100)), 4) == 0.4534
    assert found["verdict"] == Verdict.EITHER
    half = 1.6448536 * np.hypot(24.15, 18.35) / 100
    assert round(float(half), 4) == 0.4989


# --- one gap --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "money", "percent", "verdict"),
    [
        (oews.BILLING, oews.BOOKKEEPING, (2_490, 2_247, 2_733), (4.88, 4.39, 5.36), Verdict.UNSURE),
        (oews.PARAMEDIC, oews.NURSE, (38_060, 37_603, 38_517), (60.07, 59.12, 61.02), Verdict.MEANINGFUL),
        ("41-3031", oews.NURSE, (-7_730, -9_380, -6_080), (-7.08, -8.48, -5.66), Verdict.MEANINGFUL),
        ("35-3031", "53-7065", (-520, -921, -119), (-1.30, -2.28, -0.31), Verdict.SMALL),
        (oews.ACTOR, "27-2042", (2, -6, 11), (3.72, -10.24, 19.86), Verdict.EITHER),
    ],
)
def test_golden_gaps(a: str, b: str, money: tuple[int, ...], percent: tuple[float, ...], verdict: Verdict) -> None:
    found = one(a, b)
    assert tuple(round(found[name]) for name in ("gap", "gap_low", "gap_high")) == money
    assert tuple(round(found[name], 2) for name in ("gap_pct", "low_pct", "high_pct")) == percent
    assert found["verdict"] == verdict
    assert not found["hangs_on_rounding"]


def test_golden_error_z_and_95_percent_interval_of_billing_and_bookkeeping() -> None:
    found = one(oews.BILLING, oews.BOOKKEEPING)
    assert (round(found["gap_se"], 2), round(found["gap"] / found["gap_se"], 2)) == (148.01, 16.82)
    wider = compare_means(oews.national(oews.BILLING), oews.national(oews.BOOKKEEPING), level=0.95).iloc[0]
    assert (round(wider["gap_low"]), round(wider["gap_high"])) == (2_200, 2_780)


def test_an_error_published_as_zero_is_read_as_half_a_step() -> None:
    found = compare_means(figures([100.0], 0.0), figures([100.0], 0.0)).iloc[0]
    assert found["gap_se"] == pytest.approx(100 * 0.0005 * 2**0.5)


def test_a_verdict_that_rounding_would_weaken_hangs_on_it() -> None:
    # L = ln 1.0236 = .02333; z s = .02326 leaves 0 out, z s+ = .02442 holds it
    found = compare_means(figures([100.0], 1.0), figures([102.36], 1.0)).iloc[0]
    assert (found["verdict"], found["hangs_on_rounding"]) == (Verdict.EITHER, True)
    assert found["low_pct"] > 0


def test_swapping_the_roles_turns_signs_round_and_keeps_verdicts() -> None:
    rng = np.random.default_rng(1)
    value = np.exp(rng.normal(11, 0.1, (2, 500)))
    value[:, :50] = np.nan
    bound = np.where(np.isnan(value) & (rng.random((2, 500)) < 0.7), 60_000.0, np.nan)
    error = rng.uniform(0, 4, (2, 500))
    a, b = (figures(value[side], error[side], bound=bound[side]) for side in (0, 1))
    one_way, other_way = compare_means(a, b), compare_means(b, a)
    assert (one_way["verdict"] == other_way["verdict"]).all()
    assert set(one_way["verdict"]) >= {Verdict.EITHER, Verdict.MEANINGFUL, Verdict.LEFT_OPEN, Verdict.NOT_PUBLISHED}
    assert (one_way["sign"] == -other_way["sign"]).all()
    pd.testing.assert_series_equal(one_way["gap"], -other_way["gap"])
    pd.testing.assert_series_equal(one_way["gap_low"], -other_way["gap_high"], check_names=False)
    pd.testing.assert_series_equal(one_way["p"], other_way["p"])
    back = 100 * (1 / (1 + other_way["high_pct"] / 100) - 1)
    pd.testing.assert_series_equal(one_way["low_pct"], back, check_names=False)
    steps = [np.sort(np.exp(rng.normal(11, 0.3, (500, 5)))) for _ in "ab"]
    there, back_again = classify(one_way, *steps), classify(other_way, *steps[::-1])
    assert (there["headline"] == back_again["headline"]).all()
    turned = there["steps"].str.translate(str.maketrans("+-", "-+"))
    assert (turned == back_again["steps"]).all()


# --- the headline ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "unit", "median_pct", "steps", "expected"),
    [
        (oews.BILLING, oews.BOOKKEEPING, "annual", 4.47, "-++++", Headline.NOT_EVERY_STEP),
        (oews.PARAMEDIC, oews.NURSE, "annual", 60.97, "+++++", Headline.EVERY_STEP),
        ("41-3031", oews.NURSE, "annual", 24.01, "+++--", Headline.DEPENDS),
        ("35-3031", "53-7065", "annual", 5.96, "+++--", Headline.DEPENDS),
        (oews.ACTOR, "27-2042", "hourly", 64.54, "+++--", Headline.EITHER),
    ],
)
def test_golden_headlines(a: str, b: str, unit: str, median_pct: float, steps: str, expected: Headline) -> None:
    found = headline(a, b, unit)
    assert (found["headline"], found["steps"], round(found["median_gap_pct"], 2)) == (expected, steps, median_pct)


def test_classes_that_refuse_come_first() -> None:
    wide = np.array([[1.0, 2, 3, 4, 5]] * 5)
    a = figures(
        [np.nan] * 4 + [3.0],
        1.0,
        why=[Reason.ONE_OCCUPATION, Reason.NO_COMMON_UNIT, Reason.OTHER_UNIT, Reason.WITHHELD, ""],
    )
    found = classify(compare_means(a, figures([4.0] * 5, [1.0] * 4 + [np.nan])), wide, wide + 1)
    assert found["headline"].tolist() == [
        Headline.ONE_OCCUPATION,
        Headline.NO_COMMON_UNIT,
        Headline.NO_COMMON_UNIT,
        Headline.NOT_PUBLISHED,
        Headline.NOT_PUBLISHED,
    ]


def test_a_median_that_is_not_published_heads_no_page_and_a_bound_gives_its_step() -> None:
    gaps = compare_means(figures([100.0] * 2, 1.0), figures([200.0] * 2, 1.0))
    low, high = np.array([[1.0, 2, 3, 4, 5]] * 2), np.array([[2.0, 3, np.nan, np.nan, np.nan]] * 2)
    bounds = np.array([[np.nan] * 5, [np.nan, np.nan, 4.0, 4.0, 4.0]])
    found = classify(gaps, low, high, bounds_b=bounds)
    assert found["headline"].tolist() == [Headline.ON_AVERAGE, Headline.EVERY_STEP]
    assert found["steps"].tolist() == ["++???", "+++??"]
    assert not Headline(found["headline"].iloc[0]).pays_more


def test_equal_medians_depend_and_equal_outer_steps_do_not_count_as_opposite() -> None:
    gaps = compare_means(figures([100.0] * 2, 0.1), figures([120.0] * 2, 0.1))
    low = np.array([[1.0, 2, 3, 4, 5]] * 2)
    found = classify(gaps, low, np.array([[2.0, 3, 3, 5, 6], [1.0, 3, 4, 5, 5]]))
    assert found["headline"].tolist() == [Headline.DEPENDS, Headline.EVERY_STEP]
    assert found["medians_same"].tolist() == [True, False]


def test_golden_classes_and_verdicts_of_all_pairs() -> None:
    nation, (one_side, other_side) = oews.nation(), oews.pairs()
    there = {unit: nation[f"{unit}_mean_usd"].notna().to_numpy() for unit in oews.UNITS}
    units = np.where(
        there["annual"][one_side] & there["annual"][other_side],
        "annual",
        np.where(there["hourly"][one_side] & there["hourly"][other_side], "hourly", ""),
    )
    assert ((units == "").sum(), (units == "hourly").sum()) == (290, 3_845)

    def pick(column: str, rows: np.ndarray) -> np.ndarray:
        annual, hourly = (nation[f"{unit}_{column}_usd"].to_numpy()[rows] for unit in oews.UNITS)
        return np.where(units == "annual", annual, np.where(units == "hourly", hourly, np.nan))

    why = np.where(units == "", Reason.NO_COMMON_UNIT.value, "")
    error = nation["wage_rse_pct"].to_numpy()
    a, b = (figures(pick("mean", rows), error[rows], why=why) for rows in (one_side, other_side))
    gaps = compare_means(a, b)
    assert gaps["verdict"].value_counts().to_dict() == {
        Verdict.MEANINGFUL: 306_170,
        Verdict.UNSURE: 18_279,
        Verdict.EITHER: 15_312,
        Verdict.SMALL: 3_984,
        Verdict.NOT_PUBLISHED: 290,
        Verdict.NOT_TESTED: 0,
        Verdict.LEFT_OPEN: 0,
    }
    assert int(gaps["hangs_on_rounding"].sum()) == 1_204
    steps = [np.column_stack([pick(step, rows) for step in STEPS]) for rows in (one_side, other_side)]
    found = classify(gaps, *steps)
    counts = found["headline"].value_counts().to_dict()
    assert {name: count for name, count in counts.items() if count} == {
        Headline.NO_COMMON_UNIT: 290,
        Headline.EITHER: 15_312,
        Headline.SAME: 2_684,
        Headline.DEPENDS: 7_446,
        Headline.EVERY_STEP: 283_097,
        Headline.NOT_EVERY_STEP: 35_206,
    }
    apart = np.abs(np.log1p(found["median_gap_pct"] / 100)) > log_limit(5)
    assert int((apart & (found["headline"] == Headline.EITHER)).sum()) == 8_282  # two are just 5 %
    assert int((found["medians_same"] & (found["headline"] == Headline.DEPENDS)).sum()) == 1_222


def test_categories_stand_from_the_weakest_to_the_strongest() -> None:
    verdicts = pd.Series([Verdict.EITHER.value, Verdict.MEANINGFUL.value], dtype=VERDICTS)
    assert (verdicts > Verdict.EITHER).tolist() == [False, True]
    assert HEADLINES.categories.tolist() == [one.value for one in Headline]
