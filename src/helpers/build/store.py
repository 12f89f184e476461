"""Write tables so that the same rows give the same bytes, and put a whole new set in place at once."""

import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.parquet
import yaml

from helpers.base.errors import BadInput, DamagedTable, some
from helpers.base.locks import CAN_LOCK, held
from helpers.tables.load import check, load
from helpers.tables.sources import CHECKSUMS, load_sources, sha256
from helpers.tables.spec import ALL, Table
from helpers.tables.title_reader import INDEX_FILE


def write_table(rows: "pd.DataFrame | pa.Table", table: Table, folder: Path) -> Path:
    """Write one table into `folder` in the order of its key and return its path; the same rows give the same bytes.

    Parquet is zstd with figures split by byte, decimals as integers and a checksum a page, so that `load` refuses a
    file with a changed byte; CSV is UTF-8 with LF. A frame is checked against the schema first (`DamagedTable`); what
    is written is read back and checked again by the caller through `load`.
    """
    path = folder / table.file
    if isinstance(rows, pd.DataFrame):
        frame = rows[table.names].sort_values(list(table.key), na_position="first", ignore_index=True)
        for column in table.columns:
            dtype: Any = column.dtype
            if column.nullable or frame[column.name].notna().all():
                with suppress(ValueError, TypeError):  # what has another type is refused by row below
                    frame[column.name] = frame[column.name].astype(dtype)
        frame = check(frame, table)
        if table.file.endswith(".csv"):
            for column in table.columns:
                if column.kind == "flag":
                    frame[column.name] = frame[column.name].map({True: "true", False: "false"})
            frame.to_csv(path, index=False, lineterminator="\n", encoding="utf-8", float_format="%.15g")
            return path
        rows = _to_arrow(frame, table)
    _write_parquet(rows, table, path)
    return path


def _to_arrow(frame: pd.DataFrame, table: Table) -> pa.Table:
    arrays = []
    for column in table.columns:
        values = frame[column.name]
        if column.kind == "decimal":
            text = [None if pd.isna(value) else f"{value:.{column.places}f}" for value in values]
            arrays.append(pa.array(text, pa.string()).cast(column.arrow_type()))
        else:
            arrays.append(pa.array(values, column.arrow_type(), from_pandas=True))
    return pa.table(arrays, schema=table.arrow_schema())


def _write_parquet(rows: pa.Table, table: Table, path: Path) -> None:
    split = [column.name for column in table.columns if column.kind in ("whole", "decimal", "real")]
    plain = [column.name for column in table.columns if column.name not in split]
    pyarrow.parquet.write_table(
        rows.replace_schema_metadata(None),
        path,
        compression="zstd",
        compression_level=19,
        row_group_size=table.row_group,
        use_dictionary=plain or False,
        column_encoding=dict.fromkeys(split, "BYTE_STREAM_SPLIT") or None,
        store_decimal_as_integer=True,
        store_schema=False,
        write_page_checksum=True,
    )


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """Give a copy of `folder` to change; put it in the place of `folder` if all went well, drop it if anything failed.

    The copy lies beside the folder, on the same disk, so that the swap is two renames. What a killed run left beside
    it is cleared. Raises `BadInput` if the folder's parent cannot be written, or another process is at it.
    """
    restore(folder)
    with held(folder) if folder.is_dir() else nullcontext(True) as ours:
        if not ours:
            raise BadInput(
                f"another command is writing {folder.name}/",
                expected="one at a time",
                next_step="wait for its end and run this again",
            )
        for left in _beside(folder, "new") + _beside(folder, "old"):
            shutil.rmtree(left, ignore_errors=True)
        with _replaced(folder) as aside:
            yield aside


def restore(folder: Path) -> bool:
    """Put a folder back that a run killed in the swap left under another name; return whether there was one."""
    left = _beside(folder, "old")
    if folder.is_dir() or not left:
        return False
    with held(left[-1]) as ours:
        if ours:
            left[-1].rename(folder)
        return ours


def _beside(folder: Path, what: str) -> list[Path]:
    return sorted(folder.parent.glob(f".{folder.name}-{what}-*")) if CAN_LOCK else []


@contextmanager
def _replaced(folder: Path) -> Iterator[Path]:
    try:
        aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-new-", dir=folder.parent))
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        if folder.is_dir():
            shutil.copytree(folder, aside, dirs_exist_ok=True)
        yield aside
        aside.chmod(0o755)
        old = aside.with_name(aside.name.replace("-new-", "-old-"))
        if folder.is_dir():
            folder.rename(old)
        try:
            aside.rename(folder)
        except OSError:
            if old.is_dir():
                old.rename(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def unwritable(folder: Path, error: OSError) -> BadInput:
    """Return the error for a folder that cannot be written: read-only, no room, or no permission."""
    if isinstance(error, shutil.Error):  # one (source, target, reason) for each file that could not be copied
        why = str(error.args[0][0][2])
    else:
        why = os.strerror(error.errno) if error.errno else str(error)
    return BadInput(
        f"the folder {folder.name}/ cannot be written: {why}",
        expected="a folder you may write, on a disk with room",
        next_step="check its permissions and the free space; nothing in it was changed",
    )


def write_checksums(folder: Path) -> None:
    """Write the sha256 of every table, of the index of titles and of sources.yml as `sha256sum -c` reads them."""
    names = [*sorted([*(table.file for table in ALL.values()), INDEX_FILE]), "sources.yml"]
    lines = [f"{sha256(folder / name)}  {name}\n" for name in names if (folder / name).is_file()]
    (folder / CHECKSUMS).write_text("".join(lines), encoding="utf-8")


def checksums_of(paths: Iterable[Path]) -> dict[str, str]:
    """Return file name -> sha256."""
    return {path.name: sha256(path) for path in sorted(paths)}


def update_sources(
    folder: Path, files: Mapping[str, list[Path]], releases: Mapping[str, Mapping[str, str]], *, retrieved: str = ""
) -> None:
    """Write the checksums of the raw files, and what they say of their release, into sources.yml of `folder`.

    Raises `DamagedTable` if there is no such file, or it has no entry for one of the sources.
    """
    known = load_sources(folder)
    path = folder / "sources.yml"
    text = path.read_text(encoding="utf-8")
    head = "".join(line + "\n" for line in text.splitlines() if line.startswith("#"))
    entries = yaml.safe_load(text)
    if absent := sorted(set(files) - set(known)):
        raise DamagedTable(
            f"sources.yml has no entry for {some(absent)}",
            expected="an entry for every source that a build reads",
            next_step="restore it from the project (git checkout data)",
        )
    for source, paths in files.items():
        new = checksums_of(paths)
        if retrieved and new != entries[source].get("files"):
            entries[source]["retrieved"] = retrieved
        entries[source]["files"] = new
        entries[source].update(releases.get(source, {}))
    body = yaml.safe_dump(entries, sort_keys=False, allow_unicode=True, width=110)
    path.write_text(head + body, encoding="utf-8", newline="\n")


def check_all(folder: Path) -> dict[str, int]:
    """Return the number of rows of every table in `folder`, each read and checked (`DamagedTable` if one fails)."""
    return {name: len(load(name, folder=folder)) for name in ALL}
