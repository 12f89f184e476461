"""A section that cannot be computed: told in its place, never dropped in silence."""

from pathlib import Path

import nbformat
import pytest

from helpers.comparison import Comparison, compare
from helpers.errors import DamagedTable, SectionsMissing
from helpers.page import failures
from helpers.present import Html, sentences
from helpers.prose.guard import MARK, failed, guarded
from helpers.render.reports import render

BOOK = """
from helpers.present import sentences
from helpers.prose.guard import failed
"""


@guarded
def broken(comparison: Comparison) -> Html:
    assert comparison.a
    raise ValueError("no <b>such</b> row\nsecond line")


@guarded
def damaged(comparison: Comparison) -> Html:
    assert comparison.a
    raise DamagedTable("the table people.parquet is missing", expected="it", next_step="restore it")


@guarded
def sound(comparison: Comparison) -> Html:
    assert comparison.a
    return sentences("All is well.")


def test_a_failing_section_says_what_went_wrong_as_text() -> None:
    shown = broken(compare("43-3021", "43-3031"))
    assert MARK in shown
    assert "ValueError: no &lt;b&gt;such&lt;/b&gt; row" in shown
    assert "second line" not in shown


def test_a_damaged_table_ends_the_run_unless_missing_parts_are_allowed() -> None:
    with pytest.raises(DamagedTable, match=r"people\.parquet"):
        damaged(compare("43-3021", "43-3031"))
    assert "people.parquet is missing" in damaged(compare("43-3021", "43-3031", allow_missing=True))


def test_a_sound_section_is_left_as_it_is() -> None:
    assert sound(compare("43-3021", "43-3031")) == sentences("All is well.")


def notebook(folder: Path) -> Path:
    cells = [
        nbformat.v4.new_code_cell("word: str = ''  # nothing", metadata={"tags": ["parameters"]}),
        nbformat.v4.new_markdown_cell("## Sound part\n\nText."),
        nbformat.v4.new_code_cell(BOOK + "sentences('kept')"),
        nbformat.v4.new_markdown_cell("## Broken part\n\nText."),
        nbformat.v4.new_code_cell("failed(ValueError('no such row'))"),
    ]
    book = nbformat.v4.new_notebook(cells=cells)
    book.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(book, folder / "book.ipynb")
    return folder / "book.ipynb"


def test_the_page_stands_and_the_run_ends_with_the_section_named(tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    with pytest.raises(
        SectionsMissing, match=r"(?s)a.html was written.*Broken part: ValueError: no such row.*--allow-missing"
    ):
        render(notebook(tmp_path), {}, out, title="t", names=None)
    page = out.read_text(encoding="utf-8")
    assert "kept" in page
    assert MARK in page


def test_missing_parts_that_are_allowed_end_well(tmp_path: Path) -> None:
    out = render(notebook(tmp_path), {}, tmp_path / "a.html", title="t", names=None, allow_missing=True)
    assert MARK in out.read_text(encoding="utf-8")


def test_failures_name_the_section_of_each_remark() -> None:
    cells = [
        nbformat.v4.new_markdown_cell("## One"),
        nbformat.v4.new_code_cell(
            "x",
            outputs=[nbformat.v4.new_output("execute_result", data={"text/html": str(failed(KeyError("gone")))})],
        ),
    ]
    assert failures(nbformat.v4.new_notebook(cells=cells)) == ["One: KeyError: 'gone'"]
