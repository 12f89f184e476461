"""Number passports: where a figure comes from, built from the source cell that it carries.

A source cell is `table/key/column`, its key being the table's key parts joined by `|`, as
`pay/43-3021|0000000|000000/annual_mean_usd`. A table of the page carries the cells in `data-cell`; the page holds one
record a table (`records`), and a script joins the two when a figure is opened. Under each table stands `source_note`,
which says the same without a script and on paper.
"""

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from helpers.formats import is_missing
from helpers.paths import data_folder
from helpers.present.html import Html, markup
from helpers.schemas import ALL
from helpers.sources import sources_of

_SHOWN_ONE_BY_ONE = 16


@dataclass(frozen=True)
class Cell:
    """The source cell of a figure: table, key parts in the order of the table's key, and column."""

    table: str
    key: tuple[str, ...]
    column: str

    def __str__(self) -> str:
        """Return the cell as one text, the form in which frames carry it."""
        return f"{self.table}/{'|'.join(self.key)}/{self.column}"


def parse_cell(text: str) -> Cell:
    """Return the cell that a text names; raise ValueError for an unknown table or column or a key of another length."""
    table, _, rest = text.partition("/")
    key, _, column = rest.rpartition("/")
    if table not in ALL:
        raise ValueError(f"no table is called {table!r}: {text!r}")
    parts = tuple(key.split("|"))
    if len(parts) != len(ALL[table].key) or column not in ALL[table].names:
        wanted = "|".join(ALL[table].key)
        raise ValueError(f"{text!r} is no cell of {table}: it wants {table}/{wanted}/column")
    return Cell(table, parts, column)


def checksums(folder: Path | None = None) -> dict[str, str]:
    """Return file name -> sha256 of every shipped table, as `SHA256SUMS` in the data folder lists them."""
    path = (folder or data_folder()) / "SHA256SUMS"
    return _checksums(str(path), path.stat().st_mtime_ns) if path.is_file() else {}


@lru_cache(maxsize=4)
def _checksums(path: str, _mtime: int) -> dict[str, str]:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return {name.strip().lstrip("*"): digest for digest, name in (line.split(maxsplit=1) for line in lines if line)}


def record(name: str, columns: Iterable[str], folder: Path | None = None) -> dict[str, object]:
    """Return what a passport says about a table: its file, checksum, key, sources, and what the columns named mean."""
    table = ALL[name]
    return {
        "about": table.about,
        "file": table.file,
        "sha256": checksums(folder).get(table.file, ""),
        "key": list(table.key),
        "columns": {column.name: column.about for column in table.columns if column.name in set(columns)},
        "sources": [
            {
                "publisher": source.publisher,
                "title": source.title,
                "release": source.release,
                "period": source.period,
                "licence": source.licence,
                "url": source.url,
            }
            for source in sources_of(name, folder)
        ],
    }


def records(cells: Iterable[str], folder: Path | None = None) -> Html:
    """Return the records of the tables that the cells are in, as one block of JSON that the page's script reads."""
    used: dict[str, set[str]] = {}
    for cell in cells:
        used.setdefault(cell.partition("/")[0], set()).add(cell.rpartition("/")[2])
    found = {name: record(name, columns, folder) for name, columns in used.items()}
    text = json.dumps(found, ensure_ascii=False, sort_keys=True)
    for character in "<>&":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return Html(f'<script type="application/json" id="passports">{text}</script>')


def passport(cell: str, *, note: str = "", error_pct: float | None = None, folder: Path | None = None) -> Html:
    """Return the passport of one figure as a description list: what the script shows when a figure is opened."""
    from helpers.present.html import key_facts

    where, table = parse_cell(cell), ALL[parse_cell(cell).table]
    about = {column.name: column.about for column in table.columns}
    facts: list[tuple[str, str]] = [
        (
            source.publisher,
            Html(
                f'{markup(source.title)}, {markup(source.release)}, <a href="{html.escape(source.url)}">'
                f"{markup(source.url)}</a>"
            ),
        )
        for source in sources_of(where.table, folder)
    ]
    facts.append(("Measure", about[where.column]))
    facts += [(part.replace("_", " "), value) for part, value in zip(table.key, where.key, strict=True)]
    if error_pct is not None:
        facts.append(("Error", f"relative standard error {error_pct:g}% of the figure"))
    if note:
        facts.append(("Note", note))
    facts.append(("Table", table.file))
    if digest := checksums(folder).get(table.file):
        facts.append(("Checksum", f"sha256 {digest}"))
    return key_facts(facts)


def source_note(cells: Mapping[str, str] | Iterable[str], folder: Path | None = None) -> Html:
    """Return the note under a table: publisher, release, file, checksum and how the cells' keys are made.

    `cells` maps a label (row and column) to a source cell, or is the cells alone. Up to 16 labelled cells are listed
    one by one, more are explained by one example. Nothing is returned where there are no cells.
    """
    labelled = dict(cells) if isinstance(cells, Mapping) else {cell: cell for cell in cells}
    labelled = {label: cell for label, cell in labelled.items() if cell}
    if not labelled:
        return Html("")
    used = sorted({cell.partition("/")[0] for cell in labelled.values()})
    lines, short = [], []
    for name in used:
        table = ALL[name]
        behind = sources_of(name, folder)
        short.append("; ".join(f"{source.title}, {source.release}" for source in behind))
        links = "; ".join(
            f'{markup(source.publisher)}, <a href="{html.escape(source.url)}">{markup(source.title)}</a>, '
            f"{markup(source.release)}"
            for source in behind
        )
        digest = checksums(folder).get(table.file)
        proof = f', sha256 <code class="sum">{digest}</code>' if digest else ""
        lines.append(
            f"<li>{links}. Kept here as <code>{markup(table.file)}</code>{proof}; a row is found by "
            f"{markup(' | '.join(table.key))}.</li>"
        )
    if isinstance(cells, Mapping) and len(labelled) <= _SHOWN_ONE_BY_ONE:
        rows = "".join(f"<li>{markup(label)}: <code>{markup(cell)}</code></li>" for label, cell in labelled.items())
        keys = f'<ul class="cells">{rows}</ul>'
    else:
        label, cell = next(iter(labelled.items()))
        named = f" of {markup(label)}" if label != cell else ""
        keys = f"<p>Cells are named table/key/column; the first{named} is <code>{markup(cell)}</code>.</p>"
    return Html(
        f'<details class="source-note"><summary>Source: {markup("; ".join(dict.fromkeys(short)))}</summary>'
        f"<ul>{''.join(lines)}</ul>{keys}</details>"
    )


@dataclass(frozen=True)
class SharedKeys:
    """Source cells written short: one pattern a column with `*` where each row's key goes."""

    patterns: dict[str, str]
    keys: list[str]


def shared_keys(rows: Sequence[Mapping[Any, Any]], names: Sequence[str]) -> SharedKeys | None:
    """Return the cells in the columns `names` as one pattern a column and one key a row, or None where they are not so.

    They are if every row has a cell in every column, a column's cells differ in one part of the key only, and that part
    is the same in all columns of a row.
    """
    if not names or any(is_missing(row.get(name)) for row in rows for name in names):
        return None
    patterns: dict[str, str] = {}
    keys: list[str] = []
    for name in names:
        cells = [parse_cell(str(row[name])) for row in rows]
        parts = list(zip(*(cell.key for cell in cells), strict=True)) if len({c.table for c in cells}) == 1 else []
        differ = [place for place, part in enumerate(parts) if len(set(part)) > 1]
        if len(differ) != 1 or len({cell.column for cell in cells}) != 1:
            return None
        found = list(parts[differ[0]])
        if keys and found != keys:
            return None
        key = tuple("*" if place == differ[0] else part for place, part in enumerate(cells[0].key))
        keys, patterns[name] = found, str(Cell(cells[0].table, key, cells[0].column))
    return SharedKeys(patterns, keys)
