"""The answer first: a few computed sentences, each with the verdict behind it and a link to its section."""

from typing import Any

import numpy as np

from helpers.comparison import Comparison
from helpers.comparison.facets import MOVES, needed
from helpers.comparison.readings import badge
from helpers.formats import pct_1
from helpers.present import Html, bullets, verdict
from helpers.present.html import markup, section_id
from helpers.prose.guard import guarded
from helpers.prose.pay import mean_gap
from helpers.prose.words import joined, named, place_name

SECTIONS = {
    "pay": "Pay",
    "places": "Where it pays best",
    "outlook": "Outlook",
    "education": "Education and training",
    "skills": "Skills and knowledge, both ways",
    "claims": "What career sites say",
    "readings": "Readings of the titles",
}
"""Key of a sentence -> heading of the section it sums up."""


@guarded
def summary(comparison: Comparison) -> Html:
    """Return five to seven sentences: pay, readings, odds, places, outlook, entry, skills; each links to its section.

    Every sentence ends in a verdict, or in the reason why none can be given. Where both titles are one occupation, the
    sentences on pay, odds and places give way to one that says so.
    """
    makers = [_pay, _readings, _odds, _places, _outlook, _entry, _skills]
    if comparison.one_occupation:
        makers = [_one_occupation, _claims, _outlook, _entry, _readings]
    return bullets([made for maker in makers if (made := maker(comparison))])


def _line(key: str, text: str, ending: str) -> Html:
    """Return one sentence with its verdict (or what stands for one) and the link to its section."""
    heading = SECTIONS[key]
    link = f'<a href="#{section_id(heading)}">{markup(heading)}</a>'
    return Html(f"{markup(text)} {ending if isinstance(ending, Html) else markup(ending)} {link}")


def _pay(c: Comparison) -> Html:
    gap, place = mean_gap(c), place_name(c)
    if gap.reason:
        return _line("pay", f"Mean pay cannot be compared in {place}: {gap.reason}.", "")
    of_high, of_low = gap.means if gap.high == named(c.names[0]) else gap.means[::-1]
    text = (
        f"In {place}, {gap.high} jobs pay {gap.size} {gap.each} more on average than {gap.low} jobs"
        f" ({of_high} against {of_low}; {gap.interval})."
    )
    return _line("pay", text, verdict(gap.verdict))


def _odds(c: Comparison) -> Html:
    row = c.odds.iloc[0]
    if row["reason"]:
        return _line("pay", f"The odds between two single workers are not computed: {row['reason']}.", "")
    first, second = (named(name) for name in c.names)
    text = (
        f"Of 100 random pairs of one {first} worker and one {second} worker, the {second} worker earns more in"
        f" {100 * row['odds']:.0f}: {row['odds_words']}."
    )
    return _line("pay", text, "Single workers differ more than averages do.")


def _places(c: Comparison) -> Html:
    found = c.tally("state")
    if not found.compared:
        return _line("places", "No state publishes a mean with its error for both roles.", "")
    first, second = (named(name) for name in c.names)
    text = (
        f"Of {found.compared} states and territories, {second} pays clearly more in {found.higher_adjusted}, {first}"
        f" in {found.lower_adjusted}; {found.no_clear_difference_adjusted} show no clear difference."
    )
    return _line("places", text, f"Adjusted for testing {found.compared} places at once.")


def _outlook(c: Comparison) -> Html:
    change: dict[Any, Any] = {row["measure"]: row for row in c.record.outlook.to_dict("records")}[
        "employment_change_pct"
    ]
    if not (np.isfinite(change["value_a"]) and np.isfinite(change["value_b"])):
        missing = " and ".join(
            f"{named(name)}: {change[f'reason_{side}']}"
            for name, side in zip(c.names, "ab", strict=True)
            if change[f"reason_{side}"]
        )
        return _line("outlook", f"Projected growth cannot be compared ({missing}).", "")
    told = [
        f"{named(name)} {pct_1(change[f'value_{side}'], sign=True)}" for name, side in zip(c.names, "ab", strict=True)
    ]
    text = f"Jobs are projected to change, {change['period']}: {joined(told)}."
    return _line("outlook", text, f"Not tested: {change['verdict_reason']}.")


def _entry(c: Comparison) -> Html:
    rows = {row["measure"]: row for row in c.record.requirements.to_dict("records")}
    row = rows["entry_education"]
    told = {side: row[f"text_{side}"] or row[f"reason_{side}"] for side in "ab"}
    first, second = (named(name) for name in c.names)
    same = told["a"] == told["b"]
    text = (
        f"Typical education for entry: {told['a']} for both."
        if same
        else f"Typical education for entry: {told['a']} for {first}, {told['b']} for {second}."
    )
    return _line("education", text, f"Not tested: {row['verdict_reason']}.")


def _skills(c: Comparison) -> Html:
    if c.work.one_record:
        return Html("")
    gap = {row["facet"]: row for row in c.work.gaps.to_dict("records")}["skills"]
    if gap["gap_reason"]:
        return _line("skills", f"What a move asks for in skills cannot be told: {gap['gap_reason']}.", "")
    there, back = (needed(c.work.elements, "skills", move) for move in MOVES)
    first, second = (named(name) for name in c.names)
    text = (
        f"Of the {there.asked} skills that matter in {second} jobs, {len(there.lack)} are asked for at a level above"
        f" that of {first} jobs; the other way, {len(back.lack)} of {back.asked}."
    )
    return _line("skills", text, "Counted are gaps larger than the published errors allow for.")


def _readings(c: Comparison) -> Html:
    if len(c.readings) == 1:
        return Html("")
    if c.one_occupation:
        apart = int(c.readings["says"].isin(["higher", "lower"]).sum())
        text = (
            f"Other readings of the titles: {apart} of {len(c.readings)} pairs of readings show a clear pay difference."
        )
        return _line("readings", text, "")
    return _line(
        "readings", f"Other readings of the titles: in the nation, the headline on pay {badge(c.readings)}.", ""
    )


def _one_occupation(c: Comparison) -> Html:
    leading = c.a.leading
    return _line(
        "readings",
        f"Both titles fall into one occupation, {leading.occupation} ({leading.soc_code}): public data cannot tell them"
        " apart.",
        "",
    )


def _claims(c: Comparison) -> Html:
    found = c.checked_claims
    if found.empty:
        return Html("")
    counts = found["verdict"].value_counts()
    text = (
        f"What sites claim about them differs: {counts.get('agrees', 0)} claims agree with the official record,"
        f" {counts.get('disagrees', 0)} disagree."
    )
    return _line("claims", text, "")
