"""A shortlist from the tables: what is refused, what stands in the matrix, and what its sections say."""

import pytest

from helpers.comparison.several import Limits, compare_several
from helpers.errors import BadInput, SameRole, UnknownArea, UnknownTitle
from helpers.prose.several import (
    deal_breakers_section,
    lead,
    matrix_section,
    parse_weights,
    sources_used,
    weights_section,
)
from helpers.shortlist_report import pair_links, render_shortlist, split_roles

ROLES = ["paralegal", "accountant", "registered nurse", "27-2042"]

# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("roles", [[], ["accountant"], ["accountant", " "], ["accountant"] * 9])
def test_fewer_than_two_or_more_than_eight_are_refused(roles: list[str]) -> None:
    with pytest.raises(BadInput, match=r"(?s)\d roles.*2 to 8 job titles"):
        compare_several(roles)


def test_a_role_that_is_given_twice_is_refused() -> None:
    with pytest.raises(SameRole, match="'Accountants' is given twice"):
        compare_several(["accountant", "nurse", "Accountants"])


def test_unknown_titles_and_areas_are_told() -> None:
    with pytest.raises(UnknownTitle):
        compare_several(["accountant", "wizard of oz"])
    with pytest.raises(UnknownArea):
        compare_several(["accountant", "nurse"], area="Atlantis")


@pytest.mark.parametrize("limits", [{"min_pay": -1}, {"max_zone": 6}, {"min_growth_pct": -101}, {"min_jobs": -5}])
def test_deal_breakers_outside_their_range_are_refused(limits: dict[str, int]) -> None:
    with pytest.raises(BadInput, match=r"(?s)deal-breakers.*job zone from 1 to 5"):
        Limits(**limits)


@pytest.mark.parametrize("text", ["pay", "pay=much", "=3"])
def test_weights_that_are_no_numbers_are_refused(text: str) -> None:
    if text == "=3":
        with pytest.raises(BadInput, match="for pay"):
            weights_section(compare_several(ROLES[:3]), Limits(), text)
        return
    with pytest.raises(BadInput, match=r"(?s)the weight .*such as pay=3"):
        parse_weights(text)


def test_a_weight_for_no_criterion_is_refused() -> None:
    with pytest.raises(BadInput, match="weights salary=1"):
        weights_section(compare_several(ROLES[:3]), Limits(), "salary=1")


# --- the matrix -----------------------------------------------------------------------------------------------------


def test_every_missing_figure_has_its_reason_and_every_figure_its_cell() -> None:
    matrix = compare_several(ROLES).matrix
    assert matrix.index.tolist() == ["paralegal", "accountant", "registered nurse", "Musicians and Singers"]
    for measure in ("pay", "mean", "jobs", "outlook", "openings", "preparation", "move"):
        missing = matrix[f"value_{measure}"].isna()
        assert (matrix.loc[missing, f"reason_{measure}"] != "").all(), measure
        assert (matrix.loc[~missing, f"cell_{measure}"] != "").all(), measure
    assert matrix["reason_pay"].iloc[3] == "published as hourly pay only"
    assert matrix["unit_mean"].tolist() == ["usd_per_year"] * 3 + ["usd_per_hour"]


def test_the_verdict_is_that_of_the_pair_with_the_first_role() -> None:
    several = compare_several(ROLES[:3], area="Ohio")
    matrix = several.matrix
    assert matrix["verdict"].iloc[0] == ""
    for name, pair in several.pairs.items():
        row = pair.pay.set_index("measure").loc["annual_mean_usd"]
        assert matrix["verdict"][name] == row["verdict"]
        assert matrix["gap_pct"][name] == row["gap_pct"]
        assert matrix["value_mean"][name] == row["value_b"]


def test_one_occupation_by_name_and_by_code_is_given_twice() -> None:
    with pytest.raises(SameRole, match="'43-3021' is given twice"):
        compare_several(["Billing and Posting Clerks", "43-3021", "accountant"])


# --- what it says ---------------------------------------------------------------------------------------------------


def test_a_broken_deal_is_told_with_its_figure_and_leaves_the_weighting() -> None:
    several = compare_several(ROLES)
    limits = Limits(min_pay=65_000)
    said = deal_breakers_section(several, limits)
    assert "paralegal is out: median pay of at least $65,000 is asked for, and it has $62,890." in said
    assert "Musicians and Singers cannot be checked" in said
    assert "Left are accountant, registered nurse and Musicians and Singers." in said
    weighed = weights_section(several, limits)
    assert "paralegal" not in weighed
    assert "Musicians and Singers is not weighed: no figure of median pay a year" in weighed
    assert "No deal-breaker was given" in deal_breakers_section(several, Limits())


def test_no_role_left_is_told_and_nothing_is_weighed() -> None:
    several = compare_several(ROLES[:3])
    limits = Limits(min_pay=900_000)
    assert "No role is left: loosen a limit." in deal_breakers_section(several, limits)
    assert "there is nothing to weigh" in weights_section(several, limits)
    assert "Only registered nurse is left" in weights_section(several, Limits(min_pay=90_000))


def test_weights_of_what_is_not_weighed_are_left_aside_and_others_refused() -> None:
    several = compare_several(["27-2011", "27-2042", "accountant"])  # no median a year for the first two
    said = weights_section(several, Limits(), "pay=1")
    assert "Median pay a year is not weighed" in said
    assert "No weight given is that of a criterion weighed here" in said
    assert "From equal weights" in said
    assert "From the weights given" in weights_section(several, Limits(), "pay=1 jobs=1")


def test_one_role_left_is_said_in_the_singular() -> None:
    said = deal_breakers_section(compare_several(ROLES[:3]), Limits(min_pay=90_000))
    assert "Left is registered nurse." in said


def test_the_finding_says_who_comes_first_and_how_often() -> None:
    said = weights_section(compare_several(ROLES[:3]), Limits())
    assert '<p class="finding">With weights drawn at random, registered nurse comes first most often: in ' in said


def test_a_lead_that_no_weight_takes_away_names_who_keeps_it() -> None:
    said = weights_section(compare_several(ROLES[:3]), Limits(), "pay=3 outlook=1")
    assert "no weight of it alone takes the lead away" in said
    assert "still registered nurse" in said


def test_reports_are_linked_only_where_they_are() -> None:
    several = compare_several(ROLES[:3], area="Ohio")
    assert "rolepair compare &quot;paralegal&quot; &quot;accountant&quot; --area &quot;Ohio&quot;" in matrix_section(
        several, Limits()
    )
    linked = matrix_section(several, Limits(), links=pair_links(several))
    assert 'href="paralegal-vs-accountant-in-ohio.html"' in linked
    assert "rolepair compare" not in linked


def test_weightings_reproduce_and_no_score_is_given() -> None:
    several = compare_several(ROLES[:3])
    assert weights_section(several, Limits(), seed=3) == weights_section(several, Limits(), seed=3)
    section = weights_section(several, Limits())
    assert "(seed 0)" in section
    assert "No score is given" in section
    assert "From equal weights, a point to start from and no advice" in section
    assert "From the weights given" in weights_section(several, Limits(), "pay=1")


def test_the_lead_names_the_occupation_of_every_title() -> None:
    several = compare_several(ROLES)
    said = lead(several)
    assert "4 roles side by side, with pay and jobs for the United States." in said
    for code in ("23-2011", "13-2011", "29-1141", "27-2042"):
        assert code in said
    assert {"oews", "ep", "onet"} <= {source.id for source in sources_used(several)}


# --- the page -------------------------------------------------------------------------------------------------------


def test_roles_stand_between_semicolons() -> None:
    assert split_roles("a; b c ;;d") == ["a", "b c", "d"]


def test_the_page_renders_alike_twice_and_asks_for_nothing(tmp_path) -> None:
    options = {"area": "Ohio", "limits": Limits(min_pay=50_000), "weights": "pay=2 outlook=1"}
    first, second = (render_shortlist(ROLES, out=tmp_path / name, **options) for name in ("1.html", "2.html"))
    assert first.read_bytes() == second.read_bytes()
    page = first.read_text(encoding="utf-8")
    assert "could not be computed" not in page
    assert "<title>Which of these 4 roles? (Ohio)</title>" in page


def test_the_file_is_named_for_its_roles(tmp_path) -> None:
    made = render_shortlist(ROLES[:2], out=tmp_path)
    assert made.name == "shortlist-paralegal-accountant.html"
