"""The `rolepair` command: a thin skin over the functions of the package."""

import atexit
import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from helpers.base.errors import UserError
from helpers.base.memory import spare_addresses
from helpers.cli.answers import check, path, search, switch
from helpers.cli.batch import FAILED, batch
from helpers.cli.console import echo, use_plain_signs
from helpers.cli.data import data
from helpers.cli.pages import atlas, compare, index, profile, shortlist, sources

USER_MISTAKE = 2
NEEDED_MB = {"sources": 1900, "atlas": 1400, "data": 1400}
"""Addresses that a command takes at most, measured with `memory.SPARING`, with some room; others take `PAGE_MB`."""
PAGE_MB = 1100
EXPLORE = "explore.ipynb"
_LONG = {"batch", "data"}
_DATA = {
    "oews": "OEWS",
    "ep": "Employment Projections",
    "onet": "O*NET",
    "cps": "CPS",
    "rpp": "Regional Price Parities",
}

app = typer.Typer(
    name="rolepair",
    help="Which of these two roles? Compare two job titles on official figures, with the source behind every number.",
    epilog='Start with: rolepair compare "billing specialist" "account specialist"',
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(data, name="data")


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        from helpers.tables.sources import load_sources

        known = load_sources()
        releases = ", ".join(f"{name} {known[source].release}" for source, name in _DATA.items() if source in known)
        echo(f"rolepair {version('rolepair')}, data: {releases}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[  # noqa: ARG001 - its callback tells it
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Keep the option --version at the top, and say of a data folder that it holds nothing to judge its files by."""
    from helpers.base.paths import data_folder
    from helpers.tables.sources import CHECKSUMS

    if not data_folder().is_dir():
        from helpers.build.store import restore

        if restore(data_folder()):
            echo(f"{data_folder().name}/ stood aside since a refresh was killed; it is back in its place", err=True)
    if not (data_folder() / CHECKSUMS).is_file():
        echo(f"{CHECKSUMS} is missing in {data_folder().name}/: damage to its tables may pass unseen", err=True)


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
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command.append(f"--LabApp.default_url=/lab/tree/{EXPLORE}")
    return command if browser else [*command, "--no-browser"]


COMMANDS: tuple[Callable[..., None], ...] = (
    *(profile, switch, path, shortlist, atlas, batch, check, explore, sources, compare, index, search),
)
"""The commands besides `data`, as --help lists them."""
for one in COMMANDS:
    passing_on = {"allow_extra_args": True, "ignore_unknown_options": True} if one is explore else None
    app.command(context_settings=passing_on)(one)


def main() -> None:
    """Run the command; a user's mistake is told in a few lines without a traceback, exit status 2.

    What this machine lacks, memory or a disk that takes more, is told in one sentence, exit status 1.
    """
    use_plain_signs()
    atexit.register(gc.freeze)  # a search through all that was imported, just before it ends, is time lost
    if not _LONG & set(sys.argv[1:2]):
        gc.disable()  # likewise the searches while it is imported
    try:
        spare_addresses(NEEDED_MB.get("".join(sys.argv[1:2]), PAGE_MB))
        app()
    except UserError as error:
        echo(f"rolepair: {error}", err=True)
        sys.exit(USER_MISTAKE)
    except MemoryError:
        echo("rolepair: the memory ran out; raise its limit (ulimit -v, that of the container)", err=True)
        sys.exit(FAILED)
    except OSError as error:
        named = f" ({Path(error.filename).name[:80]})" if isinstance(error.filename, str) else ""
        echo(f"rolepair: {error.strerror or error}{named}; files that are there are whole", err=True)
        sys.exit(FAILED)
    finally:
        gc.enable()


if __name__ == "__main__":
    main()
