"""An executed notebook to one self-contained HTML page, through our own template.

Code is hidden; a Markdown cell `## Heading` opens a section, which the contents list links to. nbconvert's Markdown
renderer is used with raw HTML escaped and without its rule for mathematics: a dollar sign is money here.
"""

import html
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import jinja2

from helpers.paths import TEMPLATE
from helpers.present.html import section_id
from helpers.present.passports import records

if TYPE_CHECKING:
    from nbformat import NotebookNode

DROPPED_TAGS = frozenset({"parameters", "injected-parameters", "remove-cell", "hide"})
HANDOUT_TAG = "handout"
_CELL = re.compile(r'data-cells?="([^"]+)"')
_FAILED = re.compile(r'<div class="callout missing failed"><p><strong>.*?</strong>(.*?)</p>', re.DOTALL)
_FINDING = re.compile(r'<p class="finding">(.*?)</p>', re.DOTALL)
_DETAILS = re.compile(r"<details\b(?:(?!<details\b).)*?</details>", re.DOTALL)
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


@dataclass
class Section:
    """One section of the page: its id, heading as HTML, content as HTML, and whether it belongs to the hand-out."""

    id: str
    heading: str
    blocks: list[str] = field(default_factory=list)
    handout: bool = False


def export(notebook: "NotebookNode", *, title: str, lang: str = "en", names: tuple[str, str] | None = None) -> str:
    """Return the notebook's Markdown and outputs as one HTML document that asks for nothing over the network.

    `title` is the page's title, `names` the two roles in the header (without them the title stands there). Text before
    the first `##` is the head of the page; a `# Heading` in it is the page's heading, else the title is. Cells tagged
    `parameters`, `injected-parameters`, `remove-cell` or `hide` are dropped; a section whose heading cell is tagged
    `handout` is printed on the first page. An output that is an error is shown as such in its place (see `failures`).
    Equal notebooks give equal bytes, whatever their cell ids and execution counts.
    """
    head, sections = _sections(notebook)
    content = "".join(head.blocks) + "".join(block for section in sections for block in section.blocks)
    return _template().render(
        lang=lang,
        title=title,
        names=names,
        finding=_finding(sections),
        head=head,
        sections=sections,
        records=records(_CELL.findall(content)) if "data-cell" in content else "",
        style=_text("style.css"),
        script=_text("script.js"),
    )


def _finding(sections: list[Section]) -> str:
    """Return the page's finding in one line, as text: what is marked so, else the first item of the first section."""
    marked = _FINDING.search("".join(block for section in sections for block in section.blocks))
    opened, folded = "".join(sections[0].blocks) if sections else "", 1
    while folded:
        opened, folded = _DETAILS.subn("", opened)
    found = marked or re.search(r"<li[^>]*>(.*?)</li>", opened, re.DOTALL)
    if found is None:
        return ""
    without_links = re.sub(r"<a\b.*?</a>", "", found[1], flags=re.DOTALL)
    return " ".join(_plain(without_links).split())


def _plain(markup: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", " ", markup))


def failures(notebook: "NotebookNode") -> list[str]:
    """Return one line for each output that is an error, or a section's remark that it failed: section and words."""
    found, heading = [], "before the first section"
    for cell in notebook.cells:
        if cell.cell_type == "markdown" and (match := re.search(r"^##? +(.+)$", cell.source, re.MULTILINE)):
            heading = match[1].strip()
        for output in cell.get("outputs", []):
            if output.output_type == "error":
                found.append(f"{heading}: {output.ename}: {_ANSI.sub('', output.evalue)}")
            shown = _joined(output.get("data", {}).get("text/html", ""))
            found += [f"{heading}: {' '.join(_plain(words).split())}" for words in _FAILED.findall(shown)]
    return found


def _sections(notebook: "NotebookNode") -> tuple[Section, list[Section]]:
    head, sections, seen = Section("top", ""), [], {"top", "main", "contents"}
    current = head
    for cell in notebook.cells:
        tags = set(cell.metadata.get("tags", []))
        if tags & DROPPED_TAGS:
            continue
        if cell.cell_type == "markdown":
            for heading, body in _split(cell.source):
                if heading:
                    shown = _markdown(heading).strip().removeprefix("<p>").removesuffix("</p>")
                    current = Section(_slug(shown, seen), shown, handout=HANDOUT_TAG in tags)
                    sections.append(current)
                if body.strip():
                    current.blocks.append(_markdown(body))
        elif cell.cell_type == "code":
            current.blocks.extend(filter(None, map(_output, cell.get("outputs", []))))
    return head, sections


def _split(source: str) -> list[tuple[str, str]]:
    """Return (heading, text below it) for each `## ` of a Markdown cell; text above the first has no heading."""
    parts = re.split(r"^## +(.+)$", source, flags=re.MULTILINE)
    return [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]


def _slug(heading: str, seen: set[str]) -> str:
    base = section_id(html.unescape(re.sub(r"<[^>]+>", "", heading)))
    slug, n = base, 2
    while slug in seen:
        slug, n = f"{base}-{n}", n + 1
    seen.add(slug)
    return slug


def _output(output: Any) -> str:
    """Return one output as HTML: markup of ours as it is, text in a box, an error in words."""
    if output.output_type in ("execute_result", "display_data"):
        data = output.data
        if "text/html" in data:
            return _joined(data["text/html"])
        if "text/markdown" in data:
            return _markdown(_joined(data["text/markdown"]))
        if "image/svg+xml" in data or "image/png" in data:
            raise ValueError("a picture without alternative text: hand figures to present.figure")
        return _box(_joined(data.get("text/plain", "")))
    if output.output_type == "stream":
        return _box(_joined(output.text))
    if output.output_type == "error":
        words = html.escape(f"{output.ename}: {_ANSI.sub('', output.evalue)}")
        return (
            '<div class="callout missing failed"><p><strong>This part could not be computed.</strong> '
            f"{words}</p></div>"
        )
    return ""


def _box(text: str) -> str:
    return f'<pre tabindex="0">{html.escape(_ANSI.sub("", text))}</pre>' if text.strip() else ""


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _markdown(text: str) -> str:
    rendered: str = _renderer()(text)
    return rendered


@lru_cache(maxsize=1)
def _renderer() -> Any:
    import mistune
    from nbconvert.filters.markdown_mistune import IPythonRenderer

    class Renderer(IPythonRenderer):
        """nbconvert's renderer, without the anchors that it adds to headings."""

        def text(self, text: str) -> str:
            # entities stay what they stand for: present.escape writes every active character as one
            return html.escape(html.unescape(text), quote=False)

        def heading(self, text: str, level: int, **_: Any) -> str:
            return f"<h{level}>{text}</h{level}>\n"

    renderer = Renderer(escape=True, allow_harmful_protocols=False, exclude_anchor_links=True)
    return mistune.create_markdown(renderer=renderer, plugins=["table", "strikethrough"])


@lru_cache(maxsize=4)
def _text(name: str) -> str:
    return (TEMPLATE / name).read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    loader = jinja2.FileSystemLoader(TEMPLATE)
    return jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True).get_template(
        "page.html.j2"
    )
