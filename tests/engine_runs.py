"""Run notebooks through one of papermill's engines in a process of its own: python engine_runs.py RUNS.json.

The file holds a list of runs: `notebook`, `out`, `engine` (null for papermill's own), `parameters`, `options`. Prints
the outcome of each as JSON: the name of the error's type and its words, or two empty texts. A process of its own is
needed, since pytest-xdist's workers have threads and so cannot be forked.
"""

import json
import logging
import os
import sys
import threading
import warnings
from pathlib import Path
from typing import Any


def outcome(run: dict[str, Any]) -> list[str]:
    import papermill

    try:
        papermill.execute_notebook(
            run["notebook"],
            run["out"],
            run["parameters"],
            engine_name=run["engine"],
            progress_bar=True,
            cwd=str(Path(run["notebook"]).parent),
            **run["options"],
        )
    except Exception as error:
        return [type(error).__name__, str(error)]
    return ["", ""]


def main() -> None:
    runs = json.loads(Path(sys.argv[1]).read_text())
    warnings.simplefilter("ignore")
    logging.disable(logging.INFO)
    if any(run["engine"] for run in runs):
        import helpers.charts
        import helpers.comparison
        import helpers.prose  # noqa: F401  # loaded before the fork, as the warm parent does; forks only use them
    results = [outcome(run) for run in runs]
    left = [path.name for path in Path("/proc/self/task").iterdir() if path.name != str(os.getpid())]
    children = [Path(f"/proc/self/task/{task}/children").read_text().split() for task in [os.getpid(), *left]]
    print(json.dumps({"results": results, "children": sum(map(len, children)), "threads": threading.active_count()}))


if __name__ == "__main__":
    main()
