"""Pay beside prices: what the same mean buys in each state, and where it buys most."""

import pandas as pd

from helpers.comparison import Comparison
from helpers.comparison.places import FLOOR_WORDS
from helpers.comparison.prices import NO_TEST
from helpers.formats import hourly, usd
from helpers.present import Col, Html, callout, details, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.words import joined, named

_MOST = 5


@guarded
def prices_section(comparison: Comparison) -> Html:
    """Return where each role's pay goes furthest, then the states and the best areas with price level and both pays."""
    blocks = [
        sentences(
            *(_furthest(comparison, side) for side in "ab"),
            "In one place both roles meet the same prices, so that their difference in percent does not change.",
            f"{NO_TEST[0].upper()}{NO_TEST[1:]}.",
        ),
        details(
            "Pay and prices by state",
            _table(comparison, comparison.priced_states, "State", "Mean pay and price level by state and territory"),
        ),
    ]
    for side, name in zip("ab", comparison.names, strict=True):
        top = _ranked(comparison.priced_metros, side).head(_MOST)
        caption = f"Areas where the pay of {named(name)} goes furthest at the nation's prices"
        blocks.append(
            details(caption, _table(comparison, top, "Metropolitan area", caption, note=f"Here {FLOOR_WORDS}."))
            if len(top)
            else callout(f"{caption}: no area has pay, its error, enough jobs and a price level.", kind="missing")
        )
    return show(*blocks)


def _ranked(frame: pd.DataFrame, side: str) -> pd.DataFrame:
    rows = frame[frame[f"adjusted_rank_{side}"].notna()]
    return rows.sort_values([f"adjusted_rank_{side}", "area"], ignore_index=True)


def _furthest(comparison: Comparison, side: str) -> str:
    name = named(comparison.names["ab".index(side)])
    money = usd if comparison.pay_unit == "usd_per_year" else hourly
    top = _ranked(comparison.priced_states, side).head(3)
    if top.empty:
        return f"No state has both pay of {name} to rank and a price level."
    places = [
        f"{area} ({money(paid)} as paid, {money(adjusted)} at the nation's prices)"
        for area, paid, adjusted in top[["area", f"value_{side}", f"adjusted_{side}"]].itertuples(index=False)
    ]
    return f"Among states, the mean pay of {name} buys most in {joined(places)}."


def _table(comparison: Comparison, frame: pd.DataFrame, label: str, caption: str, note: str = "") -> Html:
    year = int(comparison.price_levels["price_year"].iloc[0])
    unit = comparison.pay_unit
    columns = [
        Col("area", label, header=True, long=True),
        Col(
            "price_index",
            f"Price level {year}, nation 100",
            format=lambda value: f"{value:.1f}",
            reason="price_reason",
            note="price_note",
            cell="price_cell",
        ),
    ]
    for side, name in zip("ab", comparison.names, strict=True):
        columns += [
            Col(
                f"value_{side}",
                "as paid",
                format=unit,
                text=f"text_{side}",
                reason=f"reason_{side}",
                cell=f"cell_{side}",
                side=side,
                group=name,
            ),
            Col(
                f"adjusted_{side}",
                "at the nation's prices",
                format=unit,
                reason=f"adjusted_reason_{side}",
                side=side,
                group=name,
            ),
        ]
    return table(frame, columns, caption=caption, sortable=True, note=note)
