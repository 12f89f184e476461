"""BLS Current Population Survey, annual averages: people, ages and weekly earnings by Census occupation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput
from helpers.build.cps_titles import census_links
from helpers.build.raw import Built, choose, unusable
from helpers.build.workbook import Cell, figure, header_row, pick, plain, read_rows
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
    """One table of the survey: its year, title column, named cells as text or figures, and its footer."""

    path: Path
    year: int
    titles: list[str]
    cells: dict[str, list[Cell]]
    footer: str = ""

    def figures(self, name: str) -> "pd.Series[float]":
        """Return one column as figures, NaN for a dash; raise `BadInput` for any other text."""
        values = [
            figure(cell, self.path, self.path.stem, title)
            for cell, title in zip(self.cells[name], self.titles, strict=True)
        ]
        return pd.Series(values, dtype="float64")


def build(folder: Path, census_codes: pd.DataFrame) -> Built:
    """Return people (table 11), ages (11b), weekly_earnings (39) and cps_occupations from the files below `folder`.

    Reads the newest year of each table: cpsaat11.xlsx, cpsaat11b.xlsx and cpsaat39.xlsx as published, or a transcribed
    cpsaat11_YEAR_transcribed.csv where it is newer. `census_codes` is the table of the Census build: a title takes the
    code of the equal title there, without case, marks and spaces, and no other.
    Raises `BadInput` for a missing or unreadable file, sheet or column and for text in place of a figure.
    """
    tables = {
        "people": _newest(folder, "11", {"employed_thousand": "Total employed", **_share_patterns()}),
        "ages": _newest(folder, "11b", _age_patterns()),
        "weekly_earnings": _newest(folder, "39", _earnings_patterns()),
    }
    made = {
        "people": _people(tables["people"]),
        "ages": _ages(tables["ages"]),
        "weekly_earnings": _weekly_earnings(tables["weekly_earnings"]),
    }
    links = census_links([title for table in tables.values() for title in table.titles], census_codes)
    for name, frame in made.items():
        frame.insert(0, "occupation", tables[name].titles)
        frame.insert(1, "year", tables[name].year)
        made[name] = frame.merge(links[["occupation", "level", "census_code"]], on="occupation", validate="one_to_one")
    years = sorted({table.year for table in tables.values()})
    release = " and ".join(str(year) for year in years)
    transcribed = tables["people"].path.suffix == ".csv"
    short = any("exclude October" in table.footer for table in tables.values())
    fields = {
        "release": release,
        "period": f"{release} annual averages",
        "citation": f"{_CITED}, {release} annual averages, tables 11, 11b and 39.",
        "check": _TRANSCRIBED if transcribed else _OFFICIAL,
        "note": _NOTE + (_SHORT_YEAR if short else ""),
    }
    files = [table.path for table in tables.values()]
    return Built({**made, "cps_occupations": links}, {"cps": files}, {"cps": fields})


def _share_patterns() -> dict[str, str]:
    return {column: f"Percent of total employed {name}" for column, name in _SHARE_NAMES.items()}


def _age_patterns() -> dict[str, str]:
    bands = dict(AGE_BANDS)
    return {"employed_thousand": "Total(, 16 years and over)?", **bands, "median_age_years": "Median age"}


def _earnings_patterns() -> dict[str, str]:
    patterns = {}
    for prefix, who in zip(EARNERS, ("Total", "Men", "Women"), strict=True):
        patterns[f"{prefix}workers_thousand"] = f"{who} Number of workers"
        patterns[f"{prefix}weekly_earnings_usd"] = f"{who} Median weekly earnings"
    return patterns


def _newest(folder: Path, number: str, wanted: dict[str, str]) -> Averages:
    """Return the newest of the files for one table below `folder`; of two of one year, the official one."""
    official = sorted(path for path in folder.rglob(f"cpsaat{number}.xlsx") if path.is_file())
    transcribed = sorted(folder.rglob(f"cpsaat{number}_*_transcribed.csv"))
    found = [_read_transcribed(path) for path in transcribed] + [_read_official(path, wanted) for path in official]
    if not found:
        raise BadInput(
            f"no file for table {number} of the Current Population Survey below {folder.name}/",
            expected=f"a file named cpsaat{number}.xlsx",
            next_step="give the publisher's folder with --from, or fetch the files with `rolepair data refresh`",
        )
    return max(found, key=lambda table: (table.year, table.path.suffix == ".xlsx"))


def _read_transcribed(path: Path) -> Averages:
    try:
        text: pd.DataFrame = pd.read_csv(path, dtype=str, keep_default_na=False, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise unusable(path, str(error)) from error
    frame = choose(text, _TRANSCRIBED_NAMES, path)
    year = re.search(r"(19|20)\d{2}", path.stem)
    if year is None:
        raise unusable(path, "its name has no year")
    cells: dict[str, list[Cell]] = {str(name): list(frame[name]) for name in frame.columns}
    return Averages(path, int(year[0]), [plain(cell) for cell in cells.pop("occupation")], cells)


def _read_official(path: Path, wanted: dict[str, str]) -> Averages:
    sheet = path.stem
    rows = read_rows(path, sheet)
    top = header_row(rows, "Occupation", path, sheet)
    first = next((n for n in range(top + 1, len(rows)) if rows[n][0] is not None), len(rows))
    year, names = _column_names(rows[top:first])
    if year is None:
        raise _unlike(path, sheet, "has no year above its columns")
    places = pick(names, wanted, path, sheet)
    body = [row for row in rows[first:] if row[0] is not None and row[places[next(iter(wanted))]] is not None]
    if not body:
        raise _unlike(path, sheet, "has no rows")
    footer = " ".join(plain(row[0]) for row in rows[first:] if row[0] is not None and row[1] is None)
    cells = {name: [row[place] for row in body] for name, place in places.items()}
    return Averages(path, year, [plain(row[0]) for row in body], cells, footer)


def _unlike(path: Path, sheet: str, fault: str) -> BadInput:
    return BadInput(
        f"{path.name}, sheet {sheet} {fault}",
        expected="the year above the columns, and a row for each occupation",
        next_step="fetch the file again; it may be cut off, or its layout of a release we do not know",
    )


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


def _reason(values: "pd.Series[float]", base: "pd.Series[float]") -> "pd.Series[str]":
    """Return why a figure is empty, None where there is one; `base` is in thousands."""
    reason = pd.Series(None, index=values.index, dtype=object)
    reason[values.isna()] = NOT_SHOWN
    reason[values.isna() & (base < 50)] = BASE_TOO_SMALL
    return reason


def _people(table: Averages) -> pd.DataFrame:
    frame = pd.DataFrame({"employed_thousand": table.figures("employed_thousand")})
    for column in SHARES:
        frame[column] = table.figures(column)
    frame["shares_note"] = _reason(frame[list(SHARES)].sum(axis=1, skipna=False), frame["employed_thousand"])
    return frame


def _ages(table: Averages) -> pd.DataFrame:
    frame = pd.DataFrame({name: table.figures(name) for name in ("employed_thousand", *AGE_BANDS)})
    frame["ages_note"] = _reason(frame[list(AGE_BANDS)].sum(axis=1, skipna=False), frame["employed_thousand"])
    frame["median_age_years"] = table.figures("median_age_years")
    frame["median_age_years_note"] = _reason(frame["median_age_years"], frame["employed_thousand"])
    return frame


def _weekly_earnings(table: Averages) -> pd.DataFrame:
    frame = pd.DataFrame()
    for prefix in EARNERS:
        workers, earnings = f"{prefix}workers_thousand", f"{prefix}weekly_earnings_usd"
        frame[workers] = table.figures(workers)
        frame[earnings] = table.figures(earnings)
        frame[f"{earnings}_note"] = _reason(frame[earnings], frame[workers])
    return frame
