"""Market claims: reading a file of them, the verdict on each, and the seven defects of a set."""

import math
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.base.errors import BadInput
from helpers.claims import MEASURES, RULES, VERDICTS, check_claims, find_defects, read_claims
from helpers.claims.defects import scaled_from
from helpers.claims.records import period_key, printed_half, say_figure, say_measure

SEEDS = Path(__file__).resolve().parents[1] / "data" / "market_claims.csv"
OFFICIAL_COLUMNS = ["role", "measure", "value", "low", "high", "unit", "period", "reason", "source_cell"]
MONTHS, BELOW_P10, LADDER, SHARES, GROWTH, RANK, REUSED = RULES
NONE = None
ROLES = ("billing specialist", "account specialist", "accounts receivable specialist", "customer specialist")


def _claims(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame([{"value": NONE, "unit": "text"} | row for row in rows])


def _official(*rows: Sequence[object]) -> pd.DataFrame:
    return pd.DataFrame([list(row) for row in rows], columns=OFFICIAL_COLUMNS)


def _figure(measure: str, value: float | None, unit: str, **more: object) -> list[object]:
    """One official figure of the billing specialist."""
    row: dict[str, object] = {"low": NONE, "high": NONE, "period": "May 2025", "reason": "", "source_cell": "cell"}
    row |= {"role": "billing specialist", "measure": measure, "value": value, "unit": unit} | more
    return [row[name] for name in OFFICIAL_COLUMNS]


# OEWS May 2025, 43-3021 Billing and posting clerks, national, all industries: mean 51,070, relative standard error
# 0.2 %, so 90 % interval 51,070 -/+ 1.645 x 0.002 x 51,070 = 50,902 to 51,238; employment 404,060 with 0.9 %.
# Growth: BLS Employment Projections 2024-34, table 1.2.
BILLING = _official(
    _figure("annual_pay_mean", 51070, "usd_per_year", low=50902, high=51238),
    _figure("annual_pay_p10", 37290, "usd_per_year"),
    _figure("annual_pay_p25", 42840, "usd_per_year"),
    _figure("annual_pay_median", 48500, "usd_per_year"),
    _figure("annual_pay_p75", 58290, "usd_per_year"),
    _figure("annual_pay_p90", 67710, "usd_per_year"),
    _figure("hourly_pay_mean", 24.55, "usd_per_hour", low=24.47, high=24.63),
    _figure("hourly_pay_p10", 17.93, "usd_per_hour"),
    _figure("jobs", 404060, "jobs", low=398078, high=410042),
    _figure("growth_pct", -0.4, "pct", period="2024-34"),
)
NO_OFFICIAL = _official()
OFFICIAL_GROWTH = "official: -0.4% for 2024-34"


def _verdict(claim: dict[str, object], official: pd.DataFrame = BILLING, threshold_pct: float = 5.0) -> pd.Series:
    checked = check_claims(_claims({"role": "billing specialist"} | claim), official, threshold_pct=threshold_pct)
    assert len(checked) == 1
    return checked.iloc[0]


def _pay(value: float, **more: object) -> dict[str, object]:
    return {"measure": "annual_pay_mean", "value": value, "unit": "usd_per_year"} | more


def _rules_found(claims: pd.DataFrame, official: pd.DataFrame = NO_OFFICIAL) -> list[str]:
    return find_defects(claims, official)["rule"].tolist()


# Reading a file ----------------------------------------------------------------------------------------------------


def _read(folder: Path, text: str) -> pd.DataFrame:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return read_claims(path)


def test_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"absent\.csv: No such file"):
        read_claims(tmp_path / "absent.csv")


def test_folder_instead_of_a_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="Is a directory"):
        read_claims(tmp_path)


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes("role,measure,value,unit\ncafé,jobs,1,jobs\n".encode("latin-1"))
    with pytest.raises(BadInput, match=r"mine\.csv is no UTF-8 text"):
        read_claims(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "has nothing in it"),
        ("role,measure,value,unit\n\n", "has a header and no rows"),
        ("role,value,unit\nclerk,1,jobs\n", "lacks the column measure"),
        ("role,measure,value,unit,unit\nclerk,jobs,1,jobs,jobs\n", "has the column unit twice"),
        ("role,measure,value,unit,perod\nclerk,jobs,1,jobs,x\n", r"unknown column 'perod' \(did you mean period"),
        ('role,measure,value,unit\n"clerk,jobs,1,jobs\n', "line 2: unexpected end of data"),
    ],
)
def test_damaged_file_is_refused_with_what_is_wrong(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        _read(tmp_path, text)


def test_every_bad_row_is_named_at_once(tmp_path: Path) -> None:
    text = (
        "role,measure,value,unit,text\n"
        "clerk,jobs,many,jobs,\n"  # no number
        "clerk,anual_pay_mean,40000,usd_per_year,\n"  # misspelt
        "clerk,annual_pay_mean,40000,usd_per_hour,\n"  # wrong unit
        "clerk,annual_pay_mean,45000,usd_per_year,\n"  # good
        ",jobs,5,jobs,\n"  # no role
        "clerk,annual_pay_mean,0,usd_per_year,\n"
        "clerk,race_share_pct,101,pct,\n"
        "clerk,satisfaction,7,score_5,\n"
        "clerk,growth_pct,-101,pct,\n"
        "clerk,jobs,-5,jobs,\n"
        "clerk,duty,3,text,\n"
        "clerk,jobs,,jobs,\n"  # neither value nor text nor reason
        "clerk,jobs,1,jobs\n"  # a cell short
    )
    with pytest.raises(BadInput) as caught:
        _read(tmp_path, text)
    assert caught.value.given.splitlines() == [
        "mine.csv has 12 bad rows",
        "    line 2: value 'many' is no number",
        "    line 3: unknown measure 'anual_pay_mean' (did you mean annual_pay_mean or annual_pay_median"
        " or hourly_pay_mean?)",
        "    line 4: unit 'usd_per_hour' for annual_pay_mean; expected usd_per_year",
        "    line 6: role is empty",
        "    line 7: pay of 0; expected more than 0",
        "    line 8: share of 101%; expected 0 to 100",
        "    line 9: score of 7; expected 0 to 5",
        "    line 10: growth of -101%; expected -100 or more",
        "    line 11: -5 jobs; expected 0 or more",
        "    line 12: a number under unit 'text'; expected the words in the column text",
        "    line 13: value is empty; expected a number, or a text, or a missing_reason",
        "    line 14: 4 cells under 5 column names",
    ]


def test_repeated_claim_id_is_refused(tmp_path: Path) -> None:
    text = "claim_id,role,measure,value,unit\na,clerk,jobs,1,jobs\na,clerk,jobs,2,jobs\n"
    with pytest.raises(BadInput, match="line 3: claim_id 'a' is already on line 2"):
        _read(tmp_path, text)


def test_more_than_twenty_bad_rows_fit_one_screen(tmp_path: Path) -> None:
    text = "role,measure,value,unit\n" + "clerk,jobs,x,jobs\n" * 45
    with pytest.raises(BadInput) as caught:
        _read(tmp_path, text)
    lines = caught.value.given.splitlines()
    assert lines[0] == "mine.csv has 45 bad rows"
    assert lines[-1] == "    and 25 more"
    assert len(lines) == 22


@pytest.mark.parametrize(
    ("printed", "value"),
    [('"$42,586"', 42586), ("31%", 31), ("-3%", -3), ("−3", -3), ("+5", 5), ("$17.13", 17.13), (".5", 0.5)],
)
def test_figures_are_read_as_pages_print_them(tmp_path: Path, printed: str, value: float) -> None:
    measure, unit = ("growth_pct", "pct") if "$" not in printed else ("hourly_pay_mean", "usd_per_hour")
    frame = _read(tmp_path, f"role,measure,value,unit\nclerk,{measure},{printed},{unit}\n")
    assert frame["value"].tolist() == [value]


@pytest.mark.parametrize("printed", ["42k", "1e5", "nan", "inf", '"4,2,5"', "40000-55000", "$"])
def test_figures_that_are_not_one_number_are_refused(tmp_path: Path, printed: str) -> None:
    with pytest.raises(BadInput, match="is no number"):
        _read(tmp_path, f"role,measure,value,unit\nclerk,annual_pay_mean,{printed},usd_per_year\n")


def test_dash_is_a_missing_value_with_its_reason_and_roles_are_lower_case(tmp_path: Path) -> None:
    frame = _read(tmp_path, "\ufeffrole,measure,value,unit\n Billing  Specialist ,satisfaction,-,score_5\n")
    row = frame.iloc[0]
    assert (row["claim_id"], row["role"]) == ("row-2", "billing specialist")
    assert math.isnan(row["value"])
    assert row["missing_reason"] == "the page prints no value"
    assert row["text"] == ""


def test_the_projects_own_claims_pass_as_a_users_file() -> None:
    frame = read_claims(SEEDS)
    assert len(frame) == len(SEEDS.read_text(encoding="utf-8").splitlines()) - 1
    assert set(frame["measure"]) <= set(MEASURES)


# Verdicts ----------------------------------------------------------------------------------------------------------


def test_official_frame_with_two_rows_for_one_figure_is_refused() -> None:
    with pytest.raises(ValueError, match=r"two rows for role, measure and detail .*annual_pay_mean"):
        check_claims(_claims({"role": "x", "measure": "jobs"}), pd.concat([BILLING, BILLING]))


def test_claims_frame_without_a_column_is_refused() -> None:
    with pytest.raises(ValueError, match="claims frame lacks unit"):
        check_claims(pd.DataFrame({"role": [], "measure": [], "value": []}), NO_OFFICIAL)


def test_negative_threshold_is_refused() -> None:
    with pytest.raises(ValueError, match="threshold_pct is -1; expected 0 or more"):
        check_claims(_claims({"role": "x", "measure": "jobs"}), NO_OFFICIAL, threshold_pct=-1)


@pytest.mark.parametrize(
    ("value", "threshold", "verdict", "reason"),
    [
        (51000, 0, "agrees", "inside the official interval, rounding included"),
        (51200, 0, "agrees", "inside the official interval, rounding included"),
        (51500, 0, "disagrees", "0.8% above $51,070"),  # printed to 100: from 51,450, above 51,238
        (50800, 0, "disagrees", "0.5% below $51,070"),  # up to 50,850, below 50,902
        (50800, 5, "agrees", "0.5% below $51,070: outside the interval, within 5% of it"),
        (46300, 5, "disagrees", "9.3% below $51,070; within 5% of the official median, $48,500"),
        (35624, 5, "disagrees", "30.2% below $51,070"),
    ],
)
def test_pay_agrees_inside_the_interval_then_within_the_threshold(
    value: float, threshold: float, verdict: str, reason: str
) -> None:
    row = _verdict(_pay(value), threshold_pct=threshold)
    assert (row["verdict"], row["reason"]) == (verdict, reason)


def test_both_figures_interval_place_and_source_stand_in_the_row() -> None:
    row = _verdict(_pay(35624, claim_id="c1", site="Site"))
    assert row["claim_id"] == "c1"
    figures = row[["claim_value", "official_value", "official_low", "official_high"]].tolist()
    assert figures == [35624, 51070, 50902, 51238]
    assert row["difference_pct"] == pytest.approx(-30.2448, abs=1e-3)
    assert (row["place"], row["source_cell"], row["official_period"]) == (
        "below the 10th percentile",
        "cell",
        "May 2025",
    )
    assert row["rule"] == "90% interval, rounding of the claim, and 5% either side"


def test_pay_without_a_published_error_says_so() -> None:
    row = _verdict(_pay(49000, measure="annual_pay_median"))
    assert row["verdict"] == "agrees"
    assert "no published error" in row["rule"]


def test_hourly_pay_is_never_held_against_annual() -> None:
    official = _official(_figure("hourly_pay_mean", 51070, "usd_per_year"))
    row = _verdict({"measure": "hourly_pay_mean", "value": 24.5, "unit": "usd_per_hour"}, official)
    assert row["verdict"] == "cannot be checked"
    assert row["reason"] == "claimed in usd_per_hour, official in usd_per_year: different measures are not converted"
    assert math.isnan(row["difference_pct"])


@pytest.mark.parametrize(
    ("measure", "value", "verdict", "reason"),
    [
        ("annual_pay_low", 27000, "disagrees", "below official P10 and P25, $37,290 to $42,840"),
        ("annual_pay_low", 40000, "agrees", "between official P10 and P25, $37,290 to $42,840"),
        ("annual_pay_low", 36000, "agrees", "below official P10 and P25, $37,290 to $42,840, within 5%"),
        ("annual_pay_high", 45000, "disagrees", "below official P75 and P90, $58,290 to $67,710"),
        ("annual_pay_high", 90000, "disagrees", "above official P75 and P90, $58,290 to $67,710"),
    ],
)
def test_range_ends_are_held_against_two_percentiles(measure: str, value: float, verdict: str, reason: str) -> None:
    row = _verdict({"measure": measure, "value": value, "unit": "usd_per_year"})
    assert (row["verdict"], row["reason"]) == (verdict, reason)


def test_range_end_gives_the_publishers_reason_for_a_missing_percentile() -> None:
    official = _official(
        _figure("annual_pay_p75", 200000, "usd_per_year"),
        _figure("annual_pay_p90", NONE, "usd_per_year", reason="at or above $239,200"),
    )
    row = _verdict({"measure": "annual_pay_high", "value": 250000, "unit": "usd_per_year"}, official)
    assert (row["verdict"], row["reason"]) == ("cannot be checked", "at or above $239,200")


@pytest.mark.parametrize(
    ("value", "verdict"), [(55205, "cannot be checked"), (404000, "agrees"), (389000, "agrees"), (600000, "disagrees")]
)
def test_job_count_of_a_title_may_lie_below_its_occupation(value: float, verdict: str) -> None:
    assert _verdict({"measure": "jobs", "value": value, "unit": "jobs"})["verdict"] == verdict


@pytest.mark.parametrize(
    ("value", "period", "verdict", "reason"),
    [
        (-3, "", "cannot be checked", f"the page states no period; {OFFICIAL_GROWTH}"),
        (5, "2022-2032", "cannot be checked", f"claimed for 2022-2032; {OFFICIAL_GROWTH}: periods are not compared"),
        (0, "2024–2034", "agrees", OFFICIAL_GROWTH),  # whole percent: -0.5 to 0.5
        (-3, "2024-2034", "disagrees", OFFICIAL_GROWTH),
    ],
)
def test_growth_is_held_against_the_same_period_only(value: float, period: str, verdict: str, reason: str) -> None:
    row = _verdict({"measure": "growth_pct", "value": value, "unit": "pct", "period": period})
    assert (row["verdict"], row["reason"]) == (verdict, reason)


def test_shares_match_by_group_without_case_within_points() -> None:
    # CPS 2025, billing and posting clerks: 84.5 % women
    official = _official(_figure("gender_share_pct", 84.5, "pct")).assign(detail="Women")
    women = {"measure": "gender_share_pct", "unit": "pct", "detail": "women"}
    assert _verdict(women | {"value": 87.3}, official)["verdict"] == "agrees"
    far = _verdict(women | {"value": 67.8}, official)
    assert (far["verdict"], far["reason"]) == ("disagrees", "16.7 points below the official 84.5%")
    assert _verdict(women | {"value": 15.5, "detail": "men"}, official)["verdict"] == "cannot be checked"


def test_race_beside_hispanic_is_another_definition_but_hispanic_is_not() -> None:
    # CPS 2025, billing and posting clerks: 82.2 % White, 15.6 % Hispanic of any race
    official = pd.concat(
        [
            _official(_figure("race_share_pct", 82.2, "pct")).assign(detail="White"),
            _official(_figure("race_share_pct", 15.6, "pct")).assign(detail="Hispanic or Latino"),
        ]
    )
    share = {"role": "billing specialist", "measure": "race_share_pct", "unit": "pct"}
    white = share | {"value": 57.3, "detail": "White"}
    hispanic = share | {"value": 19.2, "detail": "Hispanic or Latino"}
    assert check_claims(_claims(white, hispanic), official)["verdict"].tolist() == ["cannot be checked", "agrees"]
    assert check_claims(_claims(white), official)["verdict"].tolist() == ["disagrees"]


def test_average_age_is_not_held_against_a_median_but_both_are_shown() -> None:
    official = _official(_figure("age_median_years", 45.1, "years"))
    row = _verdict({"measure": "age_mean_years", "value": 46, "unit": "years"}, official)
    assert (row["verdict"], row["official_value"]) == ("cannot be checked", 45.1)
    assert row["reason"] == "the claim is average age, the official figure median age"


def test_terms_agree_without_case() -> None:
    official = _official(_figure("best_state", NONE, "text")).assign(text="Delaware")
    assert _verdict({"measure": "best_state", "text": "DELAWARE"}, official)["verdict"] == "agrees"
    other = _verdict({"measure": "best_state", "text": "Virginia"}, official)
    assert (other["verdict"], other["reason"]) == ("disagrees", "official: Delaware")


@pytest.mark.parametrize(
    ("claim", "reason"),
    [
        ({"measure": "satisfaction", "unit": "score_5", "missing_reason": "a dash"}, "a dash"),
        ({"measure": "satisfaction", "unit": "score_5"}, "the claim has no figure"),
        ({"measure": "satisfaction", "unit": "score_5", "value": 4.5}, "no official source here measures satisfaction"),
        ({"measure": "duty", "text": "invoices"}, "a description, not a figure"),
        (
            {"measure": "experience_years", "unit": "years", "value": 2},
            "no official figure for this measure",
        ),
    ],
)
def test_what_cannot_be_checked_has_a_reason(claim: dict[str, object], reason: str) -> None:
    row = _verdict(claim)
    assert (row["verdict"], row["reason"]) == ("cannot be checked", reason)


def test_missing_official_figure_gives_the_publishers_reason() -> None:
    official = _official(_figure("annual_pay_mean", NONE, "usd_per_year", reason="paid by the hour only"))
    assert _verdict(_pay(51000), official)["reason"] == "paid by the hour only"


@given(
    value=st.floats(min_value=1, max_value=1e6, allow_nan=False),
    measure=st.sampled_from(["annual_pay_mean", "annual_pay_low", "annual_pay_high", "pay_ladder_usd"]),
    threshold=st.floats(min_value=0, max_value=50),
)
def test_every_claim_has_one_verdict_a_rule_and_a_reason(value: float, measure: str, threshold: float) -> None:
    row = _verdict({"measure": measure, "value": value, "unit": "usd_per_year"}, threshold_pct=threshold)
    assert row["verdict"] in VERDICTS
    assert row["rule"]
    assert row["reason"]


@given(value=st.integers(min_value=20000, max_value=90000), threshold=st.floats(min_value=0, max_value=40))
def test_a_wider_threshold_never_turns_agrees_into_disagrees(value: int, threshold: float) -> None:
    if _verdict(_pay(value), threshold_pct=threshold)["verdict"] == "agrees":
        assert _verdict(_pay(value), threshold_pct=threshold + 5)["verdict"] == "agrees"


def test_inputs_stay_as_they_were() -> None:
    claims, official = _claims({"role": "Billing Specialist"} | _pay(35624)), BILLING.copy()
    before = claims.copy()
    check_claims(claims, official)
    find_defects(claims, official)
    pd.testing.assert_frame_equal(claims, before)
    pd.testing.assert_frame_equal(official, BILLING)


# Defects -----------------------------------------------------------------------------------------------------------


def test_all_seven_defects_of_the_seed_pages_are_found() -> None:
    found = find_defects(read_claims(SEEDS), BILLING)
    assert {rule: found.loc[found["rule"] == rule, "roles"].tolist() for rule in RULES} == {
        MONTHS: [("account specialist",), ("accounts receivable specialist",), ("customer specialist",)],
        BELOW_P10: [("billing specialist",), ("billing specialist",)],  # yearly and hourly
        LADDER: [("billing specialist",)],
        SHARES: [("billing specialist",), ("account specialist",), ("accounts receivable specialist",)],
        GROWTH: [("billing specialist",)],
        RANK: [(role,) for role in ROLES],
        REUSED: [
            ("billing specialist", "account specialist", "accounts receivable specialist"),  # age 46
            ("account specialist", "accounts receivable specialist", "customer specialist"),  # 12 "years"
        ],
    }
    known = set(read_claims(SEEDS)["claim_id"])
    assert {name for ids in found["claim_ids"] for name in ids} <= known
    words = found.drop_duplicates("rule").set_index("rule")["explanation"]
    assert words[MONTHS] == (
        "Zippia gives 12 years of experience for account specialist, and 6 to 12 months to become one:"
        " the 12 are months printed as years"
    )
    assert words[BELOW_P10] == (
        "Zippia gives $35,624 as the average for billing specialist; nine in ten workers of the official occupation"
        " earn $37,290 or more"
    )
    assert words[LADDER] == (
        "Cityjobs.info's 5 pay levels for billing specialist are $46,300 times 0.75, 0.90, 1.00, 1.10 and 1.25:"
        " one figure scaled, not 5 measured"
    )
    assert words[SHARES] == (
        "Zippia's 6 race shares for billing specialist add to 100.1%, not 100%; rounding can shift such a sum by at"
        " most 0.3 points, so rounding alone may explain it"
    )
    assert words[GROWTH] == (
        "Growth of billing specialist differs in sign and period: Zippia gives -3%, no period said; unnamed"
        " job-description blog (naming Bureau of Labor Statistics) gives +5% for 2022-2032; the official projection"
        " gives -0.4% for 2024-2034"
    )
    assert words[RANK] == (
        "Zippia ranks for billing specialist without a figure: top skill (patients; customer service; data entry),"
        " best city (Washington, DC), best state (Delaware), best company (TIBCO Software) and best industry"
        " (Manufacturing)"
    )
    assert words[REUSED] == (
        "Zippia prints average age of 46 years for 3 of 4 titles (billing specialist, account specialist and accounts"
        " receivable specialist) and does not say that they share one figure"
    )


def test_sums_that_rounding_may_explain_are_not_called_certain() -> None:
    found = find_defects(read_claims(SEEDS), BILLING)
    assert set(found.loc[found["rule"] == SHARES, "certainty"]) == {"could be rounding"}
    assert set(found.loc[found["rule"] != SHARES, "certainty"]) == {"certain"}


def test_claims_without_defects_raise_none() -> None:
    site = {"site": "A fair site", "role": "billing specialist"}
    other = {"site": "Another", "role": "billing specialist"}
    clean = _claims(
        site | {"measure": "experience_years", "value": 1, "unit": "years"},
        site | {"measure": "time_to_become_low", "value": 6, "unit": "months"},
        site | {"measure": "time_to_become_high", "value": 12, "unit": "months"},
        site | _pay(49800),
        site | {"measure": "hourly_pay_mean", "value": 23.94, "unit": "usd_per_hour"},
        *(
            site | {"measure": "pay_ladder_usd", "value": value, "unit": "usd_per_year", "detail": level}
            for level, value in (("entry", 38214), ("middle", 47903), ("senior", 59377))
        ),
        *(
            site | {"measure": "race_share_pct", "value": value, "unit": "pct", "detail": group}
            for group, value in (("White", 62.1), ("Black", 12.4), ("Asian", 6.3), ("Hispanic", 19.2))
        ),
        site | {"measure": "growth_pct", "value": -0.4, "unit": "pct", "period": "2024-2034"},
        other | {"measure": "growth_pct", "value": -0.4, "unit": "pct", "period": "2024-34"},
        site | {"measure": "best_state", "value": 60120, "unit": "usd_per_year", "text": "Delaware"},
        site | {"measure": "top_skill", "value": 31, "unit": "pct", "text": "patients", "detail": "rank 1"},
        *(
            site | {"role": role, "measure": "age_mean_years", "value": age, "unit": "years"}
            for role, age in (("billing specialist", 46), ("clerk", 46), ("teller", 41), ("cook", 38))
        ),
    )
    found = find_defects(clean, BILLING)
    assert found["explanation"].tolist() == []
    assert found.columns.tolist() == ["rule", "claim_ids", "roles", "explanation", "certainty"]


def test_years_of_experience_beside_a_time_in_years_are_no_defect() -> None:
    claims = _claims(
        {"role": "clerk", "measure": "experience_years", "value": 2, "unit": "years"},
        {"role": "clerk", "measure": "time_to_become_high", "value": 2, "unit": "years"},
        {"role": "teller", "measure": "time_to_become_high", "value": 2, "unit": "months"},  # another title
    )
    assert _rules_found(claims) == []


def test_average_that_rounds_up_to_the_tenth_percentile_is_not_below_it() -> None:
    assert _rules_found(_claims({"role": "billing specialist"} | _pay(37000)), BILLING) == []  # up to 37,500
    assert _rules_found(_claims({"role": "billing specialist"} | _pay(36900)), BILLING) == [BELOW_P10]


def test_low_end_of_a_range_below_the_tenth_percentile_is_no_average() -> None:
    low = {"role": "billing specialist", "measure": "annual_pay_low", "value": 27000, "unit": "usd_per_year"}
    assert _rules_found(_claims(low), BILLING) == []


@pytest.mark.parametrize(
    ("levels", "averages", "expected"),
    [
        ([34725, 41670, 46300, 50930, 57875], [46300], (46300, [0.75, 0.9, 1.0, 1.1, 1.25])),
        ([34725, 41670, 50930, 57875], [46300], (46300, [0.75, 0.9, 1.1, 1.25])),  # base printed as average only
        ([32410, 40512, 48615], [], (32410, [1.0, 1.25, 1.5])),  # other factors; 40,512.50 cut to the dollar
        ([34725, 41670, 46300, 50930, 57901], [46300], None),  # one level off
        ([40000, 44000, 48000], [], None),  # rounded to the thousand: any figures would fit
        ([40000, 50000], [], None),  # two levels make no ladder
    ],
)
def test_ladders_are_known_by_any_round_factors(
    levels: list[float], averages: list[float], expected: tuple[float, list[float]] | None
) -> None:
    found = scaled_from(levels, averages, unit="usd_per_year")
    if expected is None:
        assert found is None
    else:
        assert found is not None
        assert found[0] == expected[0]
        assert found[1] == pytest.approx(expected[1])


@given(
    base=st.integers(min_value=20011, max_value=180000).filter(lambda n: n % 10),
    steps=st.lists(st.integers(min_value=10, max_value=40), min_size=4, max_size=7, unique=True),
)
def test_any_ladder_scaled_from_its_average_is_found(base: int, steps: list[int]) -> None:
    levels = [float(round(base * step * 0.05)) for step in steps]
    assert scaled_from(levels, [float(base)], unit="usd_per_year") is not None


@pytest.mark.parametrize(
    ("shares", "expected"),
    [
        ([60.0, 30.0, 10.0], []),
        ([60.1, 30.0, 10.0], [(SHARES, "could be rounding")]),  # three shares: 0.15 points
        ([60.2, 30.0, 10.0], [(SHARES, "certain")]),
        ([61, 30, 10], [(SHARES, "could be rounding")]),  # whole percent: 1.5 points
        ([57.3, 19.2], []),  # two races are a part, not the whole
    ],
)
def test_shares_must_add_to_100_and_rounding_is_told_apart(
    shares: list[float], expected: list[tuple[str, str]]
) -> None:
    rows = [
        {"role": "clerk", "measure": "race_share_pct", "value": share, "unit": "pct", "detail": f"group {number}"}
        for number, share in enumerate(shares)
    ]
    found = find_defects(_claims(*rows), NO_OFFICIAL)
    assert list(zip(found["rule"], found["certainty"], strict=True)) == expected


def test_two_gender_shares_are_a_whole() -> None:
    rows = [
        {"role": "clerk", "measure": "gender_share_pct", "value": share, "unit": "pct", "detail": group}
        for group, share in (("men", 30.0), ("women", 60.5))
    ]
    assert _rules_found(_claims(*rows)) == [SHARES]


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        ((5, "2022-32"), (4, "2022-2032"), False),  # same period, same direction
        ((5, "2022-32"), (5, "2023-33"), True),  # periods differ
        ((5, "2022-32"), (-1, "2022-32"), True),  # signs differ
        ((5, "2022-32"), (4, ""), False),  # no period said is no contradiction
        ((5, ""), (0, ""), False),  # no change has no sign
    ],
)
def test_growth_must_agree_in_sign_and_period(one: tuple[float, str], other: tuple[float, str], found: bool) -> None:
    rows = [
        {"role": "clerk", "measure": "growth_pct", "value": value, "unit": "pct", "period": period, "site": site}
        for site, (value, period) in zip("AB", (one, other), strict=True)
    ]
    assert _rules_found(_claims(*rows)) == ([GROWTH] if found else [])


def test_official_growth_counts_as_a_source() -> None:
    claim = {"role": "billing specialist", "measure": "growth_pct", "value": 5, "unit": "pct", "period": "2024-34"}
    assert _rules_found(_claims(claim), BILLING) == [GROWTH]
    assert _rules_found(_claims(claim)) == []


def test_two_figures_of_one_source_are_no_disagreement() -> None:
    claim = {"role": "clerk", "measure": "growth_pct", "unit": "pct", "site": "A"}
    rows = [claim | {"value": 5, "period": "2014-24"}, claim | {"value": -1, "period": "2024-34"}]
    assert _rules_found(_claims(*rows)) == []


def test_unranked_terms_need_no_value() -> None:
    assert _rules_found(_claims({"role": "clerk", "measure": "skill", "text": "arithmetic"})) == []
    assert _rules_found(_claims({"role": "clerk", "measure": "skill", "text": "arithmetic", "detail": "rank 1"})) == [
        RANK
    ]


@pytest.mark.parametrize(
    ("ages", "wording", "found"),
    [
        ([46, 46, 46, 40], "", True),
        ([46, 46, 40], "", False),  # two titles may agree by chance
        ([46, 46, 46, 40, 41, 42], "", False),  # three of six
        ([46, 46, 46, 40], "shared by the whole group of titles", False),  # the page says so
    ],
)
def test_one_value_for_most_titles_is_found_unless_said(ages: list[int], wording: str, found: bool) -> None:
    rows = [
        {"role": f"title {n}", "measure": "age_mean_years", "value": age, "unit": "years", "wording": wording}
        for n, age in enumerate(ages)
    ]
    assert _rules_found(_claims(*rows)) == ([REUSED] if found else [])


# Words and rounding ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "unit", "half"),
    [
        (17.13, "usd_per_hour", 0.005),
        (35624, "usd_per_year", 0.5),
        (46300, "usd_per_year", 50),
        (27000, "usd_per_year", 500),
        (50000, "usd_per_year", 500),  # never wider than the thousand
        (0, "jobs", 0.5),
        (40, "pct", 0.5),  # zeros are digits here
        (87.3, "pct", 0.05),
    ],
)
def test_rounding_is_read_off_the_printed_figure(value: float, unit: str, half: float) -> None:
    assert printed_half(value, unit) == pytest.approx(half)


@pytest.mark.parametrize("period", ["2022-32", "2022–2032", "2022-2032", "2022 to 2032", " 2022/32 "])
def test_periods_are_compared_with_full_years(period: str) -> None:
    assert period_key(period) == "2022-2032"


def test_figures_and_measures_are_said_in_plain_words() -> None:
    pay = [say_figure(42586, "usd_per_year"), say_figure(17.1, "usd_per_hour")]
    counts = [say_figure(12, "months"), say_figure(1, "years"), say_figure(202965, "jobs")]
    said = [*pay, say_figure(-3, "pct"), *counts, say_figure(4.5, "score_5")]
    assert said == ["$42,586", "$17.10 an hour", "-3%", "12 months", "1 year", "202,965 jobs", "4.5 out of 5"]
    names = ("annual_pay_mean", "race_share_pct", "age_median_years", "best_city")
    assert [say_measure(name) for name in names] == ["average annual pay", "race share", "median age", "best city"]
