"""The commands beyond the pair report: what they print, how they end on a mistake, and what they leave behind."""

import re
from pathlib import Path

import pytest

from helpers.base.paths import data_folder
from helpers.cli.main import USER_MISTAKE


def test_switch_prints_what_it_may_cost_at_both_ends_of_pay(run) -> None:
    status, out, _ = run("switch", "paramedic", "registered nurse")
    assert status == 0
    assert "3 more years of school, full time and unpaid, give up $181,800 of paramedic pay" in out
    assert re.search(r"More pay a year +\$19,730 +\$36,950", out)
    assert re.search(r"May cost at most, paid back in 5 years +\$91,730 +\$171,790", out)
    assert re.search(r"May cost at most, paid back in 10 years +\$170,700 +\$319,680", out)
    assert re.search(r"Pay given up is back after +10\.8 years +5\.3 years", out)
    assert "On your terms" not in out
    assert "No table here says what training costs" in out


def test_switch_answers_for_the_reader_s_own_terms(run) -> None:
    status, out, _ = run("switch", "31-9091", "29-1292", "--months", "12", "--costs", "20000")
    assert status == 0
    parts = (
        r"\$20,000 of training and \$\d\d,\d00 of pay given up in 12 months without pay; paid back after \d\.\d years"
    )
    assert re.search(rf"On your terms it costs \$\d\d,\d00: {parts} at the 25th percentile", out)
    status, out, _ = run("switch", "29-1141", "29-2043", "--costs", "1")
    assert "paid back never at the 25th percentile, never in the middle" in out
    assert "$0 of pay given up in 0 months without pay (assumed: no more school is asked for; say otherwise with" in out


def test_costs_without_months_count_the_years_of_school_as_unpaid_and_say_so(run) -> None:
    given = ("switch", "paramedic", "registered nurse", "--costs", "20000")
    told = [run(*given, *more)[1].split("On your terms")[1] for more in ((), ("--months", "0"), ("--months", "36"))]
    assert (
        "it costs $201,800: $20,000 of training and $181,800 of pay given up in 36 months without pay (assumed: "
        in told[0]
    )
    assert "it costs $20,000: $20,000 of training and $0 of pay given up in 0 months without pay; paid back" in told[1]
    assert told[2] == told[0].replace(" (assumed: the years of school beyond; say otherwise with --months)", "")
    unknown = run("switch", "13-2011", "11-0000", "--costs", "1")[1]
    assert "0 months without pay (typical schooling is not published, so none are assumed; say" in unknown


def test_switch_without_pay_by_the_year_says_why(run) -> None:
    status, out, _ = run("switch", "27-2042", "accountant")
    assert status == 0
    assert "cannot be worked out: pay by the year or typical schooling is not published" in out
    assert "No account: published by the hour or by the year only (middle pay a year, Musicians and Singers)" in out


def test_path_prints_each_hop_with_the_list_that_names_it(run) -> None:
    status, out, _ = run("path", "childcare worker", "elementary school teacher")
    assert status == 0
    assert re.search(r"1 +Preschool teachers, except special education +on both lists \(1\) +\+1", out)
    assert re.search(r"2 +elementary school teacher +on both lists \(3\) +\+1", out)
    assert "The rule: " in out


def test_path_says_that_none_keeps_the_rules(run) -> None:
    status, out, _ = run("path", "waiter", "billing specialist")
    assert status == 0
    assert out.startswith("No chain of related occupations with at most 2 stops between")
    assert "on O*NET's list" not in out


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("compare", "nurse", "paramedic"), "nurse-vs-paramedic-in-ohio-texas.html"),
        (("profile", "nurse"), "role-nurse-in-ohio-texas.html"),
        (("shortlist", "nurse", "paramedic", "dentist"), "shortlist-nurse-paramedic-dentist-in-ohio-texas.html"),
    ],
)
def test_several_areas_are_one_report_headed_by_the_first(run, tmp_path, words, name) -> None:
    status, _, said = run(*words, "--area", "OH", "--area", "Texas", "--out", str(tmp_path))
    assert status == 0, said
    assert [path.name for path in tmp_path.iterdir()] == [name]
    page = (tmp_path / name).read_text(encoding="utf-8")
    heading = page.partition("<h1>")[2].partition("</h1>")[0]
    assert "Texas" not in heading
    (table,) = re.findall(r"<caption>Average pay in the areas asked for.*?</table>", page, flags=re.S)
    assert [table.count(f"<th scope=row>{area}<td>") for area in ("Ohio", "Texas")] == [1, 1]


def test_shortlist_leaves_one_page_and_pairs_those_it_links_to(run, tmp_path) -> None:
    status, out, _ = run("shortlist", "paralegal", "accountant", "--pairs", "--out", str(tmp_path))
    assert status == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["paralegal-vs-accountant.html", "shortlist-paralegal-accountant.html"]
    assert 'href="paralegal-vs-accountant.html"' in (tmp_path / names[1]).read_text(encoding="utf-8")
    assert names[1] in out


# --- a table that is missing ----------------------------------------------------------------------------------------

MISSING = [(["profile", "43-3021"], "people.parquet"), (["shortlist", "43-3021", "43-3031"], "people.parquet")]
STANDS = {
    "profile": ["This part could not be made.", "Schooling to get in", "Pay in the United States"],
    "shortlist": ["Average pay, a year", "Who then comes first", "This part could not be made."],
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
