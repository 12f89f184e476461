"""Outlook and exposure to AI: projections as published, rates by published rates, no difference without grounds."""

from functools import cache

import pytest
from golden_facts import codes_of, golden, missing

from helpers.base.vocabulary import ExposureOrder, GrowthClass, Reason
from helpers.comparison.facts import ALL, one, values
from helpers.comparison.roles import Comparison, compare
from helpers.sections.exposure import exposed, exposure, order
from helpers.sections.exposure import says as exposure_says
from helpers.sections.outlook import growth, growth_class, growth_order, missed_points, openings_parts, outlook, says


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
        (("29-1141", "29-2043"), 0),  # +4.9 and +5.0: same class
        (("43-3021", "43-3031"), 0),  # -0.4 and -5.8: other classes, 5.4 points apart
        (("43-3031", "29-1141"), 1),  # -5.8 and +4.9
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
        == "BLS projects growth about as fast as all jobs for both, 2024-34"
    )
    assert says(roles("bookkeeping clerk"))[0] == "BLS projects fewer jobs for bookkeeping clerk jobs, 2024-34"
    assert growth_class(roles("bookkeeping clerk")) == {"bookkeeping clerk": GrowthClass.SHRINKS}
    said = says(roles("bookkeeping clerk", "nurse"))[0]
    assert said == "BLS projects faster growth for nurse: +4.9% against −5.8%, 2024-34"
    assert "will" not in " ".join(says(roles("bookkeeping clerk", "nurse"))).split()


def test_growth_that_differs_by_less_than_rounds_missed_is_not_called_faster() -> None:
    said = says(roles("43-3021", "43-3031"))[0]
    assert said == "Projected growth differs by less than past rounds missed: −0.4% and −5.8%"


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
    assert growth(c)["text"].tolist() == ["−5.8%", "+4.9%", "+3.1%"]


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
    assert said == ["On exposure to AI both measures put registered nurse higher"]
    assert exposure_says(roles("43-3021", "43-3031")) == ["On exposure to AI there is no clear order"]
    assert order(roles("nurse")) is None


def test_an_unscored_role_is_named() -> None:
    c = roles("nurse", "11-0000")
    assert order(c) is None
    assert "not scored for" in exposure_says(c)[0]
    assert len(exposed(c)) == 6
