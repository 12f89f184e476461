"""AI exposure and AI use keep their figures; codes and activities are held against O*NET."""

import csv
import random
from pathlib import Path

import pandas as pd
import pytest

from helpers.base.errors import BadInput
from helpers.build import outlook
from helpers.tables.load import load
from helpers.tables.spec import ALL

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
        outlook.build_exposure(scores(tmp_path, text), CODES)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no file for the AI exposure scores"):
        outlook.build_exposure(tmp_path, CODES)


def test_each_row_says_how_it_fits_the_taxonomy_and_why_a_score_is_empty(tmp_path: Path) -> None:
    text = (
        HEADER
        + "11-1011.00,Chief Executives,0.1,0.46,0.8200000000000001,0.18,0.35,0.52\n"
        + "43-3021.00,Bill Collectors,0,0,0,0,0,0\n"  # the code stands for another occupation
        + "99-9999.00,Dragon Tamers,0.5,,0.5,0.5,0.5,0.5\n"
    )
    table = pd.DataFrame(outlook.build_exposure(scores(tmp_path, text), CODES).tables["ai_exposure"])
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


SIDES = ("user", "ai")
SCORES = "SOC Code,title,ai_applicability_score\n43-3021,Billing,0.2\n"
METRICS = "SOC Code," + ",".join(
    f"{name}_{side}" for name in ("coverage", "completion", "impact_scope", "ai_applicability_score") for side in SIDES
)
ACTIVITIES = "IWA,title," + ",".join(
    f"{name}_{side}" for name in ("share", "completion", "impact_scope") for side in SIDES
)
NAMES = pd.DataFrame({"intermediate": ["Read plans", "Read plans", "Cook food"], "intermediate_id": ["a", "a", "b"]})


def use_files(folder: Path, *activities: str) -> Path:
    (folder / "soc_ai_applicability_scores.csv").write_text(SCORES)
    (folder / "soc_metrics.csv").write_text(METRICS + "\n43-3021,0.4,0.3,0.9,0.8,0.5,0.6,0.25,0.15\n")
    (folder / "iwa_metrics.csv").write_text("\n".join([ACTIVITIES, *activities]) + "\n")
    return folder


def test_use_is_joined_to_the_activities_by_title_and_counted_as_used_above_the_bound(tmp_path: Path) -> None:
    folder = use_files(
        tmp_path,
        "4.A.1,Read plans.,0.0004,0.0006,0.9,0.8,0.5,0.4",  # the assistant's side alone is above the bound
        "4.A.2,Cook food.,0.0005,0.0005,0.9,,0.5,",  # at the bound is not above it
        "4.A.3,Tame dragons.,0,0,,,,",  # a title of another release
    )
    tables = outlook.build_use(folder, NAMES).tables
    use = pd.DataFrame(tables["activity_use"])
    assert use[["intermediate", "intermediate_id", "used"]].astype(object).fillna("").to_numpy().tolist() == [
        ["Read plans", "a", True],
        ["Cook food", "b", False],
        ["Tame dragons", "", False],
    ]
    row = ["43-3021", 0.2, 0.25, 0.15, 0.4, 0.3, 0.9, 0.8, 0.5, 0.6]
    assert pd.DataFrame(tables["ai_use"]).to_numpy().tolist() == [row]


def test_an_activity_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="1 rows twice: Read plans"):
        outlook.build_use(use_files(tmp_path, *2 * ["4.A.1,Read plans.,0,0,0,0,0,0"]), NAMES)


@pytest.mark.raw
@pytest.mark.parametrize(
    ("table", "file", "key", "name"),
    [
        ("ai_use", "microsoft_soc_metrics.csv", "SOC Code", "ai_applicability_score"),
        ("activity_use", "microsoft_iwa_metrics.csv", "title", "share"),
    ],
)
def test_500_random_figures_of_use_are_those_of_the_files(
    raw_sources2: Path, table: str, file: str, key: str, name: str
) -> None:
    with (raw_sources2 / "ai_measures" / file).open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    ours = load(table).set_index(ALL[table].key[0])
    assert len(ours) == len(rows)
    draw = random.Random(20260219)
    for row in draw.choices(rows, k=500):
        side = draw.choice(SIDES)
        theirs, column = draw.choice(
            [
                (name, name.removeprefix("ai_").removesuffix("_score")),
                ("completion", "completion"),
                ("impact_scope", "scope"),
            ]
        )
        found, raw = ours.loc[row[key].removesuffix("."), f"{column}_{side}"], row[f"{theirs}_{side}"]
        assert (pd.isna(found) and raw == "") or found == float(raw), row


@pytest.mark.raw
def test_every_applicability_is_that_of_the_scores(raw_sources2: Path) -> None:
    with (raw_sources2 / "ai_measures" / "microsoft_soc_ai_applicability_scores.csv").open(newline="") as opened:
        published = {row["SOC Code"]: float(row["ai_applicability_score"]) for row in csv.DictReader(opened)}
    assert load("ai_use").set_index("soc_code")["applicability"].to_dict() == published


def test_the_use_of_ai_covers_the_pay_table_but_its_remainders() -> None:
    occupations, use, names = load("occupations"), load("ai_use"), load("activity_names")
    detailed = occupations[occupations["level"] == "detailed"]
    lacking = detailed[~detailed["soc_code"].isin(use["soc_code"])]
    assert (len(detailed), len(lacking)) == (830, 47)
    assert lacking["occupation"].str.contains("All Other|Miscellaneous").all()
    assert set(load("activity_use")["intermediate_id"]) == set(names["intermediate_id"])


def test_every_code_and_name_is_one_of_the_taxonomy_with_figures() -> None:
    table, coverage = load("ai_exposure"), load("onet_coverage")
    assert set(table["quality"]) == {"exact"}
    assert table[["match_note", "missing_reason"]].isna().all(axis=None)
    assert set(table["onet_code"]) == set(coverage.loc[coverage["has_data"], "onet_code"])
