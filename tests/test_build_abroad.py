"""Pay abroad: the crosswalks are followed, both layouts of pay are read, and only sharp ways to a group count."""

import csv
import random
import re
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest
import xlrd
from raw_files import read_commas, read_sheet, write_book

from helpers.base.errors import BadInput
from helpers.build import abroad
from helpers.tables.abroad import SHARP
from helpers.tables.load import load

Cells = list[list[object]]
NURSES, CLERKS, MANAGERS = "29-1141", "43-3021", "11-2021"


def book(path: Path, **sheets: Cells) -> Path:
    return write_book(path, sheets)


# --- crosswalks -----------------------------------------------------------------------------------------------------


@pytest.fixture
def crosswalks(tmp_path: Path) -> Path:
    """Return small crosswalks: nurses over two NOCs; clerks over one ISCO-08 group and two British ones."""
    (tmp_path / "2026-noc2016v1_3-soc2018us-eng.csv").write_text(
        "NOC 2016  Version 1.3 Code,NOC 2016  Version 1.3 Title,Partial,SOC 2018 (US) Code\n"
        f"0311,Managers in health\u00a0care,*,{NURSES}\n3012,Registered nurses,,{NURSES}\n1431,Clerks,,{CLERKS}\n",
        encoding="cp1252",
    )
    (tmp_path / "2026-noc2016v1_3-noc2021v1_0-eng.csv").write_text(
        "NOC 2016 V1.3 Code,NOC 2021 V1.0 Code\n311,30010\n3012,31301\n1431,14200\n", encoding="utf-8-sig"
    )  # the second file has lost its zeros
    book(
        tmp_path / "soc_2010_to_2018_crosswalk.xlsx",
        Sorted=[
            ["U.S. Bureau of Labor Statistics"],
            ["2010 SOC Code", "2010 SOC Title", "2018 SOC Code"],
            [CLERKS, "c", CLERKS],
        ],
    )
    pairs: Cells = [["BLS"], ["2010 SOC Code", "part", "ISCO-08 Code"], [f"{CLERKS} ", "*", "4311"]]
    book(tmp_path / "isco_soc_crosswalk.xls", **{"2010 SOC to ISCO-08": pairs})
    lines: Cells = [["SOC_2020", "ISCO-08 code based on SOC2020"]]
    lines += [["4122", "4311"], ["4122", "4311"], ["4122", "4312"], ["4129", "4311"], ["}}}}", "}}}}"]]
    book(tmp_path / "soc2020volume2thecodingindex.xlsx", **{"SOC2020 coding index": lines})
    return tmp_path


def test_every_candidate_is_found_along_the_crosswalks(crosswalks: Path) -> None:
    table = pd.DataFrame(abroad.build_codes(crosswalks).tables["abroad_codes"]).astype(object)
    rows = table.where(table.notna(), None).to_numpy().tolist()
    assert sorted(rows, key=str) == [
        ["Canada", NURSES, None, "30010", None],
        ["Canada", NURSES, None, "31301", None],
        ["Canada", CLERKS, None, "14200", None],
        ["United Kingdom", CLERKS, "4311", "4122", 2 / 3],
        ["United Kingdom", CLERKS, "4311", "4129", 1.0],
    ]


def test_crosswalks_that_do_not_meet_are_refused(crosswalks: Path) -> None:
    (crosswalks / "2026-noc2016v1_3-noc2021v1_0-eng.csv").write_text(
        "NOC 2016 V1.3 Code,NOC 2021 V1.0 Code\n9999,14200\n"
    )
    with pytest.raises(BadInput, match="share 0 of 3 codes"):
        abroad.build_codes(crosswalks)


# --- pay ------------------------------------------------------------------------------------------------------------

ESDC = (
    "NOC_CNP,NOC_Title_eng,prov,ER_Code_Code_RE,Low_Wage_Salaire_Minium,Median_Wage_Salaire_Median,"
    "High_Wage_Salaire_Maximal,Average_Wage_Salaire_Moyen,Quartile1_Wage_Salaire_Quartile1,"
    "Quartile3_Wage_Salaire_Quartile3,Annual_Wage_Flag_Salaire_annuel\n"
    "NOC_00010,Legislators,NAT,ER00,32867,84000,184000,97600,54400,132000,1\n"  # paid by the year
    "NOC_14200,Clerks,NAT,ER00,18,25,33.65,25.5,21,29,0\n"
    "NOC_14200,Clerks,ON,ER35,1,1,1,1,1,1,0\n"  # a province
    "NOC_00013,Senior managers,NAT,ER00,,,,,,,0\n"
)


def ashe(folder: Path, year: int) -> Path:
    header = ["Description", "Code", "(thousand)", "Median", "change", "Mean", "change", *(10, 25, 75, 90), None]
    top: Cells = [[f"Table 14.7a Annual pay - Gross: United Kingdom, {year}"], [], header]
    clerks = ["  Book-keepers", "4122", 147, 31560, 2.0, 34543, 1.0, 23000, 26802, 40123, "x", None]
    other = ["  Other clerks", "4129", "x", "..", None, "x", None, "x", "x", "x", "x", None]
    summary = ["All employees", "", 23385, 1, 1, 1, 1, 1, 1, 1, 1, None]
    everyone = [[*row[:2], jobs, *row[3:]] for row, jobs in ((clerks, 249), (other, "x"))]
    sheets: dict[str, Cells] = {"Full-Time": [*top, summary, clerks, other], "All": [*top, *everyone]}
    book(folder / f"PROV - Occupation SOC20 (4) Table 14.7a   Annual pay - Gross {year}.xlsx", **sheets)
    errors: Cells = [*top, ["  Book-keepers", "4122", 0, 1.7, ".", 2, ".", 3, 4, 5, "x", None]]
    book(
        folder / f"PROV - Occupation SOC20 (4) Table 14.7b   Annual pay - Gross {year} CV.xlsx", **{"Full-Time": errors}
    )
    return folder


PAID = ["p10", "p25", "median", "p75", "p90", "mean"]


def pay_rows(folder: Path) -> dict[str, list[object]]:
    table = pd.DataFrame(abroad.build_pay(folder).tables["abroad_pay"]).set_index("group_code")
    columns = ["year", *(f"annual_{name}_local" for name in PAID), "median_cv_pct", "jobs_thousand", "error_year"]
    kept = table[columns].astype(object)
    return kept.where(kept.notna(), None).T.to_dict("list")


def test_the_publishers_own_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "2a71-das-wage2026opendata-esdc-all-vf.csv").write_text(ESDC, encoding="utf-8-sig")
    assert pay_rows(ashe(tmp_path, 2026)) == {
        "00010": [2026, 32867, 54400, 84000, 132000, 184000, 97600, None, None, None],
        "14200": [2026, 37440, 43680, 52000, 60320, 69992, 53040, None, None, None],
        "00013": [2026, *[None] * 9],
        "4122": [2026, 23000, 26802, 31560, 40123, None, 34543, 1.7, 249, 2026],
        "4129": [2026, *[None] * 8, 2026],
    }


def test_copies_take_jobs_and_errors_from_the_newest_official_tables(tmp_path: Path) -> None:
    (tmp_path / "canada_wages_2025.csv").write_text(
        "noc,title,low_cad_per_year,median_cad_per_year,high_cad_per_year\n14200,Clerks,37440.0,52000.0,69992.0\n"
    )
    (tmp_path / "ashe14_2025.csv").write_text(
        "measure,workers,soc2020,title,median,mean,p10,p25,p75,p90\n"
        "annual,all,4122,Book-keepers,1,1,1,1,1,1\nweekly,ft,4122,Book-keepers,2,2,2,2,2,2\n"
        'annual,ft,4122,"Book-keepers",33000,36000,24000,28000,42000,\n'
    )
    assert pay_rows(ashe(tmp_path, 2024)) == {
        "14200": [2025, 37440, None, 52000, None, 69992, None, None, None, None],
        "4122": [2025, 24000, 28000, 33000, 42000, None, 36000, 1.7, 249, 2024],
    }
    assert pay_rows(ashe(tmp_path, 2026))["4122"][0] == 2026  # a newer official table goes before the copy


def test_a_text_in_place_of_pay_and_a_missing_column_are_refused(tmp_path: Path) -> None:
    (tmp_path / "wage2026opendata.csv").write_text(ESDC.replace("52000", "much").replace("25,33.65", "much,33.65"))
    with pytest.raises(BadInput, match="texts where annual_median_local should be a figure: much"):
        abroad.build_pay(tmp_path)
    (tmp_path / "wage2026opendata.csv").write_text(ESDC)
    with pytest.raises(BadInput, match=r"no file for the annual pay of the United Kingdom"):
        abroad.build_pay(tmp_path)


# --- sharp or not ---------------------------------------------------------------------------------------------------


def paid(**medians: float | None) -> pd.DataFrame:
    frame = pd.DataFrame({"annual_median_local": pd.Series(medians, dtype="float64")})
    return frame.assign(group=[f"name {code}" for code in frame.index])


def shares(**found: float) -> "pd.Series[float]":
    return pd.Series(found, dtype="float64")


def test_candidates_of_canada_must_pay_alike() -> None:
    one, none = shares(a=1.0), float("nan")
    both = shares(a=none, b=none)
    assert abroad.alike(one, paid(a=50.0)) == [("one group", "a", None, None)]
    alike = [("groups that pay alike", "a", None, None), ("groups that pay alike", "b", None, None)]
    assert abroad.alike(both, paid(a=100.0, b=115.0)) == alike
    (apart,) = abroad.alike(both, paid(a=100.0, b=116.0))
    assert apart == ("not sharp", None, None, "2 groups may hold it, whose medians lie 16 % apart: a name a; b name b")
    (unknown,) = abroad.alike(both, paid(a=100.0, b=None))
    assert unknown == ("no median", None, None, "no median is published for b name b")


def test_a_british_group_must_hold_half_of_the_jobs() -> None:
    wage = paid(a=10.0, b=20.0)
    assert abroad.holding_half(shares(a=1.0), wage) == [("one group", "a", 1.0, None)]
    assert abroad.holding_half(shares(a=0.5, b=0.5), wage) == [("most of the jobs", "a", 0.5, None)]
    (split,) = abroad.holding_half(shares(a=0.49, b=0.3, c=0.21), wage)
    told = "no group holds half of its jobs; the largest of 3 has 49%: a name a"
    assert split == ("not sharp", None, None, told)
    (unpaid,) = abroad.holding_half(shares(a=0.9, b=0.1), paid(a=None, b=2.0))
    assert unpaid == ("no median", None, None, "no median is published for a name a")


def test_isco_groups_count_alike_and_within_them_jobs_and_index_lines() -> None:
    ways = pd.DataFrame(
        [("A", "1", "a", 1.0), ("A", "1", "b", 0.5), ("A", "2", "b", 0.5), ("A", "2", "c", 1.0)],
        columns=["pay_code", "isco_code", "group_code", "line_share"],
    )
    found = abroad.weigh(pd.concat([ways, ways]), pd.Series({"a": 30.0, "b": 20.0}))  # c is not published: 2
    assert found.set_index("group_code")["share"].round(6).to_dict() == {
        "a": round(0.75 / 2, 6),
        "b": round((0.25 + 10 / 12) / 2, 6),
        "c": round(2 / 12 / 2, 6),
    }


# --- shipped --------------------------------------------------------------------------------------------------------


def test_what_is_sharp_and_what_is_not_is_as_counted_when_the_files_were_found() -> None:
    links, occupations = load("abroad_links"), load("occupations")
    detailed = set(occupations.loc[occupations["level"] == "detailed", "soc_code"])
    for country, sharp in (("Canada", 563), ("United Kingdom", 534)):
        rows = links[links["country"] == country]
        assert set(rows["soc_code"]) == detailed
        assert rows.loc[rows["match"].isin(SHARP), "soc_code"].nunique() == sharp
    unsharp = ~links["match"].isin(SHARP)
    assert (links["missing_reason"].notna() == unsharp).all()
    assert (links["group_code"].isna() == unsharp).all()
    known = links[~unsharp].merge(load("abroad_pay"), on=["country", "group_code"], validate="many_to_one")
    assert len(known) == int((~unsharp).sum())
    assert known["annual_median_local"].notna().all()


def test_known_occupations_have_the_known_groups_abroad() -> None:
    links = load("abroad_links")
    found = defaultdict(list)
    for row in links.to_dict("records"):
        found[row["country"], row["soc_code"]].append((row["match"], row["group_code"]))
    assert [match for match, _ in found["Canada", "15-1252"]] == ["not sharp"]  # software developers: five groups
    assert [match for match, _ in found["United Kingdom", "15-2051"]] == ["not sharp"]  # data scientists
    assert [match for match, _ in found["United Kingdom", MANAGERS]] == ["not sharp"]  # marketing managers
    alike = "groups that pay alike"
    assert found["Canada", CLERKS] == [(alike, "14200"), (alike, "14201")]
    assert found["Canada", "43-3031"] == [(alike, "12200"), (alike, "14200")]
    assert found["United Kingdom", CLERKS] == [("most of the jobs", "4122")]
    assert found["United Kingdom", "43-3031"] == [("most of the jobs", "4122")]
    assert found["Canada", "29-2043"] == [("one group", "32102")]


def test_purchasing_power_is_that_of_the_countries_here() -> None:
    table = load("purchasing_power").set_index(["country", "year"])["local_per_usd"]
    assert round(table["United Kingdom", 2024], 6) == 0.664153
    assert round(table["Canada", 2024], 6) == 1.150472
    assert len(table) == 70


@pytest.mark.raw
class TestAgainstTheRawFiles:
    def test_500_random_figures_of_pay_are_those_of_the_files(self, raw_sources3: Path) -> None:
        ours = load("abroad_pay").set_index(["country", "group_code"])
        cells: list[tuple[str, str, str, str]] = []
        for row in read_commas(raw_sources3 / "canada_wages_2025_derived" / "canada_wages_2025.csv"):
            names = {"p10": "low", "median": "median", "p90": "high"}
            cells += [("Canada", row["noc"], name, row[f"{theirs}_cad_per_year"]) for name, theirs in names.items()]
        for row in read_commas(raw_sources3 / "uk_ashe_2025_derived" / "ashe14_2025.csv"):
            if (row["measure"], row["workers"]) == ("annual", "ft"):
                cells += [("United Kingdom", row["soc2020"], name, row[name]) for name in PAID]
        assert {cell[:2] for cell in cells} == set(ours.index)
        for country, code, name, text in random.Random(20251119).sample(cells, 500):
            found = ours.loc[(country, code), f"annual_{name}_local"]
            assert (text == "" and pd.isna(found)) or float(text) == found, (code, name)

    def test_500_random_jobs_and_errors_are_those_of_the_workbooks(self, raw_sources3: Path) -> None:
        ours = load("abroad_pay", where={"country": ["United Kingdom"]}).set_index("group_code")
        pay, errors = (
            next((raw_sources3 / "uk_ashe_2024").glob(f"*{table}*")) for table in ("Table 14.7a", "Table 14.7b")
        )
        cells = []
        for path, sheet, place, column in ((pay, "All", 2, "jobs_thousand"), (errors, "Full-Time", 3, "median_cv_pct")):
            groups = [row for row in read_sheet(path, sheet) if re.fullmatch(r"\d{4}", row[1])]
            assert {row[1] for row in groups} == set(ours.index)
            cells += [(row[1], column, row[place]) for row in groups]
        for code, column, text in random.Random(20241029).sample(cells, 500):
            found = ours.loc[code, column]
            assert pd.isna(found) if text in ("", "x", "..", ":", ".") else found == float(text), (code, text)

    def test_500_random_ways_are_those_of_the_crosswalks(self, raw_sources: Path, raw_sources3: Path) -> None:
        table = load("abroad_codes")
        ours = {(row["soc_code"], row["group_code"]) for row in table.to_dict("records")}
        with next((raw_sources3 / "noc_crosswalks").glob("*soc2018us*")).open(encoding="cp1252", newline="") as file:
            to_soc = [(row[0].strip().zfill(4), row[3]) for row in list(csv.reader(file))[1:]]
        with next((raw_sources3 / "noc_crosswalks").glob("*noc2021*eng*")).open(encoding="utf-8", newline="") as file:
            to_new = [(row[0].zfill(4), row[3].zfill(5)) for row in list(csv.reader(file))[1:]]
        canada = sorted({(soc, new) for old, soc in to_soc for again, new in to_new if old == again})
        assert len(canada) == (table["country"] == "Canada").sum()
        assert set(random.Random(20260302).sample(canada, 500)) <= ours
        index = read_sheet(
            raw_sources3 / "uk_soc2020_index" / "soc2020volume2thecodingindexexcel03122025.xlsx", "SOC2020 coding index"
        )
        places = index[0].index("SOC_2020"), index[0].index("ISCO-08 code based on SOC2020")
        lines = [
            (row[places[0]], row[places[1]].zfill(4)) for row in index[1:] if all(row[at].isdigit() for at in places)
        ]
        assert (len(lines), len({group for group, _ in lines}), len(set(lines))) == (32_142, 412, 1_896)
        counts, groups = pd.Series(lines).value_counts(), pd.Series([group for group, _ in lines]).value_counts()
        kingdom = table[table["country"] == "United Kingdom"]
        for row in random.Random(20251203).sample(kingdom.to_dict("records"), 500):
            expected = counts[(row["group_code"], row["isco_code"])] / groups[row["group_code"]]
            assert row["line_share"] == pytest.approx(expected, abs=1e-12)
        newer = read_sheet(raw_sources / "soc_2018" / "soc_2010_to_2018_crosswalk.xlsx")
        assert set(kingdom["soc_code"]) <= {row[2] for row in newer if len(row) > 2}
        steps = xlrd.open_workbook(raw_sources3 / "isco_soc" / "isco_soc_crosswalk.xls").sheet_by_index(0)
        # the other sheet: from ISCO-08 to SOC 2010
        pairs = {
            (str(row[3]).strip(), str(row[0]).strip().removesuffix(".0"))
            for row in map(steps.row_values, range(steps.nrows))
        }
        older = defaultdict(set)
        for row in newer:
            older[row[2]].add(row[0])
        for code, isco in {(row["soc_code"], row["isco_code"]) for row in kingdom.to_dict("records")}:
            assert any((old, isco) in pairs for old in older[code]), (code, isco)

    def test_the_parity_rates_are_those_of_the_file(self, raw_sources3: Path) -> None:
        rows = read_commas(raw_sources3 / "ppp" / "ppp-gdp.csv")
        expected = {
            (row["Country"], int(row["Year"])): float(row["PPP"])
            for row in rows
            if row["Country"] in ("Canada", "United Kingdom")
        }
        table = load("purchasing_power").set_index(["country", "year"])["local_per_usd"]
        assert table.to_dict() == pytest.approx(expected, abs=1e-12)

    def test_each_group_abroad_is_judged_by_all_its_candidates(self) -> None:
        codes, pay, soc = load("abroad_codes"), load("abroad_pay"), load("soc_codes")
        medians = pay.set_index(["country", "group_code"])["annual_median_local"]
        covered = soc[soc["level"] == "detailed"].set_index("soc_code")["pay_soc_code"]
        links = load("abroad_links", where={"country": ["Canada"]})
        groups = codes[codes["country"] == "Canada"].groupby(codes["soc_code"].map(covered))["group_code"].agg(set)
        for code, match in random.Random(20260219).sample(
            sorted(set(zip(links["soc_code"], links["match"], strict=True))), 500
        ):
            found = [medians["Canada", group] for group in groups[code]]
            alike = not pd.isna(found).any() and round(max(found) / min(found), 9) <= 1.15
            assert alike == (match in SHARP), code
