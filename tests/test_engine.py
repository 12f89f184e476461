"""The papermill engine: what papermill's own engine gives, and nothing that one run does reaches another."""

import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import nbformat
import pytest

from helpers.paths import NOTEBOOKS
from helpers.tables import load

DRIVER = Path(__file__).with_name("engine_runs.py")
PAIRS = 10
ANSI = re.compile(r"\x1b\[[0-9;]*m")

FAULTS = {
    "exception": 'raise ValueError("told to fail")',
    "quit": "exit()",
    "system-exit": "import sys\nsys.exit(3)",
    "hard-exit": "import os\nos._exit(4)",
    "segfault": 'import ctypes\nos.write(2, b"raw words")\nctypes.string_at(0)',
    "killed": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "hang": "import time\ntime.sleep(60)",
    "hang-that-ignores-interrupts": "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\ntime.sleep(60)",
    "memory": "block = bytearray(4 * 2**30)",
    "input": 'input("name? ")',
    "left-behind": 'import subprocess\nsubprocess.Popen(["sleep", "4321"])\nos._exit(0)',
    "none": "1",
}
ENDS = {
    "exception": ("PapermillExecutionError", "ValueError: told to fail"),
    "quit": ("DeadKernelError", "ended it"),
    "system-exit": ("PapermillExecutionError", "SystemExit: 3"),
    "hard-exit": ("DeadKernelError", "status 4"),
    "segfault": ("DeadKernelError", "SIGSEGV"),
    "killed": ("DeadKernelError", "SIGKILL"),
    "hang": ("CellTimeoutError", "time was up"),
    "hang-that-ignores-interrupts": ("CellTimeoutError", "time was up"),
    "memory": ("PapermillExecutionError", "MemoryError"),
    "input": ("PapermillExecutionError", "StdinNotImplementedError: raw_input was called"),
    "left-behind": ("DeadKernelError", "middle of a cell"),
    "none": ("", ""),
}

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


def book(folder: Path, sources: list[str], **tags: list[str]) -> Path:
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    for index, names in tags.items():
        cells[int(index[1:])].metadata["tags"] = names
    node = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Title"), *cells])
    node.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    path = folder / "book.ipynb"
    nbformat.write(node, path)
    return path


def run_all(folder: Path, runs: list[dict[str, Any]]) -> dict[str, Any]:
    (folder / "runs.json").write_text(json.dumps(runs))
    done = subprocess.run(
        [sys.executable, str(DRIVER), str(folder / "runs.json")],
        capture_output=True,
        text=True,
        check=True,
        timeout=240,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def one(notebook: Path, out: Path, engine: str | None, parameters: Mapping[str, Any], **options: Any) -> dict[str, Any]:
    return {
        "notebook": str(notebook),
        "out": str(out),
        "engine": engine,
        "parameters": dict(parameters),
        "options": options,
    }


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


@pytest.fixture(scope="module")
def faults(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("faults")
    sources = ['fate: str = ""', 'import os\nprint("before")', "exec(fate)", 'print("after")']
    notebook = book(folder, sources, c0=["parameters"])
    limits = {"execution_timeout": 2, "memory_mb": 1024}
    runs = [
        one(notebook, folder / f"{name}.ipynb", "rolepair", {"fate": code}, **limits) for name, code in FAULTS.items()
    ]
    found = run_all(folder, runs)
    return folder, found | {"results": dict(zip(FAULTS, found["results"], strict=True))}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_ends_its_own_run_and_says_what_it_was(fault: str, faults: tuple[Path, dict[str, Any]]) -> None:
    kind, words = ENDS[fault]
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


def test_words_written_by_file_descriptor_before_a_crash_are_kept(faults: tuple[Path, dict[str, Any]]) -> None:
    texts = [o.get("text", "") for _, _, found in outputs(faults[0] / "segfault.ipynb") for o in found]
    assert any("raw words" in text for text in texts)


def test_no_process_outlives_the_runs(faults: tuple[Path, dict[str, Any]]) -> None:
    assert faults[1]["children"] == 0
    alive = [path.read_bytes().split(b"\0") for path in Path("/proc").glob("[0-9]*/cmdline") if path.exists()]
    assert [b"sleep", b"4321", b""] not in alive


def test_odd_cells_give_the_outputs_of_papermills_own_engine(tmp_path: Path) -> None:
    notebook = book(tmp_path, QUIRKS)
    runs = [one(notebook, tmp_path / f"{engine}.ipynb", engine, {}) for engine in (None, "rolepair")]
    for run in runs:  # each in its own process, so that neither sees what the other has imported
        assert run_all(tmp_path, [run])["results"][0][0] == "PapermillExecutionError"
    own, ours = outputs(tmp_path / "None.ipynb"), outputs(tmp_path / "rolepair.ipynb")
    assert len(ours) == len(QUIRKS) + 3
    for expected, found in zip(own, ours, strict=True):
        assert found == expected


def test_ten_pairs_give_the_same_outputs_in_both_engines(tmp_path: Path) -> None:
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
            assert found == expected
            compared += len(found[2])
    assert compared >= PAIRS * 8


def test_a_process_with_threads_is_not_forked_and_says_so() -> None:
    code = """
import threading
from helpers.forking.children import why_not_fork
assert why_not_fork() == ""
stop = threading.Event()
threading.Thread(target=stop.wait, daemon=True).start()
print(why_not_fork())
stop.set()
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "this process runs other threads\n"


def test_where_forking_is_not_safe_papermills_engine_runs_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from helpers.engine import Engine

    calls = []
    monkeypatch.setattr("helpers.forking.children.why_not_fork", lambda: "forking is not safe on darwin")
    monkeypatch.setattr("papermill.engines.NBClientEngine.execute_notebook", lambda *_, **named: calls.append(named))
    with caplog.at_level("WARNING", logger="papermill"):
        Engine.execute_notebook(nbformat.v4.new_notebook(), "python3", memory_mb=3, execution_timeout=5)
    assert calls == [{"execution_timeout": 5}]
    assert "forking is not safe on darwin; papermill's own engine runs this notebook" in caplog.text


def test_papermill_and_the_engine_can_be_imported_in_either_order() -> None:
    for order in ("import helpers.engine, papermill", "import papermill, helpers.engine"):
        code = (
            f"{order}; from papermill.engines import papermill_engines as e; print(e.get_engine('rolepair').__module__)"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout == "helpers.engine\n"


def test_importing_the_engine_loads_nothing_else() -> None:
    code = "import sys, helpers.engine; print(sorted(set(sys.modules) & {'pandas', 'IPython', 'papermill', 'numpy'}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
