"""SOC and O*NET lists of codes and job titles: which occupations a title may stand for."""

import re
from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput
from helpers.base.title_key import spellings
from helpers.build.raw import Built, choose, find, open_sheet, read_sheet, read_tabbed, unusable

_LEVELS = {"Major Group": "major", "Minor Group": "minor", "Broad Group": "broad", "Detailed Occupation": "detailed"}
_TITLE_LISTS = ("Job Titles.txt", "Alternate Titles.txt")
_NEW_SOURCES = frozenset({"01", "02", "03", "07", "09", "10"})
"""O*NET's codes of the sources of alternate titles that are not old dictionaries: adverts, workers, experts."""
_WEIGHTS = {"official": 4.0, "direct_match": 4.0, "shown": 3.0, "reported": 2.2, "alternate": 0.5}
_NEW_SAYS, _OLD_SAYS = 0.5, 0.15


def build(folder: Path, occupations: pd.DataFrame) -> Built:
    """Return soc_codes, soc_2010, onet_codes, titles, and `occupations` with in_soc_2018 filled.

    `occupations` is the frame that the OEWS build made: the pay table covers a SOC code under the same code, or under
    the one code of the same broad group that the survey made for several (quality `parent group`).
    Raises `BadInput` for a missing or unreadable file and for a title under a code that the lists do not hold.
    """
    structure = find(folder, "soc_structure_2018.xlsx", what="the SOC 2018 structure")
    direct = find(folder, "soc_2018_direct_match_title_file.xlsx", what="the SOC 2018 direct match titles")
    crosswalk = find(folder, "2019_to_SOC_Crosswalk.xlsx", what="the O*NET-SOC 2019 to SOC 2018 crosswalk")
    alternate = find(folder, *_TITLE_LISTS, what="the O*NET alternate titles")
    reported = find(folder, "Sample of Reported Titles.txt", what="the O*NET reported titles")
    older = find(folder, "soc_2010_to_2018_crosswalk.xlsx", what="the crosswalk from SOC 2010 to SOC 2018")

    soc_codes = _soc_codes(structure, occupations)
    onet_codes = read_sheet(
        crosswalk,
        {"O*NET-SOC 2019 Code": "onet_code", "O*NET-SOC 2019 Title": "occupation", "2018 SOC Code": "soc_code"},
        header=_header_row(crosswalk, "O*NET-SOC 2019 Code"),
    ).sort_values("onet_code", ignore_index=True)
    titles = pd.concat(
        [
            _official(soc_codes, onet_codes),
            _surveyed(soc_codes, occupations),
            _direct_match(direct),
            _alternate(alternate, onet_codes),
            _reported(reported, onet_codes),
        ]
    )
    covered = occupations.drop(columns="in_soc_2018", errors="ignore")
    covered["in_soc_2018"] = covered["soc_code"].isin(soc_codes["soc_code"])
    return Built(
        {
            "soc_codes": soc_codes,
            "soc_2010": _soc_2010(older),
            "onet_codes": onet_codes,
            "titles": _with_keys(titles),
            "occupations": covered,
        },
        {"soc": [structure, direct, older], "onet_soc": [crosswalk], "onet": [alternate, reported]},
        {"onet": _onet_release(folder)},
    )


def _header_row(path: Path, first: str) -> int:
    """Return the row (from 0) in which a column of this name stands, among the first 20 of the first sheet."""
    top = open_sheet(path, header=None, nrows=20)
    rows = [row for row, cells in enumerate(top.itertuples(index=False)) if first in [str(c).strip() for c in cells]]
    if not rows:
        raise BadInput(
            f"{path.name} has no row with the column name {first!r} among its first 20",
            expected="the publisher's workbook with its header row",
            next_step="fetch the file again; the layout may be of a release we do not know",
        )
    return rows[0]


def _soc_codes(path: Path, occupations: pd.DataFrame) -> pd.DataFrame:
    sheet = open_sheet(path, header=_header_row(path, "Major Group"))
    sheet.columns = pd.Index([*sheet.columns[:-1], "name"])  # the column of names has no heading
    sheet = choose(sheet, {name: name for name in (*_LEVELS, "name")}, path)
    parts = []
    for column, level in _LEVELS.items():
        rows = sheet[sheet[column].notna()]
        parts.append(
            pd.DataFrame({"soc_code": rows[column].str.strip(), "occupation": rows["name"].str.strip(), "level": level})
        )
    codes = pd.concat(parts).sort_values("soc_code", ignore_index=True)
    return _covered_by_pay(codes, occupations)


def _covered_by_pay(codes: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """Add pay_soc_code, quality and match_note."""
    listed = set(occupations["soc_code"])
    detailed = occupations.loc[occupations["level"] == "detailed", ["soc_code", "occupation"]]
    made = detailed[~detailed["soc_code"].isin(set(codes["soc_code"][codes["level"] == "detailed"]))]
    group_of_broad = {str(code)[:6]: (str(code), str(name)) for code, name in made.itertuples(index=False)}
    rows: list[tuple[str | None, str, str | None]] = []
    for code, level in codes[["soc_code", "level"]].itertuples(index=False):
        group = group_of_broad.get(str(code)[:6])
        if code in listed:
            rows.append((str(code), "exact", None))
        elif level == "detailed" and group is not None:
            rows.append((group[0], "parent group", f"published with others as {group[0]} {group[1]}"))
        else:
            rows.append((None, "none", "the pay survey does not cover this code"))
    covered = pd.DataFrame(rows, columns=["pay_soc_code", "quality", "match_note"], index=codes.index)
    return pd.concat([codes, covered], axis=1)


def _official(soc_codes: pd.DataFrame, onet_codes: pd.DataFrame) -> pd.DataFrame:
    soc = soc_codes[soc_codes["level"] == "detailed"]
    soc = soc.rename(columns={"occupation": "title"})[["title", "soc_code"]].assign(onet_code=None, source_id="soc")
    onet = onet_codes.rename(columns={"occupation": "title"}).assign(source_id="onet")
    return pd.concat([soc, onet]).assign(list="official")


def _surveyed(soc_codes: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """Return the names under which the pay survey publishes several SOC occupations as one."""
    detailed = set(soc_codes["soc_code"][soc_codes["level"] == "detailed"])
    rows = occupations[(occupations["level"] == "detailed") & ~occupations["soc_code"].isin(detailed)]
    names = rows.rename(columns={"occupation": "title"})[["title", "soc_code"]]
    return names.assign(onet_code=None, list="official", source_id="oews")


def _direct_match(path: Path) -> pd.DataFrame:
    frame = read_sheet(
        path,
        {"2018 SOC Code": "soc_code", "2018 SOC Direct Match Title": "title"},
        header=_header_row(path, "2018 SOC Code"),
    )
    return frame.assign(onet_code=None, list="direct_match", source_id="soc")


def _soc_2010(path: Path) -> pd.DataFrame:
    frame = read_sheet(
        path,
        {"2010 SOC Code": "soc_2010_code", "2010 SOC Title": "occupation_2010", "2018 SOC Code": "soc_code"},
        header=_header_row(path, "2010 SOC Code"),
    )
    return frame.drop_duplicates().sort_values(["soc_2010_code", "soc_code"], ignore_index=True)


def _alternate(path: Path, onet_codes: pd.DataFrame) -> pd.DataFrame:
    """Return the alternate titles; what a title weighs is how many sources name it, new ones before old ones."""
    column = "Job Title" if path.name == "Job Titles.txt" else "Alternate Title"
    needed = {"O*NET-SOC Code": "onet_code", column: "title", "Short Title": "short", "Source(s)": "said_by"}
    frame = read_tabbed(path, needed)
    said_by = [set(re.findall(r"\d+", text)) for text in frame["said_by"].fillna("")]
    weight = [
        _WEIGHTS["alternate"] + _NEW_SAYS * len(said & _NEW_SOURCES) + _OLD_SAYS * len(said - _NEW_SOURCES)
        for said in said_by
    ]
    return _onet_list(path, frame.assign(weight=weight, both=frame["short"].notna()), "alternate", onet_codes)


def _reported(path: Path, onet_codes: pd.DataFrame) -> pd.DataFrame:
    shown = {"O*NET-SOC Code": "onet_code", "Reported Job Title": "title", "Shown in My Next Move": "shown"}
    frame = read_tabbed(path, shown)
    weight = frame["shown"].map({"Y": _WEIGHTS["shown"]}).fillna(_WEIGHTS["reported"])
    return _onet_list(path, frame.assign(weight=weight, both=True), "reported", onet_codes)


def _onet_list(path: Path, frame: pd.DataFrame, name: str, onet_codes: pd.DataFrame) -> pd.DataFrame:
    code_of = onet_codes.set_index("onet_code")["soc_code"]
    frame["soc_code"] = frame["onet_code"].map(code_of)
    if frame["soc_code"].isna().any():
        unknown = sorted(set(frame["onet_code"][frame["soc_code"].isna()]))
        raise BadInput(
            f"{path.name} has O*NET-SOC codes that the crosswalk lacks: {', '.join(unknown[:5])}",
            expected="the titles and the crosswalk of one O*NET-SOC taxonomy",
            next_step="fetch both files of one release again",
        )
    return frame.assign(list=name, source_id="onet")


def _with_keys(titles: pd.DataFrame) -> pd.DataFrame:
    titles = titles.dropna(subset=["title"]).assign(title=lambda f: f["title"].str.split().str.join(" "))
    titles["weight"] = titles["weight"].fillna(titles["list"].map(_WEIGHTS))
    keys = [
        list(spellings(title, both=both is True)) for title, both in zip(titles["title"], titles["both"], strict=True)
    ]
    titles = titles.assign(title_key=pd.Series(keys, titles.index)).explode("title_key", ignore_index=True)
    columns = ["title_key", "title", "soc_code", "onet_code", "list", "source_id", "weight"]
    titles = titles.dropna(subset=["title_key"])[columns].sort_values("weight", ascending=False, kind="stable")
    titles = titles.drop_duplicates(columns[:5])
    return titles.sort_values(columns, na_position="first", ignore_index=True)


def _onet_release(folder: Path) -> dict[str, str]:
    path = find(folder, "Read Me.txt", what="the O*NET release note")
    text = path.read_text(encoding="utf-8", errors="replace").splitlines()
    first = next((line.strip() for line in text if line.strip().startswith("O*NET")), "")
    month = next((line.strip() for line in text if "Release" in line and "O*NET" not in line), "")
    if not first or not month:
        raise unusable(path, "it names no release")
    return {"release": first.removeprefix("O*NET ").removesuffix(" Database"), "period": month.removesuffix(" Release")}
