"""Run a parameterised notebook through papermill and put one finished HTML page in place, or nothing at all."""

import logging
import os
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.errors import BadInput, RenderFailed, UserError, some

if TYPE_CHECKING:
    from nbformat import NotebookNode

CELL_SECONDS = 300
_PACKAGES = ("papermill", "traitlets", "nbclient", "blackbook")


def render(notebook: Path, parameters: Mapping[str, Any], out: Path, *, title: str, names: tuple[str, str]) -> Path:
    """Run `notebook` with `parameters`, export it to one self-contained HTML page at `out`, and return `out`.

    The page is written beside its place under another name and renamed when it is whole: a failed run leaves nothing.
    Equal inputs give equal bytes. Raises `BadInput` for a parameter that the notebook does not declare and for a folder
    that cannot be written, `RenderFailed` for a notebook that fails or a kernel that dies.
    """
    from helpers.page import export

    check_parameters(notebook, parameters)
    with aside(out) as unfinished:
        page = export(execute(notebook, parameters), title=title, names=names)
        unfinished.write_text(page, encoding="utf-8", newline="\n")
    return out


def check_parameters(notebook: Path, parameters: Mapping[str, Any]) -> None:
    """Raise `BadInput` if the notebook's cell tagged `parameters` does not declare one of the names."""
    import papermill

    known = set(papermill.inspect_notebook(str(notebook)))
    unknown = [name for name in parameters if name not in known]
    if unknown or not known:
        raise BadInput(
            f"{notebook.name} has no parameter {some(unknown)}",
            expected=f"one of {', '.join(sorted(known)) or 'the names in a cell tagged parameters, which it lacks'}",
            next_step="check the spelling; papermill itself would only warn and render the example",
        )


def execute(notebook: Path, parameters: Mapping[str, Any]) -> "NotebookNode":
    """Return the executed notebook; raise `RenderFailed` with the cell and the error if it fails."""
    import papermill
    from jupyter_client.kernelspec import NoSuchKernel
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError

    with tempfile.TemporaryDirectory(prefix="rolepair-") as folder, _quiet():
        try:
            return papermill.execute_notebook(
                str(notebook),
                str(Path(folder) / "executed.ipynb"),
                parameters=dict(parameters),
                kernel_name="python3",
                progress_bar=False,
                log_output=False,
                execution_timeout=CELL_SECONDS,
                cwd=str(notebook.parent),
                extra_arguments=["--IPKernelApp.log_level=40"],  # it warns of its own transport at every start
            )
        except PapermillExecutionError as error:
            raise _failed(notebook, f"cell {error.exec_count}: {error.ename}: {error.evalue}") from error
        except DeadKernelError as error:
            raise _failed(notebook, "its kernel died, often for lack of memory") from error
        except CellTimeoutError as error:
            raise _failed(notebook, f"a cell ran longer than {CELL_SECONDS} seconds") from error
        except NoSuchKernel as error:
            raise _failed(notebook, "there is no kernel python3 in this environment") from error
        except OSError as error:
            raise _failed(notebook, error.strerror or str(error)) from error


@contextmanager
def aside(out: Path) -> Iterator[Path]:
    """Give a path beside `out` to write to; rename it to `out` if all went well, remove it if anything failed.

    Raises `BadInput`, before anything is computed, if the folder of `out` cannot be made or written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".unfinished-", suffix=out.suffix, dir=out.parent)
        os.close(handle)
    except OSError as error:
        raise _unwritable(out, error) from error
    unfinished = Path(name)
    try:
        yield unfinished
        unfinished.chmod(0o644)
        unfinished.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        unfinished.unlink(missing_ok=True)


def _unwritable(out: Path, error: OSError) -> BadInput:
    return BadInput(
        f"{out.name} cannot be written into {out.parent.name}/: {error.strerror or error}",
        expected="a folder you may write, on a disk with room",
        next_step="check its permissions and the free space, or name another place with --out; nothing was left behind",
    )


def _failed(notebook: Path, why: str) -> UserError:
    return RenderFailed(
        f"{notebook.name} did not run to its end: {why}",
        expected="a notebook that runs with these parameters",
        next_step="open it in JupyterLab with the same parameters to see the whole error; no report was written",
    )


@contextmanager
def _quiet() -> Iterator[None]:
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
