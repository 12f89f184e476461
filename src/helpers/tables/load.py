"""Read the shipped tables, checked against their schema; one pair by predicate pushdown, many from a cache."""

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from helpers.base.errors import DamagedTable, some
from helpers.base.paths import RESTORE, data_folder
from helpers.tables.sources import refuse_changed
from helpers.tables.spec import ALL, Column, Table

if TYPE_CHECKING:
    import pyarrow

# text as Python's own: on frames of some ten rows, each call into Arrow costs more than the work
pd.set_option("mode.string_storage", "python")

UNREADABLE = (OSError, ValueError, KeyError, TypeError, NotImplementedError)
"""What pandas and pyarrow raise for a file that is cut, damaged or another."""
_REBUILD = f"{RESTORE}, or rebuild it with `rolepair data build --from FOLDER`"


def load(
    name: str,
    *,
    columns: Sequence[str] | None = None,
    where: Mapping[str, Iterable[str]] | None = None,
    folder: Path | None = None,
) -> pd.DataFrame:
    """Return a table, or the columns and rows asked for, in the order of its key.

    `where` keeps the rows whose column has one of the values; parquet files read only the row groups that may.
    The types are those of `Column.dtype`: text as str, figures as float64 (NaN where there is none) or int64. Repeated
    calls share one read; the frame may be changed, since pandas copies on write.

    Of the data folder, a file must be the one in its SHA256SUMS; another `folder` is taken as it is.

    Raises `DamagedTable`, naming file, column and up to five rows, if the file is missing, unreadable or breaks its
    schema. An unknown table name is a KeyError: a programming mistake.
    """
    table = ALL[name]
    path = (folder or data_folder()) / table.file
    try:
        stamp = path.stat()
    except OSError as error:
        raise DamagedTable(
            f"the table {table.file} is missing", expected=f"{table.about}", next_step=_REBUILD
        ) from error
    wanted = tuple(columns) if columns is not None else tuple(table.names)
    rows = tuple((column, tuple(sorted(set(values)))) for column, values in sorted((where or {}).items()))
    frame = _read_checked(name, str(path), stamp.st_mtime_ns, stamp.st_size, wanted, rows)
    if path.parent == data_folder():
        refuse_changed(path)
    return frame.copy(deep=False)


_NOWHERE = np.array([], dtype=np.intp)


class _Kept:
    """A whole table in memory, with the places of each value of the columns that were asked for."""

    def __init__(self, frame: pd.DataFrame) -> None:
        # each text is held once: a part taken in a fork then touches, and so copies, few of the parent's pages
        self.frame = frame.copy(deep=False)
        for name in frame.columns:
            if frame[name].dtype == "str":
                places, texts = pd.factorize(frame[name], use_na_sentinel=False)
                self.frame[name] = texts.take(places)
        self._places: dict[str, dict[Any, Any]] = {}
        self._chosen: dict[tuple[str, ...], pd.DataFrame] = {}

    def part(self, wanted: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]) -> pd.DataFrame:
        """Return the columns and rows asked for, as a read from the file gives them: in the table's order."""
        lists = [(column, values, self._where(column, values)) for column, values in rows]
        lists.sort(key=lambda row: sum(map(len, row[2])))
        found = self._columns((*wanted, *(column for column, *_ in lists[1:] if column not in wanted)))
        if lists:  # the column that leaves fewest rows, then the others among those
            places = lists[0][2]
            found = found.take(places[0] if len(places) == 1 else np.sort(np.concatenate([_NOWHERE, *places])))
        for column, values, _ in lists[1:]:
            found = found[found[column].isin(list(values))]
        if len(found.columns) > len(wanted):
            found = found[list(wanted)]
        return found.set_axis(pd.RangeIndex(len(found)))

    def _columns(self, wanted: tuple[str, ...]) -> pd.DataFrame:
        """Return some columns of the whole table; a choice is made once."""
        if wanted not in self._chosen:
            self._chosen[wanted] = self.frame[list(wanted)]
        return self._chosen[wanted]

    def _where(self, column: str, values: Sequence[str]) -> list[Any]:
        """Return the places of each value in a column, found once for all its values."""
        if column not in self._places:
            self._places[column] = dict(self.frame.groupby(column, sort=False).indices)
        known = self._places[column]
        return [known[value] for value in values if value in known]


_KEPT: dict[tuple[str, str, int, int], _Kept] = {}


def keep_whole(names: Iterable[str] = ALL) -> None:
    """Read these tables whole and keep them, checked: from then on `load` takes every part from memory.

    For a process that serves many pairs. A table that is missing or changes on disk is read as ever.
    """
    for name in names:
        path = data_folder() / ALL[name].file
        if path.is_file():
            stamp = path.stat()
            _KEPT[name, str(path), stamp.st_mtime_ns, stamp.st_size] = _Kept(load(name))
    _read_checked.cache_clear()


@lru_cache(maxsize=256)
def _read_checked(
    name: str,
    path: str,
    _mtime: int,
    _size: int,
    wanted: tuple[str, ...],
    rows: tuple[tuple[str, tuple[str, ...]], ...],
) -> pd.DataFrame:
    table = ALL[name]
    kept = _KEPT.get((name, path, _mtime, _size))
    if kept is not None and set(wanted) <= set(kept.frame):
        return kept.part(wanted, rows)
    read = read_csv if table.file.endswith(".csv") else _read_parquet
    try:
        frame = read(table, Path(path), wanted, rows)
    except UNREADABLE as error:
        raise DamagedTable(
            f"the table {table.file} cannot be read: {first_line(error, Path(path).parent)}",
            expected=f"a whole file with the columns {', '.join(wanted)}",
            next_step=_REBUILD,
        ) from error
    return check(frame, table, wanted)


def _read_parquet(
    table: Table, path: Path, wanted: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]]
) -> pd.DataFrame:
    import pyarrow
    import pyarrow.parquet

    used = dict.fromkeys((*wanted, *(column for column, _ in rows)))
    stored = pyarrow.parquet.read_schema(path)
    if missing := [name for name in used if name not in stored.names]:
        raise KeyError(f"no column {some(missing)}")
    for column in table.columns:
        if column.name in used and (found := stored.field(column.name).type) != column.arrow_type():
            raise TypeError(f"column {column.name} is stored as {found}, not as {column.arrow_type()}")
    filters = [(column, "in", list(values)) for column, values in rows] or None
    # one thread: a process that has started no threads can be forked safely
    arrow = pyarrow.parquet.read_table(
        path, columns=list(wanted), filters=filters, use_threads=False, page_checksum_verification=True
    )
    return _to_pandas(arrow.select(list(wanted)), table)


def _to_pandas(arrow: "pyarrow.Table", table: Table) -> pd.DataFrame:
    import pyarrow

    kinds = {column.name: column for column in table.columns}
    as_float = pyarrow.schema(
        [pyarrow.field(f.name, pyarrow.float64()) if pyarrow.types.is_decimal(f.type) else f for f in arrow.schema]
    )
    frame: pd.DataFrame = arrow.cast(as_float).to_pandas(use_threads=False)
    for name in frame.columns:
        column = kinds[name]
        if column.kind == "decimal":  # arrow's cast may miss the nearest double by one unit in the last place
            frame[name] = np.round(frame[name].to_numpy(float), column.places)
        else:
            dtype: Any = column.dtype
            frame[name] = frame[name].astype(dtype)
    return frame


def read_csv(
    table: Table, path: Path, wanted: Sequence[str], rows: Sequence[tuple[str, Sequence[str]]] = ()
) -> pd.DataFrame:
    """Return the columns `wanted` of a table kept as CSV, typed but not yet checked; an empty field is missing."""
    kinds = {column.name: column for column in table.columns}
    text: pd.DataFrame = pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""], encoding="utf-8")
    missing = [column for column in wanted if column not in text.columns]
    unknown = [column for column in text.columns if column not in kinds]
    if missing or unknown:
        raise KeyError(f"columns missing: {some(missing) or 'none'}; columns not known: {some(unknown) or 'none'}")
    for column, values in rows:
        text = text[text[column].isin(list(values))]
    frame = text[list(wanted)].reset_index(drop=True)
    for name in wanted:
        frame[name] = _typed(frame[name], kinds[name])
    return frame


def _typed(text: pd.Series, column: Column) -> pd.Series:
    """Return a column of text in its type; raise ValueError with the rows that have another one."""
    dtype: Any = column.dtype
    if column.kind == "text":
        return text.astype(dtype)
    flags = {"true": True, "false": False}
    values = text.map(flags) if column.kind == "flag" else pd.to_numeric(text, errors="coerce")
    wrong = (values.isna() & text.notna()) | (text.isna() & (not column.nullable))
    if column.kind == "whole":
        wrong |= values.notna() & values.mod(1).ne(0)
    if wrong.any():
        rows = [f"row {index} has {value!r}" for index, value in text[wrong].items()]
        raise ValueError(f"column {column.name} is no {column.kind} figure: {some(rows)}")
    return values.astype(dtype)


def first_line(error: Exception, folder: Path | None = None) -> str:
    """Return the first line of an error, without where its `folder` is, or its kind if it says nothing."""
    text = str(error.args[0]) if isinstance(error, KeyError) and error.args else str(error)  # else in quotes
    text = error.strerror if isinstance(error, OSError) and error.strerror else text
    if folder:
        text = text.replace(f"{folder}{os.sep}", "").replace(str(folder), folder.name)
    return (text.splitlines() or [type(error).__name__])[0][:200]


def check(frame: pd.DataFrame, table: Table, names: Sequence[str] | None = None) -> pd.DataFrame:
    """Return the frame unchanged if it keeps the schema; raise `DamagedTable` with the offending rows if not."""
    names = names or table.names
    if table.allows(frame, names):
        return frame
    import pandera.errors

    try:
        checked: pd.DataFrame = table.checks(names).validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        raise DamagedTable(
            f"the table {table.file} breaks its schema: {_failures(error.failure_cases, table)}",
            expected=f"{table.about}, key {' + '.join(table.key)}",
            next_step=_REBUILD,
        ) from error
    return checked


def _failures(cases: pd.DataFrame, table: Table) -> str:
    lines = []
    for (column, rule), group in cases.groupby(["column", "check"], dropna=False, sort=False):
        if rule in ("column_in_dataframe", "column_in_schema"):
            what = "lacks" if rule == "column_in_dataframe" else "has unknown"
            lines.append(f"it {what} columns: {some(group['failure_case'].tolist())}")
            continue
        rows = [
            f"row {index} has {value!r}" for index, value in zip(group["index"], group["failure_case"], strict=True)
        ]
        place = f"column {column}" if isinstance(column, str) and column in table.names else "the table"
        lines.append(f"{place} fails {rule}: {some(rows)}")
    return "; ".join(lines[:5])
