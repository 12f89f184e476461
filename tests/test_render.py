"""Running a notebook and putting one page in place, or nothing."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_runs import fated, small_notebook

from helpers.base.errors import BadInput, RenderFailed
from helpers.base.files import aside
from helpers.render.reports import check_parameters, execute, render

FAIL = "raise ValueError('told to fail')"


@pytest.fixture
def notebook(tmp_path: Path) -> Path:
    """A notebook of three cells: parameters, one that can be told to fail or die, and one that shows its parameter."""
    return fated(tmp_path, "from helpers.show.blocks import sentences\nsentences([word])")


def test_unknown_parameter_is_refused_before_anything_runs(notebook: Path, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"(?s)no parameter rolea.*one of fate, word"):
        render(notebook, {"rolea": "x"}, tmp_path / "out" / "a.html", title="t")
    assert not (tmp_path / "out").exists()


def test_notebook_without_a_parameters_cell_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="tagged parameters"):
        check_parameters(small_notebook(tmp_path, "1"), {})


def test_a_failing_cell_leaves_nothing_and_names_the_error(notebook: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "a.html"
    with pytest.raises(RenderFailed, match=r"(?s)small.ipynb did not run.*ValueError: told to fail.*no report"):
        render(notebook, {"fate": FAIL}, out, title="t")
    assert list(out.parent.iterdir()) == []


@pytest.fixture
def thread() -> Iterator[None]:
    """A second thread, with which cells run in a process of their own."""
    stop = threading.Event()
    threading.Thread(target=stop.wait, daemon=True).start()
    yield
    stop.set()


@pytest.mark.usefixtures("thread")
def test_a_dying_kernel_leaves_nothing_and_is_named(notebook: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "a.html"
    with pytest.raises(RenderFailed, match="kernel died"):
        render(notebook, {"fate": "import os; os._exit(1)"}, out, title="t")
    assert list(out.parent.iterdir()) == []


def test_an_older_report_survives_a_failed_run(notebook: Path, tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    out.write_text("old")
    with pytest.raises(RenderFailed):
        render(notebook, {"fate": FAIL}, out, title="t")
    assert out.read_text() == "old"


def test_a_file_in_the_place_of_the_folder_is_one_clear_message(notebook: Path, tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file")
    with pytest.raises(BadInput, match=r"(?s)a.html cannot be written into reports/.*--out"):
        render(notebook, {}, tmp_path / "reports" / "a.html", title="t")


def test_a_full_disk_is_one_clear_message_and_leaves_nothing(tmp_path: Path) -> None:
    out = tmp_path / "a.html"
    with pytest.raises(BadInput, match=r"(?s)No space left on device.*free space"), aside(out):
        raise OSError(28, os.strerror(28))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_refuses_writing_is_one_clear_message(notebook: Path) -> None:
    # /proc takes no new files from anyone, root included
    with pytest.raises(BadInput, match="cannot be written"):
        render(notebook, {}, Path("/proc/rolepair/a.html"), title="t")


def test_parameters_reach_the_page_escaped(notebook: Path, tmp_path: Path) -> None:
    page = render(notebook, {"word": "<script>x</script>"}, tmp_path / "a.html", title="<b>").read_text()
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert "<script>x" not in page
    assert "<title>&lt;b&gt;</title>" in page


def test_equal_inputs_give_equal_bytes(notebook: Path, tmp_path: Path) -> None:
    pages = [render(notebook, {"word": "same"}, tmp_path / name, title="t") for name in ("1.html", "2.html")]
    assert pages[0].read_bytes() == pages[1].read_bytes()


def test_executed_notebook_keeps_the_parameters(notebook: Path) -> None:
    assert execute(notebook, {"word": "kept"}).metadata.papermill.parameters == {"word": "kept"}
