"""Openings, growth classes and differences of growth (method 7): golden lines and counts, refusals, symmetry."""

import numpy as np
import pandas as pd
import published as oews
import pytest

from helpers.base.vocabulary import GrowthClass
from helpers.stats.projections import growth_classes, growth_differs, openings, yardstick
from helpers.tables.load import load

ALL_JOBS = "00-0000"


@pytest.fixture(scope="module")
def lines() -> pd.DataFrame:
    return load("projections").set_index("ep_code")


@pytest.fixture(scope="module")
def points() -> float:
    record = load("track_record")
    return yardstick(record["projected_growth_pct"], record["actual_growth_pct"])


def test_missing_growth_has_no_class_and_no_difference() -> None:
    assert growth_classes([np.nan], all_jobs_pct=3.1).isna().all()
    assert growth_differs([np.nan, 0.0], [10.0, np.nan], all_jobs_pct=3.1, points=6.6).tolist() == [0, 0]


def test_openings_are_missing_where_a_part_is(lines: pd.DataFrame) -> None:
    line = lines.loc[[oews.NURSE]].assign(labor_force_exit_rate_pct=np.nan)
    assert openings(line)["openings"].isna().all()


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        (oews.BILLING, (45, 54, -0.4, 98.6)),
        (oews.BOOKKEEPING, (64, 50, -6.0, 108.0)),
        (oews.NURSE, (28, 21, 4.8, 53.8)),
        (oews.PARAMEDIC, (17, 25, 4.9, 46.9)),
        (ALL_JOBS, (47, 59, 3.0, 109.0)),
    ],
)
def test_golden_openings_per_1000_jobs(lines: pd.DataFrame, code: str, parts: tuple[float, ...]) -> None:
    found = openings(lines.loc[[code]]).iloc[0]
    assert tuple(round(float(part), 1) for part in found[["exits", "transfers", "growth", "openings"]]) == parts


def test_golden_rates_refer_to_the_mean_of_base_and_projected_jobs(lines: pd.DataFrame) -> None:
    large = lines[(lines["kind"] == "line item") & (lines["employment_base_thousand"] > 50)]
    middle = (large["employment_base_thousand"] + large["employment_projected_thousand"]) / 2
    found = openings(large)
    missed = {}
    for name, jobs in (("base", large["employment_base_thousand"]), ("middle", middle)):
        exits = (1000 * large["labor_force_exits_thousand_per_year"] / jobs - found["exits"]).abs()
        transfers = (1000 * large["occupational_transfers_thousand_per_year"] / jobs - found["transfers"]).abs()
        missed[name] = round(float(pd.concat([exits, transfers]).mean()), 1)
    assert missed == {"base": 1.3, "middle": 0.3}


def test_golden_classes_of_all_lines_and_pairs_that_differ(lines: pd.DataFrame, points: float) -> None:
    all_jobs = float(lines.at[ALL_JOBS, "employment_change_pct"])
    growth = lines.loc[lines["kind"] == "line item", "employment_change_pct"].to_numpy()
    assert (all_jobs, points) == (3.1, 6.6)
    assert pd.Series(growth_classes(growth, all_jobs_pct=all_jobs)).value_counts().to_dict() == {
        GrowthClass.SHRINKS: 209,
        GrowthClass.LITTLE_CHANGE: 87,
        GrowthClass.AS_ALL_JOBS: 337,
        GrowthClass.FASTER: 199,
    }
    one, other = np.triu_indices(len(growth), 1)
    called = growth_differs(growth[one], growth[other], all_jobs_pct=all_jobs, points=points)
    assert (len(called), int((called != 0).sum())) == (345_696, 132_461)
    back = growth_differs(growth[other], growth[one], all_jobs_pct=all_jobs, points=points)
    assert (called == -back).all()


def test_golden_record_of_past_rounds() -> None:
    record = load("track_record")
    missed = (record["actual_growth_pct"] - record["projected_growth_pct"]).abs().round(1)
    assert missed.tolist() == [13.9, 3.4, 2.4]
    assert (record["direction_right_pct"].min(), record["direction_right_pct"].max()) == (77, 84)
    right = record["faster_than_average_right_pct"]
    assert (right.min(), right.max()) == (52, 67)


def test_golden_nurses_and_paramedics_are_in_one_class(lines: pd.DataFrame, points: float) -> None:
    nurses, paramedics = (float(lines.at[soc, "employment_change_pct"]) for soc in (oews.NURSE, oews.PARAMEDIC))
    assert (nurses, paramedics) == (4.9, 5.0)
    assert growth_classes([nurses, paramedics], all_jobs_pct=3.1).tolist() == [GrowthClass.AS_ALL_JOBS] * 2
    assert growth_differs(paramedics, nurses, all_jobs_pct=3.1, points=points).tolist() == [0]


def test_edges_belong_to_the_class_below_and_a_gap_of_just_the_yardstick_counts() -> None:
    found = growth_classes([-1.1, -1.0, 1.0, 1.1, 5.1, 5.2], all_jobs_pct=3.1)
    shrinks, little, same, faster = GrowthClass
    assert found.tolist() == [shrinks, little, little, same, same, faster]
    assert growth_differs([0.0, 0.0], [6.6, 6.5], all_jobs_pct=3.1, points=6.6).tolist() == [1, 0]
