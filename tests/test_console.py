import io
import re
import sys
from pathlib import Path

import pytest

from helpers.cli.console import step, tell_page, use_plain_signs
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
