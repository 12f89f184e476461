"""Check a data folder again: checksums, schemas, keys, published totals, sources; one row a check."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd

from helpers.base.errors import DamagedTable, UserError, some
from helpers.build.store import README, fill, parts
from helpers.tables.load import load
from helpers.tables.outlook import AI_CATEGORIES
from helpers.tables.sources import CHECKSUMS, load_sources, read_checksums, sha256
from helpers.tables.spec import ALL
from helpers.tables.title_reader import INDEX_FILE


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
    for name in sorted({*known, *(table.file for table in ALL.values()), INDEX_FILE, "sources.yml"}):
        fault = ""
        if not (data / name).is_file():
            fault = "the file is missing"
        elif name not in known:
            fault = f"it is not in {CHECKSUMS}"
        elif sha256(data / name) != known[name]:
            fault = f"its sha256 is not the one in {CHECKSUMS}: it was changed or damaged"
        yield Check("checksum", name, not fault, fault or "as recorded")


def _tables(data: Path) -> Iterator[Check]:
    for name, table in ALL.items():
        try:
            frame = load(name, folder=data)
        except UserError as error:
            yield Check("schema", name, False, error.given)
            yield Check("key", name, False, "not checked, since the table cannot be read")
        else:  # `load` refuses a key that is there twice
            yield Check("schema", name, True, f"{len(frame):,} rows, {len(table.columns)} columns")
            yield Check("key", name, True, f"{' + '.join(table.key)} is unique")


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
        fault = "no checksum of a raw file is recorded" if source.addresses and not source.files else ""
        fault = fault if source.id in used else "no table names it"
        yield Check("sources", source.id, not fault, fault or f"{source.release}, {len(source.files)} raw files")


def _dictionary(data: Path) -> Iterator[Check]:
    try:
        text = (data / README).read_text(encoding="utf-8")
        same = fill(text, parts(data)) == text
    except OSError:
        yield Check("dictionary", README, False, "the file is missing")
    except UserError as error:
        yield Check("dictionary", README, False, error.given)
    else:
        told = "tells of the tables as they are" if same else "differs from schemas, rows or sources: build again"
        yield Check("dictionary", README, same, told)


# --- published totals -------------------------------------------------------------------------------------------------


class Total(NamedTuple):
    """One total: its name, the figure as published and the figure found in the table."""

    name: str
    expected: float
    found: float

    @property
    def agrees(self) -> bool:
        """Return whether both are equal to the last digit that is printed (one decimal at most)."""
        return abs(self.expected - self.found) < 0.05


def _count_rows(frame: pd.DataFrame) -> float:
    return float(len(frame))


def _count(column: str, value: str) -> Callable[[pd.DataFrame], float]:
    return lambda frame: float((frame[column] == value).sum())


def _only(column: str, value: str, figure: str) -> Callable[[pd.DataFrame], float]:
    """Return the figure of the one row with this value; NaN if there is none, or more."""

    def find(frame: pd.DataFrame) -> float:
        found = frame.loc[frame[column] == value, figure]
        return float(found.iloc[0]) if len(found) == 1 else float("nan")

    return find


def _level(place: str, year: int) -> Callable[[pd.DataFrame], float]:
    """Return the price level of all items of a state, or of the `lowest state` or `highest state`."""

    def find(frame: pd.DataFrame) -> float:
        states = frame[(frame["kind"] == "state") & (frame["year"] == year)].set_index("price_area")["all_items_index"]
        ends = {"lowest state": states.min(), "highest state": states.max()}
        return float(ends.get(place, states.get(place, float("nan"))))

    return find


_COUNTED = (
    *("pay", "ai_use", "activity_use", "activity_names", "attainment", "entry_requirements", "people", "ages"),
    *("weekly_earnings", "onet_codes"),
)
FINDERS: dict[tuple[str, str], Callable[[pd.DataFrame], float]] = {
    **{(table, "rows"): _count_rows for table in _COUNTED},
    **{("soc_codes", f"{level} groups"): _count("level", level) for level in ("major", "minor", "broad")},
    ("soc_codes", "detailed occupations"): _count("level", "detailed"),
    ("projections", "line items"): _count("kind", "line item"),
    ("projections", "employment base thousand"): _only("ep_code", "00-0000", "employment_base_thousand"),
    ("projections", "employment projected thousand"): _only("ep_code", "00-0000", "employment_projected_thousand"),
    ("projections", "openings thousand a year"): _only("ep_code", "00-0000", "openings_thousand_per_year"),
    ("newest_projections", "line items"): _count_rows,
    **{("newest_projections", f"{name.lower()} exposure"): _count("ai_exposure", name) for name in AI_CATEGORIES},
    ("abroad_pay", "groups of NOC 2021"): _count("country", "Canada"),
    ("abroad_pay", "groups of SOC 2020"): _count("country", "United Kingdom"),
    **{(table, "employed thousand"): _only("level", "all", "employed_thousand") for table in ("people", "ages")},
    ("weekly_earnings", "full-time workers thousand"): _only("level", "all", "workers_thousand"),
    ("ratings", "rows of skills"): _count("facet", "skills"),
    ("onet_coverage", "codes with data"): lambda frame: float(frame["has_data"].sum()),
}
"""(table, total) of published_totals -> how the figure is found in the table. One line for each new total."""


def _finder(table: str, total: str) -> Callable[[pd.DataFrame], float] | None:
    """Return how a total is found: by `FINDERS`, a price level by the place and year that it names."""
    place, _, year = total.rpartition(" ")
    return _level(place, int(year)) if table == "prices" and year.isdecimal() else FINDERS.get((table, total))


def published_totals(folder: Path | None = None) -> list[Total]:
    """Return every published total of the releases in `folder`, with what its tables hold, in the order of the list.

    Totals of a release other than the one in sources.yml are left out: nothing is known of them. Raises `DamagedTable`
    if a table cannot be read, or the list names a total that is not known here.
    """
    listed = load("published_totals", folder=folder)
    release_of = {name: source.release for name, source in load_sources(folder).items()}
    rows: list[Any] = [(row, _finder(str(row.table), str(row.total))) for row in listed.itertuples(index=False)]
    if unknown := [f"{row.table}: {row.total}" for row, find in rows if not find]:
        raise DamagedTable(
            f"published_totals.csv has totals that are not known: {some(unknown)}",
            expected="totals that helpers.build.verify.FINDERS can find",
            next_step="add how each is found there, or restore the list from the project (git checkout data)",
        )
    frames = lru_cache(lambda name: load(name, folder=folder))
    return [
        Total(f"{row.table}: {row.total}", row.expected, find(frames(row.table)))
        for row, find in rows
        if release_of.get(row.source_id) == row.release
    ]
