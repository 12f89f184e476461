"""A long batch of the real notebook: python benchmarks/long_batch.py [--pairs 1000] [--workers 2].

Renders seeded random pairs in one batch, then the same again with nothing changed. Fails unless every report is made,
no process and no file is left over, and the children's memory does not grow. Prints one line a figure.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path

from rendering import Peak, family

from helpers.batch.run import fingerprint, run_batch
from helpers.batch.runs import all_pairs
from helpers.batch.store import Folder
from helpers.render.pool import Done, Limits, Pool, stop_server
from helpers.render.reports import COMPARE

SEED = 20261121
MOST_GROWTH = 1.05


class Watched(Pool):
    """The pool of `rolepair batch`, with the memory of each report kept in order."""

    peaks: list[float]

    def wait(self, seconds: float = 1.0) -> list[Done]:
        ended = super().wait(seconds)
        self.peaks.extend(done.peak_mb for done in ended)
        return ended


def command_of(pid: int) -> str:
    path = Path(f"/proc/{pid}/cmdline")
    return path.read_text() if path.exists() else "resource_tracker"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pairs", type=int, default=1000)
    arguments.add_argument("--workers", type=int, default=2)
    given = arguments.parse_args()
    runs = random.Random(SEED).sample(all_pairs(), given.pairs)
    peaks: list[float] = []

    def open_workers() -> Watched:
        pool = Watched(workers=given.workers, limits=Limits(seconds=120, megabytes=2048))
        pool.peaks = peaks
        return pool

    made_from = fingerprint(COMPARE)
    with tempfile.TemporaryDirectory(prefix="long-") as folder:
        out = Path(folder) / "out"
        temporary = set(Path(tempfile.gettempdir()).iterdir())
        began = time.monotonic()
        with Peak() as peak:
            summary = run_batch(runs, Folder(out), open_workers, notebook=COMPARE, made_from=made_from)
        took = time.monotonic() - began
        assert summary.failures == [], summary.failures[:5]
        assert summary.made == given.pairs
        stop_server()
        left = [pid for pid in family(os.getpid()) if "resource_tracker" not in command_of(pid)]
        assert left == [], left
        names = sorted(path.name for path in out.iterdir())
        assert names == sorted([*(run.file for run in runs), "manifest.jsonl"])
        new = set(Path(tempfile.gettempdir()).iterdir()) - temporary
        left = [path.name for path in new if path.name.startswith("rolepair-")]
        assert left == [], left
        print(f"{given.pairs} reports in {took:.0f} s: {took / given.pairs:.3f} s a report with the start")
        print(f"{summary.cpu_seconds / given.pairs:.3f} CPU seconds a report in its fork")
        print(f"{summary.bytes / given.pairs / 1024:.0f} KB a report; all processes {peak.megabytes:,.0f} MB at most")
        part = max(1, len(peaks) // 10)
        first, last = statistics.median(peaks[:part]), statistics.median(peaks[-part:])
        print(f"memory of a fork, median of the first tenth {first:.0f} MB, of the last {last:.0f} MB")
        assert last <= MOST_GROWTH * first
        began = time.monotonic()
        again = run_batch(runs, Folder(out), open_workers, notebook=COMPARE, made_from=made_from)
        took = time.monotonic() - began
        assert (again.made, again.unchanged) == (0, given.pairs)
        print(f"nothing changed: {given.pairs / took:,.0f} reports a second checked")


if __name__ == "__main__":
    main()
