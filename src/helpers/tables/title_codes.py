"""Codes of occupations as people have them: SOC 2018 and 2010, O*NET-SOC old and new, and what spreadsheets make."""

import re
from dataclasses import dataclass

import pandas as pd
from rapidfuzz import fuzz, process

from helpers.base.errors import UnknownTitle
from helpers.base.paths import data_folder
from helpers.tables.load import load
from helpers.tables.title_lists import soc_codes

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
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
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
    month = rf"({'|'.join(_MONTHS)})[a-z]*\.?"
    if match := re.fullmatch(rf"(?:\d{{1,2}}[-/ .]+)?{month}[-/ .']+(?:\d{{1,2}} +)?(\d{{4}}|\d{{2}})", words):
        return _MONTHS.index(match[1]) + 1, int(match[2]), len(match[2]) == 4
    if match := re.fullmatch(rf"(\d{{1,2}})[-/ .]+{month}", words):  # 21-Nov: a day, or a year
        return _MONTHS.index(match[2]) + 1, int(match[1]), False
    if match := re.fullmatch(r"(\d{4})[-/.](\d{1,2})(?:[-/.]\d{1,2})?", words):
        return (int(match[2]), int(match[1]), True) if 1 <= int(match[2]) <= 12 else None
    if match := re.fullmatch(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})", words):
        return (int(match[1]), int(match[3]), len(match[3]) == 4) if 1 <= int(match[1]) <= 12 else None
    if match := re.fullmatch(r"(\d{1,2})[/](\d{4}|\d{2})", words):
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
