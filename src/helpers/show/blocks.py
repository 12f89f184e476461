"""What a cell displays: a block of HTML that says of which kind it is, so that the page is assembled from metadata.

A block shows itself in JupyterLab in the page's look; the page takes its bare HTML. HTML that goes in is trusted: every
text that is not ours goes through `esc`.
"""

import html as markup
import sys
from collections.abc import Iterable
from typing import Any

from helpers.show import lab
from helpers.show.provenance import passports_in, source_notes

KINDS = frozenset(
    [
        "answer",
        "choose",
        "finding",
        "figure",
        "tool",
        "table",
        "note",
        "slim",
        "annex",
        "handout",
        "failed",
        "data",
        "caption",
    ]
)
"""Kinds of output that a page knows; `render.page` puts each in its place."""

MOST_OPEN = 4
"""Roles up to which a list of each stands open on a page."""


def esc(text: object) -> str:
    """Return any text as it can stand in HTML, within an element or a quoted attribute: nothing of it is markup."""
    return markup.escape(str(text), quote=True)


def join(*parts: "Block | str") -> str:
    """Return the HTML of blocks, and HTML as it is, one after the other."""
    return "".join(part.html if isinstance(part, Block) else part for part in parts)


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
        lead = lab.opening(styled=live())
        tail = (source_notes(self.passports.values()) if live() else "") + lab.CLOSING
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
