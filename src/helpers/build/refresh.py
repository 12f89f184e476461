"""Fetch the newest releases, build their tables aside, tell what changes, and swap only if nothing is worse."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from helpers.build.changes import TableChange, compare
from helpers.build.download import Downloader
from helpers.build.gather import Gathered, Say, checksums_of
from helpers.build.newest import is_older
from helpers.build.refusals import first_line
from helpers.build.run import STEPS, Made, Outcome, Step, put, run_steps
from helpers.build.store import replaced
from helpers.build.totals import published_totals
from helpers.errors import BadInput, DamagedTable, UserError, some
from helpers.schemas import ALL
from helpers.sources import Source, load_sources
from helpers.tables import load


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: the sources rebuilt and those that were up to date, the changes.

    `changes` and `rows` are those of the tables built anew (none if nothing was); `worse` is what was accepted although
    it is worse.
    """

    rebuilt: tuple[str, ...]
    up_to_date: tuple[str, ...]
    changes: list[TableChange] = field(default_factory=list)
    worse: list[str] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)


def refresh(
    sources: Sequence[str],
    data: Path,
    *,
    downloader: Downloader | None = None,
    by_hand: Path | None = None,
    accept: bool = False,
    today: str = "",
    steps: Sequence[Step] = STEPS,
    say: Say = lambda _: None,
) -> Refreshed:
    """Bring `sources` (all that have addresses if empty) to their newest release in `data`; return what changed.

    Files that lie in the folder `by_hand` under the name they are kept by are taken from there, all others fetched.
    A step is run if it reads a source that changed, or a table that such a step makes; other tables it needs are read
    from `data`, other files it needs are those of the release in sources.yml (a source whose files turn out to differ
    is brought up along). The tables are built in a copy of `data` and take its place at once.

    Raises `BadInput` for an unknown source, for files that cannot be fetched, read or built, and, unless `accept`, for
    a build that is worse: a release older than the old one, rows, codes or figures lost beyond the limits of
    `helpers.build.changes`, detailed occupations of the pay table lost, a published total missed. In each case `data`
    is as it was before, byte by byte.
    """
    known = load_sources(data)
    asked = _chosen(sources, known, steps)
    downloader = downloader or Downloader(say=say)
    today = today or date.today().isoformat()
    with downloader.room() as folder:
        raw = Gathered(folder, known, downloader, by_hand, say)
        try:
            changed = raw.fetch_newest(asked)
            up_to_date = tuple(name for name in asked if name not in changed)
            for name in up_to_date:
                say(f"{name}: {known[name].release} is the newest, its files have not changed")
            if not changed:
                return Refreshed((), up_to_date)
            changed, chosen = raw.fetch_companions(changed, steps)
            done = run_steps(chosen, raw.folder, _read_known(chosen, data), say=say)
            changed |= _read_otherwise(done, known, chosen, steps)
            _tell_releases(done, known, changed, raw.releases, today)
            with replaced(data) as aside:
                put(done, aside, sources=changed, retrieved=today)
                rows = {name: len(load(name, folder=aside)) for name in done.tables}
                changes = [_compared(name, data, aside) for name in rows]
                for change in changes:
                    for line in change.lines():
                        say(line)
                worse = _worse(changes, known, data, aside)
                if worse and not accept:
                    raise BadInput(
                        "the new tables are worse: " + "; ".join(worse[:12]),
                        expected="a release that holds what the old one holds",
                        next_step="look at the changes above; if they are right, run it again with --accept",
                    )
        except UserError as error:
            raise _unchanged(error, data) from error
        except Exception as error:  # files of a release we have never seen may break a builder in any way
            raise _unchanged(_not_foreseen(error), data) from error
    for name in changed:
        say(f"{name}: {known[name].release} before, {load_sources(data)[name].release} now")
    return Refreshed(tuple(name for name in known if name in changed), up_to_date, changes, worse, rows)


def _chosen(sources: Sequence[str], known: dict[str, Source], steps: Sequence[Step]) -> list[str]:
    built = {name for step in steps for name in step.sources}
    able = [name for name, source in known.items() if source.addresses and name in built]
    wrong = [name for name in sources if name not in able]
    if wrong:
        raise BadInput(
            f"{some(wrong)} cannot be refreshed",
            expected=f"one or more of {', '.join(able)}",
            next_step="correct the name; curated tables and market claims have no address to fetch them from",
        )
    return [name for name in able if not sources or name in sources]


def _read_known(chosen: Sequence[Step], data: Path) -> Made:
    """Return the tables that the steps read and that none before them makes."""
    made: set[str] = set()
    needed: set[str] = set()
    for step in chosen:
        needed |= set(step.reads) - made
        made |= set(step.makes)
    return {name: load(name, folder=data) for name in sorted(needed)}


def _read_otherwise(done: Outcome, known: dict[str, Source], chosen: list[Step], steps: Sequence[Step]) -> set[str]:
    """Return the sources of whose files others were read now, though the files themselves did not change."""
    names = {name for step in chosen for name in step.sources}
    whole = {name for name in names if all(step in chosen for step in steps if name in step.sources)}
    return {name for name in whole if checksums_of(done.files.get(name, [])) != known[name].files}


def _tell_releases(
    done: Outcome, known: dict[str, Source], changed: Collection[str], fetched: dict[str, str], today: str
) -> None:
    """Complete what sources.yml will say of each changed source: release, citation, and how far it was checked."""
    for name in changed:
        old, fields = known[name], done.releases.setdefault(name, {})
        if not done.files.setdefault(name, []):
            fields |= {"retrieved": old.retrieved, "check": f"not read any more since {today}"}
            continue
        new, period = fields.setdefault("release", fetched[name]), fields.get("period", old.period)
        fields.setdefault("check", f"fetched on {today}; schema, keys and published totals checked")
        fields.setdefault("citation", old.citation.replace(old.release, new).replace(old.period, period))
        if new != old.release:
            fields.setdefault("published", "")


def _compared(name: str, data: Path, aside: Path) -> TableChange:
    after = load(name, folder=aside)
    try:
        before = load(name, folder=data)
    except DamagedTable:  # a table that is new, or broken: then everything in it is gained
        before = after.iloc[:0]
    return compare(ALL[name], before, after)


def _worse(changes: Sequence[TableChange], known: dict[str, Source], data: Path, aside: Path) -> list[str]:
    faults = [
        f"{name} would go back from {old.release} to {new.release}"
        for name, old in known.items()
        if is_older((new := load_sources(aside)[name]).release, old.release)
    ]
    if any(change.table == "occupations" for change in changes):
        before, after = (_detailed(folder) for folder in (data, aside))
        if lost := sorted(before - after):
            faults.append(f"{len(lost)} of {len(before)} detailed occupations of the pay table are lost: {some(lost)}")
    faults += [fault for change in changes for fault in change.worse()]
    missed = {total.name: total for total in published_totals(aside) if not total.agrees}
    for total in missed.values():
        faults.append(f"{total.name} is {total.found:,.10g}, published as {total.expected:,.10g}")
    return faults


def _detailed(folder: Path) -> set[str]:
    frame = load("occupations", folder=folder)
    return set(frame.loc[frame["level"] == "detailed", "soc_code"])


def _not_foreseen(error: Exception) -> UserError:
    return BadInput(
        f"the tables cannot be built from the new files: {type(error).__name__}, {first_line(error)}",
        expected="files laid out as in the releases we know",
        next_step="keep the old tables, and report the release of the files with this message",
    )


def _unchanged(error: UserError, data: Path) -> UserError:
    return type(error)(
        error.given,
        expected=error.expected,
        next_step=f"{error.next_step} (the tables in {data.name}/ are as they were)",
    )
