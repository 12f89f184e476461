import hashlib
import json
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from small_release import CELLS, COLUMNS, LISTS, Cells, unpack, write_flat, write_pack

from helpers.base.errors import BadInput
from helpers.build import oews
from helpers.build.raw import Built
from helpers.tables.load import load
from helpers.tables.pay import MEASURES
from helpers.tables.spec import ALL

WRITERS = pytest.mark.parametrize("write", [write_pack, write_flat])


def refusal(folder: Path) -> BadInput:
    with pytest.raises(BadInput) as caught:
        oews.build(folder)
    assert caught.value.expected
    assert caught.value.next_step
    return caught.value


def changed(key: str, code: str, value: str | None, note: str | None = None) -> Cells:
    """Return the small release with another value and footnote in one cell."""
    pairs = list(CELLS[key])
    pairs[list(MEASURES).index(code)] = (value, note)
    return CELLS | {key: pairs}


BILLING = "OEUN0000000000000433021"


# --- refused --------------------------------------------------------------------------------------------------------


def test_a_folder_without_the_files_names_both_forms(tmp_path: Path) -> None:
    error = refusal(tmp_path)
    assert "OEWS cells" in error.given
    assert "oe.data.0.Current" in error.expected
    assert "rolepair data refresh" in error.next_step


@pytest.mark.parametrize("name", ["area", "industry", "occupation", "footnote", "release"])
def test_a_missing_list_is_named(tmp_path: Path, name: str) -> None:
    write_flat(tmp_path)
    (tmp_path / f"oe.{name}").unlink()
    error = refusal(tmp_path)
    assert f"no file for the OEWS list {name}" in error.given
    assert f"oe.{name}" in error.expected


@WRITERS
def test_a_new_footnote_code_is_told_with_its_text(tmp_path: Path, write: type) -> None:
    lists = LISTS | {"footnote": [*LISTS["footnote"], ("9", "a new reason of the publisher")]}
    write(tmp_path, CELLS, lists)
    error = refusal(tmp_path)
    assert error.given == "new footnote code in the pay files: 9: a new reason of the publisher"
    assert "FOOTNOTE_MEANINGS" in error.next_step


@WRITERS
def test_a_new_footnote_code_in_the_cells_only_is_told_too(tmp_path: Path, write: type) -> None:
    write(tmp_path, changed(BILLING, "04", "1", "6"))
    assert refusal(tmp_path).given == "new footnote code in the pay files: 6: no text given"


@WRITERS
@pytest.mark.parametrize(
    ("key", "column", "shown"),
    [
        ("OEUN0000000000000999999", "soc_code", "99-9999"),
        ("OEUS4100000000000433021", "area_code", "4100000"),
        ("OEUN0000000999999433021", "industry_code", "999999"),
    ],
)
def test_a_code_of_the_cells_that_is_on_no_list_is_named(
    tmp_path: Path, write: type, key: str, column: str, shown: str
) -> None:
    write(tmp_path, CELLS | {key: CELLS[BILLING]})
    assert refusal(tmp_path).given == f"1 {column} of the cells are not in the list: {shown}"


@WRITERS
@pytest.mark.parametrize(
    ("code", "text"), [("04", "48,880"), ("01", "many"), ("03", "23.505"), ("01", "410.5"), ("13", "99999999999")]
)
def test_a_value_that_is_no_figure_of_its_kind_is_told(tmp_path: Path, write: type, code: str, text: str) -> None:
    write(tmp_path, changed(BILLING, code, text))
    error = refusal(tmp_path)
    assert f"a value of datatype {code} ({MEASURES[code][0]}) is no figure" in error.given


@WRITERS
@pytest.mark.parametrize("name", ["area", "industry", "occupation", "footnote"])
def test_a_list_without_a_column_is_told(tmp_path: Path, write: type, name: str) -> None:
    columns = COLUMNS | {name: ("renamed", *COLUMNS[name][1:])}
    write(tmp_path, columns=columns)
    given = refusal(tmp_path).given
    assert COLUMNS[name][0] in given
    assert ("oe." + name if write is write_flat else "oews-2031.sqlite.gz") in given


def test_flat_cells_without_a_column_are_told(tmp_path: Path) -> None:
    path = write_flat(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("footnote_codes", "notes"), encoding="utf-8")
    assert refusal(tmp_path).given == "oe.data.0.Current has no column footnote_codes"


@pytest.mark.parametrize("cut", [1, 2, 5, 20, 40])
def test_a_cut_flat_file_is_told(tmp_path: Path, cut: int) -> None:
    path = write_flat(tmp_path)
    path.write_bytes(path.read_bytes()[:-cut])
    assert "oe.data.0.Current cannot be read" in refusal(tmp_path).given


def test_a_flat_file_without_rows_is_told(tmp_path: Path) -> None:
    path = write_flat(tmp_path)
    path.write_bytes(path.read_bytes().split(b"\n")[0] + b"\n")
    assert "it has no rows below its header" in refusal(tmp_path).given


def test_a_series_that_stands_twice_is_told(tmp_path: Path) -> None:
    # the file of all releases has a row a year
    path = write_flat(tmp_path)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[1].replace(b"2031", b"2030")]))
    assert refusal(tmp_path).given == "oe.data.0.Current has series of datatype 01 twice"


@pytest.mark.parametrize("page", [b"<html><body>Moved</body></html>\n", b"", b"\xff\xfe\x00\x00"])
@pytest.mark.parametrize("name", ["oe.data.0.Current", "oe.area", "oe.release"])
def test_another_file_in_place_of_a_flat_one_is_told(tmp_path: Path, name: str, page: bytes) -> None:
    write_flat(tmp_path)
    (tmp_path / name).write_bytes(page)
    assert name in refusal(tmp_path).given


@pytest.mark.parametrize("damage", ["cut", "changed", "page", "empty"])
def test_a_damaged_pack_is_told(tmp_path: Path, damage: str) -> None:
    path = write_pack(tmp_path)
    good = path.read_bytes()
    half = len(good) // 2
    path.write_bytes(
        {"cut": good[:half], "changed": good[:half] + b"\0" * 64 + good[half + 64 :], "page": b"<html>", "empty": b""}[
            damage
        ]
    )
    error = refusal(tmp_path)
    assert "oews-2031.sqlite.gz cannot be read" in error.given
    assert "cut download" in error.next_step


def test_a_pack_without_cells_or_release_is_told(tmp_path: Path) -> None:
    write_pack(tmp_path, {})
    assert "it holds no cells" in refusal(tmp_path).given
    write_pack(tmp_path, release=None).rename(tmp_path / "oews-2032.sqlite.gz")
    assert "it does not name its release" in refusal(tmp_path).given


def test_a_level_that_is_unknown_fails_the_schema_of_occupations(tmp_path: Path) -> None:
    write_pack(tmp_path, lists=LISTS | {"occupation": [(c, n, "7") for c, n, _ in LISTS["occupation"]]})
    assert oews.build(tmp_path).tables["occupations"]["level"].isna().all()


# --- built ----------------------------------------------------------------------------------------------------------


@WRITERS
def test_the_cells_become_typed_figures_in_the_order_of_their_key(tmp_path: Path, write: type) -> None:
    write(tmp_path)
    pay = oews.build(tmp_path).tables["pay"]
    assert isinstance(pay, pa.Table)
    assert pay.schema == ALL["pay"].arrow_schema()
    keys = list(zip(*(pay[name].to_pylist() for name in ALL["pay"].key), strict=True))
    assert keys == sorted(keys)
    assert len(keys) == len(CELLS) == 10
    rows = dict(zip(keys, pay.to_pylist(), strict=True))

    billing = rows["43-3021", "0000000", "000000"]
    assert billing["employment"] == 410
    assert billing["employment_rse_pct"] == Decimal("0.7")
    assert billing["hourly_mean_usd"] == Decimal("23.50")
    assert billing["annual_p90_usd"] is None
    assert all(billing[f"{name}_note"] is None for name, _ in MEASURES.values())

    buyers = rows["13-1020", "0000000", "000000"]  # without hourly wages, top-coded
    assert buyers["hourly_mean_usd"] is None
    assert buyers["hourly_mean_usd_note"] == "4"
    assert buyers["annual_mean_usd"] == 251000
    assert (
        (buyers["annual_median_usd"], buyers["annual_median_usd_note"]) == (None, "5") if write is write_pack else True
    )

    farms = rows["43-3021", "0000000", "11--12"]  # a dash is no figure
    assert (farms["employment"], farms["employment_note"]) == (None, "8")
    assert farms["annual_mean_usd"] == 45760

    akron = rows["43-3021", "0010420", "000000"]
    assert akron["jobs_per_1000"] == Decimal("3.500")
    assert akron["location_quotient"] == Decimal("0.90")


@WRITERS
def test_the_lists_become_tables_with_our_names(tmp_path: Path, write: type) -> None:
    write(tmp_path)
    built = oews.build(tmp_path)
    assert built.releases == {"oews": {"release": "May 2031", "period": "May 2031"}}
    expected = {
        "occupations": pd.DataFrame(
            {
                "soc_code": ["00-0000", "13-0000", "13-1020", "43-0000", "43-3000", "43-3021", "43-9198"],
                "occupation": [name for _, name, _ in LISTS["occupation"]],
                "level": ["major", "major", "detailed", "major", "minor", "detailed", "detailed"],
                "major_code": ["00-0000", "13-0000", "13-0000", *["43-0000"] * 4],
            }
        ),
        "areas": pd.DataFrame(
            {
                "area_code": ["0000000", "0010420", "3900000"],
                "area": ["National", "Akron, OH", "Ohio"],
                "kind": ["national", "metropolitan", "state"],
                "state_code": ["00", "39", "39"],
                "state": [np.nan, "OH", "OH"],
            }
        ),
        "industries": pd.DataFrame(
            {
                "industry_code": ["000000", "11--12"],
                "industry": ["All of them", "Farms, and so on"],
                "display_level": [0, 2],
            }
        ),
    }
    for name, frame in expected.items():
        pd.testing.assert_frame_equal(built.tables[name], frame, check_dtype=False)


@WRITERS
def test_the_bounds_of_a_footnote_are_read_from_the_publishers_text(tmp_path: Path, write: type) -> None:
    write(tmp_path)
    notes = oews.build(tmp_path).tables["footnotes"]
    assert isinstance(notes, pd.DataFrame)
    notes = notes.set_index("footnote_code")
    assert list(notes.index) == list(oews.FOOTNOTE_MEANINGS)
    assert notes.loc["5", ["hourly_bound_usd", "annual_bound_usd"]].tolist() == [115.0, 239200.0]
    assert notes["annual_bound_usd"].notna().sum() == 1


def test_a_pack_may_lie_unpacked_in_a_folder_of_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "50% of a #1 year?"
    folder.mkdir()
    write_pack(folder, packed=False)
    assert len(oews.build(folder).tables["pay"]) == 10


def test_the_pack_is_preferred_and_the_files_read_are_told(tmp_path: Path) -> None:
    flat = write_flat(tmp_path)
    names = {path.name for path in oews.build(tmp_path).files["oews"]}
    assert names == {flat.name, "oe.area", "oe.industry", "oe.occupation", "oe.footnote", "oe.release"}
    pack = write_pack(tmp_path)
    assert oews.build(tmp_path).files == {"oews": [pack]}


def assert_same(one: Built, other: Built) -> None:
    assert one.releases == other.releases
    assert list(one.tables) == list(other.tables) == ["pay", "occupations", "areas", "industries", "footnotes"]
    for name, table in one.tables.items():
        if isinstance(table, pa.Table):
            assert table.equals(other.tables[name])
        else:
            pd.testing.assert_frame_equal(table, other.tables[name])


def test_the_pack_and_the_flat_files_give_the_same_tables(tmp_path: Path) -> None:
    for name, write in (("pack", write_pack), ("flat", write_flat)):
        (tmp_path / name).mkdir()
        write(tmp_path / name)
    assert_same(oews.build(tmp_path / "pack"), oews.build(tmp_path / "flat"))


# --- held against the release that ships ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def database(raw_sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Raw pack of the shipped release, unpacked."""
    return unpack(raw_sources, tmp_path_factory.mktemp("pack"))


def raw_lists(database: Path) -> dict[str, list[tuple[str, ...]]]:
    with closing(sqlite3.connect(database)) as raw:
        return {
            name: [tuple(map(str, row)) for row in raw.execute(f"select {', '.join(columns)} from {name}")]
            for name, columns in COLUMNS.items()
        }


def raw_cells(database: Path, occupations: list[str]) -> Cells:
    columns = ", ".join(f"{kind}{code}" for kind in "vf" for code in MEASURES)
    with closing(sqlite3.connect(database)) as raw:
        rows = raw.execute(
            f"select key, {columns} from cell where substr(key, 18) in ({', '.join('?' * len(occupations))})",
            occupations,
        ).fetchall()
    return {key: list(zip(pairs[:17], pairs[17:], strict=True)) for key, *pairs in rows}


@pytest.mark.raw
def test_the_small_flat_files_have_the_publishers_layout_byte_for_byte(
    raw_sources: Path, database: Path, tmp_path: Path
) -> None:
    published = json.loads((raw_sources / "oews_2025" / "manifest.json").read_text(encoding="utf-8"))["sources"]
    lists = raw_lists(database)
    lists["area"].sort()
    write_flat(tmp_path, {}, lists, release="May 2025", year="2025")
    for name in ("oe.area", "oe.footnote", "oe.release"):
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == published[name]["sha256"], name
    # the cells: 55 bytes a row and the footnotes, below a header of 72
    path = write_flat(tmp_path, raw_cells(database, ["433021", "119013"]), lists, release="May 2025", year="2025")
    header, *rows = path.read_bytes().split(b"\n")[:-1]
    assert len(header) == 71
    assert {len(row) for row in rows} == {54, 55}
    with closing(sqlite3.connect(database)) as raw:
        sums = ", ".join(f"count(v{code}), total(length(f{code}))" for code in MEASURES)
        counted = raw.execute(f"select {sums} from cell").fetchone()
    assert 72 + 55 * sum(counted[::2]) + sum(counted[1::2]) == published["oe.data.0.Current"]["bytes"]


@pytest.mark.raw
def test_a_sample_of_forty_occupations_is_the_same_from_the_pack_from_flat_files_and_as_shipped(
    database: Path, tmp_path: Path
) -> None:
    lists = raw_lists(database)
    detailed = pd.Series([code for code, _, level in lists["occupation"] if level == "3"])
    drawn = detailed.sample(39, random_state=20261121).tolist()
    cells = raw_cells(database, [*drawn, "000000"])
    assert len(cells) > 10_000
    for name, write in (("pack", write_pack), ("flat", write_flat)):
        (tmp_path / name).mkdir()
        write(tmp_path / name, cells, lists, release="May 2025")
    pack, flat = oews.build(tmp_path / "pack"), oews.build(tmp_path / "flat")
    assert_same(pack, flat)

    frame = pack.tables["pay"].to_pandas()
    shipped = load("pay", where={"soc_code": frame["soc_code"].unique()})
    assert len(shipped) == len(frame) == len(cells)
    for column in ALL["pay"].columns:
        if column.kind == "text":
            assert shipped[column.name].fillna("").tolist() == frame[column.name].fillna("").tolist(), column.name
        else:
            np.testing.assert_array_equal(shipped[column.name], frame[column.name].astype(float), column.name)
    for name in ("areas", "industries"):
        pd.testing.assert_frame_equal(flat.tables[name], load(name), check_dtype=False)


@pytest.mark.raw
def test_the_raw_pack_has_as_many_rows_as_the_tables(database: Path) -> None:
    with closing(sqlite3.connect(database)) as raw:
        counted = {name: raw.execute(f"select count(*) from {name}").fetchone()[0] for name in ("cell", *COLUMNS)}
    assert counted == {"cell": 370_172, "area": 583, "industry": 444, "occupation": 1_104, "footnote": 6}
