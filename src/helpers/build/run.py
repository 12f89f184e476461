"""Build every table from the publishers' files, aside, and put the new set in place only if all of it is sound."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pyarrow as pa

from helpers.build import oews, titles
from helpers.build.raw import Built
from helpers.build.store import check_all, replaced, update_sources, write_checksums, write_table
from helpers.errors import BadInput
from helpers.schemas import ALL

Step = Callable[[Path, dict[str, "pd.DataFrame | pa.Table"]], Built]


def _titles(folder: Path, made: dict[str, "pd.DataFrame | pa.Table"]) -> Built:
    occupations = made["occupations"]
    assert isinstance(occupations, pd.DataFrame)
    return titles.build(folder, occupations)


STEPS: tuple[Step, ...] = (
    lambda folder, _: oews.build(folder),
    _titles,
)
"""The builders in order; each gets the folder of raw files and the tables made before it."""


def build_tables(folder: Path, data: Path, *, say: Callable[[str], None] = lambda _: None) -> dict[str, int]:
    """Build all tables from the raw files below `folder` into `data`; return the number of rows of each table.

    Curated tables (roles, market claims) stay as they are and are checked with the rest. Nothing in `data` changes
    unless every table was built, written and read back without a fault.
    Raises `BadInput` or `DamagedTable` with what was found.
    """
    if not folder.is_dir():
        raise BadInput(
            f"there is no folder {folder.name}/",
            expected="a folder with the publishers' files",
            next_step="give its path with --from; data/README.md lists the files",
        )
    made: dict[str, pd.DataFrame | pa.Table] = {}
    files: dict[str, list[Path]] = {}
    releases: dict[str, dict[str, str]] = {}
    for step in STEPS:
        built = step(folder, made)
        say("read " + ", ".join(built.files))
        made |= built.tables
        for source, paths in built.files.items():
            files[source] = sorted({*files.get(source, []), *paths})
        for source, fields in built.releases.items():
            releases[source] = releases.get(source, {}) | fields
    with replaced(data) as aside:
        for name, rows in made.items():
            write_table(rows, ALL[name], aside)
        update_sources(aside, files, releases)
        write_checksums(aside)
        say("checking every table")
        return check_all(aside)
