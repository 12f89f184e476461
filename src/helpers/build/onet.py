"""O*NET, releases 29 to 31: every table of figures, codes and names, and which file holds what under which names."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.base.errors import some
from helpers.build.raw import Built, find, has, read_comma, read_tabbed, refuse_others, refuse_twice, to_numbers, unlike
from helpers.stats.similarity import WELL_KNOWN, Similarity, gap_matrix, rank_pairs, read_ratings
from helpers.tables.onet import FACETS, RATINGS, TIERS
from helpers.tables.spec import ALL

FIGURES = ["value", "n", "standard_error", "ci_low", "ci_high"]
FLAGS = ("suppress", "not_relevant", "hot", "in_demand")
SCALES = {"IM": "importance", "LV": "level"}
STYLE_SCALES = {"WI": "impact", "DR": "distinctiveness rank", "IM": "importance"}
SHARE_SCALES = {"RL", "RW", "PT", "OJ"}
PLAIN_FILES = {
    "knowledge": "Knowledge (IM LV).csv",
    "abilities": "Abilities (IM LV).csv",
    "work activities": "Work Activities (IM LV).csv",
}
"""Facet -> a copy that holds importance and level alone, used only where the publisher's file is not there."""
PLAIN_REASON = "this copy holds importance and level only: no error, no flag, no date"
PERCENTILES = np.arange(0, 100.1, 0.5)
_WORK_ACTIVITIES = "4.A."
_ACTIVITY_DEPTH = 5
"""Parts in the id of a work activity (4.A.1.a.1); what is longer is an intermediate or detailed activity."""


@dataclass(frozen=True)
class Read:
    """How rows are read: what they are, their files, their columns, and their key.

    `files` are layouts with a bar between them, the newest first: one file, or several (`A & B`) that took its place.
    `numbers` are figures beside `FIGURES`; `known` the codes of the column scale or tier, with our names if it has any;
    `finish` is done to the rows last.
    """

    what: str
    files: str
    columns: dict[str, str]
    key: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    known: Collection[str] = ()
    finish: Callable[[pd.DataFrame], pd.DataFrame] = lambda rows: rows

    @property
    def layouts(self) -> list[list[str]]:
        """Return the names of the files of each layout."""
        return [[f"{name}.txt" for name in layout.split(" & ")] for layout in self.files.split("|")]


def read(folder: Path, name: str) -> tuple[pd.DataFrame, list[Path]]:
    """Return the rows of one entry of `READS`, and the files read: figures as float64, flags as boolean.

    Ratings have `rated` (YYYY-MM) and `missing_reason`. Raises `BadInput` if no layout begins in `folder` or one of its
    files is missing, and for what `build` names.
    """
    how = READS[name]
    there = next((names for names in how.layouts if has(folder, names[0])), None)
    wanted = [[name] for name in there] if there else [[names[0] for names in how.layouts]]
    paths = [find(folder, *names, what=how.what) for names in wanted]
    rows = pd.concat([read_tabbed(path, how.columns) for path in paths], ignore_index=True)
    rows = to_numbers(rows, [name for name in (*FIGURES, *how.numbers) if name in rows], paths[0])
    rows = rows.assign(**{flag: to_flags(rows[flag], paths[0]) for flag in FLAGS if flag in rows})
    if "date" in rows:
        rows["rated"] = to_months(rows.pop("date"), paths[0])
    if "value" in rows:
        rows["missing_reason"] = _reasons(rows)
    for column in {"scale", "tier"} & set(rows):
        refuse_others(rows[column], how.known, paths[0], what=column)
        rows[column] = rows[column].map(how.known) if isinstance(how.known, dict) else rows[column]
    if how.key:
        refuse_twice(rows, list(how.key), paths[0])
    return how.finish(rows), paths


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


def _with_high_points(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the scores of interests; a high point becomes a rank on the interest that it names."""
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
    return scores.merge(named, on=["onet_code", "element_id"], how="left")


def _without_sentences(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the content model without the activities whose names are sentences."""
    deep = rows["element_id"].str.count(r"\.") >= _ACTIVITY_DEPTH
    return rows[~(rows["element_id"].str.startswith(_WORK_ACTIVITIES) & deep)]


def _counted(rows: pd.DataFrame) -> pd.DataFrame:
    """Return how many tasks are behind each detailed activity of an occupation, and its work activity."""
    links = rows.groupby(["onet_code", "activity_id"], as_index=False).agg(tasks=("task", "nunique"))
    links["element_id"] = links["activity_id"].str.split(".").str[:_ACTIVITY_DEPTH].str.join(".")
    return links


_CODE, _ELEMENT = {"O*NET-SOC Code": "onet_code"}, {"Element ID": "element_id"}
_SOURCE = {"Date": "date", "Domain Source": "rated_by"}
_RATING = _CODE | _ELEMENT | {"Scale ID": "scale", "Data Value": "value"} | _SOURCE
_ERRORS = {
    "N": "n",
    "Standard Error": "standard_error",
    "Lower CI Bound": "ci_low",
    "Upper CI Bound": "ci_high",
    "Recommend Suppress": "suppress",
}
_FACET = _RATING | _ERRORS | {"Not Relevant": "not_relevant"}
_RATED = ("onet_code", "element_id", "scale")
_DWA, _IWA = {"DWA Element ID|DWA ID": "activity_id"}, {"IWA Element ID|IWA ID": "intermediate_id"}
_FACETS = {
    "skills": "Essential Skills & Transferable Skills|Skills",
    "knowledge": "Knowledge",
    "abilities": "Abilities",
    "work activities": "Work Activities",
}
"""Facet -> the files of its ratings."""
_TRAINING = "Education & Training and Experience|Education, Training, and Experience"
_GROUPS = "GWAs to IWAs to DWAs"
READS = {
    **{name: Read(f"the O*NET {name}", files, _FACET, _RATED, known=SCALES) for name, files in _FACETS.items()},
    "training": Read(
        "O*NET education and training",
        _TRAINING,
        _RATING | _ERRORS | {"Category": "category"},
        ("onet_code", "element_id", "category"),
        numbers=("category",),
        known=SHARE_SCALES | {"IM"},
    ),
    "education_training_categories": Read(
        "the O*NET categories of education and training",
        "Education Categories & Training and Experience Categories|Education, Training, and Experience Categories",
        _ELEMENT | {"Category": "category", "Category Description": "category_name"},
        numbers=("category",),
        finish=lambda rows: rows.assign(category_name=rows["category_name"].str.partition(" - ")[0].str.strip()),
    ),
    "interests": Read(
        *("the O*NET interests", "Career Interest Types|Interests", _RATING, _RATED),
        known=("OI", "IH"),
        finish=_with_high_points,
    ),
    "work_styles": Read("the O*NET work styles", "Work Styles", _RATING, _RATED, known=STYLE_SCALES),
    "elements": Read(
        *("the O*NET content model", "Content Model Reference", _ELEMENT | {"Element Name": "element_name"}),
        ("element_id",),
        finish=_without_sentences,
    ),
    "job_zones": Read(
        "the O*NET job zones", "Job Zones", _CODE | {"Job Zone": "job_zone"} | _SOURCE, ("onet_code",), ("job_zone",)
    ),
    "technologies": Read(
        "the O*NET technologies",
        "Software Skills|Technology Skills",
        _CODE
        | {"Workplace Example|Example": "technology", "Element ID|Commodity Code": "category_code"}
        | {"Element Name|Commodity Title": "category", "Hot Technology": "hot", "In Demand": "in_demand"},
        ("onet_code", "technology", "category_code"),
    ),
    "related": Read(
        *("the O*NET related occupations", "Related Occupations"),
        _CODE | {"Related O*NET-SOC Code": "related_onet_code", "Relatedness Tier": "tier", "Index": "rank"},
        *(("onet_code", "rank"), ("rank",), TIERS),
    ),
    "activity_links": Read(
        "the O*NET links of tasks to activities",
        *("Tasks to DWAs", _CODE | {"Task ID": "task"} | _DWA),
        finish=_counted,
    ),
    "activities": Read(
        "the names of O*NET activities",
        *(f"{_GROUPS}|DWA Reference", _DWA | {"DWA Element Name|DWA Title": "activity"} | _IWA, ("activity_id",)),
    ),
    "groups": Read(
        "the names of O*NET activities",
        *(f"{_GROUPS}|IWA Reference", _IWA | {"IWA Element Name|IWA Title": "intermediate"}),
        finish=pd.DataFrame.drop_duplicates,
    ),
}
"""The rows of each table, or of a part of one, and how they are read."""
_ONE_EACH = (
    *("interests", "work_styles", "elements", "job_zones", "technologies", "related", "activity_links"),
    "education_training_categories",
)


def build_ratings(folder: Path) -> tuple[pd.DataFrame, list[Path], list[Path]]:
    """Return the rows of `ratings`, the publisher's files read, and the plain copies read in their place."""
    parts, full, plain = [], [], []
    for facet in _FACETS:
        if facet in PLAIN_FILES and not has(folder, READS[facet].layouts[0][0]) and has(folder, PLAIN_FILES[facet]):
            plain.append(find(folder, PLAIN_FILES[facet], what=f"the O*NET {facet}"))
            rows, source = read_plain(plain[-1]), "onet_ratings"
        else:
            (rows, paths), source = read(folder, facet), "onet"
            full += paths
        parts.append(rows.assign(facet=facet, source_id=source))
    return pd.concat(parts, ignore_index=True)[RATINGS.names], full, plain


def read_plain(path: Path) -> pd.DataFrame:
    """Return the ratings of one facet out of a copy with the columns IM and LV; all else is empty, with the reason."""
    wide = to_numbers(read_comma(path, _CODE | _ELEMENT | SCALES), list(SCALES.values()), path)
    refuse_twice(wide, ["onet_code", "element_id"], path)
    rows = wide.melt(["onet_code", "element_id"], list(SCALES.values()), "scale", "value")
    return rows.assign(missing_reason=PLAIN_REASON)


def build_activity_names(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    """Return the rows of activity_names and the files read; one file holds all names from 30.3 on."""
    (rows, paths), (groups, more) = (read(folder, name) for name in ("activities", "groups"))
    refuse_twice(groups, ["intermediate_id"], more[0])
    rows = rows.merge(groups, how="left", on="intermediate_id")
    rows = rows.assign(**{name: rows[name].str.removesuffix(".") for name in ("activity", "intermediate")})
    return rows, list(dict.fromkeys(paths + more))


def split_training(rows: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the rows of education_training and of credentials."""
    shared = rows["scale"].isin(SHARE_SCALES)
    return rows[shared].rename(columns={"value": "share_pct"}), rows[~shared].rename(columns={"value": "importance"})


MAKES = ("ratings", "education_training", "credentials", "activity_names", *_ONE_EACH)
"""The tables that `build` makes."""


def build(folder: Path, onet_codes: pd.DataFrame) -> Built:
    """Return the tables in `MAKES`; `onet_codes` is the taxonomy they must belong to.

    Raises `BadInput` for a missing file or column, a web page, an unknown scale, flag or tier, a text in the place of
    a figure, a row that is there twice, a code that the taxonomy lacks, and an element or activity without a name.
    """
    ratings, files, copies = build_ratings(folder)
    found = {name: read(folder, name) for name in ("training", *_ONE_EACH)}
    found["activity_names"] = build_activity_names(folder)
    files += [path for _, paths in found.values() for path in paths]
    tables = {"ratings": ratings} | {name: rows for name, (rows, _) in found.items()}
    tables["education_training"], tables["credentials"] = split_training(tables.pop("training"))
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
    return Built(
        {name: rows[ALL[name].names] for name, rows in tables.items()}, {"onet": files, "onet_ratings": copies}
    )


# --- percentiles among all pairs of occupations -----------------------------------------------------------------------


def build_facet_scale(ratings: pd.DataFrame) -> Built:
    """Return facet_scale and facet_anchors out of the table ratings."""
    scales, anchors = [], []
    for facet in FACETS:
        arrays = read_ratings(ratings[ratings["facet"] == facet])
        pairs = rank_pairs(arrays)
        distances = pairs.distance[np.triu_indices(len(pairs.codes), 1)]
        moves = gap_matrix(arrays)[~np.eye(len(pairs.codes), dtype=bool)]
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
