"""Write tables, the same rows as the same bytes, with what stands beside them, and put a whole set in place at once."""

import csv
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
from helpers.base.files import CAN_LOCK, held
from helpers.tables.load import check, load
from helpers.tables.sources import CHECKSUMS, load_sources, sha256
from helpers.tables.spec import ALL, Column, Table
from helpers.tables.title_reader import INDEX_FILE

README = "README.md"


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
        beside = f".{folder.name}-new-"
        try:
            with tempfile.TemporaryDirectory(prefix=beside, dir=folder.parent, ignore_cleanup_errors=True) as name:
                aside = Path(name)
                if folder.is_dir():
                    shutil.copytree(folder, aside, dirs_exist_ok=True)
                yield aside
                aside.chmod(0o755)
                _swap(aside, folder)
        except OSError as error:
            raise unwritable(folder, error) from error


def _swap(aside: Path, folder: Path) -> None:
    """Put a folder in the place of another, which is dropped; the old one is back if that fails."""
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


# --- the dictionary: what each table and column holds, written from the schemas into README.md --------------------


def write_dictionary(data: Path) -> None:
    """Write the parts of README.md in `data` that are made from schemas and sources.

    A data folder without a README.md is left so. Raises `BadInput` if a pair of markers is missing.
    """
    path = data / README
    if path.is_file():
        path.write_text(fill(path.read_text(encoding="utf-8"), parts(data)), encoding="utf-8", newline="\n")


def parts(data: Path) -> dict[str, str]:
    """Return the parts of README.md that are made from schemas and from what lies in `data`, by name."""
    return {"tables": tables_part(data), "sources": sources_part(data)}


def fill(text: str, made: dict[str, str]) -> str:
    """Return `text` with each part between its markers `<!-- NAME: begin -->` and `<!-- NAME: end -->`."""
    for name, part in made.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        if text.count(begin) != 1 or text.count(end) != 1 or text.index(end) < text.index(begin):
            raise BadInput(
                f"{README} of the data folder has no place for its {name}",
                expected=f"one line {begin} and, below it, one line {end}",
                next_step="put both lines back; what stands between them is written anew",
            )
        text = f"{text[: text.index(begin)]}{begin}\n{part}\n{text[text.index(end) :]}"
    return text


def tables_part(data: Path) -> str:
    """Return the dictionary as Markdown: a list of all tables in `data` with their rows, then each with its columns."""
    rows = {name: count_rows(table, data) for name, table in ALL.items()}
    head = ["| table | rows | holds |", "| --- | ---: | --- |"]
    head += [f"| [{name}](#{name}) | {rows[name]:,} | {_cell(table.about)} |" for name, table in ALL.items()]
    return "\n".join(head) + "\n\n" + "\n\n".join(_about(table, rows[name]) for name, table in ALL.items())


def sources_part(data: Path) -> str:
    """Return every source of sources.yml in `data` as a Markdown table: publisher, release, licence, tables."""
    lines = ["| source | publisher and title | release | licence | tables |", "| --- | --- | --- | --- | --- |"]
    for source in load_sources(data).values():
        used = [f"`{name}`" for name, table in ALL.items() if source.id in table.sources]
        name = _cell(f"{source.publisher}, {source.title}")
        name = f"[{name}]({source.url})" if source.url else name
        lines.append(
            f"| `{source.id}` | {name} | {_cell(source.release)} | {_cell(source.licence)} "
            f"| {', '.join(used) or 'none'} |"
        )
    return "\n".join(lines)


def count_rows(table: Table, data: Path) -> int:
    """Return the number of rows of a table's file, without reading its columns; raise `BadInput` if it is missing."""
    path = data / table.file
    try:
        if not table.file.endswith(".csv"):
            return int(pyarrow.parquet.read_metadata(path).num_rows)
        with path.open(encoding="utf-8", newline="") as file:
            return sum(1 for _ in csv.reader(file)) - 1
    except (OSError, ValueError) as error:
        raise BadInput(
            f"the rows of {table.file} cannot be counted: {str(error).splitlines()[0][:200]}",
            expected="every table in the data folder",
            next_step="build the tables with `rolepair data build --from FOLDER`",
        ) from error


def _about(table: Table, rows: int) -> str:
    sources = ", ".join(f"`{name}`" for name in table.sources)
    lines = [
        f"### {table.name}",
        "",
        f"{table.about[:1].upper()}{table.about[1:].removesuffix('.')}.",
        "",
        f"- file `{table.file}`, {rows:,} rows; key {' + '.join(f'`{name}`' for name in table.key)}; from {sources}",
    ]
    if table.limits:
        lines.append(f"- {table.limits}")
    lines += ["", "| column | kind | holds |", "| --- | --- | --- |"]
    lines += [
        f"| `{column.name}` | {_kind(column)} | {_cell(column.about)}{_limits(column)} |" for column in table.columns
    ]
    return "\n".join(lines)


def _kind(column: Column) -> str:
    kind = (
        f"decimal, {column.places} place{'s' if column.places > 1 else ''}" if column.kind == "decimal" else column.kind
    )
    return kind + (", may be empty" if column.nullable else "")


def _limits(column: Column) -> str:
    parts = []
    if column.low is not None:
        parts.append(f"{column.low:,g} or more" if column.high is None else f"{column.low:,g} to {column.high:,g}")
    if column.pattern:
        parts.append("form `" + column.pattern.replace("|", "\\|") + "`")
    return f" ({'; '.join(parts)})" if parts else ""


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
