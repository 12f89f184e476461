"""Exposure to AI: six measures, their spread, and the sentences that say what exposure is not."""

import numpy as np
import pandas as pd

from helpers.comparison import compare
from helpers.comparison.exposure import NO_ERROR, exposure_rows, spread
from helpers.comparison.rows import Rows
from helpers.comparison.standins import StandIn, stand_in
from helpers.prose import exposure_section
from helpers.tables import load
from helpers.titles import Reading

A, B = StandIn("11-1111.00", "Potters"), StandIn("22-2222.00", "Weavers")
NOBODY = StandIn(reason="O*NET holds no figures for Dreamers")
MEASURES = ["model_alpha", "model_beta", "model_gamma", "human_alpha", "human_beta", "human_gamma"]
SCORES = pd.DataFrame(
    [
        ("11-1111.00", 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, "exact", None, None),
        ("22-2222.00", 0.2, 0.3, 0.4, 0.5, 0.6, 0.5, "exact", None, None),
        ("33-3333.00", 0.2, 0.3, 0.4, 0.5, 0.6, 0.5, "none", "listed as Millers", None),
        ("44-4444.00", np.nan, 0.3, 0.4, 0.5, 0.6, 0.5, "exact", None, "no score in the file"),
    ],
    columns=["onet_code", *MEASURES, "quality", "match_note", "missing_reason"],
)


def test_a_side_without_scores_gives_its_reason() -> None:
    rows = exposure_rows(SCORES, NOBODY, StandIn("55-5555.00", "Bakers"), Rows())
    assert rows["reason_a"].eq("O*NET holds no figures for Dreamers").all()
    assert rows["reason_b"].eq("the exposure study has no scores for Bakers (55-5555.00)").all()
    assert rows["verdict"].eq("not published").all()
    assert spread(rows) is None


def test_a_code_of_another_meaning_is_not_joined() -> None:
    rows = exposure_rows(SCORES, A, StandIn("33-3333.00", "Bakers"), Rows())
    assert rows["value_b"].isna().all()
    assert rows["reason_b"].str.contains("listed as Millers").all()


def test_a_missing_measure_is_missing_alone() -> None:
    rows = exposure_rows(SCORES, A, StandIn("44-4444.00", "Bakers"), Rows())
    assert list(rows["reason_b"] != "") == [True, False, False, False, False, False]
    found = spread(rows)
    assert found is not None
    assert (found.low_b, found.compared) == (30.0, 5)


def test_six_measures_in_percent_and_none_tested() -> None:
    rows = exposure_rows(SCORES, A, B, Rows())
    assert list(rows["measure"]) == MEASURES
    np.testing.assert_allclose(rows["value_a"], [10, 20, 30, 40, 50, 60])
    assert set(rows["verdict_reason"]) == {NO_ERROR}
    assert rows.loc[0, "cell_b"] == "ai_exposure/22-2222.00/model_alpha"


def test_the_spread_counts_the_measures_on_each_side() -> None:
    found = spread(exposure_rows(SCORES, A, B, Rows()))
    assert found is not None
    assert (round(found.low_a), round(found.high_a), round(found.low_b), round(found.high_b)) == (10, 60, 20, 60)
    assert (found.higher, found.lower, found.compared) == (5, 1, 6)


def test_every_occupation_has_exposure_or_a_reason() -> None:
    occupations = load("occupations")
    codes = list(occupations.loc[occupations["level"] == "detailed", "soc_code"])
    links = dict(iter(load("occupation_links", where={"target": ["onet"]}).groupby("soc_code")))
    sides = [stand_in(Reading(code, code, "detailed", (), ""), links[code]) for code in codes]
    scores, known = load("ai_exposure"), 0
    by_code = dict(iter(scores.groupby("onet_code")))
    for a, b in zip(sides[::2], sides[1::2], strict=True):
        rows = exposure_rows(pd.concat([by_code.get(side.code, scores.head(0)) for side in (a, b)]), a, b, Rows())
        for side in "ab":
            assert (rows[f"value_{side}"].notna() ^ (rows[f"reason_{side}"] != "")).all()
            known += int(rows[f"value_{side}"].notna().all())
    assert known > 740


def test_the_section_says_that_exposure_is_not_replacement_and_where_measures_disagree() -> None:
    shown = str(exposure_section(compare("43-3021", "43-4051")))
    assert "Exposure is not replacement" in shown
    assert "The measures disagree" in shown


def test_the_section_says_why_a_side_has_none() -> None:
    shown = str(exposure_section(compare("43-9199", "43-3021")))
    assert "O*NET holds no figures" in shown
    assert "nan" not in shown.lower().split()
