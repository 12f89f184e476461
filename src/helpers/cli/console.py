"""What the commands share: their options, and how they print steps with seconds, tables, a page and its finding."""

import codecs
import sys
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from unicodedata import category

import typer

from helpers.base.errors import some

if TYPE_CHECKING:
    from helpers.tables.titles import Role

PLACE = 'Pay in this place: "Ohio", OH, "Denver" or an area code'
Areas = Annotated[list[str] | None, typer.Option("--area", help=f"{PLACE}; again for more places beside it.")]
Out = Annotated[Path | None, typer.Option(help="File or folder to write to; default: reports/.")]
MissingToo = Annotated[
    bool, typer.Option("--allow-missing", help="Take a page in which a section says that it could not be computed.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Refuse a title that is read with doubt, instead of asking or telling.")
]
OpenIt = Annotated[bool, typer.Option("--open", help="Open the page in the browser when it is done.")]
"""Options that several commands have."""

_ALSO = 3
_SHOWN = "\n\u200c\u200d"
"""What may reach a terminal although it is a sign of control or format: the line's end, and joiners within words."""
_OBEYED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_PLAIN_SIGNS = "plain signs"
_PLAIN = dict(zip("→−–—‑≈≥≤’“”", ("->", "-", "-", "-", "-", "~", ">=", "<=", "'", '"', '"'), strict=True))


def escaped(words: str) -> str:
    """Return text in which signs that a terminal obeys (escapes, NUL, marks of direction) are shown as \\x1b is."""
    return "".join(repr(c)[1:-1] if category(c) in _OBEYED and c not in _SHOWN else c for c in words)


def echo(words: object = "", *, err: bool = False) -> None:
    """Print a line, on standard error if asked, in which nothing is obeyed that a terminal would."""
    typer.echo(escaped(str(words)), err=err)


def print_table(headings: Sequence[str], rows: Iterable[Sequence[object]], numbers: Collection[str] = ()) -> None:
    """Print rows under their headings, folded to the width of the terminal; `numbers` stand to the right."""
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold", justify="right" if heading in numbers else "left")
    for row in rows:
        table.add_row(*(escaped(str(cell)) for cell in row))
    Console(markup=False, highlight=False).print(table)


@contextmanager
def step(words: str) -> Iterator[None]:
    """Say on standard error what is being done and, when it is over, how many seconds it took."""
    typer.echo(f"{words} ... ", nl=False, err=True)
    began = time.monotonic()
    try:
        yield
    finally:
        typer.echo(f"{time.monotonic() - began:.1f} s", err=True)


def tell_page(page: Path, roles: "Sequence[Role]" = (), *, open_it: bool = False) -> None:
    """Print the path of a page that was made, how each of its titles was read, and its finding; open it if asked."""
    from helpers.render.index import listed

    echo(f"{page} ({page.stat().st_size / 1024:,.0f} KB)")
    for role in roles:
        read_as = f", read as {role.matched}," if role.matched else ""
        echo(f"{role.typed}{read_as} → {role.leading.occupation} ({role.leading.soc_code})")
        if others := [f"{reading.occupation} ({reading.soc_code})" for reading in role.readings[1:]]:
            echo(f"  also meant: {some(others, _ALSO)}")
    report = listed(page, page.parent)
    if report and report.finding:
        echo(report.finding)
    if open_it:
        typer.launch(str(page))


def use_plain_signs() -> None:
    """Let a stream that cannot hold an arrow, a dash or a minus sign show a plain sign in its place."""
    codecs.register_error(_PLAIN_SIGNS, _plain)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors=_PLAIN_SIGNS)


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def joined(areas: list[str] | None) -> str:
    """Return the areas of a repeated option as one text, with semicolons between them."""
    return "; ".join(areas or ())
