"""Outlook: BLS projections (jobs, openings, education, codes, the newest round), and exposure to AI and its use."""

import re
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pandas as pd

from helpers.base.errors import some
from helpers.build.raw import (
    Built,
    Sheet,
    find,
    has,
    open_sheet,
    plain,
    read_comma,
    refuse_others,
    refuse_twice,
    to_numbers,
    unlike,
    unusable,
)
from helpers.tables.column import ONET_CODE, SOC_CODE
from helpers.tables.outlook import (
    ACTIVITY_USE,
    AI_CATEGORIES,
    AI_EXPOSURE,
    AI_USE,
    EDUCATION_LEVELS,
    MEASURES,
    NEWEST_PROJECTIONS,
    NOT_GIVEN,
    PROJECTIONS,
    RATERS,
    SIDES,
    USED_ABOVE,
)

_CITED = "U.S. Bureau of Labor Statistics, Employment Projections"
_TITLE = r"(\d{4} )?National Employment Matrix title"
_CODE = r"(\d{4} )?National Employment Matrix code"
_LINE = {"ep_code": _CODE, "occupation": _TITLE}
_ONET_CODE = "O[*]NET-SOC code"
_SPLIT = {
    "labor_force_exit_rate_pct": "Labor force exit rate,.*",
    "occupational_transfer_rate_pct": "Occupational transfer rate,.*",
    "separations_rate_pct": "Total occupational separations rate,.*",
    "labor_force_exits_thousand_per_year": "Labor force exits,.*",
    "occupational_transfers_thousand_per_year": "Occupational transfers,.*",
    "separations_thousand_per_year": "Total occupational separations,.*",
    "openings_thousand_per_year": "Occupational openings,.*",
}
_REQUIREMENTS = {
    "entry_education": "Typical education needed for entry",
    "work_experience": "Work experience in a related occupation",
    "job_training": "Typical on-the-job training needed to attain competency in the occupation",
}
_LEVEL_NAMES = dict(
    zip(
        EDUCATION_LEVELS,
        (
            "Less than (a )?high school diploma",
            "High school diploma or equivalent",
            "Some college, no degree",
            "Associate['’]s degree",
            "Bachelor['’]s degree",
            "Master['’]s degree",
            "Doctoral or professional degree",
        ),
        strict=True,
    )
)
_OFFICIAL, _SHEET = "ai-exposure-categories.xlsx", "*AI Exposure*"
_NEWEST = {
    "ep_code": r".*\bcode",
    "employment_change_pct": "Employment change, percent.*",
    "openings_thousand_per_year": "Occupational openings.*",
    "ai_exposure": ".*AI exposure.*",
}
_TRANSCRIBED = {
    "ep_code": "nem_code",
    "employment_change_pct": r"employment_change_percent_\d{4}_\d{2}",
    "openings_thousand_per_year": r"annual_openings_\d{4}_\d{2}",
    "ai_exposure": "relative_ai_exposure",
}
_CHECKS = {
    True: "the publisher's workbook",
    False: "transcribed: codes are those of 2024-34 less one, counts of categories and named examples as published,"
    " openings add to the published total but for rounding; no second copy cell by cell",
}


def build(folder: Path) -> Built:
    """Return projections, entry_requirements, attainment and ep_onet from the workbooks below `folder`.

    Reads sheets 1.2 and 1.10 of occupation.xlsx, 5.3 and 5.4 of education.xlsx, the occupational coverage list and the
    O*NET-SOC crosswalk, by column names; the years are read from the names. Raises `BadInput` for a missing or
    unreadable file, sheet or column, for an unknown text in place of a figure, and where two sheets disagree on the
    codes or on a figure that both print.
    """
    occupation = find(folder, "occupation.xlsx", what="the projections by occupation")
    education = find(folder, "education.xlsx", what="the projections' education tables")
    coverage = find(folder, "nem*occupational*coverage.xlsx", what="the projections' list of occupations")
    crosswalk = find(folder, "nem*onet*to*soc*crosswalk.xlsx", what="the projections' O*NET-SOC crosswalk")

    main = _read_sheet(occupation, "Table 1.2")
    projections, period = _projections(main, _read_sheet(occupation, "Table 1.10"))
    lines = projections.loc[projections["kind"] == "line item", "ep_code"]
    listed = _read_sheet(coverage, "*Occupational Directory").only("Occupation type", "(?i)(?!exclude$).*")
    _refuse_difference(listed, listed.frame(_LINE)["ep_code"], projections["ep_code"])
    entry, education_held = (_read_sheet(education, name) for name in ("Table 5.4", "Table 5.3"))
    requirements, held = _entry_requirements(entry, main), _attainment(education_held)
    for sheet, made in ((entry, requirements), (education_held, held)):
        _refuse_difference(sheet, made.loc[made["ep_code"] != "00-0000", "ep_code"], lines)
    linked = open_sheet(crosswalk, "ONET to SOC crosswalk", _ONET_CODE).only(_ONET_CODE, ONET_CODE)
    ep_onet = linked.frame({"onet_code": _ONET_CODE, "ep_code": "NEM code"})
    _refuse_difference(linked, ep_onet["ep_code"], lines)
    citation = f"{_CITED} {period}, tables 1.2, 1.10, 5.3, 5.4 and code lists."
    return Built(
        {"projections": projections, "entry_requirements": requirements, "attainment": held, "ep_onet": ep_onet},
        {"ep": [occupation, education, coverage, crosswalk]},
        {"ep": {"release": period, "period": period, "citation": citation}},
    )


def _projections(main: Sheet, openings: Sheet) -> tuple[pd.DataFrame, str]:
    """Return the table and the period (such as 2024-34)."""
    base, projected = _projection_years(main)
    jobs = {
        "employment_base_thousand": f"Employment, {base}",
        "employment_projected_thousand": f"Employment, {projected}",
        "employment_change_thousand": "Employment change, numeric,.*",
        "employment_change_pct": "Employment change, percent,.*",
        "employment_base_share_pct": f"Employment distribution, percent, {base}",
        "employment_projected_share_pct": f"Employment distribution, percent, {projected}",
        "self_employed_pct": "Percent self[ -]employed,.*",
    }
    frame = main.frame(_LINE | {"kind": "Occupation type"}, jobs)
    frame["kind"] = frame["kind"].str.lower()
    frame["base_year"], frame["projected_year"] = int(base), int(projected)
    frame["self_employed_pct_note"] = frame["self_employed_pct"].isna().map({True: NOT_GIVEN, False: None})
    split = openings.frame({"ep_code": _CODE}, _SPLIT)
    _refuse_difference(openings, split["ep_code"], frame["ep_code"])
    frame = frame.merge(split, on="ep_code", validate="one_to_one")
    printed_twice = {
        "employment_base_thousand": openings.frame({"ep_code": _CODE}, {"again": jobs["employment_base_thousand"]}),
        "openings_thousand_per_year": main.frame({"ep_code": _CODE}, {"again": _SPLIT["openings_thousand_per_year"]}),
    }
    for column, other in printed_twice.items():
        again = frame["ep_code"].map(other.set_index("ep_code")["again"])
        if differ := frame.loc[frame[column] != again, "ep_code"].tolist():
            raise unlike(
                f"{main.path.name}: sheets {main.name} and {openings.name} differ in {column} of {some(differ)}",
                "two sheets of one release",
                "fetch the file again",
            )
    growth = frame["openings_thousand_per_year"] - frame["separations_thousand_per_year"]
    frame["growth_openings_thousand_per_year"] = growth.round(1) + 0.0  # no minus zero
    return frame[PROJECTIONS.names], f"{base}-{projected[2:]}"


def _entry_requirements(sheet: Sheet, main: Sheet) -> pd.DataFrame:
    """Return the entry_requirements table out of sheet 5.4; `main` is sheet 1.2, which prints the same texts.

    Raises `BadInput` for a missing column and where the two sheets differ.
    """
    frame, again = (one.frame(_LINE | _REQUIREMENTS).fillna("") for one in (sheet, main))
    year = re.search(r"\d{4}", _caption(sheet))
    frame["year"] = int(year[0]) if year else int(_projection_years(main)[0])
    for column, pattern in _REQUIREMENTS.items():
        differ = frame["ep_code"][frame[column] != frame["ep_code"].map(again.set_index("ep_code")[column])]
        if len(differ):
            raise unlike(
                f"{sheet.path.name} and {main.path.name} differ in {pattern.lower()} of {some(list(differ))}",
                "two workbooks of one release",
                "fetch both files again",
            )
    return frame


def _attainment(sheet: Sheet) -> pd.DataFrame:
    """Return the attainment table out of sheet 5.3: shares in percent, and the survey group behind them.

    Raises `BadInput` for a missing column, text in place of a figure, and a caption without the survey's years.
    """
    period = re.search(r"\d{4}(-\d{2,4})?", _caption(sheet).rpartition("occupation")[2])
    if period is None:
        raise unlike(
            f"{sheet.path.name}, sheet {sheet.name}: no survey years in its caption {_caption(sheet)[:120]!r}",
            "a caption that ends in the years, such as 2022-23",
        )
    frame = sheet.frame(_LINE, _LEVEL_NAMES).assign(period=period[0])
    marked = ["[" in str(cell) for cell in sheet.column(_TITLE)]
    frame["quality"], frame["match_note"] = _survey_groups(frame, marked)
    return frame


def _survey_groups(frame: pd.DataFrame, marked: Sequence[bool]) -> tuple[list[str], list[str | None]]:
    """Return quality and note a row: a marked line shares its survey group with the lines of equal shares."""
    lines = frame["ep_code"] + " " + frame["occupation"]
    shares = list(frame[list(EDUCATION_LEVELS)].itertuples(index=False, name=None))
    groups = defaultdict[tuple[float, ...], list[str]](list)
    for line, share, mark in zip(lines, shares, marked, strict=True):
        groups[share] += [line] * mark
    quality, notes = [], list[str | None]()
    for line, share, mark in zip(lines, shares, marked, strict=True):
        others = [other for other in groups[share] if other != line] if mark else []
        quality.append("exact" if not mark else "parent group" if others else "several")
        alone = "the survey does not know this line as such; no other line prints the same shares"
        notes.append(("one survey group with " + "; ".join(others) if others else alone) if mark else None)
    return quality, notes


# --- sheets ---------------------------------------------------------------------------------------------------------


def _read_sheet(path: Path, name: str) -> Sheet:
    """Return one sheet of a workbook; rows without a code (footnotes, sources) are left out.

    Raises `BadInput` for an unreadable file, a missing sheet or code column, and codes that are none or stand twice.
    """
    sheet = open_sheet(path, name, _TITLE).only(_CODE)
    codes = sheet.texts(_CODE)
    wrong = [code for code in codes if not re.fullmatch(SOC_CODE, code)]
    if wrong or not codes or len(set(codes)) != len(codes):
        raise unlike(
            f"{path.name}, sheet {name}: the code column has {some(wrong) or 'no row, or a code twice'}",
            "one row for each code of the form 11-1011",
            "fetch the file again; it may be cut off",
        )
    return sheet


def _caption(sheet: Sheet) -> str:
    return next((plain(row[0]) for row in sheet.top if row[0] is not None), "")


def _projection_years(sheet: Sheet) -> tuple[str, str]:
    """Return base and projected year, out of the names of the employment columns; raise `BadInput` if not just two."""
    found = [re.fullmatch(r"Employment, (\d{4})", name, re.IGNORECASE) for name in sheet.names]
    years = sorted(year[1] for year in found if year)
    if len(years) != 2:
        raise unlike(
            f"{sheet.path.name}, sheet {sheet.name} has {len(years)} columns of employment with a year",
            f"two, such as 'Employment, 2024' and 'Employment, 2034'; found {some(sheet.names, 20)}",
        )
    return years[0], years[1]


def _refuse_difference(sheet: Sheet, codes: "pd.Series[str]", others: "pd.Series[str]") -> None:
    """Raise `BadInput` with the codes that differ, unless both columns have the same."""
    found, expected = set(codes), set(others)
    if found != expected:
        raise unlike(
            f"{sheet.path.name}, sheet {sheet.name}: codes not known {some(sorted(found - expected)) or 'none'};"
            f" codes lacking {some(sorted(expected - found)) or 'none'}",
            f"the {len(expected)} codes of the other tables of this release",
            "fetch all files of one release again",
        )


# --- the newest round -----------------------------------------------------------------------------------------------


def build_newest(folder: Path) -> Built:
    """Return newest_projections from the publisher's workbook, or from a transcribed file where there is none.

    Raises `BadInput` for a missing or unreadable file, sheet or column, a text in the place of a figure, a category we
    do not know and a code that is there twice.
    """
    official = has(folder, _OFFICIAL)
    path = find(folder, _OFFICIAL, "ep_*_transcribed.csv", what="the newest round of the projections")
    columns = ["employment_change_pct", "openings_thousand_per_year"]
    if official:
        sheet = open_sheet(path, _SHEET, _NEWEST["ep_code"]).only(_NEWEST["ep_code"])
        wanted = _NEWEST
        frame = sheet.frame(wanted, {column: wanted[column] for column in columns})
        frame["ai_exposure"] = frame["ai_exposure"].mask(frame["ai_exposure"] == "-")
    else:
        text, wanted = read_comma(path), _TRANSCRIBED
        sheet = Sheet(path, path.stem, [str(name) for name in text.columns], [])
        frame = pd.DataFrame({ours: text.iloc[:, sheet.place(theirs)] for ours, theirs in wanted.items()})
        frame = to_numbers(frame, columns, path)
        frame["openings_thousand_per_year"] /= 1000
    refuse_others(frame["ai_exposure"], AI_CATEGORIES, path, what="category of AI exposure")
    refuse_twice(frame, ["ep_code"], path)
    name = sheet.names[sheet.place(wanted["employment_change_pct"])]
    if not (years := re.search(r"(\d{4})[-_](\d{2,4})", name)):
        raise unusable(path, f"the column {name!r} names no years")
    base, end = years[1], years[2][-2:]
    frame["base_year"], frame["projected_year"] = int(base), int(base[:2] + end)
    fields = {"release": f"{base}-{end}", "period": f"{base}-{end}", "check": _CHECKS[official]}
    return Built({"newest_projections": frame[NEWEST_PROJECTIONS.names]}, {"ep_newest": [path]}, {"ep_newest": fields})


# --- exposure to language models -----------------------------------------------------------------------------------


def build_exposure(folder: Path, onet_codes: pd.DataFrame) -> Built:
    """Return ai_exposure, each code held against the O*NET-SOC 2019 taxonomy `onet_codes`.

    Raises `BadInput` for a missing or unreadable file, a missing column, a text in the place of a figure and a
    code that is there twice.
    """
    path = find(folder, "eloundou_occ_level.csv", "occ_level.csv", what="the AI exposure scores")
    measures = {f"{rater}_rating_{m}": f"{ours}_{m}" for ours, (rater, _) in RATERS.items() for m in MEASURES}
    rows = _read_scores(path, {"O*NET-SOC Code": "onet_code", "Title": "name"}, measures)
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
    whole = _read_scores(scores, code, {"ai_applicability_score": "applicability"})
    sides = _read_scores(
        metrics, code, _sides({"ai_applicability_score": "applicability", "coverage": "coverage"} | done)
    )
    use = _read_scores(activities, {"title": "intermediate"}, _sides({"share": "share"} | done))
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


def _read_scores(path: Path, key: dict[str, str], figures: dict[str, str]) -> pd.DataFrame:
    """Return the columns of `key`, the first of which is unique, and the figures, as numbers."""
    rows = to_numbers(read_comma(path, key | figures), figures.values(), path)
    refuse_twice(rows, [next(iter(key.values()))], path)
    return rows
