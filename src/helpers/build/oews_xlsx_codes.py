"""Areas, industries and occupations of the OEWS workbooks under the codes and levels of the publisher's flat files."""

import re

import pandas as pd

from helpers.base.errors import BadInput, some
from helpers.build.states import STATES

_WIDTHS = {"1": 2, "2": 2, "3": 2, "4": 5, "5": 5, "6": 7}
"""AREA_TYPE (nation, state, territory, metropolitan area, metropolitan division, rest of a state) -> digits of AREA."""
_NATION = "99"
_CROSS = {"000000": 0, "000001": 1, "999001": 1, "999101": 2, "999201": 2, "999301": 2}
"""Codes that span industries, by ownership -> level in the flat files."""
_DEPTHS = {"3-digit": 3, "4-digit": 4, "5-digit": 5, "6-digit": 5}
_OWNERS = {
    "1": "Federal Government Owned",
    "2": "State Government Owned",
    "3": "Local Government Owned",
    "5": "Privately Owned",
}
_BY_OWNER = ", ownership"
_LEVELS = {"total": 0, "major": 0, "minor": 1, "broad": 2, "detailed": 3}


def areas(rows: pd.DataFrame) -> pd.DataFrame:
    """Return area_code, areatype_code, state_code and area_name for rows of AREA, AREA_TYPE, AREA_TITLE, PRIM_STATE.

    A code that passed through a number gets its leading zeros back. The flat files write the nation as 0000000, a state
    as its two digits and five zeros, any other area with zeros before it. Raises `BadInput` for another type, code or
    state.
    """
    postal = {letters: code for code, letters in STATES.items()}
    digits = [area.zfill(_WIDTHS.get(kind, 0)) for area, kind in zip(rows["AREA"], rows["AREA_TYPE"], strict=True)]
    wrong = [
        kind not in _WIDTHS
        or not re.fullmatch(rf"(?!0+$)\d{{{_WIDTHS[kind]}}}", area)
        or (kind == "1") != (area == _NATION)
        or (kind > "3" and state not in postal)
        for area, kind, state in zip(digits, rows["AREA_TYPE"], rows["PRIM_STATE"], strict=True)
    ]
    _refuse(rows[wrong], "AREA_TYPE 1 to 6 with the AREA code of its kind, and a state's postal code in PRIM_STATE")
    coded = []
    for area, kind, state in zip(digits, rows["AREA_TYPE"], rows["PRIM_STATE"], strict=True):
        if kind == "1":
            coded.append(("0000000", "N", "00"))
        elif kind in "23":
            coded.append((area + "00000", "S", area))
        else:
            coded.append((area.zfill(7), "M", postal[state]))
    frame = pd.DataFrame(coded, columns=["area_code", "areatype_code", "state_code"], index=rows.index, dtype=str)
    return frame.assign(area_name=rows["AREA_TITLE"])


def industries(rows: pd.DataFrame) -> pd.DataFrame:
    """Return industry_code, industry_name and display_level for rows of NAICS, NAICS_TITLE, I_GROUP and OWN_CODE.

    The flat files write a sector with the number after its last (31-33 as 31--34, 99 as 99-100), and an industry by
    owner with the owner as last digit (611000 of OWN_CODE 5 as 611005); its name tells the owner. An industry that
    stands under two levels gets the wider one. Raises `BadInput` for another level or a code that is not of its level.
    """
    group = rows["I_GROUP"].str.casefold()
    by_owner = group.str.endswith(_BY_OWNER)
    base = group.str.removesuffix(_BY_OWNER)
    whole = rows[~by_owner].drop_duplicates("NAICS").set_index("NAICS")["NAICS_TITLE"]
    coded: list[tuple[str, str, int]] = []
    wrong = []
    for naics, title, level, owner, split in zip(
        rows["NAICS"], rows["NAICS_TITLE"], base, rows["OWN_CODE"], by_owner, strict=True
    ):
        code, name, depth = _industry(naics, level), title, _CROSS.get(naics.zfill(6), 2)
        if level in _DEPTHS and code:
            depth = _DEPTHS[level]
            if split and naics in whole.index:
                code = naics[:-1] + owner if naics.endswith("0") and owner in _OWNERS else ""
                name = f"{title}, {_OWNERS.get(owner)}" if title == whole[naics] else title
            if split and not code.endswith("0"):
                depth = min(depth + 1, 5)
        coded.append((code, name, depth))
        wrong.append(not code)
    _refuse(rows[wrong], "an industry, sector or ownership code that fits its I_GROUP")
    frame = pd.DataFrame(coded, columns=["industry_code", "industry_name", "display_level"], index=rows.index)
    frame["display_level"] = frame.groupby("industry_code")["display_level"].transform("min").astype(str)
    return frame


def _industry(naics: str, level: str) -> str:
    """Return the code of the flat files, empty if it is not of the level."""
    if level == "cross-industry":
        return naics.zfill(6) if naics and naics.zfill(6) in _CROSS else ""
    if level == "sector":
        if not (found := re.fullmatch(r"(\d\d)(?:-(\d\d))?", naics)):
            return ""
        return found[1] + str(int(found[2] or found[1]) + 1).rjust(4, "-")
    return naics if level in _DEPTHS and re.fullmatch(r"[1-9]\d{3}[\dA-Z]\d", naics) else ""


def occupations(rows: pd.DataFrame) -> pd.DataFrame:
    """Return occupation_code, occupation_name, display_level and listed for rows of OCC_CODE, OCC_TITLE and O_GROUP.

    The flat files list no group with one member only, which has the same figures: a broad group of one detailed
    occupation, a minor group of one broad group, whose place that takes. Such a group is not `listed`. A broad group
    that is also given as detailed is detailed. Raises `BadInput` for another code or level.
    """
    level = rows["O_GROUP"].str.casefold().map(_LEVELS)
    wrong = level.isna() | ~rows["OCC_CODE"].str.fullmatch(r"\d\d-\d{4}")
    _refuse(rows[wrong], "OCC_CODE as 43-3021, O_GROUP one of " + ", ".join(_LEVELS))
    codes = rows["OCC_CODE"]
    finest = level.groupby(codes).max().astype(int)
    broad = pd.Index(codes[level == _LEVELS["broad"]].unique())
    detailed = finest.index[finest == _LEVELS["detailed"]]
    unlisted = set()
    for code in broad.difference(detailed):
        if (detailed.str[:6] == code[:6]).sum() == 1:
            unlisted.add(code)
    for code in finest.index[finest == _LEVELS["minor"]]:
        members = broad[broad.str[:4] == code[:4]]
        if len(members) == 1:
            unlisted.add(code)
            if finest[members[0]] == _LEVELS["broad"]:
                finest[members[0]] = _LEVELS["minor"]
    return pd.DataFrame(
        {
            "occupation_code": codes.str.replace("-", ""),
            "occupation_name": rows["OCC_TITLE"],
            "display_level": codes.map(finest).astype(str),
            "listed": ~codes.isin(unlisted),
        }
    )


def _refuse(wrong: pd.DataFrame, expected: str) -> None:
    if len(wrong):
        columns = [column for column in wrong.columns if not str(column).endswith("_TITLE")]
        shown = [
            " ".join(f"{name} {text or 'empty'}" for name, text in row.items()) for _, row in wrong[columns].iterrows()
        ]
        raise BadInput(
            "the OEWS workbook has codes we do not know: " + some(shown),
            expected=expected,
            next_step="fetch the file again; if it is the publisher's, its codes are of a release we do not know",
        )
