"""Stepping stones from one role to the other: a graph, and a table with the reason for each hop."""

import pandas as pd

from helpers.charts.way import stepping_stones, stepping_stones_alt
from helpers.comparison import Comparison
from helpers.comparison.route import Route
from helpers.formats import pct, usd
from helpers.present import Col, Html, callout, details, figure, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.words import named, place_name, plural
from helpers.stepping_stones import Way
from helpers.ways import Limits

RULE = (
    "A hop's width is its place among all moves between occupations, in the facet of O*NET's ratings (skills,"
    " knowledge, abilities or work activities) in which it asks for most; no error of the ratings is carried into"
    " it. Of the ways with the fewest hops, the narrowest is shown."
)
NOTHING = "nothing of importance there is rated above what people have"


@guarded
def way_section(comparison: Comparison, limits: Limits | None = None) -> Html:
    """Return the way from the first role to the second, and the other way round behind a line that opens it."""
    if comparison.work.one_record:
        return callout("One O*NET occupation stands for both titles: there is no way to go.", kind="missing")
    there, back = (comparison.route(limits, start=side) for side in "ab")
    return show(
        way_blocks(comparison, there, start="a"),
        details(
            f"The other way: from {named(back.names[0])} to {named(back.names[1])}",
            way_blocks(comparison, back, start="b"),
        ),
        sentences(RULE),
    )


def way_blocks(comparison: Comparison, route: Route, *, start: str = "a") -> Html:
    """Return one direction: what was found within which limits; or what blocks, and what would open a way."""
    place = place_name(comparison)
    if route.way.codes:
        return show(
            sentences(found(route), limits_words(route.limits, place)), _drawn(comparison, route, route.way, start)
        )
    blocks = [
        sentences(limits_words(route.limits, place)),
        callout(
            f"From {named(route.names[0])} to {named(route.names[1])}: {route.way.reason}.",
            kind="missing",
            heading="No way",
        ),
    ]
    if route.opened is not None:
        wider = f"With hops of up to {route.way.opens_at:g} of 100, this way opens."
        blocks += [sentences(wider), _drawn(comparison, route, route.opened, start)]
    return show(*blocks)


def found(route: Route) -> str:
    """Return the way in one sentence."""
    stops = [named(name) for name in route.stops(route.way)["name"]]
    if len(stops) == 2:
        return f"The move from {stops[0]} to {stops[1]} stays within the limits: no stepping stone is needed."
    return f"From {stops[0]} to {stops[-1]} by {' and '.join(stops[1:-1])}, in {plural(len(stops) - 1, 'hop')}."


def limits_words(limits: Limits, place: str) -> str:
    """Return the limits in one sentence."""
    between = plural(limits.most_between, "occupation") if limits.most_between else "no occupation"
    return (
        f"Limits: no hop asks for more than {limits.max_gap} of 100 moves do, none cuts the median pay in {place} by"
        f" more than {limits.max_cut_pct:g}%, and at most {between} may lie in between."
    )


def hop_reason(row: "pd.Series[str]") -> str:
    """Return why a hop can be gone: how wide it is and where, and whether O*NET relates the two."""
    related = "; O*NET lists the two as related" if row["related"] else ""
    return f"asks for more than {float(row['gap']):.0f} of 100 moves do, most in {row['facet']}{related}"


def hop_rows(route: Route, way: Way) -> list[list[str]]:
    """Return the hops of a way as rows of text: hop, reason, what to make up, pay and its change."""
    return [
        [
            f"{row['start_name']} to {row['end_name']}",
            hop_reason(row),
            "; ".join(row["asked"]) or NOTHING,
            usd(row["pay_end"]),
            pct(row["pay_change_pct"], sign=True),
        ]
        for _, row in route.hops(way).iterrows()
    ]


def _drawn(comparison: Comparison, route: Route, way: Way, start: str) -> Html:
    hops, stops = route.hops(way), route.stops(way)
    short = [
        f"wider than {gap:.0f} of 100 moves, pay {pct(change, sign=True)}"
        for gap, change in zip(hops["gap"], hops["pay_change_pct"], strict=True)
    ]
    chart = stepping_stones(stops, short, start=start)
    caption = f"Stops by median pay in {place_name(comparison)}; an arrow is a hop."
    return show(
        figure(chart, alt=stepping_stones_alt(stops, short, start=start), caption=caption),
        _table(route, hops),
    )


def _table(route: Route, hops: pd.DataFrame) -> Html:
    shown = hops.assign(
        hop=[f"{one} to {other}" for one, other in zip(hops["start_name"], hops["end_name"], strict=True)],
        why=[hop_reason(row) for _, row in hops.iterrows()],
        make_up=["; ".join(asked) for asked in hops["asked"]],
        nothing=NOTHING,
        no_pay="not published",
    )
    one, other = (named(name) for name in route.names)
    return table(
        shown,
        [
            Col("hop", "Hop", header=True, long=True),
            Col("why", "Why this hop", long=True, cell="gap_cell"),
            Col("make_up", "To make up in that facet", reason="nothing", long=True),
            Col("pay_end", "Median pay there, a year", format="usd", reason="no_pay", cell="pay_cell"),
            Col("pay_change_pct", "Change", format="gap_pct", sign=True, reason="no_pay"),
        ],
        caption=f"Hops from {one} to {other}",
        name="stepping-stones",
    )
