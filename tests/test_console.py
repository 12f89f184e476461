import io
import re
import sys
from pathlib import Path

import pytest

from helpers.base.paths import ROOT
from helpers.cli.answers import check
from helpers.cli.console import echo, escaped, print_table, step, tell_page, use_plain_signs
from helpers.tables.titles import Reading, Role

PAGE = """<!doctype html><html><head><title>A or B?</title><meta name="generator" content="rolepair">
<meta name="description" content="B pays $5 more."></head></html>"""


def reading(code: str, name: str) -> Reading:
    return Reading(code, name, "detailed", ("curated",), "curated")


def test_a_step_is_one_line_with_its_seconds_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with step("Adding up"):
        pass
    out, err = capsys.readouterr()
    assert out == ""
    assert re.fullmatch(r"Adding up \.\.\. \d+\.\d s\n", err)


def test_the_line_of_a_step_that_fails_is_ended_too(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="odd"), step("Adding up"):
        raise ValueError("odd")
    assert capsys.readouterr().err.endswith(" s\n")


def test_a_page_is_told_with_its_path_the_readings_and_the_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "a.html"
    page.write_text(PAGE, encoding="utf-8")
    others = [reading(f"29-204{n}", f"Other {n}") for n in range(4)]
    tell_page(
        page,
        [
            Role("registered nurse", (reading("29-1141", "Registered Nurses"),)),
            Role("paramedik", (reading("29-2043", "Paramedics"), *others), matched="paramedic"),
        ],
    )
    assert capsys.readouterr().out.splitlines() == [
        f"{page} (0 KB)",
        "registered nurse → Registered Nurses (29-1141)",
        "paramedik, read as paramedic, → Paramedics (29-2043)",
        "  also meant: Other 0 (29-2040), Other 1 (29-2041), Other 2 (29-2042) and 1 more",
        "B pays $5 more.",
    ]


def test_a_stream_that_cannot_hold_a_sign_gets_a_plain_one(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(written, encoding="cp1252"))
    use_plain_signs()
    print("nurse → −5% ≥ “é” ☃", flush=True)
    assert written.getvalue().decode("cp1252").rstrip() == "nurse -> -5% >= “é” ?"


HOSTILE = "nu\x1b[31mrse\x00\x07 \u202eabc\u200f\x9b1m"


def test_what_a_terminal_would_obey_is_shown_in_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    echo(HOSTILE)
    print_table(("title",), [(HOSTILE,)])
    printed = capsys.readouterr().out
    assert printed.count(r"nu\x1b[31mrse\x00\x07 \u202eabc\u200f\x9b1m") == 2
    assert not {"\x1b", "\x00", "\x07", "\u202e", "\u200f", "\x9b"} & set(printed)


def test_letters_of_any_script_and_their_joiners_are_left_alone() -> None:
    words = "infirmière – ممرّضة – नर्स\u200d – 看護師\n  次"
    assert escaped(words) == words


def test_no_command_prints_around_it() -> None:
    for module in (ROOT / "src" / "helpers" / "cli").glob("*.py"):
        text = module.read_text(encoding="utf-8")
        assert module.name == "console.py" or not re.search(r"typer\.echo|\bprint\(|Console\(", text), module.name


def test_a_hostile_detail_of_a_claim_reaches_no_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "claims.csv"
    detail = HOSTILE.replace("\x00", "")  # the reader of CSV files refuses that one
    path.write_text(f"role,measure,value,unit,detail\naccountant,annual_pay_mean,9,usd_per_year,{detail}\n")
    check(path)
    assert not {"\x1b", "\x00", "\x07", "\u202e", "\u200f", "\x9b"} & set(capsys.readouterr().out)
