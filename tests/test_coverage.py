"""What each occupation has: gaps and their reasons in made-up tables, and every occupation of the shipped ones."""

from collections.abc import Callable

import pandas as pd
import pytest

from helpers.base.errors import BadInput
from helpers.tables.crosswalks import QUALITIES
from helpers.tables.load import load
from helpers.whole import coverage
from helpers.whole.coverage import (
    REASONS,
    SECTIONS,
    UNEXPLAINED,
    by_major_group,
    counted,
    crosswalks,
    footnotes_by_datatype,
    gaps_by_reason,
    major_group,
    missing_figures,
    price_areas,
    section_states,
)

DETAILED = 830
"""Detailed occupations of the pay survey of May 2025."""
HAVE = {
    "pay_year": 825,
    "pay_hour": 772,
    "outlook": 830,
    "newest_projections": 830,
    "pay_years": 828,
    "programs": 663,
    "requirements": 830,
    "attainment": 830,
    "canada": 563,
    "united_kingdom": 534,
    "people": 563,
    "ages": 563,
    "weekly_earnings": 511,
    "activities": 758,
    "skills": 735,
    "knowledge": 735,
    "abilities": 735,
    "work_activities": 735,
    "education_training": 720,
    "technologies": 758,
    "interests": 758,
    "work_styles": 756,
    "job_zone": 758,
    "related": 758,
    "ai_exposure": 758,
    "ai_use": 783,
}
"""Occupations with each section, counted in the shipped tables."""
A, B, C, D = "11-1011", "11-1021", "13-1011", "13-1020"


def link(soc: str, target: str, code: str | None, quality: str) -> dict[str, object]:
    note = None if quality == "exact" else "made up"
    row = {"soc_code": soc, "target": target, "target_code": code, "target_occupation": f"occupation {code}"}
    return row | {"in_pay": True, "quality": quality, "match_note": note}


def onet(*codes: str, **columns: object) -> pd.DataFrame:
    return pd.DataFrame({"onet_code": list(codes), **columns})


@pytest.fixture
def tables() -> dict[str, pd.DataFrame]:
    """Return four occupations: A whole, B in a wider group, C several without one that stands for it, D a remainder."""
    occupations = pd.DataFrame(
        [
            ("00-0000", "All Occupations", "major", "00-0000"),
            ("11-0000", "Management Occupations", "major", "11-0000"),
            ("13-0000", "Business Occupations", "major", "13-0000"),
            *((code, f"job {code}", "detailed", f"{code[:2]}-0000") for code in (A, B, C, D)),
        ],
        columns=["soc_code", "occupation", "level", "major_code"],
    )
    national = {"area_code": "0000000", "industry_code": "000000"}
    pay = pd.DataFrame(
        [
            {"soc_code": A, "annual_mean_usd": 50000.0, "hourly_mean_usd": 24.0},
            {"soc_code": B, "annual_mean_usd": 60000.0, "hourly_mean_usd": None, "hourly_mean_usd_note": "4"},
            {
                "soc_code": C,
                "annual_mean_usd": None,
                "annual_mean_usd_note": "8",
                "hourly_mean_usd": None,
                "hourly_mean_usd_note": "5",
            },
        ]  # D has no row
    ).assign(**national)
    links = [
        *(link(code, "ep", code, "exact") for code in (A, B, C)),
        link(D, "ep", None, "none"),
        link(A, "census", "0010", "exact"),
        link(B, "census", "0020", "parent group"),
        link(C, "census", "0030", "several"),  # one of two: it has no figures, the other has
        link(C, "census", "0040", "several"),
        link(D, "census", "0050", "exact"),  # the survey has no line for it
        link(A, "onet", "11-1011.00", "exact"),
        link(B, "onet", "11-1021.00", "several"),  # the general one stands for it
        link(B, "onet", "11-1021.01", "several"),
        link(C, "onet", "13-1011.01", "several"),  # no general one
        link(C, "onet", "13-1011.02", "several"),
        link(D, "onet", None, "none"),
    ]
    survey = pd.DataFrame({"census_code": [None, "0010", "0020", "0030", "0040"]})
    base = [None, None, None, "base under 50,000", None]
    figures = [1.0, 1.0, 1.0, None, 1.0]
    everyone = ["11-1011.00", "11-1021.00", "13-1011.01"]
    facets = ["skills", "knowledge", "abilities", "work activities"]
    ratings = [(code, facet) for code in everyone for facet in facets if (code, facet) != ("11-1021.00", "skills")]
    return {
        "occupations": occupations,
        "pay": pay,
        "occupation_links": pd.DataFrame(links),
        "onet_codes": pd.DataFrame({"onet_code": [*everyone, "13-1029.00"], "soc_code": [A, B, C, D]}),
        "onet_coverage": onet(*everyone, "13-1029.00", has_data=[True, True, True, False]),
        "projections": pd.DataFrame({"ep_code": [A, B, C]}),
        "newest_projections": pd.DataFrame({"ep_code": [A, B, C]}),
        "pay_years": pd.DataFrame(
            [
                {"soc_code": code, "year": year, "annual_mean_usd": mean, "hourly_mean_usd": None}
                for code, mean in ((A, 1.0), (B, None))
                for year in (2021, 2022)
            ]
        ),
        "abroad_links": pd.DataFrame(
            [
                ("Canada", A, "one group"),
                ("Canada", B, "groups that pay alike"),
                ("Canada", B, "groups that pay alike"),
                ("Canada", C, "not sharp"),
                ("Canada", D, "no group"),
                ("United Kingdom", A, "most of the jobs"),
                ("United Kingdom", B, "no median"),
            ],
            columns=["country", "soc_code", "match"],
        ),
        "programs": pd.DataFrame({"soc_code": [A, "13-1021"], "cip_code": ["01.0000", "52.0101"]}),
        "soc_codes": pd.DataFrame(
            [(A, A), (B, B), ("13-1021", D), ("13-1022", D)], columns=["soc_code", "pay_soc_code"]
        ).assign(level="detailed"),
        "ai_use": pd.DataFrame({"soc_code": [A, B]}),
        "entry_requirements": pd.DataFrame({"ep_code": [A, B]}),  # C is a summary without a judgement
        "attainment": pd.DataFrame({"ep_code": [A, B, C], "quality": ["exact", "parent group", "several"]}),
        "people": survey.assign(women_pct=figures, shares_note=base),
        "ages": survey.assign(median_age_years=figures, median_age_years_note=base),
        "weekly_earnings": survey.assign(
            weekly_earnings_usd=[1.0, None, 1.0, None, None],
            weekly_earnings_usd_note=[None, "not shown by the publisher", None, *["base under 50,000"] * 2],
        ),
        "ratings": pd.DataFrame(ratings, columns=["onet_code", "facet"]),
        **{
            name: onet(*everyone)
            for name in (
                *("education_training", "technologies", "interests", "work_styles"),
                *("job_zones", "related", "ai_exposure", "activity_links"),
            )
        },
    }


def ship(patch: pytest.MonkeyPatch, tables: dict[str, pd.DataFrame]) -> None:
    """Let these tables be the shipped ones."""

    def load(name: str, where: dict[str, list[str]] | None = None) -> pd.DataFrame:
        frame = tables[name]
        for column, values in (where or {}).items():
            frame = frame[frame[column].isin(values)]
        return frame

    patch.setattr(coverage, "load", load)


def found(tables: dict[str, pd.DataFrame], section: str) -> dict[str, str]:
    """Return the state of each of the four, and its reason if it has one."""
    with pytest.MonkeyPatch.context() as patch:
        ship(patch, tables)
        states = section_states()
    rows = states[states["section"] == section].to_dict("records")
    return {row["soc_code"]: f"{row['state']}: {row['reason']}".removesuffix(": ") for row in rows}


def four(*states: str) -> dict[str, str]:
    return dict(zip((A, B, C, D), states, strict=True))


def test_an_unknown_major_group_is_refused_with_the_known_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    occupations = pd.DataFrame({"soc_code": ["00-0000", "11-0000", "11-1011"], "level": ["major", "major", "detailed"]})
    ship(monkeypatch, {"occupations": occupations})
    for text in ("99", "11-1011", "00-0000", "management"):
        with pytest.raises(BadInput, match=f"no major group {text}\n  expected: one of 11-0000"):
            major_group(text)
    assert [major_group(text) for text in ("", "11", "11-0000")] == ["", "11-0000", "11-0000"]


def test_pay_gaps_carry_the_reason_of_their_footnote(tables: dict[str, pd.DataFrame]) -> None:
    assert found(tables, "pay_year") == four("exact", "exact", "none: not_released", "none: no_line")
    hourly = found(tables, "pay_hour")
    assert hourly[B] == "none: one_pay_period"
    assert hourly[C] == "none: top_coded"


def test_other_places_and_industries_do_not_stand_for_the_nation(tables: dict[str, pd.DataFrame]) -> None:
    local = tables["pay"].assign(area_code="0100000")
    assert found(tables | {"pay": local}, "pay_year")[A] == "none: no_line"


def test_a_line_without_a_judgement_and_an_occupation_without_a_line_are_gaps(tables: dict[str, pd.DataFrame]) -> None:
    assert found(tables, "outlook")[D] == "none: no_line"
    assert found(tables, "requirements")[C] == "none: no_line"


def test_figures_of_a_wider_group_are_worse_than_the_link_to_their_line(tables: dict[str, pd.DataFrame]) -> None:
    states = found(tables, "attainment")
    assert [states[code].partition(":")[0] for code in (A, B, C, D)] == ["exact", "parent group", "several", "none"]


def test_one_of_several_census_occupations_with_figures_is_enough(tables: dict[str, pd.DataFrame]) -> None:
    assert found(tables, "people") == four("exact", "parent group", "several", "none: no_line")


def test_a_small_base_and_a_dash_are_told_apart(tables: dict[str, pd.DataFrame]) -> None:
    earnings = found(tables, "weekly_earnings")
    assert earnings[A] == "none: not_shown"
    assert earnings[C] == "none: base_too_small"


def test_onet_sections_follow_the_occupation_that_stands_for_the_code(tables: dict[str, pd.DataFrame]) -> None:
    assert found(tables, "knowledge") == four("exact", "several", "none: several_codes", "none: remainder")
    assert found(tables, "skills")[B] == "none: not_rated"


def test_a_year_without_pay_is_a_gap_of_all_years(tables: dict[str, pd.DataFrame]) -> None:
    assert found(tables, "pay_years") == four("exact", "none: years_missing", "none: no_line", "none: no_line")


def test_only_a_sharp_way_to_a_foreign_group_counts(tables: dict[str, pd.DataFrame]) -> None:
    assert found(tables, "canada") == four("exact", "several", "none: not_sharp", "none: no_group")
    kingdom = found(tables, "united_kingdom")
    assert (kingdom[A], kingdom[B]) == ("parent group", "none: no_median")


def test_a_group_of_the_survey_has_the_programmes_of_its_parts(tables: dict[str, pd.DataFrame]) -> None:
    states = found(tables, "programs")
    assert (states[A], states[B], states[D]) == ("exact", "none: no_program", "several")


def test_counts_shares_and_reasons_add_up(tables: dict[str, pd.DataFrame], monkeypatch: pytest.MonkeyPatch) -> None:
    ship(monkeypatch, tables)
    states = section_states()
    totals = counted(states).set_index("section")
    assert list(totals.index) == list(SECTIONS)
    assert totals.loc["people", [*QUALITIES, "have", "have_pct"]].to_list() == [1, 1, 1, 1, 3, 75.0]
    groups = by_major_group(states).set_index("major_code")
    assert groups.loc["13-0000", ["group", "occupations", "people", "knowledge"]].to_list() == [
        "Business",
        2,
        50.0,
        0.0,
    ]
    reasons = gaps_by_reason(states).set_index("reason")
    assert reasons["gaps"].sum() == (states["state"] == "none").sum()
    assert reasons.loc["not_rated", ["sections", "gaps", "occupations"]].to_list() == ["Skills 1", 1, 1]


@pytest.fixture(scope="module")
def states() -> pd.DataFrame:
    """Return the states of the shipped tables."""
    return section_states()


def test_every_detailed_occupation_has_each_section_or_a_reason(states: pd.DataFrame) -> None:
    totals = counted(states)
    gaps = states[states["state"] == "none"]
    assert not states.duplicated(["soc_code", "section"]).any()
    assert states.groupby("section")["soc_code"].nunique().eq(DETAILED).all()
    assert totals[list(QUALITIES)].sum(axis=1).eq(DETAILED).all()
    assert set(gaps["reason"]) <= set(REASONS)
    assert states.loc[states["state"] != "none", "reason"].eq("").all()
    assert dict(zip(totals["section"], totals["have"], strict=True)) == HAVE


def test_every_detailed_occupation_has_pay_by_the_year_or_by_the_hour(states: pd.DataFrame) -> None:
    paid = states[states["section"].isin(["pay_year", "pay_hour"]) & (states["state"] != "none")]
    assert paid["soc_code"].nunique() == DETAILED


def test_known_occupations_have_the_known_gaps(states: pd.DataFrame) -> None:
    known = states.set_index(["soc_code", "section"])[["state", "reason"]].apply(tuple, axis=1)
    assert known["43-3021", "skills"] == ("exact", "")  # billing and posting clerks
    assert known["43-4199", "skills"] == ("none", "remainder")  # all other information and record clerks
    assert known["27-2011", "pay_year"] == ("none", "one_pay_period")  # actors are paid by the hour
    assert known["21-1018", "people"] == ("several", "")  # two Census occupations of counselors


def test_every_empty_figure_of_the_tables_has_a_reason() -> None:
    empty = missing_figures()
    assert len(empty)
    assert empty.loc[empty["reason"] == UNEXPLAINED, ["table", "column"]].to_numpy().tolist() == []
    assert (empty["empty"] > 0).all()
    assert not empty.duplicated(["table", "column", "reason"]).any()


def test_a_figure_without_any_reason_is_named_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    def unexplained(name: str) -> pd.DataFrame:
        frame = load(name)
        return frame.assign(missing_reason=None) if name == "prices" else frame

    monkeypatch.setattr(coverage, "load", unexplained)
    lost = missing_figures().query("reason == @UNEXPLAINED")
    assert set(lost["table"]) == {"prices"}
    assert set(lost["empty"]) == {20}


def test_cells_of_each_datatype_add_up_and_only_known_footnotes_empty_them() -> None:
    counts = footnotes_by_datatype().set_index("datatype")
    assert len(counts) == 17
    parts = ["published", "code_4", "code_5", "code_8", "areas_only"]
    assert list(counts) == ["column", *parts, "rows"]
    assert (counts[parts].sum(axis=1) == counts["rows"]).all()
    assert set(counts["rows"]) == {370_172}
    assert counts.loc["04", parts].to_list() == [365_257, 618, 359, 3_938, 0]
    assert counts.loc["17", parts].to_list() == [230_685, 0, 0, 5_010, 134_477]


@pytest.mark.parametrize(("read", "total"), [(crosswalks, "codes"), (price_areas, "codes")])
def test_qualities_of_each_crosswalk_add_up(read: Callable[[], pd.DataFrame], total: str) -> None:
    rows = read()
    assert len(rows)
    assert (rows[list(QUALITIES)].sum(axis=1) == rows[total]).all()


def test_crosswalks_count_each_code_once() -> None:
    rows = crosswalks().set_index("crosswalk")
    assert rows.loc["pay survey to Census list of the survey", [*QUALITIES, "codes"]].to_list() == [425, 402, 3, 0, 830]
    assert rows.loc["pay survey to O*NET", [*QUALITIES, "codes"]].to_list() == [699, 0, 84, 47, 830]
    assert rows.loc["SOC 2018 to pay survey", [*QUALITIES, "codes"]].to_list() == [818, 28, 0, 21, 867]
    areas = price_areas().set_index("crosswalk")
    assert areas[[*QUALITIES, "codes"]].to_numpy().sum(axis=0).tolist() == [439, 134, 0, 10, 583]
