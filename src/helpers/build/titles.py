"""SOC and O*NET lists of codes and job titles, and the index of titles made of the tables of a data folder."""

import re
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from helpers.base.title_key import spellings, title_key
from helpers.build.raw import Built, find, open_sheet, plain, read_tabbed, unlike, unusable
from helpers.tables.areas import NATIONAL
from helpers.tables.load import load
from helpers.tables.title_reader import CURATED, INDEX_FILE, NAMED, Index, Reader
from helpers.tables.title_tables import BITS
from helpers.tables.title_words import lexicon

_LEVELS = {"Major Group": "major", "Minor Group": "minor", "Broad Group": "broad", "Detailed Occupation": "detailed"}
_TITLE_LISTS = ("Job Titles.txt", "Alternate Titles.txt")
_NEW_SOURCES = frozenset({"01", "02", "03", "07", "09", "10"})
"""O*NET's codes of the sources of alternate titles that are not old dictionaries: adverts, workers, experts."""
_WEIGHTS = {"official": 4.0, "direct_match": 4.0, "shown": 3.0, "reported": 2.2, "alternate": 0.5}
_NEW_SAYS, _OLD_SAYS = 0.5, 0.15
INDEX_READS = ("titles", "soc_codes", "occupations", "pay", "projections", "title_words", "title_readings")
"""The tables that the index is made of."""
OF_CURATED = 3.0
"""Weight of the first curated reading of a title among the words; each further one has two fifths of the one before."""
FEWEST_JOBS, JOBS_UNKNOWN, MILITARY_JOBS = 500.0, 3000.0, 5000.0
_EARLIEST = (1980, 1, 1, 0, 0, 0)

Array = NDArray[np.generic]
Rows = dict[tuple[int, int], float]


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
    replaced = {"soc_2010_code": "2010 SOC Code", "occupation_2010": "2010 SOC Title", "soc_code": "2018 SOC Code"}
    onet = {"onet_code": "O[*]NET-SOC 2019 Code", "occupation": "O[*]NET-SOC 2019 Title", "soc_code": "2018 SOC Code"}
    onet_codes = _first_sheet(crosswalk, onet).sort_values("onet_code", ignore_index=True)
    matched = _first_sheet(direct, {"soc_code": "2018 SOC Code", "title": "2018 SOC Direct Match Title"})
    matched = matched.assign(list="direct_match", source_id="soc")
    names = _official(soc_codes, onet_codes, occupations)
    titles = pd.concat([names, matched, _alternate(alternate, onet_codes), _reported(reported, onet_codes)])
    covered = occupations.drop(columns="in_soc_2018", errors="ignore")
    covered["in_soc_2018"] = covered["soc_code"].isin(soc_codes["soc_code"])
    return Built(
        {
            "soc_codes": soc_codes,
            "soc_2010": _first_sheet(older, replaced).drop_duplicates(),
            "onet_codes": onet_codes,
            "titles": _with_keys(titles),
            "occupations": covered,
        },
        {"soc": [structure, direct, older], "onet_soc": [crosswalk], "onet": [alternate, reported]},
        {"onet": _onet_release(folder)},
    )


def _first_sheet(path: Path, columns: dict[str, str]) -> pd.DataFrame:
    """Return columns (our name -> regular expression) of the first sheet, below the row that has the first of them."""
    return open_sheet(path, "*", next(iter(columns.values()))).frame(columns)


def _soc_codes(path: Path, occupations: pd.DataFrame) -> pd.DataFrame:
    sheet = open_sheet(path, "*", "Major Group")
    names = [next((plain(cell) for cell in reversed(row) if cell is not None), "") for row in sheet.rows]
    codes = pd.concat(
        pd.DataFrame({"soc_code": sheet.texts(column), "occupation": names, "level": level})
        for column, level in _LEVELS.items()
    )
    codes = codes[codes["soc_code"] != ""].sort_values("soc_code", ignore_index=True)
    return _covered_by_pay(codes, occupations)


def _covered_by_pay(codes: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """Add pay_soc_code, quality and match_note."""
    detailed = occupations[occupations["level"] == "detailed"]
    made = detailed[~detailed["soc_code"].isin(codes["soc_code"][codes["level"] == "detailed"])]
    group_of_broad = made.set_index(made["soc_code"].str[:6])["soc_code"]
    listed = codes["soc_code"].isin(occupations["soc_code"])
    group = codes["soc_code"].str[:6].map(group_of_broad).where(codes["level"] == "detailed")
    named = "published with others as " + group + " " + group.map(made.set_index("soc_code")["occupation"])
    return codes.assign(
        pay_soc_code=codes["soc_code"].where(listed, group),
        quality=np.select([listed, group.notna()], ["exact", "parent group"], "none"),
        match_note=named.fillna("the pay survey does not cover this code").mask(listed),
    )


def _official(soc_codes: pd.DataFrame, onet_codes: pd.DataFrame, occupations: pd.DataFrame) -> pd.DataFrame:
    """Return the names of both lists, and those under which the pay survey publishes several occupations as one."""
    soc = soc_codes.loc[soc_codes["level"] == "detailed", ["occupation", "soc_code"]]
    surveyed = occupations.loc[occupations["level"] == "detailed", ["occupation", "soc_code"]]
    surveyed = surveyed[~surveyed["soc_code"].isin(soc["soc_code"])]
    lists = {"soc": soc, "onet": onet_codes, "oews": surveyed}
    names = pd.concat([frame.assign(source_id=source) for source, frame in lists.items()])
    return names.rename(columns={"occupation": "title"}).assign(list="official")


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
        raise unlike(
            f"{path.name} has O*NET-SOC codes that the crosswalk lacks: {', '.join(unknown[:5])}",
            "the titles and the crosswalk of one O*NET-SOC taxonomy",
            "fetch both files of one release again",
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


# --- index of titles --------------------------------------------------------------------------------------------------


def write_index(folder: Path) -> Path:
    """Write the index of the tables in `folder` beside them and return its path."""
    codes, occupation_of, jobs = _indexed_codes(folder)
    arrays = _arrays(folder, codes, occupation_of, jobs)
    path = folder / INDEX_FILE
    _save(path, arrays | {"exact": _text([])})
    _save(path, arrays | {"exact": _text(_exact(folder, Reader(Index(path), lexicon(folder)), occupation_of))})
    return path


def _indexed_codes(folder: Path) -> tuple[list[str], dict[str, str], dict[str, float]]:
    """Return all codes that titles have, the occupation of each, and the jobs of each occupation.

    An occupation is a code of the pay table, or the SOC code where that has none.
    """
    soc = load("soc_codes", folder=folder)
    covered = dict(zip(soc["soc_code"], soc["pay_soc_code"].fillna(soc["soc_code"]), strict=True))
    titles = load("titles", columns=["soc_code", "onet_code"], folder=folder).drop_duplicates()
    occupation_of = {code: covered[code] for code in soc.loc[soc["level"] == "detailed", "soc_code"]}
    for soc_code, onet_code in titles.itertuples(index=False):
        pay_code = covered.get(soc_code, soc_code)
        occupation_of[soc_code] = pay_code
        if isinstance(onet_code, str):
            occupation_of[onet_code] = pay_code
    pay = load("pay", columns=["soc_code", "employment"], where=NATIONAL, folder=folder).dropna()
    jobs = {str(code): float(count) for code, count in pay.itertuples(index=False)}
    self_employed_too = load("projections", columns=["ep_code", "employment_base_thousand"], folder=folder).dropna()
    for code, thousand in self_employed_too.itertuples(index=False):
        jobs[str(code)] = max(jobs.get(str(code), 0.0), 1000 * float(thousand))
    of_occupation = {
        code: MILITARY_JOBS if code.startswith("55") else max(jobs.get(code, JOBS_UNKNOWN), FEWEST_JOBS)
        for code in set(occupation_of.values())
    }
    return sorted(occupation_of), occupation_of, of_occupation


def _arrays(folder: Path, codes: list[str], occupation_of: dict[str, str], jobs: dict[str, float]) -> dict[str, Array]:
    at = {code: number for number, code in enumerate(codes)}
    canonical = lexicon(folder).canonical
    rows: dict[str, Rows] = defaultdict(lambda: defaultdict(float))
    shown: dict[str, tuple[float, str]] = {}
    listed = _listed(folder)[["title_key", "form", "code", "list", "weight"]]
    for key, form, code, name, weight in listed.itertuples(index=False):
        words = " ".join(canonical(key.split()))
        rows[words][at[code], BITS[name]] += weight
        shown[words] = max(shown.get(words, (0.0, "")), (weight, form))
    for titles, ours in load("title_readings", columns=["titles", "soc_codes"], folder=folder).itertuples(index=False):
        for title in titles.split("|"):
            words = " ".join(canonical(title_key(title).split()))
            shown.setdefault(words, (0.0, title))
            rows[words] |= {}
            for place, code in enumerate(ours.split(";") if isinstance(ours, str) else ()):
                rows[words][at[code], CURATED] = OF_CURATED * 0.4**place
    rows.pop("", None)
    keys = sorted(rows)
    merged = [_by_code(rows[key]) for key in keys]
    vocabulary = sorted({word for key in keys for word in key.split()})
    word_at = {word: number for number, word in enumerate(vocabulary)}
    occupations = {code: number for number, code in enumerate(sorted(set(occupation_of.values())))}
    holds: list[list[int]] = [[] for _ in vocabulary]
    stands: list[dict[int, float]] = [defaultdict(float) for _ in vocabulary]
    for number, key in enumerate(keys):
        for word in {word_at[word] for word in key.split()}:
            holds[word].append(number)
            for code_at, _, weight in merged[number]:
                stands[word][occupations[occupation_of[codes[code_at]]]] += weight
    by_word = [sorted(one.items()) for one in stands]
    return {
        "codes": _text([f"{code} {occupation_of[code]}" for code in codes]),
        "keys": _text(keys),
        "shown": _text([shown[key][1] for key in keys]),
        "words": _text(vocabulary),
        "jobs": np.array([jobs[code] for code in occupations]),
        "row_from": _ends(merged),
        "row_code": np.array([row[0] for one in merged for row in one], np.uint16),
        "row_lists": np.array([row[1] for one in merged for row in one], np.uint8),
        "row_weight": np.array([row[2] for one in merged for row in one], np.float16),
        "held_from": _ends(holds),
        "held": np.array([number for one in holds for number in one], np.int32),
        "word_from": _ends(by_word),
        "word_occupation": np.array([code for one in by_word for code, _ in one], np.uint16),
        "word_weight": np.array([weight for one in by_word for _, weight in one], np.float16),
    }


def _listed(folder: Path) -> pd.DataFrame:
    """Return the listed titles: title_key, the form as listed that has this key, code, list, weight, split.

    Where a title `Name (Short form)` is found under its two forms (`split`), the whole is left out.
    """
    titles = load("titles", folder=folder)
    forms = [spellings(title, both=True) for title in titles["title"]]
    titles["form"] = [form.get(key, "") for form, key in zip(forms, titles["title_key"], strict=True)]
    titles["split"] = titles["form"] != titles["title"]
    both = titles.loc[titles["split"], "title"].unique()
    titles = titles[titles["split"] | ~titles["title"].isin(both)]
    codes = titles["onet_code"].where(titles["onet_code"].notna(), titles["soc_code"])
    return titles.assign(code=codes)


def _by_code(rows: Rows) -> list[tuple[int, int, float]]:
    """Return (code, lists, weight) of one title, one a code; a curated reading stays apart from the lists."""
    found: dict[tuple[int, bool], tuple[int, float]] = {}
    for (code, bit), weight in sorted(rows.items()):
        lists, sum_of = found.get((code, bit == CURATED), (0, 0.0))
        found[code, bit == CURATED] = (lists | bit, sum_of + weight)
    return [(code, lists, weight) for (code, _), (lists, weight) in sorted(found.items())]


def _exact(folder: Path, reader: Reader, occupation_of: dict[str, str]) -> list[str]:
    """Return the forms that O*NET lists for one occupation only and that would be read as another: key, tab, code.

    Left out are forms whose words are an official name, a direct match or a curated title of that other occupation.
    """
    titles = _listed(folder)
    titles = titles[titles["source_id"] == "onet"].assign(occupation=lambda rows: rows["soc_code"].map(occupation_of))
    codes = titles.groupby("title_key")["occupation"].agg(lambda group: group.iloc[0] if group.nunique() == 1 else "")
    forms = titles[titles["split"]].drop_duplicates("title_key")
    lines = []
    for key, form in forms[["title_key", "form"]].itertuples(index=False):
        found = reader.read(form)
        leads = reader.index.occupations[found.occupations[0]] if found.occupations else ""
        firm = [
            row
            for row in found.rows
            if reader.index.row_lists[row] & (NAMED | CURATED)
            and reader.index.row_occupation[row] == found.occupations[0]
        ]
        if codes[key] and leads != codes[key] and not firm:
            lines.append(f"{key}\t{codes[key]}")
    return sorted(lines)


def _text(lines: list[str]) -> Array:
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _ends(lists: Sequence[Sequence[object]]) -> Array:
    return np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int32)


def _save(path: Path, arrays: dict[str, Array]) -> None:
    """Write arrays as `np.savez_compressed` does, but with one date, so that the same arrays give the same bytes."""
    with zipfile.ZipFile(path, "w") as packed:
        for name, array in sorted(arrays.items()):
            content = BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _EARLIEST)
            packed.writestr(entry, content.getvalue(), zipfile.ZIP_DEFLATED, 9)
