"""O*NET: every table of figures, codes and names out of one release."""

from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput, some
from helpers.build import onet_lists, onet_ratings
from helpers.build.raw import Built

MAKES = (
    "ratings",
    "education_training",
    "education_training_categories",
    "credentials",
    "interests",
    "work_styles",
    "elements",
    "job_zones",
    "technologies",
    "related",
    "activity_links",
    "activity_names",
)
"""The tables that `build` makes."""


def build(folder: Path, onet_codes: pd.DataFrame) -> Built:
    """Return the tables of `onet_ratings` and `onet_lists`; `onet_codes` is the taxonomy they must belong to.

    Raises `BadInput` for what those two refuse, for a code that the taxonomy does not hold, and for an element or
    activity without a name.
    """
    ratings, lists = onet_ratings.build(folder), onet_lists.build(folder)
    tables = ratings.tables | lists.tables
    known, named = set(onet_codes["onet_code"]), set(lists.tables["elements"]["element_id"])
    activities = set(lists.tables["activity_names"]["activity_id"])
    for name, table in tables.items():
        assert isinstance(table, pd.DataFrame)
        for column in ("onet_code", "related_onet_code"):
            if column in table:
                _refuse(set(table[column]) - known, f"{name} has O*NET-SOC codes that the taxonomy lacks")
        if "element_id" in table:
            _refuse(set(table["element_id"]) - named, f"{name} has elements without a name in the content model")
        if "activity_id" in table:
            _refuse(set(table["activity_id"]) - activities, f"{name} has activities without a name")
    files = {source: [*lists.files.get(source, []), *paths] for source, paths in ratings.files.items()}
    return Built(tables, files)


def _refuse(unknown: set[str], what: str) -> None:
    if unknown:
        raise BadInput(
            f"{what}: {some(sorted(unknown))}",
            expected="all files of one O*NET release and of its taxonomy",
            next_step="fetch all files of one release again",
        )
