"""Fixtures shared by all tests."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def _raw_folder(name: str) -> Path:
    folder = ROOT.parent / "shared" / name
    if not folder.is_dir():
        message = f"needs the raw files in ../shared/{name}"
        if os.environ.get("CI") == "true":
            pytest.fail(message + ", and CI must have them")
        pytest.skip(message)
    return folder


@pytest.fixture(scope="session", autouse=True)
def _no_installed_tasks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep what this machine may have installed, tasks or a pay table, out of every report a test renders."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ROLEPAIR_COMPANY_PAY", str(tmp_path_factory.mktemp("no-pay")))
        patch.setenv("ROLEPAIR_TASKS", str(tmp_path_factory.mktemp("no-tasks")))
        yield


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the command with arguments; return exit status, standard output and standard error."""
    from helpers.cli.main import main

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rolepair", *words])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as stop:
            main()
        return (int(stop.value.code or 0), *capsys.readouterr())

    return call


@pytest.fixture(scope="session")
def raw_sources() -> Path:
    """Folder with the publishers' files; skips without it, fails without it under CI."""
    return _raw_folder("sources")


@pytest.fixture(scope="session")
def raw_sources2() -> Path:
    """Folder with the second set of publishers' files; skips without it, fails without it under CI."""
    return _raw_folder("sources2")


@pytest.fixture(scope="session")
def raw_sources3() -> Path:
    """Folder with the third set of publishers' files; skips without it, fails without it under CI."""
    return _raw_folder("sources3")


@pytest.fixture(scope="session")
def raw_seeds() -> Path:
    """Folder with the five seed pages; skips without it, fails without it under CI."""
    return _raw_folder("seeds")
