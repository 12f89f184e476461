import os
import random
import shutil
import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pandas as pd
import pandera.errors
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_release import unpack

from helpers.base.errors import DamagedTable
from helpers.base.paths import data_folder
from helpers.tables import load as tables
from helpers.tables import spec as schemas
from helpers.tables.column import Column, table
from helpers.tables.load import check, load
from helpers.tables.pay import MEASURES
from helpers.tables.sources import load_sources
from helpers.tables.spec import ALL

GROCERS = table(
    "grocers",
    "grocers of a town",
    Column("grocer", "text", "name", pattern=r"[a-z]+"),
    Column("shops", "whole", "number of shops", low=1),
    Column("apples_usd", "decimal", "price of apples", nullable=True, places=2, low=0, high=9),
    Column("clerks", "whole", "number of clerks, if it is known", nullable=True),
    Column("open", "flag", "whether it is open"),
    sources=("rolepair",),
    key=("grocer",),
    file="grocers.csv",
)
GOOD = "grocer,shops,apples_usd,clerks,open\nann,1,1.25,3,true\nbob,2,,,false\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy of a few small tables."""
    for name in ("areas.parquet", "industries.parquet", "footnotes.csv"):
        shutil.copy(data_folder() / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def grocers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """File of a table of our own in a folder of its own."""
    monkeypatch.setitem(schemas.ALL, "grocers", GROCERS)
    path = tmp_path / "grocers.csv"
    path.write_text(GOOD, encoding="utf-8")
    return path


def refusal(
    name: str, folder: Path, columns: Sequence[str] | None = None, where: Mapping[str, list[str]] | None = None
) -> str:
    with pytest.raises(DamagedTable) as caught:
        load(name, folder=folder, columns=columns, where=where)
    return str(caught.value)


# --- a file that is damaged -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["areas", "footnotes"])
def test_a_missing_table_is_named_with_the_way_to_restore_it(folder: Path, name: str) -> None:
    (folder / ALL[name].file).unlink()
    message = refusal(name, folder)
    assert f"the table {ALL[name].file} is missing" in message
    assert "git checkout data" in message
    assert "rolepair data build --from FOLDER" in message


@pytest.mark.parametrize("length", [0, 3, 100, 5000, -1])
def test_a_truncated_parquet_file_is_refused(folder: Path, length: int) -> None:
    path = folder / "areas.parquet"
    path.write_bytes(path.read_bytes()[:length])
    message = refusal("areas", folder)
    assert "the table areas.parquet cannot be read" in message
    assert "area_code, area, kind, state_code, state" in message


def test_a_page_in_place_of_a_parquet_file_is_refused(folder: Path) -> None:
    (folder / "areas.parquet").write_text("<html><body>Not found</body></html>" * 100, encoding="utf-8")
    assert "areas.parquet cannot be read" in refusal("areas", folder)


def test_a_folder_in_place_of_a_table_is_refused(folder: Path) -> None:
    (folder / "areas.parquet").unlink()
    (folder / "areas.parquet").mkdir()
    assert "areas.parquet cannot be read" in refusal("areas", folder)


def test_a_changed_byte_in_the_pages_never_changes_a_value_unseen(folder: Path) -> None:
    path = folder / "industries.parquet"
    good, whole = path.read_bytes(), load("industries", folder=folder)
    footer = int.from_bytes(good[-8:-4], "little") + 8
    chance = random.Random(20261121)
    refused = 0
    for place in chance.sample(range(4, len(good) - footer), 60):
        damaged = bytearray(good)
        damaged[place] ^= 1 << chance.randrange(8)
        path.write_bytes(damaged)
        tables._read_checked.cache_clear()  # files written within one tick of the clock look alike
        try:
            assert load("industries", folder=folder).equals(whole)
        except DamagedTable:
            refused += 1
    assert refused >= 50


def test_a_missing_column_is_named(folder: Path) -> None:
    path = folder / "areas.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["kind"]), path)
    assert "areas.parquet cannot be read: no column kind" in refusal("areas", folder)
    assert "areas.parquet cannot be read" in refusal("areas", folder, columns=["area_code"], where={"kind": ["state"]})


def test_a_column_that_is_stored_in_another_type_is_named(folder: Path) -> None:
    path = folder / "industries.parquet"
    table = pq.read_table(path)
    text = table["display_level"].cast(pa.string())
    pq.write_table(table.set_column(table.column_names.index("display_level"), "display_level", text), path)
    assert "column display_level is stored as string, not as int32" in refusal("industries", folder)


def write_areas(folder: Path, frame: pd.DataFrame) -> None:
    schema = ALL["areas"].arrow_schema()
    pq.write_table(pa.Table.from_pandas(frame, schema=schema, preserve_index=False), folder / "areas.parquet")


def test_rows_outside_the_allowed_values_are_named_up_to_five(folder: Path) -> None:
    frame = load("areas", folder=folder)
    frame.loc[[3, 5, 6, 7, 8, 9, 10], "kind"] = "planet"
    write_areas(folder, frame)
    message = refusal("areas", folder)
    assert "areas.parquet breaks its schema: column kind" in message
    assert "row 3 has 'planet', row 5 has 'planet', row 6 has 'planet', row 7 has 'planet', row 8" in message
    assert "row 9" not in message
    assert "and 2 more" in message


def test_a_row_of_another_form_is_named(folder: Path) -> None:
    frame = load("areas", folder=folder)
    frame.loc[4, "area_code"] = "10180\n"
    write_areas(folder, frame)
    assert r"column area_code fails form \d{7}: row 4 has '10180\n'" in refusal("areas", folder)


def test_an_empty_field_where_none_may_be_is_named(folder: Path) -> None:
    frame = load("areas", folder=folder)
    frame.loc[2, "area"] = None
    write_areas(folder, frame)
    assert "column area fails not_nullable: row 2" in refusal("areas", folder)


def test_two_rows_of_one_key_are_named(folder: Path) -> None:
    frame = load("areas", folder=folder)
    frame.loc[3, "area_code"] = frame.loc[4, "area_code"]
    write_areas(folder, frame)
    message = refusal("areas", folder)
    assert "uniqueness: row 3 has '0010500', row 4 has '0010500'" in message
    assert "key area_code" in message


def test_a_figure_out_of_range_is_named(folder: Path) -> None:
    path = folder / "industries.parquet"
    table = pq.read_table(path)
    level = pa.array([7, -1, *table["display_level"].to_pylist()[2:]], pa.int32())
    pq.write_table(table.set_column(2, "display_level", level), path)
    message = refusal("industries", folder)
    assert "column display_level fails greater_than_or_equal_to(0): row 1 has -1" in message
    assert "column display_level fails less_than_or_equal_to(5): row 0 has 7" in message


def test_a_csv_file_with_a_wrong_header_is_refused(grocers: Path) -> None:
    grocers.write_text(GOOD.replace("clerks", "staff"), encoding="utf-8")
    assert "columns missing: clerks; columns not known: staff" in refusal("grocers", grocers.parent)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("bob,2", "bob,two", "column shops is no whole figure: row 1 has 'two'"),
        ("bob,2", "bob,2.5", "column shops is no whole figure: row 1 has '2.5'"),
        ("bob,2", "bob,", "column shops is no whole figure: row 1 has nan"),
        ("1.25,3", "1.25,3.5", "column clerks is no whole figure: row 0 has '3.5'"),
        ("1.25", "cheap", "column apples_usd is no decimal figure: row 0 has 'cheap'"),
        ("false", "maybe", "column open is no flag figure: row 1 has 'maybe'"),
        ("false", "", "column open is no flag figure: row 1 has nan"),
        ("1.25", "12.5", "column apples_usd fails less_than_or_equal_to(9): row 0 has 12.5"),
        ("bob", "ann", "uniqueness: row 0 has 'ann', row 1 has 'ann'"),
        ("bob", "B0b", "column grocer fails form [a-z]+: row 1 has 'B0b'"),
        ("bob,2,,,false", "bob,2,,,false,extra", "grocers.csv cannot be read"),
    ],
)
def test_a_wrong_field_of_a_csv_file_is_named_by_column_and_row(grocers: Path, old: str, new: str, words: str) -> None:
    assert old in GOOD
    grocers.write_text(GOOD.replace(old, new), encoding="utf-8")
    message = refusal("grocers", grocers.parent)
    assert "grocers.csv" in message
    assert words in message


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00binary", b"<html></html>\n"])
def test_another_file_in_place_of_a_csv_file_is_refused(grocers: Path, content: bytes) -> None:
    grocers.write_bytes(content)
    assert "grocers.csv cannot be read" in refusal("grocers", grocers.parent)


def test_an_unknown_table_is_a_mistake_of_the_program() -> None:
    with pytest.raises(KeyError):
        load("planets")


# --- the check ------------------------------------------------------------------------------------------------------


def _damaged(frame: pd.DataFrame, chance: random.Random) -> pd.DataFrame:
    """Return the frame with one column or field changed; the change may well be allowed."""
    column, row = chance.choice(list(frame.columns)), chance.randrange(len(frame))
    fields = frame[column].tolist()
    match chance.randrange(5):
        case 0:
            return frame.drop(columns=column)
        case 1:
            return frame.assign(other=1)
        case 2:
            fields = [chance.choice([1, 1.5, "ann", True])] * len(fields)
        case 3:
            fields[row] = chance.choice([np.nan, fields[0]])
        case _:
            fields[row] = chance.choice([-1, 0, 3, 9, 10]) if frame[column].dtype.kind in "if" else "Zoe"
    return frame.assign(**{column: pd.Series(fields, index=frame.index)})


def test_the_quick_check_and_pandera_always_agree(grocers: Path) -> None:
    good = load("grocers", folder=grocers.parent)
    chance = random.Random(20261121)
    verdicts = []
    for _ in range(150):
        frame = _damaged(good, chance)
        quick = GROCERS.allows(frame, GROCERS.names)
        try:
            GROCERS.checks(GROCERS.names).validate(frame, lazy=True)
            thorough = True
        except pandera.errors.SchemaErrors:
            thorough = False
        assert quick == thorough, frame
        verdicts.append(quick)
    assert 10 < sum(verdicts) < 140


def test_a_sound_frame_passes_unchanged(grocers: Path) -> None:
    good = load("grocers", folder=grocers.parent)
    assert check(good, GROCERS) is good


# --- what is read ---------------------------------------------------------------------------------------------------


def test_a_csv_table_is_read_in_the_types_of_its_columns(grocers: Path) -> None:
    frame = load("grocers", folder=grocers.parent)
    expected = pd.DataFrame(
        {
            "grocer": pd.Series(["ann", "bob"], dtype="str"),
            "shops": [1, 2],
            "apples_usd": [1.25, np.nan],
            "clerks": [3.0, np.nan],
            "open": [True, False],
        }
    )
    pd.testing.assert_frame_equal(frame, expected)


def test_the_columns_come_in_the_order_asked_for() -> None:
    frame = load("areas", columns=["kind", "area_code"])
    assert frame.columns.tolist() == ["kind", "area_code"]
    assert frame.iloc[0].tolist() == ["national", "0000000"]


@pytest.mark.parametrize(
    ("name", "where"),
    [
        ("pay", {"soc_code": ["43-3031", "43-3021"]}),
        ("pay", {"soc_code": {"43-3021", "29-1141"}, "area_code": ["3900000", "0010420"]}),
        ("pay", {"soc_code": ["43-3021"], "industry_code": ["no such"]}),
        ("titles", {"soc_code": ["43-3021", "11-1011"], "list": ["alternate"]}),
        ("footnotes", {"footnote_code": ["8", "5"]}),
    ],
)
def test_rows_asked_for_are_those_of_the_whole_table_in_its_order(name: str, where: dict[str, list[str]]) -> None:
    names = ALL[name].names[:8]
    whole = load(name, columns=names)
    for column, values in where.items():
        whole = whole[whole[column].isin(list(values))]
    part = load(name, columns=names, where=where)
    pd.testing.assert_frame_equal(part, whole.reset_index(drop=True))
    assert part.empty == ("no such" in str(where))


def test_a_pair_reads_the_row_groups_it_needs_only() -> None:
    metadata = pq.read_metadata(data_folder() / "pay.parquet")
    groups = [metadata.row_group(number).column(0).statistics for number in range(metadata.num_row_groups)]
    needed = [group for group in groups if group.min <= "43-3021" <= group.max]
    assert len(groups) > 30
    assert 1 <= len(needed) <= 2


def test_a_frame_may_be_changed_without_changing_the_next_one() -> None:
    first = load("areas")
    first.loc[0, "area"] = "Utopia"
    first["kind"] = "island"
    first.columns = ["a", "b", "c", "d", "e"]
    second = load("areas")
    assert second.columns.tolist() == ALL["areas"].names
    assert second.loc[0].tolist()[:3] == ["0000000", "National", "national"]
    with pytest.raises(ValueError, match="read-only"):
        load("industries")["display_level"].to_numpy()[:] = 0


def test_a_file_that_was_replaced_is_read_anew(grocers: Path) -> None:
    assert load("grocers", folder=grocers.parent)["shops"].tolist() == [1, 2]
    grocers.write_text(GOOD.replace("bob,2", "bob,20"), encoding="utf-8")
    assert load("grocers", folder=grocers.parent)["shops"].tolist() == [1, 20]


def test_the_folder_is_the_one_that_the_environment_names(grocers: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ROLEPAIR_DATA", str(grocers.parent))
    assert load("grocers")["grocer"].tolist() == ["ann", "bob"]


# --- the shipped tables ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "rows"), [("pay", 370_172), ("occupations", 1_104), ("areas", 583), ("industries", 444), ("footnotes", 6)]
)
def test_the_pay_tables_are_complete(name: str, rows: int) -> None:
    assert len(load(name, columns=ALL[name].key)) == rows


def test_there_are_830_detailed_occupations_each_with_a_national_cell() -> None:
    occupations = load("occupations")
    detailed = occupations["soc_code"][occupations["level"] == "detailed"]
    assert len(detailed) == 830
    nation = load(
        "pay",
        columns=["soc_code", "area_code", "industry_code", "employment"],
        where={"area_code": ["0000000"], "industry_code": ["000000"]},
    ).set_index("soc_code")["employment"]
    assert nation.reindex(detailed).notna().all()


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_shipped_table_keeps_its_schema_and_the_order_of_its_key(name: str) -> None:
    table = ALL[name]
    frame = load(name)
    assert len(frame) > 0
    if name not in ("title_readings", "title_words", "market_claims"):  # kept by hand, in an order for readers
        order = frame.sort_values(list(table.key), na_position="first", kind="stable").index
        assert order.tolist() == list(range(len(frame)))


@pytest.mark.raw
def test_five_hundred_random_published_cells_are_in_the_pay_table(raw_sources: Path, tmp_path: Path) -> None:
    chance = random.Random(20261121)
    with closing(sqlite3.connect(unpack(raw_sources, tmp_path))) as database:
        keys = [key for (key,) in database.execute("select key from cell")]
        drawn = []
        for code in MEASURES:
            noted = [key for (key,) in database.execute(f"select key from cell where f{code} is not null limit 20000")]
            for key in chance.sample(keys, 26) + chance.sample(noted, min(4, len(noted))):
                row = database.execute(f"select v{code}, f{code} from cell where key = ?", [key]).fetchone()
                drawn.append((key, code, *row))
    assert len(drawn) >= 500
    pay = load("pay").set_index(list(ALL["pay"].key))
    found, notes, figures = [], 0, 0
    for key, code, text, note in drawn:
        column = MEASURES[code][0]
        cell = pay.loc[(f"{key[17:19]}-{key[19:23]}", key[4:11], key[11:17])]
        expected = np.nan if text in (None, "-") else float(text)
        same = cell[column] == expected or (np.isnan(expected) and np.isnan(cell[column]))
        same_note = cell[f"{column}_note"] == note if note else pd.isna(cell[f"{column}_note"])
        found.append(same and same_note)
        notes += note is not None
        figures += not np.isnan(expected)
    assert all(found), [draw for draw, right in zip(drawn, found, strict=True) if not right][:5]
    assert notes >= 40
    assert figures >= 300


@pytest.mark.parametrize(
    ("name", "columns", "where"),
    [
        ("pay", None, {"soc_code": ["43-3031", "43-3021"]}),
        ("pay", ["soc_code", "employment"], {"area_code": ["0000000"], "industry_code": ["000000"]}),
        ("pay", None, {"soc_code": ["43-3031"], "area_code": ["0000000"], "industry_code": ["000000", "nothing"]}),
        ("titles", None, {"list": ["onet_reported"]}),
        ("soc_codes", ["occupation", "soc_code"], None),
        ("footnotes", None, None),
        ("pay", None, {"soc_code": ["no such code"]}),
    ],
)
def test_parts_of_kept_tables_are_those_read_from_the_files(
    name: str, columns: list[str] | None, where: dict[str, list[str]] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_KEPT", {})
    tables._read_checked.cache_clear()
    cold = tables.load(name, columns=columns, where=where)
    tables.keep_whole([name])
    kept = tables.load(name, columns=columns, where=where)
    tables._read_checked.cache_clear()
    pd.testing.assert_frame_equal(kept, cold)


# --- one byte of the data folder --------------------------------------------------------------------------------------


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy of the data folder, which is used in the place of the shipped one."""
    shutil.copytree(data_folder(), tmp_path / "data")
    monkeypatch.setenv("ROLEPAIR_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_a_bit_of_what_prunes_row_groups_is_refused_and_costs_no_figure_unseen(shipped: Path) -> None:
    path, ohio = shipped / "pay.parquet", {"area_code": ["3900000"], "soc_code": ["43-3021", "43-3031"]}
    content = bytearray(path.read_bytes())
    content[10245892] ^= 4  # the maximum of a row group: its rows are no longer looked at, and nothing says so
    path.write_bytes(content)
    with pytest.raises(DamagedTable, match=r"pay\.parquet was changed or damaged"):
        load("pay", where=ohio)


@pytest.mark.parametrize("name", ["ratings", "titles", "track_record", "footnotes"])
def test_any_byte_of_a_table_is_refused_by_name(shipped: Path, name: str) -> None:
    path = shipped / schemas.ALL[name].file
    good, chance = path.read_bytes(), random.Random(15)
    for number in range(10):
        content = bytearray(good)
        content[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        path.write_bytes(content)
        os.utime(path, ns=(number, number))  # two writes in one tick of the clock are no fault of the disk
        with pytest.raises(DamagedTable, match=path.name):
            load(name)
    path.write_bytes(good)
    assert len(load(name))


def test_a_byte_of_the_sources_and_of_the_checksums_is_refused(shipped: Path) -> None:
    sources = (shipped / "sources.yml").read_text(encoding="utf-8")
    (shipped / "sources.yml").write_text(sources.replace("https://www.bls.gov", "https://www.bls.gow", 1))
    with pytest.raises(DamagedTable, match=r"sources\.yml was changed or damaged"):
        load_sources()
    (shipped / "SHA256SUMS").write_bytes(b"\xff\xfe")
    with pytest.raises(DamagedTable, match=r"footnotes\.csv cannot be checked against SHA256SUMS"):
        load("footnotes")
    (shipped / "SHA256SUMS").write_text("")
    with pytest.raises(DamagedTable, match=r"footnotes\.csv is not in SHA256SUMS"):
        load("footnotes")


@pytest.mark.parametrize("fault", ["cut", "empty", "gone", "page", "folder", "bytes"])
@pytest.mark.parametrize("name", ["areas", "footnotes"])
def test_whatever_is_wrong_with_a_table_is_told_without_where_it_is(shipped: Path, name: str, fault: str) -> None:
    path = shipped / schemas.ALL[name].file
    whole = path.read_bytes()
    path.unlink()
    if fault == "folder":
        path.mkdir()
    elif fault != "gone":
        path.write_bytes({"cut": whole[: len(whole) // 2], "empty": b"", "page": b"<p>", "bytes": b"\xff" * 99}[fault])
    with pytest.raises(DamagedTable, match=path.name) as told:
        load(name)
    assert str(shipped.parent) not in str(told.value)
