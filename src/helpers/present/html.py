"""Trusted markup and the few blocks of text a section is made of.

`Html` is the only type that is taken as markup; every other text that goes through here is escaped.
"""

import html
import re
import unicodedata
from collections.abc import Iterable

_ACTIVE = frozenset("&<>\"'\\`*_[](){}#|~$!+\n\r")


class Html(str):
    """Markup that `present` made. Shows itself in a notebook; `+` joins two blocks to one."""

    __slots__ = ()

    def _repr_html_(self) -> str:
        return str(self)

    def __add__(self, other: str) -> "Html":
        """Return both blocks, one after the other; a plain text on the right is escaped."""
        return Html(str(self) + markup(other))


def escape(text: object) -> str:
    """Return any text as it can stand in HTML (and in a Markdown cell): no character of it acts as markup."""
    return "".join(f"&#{ord(c)};" if c in _ACTIVE else c for c in str(text))


def markup(text: object) -> str:
    """Return `Html` as it is and everything else escaped."""
    return str(text) if isinstance(text, Html) else html.escape(str(text), quote=True)


def section_id(heading: str) -> str:
    """Return the id that a section's heading, in plain text, gives it on the page, where links to it lead."""
    plain = unicodedata.normalize("NFKD", heading.casefold()).encode("ascii", "ignore").decode()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:60].strip("-") or "section"


def bdi(text: object) -> Html:
    """Return a text of unknown direction, kept from turning its surroundings around."""
    return Html(f"<bdi>{markup(text)}</bdi>")


def show(*blocks: str) -> Html:
    """Return the blocks joined in order; as the last expression of a cell it is the section's content."""
    return Html("\n".join(markup(block) for block in blocks if block))


def sentences(*texts: str) -> Html:
    """Return one paragraph; each argument is a sentence."""
    return Html(f"<p>{' '.join(markup(text) for text in texts if text)}</p>")


def finding(*texts: str) -> Html:
    """Return a paragraph that is the page's finding in one line, for its description and the list of reports."""
    return Html(f'<p class="finding">{" ".join(markup(text) for text in texts if text)}</p>')


def bullets(items: Iterable[str], *, ordered: bool = False) -> Html:
    """Return a list; raises ValueError if it would be empty: say in words that there is nothing."""
    rows = [f"<li>{markup(item)}</li>" for item in items]
    if not rows:
        raise ValueError("a list needs an item; say in a sentence that there is none")
    tag = "ol" if ordered else "ul"
    return Html(f"<{tag}>{''.join(rows)}</{tag}>")


def callout(*texts: str, kind: str = "note", heading: str = "") -> Html:
    """Return a boxed remark. `kind`: `note`, `caution` (a limit of what follows) or `missing` (nothing to show)."""
    label = heading or {"note": "Note", "caution": "Read with care", "missing": "Not shown"}[kind]
    body = " ".join(markup(text) for text in texts if text)
    return Html(f'<div class="callout {kind}"><p><strong>{markup(label)}.</strong> {body}</p></div>')


def details(summary: str, *blocks: str, in_print: bool = True) -> Html:
    """Return blocks behind a line that opens them; open in print, unless they are too long for paper."""
    kind = "" if in_print else ' class="screen-only"'
    return Html(f"<details{kind}><summary>{markup(summary)}</summary>{show(*blocks)}</details>")


def columns(*blocks: str) -> Html:
    """Return blocks side by side where the page is wide enough, else one below the other: charts of the two roles."""
    return Html(f'<div class="columns">{"".join(f"<div>{markup(block)}</div>" for block in blocks if block)}</div>')


def handout(*blocks: str) -> Html:
    """Return blocks that make up the first printed page; a page break follows them in print."""
    return Html(f'<div class="handout">{show(*blocks)}</div>')


def print_only(*blocks: str) -> Html:
    """Return blocks that are shown on paper only, such as the questions of the hand-out."""
    return Html(f'<div class="print-only">{show(*blocks)}</div>')


def key_facts(facts: Iterable[tuple[str, str]]) -> Html:
    """Return a list of (name, text) pairs, such as title and occupation, as a description list."""
    rows = [f"<div><dt>{markup(name)}</dt><dd>{markup(text)}</dd></div>" for name, text in facts]
    if not rows:
        raise ValueError("a list of facts needs a fact; say in a sentence that there is none")
    return Html(f'<dl class="facts">{"".join(rows)}</dl>')


def role_name(name: str, side: str) -> Html:
    """Return a role's name with its mark: side `a` a filled circle, side `b` a diamond, as in every chart."""
    mark = {"a": "●", "b": "◆"}[side]
    return Html(
        f'<span class="role-{side}"><span class="mark" aria-hidden="true">{mark}&nbsp;</span>{bdi(name)}</span>'
    )
