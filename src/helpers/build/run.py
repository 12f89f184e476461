"""Build every table from the publishers' files, aside, and put the new set in place only if all of it is sound."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa

from helpers.base.errors import BadInput
from helpers.build import (
    abroad_codes,
    abroad_links,
    abroad_pay,
    ai_exposure,
    ai_use,
    census,
    cps,
    dictionary,
    facet_scale,
    links,
    newest_projections,
    oews,
    onet,
    onet_links,
    pay_years,
    programs,
    projections,
    rpp,
    title_index,
    titles,
)
from helpers.build.raw import Built
from helpers.build.store import check_all, replaced, update_sources, write_checksums, write_table
from helpers.tables.spec import ALL

Made = dict[str, "pd.DataFrame | pa.Table"]


@dataclass(frozen=True)
class Step:
    """One builder: the sources whose raw files it may read, the tables it reads, those it makes, and the call.

    `reads` are tables that an earlier step makes, or curated ones of the data folder; a table that a later step makes
    again (with more columns or rows) stands in `makes` of both, and the later step gives the same if it reads its own.
    The call gets the folder of raw files and the tables.
    """

    sources: tuple[str, ...]
    reads: tuple[str, ...]
    makes: tuple[str, ...]
    build: Callable[[Path, Made], Built]


@dataclass
class Outcome:
    """What some steps made: tables by name, raw files by source, and fields of sources.yml read from those files."""

    tables: Made = field(default_factory=dict)
    files: dict[str, list[Path]] = field(default_factory=dict)
    releases: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, step: Step, built: Built) -> None:
        """Take in what one step made, which must be what it declares."""
        assert set(built.tables) == set(step.makes), f"made {sorted(built.tables)}, declared {sorted(step.makes)}"
        self.tables |= built.tables
        for source, paths in built.files.items():
            self.files[source] = sorted({*self.files.get(source, []), *paths})
        for source, fields in built.releases.items():
            self.releases[source] = self.releases.get(source, {}) | fields


def frame(made: Mapping[str, "pd.DataFrame | pa.Table"], name: str) -> pd.DataFrame:
    """Return one of the tables made before as a frame."""
    table = made[name]
    assert isinstance(table, pd.DataFrame), f"{name} is no frame"
    return table


STEPS: tuple[Step, ...] = (
    Step(
        sources=("oews",),
        reads=(),
        makes=("pay", "occupations", "areas", "industries", "footnotes"),
        build=lambda folder, _: oews.build(folder),
    ),
    Step(
        sources=("oews_history", "oews"),
        reads=("pay", "occupations"),
        makes=("pay_years",),
        build=lambda folder, made: pay_years.build(folder, made["pay"], frame(made, "occupations")),
    ),
    Step(
        sources=("soc", "onet_soc", "onet"),
        reads=("occupations",),
        makes=("soc_codes", "soc_2010", "onet_codes", "titles", "occupations"),
        build=lambda folder, made: titles.build(folder, frame(made, "occupations")),
    ),
    Step(
        sources=("onet", "onet_ratings"),
        reads=("onet_codes",),
        makes=onet.MAKES,
        build=lambda folder, made: onet.build(folder, frame(made, "onet_codes")),
    ),
    Step(
        sources=(),
        reads=("ratings", "elements"),
        makes=("facet_scale", "facet_anchors"),
        build=lambda _, made: facet_scale.build(frame(made, "ratings"), frame(made, "elements")),
    ),
    Step(
        sources=("rpp",),
        reads=("areas",),
        makes=("prices", "price_areas"),
        build=lambda folder, made: rpp.build(folder, frame(made, "areas")),
    ),
    Step(
        sources=("ai_exposure",),
        reads=("onet_codes",),
        makes=("ai_exposure",),
        build=lambda folder, made: ai_exposure.build(folder, frame(made, "onet_codes")),
    ),
    Step(
        sources=("ai_use",),
        reads=("activity_names",),
        makes=("ai_use", "activity_use"),
        build=lambda folder, made: ai_use.build(folder, frame(made, "activity_names")),
    ),
    Step(
        sources=("ep",),
        reads=(),
        makes=("projections", "entry_requirements", "attainment", "ep_onet"),
        build=lambda folder, _: projections.build(folder),
    ),
    Step(
        sources=("ep_newest",),
        reads=(),
        makes=("newest_projections",),
        build=lambda folder, _: newest_projections.build(folder),
    ),
    Step(
        sources=("census",),
        reads=("soc_codes",),
        makes=("census_codes", "census_soc"),
        build=lambda folder, made: census.build(folder, frame(made, "soc_codes")),
    ),
    Step(
        sources=("cip",),
        reads=("soc_codes",),
        makes=("programs",),
        build=lambda folder, made: programs.build(folder, frame(made, "soc_codes")),
    ),
    Step(
        sources=("cps",),
        reads=("census_codes",),
        makes=("people", "ages", "weekly_earnings", "cps_occupations"),
        build=lambda folder, made: cps.build(folder, frame(made, "census_codes")),
    ),
    Step(
        sources=("noc", "soc_crosswalks", "uk_index"),
        reads=(),
        makes=("abroad_codes",),
        build=lambda folder, _: abroad_codes.build(folder),
    ),
    Step(
        sources=("canada_wages", "uk_ashe"),
        reads=(),
        makes=("abroad_pay",),
        build=lambda folder, _: abroad_pay.build(folder),
    ),
    Step(
        sources=(),
        reads=("abroad_codes", "abroad_pay", "soc_codes", "occupations"),
        makes=("abroad_links",),
        build=lambda _, made: abroad_links.build(
            *(frame(made, name) for name in ("abroad_codes", "abroad_pay", "soc_codes", "occupations"))
        ),
    ),
    Step(
        sources=("ppp",),
        reads=(),
        makes=("purchasing_power",),
        build=lambda folder, _: abroad_links.build_purchasing_power(folder),
    ),
    Step(
        sources=(),
        reads=links.READS,
        makes=("occupation_links",),
        build=lambda _, made: links.build({name: frame(made, name) for name in links.READS}),
    ),
    Step(
        sources=(),
        reads=onet_links.READS,
        makes=("onet_coverage", "occupation_links"),
        build=lambda _, made: onet_links.build({name: frame(made, name) for name in onet_links.READS}),
    ),
)
"""The builders in order: a step comes after those whose tables it reads."""


def describe(step: Step, built: Built) -> str:
    """Return in words what a step did."""
    return "read " + ", ".join(built.files) if built.files else "linked " + ", ".join(step.makes)


def finish(done: Outcome, aside: Path, *, sources: Collection[str] | None = None, retrieved: str = "") -> None:
    """Bring the index of titles, sources.yml, the dictionary and the checksums of `aside` in line with its tables.

    `sources` are those whose entries change (all that were read if None); `retrieved` is the date they get.
    """
    chosen = done.files if sources is None else {name: done.files[name] for name in done.files if name in sources}
    if title_index.can_build(aside) and set(done.tables) & set(title_index.READS):
        title_index.write(aside)
    update_sources(aside, chosen, {name: done.releases.get(name, {}) for name in chosen}, retrieved=retrieved)
    dictionary.write(aside)
    write_checksums(aside)


def build_tables(folder: Path, data: Path, *, say: Callable[[str], None] = lambda _: None) -> dict[str, int]:
    """Build all tables from the raw files below `folder` into `data`; return the number of rows of each table.

    Curated tables (words and readings of titles, market claims) stay as they are and are checked with the rest. Nothing
    in `data` changes unless every table was built, written and read back without a fault.
    Raises `BadInput` or `DamagedTable` with what was found.
    """
    if not folder.is_dir():
        raise BadInput(
            f"there is no folder {folder.name}/",
            expected="a folder with the publishers' files",
            next_step="give its path with --from; data/README.md lists the files",
        )
    done = Outcome()
    for step in STEPS:
        built = step.build(folder, done.tables)
        done.add(step, built)
        say(describe(step, built))
    with replaced(data) as aside:
        for name, rows in done.tables.items():
            write_table(rows, ALL[name], aside)
        finish(done, aside)
        say("checking every table")
        return check_all(aside)
