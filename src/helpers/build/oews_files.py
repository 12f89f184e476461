"""Read the OEWS files: the SQLite pack or the publisher's flat files, with the same result."""

import gzip
import os
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from helpers.base.errors import BadInput, some
from helpers.build.raw import choose, find, has, unusable
from helpers.tables.pay import MEASURES

PACK = ("oews-*.sqlite.gz", "oews-*.sqlite")
FLAT = ("oe.data.0.Current", "oe.data.1.AllData")
_LISTS = {
    "area": ("area_code", "areatype_code", "state_code", "area_name"),
    "industry": ("industry_code", "industry_name", "display_level"),
    "occupation": ("occupation_code", "occupation_name", "display_level"),
    "footnote": ("footnote_code", "footnote_text"),
}
"""Lists of codes -> the columns that are read of each, named alike in the pack and in the flat files."""

Raw = tuple[pa.Table, dict[str, pd.DataFrame], str, list[Path]]
"""Cells as text (key of 23 characters, v01 to v17, f01 to f17), lists by name, release, files read."""


def read(folder: Path) -> Raw:
    """Return the cells as text (key of 23 characters, v01 to v17, f01 to f17), the lists, the release and the files.

    Prefers the pack; without one, reads the flat files. Raises `BadInput` for a file that is missing, cut off, of
    another kind or without a column.
    """
    return _read_pack(folder) if has(folder, *PACK) else _read_flat(folder)


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    if path.suffix != ".gz":
        yield path
        return
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / path.stem
        with gzip.open(path, "rb") as packed, plain.open("wb") as out:
            shutil.copyfileobj(packed, out, 1 << 20)
        yield plain


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)


def read_release(folder: Path) -> str:
    """Return the release of the OEWS files below `folder`, such as May 2025; raises `BadInput` as `read` does."""
    if not has(folder, *PACK):
        return _described(find(folder, "oe.release", what="the OEWS list release"))
    path = find(folder, *PACK, what="the OEWS pack")
    try:
        with (
            _unpacked(path) as plain,
            closing(_opened(plain)) as pack,
        ):
            return _release(pack, path)
    except (OSError, EOFError, zlib.error, sqlite3.Error) as error:
        raise unusable(path, str(error)) from error


def _release(pack: sqlite3.Connection, path: Path) -> str:
    found = pack.execute("select value from meta where name = 'release'").fetchone()
    if found is None:
        raise unusable(path, "it does not name its release")
    return str(found[0])


def _described(path: Path) -> str:
    described = _read_flat_list(path, ("description",))["description"].tolist()
    if not described:
        raise unusable(path, "it has no rows below its header")
    return str(described[0])


def _read_pack(folder: Path) -> Raw:
    path = find(folder, *PACK, what="the OEWS pack")
    columns = ["key", *(f"{kind}{code}" for kind in "vf" for code in MEASURES)]
    try:
        with (
            _unpacked(path) as plain,
            closing(_opened(plain)) as database,
        ):
            batches = []
            cursor = database.execute(f"select {', '.join(columns)} from cell")
            while rows := cursor.fetchmany(50_000):
                arrays = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
                batches.append(pa.record_batch(arrays, names=columns))
            lists = {
                name: pd.read_sql(f"select {', '.join(wanted)} from {name}", database, dtype=str)
                for name, wanted in _LISTS.items()
            }
            release = _release(database, path)
    except (OSError, EOFError, zlib.error, sqlite3.Error, pd.errors.DatabaseError) as error:
        raise unusable(path, str(error)) from error
    if not batches:
        raise unusable(path, "it holds no cells")
    return pa.Table.from_batches(batches), lists, release, [path]


def _read_flat(folder: Path) -> Raw:
    data = find(folder, *PACK, *FLAT, what="the OEWS cells (the pack or the flat file)")
    paths = {name: find(folder, f"oe.{name}", what=f"the OEWS list {name}") for name in (*_LISTS, "release")}
    lists = {name: _read_flat_list(paths[name], wanted) for name, wanted in _LISTS.items()}
    release = _described(paths["release"])
    try:
        rows = pyarrow.csv.read_csv(
            data,
            parse_options=pyarrow.csv.ParseOptions(delimiter="\t", quote_char=False),
            convert_options=pyarrow.csv.ConvertOptions(column_types=_text_types(data)),
        )
    except (OSError, ValueError) as error:
        raise unusable(data, str(error)) from error
    rows = rows.rename_columns([name.strip() for name in rows.column_names])
    if lacking := {"series_id", "value", "footnote_codes"} - set(rows.column_names):
        raise BadInput(
            f"{data.name} has no column {some(sorted(lacking))}",
            expected="the columns series_id, year, period, value, footnote_codes",
            next_step="fetch the file again; the layout may be of a release we do not know",
        )
    if _last_byte(data) != b"\n":
        raise unusable(data, "its last line is cut off")
    if not rows.num_rows:
        raise unusable(data, "it has no rows below its header")
    return _pivot(rows, data), lists, release, [data, *paths.values()]


def _last_byte(path: Path) -> bytes:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1)


def _text_types(path: Path) -> dict[str, pa.DataType]:
    with path.open(encoding="utf-8") as file:
        return dict.fromkeys(file.readline().rstrip("\r\n").split("\t"), pa.string())


def _read_flat_list(path: Path, wanted: Sequence[str]) -> pd.DataFrame:
    try:
        frame = pd.read_csv(
            path, sep="\t", dtype=str, keep_default_na=False, quoting=3, encoding="utf-8", index_col=False
        )
    except (OSError, ValueError) as error:
        raise unusable(path, str(error)) from error
    frame = choose(frame, {name: name for name in wanted}, path)
    return pd.DataFrame({name: column.str.strip() for name, column in frame.items()})


def _pivot(rows: pa.Table, path: Path) -> pa.Table:
    """Return one row a cell out of one row a series: the datatype is the last two characters of the series id.

    Raises `BadInput` if a series stands in the file twice: it holds one release only.
    """
    series = pc.utf8_trim_whitespace(rows["series_id"])
    key = pc.utf8_slice_codeunits(series, 0, 23).combine_chunks().dictionary_encode()
    code = pc.utf8_slice_codeunits(series, 23, 25)
    value = pc.utf8_trim_whitespace(rows["value"])
    note = pc.utf8_trim_whitespace(rows["footnote_codes"])
    note = pc.if_else(pc.equal(note, ""), pa.scalar(None, pa.string()), note)
    count = len(key.dictionary)
    columns: dict[str, pa.Array] = {"key": key.dictionary}
    cell = key.indices.to_numpy()
    for kind, source in (("v", value), ("f", note)):
        for datatype in MEASURES:
            chosen = pc.equal(code, datatype)
            position = np.full(count, -1)
            given = pc.sum(chosen).as_py() or 0
            position[cell[chosen.to_numpy(zero_copy_only=False)]] = np.arange(given)
            if (position >= 0).sum() != given:
                raise BadInput(
                    f"{path.name} has series of datatype {datatype} twice",
                    expected="one row a series, of one release",
                    next_step="fetch the file of the current release: oe.data.0.Current",
                )
            indices = pa.array(position, mask=position < 0)
            columns[f"{kind}{datatype}"] = pc.take(source.filter(chosen).combine_chunks(), indices)
    return pa.table(columns)
