"""Drive a batch: what is done already is left alone, the rest is made, kept and counted; a failure stops nothing."""

import csv
import errno
import hashlib
import io
import itertools
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from helpers.base.user_csv import unformed
from helpers.batch.manifest import Entry, Manifest, key_of
from helpers.batch.runs import Mistake, Run
from helpers.batch.store import Store
from helpers.render.pool import Done

LOG_EVERY = 20
_THIS_ONE = (errno.EISDIR, errno.ENOTDIR, errno.EEXIST, errno.ENAMETOOLONG)
"""What is wrong with the place of one report, not with the disk."""


class Workers(Protocol):
    """What a batch needs of those who make reports: `render.pool.Pool` on this machine, `cluster.OnDask` on many."""

    room: int

    def submit(self, key: str, call: Callable[[], Any]) -> None:
        """Take one more call in."""

    def wait(self) -> list[Done]:
        """Return the calls that have ended, after a second at most if there are none."""

    def close(self) -> None:
        """End what was started."""


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
    mistakes: Sequence[Mistake] = (),
    on_end: Callable[[str], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Make every report that `store` lacks or that has changed; return the summary.

    `made_from` stands for all that reports are made from (`manifest.fingerprint`): with another one, all are made
    again. `open_workers` is called if there is one to make. `on_end` is called with `unchanged`, `made` or `failed` for
    every run. `manifest{name}.jsonl` lists what is there, `failures{name}.csv` what failed, if anything did.
    Interrupted, or stopped by an OSError of the disk, it leaves whole files and a log from which the next run goes on.
    """
    tail, form = (".gz", "html.gz") if gzipped else ("", "html")
    keys = {run.file + tail: key_of(run, made_from, form) for run in runs}
    manifest = Manifest(store, f"manifest{name}.jsonl", say=say)
    summary = Summary(failures=[(mistake.line, mistake.why) for mistake in mistakes])
    to_make: deque[Run] = deque()
    for run in runs:
        if manifest.has(run.file + tail, keys[run.file + tail]):
            summary.unchanged += 1
            on_end("unchanged")
        else:
            to_make.append(run)

    def keep(done: Done) -> None:
        how = _keep(done, store, manifest, keys[done.key], summary, gzipped=gzipped)
        on_end(how)

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
            size, digest = _put(done, store, gzipped=gzipped)
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


def _put(done: Done, store: Store, *, gzipped: bool) -> tuple[int, str]:
    """Return a report's size and checksum once it is in place; a worker of a cluster may have put it there."""
    if isinstance(done.value, bytes):
        store.put(done.key, done.value, gzipped=gzipped)
        return len(done.value), hashlib.sha256(done.value).hexdigest()
    size, digest = done.value
    return size, digest


def _write_failures(store: Store, name: str, failures: Sequence[tuple[str, str]]) -> None:
    if not failures and store.size(name) < 0:
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["report", "why"])
    writer.writerows((unformed(what), unformed(why)) for what, why in failures)
    store.put(name, text.getvalue().encode())
