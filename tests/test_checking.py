"""A reader's own claims against the record, by function and by command."""

import csv
import time
from pathlib import Path

import pandas as pd
import pytest

from helpers.base.errors import BadInput, UnknownArea, UnknownTitle
from helpers.base.user_csv import unformed
from helpers.claims.records import claims_from
from helpers.cli.answers import check_file
from helpers.cli.main import USER_MISTAKE
from helpers.tables.areas import resolve_area
from helpers.tables.titles import resolve

GOOD = """role,measure,value,unit
billing specialist,annual_pay_mean,"$51,000",usd_per_year
billing specialist,annual_pay_mean,"$35,624",usd_per_year
accountant,hourly_pay_mean,20.00,usd_per_hour
accountant,satisfaction,4.5,score_5
"""


def put(folder: Path, text: str) -> Path:
    path = folder / "claims.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_bad_rows_are_named_by_line(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"(?s)line 2.*line 3"):
        check_file(put(tmp_path, "role,measure,value,unit\na,annual_pay_mean,much,usd_per_year\nb,nonsense,1,pct\n"))


def test_unknown_titles_are_all_named_with_close_ones(tmp_path: Path) -> None:
    text = "role,measure,value,unit\nwizard of oz,jobs,5,jobs\nquaffle zzxxyy,jobs,5,jobs\n"
    with pytest.raises(BadInput, match=r"(?s)wizard of oz.*did you mean.*quaffle zzxxyy"):
        check_file(put(tmp_path, text))


def test_each_claim_gets_its_verdict_with_both_figures(tmp_path: Path) -> None:
    found = check_file(put(tmp_path, GOOD))
    # OEWS May 2025: billing and posting clerks 51,070; accountants and auditors 45.56 an hour
    assert found.claims["verdict"].tolist() == ["agrees", "disagrees", "disagrees", "cannot be checked"]
    assert found.claims["official_value"].tolist()[:3] == [51070, 51070, 45.56]
    assert (found.claims["reason"].iloc[3]) != ""
    assert found.roles["accountant"].leading.soc_code == "13-2011"


def test_an_average_below_the_tenth_percentile_is_named_as_a_defect(tmp_path: Path) -> None:
    rules = check_file(put(tmp_path, GOOD)).defects["rule"].tolist()
    assert "average below the official 10th percentile" in rules


def test_claims_without_defects_raise_none(tmp_path: Path) -> None:
    text = "role,measure,value,unit\nbilling specialist,annual_pay_mean,51070,usd_per_year\n"
    assert check_file(put(tmp_path, text)).defects.empty


def test_command_prints_verdicts_and_writes_them(run, tmp_path: Path) -> None:
    path, out = put(tmp_path, GOOD), tmp_path / "verdicts.csv"
    status, printed, _ = run("check", str(path), "--out", str(out))
    assert status == 0
    assert "1 agrees; 2 disagrees; 1 cannot be checked" in printed
    assert len(out.read_text(encoding="utf-8").splitlines()) == 5


def test_command_refuses_a_missing_file(run, tmp_path: Path) -> None:
    status, _, err = run("check", str(tmp_path / "none.csv"))
    assert status == USER_MISTAKE
    assert "none.csv" in err


@pytest.mark.parametrize("text", ["base pay only", "entry level", "with bonus", "in hospitals"])
def test_a_note_beside_a_figure_shows_the_official_one_and_that_it_is_not_for_that(tmp_path: Path, text: str) -> None:
    claims = f"role,measure,value,unit,detail\neconomist,annual_pay_mean,127000,usd_per_year,{text}\n"
    row = check_file(put(tmp_path, claims)).claims.iloc[0]
    assert row["official_value"] > 100_000
    assert row["verdict"] == "cannot be checked"
    assert row["reason"].endswith(f"is for the whole occupation, not for {text!r}")


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("software developer,jobs,1717.4,jobs", "1,717.4 looks like thousands"),
        ("software developer,annual_pay_mean,148.1,usd_per_year", "148.1 looks like thousands of dollars"),
        ("software developer,annual_pay_mean,71,usd_per_year", "71 looks like pay an hour"),
        ("software developer,hourly_pay_mean,148100,usd_per_hour", "148,100 looks like pay a year"),
        ("software developer,annual_pay_mean,12300,usd_per_year", "12,300 looks like pay a month"),
        ("software developer,jobs,1.7,jobs", "1.7 looks like millions"),
    ],
)
def test_a_slip_of_scale_is_told_as_one_and_not_as_a_finding(tmp_path: Path, claim: str, words: str) -> None:
    found = check_file(put(tmp_path, f"role,measure,value,unit\n{claim}\n"))
    assert found.claims["verdict"].tolist() == ["cannot be checked"]
    assert found.claims["reason"].iloc[0].startswith(f"{words}: the official figure is ")
    assert found.defects.empty


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("annual_pay_mean,35000%,usd_per_year", "value '35000%' is in pct, the column unit says usd_per_year"),
        ("growth_pct,$5,pct", "value '$5' is in usd_per_year, the column unit says pct"),
        ("annual_pay_mean,$17/hr,usd_per_year", "value '$17/hr' is in usd_per_hour, the column unit says usd_per_year"),
        ("annual_pay_mean,£30000,usd_per_year", "value '£30000' is in pounds, the column unit says usd_per_year"),
        ("jobs,40%,jobs", "value '40%' is in pct, the column unit says jobs"),
        ("time_to_become_low,2 years,months", "value '2 years' is in years, the column unit says months"),
        ("hourly_pay_mean,51000 a year,usd_per_hour", "value '51000 a year' is in usd_per_year, the column unit says"),
    ],
)
def test_a_printed_unit_that_contradicts_the_column_is_a_bad_row(tmp_path: Path, cells: str, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        check_file(put(tmp_path, f"role,measure,value,unit\nnurse,{cells}\n"))
    assert f"line 2: {said}" in caught.value.given


@pytest.mark.parametrize("cells", ["annual_pay_mean,$98000 a year,usd_per_year", "growth_pct,5 percent,pct"])
def test_a_printed_unit_that_agrees_with_the_column_is_read(tmp_path: Path, cells: str) -> None:
    assert len(check_file(put(tmp_path, f"role,measure,value,unit\nnurse,{cells}\n")).claims) == 1


def test_strict_names_the_titles_that_are_read_with_doubt(tmp_path: Path) -> None:
    path = put(tmp_path, "role,measure,value,unit\nxyz manager,jobs,5,jobs\naccountant,jobs,5,jobs\n")
    assert check_file(path).roles["xyz manager"].asks
    with pytest.raises(BadInput, match=r"'xyz manager' \(give a fuller title, or the code of one of these: 11-1021"):
        check_file(path, strict=True)


@pytest.mark.parametrize("spelling", ["claims.csv", "../{folder}/claims.csv", "link.csv"])
def test_the_claims_are_never_replaced_by_the_verdicts(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spelling: str
) -> None:
    path = put(tmp_path, GOOD)
    (tmp_path / "link.csv").symlink_to(path)
    monkeypatch.chdir(tmp_path)
    status, _, err = run("check", str(path), "--out", spelling.format(folder=tmp_path.name))
    assert status == USER_MISTAKE
    assert "names the input" in err
    assert path.read_text(encoding="utf-8") == GOOD


# --- hostile files ----------------------------------------------------------------------------------------------------

HEAD = "role,measure,value,unit,detail\n"


def test_no_cell_of_the_verdicts_is_a_formula(run, tmp_path: Path) -> None:
    details = ["=1+1", "+49 30", "-cmd|calc", "@SUM(A1)", "\t=1", "-5.3%"]
    rows = "".join(f'accountant,annual_pay_mean,94750,usd_per_year,"{detail}"\n' for detail in details)
    path, out = put(tmp_path, HEAD + rows), tmp_path / "verdicts.csv"
    assert run("check", str(path), "--out", str(out))[0] == 0
    with out.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [row["detail"] for row in found] == ["'=1+1", "'+49 30", "'-cmd|calc", "'@SUM(A1)", "'=1", "-5.3%"]
    assert found[0]["claim_value"] == "94750.0"


@pytest.mark.parametrize("text", ["\r=1", " =1", "\x00=1", "=", "@", "+x", "-x", "--1", "\t"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(text: str) -> None:
    assert unformed(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "-12", "-$1,200", "−5%", "a=b", "nurse"])
def test_a_cell_that_no_spreadsheet_runs_stays_as_it_is(text: str) -> None:
    assert unformed(text) == text


def test_a_figure_of_400_digits_is_a_bad_row(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"line 2: value '9{40}' has more digits than any figure here"):
        check_file(put(tmp_path, f"{HEAD}accountant,annual_pay_mean,{'9' * 400},usd_per_year,\n"))
    frame = pd.DataFrame({"role": ["a"], "measure": ["jobs"], "value": [float("inf")], "unit": ["jobs"]})
    assert claims_from(frame)[0].value is None


def test_two_thousand_unknown_titles_are_twenty_and_a_count_in_seconds(tmp_path: Path) -> None:
    rows = "".join(f"zzqx{number} wobblefrotz,jobs,1,jobs,\n" for number in range(2000))
    path = put(tmp_path, HEAD + rows)
    began = time.process_time()
    with pytest.raises(BadInput, match=r"'zzqx19 wobblefrotz'.*1,980 more titles were not looked up"):
        check_file(path)
    assert time.process_time() - began < 5  # it was 200


def test_a_title_of_ten_megabytes_is_refused_in_less_than_a_second(tmp_path: Path) -> None:
    resolve("nurse")
    path = put(tmp_path, f"{HEAD}{'a' * 10_000_000},jobs,1,jobs,\n")
    for call, error, words in (
        (lambda: check_file(path), BadInput, "a cell of more than 131,072 signs"),
        (lambda: resolve("ab " * 3_333_333), UnknownTitle, "is no job title"),
        (lambda: resolve_area("ab " * 3_333_333), UnknownArea, "no single area is known"),
    ):
        began = time.process_time()
        with pytest.raises(error, match=words) as caught:
            call()
        assert time.process_time() - began < 1
        assert len(str(caught.value)) < 1000
