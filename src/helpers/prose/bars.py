"""Role, place or industry? Three bars in sentences, chart and table, for someone in each of the two roles."""

from typing import Any

import pandas as pd

from helpers import charts
from helpers.comparison import Comparison
from helpers.comparison.three_bars import AREA_RULE, INDUSTRY, NATIONAL_SECTORS, PLACE, ROLE, SECTOR_RULE
from helpers.estimates import COULD_BE_EITHER, NOT_PUBLISHED
from helpers.formats import figure as written
from helpers.formats import hourly, usd
from helpers.present import Col, Html, bullets, callout, details, figure, show, table, verdict
from helpers.prose.guard import guarded
from helpers.prose.words import named, place_name, short_industry

NOTE = (
    f"Place: {AREA_RULE}. Industry: {SECTOR_RULE}; {NATIONAL_SECTORS}. Place and industry were picked for their height,"
    " and each belongs to the whole it is held against; the interval knows of neither. At the nation's prices: both"
    " means divided by the price level of their place, which carries no published error."
)


@guarded
def three_bars_section(comparison: Comparison) -> Html:
    """Return what switching role, moving, or changing industry alone does to mean pay, from both roles."""
    blocks = []
    for side, name in zip("ab", comparison.names, strict=True):
        rows = _labelled(comparison, side)
        known = rows[rows["gap"].notna()]
        parts = [bullets(_sentence(comparison, row) for row in known.to_dict("records"))] if len(known) else []
        parts += [
            callout(f"{row['label']}: {row['reason']}.", kind="missing")
            for row in rows[rows["gap"].isna()].to_dict("records")
        ]
        if len(known) and comparison.pay_unit == "usd_per_year":
            options = {"label": "short", "value": "gap", "low": "gap_low", "high": "gap_high"}
            parts.append(
                figure(
                    charts.three_bars(rows, **options),
                    alt=charts.three_bars_alt(rows, **options),
                    caption=f"Starting as {named(name)}: what each change alone does to mean pay",
                )
            )
        if len(known):
            parts.append(_table(comparison, rows, name))
        blocks.append(show(*parts) if side == "a" else details(f"The same, starting as {named(name)}", *parts))
    return show(*blocks)


def _labelled(comparison: Comparison, side: str) -> pd.DataFrame:
    rows = comparison.three_bars[comparison.three_bars["side"] == side].copy()
    own = named(comparison.names["ab".index(side)])
    pairs = [(str(bar), str(target)) for bar, target in rows[["bar", "target"]].itertuples(index=False)]
    words = {
        ROLE: lambda target: f"Role: {named(target)} instead of {own}",
        PLACE: lambda target: f"Place: {own} in {target}",
        INDUSTRY: lambda target: f"Industry: {own} in {short_industry(target)}",
    }
    rows["short"] = [f"{bar.capitalize()}: {short_industry(target)}" for bar, target in pairs]
    rows["label"] = [words[bar](target) for bar, target in pairs]
    return rows


def _sentence(comparison: Comparison, row: dict[Any, Any]) -> str:
    money = usd if comparison.pay_unit == "usd_per_year" else hourly
    gap, adjusted = float(row["gap"]), float(row["adjusted_change"])
    per = "a year" if comparison.pay_unit == "usd_per_year" else "an hour"
    own = named(comparison.names["ab".index(str(row["side"]))])
    target = short_industry(str(row["target"]))
    change = f"{money(abs(gap))} {per} {'more' if gap > 0 else 'less'}"
    doubt = "; the published errors leave open which is higher" if row["verdict"] == COULD_BE_EITHER else ""
    if row["bar"] == ROLE:
        where, other = place_name(comparison), named(target)
        return f"Role: in {where}, workers in {other} jobs earn {change} than workers in {own} jobs{doubt}."
    if row["bar"] == PLACE:
        prices = "" if row["adjusted_reason"] else f" ({money(adjusted, sign=True)} at the nation's prices)"
        here = place_name(comparison)
        return f"Place: workers in {own} jobs in {target} earn {change} than those in {here}{prices}{doubt}."
    return f"Industry: workers in {own} jobs in {target} earn {change} than all of them in the nation{doubt}."


def _table(comparison: Comparison, rows: pd.DataFrame, name: str) -> Html:
    unit = comparison.pay_unit
    shown = rows.assign(
        change=[_change(row, unit, comparison.settings.level) for row in rows.to_dict("records")],
        shown=pd.Series([verdict(word) for word in rows["verdict"]], rows.index, dtype=object),
        **{f"why_{when}": rows["reason"].where(rows[f"value_{when}"].isna(), "") for when in ("now", "after")},
    )
    return table(
        shown,
        [
            Col("label", "Change", header=True, long=True),
            Col("value_now", "Mean pay now", format=unit, reason="why_now", error="error_now", cell="cell_now"),
            Col(
                "value_after", "Mean pay after", format=unit, reason="why_after", error="error_after", cell="cell_after"
            ),
            Col("change", "Difference", reason="reason", long=True),
            Col("shown", "Is it real?", long=True),
            Col(
                "adjusted_change",
                "The same at the nation's prices, not tested",
                format=unit,
                sign=True,
                reason="adjusted_reason",
            ),
        ],
        caption=f"Role, place or industry, starting as {named(name)}: mean pay, {_per(unit)}",
        note=NOTE,
    )


def _per(unit: str) -> str:
    return "dollars a year" if unit == "usd_per_year" else "dollars an hour"


def _change(row: dict[Any, Any], unit: str, level: float) -> str:
    if row["verdict"] == NOT_PUBLISHED:
        return ""
    gap, low, high = (written(float(row[name]), unit, sign=True) for name in ("gap", "gap_low", "gap_high"))
    return f"{gap} ({100 * level:g}% interval {low} to {high})"
