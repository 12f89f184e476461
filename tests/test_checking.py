"""A reader's own claims against the record, by function and by command."""

import sys
from pathlib import Path

import pytest

from helpers.checking import check_file
from helpers.cli import USER_MISTAKE, main
from helpers.errors import BadInput

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
    text = "role,measure,value,unit\ndragon tamer,jobs,5,jobs\nquaffle zzxxyy,jobs,5,jobs\n"
    with pytest.raises(BadInput, match=r"(?s)dragon tamer.*did you mean.*quaffle zzxxyy"):
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


def test_command_prints_verdicts_and_writes_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path, out = put(tmp_path, GOOD), tmp_path / "verdicts.csv"
    monkeypatch.setattr(sys, "argv", ["rolepair", "check", str(path), "--out", str(out)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert not stop.value.code
    printed = capsys.readouterr().out
    assert "1 agrees; 2 disagrees; 1 cannot be checked" in printed
    assert len(out.read_text(encoding="utf-8").splitlines()) == 5


def test_command_refuses_a_missing_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["rolepair", "check", str(tmp_path / "none.csv")])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == USER_MISTAKE
    assert "none.csv" in capsys.readouterr().err
