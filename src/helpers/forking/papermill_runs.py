"""A forked run under papermill's book-keeping: the same record in the notebook, fewer saves."""

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TextIO

from helpers.forking.children import Ended, Limits
from helpers.forking.frames import Message
from helpers.forking.notebooks import now, run_notebook, seed_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from nbformat import NotebookNode

SAVE_SECONDS = 1.0
LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": sys.version.split()[0],
}


def execute(
    nb: "NotebookNode",
    _kernel_name: str,
    *,
    output_path: str | None = None,
    progress_bar: bool | dict[str, Any] = True,
    log_output: bool = False,
    autosave_cell_every: int = 30,
    stdout_file: TextIO | None = None,
    stderr_file: TextIO | None = None,
    execution_timeout: float | None = None,
    notebook_timeout: float | None = None,
    memory_mb: int = 0,
    **_: Any,
) -> "NotebookNode":
    """Return `nb` executed in a fork, with papermill's metadata; an error output stays in its cell, as papermill wants.

    The output file is written at most once a second and at the end. Raises nbclient's `CellTimeoutError` when the time
    is up and `DeadKernelError` when the child dies, both with what was run so far in the output file.
    """
    from papermill.engines import NotebookExecutionManager

    class Manager(NotebookExecutionManager):  # type: ignore[misc]  # papermill has no types
        """papermill's record of a run, saved at most once a second."""

        def save(self, **options: Any) -> None:
            if self.end_time or (self.now() - self.last_save_time).total_seconds() >= SAVE_SECONDS:
                super().save(**options)

    with _no_monitor_thread():
        manager = Manager(nb, output_path, log_output, progress_bar, autosave_cell_every)
    record = _Record(manager, log_output, stdout_file, stderr_file, execution_timeout or notebook_timeout)
    manager.notebook_start()
    ended = None
    try:
        limits = Limits(notebook_timeout or 0, execution_timeout or 0, memory_mb)
        ended = run_notebook(
            nb, limits, seed=seed_of(nb.metadata.papermill.get("parameters", {})), on_message=record.take
        )
        record.finish(ended)
        nb.metadata["language_info"] = LANGUAGE
    finally:
        manager.cleanup_pbar()
        manager.notebook_complete()
    return nb


class _Record:
    """Tells papermill's manager of every cell that starts and ends, the Markdown between them included."""

    def __init__(
        self,
        manager: Any,
        log_output: bool,
        stdout_file: TextIO | None,
        stderr_file: TextIO | None,
        limit: float | None,
    ) -> None:
        self._manager, self._log, self._limit = manager, log_output, limit
        self._files = {"stdout": stdout_file, "stderr": stderr_file}
        self._next = 0
        self._running = False
        self._failed = False

    def take(self, message: Message, added: list[Any]) -> None:
        for output in added:
            self._copy(output)
        if message.kind == "started":
            self._reach(message.values["index"])
            self._start(message.values["index"])
        elif message.kind == "finished":
            self._stop(failed=message.values["failed"])

    def finish(self, ended: Ended) -> None:
        """Close the record; raise what nbclient would for a run that did not end by itself."""
        from nbclient.exceptions import CellTimeoutError, DeadKernelError

        cells = self._manager.nb.cells
        if ended.late:
            self._end_failed()
            raise CellTimeoutError.error_from_timeout_and_cell(
                ended.why, round(self._limit or 0), cells[max(0, self._next - 1)]
            )
        if self._running or (ended.why and not self._failed):
            self._end_failed()
            raise DeadKernelError(f"Kernel died: {ended.why or 'it left in the middle of a cell'}")
        if not self._failed:
            rest = [
                i for i in range(self._next, len(cells)) if cells[i].cell_type == "code" and cells[i].source.strip()
            ]
            if rest and not all("skip-execution" in cells[i].metadata.get("tags", []) for i in rest):
                raise DeadKernelError("Kernel died: a cell ended it")
            self._reach(len(cells))

    def _reach(self, index: int) -> None:
        while self._next < index:
            self._manager.cell_start(self._manager.nb.cells[self._next], self._next)
            self._manager.cell_complete(self._manager.nb.cells[self._next], cell_index=self._next)
            self._next += 1

    def _start(self, index: int) -> None:
        cell = self._manager.nb.cells[index]
        self._manager.cell_start(cell, index)
        stamp = now()
        cell.metadata["execution"] = {"iopub.status.busy": stamp, "iopub.execute_input": stamp}
        self._next, self._running = index + 1, True

    def _stop(self, *, failed: bool) -> None:
        index, stamp = self._next - 1, now()
        cell = self._manager.nb.cells[index]
        cell.metadata["execution"] |= {"shell.execute_reply": stamp, "iopub.status.idle": stamp}
        forgiven = "raises-exception" in cell.metadata.get("tags", [])
        self._failed = failed and not forgiven
        if self._failed:
            self._manager.cell_exception(cell, cell_index=index)
        self._manager.cell_complete(cell, cell_index=index)
        self._running = False

    def _end_failed(self) -> None:
        if self._running:
            self._manager.cell_complete(self._manager.nb.cells[self._next - 1], cell_index=self._next - 1)

    def _copy(self, output: Any) -> None:
        """Copy text to the log and the files that papermill's options name."""
        from papermill.log import logger

        if output.output_type != "stream":
            if self._log and "text/plain" in output.get("data", {}):
                logger.info("".join(output.data["text/plain"]))
            return
        if self._log:
            (logger.info if output.name == "stdout" else logger.warning)(output.text)
        if file := self._files[output.name]:
            file.write(output.text)
            file.flush()


@contextmanager
def _no_monitor_thread() -> "Iterator[None]":
    """Keep tqdm from starting its thread, with which this process could not be forked."""
    from tqdm import tqdm

    interval, tqdm.monitor_interval = tqdm.monitor_interval, 0
    try:
        yield
    finally:
        tqdm.monitor_interval = interval
