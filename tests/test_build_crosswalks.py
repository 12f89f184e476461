"""Codes of the Census, the projections and the pay table are linked as sets of SOC codes, and say how well."""

import random
import re
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from raw_files import write_book

from helpers.base.errors import BadInput
from helpers.build import crosswalks, outlook
from helpers.build.raw import Built
from helpers.tables.load import load

Rows = list[list[object]]
SOC = pd.DataFrame(
    [
        ("51-4030", "broad"),
        ("51-4031", "detailed"),
        ("51-4032", "detailed"),
        ("51-4034", "detailed"),
        ("51-4190", "broad"),
        ("51-4191", "detailed"),
        ("51-4199", "detailed"),
        ("53-1000", "minor"),
        ("53-1041", "detailed"),
        ("53-1042", "detailed"),
    ],
    columns=["soc_code", "level"],
)
LIST: Rows = [
    [None, "2018 Census Occupation Code List"],
    [None, "2018 Census Title ", "2018 Census Code", "2018 SOC Code"],
    ["Production Occupations:", None, "7700-8990", "51-0000"],
    [None, "Cutting machine setters", 7950, "51-4031"],
    [None, "Other machine tool setters", "8025", "51-403X"],
    [None, "Other metal workers", "8225", "51-4XXX"],
    [None, "Supervisors of transportation", "9005", "53-1000"],
    [None, "Unemployed", "9920", "none"],
]
CROSSWALK: Rows = [
    ["2010 SOC code", "2010 Census Code", "2010 Census Title \n", "2018 SOC Code", "2018 Census Code",
     "2018 Census Title "],
    [None, None, None, "51-403X", "8025", "Other machine tool setters"],
    ["51-4032", "7960", "Drilling", None, None, "Drilling (51-4032)"],
    ["51-4034", "8010", "Lathe", None, None, "Lathe (51-4034 )"],
    [None, None, None, "51-4XXX", "8225", "Other metal workers"],
    ["51-4191", "8150", "Heat treating", None, None, "Heat treating (51-4191)"],
]  # fmt: skip


def write(folder: Path, listed: Rows = LIST, crosswalk: Rows = CROSSWALK) -> Path:
    sheets = {"2018 Census Occ Code List": listed, "2010 to 2018 Crosswalk ": crosswalk}
    return write_book(folder / "census_2018_occ_code_list_crosswalk.xlsx", sheets).parent


def frame(built: Built, name: str) -> pd.DataFrame:
    table = built.tables[name]
    assert isinstance(table, pd.DataFrame)
    return table


def test_a_soc_code_without_a_census_line_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"without just one Census line: 53-1041 \(no line\), 53-1042"):
        crosswalks.build_census(
            write(tmp_path, [row for row in LIST if row[1] != "Supervisors of transportation"]), SOC
        )


def test_a_soc_code_under_two_patterns_that_the_crosswalk_does_not_name_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"51-4034 \(no line\)"):
        crosswalks.build_census(write(tmp_path, crosswalk=[*CROSSWALK[:3], *CROSSWALK[4:]]), SOC)


def test_a_renamed_sheet_of_the_census_list_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path) / "census_2018_occ_code_list_crosswalk.xlsx"
    book = openpyxl.load_workbook(path)
    book["2018 Census Occ Code List"].title = "Codes"
    book.save(path)
    with pytest.raises(BadInput, match=r"no sheet '2018 Census Occ Code List'(.|\n)*found Codes, 2010 to 2018"):
        crosswalks.build_census(tmp_path, SOC)


def test_patterns_take_what_no_line_has_and_the_crosswalk_decides_between_two(tmp_path: Path) -> None:
    made = frame(crosswalks.build_census(write(tmp_path), SOC), "census_soc")
    assert list(made[["soc_code", "census_code", "quality"]].itertuples(index=False, name=None)) == [
        ("51-4031", "7950", "exact"),
        ("51-4032", "8025", "parent group"),
        ("51-4034", "8025", "parent group"),
        ("51-4191", "8225", "parent group"),
        ("51-4199", "8225", "parent group"),
        ("53-1041", "9005", "parent group"),
        ("53-1042", "9005", "parent group"),
    ]
    assert made["match_note"].iloc[1] == "Census line 8025 Other machine tool setters covers 51-4032, 51-4034"


def test_census_codes_keep_their_zeros_and_count_the_soc_codes_they_cover(tmp_path: Path) -> None:
    made = frame(crosswalks.build_census(write(tmp_path), SOC), "census_codes").set_index("census_code")
    assert made.loc["7700-8990", ["occupation", "level", "soc_count"]].tolist() == [
        "Production Occupations",
        "group",
        5,
    ]
    assert made.loc["7950", "soc_listed"] == "51-4031"
    assert pd.isna(made.loc["9920", "soc_listed"])
    assert made.loc["9920", "soc_count"] == 0


NAMES = {"A": "Alpha", "B": "Beta"}


@pytest.mark.parametrize(
    ("covered", "scopes", "expected"),
    [
        ({"1"}, {"A": {"2"}}, [(None, None, "none", "no code of the list covers it")]),
        ({"1"}, {"A": {"1"}, "B": {"2"}}, [("A", "Alpha", "exact", None)]),
        ({"1"}, {"A": {"1", "2"}}, [("A", "Alpha", "parent group", "wider group A Alpha, which also covers 2")]),
        (
            {"1", "2"},
            {"A": {"1"}, "B": {"2"}},
            [
                ("A", "Alpha", "several", "one of 2 codes, with B Beta"),
                ("B", "Beta", "several", "one of 2 codes, with A Alpha"),
            ],
        ),
        ({"1", "2"}, {"A": {"1"}}, [("A", "Alpha", "several", "covers a part only, not 2")]),
        (
            {"1", "2"},
            {"A": {"1", "3"}, "B": {"2"}},
            [
                ("A", "Alpha", "several", "one of 2 codes, with B Beta; wider group A Alpha, which also covers 3"),
                ("B", "Beta", "several", "one of 2 codes, with A Alpha"),
            ],
        ),
    ],
)
def test_a_link_says_how_the_scopes_lie_to_each_other(
    covered: set[str], scopes: dict[str, set[str]], expected: list[crosswalks.Match]
) -> None:
    sets = {code: frozenset(scope) for code, scope in scopes.items()}
    assert crosswalks.matches(frozenset(covered), sets, NAMES, "list") == expected


def test_a_made_code_covers_what_the_list_does_not_show_of_its_broad_group() -> None:
    found = crosswalks.scope_of(["13-1021", "13-1028", "13-1031"], ["13-1021", "13-1022", "13-1023", "13-1031"])
    assert found == {
        "13-1021": frozenset({"13-1021"}),
        "13-1028": frozenset({"13-1022", "13-1023"}),
        "13-1031": frozenset({"13-1031"}),
    }


@pytest.fixture(scope="module")
def listed(raw_sources: Path) -> Built:
    return crosswalks.build_census(raw_sources, load("soc_codes"))


@pytest.fixture(scope="module")
def projected(raw_sources: Path) -> Built:
    return outlook.build(raw_sources)


READ = ("soc_codes", "occupations", "projections", "census_codes", "census_soc")


@pytest.fixture(scope="module")
def tables(listed: Built, projected: Built) -> dict[str, pd.DataFrame]:
    made = {name: frame(projected, name) for name in projected.tables} | {
        name: frame(listed, name) for name in listed.tables
    }
    made |= {name: load(name) for name in ("soc_codes", "occupations", "onet_codes")}
    return made | {
        "occupation_links": frame(crosswalks.build_links(*(made[name] for name in READ)), "occupation_links")
    }


@pytest.mark.raw
def test_the_census_list_has_the_codes_it_says(listed: Built) -> None:
    codes = frame(listed, "census_codes")
    lines = codes[codes["level"] == "line"]
    assert len(lines) == 570  # 4 of them military, one for the unemployed
    assert (codes["level"] == "group").sum() == 33
    assert lines["soc_count"].sum() == 867


@pytest.mark.raw
def test_census_lines_cover_what_the_crosswalk_sheet_names(raw_sources: Path, listed: Built) -> None:
    path = raw_sources / "soc_2018" / "census_2018_occ_code_list_crosswalk.xlsx"
    raw = pd.read_excel(path, sheet_name="2010 to 2018 Crosswalk ", header=None, skiprows=4, dtype=str)
    named, current = set(), ""
    for _, _, _, _, code, title in raw.iloc[:, :6].itertuples(index=False, name=None):
        current = current if pd.isna(code) else str(code).strip().zfill(4)
        if found := re.search(r"\((\d\d-\d{4})\s*\)\s*$", str(title)):
            named.add((found[1], current))
    ours = set(frame(listed, "census_soc")[["soc_code", "census_code"]].itertuples(index=False, name=None))
    # the sheet's slips: a broad code among the detailed ones, and 56- for 53-
    assert named - ours == {("51-7030", "8555"), ("56-6031", "9365")}
    assert ("53-6031", "9365") in ours


@pytest.mark.raw
def test_500_random_census_codes_stand_beside_their_soc_code_in_the_raw_list(raw_sources: Path, listed: Built) -> None:
    path = raw_sources / "soc_2018" / "census_2018_occ_code_list_crosswalk.xlsx"
    raw = pd.read_excel(path, sheet_name="2018 Census Occ Code List", header=None, dtype=str).iloc[:, 1:4]
    rows = {str(code).strip().zfill(4): (title, soc) for title, code, soc in raw.itertuples(index=False, name=None)}
    codes = frame(listed, "census_codes").set_index("census_code")
    lines = codes[codes["level"] == "line"]
    for code in random.Random(2018).choices(list(lines.index), k=500):
        title, soc = rows[code]
        assert lines.loc[code, "occupation"] == title.strip()
        listed_soc = lines.loc[code, "soc_listed"]
        assert soc == "none" if pd.isna(listed_soc) else listed_soc == soc.strip()


@pytest.mark.raw
def test_every_pay_occupation_is_linked_to_each_list(tables: dict[str, pd.DataFrame]) -> None:
    found = tables["occupation_links"]
    pay = found[found["in_pay"]]
    assert pay["soc_code"].nunique() == 830
    counts = pay.groupby(["target", "quality"])["soc_code"].nunique().to_dict()
    assert counts == {
        ("ep", "exact"): 830,
        ("census", "exact"): 425,
        ("census", "parent group"): 402,
        ("census", "several"): 3,
    }
    others = found[~found["in_pay"]]
    assert others.groupby(["target", "quality"])["soc_code"].nunique().to_dict() == {
        ("ep", "exact"): 2,
        ("ep", "parent group"): 28,
        ("ep", "none"): 19,
        ("census", "exact"): 9,
        ("census", "parent group"): 40,
    }
    assert found.loc[found["quality"] != "exact", "match_note"].notna().all()


@pytest.mark.raw
def test_pay_codes_and_soc_codes_are_linked_as_the_soc_table_says(tables: dict[str, pd.DataFrame]) -> None:
    soc = tables["soc_codes"].query("level == 'detailed'")
    pay = tables["occupations"].query("level == 'detailed'")
    scopes = crosswalks.scope_of(list(pay["soc_code"]), list(soc["soc_code"]))
    covered = soc.dropna(subset=["pay_soc_code"]).groupby("pay_soc_code")["soc_code"].agg(frozenset).to_dict()
    assert scopes == covered


@pytest.mark.raw
def test_the_projections_onet_crosswalk_agrees_with_ours(tables: dict[str, pd.DataFrame]) -> None:
    soc = tables["soc_codes"].set_index("soc_code")["pay_soc_code"]
    ours = tables["onet_codes"].assign(pay_code=lambda f: f["soc_code"].map(soc))
    both = ours.merge(tables["ep_onet"], on="onet_code", how="left", validate="one_to_one")
    military = both["soc_code"].str.startswith("55-")
    assert both.loc[military, "ep_code"].isna().all()
    assert both.loc[~military, "ep_code"].notna().all()
    differ = both[~military & (both["pay_code"] != both["ep_code"])]
    # the pay table has no legislators and no fishing and hunting workers; the projections have
    assert differ[["soc_code", "ep_code"]].drop_duplicates().to_numpy().tolist() == [
        ["11-1031", "11-1031"],
        ["45-3031", "45-3031"],
    ]


@pytest.mark.raw
def test_marked_attainment_lines_are_wider_or_narrower_than_a_census_line_too(
    tables: dict[str, pd.DataFrame],
) -> None:
    several = set(tables["attainment"].query("quality == 'several'")["ep_code"])
    found = tables["occupation_links"].query("target == 'census' and quality == 'several'")
    assert several == set(found["soc_code"])
