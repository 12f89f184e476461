"""Projections, entry requirements and attainment: read by name, held against each other, kept as published."""

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from raw_files import write_book

from helpers.base.errors import BadInput
from helpers.build import outlook
from helpers.build.raw import Built, figure, read_rows
from helpers.tables.outlook import ATTAINMENT

Rows = list[list[object]]
DASH = "—"
EDUCATION = "Typical education needed for entry"
EXPERIENCE = "Work experience in a related occupation"
TRAINING = "Typical on-the-job training needed to attain competency in the occupation"
NEED_CLERK = ["High school diploma or equivalent", "None", "Short-term on-the-job training"]
NEED_CHIEF = ["Bachelor's degree", "5 years or more", "None"]
SHARED = [1.5, 7.8, 13.1, 5.3, 40.7, 24.7, 6.9]


def sheets_of_a_neighbouring_release() -> dict[str, dict[str, Rows]]:
    """Return a small release 2019-29: two lines under one summary, in the publisher's layout with other years."""
    title, code = "2019 National Employment Matrix title", "2019 National Employment Matrix code"
    head = ["Employment, 2019", "Employment, 2029"]
    change = ["Employment change, numeric, 2019–29", "Employment change, percent, 2019–29"]
    total = ["Total, all occupations", "00-0000", "Summary"]
    chief = ["      Chief executives[1]", "11-1011", "Line item"]
    clerk = ["      Billing and\nposting clerks", "43-3021", "Line item"]
    average = ", 2019–29 annual average"
    return {
        "occupation.xlsx": {
            "Table 1.2": [
                ["Table 1.2 Occupational projections, 2019–2029, and worker characteristics, 2019"],
                [title, code, "Occupation type", *head, "Employment distribution, percent, 2019",
                 "Employment distribution, percent, 2029", *change, "Percent self employed, 2019",
                 "Occupational openings" + average, "Median annual wage, dollars, 2019[1]",
                 EDUCATION, EXPERIENCE, TRAINING],
                [*total, 800.5, 790, 100, 100, -10.5, -1.3, 5.8, 84, 49500, DASH, DASH, DASH],
                [*chief, 300.5, 310, 37.5, 39.2, 9.5, 3.2, 25.9, 22.2, ">=$239,200", *NEED_CHIEF],
                [*clerk, "500", 480, 62.5, 60.8, -20, -4, DASH, 61.8, 40000, *NEED_CLERK],
                ["Footnotes:"],
                ["Source: Employment Projections program"],
            ],
            "Table 1.10": [
                ["Table 1.10 Occupational separations and openings, projected 2019–29 (Employment in thousands)"],
                [title, code, "Occupation type", *head, *change, "Labor force exit rate" + average,
                 "Occupational transfer rate" + average, "Total occupational separations rate" + average,
                 "Labor force exits" + average, "Occupational transfers" + average,
                 "Total occupational separations" + average, "Occupational openings" + average],
                [*total, 800.5, 790, -10.5, -1.3, 4.7, 5.9, 10.6, 38, 47, 85, 84],
                [*chief, 300.5, 310, 9.5, 3.2, 3, 3.6, 6.6, 9.5, 11.7, 21.2, 22.2],
                [*clerk, 500, 480, -20, -4, 5.7, 7.1, 12.8, 28.5, 35.3, 63.8, 61.8],
                ["Source: Employment Projections program"],
            ],
        },
        "education.xlsx": {
            "Table 5.3": [
                ["Table 5.3 Educational attainment for workers 25 years and older by detailed occupation, 2018–19"],
                [title, code, "Less than high school diploma", "High school diploma or equivalent",
                 "Some college, no degree", "Associate's degree", "Bachelor's degree", "Master's degree",
                 "Doctoral or professional degree"],
                ["Total, all occupations", "00-0000", 7.4, 22.5, 18.6, 9.5, 25.2, 11.9, 4.9],
                ["Chief executives[1]", "11-1011", *SHARED],
                ["Billing and posting clerks[1]", "43-3021", *SHARED],
                ["Footnotes:"],
            ],
            "Table 5.4": [
                ["Table 5.4 Education and training assignments by detailed occupation, 2019"],
                [title, code, EDUCATION, EXPERIENCE, TRAINING],
                ["Chief executives", "11-1011", *NEED_CHIEF],
                ["Billing and posting clerks", "43-3021", *NEED_CLERK],
                ["Source: Employment Projections program"],
            ],
        },
        "nem_occupational_coverage.xlsx": {
            "2019-29 Occupational Directory": [
                ["Bureau of Labor Statistics National Employment Matrix Occupation Coverage"],
                ["Sort order", "National Employment Matrix code", "National Employment Matrix title",
                 "Occupation type", "Level"],
                [1, "00-0000", "Total, all occupations", "Summary", 0],
                [2, "11-1011", "Chief executives", "Line item", 3],
                [3, "43-3021", "Billing and posting clerks", "Line item", 3],
                [4, "55-0000", "Military specific occupations", "Exclude", 1],
            ]
        },
        "nem_onet_to_soc_crosswalk.xlsx": {
            "ONET to SOC crosswalk": [
                ["As of 08/28/2020"],
                ["Sort order", "O*NET-SOC code", "O*NET-SOC title", "NEM Code", "NEM title"],
                [1, "11-1011.00", "Chief Executives", "11-1011", "Chief executives"],
                [2, "11-1011.03", "Chief Sustainability Officers", "11-1011", "Chief executives"],
                [3, "43-3021.00", "Billing and Posting Clerks", "43-3021", "Billing and posting clerks"],
            ]
        },
    }  # fmt: skip


def write(folder: Path, release: dict[str, dict[str, Rows]]) -> Path:
    for name, sheets in release.items():
        write_book(folder / name, sheets)
    return folder


def rename_a_sheet(release: dict[str, dict[str, Rows]]) -> None:
    release["occupation.xlsx"]["Tab 1.10"] = release["occupation.xlsx"].pop("Table 1.10")


def drop_a_column(release: dict[str, dict[str, Rows]]) -> None:
    for row in release["occupation.xlsx"]["Table 1.10"][1:5]:
        del row[7]


def drop_the_years(release: dict[str, dict[str, Rows]]) -> None:
    header = release["occupation.xlsx"]["Table 1.2"][1]
    header[3:5] = ["Employment", "Projected employment"]


def put_text_in_place_of_a_figure(release: dict[str, dict[str, Rows]]) -> None:
    release["occupation.xlsx"]["Table 1.10"][3][7] = "see note"


def change_a_figure_in_one_sheet(release: dict[str, dict[str, Rows]]) -> None:
    release["occupation.xlsx"]["Table 1.10"][3][3] = 301.5


def change_a_requirement_in_one_workbook(release: dict[str, dict[str, Rows]]) -> None:
    release["education.xlsx"]["Table 5.4"][2][2] = "Master's degree"


def drop_a_code_from_one_workbook(release: dict[str, dict[str, Rows]]) -> None:
    del release["education.xlsx"]["Table 5.3"][4]


def give_a_code_twice(release: dict[str, dict[str, Rows]]) -> None:
    release["occupation.xlsx"]["Table 1.2"][4][1] = "11-1011"


def drop_the_survey_years(release: dict[str, dict[str, Rows]]) -> None:
    release["education.xlsx"]["Table 5.3"][0] = ["Table 5.3 Educational attainment by detailed occupation"]


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (rename_a_sheet, r"occupation\.xlsx has no sheet 'Table 1\.10'(.|\n)*found Table 1\.2, Tab 1\.10"),
        (drop_a_column, r"Table 1\.10 has no column 'Labor force exit rate(.|\n)*found .*Occupational transfer rate"),
        (drop_the_years, r"Table 1\.2 has 0 columns of employment with a year"),
        (put_text_in_place_of_a_figure, r"Table 1\.10: 'see note' stands in place of a figure \(Chief executives\)"),
        (change_a_figure_in_one_sheet, r"differ in employment_base_thousand of 11-1011"),
        (change_a_requirement_in_one_workbook, r"differ in typical education needed for entry of 11-1011"),
        (drop_a_code_from_one_workbook, r"education\.xlsx, sheet Table 5\.3: .*codes lacking 43-3021"),
        (give_a_code_twice, r"occupation\.xlsx, sheet Table 1\.2: .*a code twice"),
        (drop_the_survey_years, r"sheet Table 5\.3: no survey years in its caption"),
    ],
)
def test_a_damaged_release_is_refused_with_file_sheet_and_what_was_found(
    tmp_path: Path, damage: Callable[[dict[str, dict[str, Rows]]], None], words: str
) -> None:
    release = sheets_of_a_neighbouring_release()
    damage(release)
    with pytest.raises(BadInput, match=words):
        outlook.build(write(tmp_path, release))


def test_a_web_page_in_place_of_a_workbook_is_refused(tmp_path: Path) -> None:
    write(tmp_path, sheets_of_a_neighbouring_release())
    (tmp_path / "education.xlsx").write_text("\n<!DOCTYPE html><html>Access denied</html>", encoding="utf-8")
    with pytest.raises(BadInput, match=r"education\.xlsx cannot be read: it is a web page, not a workbook"):
        outlook.build(tmp_path)


def test_a_cut_off_workbook_is_refused(tmp_path: Path) -> None:
    write(tmp_path, sheets_of_a_neighbouring_release())
    path = tmp_path / "occupation.xlsx"
    path.write_bytes(path.read_bytes()[:3000])
    with pytest.raises(BadInput, match=r"occupation\.xlsx cannot be read"):
        outlook.build(tmp_path)


def test_a_missing_workbook_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"occupation\.xlsx"):
        outlook.build(tmp_path)


def test_a_release_of_other_years_is_read_with_its_own_years(tmp_path: Path) -> None:
    built = outlook.build(write(tmp_path, sheets_of_a_neighbouring_release()))
    told = built.releases["ep"]
    assert (told["release"], told["period"]) == ("2019-29", "2019-29")
    assert "Employment Projections 2019-29" in told["citation"]
    table = frame(built, "projections").set_index("ep_code")
    assert list(table.index) == ["00-0000", "11-1011", "43-3021"]
    clerk = table.loc["43-3021"]
    assert clerk["occupation"] == "Billing and posting clerks"
    assert (clerk["base_year"], clerk["projected_year"]) == (2019, 2029)
    assert clerk["employment_base_thousand"] == 500.0
    assert pd.isna(clerk["self_employed_pct"])
    assert clerk["self_employed_pct_note"] == "not given by the publisher"
    assert table.loc["11-1011", "self_employed_pct_note"] is None or pd.isna(
        table.loc["11-1011"]["self_employed_pct_note"]
    )
    assert list(table["growth_openings_thousand_per_year"]) == [-1.0, 1.0, -2.0]
    assert frame(built, "attainment")["period"].unique().tolist() == ["2018-19"]
    assert frame(built, "entry_requirements")["year"].unique().tolist() == [2019]


def test_none_as_a_requirement_is_a_value_and_not_missing(tmp_path: Path) -> None:
    built = outlook.build(write(tmp_path, sheets_of_a_neighbouring_release()))
    needs = frame(built, "entry_requirements").set_index("ep_code")
    assert needs.loc["43-3021", ["entry_education", "work_experience", "job_training"]].tolist() == NEED_CLERK
    assert needs.loc["11-1011", "job_training"] == "None"


def test_lines_of_one_survey_group_name_each_other(tmp_path: Path) -> None:
    built = outlook.build(write(tmp_path, sheets_of_a_neighbouring_release()))
    held = frame(built, "attainment").set_index("ep_code")
    assert held["quality"].tolist() == ["exact", "parent group", "parent group"]
    assert held.loc["11-1011", "match_note"] == "one survey group with 43-3021 Billing and posting clerks"


def test_a_marked_line_whose_shares_no_other_line_has_is_several(tmp_path: Path) -> None:
    release = sheets_of_a_neighbouring_release()
    release["education.xlsx"]["Table 5.3"][4][2] = 1.6
    held = frame(outlook.build(write(tmp_path, release)), "attainment").set_index("ep_code")
    assert held["quality"].tolist() == ["exact", "several", "several"]


@pytest.mark.parametrize(("cell", "found"), [("–", None), (" — ", None), (None, None), ("1,234", 1234.0), (0.0, 0.0)])
def test_a_dash_is_missing_and_a_zero_is_not(cell: str | float | None, found: float | None) -> None:
    assert figure(cell, Path("file.xlsx"), "sheet", "row") == found


@pytest.fixture(scope="module")
def built(raw_sources: Path) -> Built:
    return outlook.build(raw_sources)


def frame(built: Built, name: str) -> pd.DataFrame:
    table = built.tables[name]
    assert isinstance(table, pd.DataFrame)
    return table


# our column -> place (from 0) in the raw sheet, counted by hand
RAW_1_2 = dict(
    zip(
        ("employment_base_thousand", "employment_projected_thousand", "employment_base_share_pct",
         "employment_projected_share_pct", "employment_change_thousand", "employment_change_pct", "self_employed_pct",
         "openings_thousand_per_year"),
        range(3, 11), strict=True,
    )
)  # fmt: skip
RAW_1_10 = dict(
    zip(
        ("labor_force_exit_rate_pct", "occupational_transfer_rate_pct", "separations_rate_pct",
         "labor_force_exits_thousand_per_year", "occupational_transfers_thousand_per_year",
         "separations_thousand_per_year", "openings_thousand_per_year"),
        range(7, 14), strict=True,
    )
)  # fmt: skip
RAW_5_3 = dict(zip([c.name for c in ATTAINMENT.columns if c.name.endswith("_pct")], range(2, 9), strict=True))


def raw_sheet(path: Path, sheet: str) -> pd.DataFrame:
    """Return a sheet as pandas reads it, by place: apart from the reader that is tested."""
    return pd.read_excel(path, sheet_name=sheet, header=None, skiprows=2, keep_default_na=False)


@pytest.mark.raw
@pytest.mark.parametrize(
    ("table", "file", "sheet", "places"),
    [
        ("projections", "occupation.xlsx", "Table 1.2", RAW_1_2),
        ("projections", "occupation.xlsx", "Table 1.10", RAW_1_10),
        ("attainment", "education.xlsx", "Table 5.3", RAW_5_3),
    ],
)
def test_500_random_figures_stand_in_the_raw_sheet(
    raw_sources: Path, built: Built, table: str, file: str, sheet: str, places: dict[str, int]
) -> None:
    raw = raw_sheet(raw_sources / "bls_ep_2024_34" / file, sheet)
    rows = {row[1]: row for row in raw.itertuples(index=False, name=None)}
    ours = frame(built, table).set_index("ep_code")
    choose = random.Random(20241)
    for _ in range(500):
        code, column = choose.choice(list(ours.index)), choose.choice(list(places))
        published, kept = rows[code][places[column]], ours.loc[code, column]
        assert pd.isna(kept) if published == DASH else kept == published, (code, column)


@pytest.mark.raw
def test_500_random_requirements_stand_in_the_raw_sheet(raw_sources: Path, built: Built) -> None:
    raw = raw_sheet(raw_sources / "bls_ep_2024_34" / "education.xlsx", "Table 5.4")
    rows = {row[1]: row for row in raw.itertuples(index=False, name=None)}
    ours = frame(built, "entry_requirements").set_index("ep_code")
    choose = random.Random(20242)
    for _ in range(500):
        code = choose.choice(list(ours.index))
        column, place = choose.choice([("entry_education", 2), ("work_experience", 3), ("job_training", 4)])
        assert ours.loc[code, column] == rows[code][place]


@pytest.mark.raw
def test_the_release_has_its_published_totals(built: Built) -> None:
    table = frame(built, "projections")
    assert (table["kind"] == "line item").sum() == 832
    everyone = table[table["ep_code"] == "00-0000"].iloc[0]
    assert everyone["employment_base_thousand"] == 169_956.1
    assert everyone["employment_projected_thousand"] == 175_167.9
    lines = table[table["kind"] == "line item"]
    assert lines["employment_base_thousand"].sum() == pytest.approx(169_956.1, abs=832 * 0.05)
    assert len(frame(built, "attainment")) == 833
    assert frame(built, "attainment")["quality"].value_counts().to_dict() == {
        "parent group": 456,
        "exact": 374,
        "several": 3,
    }


@pytest.mark.raw
def test_openings_are_exits_transfers_and_growth(built: Built) -> None:
    table = frame(built, "projections")
    exits, transfers = table["labor_force_exits_thousand_per_year"], table["occupational_transfers_thousand_per_year"]
    assert (exits + transfers - table["separations_thousand_per_year"]).abs().max() < 0.15
    a_year = table["employment_change_thousand"] / (table["projected_year"] - table["base_year"])
    assert (table["growth_openings_thousand_per_year"] - a_year).abs().max() < 0.15


@pytest.mark.raw
def test_shares_of_attainment_add_up_to_100(built: Built) -> None:
    shares = frame(built, "attainment").filter(like="_pct").sum(axis=1)
    assert shares.between(99.6, 100.4).all()


def test_a_sheet_name_may_differ_in_case_and_outer_spaces(tmp_path: Path) -> None:
    write(tmp_path, {"a.xlsx": {" table 1.2 ": [["x", 1]]}})
    assert read_rows(tmp_path / "a.xlsx", "Table 1.2") == [["x", 1.0]]
