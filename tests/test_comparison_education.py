"""Education and training: what workers hold, what is asked for, and that no wider group passes for an occupation."""

import pandas as pd
import pytest

from helpers.comparison import training
from helpers.comparison.education import attainment_rows, claim_rows, most_common_level, survey_group
from helpers.comparison.rows import Rows
from helpers.comparison.standins import StandIn
from helpers.comparison.training import ANSWER_COLUMNS, answers, asked_codes, band, middle_answer, training_rows
from helpers.tables import load

BILLING, SERVICE, SUPPORT, SURGEONS = "43-3021", "43-4051", "43-0000", "29-1242"
BILLING_CLERKS = StandIn("43-3021.00", "Billing and Posting Clerks")


def answered(*shares: float, suppress: bool = False) -> pd.DataFrame:
    """Return the answers of five workers on related experience, one row a band from the lowest."""
    frame = pd.DataFrame({"share_pct": list(shares)})
    names = ["None", "Up to and including 1 month", "Over 1 month, up to and including 3 months"]
    return frame.assign(
        element_id="3.A.1",
        category=range(1, len(shares) + 1),
        category_name=names[: len(shares)],
        ci_low=float("nan"),
        ci_high=float("nan"),
        n=5.0,
        suppress=suppress,
        rated_by="Incumbent",
        cell=[f"education_training/43-3021.00|3.A.1|{place}/share_pct" for place in range(1, len(shares) + 1)],
    )


def test_group_has_a_reason_and_no_shares() -> None:
    frame = attainment_rows(SUPPORT, BILLING, Rows())
    assert frame["value_a"].isna().all()
    assert set(frame["reason_a"]) == {"shares are published for single occupations, not for a group"}
    assert (frame["verdict"] == "not published").all()


def test_shares_of_a_wider_survey_group_stand_for_no_claim() -> None:
    frame = claim_rows(SURGEONS, BILLING, Rows())
    assert frame["value_a"].isna().all()
    assert (frame["text_a"] == "").all()
    assert frame["reason_a"].str.startswith("published for a wider group only: one survey group with 16 other").all()


def test_shares_of_a_wider_survey_group_say_so_in_every_row() -> None:
    frame = attainment_rows(SURGEONS, BILLING, Rows())
    assert set(frame["note_a"]) == {"one survey group with 16 other occupations"}
    assert set(frame["note_b"]) == {""}
    assert survey_group("11-2032") == "one survey group with 11-2033 Fundraising managers"


def test_billing_clerks_have_the_published_shares_beside_all_workers() -> None:
    frame = attainment_rows(BILLING, SERVICE, Rows())
    assert frame["value_a"].tolist() == [2.7, 27.9, 31.0, 16.2, 17.1, 4.3, 0.8]
    assert frame["value_all"].tolist() == [7.4, 22.5, 18.6, 9.5, 25.2, 11.9, 4.9]
    assert frame["label"].tolist()[:3] == [
        "Less than a high school diploma",
        "High school diploma or equivalent",
        "Some college, no degree",
    ]
    assert frame["cell_a"].tolist()[4] == "attainment/43-3021/bachelors_pct"
    assert set(frame["verdict"]) == {"not tested"}


def test_most_common_level_is_named_with_its_share_and_the_most_common_degree() -> None:
    fact = most_common_level(BILLING)
    assert fact.text == "Some college, no degree (31%)"
    assert fact.note == (
        "most common level that workers aged 25 and over hold, 2022-23; most common degree: Bachelor's degree (17%)"
    )
    assert fact.cell == "attainment/43-3021/some_college_pct"


def test_claims_on_degrees_are_held_against_degrees_not_levels() -> None:
    frame = claim_rows(BILLING, SERVICE, Rows())
    assert frame.loc[0, ["measure", "text_a", "detail"]].tolist() == ["degree_most_common", "Bachelor's degree", ""]
    shares = frame.iloc[1:]
    assert dict(zip(shares["detail"], shares["value_a"], strict=True)) == {
        "Associate's degree": 16.2,
        "Bachelor's degree": 17.1,
        "Master's degree": 4.3,
        "Doctoral or professional degree": 0.8,
    }


def test_occupation_without_onet_figures_has_the_reason_of_its_stand_in() -> None:
    nobody = StandIn(reason="O*NET holds no figures for Managers, All Other")
    frame = training_rows((SUPPORT, BILLING), (nobody, BILLING_CLERKS), Rows())
    assert set(frame["reason_a"]) == {nobody.reason}
    assert (frame["text_b"] != "").all()


def test_code_that_was_not_asked_has_no_answers_and_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "answers", lambda _: pd.DataFrame(columns=list(ANSWER_COLUMNS)))
    fact = middle_answer(BILLING, BILLING_CLERKS)
    assert fact.reason == "O*NET has no answers on it for Billing and Posting Clerks (43-3021.00)"


def test_several_onet_codes_are_each_named_and_none_is_averaged() -> None:
    frame = training_rows(("13-1020", BILLING), (StandIn(reason="3 lie under it"), BILLING_CLERKS), Rows())
    text, note = frame.loc[1, ["text_a", "note_a"]]
    assert text == (
        "Buyers and Purchasing Agents, Farm Products: 2 to 4 years; Wholesale and Retail Buyers, Except Farm Products:"
        " 2 to 4 years; Purchasing Agents, Except Wholesale, Retail, and Farm Products: 2 to 4 years"
    )
    assert note == "3 O*NET occupations, none of them all of it and none averaged"


def test_more_than_four_onet_codes_are_cut_and_counted() -> None:
    frame = training_rows(("11-9199", BILLING), (StandIn(reason="6 lie under it"), BILLING_CLERKS), Rows())
    assert frame["text_a"].str.endswith("; 3 more below").all()
    assert len(asked_codes("11-9199", StandIn(reason="6 lie under it"))) == 6


def test_middle_answer_is_where_the_shares_reach_half(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "answers", lambda _: answered(40.0, 15.0, 45.0))
    fact = middle_answer(BILLING, BILLING_CLERKS)
    assert fact.text == "up to 1 month"
    assert fact.note == "middle answer of 5 workers, O*NET 43-3021.00; most gave: 1 to 3 months (45%)"
    assert fact.cell == "education_training/43-3021.00|3.A.1|2/share_pct"


def test_answer_that_onet_advises_against_is_flagged(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(training, "answers", lambda _: answered(60.0, 40.0, suppress=True))
    fact = middle_answer(BILLING, BILLING_CLERKS)
    assert fact.text == "none"
    assert fact.note.endswith("60% gave it; O*NET advises against using a figure behind it: too imprecise")


def test_billing_clerks_answers_carry_their_errors() -> None:
    found = answers("43-3021.00").set_index(["element_id", "category"]).loc[("3.A.1", 5)]
    assert found[["share_pct", "standard_error", "ci_low", "ci_high", "n"]].tolist() == [
        27.25,
        16.0565,
        6.7586,
        65.9416,
        37.0,
    ]
    assert found["cell"] == "education_training/43-3021.00|3.A.1|5/share_pct"
    fact = middle_answer(BILLING, BILLING_CLERKS)
    assert fact.text == "1 to 2 years"
    assert "most gave: 6 months to 1 year (27%, 95% interval 7% to 66%)" in fact.note


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Over 1 year, up to and including 2 years", "1 to 2 years"),
        ("Over 6 months, up to and including 1 year", "6 months to 1 year"),
        ("Up to and including 1 month", "up to 1 month"),
        ("Anything beyond short demonstration, up to and including 1 month", "up to 1 month"),
        ("Over 10 years", "Over 10 years"),
        ("None", "none"),
        ("None or short demonstration", "None or short demonstration"),
        ("Bachelor's Degree", "Bachelor's Degree"),
    ],
)
def test_band_is_said_in_few_words(name: str, short: str) -> None:
    assert band(name) == short


class Facts(Rows):
    """Rows whose frame stops short of the verdicts, which take most of the time and are tested above."""

    def frame(self) -> pd.DataFrame:
        return pd.DataFrame(self._rows)


def test_every_detailed_occupation_has_shares_or_a_reason() -> None:
    occupations = load("occupations")
    codes = occupations.loc[occupations["level"] == "detailed", "soc_code"].tolist()
    frames = [attainment_rows(a, b, Facts()) for a, b in zip(codes[::2], codes[1::2], strict=True)]
    facts = pd.concat(frames, ignore_index=True)
    assert len(facts) == 415 * 7
    assert facts[["value_a", "value_b"]].notna().all(axis=None)
    assert not facts["note_a"].str.contains(r"\bnan\b|None").any()
    sums = facts.groupby(facts.index // 7)[["value_a", "value_b"]].sum()
    assert sums.to_numpy() == pytest.approx(100, abs=0.4)


def test_every_detailed_occupation_has_answers_or_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    by_code = dict(iter(load("education_training").groupby("onet_code")))
    nothing = load("education_training").head(0)
    tables = {"education_training_categories": load("education_training_categories")}

    def found(name: str, where: dict[str, list[str]] | None = None) -> pd.DataFrame:
        return by_code.get(where["onet_code"][0], nothing) if where else tables[name]

    monkeypatch.setattr(training, "load", found)  # one read of the table in place of 900
    links = load("occupation_links")
    under = links[links["in_pay"] & (links["target"] == "onet")].groupby("soc_code")["target_code"]
    facts = []
    for soc_code, given in under:
        only = str(given.iloc[0]) if given.notna().all() and len(given) == 1 else ""
        facts.append(middle_answer(soc_code, StandIn(only, soc_code, reason="" if only else "none stands for it")))
    assert len(facts) == 830
    assert all(fact.given != bool(fact.reason) for fact in facts)
    assert all("nan" not in fact.note for fact in facts)
    assert sum(fact.given for fact in facts) == 753
