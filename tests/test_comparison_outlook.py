"""Outlook: figures as the projections publish them, rates as we compute them, and a reason wherever there is none."""

import math

import pandas as pd
import pytest

from helpers.comparison import outlook
from helpers.comparison.joins import Join, figure, join_projections, shortened, with_names
from helpers.comparison.outlook import claim_rows, openings_parts, outlook_rows, requirement_rows, track_record
from helpers.comparison.rows import Rows
from helpers.tables import load

BILLING, BOOKKEEPING, SUPPORT = "43-3021", "43-3031", "43-0000"


def side(frame: pd.DataFrame, measure: str, which: str) -> dict[str, object]:
    row = frame.set_index("measure").loc[measure]
    return {name: row[f"{name}_{which}"] for name in ("value", "text", "reason", "note", "cell")}


def test_occupation_that_the_projections_lack_has_a_reason_and_no_figure() -> None:
    frame = outlook_rows("99-9999", BILLING, Rows())
    assert set(frame["reason_a"]) == {"the projections have no line of this code"}
    assert frame["value_a"].isna().all()
    assert (frame["verdict"] == "not published").all()
    assert frame["verdict_reason"].str.contains("first role: the projections have no line").all()


def test_several_lines_of_the_projections_give_no_figure_of_one_of_them() -> None:
    several = Join("several", (("11-1011", "Chief executives"), ("11-1031", "Legislators")), "one of 2 codes")
    fact = outlook._published(several, None, "employment_change_pct")
    assert not fact.given
    assert fact.reason == "several lines of the projections, none for it alone: one of 2 codes"


def test_figure_of_a_wider_line_says_so_and_stands_for_no_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    wider = Join("parent group", ((BILLING, "Billing and posting clerks"),), "wider group 43-3021, which also covers A")
    monkeypatch.setattr(outlook, "join_projections", lambda _: wider)
    frame = outlook_rows(BILLING, BILLING, Rows())
    assert side(frame, "employment_change_pct", "a")["note"] == wider.note
    claimed = claim_rows(BILLING, BILLING, Rows())
    assert math.isnan(claimed["value_a"].iloc[0])
    assert claimed["reason_a"].iloc[0] == f"published for another scope only: {wider.note}"


def test_empty_figure_carries_the_reason_of_its_note_column() -> None:
    row = {"self_employed_pct": float("nan"), "self_employed_pct_note": "not given by the publisher"}
    fact = figure(row, "self_employed_pct", "projections/29-1243/self_employed_pct", note="a wider line")
    assert (fact.reason, fact.note) == ("not given by the publisher", "not given by the publisher; a wider line")


def test_billing_clerks_have_the_published_outlook() -> None:
    frame = outlook_rows(BILLING, BOOKKEEPING, Rows())
    values = frame.set_index("measure")["value_a"]
    assert values[:9].to_dict() == {
        "employment_base_thousand": 429.8,
        "employment_projected_thousand": 427.9,
        "employment_change_thousand": -1.9,
        "employment_change_pct": -0.4,
        "self_employed_pct": 0.8,
        "openings_thousand_per_year": 42.2,
        "growth_openings_thousand_per_year": -0.2,
        "labor_force_exits_thousand_per_year": 19.3,
        "occupational_transfers_thousand_per_year": 23.0,
    }
    assert set(frame["period"]) == {"2024-34"}
    assert side(frame, "employment_change_pct", "a")["cell"] == "projections/43-3021/employment_change_pct"
    everyone = frame.set_index("measure")["value_all"]
    assert (everyone["employment_base_thousand"], everyone["employment_change_pct"]) == (169956.1, 3.1)


def test_openings_per_1000_jobs_are_computed_and_say_so() -> None:
    openings = side(outlook_rows(BILLING, BOOKKEEPING, Rows()), "openings_per_1000", "a")
    assert openings["value"] == 98.2  # 42.2 / 429.8
    assert openings["note"] == "computed: 42.2 of 429.8 thousand"
    assert openings["cell"] == "projections/43-3021/openings_thousand_per_year"


def test_rate_of_a_small_occupation_tells_what_rounding_leaves() -> None:
    surgeons = side(outlook_rows("29-1242", BILLING, Rows()), "openings_per_1000", "a")  # 0.4 of 14.7 thousand
    assert surgeons["value"] == 27.2
    assert surgeons["note"] == "computed: 0.4 of 14.7 thousand; rounding leaves 24 to 31"


@pytest.mark.parametrize(
    ("part", "jobs", "difference", "low", "high"),
    [
        (0.0, 0.2, False, 0.0, 1000 * 0.05 / 0.15),  # no openings published: none below zero
        (0.4, 14.7, False, 1000 * 0.35 / 14.75, 1000 * 0.45 / 14.65),
        (-0.2, 429.8, True, 1000 * -0.3 / 429.75, 1000 * -0.1 / 429.85),  # a difference of two rounded figures
    ],
)
def test_rounding_range_takes_the_worst_of_both_figures(
    part: float, jobs: float, difference: bool, low: float, high: float
) -> None:
    assert outlook._rounding_range(part, jobs, difference=difference) == pytest.approx((low, high))


def test_change_is_not_tested_and_names_the_track_record() -> None:
    row = outlook_rows(BILLING, BOOKKEEPING, Rows()).set_index("measure").loc["employment_change_pct"]
    assert row["verdict"] == "not tested"
    assert row["verdict_reason"] == "no error published; direction right in 77 to 84% of past cases"


def test_track_record_is_that_of_the_publisher() -> None:
    columns = ["round", "direction_right_pct", "faster_than_average_right_pct"]
    assert track_record()[columns].values.tolist() == [["2002-12", 84, 57], ["2008-18", 78, 52], ["2012-22", 77, 67]]


def test_swapping_the_roles_swaps_the_sides() -> None:
    one, other = outlook_rows(BILLING, BOOKKEEPING, Rows()), outlook_rows(BOOKKEEPING, BILLING, Rows())
    for name in ("value", "text", "reason", "note", "cell"):
        pd.testing.assert_series_equal(one[f"{name}_a"], other[f"{name}_b"], check_names=False)


def test_parts_of_the_openings_put_growth_last() -> None:
    parts = openings_parts(outlook_rows(BILLING, BOOKKEEPING, Rows()))
    assert parts["part"].tolist() == ["leaving work", "changing occupation", "growth"]
    assert parts["value_a"].tolist() == [44.9, 53.5, -0.5]


def test_group_joins_the_summary_of_its_code_but_has_no_judgement() -> None:
    assert join_projections(SUPPORT).quality == "exact"
    assert side(outlook_rows(SUPPORT, BILLING, Rows()), "employment_change_pct", "a")["value"] == pytest.approx(
        load("projections").set_index("ep_code")["employment_change_pct"][SUPPORT]
    )
    reasons = set(requirement_rows(SUPPORT, BILLING, Rows())["reason_a"])
    assert reasons == {"judged for single occupations, not for the group 43-0000"}


def test_entry_requirements_are_labelled_as_judged_and_never_read_none_of_python() -> None:
    frame = requirement_rows(BILLING, "29-1242", Rows())
    assert frame["text_a"].tolist() == [
        "High school diploma or equivalent",
        "none",
        "Moderate-term on-the-job training",
    ]
    assert frame["label"].str.endswith("judged").all()
    assert frame["cell_a"].tolist()[0] == "entry_requirements/43-3021/entry_education"
    assert set(frame["verdict_reason"]) == {"a judgement of the publisher, not a measurement"}


def test_growth_that_claims_are_held_against_has_its_period() -> None:
    row = claim_rows(BILLING, BOOKKEEPING, Rows()).iloc[0]
    assert (row["measure"], row["value_a"], row["period"], row["detail"]) == ("growth_pct", -0.4, "2024-34", "")


def test_long_list_of_codes_is_cut_and_counted() -> None:
    note = "wider group 2205 Teachers, postsecondary, which also covers 25-1021, 25-1022, 25-1031, 25-1032, 25-1041"
    assert shortened(note) == (
        "wider group 2205 Teachers, postsecondary, which also covers 25-1021, 25-1022, 25-1031 and 2 more"
    )
    assert shortened("one survey group with A; B; C; D") == "one survey group with A; B; C; D"


def test_codes_in_a_note_get_their_names() -> None:
    assert with_names("which also covers 29-1243") == "which also covers 29-1243 Pediatric Surgeons"


class Facts(Rows):
    """Rows whose frame stops short of the verdicts, which take most of the time and are tested above."""

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(self._rows)


def test_every_detailed_occupation_has_a_figure_or_a_reason() -> None:
    occupations = load("occupations")
    codes = occupations.loc[occupations["level"] == "detailed", "soc_code"].tolist()
    assert len(codes) == 830
    frames = [
        make(a, b, Facts())
        for a, b in zip(codes[::2], codes[1::2], strict=True)
        for make in (outlook_rows, requirement_rows)
    ]
    facts = pd.concat(frames, ignore_index=True)
    assert len(facts) == 415 * (13 + 3)
    for which in "ab":
        given = facts[f"value_{which}"].notna() | (facts[f"text_{which}"] != "")
        assert (given ^ (facts[f"reason_{which}"] != "")).all()
        assert not facts[f"note_{which}"].str.contains(r"\bnan\b|None").any()
    assert (facts["untested"] != "").all()
    missing = pd.concat([facts["reason_a"], facts["reason_b"]]).value_counts().drop("").to_dict()
    assert missing == {"not given by the publisher": 198}  # the self-employed share only
