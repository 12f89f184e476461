"""Many pairs in one frame: bad pairs, ordered verdicts, all pairs as the pair's report has them."""

import random
from typing import Any

import pandas as pd
import pytest

from helpers import compare, compare_all, compare_many, sections
from helpers.base.errors import BadInput, UnknownArea
from helpers.base.vocabulary import READING_DECIDES, Headline, Verdict
from helpers.comparison.facts import differences
from helpers.sections.outlook import growth_class, growth_order
from helpers.sections.pay import pay_gaps
from helpers.whole import atlas
from helpers.whole.pairs import MANY_COLUMNS

SEED = 1126
REASONS = ("not rated", "start and goal are the same occupation", "too few elements are rated for both")
MEAN = "annual_mean_usd"


@pytest.fixture(scope="module")
def every() -> pd.DataFrame:
    return compare_all("pay")


@pytest.fixture(scope="module")
def many() -> pd.DataFrame:
    bad: list[Any] = [("wizard of oz", "nurse"), ("nurse", "Nurse"), "nurse", ("nurse",), ("nurse", float("nan")), 7]
    return compare_many([("nurse", "paramedic"), *bad, ("surgeon", "29-1249")], "Ohio; Texas")


@pytest.mark.parametrize(
    ("call", "error", "words"),
    [
        (lambda: compare_all("jobs"), BadInput, "compare_many"),
        (lambda: compare_all("pay", "Atlantis"), UnknownArea, "Atlantis"),
        (lambda: compare_all("pay", level=2), BadInput, "level"),
        (lambda: compare_many([], "Atlantis"), UnknownArea, "Atlantis"),
        (lambda: compare_many([], level=2), BadInput, "level"),
        (lambda: compare_many([("nurse", "paramedic")], section=sections.places), BadInput, "places has several rows"),
    ],
)
def test_a_call_that_is_wrong_as_a_whole_is_refused(call: Any, error: type[Exception], words: str) -> None:
    with pytest.raises(error, match=words):
        call()


def test_a_bad_pair_is_one_row_with_its_reason_and_stops_no_other(many: pd.DataFrame) -> None:
    bad = many[many["verdict"].isna()]
    assert bad["why"].str[:35].tolist() == [
        "no occupation is known under the ti",
        "both roles are 'nurse'",
        "a pair is two titles or codes, this",
        "a pair is two titles or codes, this",
        "2 roles with 0 codes: 'nurse', nan,",
        "a pair is two titles or codes, this",
    ]
    assert bad[["first", "later"]].iloc[0].tolist() == ["wizard of oz", "nurse"]
    assert (bad["measure"] == "").all()
    assert bad["headline"].isna().all()
    assert (bad["area"] == "Ohio; Texas").all()
    assert many["first"].tolist()[-1] == "surgeon"


def test_each_pair_and_area_has_the_differences_of_its_report_with_both_figures_and_cells(many: pd.DataFrame) -> None:
    assert tuple(many.columns) == MANY_COLUMNS
    for area in ("Ohio", "Texas"):
        c = compare("nurse", "paramedic", area=area)
        own = many[(many["first"] == "nurse") & (many["area"] == area)].reset_index(drop=True)
        told = differences(c.frame(sections.pay))
        shown = ["measure", "gap", "low", "high", "why"]
        pd.testing.assert_frame_equal(own[shown], told[shown], check_dtype=False)
        assert own["verdict"].tolist() == told["verdict"].tolist()
        assert set(own["headline"]) == {str(pay_gaps(c)[0].headline)}
        mean = own[own["measure"] == MEAN].iloc[0]
        assert mean["later_value"] - mean["first_value"] == mean["gap"]
        assert mean["later_cell"] == f"pay/29-2043|{c.area.area_code}|000000/{MEAN}"


def test_two_titles_of_one_occupation_are_not_tested(many: pd.DataFrame) -> None:
    rows = many[(many["first"] == "surgeon") & many["verdict"].notna()]
    assert set(rows["verdict"]) == {Verdict.NOT_TESTED}
    assert set(rows["why"]) == {"both are one occupation in official data"}
    assert rows[["low", "high", "low_pct", "high_pct"]].isna().all(axis=None)


def test_verdicts_are_ordered_and_a_doubtful_title_is_told() -> None:
    frame = compare_many([("nurse", "paramedic"), ("zappos cashier", "paramedic")])
    assert frame["verdict"].cat.ordered
    assert list(frame["verdict"].cat.categories) == [str(one) for one in Verdict]
    assert list(frame["headline"].cat.categories) == [READING_DECIDES, *(str(one) for one in Headline)]
    assert frame["verdict"].max() == Verdict.MEANINGFUL
    doubt = frame.drop_duplicates("first").set_index("first")["doubt"]
    assert doubt["nurse"] == ""
    assert doubt["zappos cashier"].startswith("'zappos cashier' is read as 41-2011")


def test_class_and_doubt_are_those_of_the_report() -> None:
    pairs = [("billing specialist", "account specialist"), ("nurse", "paramedic"), ("account specialist", "43-3031")]
    pairs += [("waiter", "janitor"), ("surgeon", "29-1249"), ("musician", "actor"), ("zappos cashier", "nurse")]
    frame = compare_many(pairs).drop_duplicates(["first", "later"])
    pages = [sections.answer(compare(*pair)).meta for pair in pairs]
    assert frame["headline"].tolist() == [page["finding"] for page in pages]
    for doubt, page in zip(frame["doubt"], pages, strict=True):
        asked = "It depends on which" in page["description"]
        assert asked == (page["finding"] == READING_DECIDES) == ("It depends on which" in doubt)
        assert not asked or page["description"] in doubt
    assert frame["headline"].eq(READING_DECIDES).sum() == 2
    assert frame.set_index("first").at["nurse", "doubt"] == ""


def test_another_section_gives_its_measures_and_no_pairs_give_no_rows() -> None:
    frame = compare_many([("nurse", "paramedic")], section=sections.jobs)
    assert frame["measure"].tolist() == ["employment"]
    none = compare_many([])
    assert tuple(none.columns) == MANY_COLUMNS
    assert none.empty


def test_all_pairs_are_there_once_at_a_sane_size(every: pd.DataFrame) -> None:
    assert len(every) == 830 * 829 // 2
    codes = every[["first_code", "later_code"]].astype(str)
    assert not codes.duplicated().any()
    assert (codes["first_code"] < codes["later_code"]).all()
    assert every.memory_usage(deep=True).sum() < 60e6
    assert every["verdict"].cat.ordered
    assert every["headline"].cat.ordered


@pytest.mark.parametrize("area", ["", "Oregon"])
def test_a_pair_out_of_all_is_that_of_its_own_report(every: pd.DataFrame, area: str) -> None:
    frame = compare_all("pay", area) if area else every
    dice = random.Random(SEED)
    rows = [frame.iloc[place] for place in dice.sample(range(len(frame)), 12)]
    hard = [("27-2011", "27-2042"), ("25-2021", "27-2011"), ("29-1211", "29-1249"), ("29-1151", "29-1211")]
    for first, later in hard:
        rows.append(frame[(frame["first_code"] == first) & (frame["later_code"] == later)].iloc[0])
    for row in rows:
        (gap,) = pay_gaps(compare(str(row["first_code"]), str(row["later_code"]), area=area))
        told = [gap.verdict, gap.headline, gap.why, gap.steps, gap.unit, gap.bounded, gap.hangs_on_rounding, gap.thin]
        names = ("verdict", "headline", "why", "steps", "unit", "bounded", "hangs_on_rounding", "thin")
        assert [row[name] for name in names] == told, (row["first_code"], row["later_code"])
        figures = [row[name] for name in ("gap", "low", "high", "gap_pct", "median_gap_pct")]
        wanted = [gap.gap, gap.low, gap.high, gap.gap_pct, gap.median_gap_pct]
        assert figures == pytest.approx(wanted, nan_ok=True), (row["first_code"], row["later_code"])


def test_cells_and_figures_of_all_pairs_are_the_tables(every: pd.DataFrame) -> None:
    row = every[(every["first_code"] == "27-2011") & (every["later_code"] == "27-2042")].iloc[0]
    assert row["later_cell"] == "pay/27-2042|0000000|000000/hourly_mean_usd"
    assert (row["first_value"], row["later_value"], row["unit"]) == (58.29, 60.46, "usd_per_hour")
    assert every[["first_value", "first_bound"]].notna().sum(axis=1).max() == 1


def test_all_pairs_agree_with_the_atlas_wherever_both_are_paid_by_the_year(every: pd.DataFrame) -> None:
    pairs = atlas.pair_verdicts(atlas.occupations().sort_values("soc_code", ignore_index=True))
    both = (pairs["verdict"] != Verdict.NOT_PUBLISHED).to_numpy()
    assert both.sum() == 339_900
    assert pairs["verdict"][both].tolist() == every["verdict"][both].tolist()


def test_fewer_pairs_pass_the_test_that_is_adjusted_for_all(every: pd.DataFrame) -> None:
    clear = every["verdict"] >= Verdict.SMALL
    assert every["q"].isna().equals(every["gap"].isna())
    assert ((every["q"] <= 0.1) & every["q"].notna()).sum() < clear.sum()


OTHERS = ("growth", "openings", "skills")


@pytest.mark.parametrize("what", OTHERS)
def test_an_area_is_refused_where_only_the_nation_is_published(what: str) -> None:
    with pytest.raises(BadInput, match=rf"{what} in Ohio.*\n.*the nation"):
        compare_all(what, "Ohio")


@pytest.mark.parametrize("what", OTHERS)
def test_every_pair_has_each_other_measure_at_a_sane_size(every: pd.DataFrame, what: str) -> None:
    frame = compare_all(what)
    names = ["first", "later", "first_code", "later_code"]
    assert (frame[names].astype(str) == every[names].astype(str)).all(axis=None)
    assert frame.memory_usage(deep=True).sum() < 20e6
    figure = "closeness" if what == "skills" else "gap"
    assert frame[figure].isna().equals(frame["why"] != "")


@pytest.mark.parametrize("what", OTHERS)
def test_another_measure_of_a_pair_out_of_all_is_that_of_its_report(what: str) -> None:
    frame, dice = compare_all(what), random.Random(SEED)
    rows = [frame.iloc[place] for place in dice.sample(range(len(frame)), 12)]
    hard = [("13-2051", "13-2052"), ("29-1141", "29-2043"), ("29-1229", "29-1249"), ("11-1011", "11-1021")]
    keys = list(zip(frame["first_code"], frame["later_code"], strict=True))
    rows += [frame.iloc[keys.index(pair)] for pair in hard if pair in keys]
    assert len(rows) > 14
    for row in rows:
        c = compare(str(row["first_code"]), str(row["later_code"]))
        pair = (row["first_code"], row["later_code"])
        if what == "skills":
            facts = c.frame(sections.ratings).query("measure == 'closeness' and facet == 'skills'").iloc[0]
            assert row["closeness"] == pytest.approx(facts["value"], nan_ok=True), pair
            assert row["why"] == (str(facts["why"]) if facts["why"] in ("", *REASONS) else "not rated"), pair
            continue
        own = c.frame(sections.outlook)
        own = own[own["measure"] == {"growth": "employment_change_pct", "openings": "openings_per_1000"}[what]]
        own = own.set_index("role").loc[list(c.names)]
        assert [row["first_value"], row["later_value"]] == pytest.approx(own["value"].tolist()), pair
        assert [row["first_cell"], row["later_cell"]] == own["cell"].tolist(), pair
        assert (row["unit"], row["period"]) == (own["unit"].iloc[0], own["period"].iloc[0])
        if what == "growth":
            assert row["sign"] == growth_order(c), pair
            classes = growth_class(c)
            assert [row["first_class"], row["later_class"]] == [str(classes[name]) for name in c.names], pair
