import base64
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from typing import Any

import nbformat
import pytest
from fixture_page import HOSTILE, LONG, TWO, Frames, cell, charts, draw, notebook
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.render.page import export, failures, markdown
from helpers.show.blocks import Block, data, sentences, slim
from helpers.show.provenance import number
from helpers.show.tables import data_table


class Elements(HTMLParser):
    """Every start tag of a page with its attributes, and the text of style and script."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: dict[str, list[str]] = {}
        self.open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open = tag

    def handle_data(self, text: str) -> None:
        self.texts.setdefault(self.open, []).append(text)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    def having(self, name: str) -> list[str]:
        return [str(attributes[name]) for _, attributes in self.tags if name in attributes]


@pytest.fixture(scope="module")
def made() -> Any:
    return notebook()


@pytest.fixture(scope="module")
def page(made: Any) -> str:
    return export(made)


def small(*cells: Any) -> str:
    return export(new_notebook(cells=list(cells)))


def chapter(page: str, ident: str) -> str:
    match = re.search(rf'<section class="[^"]*" id="{ident}">.*?</section>', page, flags=re.S)
    assert match, ident
    return match[0]


def test_title_description_and_names_come_from_the_answer(page: str) -> None:
    assert "<title>Registered nurse or paramedic?</title>" in page
    assert '<meta name="description" content="Pays about $38,000 a year more.">' in page
    bar = page.partition("<nav")[2].partition("</nav>")[0]
    assert "registered nurse" in bar
    assert "paramedic" in bar


def test_the_class_of_the_finding_stands_in_the_head_as_text_or_not_at_all(page: str) -> None:
    assert "rolepair-finding" not in page
    told = {"title": "A or B?", "description": "B pays more.", "finding": '"<b>'}
    block = Block("<h1>A or B?</h1>", "answer", **told)
    made = small(cell(block))
    assert '<meta name="rolepair-finding" content="&#34;&lt;b&gt;">' in made.partition("<style>")[0]


def test_the_policy_allows_this_style_and_this_script_alone(page: str) -> None:
    found = Elements(page)
    (policy,) = [one["content"] or "" for one in found.all("meta") if one.get("http-equiv")]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; ")
    styles = re.findall(r"<style>(.*?)</style>", page, flags=re.S)
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.S)
    assert len(styles) == len(scripts) == len(found.all("style")) == 1
    for text, kind in ((styles[0], "style"), (scripts[0], "script")):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy


def test_no_element_has_a_style_or_a_handler(page: str) -> None:
    names = {name for _, attributes in Elements(page).tags for name in attributes}
    assert "style" not in names
    assert [name for name in names if name.startswith("on")] == []


def test_ids_are_unique_and_every_reference_leads_somewhere(page: str) -> None:
    found = Elements(page)
    ids = found.having("id")
    assert len(ids) == len(set(ids))
    targets = [*found.having("popovertarget"), *found.having("aria-labelledby"), *" ".join(found.having("for")).split()]
    targets += [link[1:] for link in found.having("href") if link.startswith("#")]
    assert sorted(set(targets) - set(ids)) == []


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    found = Elements(page)
    assert found.all("link") == []
    assert [one for one in found.having("src") if not one.startswith("data:")] == []
    assert set(re.findall(r"url\((?!data:|#)", page)) == set()
    assert all(link.startswith(("#", "https://")) for link in found.having("href"))


def test_a_chapter_is_headed_by_its_first_sentence_and_keeps_the_others(page: str) -> None:
    pay = chapter(page, "pay")
    assert '<span class="kick">Pay</span><h2>Pick one worker of each at random' in pay
    assert '<p class="words">The averages are $38,100 apart, give or take $500. A paramedic' in pay
    assert pay.index("<summary>Show the table</summary>") < pay.index("<summary>How we know</summary>")
    assert 'class="ch keep" id="ch-dots" data-scale="' in pay


def test_columns_stand_side_by_side_and_words_go_under_the_shorter(page: str) -> None:
    where = chapter(page, "where")
    assert where.count('<div class="stack">') == 2
    first, second = where.split('<div class="stack">')[1:]
    assert "ch-tiles" in first
    assert "ch-moves" in first
    assert "ch-states" in second
    assert ('class="foot"' in first) != ('class="foot"' in second)


def test_an_empty_chapter_is_one_line_and_an_empty_heading_is_left_out(page: str) -> None:
    assert '<section class="chap slim" id="claims"><h2>What career sites claim</h2><p>None of the pages' in page
    assert 'id="annex-2"' not in page
    assert page.count(">Annex<") == 3  # twice in the bar, once as kicker


def test_a_chapter_with_nothing_but_a_table_without_rows_is_left_out() -> None:
    empty = Block(data_table("Claims", ["Site", "Value"], []), "table")
    page = small(
        new_markdown_cell("## Claims\n\nHow."), cell(sentences([]), empty), new_markdown_cell("## Pay\n\nHow.")
    )
    assert 'id="claims"' not in page
    assert 'id="pay"' in page


def test_the_bar_names_chapters_shortly(page: str) -> None:
    assert '<a href="#in">Getting in</a>' in page
    assert '<a href="#claims">Claims</a>' in page


def test_code_and_parameters_are_hidden(page: str) -> None:
    assert "role_a" not in page
    assert "hidden = True" not in page
    assert "How to use this notebook" not in page


def test_equal_notebooks_give_equal_bytes(made: Any, page: str) -> None:
    again = nbformat.reads(nbformat.writes(made), 4)
    for i, one in enumerate(again.cells):
        one["id"] = f"other-{i}"
        if one.cell_type == "code":
            one["execution_count"] = 40 + i
    assert export(again) == page


def test_nbconvert_writes_the_same_bytes(made: Any, page: str) -> None:
    from nbconvert.exporters import get_exporter

    exporter = get_exporter("rolepair")()
    assert exporter.file_extension == ".html"
    assert exporter.from_notebook_node(made)[0] == page


def test_each_passport_stands_once_and_its_source_has_a_number_in_print(page: str) -> None:
    assert page.count(" popover>") == len(set(re.findall(r"<div class=pp id=(p\w+)", page))) > 10
    assert '.s-oews::after{content:"1"}' in page
    assert "<sup>1</sup> U.S. Bureau of Labor Statistics, Occupational Employment and Wage Statistics (OEWS)" in page
    assert 'href="https://www.bls.gov/oes/">' in page


def test_occupations_are_named_in_the_passports_not_coded(page: str) -> None:
    assert "<dd>Registered Nurses; United States; annual mean wage, US dollars <code>pay/29-1141" in page
    assert "<dd>Paramedics; United States" in page
    assert not re.search(r"<dd>occupation \d", page)


def test_the_island_merges_what_blocks_leave_and_cannot_end_its_element() -> None:
    page = small(cell(data(pay={"a": 1}, n=["</script><b>"])), cell(data(pay={"h": 2})))
    text = re.findall(r'<script type="application/json" id="data">(.*?)</script>', page)[0]
    assert json.loads(text) == {"pay": {"a": 1, "h": 2}, "n": ["</script><b>"]}


def test_tables_with_one_summary_share_one_disclosure() -> None:
    table = Block(data_table("Pay", ["Measure", "Value"], [["Average", "1"]]), "table")
    page = small(new_markdown_cell("## Pay"), cell(table, table), cell(Block("<p>x</p>", "table", summary="Show all")))
    assert page.count("<summary>Show the table</summary>") == 1
    assert page.count("<summary>Show all</summary>") == 1


def test_charts_of_one_name_are_told_apart() -> None:
    frame, call = charts(Frames())["states"]
    (one,) = draw("states", frame, call)
    page = small(new_markdown_cell("## Pay"), cell(one, one))
    assert 'id="ch-states"' in page
    assert 'id="ch-states-2"' in page
    ids = Elements(page).having("id")
    assert len(ids) == len(set(ids))


def test_without_an_answer_the_first_heading_is_the_title() -> None:
    page = small(
        new_markdown_cell("# Where the data are from\n\nFrom **publishers**."), new_markdown_cell("## One\n\nText.")
    )
    assert "<title>Where the data are from</title>" in page
    assert "<h1>Where the data are from</h1><p>From <strong>publishers</strong>.</p>" in page
    assert '<h2 class="plain">One</h2>' in page
    assert export(new_notebook(), title="Given").count("Given") == 3


def test_errors_and_failed_parts_are_shown_in_place_and_listed() -> None:
    error = new_output("error", ename="KeyError", evalue="\x1b[31m'<b>'\x1b[0m", traceback=[])
    cells = [
        new_markdown_cell("## Pay"),
        new_code_cell("x", outputs=[error]),
        new_markdown_cell("## Where"),
        cell(Block("", "failed", words="Where: pay.parquet is cut off")),
    ]
    made = new_notebook(cells=cells)
    assert failures(made) == ["Pay: KeyError: '<b>'", "Where: pay.parquet is cut off"]
    page = export(made)
    assert "KeyError: &#x27;&lt;b&gt;&#x27;" in chapter(page, "pay")
    assert "pay.parquet is cut off" in chapter(page, "where")


def test_a_failure_before_the_first_chapter_is_shown_too() -> None:
    made = notebook()
    made.cells.insert(3, cell(Block("", "failed", words="Summary: broken")))
    assert "Summary: broken" in export(made)
    assert failures(made) == ["Registered nurse or paramedic?: Summary: broken"]


@pytest.mark.parametrize(
    "cells",
    [
        [
            new_markdown_cell(f"# {HOSTILE}\n\n{HOSTILE}"),
            new_markdown_cell(f"## {HOSTILE}\n\n{HOSTILE}\n\n- {HOSTILE}"),
        ],
        [new_markdown_cell("## Pay"), cell(sentences([HOSTILE, HOSTILE]), slim(HOSTILE))],
        [new_markdown_cell("## Pay"), cell(Block("", "table", summary=HOSTILE), Block("", "failed", words=HOSTILE))],
        [new_markdown_cell("## Pay"), cell(*draw("x", *charts(Frames((HOSTILE, "b")))["states"], title=HOSTILE))],
        [cell(Block("", "answer", title=HOSTILE, description=HOSTILE, names=[HOSTILE, HOSTILE]))],
        [cell(Block("", "annex", summary=HOSTILE), data(names=[HOSTILE]))],
        [new_code_cell("x", outputs=[new_output("stream", name="stdout", text=HOSTILE)])],
        [new_code_cell("x", outputs=[new_output("display_data", data={"text/plain": HOSTILE, "text/html": HOSTILE})])],
        [new_code_cell("x", outputs=[new_output("display_data", data={"text/markdown": HOSTILE})])],
        [cell(Block(number(Frames().facts().iloc[0].replace("$101,400", HOSTILE), HOSTILE), "note"))],
    ],
    ids=["markdown", "finding", "table", "figure", "answer", "annex", "stream", "foreign", "md output", "number"],
)
def test_hostile_text_is_never_markup(cells: list[Any]) -> None:
    page = small(*cells)
    found = Elements(page)
    assert [one for one in found.all("img") if one.get("src") == "x"] == []
    assert [name for _, attributes in found.tags for name in attributes if name.startswith("on")] == []
    assert "onerror" in html.unescape(page)


def test_markdown_escapes_html_keeps_money_and_refuses_other_links() -> None:
    assert markdown("It costs $5 and $6 & more") == "<p>It costs $5 and $6 &amp; more</p>\n"
    assert markdown("<script>x</script>").startswith("&lt;script&gt;") or "<script" not in markdown(
        "<script>x</script>"
    )
    assert markdown("[x](javascript:alert(1))") == "<p>x</p>\n"
    assert 'href="https://www.bls.gov"' in markdown("[x](https://www.bls.gov)")
    assert 'href="#pay"' in markdown("[x](#pay)")
    assert 'href="profile-nurse.html"' in markdown("[x](profile-nurse.html)")
    assert "<img" not in markdown("![x](https://a.b/c.png)")


def test_a_picture_without_description_says_so() -> None:
    output = new_output("display_data", data={"image/png": "AAAA", "text/plain": "<Figure>"})
    page = small(new_markdown_cell("## Pay"), new_code_cell("x", outputs=[output]))
    assert 'alt="A chart in the chapter Pay that has no description"' in page


def test_the_representation_of_axes_is_not_shown() -> None:
    output = new_output("execute_result", data={"text/plain": "<Axes: xlabel='x'>"}, execution_count=1)
    assert "Axes:" not in small(new_markdown_cell("## Pay"), new_code_cell("x", outputs=[output]))


def test_long_names_do_not_break_the_page() -> None:
    assert html.escape(LONG[0]) in export(notebook(LONG))


def test_the_page_of_two_roles_keeps_its_budget_of_bytes(page: str) -> None:
    import gzip

    assert len(page.encode()) < 250_000
    assert len(gzip.compress(page.encode())) < 80_000
    assert TWO[0] in page
