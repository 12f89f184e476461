"""Skills, knowledge, abilities and work activities in sentences, both ways: how close, what is there and lacking."""

from typing import Any

import numpy as np
import pandas as pd

from helpers import charts
from helpers.comparison import Comparison
from helpers.comparison.facets import FACETS, MOVES, NOT_TESTED, WORDS, Needed, needed
from helpers.formats import plain
from helpers.present import Col, Html, bullets, callout, details, figure, sentences, show, table, verdict
from helpers.present.tables import column_of
from helpers.prose.guard import guarded
from helpers.prose.standing import shortened, standing
from helpers.prose.words import named, plural
from helpers.skill_gaps import NEEDED_IMPORTANCE

ABOUT = {
    "skills": "skills",
    "knowledge": "fields of knowledge",
    "abilities": "abilities",
    "work activities": "activities",
}
_BARS = 8
_DRAWN = ("skills", "knowledge", "work activities")


@guarded
def skills_section(comparison: Comparison) -> Html:
    """Return the four facets: closeness and gaps, then for each what a move asks for both ways, chart and table."""
    if comparison.work.elements.empty:
        return standing(comparison)
    rule = f"An element matters in a role if O*NET rates its importance {NEEDED_IMPORTANCE:g} of 5 or more."
    if comparison.work.one_record:
        parts = [_ratings(comparison, facet) for facet in _rated(comparison)]
        return show(standing(comparison), details("The ratings, the same for both", *parts))
    if comparison.work.elements["difference"].isna().all():
        parts = [_ratings(comparison, facet) for facet in _rated(comparison)]
        return show(standing(comparison), _unrated(comparison), details("The ratings of the other role", *parts))
    facets = (_facet(comparison, facet) for facet in FACETS)
    return show(standing(comparison), sentences(rule), _closeness(comparison), *facets)


def closeness_words(row: dict[Any, Any]) -> str:
    """Return how close a pair is in a facet, in words: a share of all pairs, never a bare percentage of likeness."""
    share = round(float(row["closeness"]))
    if share >= 100:
        return "closer than nearly all pairs of occupations"
    if share <= 0:
        return "further apart than nearly all pairs of occupations"
    return f"closer than {share} of 100 pairs of occupations"


def gap_words(value: float, share: float) -> str:
    """Return a gap with its place among all moves, in words."""
    place = f"wider than {round(share)} of 100 moves" if round(share) > 0 else "among the narrowest of all moves"
    return f"{plain(round(value, 1))}, {place}"


def _closeness(comparison: Comparison) -> Html:
    frame = pd.DataFrame([_gap_row(comparison, row) for row in comparison.work.gaps.to_dict("records")])
    a, b = (named(name) for name in comparison.names)
    return table(
        frame,
        [
            Col("facet", "Facet", header=True),
            Col("close", "How close", reason="reason", long=True),
            Col("anchor", "About as close as", reason="reason", long=True),
            Col("there", f"Gap from {a} to {b}", reason="reason", long=True),
            Col("back", f"Gap from {b} to {a}", reason="reason", long=True),
            Col("wider", "Which move asks for more?", reason="reason", long=True),
        ],
        caption="How close the two are, and how wide the move is, facet by facet",
        name="facets",
        note="Closeness and gap are our measures of O*NET's ratings, placed among all pairs of O*NET occupations; the"
        " gap adds up, over elements, importance in the role moved to times the missing points of level.",
    )


def _gap_row(comparison: Comparison, row: dict[Any, Any]) -> dict[str, str]:
    shown = {"facet": str(row["facet"]).capitalize(), "reason": row["gap_reason"] or row["closeness_reason"]}
    shown |= {"close": "", "anchor": "", "there": "", "back": "", "wider": ""}
    if np.isfinite(row["closeness"]):
        shown["close"] = closeness_words(row)
        shown["anchor"] = row["anchor"] or "no well-known pair is rated in this copy"
    for name, move in (("there", "a_to_b"), ("back", "b_to_a")):
        if np.isfinite(row[f"gap_{move}"]):
            shown[name] = gap_words(row[f"gap_{move}"], row[f"gap_share_{move}"])
            if np.isfinite(row[f"gap_kept_{move}"]):
                shown[name] += f"; {plain(round(row[f'gap_kept_{move}'], 1))} of it beyond the errors"
    if np.isfinite(row["larger_share"]):
        held = f"in {100 * row['larger_share']:.0f} of 100 draws within the errors"
        if row["larger"]:
            to = comparison.names["ab".index(MOVES[row["larger"]][1])]
            shown["wider"] = f"the move to {named(to)}: so {held}"
        else:
            shown["wider"] = f"cannot be told: the order holds only {held}"
    elif row["noise_reason"]:
        shown["wider"] = f"not tested: {row['noise_reason']}"
    return shown


def _facet(comparison: Comparison, facet: str) -> Html:
    elements = comparison.work.elements
    rows = elements[elements["facet"] == facet]
    heading = Html(f"<h3>{facet.capitalize()}</h3>")
    if rows.empty:
        return show(heading, callout(f"{_why(comparison, facet)}.", kind="missing"))
    ratings = details(f"{facet.capitalize()}: the ratings", _ratings(comparison, facet))
    if rows["difference"].isna().all():
        return show(heading, callout(f"{_why(comparison, facet)}.", kind="missing"), ratings)
    moves = bullets(_move(comparison, facet, move) for move in MOVES)
    return show(heading, moves, _chart(comparison, facet) if facet in _DRAWN else "", ratings)


def _chart(comparison: Comparison, facet: str) -> Html:
    """Return the differences that weigh most in a move as a chart, nothing where none is there.

    Left out are elements that matter in neither role.
    """
    elements = comparison.work.elements
    rows = elements[elements["facet"] == facet]
    ranked = rows.assign(size=rows[["a_to_b_part", "b_to_a_part"]].max(axis=1))
    matters = ranked[["importance_a", "importance_b"]].max(axis=1) >= NEEDED_IMPORTANCE
    ranked = ranked[matters & (ranked["size"] > 0)].sort_values(["size", "element_id"], ascending=[False, True])
    if ranked.empty:
        return Html("")
    return figure(
        charts.skill_gaps(ranked, comparison.names, label="element", most=_BARS),
        alt=charts.skill_gaps_alt(ranked, comparison.names, label="element", most=_BARS),
        caption=_caption(rows, facet),
    )


def _rated(comparison: Comparison) -> list[str]:
    """Return the facets in which a side is rated."""
    known = set(comparison.work.elements["facet"])
    return [facet for facet in FACETS if facet in known]


def _unrated(comparison: Comparison) -> Html:
    """Return why no facet of the two can be compared; a side without an O*NET occupation was told of before."""
    told = [
        f"O*NET has no ratings for {side.spoken} in this copy"
        for side in comparison.work.stand_ins
        if side.code and all(side.spoken in reason for reason in comparison.work.gaps["gap_reason"])
    ]
    return callout(*(f"{reason}." for reason in told), "No facet can be compared.", kind="missing")


def _why(comparison: Comparison, facet: str) -> str:
    """Return why a facet of the two cannot be compared."""
    gaps = comparison.work.gaps
    return next(filter(None, gaps.loc[gaps["facet"] == facet, "gap_reason"]), "no element is rated on both sides")


def _caption(rows: pd.DataFrame, facet: str) -> str:
    noise = "" if rows["sign_share"].notna().any() else " No error is published for them in this copy."
    return (
        f"The differences in level that weigh most in a move, of the {ABOUT[facet]} that matter in either role.{noise}"
    )


def _move(comparison: Comparison, facet: str, move: str) -> str:
    one, other = ("ab".index(side) for side in MOVES[move])
    people, role = named(comparison.names[one]), named(comparison.names[other])
    found = needed(comparison.work.elements, facet, move)
    if not found.asked:
        return f"No rating of {facet} reaches {NEEDED_IMPORTANCE:g} of 5 in importance for {role}."
    return (
        f"Moving to {role}, {found.asked} {ABOUT[facet]} matter: workers in {people} jobs are at that level, or not"
        f" clearly below it, in {len(found.have)} of them.{_lacking(found)}"
    )


def _lacking(found: Needed) -> str:
    if not found.lack:
        return ""
    return f" Weighing most in the gap: {shortened(found.lack, 4, '; ')}."


def _ratings(comparison: Comparison, facet: str) -> Html:
    elements = comparison.work.elements
    rows = elements[elements["facet"] == facet]
    rated = [side for side in "ab" if rows[f"importance_{side}"].notna().any()]
    weights = rows[[f"importance_{side}" for side in rated]]
    top = weights.max(axis=1)
    matters = weights.isna().any(axis=1) | (top >= NEEDED_IMPORTANCE)
    if not matters.any():
        return sentences(f"No rating of {facet} reaches {NEEDED_IMPORTANCE:g} of 5 in importance.")
    shown = rows[matters].assign(top=top[matters].fillna(0))
    shown = shown.sort_values(["top", "element_id"], ascending=[False, True])
    left = len(rows) - len(shown)
    names = dict(zip("ab", comparison.names, strict=True))
    columns = [Col("element", "Element", header=True, long=True)]
    for scale, words in (("importance", "Importance"), ("level", "Level")):
        columns += [_rating(scale, side, names[side], words) for side in rated]
    note = ["Importance runs from 1 to 5, level from 0 to 7."]
    note += [f"{plural(left, 'element')} below {NEEDED_IMPORTANCE:g} of 5 in importance left out."] if left else []
    if len(rated) > 1 and not comparison.work.one_record:
        shown = shown.assign(**{f"{move}_words": shown[move].map(WORDS) for move in MOVES})
        if (shown["verdict"] == NOT_TESTED).all():
            note.append(
                "No error is published for these in this copy: nothing is tested, small differences may be noise."
            )
        else:
            shown["shown"] = column_of(shown, lambda row: _verdict(row))
            columns.append(Col("shown", "Is the level apart?", long=True))
        for move, sides in MOVES.items():
            columns.append(Col(f"{move}_words", f"Moving to {named(names[sides[1]])}", long=True))
    about = "both roles" if len(rated) > 1 else named(names[rated[0]])
    caption = f"{facet.capitalize()}: importance and level in {about}"
    return table(shown, columns, caption=caption, note=" ".join(note))


def _rating(scale: str, side: str, name: str, group: str) -> Col:
    return Col(
        f"{scale}_{side}",
        name,
        format="score",
        reason=f"{scale}_reason_{side}",
        cell=f"{scale}_cell_{side}",
        side=side,
        group=group,
    )


def _verdict(row: dict[Any, Any]) -> str:
    return row["verdict_reason"] if row["verdict"] == NOT_TESTED else verdict(row["verdict"])
