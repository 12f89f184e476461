"""A batch on a Dask cluster of two worker processes: python cluster_runs.py NOTEBOOK OUT COUNT KILL.

With KILL a worker process is killed while the batch runs. Prints the summary, and how often each report was written.
"""

import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from helpers.batch.cluster import OnDask
from helpers.batch.run import run_batch
from helpers.batch.store import open_store
from helpers.render.pool import Limits


def kill_one(pids: Sequence[int], written: "Counter[str]", killed: list[int]) -> None:
    while sum(written.values()) < 3:
        time.sleep(0.02)
    killed.append(pids[0])
    os.kill(pids[0], signal.SIGKILL)


def main() -> None:
    from distributed import LocalCluster

    sys.path.insert(0, str(Path(__file__).parent))
    from batch_runs import runs

    notebook, out, count, kill = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "kill"
    written: Counter[str] = Counter()
    killed: list[int] = []
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster:
        workers = OnDask(cluster.scheduler_address, limits=Limits(seconds=30), gzipped=True, out=out, tables=False)
        if kill:
            pids = [worker.pid for worker in cluster.workers.values()]
            threading.Thread(target=kill_one, args=(pids, written, killed), daemon=True).start()
        summary = run_batch(
            runs(count, {"1": 'raise ValueError("told to fail")'}),
            open_store(out),
            lambda: workers,
            notebook=notebook,
            made_from="the same",
            gzipped=True,
            on_end=lambda how: written.update([how]),
        )
    result = {"made": summary.made, "unchanged": summary.unchanged, "failures": summary.failures, "killed": len(killed)}
    if out.startswith("memory://"):
        import fsspec

        result["files"] = sorted(path.rsplit("/", 1)[-1] for path in fsspec.filesystem("memory").find("/"))
    print(json.dumps(result))


if __name__ == "__main__":
    main()
