"""An executed notebook to one self-contained page, assembled from the metadata of its outputs.

A Markdown cell `## Heading` opens a chapter; what its cells display says of which kind it is (`show.blocks.KINDS`).
Code is hidden. The page asks for nothing over the network, and its policy allows its own style and script alone.
"""

import base64
import hashlib
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from helpers.show.blocks import Block
from helpers.show.provenance import link, note_of, numbered, popovers
from helpers.show.theme import DARK, LIGHT, STACK
from helpers.tables.load import load

if TYPE_CHECKING:
    import jinja2
    from nbformat import NotebookNode

TEMPLATE = Path(__file__).resolve().parent / "template"
DROPPED_TAGS = frozenset({"parameters", "injected-parameters", "remove-cell", "hide"})
COLUMN_KINDS = frozenset({"figure", "tool", "note", "failed"})
"""Kinds that stand in one of a chapter's two columns."""
_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_UNEVEN = 40
"""Difference of the columns in px from which the shorter one takes the words."""


@dataclass
class Item:
    """One output: its kind, its HTML, and what the block said of itself."""

    kind: str
    html: str
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def folded(self) -> bool:
        """Return whether it is a chart that stands among what a reader can open."""
        return self.kind == "figure" and bool(self.meta.get("summary"))

    @property
    def height(self) -> float:
        """Return about how high it stands in a column of the desk, in px."""
        if self.kind == "figure":
            size = re.search(r'height="(\d+)"', self.html)
            return 75 + float(size[1] if size else 300) * 1.17
        if self.kind == "tool":
            return float(self.meta.get("high", 175))
        letters = len(re.sub(r"<[^>]*>", "", self.html))
        return 45 + 23 * letters / 60 + 25 * self.html.count("<li")


@dataclass
class Chapter:
    """One chapter: its id, heading, name in the bar, outputs, and the Markdown of its cells as HTML."""

    id: str
    heading: str
    nav: str
    items: list[Item] = field(default_factory=list)
    method: str = ""

    def of(self, *kinds: str) -> list[Item]:
        """Return the outputs of these kinds, in order."""
        return [item for item in self.items if item.kind in kinds]

    @property
    def said(self) -> list[str]:
        """Return the sentences of its findings in order; the first heads the chapter."""
        return [sentence for item in self.of("finding") for sentence in item.meta.get("sentences", [])]

    @property
    def headline(self) -> str:
        """Return the sentence that heads the chapter, or an empty text."""
        return self.said[0] if self.said else ""

    @property
    def words(self) -> str:
        """Return the other sentences as one paragraph."""
        return " ".join(one if one[-1] in ".?!" else f"{one}." for one in self.said[1:] if one)

    @property
    def tables(self) -> list[tuple[str, str]]:
        """Return what a reader can open: tables by the line that opens them, and how we know."""
        found: dict[str, str] = {}
        for item in self.of("table", "figure"):
            if item.kind == "table" or item.folded:
                summary = item.meta.get("summary") or "Show the table"
                found[summary] = found.get(summary, "") + (item.html if item.kind == "table" else _figure(item))
        method = {"How we know": f'<div class="how">{self.method}</div>'} if self.method.strip() else {}
        return list((found | method).items())

    @property
    def whole(self) -> list[Item]:
        """Return what takes the whole width of the page, above the columns."""
        return [item for item in self.of(*COLUMN_KINDS) if item.meta.get("column") == 0]

    @property
    def columns(self) -> list[list[Item]]:
        """Return the one or two columns of what is shown, none if nothing is."""
        shown = [item for item in self.of(*COLUMN_KINDS) if not item.folded]
        sides = [[item for item in shown if item.meta.get("column", 1) == side] for side in (1, 2)]
        return [side for side in sides if side]

    @property
    def words_in(self) -> int:
        """Return the column that takes words and disclosures, counted from 0; -1 if they stand below all."""
        heights = [sum(item.height for item in column) for column in self.columns]
        if len(heights) < 2:
            return -1 if not heights else len(heights) if self.words else 0
        return heights.index(min(heights)) if abs(heights[0] - heights[1]) > _UNEVEN else -1

    @property
    def shows(self) -> bool:
        """Return whether a reader finds something in it; one whose cells all had nothing to say is left out."""
        tables = any(item.html and not item.html.startswith('<p class="none">') for item in self.of("table"))
        return not self.items or bool(self.headline) or tables or bool(self.of("slim", *COLUMN_KINDS))

    @property
    def kept(self) -> bool:
        """Return whether it has a chart for the second printed page."""
        return any(item.meta.get("keep") for item in self.of("figure"))


def export(notebook: "NotebookNode", *, title: str = "") -> str:
    """Return the notebook's outputs as one HTML document.

    Title, description, names and the class of the finding come from the block `answer`; without one, the first
    `# Heading` or `title` is the page's heading and the Markdown below it its first words. Cells tagged `parameters`,
    `injected-parameters`, `remove-cell` or `hide` are dropped. Equal notebooks give equal bytes.
    """
    head, chapters = _chapters(notebook)
    everything = [*head.items, *(item for chapter in chapters for item in chapter.items)]
    first = {item.kind: item for item in reversed(everything)}
    about = first["answer"].meta if "answer" in first else {}
    passports = {one["id"]: one for item in everything for one in item.meta.get("passports", [])}
    sources = numbered(passports.values())
    name = about.get("title") or head.heading or title or "Report"
    chapters = [chapter for chapter in chapters if chapter.shows]
    _name_apart([item for item in everything if item.kind == "figure"])
    data = _island(item.meta.get("json", {}) for item in everything)
    style, script = _style(list(sources)), _text("script.js")
    if '"shortlist":' in data:
        script += _text("shortlist.js")
    return _template("page.html.j2").render(
        title=name,
        description=about.get("description") or head.headline,
        finding=about.get("finding", ""),
        names=about.get("names") or [],
        policy=policy(style, script),
        style=style,
        script=script,
        head=head,
        answer="".join(item.html for item in everything if item.kind == "answer"),
        choose="".join(item.html for item in everything if item.kind == "choose"),
        handouts=[item for item in everything if item.kind == "handout"],
        chapters=chapters,
        first_kept=next((chapter for chapter in chapters if chapter.kept), None),
        annex=[item for item in everything if item.kind == "annex"],
        sources=list(sources.values()),
        popovers=popovers(passports.values(), _code_names()),
        data=data,
    )


def _code_names() -> dict[str, str]:
    """Return what the codes in the cells of passports stand for: areas and occupations."""
    pairs = (("areas", "area_code", "area"), ("occupations", "soc_code", "occupation"))
    tables = ((load(table), code, name) for table, code, name in pairs)
    return {code: name for frame, key, word in tables for code, name in zip(frame[key], frame[word], strict=True)}


def failures(notebook: "NotebookNode") -> list[str]:
    """Return a line for each output that is an error, or says that it could not be made: chapter and words."""
    head, chapters = _chapters(notebook)
    said = [(one.heading, str(item.meta.get("words", ""))) for one in (head, *chapters) for item in one.of("failed")]
    return [words if name and words.startswith(name) else f"{name or 'the answer'}: {words}" for name, words in said]


def list_page(reports: Iterable[Any], classes: Mapping[str, int]) -> str:
    """Return the page that lists reports, in the look of the others.

    Each has `href`, `title`, `finding` and `kind`, the class of its finding; `classes` are those with their counts.
    """
    style, script = _fixed_style(), _text("index.js")
    return _template("index.html.j2").render(
        reports=list(reports), classes=classes, style=style, script=script, policy=policy(style, script)
    )


def policy(style: str, script: str) -> str:
    """Return the page's Content-Security-Policy: its own style and script, by their hashes."""
    sums = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in (style, script)]
    return (
        f"default-src 'none'; style-src 'sha256-{sums[0]}'; script-src 'sha256-{sums[1]}'; "
        "font-src data:; img-src data:; base-uri 'none'; form-action 'none'"
    )


def _chapters(notebook: "NotebookNode") -> tuple[Chapter, list[Chapter]]:
    head, found, seen = Chapter("top", "", ""), [], {"main", "answer", "choose", "data", "top", "annex"}
    current = head
    for cell in notebook.cells:
        if DROPPED_TAGS & set(cell.metadata.get("tags", [])):
            continue
        about = cell.metadata.get("rolepair", {})
        if cell.cell_type == "markdown":
            parts = re.split(r"^## +(.+)$", _joined(cell.source), flags=re.MULTILINE)
            current.method += markdown(_without_title(parts[0], head) if current is head else parts[0])
            for heading, body in zip(parts[1::2], parts[2::2], strict=True):
                plain = _plain(heading)
                ident = _apart(str(about.get("id") or slug(plain)), seen)
                current = Chapter(ident, plain, str(about.get("nav") or plain.partition(",")[0]), method=markdown(body))
                found.append(current)
        elif cell.cell_type == "code":
            for item in (item for output in cell.get("outputs", []) for item in _items(output, current)):
                if item.kind != "failed" or not any(_same_failure(item, one) for one in current.of("failed")):
                    current.items.append(item)
    return head, found


def _same_failure(one: Item, other: Item) -> bool:
    """Return whether two notices tell of one thing: of one table that is missing, each cell that needs it says so."""
    words = [str(item.meta.get("words", "")) for item in (one, other)]
    return words[0].endswith(words[1]) or words[1].endswith(words[0])


def _without_title(source: str, head: Chapter) -> str:
    title = re.search(r"^# +(.+)$", source, flags=re.MULTILINE)
    if title is None or head.heading:
        return source
    head.heading = _plain(title[1])
    return source.replace(title[0], "", 1)


def _figure(item: Item) -> str:
    """Return a chart as it stands in a disclosure."""
    from helpers.show.drawing import caption

    head = caption(item.meta["title"], item.meta["unit"], item.meta.get("source", ""))
    return f'<figure class="ch" id="ch-{item.meta["name"]}"><figcaption>{head}</figcaption>{item.html}</figure>'


def _items(output: Any, chapter: Chapter) -> Iterator[Item]:
    if output.output_type == "error":
        block = Block("", "failed", words=f"{output.ename}: {_ANSI.sub('', output.evalue)}")
        yield Item(block.kind, block.html, block.meta)
    elif output.output_type == "stream" and output.name == "stdout":
        yield from _boxed(_joined(output.text))
    elif output.output_type in ("execute_result", "display_data"):
        data, meta = output.data, dict(output.metadata.get("rolepair", {}))
        kind = meta.get("kind", "")
        if kind == "figure":
            yield Item("figure", _lighter(_joined(data["image/svg+xml"])), meta)
        elif kind == "caption":
            return
        elif kind:
            start, end = meta["bare"]
            yield Item(str(kind), _joined(data["text/html"])[start:end], meta)
        elif "image/png" in data:
            words = html.escape(f"A chart in the chapter {chapter.heading} that has no description")
            picture = _joined(data["image/png"]).replace("\n", "")
            yield Item("note", f'<img class="plot" alt="{words}" src="data:image/png;base64,{picture}">')
        elif "text/markdown" in data:
            yield Item("note", markdown(_joined(data["text/markdown"])))
        else:
            yield from _boxed(_joined(data.get("text/plain", "")))


def _lighter(svg: str) -> str:
    """Return a drawing of ours without what stands in where the page's own style is not."""
    for name, colour in LIGHT.items():
        svg = svg.replace(f"var(--{name},{colour})", f"var(--{name})")
    svg = re.sub(r' textLength="[^"]*" lengthAdjust="[^"]*"', "", svg)
    return svg.replace(f' font-family="{STACK}"', "").replace(' xmlns="http://www.w3.org/2000/svg"', "", 1)


def _boxed(text: str) -> Iterator[Item]:
    if text.strip() and not re.fullmatch(r"<\w.*>", text.strip()):  # `<Axes: ...>` says nothing to a reader
        yield Item("note", f'<pre tabindex="0">{html.escape(_ANSI.sub("", text))}</pre>')


def _name_apart(figures: Iterable[Item]) -> None:
    """Give a chart whose name another has already a name of its own, and its ids with it."""
    seen: set[str] = set()
    for item in figures:
        old = str(item.meta["name"])
        new = item.meta["name"] = _apart(old, seen)
        if new != old:
            item.html = item.html.replace(f' id="{old}-', f' id="{new}-').replace(f'href="#{old}-', f'href="#{new}-')


def _apart(name: str, seen: set[str]) -> str:
    free, n = name, 2
    while free in seen:
        free, n = f"{name}-{n}", n + 1
    seen.add(free)
    return free


def slug(heading: str) -> str:
    """Return the id that a heading in plain text gives its chapter."""
    plain = unicodedata.normalize("NFKD", heading.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "chapter"


def _joined(text: str | list[str]) -> str:
    return text if isinstance(text, str) else "".join(text)


def _plain(heading: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", markdown(heading))).strip()


def markdown(text: str) -> str:
    """Return Markdown as HTML: raw HTML is escaped, a dollar sign is money, and only web addresses are links."""
    return str(_markdown()(text)) if text.strip() else ""


@cache
def _markdown() -> Any:
    import mistune

    class Renderer(mistune.HTMLRenderer):
        """mistune's renderer, with links to web addresses, other reports and places of the page only."""

        def link(self, text: str, url: str, title: str | None = None) -> str:
            inside = re.fullmatch(r"#[\w-]+|[\w.-]+\.html(#[\w-]+)?", url)
            return super().link(text, url, title) if inside or link(url) else text

        def image(self, text: str, url: str, title: str | None = None) -> str:  # noqa: ARG002
            return html.escape(text)

    return mistune.create_markdown(renderer=Renderer(escape=True), plugins=["table", "strikethrough"])


def _island(parts: Iterable[dict[str, Any]]) -> str:
    """Return what the blocks leave for the script as one JSON text that cannot end its element."""
    merged: dict[str, Any] = {}
    for part in parts:
        for name, value in part.items():
            old = merged.get(name)
            merged[name] = old | value if isinstance(old, dict) and isinstance(value, dict) else value
    text = json.dumps(merged, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return re.sub(r"[<>&\u2028\u2029]", lambda m: f"\\u{ord(m[0]):04x}", text)


def _style(sources: list[str]) -> str:
    """Return the style of the page: fonts, colours, rules; in print, the number of each source behind its figures."""
    names = [one.replace("_", "-") for one in sources]
    notes = "".join(f'.s-{name}::after{{content:"{i}"}}' for i, name in enumerate(names, 1))
    return _fixed_style() + f"@media print{{{notes}}}"


@cache
def _fixed_style() -> str:
    faces = _face("RP Sans", "400 700", "source-sans-3.woff2") + _face("RP Serif", "600", "source-serif-4-600.woff2")
    light, dark = ("".join(f"--{name}:{tone};" for name, tone in tones.items()) for tones in (LIGHT, DARK))
    roles = "".join(
        f".r{s}{{color:var(--{s})}}.mk.{s},use.{s}{{fill:var(--{s})}}.score td.win.{s}{{background:var(--{s}1);"
        f"box-shadow:inset 4px 0 var(--{s})}}.l{s}{{stroke:var(--{s});stroke-width:2}}.f{s}{{fill:var(--{s}2)}}"
        f".t{s}{{fill:var(--{s})}}.cols .c{s} h3{{border-color:var(--{s})}}.meter.{s} i{{background:var(--{s})}}"
        for s in "abcdefgh"
    )
    flush = ",".join(f".data.q{i} tr>:nth-child({i})" for i in range(1, 13))
    tokens = f":root{{{light}}}@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}"
    rules = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", _text("style.css"), flags=re.S))
    return f"{faces}{tokens}{rules}{roles}{flush}{{text-align:right}}"


def _face(family: str, weight: str, file: str) -> str:
    inside = base64.b64encode((TEMPLATE / "fonts" / file).read_bytes()).decode()
    source = f"src:url(data:font/woff2;base64,{inside}) format('woff2')"
    return f"@font-face{{font-family:'{family}';font-weight:{weight};font-display:block;{source}}}"


@cache
def _text(name: str) -> str:
    return (TEMPLATE / name).read_text(encoding="utf-8").strip()


@cache
def _template(name: str) -> "jinja2.Template":
    import jinja2

    from helpers.show.drawing import caption
    from helpers.show.marks import who

    loader = jinja2.FileSystemLoader(TEMPLATE)
    environment = jinja2.Environment(loader=loader, autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.globals.update(who=who, caption=caption, note_of=note_of)
    return environment.get_template(name)
