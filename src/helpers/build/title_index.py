"""The index of job titles, made of the tables of a data folder: the same tables give the same bytes."""

import zipfile
from collections import defaultdict
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.schemas import ALL
from helpers.tables import load
from helpers.title_index import CURATED, FILE, LISTS, NAMED, Index
from helpers.title_key import spellings, title_key
from helpers.title_reader import Reader
from helpers.title_words import lexicon

READS = ("titles", "soc_codes", "occupations", "pay", "projections", "title_words", "title_readings")
"""The tables that the index is made of."""
OF_CURATED = 3.0
"""Weight of the first curated reading of a title among the words; each further one has two fifths of the one before."""
FEWEST_JOBS, JOBS_UNKNOWN, MILITARY_JOBS = 500.0, 3000.0, 5000.0
_EARLIEST = (1980, 1, 1, 0, 0, 0)

Rows = dict[tuple[int, int], float]


def can_build(folder: Path) -> bool:
    """Return whether all tables that the index is made of are in a folder."""
    return all((folder / ALL[name].file).is_file() for name in READS)


def write(folder: Path) -> Path:
    """Write the index of the tables in `folder` beside them and return its path."""
    codes, occupation_of, jobs = _occupations(folder)
    arrays = _arrays(folder, codes, occupation_of, jobs)
    path = folder / FILE
    _save(path, arrays | {"exact": _text([])})
    _save(path, arrays | {"exact": _text(_exact(folder, Reader(Index(path), lexicon(folder)), occupation_of))})
    return path


def _occupations(folder: Path) -> tuple[list[str], dict[str, str], dict[str, float]]:
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
    nation = {"area_code": ["0000000"], "industry_code": ["000000"]}
    pay = load("pay", columns=["soc_code", "employment"], where=nation, folder=folder).dropna()
    jobs = {str(code): float(count) for code, count in pay.itertuples(index=False)}
    self_employed_too = load("projections", columns=["ep_code", "employment_base_thousand"], folder=folder).dropna()
    for code, thousand in self_employed_too.itertuples(index=False):
        jobs[str(code)] = max(jobs.get(str(code), 0.0), 1000 * float(thousand))
    of_occupation = {
        code: MILITARY_JOBS if code.startswith("55") else max(jobs.get(code, JOBS_UNKNOWN), FEWEST_JOBS)
        for code in set(occupation_of.values())
    }
    return sorted(occupation_of), occupation_of, of_occupation


def _arrays(
    folder: Path, codes: list[str], occupation_of: dict[str, str], jobs: dict[str, float]
) -> dict[str, "np.ndarray[tuple[int, ...], np.dtype[np.generic]]"]:
    at = {code: number for number, code in enumerate(codes)}
    canonical = lexicon(folder).canonical
    rows: dict[str, Rows] = defaultdict(lambda: defaultdict(float))
    shown: dict[str, tuple[float, str]] = {}
    listed = _listed(folder)[["title_key", "form", "code", "list", "weight"]]
    for key, form, code, name, weight in listed.itertuples(index=False):
        words = " ".join(canonical(key.split()))
        rows[words][at[code], 1 << LISTS.index(name)] += weight
        shown[words] = max(shown.get(words, (0.0, "")), (weight, form))
    for titles, ours in load("title_readings", columns=["titles", "soc_codes"], folder=folder).itertuples(index=False):
        for title in titles.split("|"):
            words = " ".join(canonical(title_key(title).split()))
            shown.setdefault(words, (0.0, title))
            rows[words] |= {}
            for place, code in enumerate(ours.split(";") if isinstance(ours, str) else ()):
                rows[words][at[code], 1 << LISTS.index("curated")] = OF_CURATED * 0.4**place
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
    curated = 1 << LISTS.index("curated")
    for (code, bit), weight in sorted(rows.items()):
        lists, sum_of = found.get((code, bit == curated), (0, 0.0))
        found[code, bit == curated] = (lists | bit, sum_of + weight)
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


def _text(lines: list[str]) -> "np.ndarray[tuple[int, ...], np.dtype[np.generic]]":
    return np.frombuffer("\n".join(lines).encode(), np.uint8)


def _ends(
    lists: "list[list[int]] | list[list[tuple[int, int, float]]] | list[list[tuple[int, float]]]",
) -> "np.ndarray[tuple[int, ...], np.dtype[np.generic]]":
    return np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int32)


def _save(path: Path, arrays: dict[str, "np.ndarray[tuple[int, ...], np.dtype[np.generic]]"]) -> None:
    """Write arrays as `np.savez_compressed` does, but with one date, so that the same arrays give the same bytes."""
    with zipfile.ZipFile(path, "w") as packed:
        for name, array in sorted(arrays.items()):
            content = BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _EARLIEST)
            packed.writestr(entry, content.getvalue(), zipfile.ZIP_DEFLATED, 9)
