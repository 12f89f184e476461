"""A batch on a Dask cluster: each worker process keeps one warm parent of its own and forks there, never in itself."""

import hashlib
import os
import queue
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.batch.farm import Made
from helpers.batch.pairs import Run
from helpers.batch.store import Remote
from helpers.errors import BadInput
from helpers.forking.children import Limits
from helpers.forking.server import WarmParent

AHEAD = 2
"""Reports handed out for each thread of the cluster, so that none waits for the next."""
RETRIES = 3
_LOCK = threading.Lock()
_KEPT: dict[str, Any] = {}


class OnDask:
    """Hands runs to a cluster. Workers write to `out` themselves if every machine reaches it, else pages come back.

    A worker that dies takes no report with it: Dask gives its runs to another, which writes the same bytes to the same
    name. What is done is counted here, once.
    """

    def __init__(
        self, address: str, notebook: Path, *, limits: Limits, gzipped: bool, out: str, tables: bool = True
    ) -> None:
        """Connect; raise `BadInput` if the extra is missing or nobody answers."""
        try:
            from distributed import Client
        except ImportError as error:
            raise BadInput(
                "--dask needs packages that are not installed",
                expected="the extra `cluster`: dask, distributed, fsspec, s3fs",
                next_step="pip install 'rolepair[cluster]'",
            ) from error
        try:
            self._client: Any = Client(address, timeout="20s", set_as_default=False)
        except (OSError, ValueError) as error:
            raise BadInput(
                f"no Dask scheduler answers at {address}",
                expected="an address such as tcp://host:8786",
                next_step="start one with `dask scheduler`, and `dask worker` on every machine",
            ) from error
        self._notebook, self._limits, self._gzipped, self._tables = notebook, limits, gzipped, tables
        # memory:// belongs to one process, a folder to one machine
        self._out = out if "://" in out and not out.startswith(("memory://", "file://")) else ""
        self._running: dict[Any, Run] = {}
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.room = max(2, AHEAD * sum(self._client.nthreads().values()))

    def submit(self, run: Run) -> None:
        """Hand one more run out."""
        future = self._client.submit(
            make,
            {"notebook": str(self._notebook), **run.job},
            run.file,
            vars(self._limits),
            gzipped=self._gzipped,
            out=self._out,
            tables=self._tables,
            key=f"rolepair {run.file}",
            pure=False,
            retries=RETRIES,
        )
        self._running[future] = run
        future.add_done_callback(self._done.put)

    def wait(self) -> list[Made]:
        """Return the runs that have ended, after a second at most if there are none."""
        ended = []
        try:
            future = self._done.get(timeout=1.0)
            while True:
                ended.append(self._end(future))
                future = self._done.get_nowait()
        except queue.Empty:
            return ended

    def close(self) -> None:
        """Take back what was not begun and leave the cluster as it was."""
        self._client.cancel(list(self._running))
        self._client.run(close_here)
        self._client.close()

    def _end(self, future: Any) -> Made:
        run = self._running.pop(future)
        if future.status != "finished":
            return Made(run, why=f"its worker failed: {future.exception()!r}")
        page, stored, why = future.result()
        return Made(run, page, why, stored=stored)


def make(
    job: Mapping[str, Any],
    file: str,
    limits: Mapping[str, Any],
    *,
    gzipped: bool,
    out: str,
    tables: bool,
) -> tuple[bytes, dict[str, Any], str]:
    """Make one report in this worker's warm parent: its bytes or, if written to `out`, their size and checksum; or why.

    One at a time in a process; start one Dask worker of one thread for each core.
    """
    with _LOCK:
        parent = _KEPT.get("parent")
        if parent is None or parent.closed:
            # our own notebook only computes, so its first run may warm the parent for all the others
            parent = _KEPT["parent"] = WarmParent(job if tables else None, tables=tables)
        page = dict(job["page"]) | {"gzip": gzipped}
        made, why, late = parent.run({**job, "page": page}, Limits(**limits))
        if parent.closed:
            raise ChildProcessError("the warm parent died")  # Dask tries again
        if not made:
            return b"", {}, f"its time was up ({why})" if late else why or "its process ended without a page"
        if not out:
            return made, {}, ""
        store = _KEPT.get(out)
        if store is None:
            store = _KEPT[out] = Remote(out, list_now=False)
        store.put(file, made, gzipped=gzipped)
        return b"", {"bytes": len(made), "sha256": hashlib.sha256(made).hexdigest(), "worker": os.getpid()}, ""


def close_here() -> None:
    """End this worker's warm parent."""
    with _LOCK:
        parent = _KEPT.pop("parent", None)
        _KEPT.clear()
    if parent is not None:
        parent.close()
