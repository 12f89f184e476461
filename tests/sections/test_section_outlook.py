"""Outlook and exposure to AI: projections as published, rates by published rates, no difference without grounds."""

from functools import cache

import pytest
from golden_facts import codes_of, golden, missing

from helpers.base.vocabulary import ExposureOrder, GrowthClass, Reason
from helpers.comparison.facts import ALL, one, values
from helpers.comparison.roles import Comparison, compare
from helpers.sections.exposure import CLASS, exposed, exposure, order, used, used_table
from helpers.sections.exposure import says as exposure_says
from helpers.sections.outlook import (
    growth,
    growth_class,
    growth_order,
    missed_points,
    openings_parts,
    outlook,
    revisions,
    says,
    turned,
)
from helpers.tables.load import load


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


@pytest.mark.parametrize("code", codes_of("record.outlook"))
def test_every_published_projection_still_stands(code: str) -> None:
    """The rates per 1,000 jobs are another computation now: from the published rates, which refer to the middle."""
    kept = golden("record.outlook", codes=(code,))
    kept = kept[~kept["measure"].str.contains("per_1000")]
    frame = roles(code).frame(outlook)
    assert missing(frame[~frame["measure"].str.contains("per_1000")], kept) == []


@pytest.mark.parametrize(
    ("role", "rates"),
    [
        ("43-3021", [98.6, 45, 54, -0.4]),
        ("43-3031", [108.0, 64, 50, -6.0]),
        ("29-1141", [53.8, 28, 21, 4.8]),
        ("29-2043", [46.9, 17, 25, 4.9]),
    ],
)
def test_openings_per_1000_are_exits_transfers_and_growth(role: str, rates: list[float]) -> None:
    c = roles(role)
    names = ("openings_per_1000", "exits_per_1000", "transfers_per_1000", "growth_per_1000")
    assert [round(values(c.frame(outlook), name, c.names)[0], 1) for name in names] == rates
    everyone = [round(values(c.frame(outlook), name, [ALL])[0], 1) for name in names]
    assert everyone == [109.0, 47, 59, 3.0]


def test_the_yardstick_is_what_past_rounds_missed() -> None:
    assert missed_points() == 6.6


@pytest.mark.parametrize(
    ("names", "sign"),
    [
        (("29-1141", "29-2043"), 0),  # +5.6 and +5.7: same class
        (("43-3021", "43-3031"), 0),  # -0.1 and -5.6: other classes, 5.5 points apart
        (("43-3031", "29-1141"), 1),  # -5.6 and +5.6
        (("29-1141", "43-3031"), -1),
    ],
)
def test_a_difference_of_growth_is_called_only_beyond_what_past_rounds_missed(
    names: tuple[str, str], sign: int
) -> None:
    assert growth_order(roles(*names)) == sign


def test_growth_is_said_by_its_class_and_with_its_period() -> None:
    assert (
        says(roles("registered nurse", "paramedic"))[0]
        == "BLS projects faster growth for both in 2025-35 than for all jobs in 2024-34"
    )
    assert says(roles("bookkeeping clerk"))[0] == "BLS projects a decline for bookkeeping clerk jobs in 2025-35"
    assert growth_class(roles("bookkeeping clerk")) == {"bookkeeping clerk": GrowthClass.SHRINKS}
    said = says(roles("bookkeeping clerk", "nurse"))[0]
    assert said == "BLS projects faster growth for nurse: +5.6% against −5.6%, 2025-35"
    assert "will" not in " ".join(says(roles("bookkeeping clerk", "nurse"))).split()


def test_growth_that_differs_by_less_than_rounds_missed_is_not_called_faster() -> None:
    said = says(roles("43-3021", "43-3031"))[0]
    assert said == "Projected growth differs by less than past rounds missed: −0.1% and −5.6%"


def test_shrinking_less_is_not_called_growth() -> None:
    c = roles("word processor", "billing clerk")
    rates = values(c.frame(outlook), "employment_change_pct", c.names)
    assert max(rates) < 0
    assert says(c)[0].startswith("BLS projects a smaller decline for billing clerk")


def test_a_group_without_a_line_has_its_reason() -> None:
    frame = roles("13-1020").frame(outlook)
    lacking = frame[(frame["role"] != ALL) & frame["value"].isna()]
    assert set(lacking["why"]) <= {Reason.NO_MATCH, Reason.SEVERAL, Reason.NOT_GIVEN}
    assert (lacking["why"] != "").all()


def test_charts_show_all_workers_and_never_a_negative_part() -> None:
    c = roles("43-3031", "29-1141")
    parts = openings_parts(c)
    assert (parts.loc[parts["part"] != "total", "value"] >= 0).all()
    assert parts[parts["part"] == "total"]["label"].tolist() == [*c.names, ALL]
    assert growth(c)["text"].tolist() == ["−5.6%", "+5.6%", "+3.1%"]
    assert growth(c)["label"].tolist()[-1] == "all workers, 2024-34"


def test_the_newest_round_gives_growth_and_openings_and_no_row_mixes_rounds() -> None:
    frame = roles("29-1141", "43-3021").frame(outlook)
    of_newest = frame["measure"].isin(["employment_change_pct", "openings_thousand_per_year"])
    assert set(frame.loc[of_newest, "period"]) == {"2025-35"}
    assert set(frame.loc[~of_newest, "period"]) == {"2024-34"}
    cells = frame[frame["cell"] != ""]
    assert (cells["cell"].str.startswith("newest_projections/") == (cells["period"] == "2025-35")).all()
    assert not ((frame["label"].str.contains("2024-34")) & (frame["period"] == "2025-35")).any()
    nurse = frame[frame["role"] == "Registered Nurses"]
    assert nurse.loc[of_newest, "value"].tolist() == [5.6, 180.8]
    everyone = frame[(frame["role"] == ALL) & of_newest]
    assert everyone["value"].isna().all()
    assert set(everyone["why"]) == {Reason.NOT_GIVEN}


def test_openings_of_the_newest_round_add_up_to_what_was_transcribed() -> None:
    assert round(load("newest_projections")["openings_thousand_per_year"].sum(), 1) == 17_460.7


def test_what_changed_since_the_last_round_stands_in_a_table_and_a_turn_in_a_sentence() -> None:
    c = roles("29-1141", "29-2043")
    html = revisions(c).html
    assert "2024-34" in html
    assert "+0.7 points" in html  # 4.9 and 5.6
    assert "−0.6 thousand" in html  # 4.9 and 4.3
    assert not turned(c)
    new, old = load("newest_projections").set_index("ep_code"), load("projections").set_index("ep_code")
    change = old["employment_change_pct"].reindex(new.index)
    first = new.index[0]
    swapped = (new["employment_change_pct"] - new["employment_change_pct"][first]) * (change - change[first]) < 0
    other = next(code for code in new.index[swapped] if code.startswith("29-"))
    both = roles(first, other)
    assert turned(both)
    assert "One round before, 2024-34, their order was the other way round." in says(both)


@pytest.mark.parametrize("code", codes_of("work.exposure"))
def test_every_score_of_exposure_still_stands(code: str) -> None:
    assert missing(roles(code).frame(exposure), golden("work.exposure", codes=(code,))) == []


@pytest.mark.parametrize(
    ("role", "scores"),
    [
        ("29-2043", [19.2, 15.4, 21.0]),
        ("29-1141", [38.1, 33.3, 39.8]),
        ("43-3021", [41.7, 77.4, 73.0]),
        ("43-3031", [31.4, 80.2, 81.8]),
    ],
)
def test_exposure_is_by_people_by_gpt_4_and_by_use(role: str, scores: list[float]) -> None:
    frame = roles(role).frame(exposure)
    found = [one(frame, roles(role).names[0], name)["value"] for name in ("human_beta", "model_beta", "use_percentile")]
    assert [round(float(value), 1) for value in found] == scores


def test_both_measures_must_agree_before_one_role_is_called_more_exposed() -> None:
    assert order(roles("paramedic", "registered nurse")) == (ExposureOrder.BOTH_HIGHER, 1)
    assert order(roles("registered nurse", "paramedic")) == (ExposureOrder.BOTH_HIGHER, -1)
    assert order(roles("43-3021", "43-3031")) == (ExposureOrder.NO_CLEAR_ORDER, 0)
    said = exposure_says(roles("registered nurse", "paramedic"))
    assert said == [
        "BLS calls AI exposure high for registered nurse and low for paramedic; tasks and use put registered"
        " nurse higher"
    ]
    said = exposure_says(roles("43-3021", "43-3031"))
    assert said == ["BLS calls AI exposure very high for both"]
    assert order(roles("nurse")) is None


def test_an_unscored_role_is_named() -> None:
    c = roles("nurse", "11-0000")
    assert order(c) is None
    assert "not scored for" in exposure_says(c)[0]
    assert len(exposed(c)) == 6


def test_the_publishers_class_comes_first_and_has_its_cell() -> None:
    frame = roles("registered nurse", "paramedic").frame(exposure)
    assert frame["measure"].iloc[0] == CLASS
    row = one(frame, "paramedic", CLASS)
    assert (row["words"], row["cell"]) == ("Low", "newest_projections/29-2043/ai_exposure")
    assert exposure_says(roles("nurse", "paramedic", "accountant"))[0].startswith(
        "BLS calls AI exposure low (paramedic) to "
    )


def test_the_exposure_of_the_difference_counts_activities_of_one_role_only() -> None:
    c = roles("registered nurse", "paramedic")
    assert used(c).to_numpy().tolist()[1:] == [["registered nurse", 31, 8], ["paramedic", 8, 5]]
    html = used_table(c).html
    assert "8 of the 31 activities listed only for registered nurse" in html
    assert "not what becomes of jobs" in html
    billing = used(roles("43-3021", "43-3031"))
    assert billing["activities"].tolist() == [10, 17, 10]
    assert used_table(roles("nurse")).kind == "table"
