"""Run notebooks through one of papermill's engines in a process of its own: python engine_runs.py RUNS.json.

The file holds a list of runs: `notebook`, `out`, `engine` (null for papermill's own), `parameters`, `options`. Prints
the outcome of each as JSON: the name of the error's type and its words, or two empty texts. A process of its own shows
what a run leaves behind, and that later runs see nothing of it.
"""

import builtins
import getpass
import json
import logging
import os
import signal
import sys
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


def held() -> list[Any]:
    """Return what a shell replaces in its process."""
    hooks = [sys.stdout, sys.stderr, sys.displayhook, sys.excepthook, sys.modules["__main__"], builtins.input]
    return [*hooks, getpass.getpass, Path.cwd(), os.environ.get("MPLBACKEND"), signal.getsignal(signal.SIGALRM)]


def main() -> None:
    runs = json.loads(Path(sys.argv[1]).read_text())
    warnings.simplefilter("ignore")
    logging.disable(logging.INFO)
    before = held()
    results = [outcome(run) for run in runs]
    left = [path.name for path in Path("/proc/self/task").iterdir() if path.name != str(os.getpid())]
    children = [Path(f"/proc/self/task/{task}/children").read_text().split() for task in [os.getpid(), *left]]
    print(json.dumps({"results": results, "children": sum(map(len, children)), "restored": held() == before}))


if __name__ == "__main__":
    main()
