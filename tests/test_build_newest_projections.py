"""The newest round of the projections: the publisher's layout and the transcribed file give the same table."""

import csv
import random
from pathlib import Path

import pandas as pd
import pytest
from raw_files import write_book

from helpers.base.errors import BadInput
from helpers.build import outlook
from helpers.build.raw import Built
from helpers.tables.load import load

HEADER = [
    "2025 National Employment Matrix title", "2025 National Employment Matrix code", "Employment, 2025",
    "Employment, 2035", "Employment change, numeric, 2025–35", "Employment change, percent, 2025–35",
    "Percent self employed, 2025", "Occupational openings, 2025–35 annual average", "Median annual wage, dollars, 2025",
    "Typical education", "Work experience", "Training", "Relative AI exposure category",
]  # fmt: skip
CHIEF = ["Chief executives[1]", "11-1011", 300, 310, 10, 3.2, 25, 19.1, 239200, "a", "b", "c", "Very high"]
CLERK = ["Billing clerks", "43-3021", 500, 480, -20, -4, "—", 61.8, 40000, "a", "b", "c", "—"]
EXPECTED = [["11-1011", 2025, 2035, 3.2, 19.1, "Very high"], ["43-3021", 2025, 2035, -4.0, 61.8, None]]


def workbook(folder: Path, *rows: list[object], sheet: str = "AI Exposure Categories") -> Path:
    caption = ["AI exposure and projections, 2025–35 (Employment in thousands)"]
    return write_book(folder / "ai-exposure-categories.xlsx", {sheet: [caption, HEADER, *rows, ["Footnotes:"]]}).parent


def transcribed(folder: Path, *lines: str) -> Path:
    header = "nem_code,relative_ai_exposure,employment_change_percent_2025_35,annual_openings_2025_35"
    (folder / "ep_2025_35_transcribed.csv").write_text("\n".join([header, *lines]) + "\n")
    return folder


def rows_of(built: Built) -> list[list[object]]:
    frame = pd.DataFrame(built.tables["newest_projections"]).astype(object)
    return frame.where(frame.notna(), None).to_numpy().tolist()


def test_the_workbook_and_the_transcribed_file_give_the_same_rows(tmp_path: Path) -> None:
    built = outlook.build_newest(transcribed(tmp_path, "11-1011,Very high,3.2,19100", "43-3021,,-4,61800"))
    assert rows_of(built) == EXPECTED
    assert built.releases["ep_newest"]["check"].startswith("transcribed")
    built = outlook.build_newest(workbook(tmp_path, CHIEF, CLERK))  # lies beside it, and goes before it
    assert rows_of(built) == EXPECTED
    assert built.releases["ep_newest"]["release"] == "2025-35"
    assert [path.suffix for path in built.files["ep_newest"]] == [".xlsx"]


def test_what_is_not_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file for the newest round"):
        outlook.build_newest(tmp_path)
    with pytest.raises(BadInput, match="category of AI exposure we do not know: Extreme"):
        outlook.build_newest(workbook(tmp_path, [*CHIEF[:-1], "Extreme"]))
    with pytest.raises(BadInput, match="1 rows twice: 11-1011"):
        outlook.build_newest(workbook(tmp_path, CHIEF, CHIEF))
    with pytest.raises(BadInput, match="'many' stands in place of a figure"):
        outlook.build_newest(workbook(tmp_path, [*CHIEF[:7], "many", *CHIEF[8:]]))
    with pytest.raises(BadInput, match="has no sheet"):
        outlook.build_newest(workbook(tmp_path, CHIEF, sheet="Table 1"))


def test_all_830_occupations_have_a_change_openings_and_a_category() -> None:
    table, links, occupations = load("newest_projections"), load("occupation_links"), load("occupations")
    assert table[["employment_change_pct", "openings_thousand_per_year", "ai_exposure"]].notna().all(axis=None)
    assert round(table["openings_thousand_per_year"].sum(), 1) == 17_460.7  # 17,461.8 published: 831 rounded figures
    exposed = table[table["ai_exposure"].isin(["High", "Very high"])]["employment_change_pct"]
    assert [int((exposed > 0).sum()), int((exposed < 0).sum()), int((exposed == 0).sum())] == [306, 100, 6]
    exact = links[(links["target"] == "ep") & (links["quality"] == "exact")]
    exact = exact[exact["target_code"].isin(table["ep_code"])]
    detailed = occupations.loc[occupations["level"] == "detailed", "soc_code"]
    assert len(detailed) == 830
    assert set(detailed) <= set(exact["soc_code"])


@pytest.mark.raw
class TestAgainstTheRawFile:
    def test_500_random_figures_stand_in_the_transcribed_file(self, raw_sources3: Path) -> None:
        path = raw_sources3 / "bls_ep_2025_35_derived" / "ep_2025_35_transcribed.csv"
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        table = load("newest_projections").set_index("ep_code")
        assert len(table) == len(rows) == 831
        for row in random.Random(20260827).sample(rows, 500):
            found = table.loc[row["nem_code"]]
            assert found["employment_change_pct"] == float(row["employment_change_percent_2025_35"])
            assert round(found["openings_thousand_per_year"] * 1000) == int(row["annual_openings_2025_35"])
            assert found["ai_exposure"] == row["relative_ai_exposure"]
