"""`rolepair sources`: the page about the data, rendered from its notebook."""

from pathlib import Path
from typing import Annotated

import typer

from helpers.console import step, tell_page

TITLE = "What are these figures made of?"


def sources(
    out: Annotated[Path | None, typer.Option(help="File or folder to write to; default: reports/sources.html.")] = None,
    major: Annotated[str, typer.Option(help="Only this major group of occupations, such as 43-0000 or 43.")] = "",
) -> None:
    """Render the page about the data: every source, what each occupation has, what is missing and why.

    Example: rolepair sources --major 43-0000
    """
    with step("Computing the coverage and writing the page"):
        path = render_sources(out, major=major)
    tell_page(path)


def render_sources(out: Path | None = None, *, major: str = "") -> Path:
    """Render the page and return its path: `reports/sources.html` (with the group's code, if any), or as `out` says.

    Raises `BadInput` for an unknown major group or a bad `out`, and the errors of `render.render`.
    """
    from helpers.coverage import major_group
    from helpers.paths import NOTEBOOKS
    from helpers.render.reports import render, report_path
    from helpers.tables import load

    code = major_group(major, load("occupations"))
    target = report_path(f"sources-{code}.html" if code else "sources.html", out)
    render(NOTEBOOKS / "sources.ipynb", {"major": code}, target, title=TITLE, names=None)
    return target
