"""Task statements in a report: made-up sentences, installed or not, whole or not."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest
from test_tasks import FILES, written

from helpers.build.tasks import add_tasks
from helpers.comparison.standins import StandIn
from helpers.prose.tasks import ordered_tasks, tasks_block

MANAGER = StandIn("11-1011.00", "Chief Executives")
CLERK = StandIn("43-3021.00", "Billing and Posting Clerks")
NOBODY = StandIn(reason="2 O*NET occupations lie under it and none of them stands for all of it")


@dataclass(frozen=True)
class Work:
    stand_ins: tuple[StandIn, StandIn]

    @property
    def one_record(self) -> bool:
        a, b = self.stand_ins
        return bool(a.code) and a.code == b.code


@dataclass(frozen=True)
class Pair:
    work: Work
    names: tuple[str, str] = ("chief executive", "billing clerk")


def shown(a: StandIn, b: StandIn) -> str:
    return str(tasks_block(cast(Any, Pair(Work((a, b))))))


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "tasks"
    monkeypatch.setenv("ROLEPAIR_TASKS", str(folder))
    return folder


@pytest.fixture
def installed(empty: Path, tmp_path: Path) -> Path:
    add_tasks(str(written(tmp_path / "publisher", FILES)), say=lambda _: None)
    return empty


def test_without_an_installation_one_line_says_so_and_how_to_install(empty: Path) -> None:
    told = shown(MANAGER, CLERK)
    assert told.count("<p>") == 1
    assert "were not installed where this report was made" in told
    assert "says how to add them" in told
    assert not empty.exists()


def test_an_installation_that_is_cut_is_told_and_does_not_stop_the_report(installed: Path) -> None:
    (installed / "statements.parquet").write_bytes(b"cut")
    told = shown(MANAGER, CLERK)
    assert "cannot be read" in told
    assert "install them again" in told
    assert "made-up" not in told


@pytest.mark.usefixtures("installed")
def test_roles_without_a_stand_in_show_no_tasks() -> None:
    assert "No single O*NET occupation stands for either role" in shown(NOBODY, NOBODY)
    told = shown(NOBODY, CLERK)
    assert "Fold the made-up letters." in told
    assert "chief executive" not in told


@pytest.mark.usefixtures("installed")
def test_core_tasks_stand_in_the_open_and_the_others_open() -> None:
    told = shown(MANAGER, CLERK)
    first, rest = told.split("<details", 1)
    assert "Count the made-up beans." in first
    assert "Paint the made-up fence." in rest.split("</details>")[0]
    assert "1 task; none is rated core." in told


@pytest.mark.usefixtures("installed")
def test_the_report_says_which_release_was_installed_and_gives_the_credit() -> None:
    told = shown(MANAGER, CLERK)
    assert "made with the task statements of O*NET 30.2 installed" in told
    assert "CC BY 4.0 license" in told
    assert "has modified this information" in told


@pytest.mark.usefixtures("installed")
def test_one_occupation_behind_both_roles_is_shown_once() -> None:
    told = shown(MANAGER, MANAGER)
    assert told.count("Count the made-up beans.") == 1
    assert "its tasks are those of billing clerk too" in told


def test_tasks_stand_core_first_and_by_the_number_of_the_publisher() -> None:
    rows = [("9", "core"), ("10", "core"), ("2", None), ("1", "supplemental")]  # "10" sorts before "9" as a text
    frame = pd.DataFrame([("43-3021.00", number, "made up", kind) for number, kind in rows])
    frame.columns = pd.Index(["onet_code", "task_id", "task", "type"])
    assert list(ordered_tasks(frame, "43-3021.00")["task_id"]) == ["9", "10", "1", "2"]
    assert ordered_tasks(frame, "11-1011.00").empty
