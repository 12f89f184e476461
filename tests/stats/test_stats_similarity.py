"""Ratings of one facet, distances of all pairs, anchor pairs."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers.stats.similarity import WELL_KNOWN, Similarity, gap_matrix, rank_pairs, read_ratings

Row = tuple[str, str, float | None, float | None]


def ratings_frame(rows: list[Row]) -> pd.DataFrame:
    """Return a tidy frame of (occupation, element, importance, level), without errors or flags."""
    long = [
        (code, element, scale, value)
        for code, element, importance, level in rows
        for scale, value in (("importance", importance), ("level", level))
    ]
    frame = pd.DataFrame(long, columns=["onet_code", "element_id", "scale", "value"])
    return frame.assign(suppress=False, not_relevant=False)


def percentile(similarity: Similarity, a: str, b: str) -> float:
    """Return the percentile of a pair among all pairs."""
    return float(similarity.percentile[similarity.codes.get_loc(a), similarity.codes.get_loc(b)])


FOUR = ratings_frame(
    [
        ("a", "reading", 5.0, 7.0),
        ("a", "repairing", 1.0, 0.0),
        ("b", "reading", 4.0, 5.6),
        ("b", "repairing", 1.0, 0.0),
        ("c", "reading", 1.0, 0.0),
        ("c", "repairing", 5.0, 7.0),
        ("d", "reading", 3.0, 3.5),
        ("d", "repairing", 3.0, 3.5),
    ]
)


# --- refusals -------------------------------------------------------------------------------------------------------


def test_a_missing_column_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"missing: \['suppress'\]"):
        read_ratings(FOUR.drop(columns="suppress"))


def test_an_unknown_scale_is_an_error() -> None:
    with pytest.raises(ValueError, match="got \\['IM'\\]"):
        read_ratings(FOUR.assign(scale="IM"))


def test_a_rating_that_is_there_twice_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"twice: \[\['a', 'reading', 'importance'\]\]"):
        read_ratings(pd.concat([FOUR, FOUR.head(1)]))


def test_a_rating_off_its_scale_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"importance runs from 1 to 5; got 0\.0"):
        read_ratings(ratings_frame([("a", "reading", 0.0, 3.0)]))


def test_a_pair_that_shares_too_few_elements_has_no_percentile() -> None:
    rows: list[Row] = [("a", e, 3.0, 3.0) for e in ("one", "two", "three")]
    rows += [("b", e, 3.0, 3.0) for e in ("one", "two", "three")] + [("c", "one", 3.0, 3.0)]
    similarity = rank_pairs(read_ratings(ratings_frame(rows)))
    assert np.isnan(percentile(similarity, "a", "c"))
    assert percentile(similarity, "a", "b") == 50.0  # the only pair there is
    assert np.isnan(percentile(similarity, "a", "a"))


# --- flags ----------------------------------------------------------------------------------------------------------


def test_suppressed_and_not_relevant_ratings_are_missing_and_never_the_lowest() -> None:
    frame = ratings_frame([("a", "reading", 3.0, 3.0), ("a", "repairing", 1.0, 0.0), ("a", "writing", 3.0, None)])
    frame.loc[1, "suppress"] = True  # level of reading
    frame.loc[3, "not_relevant"] = True  # level of repairing, published as 0
    ratings = read_ratings(frame)
    assert ratings.importance.tolist() == [[3.0, 1.0, 3.0]]
    assert np.isnan(ratings.level).tolist() == [[True, True, True]]


# --- distances ------------------------------------------------------------------------------------------------------


def test_distance_is_the_weighted_mean_of_the_shares_of_the_scales() -> None:
    similarity = rank_pairs(read_ratings(FOUR))
    # a-b: only reading counts: importance 1/4, level 1.4/7. a-d: reading (2/4, 3.5/7) weighs 1, repairing the same, 1/2
    assert similarity.distance[0, 1] == pytest.approx((0.25 + 0.2) / 2)
    assert similarity.distance[0, 2] == pytest.approx(1.0)
    assert similarity.distance[0, 3] == pytest.approx((0.5 * 1 + 0.5 * 0.5) / 1.5)
    assert (similarity.distance == similarity.distance.T)[~np.eye(4, dtype=bool)].all()


def test_what_neither_side_uses_does_not_make_them_alike() -> None:
    used: list[Row] = [("a", "reading", 5.0, 7.0), ("b", "reading", 3.0, 3.5)]
    unused: list[Row] = [(code, f"unused {n}", 1.0, 0.1) for code in "ab" for n in range(9)]
    alone = rank_pairs(read_ratings(ratings_frame(used))).distance[0, 1]
    assert rank_pairs(read_ratings(ratings_frame(used + unused))).distance[0, 1] == alone


def test_a_level_that_is_not_relevant_leaves_the_importance_to_compare() -> None:
    frame = ratings_frame([("a", "reading", 5.0, 7.0), ("b", "reading", 1.0, 0.0)])
    frame["not_relevant"] = (frame["onet_code"] == "b") & (frame["scale"] == "level")
    assert rank_pairs(read_ratings(frame)).distance[0, 1] == 1.0
    frame.loc[frame["onet_code"] == "a", "value"] = [3.0, 7.0]
    assert rank_pairs(read_ratings(frame)).distance[0, 1] == 0.5


def test_the_gap_is_what_the_second_asks_for_beyond_the_first() -> None:
    gaps = gap_matrix(read_ratings(FOUR))
    assert gaps[1, 0] == pytest.approx(5.0 * (7.0 - 5.6))
    assert gaps[0, 1] == 0
    unrated = gap_matrix(read_ratings(ratings_frame([("a", "reading", 5.0, None), ("b", "reading", 5.0, 7.0)])))
    assert np.isnan(unrated[0, 1])


def test_percentile_is_the_share_of_pairs_further_apart() -> None:
    similarity = rank_pairs(read_ratings(FOUR))
    # distances: a-b 0.225, b-d 0.36, a-d 0.5, c-d 0.5, b-c 0.8 or more, a-c 1
    order = [("a", "b"), ("b", "d"), ("a", "d"), ("c", "d"), ("b", "c"), ("a", "c")]
    values = [percentile(similarity, *pair) for pair in order]
    assert values == pytest.approx([100 * share / 12 for share in (11, 9, 6, 6, 3, 1)])
    assert [percentile(similarity, b, a) for a, b in order] == values


def test_well_known_occupations_are_rated_and_twins_rank_close(raw_sources: Path) -> None:
    raw = pd.read_csv(raw_sources / "onet_30_2" / "Skills.txt", sep="\t", keep_default_na=False)
    frame = pd.DataFrame(
        {
            "onet_code": raw["O*NET-SOC Code"],
            "element_id": raw["Element ID"],
            "scale": raw["Scale ID"].map({"IM": "importance", "LV": "level"}),
            "value": raw["Data Value"],
            "suppress": raw["Recommend Suppress"] == "Y",
            "not_relevant": raw["Not Relevant"] == "Y",
        }
    )
    ratings = read_ratings(frame)
    assert ratings.level.shape == (894, 35)
    assert set(WELL_KNOWN) <= set(ratings.codes)
    similarity = rank_pairs(ratings)
    assert percentile(similarity, "29-1141.00", "29-2061.00") > 99
    assert percentile(similarity, "43-3021.00", "47-2111.00") < 35
