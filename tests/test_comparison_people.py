"""People: shares beside all workers, the Census occupation named in every row, nothing computed on too few people."""

import math

import pandas as pd
import pytest

from helpers.comparison import compare, people
from helpers.comparison.joins import Join
from helpers.comparison.people import age_facts, age_rows, census_group, claim_rows, composition_rows, earnings_rows
from helpers.comparison.record import Record
from helpers.comparison.rows import Rows
from helpers.comparison.standins import StandIn
from helpers.tables import load

BILLING, SERVICE, SURGEONS, AIDES, SUPPORT = "43-3021", "43-4051", "29-1242", "31-1120", "43-0000"
EVERYONE = {"occupation": "Total employed", "employed_thousand": 163493, "aged_16_to_19_thousand": 5551.0}


def row(frame: pd.DataFrame, measure: str) -> pd.Series:
    return frame.set_index("measure").loc[measure]


def test_group_has_a_reason_and_no_figure() -> None:
    frame = composition_rows(SUPPORT, BILLING, Rows())
    assert set(frame["reason_a"]) == {"the household survey is joined for single occupations, not for a group of them"}
    assert frame["value_a"].isna().all()


def test_census_code_without_a_line_in_the_survey_has_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "join_census", lambda _: Join("exact", (("9800", "Military officers"),)))
    women = row(composition_rows(BILLING, BILLING, Rows()), "women_pct")
    assert women["reason_a"] == "the survey has no line for Census 9800"
    assert women["note_a"] == "the survey has no line for Census 9800; Census 9800 Military officers"


def test_no_share_of_an_age_band_is_computed_on_under_50_000_people() -> None:
    fact = people._band("aged_16_to_19_thousand")({**EVERYONE, "employed_thousand": 49})
    assert not fact.given
    assert fact.reason == "base under 50,000"
    assert people._band("aged_16_to_19_thousand")({**EVERYONE, "employed_thousand": 50}).given


def test_small_base_gives_the_reason_of_the_publisher_and_the_census_occupation() -> None:
    men = row(earnings_rows(BILLING, SERVICE, Rows()), "men_weekly_earnings_usd")
    assert math.isnan(men["value_a"])
    assert men["reason_a"] == "base under 50,000"
    assert men["note_a"] == "base under 50,000; Census 5110 Billing and posting clerks"
    assert men["verdict"] == "not published"
    assert (men["value_b"], men["value_all"]) == (1053.0, 1326.0)


def test_wider_census_group_is_named_and_stands_for_no_claim() -> None:
    women = row(composition_rows(SURGEONS, BILLING, Rows()), "women_pct")
    assert women["note_a"] == "wider group: Census 3100 Surgeons"
    claimed = claim_rows(SURGEONS, BILLING, Rows())
    assert claimed["value_a"].isna().all()
    assert set(claimed["reason_a"]) == {"published for another group only: wider group: Census 3100 Surgeons"}
    assert census_group(SURGEONS) == (
        "a wider group, Census 3100 Surgeons, which also covers 29-1241 Ophthalmologists, Except Pediatric,"
        " 29-1243 Pediatric Surgeons, 29-1249 Surgeons, All Other"
    )


def test_several_census_occupations_are_each_named_and_none_is_averaged() -> None:
    women = row(composition_rows(AIDES, BILLING, Rows()), "women_pct")
    assert math.isnan(women["value_a"])
    assert women["text_a"] == "Home health aides: 86.1%; Personal care aides: 79.8%"
    assert women["note_a"] == "2 Census occupations, none of them all of it and none averaged"
    assert women["cell_a"] == "people/Home health aides/women_pct"


def test_billing_clerks_have_the_published_shares_women_first_then_by_size() -> None:
    frame = composition_rows(BILLING, SERVICE, Rows())
    assert frame["label"].tolist() == [
        "Women",
        "White",
        "Hispanic or Latino, any race",
        "Black or African American",
        "Asian",
    ]
    assert frame["value_a"].tolist() == [84.5, 82.2, 15.6, 10.0, 4.6]
    assert frame["value_all"].tolist() == [47.1, 75.7, 20.0, 12.7, 7.5]
    assert set(frame["note_a"]) == {"Census 5110 Billing and posting clerks"}
    assert frame["cell_a"].tolist()[0] == "people/Billing and posting clerks/women_pct"
    assert frame["cell_all"].tolist()[0] == "people/Total employed/women_pct"
    assert set(frame["verdict_reason"]) == {"no error published"}


def test_age_bands_are_shares_of_the_published_thousands() -> None:
    frame = age_rows(BILLING, SERVICE, Rows())
    assert row(frame, "median_age_years")[["value_a", "value_b", "value_all"]].tolist() == [45.8, 37.0, 42.1]
    young = row(frame, "aged_16_to_19_pct")
    assert young["value_a"] == 1.5  # 6 of 403
    assert young["note_a"] == "computed: 6 of 403 thousand; Census 5110 Billing and posting clerks"
    assert frame["value_a"].iloc[1:].sum() == pytest.approx(100, abs=0.5)


def test_age_of_the_opening_row_is_called_a_median() -> None:
    a, b = age_facts(BILLING, SURGEONS)
    assert (a.value, a.note) == (45.8, "median age; Census 5110 Billing and posting clerks")
    assert b.note == "median age; wider group: Census 3100 Surgeons"


def test_claims_find_both_sexes_and_the_races_under_the_names_that_pages_use() -> None:
    frame = claim_rows(BILLING, SERVICE, Rows())
    found = dict(zip(zip(frame["measure"], frame["detail"], strict=True), frame["value_a"], strict=True))
    assert found == {
        ("gender_share_pct", "women"): 84.5,
        ("gender_share_pct", "men"): 15.5,
        ("race_share_pct", "White"): 82.2,
        ("race_share_pct", "Black or African American"): 10.0,
        ("race_share_pct", "Asian"): 4.6,
        ("race_share_pct", "Hispanic or Latino"): 15.6,
        ("age_median_years", ""): 45.8,
    }


def test_experience_falls_back_on_the_judgement_and_says_why() -> None:
    nobody = StandIn(reason="O*NET holds no figures for it")
    record = Record(("99-9999", "11-2032"), (nobody, StandIn("11-2032.00", "Public Relations Managers")), Rows)
    missing, judged = record.glance["experience"]
    assert missing.reason == "O*NET holds no figures for it"
    assert judged.text == "5 years or more"
    assert judged.note == (
        "typical for entry, judged for 2024 by the projections; O*NET has no answers on it for Public Relations"
        " Managers (11-2032.00)"
    )
    assert judged.cell == "entry_requirements/11-2032/work_experience"


def test_opening_rows_come_from_the_official_record() -> None:
    glance = compare("billing specialist", "account specialist").glance.set_index("measure")
    assert glance.loc["growth", ["value_a", "value_b", "note_a"]].tolist() == [-0.4, -5.5, "projected, 2024-34"]
    assert glance.loc["degree", "text_a"] == "Some college, no degree (31%)"
    assert glance.loc["age", ["value_a", "value_b"]].tolist() == [45.8, 37.0]
    assert glance.loc["experience", "text_a"] == "1 to 2 years"
    assert (glance.loc[["growth", "degree", "age", "experience"], "verdict"] == "not tested").all()


def test_claims_are_held_against_the_same_measure_only() -> None:
    checked = compare("billing specialist", "account specialist").checked_claims
    billing = checked[(checked["side"] == "a") & (checked["site"] == "Zippia")]
    verdicts = {
        (m, d): (v, r) for m, d, v, r in billing[["measure", "detail", "verdict", "reason"]].itertuples(index=False)
    }
    assert verdicts[("growth_pct", "")] == (
        "cannot be checked",
        "the page states no period; official: -0.4% for 2024-34",
    )
    assert verdicts[("age_mean_years", "")][0] == "cannot be checked"
    assert verdicts[("degree_most_common", "")][0] == "agrees"
    assert verdicts[("degree_share_pct", "Bachelor's degree")] == ("disagrees", "13.9 points above the official 17.1%")
    assert verdicts[("gender_share_pct", "women")] == ("agrees", "2.8 points above the official 84.5%")
    assert verdicts[("race_share_pct", "Hispanic or Latino")][0] == "agrees"
    assert verdicts[("race_share_pct", "White")][0] == "cannot be checked"  # Hispanic is printed beside the races
    assert verdicts[("experience_years", "")] == (
        "cannot be checked",
        "official answers are bands of time, no number of years: 1 to 2 years",
    )


class Facts(Rows):
    """Rows whose frame stops short of the verdicts, which take most of the time and are tested above."""

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(self._rows)


def test_every_detailed_occupation_has_figures_or_a_reason() -> None:
    occupations = load("occupations")
    codes = occupations.loc[occupations["level"] == "detailed", "soc_code"].tolist()
    sections = (composition_rows, age_rows, earnings_rows)
    frames = [make(a, b, Facts()) for a, b in zip(codes[::2], codes[1::2], strict=True) for make in sections]
    facts = pd.concat(frames, ignore_index=True)
    assert len(facts) == 415 * (5 + 8 + 3)
    for which in "ab":
        given = facts[f"value_{which}"].notna() | (facts[f"text_{which}"] != "")
        assert (given ^ (facts[f"reason_{which}"] != "")).all()
        assert facts[f"note_{which}"].str.contains("Census").all()
        assert not facts[f"note_{which}"].str.contains(r"\bnan\b|None").any()
    reasons = set(facts["reason_a"]) | set(facts["reason_b"])
    assert reasons == {"", "base under 50,000"}
