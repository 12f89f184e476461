"""Where reports are made: a warm parent on this machine, so many forks at a time."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from helpers.batch.pairs import Run
from helpers.forking.children import Limits
from helpers.forking.server import WarmParent, told

TRIES = 2


@dataclass(frozen=True)
class Made:
    """One run's end: the page, or why there is none; what it took."""

    run: Run
    page: bytes = b""
    why: str = ""
    cpu_seconds: float = 0.0
    peak_mb: float = 0.0
    stored: Mapping[str, Any] = field(default_factory=dict)


class Farm(Protocol):
    """What a batch needs of a place where reports are made."""

    room: int

    def submit(self, run: Run) -> None:
        """Take one more run in."""

    def wait(self) -> list[Made]:
        """Return the runs that have ended, after a second at most if there are none."""

    def close(self) -> None:
        """End what was started."""


class Here:
    """Forks of one warm parent; a parent that dies is started again and its runs are made again."""

    def __init__(
        self, notebook: Path, *, workers: int, limits: Limits, gzipped: bool, first: Run | None, tables: bool = True
    ) -> None:
        """Start the parent; `first` is a run to warm it with, for a notebook that does nothing but compute.

        Without `tables`, forks read what they need themselves.
        """
        self._notebook, self._limits, self._gzipped = str(notebook), limits, gzipped
        self._first = self._job(first) if first else None
        self._tables = tables
        self._parent, self._ready = WarmParent(self._first, tables=tables), False
        self._running: dict[str, Run] = {}
        self._tries: dict[str, int] = {}
        self._answers: dict[str, dict[str, Any]] = {}
        self.room = workers

    def submit(self, run: Run) -> None:
        """Take one more run in."""
        self._running[run.file] = run
        self._tries[run.file] = self._tries.get(run.file, 0) + 1
        self._answers[run.file] = {}
        self._parent.submit(run.file, self._job(run), self._limits)

    def wait(self) -> list[Made]:
        """Return the runs that have ended, after a second at most if there are none."""
        ended = []
        for message in self._parent.wait(1.0):
            if message.kind == "ready":
                self._ready = True
            elif message.kind == "made":
                self._answers[message.values["job"]]["page"] = message.blob
            elif message.kind == "failed":
                self._answers[message.values["job"]]["why"] = message.values["why"]
            elif message.kind == "ended":
                ended += self._end(message.values)
        if self._parent.closed:
            ended += self._start_again()
        return ended

    def close(self) -> None:
        """End the parent and its forks."""
        self._parent.close()

    def _end(self, values: Mapping[str, Any]) -> list[Made]:
        run = self._running.pop(values["job"])
        answer = self._answers.pop(run.file)
        page, why = answer.get("page", b""), told(values) if values["late"] else answer.get("why", "") or told(values)
        if not page and not why:
            why = "its process ended without a page"
        if not page and not answer and not values["late"] and self._tries[run.file] < TRIES:
            self.submit(run)  # it was killed from outside, or for lack of memory: once more
            return []
        return [Made(run, page, "" if page else why, values["cpu_seconds"], values["peak_mb"])]

    def _start_again(self) -> list[Made]:
        self._parent.close()
        if not self._ready:
            self._first = None  # it may be what killed it
        self._parent, self._ready = WarmParent(self._first, tables=self._tables), False
        runs = list(self._running.values())
        lost = [run for run in runs if self._tries[run.file] >= TRIES]
        for run in runs:
            if run in lost:
                del self._running[run.file]
            else:
                self.submit(run)
        return [Made(run, why="the warm parent died under it twice") for run in lost]

    def _job(self, run: Run) -> dict[str, Any]:
        job = run.job
        job["page"]["gzip"] = self._gzipped
        return {"notebook": self._notebook, **job}
