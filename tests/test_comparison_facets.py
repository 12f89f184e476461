"""Facets of the work: which O*NET occupation stands for a side, what a move asks for, and the place among all pairs."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import pytest

from helpers.build.facet_scale import build
from helpers.comparison import compare, facets
from helpers.comparison.facet_gaps import SAME, Yardstick, facet_gaps
from helpers.comparison.facets import facet_elements, important, needed, read_facets
from helpers.comparison.standins import StandIn, stand_in
from helpers.comparison.work import Work
from helpers.present import parse_cell
from helpers.skill_gaps import (
    HAS_ALREADY,
    LACKS,
    NO_CLEAR_DIFFERENCE,
    NO_ERROR,
    NOT_ASKED_BY_B,
    NOT_PART_OF_A,
    STATUSES,
)
from helpers.skills import rank_pairs, read_ratings
from helpers.tables import load
from helpers.titles import Reading

A, B = StandIn("11-1111.00", "Potters"), StandIn("22-2222.00", "Weavers")
NOBODY = StandIn(reason="O*NET holds no figures for Dreamers")


def reading(soc_code: str, *onet_codes: str) -> Reading:
    return Reading(soc_code, "Potters and Weavers", "detailed", (), "", onet_codes)


def links(soc_code: str, *codes: str, note: str | None = None) -> pd.DataFrame:
    rows = [(soc_code, "onet", code, f"Name of {code}", note) for code in codes] or [
        (soc_code, "onet", None, None, note)
    ]
    return pd.DataFrame(rows, columns=["soc_code", "target", "target_code", "target_occupation", "match_note"])


# facet, element, (importance, level) of A and of B, standard error of all four, flag
RATED = [
    ("skills", "2.A.1.a", "Reading", (4.0, 4.0), (3.5, 3.0), 0.1, ""),  # A higher
    ("skills", "2.A.1.b", "Listening", (4.0, 4.0), (4.0, 4.5), 0.1, ""),  # B higher by five errors
    ("skills", "2.A.1.c", "Writing", (3.0, 3.0), (4.5, 3.1), 0.3, ""),  # B higher by less than its error
    ("skills", "2.A.1.d", "Coding", (1.0, 0.0), (4.0, 4.0), 0.1, "A idle"),  # level flagged as not relevant in A
    ("skills", "2.A.1.e", "Driving", (2.0, 2.0), (1.0, 0.0), 0.1, "B idle"),
    ("skills", "2.A.1.f", "Selling", (3.0, 3.0), (3.0, 5.0), 0.1, "A suppressed"),
    ("knowledge", "2.C.1.a", "Clay", (5.0, 6.0), (1.5, 1.0), np.nan, ""),  # no error published
]


def ratings() -> pd.DataFrame:
    rows = []
    for facet, element, name, a, b, error, flag in RATED:
        for side, code, values in (("A", A.code, a), ("B", B.code, b)):
            for scale, value in zip(("importance", "level"), values, strict=True):
                suppress = flag == f"{side} suppressed"
                idle = flag == f"{side} idle" and scale == "level"
                known = not np.isnan(error)
                rows.append(
                    (
                        facet,
                        code,
                        element,
                        name,
                        scale,
                        value,
                        error,
                        suppress if known else None,
                        idle if known else None,
                    )
                )
    frame = pd.DataFrame(
        rows,
        columns=[
            "facet",
            "onet_code",
            "element_id",
            "element_name",
            "scale",
            "value",
            "standard_error",
            "suppress",
            "not_relevant",
        ],
    )
    return frame.astype({"suppress": "boolean", "not_relevant": "boolean"})


SCALE = pd.DataFrame(
    [
        ("skills", "distance", 0.0, 0.0),
        ("skills", "distance", 100.0, 0.5),
        ("skills", "gap", 0.0, 0.0),
        ("skills", "gap", 50.0, 10.0),
        ("skills", "gap", 100.0, 20.0),
        ("knowledge", "distance", 0.0, 0.0),
        ("knowledge", "distance", 100.0, 1.0),
        ("knowledge", "gap", 0.0, 0.0),
        ("knowledge", "gap", 100.0, 50.0),
    ],
    columns=["facet", "measure", "percentile", "value"],
)
ANCHORS = pd.DataFrame(
    [("skills", "13-2011.00", "15-1252.00", 99.0), ("skills", "13-2011.00", "35-2014.00", 60.0)],
    columns=["facet", "onet_code_a", "onet_code_b", "closeness"],
)
YARDSTICK = Yardstick.of(SCALE, ANCHORS)


def of(frame: pd.DataFrame, element: str) -> pd.Series:
    return frame.set_index("element").loc[element]


def test_an_occupation_without_figures_says_so() -> None:
    found = stand_in(reading("11-1111"), links("11-1111", note="no figures for 11-1111.00"))
    assert (found.code, found.reason) == (
        "",
        "O*NET holds no figures for Potters and Weavers: no figures for 11-1111.00",
    )


def test_several_occupations_of_which_none_is_general_are_listed_and_none_is_taken() -> None:
    found = stand_in(reading("11-1119"), links("11-1119", "11-1119.01", "11-1119.02"))
    assert found.code == ""
    assert "11-1119.01 Name of 11-1119.01, 11-1119.02 Name of 11-1119.02" in found.reason
    assert "Give one of these codes as the role" in found.reason


def test_a_side_needs_a_code_or_a_reason() -> None:
    with pytest.raises(ValueError, match="needs a reason"):
        StandIn()


@pytest.mark.parametrize(
    ("named", "codes", "code", "note", "others"),
    [
        ([], ["11-1111.00"], "11-1111.00", "", 0),
        ([], ["11-1111.00", "11-1111.01"], "11-1111.00", "the general one", 1),
        (["11-1111.01"], ["11-1111.00", "11-1111.01"], "11-1111.01", "the title names", 1),
        (["11-1111.00", "11-1111.01"], ["11-1111.00", "11-1111.01"], "11-1111.00", "the general one", 1),
        (["11-1119.02"], ["11-1119.01", "11-1119.02"], "11-1119.02", "the title names", 1),
        (["11-1111.09"], ["11-1111.00", "11-1111.01"], "11-1111.00", "no figures for 11-1111.09", 1),
    ],
)
def test_the_general_or_the_named_occupation_stands_for_a_side(
    named: Sequence[str], codes: Sequence[str], code: str, note: str, others: int
) -> None:
    found = stand_in(reading(codes[0][:7], *named), links(codes[0][:7], *codes))
    assert found.code == code
    assert note in found.note
    assert len(found.others) == others


def test_suppressed_and_not_relevant_ratings_are_missing_with_their_reason() -> None:
    rows = facet_elements(read_facets(ratings()), A, B)
    coding, selling = of(rows, "Coding"), of(rows, "Selling")
    assert np.isnan(coding["level_a"])
    assert coding["level_reason_a"] == "not relevant here"
    assert np.isnan(selling["importance_a"])
    assert np.isnan(selling["level_a"])
    assert selling["level_reason_a"] == "too imprecise: O*NET advises not to use it"
    assert selling["verdict"] == "not published"


def test_a_difference_is_held_against_its_noise() -> None:
    rows = facet_elements(read_facets(ratings()), A, B)
    assert of(rows, "Listening")["verdict"] == "clear difference"
    assert of(rows, "Writing")["verdict"] == "no clear difference"
    assert of(rows, "Clay")["verdict"] == "not tested"
    assert of(rows, "Clay")["verdict_reason"] == NO_ERROR


def test_both_moves_are_told_apart() -> None:
    rows = facet_elements(read_facets(ratings()), A, B)
    assert dict(zip(rows["element"], rows["a_to_b"], strict=True)) == {
        "Reading": HAS_ALREADY,
        "Listening": LACKS,
        "Writing": NO_CLEAR_DIFFERENCE,
        "Coding": NOT_PART_OF_A,
        "Driving": NOT_ASKED_BY_B,
        "Selling": "not rated",
        "Clay": HAS_ALREADY,
    }
    assert of(rows, "Reading")["b_to_a"] == LACKS
    assert of(rows, "Clay")["b_to_a"] == LACKS
    there = needed(rows, "skills", "a_to_b")
    assert (there.asked, there.have, there.lack) == (5, ("Writing", "Reading"), ("Listening", "Coding"))


def test_swapping_the_roles_mirrors_the_elements() -> None:
    rows, back = facet_elements(read_facets(ratings()), A, B), facet_elements(read_facets(ratings()), B, A)
    assert list(rows["a_to_b"]) == list(back["b_to_a"])
    assert list(rows["verdict"]) == list(back["verdict"])
    np.testing.assert_allclose(rows["difference"], -back["difference"])


def test_cells_name_the_rating() -> None:
    row = of(facet_elements(read_facets(ratings()), A, B), "Reading")
    assert row["level_cell_b"] == "ratings/skills|22-2222.00|2.A.1.a|level/value"


def test_a_side_without_ratings_leaves_the_other_readable() -> None:
    rows = facet_elements(read_facets(ratings()), A, NOBODY)
    assert set(rows["verdict"]) == {"not published"}
    assert of(rows, "Reading")["level_a"] == 4.0
    assert list(important(rows, "skills", "a", 2)["element"]) == ["Reading", "Listening"]
    gaps = facet_gaps(read_facets(ratings()), YARDSTICK, A, NOBODY)
    assert gaps.loc[0, "closeness_reason"] == "O*NET holds no figures for Dreamers"
    assert np.isnan(gaps.loc[0, "gap_a_to_b"])


def test_gaps_go_both_ways_and_stand_on_the_scale() -> None:
    gaps = facet_gaps(read_facets(ratings()), YARDSTICK, A, B).set_index("facet")
    # Listening 4.0 x 0.5 and Writing 4.5 x 0.1 there; Reading 4.0 x 1.0 back
    assert gaps.loc["skills", "gap_a_to_b"] == pytest.approx(2.45)
    assert gaps.loc["skills", "gap_kept_a_to_b"] == pytest.approx(2.0)
    assert gaps.loc["skills", "gap_b_to_a"] == pytest.approx(4.0)
    assert gaps.loc["skills", "gap_share_b_to_a"] == pytest.approx(20.0)
    assert gaps.loc["skills", "larger"] == ""  # the order of 2.45 and 4.0 does not hold in 90 of 100 draws
    assert gaps.loc["skills", "larger_share"] < 0.9
    assert gaps.loc["knowledge", "gap_b_to_a"] == pytest.approx(25.0)
    assert gaps.loc["knowledge", "noise_reason"] == NO_ERROR
    assert np.isnan(gaps.loc["knowledge", "gap_kept_b_to_a"])
    assert gaps.loc["abilities", "gap_reason"].startswith("O*NET has no abilities ratings for Potters")


def test_the_anchor_is_the_nearest_pair() -> None:
    gaps = facet_gaps(read_facets(ratings()), YARDSTICK, A, B).set_index("facet")
    assert gaps.loc["skills", "anchor"] == "accountants and restaurant cooks"
    assert gaps.loc["knowledge", "anchor"] == ""


def test_one_occupation_on_both_sides_has_no_gap() -> None:
    gaps = facet_gaps(read_facets(ratings()), YARDSTICK, A, A)
    assert gaps.loc[0, "gap_reason"] == SAME
    rows = facet_elements(read_facets(ratings()), A, A)
    assert "clear difference" not in set(rows["verdict"])


def test_a_value_is_placed_between_the_steps_of_the_scale() -> None:
    assert YARDSTICK.place("skills", "gap", 5.0) == 25.0
    assert YARDSTICK.place("skills", "gap", 99.0) == 100.0
    assert np.isnan(YARDSTICK.place("skills", "gap", np.nan))


def test_the_scale_is_built_from_all_pairs() -> None:
    third = ratings().query("onet_code == '22-2222.00'").assign(onet_code="33-3333.00")
    frame = pd.concat([ratings(), third], ignore_index=True).query("facet == 'skills'")
    elements = frame[["element_id", "element_name"]].drop_duplicates()
    made = build(frame.drop(columns="element_name"), elements).tables
    scale, pairs = made["facet_scale"], rank_pairs(read_ratings(frame))
    assert isinstance(scale, pd.DataFrame)
    distance = scale[scale["measure"] == "distance"].set_index("percentile")["value"]
    assert distance[0.0] == 0.0  # B and its copy
    assert distance[100.0] == pytest.approx(pairs.distance[0, 1], abs=1e-5)


def test_the_shipped_scale_places_pairs_as_ranking_all_of_them_does() -> None:
    names = load("elements").set_index("element_id")["element_name"]
    frame = load("ratings", where={"facet": ["skills"]})
    frame["element_name"] = frame["element_id"].map(names)
    pairs = rank_pairs(read_ratings(frame))
    yardstick = Yardstick.of(load("facet_scale"), load("facet_anchors"))
    chosen = np.random.default_rng(0).integers(0, len(pairs.codes), (50, 2))
    for one, other in chosen[chosen[:, 0] != chosen[:, 1]]:
        placed = 100 - yardstick.place("skills", "distance", float(pairs.distance[one, other]))
        assert placed == pytest.approx(pairs.percentile[one, other], abs=0.3)


def test_every_occupation_has_its_facets_or_a_reason() -> None:
    occupations = load("occupations")
    codes = list(occupations.loc[occupations["level"] == "detailed", "soc_code"])
    assert len(codes) == 830
    links_by_code = dict(iter(load("occupation_links", where={"target": ["onet"]}).groupby("soc_code")))
    names = load("elements").set_index("element_id")["element_name"]
    whole = load("ratings")
    whole["element_name"] = whole["element_id"].map(names)
    arrays, yardstick = read_facets(whole), Yardstick.of(load("facet_scale"), load("facet_anchors"))
    seen = 0
    for one, other in zip(codes[::2], codes[1::2], strict=True):
        a, b = (stand_in(reading(code), links_by_code[code]) for code in (one, other))
        elements = facet_elements(arrays, a, b, draws=20)
        gaps = facet_gaps(arrays, yardstick, a, b, draws=20)
        assert list(gaps["facet"]) == list(facets.FACETS)
        assert (np.isfinite(gaps["closeness"]) | (gaps["closeness_reason"] != "")).all()
        assert (np.isfinite(gaps["gap_a_to_b"]) | (gaps["gap_reason"] != "")).all()
        if elements.empty:
            continue
        seen += 1
        assert elements["a_to_b"].isin(STATUSES).all()
        for side in "ab":
            for scale in ("importance", "level"):
                figures, why = elements[f"{scale}_{side}"], elements[f"{scale}_reason_{side}"]
                assert (figures.notna() ^ (why != "")).all(), (one, other)
    assert seen > 380


def test_the_golden_pair_reads_its_own_ratings() -> None:
    work = Work((reading("43-3021"), reading("43-3031")), ("billing clerk", "bookkeeping clerk"))
    first = of(work.elements, "Reading Comprehension")
    assert (first["importance_a"], first["importance_se_a"]) == (3.62, 0.183)
    assert parse_cell(first["importance_cell_a"]).key == ("skills", "43-3021.00", "2.A.1.a", "importance")


def test_a_comparison_carries_the_work_of_both() -> None:
    found = compare("43-3021", "43-3031").work
    assert [side.code for side in found.stand_ins] == ["43-3021.00", "43-3031.00"]
    assert set(found.elements["facet"]) == set(facets.FACETS)
    assert "Skills and knowledge" in found.sections
