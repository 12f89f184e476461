"""The warm parent as a process of its own: it loads everything once, forks for every job, and forwards what comes back.

For callers that must not fork themselves: those with threads, event loops or clients of object stores.
"""

import gc
import importlib
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from functools import partial
from typing import Any

from helpers.forking.children import Child, Limits, fork
from helpers.forking.frames import Message, Reader, write
from helpers.forking.reports import render, template, warm
from helpers.pieces import FOLDER

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
CLOSE_SECONDS = 5.0
CANVASES = 16
"""Empty canvases made ahead: more than a report has charts."""
_NEEDED = (
    "IPython.core.completer",
    "matplotlib_inline.backend_inline",
    "nbformat",
    "papermill.parameterize",
    "helpers.charts",
    "helpers.comparison",
    "helpers.forking.reports",
    "helpers.forking.shell",
    "helpers.page",
    "helpers.present",
    "helpers.prose",
)


class WarmParent:
    """A warm parent seen from outside. Answers carry the job's `job` id; each job ends with one `ended`.

    `started`, `made` (bytes in `blob`) and `failed` (`why`) come before it. `ended` has `why` (empty if the process
    went well), `raw` (the last it wrote), `late`, `peak_mb` and `cpu_seconds`. `closed` says that the parent itself is
    gone and its jobs with it.
    """

    def __init__(self, warm_up: Mapping[str, Any] | None = None, *, tables: bool = True) -> None:
        """Start the process; it loads the packages and, if asked, every table, and then takes jobs.

        `warm_up` is a job that it does itself first, its result dropped, so that forks find caches filled. Only for
        a notebook that is known to do nothing but compute.
        """
        self._pieces = tempfile.mkdtemp(prefix="rolepair-pieces-")
        self._process = subprocess.Popen(
            [sys.executable, "-m", "helpers.forking.server", json.dumps({"warm_up": warm_up, "tables": tables})],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=os.environ | _ONE_THREAD | {FOLDER: self._pieces},
            start_new_session=True,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._commands = self._process.stdin.fileno()
        self._answers = Reader(self._process.stdout.fileno())

    @property
    def pid(self) -> int:
        """Return its process id."""
        return self._process.pid

    @property
    def closed(self) -> bool:
        """Return whether it is gone."""
        return self._answers.closed

    def submit(self, job: str, work: Mapping[str, Any], limits: Limits) -> None:
        """Hand over a job, which is forked for at once; a parent that is gone shows by `closed` alone."""
        sizes = {"seconds": limits.seconds, "cell_seconds": limits.cell_seconds, "megabytes": limits.megabytes}
        try:
            write(self._commands, "run", job=job, work=dict(work), limits=sizes)
        except BrokenPipeError:
            self._answers.closed = True

    def wait(self, seconds: float | None = None) -> list[Message]:
        """Return the answers that have come, after at most `seconds` if there are none."""
        if self.closed:
            return []
        select.select([self._answers.pipe], [], [], seconds)
        return list(self._answers.messages())

    def run(self, work: Mapping[str, Any], limits: Limits) -> tuple[bytes, str, bool]:
        """Return the bytes of one job done alone, or why there are none, and whether its time was up."""
        self.submit("one", work, limits)
        made, why = b"", ""
        while not self.closed:
            for answer in self.wait():
                made = answer.blob if answer.kind == "made" else made
                why = answer.values["why"] if answer.kind == "failed" else why
                if answer.kind == "ended":
                    return made, why or told(answer.values), answer.values["late"]
        return b"", "the warm parent died", False

    def close(self) -> None:
        """End it and everything it started."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None and not pipe.closed:
                pipe.close()
        try:
            self._process.wait(CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        _remove(self._pieces)


def _remove(folder: str) -> None:
    """Remove the folder of pieces; a fork that is just being killed may still write into it."""
    for _ in range(20):
        shutil.rmtree(folder, ignore_errors=True)
        if not os.path.exists(folder):  # noqa: PTH110 - a name, not a path that is worked with
            return
        time.sleep(0.05)


def told(ended: Mapping[str, Any]) -> str:
    """Return why a child ended, with the last line it wrote if it crashed; empty if it went well."""
    why, lines = str(ended["why"]), str(ended["raw"]).strip().splitlines()
    return f"{why} ({lines[-1]})" if why and lines else why


def get_ready(warm_up: Mapping[str, Any] | None, *, tables: bool) -> None:
    """Load and make in this process what its forks would load and make for themselves; see `WarmParent`."""
    _load_all(tables=tables)
    if warm_up:
        with suppress(Exception):  # what is wrong with the job, the job itself will say
            warm(warm_up)
            _prepare_area(warm_up["parameters"].get("area", ""))
    _make_ahead()


def _load_all(*, tables: bool) -> None:
    """Import what a report needs and, if asked, read every table, so that forks find them in memory."""
    for name in _NEEDED:
        importlib.import_module(name)
    if tables:
        from helpers.tables import keep_whole

        keep_whole()


def _prepare_area(area: str) -> None:
    """Make ahead what the pairs of an area share even if the first pair has no use for it."""
    from helpers.areas import resolve_area
    from helpers.ways import prepare

    prepare(resolve_area(area).area_code)


def _make_ahead() -> None:
    """Make what every fork would make for itself: its shell and its empty canvases."""
    from helpers.charts.theme import stock_canvases
    from helpers.forking import shell

    shell.make_ahead()
    stock_canvases(CANVASES)


def main() -> None:
    """Take jobs from standard input until it is closed; answers go to standard output."""
    commands, answers = Reader(os.dup(0)), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    options = json.loads(sys.argv[1])
    children: dict[str, Child] = {}
    try:
        get_ready(options["warm_up"], tables=options["tables"])
        gc.collect()
        gc.freeze()
        write(answers, "ready")
        while not commands.closed:
            _serve(commands, answers, children)
    except BrokenPipeError:
        pass
    finally:
        for child in children.values():
            child.kill()
        _remove(os.environ[FOLDER])  # here too, for a caller that was killed


def _serve(commands: Reader, answers: int, children: dict[str, Child]) -> None:
    waits = [commands.pipe, *(fd for child in children.values() for fd in child.waits_for)]
    soonest = min((child.deadline for child in children.values()), default=float("inf"))
    ready, _, _ = select.select(waits, [], [], max(0.0, min(soonest - time.monotonic(), 60.0)))
    for message in commands.messages():
        values = message.values
        with suppress(OSError, ValueError):
            template(values["work"]["notebook"])  # read once, here; where it fails, the child fails and says so
        children[values["job"]] = fork(partial(_work, values["work"]), Limits(**values["limits"]))
    for job, child in list(children.items()):
        over = child.handle in ready
        for message in child.messages():
            write(answers, message.kind, message.blob, job=job, **message.values)
        if over:
            del children[job]
            ended = child.end()
            write(
                answers,
                "ended",
                job=job,
                why=ended.why,
                late=ended.late,
                raw=ended.raw[-500:],
                peak_mb=round(ended.peak_mb, 1),
                cpu_seconds=round(ended.cpu_seconds, 4),
            )
        else:
            child.enforce()


def _work(work: dict[str, Any], send: Any) -> None:
    render(work, send)


if __name__ == "__main__":
    main()
