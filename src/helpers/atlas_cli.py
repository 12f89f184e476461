"""`rolepair atlas`: the page on all occupations, and `rolepair explore`: JupyterLab at the exploring notebook."""

from pathlib import Path
from typing import Annotated

import typer

EXPLORE = "explore.ipynb"
TITLE = "Where do all the occupations stand?"


def atlas(
    out: Annotated[Path | None, typer.Option(help="File or folder to write to; default: reports/atlas.html.")] = None,
    major: Annotated[str, typer.Option(help="Mark this major group of occupations, such as 43-0000 or 43.")] = "",
) -> None:
    """Render the page that maps all occupations: pay against outlook, likeness of work, where pairs are clear.

    Example: rolepair atlas --major 29
    """
    path = render_atlas(out, major=major)
    typer.echo(f"{path} ({path.stat().st_size / 1024:,.0f} KB)")


def explore(
    browser: Annotated[bool, typer.Option(help="Open the browser; otherwise JupyterLab prints its address.")] = True,
) -> None:
    """Open the exploring notebook in JupyterLab: pick two roles and filters by hand, and see the charts change.

    Stop it with Ctrl-C. Example: rolepair explore
    """
    import subprocess

    command = explore_command(browser=browser)
    raise typer.Exit(subprocess.run(command, check=False).returncode)


def explore_command(*, browser: bool = True) -> list[str]:
    """Return the command line that opens the exploring notebook with the Python that runs this."""
    import sys

    from helpers.paths import NOTEBOOKS

    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={NOTEBOOKS}"]
    command.append(f"--LabApp.default_url=/lab/tree/{EXPLORE}")
    return command if browser else [*command, "--no-browser"]


def render_atlas(out: Path | None = None, *, major: str = "") -> Path:
    """Render the page and return its path: `reports/atlas.html` (with the marked group's code), or as `out` says.

    Raises `BadInput` for an unknown major group or a bad `out`, and the errors of `render.render`.
    """
    from helpers.coverage import major_group
    from helpers.paths import NOTEBOOKS
    from helpers.render.reports import render, report_path
    from helpers.tables import load

    code = major_group(major, load("occupations"))
    target = report_path(f"atlas-{code}.html" if code else "atlas.html", out)
    render(NOTEBOOKS / "atlas.ipynb", {"major": code}, target, title=TITLE, names=None)
    return target
