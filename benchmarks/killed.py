"""Kill a batch of the real notebook at random moments: python benchmarks/killed.py [--runs 20] [--pairs 16].

Each run starts `rolepair batch` on the same seeded pairs and, at a seeded moment, kills -9 in turn the command itself,
its fork server or a worker; then the same command goes on. Fails unless the folder ends with the same bytes as that of
an undisturbed run, and no process and no temporary file is left. Prints one line a run.
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

from rendering import BIN, ENVIRONMENT, family, pairs_of

VICTIMS = ("command", "fork server", "worker")
SEED = 20261122
END_SECONDS = 10.0


def start(pairs: Path, out: Path) -> "subprocess.Popen[str]":
    command = [str(BIN / "rolepair"), "batch", str(pairs), "--out", str(out)]
    return subprocess.Popen(
        command, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def finish(process: "subprocess.Popen[str]") -> int:
    _, words = process.communicate(timeout=600)
    if process.returncode not in (0, -signal.SIGKILL):
        print(words[-2000:], file=sys.stderr)
    return process.returncode


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def alive(pids: list[int]) -> list[int]:
    """Return which of the processes still run, after some seconds to end."""
    end = time.monotonic() + END_SECONDS
    while True:
        stats = {pid: Path(f"/proc/{pid}/stat") for pid in pids}
        left = [
            pid for pid, stat in stats.items() if stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"
        ]
        if not left or time.monotonic() > end:
            return left
        time.sleep(0.05)


def command_of(pid: int) -> str:
    path = Path(f"/proc/{pid}/cmdline")
    return path.read_text() if path.exists() else ""


def temporary() -> set[str]:
    folder = Path(tempfile.gettempdir())
    return {path.name for kind in ("rolepair-*", "pymp-*") for path in folder.glob(kind)}


def killed_run(number: int, pairs: Path, out: Path, seconds: float) -> str:
    """Kill one run at its moment, let it go on, and return what was killed, when, and what stood there then."""
    dice = random.Random(f"{SEED} {number}")
    victim = VICTIMS[number % len(VICTIMS)]
    process = start(pairs, out)
    if victim != "command":  # neither of the others is there from the first moment on
        while not any(out.glob("*.html")) and process.poll() is None:
            time.sleep(0.01)
        seconds /= 3
    after = dice.random() * seconds
    time.sleep(after)
    below = family(process.pid)
    done = len(list(out.glob("*.html")))
    servers = [pid for pid in below if "forkserver" in command_of(pid)]  # forks keep its command line
    chosen = [process.pid] if victim == "command" else servers[:1] if victim == "fork server" else servers[1:2]
    for pid in chosen:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    code = finish(process)
    assert alive(below) == [], "a process outlived its parent"
    if victim == "command":
        assert code in (0, -signal.SIGKILL)
        assert finish(start(pairs, out)) == 0
    else:
        assert code == 0
    return f"{victim} after {after:.1f} s, {done} reports there"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=20)
    arguments.add_argument("--pairs", type=int, default=16)
    given = arguments.parse_args()
    before = temporary()
    with tempfile.TemporaryDirectory(prefix="killed-") as name:
        folder = Path(name)
        pairs = folder / "pairs.csv"
        pairs.write_text("role_a,role_b\n" + "".join(f"{a},{b}\n" for a, b in pairs_of(given.pairs)))
        began = time.monotonic()
        assert finish(start(pairs, folder / "undisturbed")) == 0
        took = time.monotonic() - began
        expected = files(folder / "undisturbed")
        print(f"undisturbed: {len(expected)} files in {took:.0f} s", flush=True)
        for number in range(given.runs):
            out = folder / f"run-{number}"
            what = killed_run(number, pairs, out, took)
            found = files(out)
            differ = sorted(key for key in found.keys() | expected.keys() if found.get(key) != expected.get(key))
            print(
                f"run {number + 1}: {what}; then the same bytes: {'no, ' + str(differ) if differ else 'yes'}",
                flush=True,
            )
            assert not differ
    left = temporary() - before
    assert not left, f"left behind: {sorted(left)}"
    print(f"{given.runs} killed runs, each went on to the same bytes; no process and no temporary file left")


if __name__ == "__main__":
    main()
