"""Outlook in sentences: what is projected, how many openings, and how past projections turned out."""

from typing import Any

from helpers import charts
from helpers.comparison import Comparison
from helpers.comparison.outlook import openings_parts
from helpers.formats import count, pct, pct_1, thousand
from helpers.present import Col, Html, callout, details, figure, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.record_tables import beside_all
from helpers.prose.words import joined, named, opening

_CHANGE = "employment_change_pct"
_FIRST_OF_OPENINGS = "openings_thousand_per_year"


@guarded
def outlook_section(comparison: Comparison) -> Html:
    """Return jobs now and projected, openings and what they are made of, and the programme's own track record."""
    frame = comparison.record.outlook
    openings = frame["measure"].tolist().index(_FIRST_OF_OPENINGS)
    jobs, rates = frame.iloc[:openings], frame.iloc[openings:]
    return show(
        *(projected_sentences(comparison, side) for side in "ab"),
        everyone_sentences(comparison),
        track_record_block(comparison),
        beside_all(jobs, comparison.names, caption="Jobs now and projected", everyone="All occupations"),
        *(openings_sentence(comparison, side) for side in "ab"),
        _chart(comparison),
        beside_all(
            rates,
            comparison.names,
            caption="Openings a year and where they come from",
            everyone="All occupations",
            note="Growth is openings less those who leave: it may miss by 0.1 thousand, since both are rounded. Rates"
            " per 1,000 jobs are our computation.",
        ),
    )


def projected_sentences(comparison: Comparison, side: str) -> Html:
    """Return the projected change of one side in sentences, or why there is no projection."""
    rows = {row["measure"]: row for row in comparison.record.outlook.to_dict("records")}
    name, change = comparison.names["ab".index(side)], rows[_CHANGE]
    if change[f"reason_{side}"]:
        return callout(f"No projection for {named(name)}: {change[f'reason_{side}']}.", kind="missing")
    base, projected = (float(rows[f"employment_{when}_thousand"][f"value_{side}"]) for when in ("base", "projected"))
    share = float(change[f"value_{side}"])
    way = "stay as they are" if share == 0 else f"{'rise' if share > 0 else 'fall'} by {pct_1(abs(share))}"
    wider = change[f"note_{side}"]
    return sentences(
        f"{opening(name)} jobs are projected to {way} over {change['period']}, from {thousand(base)} to"
        f" {thousand(projected)} thousand.",
        f"Not of this occupation alone: {wider}." if wider else "",
    )


def everyone_sentences(comparison: Comparison) -> Html:
    """Return the same for all occupations together."""
    rows: dict[Any, dict[Any, Any]] = {row["measure"]: row for row in comparison.record.outlook.to_dict("records")}
    change, openings = rows[_CHANGE], rows["openings_per_1000"]
    return sentences(
        f"For all occupations together it is {pct_1(change['value_all'], sign=True)}, with"
        f" {count(openings['value_all'])} openings a year per 1,000 jobs.",
        "Self-employed people count here, so that these counts of jobs are not those of the pay survey.",
    )


def openings_sentence(comparison: Comparison, side: str) -> Html:
    """Return the openings of one side per 1,000 jobs and what they are made of; nothing where there are none."""
    rows = {row["measure"]: row for row in comparison.record.outlook.to_dict("records")}
    name = named(comparison.names["ab".index(side)])
    values = {part: rows[f"{part}_per_1000"][f"value_{side}"] for part in ("openings", "exits", "transfers", "growth")}
    if rows["openings_per_1000"][f"reason_{side}"]:
        return Html("")
    growth = values["growth"]
    made = f"growth adds {count(growth)}" if round(growth) > 0 else f"decline takes away {count(-growth)}"
    return sentences(
        f"Per 1,000 {name} jobs, about {count(values['openings'])} openings a year: {count(values['exits'])} because"
        f" workers leave the labor force, {count(values['transfers'])} because they change occupation;"
        f" {made if round(growth) else 'growth changes next to nothing'}."
    )


def _chart(comparison: Comparison) -> Html:
    parts = openings_parts(comparison.record.outlook)
    if not (parts[["value_a", "value_b"]] > 0).any(axis=None):
        return Html("")
    axis = "openings a year per 1,000 jobs"
    row = {row["measure"]: row for row in comparison.record.outlook.to_dict("records")}["openings_per_1000"]
    totals = float(row["value_a"]), float(row["value_b"])
    return figure(
        charts.openings_split(parts, comparison.names, axis=axis, totals=totals),
        alt=charts.openings_split_alt(parts, comparison.names, axis=axis),
    )


def track_record_block(comparison: Comparison) -> Html:
    """Return how past rounds of the projections turned out, with the table of them behind a line."""
    rounds = comparison.record.track_record
    right, faster = (
        joined([f"{share:.0f}" for share in rounds[f"{name}_pct"]])
        for name in ("direction_right", "faster_than_average_right")
    )
    shown = rounds.assign(cell=[f"track_record/{name}/direction_right_pct" for name in rounds["round"]])
    return show(
        callout(
            "A projection is no promise, and none of these figures is published with an error.",
            f"In the publisher's own evaluations of {joined(list(rounds['round']))} the direction was right {right}% of"
            f" the time, and which grow faster than average {faster}%.",
            kind="caution",
        ),
        details(
            "How past rounds turned out",
            table(
                shown,
                [
                    Col("round", "Round", header=True),
                    Col("direction_right_pct", "Direction right", format=lambda share: pct(share), cell="cell"),
                    Col("faster_than_average_right_pct", "Faster than average right", format=lambda share: pct(share)),
                    Col("projected_growth_pct", "Average growth projected", format="pct"),
                    Col("actual_growth_pct", "Average growth that came", format="pct"),
                    Col("evaluated", "Counted were"),
                ],
                caption="Past rounds of the projections, as their publisher evaluated them",
                name="track-record",
            ),
        ),
    )
