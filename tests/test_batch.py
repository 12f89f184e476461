"""Batches: run lists, what is left alone, what fails, and that a killed run goes on to the same bytes."""

import base64
import errno
import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from batch_runs import fated
from typer.testing import CliRunner

from helpers.base.errors import BadInput
from helpers.batch.run import Entry, Manifest, key_of, run_batch
from helpers.batch.runs import Run, all_pairs, from_csv, in_folders, shard_of, write_index
from helpers.batch.store import Folder
from helpers.cli.main import app
from helpers.render.pool import Done
from helpers.tables.titles import _of_title as role_of_title

DRIVER = Path(__file__).with_name("batch_runs.py")
COUNT = 8
PAGE_SUM = hashlib.sha256(b"page").hexdigest()
KILLS = int(os.environ.get("KILLS", "2"))  # of each victim; KILLS=10 is the long proof


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A notebook that shows its parameter, draws random numbers, and can be told to go wrong."""
    code = "import random, numpy\nfrom helpers.show.blocks import sentences\n"
    code += "sentences([word, str(random.random()), str(numpy.random.random())])"
    return fated(tmp_path_factory.mktemp("book"), code)


def start(notebook: Path, out: Path, fates: dict[str, str] | None = None) -> "subprocess.Popen[str]":
    command = [sys.executable, str(DRIVER), str(notebook), str(out), str(COUNT), json.dumps(fates or {})]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)


def finish(process: "subprocess.Popen[str]") -> dict[str, Any]:
    text, _ = process.communicate(timeout=120)
    assert process.returncode == 0
    found: dict[str, Any] = json.loads(text.splitlines()[-1])
    return found


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def undisturbed(notebook: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("undisturbed") / "out"
    assert finish(start(notebook, out)) == {"made": COUNT, "unchanged": 0, "failures": []}
    return files(out)


def family(pid: int) -> list[int]:
    """Return the children of a process and theirs."""
    try:
        found = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []
    return [*found, *(below for child in found for below in family(child))]


def command_of(pid: int) -> bytes:
    path = Path(f"/proc/{pid}/cmdline")
    return path.read_bytes() if path.exists() else b""


def gone(pids: list[int]) -> bool:
    for _ in range(100):
        states = [Path(f"/proc/{pid}/stat") for pid in pids]
        if not any(path.exists() and path.read_text().rsplit(")", 1)[1].split()[0] != "Z" for path in states):
            return True
        time.sleep(0.05)
    return False


def test_failures_are_listed_and_stop_nothing(notebook: Path, tmp_path: Path) -> None:
    fates = {
        "1": 'raise ValueError("told to fail")',
        "3": "import os; os._exit(5)",
        "4": "import time; time.sleep(60)",
        "6": "x = bytearray(4 * 2**30)",
    }
    found = finish(start(notebook, tmp_path, fates))
    assert found["made"] == COUNT - len(fates)
    why = dict(found["failures"])
    assert sorted(why) == ["001.html", "003.html", "004.html", "006.html"]
    assert "ValueError: told to fail" in why["001.html"]
    assert "status 5" in why["003.html"] or "middle of a cell" in why["003.html"]
    assert "time was up" in why["004.html"]
    assert "MemoryError" in why["006.html"]
    assert "001.html" in (tmp_path / "failures.csv").read_text()
    assert sorted(path.name for path in tmp_path.glob("*.html")) == ["000.html", "002.html", "005.html", "007.html"]


def test_nothing_but_reports_and_manifest_is_left(undisturbed: dict[str, bytes]) -> None:
    assert sorted(undisturbed) == [*(f"{n:03}.html" for n in range(COUNT)), "manifest.jsonl"]
    assert len(undisturbed["manifest.jsonl"].splitlines()) == COUNT


def test_equal_parameters_give_equal_random_numbers_and_others_do_not(undisturbed: dict[str, bytes]) -> None:
    assert len({re.search(rb"0[.][0-9]{8,}", undisturbed[f"{n:03}.html"])[0] for n in range(COUNT)}) == COUNT


def test_what_is_there_is_left_alone_and_what_was_touched_is_made_again(
    notebook: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    for name, content in undisturbed.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "002.html").write_bytes(b"cut o")
    (tmp_path / "005.html").unlink()
    assert finish(start(notebook, tmp_path)) == {"made": 2, "unchanged": COUNT - 2, "failures": []}
    assert files(tmp_path) == undisturbed


@pytest.mark.parametrize("seed", range(KILLS))
@pytest.mark.parametrize("victim", ["coordinator", "parent", "worker"])
def test_a_kill_at_a_random_moment_is_resumed_to_the_same_bytes(
    victim: str, seed: int, notebook: Path, tmp_path: Path, undisturbed: dict[str, bytes]
) -> None:
    dice = random.Random(f"{victim} {seed}")
    process = start(notebook, tmp_path)
    while not any(tmp_path.glob("*.html")) and process.poll() is None:
        time.sleep(0.01)
    time.sleep(dice.random() * 0.4)
    pids = family(process.pid)
    if victim == "coordinator":
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        assert gone(pids)
        for name, content in files(tmp_path).items():
            assert name.startswith((".unfinished", "manifest")) or content == undisturbed[name]
        assert finish(start(notebook, tmp_path))["failures"] == []
    else:
        servers = [pid for pid in pids if b"forkserver" in command_of(pid)]  # forks keep its command line
        target = servers[:1] if victim == "parent" else servers[1:2]
        for pid in target:
            with_pid = Path(f"/proc/{pid}")
            if with_pid.exists():
                os.kill(pid, signal.SIGKILL)
        assert finish(process)["failures"] == []
        assert gone(pids)
    assert files(tmp_path) == undisturbed


def test_an_interrupt_leaves_only_whole_files(notebook: Path, tmp_path: Path, undisturbed: dict[str, bytes]) -> None:
    process = start(notebook, tmp_path)
    while not any(tmp_path.glob("*.html")) and process.poll() is None:
        time.sleep(0.01)
    pids = family(process.pid)
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert gone(pids)
    found = files(tmp_path)
    assert not [name for name in found if "unfinished" in name]
    assert all(content == undisturbed[name] for name, content in found.items() if name.endswith(".html"))


def test_a_line_cut_off_by_a_kill_costs_one_report(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    for name in ("a.html", "b.html", "c.html"):
        store.put(name, b"page")
    manifest = Manifest(store)
    manifest.add(Entry("a.html", "key", 4, PAGE_SUM))
    manifest.add(Entry("b.html", "key", 4, PAGE_SUM))
    log = tmp_path / "manifest.jsonl.log"
    log.write_bytes(log.read_bytes()[:-20])
    again = Manifest(store)
    again.add(Entry("c.html", "key", 4, PAGE_SUM))
    last = Manifest(store)
    assert [last.has(name, "key") for name in ("a.html", "b.html", "c.html")] == [True, False, True]
    assert not last.has("a.html", "another key")


DAMAGED = {
    "not-utf-8": b'\xff\xfe{"file": "a.html"}\n',
    "nested": b'{"file": ' + b"[" * 100_000 + b"\n",
    "other-types": b'{"file": ["a.html"], "key": "key", "bytes": 4, "sha256": "sum"}\n',
    "text-for-bytes": b'{"file": "a.html", "key": "key", "bytes": "4", "sha256": "sum"}\n',
    "newer": b'{"file": "a.html", "key": "key", "bytes": 4, "sha256": "sum", "more": 1}\n',
    "a-list": b"[1, 2]\n",
    "cut-off": b'{"file": "a.html", "key": "k',
}


@pytest.mark.parametrize("kind", [*DAMAGED, "folder", "empty"])
def test_a_damaged_manifest_is_set_aside_said_and_made_anew(kind: str, tmp_path: Path) -> None:
    store, said = Folder(tmp_path), list[str]()
    for name in ("a.html", "b.html"):
        store.put(name, b"page")
    whole = f'{{"file": "b.html", "key": "key", "bytes": 4, "sha256": "{PAGE_SUM}"}}\n'.encode()
    if kind == "folder":
        (tmp_path / "manifest.jsonl").mkdir()
    else:
        (tmp_path / "manifest.jsonl").write_bytes(b"" if kind == "empty" else whole + DAMAGED[kind])
    manifest = Manifest(store, say=said.append)
    assert not manifest.has("a.html", "key")
    assert manifest.has("b.html", "key") == (kind in DAMAGED)
    assert len(said) == (kind != "empty")
    manifest.add(Entry("a.html", "key", 4, PAGE_SUM))
    manifest.compact(["a.html"])
    assert Manifest(store, say=said.append).has("a.html", "key")
    assert len(said) == (kind != "empty")
    assert (tmp_path / "manifest.jsonl.damaged-1").exists() == (kind != "empty")
    if said:
        assert "manifest.jsonl.damaged-1" in said[0]


def test_two_batches_in_one_folder_are_refused_and_shards_are_not(tmp_path: Path) -> None:
    first = Folder(tmp_path)
    (tmp_path / ".unfinished" / "page").write_bytes(b"half")
    with pytest.raises(BadInput, match="another batch is writing into"):
        Folder(tmp_path)
    assert (tmp_path / ".unfinished" / "page").exists()
    Folder(tmp_path, "-1-of-2").close()
    first.close()
    Folder(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_batch_left_is_cleared_by_the_next(tmp_path: Path) -> None:
    code = "import os, sys, pathlib\nfrom helpers.batch.store import Folder\n"
    code += "Folder(pathlib.Path(sys.argv[1]))\npathlib.Path(sys.argv[1], '.unfinished/page').write_text('half')\n"
    subprocess.run([sys.executable, "-c", code + "os._exit(9)", str(tmp_path)], check=False, timeout=60)
    assert (tmp_path / ".unfinished" / "page").exists()
    Folder(tmp_path).close()
    assert list(tmp_path.iterdir()) == []


class Ready:
    """Workers that have every report at once."""

    room = 2

    def __init__(self) -> None:
        self.keys: list[str] = []

    def submit(self, key: str, call: Any) -> None:
        self.keys.append(key)

    def wait(self) -> list[Done]:
        return [Done(self.keys.pop(0), b"page")] if self.keys else []

    def close(self) -> None:
        pass


RUNS = [Run((), f"{name}.html", name, ("a", "b")) for name in "abc"]


def test_a_folder_in_the_place_of_a_report_fails_that_report_alone(tmp_path: Path) -> None:
    (tmp_path / "b.html").mkdir(parents=True)
    summary = run_batch(RUNS, Folder(tmp_path), Ready, notebook=Path("x"), made_from="x")
    assert summary.made == 2
    assert [name for name, _ in summary.failures] == ["b.html"]
    assert "directory" in summary.failures[0][1]


def test_a_full_disk_stops_the_batch_whole_and_the_next_run_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put = Folder.put

    def full(self: Folder, name: str, content: bytes, *, gzipped: bool = False) -> None:
        if name == "b.html":
            raise OSError(28, os.strerror(28), name)
        put(self, name, content, gzipped=gzipped)

    monkeypatch.setattr(Folder, "put", full)
    with pytest.raises(OSError, match="No space left"):
        run_batch(RUNS, Folder(tmp_path), Ready, notebook=Path("x"), made_from="x")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "manifest.jsonl.log"]
    monkeypatch.setattr(Folder, "put", put)
    summary = run_batch(RUNS, Folder(tmp_path), Ready, notebook=Path("x"), made_from="x")
    assert (summary.made, summary.unchanged) == (2, 1)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS, errno.ENOENT])
def test_a_disk_that_gives_out_is_one_message_and_exit_status_1(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number), "page.html")

    monkeypatch.setattr("helpers.batch.run.run_batch", gone)
    monkeypatch.setattr("helpers.batch.run.fingerprint", lambda _: "x")
    result = CliRunner().invoke(app, ["batch", "--within", "43-3000", "--out", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert os.strerror(number) in result.output
    assert "is whole, and the same command goes on" in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_a_key_changes_with_anything_the_page_depends_on() -> None:
    run = Run((("role_a", "x"),), "f.html", "t", ("a", "b"))
    keys = {
        key_of(run, "tables", "html"),
        key_of(run, "other tables", "html"),
        key_of(run, "tables", "html.gz"),
        key_of(Run((("role_a", "y"),), "f.html", "t", ("a", "b")), "tables", "html"),
        key_of(Run((("role_a", "x"),), "f.html", "other", ("a", "b")), "tables", "html"),
    }
    assert len(keys) == 5


def test_run_list_keeps_each_report_once_and_names_bad_lines(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("role_a,role_b,area\n43-3021,43-3031,\n43-3021,43-3031,\nsurgeon,surgeon,\n43-3021,43-3031,Ohio\n")
    runs, mistakes = from_csv(path)
    assert [run.file for run in runs] == ["43-3021-vs-43-3031.html", "43-3021-vs-43-3031-in-ohio.html"]
    assert [line for line, _ in mistakes] == ["line 4"]
    assert "both roles are 'surgeon'" in mistakes[0][1]


def test_surplus_cells_and_true_lines_are_named_and_nothing_is_guessed(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text('role_a, role_b, area\n,,\naccountant,nurse,Washington, DC\n\nnurse, surgeon,"Washington, DC"\n')
    runs, mistakes = from_csv(path)
    assert [run.file for run in runs] == ["nurse-vs-surgeon-in-washington-arlington-alexandria-dc-va-md-wv.html"]
    assert [(line, why.split(";")[0]) for line, why in mistakes] == [("line 3", "4 cells under 3 column names")]


def test_a_doubtful_title_is_told_and_strict_makes_its_line_a_bad_one(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text("role_a,role_b\nxyz manager,nurse\naccountant,nurse\n")
    runs, mistakes = from_csv(path)
    assert not mistakes
    assert runs[0].unsure[0].startswith("line 2: 'xyz manager' is read as 11-1021")
    assert runs[1].unsure == ()
    runs, mistakes = from_csv(path, strict=True)
    assert [run.file for run in runs] == ["accountant-vs-nurse.html"]
    assert mistakes[0][0] == "line 2"
    assert "--strict refuses" in mistakes[0][1]


@pytest.mark.parametrize("text", ["a,b\n1,2\n", "role_a\nx\n", "", "role_a,role_b,salary\nx,y,1\n"])
def test_run_list_with_other_columns_is_refused(text: str, tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    path.write_text(text)
    with pytest.raises(BadInput, match="role_a and role_b"):
        from_csv(path)


def test_pairs_within_a_group_are_each_there_once() -> None:
    runs = all_pairs(within="43-3000")
    names = {code for run in runs for code in (dict(run.parameters)["role_a"], dict(run.parameters)["role_b"])}
    assert all(name.startswith("43-3") for name in names)
    assert len(runs) == len(names) * (len(names) - 1) // 2 == len({run.file for run in runs})


def test_top_employment_takes_the_largest_occupations() -> None:
    runs = all_pairs(top_employment=3)
    assert len(runs) == 3
    with pytest.raises(BadInput, match="0 occupations"):
        all_pairs(within="99-9000")


def test_shards_deal_out_every_run_once() -> None:
    runs = all_pairs(within="43-3000")
    parts = [shard_of(runs, f"{i}/4") for i in range(1, 5)]
    assert sorted(run.file for part in parts for run in part) == sorted(run.file for run in runs)
    for wrong in ("0/4", "5/4", "a/b", "1", "-1/2"):
        with pytest.raises(BadInput, match="i/n"):
            shard_of(runs, wrong)


def test_many_reports_get_a_folder_for_each_first_role_and_a_small_index(tmp_path: Path) -> None:
    names = [f"{n:03}" for n in range(80)]
    runs = [
        Run((), f"{a}-vs-{b}.html", f"{a} or {b}?", (f"Role {a}", f"Role <{b}>" if b == "zz" else f"Role {b}"))
        for i, a in enumerate(names)
        for b in names[i + 1 :]
    ]
    spread = in_folders(runs)
    assert spread[0].file == "000/000-vs-001.html"
    assert in_folders(runs[:10]) == runs[:10]
    write_index(spread, Folder(tmp_path), gzipped=False)
    page = (tmp_path / "index.html").read_text()
    assert "3,160 reports on 80 roles" in page
    assert len(page) < 12_000
    write_index(spread[:-1], Folder(tmp_path), gzipped=True)
    assert '"000/000-vs-001.html.gz"' in (tmp_path / "index.html").read_text()


def test_batch_without_or_with_two_lists_is_a_user_mistake(tmp_path: Path) -> None:
    for arguments in (["batch"], ["batch", str(tmp_path / "p.csv"), "--all"]):
        result = CliRunner().invoke(app, arguments)
        assert isinstance(result.exception, BadInput)


def test_a_folder_that_cannot_be_written_is_one_message() -> None:
    with pytest.raises(BadInput, match="cannot be written"):
        Folder(Path("/proc/rolepair"))


def test_a_report_that_was_edited_without_changing_its_size_is_made_again(tmp_path: Path) -> None:
    store = Folder(tmp_path)
    store.put("a.html", b"page")
    manifest = Manifest(store)
    manifest.add(Entry("a.html", "k", 4, PAGE_SUM))
    manifest.compact(["a.html"])
    assert manifest.has("a.html", "k")
    os.utime(tmp_path / "manifest.jsonl", ns=(1, 1))  # all that follows is later
    assert manifest.has("a.html", "k")
    (tmp_path / "a.html").write_bytes(b"PAGE")
    assert not manifest.has("a.html", "k")


def test_the_index_of_a_batch_carries_its_own_policy(tmp_path: Path) -> None:
    write_index([RUNS[0]], Folder(tmp_path), gzipped=False)
    page = (tmp_path / "index.html").read_text()
    assert page.count("<style>") == 1
    for kind, tag in (("style", "<style>"), ("script", "</script><script>")):
        text = page.partition(tag)[2].partition(f"</{kind}>")[0]
        held = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{held}'" in page
    assert "onclick" not in page


def test_a_long_run_list_reads_each_title_once(tmp_path: Path) -> None:
    titles = [f"{kind} {place}" for kind in ("nurse", "welder", "teacher", "cashier") for place in range(10)]
    pairs = [(a, b) for a in titles for b in titles if a != b]
    path = tmp_path / "pairs.csv"
    path.write_text("role_a,role_b\n" + "".join(f"{a},{b}\n" for a, b in pairs))
    role_of_title.cache_clear()
    began = time.process_time()
    from_csv(path)
    assert len(pairs) == 1560
    assert role_of_title.cache_info().misses == len(titles)
    assert role_of_title.cache_info().maxsize > 2 * 30_000  # the titles of 100,000 pairs stay
    assert time.process_time() - began < 10
