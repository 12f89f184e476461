"""What a move asks for: statuses, the gap both ways, and what survives the errors of the ratings."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.skill_gaps import (
    HAS_ALREADY,
    LACKS,
    NO_CLEAR_DIFFERENCE,
    NO_ERROR,
    NOT_ASKED_BY_B,
    NOT_PART_OF_A,
    NOT_RATED,
    STATUSES,
    compare_elements,
    directional_gap,
    gap_survives,
    has_already,
    lacks,
)
from helpers.skills import Ratings, read_ratings

# element: (importance, level) of A and of B, standard error of all four, flags by side
ELEMENTS = [
    ("coding", (1.0, 0.0), (4.0, 4.0), 0.1, "A not relevant"),
    ("driving", (2.0, 2.0), (1.0, 0.0), 0.1, "B not relevant"),
    ("listening", (4.0, 4.0), (4.0, 4.5), 0.1, ""),  # B higher by five errors
    ("reading", (4.0, 4.0), (3.5, 3.0), 0.1, ""),  # A higher
    ("selling", (3.0, 3.0), (3.0, 5.0), 0.1, "A suppressed"),
    ("speaking", (3.0, 3.0), (4.5, 3.1), 0.3, ""),  # B higher by less than its error
    ("writing", (3.0, 2.0), (2.0, 3.0), 0.1, ""),  # B higher, but not important in B
]


def ratings(*, errors: bool = True) -> Ratings:
    rows = []
    for element, a, b, error, flag in ELEMENTS:
        for code, values in (("A", a), ("B", b)):
            for scale, value in zip(("importance", "level"), values, strict=True):
                rows.append(
                    (
                        code,
                        element,
                        element.title(),
                        scale,
                        value,
                        error if errors else np.nan,
                        flag == f"{code} suppressed",
                        flag == f"{code} not relevant" and scale == "level",
                    )
                )
    columns = [
        "onet_code",
        "element_id",
        "element_name",
        "scale",
        "value",
        "standard_error",
        "suppress",
        "not_relevant",
    ]
    return read_ratings(pd.DataFrame(rows, columns=columns))


# --- refusals -------------------------------------------------------------------------------------------------------


def test_an_unknown_occupation_is_refused_with_the_reason() -> None:
    elements = compare_elements(ratings(), "A", "X")
    assert set(elements["status"]) == {NOT_RATED}
    assert elements["reason"].str.contains("X has no ratings in this copy").all()
    both = gap_survives(ratings(), "A", "X")
    assert (both.there.value, both.there.most, both.there.kept) == (None, None, None)
    assert both.there.reason == both.back.reason == "X has no ratings in this copy"
    assert (both.share, both.holds) == (None, None)


def test_without_published_errors_the_gap_stands_and_the_noise_is_said_to_be_unknown() -> None:
    both = gap_survives(ratings(errors=False), "A", "B")
    assert both.there.value == pytest.approx(4.0 * 0.5 + 4.5 * 0.1 + 2.0 * 1.0)
    assert (both.there.kept, both.there.noise_reason) == (None, "no published error in this copy")
    assert (both.share, both.holds) == (None, None)
    elements = compare_elements(ratings(errors=False), "A", "B").set_index("element_id")
    assert elements.loc["speaking", ["status", "reason"]].tolist() == [LACKS, NO_ERROR]
    assert elements["holds"].isna().all()


# --- elements -------------------------------------------------------------------------------------------------------


def test_each_status_has_its_case_from_a_to_b() -> None:
    elements = compare_elements(ratings(), "A", "B").set_index("element_id")
    assert elements["status"].to_dict() == {
        "coding": NOT_PART_OF_A,
        "driving": NOT_ASKED_BY_B,
        "listening": LACKS,
        "reading": HAS_ALREADY,
        "selling": NOT_RATED,
        "speaking": NO_CLEAR_DIFFERENCE,
        "writing": LACKS,
    }
    assert elements["reason"].to_dict() == {
        "coding": "level not relevant in A",
        "driving": "level not relevant in B",
        "listening": "",
        "reading": "",
        "selling": "a rating in A is too imprecise to use",
        "speaking": "",
        "writing": "",
    }
    assert elements["contribution"].fillna(-1).tolist() == pytest.approx([-1, 0, 2.0, 0, -1, 0.45, 2.0])
    assert elements["holds"].tolist() == [pd.NA, pd.NA, True, True, pd.NA, False, True]


def test_the_way_back_has_its_own_statuses() -> None:
    elements = compare_elements(ratings(), "B", "A").set_index("element_id")
    assert elements["status"].to_dict() == {
        "coding": NOT_ASKED_BY_B,
        "driving": NOT_PART_OF_A,
        "listening": HAS_ALREADY,
        "reading": LACKS,
        "selling": NOT_RATED,
        "speaking": HAS_ALREADY,
        "writing": HAS_ALREADY,
    }


def test_tables_of_what_people_have_and_lack_keep_to_what_matters_in_b() -> None:
    elements = compare_elements(ratings(), "A", "B")
    assert has_already(elements)["element_id"].tolist() == ["speaking", "reading"]
    assert lacks(elements)["element_id"].tolist() == ["listening", "coding"]  # the size of coding is not known: last
    assert lacks(elements, needed_importance=2.0)["element_id"].tolist() == ["listening", "writing", "coding"]


# --- gaps -----------------------------------------------------------------------------------------------------------


def test_gap_sums_importance_times_shortfall_and_bounds_what_is_left_out() -> None:
    gap = directional_gap(ratings(), "A", "B")
    assert gap.value == pytest.approx(4.0 * 0.5 + 4.5 * 0.1 + 2.0 * 1.0)
    assert gap.most == pytest.approx(4.45 + 4.0 * 4.0 + 3.0 * 5.0)  # were A's coding and selling at 0
    assert (gap.compared, gap.left_out, gap.reason) == (4, 2, "")
    back = directional_gap(ratings(), "B", "A")
    assert back.value == pytest.approx(4.0 * 1.0)
    assert back.left_out == 2


def test_gap_keeps_only_the_elements_whose_sign_survives() -> None:
    both = gap_survives(ratings(), "A", "B")
    assert both.there.kept == pytest.approx(4.0 * 0.5 + 2.0 * 1.0)
    assert both.there.noise_reason == ""
    assert both.back.kept == pytest.approx(4.0)
    assert both.share is not None
    assert both.holds is (both.share >= 0.90)


def test_draws_are_clipped_to_the_scale() -> None:
    rows = [
        (code, "reading", "Reading", scale, value, 5.0, False, False)
        for code, values in (("A", (1.0, 0.0)), ("B", (1.0, 0.0)))
        for scale, value in zip(("importance", "level"), values, strict=True)
    ]
    columns = [
        "onet_code",
        "element_id",
        "element_name",
        "scale",
        "value",
        "standard_error",
        "suppress",
        "not_relevant",
    ]
    elements = compare_elements(read_ratings(pd.DataFrame(rows, columns=columns)), "A", "B", draws=4000)
    # half of each side's draws are cut to 0, so a quarter of the pairs tie there (and a few at the top of the scale)
    assert elements["sign_share"].iloc[0] == pytest.approx(0.25, abs=0.05)


def test_the_same_seed_gives_the_same_shares_and_swapping_mirrors_them() -> None:
    there = compare_elements(ratings(), "A", "B", seed=7)
    pd.testing.assert_frame_equal(there, compare_elements(ratings(), "A", "B", seed=7))
    back = compare_elements(ratings(), "B", "A", seed=7)
    assert there["sign_share"].dropna().tolist() == back["sign_share"].dropna().tolist()
    assert there["difference"].dropna().tolist() == (-back["difference"].dropna()).tolist()
    one, other = gap_survives(ratings(), "A", "B", seed=7), gap_survives(ratings(), "B", "A", seed=7)
    assert (one.there, one.back, one.share) == (other.back, other.there, other.share)


def test_an_occupation_lacks_nothing_against_itself() -> None:
    both = gap_survives(ratings(), "A", "A")
    assert (both.there.value, both.back.value) == (0, 0)


levels = st.one_of(st.none(), st.integers(0, 28).map(lambda quarter: quarter / 4))
importances = st.one_of(st.none(), st.integers(4, 20).map(lambda quarter: quarter / 4))
errors = st.one_of(st.none(), st.sampled_from([0.0, 0.1, 0.5]))
sides = st.tuples(importances, levels, errors, st.booleans(), st.booleans())


@given(sides, sides)
def test_each_element_has_one_status_and_a_reason_where_a_figure_is_missing(
    a: tuple[float | None, float | None, float | None, bool, bool],
    b: tuple[float | None, float | None, float | None, bool, bool],
) -> None:
    frame = pd.DataFrame(
        {
            "onet_code": ["A", "A", "B", "B"],
            "element_id": "reading",
            "element_name": "Reading",
            "scale": ["importance", "level"] * 2,
            "value": pd.array([a[0], a[1], b[0], b[1]], dtype="Float64").to_numpy(dtype=float, na_value=np.nan),
            "standard_error": pd.array([a[2], a[2], b[2], b[2]], dtype="Float64").to_numpy(
                dtype=float, na_value=np.nan
            ),
            "suppress": [a[3], a[3], b[3], b[3]],
            "not_relevant": [False, a[4], False, b[4]],
        }
    )
    row = compare_elements(read_ratings(frame), "A", "B", draws=20).iloc[0]
    assert row["status"] in STATUSES
    assert row["reason"] or row.notna().all()
    if row["status"] in (HAS_ALREADY, LACKS, NO_CLEAR_DIFFERENCE):
        assert row[["level_a", "level_b", "importance_b", "contribution"]].notna().all()
