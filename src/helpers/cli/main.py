"""The `rolepair` command: a thin skin over the functions of the package."""

import atexit
import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from helpers.base.errors import UserError
from helpers.base.memory import spare_addresses
from helpers.cli.batch import FAILED, batch
from helpers.cli.check import check
from helpers.cli.console import echo, print_table, step, tell_page, use_plain_signs
from helpers.cli.data import data
from helpers.cli.role import Areas, MissingToo, OpenIt, Out, Strict, joined, register
from helpers.cli.whole import atlas, explore, sources

USER_MISTAKE = 2
NEEDED_MB = {"sources": 1900, "atlas": 1400, "data": 1400}
"""Addresses that a command takes at most, measured with `memory.SPARING`, with some room; others take `PAGE_MB`."""
PAGE_MB = 1100
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
register(app)
app.command()(atlas)
app.command()(batch)
app.command()(check)
app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})(explore)
app.command()(sources)


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


@app.command()
def compare(
    role_a: Annotated[
        str, typer.Argument(metavar="A", help='First role: a job title ("billing specialist") or a code.')
    ],
    role_b: Annotated[
        str, typer.Argument(metavar="B", help="Second role: a job title, a SOC code or an O*NET-SOC code.")
    ],
    soc_a: Annotated[str, typer.Option(help="Read A as this SOC code, such as 43-3021.")] = "",
    soc_b: Annotated[str, typer.Option(help="Read B as this SOC code.")] = "",
    area: Areas = None,
    out: Out = None,
    allow_missing: MissingToo = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Also print it to PDF, through a Chromium on this machine.")
    ] = False,
    strict: Strict = False,
    open_it: OpenIt = False,
) -> None:
    """Render the report that compares two roles: one HTML file that opens anywhere, offline.

    Examples: rolepair compare accountant "financial analyst" --area Ohio; rolepair compare 43-3021 43-3031
    """
    from helpers.tables.titles import settle

    soc_a, soc_b = settle(role_a, soc_a, strict=strict), settle(role_b, soc_b, strict=strict)
    with step("Looking up the titles"):
        from helpers.render.reports import render_pair
        from helpers.tables.titles import resolve_pair

        roles = resolve_pair(role_a, role_b, soc_a, soc_b)
    with step("Computing the sections and writing the page"):
        options = {"soc_a": soc_a, "soc_b": soc_b, "area": joined(area)}
        path = render_pair(role_a, role_b, **options, out=out, allow_missing=allow_missing)
    tell_page(path, roles)
    if pdf:
        from helpers.render.pdf import print_page

        with step("Printing it to PDF"):
            printed = print_page(path)
        echo(str(printed))
    if open_it:
        typer.launch(str(path))


@app.command()
def index(
    folder: Annotated[Path | None, typer.Argument(help="Folder with reports; default: reports/.")] = None,
) -> None:
    """Write index.html: a searchable list of the reports in a folder, each with its one-line finding."""
    from helpers.base.paths import REPORTS
    from helpers.render.index import write_index

    echo(str(write_index(folder or REPORTS)))


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="A word or two of a job title, or the start of a SOC code (43-30).")],
    most: Annotated[int, typer.Option(min=1, max=100, help="How many rows to print.")] = 15,
) -> None:
    """Find job titles and the official occupations they are listed under."""
    from helpers.tables.title_lists import search_titles

    found = search_titles(text, most)
    rows = found[["title", "soc_code", "occupation", "list"]].to_numpy().tolist()
    print_table(("title", "SOC code", "occupation", "list"), rows)


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
