"""Pay of Canada's and the United Kingdom's official groups: the publishers' files, or the copies at hand."""

import re
from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput
from helpers.build.comma import read_comma, to_numbers
from helpers.build.raw import Built, find, has, unusable
from helpers.build.workbook import Cell, header_row, plain, read_rows
from helpers.tables.abroad import ABROAD_PAY, CURRENCIES

_HOURS = 2080
_CANADA = {
    "Low_Wage_Salaire_Minium": "p10",
    "Quartile1_Wage_Salaire_Quartile1": "p25",
    "Median_Wage_Salaire_Median": "median",
    "Quartile3_Wage_Salaire_Quartile3": "p75",
    "High_Wage_Salaire_Maximal": "p90",
    "Average_Wage_Salaire_Moyen": "mean",
}
"""ESDC's column -> ours; its low and high are tenths by its notes."""
_COPY = {"low_cad_per_year": "p10", "median_cad_per_year": "median", "high_cad_per_year": "p90"}
_KINGDOM = {"Median": "median", "Mean": "mean", "10": "p10", "25": "p25", "75": "p75", "90": "p90"}
_MARKS = {"", ".", "..", "x", ":", "-"}
"""What stands in the British tables where the estimate is too imprecise, disclosive or not there."""
_NOT_IN_COPY = "quarters, mean and jobs are not in the copy of the file; no error is published"
_NO_ERROR = "no jobs and no error are published"
_NOT_SHOWN = "the publisher shows no estimate that is too imprecise or tells of single people"


def build(folder: Path) -> Built:
    """Return abroad_pay from ESDC's and ONS's own files, or from the copies where these are not there.

    A copy of ONS's pay takes jobs and errors from the newest official workbooks. Raises `BadInput` for a missing or
    unreadable file, sheet or column, and for a text in the place of a figure.
    """
    canada, canada_files, canada_year = _canada(folder)
    kingdom, kingdom_files, kingdom_year = _kingdom(folder)
    frame = pd.concat([canada.assign(country="Canada"), kingdom.assign(country="United Kingdom")], ignore_index=True)
    frame["currency"] = frame["country"].map(CURRENCIES)
    figures = [column.name for column in ABROAD_PAY.columns if column.kind != "text"]
    frame = frame.astype(dict.fromkeys(figures, "float64"))
    return Built(
        {"abroad_pay": frame[ABROAD_PAY.names]},
        {"canada_wages": canada_files, "uk_ashe": kingdom_files},
        {
            "canada_wages": {"release": canada_year, "period": canada_year},
            "uk_ashe": {"release": kingdom_year, "period": f"April {kingdom_year}, provisional"},
        },
    )


def _columns(names: dict[str, str]) -> dict[str, str]:
    return {theirs: f"annual_{ours}_local" for theirs, ours in names.items()}


def _canada(folder: Path) -> tuple[pd.DataFrame, list[Path], str]:
    official = has(folder, "*wage*opendata*.csv")
    path = find(folder, "*wage*opendata*.csv", "canada_wages_*.csv", what="the wages of Canada's Job Bank")
    if official:
        columns = _columns(_CANADA)
        flag = {"Annual_Wage_Flag_Salaire_annuel": "annual", "ER_Code_Code_RE": "area"}
        rows = read_comma(path, {"NOC_CNP": "group_code", "NOC_Title_eng": "group"} | flag | columns)
        rows = to_numbers(rows[rows["area"] == "ER00"], list(columns.values()), path)
        hourly = rows["annual"] != "1"
        for column in columns.values():
            rows[column] = rows[column].mask(hourly, _HOURS * rows[column]).round()
    else:
        columns = _columns(_COPY)
        rows = to_numbers(
            read_comma(path, {"noc": "group_code", "title": "group"} | columns), [*columns.values()], path
        )
        rows[list(set(_columns(_CANADA).values()) - set(columns.values()))] = None
    year = _year(path.name, r"wage[a-z]*_?(\d{4})", path)
    rows["group_code"] = rows["group_code"].str.removeprefix("NOC_").str.zfill(5)
    rows = rows.assign(year=int(year), median_cv_pct=None, jobs_thousand=None, error_year=None)
    none = rows["annual_median_local"].isna()
    rows["missing_reason"] = none.map({True: "no wage is published", False: _NO_ERROR if official else _NOT_IN_COPY})
    return rows, [path], year


def _kingdom(folder: Path) -> tuple[pd.DataFrame, list[Path], str]:
    pay = find(folder, "*Table 14.7a*.xlsx", what="the annual pay of the United Kingdom (ASHE, table 14.7a)")
    errors = find(folder, "*Table 14.7b*.xlsx", what="the errors of that pay (ASHE, table 14.7b)")
    sheets = ((pay, "Full-Time"), (pay, "All"), (errors, "Full-Time"))
    official, all_jobs, cv = (_read_sheet(path, sheet) for path, sheet in sheets)
    error_year = year = _year(pay.name, r"(\d{4})\.xlsx$", pay)
    files, columns = [pay, errors], _columns(_KINGDOM)
    rows = official.rename(columns=columns)
    copies = sorted(folder.rglob("ashe14_*.csv"))
    if copies and (newer := _year(copies[-1].name, r"(\d{4})", copies[-1])) > year:
        copied = _columns({name.lower() if name.isalpha() else f"p{name}": ours for name, ours in _KINGDOM.items()})
        text = read_comma(
            copies[-1], {name: name for name in ("measure", "workers")} | {"soc2020": "code", "title": "group"} | copied
        )
        text = text[(text["measure"] == "annual") & (text["workers"] == "ft")]
        rows, year, files = (
            to_numbers(text, [*copied.values()], copies[-1]).set_index("code"),
            newer,
            [copies[-1], *files],
        )
    rows = rows.assign(
        year=int(year), error_year=int(error_year), jobs_thousand=all_jobs["(thousand)"], median_cv_pct=cv["Median"]
    )
    rows["missing_reason"] = (
        rows[[*columns.values(), "jobs_thousand", "median_cv_pct"]]
        .isna()
        .any(axis=1)
        .map({True: _NOT_SHOWN, False: None})
    )
    return rows.rename_axis("group_code").reset_index(), files, year


def _read_sheet(path: Path, sheet: str) -> pd.DataFrame:
    """Return the groups of four digits by code: name and figures, empty where the publisher shows none."""
    rows = read_rows(path, sheet)
    top = header_row(rows, "Code", path, sheet)
    names = [plain(cell) for cell in rows[top]]
    wanted = ["Description", "Code", "(thousand)", *_KINGDOM]
    if lacking := [name for name in wanted if name not in names]:
        raise BadInput(
            f"{path.name}, sheet {sheet} has no column {', '.join(lacking)}",
            expected=f"the columns {', '.join(wanted)}",
            next_step="fetch the file again; its layout may be of a release we do not know",
        )
    body = [[row[names.index(name)] for name in wanted] for row in rows[top + 1 :]]
    frame = pd.DataFrame([row for row in body if re.fullmatch(r"\d{4}", plain(row[1]))], columns=wanted)
    figures = {name: [_figure(cell, path, sheet) for cell in frame[name]] for name in wanted[2:]}
    codes = [plain(cell) for cell in frame["Code"]]
    return pd.DataFrame({"group": [plain(cell) for cell in frame["Description"]], **figures}, index=codes)


def _figure(cell: Cell, path: Path, sheet: str) -> float | None:
    if isinstance(cell, float):
        return cell
    if plain(cell) in _MARKS:
        return None
    raise unusable(path, f"{plain(cell)!r} stands in sheet {sheet} where a figure should be")


def _year(name: str, pattern: str, path: Path) -> str:
    if found := re.search(pattern, name):
        return found[1]
    raise unusable(path, "its name holds no year")
