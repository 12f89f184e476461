"""The listed job titles and codes, those closest to a text, and what a typed code stands for."""

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

from helpers.base.errors import UnknownTitle
from helpers.base.paths import data_folder
from helpers.base.title_key import title_key
from helpers.base.words import MONTHS
from helpers.tables.load import load
from helpers.tables.title_reader import title_reader
from helpers.tables.title_tables import BITS

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
        fits = names[holds & bool(wanted)]
        fits = fits.assign(length=fits["title_key"].str.len(), strength=fits["list"].map(BITS))
        fits = fits.sort_values(["length", "strength", "title_key"])
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


# --- codes ------------------------------------------------------------------------------------------------------------


_QUOTES = "'\"`´‘’“”= \t"
_LABEL = r"(?:(?:us\s*)?soc|o\*?net(?:[- ]soc)?|bls|oews|oes|code)(?:[- ]?(?:code|20\d\d|\d{4}))*\s*[:#=]?\s*"
_DASH = r"[-–—‑−_/. ]"
_CODE = rf"([0-9]{{2}}){_DASH}?([0-9]{{4}})(?:[.]([0-9]{{1,2}})|(?<=^[0-9]{{6}})([0-9]{{2}}))?"
_WHOLE = re.compile(rf"(?:{_LABEL})?{_CODE}", re.IGNORECASE)
_FIRST = re.compile(r"([0-9]{2}[-–—‑−][0-9]{4}(?:[.][0-9]{1,2})?|[0-9]{6}[.][0-9]{1,2})\s*[-–—:,;|(]*\s*\D.*")
_LAST = re.compile(r"\D.*?[\s(\[]([0-9]{2}[-–—‑−][0-9]{4}(?:[.][0-9]{1,2})?)[)\]]?")
_SOC_ONLY = re.compile(r"(?:1[3579]|2[579]|3[579]|4[137])\d{4}(?:\.0)?")
"""Codes without a hyphen in major groups of the SOC that are no sector of the NAICS."""
_NEWEST_DETAIL = 20
"""Highest detail that O*NET-SOC codes have had in any edition."""
_FIRST_YEAR = 1900
_NEXT = "`rolepair search TEXT` finds titles and codes"


@dataclass(frozen=True)
class Code:
    """What a typed code stands for: SOC 2018 codes, why, the O*NET-SOC code if one was typed, and the newer code."""

    soc_codes: tuple[str, ...]
    why: str
    onet_code: str = ""
    now: str = ""


def read_code(typed: str) -> Code | None:
    """Return what a text stands for as a code; None if it is no code but a title.

    Taken are 43-3021 and 43-3021.00 with any dash or none, quotes, `SOC` before or a name beside it, as a number
    (433021.0), and codes of SOC 2010 and its O*NET-SOC, which lead to those of 2018. Raises `UnknownTitle` for a code
    that no edition has, and for what looks like a code of another list or a date, named for what it is.
    """
    text = typed.strip(_QUOTES)
    match = _WHOLE.fullmatch(text)
    if match is None and (part := _FIRST.fullmatch(text) or _LAST.fullmatch(text)):
        match = _WHOLE.fullmatch(part[1])
    if match is None and re.fullmatch(r"\d(?:\.\d+)?e\+?0?5", text.casefold()):
        match = _WHOLE.fullmatch(f"{float(text):.0f}")
    if match is None:
        _refuse_others(typed, text)
        return None
    soc, detail = f"{match[1]}-{match[2]}", match[3] or match[4]
    if detail is None and _is_known(soc):
        return _of_2018(soc)
    if detail is not None and (found := _of_onet(soc, detail.ljust(2, "0"))):
        return found
    if found := _of_2010(soc, detail):
        return found
    _refuse_others(typed, text)
    raise _unknown(typed, soc, "SOC 2018" if detail is None else "O*NET-SOC 2019")


def _is_known(soc: str) -> bool:
    return soc in soc_codes(data_folder()).index


def _of_2018(soc: str) -> Code:
    codes = soc_codes(data_folder())
    if codes.at[soc, "quality"] != "none" or codes.at[soc, "level"] == "detailed":
        return Code((soc,), "the code as typed")
    below = codes.index[(codes["level"] == "detailed") & codes.index.str.startswith(soc.rstrip("0"))]
    why = f"in the group {soc} {codes['occupation'][soc]}, for which the pay survey has no figures of its own"
    return Code(tuple(below), why)


def _of_onet(soc: str, detail: str) -> Code | None:
    onet = load("onet_codes")
    row = onet[onet["onet_code"] == f"{soc}.{detail}"]
    if len(row):
        code, name = row["soc_code"].iloc[0], row["occupation"].iloc[0]
        why = f"O*NET-SOC code {soc}.{detail}, {name}; pay is published for the SOC code it belongs to"
        return Code((code,), why, f"{soc}.{detail}")
    if _is_known(soc) and int(detail) <= _NEWEST_DETAIL:
        why = f"{soc}.{detail} is no O*NET-SOC 2019 code; an older edition had such a detail of the SOC code {soc}"
        return Code((soc,), why, now=soc)
    return None


def _of_2010(soc: str, detail: str | None) -> Code | None:
    older = load("soc_2010")
    rows = older[older["soc_2010_code"] == soc]
    if rows.empty or (detail is not None and int(detail) > _NEWEST_DETAIL):
        return None
    names = soc_codes(data_folder())["occupation"]
    now = "; ".join(f"{code} {names[code]}" for code in rows["soc_code"])
    system = "SOC 2010" if detail is None else "O*NET-SOC 2010"
    return Code(tuple(rows["soc_code"]), f"{system}; now {now} ({soc} was {rows['occupation_2010'].iloc[0]})", now=now)


def _unknown(typed: str, soc: str, system: str) -> UnknownTitle:
    codes = soc_codes(data_folder())
    near = codes[(codes["soc_code"].str[:2] == soc[:2]) & (codes["level"] == "detailed")]
    close = process.extract(soc, near["soc_code"].tolist(), scorer=fuzz.ratio, limit=5)
    listed = "; ".join(f"{code} {near['occupation'][code]}" for code, _, _ in close) or "none in this major group"
    return UnknownTitle(
        f"{typed} is no {system} code",
        expected="a code such as 43-3021 (SOC 2018) or 43-3021.00 (O*NET-SOC 2019)",
        next_step=f"close codes: {listed}; or `rolepair search TEXT`",
    )


# --- what looks like a code and is another thing ---------------------------------------------------------------------


def _refuse_others(typed: str, text: str) -> None:
    """Raise `UnknownTitle` for a date or a code of another list, with the code it may have been."""
    if (date := _date(text)) is not None:
        maybe = _codes_of_date(*date)
        raise UnknownTitle(
            f"{typed!r} looks like a date",
            expected="a code such as 43-3021; spreadsheets turn codes such as 11-2021 into dates",
            next_step=f"{' or '.join(maybe)}? Give it as text" if maybe else f"give the code as text; {_NEXT}",
        )
    for pattern, name, step in _OTHER_LISTS:
        if re.fullmatch(pattern, text) and not _SOC_ONLY.fullmatch(text):
            told = _census(text) if name == _CENSUS else step
            if not told:
                continue
            raise UnknownTitle(
                f"{typed!r} looks like {name}",
                expected="a job title, a SOC code such as 43-3021 or an O*NET-SOC code such as 43-3021.00",
                next_step=told,
            )


_NAICS = r"(?:11|2[123]|3[123]|4[24589]|5[1-6]|6[12]|7[12]|81|92)"
_CENSUS = "an occupation code of the Census"
_OTHER_LISTS = (
    (r"\d{4}(?:\.0)?", _CENSUS, ""),
    (r"\d{3}\.\d{3}-\d{3}", "a code of the Dictionary of Occupational Titles, which SOC codes replaced", _NEXT),
    (rf"{_NAICS}\d{{0,4}}(?:\.0)?", "a NAICS code, which stands for an industry, not for an occupation", _NEXT),
    (r"\d+(?:\.0)?|\d{2}-\d{2}(?:-\d{2})?", "a number of another list: it is no SOC, Census or NAICS code", _NEXT),
)
"""Forms of codes of other lists, what they are, and what to do; the first that fits is told."""


def _census(text: str) -> str:
    """Return the SOC codes of the Census line with a code of four digits, or nothing if there is none."""
    lines, links = load("census_codes").set_index("census_code")["occupation"], load("census_soc")
    code = text[:4]
    codes = links["soc_code"][links["census_code"] == code].tolist()
    if code not in lines.index or not codes:
        return ""
    names = soc_codes(data_folder())["occupation"]
    named = "; ".join(f"{soc} {names[soc]}" for soc in codes[:5])
    return f"Census {code} is {lines[code]}: {named}"


def _date(text: str) -> tuple[int, int, bool] | None:
    """Return month, year and whether the year has four digits, of a text that a spreadsheet made of a date."""
    words = text.casefold().replace(",", " ")
    words = re.sub(r"[ t]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?z?$", "", words)
    month = rf"({'|'.join(MONTHS)})[a-z]*\.?"
    if match := re.fullmatch(rf"(?:\d{{1,2}}[-/ .]+)?{month}[-/ .']+(?:\d{{1,2}} +)?(\d{{4}}|\d{{2}})", words):
        return MONTHS.index(match[1]) + 1, int(match[2]), len(match[2]) == 4
    if match := re.fullmatch(rf"(\d{{1,2}})[-/ .]+{month}", words):  # 21-Nov: a day, or a year
        return MONTHS.index(match[2]) + 1, int(match[1]), False
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?", words):
        return (int(match[2]), int(match[1]), True) if 1 <= int(match[2]) <= 12 else None
    if match := re.fullmatch(r"(\d{1,2})(?:[-/.]\d{1,2}[-/.]|/)(\d{4}|\d{2})", words):
        return (int(match[1]), int(match[2]), len(match[2]) == 4) if 1 <= int(match[1]) <= 12 else None
    if re.fullmatch(r"[34]\d{4}(?:\.0)?", words):  # days since 1900, as a date without its format
        day = pd.Timestamp("1899-12-30") + pd.Timedelta(days=int(float(words)))
        return (day.month, day.year, True) if _codes_of_date(day.month, day.year, True) else None
    return None


def _codes_of_date(month: int, year: int, whole: bool) -> list[str]:
    """Return the SOC codes that a spreadsheet shows as this month and year: 11-2021 as Nov-21, 11-3021 too."""
    codes = soc_codes(data_folder())
    group = codes.index[(codes["level"] == "detailed") & codes.index.str.startswith(f"{month:02d}-")]
    if whole:
        return [f"{code} {codes['occupation'][code]}" for code in group if int(code[3:]) == year]
    ends = [code for code in group if int(code[5:]) == year and int(code[3:]) >= _FIRST_YEAR]
    return [f"{code} {codes['occupation'][code]}" for code in ends]
