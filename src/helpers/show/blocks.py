"""What a cell displays: a block of HTML that says of which kind it is, so that the page is assembled from metadata.

A block shows itself in JupyterLab in the page's look; the page takes its bare HTML. HTML that goes in is trusted: every
text that is not ours goes through `esc`. The look of JupyterLab is scoped to our outputs, light and dark, and never
mathematics; the page takes none of it: a block's metadata says where its own HTML begins and ends.
"""

import html as markup
import sys
from collections.abc import Iterable
from functools import cache
from typing import Any

from helpers.show.provenance import passports_in, source_notes
from helpers.show.theme import DARK, LIGHT

KINDS = frozenset(
    "answer choose finding figure tool table note slim annex handout failed data caption".split()  # noqa: SIM905
)
"""Kinds of output that a page knows; `render.page` puts each in its place."""
CLOSING = "</div>"
_RULES = """
.rp{font:400 15px/1.45 "Source Sans 3",system-ui,"Segoe UI",Roboto,Arial,sans-serif;color:var(--ink);max-width:62em}
.rp p{margin:0 0 .5em}.rp h1,.rp h2,.rp h3{margin:.4em 0;font-weight:600}.rp .lede{font-size:1.35em;font-weight:600}
.rp .sr{display:none}.rp small{display:block;color:var(--soft)}
.rp .mk{width:.72em;height:.72em;display:inline-block;overflow:visible;margin-right:.28em}
.rp .vd{display:flex;gap:7px;align-items:center;color:var(--soft)}.rp .vd svg{width:34px;height:12px;flex:none}
.rp .vd svg *{stroke:currentColor}.rp .vd svg .f{fill:currentColor;stroke:none}
.rp .n{font:inherit;color:inherit;background:none;border:0;padding:0;text-decoration:underline dotted}
.rp .tw{overflow:auto;max-height:30em}.rp table{border-collapse:collapse;margin:0;font-size:14px}
.rp caption{text-align:left;font-weight:600;padding:4px 0}
.rp th,.rp td{text-align:left!important;vertical-align:top;padding:4px 14px 4px 0;border-top:1px solid var(--rule)}
.rp tbody tr,.rp thead tr{background:none!important}.rp tbody th{font-weight:400}
.rp .tool .f,.rp .tool output,.rp .tool .bars{display:none}.rp .cap .u{display:block;color:var(--soft);font-weight:400}
.rp .cap{font-size:16px;font-weight:600}.rp .cols{display:flex;gap:2em;flex-wrap:wrap}
.rp .failed{border-left:4px solid var(--b);padding-left:10px}
"""

MOST_OPEN = 4
"""Roles up to which a list of each stands open on a page."""


def esc(text: object) -> str:
    """Return any text as it can stand in HTML, within an element or a quoted attribute: nothing of it is markup."""
    return markup.escape(str(text), quote=True)


def join(*parts: "Block | str") -> str:
    """Return the HTML of blocks, and HTML as it is, one after the other."""
    return "".join(part.html if isinstance(part, Block) else part for part in parts)


@cache
def opening(*, styled: bool) -> str:
    """Return what stands before a block's HTML: with the style where a person looks at the notebook itself."""
    if not styled:
        return '<div class="rp mathjax_ignore">'
    light = "".join(f"--{name}:{colour};" for name, colour in LIGHT.items())
    dark = "".join(f"--{name}:{colour};" for name, colour in DARK.items())
    style = f".rp{{{light}}}body[data-jp-theme-light=false] .rp{{{dark}}}"
    roles = "".join(f".rp .r{s}{{color:var(--{s})}}.rp .mk.{s}{{fill:var(--{s})}}" for s in "abcdefgh")
    return f'<div class="rp mathjax_ignore"><style>{style}{roles}{_RULES}</style>'


def live() -> bool:
    """Return whether this code runs in a Jupyter kernel (JupyterLab, or papermill's own engine) and not in a batch."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return getattr(shell, "kernel", None) is not None


class Block:
    """HTML of one kind, with what the page must know of it in `meta`; the last expression of a cell, or displayed.

    `Block("", "failed", words="Pay: ...")` is a notice. `+` appends the HTML of another block.
    """

    def __init__(self, html: str, kind: str, **meta: Any) -> None:
        """Keep the passports of the numbers in the HTML with it; raise ValueError for an unknown kind."""
        if kind not in KINDS:
            raise ValueError(f"no kind of block is called {kind!r}; there are {', '.join(sorted(KINDS))}")
        if kind == "failed" and not html:
            html = f'<p class="failed"><b>This part could not be made.</b> {esc(meta["words"])}</p>'
        self.html, self.kind, self.meta = html, kind, meta
        self.passports = passports_in(html)

    def __html__(self) -> str:
        """Return the HTML, as template engines ask for it."""
        return self.html

    def __add__(self, other: "Block | str") -> "Block":
        """Return this block with the HTML of the other behind its own."""
        return Block(join(self, other), self.kind, **self.meta)

    @property
    def sentences(self) -> list[str]:
        """Return the sentences of a finding, else nothing."""
        return list(self.meta.get("sentences", []))

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, str], dict[str, Any]]:
        lead = opening(styled=live())
        tail = (source_notes(self.passports.values()) if live() else "") + CLOSING
        shown = {"text/html": f"{lead}{self.html}{tail}", "text/plain": self._plain()}
        about = {"kind": self.kind, "bare": [len(lead), len(lead) + len(self.html)], **self.meta}
        return shown, {"rolepair": about | ({"passports": list(self.passports.values())} if self.passports else {})}

    def _plain(self) -> str:
        words = " ".join(self.sentences) or str(self.meta.get("words") or self.meta.get("title") or "")
        return f"{self.kind}: {words}" if words else self.kind


def sentences(said: Iterable[str]) -> Block:
    """Return the sentences of a section, plain text: the first is its line in the chapter's headline."""
    kept = [one.strip() for one in said if one.strip()]
    first = f"<p><b>{esc(kept[0])}</b></p>" if kept else ""
    rest = f"<p>{esc(' '.join(kept[1:]))}</p>" if kept[1:] else ""
    return Block(first + rest, "finding", sentences=kept)


def words(*said: str) -> Block:
    """Return sentences that are not a headline: they join the words of the chapter."""
    kept = [one.strip() for one in said if one.strip()]
    return Block(f"<p>{esc(' '.join(kept))}</p>" if kept else "", "finding", sentences=["", *kept])


def slim(why: str) -> Block:
    """Return the one line of a chapter that has nothing to show, and why."""
    return Block(f"<p>{esc(why)}</p>", "slim", why=why)


def data(**values: Any) -> Block:
    """Return what the page's script needs, as JSON: nothing is shown."""
    return Block("", "data", json=values)
