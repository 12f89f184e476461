"""Pay year by year: the publisher's markers become footnotes, no year is skipped, the newest is the pay table's."""

import random
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest
from raw_files import read_sheet, write_book
from small_release import write_flat

from helpers.base.errors import BadInput
from helpers.build import oews
from helpers.tables.load import load
from helpers.tables.pay import PAY

HEADER = ["O_GROUP", "OCC_CODE", "TOT_EMP", "EMP_PRSE", "H_MEAN", "A_MEAN", "MEAN_PRSE", "ANNUAL", "HOURLY"]
TOTAL = ["total", "00-0000", 140_886_310, 0, 28.01, 58260, 0.1, None, None]
ACTORS = ["detailed", "27-2011", 30100, 24.7, 31.31, "*", 7.3, None, "TRUE"]  # paid by the hour only
TEACHERS = ["detailed", "25-2021", "1,329,280", 0.6, "*", 67080, 0.5, "TRUE", None]  # paid by the year only
SELLERS = ["detailed", "41-9012", 2000, 26.5, "*", "*", "*", None, None]  # nothing released
SURGEONS = ["detailed", "29-1249", "**", "**", "#", "#", 1.2, None, None]
MINOR = ["minor", "11-1000", 3, 1, 1, 1, 1, None, None]
OCCUPATIONS = pd.DataFrame({"soc_code": ["00-0000", "27-2011", "27-2000"], "level": ["major", "detailed", "minor"]})


def workbook(folder: Path, year: int, *rows: list[object]) -> Path:
    name = f"national_M{year}_dl"
    return write_book(folder / f"{name}.xlsx", {name: [HEADER, *rows]}).parent


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Return a folder whose pay table is of May 2023, in a release file, with workbooks of the two years before."""
    write_flat(tmp_path)
    (tmp_path / "oe.release").write_text("release_date\tdescription\n2023\tMay 2023\n")
    workbook(tmp_path, 2020, [*TOTAL[:2], "another method"])
    workbook(tmp_path, 2021, TOTAL, MINOR, ACTORS, TEACHERS, SELLERS, SURGEONS)
    workbook(tmp_path, 2022, TOTAL)
    return workbook(tmp_path, 2023, [*TOTAL[:2], "read from the pay table"])


def pay() -> pa.Table:
    cells = [("00-0000", "0000000", "000000"), ("27-2011", "0000000", "000000"), ("27-2011", "0100000", "000000")]
    cells += [("27-2000", "0000000", "000000")]
    rows = [dict(zip(PAY.key, cell, strict=True)) | {"employment": 5, "hourly_mean_usd": 40} for cell in cells]
    return pa.Table.from_pylist(rows, schema=PAY.arrow_schema())


def test_markers_become_footnotes_and_the_newest_year_is_the_pay_tables(raw: Path) -> None:
    built = oews.build_years(raw, pay(), OCCUPATIONS)
    table = pd.DataFrame(built.tables["pay_years"]).set_index(["soc_code", "year"]).sort_index()
    assert list(table.index) == [
        *(("00-0000", year) for year in (2021, 2022, 2023)),
        ("25-2021", 2021),
        ("27-2011", 2021),
        ("27-2011", 2023),
        ("29-1249", 2021),
        ("41-9012", 2021),
    ]
    columns = ["employment", "hourly_mean_usd", "annual_mean_usd", "wage_rse_pct"]
    columns += [f"{name}_note" for name in columns]
    found = table.loc[table.index.get_level_values("year") == 2021, columns].astype(object)
    assert found.where(found.notna(), None).droplevel("year").T.to_dict("list") == {
        "00-0000": [140_886_310, 28.01, 58260, 0.1, None, None, None, None],
        "25-2021": [1_329_280, None, 67080, 0.5, None, "4", None, None],
        "27-2011": [30100, 31.31, None, 7.3, None, None, "4", None],
        "29-1249": [None, None, None, 1.2, "8", "5", "5", None],
        "41-9012": [2000, None, None, None, None, "8", "8", "8"],
    }
    assert table.loc[("27-2011", 2023), ["employment", "hourly_mean_usd"]].to_list() == [5, 40]
    assert [path.name for path in built.files["oews_history"]] == ["national_M2021_dl.xlsx", "national_M2022_dl.xlsx"]
    assert built.releases["oews_history"] == {"release": "May 2022", "period": "May 2021 to May 2023"}


def test_a_missing_year_and_an_unknown_marker_are_refused(raw: Path) -> None:
    with pytest.raises(BadInput, match="~ stands in MEAN_PRSE where a figure should be"):
        oews.build_years(workbook(raw, 2022, [*TOTAL[:6], "~", None, None]), pay(), OCCUPATIONS)
    (raw / "national_M2021_dl.xlsx").unlink()
    with pytest.raises(BadInput, match="no national workbook of 2021"):
        oews.build_years(raw, pay(), OCCUPATIONS)


def test_nearly_all_occupations_have_all_years_and_the_rest_is_named() -> None:
    table, occupations = load("pay_years"), load("occupations")
    detailed = set(occupations.loc[occupations["level"] == "detailed", "soc_code"])
    assert sorted(table["year"].unique()) == [2021, 2022, 2023, 2024, 2025]
    paid = table[table["annual_mean_usd"].notna() | table["hourly_mean_usd"].notna()]
    years = paid.groupby("soc_code")["year"].nunique()
    assert detailed - set(years[years == 5].index) == {"29-1024", "41-9012"}  # 2022 not listed, 2021 not released
    assert table[table["soc_code"] == "00-0000"]["annual_mean_usd"].to_list() == [58260, 61900, 65470, 67920, 69770]


@pytest.mark.raw
class TestAgainstTheRawFiles:
    def test_500_random_figures_are_those_of_the_workbooks(self, raw_sources2: Path) -> None:
        cells = []
        for year in (2021, 2022, 2023, 2024):
            header, *rows = read_sheet(raw_sources2 / "oews_history" / f"national_M{year}_dl.xlsx")
            named = [dict(zip(header, row, strict=False)) for row in rows]
            cells += [(year, row) for row in named if row["O_GROUP"] in ("total", "detailed")]
        table = load("pay_years").set_index(["soc_code", "year"])
        assert len(table.query("year < 2025")) == len(cells)
        columns = {
            "TOT_EMP": "employment",
            "EMP_PRSE": "employment_rse_pct",
            "H_MEAN": "hourly_mean_usd",
            "A_MEAN": "annual_mean_usd",
            "MEAN_PRSE": "wage_rse_pct",
        }
        draw = random.Random(20260219)
        for year, row in draw.sample(cells, 500):
            theirs, ours = draw.choice(sorted(columns.items()))
            found = table.loc[(row["OCC_CODE"], year)]
            if row[theirs] == "*":
                assert pd.isna(found[ours]), row
                assert found[f"{ours}_note"] in ("4", "8"), row
            else:
                assert found[ours] == float(row[theirs]), row
