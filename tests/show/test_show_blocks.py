import html
import json
import sys
from types import SimpleNamespace

import pytest
from fixture_page import HOSTILE, TWO, Frames

from helpers.show import tools
from helpers.show.blocks import Block, data, esc, join, live, sentences, slim, words
from helpers.show.marks import MARKERS, SHAPES, mark, verdict_mark, who
from helpers.show.provenance import number
from helpers.show.tables import data_table


def bundle(block: Block) -> tuple[str, dict]:
    shown, about = block._repr_mimebundle_()
    assert set(shown) == {"text/html", "text/plain"}
    return shown["text/html"], about["rolepair"]


@pytest.fixture
def in_a_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    shell = SimpleNamespace(kernel=object())
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))


def test_a_block_says_its_kind_and_where_its_own_html_stands() -> None:
    shown, about = bundle(Block("<p>x</p>", "table", summary="Show all"))
    start, end = about.pop("bare")
    assert shown[start:end] == "<p>x</p>"
    assert about == {"kind": "table", "summary": "Show all"}


@pytest.mark.usefixtures("in_a_kernel")
def test_a_live_kernel_gets_the_style_and_the_sources() -> None:
    assert live()
    shown, about = bundle(Block(number(Frames().facts().iloc[0]), "table"))
    assert "<style>" in shown[: about["bare"][0]]
    assert "Sources of these numbers" in shown[about["bare"][1] :]


def test_without_a_kernel_there_is_no_style() -> None:
    assert not live()
    assert "<style" not in bundle(Block(number(Frames().facts().iloc[0]), "table"))[0]


def test_mathematics_is_off_around_every_block() -> None:
    assert bundle(sentences(["It costs $5, or $6"]))[0].startswith('<div class="rp mathjax_ignore">')


def test_an_unknown_kind_is_refused_with_the_kinds_there_are() -> None:
    with pytest.raises(ValueError, match="no kind of block is called 'pie'; there are annex, answer"):
        Block("", "pie")


def test_a_failed_block_shows_its_words() -> None:
    block = Block("", "failed", words=HOSTILE)
    assert esc(HOSTILE) in block.html
    assert bundle(block)[1]["words"] == HOSTILE


def test_the_first_sentence_is_bold_and_all_are_kept_as_text() -> None:
    block = sentences(["First & last.", " ", "Second."])
    assert block.html == "<p><b>First &amp; last.</b></p><p>Second.</p>"
    assert block.sentences == bundle(block)[1]["sentences"] == ["First & last.", "Second."]


def test_words_and_slim_and_data() -> None:
    assert words("Only this.").sentences == ["", "Only this."]
    assert slim("Nothing.").meta == {"why": "Nothing."}
    assert data(n=[1]).meta == {"json": {"n": [1]}}


def test_adding_blocks_joins_their_html_and_passports() -> None:
    facts = Frames().facts()
    first, second = (Block(number(row), "note") for row in facts.itertuples())
    assert (first + second).html == join(first, second) == first.html + second.html
    assert set((first + second).passports) == {*first.passports, *second.passports}
    assert (first + "<hr>").kind == "note"


@pytest.mark.parametrize("made", [esc(HOSTILE), who([HOSTILE], 0), verdict_mark(HOSTILE), sentences([HOSTILE]).html])
def test_hostile_text_is_never_markup(made: str) -> None:
    assert "<img" not in made
    assert html.escape(HOSTILE, quote=True) in made


def test_every_role_has_a_mark_of_its_own() -> None:
    assert len({mark(i) for i in range(8)}) == len(set(SHAPES)) == len(set(MARKERS)) == 8
    assert mark(8) == mark(0)


def test_a_verdict_has_a_picture_for_each_member() -> None:
    shown = ["could be either", "clear but small", "clear, size unsure", "clear and meaningful"]
    pictures = {verdict_mark(verdict).partition("<span>")[0] for verdict in shown}
    assert len(pictures) == 4
    assert "stroke-dasharray" in verdict_mark("not tested")


def test_a_table_has_scopes_and_flush_columns_and_escapes_its_words() -> None:
    made = data_table(HOSTILE, ["Measure", HOSTILE], [["Average", "<b>1</b>"]], right=(1,), csv=HOSTILE)
    assert made.count("scope=col") == 2
    assert made.count("scope=row") == 1
    assert 'class="data q2"' in made
    assert "<td><b>1</b>" in made
    assert "<img" not in made


def test_a_row_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="Pay: a row has 1 cells under 2 headings: 'Average'"):
        data_table("Pay", ["Measure", "Value"], [["Average"]])


def test_a_table_without_rows_is_a_sentence() -> None:
    assert data_table("Pay", ["Measure"], []) == '<p class="none">Pay: no rows.</p>'


def test_the_numbers_of_a_tool_travel_as_json() -> None:
    five = [[1.0, 2.0, 3.0, 4.0, float("nan")]] * 2
    made = tools.where_would_i_stand(TWO, {"hourly": five}, chart="dots")
    assert made.meta["column"] == 2
    json.dumps(made.meta, allow_nan=False)


def test_a_tool_escapes_the_names_it_lists() -> None:
    assert "<img" not in tools.switch_calculator([HOSTILE, "b"], [(0, 1)]).html
