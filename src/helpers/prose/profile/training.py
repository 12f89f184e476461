"""Qualifications and training of one role, and how to become one: steps derived from what the tables give."""

from helpers import charts
from helpers.comparison.education import most_common_level, survey_group, survey_period
from helpers.comparison.profile import Profile, one_sided
from helpers.present import Html, bullets, callout, figure, sentences, show
from helpers.prose.guard import guarded
from helpers.prose.profile.tables import facts_table, named_by_pages
from helpers.prose.words import opening

_NAMED = {"education": "education", "qualification": "qualifications", "certification": "certificates"}
_AXIS = "percent of workers aged 25 and over"
NO_LICENCE = (
    "Whether a licence is needed is set by states and stands in no table here; the licence finder linked at the end of"
    " this page knows."
)


@guarded
def training_section(role: Profile) -> Html:
    """Return what workers hold, what is typical for entry, what workers say is asked for, and certificates."""
    record = role.pair.record
    return show(
        Html("<h3>What workers hold</h3>"),
        _held(role),
        _chart(role),
        facts_table(
            one_sided(record.attainment),
            role,
            caption=f"Highest level of education of workers aged 25 and over, percent, {survey_period()}",
            label="Level",
            everyone="All workers",
        ),
        Html("<h3>What is judged typical for entry</h3>"),
        facts_table(one_sided(record.requirements), role, caption="Typical entry, as the projections judge it"),
        Html("<h3>What workers say is asked for</h3>"),
        sentences(
            "The middle answer is the band in which the answers, counted from the lowest, reach half. Samples are"
            " small: the interval is that of the answer given most often."
        ),
        facts_table(one_sided(record.training), role, caption="Education, experience and training asked for, by O*NET"),
        Html("<h3>Certificates and apprenticeship</h3>"),
        facts_table(role.credentials, role, caption="How important certification and apprenticeship are, by O*NET"),
        sentences(NO_LICENCE),
        named_by_pages(role, _NAMED),
    )


@guarded
def become_section(role: Profile) -> Html:
    """Return the steps that entry usually takes, each with its source in words, and what pages claim about the time."""
    steps = steps_to(role)
    derived = (
        "The steps are put together from typical entry, job zone and O*NET's answers; no table gives a time for all."
    )
    shown = (
        bullets(steps, ordered=True)
        if steps
        else callout(
            "No step can be derived: neither typical entry nor preparation is published for it.", kind="missing"
        )
    )
    return show(shown, sentences(derived, NO_LICENCE), _time(role), named_by_pages(role, {"career_path": "next steps"}))


def steps_to(role: Profile) -> list[str]:
    """Return the steps of entry that are known: education, experience, training, preparation, certificates."""
    judged = {row["measure"]: row for row in role.pair.record.requirements.to_dict("records")}
    asked = {row["measure"]: row for row in role.pair.record.training.to_dict("records")}
    zone = role.pair.work.zone.iloc[0]
    answers = {measure: row["text_a"] for measure, row in asked.items() if row["text_a"]}
    plan = (
        ("Education", "entry_education", "required_level"),
        ("Related experience", "work_experience", "related_experience"),
        ("Training on the job", "job_training", "job_training_time"),
    )
    steps = []
    for words, typical, answer in plan:
        said = [f"{judged[typical]['text_a']} is judged typical"] if judged[typical]["text_a"] else []
        said += (
            [f"the middle answer of those O*NET asked is {_in_sentence(answers[answer])}"] if answer in answers else []
        )
        if said:
            steps.append(f"{words}: {'; '.join(said)}.")
    if zone["text_a"]:
        steps.append(f"Preparation in all: {zone['text_a']} ({zone['note_a']}).")
    for row in role.credentials.to_dict("records"):
        if not row["reason_a"]:
            steps.append(f"{row['label'].partition(',')[0]}: importance {row['value_a']:.1f} ({row['note_a']}).")
    return steps


def _in_sentence(text: str) -> str:
    return text if ": " not in text else f"different by O*NET occupation ({text})"


def _held(role: Profile) -> Html:
    fact = most_common_level(role.code)
    if not fact.given:
        return callout(f"No shares: {fact.reason}.", kind="missing")
    group = survey_group(role.code)
    level = fact.text[:1].lower() + fact.text[1:]
    return sentences(
        f"{opening(role.name)}: the most common level among workers aged 25 and over is {level}.",
        f"The shares are those of {group}." if group else "",
    )


def _chart(role: Profile) -> Html:
    frame, names = role.pair.record.attainment, role.pair.names
    if frame["value_a"].isna().all():
        return Html("")
    typical = role.pair.record.requirements.set_index("measure").loc["entry_education", "text_a"]
    frame = frame.assign(tag_a=["typical for entry" if label == typical else "" for label in frame["label"]])
    return figure(
        charts.ranked_bars(frame, "label", unit="pct", axis=_AXIS, names=names, sides="a", most=len(frame)),
        alt=charts.ranked_bars_alt(frame, "label", unit="pct", axis=_AXIS, names=names, sides="a", most=len(frame)),
    )


@guarded
def _time(role: Profile) -> Html:
    claims = role.checked_claims
    found = claims[claims["measure"].str.startswith("time_to_become")]
    if found.empty:
        return Html("")
    said = [
        f"{'at least' if measure.endswith('low') else 'at most'} {claim} ({site})"
        for measure, claim, site in found[["measure", "claim", "site"]].itertuples(index=False)
    ]
    told = f"Time to become one that pages claim: {'; '.join(dict.fromkeys(said))}."
    return sentences(told, "No official table of it: job zones are bands of preparation.")
