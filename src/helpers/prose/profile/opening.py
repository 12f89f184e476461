"""Head and end of the page on one role: what the title stands for, the short answer, the opening rows, limits."""

import numpy as np
from scipy import stats

from helpers.comparison.profile import Profile
from helpers.formats import count, hourly, pct_1, usd
from helpers.present import Col, Html, bullets, callout, details, sentences, show, table
from helpers.present.html import markup
from helpers.prose.guard import guarded
from helpers.prose.market import unrepeated
from helpers.prose.opening import readings_table
from helpers.prose.unknown import causes_table
from helpers.prose.words import named, opening, place_name, plural
from helpers.unsure import told

__all__ = ["glance_section", "lead", "limits", "short_section", "unknown_section"]


def lead(role: Profile) -> Html:
    """Return what the title stands for, for which place and release, and its other readings behind a line."""
    leading, source = role.role.leading, role.pair.sources["oews"]
    chosen = "chosen for this page; " if role.role.chosen else ""
    blocks = [
        sentences(
            f"{opening(role.name)} stands for {leading.occupation} ({leading.soc_code}): {chosen}{leading.why}.",
            f"Pay and jobs are those of {place_name(role.pair)}, {source.title}, {source.release}.",
        )
    ]
    if role.role.read_as and not role.role.is_code:
        words = f"{named(role.role.typed)} is on no list and was read as {role.role.read_as}."
        blocks.append(callout(words, kind="caution"))
    if role.role.asks:
        blocks.append(callout(f"{told(role.role)}.", kind="caution", heading="Not what you meant?"))
    others = len(role.role.readings) - 1
    if others:
        shown = readings_table([role.role], "Readings of the title")
        blocks.append(details(f"The title has {plural(others, 'other reading')}", shown))
    return show(*blocks)


@guarded
def short_section(role: Profile) -> Html:
    """Return pay, jobs, outlook, entry and what sites claim, one sentence each or the reason there is none."""
    return bullets([_pay(role), _jobs(role), _outlook(role), _entry(role), _claimed(role)])


@guarded
def glance_section(role: Profile) -> Html:
    """Return the eight rows that career sites open with: the official figure and what pages claim."""
    columns = [
        Col("label", "Row", header=True, long=True),
        Col(
            "value_a",
            "official",
            unit="unit",
            text="text_a",
            reason="reason_a",
            error="error_a",
            note="note_a",
            cell="cell_a",
        ),
        Col("claims_a", "claimed", long=True),
    ]
    return table(role.glance, columns, caption="At a glance: official figure and what sites claim", name="at-a-glance")


@guarded
def unknown_section(role: Profile) -> Html:
    """Return which figures of this page are missing, counted by cause."""
    frame = role.unknowns
    if frame.empty:
        return sentences("Every figure that this page asks for is published.")
    causes = frame["cause"].nunique()
    return show(
        sentences(
            f"{plural(int(frame['count'].sum()), 'figure')} of this page could not be had, for"
            f" {plural(causes, 'cause')}. None was filled in."
        ),
        causes_table(frame, "What this page cannot say, by cause"),
    )


@guarded
def limits(role: Profile) -> Html:
    """Return what every reader must know before using a figure of this page."""
    return sentences(
        "Pay is what employers report: wages and salaries before tax, without overtime and most bonuses, and without"
        " self-employed people.",
        f"The interval of the mean is a {100 * role.settings.level:g}% interval from its published relative standard"
        " error; medians and percentiles come without one.",
        "An occupation is wider than a title: the figures describe everyone in it, not one employer, and not what you"
        " would earn.",
    )


def _pay(role: Profile) -> str:
    kind = role.pay_kind
    money, each = (usd, "a year") if kind == "annual" else (hourly, "an hour")
    mean = role.fact(f"{kind}_mean_usd")
    place = place_name(role.pair)
    if not np.isfinite(mean.value):
        known = f"{mean.text} ({mean.reason})" if mean.text else f"not published: {mean.reason}"
        return f"Mean pay of {named(role.name)} in {place}: {known}."
    half = float(stats.norm.ppf(0.5 + role.settings.level / 2)) * mean.value * mean.error / 100
    said = f"In {place}, workers in {named(role.name)} jobs earn {money(mean.value)} {each} on average"
    if np.isfinite(half):
        inside = f"{money(mean.value - half)} to {money(mean.value + half)}"
        said += f" ({100 * role.settings.level:g}% interval {inside})"
    quarters = [role.fact(f"{kind}_{part}_usd") for part in ("p25", "p75")]
    if all(quarter.given for quarter in quarters):
        ends = [money(end.value) if np.isfinite(end.value) else end.text for end in quarters]
        return f"{said}; the middle half of them earn {ends[0]} to {ends[1]}."
    return f"{said}."


def _jobs(role: Profile) -> str:
    row = role.pair.employment.iloc[0]
    place = place_name(role.pair)
    if not row["value_a"] > 0:
        return f"The number of jobs in {place} is not known: {row['reason_a']}."
    return f"There are {count(row['value_a'])} such jobs in {place}, not counting self-employed people."


def _outlook(role: Profile) -> str:
    rows = {row["measure"]: row for row in role.pair.record.outlook.to_dict("records")}
    change, openings = rows["employment_change_pct"], rows["openings_thousand_per_year"]
    if change["reason_a"] or openings["reason_a"]:
        return f"No projection: {change['reason_a'] or openings['reason_a']}."
    return (
        f"Jobs in the nation are projected to change by {pct_1(change['value_a'], sign=True)} over {change['period']},"
        f" with about {count(1000 * openings['value_a'])} openings a year."
    )


def _entry(role: Profile) -> str:
    rows = {row["measure"]: row for row in role.pair.record.requirements.to_dict("records")}
    words = {"entry_education": "education", "work_experience": "related experience", "job_training": "training"}
    said = [f"{word}, {rows[measure]['text_a']}" for measure, word in words.items() if rows[measure]["text_a"]]
    why = rows["entry_education"]["reason_a"]
    return f"Judged typical for entry: {'; '.join(said)}." if said else f"What entry takes is not judged: {why}."


@guarded
def _claimed(role: Profile) -> Html:
    """Return how many claims hold; on its own, since it needs the tables of every section."""
    counts = unrepeated(role.checked_claims)["verdict"].value_counts()
    total = int(counts.sum())
    if not total:
        return Html(markup(f"None of the five stored pages of career sites gives a figure about {named(role.name)}."))
    said = (
        f"Of {plural(total, 'claim')} that career sites print, {counts.get('agrees', 0)} agree with the official"
        f" record, {counts.get('disagrees', 0)} disagree and {counts.get('cannot be checked', 0)} cannot be checked."
    )
    return Html(markup(said))
