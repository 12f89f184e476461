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

from helpers.batch.farm import Here, Made
from helpers.batch.manifest import fingerprint
from helpers.batch.pairs import Run, all_pairs
from helpers.batch.run import run_batch
from helpers.batch.store import Folder
from helpers.forking.children import Limits
from helpers.reports import COMPARE

SEED = 20261121
MOST_GROWTH = 1.05


class Watched(Here):
    """The farm of `rolepair batch`, with the memory of each report kept in order."""

    peaks: list[float]

    def wait(self) -> list[Made]:
        ended = super().wait()
        self.peaks.extend(made.peak_mb for made in ended)
        return ended


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pairs", type=int, default=1000)
    arguments.add_argument("--workers", type=int, default=2)
    given = arguments.parse_args()
    runs = random.Random(SEED).sample(all_pairs(), given.pairs)
    peaks: list[float] = []

    def open_farm(first: Run) -> Watched:
        limits = Limits(seconds=120, megabytes=2048)
        farm = Watched(COMPARE, workers=given.workers, limits=limits, gzipped=False, first=first)
        farm.peaks = peaks
        return farm

    made_from = fingerprint(COMPARE)
    with tempfile.TemporaryDirectory(prefix="long-") as folder:
        out = Path(folder) / "out"
        temporary = set(Path(tempfile.gettempdir()).iterdir())
        began = time.monotonic()
        with Peak() as peak:
            summary = run_batch(runs, Folder(out), open_farm, made_from=made_from)
        took = time.monotonic() - began
        assert summary.failures == [], summary.failures[:5]
        assert summary.made == given.pairs
        assert family(os.getpid()) == []
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
        again = run_batch(runs, Folder(out), open_farm, made_from=fingerprint(COMPARE))
        took = time.monotonic() - began
        assert (again.made, again.unchanged) == (0, given.pairs)
        print(f"nothing changed: {given.pairs / took:,.0f} reports a second checked")


if __name__ == "__main__":
    main()
