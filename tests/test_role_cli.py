"""The commands beyond the pair report: what they print, how they end on a mistake, and what they leave behind."""

import re
import sys
from pathlib import Path

import pytest

from helpers.cli import USER_MISTAKE, main
from helpers.paths import data_folder


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    """Run the command with arguments; return exit status, standard output and standard error."""

    def call(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["rolepair", *words])
        monkeypatch.setenv("COLUMNS", "200")
        with pytest.raises(SystemExit) as stop:
            main()
        out, err = capsys.readouterr()
        return int(stop.value.code or 0), out, err

    return call


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["switch", "accountant", "nurse", "--chance", "62"], "chance of landing the role 62"),
        (["switch", "accountant", "nurse", "--entry-percentile", "5"], "a number from 10 to 90"),
        (["switch", "accountant", "nurse", "--age", "70"], "age 70 with retirement at 67"),
        (["switch", "accountant", "nurse", "--tuition", "nan"], "tuition nan"),
        (["switch", "accountant", "accountant"], "both roles are 'accountant'"),
        (["path", "accountant", "nurse", "--max-gap", "90"], "1 to 75 of 100 moves"),
        (["path", "accountant", "nurse", "--area", "Atlantis"], "no single area is known as 'Atlantis'"),
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


def test_switch_prints_example_outcome_ledger_and_what_would_have_to_be_true(run) -> None:
    status, out, _ = run("switch", "31-9091", "29-1292", "--months", "24", "--tuition", "20000", "--within", "6")
    assert status == 0
    assert "Someone aged 40 who earns the median of Dental Assistants jobs in the United States" in out
    assert "the switch has paid back after" in out
    assert "−$20,000" in out
    assert "What would have to be true to break even within 6 years" in out
    assert "Chance of landing the role at least: " in out
    assert "no table here says what training costs" in out


def test_switch_without_pay_by_the_year_says_why(run) -> None:
    status, out, _ = run("switch", "27-2042", "accountant")
    assert status == 0
    assert out.startswith("No ledger: Musicians and Singers: 50th percentile: published as hourly pay only")


def test_path_prints_each_hop_with_its_reason(run) -> None:
    status, out, _ = run("path", "29-2061", "29-1141", "--max-gap", "60")
    assert status == 0
    assert "no stepping stone is needed" in out
    assert "asks for more than" in out


def test_path_names_the_limit_that_blocks(run) -> None:
    status, out, _ = run("path", "29-2061", "29-1141", "--max-gap", "20", "--between", "0")
    assert status == 0
    assert "No way: blocked by the limit on the gap (a way opens at " in out
    assert "this way opens" in out


def test_shortlist_leaves_one_page_and_with_pairs_those_it_links_to(run, tmp_path) -> None:
    status, out, _ = run("shortlist", "paralegal", "accountant", "--with-pairs", "--out", str(tmp_path))
    assert status == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["paralegal-vs-accountant.html", "shortlist-paralegal-accountant.html"]
    assert 'href="paralegal-vs-accountant.html"' in (tmp_path / names[1]).read_text(encoding="utf-8")
    assert names[1] in out


@pytest.mark.parametrize("command", ["switch", "path", "shortlist"])
def test_help_shows_an_example(run, command) -> None:
    status, out, _ = run(command, "--help")
    assert status == 0
    assert f"Example: rolepair {command}" in out


# --- a table that is missing ----------------------------------------------------------------------------------------

MISSING = [(["profile", "43-3021"], "people.parquet"), (["shortlist", "43-3021", "43-3031"], "hops.parquet")]
STANDS = {
    "profile": [
        "This part could not be computed.",
        "Typical entry, as the projections judge it",
        "Pay in the United States",
    ],
    "shortlist": ["Median pay a year", "How often each role comes first", "Raw files and sha256"],
}
"""What of each page is there although the table is not."""


@pytest.fixture
def without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Leave one table out of the data folder, for this test alone."""

    def leave_out(name: str) -> None:
        folder = tmp_path / "data"
        folder.mkdir()
        for table in data_folder().iterdir():
            if table.name != name:
                (folder / table.name).symlink_to(table)
        monkeypatch.setenv("ROLEPAIR_DATA", str(folder))

    return leave_out


@pytest.mark.parametrize(("words", "table"), MISSING, ids=["profile", "shortlist"])
def test_a_missing_table_ends_the_run_and_leaves_nothing(run, without, tmp_path, words, table) -> None:
    without(table)
    status, out, err = run(*words, "--out", str(tmp_path / "pages"))
    assert status == USER_MISTAKE
    assert f"the table {table} is missing" in err
    assert err.count("expected: ") == err.count("next step: ") == 1
    assert "no report was written" in err
    assert out == ""
    assert list((tmp_path / "pages").iterdir()) == []


@pytest.mark.parametrize(("words", "table"), MISSING, ids=["profile", "shortlist"])
def test_a_missing_table_that_is_allowed_is_told_in_its_place(run, without, tmp_path, words, table) -> None:
    without(table)
    status, _, err = run(*words, "--allow-missing", "--out", str(tmp_path / "pages"))
    assert status == 0
    assert re.sub(r"^[A-Z][a-z ]+ \.\.\. \d+\.\d s\n", "", err, flags=re.MULTILINE) == ""  # the steps, and nothing else
    (made,) = (tmp_path / "pages").iterdir()
    page = made.read_text(encoding="utf-8")
    assert f"the table {table} is missing" in page
    for stands in STANDS[words[0]]:
        assert stands in page
