import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pyarrow as pa
import pytest
from small_release import COLUMNS, Cells, Rows, unpack, write_flat, write_pack

from helpers.base.errors import BadInput
from helpers.build import oews
from helpers.build.states import STATES
from helpers.tables.pay import MEASURES

WAGES = ["MEAN", "PCT10", "PCT25", "MEDIAN", "PCT75", "PCT90"]
TITLES = ["AREA", "AREA_TITLE", "AREA_TYPE", "PRIM_STATE", "NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE"]
HEADER = [
    *TITLES,
    *["OCC_CODE", "OCC_TITLE", "O_GROUP", "TOT_EMP", "EMP_PRSE", "JOBS_1000", "LOC_QUOTIENT", "PCT_TOTAL", "PCT_RPT"],
    *["H_MEAN", "A_MEAN", "MEAN_PRSE", *(f"{kind}_{wage}" for kind in "HA" for wage in WAGES[1:]), "ANNUAL", "HOURLY"],
]
MEASURED = dict(
    zip(
        MEASURES,
        [
            *["TOT_EMP", "EMP_PRSE", "H_MEAN", "A_MEAN", "MEAN_PRSE"],
            *(f"{kind}_{wage}" for kind in "HA" for wage in WAGES[1:]),
            *["JOBS_1000", "LOC_QUOTIENT"],
        ],
        strict=True,
    )
)
"""Datatype -> column of the workbook."""
NATION = {"AREA": "99", "AREA_TITLE": "U.S.", "AREA_TYPE": "1", "PRIM_STATE": "US"}
OHIO = {"AREA": "39", "AREA_TITLE": "Ohio", "AREA_TYPE": "2", "PRIM_STATE": "OH"}
ALL_INDUSTRIES = {"NAICS": "000000", "NAICS_TITLE": "Cross-industry", "I_GROUP": "cross-industry", "OWN_CODE": "1235"}
CLERKS = {"OCC_CODE": "43-3021", "OCC_TITLE": "Billing and Posting Clerks", "O_GROUP": "detailed"}
Cell = str | float | bool | None
Row = dict[str, Cell]


def row(**changes: Cell) -> Row:
    figures: Row = {"TOT_EMP": 410, "EMP_PRSE": 0.7, "MEAN_PRSE": 0.4}
    figures |= dict(zip((f"H_{wage}" for wage in WAGES), [23.5, 16, 19.29, 22.81, 27, 31.04], strict=True))
    figures |= dict(zip((f"A_{wage}" for wage in WAGES), [48880, 33280, 40120, 47440, 56160, 64560], strict=True))
    return NATION | ALL_INDUSTRIES | CLERKS | figures | changes


def write_book(
    folder: Path,
    rows: Iterable[Row],
    name: str = "all_data_M_2031.xlsx",
    *,
    sheet: str = "All May 2031 data",
    header: Sequence[str] = HEADER,
    described: str | None = None,
) -> Path:
    """Write the rows as the publisher does: one sheet, names in its first row, another sheet that describes them."""
    book = openpyxl.Workbook()
    cells = book.worksheets[0]
    cells.title = sheet
    cells.append(list(header))
    for one in rows:
        cells.append([one.get(column) for column in header])
    if described:
        book.create_sheet("Field Descriptions").append(["#", described])
    path = folder / name
    book.save(path)
    return path


def pay_of(folder: Path) -> dict[tuple[str, str, str], dict[str, object]]:
    pay = oews.build(folder).tables["pay"]
    assert isinstance(pay, pa.Table)
    return {(one["soc_code"], one["area_code"], one["industry_code"]): one for one in pay.to_pylist()}


def only_row(folder: Path, **changes: Cell) -> dict[str, object]:
    write_book(folder, [row(**changes)])
    (found,) = pay_of(folder).values()
    return found


def table(folder: Path, name: str) -> list[tuple[object, ...]]:
    frame = oews.build(folder).tables[name]
    assert isinstance(frame, pd.DataFrame)
    return [tuple(None if pd.isna(value) else value for value in one) for one in frame.itertuples(index=False)]


def refusal(folder: Path, *rows: Row) -> BadInput:
    if rows:
        write_book(folder, rows)
    with pytest.raises(BadInput) as caught:
        oews.build(folder)
    assert caught.value.expected
    assert caught.value.next_step
    return caught.value


# --- refused --------------------------------------------------------------------------------------------------------


def test_a_folder_without_files_names_all_forms(tmp_path: Path) -> None:
    error = refusal(tmp_path)
    assert "no file for the OEWS cells" in error.given
    for form in ("oews-*.sqlite.gz", "oe.data.0.Current", "all_data_M_*.xlsx"):
        assert form in error.expected


def test_a_web_page_in_place_of_the_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "all_data_M_2031.xlsx").write_text("<!DOCTYPE html><html>Access denied</html>", encoding="utf-8")
    error = refusal(tmp_path)
    assert error.given == "all_data_M_2031.xlsx is a web page, not a workbook"
    assert "browser" in error.next_step


@pytest.mark.parametrize("cut", [0, 100, 3000])
def test_a_cut_workbook_is_told(tmp_path: Path, cut: int) -> None:
    path = write_book(tmp_path, [row()])
    path.write_bytes(path.read_bytes()[:cut])
    assert "all_data_M_2031.xlsx cannot be read" in refusal(tmp_path).given


def test_a_renamed_sheet_is_told_with_those_found(tmp_path: Path) -> None:
    write_book(tmp_path, [row()], sheet="Sheet1", described="what the columns mean")
    error = refusal(tmp_path)
    assert error.given == "all_data_M_2031.xlsx has no sheet 'all * data or *_m*_dl'"
    assert "found Sheet1, Field Descriptions" in error.expected


@pytest.mark.parametrize("missing", ["AREA", "PRIM_STATE", "OWN_CODE", "O_GROUP", "LOC_QUOTIENT", "A_PCT90", "HOURLY"])
def test_a_missing_column_is_told_with_those_found(tmp_path: Path, missing: str) -> None:
    write_book(tmp_path, [row()], header=[name for name in HEADER if name != missing])
    error = refusal(tmp_path)
    assert error.given == f"all_data_M_2031.xlsx, sheet of the cells has no column '{missing}'"
    assert "OCC_TITLE" in error.expected


def test_a_sheet_without_names_of_columns_is_told(tmp_path: Path) -> None:
    write_book(tmp_path, [row()], header=[name for name in HEADER if name != "OCC_CODE"])
    assert "no row of column names" in refusal(tmp_path).given


def test_a_sheet_without_rows_is_told(tmp_path: Path) -> None:
    write_book(tmp_path, [])
    assert refusal(tmp_path).given == "all_data_M_2031.xlsx cannot be read: it has no rows below its header"


@pytest.mark.parametrize(
    ("column", "mark"),
    [
        ("H_MEAN", "~"),
        ("A_PCT90", "***"),
        ("TOT_EMP", "#"),
        ("MEAN_PRSE", "#"),
        ("LOC_QUOTIENT", "n/a"),
        ("EMP_PRSE", -1),
    ],
)
def test_an_unknown_marker_is_told_with_its_column_and_cell(tmp_path: Path, column: str, mark: str) -> None:
    error = refusal(tmp_path, row(OCC_CODE="43-3031"), row(**{column: mark}))
    assert error.given == (
        f"all_data_M_2031.xlsx: '{mark}' stands in {column} of 1 rows (first cell: OEUN0000000000000433021)"
    )
    assert "oews_xlsx_figures.py" in error.next_step


def test_another_text_in_a_flag_is_told(tmp_path: Path) -> None:
    assert "'MAYBE' stands in ANNUAL of 1 rows" in refusal(tmp_path, row(ANNUAL="maybe")).given


@pytest.mark.parametrize("column", ["H_MEAN", "A_MEDIAN", "MEAN_PRSE", "TOT_EMP"])
def test_an_empty_cell_without_a_reason_is_told(tmp_path: Path, column: str) -> None:
    assert f"nothing stands in {column} of 1 rows" in refusal(tmp_path, row(**{column: None})).given


def test_an_area_without_its_location_quotient_is_told(tmp_path: Path) -> None:
    error = refusal(tmp_path, row(**OHIO, JOBS_1000=4.125))
    assert "nothing stands in LOC_QUOTIENT of 1 rows (first cell: OEUS3900000000000433021)" in error.given


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"NAICS": "XX"}, "NAICS XX I_GROUP cross-industry OWN_CODE 1235"),
        ({"NAICS": "999999"}, "NAICS 999999 I_GROUP cross-industry"),
        ({"NAICS": "31-33", "I_GROUP": "3-digit"}, "NAICS 31-33 I_GROUP 3-digit"),
        ({"NAICS": "311000", "I_GROUP": "sector"}, "NAICS 311000 I_GROUP sector"),
        ({"NAICS": "311000", "I_GROUP": "2-digit"}, "NAICS 311000 I_GROUP 2-digit"),
        ({"NAICS": None}, "NAICS empty"),
        ({"AREA_TYPE": "7"}, "AREA 99 AREA_TYPE 7 PRIM_STATE US"),
        ({"AREA": "98"}, "AREA 98 AREA_TYPE 1"),
        ({"AREA": None, "AREA_TYPE": "2"}, "AREA empty AREA_TYPE 2"),
        ({"AREA": "99", "AREA_TYPE": "2"}, "AREA 99 AREA_TYPE 2"),
        ({"AREA": "104200", "AREA_TYPE": "4", "PRIM_STATE": "OH"}, "AREA 104200 AREA_TYPE 4"),
        ({"AREA": "10420", "AREA_TYPE": "4", "PRIM_STATE": "XX"}, "AREA 10420 AREA_TYPE 4 PRIM_STATE XX"),
        ({"OCC_CODE": "433021"}, "OCC_CODE 433021 O_GROUP detailed"),
        ({"O_GROUP": "line"}, "OCC_CODE 43-3021 O_GROUP line"),
    ],
)
def test_an_unknown_code_or_level_is_told(tmp_path: Path, changes: dict[str, str | None], shown: str) -> None:
    error = refusal(tmp_path, row(), row(**changes))
    assert error.given.startswith(f"the OEWS workbook has codes we do not know: {shown}")


def test_an_industry_by_several_owners_that_stands_beside_the_whole_is_told(tmp_path: Path) -> None:
    schools: Row = {"NAICS": "611000", "NAICS_TITLE": "Schools", "I_GROUP": "3-digit", "OWN_CODE": "235"}
    error = refusal(tmp_path, row(**schools), row(**schools | {"I_GROUP": "3-digit, ownership", "OWN_CODE": "23"}))
    assert "NAICS 611000 I_GROUP 3-digit, ownership OWN_CODE 23" in error.given


def test_a_cell_that_stands_twice_with_different_figures_is_told(tmp_path: Path) -> None:
    error = refusal(tmp_path, row(), row(A_MEAN=48890))
    assert error.given == ("all_data_M_2031.xlsx: 1 cells stand twice with different figures: OEUN0000000000000433021")


def test_a_figure_with_more_places_than_published_is_told(tmp_path: Path) -> None:
    assert "a value of datatype 03 (hourly_mean_usd) is no figure" in refusal(tmp_path, row(H_MEAN=23.505)).given


def test_a_workbook_without_a_year_in_its_name_is_told(tmp_path: Path) -> None:
    write_book(tmp_path, [row()], "all_data_M_new.xlsx")
    assert "has a year in its name" in refusal(tmp_path).given


# --- figures and markers --------------------------------------------------------------------------------------------


def test_figures_become_typed_and_the_nation_has_no_quotient(tmp_path: Path) -> None:
    found = only_row(tmp_path, H_MEDIAN="22.81", A_MEDIAN="47,440")  # figures as text, with a comma
    assert (found["soc_code"], found["area_code"], found["industry_code"]) == ("43-3021", "0000000", "000000")
    assert (found["employment"], found["employment_rse_pct"], found["wage_rse_pct"]) == (
        410,
        Decimal("0.7"),
        Decimal("0.4"),
    )
    assert (found["hourly_mean_usd"], found["hourly_p10_usd"], found["hourly_median_usd"]) == (
        Decimal("23.50"),
        Decimal("16.00"),
        Decimal("22.81"),
    )
    assert (found["annual_median_usd"], found["annual_p90_usd"]) == (47440, 64560)
    assert (found["jobs_per_1000"], found["location_quotient"]) == (None, None)
    assert all(found[f"{name}_note"] is None for name, _ in MEASURES.values())


def test_two_stars_are_employment_that_is_not_released(tmp_path: Path) -> None:
    found = only_row(tmp_path, **OHIO, TOT_EMP="**", EMP_PRSE="**", JOBS_1000="**")
    for name in ("employment", "employment_rse_pct", "jobs_per_1000", "location_quotient"):
        assert (found[name], found[f"{name}_note"]) == (None, "8"), name
    assert found["annual_mean_usd_note"] is None


def test_a_star_is_a_wage_that_is_not_released(tmp_path: Path) -> None:
    found = only_row(tmp_path, MEAN_PRSE="*", **{f"{kind}_{wage}": "*" for kind in "HA" for wage in WAGES})
    for name in ("hourly_mean_usd", "annual_mean_usd", "wage_rse_pct", "hourly_p10_usd", "annual_p90_usd"):
        assert (found[name], found[f"{name}_note"]) == (None, "8"), name
    assert found["employment"] == 410


def test_a_number_sign_is_a_wage_at_the_bound(tmp_path: Path) -> None:
    found = only_row(tmp_path, H_PCT90="#", A_PCT90="#")
    assert (found["hourly_p90_usd"], found["hourly_p90_usd_note"]) == (None, "5")
    assert (found["annual_p90_usd"], found["annual_p90_usd_note"]) == (None, "5")
    assert found["hourly_p75_usd"] == Decimal("27.00")


@pytest.mark.parametrize("yes", [True, "TRUE", 1])
@pytest.mark.parametrize("gone", ["*", None])
@pytest.mark.parametrize(("flag", "kept", "other"), [("ANNUAL", "annual", "hourly"), ("HOURLY", "hourly", "annual")])
def test_a_flag_tells_why_the_other_kind_of_wage_is_missing(
    tmp_path: Path, yes: Cell, gone: str | None, flag: str, kept: str, other: str
) -> None:
    missing: Row = {f"{other[0].upper()}_{wage}": gone for wage in WAGES}
    found = only_row(tmp_path, **missing, **{flag: yes})
    for wage in ("mean", "p10", "median", "p90"):
        assert (found[f"{other}_{wage}_usd"], found[f"{other}_{wage}_usd_note"]) == (None, "4")
        assert found[f"{kept}_{wage}_usd_note"] is None


def test_a_flag_does_not_explain_a_wage_of_which_neither_kind_is_released(tmp_path: Path) -> None:
    none: Row = {f"{kind}_{wage}": "*" for kind in "HA" for wage in WAGES}
    found = only_row(tmp_path, **none, ANNUAL=True, MEAN_PRSE="*")
    assert (found["hourly_mean_usd_note"], found["annual_mean_usd_note"]) == ("8", "8")


def test_an_annual_wage_at_the_bound_explains_the_hourly_one(tmp_path: Path) -> None:
    found = only_row(
        tmp_path, ANNUAL=True, **{f"H_{wage}": "*" for wage in WAGES}, **{f"A_{wage}": "#" for wage in WAGES}
    )
    assert (found["hourly_mean_usd_note"], found["annual_mean_usd_note"]) == ("4", "5")


def test_a_share_below_half_a_percent_is_not_read(tmp_path: Path) -> None:
    assert only_row(tmp_path, PCT_RPT="~", PCT_TOTAL="**")["employment"] == 410


# --- codes, levels and lists ----------------------------------------------------------------------------------------


def test_areas_get_the_codes_of_the_flat_files_even_if_they_passed_through_numbers(tmp_path: Path) -> None:
    places: list[Row] = [
        NATION,
        {"AREA": 6.0, "AREA_TITLE": "California", "AREA_TYPE": 2.0, "PRIM_STATE": "CA"},
        {"AREA": "66", "AREA_TITLE": "Guam", "AREA_TYPE": "3", "PRIM_STATE": "GU"},
        {"AREA": 10420, "AREA_TITLE": "Akron, OH", "AREA_TYPE": 4, "PRIM_STATE": "OH"},
        {"AREA": "14454", "AREA_TITLE": "Boston, MA Division", "AREA_TYPE": "5", "PRIM_STATE": "MA"},
        {"AREA": 500002, "AREA_TITLE": "East Arkansas", "AREA_TYPE": "6", "PRIM_STATE": "AR"},
    ]
    write_book(tmp_path, [row(**place, JOBS_1000=1, LOC_QUOTIENT=1) for place in places])
    assert table(tmp_path, "areas") == [
        ("0000000", "U.S.", "national", "00", None),
        ("0010420", "Akron, OH", "metropolitan", "39", "OH"),
        ("0014454", "Boston, MA Division", "metropolitan", "25", "MA"),
        ("0500002", "East Arkansas", "metropolitan", "05", "AR"),
        ("0600000", "California", "state", "06", "CA"),
        ("6600000", "Guam", "state", "66", "GU"),
    ]
    assert {area for _, area, _ in pay_of(tmp_path)} == {code for code, *_ in table(tmp_path, "areas")}


def test_industries_get_the_codes_and_levels_of_the_flat_files(tmp_path: Path) -> None:
    given = [
        ("0", "Cross-industry", "cross-industry", "1235"),
        ("000001", "Private", "cross-industry, ownership", "5"),
        ("999001", "Government", "cross-industry, ownership", "123"),
        ("999101", "Federal Government", "cross-industry, ownership", "1"),
        ("11", "Farms", "sector", "5"),
        ("31-33", "Manufacturing", "sector", "5"),
        ("99", "Government, save schools", "sector", "123"),
        ("3250A1", "Some chemicals", "4-digit", "5"),
        ("327000", "Glass", "3-digit", "5"),
        ("327000", "Glass", "4-digit", "5"),
        ("221111", "Dams", "6-digit", "5"),
        ("238110", "Concrete", "5-digit", "5"),
        ("491100", "Postal Service", "4-digit, ownership", "1"),
        ("611000", "Schools", "3-digit", "235"),
        ("611000", "Schools", "3-digit, ownership", "2"),
        ("611100", "Lower Schools", "4-digit", "235"),
        ("611100", "Lower Schools in Private Hands", "4-digit, ownership", "5"),
        ("622002", "Hospitals of a State", "3-digit, ownership", "2"),
    ]
    names = ("NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE")
    write_book(tmp_path, [row(**dict(zip(names, one, strict=True))) for one in given])
    assert table(tmp_path, "industries") == [
        ("000000", "Cross-industry", 0),
        ("000001", "Private", 1),
        ("11--12", "Farms", 2),
        ("221111", "Dams", 5),
        ("238110", "Concrete", 5),
        ("31--34", "Manufacturing", 2),
        ("3250A1", "Some chemicals", 4),
        ("327000", "Glass", 3),
        ("491100", "Postal Service", 4),
        ("611000", "Schools", 3),
        ("611002", "Schools, State Government Owned", 4),
        ("611100", "Lower Schools", 4),
        ("611105", "Lower Schools in Private Hands", 5),
        ("622002", "Hospitals of a State", 4),
        ("99-100", "Government, save schools", 2),
        ("999001", "Government", 1),
        ("999101", "Federal Government", 2),
    ]


def test_groups_of_one_member_are_left_out_as_the_flat_files_do(tmp_path: Path) -> None:
    given = [
        ("00-0000", "All Occupations", "total"),
        ("19-0000", "Scientists", "major"),
        ("19-5000", "Safety Specialists", "minor"),  # of one broad group
        ("19-5010", "Safety Specialists", "broad"),
        ("19-5011", "Specialists", "detailed"),
        ("19-5012", "Technicians", "detailed"),
        ("39-7000", "Guides", "minor"),  # of one broad group that is detailed too
        ("39-7010", "Guides", "broad"),
        ("39-7010", "Guides", "detailed"),
        ("43-3000", "Financial Clerks", "minor"),
        ("43-3010", "Bill Collectors", "broad"),  # of one detailed occupation
        ("43-3011", "Bill Collectors", "detailed"),
        ("43-3020", "Billing Clerks", "broad"),
        ("43-3021", "Billing Clerks", "detailed"),
    ]
    names = ("OCC_CODE", "OCC_TITLE", "O_GROUP")
    write_book(tmp_path, [row(**dict(zip(names, one, strict=True))) for one in given])
    assert table(tmp_path, "occupations") == [
        ("00-0000", "All Occupations", "major", "00-0000"),
        ("19-0000", "Scientists", "major", "19-0000"),
        ("19-5010", "Safety Specialists", "minor", "19-0000"),
        ("19-5011", "Specialists", "detailed", "19-0000"),
        ("19-5012", "Technicians", "detailed", "19-0000"),
        ("39-7010", "Guides", "detailed", "39-0000"),
        ("43-3000", "Financial Clerks", "minor", "43-0000"),
        ("43-3011", "Bill Collectors", "detailed", "43-0000"),
        ("43-3021", "Billing Clerks", "detailed", "43-0000"),
    ]
    assert [code for code, _, _ in pay_of(tmp_path)] == [code for code, *_ in table(tmp_path, "occupations")]


def test_the_bounds_are_read_from_the_description_of_the_fields(tmp_path: Path) -> None:
    told = "a wage of at least $115.00 per hour or $239,200 per year"
    path = write_book(tmp_path, [row()], described=told)
    built = oews.build(tmp_path)
    assert built.files == {"oews": [path]}
    assert built.releases == {"oews": {"release": "May 2031", "period": "May 2031"}}
    notes = {code: (annual, hourly) for code, _, annual, hourly in table(tmp_path, "footnotes")}
    assert notes == dict.fromkeys("12348", (None, None)) | {"5": (239200.0, 115.0)}
    write_book(tmp_path, [row()])
    assert {(annual, hourly) for _, _, annual, hourly in table(tmp_path, "footnotes")} == {(None, None)}


# --- files ----------------------------------------------------------------------------------------------------------


def test_parts_of_the_newest_year_are_read_together(tmp_path: Path) -> None:
    akron: Row = {"AREA": "10420", "AREA_TITLE": "Akron, OH", "AREA_TYPE": "4", "PRIM_STATE": "OH"}
    for name, place in {"national": NATION, "state": OHIO, "MSA": akron}.items():
        stem = f"{name}_M2031_dl"
        write_book(tmp_path, [row(**place, JOBS_1000=1, LOC_QUOTIENT=1)], f"{stem}.xlsx", sheet=stem)
    write_book(tmp_path, [row(A_MEAN=1)], "national_M2030_dl.xlsx", sheet="national_M2030_dl")
    built = oews.build(tmp_path)
    assert [path.name[:3] for path in built.files["oews"]] == ["MSA", "nat", "sta"]
    assert built.releases["oews"]["release"] == "May 2031"
    assert {area: one["annual_mean_usd"] for (_, area, _), one in pay_of(tmp_path).items()} == {
        "0000000": 48880,
        "0010420": 48880,
        "3900000": 48880,
    }


def test_the_whole_is_preferred_to_parts_and_other_forms_to_both(tmp_path: Path) -> None:
    write_book(tmp_path, [row(A_MEAN=1)], "national_M2032_dl.xlsx", sheet="national_M2032_dl")
    write_book(tmp_path, [row(A_MEAN=2)], "all_data_M_2030.xlsx")
    whole = write_book(tmp_path, [row()])
    assert oews.build(tmp_path).files == {"oews": [whole]}
    flat = write_flat(tmp_path)
    assert flat in oews.build(tmp_path).files["oews"]


def test_rows_are_read_below_lines_of_text_blank_rows_and_short_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "ALL May 2031 Data"
    for line in (["May 2031 estimates"], [], [name.lower() for name in HEADER], [], list(map(row().get, HEADER))):
        sheet.append(line)
    book.save(tmp_path / "all_data_M_2031.xlsx")
    assert len(pay_of(tmp_path)) == 1


# --- held against the release that ships ----------------------------------------------------------------------------

CHOSEN = "substr(key, 18, 3) in ('195', '272', '397') or substr(key, 18, 5) = '29124' or substr(key, 18) in"
CHOSEN += " ('000000', '131020', '252021', '430000', '433000', '433011', '433021')"
"""Whole minor groups of 19-5000, 27-2000 and 39-7000, surgeons, part of 43-3000 and three more."""
SINGLE_MINORS = {"195010": "195000", "397010": "397000"}
CROSS_OWNERS = {"000000": "1235", "000001": "5", "999001": "123", "999101": "1", "999201": "2", "999301": "3"}


def raw_rows(database: Path) -> tuple[Cells, dict[str, Rows]]:
    """Return the cells of about 30 occupations, and of the lists the codes that stand in them."""
    columns = ", ".join(f"{kind}{code}" for kind in "vf" for code in MEASURES)
    with closing(sqlite3.connect(database)) as raw:
        found = raw.execute(f"select key, {columns} from cell where {CHOSEN}").fetchall()
        lists: dict[str, Rows] = {
            name: [tuple(map(str, one)) for one in raw.execute(f"select {', '.join(names)} from {name}")]
            for name, names in COLUMNS.items()
        }
    cells = {key: list(zip(pairs[:17], pairs[17:], strict=True)) for key, *pairs in found}
    for name, part in (("area", slice(4, 11)), ("industry", slice(11, 17)), ("occupation", slice(17, 23))):
        used = {key[part] for key in cells}
        place = COLUMNS[name].index(f"{name}_code")
        lists[name] = [one for one in lists[name] if one[place] in used]
    return cells, lists


def as_published(cells: Cells, lists: dict[str, Rows]) -> list[Row]:
    """Return the rows of the publisher's workbook for these cells of the flat files.

    With the groups of one member and the rows under two levels that only the workbook has. Out of all cells of May
    2025 this makes 170,352 rows by industry, as many as the workbook of that release is reported to have.
    """
    areas = {code: (state, kind, name) for state, code, kind, name in lists["area"]}
    industries = {code: (name, level) for code, name, level in lists["industry"]}
    occupations = {code: (name, level) for code, name, level in lists["occupation"]}
    yearly = {key[17:] for key, pairs in cells.items() if pairs[2][1] == "4"}
    rows = []
    for key, pairs in cells.items():
        state, kind, name = areas[key[4:11]]
        nation = kind == "N"
        code = {"N": "99", "S": state, "M": key[4:11].lstrip("0") if key[4:6] == "00" else key[4:11]}[kind]
        place: Row = {"AREA": code, "AREA_TITLE": "U.S." if nation else name, "PRIM_STATE": STATES.get(state, "US")}
        place["AREA_TYPE"] = {"N": "1", "S": "3" if state in ("66", "72", "78") else "2"}.get(
            kind, "4" if key[4:6] == "00" else "6"
        )
        figures: Row = {}
        for (datatype, column), (value, note) in zip(MEASURED.items(), pairs, strict=True):
            mark = {"5": "#", "4": "*", "8": "**" if datatype in ("01", "02", "16", "17") else "*"}.get(note or "")
            figures[column] = mark or (float(value) if value is not None else None)
        figures["ANNUAL"] = True if key[17:] in yearly else None
        figures["HOURLY"] = True if pairs[3][1] == "4" else None
        for industry in _industry_rows(key[11:17], industries):
            for occupation in _occupation_rows(key[17:], occupations, nation):
                rows.append(place | industry | occupation | figures)
    return rows


def _industry_rows(code: str, industries: dict[str, tuple[str, str]]) -> list[Row]:
    title, level = industries[code]
    if code in CROSS_OWNERS:
        group = "cross-industry" if code == "000000" else "cross-industry, ownership"
        return [{"NAICS": code, "NAICS_TITLE": title, "I_GROUP": group, "OWN_CODE": CROSS_OWNERS[code]}]
    if level == "2":
        first, last = code[:2], str(int(code[2:].strip("-")) - 1)
        naics = first if first == last else f"{first}-{last}"
        return [{"NAICS": naics, "NAICS_TITLE": title, "I_GROUP": "sector", "OWN_CODE": "5"}]
    if title.endswith(" Owned"):
        group = "3-digit, ownership" if level == "4" else "4-digit, ownership"
        title = title.rpartition(", ")[0]
        return [{"NAICS": code[:5] + "0", "NAICS_TITLE": title, "I_GROUP": group, "OWN_CODE": code[5]}]
    groups = {"3": ["3-digit"], "4": ["4-digit"], "5": ["5-digit" if code.endswith("0") else "6-digit"]}[level]
    if level == "3" and not any(other[:3] == code[:3] and deep == "4" for other, (_, deep) in industries.items()):
        groups = ["3-digit", "4-digit"]
    return [{"NAICS": code, "NAICS_TITLE": title, "I_GROUP": group, "OWN_CODE": "235"} for group in groups]


def _occupation_rows(code: str, occupations: dict[str, tuple[str, str]], nation: bool) -> list[Row]:
    title, level = occupations[code]
    named = [
        (code, {"0": "total" if code == "000000" else "major", "1": "minor", "2": "broad", "3": "detailed"}[level])
    ]
    if level == "1" and code in SINGLE_MINORS:
        named = [(code, "broad")]
    if nation and level == "3":
        broad = code[:5] + "0"
        if broad == code or broad not in occupations:
            named.append((broad, "broad"))
    if nation and code in SINGLE_MINORS:
        named.append((SINGLE_MINORS[code], "minor"))
    return [{"OCC_CODE": f"{one[:2]}-{one[2:]}", "OCC_TITLE": title, "O_GROUP": group} for one, group in named]


@pytest.mark.raw
def test_about_thirty_occupations_in_all_areas_and_industries_are_the_same_as_from_the_pack(
    raw_sources: Path, tmp_path: Path
) -> None:
    database = unpack(raw_sources, tmp_path)
    cells, lists = raw_rows(database)
    database.unlink()
    assert 25 <= len(lists["occupation"]) <= 45
    assert len(lists["area"]) == 583
    assert len(lists["industry"]) > 400
    published = as_published(cells, lists)
    assert len(published) > len(cells) > 10_000
    told = next(text for code, text in lists["footnote"] if code == "5")
    for name in ("pack", "xlsx"):
        (tmp_path / name).mkdir()
    write_pack(tmp_path / "pack", cells, lists, release="May 2025")
    write_book(tmp_path / "xlsx", published, "all_data_M_2025.xlsx", sheet="All May 2025 data", described=told)
    pack, xlsx = oews.build(tmp_path / "pack"), oews.build(tmp_path / "xlsx")

    assert pack.releases == xlsx.releases
    pay = pack.tables["pay"]
    assert pay.equals(xlsx.tables["pay"])
    assert isinstance(pay, pa.Table)
    notes = {code for name, _ in MEASURES.values() for code in pay[f"{name}_note"].unique().to_pylist()}
    assert notes == {None, "4", "5", "8"}
    for name in ("occupations", "footnotes"):
        pd.testing.assert_frame_equal(pack.tables[name], xlsx.tables[name])
    for name, title in (("areas", "area"), ("industries", "industry")):
        frames = [built.tables[name] for built in (pack, xlsx)]
        assert all(isinstance(frame, pd.DataFrame) for frame in frames)
        if name == "areas":  # the one name that the workbook gives otherwise
            frames = [frame.assign(area=frame["area"].replace("U.S.", "National")) for frame in frames]
        pd.testing.assert_frame_equal(*frames, obj=title)
