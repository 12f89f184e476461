"""The commands on all occupations and tables, `rolepair atlas` and `sources`, and `rolepair explore`: JupyterLab."""

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.console import echo, step, tell_page
from helpers.cli.role import Out

EXPLORE = "explore.ipynb"


def atlas(
    out: Out = None,
    major: Annotated[str, typer.Option(help="Mark this major group of occupations, such as 43-0000 or 43.")] = "",
) -> None:
    """Render the page that maps all occupations: pay against growth, likeness of work, where pairs are clear.

    Example: rolepair atlas --major 29
    """
    with step("Computing all occupations and writing the page"):
        path = render_whole("atlas", out, major=major)
    tell_page(path)


def sources(
    out: Out = None,
    major: Annotated[str, typer.Option(help="Only this major group of occupations, such as 43-0000 or 43.")] = "",
) -> None:
    """Render the page about the data: what ships and how old it is, what each occupation has, what is missing and why.

    Example: rolepair sources --major 43-0000
    """
    with step("Computing the coverage and writing the page"):
        path = render_whole("sources", out, major=major)
    tell_page(path)


def render_whole(name: str, out: Path | None = None, *, major: str = "") -> Path:
    """Render the notebook `atlas` or `sources` to `reports/NAME.html` (or `NAME-43-0000.html`), or as `out` says.

    Raises `BadInput` for an unknown major group or a bad `out`, and the errors of `render.reports.render`.
    """
    from helpers.base.paths import NOTEBOOKS
    from helpers.render.reports import render, report_path
    from helpers.whole.coverage import major_group

    code = major_group(major)
    target = report_path(f"{name}-{code}.html" if code else f"{name}.html", out)
    return render(NOTEBOOKS / f"{name}.ipynb", {"major": code}, target, title="")


def explore(
    context: typer.Context,
    browser: Annotated[bool, typer.Option(help="Open the browser; otherwise JupyterLab prints its address.")] = True,
) -> None:
    """Open the exploring notebook in JupyterLab: pick two roles and filters by hand, and see the charts change.

    Without a checkout of the project, the notebooks are first copied into ./notebooks. Options that are not listed
    here reach JupyterLab. Stop it with Ctrl-C. Examples: rolepair explore; rolepair explore --allow-root --port 9000
    """
    import subprocess

    folder = own_notebooks()
    echo(f"The notebooks are in {folder}")
    command = explore_command(folder, browser=browser)
    raise typer.Exit(subprocess.run([*command, *context.args], check=False).returncode)


def own_notebooks() -> Path:
    """Return the folder of notebooks that the user may change: the checkout's, or `notebooks/` in the current folder.

    Into the latter those of the installed package are copied; what is there already is the user's and stays.
    """
    import shutil

    from helpers.base.files import aside
    from helpers.base.paths import INSTALLED, NOTEBOOKS

    if not INSTALLED:
        return NOTEBOOKS
    folder = Path("notebooks").resolve()
    for notebook in NOTEBOOKS.glob("*.ipynb"):
        if not (folder / notebook.name).exists():
            with aside(folder / notebook.name) as unfinished:
                shutil.copyfile(notebook, unfinished)
    return folder


def explore_command(folder: Path, *, browser: bool = True) -> list[str]:
    """Return the command line that opens the exploring notebook of `folder` with the Python that runs this."""
    import sys

    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command.append(f"--LabApp.default_url=/lab/tree/{EXPLORE}")
    return command if browser else [*command, "--no-browser"]
