"""The newest round of the BLS projections: change, openings, and the publisher's own category of AI exposure."""

import re
from pathlib import Path

import pandas as pd

from helpers.build.comma import read_comma, to_numbers
from helpers.build.onet_files import refuse_others, refuse_twice
from helpers.build.raw import Built, find, has, unusable
from helpers.build.workbook import figure, header_row, pick, plain, read_rows
from helpers.tables.outlook import AI_CATEGORIES, NEWEST_PROJECTIONS

_OFFICIAL = "ai-exposure-categories.xlsx"
_SHEET = "*AI Exposure*"
_TRANSCRIBED = {
    "nem_code": "ep_code",
    r"employment_change_percent_\d{4}_\d{2}": "employment_change_pct",
    r"annual_openings_\d{4}_\d{2}": "openings_thousand_per_year",
    "relative_ai_exposure": "ai_exposure",
}
_CHECKS = {
    True: "the publisher's workbook",
    False: "transcribed: codes are those of 2024-34 less one, counts of categories and named examples as published,"
    " openings add to the published total but for rounding; no second copy cell by cell",
}


def build(folder: Path) -> Built:
    """Return newest_projections from the publisher's workbook, or from a transcribed file where there is none.

    Raises `BadInput` for a missing or unreadable file, sheet or column, a text in the place of a figure, a category we
    do not know and a code that is there twice.
    """
    official = has(folder, _OFFICIAL)
    path = find(folder, _OFFICIAL, "ep_*_transcribed.csv", what="the newest round of the projections")
    frame, (base, projected) = _read_official(path) if official else _read_transcribed(path)
    refuse_others(frame["ai_exposure"], set(AI_CATEGORIES), path, what="category of AI exposure")
    refuse_twice(frame, ["ep_code"], path)
    frame["base_year"], frame["projected_year"] = int(base), int(base[:2] + projected[-2:])
    release = f"{base}-{projected[-2:]}"
    fields = {"release": release, "period": release, "check": _CHECKS[official]}
    return Built({"newest_projections": frame[NEWEST_PROJECTIONS.names]}, {"ep_newest": [path]}, {"ep_newest": fields})


def _read_official(path: Path) -> tuple[pd.DataFrame, tuple[str, str]]:
    rows = read_rows(path, _SHEET)
    top = header_row(rows, r".*\bcode", path, _SHEET)
    names = [plain(cell) for cell in rows[top]]
    wanted = {
        "ep_code": r".*\bcode",
        "employment_change_pct": "Employment change, percent.*",
        "openings_thousand_per_year": "Occupational openings.*",
        "ai_exposure": ".*AI exposure.*",
    }
    places = pick(names, wanted, path, _SHEET)
    body = [row for row in rows[top + 1 :] if row[places["ep_code"]] is not None]
    frame = pd.DataFrame({"ep_code": [plain(row[places["ep_code"]]) for row in body]})
    for column in ("employment_change_pct", "openings_thousand_per_year"):
        cells = zip(body, frame["ep_code"], strict=True)
        frame[column] = [figure(row[places[column]], path, _SHEET, code) for row, code in cells]
    frame["ai_exposure"] = [
        text if (text := plain(row[places["ai_exposure"]])) not in ("", "-") else None for row in body
    ]
    return frame, _years(names[places["employment_change_pct"]], path)


def _read_transcribed(path: Path) -> tuple[pd.DataFrame, tuple[str, str]]:
    text = read_comma(path)
    names = [str(name) for name in text.columns]
    places = pick(names, {ours: theirs for theirs, ours in _TRANSCRIBED.items()}, path, path.stem)
    frame = pd.DataFrame({column: text.iloc[:, place] for column, place in places.items()})
    frame = to_numbers(frame, ["employment_change_pct", "openings_thousand_per_year"], path)
    frame["openings_thousand_per_year"] /= 1000
    return frame, _years(names[places["employment_change_pct"]], path)


def _years(name: str, path: Path) -> tuple[str, str]:
    if found := re.search(r"(\d{4})[-_](\d{2,4})", name):
        return found[1], found[2]
    raise unusable(path, f"the column {name!r} names no years")
