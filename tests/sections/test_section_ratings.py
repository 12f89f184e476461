"""Ratings: every element kept, eight raters judged together, and nothing judged without an error."""

from functools import cache

import pytest
from golden_facts import codes_of, golden, missing

from helpers.base.vocabulary import Reason
from helpers.comparison.roles import Comparison, compare
from helpers.sections.ratings import among, clear_levels, close, rated_elements, ratings, says, sides, top_rated


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


@pytest.mark.parametrize("code", codes_of("work.elements"))
def test_every_kept_rating_still_stands_with_its_standard_error_in_points(code: str) -> None:
    frame = roles(code).frame(ratings)
    assert missing(frame.assign(error_pct=frame["error"]), golden("work.elements", codes=(code,))) == []


def test_a_kept_rating_without_a_value_has_its_reason() -> None:
    kept = golden("work.elements")
    kept = kept[kept["reason"] != ""]
    said = {"not relevant here": Reason.NOT_RELEVANT, "too imprecise: O*NET advises not to use it": Reason.SUPPRESSED}
    assert len(kept) > 100
    for code, rows in kept.groupby("soc_code"):
        own = roles(str(code)).frame(ratings).drop_duplicates("cell").set_index("cell")["why"]
        assert [own[cell] for cell in rows["cell"]] == [said[why] for why in rows["reason"]]


@pytest.mark.parametrize("names", [("nurse",), ("nurse", "accountant"), ("nurse", "accountant", "paramedic")])
def test_each_role_has_each_element_rated_or_not(names: tuple[str, ...]) -> None:
    c = roles(*names)
    frame = c.frame(ratings)
    counts = frame[frame["element_id"] != ""].groupby("role", observed=True).size()
    assert [counts[name] for name in c.names] == [322] * len(names)
    assert ((frame["why"] != "") == (frame["text"] == "no figure")).all()


@pytest.mark.parametrize(
    ("a", "b", "scale", "tested", "clear"),
    [
        ("billing clerk", "bookkeeping clerk", "importance", 35, 0),
        ("billing clerk", "bookkeeping clerk", "level", 25, 0),
        ("bookkeeping clerk", "accountant", "importance", 35, 0),
        ("bookkeeping clerk", "accountant", "level", 26, 12),
    ],
)
def test_clear_skills_are_those_of_the_methods(a: str, b: str, scale: str, tested: int, clear: int) -> None:
    found = sides(roles(a, b)).compared(a, b, "skills", scale)
    assert int(found["q"].notna().sum()) == tested
    assert int((found["sign"] != 0).sum()) == clear


def test_systems_analysis_has_the_adjusted_p_of_the_methods() -> None:
    c = roles("bookkeeping clerk", "accountant")
    found = sides(c).compared(*c.names, "skills", "level").set_index("label")
    assert found.at["Systems Analysis", "q"] == pytest.approx(0.0200, abs=5e-5)


@pytest.mark.parametrize(
    ("start", "goal", "total", "clear"),
    [("billing clerk", "bookkeeping clerk", 11.63, 0.0), ("bookkeeping clerk", "accountant", 53.92, 35.02)],
)
def test_the_gap_of_a_move_is_that_of_the_methods(start: str, goal: str, total: float, clear: float) -> None:
    frame = roles(start, goal).frame(ratings)
    own = frame[(frame["role"] == goal) & (frame["against"] == start)].set_index("measure")["value"]
    assert own["gap"] == pytest.approx(total, abs=0.005)
    assert own["gap_clear"] == pytest.approx(clear, abs=0.005)


@pytest.mark.parametrize(
    ("a", "b", "percent"),
    [
        ("25-2021", "25-2031", 100.0),
        ("29-1141", "29-2061", 99.7),
        ("47-2111", "47-2152", 90.1),
        ("43-3031", "13-2011", 74.2),
        ("29-1141", "35-3011", 50.4),
        ("29-1021", "47-2152", 25.1),
    ],
)
def test_the_ladder_of_closeness_is_that_of_the_methods(a: str, b: str, percent: float) -> None:
    c = roles(a, b)
    for order in (c.names, c.names[::-1]):
        value, why = close(sides(c), *order, "skills")
        assert why == ""
        assert value == pytest.approx(percent, abs=0.2)  # the shipped scale has steps


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ("bookkeeping clerk", "accountant"),
            [
                "Accountant asks for a clearly higher level of 12 of 26 skills, bookkeeping clerk of none.",
                "In skills they are closer than 74 of 100 pairs of occupations; for electricians and plumbers it is"
                " 90.",
            ],
        ),
        (
            ("billing clerk", "bookkeeping clerk"),
            [
                "None of 25 skills is asked for at a clearly different level.",
                "In skills they are closer than nearly all pairs of occupations, about as close as nurses and practical"
                " nurses.",
            ],
        ),
        (
            ("registered nurse", "paramedic"),
            ["O*NET rates no skills for paramedic, so skills cannot be compared."],
        ),
        (
            ("software developer", "software engineer"),
            [],
        ),
        (("29-1242", "29-1249"), None),
        (("paramedic",), []),
    ],
)
def test_what_is_said_of_skills(names: tuple[str, ...], said: list[str] | None) -> None:
    if said is None:
        assert "no skills" in says(roles(*names))[0]
    else:
        assert says(roles(*names)) == said


def test_the_order_of_the_roles_does_not_change_who_asks_for_more() -> None:
    assert says(roles("accountant", "bookkeeping clerk"))[0] == says(roles("bookkeeping clerk", "accountant"))[0]


def test_financial_analysts_without_ratings_of_some_facet_are_refused() -> None:
    assert says(roles("13-2051", "13-2011"))[0].startswith("O*NET rates no skills for")


def test_levels_charted_are_clear_and_important_to_the_role_that_asks_for_more() -> None:
    c = roles("bookkeeping clerk", "accountant")
    chart = clear_levels(c)
    assert 0 < chart["label"].nunique() <= 8
    assert (chart.groupby("label", observed=True).size() == 2).all()
    wide = chart.pivot(index="label", columns="role", values="value")
    gap = (wide["accountant"] - wide["bookkeeping clerk"])[chart["label"].unique()]
    assert gap.abs().is_monotonic_decreasing
    assert clear_levels(roles("billing clerk", "bookkeeping clerk")).empty
    assert clear_levels(roles("registered nurse", "paramedic")).empty


def test_several_roles_are_held_against_the_first() -> None:
    said = says(roles("waiter", "paramedic", "registered nurse", "actor"))
    assert said[0].startswith("Clearly higher levels of skills than for waiter are asked for by registered nurse in 26")
    assert said[1] == "O*NET rates no skills for paramedic."


def test_the_most_important_skills_of_one_role_are_charted() -> None:
    chart = top_rated(roles("electrician"))
    assert len(chart) == 8
    assert chart["value"].is_monotonic_decreasing
    assert says(roles("electrician")) == [
        "Of its skills, O*NET rates troubleshooting, repairing and active listening as the most important."
    ]


def test_facets_without_errors_are_shown_and_not_judged() -> None:
    c = roles("bookkeeping clerk", "accountant")
    html = rated_elements(c).html
    assert html.count("not judged: no error is published") > 100
    found = sides(c).compared(*c.names, "knowledge", "level")
    assert (found["sign"] == 0).all()


def test_the_annex_says_when_no_element_is_rated() -> None:
    assert "none of these" in rated_elements(roles("29-1249")).html


@pytest.mark.parametrize(
    ("percent", "words"),
    [(100.0, "closer than nearly all"), (0.2, "further apart than nearly all"), (50.4, "closer than 50 of 100")],
)
def test_closeness_is_never_rounded_to_all_or_none(percent: float, words: str) -> None:
    assert among(percent).startswith(words)
