"""BLS Current Population Survey: annual averages by occupation, linked to the Census list where titles are equal."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from helpers.base.errors import some
from helpers.build.raw import Built, Cell, Sheet, find, open_sheet, plain, read_comma, unlike, unusable
from helpers.tables.people import AGE_BANDS, BASE_TOO_SMALL, EARNERS, NOT_SHOWN, SHARES

_CITED = "U.S. Bureau of Labor Statistics, Current Population Survey"
_UNDATED = "; no file says on which day it was published"
_OFFICIAL = "each table in one official workbook" + _UNDATED
_TRANSCRIBED = (
    "tables 11b and 39 official; table 11 transcribed: its totals equal those of 11b, its shares have no second copy"
    + _UNDATED
)
_SHORT_YEAR = " Averages of 11 months: October was not collected."
_NOTE = "A survey of households. Shares and earnings are not shown on a base of under 50,000 people."
_SHARE_NAMES = dict(
    zip(SHARES, ("Women", "White", "Black or African American", "Asian", "Hispanic or Latino"), strict=True)
)
_TRANSCRIBED_NAMES = {
    "occupation": "occupation",
    "total_employed_thousands": "employed_thousand",
    "pct_women": "women_pct",
    "pct_white": "white_pct",
    "pct_black_or_african_american": "black_pct",
    "pct_asian": "asian_pct",
    "pct_hispanic_or_latino": "hispanic_pct",
}


@dataclass(frozen=True)
class Averages:
    """One table of the survey: its year, its rows, our name -> pattern of each column of figures, and its footer."""

    year: int
    sheet: Sheet
    columns: dict[str, str]
    footer: str = ""

    @property
    def titles(self) -> list[str]:
        """Return the title of each row."""
        return [plain(row[0]) for row in self.sheet.rows]

    def figures(self, notes: dict[str, tuple[Iterable[str], str]]) -> pd.DataFrame:
        """Return all columns, NaN for a dash, and notes that say why one of some columns is empty, by their base.

        `notes` is note -> (columns, base in thousands). Raises `BadInput` for any other text than a dash.
        """
        frame = self.sheet.frame({}, self.columns)
        for note, (columns, base) in notes.items():
            empty = frame[list(columns)].isna().any(axis=1)
            frame[note] = empty.map({True: NOT_SHOWN, False: None})
            frame.loc[empty & (frame[base] < 50), note] = BASE_TOO_SMALL
        return frame


def build(folder: Path, census_codes: pd.DataFrame) -> Built:
    """Return people (table 11), ages (11b), weekly_earnings (39) and cps_occupations from the files below `folder`.

    Reads the newest year of each table: cpsaat11.xlsx, cpsaat11b.xlsx and cpsaat39.xlsx as published, or a transcribed
    cpsaat11_YEAR_transcribed.csv where it is newer. `census_codes` is the table of the Census build: a title takes the
    code of the equal title there, without case, marks and spaces, and no other.
    Raises `BadInput` for a missing or unreadable file, sheet or column and for text in place of a figure.
    """
    base = "employed_thousand"
    shares = {column: f"Percent of total employed {name}" for column, name in _SHARE_NAMES.items()}
    ages = {base: "Total(, 16 years and over)?", **AGE_BANDS, "median_age_years": "Median age"}
    earnings, earnings_notes = dict[str, str](), dict[str, tuple[Iterable[str], str]]()
    for prefix, who in zip(EARNERS, ("Total", "Men", "Women"), strict=True):
        workers, weekly = f"{prefix}workers_thousand", f"{prefix}weekly_earnings_usd"
        earnings |= {workers: f"{who} Number of workers", weekly: f"{who} Median weekly earnings"}
        earnings_notes[f"{weekly}_note"] = ([weekly], workers)
    tables = {
        "people": _newest(folder, "11", {base: "Total employed", **shares}),
        "ages": _newest(folder, "11b", ages),
        "weekly_earnings": _newest(folder, "39", earnings),
    }
    made = {
        "people": tables["people"].figures({"shares_note": (SHARES, base)}),
        "ages": tables["ages"].figures(
            {"ages_note": (AGE_BANDS, base), "median_age_years_note": (["median_age_years"], base)}
        ),
        "weekly_earnings": tables["weekly_earnings"].figures(earnings_notes),
    }
    links = census_links([title for table in tables.values() for title in table.titles], census_codes)
    for name, table in tables.items():
        frame = made[name].assign(occupation=table.titles, year=table.year)
        made[name] = frame.merge(links[["occupation", "level", "census_code"]], on="occupation", validate="one_to_one")
    release = " and ".join(str(year) for year in sorted({table.year for table in tables.values()}))
    files = [table.sheet.path for table in tables.values()]
    short = any("exclude October" in table.footer for table in tables.values())
    fields = {
        "release": release,
        "period": f"{release} annual averages",
        "citation": f"{_CITED}, {release} annual averages, tables 11, 11b and 39.",
        "check": _TRANSCRIBED if files[0].suffix == ".csv" else _OFFICIAL,
        "note": _NOTE + (_SHORT_YEAR if short else ""),
    }
    return Built({**made, "cps_occupations": links}, {"cps": files}, {"cps": fields})


def _newest(folder: Path, number: str, wanted: dict[str, str]) -> Averages:
    """Return the newest of the files for one table below `folder`; of two of one year, the official one."""
    transcribed = sorted(folder.rglob(f"cpsaat{number}_*_transcribed.csv"))
    official = sorted(path for path in folder.rglob(f"cpsaat{number}.xlsx") if path.is_file())
    found = [_read_transcribed(path) for path in transcribed] + [_read_official(path, wanted) for path in official]
    if not found:
        find(folder, f"cpsaat{number}.xlsx", what=f"table {number} of the Current Population Survey")
    return max(found, key=lambda table: (table.year, table.sheet.path.suffix == ".xlsx"))


def _read_transcribed(path: Path) -> Averages:
    frame = read_comma(path, _TRANSCRIBED_NAMES).fillna("")
    if not (year := re.search(r"(19|20)\d{2}", path.stem)):
        raise unusable(path, "its name has no year")
    names = list(_TRANSCRIBED_NAMES.values())
    return Averages(
        int(year[0]),
        Sheet(path, path.stem, names, frame.to_numpy().tolist()),
        dict(zip(names[1:], names[1:], strict=True)),
    )


def _read_official(path: Path, wanted: dict[str, str]) -> Averages:
    sheet = open_sheet(path, path.stem, "Occupation")
    first = next((n for n, row in enumerate(sheet.rows) if row[0] is not None), len(sheet.rows))
    year, names = _column_names([[name or None for name in sheet.names], *sheet.rows[:first]])
    below = [row for row in sheet.rows[first:] if row[0] is not None]
    sheet = replace(sheet, names=names)
    first_figure = sheet.place(next(iter(wanted.values())))
    body = [row for row in below if row[first_figure] is not None]
    if year is None or not body:
        raise unlike(
            f"{path.name}, sheet {path.stem} has no {'rows' if year else 'year above its columns'}",
            "the year above the columns, and a row for each occupation",
            "fetch the file again; it may be cut off, or its layout of a release we do not know",
        )
    footer = " ".join(plain(row[0]) for row in below if row[1] is None)
    return Averages(year, replace(sheet, rows=body), wanted, footer)


def _column_names(rows: Sequence[Sequence[Cell]]) -> tuple[int | None, list[str]]:
    """Return the year in the header rows, and one name a column: merged upper rows, then the last row, joined."""
    rows = [row for row in rows if any(cell is not None for cell in row)]
    parts: list[list[str]] = [[] for _ in rows[0]]
    year = None
    for number, row in enumerate(rows):
        above = ""
        for place, cell in enumerate(row):
            text = plain(cell)
            if re.fullmatch(r"(19|20)\d{2}", text):
                year, text, above = int(text), "", ""
            if place and number < len(rows) - 1:  # a merged cell has its text in the first column it spans
                text = above = text or above
            if text:
                parts[place].append(text)
    return year, [" ".join(part) for part in parts]


def title_match_key(title: str) -> str:
    """Return a title as it is compared: lower case, letters and digits only, single spaces."""
    return " ".join(re.findall(r"[a-z0-9]+", title.casefold().replace("&", " and ")))


def census_links(titles: Sequence[str], census_codes: pd.DataFrame) -> pd.DataFrame:
    """Return occupation, level, census_code, quality, match_note for each title, in order of first appearance.

    An unmatched title counts as a group if it ends in "occupations" without starting in "Other", as every group of the
    survey does and no line; else as a line. Raises `BadInput` if two Census titles are equal but for marks.
    """
    keys = census_codes["occupation"].map(title_match_key)
    if keys.duplicated().any():
        twice = some(list(census_codes["occupation"][keys.duplicated()]))
        raise unlike(
            f"the Census list has titles that cannot be told apart: {twice}",
            "one code a title",
            "fetch the Census list again",
        )
    known = dict(zip(keys, zip(census_codes["census_code"], census_codes["level"], strict=True), strict=True))
    rows: dict[str, tuple[str, str, str | None, str, str | None]] = {}
    for title in titles:
        key = title_match_key(title)
        if key in known:
            code, level = known[key]
            rows[title] = (title, level, code, "exact", None)
        elif title.startswith("Total"):
            rows[title] = (title, "all", None, "none", "all workers: no occupation")
        else:
            group = key.endswith("occupations") and not key.startswith("other ")
            note = "no Census title of this wording" + ("; the survey cuts or names this group in its own way" * group)
            rows[title] = (title, "group" if group else "line", None, "none", note)
    return pd.DataFrame(
        list(rows.values()), columns=["occupation", "level", "census_code", "quality", "match_note"]
    ).sort_values("occupation", ignore_index=True)
