"""The notebooks themselves: thin, stripped, declared parameters, and running by hand from any folder."""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest

from helpers.base.paths import NOTEBOOKS

BOOKS = sorted(NOTEBOOKS.glob("*.ipynb"))
LINES = 10


def cells(path: Path, kind: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == kind]


def test_there_is_the_pair_notebook() -> None:
    assert "compare.ipynb" in [book.name for book in BOOKS]


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.name)
def test_outputs_are_stripped_but_for_checked_cells(book: Path) -> None:
    for cell in cells(book, "code"):
        if "nbval-check-output" in cell.metadata.get("tags", []):
            assert cell.outputs, "a cell that nbval checks needs its output"
        else:
            assert cell.outputs == []
            assert cell.execution_count is None


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.name)
def test_code_cells_stay_thin(book: Path) -> None:
    for cell in cells(book, "code"):
        source = cell.source
        assert len(source.splitlines()) <= LINES, source
        assert not re.search(r"^\s*(def|class|async def)\b|warnings|\blambda\b", source, re.MULTILINE), source
        assert not re.search(r"#[0-9a-fA-F]{6}\b|[\"'][^\"']*/[^\"']*[\"']", source), f"a colour or a path in: {source}"


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.name)
def test_every_parameter_has_type_default_and_help(book: Path) -> None:
    declared = papermill.inspect_notebook(str(book))
    assert declared
    for name, told in declared.items():
        assert told["inferred_type_name"] != "None", name
        assert told["help"], name


@pytest.mark.parametrize("book", BOOKS, ids=lambda path: path.name)
def test_each_section_has_a_heading_and_says_how_to_read_it(book: Path) -> None:
    shown = [cell for cell in cells(book, "markdown") if "remove-cell" not in cell.metadata.get("tags", [])]
    sections = [cell.source for cell in shown if cell.source.startswith("## ")]
    assert sections
    for section in sections:
        heading, _, text = section.partition("\n")
        assert len(re.findall(r"[.:?!](?:\s|$)", text)) >= 2, heading


def test_papermill_by_hand_works_from_any_folder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "papermill", str(NOTEBOOKS / "compare.ipynb"), "out.ipynb", "--no-progress-bar"]
    command += ["-p", "role_a", "433021", "-p", "role_b", "account specialist"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    executed = nbformat.read(tmp_path / "out.ipynb", as_version=4)
    assert "Billing and Posting Clerks" in str([cell.outputs for cell in executed.cells if cell.cell_type == "code"])
