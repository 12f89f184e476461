"""What every section of the pair notebook prints for very different pairs, stored for nbval to hold a run against.

`python tests/stored_outputs.py` stores it anew: after a change of figures or words that is meant, and read in the diff.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import papermill

from helpers import sections
from helpers.paths import NOTEBOOKS

STORED = Path(__file__).parent / "golden" / "pair_outputs.json"
CHECKED = "nbval-check-output"
PAIRS: dict[str, dict[str, str]] = {
    "near": {"role_a": "43-3021", "role_b": "43-3031"},
    "titles": {"role_a": "billing specialist", "role_b": "account specialist"},
    "hourly": {"role_a": "musician", "role_b": "actor"},
    "top-coded-in-a-state": {"role_a": "surgeon", "role_b": "anesthesiologist", "area": "Oregon"},
    "one-occupation": {"role_a": "surgeon", "role_b": "29-1249"},
}
TOLD = '''
import hashlib
from helpers.comparison.facts import differences

SHOWN = ["role", "against", "measure", "unit", "value", "bound", "words", "error_pct", "text", "why", "cell"]
SHOWN += ["area_code", "industry_code", "reading", "section", "cause", "gap", "gap_pct", "low", "high", "verdict"]


def lines(frame):
    return frame[[name for name in SHOWN if name in frame]].to_csv(index=False, float_format="%.6g")


def told(section):
    """Print the finding, then each fact; of a long frame how many rows a measure has, and the sum of their text."""
    print(*section.finding(c).sentences, sep="\\n")
    frame = c.frame(section)
    print(len(frame), "facts")
    if len(frame) <= 60:
        print(lines(frame))
    else:
        of = frame["measure"] if "measure" in frame else frame["verdict"]
        for name, rows in frame.groupby(of, sort=False, observed=True):
            print(name, len(rows), hashlib.sha256(lines(rows).encode()).hexdigest()[:16])
    if section is sections.pay:
        print(lines(differences(frame)))
'''
"""The cell that defines what the checked cells call."""


def section_names() -> list[str]:
    """Return every section for two roles that the package hands out, by name."""
    given = {name: getattr(sections, name) for name in sections.__all__}
    return [name for name, one in given.items() if isinstance(one, sections.Section) and 2 in one.roles]


def whole(parameters: Mapping[str, Any], told: Mapping[str, str]) -> nbformat.NotebookNode:
    """Return the pair notebook with these parameters, and a checked cell a section behind, with its stored output."""
    source = papermill.iorw.load_notebook_node(str(NOTEBOOKS / "compare.ipynb"))
    book = papermill.parameterize.parameterize_notebook(source, dict(parameters))
    book.cells = [cell for cell in book.cells if CHECKED not in cell.metadata.get("tags", [])]
    book.cells.append(nbformat.v4.new_code_cell(TOLD))
    for name in section_names():
        cell = nbformat.v4.new_code_cell(f"told(sections.{name})", metadata={"tags": [CHECKED]}, execution_count=1)
        cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=told.get(name, ""))]
        book.cells.append(cell)
    return book


def only_checked(book: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook without what its checked cells do not need: charts, tables and words."""
    needed = ("parameters", "injected-parameters", CHECKED)
    book.cells = [
        cell
        for cell in book.cells
        if cell.cell_type == "code"
        and (set(needed) & set(cell.metadata.get("tags", [])) or "compare(" in cell.source or cell.source == TOLD)
    ]
    return book


def nbval(folder: Path, **variables: str) -> "subprocess.CompletedProcess[str]":
    """Run nbval over the notebooks of a folder, with these environment variables."""
    import os

    command = [sys.executable, "-m", "pytest", "--nbval-lax", "-p", "no:cacheprovider", "-q", "-rf", str(folder)]
    return subprocess.run(
        command, cwd=folder, capture_output=True, text=True, timeout=600, env=os.environ | variables, check=False
    )


def stored() -> dict[str, dict[str, str]]:
    """Return what is stored: pair -> section -> what it prints."""
    found: dict[str, dict[str, str]] = json.loads(STORED.read_text(encoding="utf-8"))
    return found


def store() -> None:
    """Run the checked cells of each pair and store what they print."""
    found = {}
    for name, parameters in PAIRS.items():
        book = only_checked(whole(parameters, {}))
        run = papermill.execute_notebook(book, None, engine_name="rolepair", progress_bar=False)
        printed = {cell.source: cell.outputs[0].text for cell in run.cells if CHECKED in cell.metadata.tags}
        found[name] = {section: printed[f"told(sections.{section})"] for section in section_names()}
    STORED.write_text(json.dumps(found, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    store()
