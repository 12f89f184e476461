"""A batch over a small notebook in a process of its own, to be killed: python batch_runs.py NOTEBOOK OUT COUNT [FATES].

COUNT reports are made; FATES maps numbers to what goes wrong in them, as JSON.
"""

import json
import sys
from pathlib import Path

import nbformat

from helpers.batch.run import run_batch
from helpers.batch.runs import Run
from helpers.batch.store import Folder
from helpers.render.pool import Limits, Pool


def small_notebook(folder: Path, *sources: str, tag: str = "") -> Path:
    """Write a notebook of code cells, the first with a tag if one is given, and return its path."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    cells[0].metadata["tags"] = [tag] if tag else []
    book = nbformat.v4.new_notebook(cells=cells)
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, folder / "small.ipynb")
    return folder / "small.ipynb"


def fated(folder: Path, code: str) -> Path:
    """Write a notebook that runs `code`, in which `word` is its parameter, unless its `fate` ends it before."""
    return small_notebook(folder, 'word: str = "example"\nfate: str = ""', "exec(fate)", code, tag="parameters")


def runs(count: int, fates: dict[str, str]) -> list[Run]:
    made = []
    for n in range(count):
        parameters = (("word", f"word {n}"), ("fate", fates.get(str(n), "")))
        made.append(Run(parameters, f"{n:03}.html", f"title {n}", ("a", "b")))
    return made


def main() -> None:
    notebook, out, count = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    listed = runs(count, json.loads(sys.argv[4]) if len(sys.argv) > 4 else {})
    summary = run_batch(
        listed,
        Folder(out),
        lambda: Pool(workers=2, limits=Limits(seconds=3, megabytes=1024), tables=False),
        notebook=notebook,
        made_from="the same",
    )
    print(json.dumps({"made": summary.made, "unchanged": summary.unchanged, "failures": summary.failures}))


if __name__ == "__main__":
    main()
