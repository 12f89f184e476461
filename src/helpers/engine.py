"""The papermill engine `rolepair`: the cells run in a fork of this process instead of a new kernel.

papermill loads every engine when it is imported, so this module imports nothing until it is used, and does not import
papermill at its top: whichever of the two is imported first, the other finds a whole class.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nbformat import NotebookNode

PYTHON_KERNELS = ("python", "python3")


class Engine:
    """What papermill asks of an engine; `papermill --engine rolepair` finds it by its entry point."""

    @classmethod
    def execute_notebook(cls, nb: "NotebookNode", kernel_name: str, **options: Any) -> "NotebookNode":
        """Return `nb` executed with papermill's record in its metadata, as papermill's own engine would.

        Takes the options of papermill's engine, of which `execution_timeout` is the seconds a cell may take; and
        `notebook_timeout`, the seconds for all cells, and `memory_mb`, how much memory they may take. Where forking is
        not safe, or for another language's kernel, papermill's own engine runs it, and a warning in the log says so.
        """
        from helpers.forking.children import why_not_fork

        why = why_not_fork() or ("" if kernel_name in PYTHON_KERNELS else f"the kernel {kernel_name} is not Python's")
        if why:
            return cls._fall_back(why, nb, kernel_name, **options)
        from helpers.forking.papermill_runs import execute

        return execute(nb, kernel_name, **options)

    @classmethod
    def nb_kernel_name(cls, nb: "NotebookNode", name: str | None = None) -> str:
        """Return the kernel that the notebook names."""
        from papermill.utils import nb_kernel_name

        found: str = nb_kernel_name(nb, name)
        return found

    @classmethod
    def nb_language(cls, nb: "NotebookNode", language: str | None = None) -> str:
        """Return the language that the notebook names."""
        from papermill.utils import nb_language

        found: str = nb_language(nb, language)
        return found

    @staticmethod
    def _fall_back(why: str, nb: "NotebookNode", kernel_name: str, **options: Any) -> "NotebookNode":
        from papermill.engines import NBClientEngine
        from papermill.log import logger

        logger.warning("rolepair: %s; papermill's own engine runs this notebook", why)
        own = {name: value for name, value in options.items() if name not in ("notebook_timeout", "memory_mb")}
        executed: NotebookNode = NBClientEngine.execute_notebook(nb, kernel_name, **own)
        return executed
