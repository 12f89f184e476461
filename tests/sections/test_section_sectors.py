"""Sectors: jobs and pay in each, finer industries, the family of twenty, and where most jobs are."""

from functools import cache

import pytest
from golden_facts import codes_of, golden, missing

from helpers.base.vocabulary import Reason, Verdict
from helpers.comparison.facts import COLUMNS, one
from helpers.comparison.roles import Comparison, compare
from helpers.sections.sectors import gaps, largest, largest_sectors, says, sector_gaps, sectors, tabulate, tally_of


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


@pytest.mark.parametrize("code", codes_of("industries"))
def test_every_kept_figure_of_an_industry_still_stands(code: str) -> None:
    """Industries without a cell of the occupation were kept for the sake of its partner: they are not listed alone."""
    kept = golden("industries", codes=(code,))
    kept = kept[~kept["reason"].str.startswith("no estimate")]
    hourly = kept["cell"].str.contains("hourly").to_numpy()
    for rows, partner in ((kept[~hourly], ()), (kept[hourly], ("27-2011",) if code != "27-2011" else ())):
        if len(rows):
            frame = roles(code, *partner).frame(sectors)
            frame["error_pct"] = frame["error_pct"].where(frame["measure"] != "employment")  # kept without its error
            assert missing(frame, rows) == []


@pytest.mark.parametrize("names", [("paramedic",), ("paramedic", "nurse"), ("nurse", "waiter", "paramedic")])
def test_each_role_has_pay_jobs_and_share_in_the_same_industries(names: tuple[str, ...]) -> None:
    frame = roles(*names).frame(sectors)
    assert list(frame.columns[: len(COLUMNS)]) == list(COLUMNS)
    assert frame.groupby(["role", "measure"], observed=True).size().nunique() == 1
    assert frame[frame["sector"]]["industry_code"].nunique() == 20
    given = frame["value"].notna() | frame["bound"].notna()
    assert (given | (frame["why"] != "")).all()


def test_a_share_is_of_the_national_jobs_of_the_role() -> None:
    row = one(roles("registered nurse").frame(sectors), "registered nurse", "share_pct", industry_code="62--63")
    assert row["value"] == pytest.approx(85.676, abs=0.001)
    assert row["cell"] == "pay/29-1141|0000000|62--63/employment"


@pytest.mark.parametrize(
    ("pair", "higher", "lower", "none"),
    [(("43-3021", "43-3031"), 11, 0, 9), (("29-2043", "29-1141"), 9, 0, 0)],
)
def test_the_twenty_sectors_are_one_family(pair: tuple[str, str], higher: int, lower: int, none: int) -> None:
    found = tally_of(roles(*pair))
    assert (found.higher, found.lower, found.none) == (higher, lower, none)


def test_levels_of_government_overlap_and_are_in_no_family() -> None:
    rows = gaps(roles("nurse", "paramedic"))
    assert not set(rows["industry_code"]) & {"999101", "999201", "999301"}
    assert "overlaps" in tabulate(roles("nurse", "paramedic")).html


def test_one_occupation_is_not_tested_against_itself() -> None:
    rows = roles("registered nurse", "RN").frame(sector_gaps)
    assert set(rows["verdict"]) == {Verdict.NOT_TESTED}
    assert set(rows["why"]) == {Reason.ONE_OCCUPATION}


def test_of_one_role_it_is_said_where_most_jobs_are_and_of_two_which_pays_more_there() -> None:
    assert says(roles("registered nurse", "paramedic")) == [
        "Registered nurse pays clearly more in all 9 sectors compared.",
    ]
    assert says(roles("registered nurse")) == ["Most registered nurse jobs are in health care and social services."]
    assert says(roles("nurse", "paramedic", "waiter")) == []


def test_most_is_said_of_more_than_half_only_and_largest_where_no_uncounted_sector_can_be_larger() -> None:
    top = largest(roles("43-3021", "43-3031"))
    assert (top["value"] < 50).all()
    assert says(roles("43-3021", "43-3031")) == [
        "Jobs in Bookkeeping, Accounting, and Auditing Clerks pay clearly more in 11 of 20 sectors, no clear difference"
        " in 9.",
    ]


def test_the_chart_has_eight_rows_at_most_and_never_a_zero_for_a_count_that_is_missing() -> None:
    rows = largest_sectors(roles("27-2011", "27-2042"))
    assert rows["label"].nunique() <= 8
    assert (rows.loc[rows["value"].isna(), "text"] == "no count").all()
