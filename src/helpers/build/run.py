"""Build every table from the publishers' files, aside, and put the new set in place only if all of it is sound."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa

from helpers.base.errors import BadInput
from helpers.build import abroad, cps, crosswalks, oews, onet, outlook, rpp, titles
from helpers.build.raw import Built
from helpers.build.store import check_all, replaced, update_sources, write_checksums, write_dictionary, write_table
from helpers.tables.spec import ALL

Made = dict[str, "pd.DataFrame | pa.Table"]


@dataclass(frozen=True)
class Step:
    """One builder: the sources whose raw files it may read, the tables it reads, those it makes, and the call.

    `reads` are tables that an earlier step makes, or curated ones of the data folder; a table that a later step makes
    again (with more columns or rows) stands in `makes` of both, and the later step gives the same if it reads its own.
    The builder gets the folder of raw files, if it has sources, and each table that it reads.
    """

    sources: tuple[str, ...]
    reads: tuple[str, ...]
    makes: tuple[str, ...]
    builder: Callable[..., Built]

    def build(self, folder: Path, made: Made) -> Built:
        """Return what the builder makes, which must be what the step declares."""
        built = self.builder(*([folder] if self.sources else []), *(made[name] for name in self.reads))
        assert set(built.tables) == set(self.makes), f"made {sorted(built.tables)}, declared {sorted(self.makes)}"
        return built


_PROJECTED = ("projections", "entry_requirements", "attainment", "ep_onet")
_LISTED = ("soc_codes", "soc_2010", "onet_codes", "titles", "occupations")
_PEOPLE = ("people", "ages", "weekly_earnings", "cps_occupations")
_ABROAD = ("abroad_codes", "abroad_pay", "soc_codes", "occupations")
_LINKED = ("soc_codes", "occupations", "projections", "census_codes", "census_soc")
STEPS: tuple[Step, ...] = (
    Step(("oews",), (), ("pay", "occupations", "areas", "industries", "footnotes"), oews.build),
    Step(("oews_history", "oews"), ("pay", "occupations"), ("pay_years",), oews.build_years),
    Step(("soc", "onet_soc", "onet"), ("occupations",), _LISTED, titles.build),
    Step(("onet", "onet_ratings"), ("onet_codes",), onet.MAKES, onet.build),
    Step((), ("ratings",), ("facet_scale", "facet_anchors"), onet.build_facet_scale),
    Step(("rpp",), ("areas",), ("prices", "price_areas"), rpp.build),
    Step(("ai_exposure",), ("onet_codes",), ("ai_exposure",), outlook.build_exposure),
    Step(("ai_use",), ("activity_names",), ("ai_use", "activity_use"), outlook.build_use),
    Step(("ep",), (), _PROJECTED, outlook.build),
    Step(("ep_newest",), (), ("newest_projections",), outlook.build_newest),
    Step(("census",), ("soc_codes",), ("census_codes", "census_soc"), crosswalks.build_census),
    Step(("cip",), ("soc_codes",), ("programs",), crosswalks.build_programs),
    Step(("cps",), ("census_codes",), _PEOPLE, cps.build),
    Step(("noc", "soc_crosswalks", "uk_index"), (), ("abroad_codes",), abroad.build_codes),
    Step(("canada_wages", "uk_ashe"), (), ("abroad_pay",), abroad.build_pay),
    Step((), _ABROAD, ("abroad_links",), abroad.build_links),
    Step(("ppp",), (), ("purchasing_power",), abroad.build_purchasing_power),
    Step((), _LINKED, ("occupation_links",), crosswalks.build_links),
    Step((), crosswalks.ONET_LINKS_READ, ("onet_coverage", "occupation_links"), crosswalks.build_onet_links),
)
"""The builders in order: a step comes after those whose tables it reads."""


def describe(step: Step, built: Built) -> str:
    """Return in words what a step did."""
    return "read " + ", ".join(built.files) if built.files else "linked " + ", ".join(step.makes)


def finish(done: Built, aside: Path, *, sources: Collection[str] | None = None, retrieved: str = "") -> None:
    """Bring the index of titles, sources.yml, the dictionary and the checksums of `aside` in line with its tables.

    `sources` are those whose entries change (all that were read if None); `retrieved` is the date they get.
    """
    chosen = done.files if sources is None else {name: done.files[name] for name in done.files if name in sources}
    read = set(titles.INDEX_READS)
    if read & set(done.tables) and all((aside / ALL[name].file).is_file() for name in read):
        titles.write_index(aside)
    update_sources(aside, chosen, {name: done.releases.get(name, {}) for name in chosen}, retrieved=retrieved)
    write_dictionary(aside)
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
    done = Built({}, {})
    for step in STEPS:
        built = step.build(folder, done.tables)
        done.add(built)
        say(describe(step, built))
    with replaced(data) as aside:
        for name, rows in done.tables.items():
            write_table(rows, ALL[name], aside)
        finish(done, aside)
        say("checking every table")
        return check_all(aside)
