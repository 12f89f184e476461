"""Places: every figure of states and areas, prices, and who clearly pays more where, with its bounds and gaps."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from golden_facts import codes_of, golden, missing

from helpers.base.vocabulary import Reason, Verdict
from helpers.comparison.facts import ALL, COLUMNS, one, written
from helpers.comparison.pay_cells import PayGrid, many_written, pay_fact
from helpers.comparison.roles import Comparison, compare
from helpers.sections.places import (
    ADJUSTED,
    AREA,
    STATE,
    figures_of,
    gaps,
    place_gaps,
    places,
    says,
    tabulate,
    tabulate_areas,
    tally_of,
)
from helpers.stats.means import compare_means
from helpers.tables.load import load

KEPT = ("States", "Metropolitan areas")
BILLING, BOOKS = "43-3021", "43-3031"


@cache
def roles(*names: str, area: str = "") -> Comparison:
    return compare(*names, area=area)


@pytest.mark.parametrize("code", codes_of(*KEPT))
def test_every_kept_figure_of_states_and_areas_still_stands(code: str) -> None:
    kept = golden(*KEPT, codes=(code,))
    hourly = kept["cell"].str.contains("hourly").to_numpy()
    for rows, partner in ((kept[~hourly], ()), (kept[hourly], ("27-2011",) if code != "27-2011" else ())):
        if len(rows):
            frame = roles(code, *partner).frame(places)
            frame["error_pct"] = frame["error_pct"].where(frame["measure"] != "employment")  # kept without its error
            assert missing(frame, rows) == []


@pytest.mark.parametrize("names", [("paramedic",), ("paramedic", "nurse"), ("nurse", "waiter", "paramedic")])
def test_each_role_has_four_measures_in_all_582_places_and_prices_belong_to_all_workers(names: tuple[str, ...]) -> None:
    frame = roles(*names).frame(places)
    assert list(frame.columns[: len(COLUMNS)]) == list(COLUMNS)
    counts = frame.groupby(["role", "measure"], observed=True).size()
    assert (counts == 582).all()
    assert len(counts) == 4 * len(names) + 1
    assert (ALL, "price_index") in counts.index
    given = frame["value"].notna() | frame["bound"].notna()
    assert (given | (frame["why"] != "")).all()
    assert frame.loc[given, "cell"].ne("").all()


def test_many_cells_are_read_as_one_by_one() -> None:
    c, places_ = roles("29-1211", "paramedic"), load("areas")["area_code"].tolist()
    for column in ("annual_mean_usd", "employment", "location_quotient"):
        many = PayGrid.of(c.cells, c.codes, areas=places_).column(column)
        for number, code in enumerate(c.codes):
            here = {name: many[name][number * len(places_) : (number + 1) * len(places_)] for name in many}
            words = {"role": code, "label": "", "unit": "jobs"}
            single = pd.DataFrame([pay_fact(c.cells, code, column, area_code=place, **words) for place in places_])
            pd.testing.assert_frame_equal(pd.DataFrame(here), single[[*here]], check_dtype=False)


def test_many_figures_are_written_as_one_by_one() -> None:
    value, bound = np.array([51074.0, np.nan, np.nan, 4.5]), np.array([np.nan, 239200.0, np.nan, np.nan])
    for unit in ("usd_per_year", "usd_per_hour"):
        expected = [written(v, b, "", unit) for v, b in zip(value, bound, strict=True)]
        assert list(many_written(value, bound, unit)) == expected


def test_the_text_of_a_frame_is_the_figure_as_it_is_written_elsewhere() -> None:
    frame = roles("29-1211").frame(places).groupby("measure").head(60)
    cells = zip(frame["value"], frame["bound"], frame["words"], frame["unit"], strict=True)
    assert list(frame["text"]) == [written(*cell) for cell in cells]


def test_pay_at_the_nations_prices_is_pay_over_the_price_level_and_says_whose_prices_they_are() -> None:
    frame = roles("paramedic").frame(places)
    ohio = {name: one(frame, "paramedic", name, area="Ohio")["value"] for name in ("annual_mean_usd", ADJUSTED)}
    level = one(frame, ALL, "price_index", area="Ohio")
    assert level["cell"].startswith("prices/39000|")
    assert ohio[ADJUSTED] == pytest.approx(100 * ohio["annual_mean_usd"] / level["value"])
    rural = one(frame, "paramedic", ADJUSTED, area="Northwest Alabama nonmetropolitan area")
    assert "price level of the whole state" in rural["note"]
    guam = one(roles("waiter").frame(places), "waiter", ADJUSTED, area="Guam")
    assert (guam["text"], guam["why"]) == ("no figure", Reason.NOT_GIVEN)


def test_a_place_that_is_withheld_or_not_listed_says_which() -> None:
    frame = roles("27-2011").frame(places)
    states = frame[(frame["measure"] == "hourly_mean_usd") & (frame["kind"] == STATE)]
    assert states["why"].value_counts().to_dict() == {"": 21, Reason.WITHHELD: 9, Reason.NOT_LISTED: 24}
    assert one(frame, "Actors", "hourly_mean_usd", area="California")["why"] is Reason.WITHHELD


@pytest.mark.parametrize(
    ("pair", "kind", "higher", "lower", "none"),
    [
        ((BILLING, BOOKS), AREA, 305, 7, 212),
        ((BILLING, BOOKS), STATE, 37, 1, 16),
        (("29-2043", "29-1141"), AREA, 390, 0, 2),
        (("29-2043", "29-1141"), STATE, 52, 0, 0),
    ],
)
def test_places_are_judged_as_one_family(pair: tuple[str, str], kind: str, higher: int, lower: int, none: int) -> None:
    found = tally_of(roles(*pair), kind)
    assert (found.higher, found.lower, found.none) == (higher, lower, none)
    rows = gaps(roles(*pair), kind)
    assert ((rows["sign"] > 0).sum(), (rows["sign"] < 0).sum()) == (higher, lower)
    clear = rows["verdict"].map(lambda word: Verdict(word).clear)
    assert (clear == (rows["sign"] != 0)).all()


def test_the_order_of_the_roles_turns_the_sign_and_nothing_else() -> None:
    one_way, back = (tally_of(roles(*pair), AREA) for pair in ((BILLING, BOOKS), (BOOKS, BILLING)))
    assert (one_way.higher, one_way.lower, one_way.none) == (back.lower, back.higher, back.none)
    assert says(roles("nurse", "paramedic"))[0] == says(roles("paramedic", "nurse"))[0]


def test_a_bound_decides_where_it_lies_beyond_the_other_mean_and_else_leaves_it_open() -> None:
    c = roles("29-1151", "29-1214")
    alone = compare_means(*(figures_of(c, name, STATE) for name in c.names))
    decided = alone[alone["bounded"] & (alone["sign"] != 0)]
    assert decided.index.tolist() == ["0100000", "0500000"]  # Alabama and Arkansas, each on its own
    assert (decided["sign"] == 1).all()
    rows = gaps(c, STATE).set_index("area")
    assert set(rows[rows["bounded"] & (rows["sign"] != 0)].index) == {"Alabama"}
    assert rows.loc["Arkansas", "verdict"] == Verdict.LEFT_OPEN  # not clear any more among 41 at once
    assert (rows["verdict"] == Verdict.LEFT_OPEN).sum() == 12


def test_surgeons_and_anesthesiologists_have_a_reason_wherever_no_verdict_is_given() -> None:
    rows = gaps(roles("29-1211", "29-1249"), STATE)
    whys = rows.loc[rows["p"].isna(), "why"].value_counts()
    assert whys[Reason.BOTH_BOUNDED] == 5
    assert whys[Reason.WITHHELD] == 4
    assert whys[Reason.NOT_LISTED] == 15  # 12 listed for one of the two, 3 for neither
    assert (rows["verdict"] == Verdict.LEFT_OPEN).sum() == 15  # ten bounds against a mean, five against a bound


def test_one_occupation_is_not_held_against_itself() -> None:
    c = roles("registered nurse", "RN")
    rows = c.frame(place_gaps)
    assert set(rows["why"]) == {Reason.ONE_OCCUPATION}
    assert tally_of(c, STATE).compared == 0
    assert says(c) == []


def test_one_role_has_no_gaps_and_three_have_each_later_one_against_the_first() -> None:
    assert roles("paramedic").frame(place_gaps).empty
    rows = roles("nurse", "waiter", "paramedic").frame(place_gaps)
    assert rows.groupby(["role", "against", "kind"], sort=False).size().to_dict() == {
        (later, "nurse", kind): size for later in ("waiter", "paramedic") for kind, size in ((STATE, 54), (AREA, 528))
    }


def test_the_headline_says_in_all_states_only_where_each_compared_one_is_clear() -> None:
    assert says(roles("paramedic", "registered nurse")) == [
        "Registered nurse pays more in all 52 states and territories with figures for both",
        "Its pay is clearly higher in 390 of 392 metro and rural areas, clearly lower in none, with no clear difference"
        " in 2.",
    ]


def test_the_headline_counts_those_without_a_clear_difference() -> None:
    assert says(roles(BILLING, BOOKS))[0] == (
        "Jobs in Bookkeeping, Accounting, and Auditing Clerks pay clearly more in 37 of 54 states and territories,"
        " clearly less in 1, with no clear difference in 16"
    )
    assert says(roles("29-1211", "29-1249"))[0] == (
        "In 28 of 30 states and territories it is not clear which pays more; jobs in Surgeons, All Other pay clearly"
        " more in 2"
    )


def test_pay_in_two_units_is_not_compared_place_by_place() -> None:
    assert says(roles("27-2011", "25-2021")) == [
        "Pay is published by the hour for one and by the year for the other: places cannot be compared"
    ]


def test_several_roles_are_held_against_the_first() -> None:
    assert says(roles("paramedic", "registered nurse", "waiter"))[0].startswith(
        "Against paramedic, registered nurse pays clearly more in 52 of 52 states"
    )
    assert says(roles("registered nurse", "paramedic", "waiter")) == [
        "In no state is it clear that another of these roles pays more than registered nurse"
    ]


def test_the_tables_have_a_row_a_place_and_a_reason_where_there_is_no_figure() -> None:
    c = roles("27-2011", "27-2042")
    table = tabulate(c)
    assert table.kind == "table"
    assert table.html.count("<tr>") == 55
    assert "no figure: not released by the publisher" in table.html
    annex = tabulate_areas(c)
    assert (annex.kind, annex.meta["summary"]) == ("annex", "All 528 metro and rural areas")
    assert annex.html.count("<tr>") == 529


def test_figures_for_statistics_carry_pay_and_jobs_of_the_same_places() -> None:
    c = roles("nurse", "waiter", "paramedic")
    for name, code in zip(c.names, c.codes, strict=True):
        states = figures_of(c, name, STATE)
        row = (
            load("pay", where={"soc_code": [code]})
            .query("area_code == '3900000' and industry_code == '000000'")
            .iloc[0]
        )
        assert states.loc["3900000", "value"] == row["annual_mean_usd"]
        assert states.loc["3900000", "jobs"] == row["employment"]
        assert len(states) == 54
        assert len(figures_of(c, name, AREA)) == 528
