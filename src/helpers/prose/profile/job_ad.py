"""A skeleton of a job advert for an employer: duties, requirements and pay range, all from the tables."""

import numpy as np

from helpers.comparison.facets import important
from helpers.comparison.profile import Profile
from helpers.comparison.tools import IN_DEMAND
from helpers.formats import hourly, usd
from helpers.present import Html, bullets, callout, sentences, show
from helpers.prose.guard import guarded
from helpers.prose.words import joined, named, opening, place_name

OWN = "What only the employer knows and has to add: hours, place of work, benefits, whom to write to."
_DUTIES, _SKILLS, _TOOLS = 6, 5, 6


@guarded
def job_ad_section(role: Profile, *, wanted: bool = True) -> Html:
    """Return the skeleton: title, duties, requirements, pay range of the chosen area; or how to ask for it."""
    if not wanted:
        command = "rolepair profile TITLE --job-ad"
        return sentences(
            Html(f"Not asked for: <code>{command}</code> adds it, <code>--area</code> sets its pay range.")
        )
    return show(
        callout(
            "A place to start from: it says what is usual for the occupation, not what one job needs.",
            "Ask for no more than the job needs.",
            kind="caution",
        ),
        Html("<h3>Title</h3>"),
        sentences(f"{opening(role.name)} ({role.role.leading.occupation}, {role.code})"),
        Html("<h3>Duties</h3>"),
        _list(role, "work activities", _DUTIES),
        Html("<h3>Requirements</h3>"),
        _requirements(role),
        Html("<h3>Pay range</h3>"),
        sentences(pay_range(role)),
        sentences(OWN),
    )


def pay_range(role: Profile) -> str:
    """Return the middle half of pay in the chosen area as a range, or why there is none."""
    kind = role.pay_kind
    money, each = (usd, "a year") if kind == "annual" else (hourly, "an hour")
    low, high = (role.fact(f"{kind}_{part}_usd") for part in ("p25", "p75"))
    place = place_name(role.pair)
    if not (low.given and high.given):
        why = low.reason or high.reason
        return f"No range can be given for {place}: {why}."
    ends = [money(end.value) if np.isfinite(end.value) else end.text for end in (low, high)]
    return (
        f"{ends[0]} to {ends[1]} {each}: the middle half of {named(role.name)} workers in {place} earn this"
        " (25th to 75th percentile)."
    )


def _list(role: Profile, facet: str, most: int) -> Html:
    top = important(role.pair.work.elements, facet, "a", most)
    if top.empty:
        why = role.stands.reason or f"O*NET rates no {facet} of this occupation in this copy"
        return callout(f"{why}.", kind="missing")
    return bullets(top["element"])


def _requirements(role: Profile) -> Html:
    judged = {row["measure"]: row for row in role.pair.record.requirements.to_dict("records")}
    words = {"entry_education": "Education", "work_experience": "Related experience", "job_training": "Training given"}
    items = []
    for measure, label in words.items():
        row = judged[measure]
        known = f"{row['text_a']} (typical for entry)" if row["text_a"] else f"not judged: {row['reason_a']}"
        items.append(f"{label}: {known}.")
    for facet, label in (("skills", "Skills"), ("knowledge", "Knowledge")):
        top = important(role.pair.work.elements, facet, "a", _SKILLS)
        if len(top):
            items.append(f"{label}: {joined([str(name) for name in top['element']])}.")
    tools = role.tools
    wanted = list(tools.loc[tools["text_a"] == IN_DEMAND, "technology"].head(_TOOLS)) if len(tools) else []
    if wanted:
        items.append(f"Tools: {joined(wanted)}.")
    return bullets(items)
