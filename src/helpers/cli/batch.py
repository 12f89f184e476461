"""`rolepair batch`: many pairs in one go."""

import os
import time
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from helpers.base.errors import BadInput
from helpers.cli.console import Strict, echo

FAILED = 1
tell = partial(echo, err=True)


def batch(
    pairs: Annotated[
        Path | None, typer.Argument(metavar="PAIRS.csv", help="Columns role_a, role_b; also soc_a, soc_b, area.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Every pair of detailed occupations: 344,035.")] = False,
    within: Annotated[str, typer.Option(help="Every pair under this code, such as 43-3000 or 43-0000.")] = "",
    top_employment: Annotated[int, typer.Option(min=0, help="Every pair of the N occupations with most jobs.")] = 0,
    area: Annotated[str, typer.Option(help="With the three options above: pay in this place.")] = "",
    out: Annotated[str, typer.Option(help="Folder, or an address such as s3://bucket/folder.")] = "reports/batch",
    workers: Annotated[int, typer.Option(min=1, max=256, help="Reports at a time.")] = 2,
    shard: Annotated[str, typer.Option(help="Only the part i/n, such as 1/4, for n machines with one folder.")] = "",
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds a report may take.")] = 120.0,
    memory: Annotated[int, typer.Option(min=64, help="Megabytes a report may take.")] = 2048,
    gzipped: Annotated[bool, typer.Option("--gzip", help="Compress each report: .html.gz.")] = False,
    index: Annotated[bool, typer.Option(help="Write index.html, in which every report can be found.")] = True,
    strict: Strict = False,
    dask: Annotated[str, typer.Option(help="Hand the work to this Dask scheduler: tcp://host:8786.")] = "",
) -> None:
    """Render many pairs; what is there and unchanged is left alone, and a run that was stopped goes on.

    Examples: rolepair batch pairs.csv; rolepair batch --within 43-3000; rolepair batch --all --shard 1/4 --out big
    """
    from tqdm import tqdm

    from helpers.batch.run import Workers, fingerprint, run_batch
    from helpers.batch.runs import all_pairs, from_csv, in_folders, shard_of, write_index
    from helpers.batch.store import open_store
    from helpers.render.pool import Limits, Pool, workers_for
    from helpers.render.reports import COMPARE

    if not hasattr(os, "fork"):
        raise BadInput(
            "this system cannot fork processes, as a batch does",
            expected="Linux or macOS, on Windows the subsystem for Linux",
            next_step="`rolepair compare A B` renders one report here too",
        )
    if (pairs is not None) + bool(every or within or top_employment) != 1:
        raise BadInput(
            "no list of pairs" if pairs is None else "two lists of pairs",
            expected="a CSV file, or --all, --within CODE or --top-employment N",
            next_step="such as `rolepair batch --within 43-3000`",
        )
    if pairs is not None:
        runs, mistakes = from_csv(pairs, strict=strict)
    else:
        runs, mistakes = all_pairs(within=within, top_employment=top_employment, area=area), []
    doubts = [words for run in runs for words in run.unsure]
    for words in doubts[:20]:
        tell(f"  {words}")
    if len(doubts) > 20:
        tell(f"  and {len(doubts) - 20:,} more titles read with doubt")
    runs = in_folders(runs)
    part = shard_of(runs, shard)
    name = f"-{shard.replace('/', '-of-')}" if shard else ""
    limits = Limits(seconds=timeout, megabytes=memory)

    def open_workers() -> Workers:
        if dask:
            from helpers.batch.cluster import OnDask

            return OnDask(dask, limits=limits, gzipped=gzipped, out=out)
        return Pool(workers=workers_for(workers, say=tell), limits=limits)

    store = open_store(out, name)
    began, ended = time.monotonic(), Counter[str]()
    with tqdm(total=len(part), unit="report", smoothing=0.05, dynamic_ncols=True, mininterval=0.5) as bar:

        def count(how: str) -> None:
            ended[how] += 1
            bar.initial += how == "unchanged"  # does not count for the rate
            if how == "failed":
                bar.set_postfix_str(f"{ended[how]} failed")
            bar.update()

        try:
            summary = run_batch(
                part,
                store,
                open_workers,
                notebook=COMPARE,
                made_from=fingerprint(COMPARE),
                name=name,
                gzipped=gzipped,
                mistakes=mistakes,
                on_end=count,
                say=tell,
            )
            if index:
                write_index(runs, open_store(out, f"{name}-index"), gzipped=gzipped)
        except KeyboardInterrupt:
            tell(f"stopped; what is in {out} is whole, and the same command goes on from there")
            raise typer.Exit(130) from None
        except OSError as error:
            where = f" ({Path(error.filename).name})" if isinstance(error.filename, str) else ""
            tell(
                f"stopped: {error.strerror or error}{where}; every report in {out} is whole, and the same command goes"
                " on from there"
            )
            raise typer.Exit(FAILED) from None
    seconds = max(time.monotonic() - began, 1e-9)
    done = summary.unchanged + summary.made
    echo(
        f"{out}: {summary.made:,} made, {summary.unchanged:,} unchanged, {len(summary.failures):,} failed in"
        f" {seconds:,.1f} s ({done / seconds:,.2f} a second)"
    )
    for what, why in summary.failures[:20]:
        tell(f"  {what}: {why.splitlines()[0]}")
    if summary.failures:
        tell(f"all {len(summary.failures):,} are listed in failures{name}.csv")
        raise typer.Exit(FAILED)
