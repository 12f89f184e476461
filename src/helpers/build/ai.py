"""Exposure of occupations to language models (Eloundou, Manning, Mishkin, Rock), and where people use AI assistants."""

from pathlib import Path

import pandas as pd

from helpers.build.raw import Built, find, read_comma, refuse_twice, to_numbers
from helpers.tables.ai import ACTIVITY_USE, AI_EXPOSURE, AI_USE, MEASURES, RATERS, SIDES, USED_ABOVE


def build_exposure(folder: Path, onet_codes: pd.DataFrame) -> Built:
    """Return ai_exposure, each code held against the O*NET-SOC 2019 taxonomy `onet_codes`.

    Raises `BadInput` for a missing or unreadable file, a missing column, a text in the place of a figure and a
    code that is there twice.
    """
    path = find(folder, "eloundou_occ_level.csv", "occ_level.csv", what="the AI exposure scores")
    measures = {f"{rater}_rating_{m}": f"{ours}_{m}" for ours, (rater, _) in RATERS.items() for m in MEASURES}
    rows = _read(path, {"O*NET-SOC Code": "onet_code"}, measures, also={"Title": "name"})
    names = rows["onet_code"].map(onet_codes.set_index("onet_code")["occupation"])
    rows["quality"] = (names == rows["name"]).map({True: "exact", False: "none"})
    rows["match_note"] = ("listed as " + rows["name"]).where(names != rows["name"])
    rows.loc[names.isna(), "match_note"] = "the code is not in O*NET-SOC 2019"
    gaps = rows[list(measures.values())].isna().any(axis=1)
    rows["missing_reason"] = gaps.map({True: "no score in the file", False: None})
    return Built({"ai_exposure": rows[AI_EXPOSURE.names]}, {"ai_exposure": [path]})


def build_use(folder: Path, activity_names: pd.DataFrame) -> Built:
    """Return ai_use and activity_use, Microsoft's figures; an activity is found in `activity_names` by its title.

    Ids change from one release of O*NET to the next. Raises `BadInput` for a missing or unreadable file, a missing
    column, a text in the place of a figure, and a code or title that is there twice.
    """
    scores = find(folder, "*soc_ai_applicability_scores.csv", what="the AI applicability scores")
    metrics = find(folder, "*soc_metrics.csv", what="the AI use by occupation")
    activities = find(folder, "*iwa_metrics.csv", what="the AI use by activity")
    code, done = {"SOC Code": "soc_code"}, {"completion": "completion", "impact_scope": "scope"}
    whole = _read(scores, code, {"ai_applicability_score": "applicability"})
    sides = _read(metrics, code, _sides({"ai_applicability_score": "applicability", "coverage": "coverage"} | done))
    use = _read(activities, {"title": "intermediate"}, _sides({"share": "share"} | done))
    use["intermediate"] = use["intermediate"].str.removesuffix(".")
    names = activity_names.drop_duplicates("intermediate").set_index("intermediate")["intermediate_id"]
    use["intermediate_id"] = use["intermediate"].map(names)
    use["used"] = (use["share_user"] > USED_ABOVE) | (use["share_ai"] > USED_ABOVE)
    tables = {
        "ai_use": whole.merge(sides, how="left", on="soc_code")[AI_USE.names],
        "activity_use": use[ACTIVITY_USE.names],
    }
    return Built(tables, {"ai_use": [scores, metrics, activities]})


def _sides(names: dict[str, str]) -> dict[str, str]:
    return {f"{theirs}_{side}": f"{ours}_{side}" for theirs, ours in names.items() for side in SIDES}


def _read(path: Path, key: dict[str, str], figures: dict[str, str], also: dict[str, str] | None = None) -> pd.DataFrame:
    rows = to_numbers(read_comma(path, key | (also or {}) | figures), figures.values(), path)
    refuse_twice(rows, list(key.values()), path)
    return rows
