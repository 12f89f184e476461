"""O*NET ratings (method 8): refusals, golden elements, all pairs, the ladder of closeness, symmetry."""

from functools import lru_cache

import numpy as np
import pandas as pd
import pytest

from helpers.base.vocabulary import Reason
from helpers.stats.distributions import t7_two_sided
from helpers.stats.ratings import (
    LADDER,
    LEAST_ERROR,
    closeness,
    closeness_on_scale,
    compare_ratings,
    distances,
    level_gap,
)
from helpers.tables.load import load

BILLING, BOOKKEEPING, ACCOUNTANT = "43-3021.00", "43-3031.00", "13-2011.00"


@lru_cache(maxsize=1)
def skills() -> pd.DataFrame:
    ratings = load("ratings", where={"facet": ["skills"]})
    suppressed, irrelevant = (ratings[name].fillna(False).astype(bool) for name in ("suppress", "not_relevant"))
    why = np.select([suppressed, irrelevant], [Reason.SUPPRESSED.value, Reason.NOT_RELEVANT.value], default="")
    value = ratings["value"].where(why == "")
    return ratings.assign(value=value, error=ratings["standard_error"].where(value.notna()), why=why)


def side(code: str, scale: str) -> pd.DataFrame:
    rows = skills()
    return rows[(rows["onet_code"] == code) & (rows["scale"] == scale)].set_index("element_id")


def compared(a: str, b: str, scale: str) -> pd.DataFrame:
    return compare_ratings(side(a, scale), side(b, scale))


@lru_cache(maxsize=4)
def square(scale: str, figure: str) -> pd.DataFrame:
    rows = skills()
    return rows[rows["scale"] == scale].pivot(index="onet_code", columns="element_id", values=figure)


@lru_cache(maxsize=1)
def all_distances() -> tuple[np.ndarray, np.ndarray]:
    """Return the square of distances in skills and the distances of all pairs in rising order."""
    importance, level = (square(scale, "value").to_numpy() for scale in ("importance", "level"))
    found = np.stack([distances(*row, importance, level) for row in zip(importance, level, strict=True)])
    pairs = found[np.triu_indices(len(found), 1)]
    return found, np.sort(pairs[~np.isnan(pairs)])


def rated(values: list[float], error: float = 0.25, **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"value": values, "error": error, "why": ""}).assign(**columns)


def test_what_is_left_out_says_why_and_whose() -> None:
    a = rated([3.0, np.nan, np.nan, 3.0], why=["", Reason.SUPPRESSED, "", ""])
    b = rated([3.0, 3.0, np.nan, 3.0], error=[0.25, 0.25, 0.25, np.nan])
    found = compare_ratings(a, b)
    assert found["why"].tolist() == ["", Reason.SUPPRESSED, Reason.NOT_RATED, Reason.NO_ERROR]
    assert found["why_side"].tolist() == ["", "first", "both", "both"]
    assert found["p"].notna().tolist() == [True, False, False, False]
    assert found["difference"].notna().tolist() == [True, False, False, True]


@pytest.mark.parametrize("code", ["29-2043.00", "13-2051.00"])
def test_golden_occupations_without_ratings_have_no_gap(code: str) -> None:
    assert side(code, "level").empty
    found = level_gap(compared(code, BILLING, "level"), side(BILLING, "importance")["value"])
    assert np.isnan(found.total)
    assert found.why == Reason.NOT_RATED


def test_without_errors_a_gap_is_shown_and_none_of_it_is_clear() -> None:
    found = compare_ratings(rated([1.0, 5.0], np.nan), rated([3.0, 2.0], np.nan))
    gap = level_gap(found, pd.Series([4.0, 4.0]))
    assert (gap.total, gap.clear, gap.compared, gap.why) == (8.0, None, 2, "")


def test_golden_skills_are_rated_by_eight_analysts() -> None:
    rows = load("ratings", where={"facet": ["skills"]})
    assert (len(rows), rows["n"].unique().tolist(), rows["rated_by"].unique().tolist()) == (62_580, [8.0], ["Analyst"])
    assert int((rows["standard_error"] == 0).sum()) == 13_734
    assert rows.loc[rows["standard_error"] > 0, "standard_error"].min() == LEAST_ERROR


@pytest.mark.parametrize(
    ("a", "b", "scale", "tested", "alone", "clear"),
    [
        (BILLING, BOOKKEEPING, "importance", 35, 3, 0),
        (BILLING, BOOKKEEPING, "level", 25, 3, 0),
        (BOOKKEEPING, ACCOUNTANT, "importance", 35, 15, 0),
        (BOOKKEEPING, ACCOUNTANT, "level", 26, 16, 12),
    ],
)
def test_golden_clear_elements(a: str, b: str, scale: str, tested: int, alone: int, clear: int) -> None:
    found = compared(a, b, scale)
    counts = (int(found["p"].notna().sum()), int((found["p"] <= 0.10).sum()), int((found["sign"] != 0).sum()))
    assert counts == (tested, alone, clear)


def test_golden_smallest_q_of_bookkeepers_and_accountants() -> None:
    found = compared(BOOKKEEPING, ACCOUNTANT, "level")
    names = load("elements").drop_duplicates("element_id").set_index("element_id")["element_name"]
    assert (names[found["q"].idxmin()], round(float(found["q"].min()), 4)) == ("Systems Analysis", 0.02)
    assert round(float(found["t"].max()), 2) == 5.66


@pytest.mark.parametrize(
    ("a", "b", "total", "clear"), [(BILLING, BOOKKEEPING, 11.63, 0.0), (BOOKKEEPING, ACCOUNTANT, 53.92, 35.02)]
)
def test_golden_gaps(a: str, b: str, total: float, clear: float) -> None:
    found = level_gap(compared(a, b, "level"), side(b, "importance")["value"])
    assert found.clear is not None
    assert (round(found.total, 2), round(found.clear, 2)) == (total, clear)


@pytest.mark.parametrize(("scale", "without"), [("importance", 17_497), ("level", 14_718)])
def test_golden_pairs_without_a_clear_element(scale: str, without: int) -> None:
    value = square(scale, "value").to_numpy()
    error = np.maximum(square(scale, "error").to_numpy(), LEAST_ERROR)
    one, other = np.triu_indices(len(value), 1)
    clear = np.zeros(len(one), dtype=bool)
    for start in range(0, len(one), 50_000):
        a, b = one[start : start + 50_000], other[start : start + 50_000]
        p = t7_two_sided((value[b] - value[a]) / np.hypot(error[a], error[b]))
        rank = np.arange(1, p.shape[1] + 1) / (~np.isnan(p)).sum(axis=1)[:, None]
        clear[start : start + 50_000] = (np.sort(p, axis=1) <= 0.10 * rank).any(axis=1)  # NaN sorts last
    assert (len(one), int((~clear).sum())) == (399_171, without)
    codes = square(scale, "value").index
    for pair in np.random.default_rng(6).choice(len(one), 12):
        found = compared(codes[one[pair]], codes[other[pair]], scale)
        assert (found["sign"] != 0).any() == clear[pair]


def test_golden_ladder_of_closeness() -> None:
    codes = list(square("importance", "value").index)
    found, ranked = all_distances()
    apart = [found[codes.index(a), codes.index(b)] for a, b, _ in LADDER]
    assert closeness(apart, ranked).round(1).tolist() == [100.0, 99.7, 90.1, 74.2, 50.4, 25.1]
    scale = load("facet_scale", where={"facet": ["skills"], "measure": ["distance"]})
    near = closeness_on_scale(apart, scale["value"], scale["percentile"])
    assert near == pytest.approx(closeness(apart, ranked), abs=0.2)  # the scale has half steps, and five decimals
    assert np.isnan(closeness([np.nan], ranked)).all()


def test_distance_needs_half_of_the_elements_and_uses_importance_where_a_level_is_missing() -> None:
    few = [3.0, np.nan, np.nan]
    assert np.isnan(distances(few, few, few, few))
    # importance 1/2 and 1 of its scale; level 0 and 7: (.5 + 1) / 2, weight 1; the second element by importance alone
    found = distances([3.0, 3.0], [0.0, np.nan], [5.0, 5.0], [7.0, 2.0])
    assert float(found) == pytest.approx((0.75 + 0.5) / 2)
    assert float(distances([5.0, 5.0], [7.0, 2.0], [3.0, 3.0], [0.0, np.nan])) == float(found)


def test_swapping_the_roles_turns_differences_round() -> None:
    there, back = compared(BOOKKEEPING, ACCOUNTANT, "level"), compared(ACCOUNTANT, BOOKKEEPING, "level")
    pd.testing.assert_series_equal(there["difference"], -back["difference"])
    pd.testing.assert_series_equal(there["q"], back["q"])
    assert (there["sign"] == -back["sign"]).all()
    assert (there["sign"] != 0).any()
    reverse = level_gap(back, side(BOOKKEEPING, "importance")["value"])
    assert (reverse.total, reverse.clear) == (0.0, 0.0)
