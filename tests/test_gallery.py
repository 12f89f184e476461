"""The list of reports in a folder."""

from pathlib import Path

import pytest

from helpers import compare
from helpers.base.errors import BadInput
from helpers.base.vocabulary import READING_DECIDES, Headline
from helpers.render.index import Listed, classes_of, reports_in, write_index
from helpers.sections.answer import answer

PAGE = (
    '<!DOCTYPE html><html><head><meta name="generator" content="{maker}">'
    '<meta name="description" content="{finding}">{kind}<title>{title}</title></head><body></body></html>'
)


def put(folder: Path, name: str, title: str, finding: str = "", maker: str = "rolepair", kind: str = "") -> None:
    folder.mkdir(exist_ok=True)
    meta = f'<meta name="rolepair-finding" content="{kind}">' if kind else ""
    page = PAGE.format(title=title, finding=finding, maker=maker, kind=meta)
    (folder / name).write_text(page, encoding="utf-8")


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


def test_the_class_is_the_pages_own_and_never_read_from_its_words(tmp_path: Path) -> None:
    put(tmp_path, "a.html", "A or B?", "The published averages do not settle which pays more.")
    put(tmp_path, "b.html", "B or C?", "C pays more.", kind=Headline.EITHER)
    assert [report.kind for report in reports_in(tmp_path)] == ["", "could be either"]
    page = write_index(tmp_path).read_text(encoding="utf-8")
    assert page.count("data-kind=") == 1
    assert page.count('<span class="kind">could be either</span>') == 1


def test_classes_are_counted_in_the_order_of_the_headlines_with_unknown_ones_last(tmp_path: Path) -> None:
    kinds = ["Zz &lt;b&gt;", READING_DECIDES, Headline.EVERY_STEP, Headline.EITHER, Headline.EVERY_STEP]
    for number, kind in enumerate(kinds):
        put(tmp_path, f"{number}.html", f"{number}?", kind=kind)
    assert classes_of(reports_in(tmp_path)) == {
        "could be either": 1,
        "more at every step": 2,
        "the reading of a title decides": 1,
        "Zz <b>": 1,
    }
    page = write_index(tmp_path).read_text(encoding="utf-8")
    assert '<option value="Zz &lt;b&gt;">Zz &lt;b&gt; (1)</option>' in page
    assert "<b>" not in page.partition("<body>")[2]


def test_a_folder_without_classes_has_no_filter_for_them(tmp_path: Path) -> None:
    put(tmp_path, "role-a.html", "A: what it pays")
    assert 'id="kind"' not in write_index(tmp_path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("roles", "kind"),
    [
        (("nurse", "paramedic"), Headline.EVERY_STEP),
        (("11-9013", "29-1141"), Headline.EITHER),
        (("27-2042", "elementary school teacher"), Headline.NO_COMMON_UNIT),
        (("billing specialist", "account specialist"), READING_DECIDES),
    ],
)
def test_the_answer_of_a_report_says_its_class(roles: tuple[str, str], kind: str) -> None:
    assert answer(compare(*roles)).meta["finding"] == kind


def test_an_empty_folder_says_how_to_make_a_report(tmp_path: Path) -> None:
    assert "rolepair compare A B" in write_index(tmp_path).read_text(encoding="utf-8")
