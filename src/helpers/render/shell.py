"""nbclient with an IPython shell in this process in the place of a kernel: the same messages, so the same outputs."""

import base64
import builtins
import datetime
import getpass
import io
import os
import random
import signal
import sys
import warnings
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, redirect_stderr, redirect_stdout
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.getipython import get_ipython
from IPython.core.interactiveshell import InteractiveShell
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import from_dict
from nbformat.v4 import new_output
from papermill.clientwrap import PapermillNotebookClient
from traitlets.config import Config

from helpers.base.errors import UserError
from helpers.show.blocks import Block

_INLINE = "module://matplotlib_inline.backend_inline"
_LANGUAGE = {
    "codemirror_mode": {"name": "ipython", "version": sys.version_info[0]},
    "file_extension": ".py",
    "mimetype": "text/x-python",
    "name": "python",
    "nbconvert_exporter": "python",
    "pygments_lexer": "ipython3",
    "version": sys.version.split()[0],
}


class Client(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no types
    """papermill's client, which keeps outputs and record; cells run here instead of in a kernel.

    With the notebook's parameter `allow_missing`, a cell that ends in an error of ours says so, and the next one runs.
    """

    def execute(self, **_: Any) -> Any:
        """Run the cells, stopping at an error that is not allowed, and return the notebook."""
        self.reset_execution_trackers()
        parameters = self.nb.metadata.get("papermill", {}).get("parameters", {})
        self._may_lack = parameters.get("allow_missing") is True
        with running(self._take, seed=f"rolepair {sorted(parameters.items())!r}") as self._shell:
            self.papermill_execute_cells()
        self.nb.metadata["language_info"] = dict(_LANGUAGE)
        return self.nb

    def execute_cell(self, cell: Any, cell_index: int, **_: Any) -> Any:
        """Run one cell; raises what nbclient would for an error, for time that is up and for a kernel that was left."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return cell
        if self._shell.exit_asked:
            raise DeadKernelError("Kernel died: a cell ended it")
        self._cell, self.clear_before_next_output, cell.outputs = (cell, cell_index), False, []
        record = cell.metadata["execution"] = dict.fromkeys(("iopub.status.busy", "iopub.execute_input"), _now())
        run: Any = self._shell.run_cell
        # IPython compiles a cell twice to find out whether it waits for anything; one without the words does not
        self._shell.autoawait = "await" in cell.source or "async" in cell.source
        with _time_limit(self.timeout) as late:
            result = run(cell.source, store_history=True)
        self._shell.flush()
        cell.execution_count = self._shell.execution_count - 1
        record |= dict.fromkeys(("shell.execute_reply", "iopub.status.idle"), _now())
        if late:
            raise CellTimeoutError.error_from_timeout_and_cell("its time was up", self.timeout, cell)
        error = result.error_before_exec or result.error_in_exec
        if isinstance(error, UserError) and self._may_lack:
            failed, about = Block("", "failed", words=error.given)._repr_mimebundle_()
            cell.outputs = [new_output("display_data", failed, metadata=about)]
            return cell
        allowed = not self.force_raise_errors and (self.allow_errors or "raises-exception" in tags)
        if error is not None and not allowed:
            raise CellExecutionError.from_cell_and_msg(cell, {"ename": type(error).__name__, "evalue": str(error)})
        return cell

    def _take(self, kind: str, **content: Any) -> None:
        content = _clean(content)
        transient = content.pop("transient", {})
        if kind in ("display_data", "execute_result") and not (transient or self.clear_before_next_output):
            # as nbclient keeps it, but for holding each against the schema of notebooks
            self._cell[0].outputs.append(from_dict({"output_type": kind, **content}))
            return
        header = {"msg_type": kind, "date": _now()}
        content |= {"transient": transient}
        message = {"msg_type": kind, "header": header, "parent_header": {}, "content": content}
        self.process_message(message, *self._cell)


class Shell(InteractiveShell):
    """IPython's shell without terminal, history file or input; `send` takes what a kernel would publish."""

    send: Any = None
    exit_asked = False

    def publish(self, kind: str, **content: Any) -> None:
        """Send one message after the text that was written before it."""
        self.flush()
        self.send(kind, **content)

    def flush(self) -> None:
        """Send the text written so far."""
        sys.stdout.flush()
        sys.stderr.flush()

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.publish("error", ename=etype.__name__, evalue=str(evalue), traceback=stb)

    def init_display_formatter(self) -> None:
        """Make the formatter that gives every form of an object, not text alone."""
        make: Any = super().init_display_formatter
        make()
        assert self.display_formatter is not None
        self.display_formatter.active_types = self.display_formatter.format_types

    def enable_gui(self, gui: str | None = None) -> None:
        """Do nothing: there is no window to serve, and figures show inline."""

    def ask_exit(self) -> None:
        """End the run after this cell."""
        self.exit_asked = True


class _Hook(DisplayHook):
    """Sends the value of a cell's last expression."""

    def start_displayhook(self) -> None:
        pass

    def write_output_prompt(self) -> None:
        pass

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        shell: Any = self.shell
        if format_dict:
            shell.publish("execute_result", data=format_dict, metadata=md_dict or {}, execution_count=self.prompt_count)

    def finish_displayhook(self) -> None:
        pass


class _Publisher(DisplayPublisher):
    """Sends what cells display."""

    def publish(  # type: ignore[override]  # the base class keeps a parameter that it announces to drop
        self,
        data: dict[str, Any],
        metadata: dict[str, Any] | None = None,
        *,
        transient: dict[str, Any] | None = None,
        update: bool = False,
        **_: Any,
    ) -> None:
        validate: Any = self._validate_data
        validate(data, metadata)
        shell: Any = self.shell
        kind = "update_display_data" if update else "display_data"
        shell.publish(kind, data=data, metadata=metadata or {}, transient=transient or {})

    def clear_output(self, wait: bool = False) -> None:
        shell: Any = self.shell
        shell.publish("clear_output", wait=wait)


class _Text(io.StringIO):
    """Standard output or error of the cells, gathered until it is flushed."""

    encoding = "UTF-8"

    def __init__(self, name: str, send: Any) -> None:
        super().__init__()
        self._name, self._send = name, send

    def fileno(self) -> int:
        return 1 if self._name == "stdout" else 2

    def flush(self) -> None:
        if text := self.getvalue():
            self.seek(0)
            self.truncate()
            self._send("stream", name=self._name, text=text)


def make_shell() -> Shell:
    """Return the shell of this process, made if there is none; one that is made ahead is inherited by forks."""
    config = Config()
    config.HistoryManager.enabled = False
    shell: Shell = Shell.instance(config=config, displayhook_class=_Hook, display_pub_class=_Publisher)
    return shell


def in_use() -> bool:
    """Return whether this process has a shell that runs cells: a kernel's, a terminal's, or ours in a cell."""
    shell = get_ipython()
    return shell is not None and getattr(shell, "send", in_use) is not None


@contextmanager
def running(send: Any, *, seed: str) -> Iterator[Shell]:
    """Give a fresh shell that sends, random numbers seeded; afterwards streams, input and modules are as they were."""
    main = sys.modules["__main__"]
    shell = make_shell()
    shell.send = send
    random.seed(seed)
    if numpy := sys.modules.get("numpy"):
        numpy.random.seed(int.from_bytes(random.randbytes(4), "big"))
    try:
        with ExitStack() as stack:
            stack.enter_context(redirect_stdout(_Text("stdout", send)))
            stack.enter_context(redirect_stderr(_Text("stderr", send)))
            stack.enter_context(_new_warnings())
            stack.enter_context(replaced(builtins, "input", lambda *_: _no_input("raw_input")))
            stack.enter_context(replaced(getpass, "getpass", lambda *_, **__: _no_input("getpass")))
            stack.enter_context(_inline_figures(shell))
            yield shell
    finally:
        Shell.clear_instance()
        sys.modules["__main__"] = main


@contextmanager
def _inline_figures(shell: Shell) -> Iterator[None]:
    """Let figures show in the cells, which pyplot does not do by itself if it was imported before there was a shell."""
    before = os.environ.get("MPLBACKEND")
    os.environ["MPLBACKEND"] = _INLINE
    inline = sys.modules.get("matplotlib_inline.backend_inline")
    if inline:
        setattr(inline.configure_inline_support, "current_backend", "unset")  # noqa: B010 - set up for another shell
    if mpl := sys.modules.get("matplotlib"):
        mpl.rc_file_defaults()
        mpl.rcParams["backend"] = _INLINE
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        from matplotlib_inline.backend_inline import configure_inline_support

        pyplot.close("all")
        pyplot.switch_backend(_INLINE)
        configure_inline_support(shell, _INLINE)
    try:
        yield
    finally:
        os.environ.pop("MPLBACKEND") if before is None else os.environ.update(MPLBACKEND=before)


@contextmanager
def _new_warnings() -> Iterator[None]:
    """Show warnings as a new Python does, whatever this process has set."""
    with warnings.catch_warnings():
        warnings.resetwarnings()
        warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
        for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
            warnings.filterwarnings("ignore", category=category, append=True)
        yield


@contextmanager
def replaced(owner: Any, name: str, value: Any) -> Iterator[None]:
    """Give an attribute another value for a while."""
    old = getattr(owner, name)
    setattr(owner, name, value)
    try:
        yield
    finally:
        setattr(owner, name, old)


@contextmanager
def _time_limit(seconds: float | None) -> Iterator[list[bool]]:
    """Interrupt this thread after some seconds; the list given is then no longer empty."""
    late: list[bool] = []

    def end(*_: Any) -> NoReturn:
        late.append(True)
        raise KeyboardInterrupt

    if not seconds:
        yield late
        return
    old = signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield late
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, old)


def _no_input(what: str) -> NoReturn:
    raise StdinNotImplementedError(f"{what} was called, but this frontend does not support input requests.")


def _now() -> str:
    return datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")


def _clean(value: Any) -> Any:
    """Return a value as JSON can hold it: pictures as base64, text without lone surrogates."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, Mapping):
        return {str(key): _clean(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(part) for part in value]
    return value if value is None or isinstance(value, bool | int | float) else str(value)
