"""Read the publisher's OEWS workbooks, with the same result as of the flat files for what they hold."""

import re
from collections.abc import Callable, Iterator
from itertools import chain, islice
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.errors import BadInput, some
from helpers.build import oews_xlsx_codes
from helpers.build.oews_files import Raw
from helpers.build.oews_xlsx_figures import COLUMNS, FLAGS, notes, values
from helpers.build.raw import unusable
from helpers.build.workbook import Cell, header_row, pick, plain, stream_rows

BOOKS = ("all_data_M_*.xlsx", "*_M*_dl.xlsx")
"""The workbook of everything; the workbooks of the nation, states, areas and industries alone."""
_SHEETS = ("all * data", "*_m*_dl")
_AREA = ["AREA", "AREA_TYPE", "AREA_TITLE", "PRIM_STATE"]
_INDUSTRY = ["NAICS", "NAICS_TITLE", "I_GROUP", "OWN_CODE"]
_OCCUPATION = ["OCC_CODE", "OCC_TITLE", "O_GROUP"]
_WANTED = [*_AREA, *_INDUSTRY, *_OCCUPATION, *FLAGS, *COLUMNS.values()]
_CHUNK = 20_000


def read(folder: Path) -> Raw:
    """Return the cells as text, the lists, the release and the files, as `oews_files.read` does.

    Reads all_data_M_YYYY.xlsx of the newest year below `folder`; without one, all workbooks *_M*_dl.xlsx of the newest
    year together. A row that stands under two levels counts once; a group with one member is left out, as the flat
    files do (`oews_xlsx_codes`). Of the markers, * and ** become footnote 8 and # becomes 5; a wage that is missing
    since ANNUAL or HOURLY says that the other kind is published has footnote 4.

    What the workbooks lack: the texts of footnotes (only the bounds are read, from the sheet of field descriptions);
    lists of levels (I_GROUP and O_GROUP give them); the flat files' own names of the nation, sectors and industries by
    owner (names are as the workbook has them). PCT_TOTAL and PCT_RPT, where ~ may stand, are not read.

    Raises `BadInput` that names the difference: a web page, a sheet, a column, a marker, an empty cell, a code, a level
    that we do not know, or two rows with different figures for one cell.
    """
    paths, year = _newest(folder)
    rows = pa.concat_tables(_read_book(path) for path in paths)
    names = some([path.name for path in paths])
    lists: dict[str, pd.DataFrame] = {}
    codes: dict[str, pa.Array] = {}
    coders: list[tuple[str, list[str], Callable[[pd.DataFrame], pd.DataFrame]]] = [
        ("area", _AREA, oews_xlsx_codes.areas),
        ("industry", _INDUSTRY, oews_xlsx_codes.industries),
        ("occupation", _OCCUPATION, oews_xlsx_codes.occupations),
    ]
    for name, columns, coder in coders:
        which, found = _distinct(rows, columns)
        coded = coder(found)
        lists[name] = coded.drop_duplicates(f"{name}_code", ignore_index=True)
        codes |= {f"{column}": pa.array(coded[column].tolist()).take(which) for column in coded.columns}
    key = pc.binary_join_element_wise(
        "OEU", *(codes[f"{name}_code"] for name in ("areatype", "area", "industry", "occupation")), ""
    )
    cells = pa.table({"key": key} | values(rows, key, names) | notes(rows, key, names)).filter(codes["listed"])
    lists["occupation"] = lists["occupation"].query("listed").drop(columns="listed").reset_index(drop=True)
    lists["footnote"] = pd.DataFrame(
        {"footnote_code": ["4", "5", "8"], "footnote_text": ["", _bounds(paths), ""]}, dtype=str
    )
    return _once(cells, names), lists, f"May {year}", paths


def _newest(folder: Path) -> tuple[list[Path], str]:
    for pattern in BOOKS:
        years: dict[str, list[Path]] = {}
        for path in sorted(folder.rglob(pattern)):
            if (found := re.search(r"_M_?(\d{4})", path.name)) and not path.name.startswith("~"):
                years.setdefault(found[1], []).append(path)
        if years:
            year = max(years)
            return (years[year] if pattern != BOOKS[0] else years[year][-1:]), year
    raise BadInput(
        f"no OEWS workbook below {folder.name}/ has a year in its name",
        expected="a file named as all_data_M_2025.xlsx or state_M2025_dl.xlsx",
        next_step="give the workbook the publisher's name again",
    )


def _read_book(path: Path) -> pa.Table:
    """Return the wanted columns as text, out of rows that are read one at a time; an empty cell is an empty text."""
    sheet = "of the cells"
    rows = stream_rows(path, *_SHEETS)
    top = list(islice(rows, 20))
    at = header_row(top, "OCC_CODE", path, sheet)
    names = [plain(cell) for cell in top[at]]
    places = pick(names, {name: re.escape(name) for name in _WANTED}, path, sheet)
    batches = list(_batches(chain(top[at + 1 :], rows), places, len(names)))
    if not batches:
        raise unusable(path, "it has no rows below its header")
    return pa.Table.from_batches(batches)


def _batches(rows: Iterator[list[Cell]], places: dict[str, int], width: int) -> Iterator[pa.RecordBatch]:
    while chunk := list(islice(rows, _CHUNK)):
        full = [row + [None] * (width - len(row)) for row in chunk if any(cell is not None for cell in row)]
        if full:
            columns = list(zip(*full, strict=True))
            arrays = [pa.array([_text(cell) for cell in columns[place]], pa.string()) for place in places.values()]
            yield pa.record_batch(arrays, names=list(places))


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return " ".join(cell.split())


def _distinct(rows: pa.Table, columns: list[str]) -> tuple[pa.Array, pd.DataFrame]:
    """Return the different texts of some columns, and for each row which of them it has."""
    joined = pc.binary_join_element_wise(*(rows[column] for column in columns), "\t")
    coded = joined.combine_chunks().dictionary_encode()
    found = [text.split("\t") for text in coded.dictionary.to_pylist()]
    return coded.indices, pd.DataFrame(found, columns=columns, dtype=str)


def _once(cells: pa.Table, names: str) -> pa.Table:
    """Return each cell once; raise `BadInput` for one that stands twice with different figures."""
    once = cells.group_by(cells.column_names, use_threads=False).aggregate([])
    counted = once.group_by("key", use_threads=False).aggregate([([], "count_all")])
    twice = counted.filter(pc.greater(counted["count_all"], 1))["key"].to_pylist()
    if twice:
        raise BadInput(
            f"{names}: {len(twice):,} cells stand twice with different figures: {some(twice)}",
            expected="one estimate for each area, industry, owner and occupation",
            next_step="fetch the file again, and give workbooks of one release only",
        )
    return once


def _bounds(paths: list[Path]) -> str:
    """Return what the sheets of field descriptions say of the highest wage published; empty without such a sheet."""
    for path in paths:
        for row in stream_rows(path, "*desc*", needed=False):
            for cell in row:
                if isinstance(cell, str) and re.search(r"\$[\d.,]+ per (hour|year)", cell):
                    return plain(cell)
    return ""
