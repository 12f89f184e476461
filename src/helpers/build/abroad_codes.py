"""From SOC 2018 to the official groups of Canada and the United Kingdom, along the publishers' crosswalks."""

import re
from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput
from helpers.build.comma import read_comma
from helpers.build.raw import Built, choose, find, open_sheet, read_sheet, unusable
from helpers.build.workbook import Cell
from helpers.tables.abroad import ABROAD_CODES

_OLD = b"\xd0\xcf\x11\xe0"
_SOC = r"\d{2}-\d{4}"
_ISCO = "ISCO-08 code based on SOC2020"


def build(folder: Path) -> Built:
    """Return abroad_codes: for each detailed SOC 2018 code every group that the crosswalks lead to.

    Raises `BadInput` for a missing or unreadable file, sheet or column, and where two steps of a way do not meet.
    """
    canada, noc_files = _canada(folder)
    kingdom, soc_files, index = _kingdom(folder)
    frame = pd.concat([canada.assign(country="Canada"), kingdom.assign(country="United Kingdom")], ignore_index=True)
    frame["line_share"] = frame["line_share"].astype("float64")
    files = {"noc": noc_files, "soc_crosswalks": soc_files, "uk_index": [index]}
    return Built({"abroad_codes": frame[ABROAD_CODES.names]}, files)


def _canada(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    to_soc = find(folder, "*noc2016*-soc2018us-eng.csv", what="the crosswalk from NOC 2016 to SOC 2018")
    to_new = find(folder, "*noc2016*-noc2021*-eng.csv", what="the crosswalk from NOC 2016 to NOC 2021")
    wanted = {"NOC 2016 Version 1.3 Code": "noc_2016", "SOC 2018 (US) Code": "soc_code"}
    first = read_comma(to_soc, wanted, encoding="cp1252")
    second = read_comma(to_new, {"NOC 2016 V1.3 Code": "noc_2016", "NOC 2021 V1.0 Code": "group_code"})
    first, second = (frame.dropna().apply(lambda texts: texts.str.strip()) for frame in (first, second))
    first["noc_2016"], second["noc_2016"] = (frame["noc_2016"].str.zfill(4) for frame in (first, second))
    second["group_code"] = second["group_code"].str.zfill(5)
    frame = _met(first, second, "noc_2016", to_soc)[["soc_code", "group_code"]].drop_duplicates()
    return frame.assign(isco_code=None, line_share=None), [to_soc, to_new]


def _kingdom(folder: Path) -> tuple[pd.DataFrame, list[Path], Path]:
    newer = find(folder, "soc_2010_to_2018_crosswalk.xlsx", what="the crosswalk from SOC 2010 to SOC 2018")
    isco = find(folder, "isco_soc_crosswalk.xls", what="the crosswalk from SOC 2010 to ISCO-08")
    index = find(folder, "soc2020volume2*index*.xlsx", what="the coding index of SOC 2020")
    soc = _below(newer, {"2010 SOC Code": "soc_2010", "2018 SOC Code": "soc_code"}, sheet=0)
    steps = _below(isco, {"2010 SOC Code": "soc_2010", "ISCO-08 Code": "isco_code"}, sheet="2010 SOC to ISCO-08")
    steps["isco_code"] = steps["isco_code"].str.zfill(4)
    pairs = _met(soc[soc["soc_code"].str.fullmatch(_SOC)], steps, "soc_2010", newer)[["soc_code", "isco_code"]]
    lines = read_sheet(index, {"SOC_2020": "group_code", _ISCO: "isco_code"}, sheet="SOC2020 coding index", header=0)
    lines = lines[lines["group_code"].str.fullmatch(r"\d{4}", na=False) & lines["isco_code"].str.isdigit()]
    counted = lines.assign(isco_code=lines["isco_code"].str.zfill(4)).groupby(["group_code", "isco_code"]).size()
    shares = (counted / counted.groupby("group_code").transform("sum")).rename("line_share").reset_index()
    return _met(pairs.drop_duplicates(), shares, "isco_code", index), [newer, isco], index


def _below(path: Path, needed: dict[str, str], *, sheet: str | int) -> pd.DataFrame:
    """Return the columns `needed` below the row that names them, without rows that lack a SOC 2010 code."""
    whole = _open_old(path, str(sheet)) if path.read_bytes()[:4] == _OLD else open_sheet(path, sheet=sheet)
    first = next(iter(needed))
    tops = [row for row, cells in enumerate(whole.to_numpy().tolist()[:20]) if first in map(_plain, cells)]
    if tops:
        body = whole.iloc[tops[0] + 1 :].set_axis([_plain(cell) for cell in whole.iloc[tops[0]]], axis=1)
    frame = choose(body if tops else whole, needed, path).map(_plain)
    return frame[frame["soc_2010"].str.fullmatch(_SOC)]


def _open_old(path: Path, sheet: str) -> pd.DataFrame:
    """Return one sheet of a workbook of before 2007, which pandas reads no more without a warning."""
    import xlrd

    try:
        found = xlrd.open_workbook(path).sheet_by_name(sheet)
    except xlrd.XLRDError as error:
        raise unusable(path, str(error)) from error
    return pd.DataFrame([found.row_values(row) for row in range(found.nrows)])


def _plain(cell: Cell) -> str:
    return re.sub(r"\s+", " ", str(cell)).strip() if isinstance(cell, str) else ""


def _met(one: pd.DataFrame, other: pd.DataFrame, on: str, path: Path) -> pd.DataFrame:
    frame = one.merge(other, on=on)
    if frame[on].nunique() < one[on].nunique() / 2:
        raise BadInput(
            f"{path.name} and the next crosswalk share {frame[on].nunique()} of {one[on].nunique()} codes",
            expected="two crosswalks that name most codes alike",
            next_step="fetch both files again; one may be of another version",
        )
    return frame
