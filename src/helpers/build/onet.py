"""O*NET, releases 29 to 31: every table of figures, codes and names, and which file holds what under which names."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.base.errors import some
from helpers.build.raw import (
    Built,
    find,
    has,
    read_comma,
    read_tabbed,
    refuse_others,
    refuse_twice,
    to_numbers,
    unlike,
)
from helpers.stats.similarity import WELL_KNOWN, Similarity, gap_matrix, rank_pairs, read_ratings
from helpers.tables.onet import CREDENTIALS, EDUCATION_TRAINING, FACETS, INTERESTS, RATINGS, TIERS, WORK_STYLES

CODE = {"O*NET-SOC Code": "onet_code"}
ELEMENT = {"Element ID": "element_id"}
SOURCE = {"Date": "date", "Domain Source": "rated_by"}
ERRORS = {
    "N": "n",
    "Standard Error": "standard_error",
    "Lower CI Bound": "ci_low",
    "Upper CI Bound": "ci_high",
    "Recommend Suppress": "suppress",
}
FIGURES = ["value", "n", "standard_error", "ci_low", "ci_high"]
SCALES = {"IM": "importance", "LV": "level"}
STYLE_SCALES = {"WI": "impact", "DR": "distinctiveness rank", "IM": "importance"}
SHARE_SCALES = {"RL", "RW", "PT", "OJ"}
FACET_FILES: dict[str, tuple[tuple[str, ...], ...]] = {
    "skills": (("Essential Skills.txt", "Transferable Skills.txt"), ("Skills.txt",)),
    "knowledge": (("Knowledge.txt",),),
    "abilities": (("Abilities.txt",),),
    "work activities": (("Work Activities.txt",),),
}
"""Facet -> layouts, the newest first."""
PLAIN_FILES = {
    "knowledge": "Knowledge (IM LV).csv",
    "abilities": "Abilities (IM LV).csv",
    "work activities": "Work Activities (IM LV).csv",
}
"""Facet -> a copy that holds importance and level alone, used only where the publisher's file is not there."""
PLAIN_REASON = "this copy holds importance and level only: no error, no flag, no date"
PERCENTILES = np.arange(0, 100.1, 0.5)
_RATING = CODE | ELEMENT | {"Scale ID": "scale", "Data Value": "value"} | SOURCE
_WORK_ACTIVITIES = "4.A."
_ACTIVITY_DEPTH = 5
"""Parts in the id of a work activity (4.A.1.a.1); what is longer is an intermediate or detailed activity."""
_SOFTWARE = CODE | {"Hot Technology": "hot", "In Demand": "in_demand"}


def build(folder: Path, onet_codes: pd.DataFrame) -> Built:
    """Return the tables in `MAKES`; `onet_codes` is the taxonomy they must belong to.

    Raises `BadInput` for a missing file or column, a web page, an unknown scale, flag or tier, a text in the place of
    a figure, a row that is there twice, a code that the taxonomy lacks, and an element or activity without a name.
    """
    ratings, files, copies = build_ratings(folder)
    training, credentials, categories, training_files = build_training(folder)
    files += training_files
    tables: dict[str, pd.DataFrame] = {
        "ratings": ratings,
        "education_training": training,
        "education_training_categories": categories,
        "credentials": credentials,
    }
    for name, builder in _LISTS.items():
        tables[name], paths = builder(folder)
        files += paths
    known, named = set(onet_codes["onet_code"]), set(tables["elements"]["element_id"])
    activities = set(tables["activity_names"]["activity_id"])
    for name, table in tables.items():
        for column, listed, fault in (
            ("onet_code", known, "has O*NET-SOC codes that the taxonomy lacks"),
            ("related_onet_code", known, "has O*NET-SOC codes that the taxonomy lacks"),
            ("element_id", named, "has elements without a name in the content model"),
            ("activity_id", activities, "has activities without a name"),
        ):
            if column in table and (unknown := sorted(set(table[column]) - listed)):
                raise unlike(
                    f"{name} {fault}: {some(unknown)}",
                    "all files of one O*NET release and of its taxonomy",
                    "fetch all files of one release again",
                )
    return Built({**tables}, {"onet": files, "onet_ratings": copies})


# --- figures --------------------------------------------------------------------------------------------------------


def build_ratings(folder: Path) -> tuple[pd.DataFrame, list[Path], list[Path]]:
    """Return the rows of `ratings`, the publisher's files read, and the plain copies read in their place."""
    parts, full, plain = [], [], []
    for facet, layouts in FACET_FILES.items():
        if facet in PLAIN_FILES and not has(folder, layouts[0][0]) and has(folder, PLAIN_FILES[facet]):
            path = find(folder, PLAIN_FILES[facet], what=f"the O*NET {facet}")
            rows, source = read_plain(path), "onet_ratings"
            plain.append(path)
        else:
            paths = find_files(folder, *layouts, what=f"the O*NET {facet}")
            rows, source = read_facet(paths), "onet"
            full += paths
        parts.append(rows.assign(facet=facet, source_id=source))
    return pd.concat(parts, ignore_index=True)[RATINGS.names], full, plain


def read_facet(paths: list[Path]) -> pd.DataFrame:
    """Return the ratings of one facet out of the publisher's files, with errors and flags."""
    rows = _read_ratings(paths, _RATING | ERRORS | {"Not Relevant": "not_relevant"})
    refuse_others(rows["scale"], set(SCALES), paths[0], what="scale")
    refuse_twice(rows, ["onet_code", "element_id", "scale"], paths[0])
    return rows.assign(scale=rows["scale"].map(SCALES))


def read_plain(path: Path) -> pd.DataFrame:
    """Return the ratings of one facet out of a copy with the columns IM and LV; the rest is empty, with the reason."""
    wide = to_numbers(read_comma(path, CODE | ELEMENT | SCALES), list(SCALES.values()), path)
    refuse_twice(wide, ["onet_code", "element_id"], path)
    rows = wide.melt(["onet_code", "element_id"], list(SCALES.values()), "scale", "value")
    empty = dict.fromkeys(("n", "standard_error", "ci_low", "ci_high"), float("nan"))
    flags = dict.fromkeys(("suppress", "not_relevant"), pd.array([pd.NA] * len(rows), dtype="boolean"))
    return rows.assign(**empty, **flags, rated=None, rated_by=None, missing_reason=PLAIN_REASON)


def build_training(folder: Path) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, list[Path]]:
    """Return the rows of education_training, of credentials, of the category names, and the files read."""
    one = "Education, Training, and Experience"
    paths = find_files(
        folder, ("Education.txt", "Training and Experience.txt"), (f"{one}.txt",), what="O*NET education and training"
    )
    name_paths = find_files(
        folder,
        ("Education Categories.txt", "Training and Experience Categories.txt"),
        (f"{one} Categories.txt",),
        what="the O*NET categories of education and training",
    )
    rows = to_numbers(_read_ratings(paths, _RATING | ERRORS | {"Category": "category"}), ["category"], paths[0])
    refuse_others(rows["scale"], SHARE_SCALES | {"IM"}, paths[0], what="scale")
    refuse_twice(rows, ["onet_code", "element_id", "category"], paths[0])
    shares = rows[rows["scale"].isin(SHARE_SCALES)].rename(columns={"value": "share_pct"})
    credentials = rows[rows["scale"] == "IM"].rename(columns={"value": "importance"})
    names = read_rows(name_paths, ELEMENT | {"Category": "category", "Category Description": "category_name"})
    names = to_numbers(names, ["category"], name_paths[0])
    names["category_name"] = names["category_name"].str.partition(" - ")[0].str.strip()
    return shares[EDUCATION_TRAINING.names], credentials[CREDENTIALS.names], names, [*paths, *name_paths]


def build_interests(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    """Return the rows of interests and the files read; a high point becomes a rank on the interest that it names."""
    paths = find_files(folder, ("Career Interest Types.txt",), ("Interests.txt",), what="the O*NET interests")
    rows = _read_ratings(paths, _RATING)
    refuse_others(rows["scale"], {"OI", "IH"}, paths[0], what="scale")
    refuse_twice(rows, ["onet_code", "element_id", "scale"], paths[0])
    scores = rows[rows["scale"] == "OI"].rename(columns={"value": "score"})
    six = sorted(scores["element_id"].unique())  # O*NET numbers them 1 to 6 in this order; 0 is none
    points = rows[(rows["scale"] == "IH") & (rows["value"] > 0)]
    ranks = {name: rank for rank, name in enumerate(sorted(rows.loc[rows["scale"] == "IH", "element_id"].unique()), 1)}
    named = pd.DataFrame(
        {
            "onet_code": points["onet_code"],
            "element_id": [six[int(value) - 1] for value in points["value"]],
            "high_point": points["element_id"].map(ranks),
        }
    )
    return scores.merge(named, on=["onet_code", "element_id"], how="left")[INTERESTS.names], paths


def build_styles(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    """Return the rows of work_styles and the files read."""
    paths = find_files(folder, ("Work Styles.txt",), what="the O*NET work styles")
    rows = _read_ratings(paths, _RATING)
    refuse_others(rows["scale"], set(STYLE_SCALES), paths[0], what="scale")
    refuse_twice(rows, ["onet_code", "element_id", "scale"], paths[0])
    return rows.assign(scale=rows["scale"].map(STYLE_SCALES))[WORK_STYLES.names], paths


# --- lists ------------------------------------------------------------------------------------------------------------


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


# --- files ------------------------------------------------------------------------------------------------------------


def find_files(folder: Path, *layouts: tuple[str, ...], what: str) -> list[Path]:
    """Return the files of the first layout that is there; a layout is a file or several that took its place.

    Newer layouts come first. Raises `BadInput` if no layout begins in `folder`, or if one of its files is missing.
    """
    for names in layouts:
        if has(folder, names[0]):
            return [find(folder, name, what=what) for name in names]
    return [find(folder, *(names[0] for names in layouts), what=what)]


def read_rows(paths: list[Path], needed: dict[str, str]) -> pd.DataFrame:
    """Return the columns `needed` of tab-separated files, one after the other, as text; refuses a web page."""
    return pd.concat([read_tabbed(path, needed) for path in paths], ignore_index=True)


def _read_ratings(paths: list[Path], needed: dict[str, str]) -> pd.DataFrame:
    """Return rating rows with figures as float64, flags as boolean, `rated` (YYYY-MM) and `missing_reason`.

    `needed` says which columns, under our names: those of `FIGURES`, the flags suppress and not_relevant, `date`.
    """
    rows = read_rows(paths, needed)
    rows = to_numbers(rows, [name for name in FIGURES if name in rows], paths[0])
    for flag in ("suppress", "not_relevant"):
        if flag in rows:
            rows[flag] = to_flags(rows[flag], paths[0])
    rows["rated"] = to_months(rows.pop("date"), paths[0])
    rows["missing_reason"] = _reasons(rows)
    return rows


def _reasons(rows: pd.DataFrame) -> pd.Series:
    reasons = pd.Series(None, index=rows.index, dtype=object)
    if "standard_error" in rows:
        no_error = rows["standard_error"].isna()
        no_interval = rows["ci_low"].isna() | rows["ci_high"].isna()
        reasons[no_interval] = "no interval published"
        reasons[no_interval & (rows["standard_error"] == 0)] = "no interval published where the standard error is 0"
        reasons[no_error] = "no error published (source: " + rows.loc[no_error, "rated_by"].fillna("not named") + ")"
    reasons[rows["value"].isna()] = "O*NET publishes no figure"
    return reasons


def to_flags(texts: pd.Series, path: Path) -> pd.Series:
    """Return Y and N as a boolean column; raise `BadInput` for anything else but a missing one."""
    if unknown := sorted(set(texts.dropna()) - {"Y", "N"}):
        raise unlike(f"{path.name} has the flag {some(unknown)}", "Y, N or n/a")
    return texts.map({"Y": True, "N": False}).astype("boolean")


def to_months(texts: pd.Series, path: Path) -> pd.Series:
    """Return dates like 08/2023 as 2023-08; raise `BadInput` for another form."""
    parts = texts.str.extract(r"^(\d{2})/(\d{4})$")
    if (wrong := texts.notna() & parts[0].isna()).any():
        raise unlike(f"{path.name} has the date {some(list(texts[wrong]))}", "month and year as MM/YYYY")
    months: pd.Series = parts[1] + "-" + parts[0]
    return months


_LISTS: dict[str, Callable[[Path], tuple[pd.DataFrame, list[Path]]]] = {
    "interests": build_interests,
    "work_styles": build_styles,
    "elements": build_elements,
    "job_zones": build_zones,
    "technologies": build_technologies,
    "related": build_related,
    "activity_links": build_activity_links,
    "activity_names": build_activity_names,
}
MAKES = ("ratings", "education_training", "education_training_categories", "credentials", *_LISTS)
"""The tables that `build` makes."""

# --- percentiles among all pairs of occupations -----------------------------------------------------------------------


def build_facet_scale(ratings: pd.DataFrame, elements: pd.DataFrame) -> Built:
    """Return facet_scale and facet_anchors out of the tables ratings and elements."""
    named = ratings.merge(elements, on="element_id", how="left", validate="many_to_one")
    scales, anchors = [], []
    for facet in FACETS:
        arrays = read_ratings(named[named["facet"] == facet])
        pairs = rank_pairs(arrays)
        distances = pairs.distance[np.triu_indices(len(pairs.codes), 1)]
        moves = gap_matrix(arrays)[0].to_numpy()[~np.eye(len(pairs.codes), dtype=bool)]
        scales += [_scale(facet, "distance", distances), _scale(facet, "gap", moves)]
        anchors.append(_anchors(facet, pairs))
    made = {"facet_scale": scales, "facet_anchors": anchors}
    return Built({name: pd.concat(frames, ignore_index=True) for name, frames in made.items()}, {})


def _scale(facet: str, measure: str, values: np.ndarray) -> pd.DataFrame:
    found = values[np.isfinite(values)]
    if not len(found):
        return pd.DataFrame(columns=["facet", "measure", "percentile", "value"])
    at = np.round(np.percentile(found, PERCENTILES), 5)
    return pd.DataFrame({"facet": facet, "measure": measure, "percentile": PERCENTILES, "value": at})


def _anchors(facet: str, pairs: Similarity) -> pd.DataFrame:
    codes = sorted(code for code in WELL_KNOWN if code in pairs.codes)
    rows = pairs.codes.get_indexer(pd.Index(codes, dtype=object))
    one, other = np.triu_indices(len(codes), 1)
    closeness = np.round(pairs.percentile[rows[one], rows[other]], 1)
    ends = {f"onet_code_{name}": [codes[place] for place in side] for name, side in (("a", one), ("b", other))}
    return pd.DataFrame({"facet": facet, **ends, "closeness": closeness}).dropna(subset="closeness")
