import dataclasses
import shutil
from pathlib import Path

import pandas as pd
import pytest
from small_release import write_flat, write_pack, write_title_files

from helpers.base.errors import BadInput, DamagedTable
from helpers.base.paths import data_folder
from helpers.build import run, store
from helpers.build.raw import Built
from helpers.build.run import Step, build_tables
from helpers.build.store import write_table
from helpers.tables.load import load
from helpers.tables.sources import load_sources, read_checksums, sha256
from helpers.tables.spec import ALL

MADE = ("pay", "occupations", "areas", "industries", "footnotes", "soc_codes", "soc_2010", "onet_codes", "titles")
CURATED = ("title_words", "title_readings")
FIRST = tuple(step for step in run.STEPS if set(step.makes) <= set(MADE))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Small raw files, written once: the pack below one folder, the title files below another."""
    folder = tmp_path_factory.mktemp("raw")
    for name, write in (("pay", write_pack), ("titles", write_title_files)):
        (folder / name).mkdir()
        write(folder / name)
    return folder


@pytest.fixture
def raw(files: Path, tmp_path: Path) -> Path:
    """Copy of the small raw files, to be damaged."""
    return Path(shutil.copytree(files, tmp_path / "raw"))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Data folder with curated tables, sources and a file of the user; the tables are those of the first two steps."""
    known = {name: ALL[name] for name in (*MADE, *CURATED)}
    monkeypatch.setattr(run, "STEPS", FIRST)
    monkeypatch.setattr(store, "ALL", known)
    folder = tmp_path / "data"
    folder.mkdir()
    for name in (*(f"{name}.csv" for name in CURATED), "sources.yml"):
        shutil.copy(data_folder() / name, folder / name)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    return folder


# --- refused --------------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_there_is_told(data: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        build_tables(tmp_path / "nowhere", data)
    assert caught.value.given == "there is no folder nowhere/"
    assert "data/README.md" in caught.value.next_step


@pytest.mark.parametrize(
    ("damaged", "content", "words"),
    [
        ("pay/oews-2031.sqlite.gz", b"<html>", "oews-2031.sqlite.gz cannot be read"),
        ("pay/oews-2031.sqlite.gz", None, "no file for the OEWS cells"),
        ("titles/soc_structure_2018.xlsx", b"<html>", "soc_structure_2018.xlsx cannot be read"),
        (
            "titles/Alternate Titles.txt",
            b"O*NET-SOC Code\tTitle\n",
            "Alternate Titles.txt has no column Alternate Title",
        ),
        ("titles/Read Me.txt", None, "no file for the O*NET release note"),
    ],
)
def test_a_fault_of_a_raw_file_leaves_the_data_untouched(
    raw: Path, data: Path, damaged: str, content: bytes | None, words: str
) -> None:
    (raw / damaged).unlink()
    if content is not None:
        (raw / damaged).write_bytes(content)
    before = contents(data)
    with pytest.raises(BadInput) as caught:
        build_tables(raw, data)
    assert words in caught.value.given
    assert contents(data) == before
    assert sorted(path.name for path in data.parent.iterdir()) == ["data", "raw"]


@pytest.mark.parametrize(
    ("damaged", "content", "words"),
    [
        (
            "title_readings.csv",
            b"titles,soc_codes,why\nx,not a code,y\n",
            "title_readings.csv breaks its schema: column soc_codes",
        ),
        ("title_readings.csv", None, "the table title_readings.csv is missing"),
        ("sources.yml", b"- none\n", "sources.yml cannot be used"),
        ("sources.yml", None, "sources.yml cannot be used"),
    ],
)
def test_a_fault_that_is_found_at_the_end_leaves_the_data_untouched(
    raw: Path, data: Path, damaged: str, content: bytes | None, words: str
) -> None:
    (data / damaged).unlink()
    if content is not None:
        (data / damaged).write_bytes(content)
    before = contents(data)
    with pytest.raises(DamagedTable) as caught:
        build_tables(raw, data)
    assert words in caught.value.given
    assert contents(data) == before
    assert sorted(path.name for path in data.parent.iterdir()) == ["data", "raw"]


def test_a_table_that_breaks_its_schema_leaves_the_data_untouched(
    raw: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def doubled(folder: Path) -> Built:
        built = FIRST[0].builder(folder)
        areas = built.tables["areas"]
        return dataclasses.replace(built, tables=built.tables | {"areas": pd.concat([areas, areas])})

    monkeypatch.setattr(run, "STEPS", (dataclasses.replace(FIRST[0], builder=doubled), FIRST[1]))
    before = contents(data)
    with pytest.raises(DamagedTable, match=r"areas\.parquet breaks its schema"):
        build_tables(raw, data)
    assert contents(data) == before


def test_a_step_that_makes_other_tables_than_it_declares_is_a_mistake_of_the_program() -> None:
    step = Step(sources=(), reads=(), makes=("areas",), builder=lambda: Built({}, {}))
    with pytest.raises(AssertionError, match="declared"):
        step.build(Path(), {})


# --- built ----------------------------------------------------------------------------------------------------------


def test_all_tables_are_built_checked_and_told(raw: Path, data: Path) -> None:
    said: list[str] = []
    rows = build_tables(raw, data, say=said.append)
    assert rows == {
        "pay": 10,
        "occupations": 7,
        "areas": 3,
        "industries": 2,
        "footnotes": 6,
        "soc_codes": 11,
        "onet_codes": 2,
        "titles": 18,
        "soc_2010": 2,
        "title_words": len(load("title_words")),
        "title_readings": len(load("title_readings")),
    }
    assert said == ["read oews", "read soc, onet_soc, onet", "checking every table"]
    assert load("areas", folder=data)["area"].tolist() == ["National", "Akron, OH", "Ohio"]
    assert load("occupations", folder=data)["in_soc_2018"].sum() == 5


def test_what_is_kept_by_hand_stays_and_the_sources_tell_the_new_files(raw: Path, data: Path) -> None:
    before = load_sources(data)
    build_tables(raw, data)
    assert (data / "notes.txt").read_text(encoding="utf-8") == "mine"
    for name in CURATED:
        assert (data / f"{name}.csv").read_bytes() == (data_folder() / f"{name}.csv").read_bytes()
    after = load_sources(data)
    pack = raw / "pay" / "oews-2031.sqlite.gz"
    assert after["oews"].files == {pack.name: sha256(pack)}
    assert (after["oews"].release, after["onet"].release, after["onet"].period) == ("May 2031", "31.0", "August 2031")
    assert after["rolepair"] == before["rolepair"]
    assert list(after) == list(before)
    stated = read_checksums(data)
    assert set(stated) == {ALL[name].file for name in (*MADE, *CURATED)} | {"sources.yml"}
    assert all(sha256(data / name) == checksum for name, checksum in stated.items())


def test_the_same_files_give_the_same_bytes(raw: Path, data: Path) -> None:
    build_tables(raw, data)
    first = contents(data)
    build_tables(raw, data)
    assert contents(data) == first
    shutil.rmtree(data)
    data.mkdir()
    for name in (*(f"{name}.csv" for name in CURATED), "sources.yml", "notes.txt"):
        (data / name).write_bytes(first[name] if name != "sources.yml" else (data_folder() / name).read_bytes())
    build_tables(raw, data)
    assert contents(data) == first


def test_the_pack_and_the_flat_files_give_the_same_bytes(raw: Path, data: Path) -> None:
    build_tables(raw, data)
    first = contents(data)
    (raw / "pay" / "oews-2031.sqlite.gz").unlink()
    write_flat(raw / "pay")
    build_tables(raw, data)
    second = contents(data)
    assert {name for name in first if first[name] != second[name]} == {"sources.yml", "SHA256SUMS"}
    assert first.keys() == second.keys()


def test_an_old_table_gives_way_to_the_new_one(raw: Path, data: Path) -> None:
    shutil.copy(data_folder() / "areas.parquet", data)
    assert len(load("areas", folder=data)) == 583
    build_tables(raw, data)
    assert len(load("areas", folder=data)) == 3


# --- the steps ------------------------------------------------------------------------------------------------------


def test_every_step_reads_tables_that_are_there_and_sources_that_are_known() -> None:
    made: set[str] = set()
    curated = set(ALL) - {name for step in run.STEPS for name in step.makes}
    for step in run.STEPS:
        assert set(step.reads) <= made | curated, step
        assert set(step.sources) <= set(load_sources()), step
        assert set(step.makes) <= set(ALL), step
        made |= set(step.makes)
    assert set(MADE) <= made
    assert {*CURATED, "market_claims"} <= curated
    assert {ALL[name].file.rpartition(".")[2] for name in curated} == {"csv"}


@pytest.mark.raw
def test_the_shipped_tables_are_byte_for_byte_what_the_build_makes_of_the_raw_files(
    raw_sources: Path, raw_sources2: Path, raw_sources3: Path, tmp_path: Path
) -> None:
    for folder in (raw_sources, raw_sources2, raw_sources3):
        for path in (path for path in folder.rglob("*") if path.is_file()):
            link = tmp_path / "raw" / folder.name / path.relative_to(folder)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    done = Built({}, {})
    for step in run.STEPS:
        done.add(step.build(tmp_path / "raw", done.tables))
    curated = {
        "job_zone_meanings",
        "market_claims",
        "published_totals",
        "title_readings",
        "title_words",
        "track_record",
    }
    assert set(done.tables) == set(ALL) - curated
    for name, rows in done.tables.items():
        path = write_table(rows, ALL[name], tmp_path)
        assert sha256(path) == sha256(data_folder() / path.name), name
    for source, fields in done.releases.items():
        shipped = load_sources()[source]
        assert {key: fields[key] for key in ("release", "period") if key in fields}.items() <= vars(shipped).items()
