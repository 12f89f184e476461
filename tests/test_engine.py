"""The papermill engine: what papermill's own engine gives, and nothing that one run does reaches another."""

import json
import random
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest
from batch_runs import small_notebook

from helpers.base.paths import NOTEBOOKS
from helpers.render.page import export
from helpers.tables.load import load

DRIVER = Path(__file__).with_name("engine_runs.py")
PAIRS = 4
LENGTHS = re.compile(r' textLength="[^"]*" lengthAdjust="[^"]*"')
ANSI = re.compile(r"\x1b\[[0-9;]*m")

FAULTS = {
    "exception": ('raise ValueError("told to fail")', "PapermillExecutionError", "ValueError: told to fail"),
    "quit": ("exit()", "DeadKernelError", "ended it"),
    "system-exit": ("import sys\nsys.exit(3)", "PapermillExecutionError", "SystemExit: 3"),
    "hang": ("import time\ntime.sleep(60)", "CellTimeoutError", "time was up"),
    "input": ('input("name? ")', "PapermillExecutionError", "StdinNotImplementedError: raw_input was called"),
    "password": (
        "import getpass\ngetpass.getpass()",
        "PapermillExecutionError",
        "StdinNotImplementedError: getpass was called",
    ),
    "none": ("1", "", ""),
}
"""What a cell does -> the error's type and words by which the run ends."""

QUIRKS = [
    "import sys, os, warnings, random\nprint('out'); print('err', file=sys.stderr); print('out again')",
    "from IPython.display import *\nh = display(HTML('<b>1</b>'), display_id='x')\n'last'",
    "h.update(HTML('<b>2</b>'))",
    "print('gone'); clear_output(); print('kept')",
    "print('waits'); clear_output(wait=True); print('instead')",
    "import pandas as pd\npd.DataFrame({'a': [1, 2]})",
    "display(1); print('between'); display({'k': (1, 2)}); None",
    "'quiet';",
    "%matplotlib inline\nimport matplotlib.pyplot as plt\nfig, ax = plt.subplots(figsize=(1, 1)); ax.plot([1, 2]);",
    "plt.figure(figsize=(1, 1)); plt.plot([2, 1])\nprint('before the figure')",
    "!echo from a shell",
    "%%capture kept\nprint('hidden')",
    "kept.stdout",
    "import asyncio\nawait asyncio.sleep(0, 'awaited')",
    "display(Image(data=b'\\x89PNG\\r\\n\\x1a\\n' + bytes(30), format='png'))",
    "_, __name__, In[1][:10], Out[6].shape",
    "os.getcwd() == os.path.abspath('')",
    "# a comment alone",
    "",
    "def f():\n    return 1 / 0\nf()",
    "'never run'",
]


def run_all(folder: Path, runs: list[dict[str, Any]]) -> dict[str, Any]:
    (folder / "runs.json").write_text(json.dumps(runs))
    command = [sys.executable, str(DRIVER), str(folder / "runs.json")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def one(notebook: Path, out: Path, engine: str | None, parameters: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    run = {"notebook": str(notebook), "out": str(out), "engine": engine}
    return run | {"parameters": dict(parameters), "options": options}


def outputs(path: Path) -> list[Any]:
    """Return each cell's source, count and outputs; pieces of one stream that follow each other are one."""
    found = []
    for cell in nbformat.read(path, 4).cells:
        joined: list[Any] = []
        for output in cell.get("outputs", []):
            last = joined[-1] if joined else {}
            if output.output_type == "stream" and last.get("name") == output.name:
                last["text"] += output.text
            else:
                joined.append(output)
            if output.output_type == "error":  # which words of the code are coloured depends on what was imported
                output.traceback = [ANSI.sub("", line) for line in output.traceback]
        found.append((cell.source, cell.get("execution_count"), joined))
    return found


def bare(found: list[Any]) -> list[Any]:
    """Return outputs as a page reads them: a live kernel also gets the look of JupyterLab, captions and pictures.

    Texts of a drawing have their lengths in a live kernel only, for a viewer without the page's fonts.
    """
    kept = []
    for output in found:
        about = output.get("metadata", {}).get("rolepair", {})
        if about.get("kind") == "caption":
            continue
        if about:
            start, end = about.pop("bare", (0, None))
            drawn = about["kind"] == "figure"
            shown = LENGTHS.sub("", output.data["image/svg+xml"]) if drawn else output.data["text/html"][start:end]
            kept.append((output.output_type, about, output.data["text/plain"], shown))
        else:
            kept.append(output)
    return kept


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("faults")
    sources = ['fate: str = ""', 'import os\nprint("before")', "exec(fate)", 'print("after")']
    notebook = small_notebook(folder, *sources, tag="parameters")
    runs = [
        one(notebook, folder / f"{name}.ipynb", "rolepair", {"fate": code}, execution_timeout=2)
        for name, (code, *_) in FAULTS.items()
    ]
    found = run_all(folder, runs)
    return folder, found | {"results": dict(zip(FAULTS, found["results"], strict=True))}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_its_own_run_and_says_what_it_was(fault: str, faults: tuple[Path, dict[str, Any]]) -> None:
    _, kind, words = FAULTS[fault]
    found_kind, found_words = faults[1]["results"][fault]
    assert found_kind == kind
    assert words in found_words


@pytest.mark.parametrize("fault", FAULTS)
def test_cells_before_a_fault_are_kept_and_those_after_do_not_run(
    fault: str, faults: tuple[Path, dict[str, Any]]
) -> None:
    texts = [o.get("text", "") for _, _, found in outputs(faults[0] / f"{fault}.ipynb") for o in found]
    assert "before\n" in texts
    assert ("after\n" in texts) == (fault == "none")


def test_runs_leave_streams_hooks_and_modules_as_they_were(faults: tuple[Path, dict[str, Any]]) -> None:
    assert faults[1]["children"] == 0
    assert faults[1]["restored"]


def test_odd_cells_give_the_outputs_of_papermills_own_engine(tmp_path: Path) -> None:
    notebook = small_notebook(tmp_path, *QUIRKS)
    runs = [one(notebook, tmp_path / f"{engine}.ipynb", engine, {}) for engine in (None, "rolepair")]
    for run in runs:  # each in its own process, so that neither sees what the other has imported
        assert run_all(tmp_path, [run])["results"][0][0] == "PapermillExecutionError"
    own, ours = outputs(tmp_path / "None.ipynb"), outputs(tmp_path / "rolepair.ipynb")
    assert len(ours) == len(QUIRKS) + 2
    for expected, found in zip(own, ours, strict=True):
        assert found == expected


def test_random_pairs_give_the_same_outputs_in_both_engines(tmp_path: Path) -> None:
    occupations = load("occupations")
    codes = sorted(occupations["soc_code"][occupations["level"] == "detailed"])
    dice = random.Random(20261121)
    pairs = [dict(zip(("role_a", "role_b"), dice.sample(codes, 2), strict=True)) for _ in range(PAIRS)]
    notebook = shutil.copy(NOTEBOOKS / "compare.ipynb", tmp_path)
    for engine in (None, "rolepair"):
        runs = [one(notebook, tmp_path / f"{engine}-{n}.ipynb", engine, pair) for n, pair in enumerate(pairs)]
        assert run_all(tmp_path, runs)["results"] == [["", ""]] * PAIRS
    compared = 0
    for n in range(PAIRS):
        own, ours = (nbformat.read(tmp_path / f"{engine}-{n}.ipynb", 4) for engine in (None, "rolepair"))
        assert own.metadata.language_info == ours.metadata.language_info
        assert own.metadata.papermill.parameters == ours.metadata.papermill.parameters
        for expected, found in zip(own.cells, ours.cells, strict=True):
            assert found.metadata.keys() == expected.metadata.keys()
            assert found.metadata.papermill.keys() == expected.metadata.papermill.keys()
            assert found.metadata.papermill.status == "completed"
        for expected, found in zip(
            outputs(tmp_path / f"None-{n}.ipynb"), outputs(tmp_path / f"rolepair-{n}.ipynb"), strict=True
        ):
            assert (found[:2], bare(found[2])) == (expected[:2], bare(expected[2]))
            compared += len(found[2])
        assert export(ours) == export(own)
    assert compared >= PAIRS * 50


SHOWN = """
from IPython.display import HTML, display
import matplotlib.pyplot as plt
display({"text/html": "<p>x</p>", "text/plain": "x"}, raw=True,
    metadata={"rolepair": {"section": "pay", "failed": False}})

class Found:
    def __repr__(self):
        return "found"

    def _repr_mimebundle_(self, **_):
        return {"text/html": "<b>y</b>"}, {"rolepair": {"cells": ["a", "b"], "n": 1.5, "none": None}}

Found()
"""


def test_metadata_of_outputs_is_that_of_a_kernel(tmp_path: Path) -> None:
    notebook = small_notebook(tmp_path, SHOWN)
    for engine in (None, "rolepair"):
        run = one(notebook, tmp_path / f"{engine}.ipynb", engine, {})
        assert run_all(tmp_path, [run])["results"] == [["", ""]]
    own, ours = outputs(tmp_path / "None.ipynb"), outputs(tmp_path / "rolepair.ipynb")
    assert ours == own
    shown, found = ours[0][2]
    assert shown.metadata == {"rolepair": {"section": "pay", "failed": False}}
    assert found.metadata == {"rolepair": {"cells": ["a", "b"], "n": 1.5, "none": None}}


def test_a_cell_that_may_fail_does_not_end_the_run(tmp_path: Path) -> None:
    notebook = small_notebook(tmp_path, "1 / 0", "'after'", tag="raises-exception")
    found = run_all(tmp_path, [one(notebook, tmp_path / "out.ipynb", "rolepair", {})])["results"][0]
    assert found[0] == "PapermillExecutionError"  # papermill itself forgives no error output, when all has run
    texts = [o.get("data", {}).get("text/plain") for _, _, outs in outputs(tmp_path / "out.ipynb") for o in outs]
    assert "'after'" in texts


@pytest.mark.parametrize("kernel", [".venv", "python3-foreign", ""])
def test_the_name_of_the_kernel_does_not_matter(kernel: str, tmp_path: Path) -> None:
    notebook = small_notebook(tmp_path, 'word: str = "a"', "word", tag="parameters")
    node = nbformat.read(notebook, 4)
    node.metadata["kernelspec"] |= {"name": kernel or "python3", "display_name": "gone"}
    nbformat.write(node, notebook)
    options = {} if kernel else {"kernel_name": "another"}
    run = one(notebook, tmp_path / "out.ipynb", "rolepair", {"word": "b"}, **options, language="python")
    assert run_all(tmp_path, [run])["results"] == [["", ""]]
    assert nbformat.read(tmp_path / "out.ipynb", 4).cells[-1].outputs[0].data["text/plain"] == "'b'"


@pytest.mark.parametrize("where", ["shell", "thread"])
def test_in_a_live_shell_and_in_a_thread_papermills_engine_runs_and_the_log_says_so(
    where: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from helpers.render.engine import Engine

    calls: list[dict[str, Any]] = []
    own = "papermill.engines.NBClientEngine.execute_managed_notebook"
    monkeypatch.setattr(own, lambda *_, **named: calls.append(named))
    if where == "shell":
        monkeypatch.setattr("helpers.render.shell.get_ipython", object)

    def run() -> None:
        Engine.execute_notebook(
            nbformat.v4.new_notebook(metadata={"papermill": {}}), "python3", execution_timeout=5, progress_bar=False
        )

    with caplog.at_level("WARNING", logger="papermill"):
        runner = threading.Thread(target=run)
        if where == "shell":
            run()
        else:
            runner.start()
            runner.join()
    assert calls == [{"execution_timeout": 5, "log_output": False}]
    assert "papermill's own engine runs this notebook" in caplog.text
    assert ("has an IPython shell" if where == "shell" else "not the main thread") in caplog.text


def test_another_language_is_left_to_its_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    from helpers.render.engine import Engine

    calls: list[Any] = []
    own = "papermill.engines.NBClientEngine.execute_managed_notebook"
    monkeypatch.setattr(own, lambda _, kernel, **__: calls.append(kernel))
    node = nbformat.v4.new_notebook(
        metadata={"papermill": {}, "kernelspec": {"name": "ir", "display_name": "R", "language": "R"}}
    )
    Engine.execute_notebook(node, "ir", progress_bar=False)
    assert calls == ["ir"]


IMPORTED = "from papermill.engines import papermill_engines as e; print(e.get_engine('rolepair').__module__)"
LOADED = "print(sorted({{{}}} & {{*sys.modules}}))"
MADE = """
from helpers.render.reports import COMPARE, made
made(COMPARE, {'role_a': '43-3021', 'role_b': '43-3031'}, title='')
import seaborn, papermill
"""


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        (f"import helpers.render.engine, papermill; {IMPORTED}", "helpers.render.engine"),
        (f"import papermill, helpers.render.engine; {IMPORTED}", "helpers.render.engine"),
        (
            "import sys, helpers.render.engine\n"
            + LOADED.format("'pandas', 'IPython', 'matplotlib', 'helpers.render.shell'"),
            "[]",
        ),
        (
            f"import sys{MADE}" + LOADED.format("'arrow', 'boto3', 'ipywidgets', 'pandera', 'rfc3987_syntax', 'scipy'"),
            "[]",
        ),
    ],
    ids=["engine first", "papermill first", "the engine loads papermill alone", "a report loads nothing slow unasked"],
)
def test_imports_come_in_either_order_and_load_no_more_than_is_needed(code: str, printed: str) -> None:
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == f"{printed}\n"
