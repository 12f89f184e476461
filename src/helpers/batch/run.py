"""Drive a batch: what is done already is left alone, the rest is made, kept and counted; a failure stops nothing."""

import csv
import hashlib
import io
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from helpers.batch.farm import Farm, Made
from helpers.batch.manifest import Entry, Manifest, key_of
from helpers.batch.pairs import Mistake, Run
from helpers.batch.store import Store

LOG_EVERY = 20


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
    open_farm: Callable[[Run], Farm],
    *,
    made_from: str,
    name: str = "",
    gzipped: bool = False,
    mistakes: Sequence[Mistake] = (),
    on_end: Callable[[str], None] = lambda _: None,
) -> Summary:
    """Make every report that `store` lacks or that has changed; return the summary.

    `made_from` stands for all that reports are made from (`manifest.fingerprint`): with another one, all are made
    again. `open_farm` is called with the first run to make, if there is one. `on_end` is called with `unchanged`,
    `made` or `failed` for every run. `manifest{name}.jsonl` lists what is there, `failures{name}.csv` what failed, if
    anything did. Interrupted, it leaves whole files and a log from which the next run goes on.
    """
    form = "html.gz" if gzipped else "html"
    runs = [replace(run, file=f"{run.file}.gz") for run in runs] if gzipped else list(runs)
    keys = {run.file: key_of(run, made_from, form) for run in runs}
    manifest = Manifest(store, f"manifest{name}.jsonl")
    summary = Summary(failures=[(mistake.line, mistake.why) for mistake in mistakes])
    to_make: deque[Run] = deque()
    for run in runs:
        if manifest.has(run.file, keys[run.file]):
            summary.unchanged += 1
            on_end("unchanged")
        else:
            to_make.append(run)
    try:
        if to_make:
            farm = open_farm(to_make[0])
            try:
                _make(to_make, farm, lambda made: _keep(made, store, manifest, keys, summary, gzipped, on_end))
            finally:
                farm.close()
        manifest.compact(run.file for run in runs)
        _write_failures(store, f"failures{name}.csv", summary.failures)
    finally:
        manifest.flush()
        store.close()
    return summary


def _make(to_make: "deque[Run]", farm: Farm, keep: Callable[[Made], None]) -> None:
    running = 0
    while to_make or running:
        while to_make and running < farm.room:
            farm.submit(to_make.popleft())
            running += 1
        for made in farm.wait():
            running -= 1
            if to_make:  # the next one starts before this one is written
                farm.submit(to_make.popleft())
                running += 1
            keep(made)


def _keep(
    made: Made,
    store: Store,
    manifest: Manifest,
    keys: dict[str, str],
    summary: Summary,
    gzipped: bool,
    on_end: Callable[[str], None],
) -> None:
    summary.cpu_seconds += made.cpu_seconds
    summary.peak_mb = max(summary.peak_mb, made.peak_mb)
    file = made.run.file
    if made.why:
        summary.failures.append((file, made.why))
        on_end("failed")
        return
    if made.stored:
        size, digest = made.stored["bytes"], made.stored["sha256"]
    else:
        store.put(file, made.page, gzipped=gzipped)
        size, digest = len(made.page), hashlib.sha256(made.page).hexdigest()
    manifest.add(Entry(file, keys[file], size, digest), every=LOG_EVERY)
    summary.made += 1
    summary.bytes += size
    on_end("made")


def _write_failures(store: Store, name: str, failures: Sequence[tuple[str, str]]) -> None:
    if not failures and store.size(name) < 0:
        return
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["report", "why"])
    writer.writerows(failures)
    store.put(name, text.getvalue().encode())
