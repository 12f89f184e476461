"""Publishers' files read by place and by hand, apart from the builders: what the tables are held against."""

import csv
import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import openpyxl
from small_release import unpack

Record = dict[str, str]
SURVEY = "bls_ep_2024_34"
ONET = "onet_30_2"
FACET_FILES = {
    "knowledge": "Knowledge (IM LV).csv",
    "abilities": "Abilities (IM LV).csv",
    "work activities": "Work Activities (IM LV).csv",
}
_CODE = re.compile(r"\d\d-\d{4}")


def one_line(text: str) -> str:
    """Return a text with single blanks, none at its ends."""
    return " ".join(text.split())


def write_book(path: Path, sheets: Mapping[str, Sequence[Sequence[object]]]) -> Path:
    """Write a workbook with these sheets and return its path."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def read_sheet(path: Path, sheet: str | None = None) -> list[list[str]]:
    """Return the cells of a sheet (the first if not named) as text, empty ones as an empty text."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    with closing(book):
        found = book[sheet] if sheet else book.worksheets[0]
        return [
            ["" if cell is None else str(cell).strip() for cell in row] for row in found.iter_rows(values_only=True)
        ]


def read_tabs(path: Path) -> list[Record]:
    """Return the rows of a tab-separated file, unquoted."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def read_commas(path: Path) -> list[Record]:
    """Return the rows of a comma-separated file, blanks after a comma dropped."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, skipinitialspace=True))


@dataclass(frozen=True)
class RawFiles:
    """What the publishers' lists say; `folder` is that of the raw files, `database` the unpacked pay survey."""

    folder: Path
    database: Path

    @classmethod
    def of(cls, folder: Path, scratch: Path) -> "RawFiles":
        """Return the lists below `folder`; the pay survey is unpacked into `scratch`."""
        return cls(folder, unpack(folder, scratch))

    def pay_list(self, name: str) -> list[tuple[str, ...]]:
        """Return all rows of a list of the pay survey as text: occupation, area, industry or footnote."""
        with closing(sqlite3.connect(self.database)) as raw:
            return [tuple(map(str, row)) for row in raw.execute(f"select * from {name}")]

    def onet(self, name: str) -> list[Record]:
        """Return the rows of a file of the O*NET release."""
        return read_tabs(self.folder / ONET / name)

    @cached_property
    def pay_occupations(self) -> dict[str, tuple[str, int]]:
        """Return SOC code, with its hyphen -> name and display level (3 is detailed) in the pay survey."""
        return {f"{code[:2]}-{code[2:]}": (name, int(level)) for code, name, level in self.pay_list("occupation")}

    @cached_property
    def detailed_pay(self) -> set[str]:
        """Return the detailed codes of the pay survey."""
        return {code for code, (_, level) in self.pay_occupations.items() if level == 3}

    @cached_property
    def soc(self) -> dict[str, tuple[str, str]]:
        """Return SOC 2018 code -> name and level, by the column in which the structure has the code."""
        found = {}
        for row in read_sheet(self.folder / "soc_2018" / "soc_structure_2018.xlsx"):
            for level, cell in zip(("major", "minor", "broad", "detailed"), row, strict=False):
                if _CODE.fullmatch(cell):
                    found[cell] = (row[4], level)
        return found

    @cached_property
    def detailed_soc(self) -> set[str]:
        """Return the detailed codes of SOC 2018."""
        return {code for code, (_, level) in self.soc.items() if level == "detailed"}

    @cached_property
    def onet_codes(self) -> dict[str, tuple[str, str]]:
        """Return O*NET-SOC code -> name and SOC 2018 code."""
        rows = read_sheet(self.folder / "soc_2018" / "2019_to_SOC_Crosswalk.xlsx")
        return {row[0]: (row[1], row[2]) for row in rows if _CODE.match(row[0])}

    @cached_property
    def with_data(self) -> dict[str, set[str]]:
        """Return column of onet_coverage -> the O*NET-SOC codes that stand in the file behind it."""
        files = {
            "skills": "Skills.txt",
            "education_training": "Education, Training, and Experience.txt",
            "interests": "Interests.txt",
            "work_styles": "Work Styles.txt",
            "job_zones": "Job Zones.txt",
            "technologies": "Technology Skills.txt",
            "related": "Related Occupations.txt",
            "activity_links": "Tasks to DWAs.txt",
        }
        rows = {column: self.onet(name) for column, name in files.items()}
        for facet, name in FACET_FILES.items():
            rows[facet.replace(" ", "_")] = read_commas(self.folder / "onet_30_0_ratings" / name)
        rows["ai_exposure"] = read_commas(self.folder / "ai_exposure" / "eloundou_occ_level.csv")
        return {column: {row["O*NET-SOC Code"] for row in found} for column, found in rows.items()}

    @cached_property
    def matrix_of_onet(self) -> dict[str, str]:
        """Return O*NET-SOC code -> code of the projections, as their publisher lists them."""
        rows = read_sheet(self.folder / SURVEY / "nem_onet_to_soc_crosswalk.xlsx")
        return {row[1]: row[3] for row in rows if _CODE.match(row[1])}

    @cached_property
    def matrix_titles(self) -> dict[str, str]:
        """Return code of the projections -> its title, line items only."""
        rows = read_sheet(self.folder / SURVEY / "nem_occupational_coverage.xlsx")
        return {row[1]: row[2] for row in rows if row[3] == "Line item"}

    @cached_property
    def matrix_of_soc(self) -> dict[str, str]:
        """Return detailed SOC code -> code of the projections, by way of the O*NET-SOC codes under it."""
        found: dict[str, set[str]] = {}
        for onet_code, matrix_code in self.matrix_of_onet.items():
            found.setdefault(self.onet_codes[onet_code][1], set()).add(matrix_code)
        assert all(len(codes) == 1 for codes in found.values())
        return {soc: codes.pop() for soc, codes in found.items()}

    @cached_property
    def census_list(self) -> dict[str, tuple[str, str]]:
        """Return Census code, or range of a group -> title and SOC code as listed."""
        found = {}
        for row in self._census("2018 Census Occ Code List"):
            if re.fullmatch(r"\d{1,4}(-\d{4})?", row[2]):
                found[row[2].zfill(4)] = ((row[1] or row[0]).rstrip(":"), row[3])
        return found

    @cached_property
    def census_of_soc(self) -> dict[str, str]:
        """Return detailed SOC code -> Census line, by the sheet that leads from 2010 to 2018.

        It names a code beside its line, or in brackets in the rows below. Its slip of 56- for 53-6031 is mended.
        """
        found, line = {}, ""
        for row in self._census("2010 to 2018 Crosswalk "):
            line = row[4].zfill(4) if re.fullmatch(r"\d{1,4}", row[4]) else line
            named = re.findall(r"\((\d\d-\d{4})\s*\)$", row[5]) or [row[3]]
            found |= {code.replace("56-", "53-"): line for code in named}
        return {code: line for code, line in found.items() if code in self.detailed_soc}

    def _census(self, sheet: str) -> list[list[str]]:
        return read_sheet(self.folder / "soc_2018" / "census_2018_occ_code_list_crosswalk.xlsx", sheet)

    @cached_property
    def survey_titles(self) -> set[str]:
        """Return the titles of the household survey's three tables: cells with a number of people beside them."""
        found = {row["occupation"] for row in read_commas(self.folder / "cps_2025" / "cpsaat11_2025_transcribed.csv")}
        for name in ("cpsaat11b.xlsx", "cpsaat39.xlsx"):
            rows = read_sheet(self.folder / "cps_2025" / name)
            found |= {row[0] for row in rows if row[0] not in ("", "Occupation") and row[1].isdigit()}
        return {one_line(title) for title in found}

    @cached_property
    def price_names(self) -> dict[str, str]:
        """Return area code of the price levels -> its name, without the kind of area and its mark."""
        found = {}
        for name in ("SARPP_STATE_2008_2024.csv", "MARPP_MSA_2008_2024.csv"):
            for row in read_commas(self.folder / "bea_rpp_2024" / name):
                if row["LineCode"]:
                    # the kind stands in brackets, in newer areas without
                    found[row["GeoFIPS"].strip()] = row["GeoName"].partition("Metropolitan Stat")[0].rstrip(" (*")
        return found


def turned(pairs: Mapping[str, str], keep: Callable[[str], bool] = bool) -> dict[str, set[str]]:
    """Return value -> its keys, of those that `keep` allows."""
    found: dict[str, set[str]] = {}
    for key, value in pairs.items():
        if keep(key):
            found.setdefault(value, set()).add(key)
    return found
