"""Check a data folder again: checksums, schemas, keys, published totals, sources; one row a check."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.base.errors import UserError, some
from helpers.build import dictionary
from helpers.build.totals import published_totals
from helpers.tables.checksums import CHECKSUMS, read_checksums, sha256
from helpers.tables.load import load
from helpers.tables.sources import Source, load_sources
from helpers.tables.spec import ALL, Table
from helpers.tables.title_index import FILE as INDEX


class Check(NamedTuple):
    """One check: its kind, the table or file it is about, whether it holds, and what was found."""

    check: str
    table: str
    ok: bool
    message: str


def verify(data: Path, *, say: Callable[[str], None] = lambda _: None) -> pd.DataFrame:
    """Return one row a check of the folder `data`: check, table, ok, message; `say` hears each that fails.

    Checks are `checksum` (every file of SHA256SUMS is there and has its sha256, no table is left out), `schema`
    (columns, types and ranges), `key` (unique), `total` (as published, for the releases in
    sources.yml), `sources` (every source that a table names has an entry, every entry is used, and has the checksums of
    its raw files) and `dictionary` (README.md tells of the tables as they are). Nothing is raised for what is found: a
    folder is sound if `ok` is true in all rows.
    """
    found = []
    for checks in (_checksums, _tables, _totals, _sources, _dictionary):
        for check in checks(data):
            found.append(check)
            if not check.ok:
                say(f"{check.check} of {check.table}: {check.message}")
    frame = pd.DataFrame(found, columns=list(Check._fields))
    say(f"{int(frame['ok'].sum())} of {len(frame)} checks hold")
    return frame


def _checksums(data: Path) -> Iterator[Check]:
    try:
        known = read_checksums(data)
    except (OSError, ValueError) as error:
        yield Check("checksum", CHECKSUMS, False, f"cannot be read: {error}")
        return
    for name in sorted({*known, *(table.file for table in ALL.values()), INDEX, "sources.yml"}):
        path = data / name
        if not path.is_file():
            yield Check("checksum", name, False, "the file is missing")
        elif name not in known:
            yield Check("checksum", name, False, f"it is not in {CHECKSUMS}")
        elif sha256(path) != known[name]:
            yield Check("checksum", name, False, f"its sha256 is not the one in {CHECKSUMS}: it was changed or damaged")
        else:
            yield Check("checksum", name, True, "as recorded")


def _tables(data: Path) -> Iterator[Check]:
    for name, table in ALL.items():
        try:
            frame = load(name, folder=data)
        except UserError as error:
            yield Check("schema", name, False, error.given)
            yield Check("key", name, False, "not checked, since the table cannot be read")
            continue
        yield Check("schema", name, True, f"{len(frame):,} rows, {len(table.columns)} columns")
        yield _key(frame, table)


def _key(frame: pd.DataFrame, table: Table) -> Check:
    named = " + ".join(table.key)
    keys = frame[list(table.key)]
    if (twice := keys.duplicated()).any():
        return Check(
            "key", table.name, False, f"{int(twice.sum())} rows share {named} with another: {_shown(keys, twice)}"
        )
    return Check("key", table.name, True, f"{named} is unique")


def _shown(keys: pd.DataFrame, wrong: "pd.Series[bool]") -> str:
    return some([" ".join(str(part) for part in row) for row in keys[wrong].itertuples(index=False)])


def _totals(data: Path) -> Iterator[Check]:
    try:
        totals = published_totals(data)
    except UserError as error:
        yield Check("total", "published_totals", False, error.given)
        return
    for total in totals:
        table = total.name.partition(":")[0]
        told = f"{total.name.partition(': ')[2]}: {total.found:,.10g}"
        yield Check(
            "total", table, total.agrees, told + ("" if total.agrees else f", published {total.expected:,.10g}")
        )


def _sources(data: Path) -> Iterator[Check]:
    try:
        known = load_sources(data)
    except UserError as error:
        yield Check("sources", "sources.yml", False, error.given)
        return
    for name, table in ALL.items():
        lacking = [source for source in table.sources if source not in known]
        told = f"no entry for {some(lacking)}" if lacking else f"{len(table.sources)} named, each has an entry"
        yield Check("sources", name, not lacking and bool(table.sources), told)
    used = {source for table in ALL.values() for source in table.sources}
    for source in known.values():
        fault = _fault(source, used)
        yield Check("sources", source.id, not fault, fault or f"{source.release}, {len(source.files)} raw files")


def _fault(source: Source, used: set[str]) -> str:
    if source.id not in used:
        return "no table names it"
    if source.addresses and not source.files:
        return "no checksum of a raw file is recorded"
    return ""


def _dictionary(data: Path) -> Iterator[Check]:
    try:
        text = (data / "README.md").read_text(encoding="utf-8")
        same = dictionary.fill(text, dictionary.parts(data)) == text
    except OSError:
        yield Check("dictionary", "README.md", False, "the file is missing")
    except UserError as error:
        yield Check("dictionary", "README.md", False, error.given)
    else:
        told = "tells of the tables as they are" if same else "differs from schemas, rows or sources: build again"
        yield Check("dictionary", "README.md", same, told)
