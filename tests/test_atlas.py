"""All occupations at once: what is refused, the verdicts of all pairs, the map, the frames of the charts."""

import numpy as np
import pandas as pd
import pytest

from helpers.base.vocabulary import Reason
from helpers.show.plane_plots import fractions
from helpers.stats.similarity import layout, neighbours_kept
from helpers.whole import atlas
from helpers.whole.atlas import VERDICTS

NAN = float("nan")


def four() -> pd.DataFrame:
    rows = [
        ("11-1011", "Chief", "11-0000", "Management", 100_000.0, 1.0, 5.0),
        ("11-1021", "Manager", "11-0000", "Management", 100_500.0, 1.0, -3.0),  # no clear difference from Chief
        ("27-2011", "Actor", "27-0000", "Arts", NAN, 2.0, 1.0),  # paid by the hour only
        ("27-2022", "Coach", "27-0000", "Arts", 50_000.0, 1.0, 9.0),
    ]
    columns = ["soc_code", "occupation", "major_code", "group", "pay_usd", "error_pct", "change_pct"]
    return pd.DataFrame(rows, columns=columns)


def test_a_map_of_three_occupations_is_refused() -> None:
    with pytest.raises(ValueError, match="at least four"):
        layout(np.zeros((3, 3)))


def test_each_pair_has_one_verdict_and_a_missing_mean_is_not_published() -> None:
    pairs = atlas.pair_verdicts(four())
    told = dict(zip(zip(pairs["first"], pairs["second"], strict=True), pairs["verdict"], strict=True))
    assert told == {
        (0, 1): "could be either",
        (0, 2): "not published",
        (0, 3): "clear and meaningful",
        (1, 2): "not published",
        (1, 3): "clear and meaningful",
        (2, 3): "not published",
    }


def test_groups_count_their_pairs_by_verdict_and_share_the_clear_among_the_compared() -> None:
    groups = atlas.by_groups(four(), atlas.pair_verdicts(four()))
    shown = groups[["major_a", "major_b", "pairs", "compared", "clear"]].to_numpy().tolist()
    assert shown == [["11-0000", "11-0000", 1, 1, 0], ["11-0000", "27-0000", 4, 2, 2], ["27-0000", "27-0000", 1, 0, 0]]
    assert groups["clear_pct"].fillna(-1).tolist() == [0.0, 100.0, -1.0]
    assert (groups[[str(one) for one in VERDICTS]].sum(axis=1) == groups["pairs"]).all()


def test_extremes_name_each_occupation_once_from_the_best_paid_on() -> None:
    assert atlas.extremes(four(), 1)["occupation"].tolist() == ["Manager", "Coach"]
    assert atlas.extremes(four())["soc_code"].is_unique


def two_clusters() -> np.ndarray:
    side = np.repeat([0, 1], 8)
    apart = np.where(side[:, None] == side, 0.1, 0.9) + np.abs(np.subtract.outer(np.arange(16), np.arange(16))) / 100
    np.fill_diagonal(apart, 0)
    return apart


def test_the_map_keeps_clusters_apart_and_is_the_same_each_time() -> None:
    apart = two_clusters()
    place = layout(apart)
    assert np.array_equal(place, layout(apart))
    assert place.min() == 0
    assert place.max() == 1
    between = np.linalg.norm(place[:8].mean(axis=0) - place[8:].mean(axis=0))
    within = np.linalg.norm(place[:8] - place[:8].mean(axis=0), axis=1).max()
    assert between > 2 * within
    assert neighbours_kept(apart, place, 7) == 1.0


def test_the_shipped_tables_give_every_occupation_its_figure_or_its_reason() -> None:
    frame = atlas.occupations()
    assert len(frame) == 830
    assert frame["soc_code"].is_unique
    assert ((frame["pay_why"] != "") == frame["pay_usd"].isna()).all()
    assert frame.loc[frame["pay_usd"].isna(), "pay_why"].unique().tolist() == [Reason.OTHER_UNIT]
    assert ((frame["change_why"] != "") == frame["change_pct"].isna()).all()
    clerks = frame.set_index("soc_code").loc["43-3021"]
    assert (clerks["pay_usd"], clerks["change_pct"], clerks["onet_code"]) == (51_070.0, -0.4, "43-3021.00")
    pairs = atlas.pair_verdicts(frame)
    assert len(pairs) == 830 * 829 // 2
    assert atlas.by_groups(frame, pairs)["pairs"].sum() == len(pairs)


def test_a_verdict_of_the_atlas_is_that_of_the_pair_report() -> None:
    from helpers import compare
    from helpers.sections.pay import pay_gaps

    frame = atlas.occupations()
    two = frame[frame["soc_code"].isin(["43-3021", "43-3031"])]
    (gap,) = pay_gaps(compare("43-3021", "43-3031"))
    found = atlas.pair_verdicts(two).iloc[0]
    assert found["verdict"] == gap.verdict
    assert found["gap_pct"] == pytest.approx(gap.gap_pct)


def test_points_name_the_ends_and_mark_the_group_and_leave_out_who_lacks_a_figure() -> None:
    points = atlas.growth_points(four().assign(pay_cell="", change_cell=""), "27-0000")
    assert points["occupation"].tolist() == ["Chief", "Manager", "Coach"]
    assert points["role"].tolist() == ["", "", "Arts"]
    assert set(points["text"]) == {"Chief", "Manager", "Coach"}


def test_a_group_is_named_once_in_its_middle_and_its_name_is_no_point() -> None:
    placed = four().assign(x=[0.0, 0.2, 0.9, 1.0], y=[0.0, 0.1, 0.9, 1.0])
    points = atlas.likeness_points(placed)
    names = points[points["value"].isna()]
    assert names["text"].tolist() == ["Arts", "Management"]
    assert names["x"].tolist() == pytest.approx([0.95, 0.1])


def test_tiles_show_each_two_groups_both_ways_and_are_blank_where_nothing_is_compared() -> None:
    tiles = atlas.unclear_tiles(atlas.by_groups(four(), atlas.pair_verdicts(four())))
    shown = tiles.set_index(["label", "head"])[["text", "step"]].fillna(-1).apply(tuple, axis=1).to_dict()
    assert shown == {
        ("Management", "Management"): ("100", 3.0),
        ("Management", "Arts"): ("0", 0.0),
        ("Arts", "Management"): ("0", 0.0),
        ("Arts", "Arts"): ("", -1.0),
    }


def test_the_script_gets_every_name_figure_and_place_or_nothing() -> None:
    frame = four().assign(jobs=[1.0, NAN, 3.0, 4.0])
    placed = frame.iloc[[0, 3]].assign(x=[0.0, 1.0], y=[1.0, 0.0], nearest=["Coach", "Chief"])
    told = atlas.find(frame, placed).meta["json"]["plane"]
    assert told["names"] == ["Chief", "Manager", "Actor", "Coach"]
    assert told["pay"] == [100_000, 100_500, None, 50_000]
    assert told["jobs"] == [1, None, 3, 4]
    assert told["near"] == [3, None, None, 0]
    assert told["charts"]["likeness"] == [[0, None, None, 10_000], [10_000, None, None, 0]]
    assert told["charts"]["growth"][1] == [6667, 0, None, 10_000]


def test_places_on_a_scale_run_from_0_to_1_also_where_all_are_equal() -> None:
    assert fractions(pd.Series([1.0, 10.0, 100.0]), log=True).tolist() == pytest.approx([0, 0.5, 1])
    assert fractions(pd.Series([7.0, 7.0])).tolist() == [0.0, 0.0]
