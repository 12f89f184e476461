"""The list of reports in a folder."""

from pathlib import Path

import pytest

from helpers.base.errors import BadInput
from helpers.render.index import Listed, reports_in, write_index

PAGE = (
    '<!DOCTYPE html><html><head><meta name="generator" content="{maker}">'
    '<meta name="description" content="{finding}"><title>{title}</title></head><body></body></html>'
)


def put(folder: Path, name: str, title: str, finding: str = "", maker: str = "rolepair") -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(PAGE.format(title=title, finding=finding, maker=maker), encoding="utf-8")


def test_a_folder_that_is_not_there_is_one_clear_message(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"(?s)no folder none/.*rolepair compare"):
        write_index(tmp_path / "none")


def test_pages_of_other_makers_and_unfinished_ones_are_left_out(tmp_path: Path) -> None:
    put(tmp_path, "b.html", "B or C?", "C pays more")
    put(tmp_path, "other.html", "Other", maker="someone else")
    put(tmp_path, ".unfinished-x.html", "Half")
    write_index(tmp_path)
    assert reports_in(tmp_path) == [Listed("b.html", "B or C?", "C pays more")]


def test_reports_are_listed_by_title_with_folders_below(tmp_path: Path) -> None:
    put(tmp_path, "z.html", "accountant or nurse?")
    put(tmp_path / "more", "a b.html", "Zookeeper or vet?")
    assert [(report.href, report.title) for report in reports_in(tmp_path)] == [
        ("z.html", "accountant or nurse?"),
        ("more/a%20b.html", "Zookeeper or vet?"),
    ]


def test_text_is_shown_as_text_and_equal_reports_give_equal_bytes(tmp_path: Path) -> None:
    put(tmp_path, "x.html", "&lt;script&gt;alert(1)&lt;/script&gt;", "&lt;b&gt; &amp; &quot;")
    first = write_index(tmp_path).read_bytes()
    assert b"&lt;script&gt;alert(1)" in first
    assert b"<script>alert(1)" not in first
    assert write_index(tmp_path).read_bytes() == first


def test_an_empty_folder_says_how_to_make_a_report(tmp_path: Path) -> None:
    assert "rolepair compare A B" in write_index(tmp_path).read_text(encoding="utf-8")
