"""Two surveys (method 11): what is never mixed, golden pairs, the whole table."""

import math

import numpy as np
import pandas as pd
import published as oews
import pytest

from helpers.base.vocabulary import Match
from helpers.stats.means import household_remark
from helpers.tables.load import load


@pytest.fixture(scope="module")
def surveys() -> pd.DataFrame:
    """Match, weekly earnings and yearly median of every detailed occupation with a Census line, by SOC code."""
    links = load("occupation_links")
    links = links[(links["target"] == "census") & links["in_pay"] & links["soc_code"].isin(oews.nation().index)]
    links = links.drop_duplicates("soc_code").set_index("soc_code")
    weekly = load("weekly_earnings").dropna(subset=["census_code"]).set_index("census_code")["weekly_earnings_usd"]
    return pd.DataFrame(
        {
            "match": links["quality"].map(Match.of_quality),
            "weekly": weekly.reindex(links["target_code"]).to_numpy(),
            "yearly": oews.nation()["annual_median_usd"].reindex(links.index),
        }
    )


def remark(surveys: pd.DataFrame, a: str, b: str) -> bool:
    one, other = surveys.loc[a], surveys.loc[b]
    found = household_remark(
        one["weekly"], other["weekly"], one["yearly"], other["yearly"], one["match"], other["match"]
    )
    return bool(found[0])


def test_missing_earnings_and_wider_groups_bear_no_remark() -> None:
    assert household_remark(900.0, 800.0, 50e3, 60e3, Match.EXACT, Match.EXACT).tolist() == [True]
    assert household_remark(900.0, 800.0, 50e3, 60e3, Match.EXACT, Match.WIDER).tolist() == [False]
    assert household_remark(math.nan, 800.0, 50e3, 60e3, Match.EXACT, Match.EXACT).tolist() == [False]
    assert household_remark(900.0, 800.0, 50e3, 52e3, Match.EXACT, Match.EXACT).tolist() == [False]
    assert household_remark(900.0, 800.0, 50e3, 52.5e3, Match.EXACT, Match.EXACT).tolist() == [False]  # just 5 %


def test_golden_remarks(surveys: pd.DataFrame) -> None:
    assert surveys.loc[[oews.NURSE, oews.PARAMEDIC, oews.ACCOUNTANT], "weekly"].tolist() == [1_563, 1_636, 1_731]
    assert surveys.loc[[oews.BILLING, oews.BOOKKEEPING], "weekly"].tolist() == [948, 1_037]
    for a, b, expected in (
        (oews.PARAMEDIC, oews.NURSE, True),
        (oews.BILLING, oews.BOOKKEEPING, False),
        (oews.ACCOUNTANT, oews.NURSE, True),
    ):
        assert remark(surveys, a, b) == remark(surveys, b, a) == expected


def test_golden_matches_and_remarks_of_all_pairs(surveys: pd.DataFrame) -> None:
    assert surveys["match"].value_counts().to_dict() == {Match.EXACT: 425, Match.WIDER: 402, Match.SEVERAL: 3}
    exact = surveys[surveys["match"] == Match.EXACT].dropna()
    one, other = np.triu_indices(len(exact), 1)
    weekly, yearly = exact["weekly"].to_numpy(), exact["yearly"].to_numpy()
    found = household_remark(weekly[one], weekly[other], yearly[one], yearly[other], Match.EXACT, Match.EXACT)
    assert (len(found), int(found.sum())) == (28_920, 2_265)


def test_golden_wider_census_line_of_claims_adjusters(surveys: pd.DataFrame) -> None:
    assert surveys.at["13-1031", "match"] is Match.WIDER
    lines = load("census_soc").set_index("soc_code")["census_code"]
    code = lines["13-1031"]
    ages = load("ages").dropna(subset=["census_code"]).set_index("census_code")["median_age_years"]
    assert ((lines == code).sum(), ages[code]) == (2, 43.4)


def test_golden_miss_of_the_printed_hour() -> None:
    pay = load("pay", columns=["annual_mean_usd", "hourly_mean_usd"]).dropna()
    missed = (pay["annual_mean_usd"] - 2_080 * pay["hourly_mean_usd"]).abs().max()
    assert (len(pay), round(float(missed), 1)) == (349_384, 15.2)
    billing = oews.nation().loc[oews.BILLING]
    assert (billing["hourly_mean_usd"], billing["annual_mean_usd"]) == (24.55, 51_070)
