"""Price levels are read line by line, and each area of the pay table finds its own, its state's or none."""

import csv
import random
from pathlib import Path

import pandas as pd
import pytest

from helpers.base.errors import BadInput
from helpers.build import rpp
from helpers.tables.load import load
from helpers.tables.spec import INDEXES

HEADER = "GeoFIPS,GeoName,Region,TableName,LineCode,IndustryClassification,Description,Unit,2023,2024\n"
NATION = ' "00000","United States", ,SARPP,1,"...","RPPs: All items ","Index",100.000,100.000\n'
FOOTER = "Note: See the included footnote file.\n\nLast updated: February 19, 2026-- new statistics for 2024.\n"
STATES = NATION + ' "40000","Oklahoma",6,SARPP,1,"...","RPPs: All items ","Index",88.100,88.200\n'
METROS = (
    NATION.replace("SARPP", "MARPP")
    + ' "00999","United States (Nonmetropolitan Portion) *", ,MARPP,1,"...","RPPs: All items ","Index",88.347,88.699\n'
    + ' "21420","Enid, OK (Metropolitan Statistical Area) *",6,MARPP,1,"...","RPPs: All items ","Index",(NA),87.500\n'
    + ' "21420","Enid, OK (Metropolitan Statistical Area) *",6,MARPP,3,""," RPPs: Services: Rents","Index",(NA),61.2\n'
    + ' "36420","Oklahoma City, OK Metropolitan Statistical Area",6,MARPP,1,"...","RPPs: All items ","Index",90,91.5\n'
)
AREAS = pd.DataFrame(
    [
        ("0000000", "U.S.", "national", "00"),
        ("0021420", "Enid, OK", "metropolitan", "40"),
        ("0036420", "Greater Oklahoma City, OK", "metropolitan", "40"),
        ("0099990", "Gone, OK", "metropolitan", "40"),  # an area of another delineation
        ("0010380", "Aguadilla, PR", "metropolitan", "72"),
        ("4000000", "Oklahoma", "state", "40"),
        ("4000001", "Northeast Oklahoma nonmetropolitan area", "metropolitan", "40"),
        ("7200000", "Puerto Rico", "state", "72"),
    ],
    columns=["area_code", "area", "kind", "state_code"],
)


def released(folder: Path, *, states: str = HEADER + STATES + FOOTER, metros: str = HEADER + METROS + FOOTER) -> Path:
    (folder / "SARPP_STATE_2008_2024.csv").write_text(states)
    (folder / "MARPP_MSA_2008_2024.csv").write_text(metros)
    return folder


@pytest.mark.parametrize(
    ("states", "words"),
    [
        ("<html>Not found</html>", "SARPP_STATE_2008_2024.csv cannot be read: it is a web page"),
        (HEADER.replace("GeoFIPS", "Code") + STATES, "SARPP_STATE_2008_2024.csv has no column GeoFIPS"),
        (HEADER.replace(",2023,2024", ",a,b") + STATES, "has no column for a year"),
        (HEADER + STATES.replace("All items", "Everything"), "has lines we do not know: rpps: everything"),
        (HEADER + STATES.replace("88.100", "low"), "texts where index should be a figure: low"),
        (HEADER + STATES.replace("100.000,100.000", "100.000,101.000"), "differ for United States"),
    ],
)
def test_what_is_not_the_publishers_layout_is_refused(tmp_path: Path, states: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        rpp.build(released(tmp_path, states=states), AREAS)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file for the BEA price parities of states"):
        rpp.build(tmp_path, AREAS)


def test_prices_have_one_row_an_area_and_year_with_a_reason_for_each_gap(tmp_path: Path) -> None:
    prices = pd.DataFrame(rpp.build(released(tmp_path), AREAS).tables["prices"])
    prices = prices.sort_values(["price_area_code", "year"])
    assert prices["price_area_code"].tolist() == [
        c for c in ("00000", "00999", "21420", "36420", "40000") for _ in "ab"
    ]
    assert prices["price_area"].tolist()[2:8:2] == [
        "United States (Nonmetropolitan Portion)",
        "Enid, OK",
        "Oklahoma City, OK",
    ]
    assert prices["kind"].tolist()[::2] == ["national", "nonmetropolitan", "metropolitan", "metropolitan", "state"]
    enid = prices[prices["price_area_code"] == "21420"].set_index("year")
    assert enid.loc[2024, ["all_items_index", "housing_index"]].tolist() == [87.5, 61.2]
    assert enid.loc[2023, ["all_items_index", "housing_index"]].isna().all()
    assert enid.loc[2023, "missing_reason"] == "BEA publishes no figure for this area and year"


def test_release_and_period_are_read_from_the_files(tmp_path: Path) -> None:
    assert rpp.build(released(tmp_path), AREAS).releases == {
        "rpp": {"period": "2023 to 2024", "release": "February 19, 2026", "published": "2026-02-19"}
    }


def test_rents_of_older_releases_are_the_housing_line(tmp_path: Path) -> None:
    (tmp_path / "SARPP_STATE_2008_2019.csv").write_text(HEADER + STATES.replace("All items", "Services: Rents"))
    prices = rpp.read_prices(tmp_path / "SARPP_STATE_2008_2019.csv", "state")
    assert prices["housing_index"].tolist() == [100.0, 100.0, 88.1, 88.2]


def test_an_area_takes_its_own_level_or_that_of_its_state_or_none(tmp_path: Path) -> None:
    matches = pd.DataFrame(rpp.build(released(tmp_path), AREAS).tables["price_areas"])
    assert matches[["area_code", "price_area_code", "quality", "match_note"]].fillna("").to_numpy().tolist() == [
        ["0000000", "00000", "exact", ""],
        ["0021420", "21420", "exact", ""],
        ["0036420", "36420", "exact", "named Oklahoma City, OK by BEA: its borders may differ"],
        ["0099990", "40000", "parent group", "level of all Oklahoma; BEA has no area of this code"],
        ["0010380", "", "none", "BEA publishes no price level for this area or its state"],
        ["4000000", "40000", "exact", ""],
        [
            "4000001",
            "40000",
            "parent group",
            "level of all Oklahoma, cities included; 00999 has all nonmetropolitan areas of the nation",
        ],
        ["7200000", "", "none", "BEA publishes no price level for this area or its state"],
    ]
    assert matches["price_area"].tolist()[1] == "Enid, OK"


LINES = {"1": "all_items_index", "2": "goods_index", "3": "housing_index", "4": "utilities_index"}
LINES |= {"5": "other_services_index"}


@pytest.mark.raw
class TestAgainstTheRawFiles:
    def test_500_random_figures_are_those_of_the_files(self, raw_sources: Path) -> None:
        draw = random.Random(20260219)
        table = load("prices").set_index(["price_area_code", "year"])
        held = 0
        for name in ("SARPP_STATE_2008_2024.csv", "MARPP_MSA_2008_2024.csv"):
            with (raw_sources / "bea_rpp_2024" / name).open(newline="") as file:
                rows = [row for row in csv.DictReader(file, skipinitialspace=True) if row["LineCode"]]
            for row in draw.choices(rows, k=500):
                year = draw.randint(2008, 2024)
                found = table.loc[(row["GeoFIPS"].strip(), year), LINES[row["LineCode"]]]
                text = row[str(year)]
                assert pd.isna(found) if text == "(NA)" else found == float(text), (row["GeoName"], year)
                held += 1
        assert held == 1000

    def test_the_states_reach_from_arkansas_to_california(self) -> None:
        prices = load("prices", where={"kind": ["state"]})
        states = prices[prices["year"] == 2024].sort_values("all_items_index")
        assert len(states) == 51
        assert (states["price_area"].iloc[0], round(states["all_items_index"].iloc[0], 1)) == ("Arkansas", 86.9)
        assert (states["price_area"].iloc[-1], round(states["all_items_index"].iloc[-1], 1)) == ("California", 110.7)


class TestShippedTables:
    def test_every_area_of_the_pay_table_is_matched_or_says_why_not(self) -> None:
        matches, areas = load("price_areas"), load("areas")
        assert set(matches["area_code"]) == set(areas["area_code"])
        assert matches["quality"].value_counts().to_dict() == {"exact": 439, "parent group": 134, "none": 10}
        assert matches.loc[matches["quality"] != "exact", "match_note"].notna().all()
        metropolitan = areas[areas["area_code"].str.startswith("00") & (areas["state_code"] != "72")]
        own = matches[matches["area_code"].isin(metropolitan["area_code"])]
        assert (own["quality"] == "exact").all()  # Connecticut's new areas among them
        assert own["match_note"].isna().all()

    def test_an_empty_index_has_its_reason(self) -> None:
        prices = load("prices")
        empty = prices[list(INDEXES)].isna().any(axis=1)
        assert (prices["missing_reason"].notna() == empty).all()
        assert empty.sum() == 20
        assert len(prices) == 440 * 17
