"""A small OEWS release, SOC structure and O*NET title lists, written in the layout of their publishers."""

import gzip
import shutil
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import pandas as pd

from helpers.tables.pay import MEASURES

Rows = list[tuple[str, ...]]
Cells = dict[str, list[tuple[str | None, str | None]]]
"""Key of 23 characters -> value and footnote code of each of the 17 datatypes."""

RELEASE = "May 2031"
COLUMNS: dict[str, tuple[str, ...]] = {
    "area": ("state_code", "area_code", "areatype_code", "area_name"),
    "industry": ("industry_code", "industry_name", "display_level"),
    "occupation": ("occupation_code", "occupation_name", "display_level"),
    "footnote": ("footnote_code", "footnote_text"),
}
LISTS: dict[str, Rows] = {
    "area": [
        ("00", "0000000", "N", "National"),
        ("39", "0010420", "M", "Akron, OH"),
        ("39", "3900000", "S", "Ohio"),
    ],
    "industry": [("000000", "All of them", "0"), ("11--12", "Farms, and so on", "2")],
    "occupation": [
        ("000000", "All Occupations", "0"),
        ("130000", "Business Occupations", "0"),
        ("131020", "Buyers and Purchasing Agents", "3"),
        ("430000", "Office Occupations", "0"),
        ("433000", "Financial Clerks", "1"),
        ("433021", "Billing and Posting Clerks", "3"),
        ("439198", "Clerks of Two Kinds", "3"),  # a group the survey made
    ],
    "footnote": [
        ("4", "paid by the hour or by the year"),
        ("5", "is $115.00 per hour or $239,200 per year, or more"),
        ("8", "not released"),
    ],
}


def _cell(*values: str | None, notes: Mapping[str, str] | None = None) -> list[tuple[str | None, str | None]]:
    padded = [*values, *[None] * (17 - len(values))]
    return [(value, (notes or {}).get(code)) for code, value in zip(MEASURES, padded, strict=True)]


CELLS: Cells = {
    "OEUN0000000000000000000": _cell("1000", "0.1", "20.10", "41800", "0.2", "9.5", "10", "19.95"),
    "OEUN0000000000000433021": _cell("410", "0.7", "23.5", "48880", "0.4", "16", "19.29", "22.81"),
    # top-coded annual wages, no hourly ones
    "OEUN0000000000000131020": _cell(
        "90", "2", "-", "251000", "1.5", *"-" * 10, notes={"03": "4", "06": "4", "13": "5", "14": "5", "15": "5"}
    ),
    "OEUN000000011--12433021": _cell("-", "-", "22", "45760", "3.1", notes={"01": "8", "02": "8"}),
    "OEUN0000000000000430000": _cell("800", "0.1"),
    "OEUN0000000000000433000": _cell("500", "0.1"),
    "OEUN0000000000000130000": _cell("200", "0.1"),
    "OEUN0000000000000439198": _cell("30", "9.9"),
    "OEUS3900000000000433021": _cell("40", "5", "21.06", *[None] * 12, "4.125", "1.02"),
    "OEUM0010420000000433021": _cell("10", "12.5", "20.99", *[None] * 12, "3.5", "0.9"),
}


def write_pack(
    folder: Path,
    cells: Cells = CELLS,
    lists: Mapping[str, Rows] = LISTS,
    *,
    columns: Mapping[str, Sequence[str]] = COLUMNS,
    release: str | None = RELEASE,
    packed: bool = True,
) -> Path:
    """Write oews-2031.sqlite.gz (or unpacked) into the folder and return its path."""
    plain = folder / "oews-2031.sqlite"
    database = sqlite3.connect(plain)
    names = [f"{kind}{code}" for kind in "vf" for code in MEASURES]
    database.execute(f"create table cell (key text primary key, {', '.join(names)}) without rowid")
    for key, pairs in cells.items():
        row = [key, *(value for value, _ in pairs), *(note for _, note in pairs)]
        database.execute(f"insert into cell values ({', '.join('?' * 35)})", row)
    for name, rows in lists.items():
        database.execute(f"create table {name} ({', '.join(columns[name])})")
        database.executemany(f"insert into {name} values ({', '.join('?' * len(columns[name]))})", rows)
    database.execute("create table meta (name text, value text)")
    if release is not None:
        database.execute("insert into meta values ('release', ?)", [release])
    database.commit()
    database.close()
    if not packed:
        return plain
    path = plain.with_suffix(".sqlite.gz")
    with plain.open("rb") as source, gzip.open(path, "wb", compresslevel=1) as out:
        shutil.copyfileobj(source, out)
    plain.unlink()
    return path


def write_flat(
    folder: Path,
    cells: Cells = CELLS,
    lists: Mapping[str, Rows] = LISTS,
    *,
    columns: Mapping[str, Sequence[str]] = COLUMNS,
    release: str = RELEASE,
    year: str = "2031",
) -> Path:
    """Write oe.data.0.Current, the lists and oe.release as the publisher does; return the path of the first.

    Tab-separated with CRLF, series padded to 30 characters, values to 12; the lists of industries and occupations have
    more columns than are read. With the release of May 2025 this gives the publisher's own bytes for oe.data.0.Current,
    oe.area, oe.footnote and oe.release.
    """
    more = {"industry": ("selectable", "sort_sequence"), "occupation": ("selectable", "sort_sequence")}
    for name, rows in lists.items():
        extra = more.get(name, ())
        table = [(*columns[name], *extra), *((*row, *("T", str(i))[: len(extra)]) for i, row in enumerate(rows))]
        _write_tabbed(folder / f"oe.{name}", table)
    _write_tabbed(folder / "oe.release", [("release_date", "description"), (f"{year}A01", release)])
    data: Iterable[tuple[str, ...]] = (
        (f"{key + code:30}", year, "A01", f"{value:>12}", note or "")
        for key, pairs in sorted(cells.items())
        for code, (value, note) in zip(MEASURES, pairs, strict=True)
        if value is not None
    )
    path = folder / "oe.data.0.Current"
    _write_tabbed(path, [("series_id".ljust(30), "year", "period", f"{'value':>12}", "footnote_codes"), *data])
    return path


def _write_tabbed(path: Path, rows: Iterable[Sequence[str]]) -> None:
    path.write_text("".join("\t".join(row) + "\r\n" for row in rows), encoding="utf-8", newline="")


def unpack(raw_sources: Path, folder: Path) -> Path:
    """Return the path of the raw pack's database, unpacked into the folder."""
    plain = folder / "raw.sqlite"
    (packed,) = (raw_sources / "oews_2025").glob("oews-*.sqlite.gz")
    with gzip.open(packed, "rb") as source, plain.open("wb") as out:
        shutil.copyfileobj(source, out, 1 << 20)
    return plain


def write_title_files(folder: Path) -> None:
    """Write the SOC structure, its direct match titles, the O*NET-SOC crosswalk and the O*NET lists of titles."""
    structure = [
        ("13-0000", None, None, None, "Business Occupations"),
        (None, None, "13-1020", None, "Buyers"),
        (None, None, None, "13-1021", "Buyers of Farm Products"),
        (None, None, None, "13-1022", "Other Buyers"),
        ("43-0000", None, None, None, "Office Occupations"),
        (None, "43-3000", None, None, "Financial Clerks"),
        (None, None, "43-3020", None, "Billing and Posting Clerks"),
        (None, None, None, "43-3021", "Billing and Posting Clerks"),
        (None, None, None, "43-9191", "Clerks of One Kind"),  # two that the survey publishes as 43-9198
        (None, None, None, "43-9199", "Clerks of Another Kind"),
        (None, None, None, "55-1011", "Air Crew Officers"),
    ]
    _write_sheet(
        folder / "soc_structure_2018.xlsx",
        ["Major Group", "Minor Group", "Broad Group", "Detailed Occupation", None],
        structure,
        above=3,
    )
    _write_sheet(
        folder / "soc_2018_direct_match_title_file.xlsx",
        ["2018 SOC Code", "2018 SOC Title", "2018 SOC Direct Match Title", "Illustrative Example"],
        [
            ("43-3021", "Billing and Posting Clerks", "Invoice Clerk", None),
            ("13-1022", "Other Buyers", "Buyer", "x"),
        ],
        above=4,
    )
    _write_sheet(
        folder / "2019_to_SOC_Crosswalk.xlsx",
        ["O*NET-SOC 2019 Code", "O*NET-SOC 2019 Title", "2018 SOC Code", "2018 SOC Title"],
        [
            ("13-1021.00", "Buyers of Farm Products", "13-1021", "Buyers of Farm Products"),
            ("43-3021.00", "Billing and Posting Clerks", "43-3021", "Billing and Posting Clerks"),
        ],
        above=2,
    )
    _write_sheet(
        folder / "soc_2010_to_2018_crosswalk.xlsx",
        ["2010 SOC Code", "2010 SOC Title", "2018 SOC Code", "2018 SOC Title"],
        [
            ("13-1021", "Buyers of Farm Products", "13-1021", "Buyers of Farm Products"),
            ("43-3029", "Clerks of Old", "43-3021", "Billing and Posting Clerks"),
        ],
        above=8,
    )
    _write_tabbed(
        folder / "Alternate Titles.txt",
        [
            ("O*NET-SOC Code", "Alternate Title", "Short Title", "Source(s)"),
            ("43-3021.00", "Accounts Receivable Clerk (AR Clerk)", "AR Clerk", "08"),
            ("43-3021.00", "Billing  Specialist", "n/a", "08"),
            ("13-1021.00", "Crop Buyer", "n/a", "08"),
        ],
    )
    _write_tabbed(
        folder / "Sample of Reported Titles.txt",
        [
            ("O*NET-SOC Code", "Reported Job Title", "Shown in My Next Move"),
            ("43-3021.00", "Billing Specialist", "Y"),
        ],
    )
    (folder / "Read Me.txt").write_text("O*NET 31.0 Database\r\nAugust 2031 Release\r\n", encoding="utf-8")


def _write_sheet(path: Path, header: list[str | None], rows: Sequence[tuple[str | None, ...]], *, above: int) -> None:
    """Write a workbook with `above` lines of other text over the header."""
    top: list[list[str | None]] = [["A heading of the file", *[None] * (len(header) - 1)]]
    top += [[None] * len(header)] * (above - 1)
    pd.DataFrame([*top, header, *rows]).to_excel(path, header=False, index=False)
