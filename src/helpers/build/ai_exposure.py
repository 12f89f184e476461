"""Exposure of occupations to language models: the scores of Eloundou, Manning, Mishkin and Rock."""

from pathlib import Path

import pandas as pd

from helpers.build.comma import read_comma, to_numbers
from helpers.build.onet_files import refuse_twice
from helpers.build.raw import Built, find
from helpers.tables.ai import AI_EXPOSURE, MEASURES, RATERS


def build(folder: Path, onet_codes: pd.DataFrame) -> Built:
    """Return ai_exposure, each code held against the O*NET-SOC 2019 taxonomy `onet_codes`.

    Raises `BadInput` for a missing or unreadable file, a missing column, a text in the place of a figure and a
    code that is there twice.
    """
    path = find(folder, "eloundou_occ_level.csv", "occ_level.csv", what="the AI exposure scores")
    measures = {
        f"{theirs}_rating_{measure}": f"{ours}_{measure}"
        for ours, (theirs, _) in RATERS.items()
        for measure in MEASURES
    }
    rows = read_comma(path, {"O*NET-SOC Code": "onet_code", "Title": "name"} | measures)
    rows = to_numbers(rows, list(measures.values()), path)
    refuse_twice(rows, ["onet_code"], path)
    names = rows["onet_code"].map(onet_codes.set_index("onet_code")["occupation"])
    rows["quality"] = names.notna().map({True: "exact", False: "none"})
    rows["match_note"] = None
    rows.loc[names.isna(), "match_note"] = "the code is not in O*NET-SOC 2019"
    renamed = names.notna() & (names != rows["name"])
    rows.loc[renamed, "match_note"] = "listed as " + rows.loc[renamed, "name"]
    rows.loc[renamed, "quality"] = "none"
    rows["missing_reason"] = None
    rows.loc[rows[list(measures.values())].isna().any(axis=1), "missing_reason"] = "no score in the file"
    return Built({"ai_exposure": rows[AI_EXPOSURE.names]}, {"ai_exposure": [path]})
