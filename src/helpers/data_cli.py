"""`rolepair data ...`: what tables are here, and how to build them."""

from pathlib import Path
from typing import Annotated

import typer

data = typer.Typer(help="Look at the shipped tables, build them, or fetch newer ones.", no_args_is_help=True)


@data.command()
def status() -> None:
    """List every table with its rows, size, release and licence; fails if one is missing or damaged."""
    from rich.console import Console
    from rich.table import Table

    from helpers.paths import data_folder
    from helpers.schemas import ALL
    from helpers.sources import sources_of
    from helpers.tables import load

    table = Table(box=None, header_style="bold", pad_edge=False)
    for heading in ("table", "rows", "KB", "source and release"):
        table.add_column(heading, overflow="fold", justify="right" if heading in ("rows", "KB") else "left")
    for name, schema in ALL.items():
        size = len(load(name, columns=list(schema.key)))
        kilobytes = (data_folder() / schema.file).stat().st_size / 1024
        where = "; ".join(dict.fromkeys(f"{source.title}, {source.release}" for source in sources_of(name)))
        table.add_row(name, f"{size:,}", f"{kilobytes:,.0f}", where)
    Console(markup=False, highlight=False).print(table)


@data.command()
def build(
    folder: Annotated[Path, typer.Option("--from", help="Folder with the publishers' files, at any depth below it.")],
) -> None:
    """Build every table from the publishers' files; the old tables stay if anything is wrong with the new ones."""
    from helpers.build.run import build_tables
    from helpers.paths import data_folder

    rows = build_tables(folder, data_folder(), say=typer.echo)
    typer.echo("built " + ", ".join(f"{name} {count:,}" for name, count in rows.items()))
