"""Faults from outside, in a command as a user types it: each ends in words, no traceback, no half file."""

import errno
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from helpers.base.files import aside, own_folder
from helpers.base.paths import ROOT
from helpers.cli import main as command

START = "from helpers.cli.main import main; main()"
LONG = "x" * 300


def alone(*words: str, megabytes: int = 0) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, which may take so many megabytes of addresses."""

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (megabytes * 2**20, megabytes * 2**20))

    line = [sys.executable, "-c", START, *words]
    before = limited if megabytes else None
    return subprocess.run(line, capture_output=True, text=True, timeout=120, check=False, preexec_fn=before)


# --- memory -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words", [("compare", "nurse", "paramedic"), ("profile", "nurse"), ("batch", "--within", "43-3000")]
)
@pytest.mark.parametrize("megabytes", [390, 586, 880])
def test_too_few_addresses_are_refused_at_once_with_found_and_needed(words: tuple[str, ...], megabytes: int) -> None:
    began = time.monotonic()
    done = alone(*words, megabytes=megabytes)
    assert time.monotonic() - began < 20  # it hung, aborted, or ended in a traceback
    assert done.returncode == 2
    assert done.stderr.startswith(f"rolepair: {megabytes} MB of memory found\n  expected: 1,100 MB")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (MemoryError(), "rolepair: the memory ran out"),
        (OSError(errno.ENOSPC, "No space left on device", "/somewhere/a.html"), "No space left on device (a.html)"),
        (OSError(errno.EROFS, "Read-only file system"), "rolepair: Read-only file system;"),
    ],
)
def test_what_the_machine_lacks_is_one_sentence(
    run, fault: Exception, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise fault

    monkeypatch.setattr(command, "app", fail)
    status, _, said = run()
    assert status == 1
    assert words in said
    assert said.count("\n") == 1
    assert "/somewhere" not in said


# --- places that cannot be written ------------------------------------------------------------------------------------


@pytest.mark.parametrize("last", [LONG, f"{LONG}.html", f"{LONG}/a.html", "a.html/b.html"])
def test_an_impossible_out_is_one_message(run, last: str, tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("mine")
    status, _, said = run("profile", "nurse", "--out", str(tmp_path / last))
    assert status == 2
    assert "cannot be written" in said
    assert [path.name for path in tmp_path.iterdir()] == ["a.html"]


@pytest.mark.parametrize("words", [("check", "claims.csv", "--out"), ("data", "build", "--from"), ("index",)])
def test_a_name_that_no_disk_takes_is_one_message(
    run, words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("claims.csv").write_text("role,measure,value,unit\naccountant,annual_pay_mean,9,usd_per_year\n")
    status, _, said = run(*words, f"{LONG}.csv")
    assert status in (1, 2)
    assert "File name too long" in said
    assert len(said) < 1500


def test_a_folder_in_the_place_of_the_index_is_one_message(run, tmp_path: Path) -> None:
    (tmp_path / "index.html").mkdir()
    status, _, said = run("index", str(tmp_path))
    assert status == 2
    assert "index.html cannot be written" in said
    assert list(tmp_path.iterdir()) == [tmp_path / "index.html"]


# --- what a killed command left ---------------------------------------------------------------------------------------


def test_the_next_report_clears_what_a_dead_one_left_and_nothing_of_a_live_one(tmp_path: Path) -> None:
    (tmp_path / ".unfinished-dead.html").write_text("half")
    with aside(tmp_path / "live.html") as live:
        with aside(tmp_path / "a.html") as unfinished:
            assert not (tmp_path / ".unfinished-dead.html").exists()
            assert live.exists()
            unfinished.write_text("whole")
        live.write_text("whole")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.html", "live.html"]


def test_a_temporary_folder_of_a_dead_command_is_cleared_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "rolepair-print-dead").mkdir()
    os.utime(tmp_path / "rolepair-print-dead", (1, 1))
    with own_folder("rolepair-print-") as first:
        os.utime(first, (1, 1))
        with own_folder("rolepair-print-") as second:
            assert sorted(tmp_path.iterdir()) == sorted([first, second])
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_command_may_leave_is_ignored_by_git() -> None:
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").split()
    assert {".unfinished*", ".data-new-*", ".data-old-*"} <= set(ignored)


def test_the_manual_has_the_table_of_at_least_300_faults_and_names_each_that_was_not_held() -> None:
    text = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")
    table = text.partition("<!-- faults -->")[2].partition("<!-- /faults -->")[0]
    found = [line.strip("| ").split(" | ") for line in table.splitlines() if line.startswith("| ")][1:]
    *kinds, whole = [(kind, int(tried.replace(",", "")), int(held.replace(",", ""))) for kind, tried, held in found]
    assert len(kinds) >= 13
    assert whole == ("all", sum(kind[1] for kind in kinds), sum(kind[2] for kind in kinds))
    assert whole[1] >= 300
    assert whole[1] == whole[2] or "Not held: " in table
