"""Drive a batch: what is done already is left alone, the rest is made, kept and counted; a failure stops nothing.

The manifest has one line a report, by which a killed run resumes and an unchanged report is left alone.
"""

import csv
import errno
import hashlib
import io
import itertools
import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import Any

from helpers.base.paths import data_folder
from helpers.base.user_csv import unformed
from helpers.batch.cluster import OnDask
from helpers.batch.runs import Run
from helpers.batch.store import Store
from helpers.render.pool import Done, Pool
from helpers.tables.added import COMPANY_PAY, TABLES, company_folder, tasks_folder

LOG_EVERY = 20
_THIS_ONE = (errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG)
"""What is wrong with the place of one report, not with the disk."""
PACKAGES = ("ipython", "matplotlib", "mistune", "nbconvert", "nbformat", "numpy", "pandas", "papermill", "pyarrow")
_NOT_IN_REPORTS = ("build", "batch")
Workers = Pool | OnDask


@dataclass(frozen=True)
class Entry:
    """One report made: its file, the key of all that went into it, its bytes and their checksum."""

    file: str
    key: str
    bytes: int
    sha256: str


def fingerprint(notebook: Path) -> str:
    """Return a checksum of what reports are made from: tables and what is installed beside them, code, packages."""
    digest = hashlib.sha256(python_version().encode())
    for name in PACKAGES:
        digest.update(f"{name} {version(name)}\n".encode())
    code = Path(__file__).parents[1]
    files = [path for path in sorted(code.rglob("*")) if path.is_file() and path.suffix != ".pyc"]
    kept = [path for path in files if path.relative_to(code).parts[0] not in _NOT_IN_REPORTS]
    own = [company_folder() / COMPANY_PAY.file, *(tasks_folder() / table.file for table in TABLES)]
    for path in [*kept, *sorted(data_folder().iterdir()), notebook, *own]:
        if path.is_file():
            digest.update(path.name.encode() + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def key_of(run: Run, made_from: str, form: str) -> str:
    """Return the key of one report: equal keys, equal bytes."""
    text = json.dumps([made_from, form, run.parameters, run.title, run.names])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


class Manifest:
    """The lines of one batch or shard, kept in `name` with what is new in a log beside it until the end."""

    def __init__(
        self, store: Store, name: str = "manifest.jsonl", *, say: Callable[[str], None] = lambda _: None
    ) -> None:
        """Read what earlier runs have left; a manifest that is damaged is set aside, which is said, and made anew."""
        self._store, self._name, self._log = store, name, f"{name}.log"
        self._waiting: list[Entry] = []
        lines = store.read(name).decode("utf-8", "replace").splitlines()
        listed = [_entry(line) for line in lines]
        # a line of the log that was cut off when a run was killed costs that report, no more
        logged = [_entry(line) for line in store.read_log(self._log)]
        self.entries = {entry.file: entry for entry in (*listed, *logged) if entry}
        if None in listed or store.is_folder(name):
            aside = store.set_aside(name)
            say(f"{name} was damaged: it is kept as {aside} and made anew; what it did not tell is rendered again")
        if store.is_folder(self._log):
            say(f"{self._log} was damaged: it is kept as {store.set_aside(self._log)}")

    def has(self, file: str, key: str) -> bool:
        """Return whether the report is there as these inputs make it; it is read for that if written since the last."""
        entry = self.entries.get(file)
        if entry is None or entry.key != key or self._store.size(file) != entry.bytes:
            return False
        since = self._store.newer(file, self._name, self._log)
        return not since or hashlib.sha256(self._store.read(file)).hexdigest() == entry.sha256

    def add(self, entry: Entry, *, every: int = 1) -> None:
        """Keep a report that is in place; entries are written out `every` so many."""
        self.entries[entry.file] = entry
        self._waiting.append(entry)
        if len(self._waiting) >= every:
            self.flush()

    def flush(self) -> None:
        """Write out the entries that wait."""
        if self._waiting:
            self._store.log(self._log, [_line(entry) for entry in self._waiting])
            self._waiting.clear()

    def compact(self, files: Iterable[str]) -> None:
        """Rewrite the manifest in the order of `files`, then what else is there, and drop the log."""
        self.flush()
        order: Mapping[str, None] = dict.fromkeys([*files, *sorted(self.entries)])
        lines = [_line(self.entries[file]) for file in order if file in self.entries]
        text = "".join(line + "\n" for line in lines).encode()
        if text != self._store.read(self._name):
            self._store.put(self._name, text)
        self._store.drop_log(self._log)


def _entry(line: str) -> Entry | None:
    """Return the entry of a line, or nothing for a line that is none."""
    try:
        entry = Entry(**json.loads(line))
    except (ValueError, TypeError, RecursionError):
        return None
    typed = all(isinstance(text, str) for text in (entry.file, entry.key, entry.sha256))
    return entry if typed and type(entry.bytes) is int else None


def _line(entry: Entry) -> str:
    return json.dumps(asdict(entry))


@dataclass
class Summary:
    """How a batch went: reports unchanged, made and failed; CPU seconds and the largest memory of one report."""

    unchanged: int = 0
    made: int = 0
    failures: list[tuple[str, str]] = field(default_factory=list)
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    bytes: int = 0


def run_batch(
    runs: Sequence[Run],
    store: Store,
    open_workers: Callable[[], Workers],
    *,
    notebook: Path,
    made_from: str,
    name: str = "",
    gzipped: bool = False,
    mistakes: Sequence[tuple[str, str]] = (),
    on_end: Callable[[str], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Make every report that `store` lacks or that has changed; return the summary.

    `made_from` stands for all that reports are made from (`fingerprint`): with another one, all are made
    again. `open_workers` is called if there is one to make. `on_end` is called with `unchanged`, `made` or `failed` for
    every run. `manifest{name}.jsonl` lists what is there, `failures{name}.csv` what failed, if anything did.
    Interrupted, or stopped by an OSError of the disk, it leaves whole files and a log from which the next run goes on.
    """
    tail, form = (".gz", "html.gz") if gzipped else ("", "html")
    keys = {run.file + tail: key_of(run, made_from, form) for run in runs}
    manifest = Manifest(store, f"manifest{name}.jsonl", say=say)
    summary = Summary(failures=list(mistakes))
    to_make: deque[Run] = deque()
    for run in runs:
        if manifest.has(run.file + tail, keys[run.file + tail]):
            summary.unchanged += 1
            on_end("unchanged")
        else:
            to_make.append(run)

    def keep(done: Done) -> None:
        on_end(_keep(done, store, manifest, keys[done.key], summary, gzipped=gzipped))

    try:
        if to_make:
            workers = open_workers()
            calls = ((run.file + tail, run.page_of(notebook, gzipped=gzipped)) for run in to_make)
            try:
                _make(calls, workers, keep)
            finally:
                workers.close()
        manifest.compact(keys)
        _write_failures(store, f"failures{name}.csv", summary.failures)
    finally:
        with suppress(OSError):  # a full disk has been told already
            manifest.flush()
        store.close()
    return summary


def _make(calls: Iterator[tuple[str, Callable[[], Any]]], workers: Workers, keep: Callable[[Done], None]) -> None:
    running = 0
    for key, call in itertools.islice(calls, workers.room):
        workers.submit(key, call)
        running += 1
    while running:
        for done in workers.wait():
            following = next(calls, None)
            if following:  # the next one starts before this one is written
                workers.submit(*following)
            else:
                running -= 1
            keep(done)


def _keep(done: Done, store: Store, manifest: Manifest, key: str, summary: Summary, *, gzipped: bool) -> str:
    """Keep a report that was made, or why it was not; return which of the two."""
    summary.cpu_seconds += done.cpu_seconds
    summary.peak_mb = max(summary.peak_mb, done.peak_mb)
    why = str(done.error)
    if not why:
        try:
            if isinstance(done.value, bytes):
                store.put(done.key, done.value, gzipped=gzipped)
                size, digest = len(done.value), hashlib.sha256(done.value).hexdigest()
            else:  # a worker of a cluster has put it there
                size, digest = done.value
        except OSError as error:
            if error.errno not in _THIS_ONE:
                raise
            why = f"it cannot be written: {error.strerror}"
    if why:
        summary.failures.append((done.key, why))
        return "failed"
    manifest.add(Entry(done.key, key, size, digest), every=LOG_EVERY)
    summary.made += 1
    summary.bytes += size
    return "made"


def _write_failures(store: Store, name: str, failures: Sequence[tuple[str, str]]) -> None:
    if not failures and store.size(name) < 0:
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["report", "why"])
    writer.writerows((unformed(what), unformed(why)) for what, why in failures)
    store.put(name, text.getvalue().encode())
