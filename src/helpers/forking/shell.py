"""An IPython shell inside a forked child: it runs cells as a kernel does and sends every output out as it comes."""

import base64
import builtins
import getpass
import io
import logging
import os
import random
import sys
import warnings
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.error import StdinNotImplementedError
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from helpers.forking.children import Send

_INLINE = "module://matplotlib_inline.backend_inline"
_NO_INPUT = "{} was called, but this frontend does not support input requests."
# what a new kernel's environment says about its terminal
_ENVIRONMENT = {
    "MPLBACKEND": _INLINE,
    "TERM": "xterm-color",
    "CLICOLOR": "1",
    "FORCE_COLOR": "1",
    "CLICOLOR_FORCE": "1",
    "PAGER": "cat",
    "GIT_PAGER": "cat",
}


def run_cells(cells: Sequence[Mapping[str, Any]], send: Send, *, seed: str, directory: str | None = None) -> None:
    """Run `cells` (each `index`, `source` and `forgiven`: whether an error in it stops the run) in a fresh shell.

    Sends `started` and `finished` with the cell's index, and between them `text`, `flush`, `output`, `update` and
    `clear` as its outputs come. Random numbers start from `seed`, so that equal parameters give equal outputs. Must run
    in a process of its own: it takes over the standard streams, the display hooks and `input`.
    """
    if directory:
        os.chdir(directory)
    _forget_the_parent(seed)
    shell: Any = _shell(send)
    for cell in cells:
        shell.exit_asked = False
        send("started", index=cell["index"])
        result = shell.run_cell(cell["source"], store_history=True)
        failed = shell.showed_error or not result.success
        shell.flush()
        send("finished", index=cell["index"], count=shell.execution_count - 1, failed=failed)
        if shell.exit_asked or (failed and not cell["forgiven"]):
            break
        shell.showed_error = False


def _forget_the_parent(seed: str) -> None:
    """Undo what the parent has set up for itself: seeds, warning filters, log handlers, arguments."""
    random.seed(seed)
    if "numpy" in sys.modules:
        import numpy

        numpy.random.seed(int.from_bytes(random.randbytes(4), "big"))
    warnings.resetwarnings()
    warnings.filterwarnings("default", category=DeprecationWarning, module="__main__")
    for category in (DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning):
        warnings.filterwarnings("ignore", category=category, append=True)
    logging.root.handlers.clear()
    logging.root.setLevel(logging.WARNING)
    sys.argv = [""]
    os.environ.update(_ENVIRONMENT)


class _Stream(io.TextIOBase):
    """Standard output or error of the cells; the text is gathered by the parent, so that a crash loses none."""

    def __init__(self, name: str, send: Send) -> None:
        self._name, self._send = name, send

    @property
    def name(self) -> str:
        return f"<{self._name}>"

    @property
    def encoding(self) -> str:  # type: ignore[override]  # typeshed has it as an attribute
        return "UTF-8"

    def writable(self) -> bool:
        return True

    def isatty(self) -> bool:
        return False

    def fileno(self) -> int:
        return 1 if self._name == "stdout" else 2

    def write(self, text: str) -> int:
        if not isinstance(text, str):
            raise TypeError(f"write() argument must be str, not {type(text)}")
        if text:
            self._send("text", name=self._name, text=_clean(text))
        return len(text)

    def flush(self) -> None:
        self._send("flush", name=self._name)


class _Hook(DisplayHook):
    """Sends the value of a cell's last expression."""

    def start_displayhook(self) -> None:
        self._output: dict[str, Any] = {}

    def write_output_prompt(self) -> None:
        self._output["execution_count"] = self.prompt_count

    def write_format_data(self, format_dict: dict[str, Any], md_dict: dict[str, Any] | None = None) -> None:
        self._output |= {"data": _clean(format_dict), "metadata": _clean(md_dict or {})}

    def finish_displayhook(self) -> None:
        if self._output.get("data"):
            _of(self).send_output({"output_type": "execute_result", **self._output})


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
        output = {"output_type": "display_data", "data": _clean(data), "metadata": _clean(metadata or {})}
        _of(self).send_output(output, display_id=(transient or {}).get("display_id", ""), update=update)

    def clear_output(self, wait: bool = False) -> None:
        _of(self).flush()
        _of(self).send("clear", wait=wait)


class Shell(InteractiveShell):
    """IPython's shell without terminal, history file or input, its outputs sent through `send`."""

    send: Any = None
    showed_error = False
    exit_asked = False

    def send_output(self, output: dict[str, Any], *, display_id: str = "", update: bool = False) -> None:
        """Send one output after the text that was written before it."""
        self.flush()
        self.send("update" if update else "output", output=output, display_id=display_id)

    def flush(self) -> None:
        """Send the text written so far."""
        self.send("flush", name="stdout")
        self.send("flush", name="stderr")

    def _showtraceback(self, etype: type[BaseException], evalue: BaseException, stb: list[str]) -> None:
        self.showed_error = True
        self.send_output(
            {"output_type": "error", "ename": etype.__name__, "evalue": _clean(str(evalue)), "traceback": _clean(stb)}
        )

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


def _of(part: DisplayHook | DisplayPublisher) -> Shell:
    """Return the shell that a display hook or publisher belongs to."""
    shell: Any = part.shell
    assert isinstance(shell, Shell)
    return shell


_made_ahead: list[Shell] = []


def make_ahead() -> None:
    """Make the shell that forks of this process will run their cells in; only for a process that runs none itself."""
    _made_ahead.append(_new_shell())


def _new_shell() -> Shell:
    config = Config()
    config.HistoryManager.enabled = False
    Shell.clear_instance()
    InteractiveShell.clear_instance()
    shell: Shell = Shell.instance(config=config, displayhook_class=_Hook, display_pub_class=_Publisher)
    if "matplotlib" in sys.modules:
        _show_figures_in(shell)
    return shell


def _shell(send: Send) -> Shell:
    """Return a new shell whose streams, hooks and displays send."""
    shell = _made_ahead.pop() if _made_ahead else _new_shell()
    shell.send = send
    for name in ("stdout", "stderr"):
        setattr(sys, name, _Stream(name, send))
    builtins.input = lambda *_: _no_input("raw_input")
    getpass.getpass = lambda *_, **__: _no_input("getpass")
    return shell


def _show_figures_in(shell: Shell) -> None:
    """Let pyplot's figures show in the cells, which a shell made after matplotlib's import does not do by itself."""
    import matplotlib as mpl

    mpl.rc_file_defaults()
    mpl.rcParams["backend"] = _INLINE
    if pyplot := sys.modules.get("matplotlib.pyplot"):
        from matplotlib_inline.backend_inline import configure_inline_support

        pyplot.close("all")
        pyplot.switch_backend(_INLINE)
        setattr(configure_inline_support, "current_backend", "unset")  # noqa: B010 - its record of what it has set up
        configure_inline_support(shell, _INLINE)


def _no_input(what: str) -> NoReturn:
    raise StdinNotImplementedError(_NO_INPUT.format(what))


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
