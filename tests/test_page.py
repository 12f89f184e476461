"""An executed notebook to one page."""

import re
from html.parser import HTMLParser

import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers import page
from helpers.present import Html, bullets, details, escape, finding, show


def html_output(text: str) -> NotebookNode:
    return new_output("execute_result", data={"text/html": text, "text/plain": "ignored"})


def book(*cells: NotebookNode) -> NotebookNode:
    return new_notebook(cells=list(cells))


def export(*cells: NotebookNode, title: str = "A or B", **options: object) -> str:
    return page.export(book(*cells), title=title, **options)  # type: ignore[arg-type]  # options as the test gives them


def main_of(html: str) -> str:
    return html[html.index("<main") : html.index("</main>")]


def test_a_picture_without_alternative_text_is_refused() -> None:
    cell = new_code_cell("x", outputs=[new_output("display_data", data={"image/png": "AAAA"})])
    with pytest.raises(ValueError, match=r"present\.figure"):
        export(cell)


def test_an_error_is_shown_in_its_place_and_reported() -> None:
    failed = new_code_cell("x", outputs=[new_output("error", ename="KeyError", evalue="\x1b[31mno <b>", traceback=[])])
    notebook = book(new_markdown_cell("## Pay"), failed)
    shown = page.export(notebook, title="t")
    assert "This part could not be computed" in shown
    assert "KeyError: no &lt;b&gt;" in shown
    assert page.failures(notebook) == ["Pay: KeyError: no <b>"]


def test_code_and_parameters_are_left_out() -> None:
    printed = new_output("stream", text="of the parameters")
    parameters = new_code_cell("secret = 1", outputs=[printed], metadata={"tags": ["parameters"]})
    html = export(parameters, new_code_cell("drawn = 2", outputs=[html_output("<p>kept</p>")]))
    assert "secret" not in html
    assert "of the parameters" not in html
    assert "drawn" not in html
    assert "<p>kept</p>" in html


def test_headings_become_sections_that_the_contents_link_to() -> None:
    html = export(
        new_markdown_cell("# Which?\n\nLead."),
        new_markdown_cell("## Pay & place\n\nText."),
        new_code_cell("x", outputs=[html_output("<p>out</p>")]),
        new_markdown_cell("## Pay & place"),
        new_markdown_cell("## مدير"),
    )
    assert re.findall(r'<section id="([^"]+)"', html) == ["pay-place", "pay-place-2", "section"]
    assert re.findall(r'<a href="#([^"]+)">', html) == ["pay-place", "pay-place-2", "section"]
    assert html.count("<h1>") == 1
    assert main_of(html).index("Text.") < main_of(html).index("<p>out</p>")


def test_page_without_a_heading_is_headed_by_its_title() -> None:
    assert "<h1><bdi>A or B</bdi></h1>" in export(new_markdown_cell("Text."))


def test_language_title_and_names_are_set() -> None:
    html = export(new_markdown_cell("## Pay"), names=("First <i>", "Second"), lang="en")
    assert '<html lang="en">' in html
    assert "<title>A or B</title>" in html
    assert "<bdi>First &lt;i&gt;</bdi>" in html


def test_handout_tag_reaches_the_section() -> None:
    html = export(new_markdown_cell("## Answer", metadata={"tags": ["handout"]}), new_markdown_cell("## Pay"))
    assert re.findall(r'<section id="([^"]+)"[^>]*class="handout"', html) == ["answer"]


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        "\"quoted\" & 'single' &lt;",
        "😀",
        "مدير حسابات",
        "x" * 300,
        "*a* _b_ `c` [d](e) $f$ # ~~g~~",
    ],
)
def test_any_title_is_shown_as_text(evil: str) -> None:
    class Text(HTMLParser):
        said = ""

        def handle_data(self, data: str) -> None:
            self.said += data

    html = export(
        new_markdown_cell(f"# {escape(evil)}\n\n## {escape(evil)}\n\n{escape(evil)}"), title=evil, names=(evil, evil)
    )
    reader = Text()
    reader.feed(re.sub(r"(?s)<style>.*?</style>|<script>\n.*", "", html))
    assert reader.said.count(evil) == 7  # title, two names, contents, heading of page and section, paragraph
    assert "<script>alert" not in html


def described(*outputs: Html) -> str:
    cells = [new_markdown_cell("## One"), *(new_code_cell("x", outputs=[html_output(output)]) for output in outputs)]
    found = re.search(r'<meta name="description" content="([^"]*)">', export(*cells))
    return found[1] if found else ""


def test_the_description_is_the_marked_finding_or_the_first_item_outside_what_is_folded() -> None:
    folded = details("Source", bullets(["a publisher"]))
    assert described(bullets(["first", "second"])) == "first"
    assert described(folded) == ""
    assert described(show(details("More", folded), bullets(["first"]), folded)) == "first"
    assert described(bullets(["first"]), finding("It is so.")) == "It is so."


def test_raw_html_in_markdown_is_shown_as_text() -> None:
    html = export(new_markdown_cell('<img src=x onerror="1"> [a](javascript:alert(1))'))
    assert "<img" not in html
    assert "javascript:" not in html.split("<script>")[0]


def test_dollars_in_markdown_are_money_not_mathematics() -> None:
    assert "<p>From $5 to <em>about</em> $6.</p>" in export(new_markdown_cell("From $5 to *about* $6."))


def test_printed_text_is_shown_in_a_box() -> None:
    html = export(new_code_cell("x", outputs=[new_output("stream", text="a < b")]))
    assert '<pre tabindex="0">a &lt; b</pre>' in html


def test_records_are_those_of_the_tables_that_the_page_cites() -> None:
    cell = new_code_cell("x", outputs=[html_output('<td data-cell="pay/43-3021|0000000|000000/employment">1</td>')])
    assert '{"pay": {' in export(cell)
    assert 'id="passports"' not in export(new_markdown_cell("Text."))


def test_nothing_is_loaded_from_anywhere() -> None:
    html = export(new_markdown_cell("## Pay"), new_code_cell("x", outputs=[html_output(str(Html("<p>a</p>")))]))
    assert re.findall(r'(?:src|href)="(?!#|data:,)[^"]*"', html) == []
    assert "@import" not in html
    assert "url(" not in html


def test_equal_notebooks_give_equal_bytes_whatever_their_ids_and_counts() -> None:
    def made(count: int) -> str:
        return export(
            new_markdown_cell("## Pay"), new_code_cell("x", execution_count=count, outputs=[html_output("<p>a</p>")])
        )

    assert made(1) == made(7)
