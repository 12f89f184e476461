"""AI exposure scores keep their figures and are held against the taxonomy."""

import csv
import random
from pathlib import Path

import pandas as pd
import pytest

from helpers.build import ai_exposure
from helpers.build.store import write_table
from helpers.errors import BadInput
from helpers.schemas import ALL
from helpers.tables import load

HEADER = (
    "O*NET-SOC Code,Title,dv_rating_alpha,dv_rating_beta,dv_rating_gamma,"
    "human_rating_alpha,human_rating_beta,human_rating_gamma\n"
)
CODES = pd.DataFrame({"onet_code": ["11-1011.00", "43-3021.00"], "occupation": ["Chief Executives", "Billing Clerks"]})


def scores(folder: Path, text: str, name: str = "occ_level.csv") -> Path:
    (folder / name).write_text(text)
    return folder


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("<!DOCTYPE html>", r"occ_level.csv cannot be read: it is a web page"),
        (HEADER.replace("dv_rating_beta", "beta"), "has no column dv_rating_beta"),
        (HEADER + "11-1011.00,Chief Executives,high,0,0,0,0,0\n", "texts where model_alpha should be a figure: high"),
        (HEADER + 2 * "11-1011.00,Chief Executives,0,0,0,0,0,0\n", "1 rows twice: 11-1011.00"),
    ],
)
def test_what_is_not_the_file_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        ai_exposure.build(scores(tmp_path, text), CODES)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file for the AI exposure scores"):
        ai_exposure.build(tmp_path, CODES)


def test_each_row_says_how_it_fits_the_taxonomy_and_why_a_score_is_empty(tmp_path: Path) -> None:
    text = (
        HEADER
        + "11-1011.00,Chief Executives,0.1,0.46,0.8200000000000001,0.18,0.35,0.52\n"
        + "43-3021.00,Bill Collectors,0,0,0,0,0,0\n"  # the code stands for another occupation
        + "99-9999.00,Dragon Tamers,0.5,,0.5,0.5,0.5,0.5\n"
    )
    table = pd.DataFrame(ai_exposure.build(scores(tmp_path, text), CODES).tables["ai_exposure"])
    assert table.astype(object).fillna("").to_numpy().tolist() == [
        ["11-1011.00", 0.1, 0.46, 0.8200000000000001, 0.18, 0.35, 0.52, "exact", "", ""],
        ["43-3021.00", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, "none", "listed as Bill Collectors", ""],
        [
            "99-9999.00",
            0.5,
            "",
            0.5,
            0.5,
            0.5,
            0.5,
            "none",
            "the code is not in O*NET-SOC 2019",
            "no score in the file",
        ],
    ]


@pytest.mark.raw
class TestAgainstTheRawFile:
    def test_500_random_scores_are_those_of_the_file(self, raw_sources: Path) -> None:
        with (raw_sources / "ai_exposure" / "eloundou_occ_level.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        table = load("ai_exposure").set_index("onet_code")
        assert len(table) == len(rows) == 923
        draw = random.Random(20260219)
        for row in draw.choices(rows, k=500):
            rater, ours = draw.choice([("dv", "model"), ("human", "human")])
            measure = draw.choice(["alpha", "beta", "gamma"])
            found = table.loc[row["O*NET-SOC Code"], f"{ours}_{measure}"]
            assert found == float(row[f"{rater}_rating_{measure}"]), row["Title"]

    def test_the_same_file_gives_the_same_bytes_as_shipped(self, raw_sources: Path, tmp_path: Path) -> None:
        codes = load("onet_codes")
        one, two = (
            write_table(
                ai_exposure.build(raw_sources, codes).tables["ai_exposure"], ALL["ai_exposure"], tmp_path
            ).read_bytes()
            for _ in "ab"
        )
        assert one == two
        pd.testing.assert_frame_equal(load("ai_exposure", folder=tmp_path), load("ai_exposure"))


def test_every_code_and_name_is_one_of_the_taxonomy_with_figures() -> None:
    table, coverage = load("ai_exposure"), load("onet_coverage")
    assert set(table["quality"]) == {"exact"}
    assert table[["match_note", "missing_reason"]].isna().all(axis=None)
    assert set(table["onet_code"]) == set(coverage.loc[coverage["has_data"], "onet_code"])
