"""Mean pay and jobs of the nation year by year: BLS's national workbooks, and the pay table for the newest year."""

import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from helpers.base.errors import BadInput, some
from helpers.build.oews_files import read_release
from helpers.build.raw import Built, unusable
from helpers.build.workbook import Cell, header_row, pick, plain, read_rows
from helpers.tables.pay import FIRST_YEAR, PAY_YEARS

_NOTED = ("employment", "employment_rse_pct", "hourly_mean_usd", "annual_mean_usd", "wage_rse_pct")
_COLUMNS = dict(zip(("TOT_EMP", "EMP_PRSE", "H_MEAN", "A_MEAN", "MEAN_PRSE"), _NOTED, strict=True))
_MARKERS = {"*": "8", "**": "8", "#": "5"}
_ALL = "00-0000"


def build(folder: Path, pay: "pd.DataFrame | pa.Table", occupations: pd.DataFrame) -> Built:
    """Return pay_years: all occupations and each detailed one, from 2021 to the year of the pay table.

    Earlier years are of another method and left out. Raises `BadInput` for a missing year, an unreadable workbook, a
    missing column and a text that is neither a figure nor a marker we know.
    """
    newest = int(read_release(folder)[-4:])
    paths = {}
    for path in sorted(folder.rglob("national_M*_dl.xlsx")):
        year = int("".join(re.findall(r"_M(\d{4})_", path.name)) or 0)
        if FIRST_YEAR <= year < newest:
            paths[year] = path
    if lacking := sorted(set(range(FIRST_YEAR, newest)) - set(paths)):
        raise BadInput(
            f"no national workbook of {some(lacking)} below {folder.name}/",
            expected=f"national_M{lacking[0]}_dl.xlsx, so that no year between {FIRST_YEAR} and {newest} is missing",
            next_step="add the address of its archive to oews_history in sources.yml, named like those of other years",
        )
    years = [_read(path).assign(year=year) for year, path in paths.items()]
    years.append(_national(pay, occupations).assign(year=newest))
    files = list(paths.values())
    period = f"May {FIRST_YEAR} to May {newest}"
    return Built(
        {"pay_years": pd.concat(years, ignore_index=True)[PAY_YEARS.names]},
        {"oews_history": files},
        {"oews_history": {"release": f"May {newest - 1}", "period": period}},
    )


def _national(pay: "pd.DataFrame | pa.Table", occupations: pd.DataFrame) -> pd.DataFrame:
    if isinstance(pay, pa.Table):
        nation = pc.and_(pc.equal(pay["area_code"], "0000000"), pc.equal(pay["industry_code"], "000000"))
        pay = pay.filter(nation).to_pandas()
    kept = set(occupations.loc[occupations["level"] == "detailed", "soc_code"]) | {_ALL}
    rows = pay[(pay["area_code"] == "0000000") & (pay["industry_code"] == "000000") & pay["soc_code"].isin(kept)]
    return rows.astype(dict.fromkeys(_NOTED, "float64"))


def _read(path: Path) -> pd.DataFrame:
    sheet = "national_*"
    rows = read_rows(path, sheet)
    top = header_row(rows, "OCC_CODE", path, sheet)
    names = [plain(cell) for cell in rows[top]]
    wanted = ("OCC_CODE", "O_GROUP", "ANNUAL", "HOURLY", *_COLUMNS)
    places = pick(names, {name: name for name in wanted}, path, sheet)
    text = pd.DataFrame({name: [_text(row[place]) for row in rows[top + 1 :]] for name, place in places.items()})
    text = text[text["O_GROUP"].isin(["total", "detailed"])].reset_index(drop=True)
    if text.empty:
        raise unusable(path, "it has no occupations")
    frame = pd.DataFrame({"soc_code": text["OCC_CODE"]})
    for theirs, ours in _COLUMNS.items():
        found = text[theirs].str.replace(",", "")
        figures = pd.to_numeric(found, errors="coerce")
        note = found.map(_MARKERS).where(figures.isna())
        if (wrong := figures.isna() & note.isna()).any():
            raise unusable(path, f"{some(list(found[wrong]))} stands in {theirs} where a figure should be")
        other = {"H_MEAN": "ANNUAL", "A_MEAN": "HOURLY"}.get(theirs)
        frame[ours] = figures
        frame[f"{ours}_note"] = note if other is None else note.mask(note.notna() & (text[other] == "TRUE"), "4")
    return frame


def _text(cell: Cell) -> str:
    return repr(cell) if isinstance(cell, float) else plain(cell)
