"""Two roles to one comparison: golden figures, refusals as reasons, readings, and what cannot be said."""

import re

import numpy as np
import pandas as pd
import pytest

from helpers.comparison import Comparison, compare
from helpers.comparison.gaps import unknowns
from helpers.comparison.places import EMPLOYMENT_FLOOR, ranked
from helpers.comparison.readings import badge
from helpers.comparison.rows import NOT_TESTED, ONE_OCCUPATION, PAIR_COLUMNS, Fact, Rows
from helpers.errors import BadInput
from helpers.estimates import NEVER_RANK_RSE_PCT, NOT_PUBLISHED, VERDICTS


@pytest.fixture(scope="module")
def clerks() -> Comparison:
    """Billing and posting clerks against bookkeeping clerks, the golden pair."""
    return compare("43-3021", "43-3031")


def row(frame: pd.DataFrame, measure: str) -> dict[str, object]:
    return frame.set_index("measure").to_dict("index")[measure]


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(BadInput, match="level 2"):
        compare("43-3021", "43-3031", level=2)
    with pytest.raises(BadInput, match="threshold -1"):
        compare("43-3021", "43-3031", threshold_pct=-1)


def test_a_fact_without_value_text_or_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="a value, a text or a reason"):
        Fact()


def test_golden_gap_of_the_national_means(clerks: Comparison) -> None:
    # OEWS May 2025: 51,070 (RSE 0.2 %) and 53,560 (RSE 0.2 %)
    mean = row(clerks.pay, "annual_mean_usd")
    assert mean["gap"] == 2490
    assert (round(mean["gap_low"]), round(mean["gap_high"])) == (2247, 2733)
    assert round(mean["z"], 1) == 16.8
    assert mean["verdict"] == "clear, size unsure"
    assert mean["cell_a"] == "pay/43-3021|0000000|000000/annual_mean_usd"


def test_golden_tally_over_areas(clerks: Comparison) -> None:
    found = clerks.tally("metropolitan")
    assert (found.higher, found.lower, found.no_clear_difference, found.compared) == (342, 10, 172, 524)
    assert found.higher_adjusted < found.higher
    assert found.higher_adjusted + found.lower_adjusted + found.no_clear_difference_adjusted == found.compared


@pytest.mark.parametrize(
    ("a", "b", "odds"),
    [
        ("43-3021", "43-3031", 0.54),
        ("43-3021", "43-4051", 0.37),
        ("43-3021", "41-3021", 0.69),
        ("13-2011", "13-2051", 0.64),
    ],
)
def test_golden_odds(a: str, b: str, odds: float) -> None:
    assert round(compare(a, b).odds["odds"].iloc[0], 2) == odds


def test_swapping_the_roles_mirrors_every_gap(clerks: Comparison) -> None:
    back = compare("43-3031", "43-3021")
    for there, here in ((clerks.pay, back.pay), (clerks.states, back.states), (clerks.metros, back.metros)):
        np.testing.assert_allclose(there["gap"].astype(float), -here["gap"].astype(float))
        np.testing.assert_allclose(there["gap_low"].astype(float), -here["gap_high"].astype(float))
        assert there["verdict"].tolist() == here["verdict"].tolist()
    assert clerks.odds["odds"].iloc[0] == pytest.approx(1 - back.odds["odds"].iloc[0])


@pytest.mark.parametrize(
    "pair", [("43-3021", "43-3031"), ("surgeon", "teacher"), ("musician", "actor"), ("43-3021", "billing specialist")]
)
def test_every_row_has_a_verdict_and_each_missing_side_a_reason(pair: tuple[str, str]) -> None:
    c = compare(*pair)
    for name, frame in c.sections.items():
        for side in "ab":
            if f"value_{side}" not in frame:
                continue
            given = frame[f"value_{side}"].notna() | (frame.get(f"text_{side}", "") != "")
            assert (given | (frame[f"reason_{side}"] != "")).all(), (name, side)
        if "verdict" in frame:
            assert frame["verdict"].isin([*VERDICTS, NOT_TESTED, "clear difference", "no clear difference"]).all(), name
            unsure = frame["verdict"].isin([NOT_PUBLISHED, NOT_TESTED])
            assert (frame.loc[unsure, "verdict_reason"] != "").all(), name


def test_pay_that_is_published_by_the_hour_only_is_compared_by_the_hour() -> None:
    c = compare("27-2042", "27-2011")  # musicians and singers; actors
    assert c.pay_kind == "hourly"
    assert row(c.pay, "annual_mean_usd")["reason_a"] == "published as hourly pay only"
    assert c.states["cell_a"].str.endswith("hourly_mean_usd").all()


def test_pay_in_different_kinds_is_never_multiplied_into_one() -> None:
    c = compare("27-2042", "25-2021")  # musicians by the hour; elementary school teachers by the year
    assert c.pay_kind == ""
    mean = row(c.pay, "annual_mean_usd")
    assert mean["verdict"] == NOT_PUBLISHED
    assert "hourly pay only" in mean["verdict_reason"]
    assert c.odds["reason"].iloc[0] != ""


def test_top_coded_pay_is_a_lower_bound_with_its_reason() -> None:
    pay = compare("29-1214", "25-2021", area="Oregon").pay  # emergency medicine physicians, elementary teachers
    bounds = pay[pay["text_a"] != ""]
    assert len(bounds)
    assert bounds["reason_a"].str.contains("top-coded").all()
    assert bounds["value_a"].isna().all()


def test_ranks_keep_the_floor(clerks: Comparison) -> None:
    for side in "ab":
        top = ranked(clerks.metros, side)
        assert (top[f"employment_{side}"] >= EMPLOYMENT_FLOOR).all()
        assert (top[f"error_{side}"] <= NEVER_RANK_RSE_PCT).all()
        assert top[f"value_{side}"].is_monotonic_decreasing


def test_two_titles_in_one_occupation_are_not_tested_against_themselves() -> None:
    c = compare("billing specialist", "43-3021")
    assert c.one_occupation
    assert set(c.pay["verdict"]) <= {NOT_TESTED, NOT_PUBLISHED}
    assert ONE_OCCUPATION in set(c.pay["verdict_reason"])


def test_one_title_under_two_readings_is_told_apart_by_code() -> None:
    c = compare("account specialist", "account specialist", soc_a="43-3031", soc_b="43-4051")
    assert c.names == ("account specialist (43-3031)", "account specialist (43-4051)")
    assert not c.one_occupation
    assert len(c.glance) == 8


def test_the_headline_is_recomputed_under_every_reading() -> None:
    c = compare("billing specialist", "account specialist")
    frame = c.readings
    assert len(frame) == len(c.a.readings) * len(c.b.readings)
    assert frame["soc_b"].iloc[0] == c.b.leading.soc_code
    expected = row(c.pay, "annual_mean_usd")
    assert frame["gap"].iloc[0] == expected["gap"]
    counted = [int(number) for number in re.findall(r"\d+", badge(frame))]
    assert counted[1] == len(frame)
    assert counted[0] + sum(counted[2:]) <= len(frame)


def test_a_single_reading_has_no_badge_to_win(clerks: Comparison) -> None:
    assert badge(clerks.readings) == "only one reading"


def test_claims_stand_beside_the_official_figure_and_never_in_it() -> None:
    c = compare("billing specialist", "account specialist")
    salary = row(c.glance, "annual_mean_usd")
    assert salary["value_a"] == 51070
    assert "$35,624 (Zippia)" in str(salary["claims_a"])
    checked = c.checked_claims.set_index(["side", "measure"])
    assert (checked.loc[("a", "annual_pay_mean"), "verdict"] == "disagrees").all()


def test_a_title_without_a_stored_page_says_so() -> None:
    c = compare("accountant", "nurse")
    assert c.claims.empty
    assert c.glance["claims_a"].str.startswith("no stored page").all()


def test_unknowns_are_counted_by_section_and_cause() -> None:
    frame = pd.DataFrame(
        {
            "label": ["mean", "median", "P90"],
            "reason_a": ["", "not released", "not released"],
            "reason_b": ["", "", "top-coded"],
            "verdict": ["could be either", "not published", "not tested"],
            "verdict_reason": ["", "first: not released", "no error is published"],
        }
    )
    found = unknowns({"Pay": frame}, ("first", "second"))
    assert found[["section", "cause", "count"]].to_numpy().tolist() == [
        ["Pay", "not released", 2],
        ["Pay", "top-coded", 1],
        ["Pay", "no error is published", 1],
    ]
    assert found["what"].iloc[0] == "first: no figure for median, P90"


def test_rows_keep_their_columns_without_any_row() -> None:
    assert list(Rows().frame().columns) == list(PAIR_COLUMNS)


def test_a_row_with_a_stated_reason_is_not_tested() -> None:
    rows = Rows(names=("one", "two"))
    rows.add("m", "Measure", "usd", Fact(1.0, error=1.0), Fact(2.0, error=1.0), untested="two surveys")
    rows.add("n", "Other", "usd", Fact(reason="gone"), Fact(2.0, error=1.0), untested="two surveys")
    frame = rows.frame()
    assert frame["verdict"].tolist() == [NOT_TESTED, NOT_PUBLISHED]
    assert frame["verdict_reason"].tolist() == ["two surveys", "one: gone"]
