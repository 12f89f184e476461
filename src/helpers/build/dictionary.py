"""The data dictionary: what each table and column holds, written from the schemas into README.md of the data folder."""

import csv
from pathlib import Path

import pyarrow.parquet

from helpers.base.errors import BadInput
from helpers.tables.sources import load_sources
from helpers.tables.spec import ALL, Column, Table

_README = "README.md"


def write(data: Path) -> bool:
    """Write the parts of README.md in `data` that are made from schemas and sources; return whether it changed.

    A data folder without a README.md is left so. Raises `BadInput` if a pair of markers is missing.
    """
    path = data / _README
    if not path.is_file():
        return False
    old = path.read_text(encoding="utf-8")
    new = fill(old, parts(data))
    if new != old:
        path.write_text(new, encoding="utf-8", newline="\n")
    return new != old


def parts(data: Path) -> dict[str, str]:
    """Return the parts of README.md that are made from schemas and from what lies in `data`, by name."""
    return {"tables": tables_part(data), "sources": sources_part(data)}


def fill(text: str, made: dict[str, str]) -> str:
    """Return `text` with each part between its markers `<!-- NAME: begin -->` and `<!-- NAME: end -->`."""
    for name, part in made.items():
        begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
        if text.count(begin) != 1 or text.count(end) != 1 or text.index(end) < text.index(begin):
            raise BadInput(
                f"{_README} of the data folder has no place for its {name}",
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
