"""Pay beside prices, and role, place or industry: what each change alone does to mean pay."""

import numpy as np
import pandas as pd
import pytest

from helpers.comparison import compare
from helpers.comparison.prices import level_of, price_levels, with_prices
from helpers.comparison.rows import ONE_OCCUPATION, Fact
from helpers.comparison.three_bars import Standing, best_sector, quantile_area, three_bars
from helpers.prose import prices_section, three_bars_section
from helpers.tables import load

PRICES = pd.DataFrame(
    [
        ("00000", 2024, 100.0, None),
        ("01000", 2024, 80.0, None),
        ("01000", 2023, 50.0, None),  # an older year
        ("02000", 2024, np.nan, "not available"),
        ("11111", 2024, 125.0, None),
    ],
    columns=["price_area_code", "year", "all_items_index", "missing_reason"],
)
PRICE_AREAS = pd.DataFrame(
    [
        ("0000000", "00000", "exact", None),
        ("0100000", "01000", "exact", None),
        ("0100001", "01000", "parent group", "level of the state, Alabama"),
        ("0200000", "02000", "exact", None),
        ("0011111", "11111", "exact", None),
        ("6600000", None, "none", "no price level is published for Guam"),
    ],
    columns=["area_code", "price_area_code", "quality", "match_note"],
)
LEVELS = price_levels(PRICES, PRICE_AREAS)


def places(code: str, name: str, *rows: tuple[str, str, float, float]) -> pd.DataFrame:
    """Rows as of `places.by_area`: code, name, mean of A, its RSE; B is missing; a NaN mean has a reason."""
    frame = pd.DataFrame(rows, columns=[code, name, "value_a", "error_a"])
    frame["value_b"], frame["error_b"], frame["reason_b"] = np.nan, np.nan, "not released"
    frame["reason_a"] = np.where(frame["value_a"].isna(), "not released", "")
    frame["rank_a"], frame["rank_b"] = frame["value_a"].rank(ascending=False), np.nan
    for side in "ab":
        frame[f"cell_{side}"] = "pay/11-1111|" + frame[code] + "|000000/annual_mean_usd"
    return frame


METROS = places(
    "area_code",
    "area",
    ("0011111", "Dear City", 60_000.0, 2.0),
    ("0100001", "Alabama hills", 50_000.0, 2.0),
    ("0100000", "Flatland", 40_000.0, 2.0),
    ("0200000", "No prices", 70_000.0, 2.0),
    ("6600000", "Guam", np.nan, np.nan),
)
SECTORS = places(
    "industry_code",
    "industry",
    ("11", "Farms", 90_000.0, 7.0),  # best paid, but its error is 7 %
    ("22", "Utilities", 66_000.0, 1.0),
    ("23", "Building", 44_000.0, 1.0),
)
PAID = Fact(value=50_000.0, error=1.0, cell="pay/11-1111|0000000|000000/annual_mean_usd")
OTHER = Fact(value=60_000.0, error=1.0, cell="pay/22-2222|0000000|000000/annual_mean_usd")
TOP_CODED = Fact(text="$239,200 or more", reason="top-coded", cell="pay/22-2222|0000000|000000/annual_mean_usd")


def bars(other: Fact = OTHER, **options: pd.DataFrame) -> pd.DataFrame:
    frame = three_bars(
        (Standing("a", "potter", PAID, PAID), Standing("b", "weaver", other, other)),
        options.get("metros", METROS),
        options.get("sectors", SECTORS),
        LEVELS,
        area_code="0000000",
        level=0.90,
        threshold_pct=5.0,
    )
    return frame.set_index(["side", "bar"])


def test_a_place_without_a_price_level_says_why() -> None:
    guam = level_of(LEVELS, "6600000")
    assert (np.isnan(guam.index), guam.reason, guam.cell) == (True, "no price level is published for Guam", "")
    assert level_of(LEVELS, "0200000").reason == "not available"
    assert level_of(LEVELS, "9999999").reason == "no price level is published for this place"


def test_the_newest_year_is_used_and_a_wider_place_is_named() -> None:
    found = level_of(LEVELS, "0100001")
    assert (found.index, found.note) == (80.0, "level of the state, Alabama")
    assert found.cell == "prices/01000|2024/all_items_index"


def test_pay_is_divided_by_the_price_level() -> None:
    rows = with_prices(METROS, LEVELS).set_index("area")
    assert rows.loc["Dear City", "adjusted_a"] == pytest.approx(48_000.0)
    assert rows.loc["Flatland", "adjusted_a"] == pytest.approx(50_000.0)
    assert rows.loc["Alabama hills", "adjusted_rank_a"] == 1.0  # 62,500 in the nation's prices
    assert rows.loc["No prices", "adjusted_reason_a"] == "not available"
    assert rows.loc["Guam", "adjusted_reason_a"] == "not released"
    assert rows["adjusted_reason_b"].eq("not released").all()


def test_the_area_at_the_third_quarter_is_a_real_one() -> None:
    found = quantile_area(METROS, "a")
    assert found is not None
    assert found["area"] == "Dear City"  # third of four from below
    assert quantile_area(METROS.head(3), "a") is None
    assert quantile_area(METROS, "b") is None


def test_the_best_sector_needs_a_small_error() -> None:
    found = best_sector(SECTORS, "a")
    assert found is not None
    assert found["industry"] == "Utilities"
    assert best_sector(SECTORS, "b") is None


def test_three_bars_start_from_the_same_pay() -> None:
    rows = bars()
    assert rows.loc[("a", "role"), "gap"] == 10_000.0
    assert rows.loc[("b", "role"), "gap"] == -10_000.0
    assert rows.loc[("a", "place"), "gap"] == 10_000.0
    assert rows.loc[("a", "place"), "adjusted_change"] == pytest.approx(-2_000.0)
    assert rows.loc[("a", "industry"), "gap"] == 16_000.0
    assert rows.loc[("a", "industry"), "adjusted_change"] == pytest.approx(16_000.0)
    assert rows.loc[("a", "industry"), "verdict"] == "clear and meaningful"


def test_a_bar_that_cannot_be_drawn_says_why() -> None:
    rows = bars(TOP_CODED)
    assert rows.loc[("a", "role"), "reason"] == "after: top-coded"
    assert rows.loc[("b", "place"), "reason"].startswith("now: top-coded; after: fewer than 4 areas")
    assert rows.loc[("b", "industry"), "adjusted_reason"] == "top-coded"
    assert np.isnan(rows.loc[("b", "industry"), "gap"])


def test_one_occupation_on_both_sides_has_no_role_to_switch_to() -> None:
    rows = bars(PAID)
    assert rows.loc[("a", "role"), "reason"] == f"after: {ONE_OCCUPATION}"


def test_the_shipped_prices_reach_most_areas() -> None:
    levels = price_levels(load("prices"), load("price_areas"))
    assert len(levels) == 583
    assert (levels["price_index"].notna() ^ (levels["price_reason"] != "")).all()
    assert levels["price_index"].notna().mean() > 0.9


@pytest.mark.parametrize("pair", [("43-3021", "43-3031"), ("29-1242", "25-2021"), ("27-2042", "51-3011")])
def test_the_sections_show_no_empty_figure(pair: tuple[str, str]) -> None:
    found = compare(*pair)
    rows = found.three_bars
    assert len(rows) == 6
    assert (rows["gap"].notna() ^ (rows["reason"] != "")).all()
    assert (rows["adjusted_change"].notna() ^ (rows["adjusted_reason"] != "")).all()
    shown = str(three_bars_section(found)) + str(prices_section(found))
    assert ">nan<" not in shown.lower()
    assert "$nan" not in shown.lower()


def test_the_pair_of_billing_and_bookkeeping_clerks_keeps_its_gap() -> None:
    rows = compare("43-3021", "43-3031").three_bars.set_index(["side", "bar"])
    assert rows.loc[("a", "role"), "gap"] == 2_490.0
    assert round(rows.loc[("a", "role"), "gap_low"]) == 2_247
    assert round(rows.loc[("a", "role"), "gap_high"]) == 2_733
