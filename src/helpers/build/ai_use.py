"""Where people use AI assistants: Microsoft's figures by occupation and by intermediate work activity."""

from pathlib import Path

import pandas as pd

from helpers.build.comma import read_comma, to_numbers
from helpers.build.onet_files import refuse_twice
from helpers.build.raw import Built, find
from helpers.tables.ai import ACTIVITY_USE, AI_USE, SIDES, USED_ABOVE


def build(folder: Path, activity_names: pd.DataFrame) -> Built:
    """Return ai_use and activity_use; an activity is found in `activity_names` by its title, since ids change.

    Raises `BadInput` for a missing or unreadable file, a missing column, a text in the place of a figure, and a code or
    title that is there twice.
    """
    scores = find(folder, "*soc_ai_applicability_scores.csv", what="the AI applicability scores")
    metrics = find(folder, "*soc_metrics.csv", what="the AI use by occupation")
    activities = find(folder, "*iwa_metrics.csv", what="the AI use by activity")
    whole = _read(scores, {"SOC Code": "soc_code"}, {"ai_applicability_score": "applicability"})
    sides = _read(
        metrics,
        {"SOC Code": "soc_code"},
        _sides(
            ai_applicability_score="applicability", coverage="coverage", completion="completion", impact_scope="scope"
        ),
    )
    use = _read(
        activities, {"title": "intermediate"}, _sides(share="share", completion="completion", impact_scope="scope")
    )
    use["intermediate"] = use["intermediate"].str.removesuffix(".")
    names = activity_names.drop_duplicates("intermediate").set_index("intermediate")["intermediate_id"]
    use["intermediate_id"] = use["intermediate"].map(names)
    use["used"] = (use["share_user"] > USED_ABOVE) | (use["share_ai"] > USED_ABOVE)
    tables = {
        "ai_use": whole.merge(sides, how="left", on="soc_code")[AI_USE.names],
        "activity_use": use[ACTIVITY_USE.names],
    }
    return Built(tables, {"ai_use": [scores, metrics, activities]})


def _sides(**names: str) -> dict[str, str]:
    return {f"{theirs}_{side}": f"{ours}_{side}" for theirs, ours in names.items() for side in SIDES}


def _read(path: Path, key: dict[str, str], figures: dict[str, str]) -> pd.DataFrame:
    rows = to_numbers(read_comma(path, key | figures), list(figures.values()), path)
    refuse_twice(rows, list(key.values()), path)
    return rows
