"""One notebook executed the fastest way that is safe here: forked, forked from a warm parent, or in a kernel."""

import atexit
import logging
import os
import re
import sys
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.errors import RenderFailed, UserError
from helpers.forking.children import Limits, why_not_fork

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from helpers.forking.server import WarmParent

CELL_SECONDS = 300
_PACKAGES = ("papermill", "traitlets", "nbclient", "blackbook")
_GRAMMAR = "rfc3987_syntax"
_OURS = re.compile(r"cell \d+: \w+: (.+)\n  expected: (.+)\n  next step: (.+)", re.DOTALL)


def execute(notebook: Path, parameters: Mapping[str, Any]) -> "NotebookNode":
    """Return the executed notebook; raise `RenderFailed` with the cell and the error if it fails.

    The cells run in a fork of this process where that is safe; where this process runs threads, in a fork of a warm
    parent that is started for it and kept until it ends; elsewhere in a kernel, as papermill does it.
    """
    with quiet():
        if not why_not_fork():
            return _by_papermill(notebook, parameters, "rolepair")
        if sys.platform == "linux":
            return _by_warm_parent(notebook, parameters)
        return _by_papermill(notebook, parameters, None)


def import_papermill() -> Any:
    """Return the package papermill, imported without a grammar that takes longer to build than all the rest.

    nbformat imports jsonschema, which imports a grammar of international web addresses if it is installed (JupyterLab
    brings it): over a second at every start, for a check that no notebook's schema asks for.
    """
    missing = _GRAMMAR not in sys.modules and "jsonschema" not in sys.modules
    if missing:
        sys.modules[_GRAMMAR] = None  # type: ignore[assignment]  # None is how an import is told to fail
    try:
        import papermill
    finally:
        if missing:
            del sys.modules[_GRAMMAR]
    return papermill


def _by_papermill(notebook: Path, parameters: Mapping[str, Any], engine: str | None) -> "NotebookNode":
    papermill = import_papermill()
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.engines import papermill_engines
    from papermill.exceptions import PapermillExecutionError

    from helpers.engine import Engine

    papermill_engines.register("rolepair", Engine)  # known even where the package was not installed as one
    # a kernel warns of its own transport at every start
    options = {} if engine else {"extra_arguments": ["--IPKernelApp.log_level=40"]}
    with tempfile.TemporaryDirectory(prefix="rolepair-") as folder:
        try:
            executed: NotebookNode = papermill.execute_notebook(
                str(notebook),
                str(Path(folder) / "executed.ipynb"),
                parameters=dict(parameters),
                engine_name=engine,
                kernel_name="python3",
                request_save_on_cell_execute=False,
                progress_bar=False,
                log_output=False,
                execution_timeout=CELL_SECONDS,
                cwd=str(notebook.parent),
                **options,
            )
        except PapermillExecutionError as error:
            raise failed(notebook, f"cell {error.exec_count}: {error.ename}: {error.evalue}") from error
        except DeadKernelError as error:
            raise failed(notebook, "its kernel died, often for lack of memory") from error
        except CellTimeoutError as error:
            raise failed(notebook, f"a cell ran longer than {CELL_SECONDS} seconds") from error
        except NoSuchKernel as error:
            raise failed(notebook, "there is no kernel python3 in this environment") from error
        except OSError as error:
            raise failed(notebook, error.strerror or str(error)) from error
    return executed


def _by_warm_parent(notebook: Path, parameters: Mapping[str, Any]) -> "NotebookNode":
    import nbformat

    work = {"notebook": str(notebook.resolve()), "parameters": dict(parameters)}
    parent = _warm_parent(os.environ.get("ROLEPAIR_DATA", ""))
    if parent.closed:
        _warm_parent.cache_clear()
        parent = _warm_parent(os.environ.get("ROLEPAIR_DATA", ""))
    made, why, late = parent.run(work, Limits(cell_seconds=CELL_SECONDS))
    if late:
        raise failed(notebook, f"a cell ran longer than {CELL_SECONDS} seconds")
    if not made:
        raise failed(notebook, why if why.startswith("cell ") else f"its kernel died: {why}")
    node: NotebookNode = nbformat.reads(made.decode(), as_version=4)
    return node


@lru_cache(maxsize=2)
def _warm_parent(_data: str) -> "WarmParent":
    from helpers.forking.server import WarmParent

    parent = WarmParent()
    atexit.register(parent.close)
    return parent


def failed(notebook: Path, why: str) -> UserError:
    """Return the error that says why a notebook did not run to its end; an error of ours keeps its own advice."""
    if told := _OURS.match(why):
        given, expected, next_step = told.groups()
        return RenderFailed(
            f"{notebook.name} did not run to its end: {given}",
            expected=expected,
            next_step=f"{next_step}; no report was written",
        )
    return RenderFailed(
        f"{notebook.name} did not run to its end: {why}",
        expected="a notebook that runs with these parameters",
        next_step="open it in JupyterLab with the same parameters to see the whole error; no report was written",
    )


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the packages' own log lines and warnings off the reader's screen; what matters is raised."""
    levels = {name: logging.getLogger(name).level for name in _PACKAGES}
    for name in _PACKAGES:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
