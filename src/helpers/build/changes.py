"""What a new set of tables changes: rows, codes gained and lost, the largest changes of figures, and what is worse."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.base.errors import DamagedTable, some
from helpers.base.words import MONTHS
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


_COUNTS = ["common", "changed", "emptied", "filled", "cut", "median"]


@dataclass(frozen=True)
class TableChange:
    """What changed in one table, its rows matched by the key; `rows_lost` counts those of before whose key is gone.

    `codes` has for each code column of the key what there was and what there is. `figures` has a row for each column of
    figures: how many are given on both sides (common) and changed among them, became empty, were filled, lost their
    last digits as at the end of a file that was cut off, and the median relative change, percent. `largest` tells of at
    most five figures, those with the largest relative change; `years` is the newest year before and after.
    """

    table: str
    rows_before: int
    rows_after: int
    rows_lost: int
    codes: dict[str, tuple[set[str], set[str]]]
    figures: pd.DataFrame
    largest: list[str]
    years: tuple[float, float]

    def lines(self) -> list[str]:
        """Return the change as lines to print."""
        changed, emptied, filled = (int(self.figures[name].sum()) for name in ("changed", "emptied", "filled"))
        moved = changed or emptied or filled
        same_codes = all(before == after for before, after in self.codes.values())
        if self.rows_before == self.rows_after and not moved and same_codes:
            return [f"{self.table}: {self.rows_after:,} rows, same codes and figures"]
        told = [f"{self.table}: {self.rows_before:,} rows before, {self.rows_after:,} now"]
        for column, (before, after) in self.codes.items():
            both = (("gained", sorted(after - before)), ("lost", sorted(before - after)))
            if parts := [f"{len(found):,} {word} ({some(found)})" for word, found in both if found]:
                told.append(f"  {column}: {', '.join(parts)}")
        if moved:
            told.append(f"  figures: {changed:,} changed, {emptied:,} now empty, {filled:,} now given")
        return told + self.largest

    def worse(self, *, one_release: bool = False) -> list[str]:
        """Return what makes the new table worse than the old one; empty if nothing does.

        A publisher takes rows, figures and digits out from one release to the next; within one release none may go.
        """
        faults = []
        lost = 100 * (1 - self.rows_after / self.rows_before) if self.rows_before else 0.0
        if lost > MOST_LOST_PCT:
            faults.append(f"{self.table} loses {lost:.1f} % of its rows ({self.rows_before:,} to {self.rows_after:,})")
        if self.years[1] < self.years[0]:
            faults.append(f"{self.table} goes back from {self.years[0]:.0f} to {self.years[1]:.0f}")
        for column, (before, after) in self.codes.items():
            if before and 100 * len(before - after) / len(before) > MOST_LOST_PCT:
                faults.append(f"{self.table} loses {len(before - after):,} of {len(before):,} {column}")
        gone = [f"{self.rows_lost:,} rows"] if self.rows_lost else []
        for column, common, _, emptied, _, cut, median in self.figures.itertuples():
            given = common + emptied
            if given >= _FEWEST and 100 * emptied / given > MOST_EMPTIED_PCT:
                faults.append(f"{self.table}: {emptied:,} of {given:,} figures of {column} are now empty")
            if common >= _FEWEST and abs(median) > MOST_SHIFT_PCT:
                faults.append(f"{self.table}: {column} changes by {median:+,.0f} % at the median")
            gone += [f"{emptied:,} figures of {column}"] if emptied else []
            gone += [f"the last digits of {cut:,} figures of {column}"] if cut else []
        return faults + ([f"{self.table} loses {some(gone)} within one release"] if gone and one_release else [])


def compare(table: Table, before: pd.DataFrame, after: pd.DataFrame) -> TableChange:
    """Return what changed between two versions of a table; rows are matched by its key."""
    texts = [column.name for column in table.columns if column.kind == "text" and column.name in table.key]
    codes = {
        name: (set(before[name].dropna().astype(str)), set(after[name].dropna().astype(str)))
        for name in texts
        if name.endswith(("_code", "_id")) or len(table.key) == 1
    }
    old, new = (_keys(frame, table) for frame in (before, after))
    place = old.get_indexer(new)
    both = np.flatnonzero(place >= 0)
    counts: dict[str, list[float]] = {}
    largest: list[tuple[float, str]] = []
    for name in (column.name for column in table.columns if column.kind not in ("text", "flag")):
        if name in table.key:
            continue
        first, second = before[name].to_numpy(float)[place[both]], after[name].to_numpy(float)[both]
        had, has = ~np.isnan(first), ~np.isnan(second)
        share = np.full(len(first), np.nan)
        np.divide(100 * (second - first), np.abs(first), out=share, where=had & has & (first != 0))
        moved = had & has & (first != second)
        cut = sum(_is_cut(*pair) for pair in zip(first[moved], second[moved], strict=True))
        median = float(np.nanmedian(share)) if np.isfinite(share).any() else 0.0
        masks = (had & has, moved, had & ~has, has & ~had)
        counts[name] = [*(int(mask.sum()) for mask in masks), cut, median]
        told = np.flatnonzero(np.nan_to_num(share))
        for row in told[np.argsort(-np.abs(share[told]), kind="stable")][:_SHOWN]:
            key = str(new[both[row]]).replace("\t", " ").strip()
            values = f"{first[row]:,.10g} before, {second[row]:,.10g} now ({share[row]:+,.1f} %)"
            largest.append((-abs(share[row]), f"    {name} of {key}: {values}"))
    shown = [line for _, line in sorted(largest, key=lambda pair: pair[0])[:_SHOWN]]
    figures = pd.DataFrame.from_dict(counts, orient="index", columns=_COUNTS)
    figures = figures.astype(dict.fromkeys(_COUNTS[:-1], "int64"))
    newest = (float(before["year"].max()), float(after["year"].max())) if "year" in after else (0.0, 0.0)
    return TableChange(table.name, len(before), len(after), len(before) - len(both), codes, figures, shown, newest)


def _is_cut(before: float, after: float) -> bool:
    long, short = f"{before:.12g}", f"{after:.12g}"
    return long.startswith(short) and long != short


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
        both = (load("occupations", folder=folder) for folder in (data, aside))
        before, after = (set(frame.loc[frame["level"] == "detailed", "soc_code"]) for frame in both)
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


def order(release: str) -> tuple[int, ...] | None:
    """Return a release as numbers that tell its order, None if unknown: 30.2 as (30, 2), May 2025 as (2025, 5)."""
    text = release.strip().lower()
    if dated := re.fullmatch(r"([a-z]{3})[a-z]*\.? (?:(\d{1,2}), )?(\d{4})", text):
        day = (int(dated[2]),) if dated[2] else ()
        return (int(dated[3]), MONTHS.index(dated[1]) + 1, *day) if dated[1] in MONTHS else None
    return tuple(int(part) for part in re.split(r"\D+", text)) if re.fullmatch(r"\d+([.–-]\d+)*", text) else None


def is_older(new: str, old: str) -> bool:
    """Return whether release `new` is known to be older than `old`; texts of different forms are not compared."""
    first, second = order(new), order(old)
    return first is not None and second is not None and len(first) == len(second) and first < second
