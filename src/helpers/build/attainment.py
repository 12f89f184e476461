"""BLS Employment Projections, education: what workers hold, and what is typical for entry."""

import re
from collections.abc import Sequence

import pandas as pd

from helpers.base.errors import BadInput, some
from helpers.build.ep_sheet import TITLE, Sheet, codes_and_names, projection_years
from helpers.tables.outlook import EDUCATION_LEVELS

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


def entry_requirements(sheet: Sheet, main: Sheet) -> pd.DataFrame:
    """Return the entry_requirements table out of sheet 5.4; `main` is sheet 1.2, which prints the same texts.

    Raises `BadInput` for a missing column and where the two sheets differ.
    """
    frame = codes_and_names(sheet)
    year = re.search(r"\d{4}", sheet.caption)
    frame["year"] = int(year[0]) if year else int(projection_years(main)[0])
    again = codes_and_names(main).set_index("ep_code")
    for column, pattern in _REQUIREMENTS.items():
        frame[column] = sheet.texts(pattern)
        again[column] = main.texts(pattern)
        differ = frame["ep_code"][frame[column] != frame["ep_code"].map(again[column])]
        if len(differ):
            raise BadInput(
                f"{sheet.path.name} and {main.path.name} differ in {pattern.lower()} of {some(list(differ))}",
                expected="two workbooks of one release",
                next_step="fetch both files again",
            )
    return frame.sort_values("ep_code", ignore_index=True)


def attainment(sheet: Sheet) -> pd.DataFrame:
    """Return the attainment table out of sheet 5.3: shares in percent, and the survey group behind them.

    Raises `BadInput` for a missing column, text in place of a figure, and a caption without the survey's years.
    """
    frame = codes_and_names(sheet)
    period = re.search(r"\d{4}(-\d{2,4})?", sheet.caption.rpartition("occupation")[2])
    if period is None:
        raise BadInput(
            f"{sheet.path.name}, sheet {sheet.name}: no survey years in its caption {sheet.caption[:120]!r}",
            expected="a caption that ends in the years, such as 2022-23",
            next_step="fetch the file again; its layout may be of a release we do not know",
        )
    frame["period"] = period[0]
    for column, pattern in _LEVEL_NAMES.items():
        frame[column] = sheet.figures(pattern)
    marked = ["[" in str(cell) for cell in sheet.column(TITLE)]
    frame["quality"], frame["match_note"] = _survey_groups(frame, marked)
    return frame.sort_values("ep_code", ignore_index=True)


def _survey_groups(frame: pd.DataFrame, marked: Sequence[bool]) -> tuple[list[str], list[str | None]]:
    """Return quality and note a row: a marked line shares its survey group with the lines of equal shares."""
    shares = list(frame[list(EDUCATION_LEVELS)].itertuples(index=False, name=None))
    groups: dict[tuple[float, ...], list[tuple[str, str]]] = {}
    for code, name, share, mark in zip(frame["ep_code"], frame["occupation"], shares, marked, strict=True):
        if mark:
            groups.setdefault(share, []).append((code, name))
    quality, notes = [], list[str | None]()
    for code, share, mark in zip(frame["ep_code"], shares, marked, strict=True):
        others = [f"{other} {name}" for other, name in groups.get(share, []) if mark and other != code]
        if not mark:
            quality.append("exact")
            notes.append(None)
        elif others:
            quality.append("parent group")
            notes.append("one survey group with " + "; ".join(others))
        else:
            quality.append("several")
            notes.append("the survey does not know this line as such; no other line prints the same shares")
    return quality, notes
