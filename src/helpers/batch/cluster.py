"""A batch on a Dask cluster: each worker process runs a pool of its own, and never a cell in itself."""

import hashlib
import multiprocessing
import queue
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from helpers.base.errors import BadInput
from helpers.batch.store import Remote
from helpers.render.pool import Done, Limits, Pool, stop_server

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

    def __init__(self, address: str, *, limits: Limits, gzipped: bool, out: str, tables: bool = True) -> None:
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
        # memory:// belongs to one process, a folder to one machine
        reached = out if "://" in out and not out.startswith(("memory://", "file://")) else ""
        self._make = partial(make, limits=limits, gzipped=gzipped, out=reached, tables=tables)
        self._running: dict[Any, str] = {}
        self._done: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self.room = max(2, AHEAD * sum(self._client.nthreads().values()))

    def submit(self, key: str, call: Callable[[], Any]) -> None:
        """Hand one more call out."""
        named = f"rolepair {key}"
        future = self._client.submit(self._make, key, call, key=named, pure=False, retries=RETRIES)
        self._running[future] = key
        future.add_done_callback(self._done.put)

    def wait(self) -> list[Done]:
        """Return the calls that have ended, after a second at most if there are none."""
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

    def _end(self, future: Any) -> Done:
        key = self._running.pop(future)
        if future.status != "finished":
            return Done(key, error=f"its worker failed: {future.exception()!r}")
        done: Done = future.result()
        return done


def make(key: str, call: Callable[[], Any], *, limits: Limits, gzipped: bool, out: str, tables: bool) -> Done:
    """Make one report in a process of this worker's pool: its bytes or, if written to `out`, size and checksum; or why.

    One at a time in a worker; start one Dask worker of one thread for each core.
    """
    with _LOCK:
        multiprocessing.current_process().daemon = False  # Dask's workers are, and would have no processes of their own
        pool = Pool(limits=limits, tables=tables)
        try:
            pool.submit(key, call)
            while not (found := pool.wait()):
                pass
        finally:
            pool.close()
        done = found[0]
        if done.error or not out:
            return done
        if out not in _KEPT:
            _KEPT[out] = Remote(out, list_now=False)
        _KEPT[out].put(key, done.value, gzipped=gzipped)
        return replace(done, value=(len(done.value), hashlib.sha256(done.value).hexdigest()))


def close_here() -> None:
    """End what this worker keeps between reports."""
    with _LOCK:
        _KEPT.clear()
        stop_server()
