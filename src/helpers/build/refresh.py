"""Fetch the newest releases, build their tables aside, tell what changes, and swap only if nothing is worse."""

import filecmp
import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput, UserError, some
from helpers.build.archives import check_content, stage
from helpers.build.changes import TableChange, compared, find_worse
from helpers.build.download import Address, Downloader
from helpers.build.raw import Built
from helpers.build.run import STEPS, Made, Step, describe, finish
from helpers.build.store import checksums_of, replaced, write_table
from helpers.tables.load import first_line, load
from helpers.tables.sources import Source, load_sources
from helpers.tables.spec import ALL

Say = Callable[[str], None]
FIELD = "{release}"
"""What stands in an address for a release such as 30.2, which the publisher writes 30_2 there, or a year."""
_MOST_STEPS = 40


@dataclass(frozen=True)
class Refreshed:
    """What a refresh did: the sources rebuilt, with the release before and now, and those that were up to date.

    `rows` has the tables built anew (none if nothing was), `changes` those of them that came out otherwise than before;
    `worse` is what was accepted although it is worse.
    """

    releases: dict[str, tuple[str, str]]
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
    A step is run if it reads a source that changed, or a table that came out otherwise than before; other tables it
    needs are read from `data`, other files it needs are those of the release in sources.yml (a source whose files turn
    out to differ is brought up along). The tables are built in a copy of `data`, which takes its place at once.

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
            done = Refreshed({}, up_to_date)
            while changed and not done.releases:
                try:
                    done = _rebuilt(changed, raw, data, steps, accept=accept, today=today, say=say)
                except _Along as more:
                    changed |= set(more.args)
        except UserError as error:
            raise _unchanged(error, data) from error
        except Exception as error:  # files of a release we have never seen may break a builder in any way
            not_foreseen = BadInput(
                f"the tables cannot be built from the new files: {type(error).__name__}, {first_line(error)}",
                expected="files laid out as in the releases we know",
                next_step="keep the old tables, and report the release of the files with this message",
            )
            raise _unchanged(not_foreseen, data) from error
    for name, (before, now) in done.releases.items():
        say(f"{name}: {before} before, {now} now")
    return replace(done, up_to_date=up_to_date)


class _Along(Exception):
    """A step reads sources (its arguments) that turned out to have changed too: the build begins anew with them."""


def _rebuilt(
    changed: set[str], raw: "Gathered", data: Path, steps: Sequence[Step], *, accept: bool, today: str, say: Say
) -> Refreshed:
    """Build what the changed sources touch in a copy of `data`, tell and judge the changes, and swap."""
    known = load_sources(data)
    with replaced(data) as aside:
        done, ran, moved = _run(changed, raw, data, aside, steps, say)
        changed = changed | _read_otherwise(done, known, ran, steps)
        _tell_releases(done, known, changed, raw.releases, today)
        finish(done, aside, sources=changed, retrieved=today)
        rows = {name: len(load(name, folder=aside)) for name in done.tables}
        changes = [compared(name, data, aside) for name in rows if name in moved]
        for line in [line for change in changes for line in change.lines()]:
            say(line)
        say(f"{len(rows) - len(changes)} of {len(rows)} tables built anew are the same, byte by byte")
        worse = find_worse(changes, known, data, aside)
        if worse and not accept:
            raise BadInput(
                "the new tables are worse: " + "; ".join(worse[:12]),
                expected="a release that holds what the old one holds",
                next_step="look at the changes above; if they are right, run it again with --accept-losses",
            )
        now = load_sources(aside)
    releases = {name: (known[name].release, now[name].release) for name in known if name in changed}
    return Refreshed(releases, (), changes, worse, rows)


def _run(
    changed: set[str], raw: "Gathered", data: Path, aside: Path, steps: Sequence[Step], say: Say
) -> tuple[Built, list[Step], set[str]]:
    """Run the steps that read a changed source or a table that moved; return what they made, and those tables.

    A table has moved if its file in `aside` is not, byte by byte, that of `data`: a step that reads only tables that
    came out the same is left out. A table that lacks columns is completed by a later step. Raises `_Along` if a step
    reads a source that changed too.
    """
    done, ran, moved = Built({}, {}), list[Step](), set[str]()
    for step in steps:
        if not (set(step.sources) & changed or set(step.reads) & moved):
            continue
        if along := raw.fetch_others(step):
            raise _Along(*along)
        read: Made = {}
        for name in step.reads:
            read[name] = done.tables[name] if name in done.tables else load(name, folder=data)
        built = step.build(raw.folder, read)
        done.add(built)
        ran.append(step)
        say(describe(step, built))
        for name in step.makes:
            moved.add(name)
            rows, old = built.tables[name], data / ALL[name].file
            if set(ALL[name].names) <= set(rows.columns if isinstance(rows, pd.DataFrame) else rows.column_names):
                new = write_table(rows, ALL[name], aside)
                if old.is_file() and filecmp.cmp(new, old, shallow=False):
                    moved.discard(name)
    return done, ran, moved


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


def _read_otherwise(done: Built, known: dict[str, Source], ran: list[Step], steps: Sequence[Step]) -> set[str]:
    """Return the sources of whose files others were read now, though the files themselves did not change."""
    names = {name for step in ran for name in step.sources}
    whole = {name for name in names if all(step in ran for step in steps if name in step.sources)}
    return {name for name in whole if checksums_of(done.files.get(name, [])) != known[name].files}


def _tell_releases(
    done: Built, known: dict[str, Source], changed: Collection[str], fetched: dict[str, str], today: str
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


def _unchanged(error: UserError, data: Path) -> UserError:
    return type(error)(
        error.given,
        expected=error.expected,
        next_step=f"{error.next_step} (the tables in {data.name}/ are as they were)",
    )


# --- raw files --------------------------------------------------------------------------------------------------------


@dataclass
class Gathered:
    """The raw files of one refresh, below `folder` in one subfolder a source; `releases` has that of each source.

    `known` is what sources.yml says, `by_hand` a folder of files saved by hand.
    """

    folder: Path
    known: dict[str, Source]
    downloader: Downloader
    by_hand: Path | None
    say: Say
    releases: dict[str, str] = field(default_factory=dict)
    fetched: dict[str, list[Path]] = field(default_factory=dict)

    def fetch_newest(self, asked: Sequence[str]) -> set[str]:
        """Fetch the newest release of each source; return those whose files or release are not those of the tables.

        Raises one `BadInput` for all sources that could not be fetched; it names the others.
        """
        failed: dict[str, UserError] = {}
        for name in asked:
            try:
                release = self.known[name].release
                for address in self.known[name].addresses:
                    release = newest_release(address, release, self._exists)
                self._fetch(name, release)
            except UserError as error:
                failed[name] = error
        if failed:
            rest = [name for name in asked if name not in failed]
            also = f"; the others can be refreshed alone: rolepair data refresh {' '.join(rest)}" if rest else ""
            raise BadInput(
                "; ".join(f"{name}: {error.given}" for name, error in failed.items()),
                expected="; ".join(dict.fromkeys(error.expected for error in failed.values())),
                next_step="; ".join(dict.fromkeys(error.next_step for error in failed.values())) + also,
            )
        return {name for name in asked if self.releases[name] != self.known[name].release or self._differs(name)}

    def fetch_others(self, step: Step) -> set[str]:
        """Fetch what a step reads and is not there yet, at the recorded release; return the sources that differ."""
        differing = set()
        for name in step.sources:
            if name not in self.fetched:
                self._fetch(name, self.known[name].release)
                if self.known[name].addresses and self._differs(name):
                    self.say(f"{name} is brought up along: its files differ from those of the tables")
                    differing.add(name)
        return differing

    def _exists(self, url: str) -> bool:
        if self.by_hand is not None:
            return (self.by_hand / Address.parse(url).name).is_file()
        return self.downloader.exists(url)

    def _fetch(self, name: str, release: str) -> None:
        self.releases[name] = release
        fetched = []
        for text in self.known[name].addresses:
            address = Address.parse(at_release(text, release))
            path = self.by_hand / address.name if self.by_hand else None
            if path and path.is_file():
                check_content(path, address.name)
            else:
                path = self.downloader.fetch(address, name)
            fetched += stage(path, self.folder / name)
        self.fetched[name] = fetched

    def _differs(self, name: str) -> bool:
        """Return whether a file that the tables were built from is missing among those fetched, or is another."""
        recorded = self.known[name].files
        found = checksums_of(path for path in self.fetched[name] if path.name in recorded)
        return not recorded or found != recorded


def at_release(pattern: str, release: str) -> str:
    """Return the address of one release; an address without the field is the same for all."""
    return pattern.replace(FIELD, release.replace(".", "_"))


def newest_release(pattern: str, release: str, exists: Callable[[str], bool]) -> str:
    """Return the newest release from `release` on that `exists` finds, itself if there is none newer.

    Looks from each release at the next two of the same number and the first two of the next number, or at the next two
    years, so that one left out in between does not hide the rest. Raises `BadInput` if `release` is neither of the form
    30.2 nor a year.
    """
    if FIELD not in pattern:
        return release
    if not re.fullmatch(r"\d+\.\d+|\d{4}", release):
        raise BadInput(
            f"the release {release!r} cannot be counted on",
            expected="a release such as 30.2, or a year, since the address holds it",
            next_step="correct `release` in sources.yml",
        )
    for _ in range(_MOST_STEPS):
        newer = next((ahead for ahead in _ahead(release) if exists(at_release(pattern, ahead))), None)
        if newer is None:
            break
        release = newer
    return release


def _ahead(release: str) -> list[str]:
    number, dot, part = release.partition(".")
    if not dot:
        return [str(int(number) + 2), str(int(number) + 1)]
    return [f"{int(number) + 1}.1", f"{int(number) + 1}.0", f"{number}.{int(part) + 2}", f"{number}.{int(part) + 1}"]
