"""O*NET ratings: skills, knowledge, abilities, work activities, education and training, interests, work styles."""

from pathlib import Path

import pandas as pd

from helpers.build.comma import read_comma, to_numbers
from helpers.build.onet_files import (
    CODE,
    ELEMENT,
    ERRORS,
    SOURCE,
    find_files,
    read_ratings,
    read_rows,
    refuse_others,
    refuse_twice,
)
from helpers.build.raw import Built, find, has
from helpers.tables.onet import CREDENTIALS, EDUCATION_TRAINING, INTERESTS, RATINGS, WORK_STYLES

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

_RATING = CODE | ELEMENT | {"Scale ID": "scale", "Data Value": "value"} | SOURCE


def build(folder: Path) -> Built:
    """Return ratings, education_training, its categories, credentials, interests and work_styles.

    Reads releases 29 to 31; raises `BadInput` for a missing file or column, a web page, an unknown scale or flag, a
    text in the place of a figure and a row that is there twice.
    """
    ratings, full, plain = build_ratings(folder)
    training, credentials, categories, training_files = build_training(folder)
    interests, interest_files = build_interests(folder)
    styles, style_files = build_styles(folder)
    return Built(
        {
            "ratings": ratings,
            "education_training": training,
            "education_training_categories": categories,
            "credentials": credentials,
            "interests": interests,
            "work_styles": styles,
        },
        {"onet": [*full, *training_files, *interest_files, *style_files], "onet_ratings": plain},
    )


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
    rows = read_ratings(paths, _RATING | ERRORS | {"Not Relevant": "not_relevant"})
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
    rows = to_numbers(read_ratings(paths, _RATING | ERRORS | {"Category": "category"}), ["category"], paths[0])
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
    rows = read_ratings(paths, _RATING)
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
    rows = read_ratings(paths, _RATING)
    refuse_others(rows["scale"], set(STYLE_SCALES), paths[0], what="scale")
    refuse_twice(rows, ["onet_code", "element_id", "scale"], paths[0])
    return rows.assign(scale=rows["scale"].map(STYLE_SCALES))[WORK_STYLES.names], paths
