"""The listed job titles and codes, and those closest to a text."""

import re
from collections import Counter
from functools import lru_cache
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

from helpers.base.errors import UnknownTitle
from helpers.base.paths import data_folder
from helpers.base.title_key import title_key
from helpers.tables.load import load
from helpers.tables.title_reader import title_reader

LIST_NAMES = {
    "curated": "curated",
    "official": "official occupation name",
    "direct_match": "SOC direct match title",
    "reported": "title reported by workers (O*NET)",
    "alternate": "alternate title (O*NET)",
}
STRENGTH = {"curated": 5, "official": 4, "direct_match": 3, "reported": 2, "alternate": 1}


_SHORT_WORD = re.compile(r"(?<![\w'’-])[A-Za-z][a-z]{1,3}(?![\w'’-])")
_WORDS = frozenset({"app", "eco", "em", "his", "is", "la", "ma", "row", "sat", "sed"})
"""Words of a title that the lists have only as initials of something else."""


def with_initials(title: str, folder: Path) -> str:
    """Return a title with its initials in capitals, `LPN` for `lpn`: words that listed titles write in no other way.

    Of initials with a vowel, which may be a word, at least two listed titles have to say so.
    """
    return _SHORT_WORD.sub(lambda found: _as_initials(found[0], folder), title)


@lru_cache(maxsize=4096)
def _as_initials(word: str, folder: Path) -> str:
    initials, listed = word.upper(), _listed(folder)
    if word.lower() in _WORDS or initials not in listed:
        return word
    forms = Counter(re.findall(rf"(?<![\w'’-]){word}(?![\w'’-])", listed, re.IGNORECASE))
    enough = 2 if re.search("[AEIOU]", initials) else 1
    return initials if len(forms) == 1 and forms[initials] >= enough else word


@lru_cache(maxsize=2)
def _listed(folder: Path) -> str:
    return "\n".join(load("titles", columns=["title"], folder=folder)["title"].unique())


@lru_cache(maxsize=4)
def soc_codes(folder: Path) -> pd.DataFrame:
    """Return every code a reader may type, also as the index: those of SOC 2018, and the groups the survey made."""
    codes = load("soc_codes", folder=folder)
    pay = load("occupations", folder=folder)
    made = pay[~pay["soc_code"].isin(codes["soc_code"])]
    made = made.assign(pay_soc_code=made["soc_code"], quality="exact", match_note=None)
    return pd.concat([codes, made[codes.columns]]).set_index("soc_code", drop=False).rename_axis(None)


@lru_cache(maxsize=4)
def paid_occupations(folder: Path) -> pd.DataFrame:
    """Return name and level of every occupation of the pay table, by its code."""
    return load("occupations", columns=["soc_code", "occupation", "level"], folder=folder).set_index("soc_code")


def suggest(text: str, most: int = 5) -> pd.DataFrame:
    """Return listed titles like a text, best first: title, soc_code, occupation.

    One row a title: first the one that a mended spelling gives, then those that share its rare words, those of the same
    last word before others, then those spelt alike. The occupation is the one that its lists support most. Titles that
    stand only for occupations without surveyed pay are left out.
    """
    reader = title_reader(data_folder())
    index, paid = reader.index, paid_occupations(data_folder())
    near = reader.nearest(text)
    if len(near) < most:
        spelt = process.extract(title_key(text), index.keys, scorer=fuzz.ratio, limit=10 * most, score_cutoff=60)
        near = tuple(dict.fromkeys([*near, *(at for _, _, at in spelt)]))
    rows: dict[str, tuple[str, str, str]] = {}
    for title in near:
        evidence = index.evidence(index.rows_of([title]))
        code = index.occupations[int(evidence.argmax())] if evidence.any() else ""
        if code in paid.index:
            rows.setdefault(index.shown[title], (index.shown[title], code, str(paid.at[code, "occupation"])))
        if len(rows) == most:
            break
    return pd.DataFrame(rows.values(), columns=["title", "soc_code", "occupation"])


def search_titles(text: str, most: int = 15) -> pd.DataFrame:
    """Return listed titles and codes that hold a text: title, soc_code, occupation, list; the strongest list first.

    A start of a SOC code lists the occupations under it; other texts list titles with all their words, then close ones.
    Raises `UnknownTitle` if nothing is near.
    """
    wanted = title_key(text)
    if re.fullmatch(r"\d{2}-?\d{0,4}", text.strip()):
        digits = text.strip().replace("-", "")
        codes = soc_codes(data_folder())
        fits = codes[codes["soc_code"].str.replace("-", "").str.startswith(digits)]
        found = fits.assign(title=fits["occupation"], list=fits["level"])[["title", "soc_code", "occupation", "list"]]
    else:
        names = load("titles", columns=["title_key", "title", "soc_code", "list"])
        names = names.drop_duplicates(["title_key", "soc_code"])
        holds = names["title_key"].map(lambda key: all(word in key for word in wanted.split()))
        fits = names[holds & bool(wanted)].assign(strength=lambda frame: frame["list"].map(STRENGTH))
        fits = fits.assign(length=fits["title_key"].str.len())
        fits = fits.sort_values(["length", "strength", "title_key"], ascending=[True, False, True])
        occupation = soc_codes(data_folder())["occupation"]
        found = fits.assign(occupation=fits["soc_code"].map(occupation))[["title", "soc_code", "occupation", "list"]]
        if found.empty:
            found = suggest(text, most).assign(list="like it")
    if found.empty:
        raise unknown_title(text)
    return found.head(most).reset_index(drop=True)


def unknown_title(typed: str) -> UnknownTitle:
    """Return the error for a title that is on no list, with the five closest that are."""
    close = suggest(typed)
    listed = "; ".join(f"{row.title} ({row.soc_code} {row.occupation})" for row in close.itertuples())
    return UnknownTitle(
        f"no occupation is known under the title {typed!r}",
        expected="a title of the SOC or O*NET lists, or a code such as 43-3021 (SOC) or 43-3021.00 (O*NET-SOC)",
        next_step=f"did you mean: {listed}" if listed else "try `rolepair search TEXT` with a word of the title",
    )
