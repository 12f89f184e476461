"""Many comparisons at once (method 4): the row, its interval and the tally agree; golden families; symmetry."""

import numpy as np
import pandas as pd
import published as oews
import pytest
from scipy import stats

from helpers.base.vocabulary import Reason, Verdict
from helpers.stats.means import Tally, benjamini_hochberg, compare_family, compare_means, family_z, figures, tally

GOLDEN = [
    (oews.BILLING, oews.BOOKKEEPING, "metropolitan", (305, 7, 212), 1.8842),
    (oews.BILLING, oews.BOOKKEEPING, "state", (37, 1, 16), 1.8095),
    (oews.BILLING, oews.BOOKKEEPING, "sector", (11, 0, 9), 1.9189),
    (oews.PARAMEDIC, oews.NURSE, "metropolitan", (390, 0, 2), 1.6473),
    (oews.PARAMEDIC, oews.NURSE, "state", (52, 0, 0), 1.6449),
    (oews.PARAMEDIC, oews.NURSE, "sector", (9, 0, 0), 1.6449),
]


def family(a: str, b: str, kind: str) -> pd.DataFrame:
    return compare_family(oews.places(a, kind), oews.places(b, kind))


def test_a_family_in_which_nothing_is_compared_has_an_empty_tally() -> None:
    a = figures([np.nan, np.nan], 1.0, why=Reason.WITHHELD.value)
    found = compare_family(a, a)
    assert found["why"].tolist() == [Reason.WITHHELD] * 2
    counts = tally(found)
    assert (counts.compared, counts.not_compared, counts.higher) == (0, 2, 0)
    assert family_z(0, 0) == pytest.approx(1.6448536, abs=1e-6)
    assert tally(found.iloc[:0]).not_compared == 0


def test_adjusted_p_values_are_scipys_and_skip_what_is_missing() -> None:
    p = np.random.default_rng(2).uniform(0, 1, 40) ** 2
    holes = np.insert(p, [0, 10], np.nan)
    assert benjamini_hochberg(p) == pytest.approx(stats.false_discovery_control(p))
    assert np.isnan(benjamini_hochberg(holes)).sum() == 2
    assert benjamini_hochberg(holes)[~np.isnan(holes)] == pytest.approx(benjamini_hochberg(p))
    assert np.isnan(benjamini_hochberg([np.nan])).all()


def test_one_row_alone_is_judged_as_a_single_gap() -> None:
    a, b = figures([50e3], 1.0), figures([51e3], 1.0)
    assert family_z(1, 1) == pytest.approx(1.6448536, abs=1e-6)
    assert compare_family(a, b)["verdict"].tolist() == compare_means(a, b)["verdict"].tolist()


@pytest.mark.parametrize(("a", "b", "kind", "counts", "z"), GOLDEN)
def test_golden_tallies(a: str, b: str, kind: str, counts: tuple[int, int, int], z: float) -> None:
    found = tally(family(a, b, kind))
    assert (found.higher, found.lower, found.none) == counts
    assert round(family_z(found.compared, found.higher + found.lower), 4) == z
    assert found.left_open == 0


def test_golden_sizes_in_the_areas_of_billing_and_bookkeeping() -> None:
    found = family(oews.BILLING, oews.BOOKKEEPING, "metropolitan")
    counts = tally(found)
    sizes = found["verdict"].value_counts()
    assert [sizes[size] for size in (Verdict.SMALL, Verdict.UNSURE, Verdict.MEANINGFUL)] == [1, 208, 103]
    assert counts.compared == 524
    assert counts.not_compared == len(found) - 524
    assert (found.loc[found["p"].isna(), "why"] != "").all()


def test_golden_areas_before_adjusting_by_percent_and_by_dollars() -> None:
    found = compare_means(oews.places(oews.BILLING, "metropolitan"), oews.places(oews.BOOKKEEPING, "metropolitan"))
    found = found[found["p"].notna()]

    def counts(higher: pd.Series, lower: pd.Series) -> tuple[int, int, int]:
        return int(higher.sum()), int(lower.sum()), int((~higher & ~lower).sum())

    assert counts(found["sign"] > 0, found["sign"] < 0) == (334, 10, 180)
    assert counts(found["low_pct"] > 0, found["high_pct"] < 0) == (341, 10, 173)
    assert counts(found["gap_low"] > 0, found["gap_high"] < 0) == (342, 10, 172)


@pytest.mark.parametrize(("a", "b", "kind"), [row[:3] for row in GOLDEN])
def test_row_interval_and_tally_agree(a: str, b: str, kind: str) -> None:
    found = family(a, b, kind)
    found = found[found["p"].notna()]
    excludes_zero = (found["low_pct"] > 0) | (found["high_pct"] < 0)
    assert ((found["sign"] != 0) == excludes_zero).all()
    assert ((found["q"] <= 0.10) == excludes_zero).all()
    assert ((found["verdict"] == Verdict.EITHER) == ~excludes_zero).all()


def test_bounds_take_part_with_an_upper_limit_of_their_p() -> None:
    # one clear gap, one bound that decides, one that points the other way, one withheld
    a = figures([50e3, 50e3, 300e3, 50e3], 1.0)
    b = figures([60e3, np.nan, np.nan, np.nan], 1.0, bound=[np.nan, 239e3, 239e3, np.nan], why=["", "", "", "x"])
    found = compare_family(a, b)
    assert found["verdict"].tolist() == [
        Verdict.MEANINGFUL,
        Verdict.MEANINGFUL,
        Verdict.LEFT_OPEN,
        Verdict.NOT_PUBLISHED,
    ]
    assert found["p"].iloc[2] == 1.0
    assert tally(found) == Tally(higher=2, lower=0, none=1, left_open=1, not_compared=1)


def test_swapping_the_roles_mirrors_a_family() -> None:
    there, back = (
        family(*pair, "metropolitan") for pair in ((GOLDEN[0][0], GOLDEN[0][1]), (GOLDEN[0][1], GOLDEN[0][0]))
    )
    back = back.reindex(there.index)
    assert (there["verdict"] == back["verdict"]).all()
    assert (there["sign"] == -back["sign"]).all()
    pd.testing.assert_series_equal(there["q"], back["q"])
    swapped = back["why_side"].replace({"first": "second", "second": "first"})
    assert (there["why_side"] == swapped).all()
