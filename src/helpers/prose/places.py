"""Places and industries in sentences: how often the second role pays more, and where each pays best."""

import pandas as pd

from helpers import charts
from helpers.comparison import Comparison
from helpers.comparison.places import FLOOR_WORDS, ranked
from helpers.estimates import Tally
from helpers.formats import hourly, usd
from helpers.present import Html, callout, details, figure, place_table, sentences, show
from helpers.prose.guard import guarded
from helpers.prose.words import joined, named, opening, plural, short_industry

_OF_A_PAIR = ("gap", "gap_pct", "gap_low", "gap_high", "gap_low_pct", "gap_high_pct", "verdict", "verdict_reason")
_NOTE = "RSE: relative standard error of the mean, as published."
_OF_BOTH = "Differences are second minus first."


@guarded
def state_section(comparison: Comparison) -> Html:
    """Return the tallies over places, the map of states, and every state and territory in one sortable table."""
    return show(
        place_sentences(comparison),
        place_figure(comparison),
        area_table(comparison, comparison.states, "Mean pay by state and territory", label="State"),
    )


@guarded
def industry_section(comparison: Comparison) -> Html:
    """Return where the jobs are and what each sector pays, in sentences and a sortable table."""
    caption = "Mean pay by sector of the nation"
    sectors = comparison.sectors.assign(industry=comparison.sectors["industry"].map(short_industry))
    return show(
        industry_sentences(comparison), area_table(comparison, sectors, caption, label="Sector", place="industry")
    )


def place_sentences(comparison: Comparison) -> Html:
    """Return the tallies over states and metropolitan areas, and the best-paying places of each role."""
    if comparison.one_occupation:
        return sentences(_best(comparison, comparison.states, "a", "area", "states"), f"Here {FLOOR_WORDS}.")
    return show(
        sentences(_tally(comparison, comparison.tally("state"), "states and territories")),
        sentences(_tally(comparison, comparison.tally("metropolitan"), "metropolitan and nonmetropolitan areas")),
        sentences(
            *(_best(comparison, comparison.states, side, "area", "states") for side in "ab"),
            f"Here {FLOOR_WORDS}.",
        ),
    )


def place_figure(comparison: Comparison) -> Html:
    """Return the map of verdicts by state, or of pay where both titles are one occupation."""
    if comparison.one_occupation:
        label = f"mean pay of {comparison.a.leading.occupation}"
        drawn = charts.state_tiles(comparison.states, "value_a", label=label, unit=comparison.pay_unit)
        alt = charts.state_tiles_alt(comparison.states, "value_a", label=label, unit=comparison.pay_unit)
    else:
        drawn = charts.verdict_tiles(comparison.states, comparison.names)
        alt = charts.verdict_tiles_alt(comparison.states, comparison.names)
    return figure(drawn, alt=alt)


def area_table(comparison: Comparison, frame: pd.DataFrame, caption: str, *, label: str, place: str = "area") -> Html:
    """Return places or industries as a sortable table; one side only where both titles are one occupation."""
    if comparison.one_occupation:
        frame = frame[[n for n in map(str, frame.columns) if not n.endswith("_b") and n not in _OF_A_PAIR]]
    note = _NOTE if comparison.one_occupation else f"{_NOTE} {_OF_BOTH}"
    return place_table(
        frame, comparison.names, caption=caption, place=place, label=label, unit=comparison.pay_unit, note=note
    )


def industry_sentences(comparison: Comparison) -> Html:
    """Return where most of the jobs are, and which sector pays each role best."""
    sectors = comparison.sectors
    sides = "a" if comparison.one_occupation else "ab"
    return show(
        sentences(*(_most_jobs(comparison, side) for side in sides)),
        sentences(*(_best(comparison, sectors, side, "industry", "sectors") for side in sides), f"Here {FLOOR_WORDS}."),
    )


def best_metros(comparison: Comparison, most: int = 10) -> Html:
    """Return for each role the metropolitan areas that pay it best, in a table with both roles and the verdict."""
    blocks = []
    for side, name in zip("ab", comparison.names, strict=True):
        top = ranked(comparison.metros, side).head(most)
        caption = f"Areas that pay {name} best: mean pay, {FLOOR_WORDS}"
        if top.empty:
            blocks.append(
                callout(f"No metropolitan area can be ranked for {named(name)}: {FLOOR_WORDS}.", kind="missing")
            )
        else:
            blocks.append(area_table(comparison, top, caption, label="Metropolitan area"))
        if comparison.one_occupation:
            break
    return show(*blocks)


@guarded
def metro_section(comparison: Comparison) -> Html:
    """Return the best-paying metropolitan areas of each role, and behind a line every area in one sortable table."""
    everywhere = area_table(
        comparison,
        comparison.metros,
        "Mean pay by metropolitan and nonmetropolitan area",
        label="Area",
    )
    count = len(comparison.metros)
    return show(best_metros(comparison), details(f"All {count} metropolitan and nonmetropolitan areas", everywhere))


def main_industries(comparison: Comparison, side: str, most: int = 3) -> list[str]:
    """Return the sectors with most jobs of one role, with their share of its national employment."""
    sectors = comparison.sectors
    total = comparison.employment_in_nation[f"value_{side}"].iloc[0]
    top = sectors[sectors[f"employment_{side}"].notna()].nlargest(most, f"employment_{side}")
    if not total > 0:
        return []
    return [
        f"{short_industry(str(name))} ({100 * jobs / total:.0f}%)"
        for name, jobs in top[["industry", f"employment_{side}"]].itertuples(index=False)
    ]


def _tally(comparison: Comparison, tally: Tally, what: str) -> str:
    second = opening(comparison.names[1])
    if not tally.compared:
        return f"Among {what}, no place has a published mean with its error for both roles."
    return (
        f"{second} is clearly higher in {tally.higher} of {tally.compared} {what}, clearly lower in {tally.lower}, with"
        f" no clear difference in {tally.no_clear_difference}; adjusted for testing so many places at once,"
        f" {tally.higher_adjusted} higher, {tally.lower_adjusted} lower, {tally.no_clear_difference_adjusted} without a"
        " clear difference."
        + (f" {plural(tally.not_published, 'place')} cannot be compared." if tally.not_published else "")
    )


def _best(comparison: Comparison, frame: pd.DataFrame, side: str, column: str, what: str) -> str:
    name = named(comparison.names["ab".index(side)])
    top = ranked(frame, side).head(3)
    if top.empty:
        return f"No {what} can be ranked for {name}."
    money = usd if (comparison.pay_kind or "annual") == "annual" else hourly
    places = [
        f"{short_industry(str(place))} ({money(value)}, ±{error:.1f}% RSE)"
        for place, value, error in top[[column, f"value_{side}", f"error_{side}"]].itertuples(index=False)
    ]
    return f"{opening(name)} pays best on average in {joined(places)}."


def _most_jobs(comparison: Comparison, side: str) -> str:
    name = named(comparison.names["ab".index(side)])
    main = main_industries(comparison, side)
    return (
        f"The largest sectors for {name} jobs are {joined(main)}; sectors and levels of government overlap."
        if main
        else f"No industry publishes its {name} jobs."
    )
