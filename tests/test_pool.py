"""Processes for reports: what goes wrong in one stays there, and none outlives the one that started it."""

import json
import os
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from test_batch import command_of, family, gone

from helpers.base.errors import BadInput
from helpers.render import pool

HERE = Path(__file__).parent


def drive(code: str, *arguments: str, limit: str = "") -> "subprocess.CompletedProcess[str]":
    """Run code in a process of its own, under `ulimit -v` if asked."""
    command = [sys.executable, "-W", "ignore", "-c", code, *arguments]
    if limit:
        command = ["bash", "-c", f'ulimit -v {limit}; exec "$@"', "bash", *command]
    return subprocess.run(command, capture_output=True, text=True, timeout=150, check=False, cwd=HERE)


CALLS = """
import functools, json, os, sys, time
import pool_calls
from helpers.render.pool import Limits, Pool
pool = Pool(workers=4, limits=Limits(seconds=4, megabytes=512), tables=False)
ended = {}
for name in json.loads(sys.argv[1]):
    pool.submit(name, functools.partial(pool_calls.call, name, sys.argv[2]))
    while not (done := pool.wait()):
        pass
    ended[name] = [done[0].value, str(done[0].error), done[0].cpu_seconds, done[0].peak_mb]
pool.close()
print(json.dumps(ended))
"""


@pytest.fixture(scope="module")
def ended(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    names = ["value", "exit", "killed", "hang", "memory", "user-error", "error", "once", "left-behind", "main"]
    done = drive(CALLS, json.dumps(names), str(tmp_path_factory.mktemp("calls")))
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("exit", "its process ended with status 5"),
        ("killed", "its process died of SIGKILL"),
        ("hang", "its time was up (4 seconds)"),
        ("memory", "MemoryError"),
        ("user-error", "a mistake\n  expected: none"),
        ("error", "ValueError: told to fail"),
    ],
)
def test_a_call_that_goes_wrong_says_how_and_the_next_one_is_made(name: str, words: str, ended: dict[str, Any]) -> None:
    value, error, *_ = ended[name]
    assert value is None
    assert words in error
    assert ended["value"][:2] == ["made", ""]


def test_a_call_whose_process_was_killed_is_made_once_more(ended: dict[str, Any]) -> None:
    assert ended["once"][:2] == ["made at the second try", ""]


def test_what_a_call_took_is_told(ended: dict[str, Any]) -> None:
    assert 0 < ended["value"][2] < 10
    assert 20 < ended["value"][3] < 4000


def test_what_a_call_left_behind_is_ended_with_it(ended: dict[str, Any]) -> None:
    assert ended["left-behind"][0]
    assert gone([int(ended["left-behind"][0])])


def test_the_callers_own_script_is_not_run_again(ended: dict[str, Any]) -> None:
    assert ended["main"][0] is None or "pool_calls" not in ended["main"][0]


SLEEPERS = """
import functools, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have had it ignored
import pool_calls
from helpers.render.pool import Pool
pool = Pool(workers=2, tables=False)
for n in "ab":
    pool.submit(n, functools.partial(pool_calls.call, "hang", sys.argv[1]))
print("started", flush=True)
while True:
    pool.wait()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_process_and_no_folder_outlives_a_killed_caller(number: int, tmp_path: Path) -> None:
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    command = [sys.executable, "-W", "ignore", "-c", SLEEPERS, str(tmp_path)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment, cwd=HERE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "started\n"
        pids = family(process.pid)
        assert sum(b"forkserver" in command_of(pid) for pid in pids) == 3
        process.send_signal(number)
        try:
            process.wait(30)
        finally:
            process.kill()
    assert gone(pids)
    time.sleep(0.2)
    assert list(tmp_path.glob("pymp-*")) == []


SMALL = """
import functools, sys
import pool_calls
from helpers.base.errors import UserError
from helpers.render.pool import Pool
try:
    Pool().submit("a", functools.partial(pool_calls.call, "value", ""))
except UserError as error:
    print(error)
"""


def test_too_little_memory_is_one_sentence_with_what_was_found_and_what_is_needed() -> None:
    began = time.monotonic()
    done = drive(SMALL, limit="600000")
    assert time.monotonic() - began < 60
    assert "MB of memory" in done.stdout
    assert "586 MB" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_less_memory_gives_fewer_workers_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr(pool, "found_mb", lambda: pool.SERVER_MB + 2.5 * pool.CALL_MB)
    assert pool.workers_for(8, say=said.append) == 2
    assert said == [f"{pool.found_mb():,.0f} MB of memory found: 2 reports at a time instead of 8"]
    monkeypatch.setattr(pool, "found_mb", lambda: float("inf"))
    assert pool.workers_for(8, say=said.append) == 8
    monkeypatch.setattr(pool, "found_mb", lambda: 500.0)
    with pytest.raises(BadInput, match="500 MB"):
        pool.workers_for(1)


def test_memory_found_is_that_of_ulimit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(resource, "getrlimit", lambda _: (512 * 2**20, resource.RLIM_INFINITY))
    assert pool.found_mb() == 512


MISSING = """
import os, sys
{fault}
sys.path.insert(0, ".")
import functools, pool_calls
from helpers.render import pool
if __name__ == "__main__":
    made = pool.Pool(tables=False)
    made.submit("a", functools.partial(pool_calls.call, "value", ""))
    while not (done := made.wait()):
        pass
    made.close()
    print(done[0].value, done[0].error)
"""
FAULTS = {
    "no-pidfd_open": "del os.pidfd_open",
    "pidfd_open-ENOSYS": "def no(*_): raise OSError(38, 'Function not implemented')\nos.pidfd_open = no",
    "no-resource": "sys.modules['resource'] = None",
    "no-fcntl": "import helpers.base.files\nsys.modules['fcntl'] = None",
    "no-prctl": "import ctypes\nctypes.CDLL = lambda _: object()",
    "spawn": "import multiprocessing as m\nm.get_all_start_methods = lambda: ['spawn']",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_call_is_made_whatever_the_platform_lacks(fault: str) -> None:
    done = drive(MISSING.format(fault=FAULTS[fault]))
    assert done.stdout == "made \n", done.stderr
