import errno
import resource
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import yaml

from helpers.base.errors import BadInput, DamagedTable
from helpers.base.paths import data_folder
from helpers.build import store
from helpers.build.store import (
    check_all,
    replaced,
    restore,
    update_sources,
    write_checksums,
    write_table,
)
from helpers.tables import spec as schemas
from helpers.tables.column import Column, Table
from helpers.tables.column import table as declared
from helpers.tables.load import load
from helpers.tables.sources import load_sources, read_checksums, sha256
from helpers.tables.spec import ALL


def grocers(file: str) -> Table:
    return declared(
        "grocers",
        "grocers of a town",
        Column("grocer", "text", "name"),
        Column("street", "text", "street, if it is known", nullable=True),
        Column("shops", "whole", "number of shops", low=0),
        Column("clerks", "whole", "number of clerks", nullable=True),
        Column("apples_usd", "decimal", "price of apples", nullable=True, places=2),
        Column("share", "real", "share of the market", nullable=True),
        Column("open", "flag", "whether it is open"),
        Column("organic", "flag", "whether it is organic, if it is known", nullable=True),
        sources=("rolepair",),
        key=("grocer", "street"),
        file=file,
    )


FRAME = pd.DataFrame(
    {
        "grocer": ["zoë", "ann", "ann"],
        "street": ["Elm", "Oak", None],
        "shops": [3, 0, 2_000_000_000],
        "clerks": [np.nan, 7, 0],
        "apples_usd": [0.1, np.nan, 9999999.99],
        "share": [1 / 3, np.nan, 1e-12],
        "open": [True, False, True],
        "organic": [True, None, False],
    }
)


@pytest.fixture(params=["grocers.parquet", "grocers.csv"])
def table(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Table:
    """Table of our own, kept as parquet and as CSV."""
    made = grocers(request.param)
    monkeypatch.setitem(schemas.ALL, "grocers", made)
    return made


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Data folder with a table, a file that is no table, and sources."""
    folder = tmp_path / "data"
    folder.mkdir()
    shutil.copy(data_folder() / "areas.parquet", folder)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    shutil.copy(data_folder() / "sources.yml", folder)
    return folder


@contextmanager
def no_file_larger_than(size: int) -> Iterator[None]:
    """Let every write beyond a size fail, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


# --- refused --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "values", "words"),
    [
        ("shops", [1, -1, 2], "column shops fails greater_than_or_equal_to(0): row"),
        ("shops", [1, np.nan, 2], "column shops fails not_nullable"),
        ("shops", ["a", "b", "c"], "column shops fails dtype"),
        ("grocer", ["ann", None, "bob"], "column grocer fails not_nullable"),
        ("street", ["Oak", "Oak", "Oak"], "uniqueness"),
        ("open", [True, None, True], "column open fails"),
    ],
)
def test_a_frame_that_breaks_the_schema_is_not_written(
    table: Table, tmp_path: Path, column: str, values: list[object], words: str
) -> None:
    frame = FRAME.assign(**{column: pd.Series(values)})
    with pytest.raises(DamagedTable) as caught:
        write_table(frame, table, tmp_path)
    assert table.file in caught.value.given
    assert words in caught.value.given
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("failure", [RuntimeError, KeyboardInterrupt, DamagedTable, BadInput])
def test_a_failure_while_the_copy_is_changed_leaves_the_folder_untouched(
    data: Path, failure: type[BaseException]
) -> None:
    before = contents(data)
    error = failure("x", expected="y", next_step="z") if issubclass(failure, DamagedTable | BadInput) else failure()

    def change_and_fail() -> None:
        with replaced(data) as aside:
            (aside / "areas.parquet").write_bytes(b"half")
            (aside / "new.txt").write_text("new", encoding="utf-8")
            raise error

    with pytest.raises(failure):
        change_and_fail()
    assert contents(data) == before
    assert list(data.parent.iterdir()) == [data]


@pytest.mark.parametrize(
    ("size", "name"), [(5_000, "industries"), (12_000, "soc_codes"), (12_000, "market_claims")], ids=str
)
def test_a_disk_that_takes_no_more_leaves_the_folder_untouched(data: Path, size: int, name: str) -> None:
    # the first size is too small for the copy of areas.parquet, the others for the table that is written
    (data / "sources.yml").unlink()
    before, rows = contents(data), load(name)

    def write() -> None:
        with no_file_larger_than(size), replaced(data) as aside:
            write_table(rows, ALL[name], aside)

    with pytest.raises(BadInput) as caught:
        write()
    assert "the folder data/ cannot be written: " in caught.value.given
    assert "File too large" in caught.value.given
    assert "nothing in it was changed" in caught.value.next_step
    assert contents(data) == before
    assert list(data.parent.iterdir()) == [data]


def test_a_read_only_place_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> str:
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr(store.tempfile, "mkdtemp", refuse)
    before = contents(data)
    with pytest.raises(BadInput, match="data/ cannot be written: Read-only file system"), replaced(data):
        pytest.fail("the copy must not be handed out")
    assert contents(data) == before


def test_a_place_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="No such file or directory"), replaced(tmp_path / "no" / "data"):
        pytest.fail("the copy must not be handed out")
    assert list(tmp_path.iterdir()) == []


def test_a_swap_that_fails_half_way_is_taken_back(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = contents(data)
    rename = Path.rename

    def fail_for_the_new_one(path: Path, target: Path) -> Path:
        if "-new-" in path.name:
            raise OSError(errno.EACCES, "Permission denied")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fail_for_the_new_one)
    with pytest.raises(BadInput, match="Permission denied"), replaced(data) as aside:
        (aside / "notes.txt").write_text("theirs", encoding="utf-8")
    assert contents(data) == before
    assert list(data.parent.iterdir()) == [data]


def test_sources_that_are_missing_or_unknown_are_told(data: Path) -> None:
    with pytest.raises(DamagedTable, match=r"sources\.yml has no entry for apples, pears"):
        update_sources(data, {"pears": [], "oews": [], "apples": []}, {})
    (data / "sources.yml").unlink()
    with pytest.raises(DamagedTable, match=r"sources\.yml cannot be used"):
        update_sources(data, {"oews": []}, {})


# --- written --------------------------------------------------------------------------------------------------------


def test_rows_come_back_as_they_were_written_in_the_order_of_the_key(table: Table, tmp_path: Path) -> None:
    path = write_table(FRAME, table, tmp_path)
    assert path == tmp_path / table.file
    expected = pd.DataFrame(
        {
            "grocer": pd.Series(["ann", "ann", "zoë"], dtype="str"),
            "street": pd.Series([None, "Oak", "Elm"], dtype="str"),
            "shops": [2_000_000_000, 0, 3],
            "clerks": [0, 7, np.nan],
            "apples_usd": [9999999.99, np.nan, 0.1],
            "share": [1e-12, np.nan, 1 / 3],
            "open": [True, False, True],
            "organic": pd.array([False, None, True], dtype="boolean"),
        }
    )
    found = load("grocers", folder=tmp_path)
    if table.file.endswith(".csv"):
        pd.testing.assert_frame_equal(found, expected, rtol=1e-14)
    else:
        pd.testing.assert_frame_equal(found, expected, check_exact=True)


def test_the_same_rows_give_the_same_bytes_in_whatever_order(table: Table, tmp_path: Path) -> None:
    first = write_table(FRAME, table, tmp_path).read_bytes()
    for order in ([2, 1, 0], [1, 2, 0]):
        assert write_table(FRAME.iloc[order], table, tmp_path).read_bytes() == first
    wider = FRAME.assign(note="dropped")[["note", *reversed(table.names)]]
    assert write_table(wider, table, tmp_path).read_bytes() == first


def test_the_frame_handed_in_stays_as_it_was(table: Table, tmp_path: Path) -> None:
    frame = FRAME.copy()
    write_table(frame, table, tmp_path)
    pd.testing.assert_frame_equal(frame, FRAME)


def test_parquet_is_zstd_in_row_groups_with_checksums_and_exact_decimals(tmp_path: Path) -> None:
    write_table(pa.Table.from_pylist([], schema=ALL["pay"].arrow_schema()), ALL["pay"], tmp_path)
    path = data_folder() / "pay.parquet"
    metadata = pq.read_metadata(path)
    assert metadata.row_group(0).num_rows == ALL["pay"].row_group
    assert {metadata.row_group(0).column(i).compression for i in range(metadata.num_columns)} == {"ZSTD"}
    assert pq.read_schema(path).remove_metadata() == ALL["pay"].arrow_schema()
    assert 8e6 < path.stat().st_size < 12e6


def test_csv_is_utf_8_with_unix_line_ends(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    table = grocers("grocers.csv")
    monkeypatch.setitem(schemas.ALL, "grocers", table)
    assert write_table(FRAME.iloc[:2], table, tmp_path).read_bytes().decode("utf-8") == (
        "grocer,street,shops,clerks,apples_usd,share,open,organic\n"
        "ann,Oak,0,7,,,false,\n"
        "zoë,Elm,3,,0.1,0.333333333333333,true,true\n"
    )


def test_a_changed_copy_takes_the_place_of_the_folder(data: Path) -> None:
    with replaced(data) as aside:
        assert contents(aside) == contents(data)
        assert aside.parent == data.parent
        (aside / "areas.parquet").unlink()
        (aside / "new.txt").write_text("new", encoding="utf-8")
    assert set(contents(data)) == {"notes.txt", "new.txt", "sources.yml"}
    assert (data / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert data.stat().st_mode & 0o777 == 0o755
    assert list(data.parent.iterdir()) == [data]


def test_a_folder_that_is_not_there_yet_is_made(tmp_path: Path) -> None:
    with replaced(tmp_path / "data") as aside:
        (aside / "a.txt").write_text("a", encoding="utf-8")
    assert contents(tmp_path) == {"data/a.txt": b"a"}


def test_checksums_are_written_for_tables_and_sources_only_and_read_back(data: Path) -> None:
    assert read_checksums(data) == {}
    write_checksums(data)
    assert read_checksums(data) == {name: sha256(data / name) for name in ("areas.parquet", "sources.yml")}
    lines = (data / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    assert lines[0] == f"{sha256(data / 'areas.parquet')}  areas.parquet"


def test_sources_get_checksums_and_release_and_keep_all_else(data: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw.txt"
    raw.write_text("raw", encoding="utf-8")
    before = load_sources(data)
    text = (data / "sources.yml").read_text(encoding="utf-8")
    update_sources(data, {"oews": [raw]}, {"oews": {"release": "May 2031", "period": "May 2031"}})
    after = load_sources(data)
    assert after["oews"].files == {"raw.txt": sha256(raw)}
    assert (after["oews"].release, after["oews"].period) == ("May 2031", "May 2031")
    assert after["oews"].retrieved == before["oews"].retrieved
    assert list(after) == list(before)
    assert {name: source for name, source in after.items() if name != "oews"} == {
        name: source for name, source in before.items() if name != "oews"
    }
    assert [line for line in text.splitlines() if line.startswith("#")] == [
        line for line in (data / "sources.yml").read_text(encoding="utf-8").splitlines() if line.startswith("#")
    ]
    assert list(yaml.safe_load((data / "sources.yml").read_text(encoding="utf-8"))["oews"])[:3] == [
        "publisher",
        "title",
        "release",
    ]


def test_the_date_of_retrieval_changes_only_with_the_files(data: Path, tmp_path: Path) -> None:
    raw = tmp_path / "raw.txt"
    raw.write_text("raw", encoding="utf-8")
    update_sources(data, {"oews": [raw]}, {}, retrieved="2031-06-01")
    assert load_sources(data)["oews"].retrieved == "2031-06-01"
    first = (data / "sources.yml").read_bytes()
    update_sources(data, {"oews": [raw]}, {}, retrieved="2031-07-01")
    assert (data / "sources.yml").read_bytes() == first


def test_all_tables_are_counted_and_a_damaged_one_is_told(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "ALL", {"areas": ALL["areas"]})
    assert check_all(data) == {"areas": 583}
    (data / "areas.parquet").write_bytes(b"PAR1")
    with pytest.raises(DamagedTable, match=r"areas\.parquet cannot be read"):
        check_all(data)


# --- what ships -----------------------------------------------------------------------------------------------------


def test_every_shipped_file_has_the_checksum_that_is_stated() -> None:
    stated = read_checksums(data_folder())
    assert set(stated) == {table.file for table in ALL.values()} | {"sources.yml", "title_index.npz"}
    assert [name for name, checksum in stated.items() if sha256(data_folder() / name) != checksum] == []


# --- two at once, and what a killed run left --------------------------------------------------------------------------


def test_two_at_once_are_refused_and_the_first_goes_on(data: Path) -> None:
    with replaced(data) as aside:
        with pytest.raises(BadInput, match=r"another command is writing data/"), replaced(data):
            pass
        (aside / "new").write_text("new")
    assert (data / "new").read_text() == "new"


def test_what_a_killed_run_left_is_cleared_by_the_next(data: Path) -> None:
    for name in (".data-new-a", ".data-old-b"):
        shutil.copytree(data, data.parent / name)
    with replaced(data):
        pass
    assert [path.name for path in data.parent.iterdir()] == ["data"]


def test_a_kill_between_the_two_renames_is_mended_by_the_next_command(data: Path) -> None:
    before = sorted(path.name for path in data.iterdir())
    data.rename(data.with_name(".data-old-x"))
    shutil.copytree(data.with_name(".data-old-x"), data.with_name(".data-new-x"))
    assert restore(data)
    assert sorted(path.name for path in data.iterdir()) == before
    assert not restore(data)
    with replaced(data):
        pass
    assert [path.name for path in data.parent.iterdir()] == ["data"]
