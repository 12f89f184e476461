"""The `rolepair` command: a thin skin over the functions of the package."""

import atexit
import gc
import sys
from pathlib import Path
from typing import Annotated

import typer

from helpers.base.errors import UserError
from helpers.cli.batch import batch
from helpers.cli.check import check
from helpers.cli.console import step, tell_page, use_plain_signs
from helpers.cli.data import data
from helpers.cli.role import AREAS, STRICT, joined, register
from helpers.cli.whole import atlas, explore, sources

USER_MISTAKE = 2
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
        typer.echo(f"rolepair {version('rolepair')}, data: {releases}")
        raise typer.Exit


@app.callback()
def _common(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Keep the option --version at the top."""


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
    area: Annotated[list[str] | None, AREAS] = None,
    out: Annotated[Path | None, typer.Option(help="File or folder to write to; default: reports/.")] = None,
    allow_missing: Annotated[
        bool,
        typer.Option("--allow-missing", help="Take a report in which a section says that it could not be computed."),
    ] = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Also print it to PDF, through a Chromium on this machine.")
    ] = False,
    strict: Annotated[bool, STRICT] = False,
    open_it: Annotated[bool, typer.Option("--open", help="Open the report in the browser when it is done.")] = False,
) -> None:
    """Render the report that compares two roles: one HTML file that opens anywhere, offline.

    Examples: rolepair compare accountant "financial analyst" --area Ohio; rolepair compare 43-3021 43-3031
    """
    from helpers.tables.unsure import settle

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
        typer.echo(str(printed))
    if open_it:
        typer.launch(str(path))


@app.command()
def index(
    folder: Annotated[Path | None, typer.Argument(help="Folder with reports; default: reports/.")] = None,
) -> None:
    """Write index.html: a searchable list of the reports in a folder, each with its one-line finding."""
    from helpers.base.paths import REPORTS
    from helpers.render.index import write_index

    typer.echo(str(write_index(folder or REPORTS)))


@app.command()
def search(
    text: Annotated[str, typer.Argument(help="A word or two of a job title, or the start of a SOC code (43-30).")],
    most: Annotated[int, typer.Option(min=1, max=100, help="How many rows to print.")] = 15,
) -> None:
    """Find job titles and the official occupations they are listed under."""
    from rich.console import Console
    from rich.table import Table

    from helpers.tables.title_lists import search_titles

    found = search_titles(text, most)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("title", "SOC code", "occupation", "list"):
        table.add_column(heading, overflow="fold")
    for row in found[["title", "soc_code", "occupation", "list"]].itertuples(index=False):
        table.add_row(*(str(value) for value in row))
    Console(markup=False, highlight=False).print(table)


def main() -> None:
    """Run the command; a user's mistake is told in a few lines without a traceback, exit status 2."""
    use_plain_signs()
    atexit.register(gc.freeze)  # a search through all that was imported, just before it ends, is time lost
    if not _LONG & set(sys.argv[1:2]):
        gc.disable()  # likewise the searches while it is imported
    try:
        app()
    except UserError as error:
        typer.echo(f"rolepair: {error}", err=True)
        sys.exit(USER_MISTAKE)
    finally:
        gc.enable()
