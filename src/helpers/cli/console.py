"""What a command prints: each step with its seconds, and at the end the page, what it is about and its finding."""

import codecs
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from helpers.base.errors import some

if TYPE_CHECKING:
    from helpers.tables.titles import Role

_ALSO = 3
_PLAIN_SIGNS = "plain signs"
_PLAIN = dict(zip("→−–—‑≈≥≤’“”", ("->", "-", "-", "-", "-", "~", ">=", "<=", "'", '"', '"'), strict=True))


@contextmanager
def step(words: str) -> Iterator[None]:
    """Say on standard error what is being done and, when it is over, how many seconds it took."""
    typer.echo(f"{words} ... ", nl=False, err=True)
    began = time.monotonic()
    try:
        yield
    finally:
        typer.echo(f"{time.monotonic() - began:.1f} s", err=True)


def tell_page(page: Path, roles: "Sequence[Role]" = ()) -> None:
    """Print the path of a page that was made, how each of its titles was read, and its finding."""
    from helpers.render.index import listed

    typer.echo(f"{page} ({page.stat().st_size / 1024:,.0f} KB)")
    for role in roles:
        read_as = f", read as {role.matched}," if role.matched else ""
        typer.echo(f"{role.typed}{read_as} → {role.leading.occupation} ({role.leading.soc_code})")
        if others := [f"{reading.occupation} ({reading.soc_code})" for reading in role.readings[1:]]:
            typer.echo(f"  also meant: {some(others, _ALSO)}")
    report = listed(page, page.parent)
    if report and report.finding:
        typer.echo(report.finding)


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
