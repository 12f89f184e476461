"""What a forked child does for one report: run the notebook in its shell, export the page, send the bytes."""

import contextlib
import gc
import gzip
import io
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.errors import some
from helpers.forking.children import Send
from helpers.forking.frames import Message
from helpers.forking.notebooks import Outputs, runnable, seed_of

if TYPE_CHECKING:
    from nbformat import NotebookNode


@lru_cache(maxsize=8)
def template(path: str) -> "NotebookNode":
    """Return the notebook that reports are made from, read once."""
    from papermill.iorw import load_notebook_node

    node: NotebookNode = load_notebook_node(path)
    return node


def parameterized(path: str, parameters: Mapping[str, Any]) -> "NotebookNode":
    """Return the notebook with `parameters` in a cell of their own, as papermill puts them there."""
    import warnings

    from papermill.parameterize import parameterize_notebook

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        node: NotebookNode = parameterize_notebook(template(path), dict(parameters), kernel_name="python3")
    return node


def warm(job: Mapping[str, Any]) -> None:
    """Run a job's cells as plain code, once, for what they leave in caches: indexes, patterns, modules, fonts."""
    import nbformat

    from helpers.page import export

    space: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in runnable(parameterized(job["notebook"], job["parameters"])):
            exec(compile(cell["source"], "warm", "exec"), space)
    text = nbformat.v4.new_markdown_cell("# Warm\n\n## Warm\n\n*text*")
    export(nbformat.v4.new_notebook(cells=[text]), title="", names=("", ""))


def render(job: Mapping[str, Any], send: Send) -> None:
    """Do one job and send its result; must run in a forked child.

    `job` has `notebook`, `parameters` and `page`: title, names and `gzip`, or nothing for the executed notebook itself.
    Sends `started` before each cell, and last `made` with the bytes, or `failed` with `why` in words and the section.
    """
    from helpers.forking.shell import run_cells

    gc.disable()  # this process ends with the report: nothing it could collect is worth the search
    notebook = parameterized(job["notebook"], job["parameters"])
    outputs = Outputs(notebook.cells)
    failed = ""

    def take(kind: str, **values: Any) -> None:
        nonlocal failed
        outputs.take(Message(kind, values))
        if kind == "started":
            send("started", index=values["index"])
        elif kind == "finished" and values["failed"]:
            failed = f"cell {values['count']}"

    cells = runnable(notebook)
    run_cells(cells, take, seed=seed_of(job["parameters"]), directory=str(Path(job["notebook"]).parent))
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                send("failed", why=f"{failed}: {output.ename}: {output.evalue}")
                return
    if cells and notebook.cells[cells[-1]["index"]].get("execution_count") is None:
        send("failed", why="a cell ended the run before the last cell")
        return
    if not job.get("page"):
        import nbformat

        send("made", nbformat.writes(notebook).encode())
        return
    from helpers.page import export, failures

    if missing := failures(notebook):
        send("failed", why=f"{len(missing)} of its parts could not be computed: {some(missing)}")
        return
    page = job["page"]
    made = export(notebook, title=page["title"], names=tuple(page["names"])).encode()
    # no time in the head of the gzip file: equal pages, equal bytes
    send("made", gzip.compress(made, 6, mtime=0) if page.get("gzip") else made)
