"""The command as a reader meets it: what it prints, how it ends, and what it leaves behind."""

import shutil
from pathlib import Path

import pytest

from helpers.base import paths
from helpers.cli.main import USER_MISTAKE


@pytest.fixture
def damaged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the data folder that a test may damage; the command uses it in the place of the shipped one."""
    folder = tmp_path / "data"
    shutil.copytree(paths.ROOT / "data", folder)
    monkeypatch.setenv("ROLEPAIR_DATA", str(folder))
    return folder


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["compare", "wizard of oz", "accountant"], "no occupation is known under the title 'wizard of oz"),
        (["compare", "99-9999", "accountant"], "99-9999 is no SOC 2018 code"),
        (["compare", "43-3021.77", "accountant"], "43-3021.77 is no O*NET-SOC 2019 code"),
        (["compare", "Accountants", "accountant "], "both roles are 'Accountants'"),
        (["compare", "accountant", "nurse", "--area", "Atlantis"], "no single area is known as 'Atlantis'"),
        (["compare", "accountant", "nurse", "--soc-a", "accounting"], "'accounting' is no SOC code"),
        (["compare", "accountant", "nurse", "--out", "report.docx"], "--out report.docx"),
        (["compare", "", "nurse"], "'' is no job title"),
        (["switch", "accountant", "accountant"], "both roles are 'accountant'"),
        (["switch", "accountant", "nurse", "--area", "Atlantis"], "no single area is known as 'Atlantis'"),
        (["path", "accountant", "qqxxzz"], "qqxxzz"),
        (["shortlist", "accountant"], "1 roles"),
        (["shortlist", "accountant", "nurse", "--max-zone", "9"], "a job zone from 1 to 5"),
        (["shortlist", "accountant", "nurse", "--weights", "pay=x"], "the weight 'pay=x'"),
        (["shortlist", "accountant", "nurse", "--weights", "salary=1"], "weights salary=1"),
        (["shortlist", "accountant", "nurse", "--out", "list.docx"], "--out list.docx"),
    ],
)
def test_a_mistake_is_one_message_and_leaves_nothing(run, tmp_path, monkeypatch, words, message) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("helpers.render.reports.REPORTS", tmp_path / "reports")
    status, out, err = run(*words)
    assert status == USER_MISTAKE
    assert message in err
    assert "expected: " in err
    assert "next step: " in err
    assert "Traceback" not in err
    assert out == ""
    assert list(tmp_path.iterdir()) == []


def test_unknown_title_lists_five_close_ones(run) -> None:
    _, _, err = run("compare", "wizard of oz", "accountant")
    assert err.split("did you mean: ")[1].count("(") >= 5


@pytest.mark.parametrize("table", ["pay.parquet", "title_index.npz", "areas.parquet", "footnotes.csv"])
def test_missing_table_is_named_and_nothing_is_left(run, damaged, tmp_path, table) -> None:
    (damaged / table).unlink()
    status, _, err = run("compare", "43-3021", "accountant", "--out", str(tmp_path / "out"))
    assert status != 0
    assert table in err
    assert "git checkout data" in err
    assert not list((tmp_path / "out").glob("*")) if (tmp_path / "out").exists() else True


@pytest.mark.parametrize("table", ["title_index.npz", "areas.parquet", "pay.parquet"])
def test_truncated_table_is_named_before_the_notebook_runs(run, damaged, tmp_path, table) -> None:
    whole = (damaged / table).read_bytes()
    (damaged / table).write_bytes(whole[: len(whole) // 2])
    status, _, err = run("compare", "accountant", "nurse", "--out", str(tmp_path / "out"))
    assert status == USER_MISTAKE
    assert f"the table {table} cannot be read" in err
    assert not (tmp_path / "out").exists()


def test_read_only_reports_is_one_message(run, monkeypatch) -> None:
    # /proc takes no new files from anyone, root included
    monkeypatch.setattr("helpers.render.reports.REPORTS", Path("/proc/reports"))
    status, out, err = run("compare", "accountant", "nurse")
    assert status == USER_MISTAKE
    assert "cannot be written into reports/" in err
    assert out == ""


def test_search_prints_titles_with_codes(run) -> None:
    status, out, _ = run("search", "billing clerk")
    assert status == 0
    assert "43-3021" in out
    assert "Billing and Posting Clerks" in out


def test_search_by_the_start_of_a_code(run) -> None:
    _, out, _ = run("search", "43-302")
    assert "Billing and Posting Clerks" in out
    assert "Tellers" not in out


def test_status_lists_every_table_with_its_release(run) -> None:
    from helpers.tables.spec import ALL

    status, out, _ = run("data", "status")
    assert status == 0
    assert [name for name in ALL if name not in out] == []
    assert "370,172" in out
    assert "May 2025" in out


def test_status_fails_on_a_damaged_table(run, damaged) -> None:
    (damaged / "areas.parquet").write_bytes(b"no parquet")
    status, _, err = run("data", "status")
    assert status == USER_MISTAKE
    assert "areas.parquet" in err


def test_build_from_a_folder_that_is_not_there(run, tmp_path) -> None:
    status, _, err = run("data", "build", "--from", str(tmp_path / "nowhere"))
    assert status == USER_MISTAKE
    assert "there is no folder nowhere/" in err


def test_version_is_that_of_the_package_and_of_the_data(run) -> None:
    from importlib.metadata import version

    from helpers.tables.sources import load_sources

    known = load_sources()
    told = run("--version")[1].strip()
    assert told.startswith(f"rolepair {version('rolepair')}, data: OEWS {known['oews'].release}, ")
    assert f"O*NET {known['onet'].release}, " in told


@pytest.mark.parametrize("command", ["", "compare", "search", "data", "switch", "path", "shortlist"])
def test_help_shows_how_to_begin(run, command) -> None:
    status, out, _ = run(*command.split(), "--help")
    assert status == 0
    assert "Usage" in out
    if command in ("switch", "path", "shortlist"):
        assert f"Example: rolepair {command}" in out


def test_missing_checksums_are_said(run, damaged) -> None:
    (damaged / "SHA256SUMS").unlink()
    status, _, err = run("search", "nurse")
    assert status == 0
    assert "SHA256SUMS is missing in data/" in err


def test_a_data_folder_that_a_killed_refresh_left_aside_is_put_back_and_said(run, damaged) -> None:
    damaged.rename(damaged.with_name(".data-old-x"))
    status, _, err = run("search", "nurse")
    assert status == 0
    assert "data/ stood aside since a refresh was killed; it is back in its place" in err
