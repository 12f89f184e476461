"""What a new set of tables changes: rows, codes gained and lost, the largest changes of figures, and what is worse."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.base.errors import DamagedTable, some
from helpers.build.verify import published_totals
from helpers.tables.load import load
from helpers.tables.sources import Source, load_sources
from helpers.tables.spec import ALL, Table

MOST_LOST_PCT = 5.0
"""Rows or codes of a table that may go, percent, before the build counts as worse."""
MOST_EMPTIED_PCT = 5.0
"""Figures of a column that may become empty, percent of those there were."""
MOST_SHIFT_PCT = 50.0
"""Median change of a column's figures, percent: more looks like another unit."""
_FEWEST = 30
_SHOWN = 5


@dataclass(frozen=True)
class Codes:
    """Codes of one key column that came and went, each sorted; `before` is how many there were."""

    column: str
    before: int
    gained: list[str]
    lost: list[str]


@dataclass(frozen=True)
class Figures:
    """One column of figures, over the rows of both versions: how many changed, became empty, were filled.

    `common` counts those given on both sides; `median_change_pct` is the median relative change of all of them; `cut`
    counts those whose last digits went, as at the end of a file that was cut off.
    """

    column: str
    common: int
    changed: int
    emptied: int
    filled: int
    median_change_pct: float
    cut: int = 0


@dataclass(frozen=True)
class Figure:
    """One figure that changed: the key of its row, its column, both values and the relative change, percent."""

    key: str
    column: str
    before: float
    after: float
    change_pct: float


@dataclass(frozen=True)
class TableChange:
    """What changed in one table; `largest` holds at most five figures, those with the largest relative change."""

    table: str
    rows_before: int
    rows_after: int
    codes: list[Codes]
    figures: list[Figures]
    largest: list[Figure]
    years: tuple[float, float] | None = None
    """The newest year of the column `year`, before and after."""
    rows_lost: int = 0
    """Rows of before whose key is gone."""

    @property
    def nothing(self) -> bool:
        """Return whether rows, codes and figures are the same."""
        moved = any(f.changed or f.emptied or f.filled for f in self.figures)
        return self.rows_before == self.rows_after and not moved and not any(c.gained or c.lost for c in self.codes)

    def lines(self) -> list[str]:
        """Return the change as lines to print."""
        if self.nothing:
            return [f"{self.table}: {self.rows_after:,} rows, same codes and figures"]
        told = [f"{self.table}: {self.rows_before:,} rows before, {self.rows_after:,} now"]
        for codes in self.codes:
            both = (("gained", codes.gained), ("lost", codes.lost))
            if parts := [f"{len(found):,} {word} ({some(found)})" for word, found in both if found]:
                told.append(f"  {codes.column}: {', '.join(parts)}")
        changed, emptied, filled = (
            sum(f.changed for f in self.figures),
            sum(f.emptied for f in self.figures),
            sum(f.filled for f in self.figures),
        )
        if changed or emptied or filled:
            told.append(f"  figures: {changed:,} changed, {emptied:,} now empty, {filled:,} now given")
        for figure in self.largest:
            told.append(
                f"    {figure.column} of {figure.key}: {figure.before:,.10g} before, {figure.after:,.10g} now"
                f" ({figure.change_pct:+,.1f} %)"
            )
        return told

    def worse(self, *, one_release: bool = False) -> list[str]:
        """Return what makes the new table worse than the old one; empty if nothing does.

        A publisher takes rows, figures and digits out from one release to the next; within one release none may go.
        """
        faults = []
        lost = 100 * (1 - self.rows_after / self.rows_before) if self.rows_before else 0.0
        if lost > MOST_LOST_PCT:
            faults.append(f"{self.table} loses {lost:.1f} % of its rows ({self.rows_before:,} to {self.rows_after:,})")
        if self.years and self.years[1] < self.years[0]:
            faults.append(f"{self.table} goes back from {self.years[0]:.0f} to {self.years[1]:.0f}")
        for codes in self.codes:
            if codes.before and 100 * len(codes.lost) / codes.before > MOST_LOST_PCT:
                faults.append(f"{self.table} loses {len(codes.lost):,} of {codes.before:,} {codes.column}")
        for f in self.figures:
            given = f.common + f.emptied
            if given >= _FEWEST and 100 * f.emptied / given > MOST_EMPTIED_PCT:
                faults.append(f"{self.table}: {f.emptied:,} of {given:,} figures of {f.column} are now empty")
            if f.common >= _FEWEST and abs(f.median_change_pct) > MOST_SHIFT_PCT:
                faults.append(f"{self.table}: {f.column} changes by {f.median_change_pct:+,.0f} % at the median")
        if one_release:
            gone = [f"{self.rows_lost:,} rows"] if self.rows_lost else []
            gone += [f"{f.emptied:,} figures of {f.column}" for f in self.figures if f.emptied]
            gone += [f"the last digits of {f.cut:,} figures of {f.column}" for f in self.figures if f.cut]
            faults += [f"{self.table} loses {some(gone)} within one release"] if gone else []
        return faults


def compare(table: Table, before: pd.DataFrame, after: pd.DataFrame) -> TableChange:
    """Return what changed between two versions of a table; rows are matched by its key."""
    codes = [_codes(column, before, after) for column in table.key if _is_code(column, table)]
    old, new = _keys(before, table), _keys(after, table)
    place = old.get_indexer(new)
    both = np.flatnonzero(place >= 0)
    figures: list[Figures] = []
    largest: list[Figure] = []
    for column in table.columns:
        if column.kind in ("text", "flag") or column.name in table.key:
            continue
        first = before[column.name].to_numpy(float)[place[both]]
        second = after[column.name].to_numpy(float)[both]
        counted, share = _moved(column.name, first, second)
        figures.append(counted)
        moved = np.flatnonzero(np.nan_to_num(share))
        for row in moved[np.argsort(-np.abs(share[moved]), kind="stable")][:_SHOWN]:
            name = str(new[both[row]]).replace("\t", " ").strip()
            largest.append(Figure(name, column.name, float(first[row]), float(second[row]), float(share[row])))
    largest = sorted(largest, key=lambda figure: -abs(figure.change_pct))[:_SHOWN]
    years, lost = _years(before, after), len(before) - len(both)
    return TableChange(table.name, len(before), len(after), codes, figures, largest, years, lost)


def _years(before: pd.DataFrame, after: pd.DataFrame) -> tuple[float, float] | None:
    if "year" not in after or before.empty or after.empty:
        return None
    return float(before["year"].max()), float(after["year"].max())


def _moved(column: str, first: np.ndarray, second: np.ndarray) -> tuple[Figures, np.ndarray]:
    """Return the counts of one column, and the change of each row in percent (NaN where there is none to tell)."""
    had, has = ~np.isnan(first), ~np.isnan(second)
    common = had & has
    share = np.full(len(first), np.nan)
    np.divide(100 * (second - first), np.abs(first), out=share, where=common & (first != 0))
    moved = common & (first != second)
    median = float(np.nanmedian(share)) if np.isfinite(share).any() else 0.0
    counts = Figures(
        column,
        common=int(common.sum()),
        changed=int(moved.sum()),
        emptied=int((had & ~has).sum()),
        filled=int((has & ~had).sum()),
        median_change_pct=median,
        cut=sum(_is_cut(*pair) for pair in zip(first[moved], second[moved], strict=True)),
    )
    return counts, share


def _is_cut(before: float, after: float) -> bool:
    long, short = f"{before:.12g}", f"{after:.12g}"
    return long.startswith(short) and long != short


def _is_code(column: str, table: Table) -> bool:
    kind = next(c.kind for c in table.columns if c.name == column)
    return kind == "text" and (column.endswith(("_code", "_id")) or len(table.key) == 1)


def _codes(column: str, before: pd.DataFrame, after: pd.DataFrame) -> Codes:
    old, new = (set(frame[column].dropna().astype(str)) for frame in (before, after))
    return Codes(column, len(old), sorted(new - old), sorted(old - new))


def _keys(frame: pd.DataFrame, table: Table) -> pd.Index:
    joined = frame[table.key[0]].astype("str").fillna("")
    for column in table.key[1:]:
        joined = joined + "\t" + frame[column].astype("str").fillna("")
    return pd.Index(joined)


# --- is the new set worse ---------------------------------------------------------------------------------------------


def compared(name: str, data: Path, aside: Path) -> TableChange:
    """Return what changed in one table; a table that `data` has not, or has damaged, is all gained."""
    after = load(name, folder=aside)
    try:
        before = load(name, folder=data)
    except DamagedTable:
        before = after.iloc[:0]
    return compare(ALL[name], before, after)


def find_worse(changes: Sequence[TableChange], known: Mapping[str, Source], data: Path, aside: Path) -> list[str]:
    """Return what makes `aside` worse than `data`: an older release, occupations, rows or figures lost, totals missed.

    The limits for rows, codes and figures are those above, none where no release has changed; of
    the detailed occupations of the pay table none may go; every published total of the new releases must be met.
    """
    now = load_sources(aside)
    faults = [
        f"{name} would go back from {old.release} to {now[name].release}"
        for name, old in known.items()
        if is_older(now[name].release, old.release)
    ]
    if any(change.table == "occupations" for change in changes):
        before, after = (_detailed(folder) for folder in (data, aside))
        if lost := sorted(before - after):
            faults.append(f"{len(lost)} of {len(before)} detailed occupations of the pay table are lost: {some(lost)}")
    for change in changes:
        sources = [name for name in ALL[change.table].sources if name in known and name in now]
        faults += change.worse(one_release=all(known[name].release == now[name].release for name in sources))
    faults += [
        f"{total.name} is {total.found:,.10g}, published as {total.expected:,.10g}"
        for total in published_totals(aside)
        if not total.agrees
    ]
    return faults


def _detailed(folder: Path) -> set[str]:
    frame = load("occupations", folder=folder)
    return set(frame.loc[frame["level"] == "detailed", "soc_code"])


def order(release: str) -> tuple[int, ...] | None:
    """Return a release as numbers that tell its order, None if unknown: 30.2 as (30, 2), May 2025 as (2025, 5)."""
    months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    text = release.strip().lower()
    if dated := re.fullmatch(r"([a-z]{3})[a-z]*\.? (?:(\d{1,2}), )?(\d{4})", text):
        day = (int(dated[2]),) if dated[2] else ()
        return (int(dated[3]), months.index(dated[1]) + 1, *day) if dated[1] in months else None
    return tuple(int(part) for part in re.split(r"\D+", text)) if re.fullmatch(r"\d+([.–-]\d+)*", text) else None


def is_older(new: str, old: str) -> bool:
    """Return whether release `new` is known to be older than `old`; texts of different forms are not compared."""
    first, second = order(new), order(old)
    return first is not None and second is not None and len(first) == len(second) and first < second
