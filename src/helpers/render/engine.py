"""The papermill engine `rolepair`: the cells run in an IPython shell in this process, without a kernel.

papermill loads every engine when it is imported, so nothing but papermill is imported before a notebook runs.
"""

import signal
import threading
from typing import TYPE_CHECKING, Any

globals()["Engine"] = None  # what papermill finds here if it is imported by the next line; the last line tells it
from papermill import engines  # noqa: E402
from papermill.log import logger  # noqa: E402

if TYPE_CHECKING:
    from nbformat import NotebookNode


class Engine(engines.Engine):  # type: ignore[misc]  # papermill has no types
    """What `papermill --engine rolepair` finds by its entry point."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **options: Any) -> None:
        """Execute the notebook of papermill's manager, its outputs and record as papermill's own engine leaves them.

        Takes the options of papermill's engine; `execution_timeout` is the seconds a cell may take. In a live kernel,
        in a thread, and for another language, papermill's own engine runs it, and a warning in the log says so.
        """
        from helpers.render.shell import Client

        seconds = options.get("execution_timeout") or options.get("timeout")
        why = why_not_here() or ("" if cls.nb_language(nb_man.nb) == "python" else "this notebook is not Python's")
        if seconds and not hasattr(signal, "setitimer"):
            why = why or "this system cannot end a cell after some seconds"
        if why:
            logger.warning("rolepair: %s; papermill's own engine runs this notebook", why)
            engines.NBClientEngine.execute_managed_notebook(nb_man, kernel_name, **options)
            return
        passed = {name: value for name, value in options.items() if name in Client.class_trait_names()}
        Client(nb_man, **passed | {"timeout": seconds, "log": logger}).execute()

    @classmethod
    def nb_kernel_name(cls, nb: "NotebookNode", name: str | None = None) -> str:
        """Return the name of the notebook's kernel, whether installed or not: none is started."""
        return name or str(nb.metadata.get("kernelspec", {}).get("name", "python3"))

    @classmethod
    def nb_language(cls, nb: "NotebookNode", language: str | None = None) -> str:
        """Return the notebook's language, Python where it names none."""
        named = nb.metadata.get("kernelspec", {}).get("language") or nb.metadata.get("language_info", {}).get("name")
        return str(language or named or "python").lower()


def why_not_here() -> str:
    """Return why cells must not run in this process and thread, in words; empty if they may."""
    from helpers.render.shell import in_use

    if in_use():
        return "this process has an IPython shell of its own"
    return "" if threading.current_thread() is threading.main_thread() else "this is not the main thread"


engines.papermill_engines.register("rolepair", Engine)
