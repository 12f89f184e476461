"""Judge a new set of tables against the old one before it takes its place."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from helpers.base.errors import DamagedTable, some
from helpers.build.changes import TableChange, compare
from helpers.build.newest import is_older
from helpers.build.totals import published_totals
from helpers.tables.load import load
from helpers.tables.sources import Source, load_sources
from helpers.tables.spec import ALL


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

    The limits for rows, codes and figures are those of `helpers.build.changes`, none where no release has changed; of
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
