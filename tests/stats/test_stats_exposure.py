"""Exposure to language models (method 10): refusals, golden pairs, the whole table; use is not shipped."""

import os
from pathlib import Path

import numpy as np
import pandas as pd
import published as oews
import pytest

from helpers.base.vocabulary import ExposureOrder
from helpers.stats.exposure import exposure_order, task_order, use_order, use_percentiles
from helpers.tables.load import load

USE = Path(__file__).resolve().parents[3] / "shared/sources2/ai_measures/microsoft_soc_ai_applicability_scores.csv"


@pytest.fixture(scope="module")
def scores() -> pd.DataFrame:
    """People, GPT-4 and the percentile of observed use, by SOC code, where all three are known."""
    if not USE.is_file():
        if os.environ.get("CI") == "true":
            pytest.fail(f"needs {USE.name}, and CI must have it")
        pytest.skip(f"needs {USE.name}")
    codes = oews.one_code_each("ai")
    shares = load("ai_exposure").set_index("onet_code").reindex(codes.to_numpy()).set_index(codes.index)
    use = pd.read_csv(USE).set_index("SOC Code")["ai_applicability_score"].reindex(codes.index)
    known = pd.DataFrame({"people": shares["human_beta"], "model": shares["model_beta"], "score": use}).dropna()
    return known.assign(use=use_percentiles(known["score"]))


def orders(scores: pd.DataFrame, one: np.ndarray, other: np.ndarray) -> pd.DataFrame:
    a, b = scores.iloc[one], scores.iloc[other]
    tasks = task_order(a["people"], a["model"], b["people"], b["model"])
    return exposure_order(tasks, use_order(a["use"], b["use"]))


def test_a_missing_score_gives_no_order_and_leaves_the_percentiles_of_others() -> None:
    assert task_order([np.nan, 0.1], [0.1, 0.1], [0.5, 0.5], [0.5, np.nan]).tolist() == [0, 0]
    assert use_order([np.nan], [50.0]).tolist() == [0]
    found = use_percentiles(pd.Series([0.1, np.nan, 0.3, 0.3]))
    assert found.tolist() == pytest.approx([100 / 3, np.nan, 250 / 3, 250 / 3], nan_ok=True)


def test_both_raters_need_ten_points_and_use_needs_ten_percentiles() -> None:
    people, model = [0.30, 0.30, 0.30, 0.30], [0.30, 0.30, 0.30, 0.30]
    found = task_order(people, model, [0.40, 0.40, 0.39, 0.20], [0.40, 0.20, 0.90, 0.20])
    assert found.tolist() == [1, 0, 0, -1]
    assert use_order([50.0] * 3, [60.0, 59.9, 40.0]).tolist() == [1, 0, -1]


def test_a_tie_is_no_disagreement() -> None:
    found = exposure_order([1, 1, 1, -1, 0], [1, 0, -1, -1, 1])
    assert found["order"].tolist() == [
        ExposureOrder.BOTH_HIGHER,
        ExposureOrder.NO_CLEAR_ORDER,
        ExposureOrder.DIFFER,
        ExposureOrder.BOTH_HIGHER,
        ExposureOrder.NO_CLEAR_ORDER,
    ]
    assert found["sign"].tolist() == [1, 0, 0, -1, 0]


def test_golden_beta_is_the_middle_of_alpha_and_gamma_in_every_occupation() -> None:
    shares = load("ai_exposure")
    for rater in ("model", "human"):
        alpha, beta, gamma = (shares[f"{rater}_{name}"] for name in ("alpha", "beta", "gamma"))
        assert len(shares) == 923
        assert ((alpha <= beta + 1e-12) & (beta <= gamma + 1e-12)).all()
        assert (beta - (alpha + gamma) / 2).abs().max() < 1e-12


@pytest.mark.raw
def test_golden_pairs_of_occupations(scores: pd.DataFrame) -> None:
    printed = {
        oews.PARAMEDIC: (19.2, 15.4, 21.0),
        oews.NURSE: (38.1, 33.3, 39.8),
        oews.BILLING: (41.7, 77.4, 73.0),
        oews.BOOKKEEPING: (31.4, 80.2, 81.8),
    }
    for soc, figures in printed.items():
        row = scores.loc[soc]
        assert (round(100 * row["people"], 1), round(100 * row["model"], 1), round(row["use"], 1)) == figures
    places = scores.index.get_indexer(pd.Index(list(printed)))
    found = orders(scores, places[[0, 2]], places[[1, 3]])
    assert found["order"].tolist() == [ExposureOrder.BOTH_HIGHER, ExposureOrder.NO_CLEAR_ORDER]
    assert found["sign"].tolist() == [1, 0]
    back = orders(scores, places[[1, 3]], places[[0, 2]])
    assert back["sign"].tolist() == [-1, 0]


@pytest.mark.raw
def test_golden_orders_of_all_pairs(scores: pd.DataFrame) -> None:
    assert len(scores) == 758
    assert round(float(scores["people"].rank().corr(scores["score"].rank())), 4) == 0.7502
    found = orders(scores, *np.triu_indices(len(scores), 1))
    counts = found["order"].value_counts()
    assert (len(found), counts[ExposureOrder.BOTH_HIGHER], counts[ExposureOrder.DIFFER]) == (286_903, 139_461, 12_354)
