"""Census 2018 occupation codes and the SOC 2018 codes each of them covers."""

import re
from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput, some
from helpers.build.raw import Built, find
from helpers.build.workbook import Cell, header_row, pick, plain, read_rows

_NAMES = ("2018-occupation-code-list-and-crosswalk.xlsx", "census_2018_occ_code_list_crosswalk.xlsx")
_LIST = "2018 Census Occ Code List"
_CROSSWALK = "2010 to 2018 Crosswalk"


def build(folder: Path, soc_codes: pd.DataFrame) -> Built:
    """Return census_codes and census_soc from the Census 2018 list below `folder`.

    `soc_codes` is the SOC table of the titles build. A listed code that ends in zeros covers its group; a pattern
    with X covers the codes that fit it and no other Census line has; where two patterns fit, the sheet that
    leads from 2010 to 2018 says which line has the code. Raises `BadInput` for a missing or unreadable file, sheet or
    column, and unless every detailed SOC code then belongs to one Census line.
    """
    path = find(folder, *_NAMES, what="the Census 2018 occupation code list")
    codes = _listed(path)
    links = _covered(codes, soc_codes, _named_by_crosswalk(path), path)
    first, last = codes["census_code"].str[:4], codes["census_code"].str[-4:]
    codes["soc_count"] = [
        int(links["census_code"].between(low, high).sum()) for low, high in zip(first, last, strict=True)
    ]
    return Built({"census_codes": codes, "census_soc": links}, {"census": [path]})


def _listed(path: Path) -> pd.DataFrame:
    rows = read_rows(path, _LIST)
    top = header_row(rows, "2018 Census Code", path, _LIST)
    names = [plain(cell) for cell in rows[top]]
    places = pick(
        names, {"title": "2018 Census Title", "code": "2018 Census Code", "soc": "2018 SOC Code"}, path, _LIST
    )
    found = []
    for row in rows[top + 1 :]:
        code = _census_code(row[places["code"]])
        if code is None:
            continue
        title = next(plain(cell) for cell in row[: places["code"]] if cell is not None)
        soc = plain(row[places["soc"]])
        found.append((code, title.rstrip(": "), "group" if "-" in code else "line", None if soc == "none" else soc))
    frame = pd.DataFrame(found, columns=["census_code", "occupation", "level", "soc_listed"])
    return frame.sort_values("census_code", ignore_index=True)


def _census_code(cell: Cell) -> str | None:
    text = plain(cell)
    if re.fullmatch(r"\d{1,4}", text):
        return text.zfill(4)
    return text if re.fullmatch(r"\d{4}-\d{4}", text) else None


def _named_by_crosswalk(path: Path) -> set[tuple[str, str]]:
    """Return the pairs (Census code, SOC code) that the crosswalk sheet names, below each line, in brackets."""
    rows = read_rows(path, _CROSSWALK)
    top = header_row(rows, "2018 Census Code", path, _CROSSWALK)
    names = [plain(cell) for cell in rows[top]]
    places = pick(names, {"code": "2018 Census Code", "title": "2018 Census Title"}, path, _CROSSWALK)
    pairs, current = set(), ""
    for row in rows[top + 1 :]:
        current = _census_code(row[places["code"]]) or current
        if named := re.search(r"\((\d{2}-\d{4})\s*\)$", plain(row[places["title"]])):
            pairs.add((current, named[1]))
    return pairs


def _covered(codes: pd.DataFrame, soc_codes: pd.DataFrame, named: set[tuple[str, str]], path: Path) -> pd.DataFrame:
    level_of = dict(zip(soc_codes["soc_code"], soc_codes["level"], strict=True))
    detailed = sorted(code for code, level in level_of.items() if level == "detailed")
    lines = codes[(codes["level"] == "line") & codes["soc_listed"].notna()]
    owners: dict[str, list[str]] = {code: [] for code in detailed}
    patterns = []
    for census, listed in zip(lines["census_code"], lines["soc_listed"], strict=True):
        if "X" in listed:
            patterns.append((census, re.compile(listed.replace("X", r"\d"))))
            continue
        for code in detailed:
            if code.startswith(_stem(listed, level_of.get(listed))):
                owners[code].append(census)
    for code in [code for code, owned in owners.items() if not owned]:
        fits = [census for census, pattern in patterns if pattern.fullmatch(code)]
        owners[code] = [census for census in fits if (census, code) in named] if len(fits) > 1 else fits
    wrong = [f"{code} ({', '.join(owned) or 'no line'})" for code, owned in owners.items() if len(owned) != 1]
    if wrong:
        raise BadInput(
            f"{path.name}: SOC codes without just one Census line: {some(wrong)}",
            expected="each detailed SOC 2018 code under one Census line",
            next_step="fetch the file again; its layout may be of a release we do not know",
        )
    frame = pd.DataFrame({"soc_code": detailed, "census_code": [owners[code][0] for code in detailed]})
    covers = frame.groupby("census_code")["soc_code"].agg(list)
    name_of = dict(zip(codes["census_code"], codes["occupation"], strict=True))
    frame["quality"] = ["exact" if len(covers[census]) == 1 else "parent group" for census in frame["census_code"]]
    frame["match_note"] = [
        None if quality == "exact" else f"Census line {census} {name_of[census]} covers {', '.join(covers[census])}"
        for census, quality in zip(frame["census_code"], frame["quality"], strict=True)
    ]
    return frame


def _stem(code: str, level: str | None) -> str:
    """Return how the detailed codes of a SOC code start: all of it, or without the zeros of its group."""
    if level == "minor":
        return code[:4] if code.endswith("000") else code[:5]
    return code[:6] if level == "broad" else code
