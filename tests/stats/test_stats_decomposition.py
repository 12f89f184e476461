"""Mix, within and levers (method 6): refusals, golden accounts, all occupations, symmetry."""

import math
from collections import Counter

import numpy as np
import pandas as pd
import published as oews
import pytest

from helpers.base.vocabulary import Reason
from helpers.stats.decomposition import LEAST_COVERED, Decomposition, Nation, decompose, place_lever, sector_lever
from helpers.stats.means import figures


def account(a: str, b: str, kind: str) -> Decomposition:
    cells = [oews.fifty_states(soc) if kind == "state" else oews.places(soc, kind) for soc in (a, b)]
    return decompose(cells[0], cells[1], oews.nation_of(a), oews.nation_of(b))


def test_cells_that_hold_too_few_of_the_jobs_are_refused() -> None:
    cells = figures([100.0, 200.0], 1.0, jobs=[500.0, 390.0])
    found = decompose(cells, cells, Nation(150.0, 1.0, 1000.0), Nation(150.0, 1.0, 1000.0))
    assert found.why == Reason.LOW_COVERAGE
    assert (found.covered_a, found.cells) == (0.89, 2)
    assert math.isnan(found.mix)
    assert decompose(cells, cells, Nation(150.0, 1.0, math.nan), Nation(150.0, 1.0, 890.0)).why == Reason.LOW_COVERAGE


def test_a_cell_that_one_side_does_not_publish_is_left_out() -> None:
    a = figures([100.0, 200.0, np.nan], 1.0, jobs=[500.0, 500.0, 5.0])
    b = figures([110.0, np.nan, 300.0], 1.0, jobs=[990.0, 5.0, 5.0])
    found = decompose(a, b, Nation(150.0, 1.0, 1000.0), Nation(110.0, 1.0, 1000.0))
    assert (found.cells, found.covered_a, found.why) == (1, 0.5, Reason.LOW_COVERAGE)


@pytest.mark.parametrize(
    ("a", "b", "kind", "mix", "within", "rest"),
    [
        (oews.BILLING, oews.BOOKKEEPING, "state", (-234.8, 20.2), (2_724.0, 167.8), 0.8),
        (oews.BILLING, oews.BOOKKEEPING, "sector", (292.3, 92.9), (2_196.4, 183.9), 1.3),
        (oews.PARAMEDIC, oews.NURSE, "state", (2_891.0, 30.4), (35_170.0, 183.1), -1.1),
        (oews.PARAMEDIC, oews.NURSE, "sector", (-3_485.4, 112.5), (41_748.1, 306.6), -202.7),
        ("35-3031", "53-7065", "sector", (-2_945.3, 445.2), (2_422.6, 449.6), 2.8),
    ],
)
def test_golden_accounts(
    a: str, b: str, kind: str, mix: tuple[float, float], within: tuple[float, float], rest: float
) -> None:
    found = account(a, b, kind)
    assert (round(found.mix, 1), round(found.mix_se, 1)) == mix
    assert (round(found.within, 1), round(found.within_se, 1)) == within
    assert round(found.rest, 1) == rest
    assert found.mix + found.within + found.rest == pytest.approx(found.gap)


def test_golden_sectors_of_sales_agents_and_nurses_are_refused() -> None:
    found = account("41-3031", oews.NURSE, "sector")
    assert (round(found.covered_a, 4), round(found.covered_b, 4)) == (0.9894, 0.0813)
    assert found.why == Reason.LOW_COVERAGE


def test_swapping_the_roles_turns_the_account_round() -> None:
    there, back = (account(*pair, "state") for pair in ((oews.BILLING, oews.NURSE), (oews.NURSE, oews.BILLING)))
    for name in ("gap", "mix", "within", "rest"):
        assert getattr(there, name) == pytest.approx(-getattr(back, name))
    assert (there.mix_se, there.within_se) == pytest.approx((back.mix_se, back.within_se))
    assert (there.covered_a, there.covered_b) == (back.covered_b, back.covered_a)


def test_golden_number_of_pairs_covered_by_states_and_sectors() -> None:
    nation = oews.nation()
    annual = nation["annual_mean_usd"].notna().to_numpy()
    one, other = oews.pairs()
    for kind, count in (("state", 134_431), ("sector", 43_938)):
        rows = pd.concat(oews.by_occupation(kind).values())
        rows = rows[rows["employment"].notna() & rows["annual_mean_usd"].notna() & ~rows.index.isin(oews.TERRITORIES)]
        jobs = rows.reset_index().pivot(index="soc_code", columns=rows.index.name, values="employment")
        jobs = jobs.reindex(nation.index).to_numpy()
        covered = np.nan_to_num(jobs) @ (~np.isnan(jobs)).T.astype(float) / nation["employment"].to_numpy()[:, None]
        enough = (covered >= LEAST_COVERED) & (covered.T >= LEAST_COVERED)
        both = annual[one] & annual[other]
        assert (int(both.sum()), int((enough[one, other] & both).sum())) == (339_900, count)
        for pair in np.random.default_rng(5).choice(np.flatnonzero(both), 15):
            a, b = nation.index[one[pair]], nation.index[other[pair]]
            if a in oews.by_occupation(kind) and b in oews.by_occupation(kind):
                assert (account(a, b, kind).why == "") == enough[one[pair], other[pair]]


# --- levers ---------------------------------------------------------------------------------------------------------


def test_levers_without_enough_to_choose_from_say_so() -> None:
    nation = Nation(100.0, 1.0, 10_000.0)
    small = figures([200.0] * 4, 1.0, jobs=[1_000.0] * 4)
    assert place_lever(small, nation).why == Reason.LOW_COVERAGE
    assert place_lever(figures([200.0] * 3, 1.0, jobs=[3_000.0] * 3), nation).why == Reason.LOW_COVERAGE
    assert sector_lever(figures([200.0], 5.0, jobs=[9_000.0]), nation).why == Reason.NONE_ELIGIBLE
    assert sector_lever(figures([200.0], 1.0, jobs=[99.0]), Nation(100.0, 1.0, 200.0)).why == Reason.NONE_ELIGIBLE
    assert sector_lever(figures([99.0], 1.0, jobs=[9_000.0]), nation).why == Reason.NO_GAIN


def test_a_quarter_of_the_jobs_lie_at_the_place_of_the_lever_or_above() -> None:
    areas = figures([100.0, 110.0, 120.0, 200.0], 1.0, jobs=[400.0, 350.0, 150.0, 100.0])
    found = place_lever(areas, Nation(100.0, 0.1, 1_000.0))
    assert (found.value, found.gap, found.covered, found.place) == (110.0, 10.0, 1.0, None)


@pytest.mark.parametrize(
    ("soc", "place", "sector_code", "gap", "at_least"),
    [
        (oews.NURSE, 106_360, "99-100", 14_990, 14_295),
        (oews.BILLING, 55_690, "61--62", 3_690, 2_651),
        (oews.PARAMEDIC, 71_780, "99-100", 2_820, 1_823),
    ],
)
def test_golden_levers(soc: str, place: int, sector_code: str, gap: int, at_least: int) -> None:
    nation = oews.nation_of(soc)
    to_place = place_lever(oews.places(soc, "metropolitan"), nation)
    assert (to_place.value, to_place.clear) == (place, True)
    to_sector = sector_lever(oews.places(soc, "sector"), nation)
    assert (to_sector.place, round(to_sector.gap), round(to_sector.at_least)) == (sector_code, gap, at_least)
    assert to_sector.clear


def test_golden_actors_have_no_lever() -> None:
    nation = oews.nation_of(oews.ACTOR)
    place = place_lever(oews.places(oews.ACTOR, "metropolitan"), nation)
    assert (place.value, place.clear, place.why) == (82.51, False, Reason.NO_GAIN)
    sector = sector_lever(oews.places(oews.ACTOR, "sector"), nation)
    assert (round(sector.gap, 2), sector.why) == (-29.77, Reason.NO_GAIN)


def test_golden_counts_of_levers_over_all_occupations() -> None:
    counts = Counter()
    for soc in oews.by_occupation("sector"):
        found = sector_lever(oews.places(soc, "sector"), oews.nation_of(soc))
        counts["sectors"] += found.eligible > 0
        counts["clear sector"] += found.clear
        counts["at or below"] += bool(found.gap <= 0)
    for soc in oews.by_occupation("metropolitan"):
        found = place_lever(oews.places(soc, "metropolitan"), oews.nation_of(soc))
        counts["places"] += found.why != Reason.LOW_COVERAGE
        counts["clear place"] += found.clear
    assert counts == {"sectors": 816, "clear sector": 549, "at or below": 90, "places": 588, "clear place": 522}
