"""Hops by O*NET's lists (method 13): refusals on a small graph, golden ways, the whole graph."""

import numpy as np
import pandas as pd
import published as oews
import pytest

from helpers.base.vocabulary import ListedBy, Reason
from helpers.stats.transitions import Hops
from helpers.tables.load import load

WAITER, BOOKMAKER, CHILDCARE, BARTENDER = "35-3031.00", "39-3012.00", "39-9011.00", "35-3011.00"
BILLING, ACCOUNTANT, PARAMEDIC, NURSE = "43-3021.00", "13-2011.00", "29-2043.00", "29-1141.00"
PRESCHOOL, ELEMENTARY = "25-2011.00", "25-2021.00"


def small(lists: dict[str, dict[str, int]], **changes: object) -> Hops:
    """Return the graph of a few occupations, all alike but for the changes."""
    related = [(one, other, rank) for one, others in lists.items() for other, rank in others.items()]
    codes = sorted({code for one, others in lists.items() for code in (one, *others)})
    alike = {"job_zone": 3, "median_pay": 50e3, "jobs": 1e6, "long_training": False}
    occupations = pd.DataFrame(alike, index=pd.Index(codes)).assign(**changes)
    return Hops.of(pd.DataFrame(related, columns=["onet_code", "related_onet_code", "rank"]), occupations)


@pytest.fixture(scope="module")
def graph() -> Hops:
    code_of = oews.one_code_each("onet")
    code_of = code_of[code_of.index.isin(oews.nation().index)]
    training = load("entry_requirements").set_index("ep_code")["job_training"].reindex(code_of.index)
    occupations = pd.DataFrame(
        {
            "median_pay": oews.nation()["annual_median_usd"].reindex(code_of.index).to_numpy(),
            "jobs": oews.nation()["employment"].reindex(code_of.index).to_numpy(),
            "long_training": training.isin(["Apprenticeship", "Internship/residency"]).to_numpy(),
        },
        index=pd.Index(code_of),
    )
    occupations["job_zone"] = load("job_zones").set_index("onet_code")["job_zone"].reindex(occupations.index)
    return Hops.of(load("related"), occupations.dropna(subset=["job_zone", "median_pay"]))


def test_a_repeated_occupation_is_a_mistake() -> None:
    related = pd.DataFrame({"onet_code": ["a"], "related_onet_code": ["b"], "rank": [1]})
    with pytest.raises(ValueError, match="repeats"):
        Hops.of(related, pd.DataFrame(index=["a", "a"]))


def test_each_refused_hop_names_the_first_rule_it_breaks() -> None:
    lists = {"a": {"b": 5, "c": 1, "d": 1, "e": 6, "f": 20, "g": 1}, "f": {"a": 20}}
    hops = small(
        lists,
        job_zone=[3, 4, 5, 3, 3, 3, np.nan],
        median_pay=[50e3, 45e3, 50e3, 44_999, 50e3, 50e3, 50e3],
    )
    answers = {code: hops.refusal("a", code) for code in "abcdefgz"}
    assert answers == {
        "a": Reason.SAME_OCCUPATION,
        "b": "",  # among the first five of one, one zone up, pay falls by just 10 %
        "c": Reason.ZONES_APART,
        "d": Reason.PAY_FALLS,
        "e": Reason.NOT_NAMED,  # on one list only, sixth
        "f": "",  # on both lists, twentieth
        "g": Reason.NOT_GIVEN,
        "z": Reason.NO_MATCH,
    }
    assert hops.refusal("b", "a") == ""  # the lists name a hop both ways
    assert hops.way("a", "a").why == Reason.SAME_OCCUPATION
    assert hops.way("a", "z").why == Reason.NO_MATCH


def test_in_between_only_many_jobs_without_long_training_and_two_stops() -> None:
    chain = {one: {other: 1} for one, other in ("ab", "bc", "cd", "de")}
    assert small(chain).way("a", "d").codes == ("a", "b", "c", "d")
    assert small(chain).way("a", "e").why == Reason.NO_WAY
    assert small(chain).way("a", "c", most_between=0).why == Reason.NO_WAY
    few, long = [1e6, 24_999, 1e6, 1e6, 1e6], [False, True, False, False, False]
    assert small(chain, jobs=few).way("a", "c").why == Reason.NO_WAY
    assert small(chain, long_training=long).way("a", "c").why == Reason.NO_WAY
    assert small(chain, jobs=few).way("a", "b").codes == ("a", "b")


def test_fewest_hops_first_then_both_lists_then_ranks() -> None:
    lists = {"a": {"b": 1, "c": 9, "d": 5}, "b": {"z": 1}, "c": {"a": 9, "z": 9}, "d": {"z": 5}, "z": {"c": 9}}
    assert small(lists).way("a", "z").codes == ("a", "c", "z")  # both lists name each hop, whatever the rank
    one_sided = {"a": {"b": 2, "d": 1}, "b": {"z": 2}, "d": {"z": 2}}
    assert small(one_sided).way("a", "z").codes == ("a", "d", "z")
    assert small({**one_sided, "z": {"a": 3}}).way("a", "z").codes == ("a", "z")


def test_each_hop_says_whose_list_names_it() -> None:
    way = small({"a": {"b": 2}, "c": {"b": 4}}).way("a", "c")
    assert way.hops["listed_by"].tolist() == [ListedBy.START, ListedBy.GOAL]
    assert way.hops["rank"].tolist() == [2, 4]


def reached_by(graph: Hops, hops: int) -> np.ndarray:
    """Return the square of ordered pairs with a way of at most so many hops."""
    step = graph.allowed.astype(np.float32)
    through, found = step * graph.between[None, :], step
    for _ in range(hops - 1):
        found = np.minimum(step + through @ found, 1)
    reached = found > 0
    np.fill_diagonal(reached, False)
    return reached


def test_golden_graph(graph: Hops) -> None:
    assert (len(graph.codes), int(graph.allowed.sum())) == (754, 5_149)
    assert len(graph.codes) * (len(graph.codes) - 1) == 567_762
    assert [int(reached_by(graph, hops).sum()) for hops in (1, 2, 3)] == [5_149, 16_020, 35_071]


@pytest.mark.parametrize(("start", "goal"), [(WAITER, BOOKMAKER), (CHILDCARE, BARTENDER), (WAITER, BILLING)])
def test_golden_pairs_without_a_way(graph: Hops, start: str, goal: str) -> None:
    assert graph.way(start, goal).why == Reason.NO_WAY
    assert graph.refusal(start, goal) == Reason.NOT_NAMED


@pytest.mark.parametrize(
    ("start", "goal", "codes", "ranks"),
    [
        (BILLING, ACCOUNTANT, (BILLING, ACCOUNTANT), [12]),
        (PARAMEDIC, NURSE, (PARAMEDIC, NURSE), [2]),
        (CHILDCARE, ELEMENTARY, (CHILDCARE, PRESCHOOL, ELEMENTARY), [1, 3]),
    ],
)
def test_golden_ways(graph: Hops, start: str, goal: str, codes: tuple[str, ...], ranks: list[int]) -> None:
    way = graph.way(start, goal)
    assert (way.codes, way.hops["rank"].tolist(), way.why) == (codes, ranks, "")
    assert (way.hops["listed_by"] == ListedBy.BOTH).all()
    assert (way.hops["zone_change"].abs() <= 1).all()
    assert (way.hops["pay_change_pct"] >= -10).all()


def test_golden_nurses_do_not_go_back_to_paramedics(graph: Hops) -> None:
    assert graph.way(NURSE, PARAMEDIC).why == Reason.NO_WAY
    assert graph.refusal(NURSE, PARAMEDIC) == Reason.PAY_FALLS


def test_ways_and_the_squares_of_reach_agree(graph: Hops) -> None:
    within = {hops: reached_by(graph, hops) for hops in (1, 2, 3)}
    reached = within[3]
    rng = np.random.default_rng(7)
    pairs = [*zip(*np.nonzero(reached), strict=True)]
    chosen = [pairs[place] for place in rng.choice(len(pairs), 40)]
    chosen += [tuple(pair) for pair in rng.integers(0, len(graph.codes), (40, 2)) if pair[0] != pair[1]]
    for start, goal in chosen:
        way = graph.way(graph.codes[start], graph.codes[goal])
        assert bool(way.codes) == reached[start, goal]
        assert len(way.hops) == next((hops for hops in (1, 2, 3) if within[hops][start, goal]), 0)
