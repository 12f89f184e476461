import shutil
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from small_release import write_pack, write_title_files

from helpers.base.errors import BadInput
from helpers.base.title_key import spellings
from helpers.build import oews, titles
from helpers.tables.load import check, load
from helpers.tables.spec import ALL

XLSX = (
    *("soc_structure_2018.xlsx", "soc_2018_direct_match_title_file.xlsx", "2019_to_SOC_Crosswalk.xlsx"),
    "soc_2010_to_2018_crosswalk.xlsx",
)
TXT = ("Alternate Titles.txt", "Sample of Reported Titles.txt")


@pytest.fixture(scope="module")
def occupations(tmp_path_factory: pytest.TempPathFactory) -> pd.DataFrame:
    """Occupations of the small pay release."""
    folder = tmp_path_factory.mktemp("oews")
    write_pack(folder)
    made = oews.build(folder).tables["occupations"]
    assert isinstance(made, pd.DataFrame)
    return made


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small files of the SOC and of O*NET, written once."""
    folder = tmp_path_factory.mktemp("titles")
    write_title_files(folder)
    return folder


@pytest.fixture
def folder(files: Path, tmp_path: Path) -> Path:
    """Copy of the small files, to be damaged."""
    return Path(shutil.copytree(files, tmp_path / "titles"))


def refusal(folder: Path, occupations: pd.DataFrame) -> BadInput:
    with pytest.raises(BadInput) as caught:
        titles.build(folder, occupations)
    assert caught.value.next_step
    return caught.value


# --- refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", [*XLSX, *TXT, "Read Me.txt"])
def test_a_missing_file_is_named(folder: Path, occupations: pd.DataFrame, name: str) -> None:
    (folder / name).unlink()
    error = refusal(folder, occupations)
    assert error.given.startswith("no file for the ")
    assert name in error.expected


@pytest.mark.parametrize("page", [b"<!DOCTYPE html><html>Not found</html>", b"", b"PK\x03\x04 cut"])
@pytest.mark.parametrize("name", XLSX)
def test_another_file_in_place_of_a_workbook_is_told(
    folder: Path, occupations: pd.DataFrame, name: str, page: bytes
) -> None:
    (folder / name).write_bytes(page)
    error = refusal(folder, occupations)
    assert f"{name} cannot be read" in error.given
    assert "a page or a cut download" in error.next_step


@pytest.mark.parametrize("name", XLSX)
def test_a_cut_workbook_is_told(folder: Path, occupations: pd.DataFrame, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes()[:-200])
    assert f"{name} cannot be read" in refusal(folder, occupations).given


@pytest.mark.parametrize("page", [b"<!DOCTYPE html>\n<html>Not found</html>\n", b"", b"\xff\xfe\x00"])
@pytest.mark.parametrize("name", TXT)
def test_another_file_in_place_of_a_list_is_told(
    folder: Path, occupations: pd.DataFrame, name: str, page: bytes
) -> None:
    (folder / name).write_bytes(page)
    assert name in refusal(folder, occupations).given


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("soc_structure_2018.xlsx", "Broad Group"),
        ("soc_2018_direct_match_title_file.xlsx", "2018 SOC Direct Match Title"),
        ("2019_to_SOC_Crosswalk.xlsx", "2018 SOC Code"),
        ("soc_2010_to_2018_crosswalk.xlsx", "2018 SOC Code"),
    ],
)
def test_a_workbook_without_a_column_is_told(folder: Path, occupations: pd.DataFrame, name: str, column: str) -> None:
    book = openpyxl.load_workbook(folder / name)
    for row in book.worksheets[0].iter_rows():
        for cell in row:
            cell.value = "Renamed" if cell.value == column else cell.value
    book.save(folder / name)
    assert refusal(folder, occupations).given == f"{name} has no column {column!r}"


def test_a_workbook_without_its_header_row_is_told(folder: Path, occupations: pd.DataFrame) -> None:
    pd.DataFrame({"a": ["x"] * 40}).to_excel(folder / XLSX[0], index=False)
    error = refusal(folder, occupations)
    assert error.given == f"{XLSX[0]}: no row of column names among the first 20"
    assert "'Major Group'" in error.expected


@pytest.mark.parametrize(("name", "column"), [(TXT[0], "Alternate Title"), (TXT[1], "Reported Job Title")])
def test_a_list_without_a_column_is_told(folder: Path, occupations: pd.DataFrame, name: str, column: str) -> None:
    path = folder / name
    path.write_text(path.read_text(encoding="utf-8").replace(column, "Renamed", 1), encoding="utf-8")
    error = refusal(folder, occupations)
    assert error.given == f"{name} has no column {column}"
    assert "renamed" in error.expected


def test_titles_of_another_taxonomy_are_told_with_their_codes(folder: Path, occupations: pd.DataFrame) -> None:
    path = folder / "Alternate Titles.txt"
    path.write_text(path.read_text(encoding="utf-8") + "99-0001.00\tDragon Tamer\tn/a\t08\n", encoding="utf-8")
    assert refusal(folder, occupations).given.endswith("O*NET-SOC codes that the crosswalk lacks: 99-0001.00")


@pytest.mark.parametrize("text", ["", "Some other note\n", "O*NET 31.0 Database\nwithout a month\n"])
def test_a_note_that_names_no_release_is_told(folder: Path, occupations: pd.DataFrame, text: str) -> None:
    (folder / "Read Me.txt").write_text(text, encoding="utf-8")
    assert refusal(folder, occupations).given == "Read Me.txt cannot be read: it names no release"


# --- built ----------------------------------------------------------------------------------------------------------


def test_each_title_stands_under_its_keys_codes_and_lists(folder: Path, occupations: pd.DataFrame) -> None:
    made = titles.build(folder, occupations).tables["titles"]
    assert isinstance(made, pd.DataFrame)
    listed = made.drop(columns="weight")
    rows = [tuple(None if pd.isna(value) else value for value in row) for row in listed.itertuples(index=False)]
    clerk = "Accounts Receivable Clerk (AR Clerk)"
    assert rows == [
        ("account receivable clerk", clerk, "43-3021", "43-3021.00", "alternate", "onet"),
        ("account receivable clerk ar clerk", clerk, "43-3021", "43-3021.00", "alternate", "onet"),
        ("air crew officer", "Air Crew Officers", "55-1011", None, "official", "soc"),
        ("ar clerk", clerk, "43-3021", "43-3021.00", "alternate", "onet"),
        ("billing and posting clerk", "Billing and Posting Clerks", "43-3021", None, "official", "soc"),
        ("billing and posting clerk", "Billing and Posting Clerks", "43-3021", "43-3021.00", "official", "onet"),
        ("billing specialist", "Billing Specialist", "43-3021", "43-3021.00", "alternate", "onet"),
        ("billing specialist", "Billing Specialist", "43-3021", "43-3021.00", "reported", "onet"),
        ("buyer", "Buyer", "13-1022", None, "direct_match", "soc"),
        # the survey publishes both kinds of buyers under a name of its own, and two kinds of clerks
        ("buyer and purchasing agent", "Buyers and Purchasing Agents", "13-1020", None, "official", "oews"),
        ("buyer of farm product", "Buyers of Farm Products", "13-1021", None, "official", "soc"),
        ("buyer of farm product", "Buyers of Farm Products", "13-1021", "13-1021.00", "official", "onet"),
        ("clerk of another kind", "Clerks of Another Kind", "43-9199", None, "official", "soc"),
        ("clerk of one kind", "Clerks of One Kind", "43-9191", None, "official", "soc"),
        ("clerk of two kind", "Clerks of Two Kinds", "43-9198", None, "official", "oews"),
        ("crop buyer", "Crop Buyer", "13-1021", "13-1021.00", "alternate", "onet"),
        ("invoice clerk", "Invoice Clerk", "43-3021", None, "direct_match", "soc"),
        ("other buyer", "Other Buyers", "13-1022", None, "official", "soc"),
    ]


def test_each_soc_code_leads_to_the_code_that_covers_it_in_the_pay_table(
    folder: Path, occupations: pd.DataFrame
) -> None:
    made = titles.build(folder, occupations).tables["soc_codes"]
    assert isinstance(made, pd.DataFrame)
    found = {
        code: (level, None if pd.isna(covered) else covered, quality)
        for code, level, covered, quality in made[["soc_code", "level", "pay_soc_code", "quality"]].itertuples(
            index=False
        )
    }
    assert found == {
        "13-0000": ("major", "13-0000", "exact"),
        "13-1020": ("broad", "13-1020", "exact"),
        "13-1021": ("detailed", "13-1020", "parent group"),
        "13-1022": ("detailed", "13-1020", "parent group"),
        "43-0000": ("major", "43-0000", "exact"),
        "43-3000": ("minor", "43-3000", "exact"),
        "43-3020": ("broad", None, "none"),
        "43-3021": ("detailed", "43-3021", "exact"),
        "43-9191": ("detailed", "43-9198", "parent group"),
        "43-9199": ("detailed", "43-9198", "parent group"),
        "55-1011": ("detailed", None, "none"),
    }
    notes = made.set_index("soc_code")["match_note"]
    assert notes["13-1021"] == "published with others as 13-1020 Buyers and Purchasing Agents"
    assert notes["55-1011"] == "the pay survey does not cover this code"
    assert pd.isna(notes["43-3021"])


def test_occupations_say_whether_the_soc_has_their_code(folder: Path, occupations: pd.DataFrame) -> None:
    made = titles.build(folder, occupations).tables["occupations"]
    assert isinstance(made, pd.DataFrame)
    assert made.loc[~made["in_soc_2018"], "soc_code"].tolist() == ["00-0000", "43-9198"]
    assert "in_soc_2018" not in occupations


def test_every_table_keeps_its_schema_and_tells_its_files_and_release(folder: Path, occupations: pd.DataFrame) -> None:
    built = titles.build(folder, occupations)
    assert set(built.tables) == {"soc_codes", "soc_2010", "onet_codes", "titles", "occupations"}
    for name, frame in built.tables.items():
        assert isinstance(frame, pd.DataFrame)
        typed = frame.astype({column.name: column.dtype for column in ALL[name].columns})
        assert len(check(typed, ALL[name])) > 0
    assert built.releases == {"onet": {"release": "31.0", "period": "August 2031"}}
    assert {source: [path.name for path in paths] for source, paths in built.files.items()} == {
        "soc": [XLSX[0], XLSX[1], XLSX[3]],
        "onet_soc": [XLSX[2]],
        "onet": [*TXT],
    }


def test_the_list_of_newer_onet_releases_is_read_under_its_new_name(folder: Path, occupations: pd.DataFrame) -> None:
    path = folder / "Alternate Titles.txt"
    newer = path.read_text(encoding="utf-8").replace("Alternate Title\t", "Job Title\t")
    path.unlink()
    (folder / "Job Titles.txt").write_text(newer, encoding="utf-8")
    made = titles.build(folder, occupations).tables["titles"]
    assert isinstance(made, pd.DataFrame)
    assert "Crop Buyer" in made["title"].tolist()
    assert set(made["list"]) == {"official", "direct_match", "alternate", "reported"}


def test_a_title_weighs_more_the_more_and_newer_its_sources(folder: Path, occupations: pd.DataFrame) -> None:
    path = folder / "Alternate Titles.txt"
    more = "13-1021.00\tGrain Buyer\tn/a\t02,08,10\n13-1021.00\tHay Buyer (HB)\tHB\t04\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    made = titles.build(folder, occupations).tables["titles"]
    assert isinstance(made, pd.DataFrame)
    weight = made.set_index("title_key")["weight"]
    # two new sources and an old one; one old one, under both forms
    assert weight["grain buyer"] == pytest.approx(0.5 + 2 * 0.5 + 0.15)
    assert weight["hay buyer"] == weight["hb"] == pytest.approx(0.65)
    assert set(weight["billing and posting clerk"]) == {4.0}


def test_codes_of_the_soc_of_2010_lead_to_those_of_2018(folder: Path, occupations: pd.DataFrame) -> None:
    made = titles.build(folder, occupations).tables["soc_2010"]
    assert isinstance(made, pd.DataFrame)
    assert list(made.itertuples(index=False, name=None)) == [
        ("13-1021", "Buyers of Farm Products", "13-1021"),
        ("43-3029", "Clerks of Old", "43-3021"),
    ]


# --- held against what ships ----------------------------------------------------------------------------------------


def test_the_shipped_lists_have_the_size_that_their_publishers_state() -> None:
    levels = load("soc_codes")["level"].value_counts()
    assert levels.to_dict() == {"detailed": 867, "broad": 459, "minor": 98, "major": 23}
    assert len(load("onet_codes")) == 1_016
    listed = load("titles")
    direct = listed[listed["list"] == "direct_match"]
    assert direct[["title", "soc_code"]].drop_duplicates().shape[0] == 6_520


def test_every_shipped_title_has_the_key_that_it_would_get_today() -> None:
    listed = load("titles", columns=["title", "title_key"]).drop_duplicates()
    sample = listed.sample(4_000, random_state=20261121)
    lost = [
        title
        for key, title in sample[["title_key", "title"]].itertuples(index=False)
        if key not in spellings(title, both=True)
    ]
    assert lost == []


def test_every_shipped_title_has_a_code_that_is_known() -> None:
    listed = load("titles")
    known = set(load("soc_codes")["soc_code"]) | set(load("occupations")["soc_code"])
    assert set(listed["soc_code"]) <= known
    assert set(listed["onet_code"].dropna()) <= set(load("onet_codes")["onet_code"])
    assert listed["onet_code"].notna().equals(listed["source_id"] == "onet")


@pytest.mark.raw
def test_random_titles_of_the_raw_lists_are_in_the_title_table(raw_sources: Path) -> None:
    listed = load("titles")
    rows = set(listed[["title", "onet_code", "list"]].itertuples(index=False, name=None))
    checked = 0
    for file, column, name in ((TXT[0], "Alternate Title", "alternate"), (TXT[1], "Reported Job Title", "reported")):
        raw = pd.read_csv(raw_sources / "onet_30_2" / file, sep="\t", dtype=str, quoting=3)
        for title, code in raw.sample(300, random_state=20261121)[[column, "O*NET-SOC Code"]].itertuples(index=False):
            assert (" ".join(title.split()), code, name) in rows
            checked += 1
    assert checked == 600
