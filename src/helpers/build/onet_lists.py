"""O*NET lists: element names, job zones, technologies, related occupations, detailed work activities."""

from pathlib import Path

import pandas as pd

from helpers.build.comma import to_numbers
from helpers.build.onet_files import (
    CODE,
    ELEMENT,
    SOURCE,
    find_files,
    read_rows,
    refuse_others,
    refuse_twice,
    to_flags,
    to_months,
)
from helpers.build.raw import Built
from helpers.tables.onet import TIERS

_WORK_ACTIVITIES = "4.A."
_ACTIVITY_DEPTH = 5
"""Parts in the id of a work activity (4.A.1.a.1); what is longer is an intermediate or detailed activity."""
_SOFTWARE = CODE | {"Hot Technology": "hot", "In Demand": "in_demand"}


def build(folder: Path) -> Built:
    """Return elements, job_zones, technologies, related, activity_links and activity_names.

    Reads releases 29 to 31; raises `BadInput` for a missing file or column, a web page, an unknown flag or tier.
    """
    elements, element_files = build_elements(folder)
    zones, zone_files = build_zones(folder)
    technologies, technology_files = build_technologies(folder)
    related, related_files = build_related(folder)
    links, link_files = build_activity_links(folder)
    names, name_files = build_activity_names(folder)
    return Built(
        {
            "elements": elements,
            "job_zones": zones,
            "technologies": technologies,
            "related": related,
            "activity_links": links,
            "activity_names": names,
        },
        {"onet": [*element_files, *zone_files, *technology_files, *related_files, *link_files, *name_files]},
    )


def build_elements(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    """Return the names of the content model, without those of activities that are sentences, and the file read."""
    paths = find_files(folder, ("Content Model Reference.txt",), what="the O*NET content model")
    rows = read_rows(paths, ELEMENT | {"Element Name": "element_name"})
    refuse_twice(rows, ["element_id"], paths[0])
    deep = rows["element_id"].str.count(r"\.") >= _ACTIVITY_DEPTH
    return rows[~(rows["element_id"].str.startswith(_WORK_ACTIVITIES) & deep)], paths


def build_zones(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    """Return the rows of job_zones and the file read."""
    paths = find_files(folder, ("Job Zones.txt",), what="the O*NET job zones")
    rows = to_numbers(read_rows(paths, CODE | {"Job Zone": "job_zone"} | SOURCE), ["job_zone"], paths[0])
    refuse_twice(rows, ["onet_code"], paths[0])
    return rows.assign(rated=to_months(rows["date"], paths[0])).drop(columns="date"), paths


def build_technologies(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    """Return the rows of technologies and the file read; the file and three of its columns were renamed in 30.3."""
    paths = find_files(folder, ("Software Skills.txt",), ("Technology Skills.txt",), what="the O*NET technologies")
    new = {"Workplace Example": "technology", "Element ID": "category_code", "Element Name": "category"}
    old = {"Example": "technology", "Commodity Code": "category_code", "Commodity Title": "category"}
    rows = read_rows(paths, _SOFTWARE | (new if paths[0].name == "Software Skills.txt" else old))
    refuse_twice(rows, ["onet_code", "technology", "category_code"], paths[0])
    return rows.assign(**{flag: to_flags(rows[flag], paths[0]) for flag in ("hot", "in_demand")}), paths


def build_related(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    """Return the rows of related and the file read."""
    paths = find_files(folder, ("Related Occupations.txt",), what="the O*NET related occupations")
    needed = {"Related O*NET-SOC Code": "related_onet_code", "Relatedness Tier": "tier", "Index": "rank"}
    rows = to_numbers(read_rows(paths, CODE | needed), ["rank"], paths[0])
    refuse_others(rows["tier"], set(TIERS), paths[0], what="tier")
    refuse_twice(rows, ["onet_code", "rank"], paths[0])
    return rows, paths


def build_activity_links(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    """Return the rows of activity_links and the file read; the id's column was renamed in 30.3."""
    paths = find_files(folder, ("Tasks to DWAs.txt",), what="the O*NET links of tasks to activities")
    with paths[0].open(encoding="utf-8", errors="replace") as file:
        column = "DWA Element ID" if "DWA Element ID" in file.readline() else "DWA ID"
    rows = read_rows(paths, CODE | {"Task ID": "task", column: "activity_id"})
    links = rows.groupby(["onet_code", "activity_id"], as_index=False).agg(tasks=("task", "nunique"))
    links["element_id"] = links["activity_id"].str.split(".").str[:_ACTIVITY_DEPTH].str.join(".")
    return links, paths


def build_activity_names(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    """Return the rows of activity_names and the files read; one file holds all names from 30.3 on."""
    layouts = (("GWAs to IWAs to DWAs.txt",), ("DWA Reference.txt", "IWA Reference.txt"))
    paths = find_files(folder, *layouts, what="the names of O*NET activities")
    if len(paths) == 1:
        needed = {"DWA Element ID": "activity_id", "DWA Element Name": "activity"}
        needed |= {"IWA Element ID": "intermediate_id", "IWA Element Name": "intermediate"}
        rows = read_rows(paths, needed)
    else:
        needed = {"DWA ID": "activity_id", "DWA Title": "activity", "IWA ID": "intermediate_id"}
        groups = read_rows(paths[1:], {"IWA ID": "intermediate_id", "IWA Title": "intermediate"})
        refuse_twice(groups, ["intermediate_id"], paths[1])
        rows = read_rows(paths[:1], needed).merge(groups, how="left", on="intermediate_id")
    refuse_twice(rows, ["activity_id"], paths[0])
    return rows.assign(**{name: rows[name].str.removesuffix(".") for name in ("activity", "intermediate")}), paths
