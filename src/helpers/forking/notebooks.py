"""Run a notebook's cells in a forked child and keep its outputs in the notebook as they come."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from helpers.forking.children import Ended, Limits, fork, watch
from helpers.forking.frames import Message

if TYPE_CHECKING:
    from nbformat import NotebookNode

SKIPPED = "skip-execution"
FORGIVEN = "raises-exception"


@dataclass
class Outputs:
    """The outputs of one notebook's cells, built from a child's messages as nbclient builds them from a kernel's."""

    cells: list[Any]
    current: Any = None
    _pending: dict[str, str] = field(default_factory=dict)
    _clear_first: bool = False
    _displays: dict[str, list[Any]] = field(default_factory=dict)

    def take(self, message: Message) -> list[Any]:
        """Take one message in; return the outputs that it added to the current cell."""
        values = message.values
        if message.kind == "started":
            self.current = self.cells[values["index"]]
            self.current.outputs = []
            self._clear_first = False
        elif message.kind == "text":
            self._pending[values["name"]] = self._pending.get(values["name"], "") + values["text"]
        elif message.kind == "flush":
            return self._flush(values["name"])
        elif message.kind == "clear":
            self._clear_first = values["wait"]
            if not values["wait"]:
                self.current.outputs = []
        elif message.kind in ("output", "update"):
            return self._add(values["output"], values["display_id"], update=message.kind == "update")
        elif message.kind == "finished":
            self.current.execution_count = values["count"]
        return []

    def close(self, ended: Ended) -> list[Any]:
        """Keep what a child had written, also by file descriptor, when it ended; return the outputs added."""
        added = [output for name in ("stdout", "stderr") for output in self._flush(name)]
        if ended.raw and self.current is not None:
            added += self._add({"output_type": "stream", "name": "stderr", "text": ended.raw}, "", update=False)
        return added

    def _flush(self, name: str) -> list[Any]:
        text = self._pending.pop(name, "")
        if not text or self.current is None:
            return []
        return self._add({"output_type": "stream", "name": name, "text": text}, "", update=False)

    def _add(self, output: Mapping[str, Any], display_id: str, *, update: bool) -> list[Any]:
        import nbformat

        node = nbformat.from_dict(dict(output))
        if display_id:
            for shown in self._displays.get(display_id, []):
                shown["data"], shown["metadata"] = node["data"], node["metadata"]
        if update:
            return []
        if self._clear_first:
            self.current.outputs = []
            self._clear_first = False
        if display_id:
            self._displays.setdefault(display_id, []).append(node)
        self.current.outputs.append(node)
        return [node]


def runnable(notebook: "NotebookNode") -> list[dict[str, Any]]:
    """Return the cells that a run executes, in order: index, source, and whether an error in it is forgiven."""
    found = []
    for index, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        if cell.cell_type == "code" and cell.source.strip() and SKIPPED not in tags:
            found.append({"index": index, "source": cell.source, "forgiven": FORGIVEN in tags})
    return found


def run_notebook(
    notebook: "NotebookNode",
    limits: Limits,
    *,
    seed: str,
    directory: str | None = None,
    on_message: Callable[[Message, list[Any]], None] | None = None,
) -> Ended:
    """Run the notebook in a fork of this process, its outputs put into it in place; return how the child ended.

    Stops at the first cell with an error, whose output says which. `on_message` is called after each message with the
    outputs it added. `directory` is where the cells run.
    """
    outputs = Outputs(notebook.cells)
    cells = runnable(notebook)

    def work(send: Callable[..., None]) -> None:
        from helpers.forking.shell import run_cells

        run_cells(cells, send, seed=seed, directory=directory)

    for message in watch(fork(work, limits)):
        if isinstance(message, Ended):
            added = outputs.close(message)
            if on_message and added:
                on_message(Message("closed", {}), added)
            return message
        added = outputs.take(message)
        if on_message:
            on_message(message, added)
    raise AssertionError("a watched child always ends")


def seed_of(parameters: Mapping[str, Any]) -> str:
    """Return the text that a run's random numbers start from: equal parameters, equal numbers."""
    return f"rolepair {sorted(parameters.items())!r}"


def now() -> str:
    """Return the time as notebooks keep it in a cell's execution record."""
    return datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")
