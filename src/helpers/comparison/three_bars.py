"""Role, place or industry? What each of three changes alone does to mean pay, with the other two held as they are."""

import math
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from helpers.areas import NATION
from helpers.comparison.places import EMPLOYMENT_FLOOR
from helpers.comparison.prices import PriceLevel, level_of
from helpers.comparison.rows import ONE_OCCUPATION, Fact
from helpers.estimates import NEVER_RANK_RSE_PCT, compare_means

ROLE, PLACE, INDUSTRY = "role", "place", "industry"
QUANTILE = 0.75
MOST_RSE_PCT = 5.0
FEWEST_AREAS = 4
AREA_RULE = (
    f"the area whose mean pay is higher than that of three quarters of the areas with at least {EMPLOYMENT_FLOOR} jobs"
    f" and a relative standard error of at most {NEVER_RANK_RSE_PCT:.0f}%"
)
SECTOR_RULE = (
    f"the sector of the nation with the highest mean pay, among those with at least {EMPLOYMENT_FLOOR} jobs and a"
    f" relative standard error below {MOST_RSE_PCT:.0f}%"
)
NATIONAL_SECTORS = "pay by sector is published for the nation only, so that the step starts at the national mean"


@dataclass(frozen=True)
class Bar:
    """One change: the mean now and after it, the name of what is changed to, and the price levels of both places."""

    kind: str
    target: str
    now: Fact
    after: Fact
    price_now: PriceLevel = field(default_factory=PriceLevel)
    price_after: PriceLevel = field(default_factory=PriceLevel)
    caveat: str = ""


@dataclass(frozen=True)
class Standing:
    """What the three bars of one role start from: its name, its mean in the place and in the nation, and its places.

    `side` is the suffix of its columns in `metros` and `sectors`, the frames of `places`.
    """

    side: str
    name: str
    here: Fact
    national: Fact


def three_bars(
    roles: tuple[Standing, Standing],
    metros: pd.DataFrame,
    sectors: pd.DataFrame,
    levels: pd.DataFrame,
    *,
    area_code: str,
    level: float,
    threshold_pct: float,
) -> pd.DataFrame:
    """Return six rows: role, place and industry for someone in the first role, then for someone in the second.

    Columns: `side` (whose view), `bar` (role, place or industry), `target` (what is changed to), `value_now`,
    `cell_now`, `error_now`, `value_after`, `cell_after`, `error_after`; those of `compare_means` (second minus first is
    after minus now), `reason` where there is no figure; `price_now`, `price_after` and their cells; `adjusted_change`,
    the change at the nation's prices, with `adjusted_reason`; `caveat`. Changes of place and industry compare a part
    with a whole it belongs to, and the part was picked for its height: the interval does not know that.
    """
    rows = []
    for one, other in (roles, roles[::-1]):
        for bar in (
            _role(one, other, levels, area_code),
            _place(one, metros, levels, area_code),
            _industry(one, sectors, levels),
        ):
            rows.append({"side": one.side} | _row(bar))
    frame = pd.DataFrame(rows)
    tested = compare_means(
        frame["value_now"],
        frame["error_now"],
        frame["value_after"],
        frame["error_after"],
        reason_a=frame["reason_now"],
        reason_b=frame["reason_after"],
        name_a="now",
        name_b="after",
        level=level,
        threshold_pct=threshold_pct,
    )
    reason = tested["verdict_reason"].where(tested["gap"].isna(), "")
    return pd.concat([frame.drop(columns=["reason_now", "reason_after"]), tested], axis=1).assign(reason=reason)


def quantile_area(metros: pd.DataFrame, side: str) -> "dict[Any, Any] | None":
    """Return the row of the area at the 75th percentile of ranked areas (nearest rank), None if fewer than four are."""
    ranked = metros[metros[f"rank_{side}"].notna()].sort_values([f"value_{side}", "area_code"])
    if len(ranked) < FEWEST_AREAS:
        return None
    place = math.ceil(QUANTILE * len(ranked)) - 1
    return ranked.iloc[[place]].to_dict("records")[0]


def best_sector(sectors: pd.DataFrame, side: str) -> "dict[Any, Any] | None":
    """Return the row of the best-paying sector that meets `SECTOR_RULE`, None if none does."""
    ranked = sectors[sectors[f"rank_{side}"].notna() & (sectors[f"error_{side}"] < MOST_RSE_PCT)]
    ranked = ranked.sort_values([f"value_{side}", "industry_code"], ascending=[False, True])
    return next(iter(ranked.head(1).to_dict("records")), None)


def _role(one: Standing, other: Standing, levels: pd.DataFrame, area_code: str) -> Bar:
    prices = level_of(levels, area_code)
    same = one.here.cell == other.here.cell
    return Bar(ROLE, other.name, one.here, Fact(reason=ONE_OCCUPATION) if same else other.here, prices, prices)


def _place(one: Standing, metros: pd.DataFrame, levels: pd.DataFrame, area_code: str) -> Bar:
    row = quantile_area(metros, one.side)
    if row is None:
        why = f"fewer than {FEWEST_AREAS} areas publish enough of this role's pay to be ranked"
        return Bar(PLACE, "another area", one.here, Fact(reason=why), level_of(levels, area_code))
    after = level_of(levels, str(row["area_code"]))
    return Bar(PLACE, str(row["area"]), one.here, _fact(row, one.side), level_of(levels, area_code), after, AREA_RULE)


def _industry(one: Standing, sectors: pd.DataFrame, levels: pd.DataFrame) -> Bar:
    row, prices = best_sector(sectors, one.side), level_of(levels, NATION)
    if row is None:
        why = f"no sector has {EMPLOYMENT_FLOOR} jobs of this role and a mean with an error below {MOST_RSE_PCT:.0f}%"
        return Bar(INDUSTRY, "another sector", one.national, Fact(reason=why), prices)
    caveat = f"{SECTOR_RULE}; {NATIONAL_SECTORS}"
    return Bar(INDUSTRY, str(row["industry"]), one.national, _fact(row, one.side), prices, prices, caveat)


def _fact(row: dict[Any, Any], side: str) -> Fact:
    return Fact(value=row[f"value_{side}"], error=row[f"error_{side}"], cell=row[f"cell_{side}"])


def _row(bar: Bar) -> dict[str, object]:
    row: dict[str, object] = {"bar": bar.kind, "target": bar.target, "caveat": bar.caveat}
    for when, fact, price in (("now", bar.now, bar.price_now), ("after", bar.after, bar.price_after)):
        row |= {f"value_{when}": fact.value, f"error_{when}": fact.error, f"cell_{when}": fact.cell}
        row |= {f"reason_{when}": fact.reason, f"price_{when}": price.index, f"price_cell_{when}": price.cell}
    change = bar.price_after.adjust(bar.after.value) - bar.price_now.adjust(bar.now.value)
    reasons = (bar.now.reason, bar.after.reason, bar.price_now.reason, bar.price_after.reason)
    missing = "" if math.isfinite(change) else next(filter(None, reasons), "no price level")
    return row | {"adjusted_change": change, "adjusted_reason": missing}
