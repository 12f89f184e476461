"""What a report costs, by each way to render it: python benchmarks/rendering.py [--rounds 3] [--pairs 24] [--every].

One run, one machine, the real notebook, the same seeded pairs, byte code compiled first, the ways interleaved round by
round. What others make is measured in two environments: with the grammar of addresses that jsonschema builds where
JupyterLab is installed, and without it. Prints the ratios, then a table in Markdown; with --keep adds them to
benchmarks/results.md with the machine described. --every adds nbclient, ploomber-engine and Dask, where installed.
"""

import argparse
import compileall
import importlib.util
import json
import os
import platform
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOK = ROOT / "notebooks" / "compare.ipynb"
BIN = Path(sys.executable).parent
SEED = 20261121
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
PYTHONPATH = ENVIRONMENT.get("PYTHONPATH", "")
ENVIRONMENT["PLOOMBER_STATS_ENABLED"] = "false"  # ploomber-engine, where it is installed, would report its use

GRAMMAR = "rfc3987_syntax"
Pair = tuple[str, str]


@dataclass
class Way:
    """One way to render: what it is called, how it runs over pairs into a folder, and its measurements.

    `run` returns the seconds at which each report of a batch ended and then the CPU seconds of their processes; for
    other ways nothing.
    """

    name: str
    run: Callable[[list[Pair], Path], list[float]]
    many: bool = False
    grammar: bool = True
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    start: list[float] = field(default_factory=list)
    peak_mb: list[float] = field(default_factory=list)
    bytes: list[float] = field(default_factory=list)


def call(*command: str) -> None:
    done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stderr[-2000:]}")


def parameters(pair: Pair) -> list[str]:
    return ["-p", "role_a", pair[0], "-p", "role_b", pair[1]]


def vanilla(pair: Pair, out: Path) -> None:
    book = out / f"{'-'.join(pair)}.ipynb"
    call(str(BIN / "papermill"), "--no-progress-bar", str(NOTEBOOK), str(book), *parameters(pair))
    call(str(BIN / "jupyter"), "nbconvert", "--log-level=ERROR", "--to", "html", "--no-input", str(book))
    book.unlink()


def alone(pairs: list[Pair], out: Path) -> list[float]:
    for pair in pairs:
        vanilla(pair, out)
    return []


def two_at_a_time(pairs: list[Pair], out: Path) -> list[float]:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda pair: vanilla(pair, out), pairs))
    return []


EXPORT = (
    "from nbconvert import HTMLExporter\n"
    "page, _ = HTMLExporter(exclude_input=True).from_notebook_node(node)\nopen(sys.argv[3], 'w').write(page)\n"
)
API = """
import os, sys, papermill
given = dict(role_a=sys.argv[1], role_b=sys.argv[2])
node = papermill.execute_notebook(sys.argv[4], sys.argv[3] + ".ipynb", given, progress_bar=False)
os.remove(sys.argv[3] + ".ipynb")
"""
CLIENT = """
import sys, nbformat
from nbclient import NotebookClient
node = nbformat.read(sys.argv[4], 4)
at = next(i for i, cell in enumerate(node.cells) if "parameters" in cell.metadata.get("tags", []))
node.cells.insert(at + 1, nbformat.v4.new_code_cell(f"role_a, role_b = {sys.argv[1]!r}, {sys.argv[2]!r}"))
NotebookClient(node).execute()
"""
PLOOMBER = """
import sys
from ploomber_engine import execute_notebook
node = execute_notebook(sys.argv[4], None, parameters=dict(role_a=sys.argv[1], role_b=sys.argv[2]))
"""
ALONE, TWO = "papermill CLI + nbconvert CLI", "papermill CLI + nbconvert CLI, two at a time"
API_WAY, COLD = "papermill API + nbconvert API", "rolepair compare, cold"
BATCHES, WITHOUT = ("rolepair batch, 1 worker", "rolepair batch, 2 workers"), f", without {GRAMMAR}"
SNIPPETS = {
    API_WAY: API + EXPORT,
    "nbclient + nbconvert API": CLIENT + EXPORT,
    "ploomber-engine + nbconvert API": PLOOMBER + EXPORT,
}


def snippet(code: str) -> Callable[[list[Pair], Path], list[float]]:
    def run(pairs: list[Pair], out: Path) -> list[float]:
        for pair in pairs:
            call(sys.executable, "-W", "ignore", "-c", code, *pair, str(out / f"{'-'.join(pair)}.html"), str(NOTEBOOK))
        return []

    return run


def ours_cold(pairs: list[Pair], out: Path) -> list[float]:
    for a, b in pairs:
        call(str(BIN / "rolepair"), "compare", a, b, "--out", str(out))
    return []


BATCH = """
import json, sys, time
from pathlib import Path
from helpers.batch.run import fingerprint, run_batch
from helpers.batch.runs import from_csv
from helpers.batch.store import Folder
from helpers.render.pool import Limits, Pool
from helpers.render.reports import COMPARE
def main():
    listed, out, workers, dask = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] == "dask"
    began, ends, spent, limits = time.monotonic(), [], [], Limits(seconds=300, megabytes=2048)
    def go(open_workers):
        runs, _ = from_csv(listed)
        summary = run_batch(runs, Folder(out), open_workers, notebook=COMPARE, made_from=fingerprint(COMPARE),
                            on_end=lambda how: ends.append(time.monotonic() - began))
        assert not summary.failures, summary.failures
        spent.append(summary.cpu_seconds)
    if dask:
        from distributed import LocalCluster
        from helpers.batch.cluster import OnDask
        with LocalCluster(n_workers=workers, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
            go(lambda: OnDask(cluster.scheduler_address, limits=limits, gzipped=False, out=str(out)))
    else:
        go(lambda: Pool(workers=workers, limits=limits))
    print(json.dumps([*ends, spent[0]]))
if __name__ == "__main__":
    main()
"""


def batch(workers: int, dask: str = "") -> Callable[[list[Pair], Path], list[float]]:
    def run(pairs: list[Pair], out: Path) -> list[float]:
        with tempfile.TemporaryDirectory() as folder:
            listed, script = Path(folder) / "pairs.csv", Path(folder) / "batch.py"
            listed.write_text("role_a,role_b\n" + "".join(f"{a},{b}\n" for a, b in pairs))
            script.write_text(BATCH)
            command = [sys.executable, "-W", "ignore", str(script), str(listed), str(out), str(workers), dask or "here"]
            done = subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        ends: list[float] = json.loads(done.stdout.splitlines()[-1])
        return ends

    return run


class Peak:
    """The largest proportional memory of all processes below this one, sampled four times a second."""

    def __enter__(self) -> "Peak":
        self.megabytes, self._stop = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._stop.wait(0.25):
            self.megabytes = max(self.megabytes, sum(map(proportional, family(os.getpid()))))


def family(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(child) for child in task.read_text().split()]
        except OSError:
            continue
    return [*found, *(below for child in found for below in family(child))]


def proportional(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(way: Way, pairs: list[Pair]) -> None:
    with tempfile.TemporaryDirectory(prefix="rendering-") as folder, Peak() as peak:
        out = Path(folder)
        began, used = time.monotonic(), cpu()
        if not way.grammar:
            (out / f"{GRAMMAR}.py").write_text("raise ImportError\n")
            ENVIRONMENT["PYTHONPATH"] = os.pathsep.join([str(out), *filter(None, [PYTHONPATH])])
        ends = way.run(pairs, out)
        ENVIRONMENT["PYTHONPATH"] = PYTHONPATH
        took, used = time.monotonic() - began, cpu() - used
        pages = [path.stat().st_size for path in out.rglob("*.html")]
    assert len(pages) == len(pairs), f"{way.name}: {len(pages)} pages of {len(pairs)}"
    if ends:  # a batch starts once: seconds a report are those between the first and the last to end
        used = ends.pop()
        way.start.append(ends[0])
        way.seconds.append((ends[-1] - ends[0]) / (len(ends) - 1))
    else:
        way.seconds.append(took / len(pairs))
    way.cpu.append(used / len(pairs))
    way.peak_mb.append(peak.megabytes)
    way.bytes.append(statistics.mean(pages))


def machine() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next((line.split(":")[1].strip() for line in lines if "model name" in line), "")
    memory = int(Path("/proc/meminfo").read_text().split()[1]) / 2**20
    named = ["papermill", "nbconvert", "nbclient", "pandas", "matplotlib"]
    named += ["ploomber-engine"] if importlib.util.find_spec("ploomber_engine") else []
    packages = ", ".join(f"{name} {version(name)}" for name in named)
    lab = "with" if importlib.util.find_spec("jupyterlab") else "without"
    return (
        f"{os.cpu_count()} cores ({model}), {memory:.0f} GB, {platform.system()} {platform.release()}, Python"
        f" {platform.python_version()}, {packages}; environment {lab} JupyterLab, byte code compiled; load before"
        f" the run {os.getloadavg()[0]:.2f}"
    )


def ratios(ways: dict[str, Way]) -> str:
    """Return what counts, by environment: medians of the ratios of the rounds, CPU and wall."""

    def ratio(ours: str, theirs: str, what: str) -> float:
        sides = zip(getattr(ways[ours], what), getattr(ways[theirs], what), strict=True)
        return statistics.median(one / other for one, other in sides)

    lines = []
    for words, end in (("with", ""), ("without", WITHOUT)):
        used, wall = (ratio(COLD, ALONE + end, what) for what in ("cpu", "seconds"))
        lines.append(f"- {words} `{GRAMMAR}`: {COLD}, takes {used:.2f} of vanilla's CPU, {wall:.2f} of its wall time;")
        for workers, theirs in ((1, ALONE), (2, TWO)):
            ours = BATCHES[workers - 1]
            wall, used = (1 / ratio(ours, theirs + end, what) for what in ("seconds", "cpu"))
            lines.append(f"  {ours} has {wall:.1f} times the rate of {theirs}, at 1/{used:.1f} of its CPU;")
    return "\n".join(lines)


def table(ways: Iterable[Way]) -> str:
    lines = [
        "| way | seconds a report | CPU seconds | start, seconds | peak memory, MB | KB a page |",
        "|---|---|---|---|---|---|",
    ]
    for way in ways:
        start = f"{statistics.median(way.start):.1f}" if way.start else "in each"
        lines.append(
            f"| {way.name} | {statistics.median(way.seconds):.2f} | {statistics.median(way.cpu):.2f} | {start} |"
            f" {max(way.peak_mb):,.0f} | {statistics.mean(way.bytes) / 1024:,.0f} |"
        )
    return "\n".join(lines)


def pairs_of(count: int) -> list[Pair]:
    from helpers.tables.load import load

    occupations = load("occupations")
    codes = sorted(occupations["soc_code"][occupations["level"] == "detailed"])
    dice = random.Random(SEED)
    return [(a, b) for a, b in (dice.sample(codes, 2) for _ in range(count))]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--pairs", type=int, default=24, help="pairs of a batch in each round")
    arguments.add_argument("--date", default=time.strftime("%Y-%m-%d"))
    arguments.add_argument("--every", action="store_true", help="measure the ways of other packages too")
    arguments.add_argument("--keep", action="store_true", help="add the table to benchmarks/results.md")
    given = arguments.parse_args()
    compileall.compile_dir(str(Path(sys.executable).parents[1] / "lib"), quiet=2, workers=2)
    compileall.compile_dir(str(ROOT / "src"), quiet=2)
    listed = []
    for end in ("", WITHOUT):
        listed += [Way(ALONE + end, alone, grammar=not end), Way(TWO + end, two_at_a_time, many=True, grammar=not end)]
        listed += [
            Way(name + end, snippet(code), grammar=not end)
            for name, code in SNIPPETS.items()
            if name == API_WAY
            or (given.every and ("ploomber" not in name or importlib.util.find_spec("ploomber_engine")))
        ]
    listed += [Way(COLD, ours_cold), *(Way(BATCHES[n - 1], batch(n), many=True) for n in (1, 2))]
    if given.every and importlib.util.find_spec("distributed"):
        listed.append(Way("rolepair batch on Dask, 2 worker processes", batch(2, "dask"), many=True))
    ways = {way.name: way for way in listed}
    described = machine()
    pairs = pairs_of(given.pairs)
    vanilla(pairs[0], Path(tempfile.mkdtemp(prefix="rendering-")))  # files into memory, for all alike
    for turn in range(given.rounds):
        few = pairs[2 * turn : 2 * turn + 2]
        for way in ways.values():
            measure(way, pairs if "batch" in way.name else few if way.many else few[:1])
            print(f"round {turn + 1}: {way.name}: {way.seconds[-1]:.2f} s", file=sys.stderr, flush=True)
    text = (
        f"## {given.date}: one report, by each way\n\n{ratios(ways)}\n\nMedians of {given.rounds} interleaved rounds on"
        f" seeded pairs of `notebooks/compare.ipynb`; batches of {given.pairs} pairs, whose CPU is that of the reports'"
        f" own processes. {described}, after it {os.getloadavg()[0]:.2f}.\n\n{table(ways.values())}\n"
    )
    print(text)
    if given.keep:
        path = ROOT / "benchmarks" / "results.md"
        old = path.read_text(encoding="utf-8") if path.exists() else "# Results of the benchmarks\n"
        path.write_text(f"{old.rstrip()}\n\n{text}", encoding="utf-8")


if __name__ == "__main__":
    main()
