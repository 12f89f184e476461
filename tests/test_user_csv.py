"""The reader of users' files: what it forgives, what it refuses, and the line it names."""

import os
from pathlib import Path

import pytest

from helpers.base.errors import BadInput
from helpers.base.user_csv import bad_rows, read_sheet, refuse_input_as_output

REQUIRED, OPTIONAL = ("role_a", "role_b"), ("area",)
QUOTES = "; a cell with a comma in it needs quotes"


def put(folder: Path, content: str | bytes) -> Path:
    path = folder / "pairs.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(folder: Path, content: str | bytes) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    sheet = read_sheet(put(folder, content), required=REQUIRED, optional=OPTIONAL)
    return [(line.number, list(line.cells.values())) for line in sheet.lines], sheet.faults


def refusal(folder: Path, content: str | bytes) -> BadInput:
    with pytest.raises(BadInput) as caught:
        read(folder, content)
    assert caught.value.expected.startswith(
        "a CSV file in UTF-8 with commas, whose first line names the columns role_a"
    )
    return caught.value


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "role_a,role_b,area\na,b,Washington, DC\n",
            "4 cells under 3 column names; a cell with a comma in it needs quotes",
        ),
        (
            "role_a,role_b\na,Managers, All Other\n",
            "3 cells under 2 column names; a cell with a comma in it needs quotes",
        ),
        ("role_a,role_b,area\na,b\n", "2 cells under 3 column names"),
        ("role_a,role_b,,area\na,b,x,OH\n", "a cell 'x' under no column name"),
    ],
)
def test_a_row_with_other_cells_than_columns_is_a_fault(tmp_path: Path, text: str, words: str) -> None:
    assert read(tmp_path, text) == ([], [(2, words)])


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("role_a,role_b,role_a", "has the column role_a twice"),
        ("role_a,role_b, Role B", "has the column role_b twice"),
        ("role_a,area", "lacks the column role_b"),
        ("role_a,role_b,arae", r"has an unknown column 'arae' (did you mean area"),
    ],
)
def test_wrong_columns_are_named(tmp_path: Path, header: str, words: str) -> None:
    assert words in refusal(tmp_path, f"{header}\na,b,c\n").given


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("role_a,role_b,,\na,b,,\n,,,\n\n   \nc,d,,\n", [(2, ["a", "b"]), (6, ["c", "d"])]),  # as Excel saves a sheet
        ('role_a,role_b\n"a\nor a2",b\nc,d\n', [(2, ["a\nor a2", "b"]), (4, ["c", "d"])]),
        ('\n\nrole_a,role_b\na,b\n"x\n\ny",d\n,\ne,f\n', [(4, ["a", "b"]), (5, ["x\n\ny", "d"]), (9, ["e", "f"])]),
        ("sep=,\nrole_a,role_b\na,b\n", [(3, ["a", "b"])]),
    ],
)
def test_blank_rows_are_skipped_and_lines_are_those_of_the_file(tmp_path: Path, text: str, rows: list[object]) -> None:
    assert read(tmp_path, text) == (rows, [])


@pytest.mark.parametrize(
    "text",
    [
        "role_a, role_b\na, b\n",
        'role_a, role_b\n"a", "b"\n',
        " Role_A ,ROLE B\n  a ,\tb \n",
        "\ufeffrole_a,role_b\r\na,b\r\n",
        "role_a,role_b\ra,b\r",
    ],
)
def test_spaces_case_and_line_ends_do_not_matter(tmp_path: Path, text: str) -> None:
    assert read(tmp_path, text) == ([(2, ["a", "b"])], [])


@pytest.mark.parametrize(
    ("content", "words", "step"),
    [
        ("role_a;role_b\na;b\n", "is separated by semicolons", "save it as CSV UTF-8 with commas"),
        ("role_a\trole_b\na\tb\n", "is separated by tabs", "with commas"),
        ("role_a|role_b\na|b\n", "is separated by bars", "with commas"),
        ("sep=;\nrole_a;role_b\na;b\n", "is separated by semicolons", "with commas"),
        (b"PK\x03\x04rest", "is an Excel workbook", "save it as CSV UTF-8"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1rest", "is an Excel workbook of the old kind", "save it as CSV UTF-8"),
        (b"%PDF-1.7", "is a PDF", "CSV UTF-8"),
        (b"\x1f\x8b\x08", "is a packed file", "unpack it"),
        (b"<!DOCTYPE html><html>", "is a web page", "fetch the file itself"),
        ('[{"role_a": 1}]', "is JSON", "write it as CSV"),
        ("role_a,role_b\ncaf\u00e9,b\n".encode("latin-1"), "line 2 has the byte 0xe9, not UTF-8", "Windows-1252"),
        ("role_a,role_b\na,b\n\u201cc\u201d,d\n".encode("cp1252"), "line 3 has the byte 0x93, not UTF-8", "Latin-1"),
        ("role_a,role_b\na,b\n".encode("utf-16"), "is no UTF-8 text but UTF-16", "save it as CSV UTF-8"),
        ('role_a,role_b\na,b\n"c,d\n', "line 3: unexpected end of data", "close the quotes"),
        ("", "has nothing in it", "below the header"),
        (",\n , \n", "has nothing in it", "below the header"),
        ("role_a,role_b\n,\n", "has a header and no rows", "below the header"),
    ],
)
def test_the_cause_of_a_refusal_is_told(tmp_path: Path, content: str | bytes, words: str, step: str) -> None:
    error = refusal(tmp_path, content)
    assert words in error.given
    assert step in error.next_step


def test_bad_rows_are_named_in_the_order_of_their_lines(tmp_path: Path) -> None:
    error = bad_rows(tmp_path / "x.csv", [(9, "late"), (2, "early")], expected="good rows")
    assert error.given.splitlines() == ["x.csv has 2 bad rows", "    line 2: early", "    line 9: late"]


def test_an_output_may_not_be_the_input_by_whatever_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, link, hard = put(tmp_path, "a"), tmp_path / "link.csv", tmp_path / "hard.csv"
    link.symlink_to(path)
    os.link(path, hard)
    monkeypatch.chdir(tmp_path)
    for out in (path, link, hard, Path("pairs.csv"), tmp_path / "x" / ".." / "pairs.csv"):
        with pytest.raises(BadInput, match="names the input"):
            refuse_input_as_output(out, path)
    refuse_input_as_output(tmp_path / "other.csv", path)
