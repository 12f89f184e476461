"""`rolepair data ...`: what tables are here, whether they are sound, and how to build or renew them."""

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.console import echo, print_table

_ADDED = {
    "onet-tasks": "rolepair data add onet-tasks --from FOLDER|URL",
    "company-pay": "rolepair data add company-pay FILE.csv",
}
"""What can be added, and how."""
data = typer.Typer(
    help="Look at the shipped tables, check them, build them, or fetch newer ones.", no_args_is_help=True
)


@data.command()
def status() -> None:
    """List every table with its rows, size, release and licence; fails if one is missing or damaged."""
    from helpers.base.paths import data_folder
    from helpers.tables.load import load
    from helpers.tables.sources import sources_of
    from helpers.tables.spec import ALL

    rows: list[tuple[str, ...]] = []
    for name, schema in ALL.items():
        size = len(load(name, columns=list(schema.key)))
        kilobytes = (data_folder() / schema.file).stat().st_size / 1024
        where = "; ".join(dict.fromkeys(f"{source.title}, {source.release}" for source in sources_of(name)))
        rows.append((name, f"{size:,}", f"{kilobytes:,.0f}", where))
    print_table(("table", "rows", "KB", "source and release"), rows, numbers=("rows", "KB"))


@data.command()
def verify() -> None:
    """Check every table again: checksums, schemas, keys, sources and the totals that publishers print."""
    from helpers.base.paths import data_folder
    from helpers.build.verify import verify as verify_all

    found = verify_all(data_folder(), say=lambda _: None)
    bad = found[~found["ok"]]
    if len(bad):
        print_table(("check", "table", "what"), bad[["check", "table", "message"]].to_numpy().tolist())
    echo(f"{len(found) - len(bad)} of {len(found)} checks hold")
    if len(bad):
        raise typer.Exit(1)


@data.command()
def build(
    folder: Annotated[Path, typer.Option("--from", help="Folder with the publishers' files, at any depth below it.")],
) -> None:
    """Build every table from the publishers' files; the old tables stay if anything is wrong with the new ones."""
    from helpers.base.paths import data_folder
    from helpers.build.run import build_tables

    rows = build_tables(folder, data_folder(), say=echo)
    echo("built " + ", ".join(f"{name} {count:,}" for name, count in rows.items()))


@data.command()
def refresh(
    sources: Annotated[
        list[str] | None, typer.Argument(help="Sources to fetch (ids in sources.yml); default: all.")
    ] = None,
    by_hand: Annotated[Path | None, typer.Option("--from", help="Folder of files you saved yourself.")] = None,
    accept: Annotated[
        bool, typer.Option("--accept-losses", help="Take the new tables even if they look worse.")
    ] = False,
) -> None:
    """Fetch the newest releases, build them aside, show what changed, and only then put them in place."""
    from datetime import UTC, datetime

    from helpers.base.paths import data_folder
    from helpers.build.refresh import refresh as refresh_sources

    today = datetime.now(UTC).date().isoformat()
    done = refresh_sources(sources or [], data_folder(), by_hand=by_hand, accept=accept, today=today, say=echo)
    for source, (before, now) in done.releases.items():
        echo(f"{source}: {before} -> {now}")
    if done.up_to_date:
        echo("up to date: " + ", ".join(done.up_to_date))


@data.command()
def add(
    what: Annotated[str, typer.Argument(help="What to install: onet-tasks or company-pay.")],
    file: Annotated[Path | None, typer.Argument(help="The CSV file of company-pay.")] = None,
    origin: Annotated[str, typer.Option("--from", help="Folder or address of the O*NET files.")] = "",
) -> None:
    """Install on this machine what does not ship: O*NET's task statements (CC BY 4.0), or a pay table of your own.

    Examples: rolepair data add onet-tasks --from FOLDER; rolepair data add company-pay pay.csv
    """
    from helpers.base.errors import BadInput
    from helpers.build.added import add_company_pay, add_tasks

    given = origin or (str(file) if file else "")
    if what not in _ADDED or not given:
        raise BadInput(
            f"there is no {what!r} to add" if what not in _ADDED else f"{what} from where?",
            expected=" or ".join(_ADDED),
            next_step=_ADDED.get(what, "; ".join(_ADDED.values())),
        )
    if what == "company-pay":
        add_company_pay(Path(given), say=echo)
    else:
        add_tasks(given, say=echo)


@data.command()
def remove(what: Annotated[str, typer.Argument(help="What to take away: onet-tasks or company-pay.")]) -> None:
    """Take away again what `rolepair data add` has installed on this machine."""
    from contextlib import suppress

    from helpers.base.errors import BadInput
    from helpers.tables.added import ABOUT, COMPANY_PAY, TABLES, company_folder, tasks_folder

    if what not in _ADDED:
        raise BadInput(f"there is no {what!r} to take away", expected=" or ".join(_ADDED), next_step="name one of them")
    files = [COMPANY_PAY.file] if what == "company-pay" else [ABOUT, *(table.file for table in TABLES)]
    folder = company_folder() if what == "company-pay" else tasks_folder()
    there = [folder / name for name in files if (folder / name).is_file()]
    for path in there:
        path.unlink()
    with suppress(OSError):  # what else lies there is not ours
        folder.rmdir()
    echo(f"took {what} away" if there else f"no {what} was installed")
