"""Exposure of occupations to large language models, and where people use them."""

from helpers.tables.column import ONET_CODE, SOC_CODE, Column, Table, quality, share

MEASURES = {
    "alpha": "tasks that a language model alone could speed up to half the time",
    "beta": "the same, and half of the tasks that need further software built on the model",
    "gamma": "the same, and all of the tasks that need further software built on the model",
}
RATERS = {"model": ("dv", "rated by GPT-4"), "human": ("human", "rated by people")}

AI_EXPOSURE = Table(
    name="ai_exposure",
    about="share of an occupation's tasks exposed to language models, six measures, 0 to 1",
    sources=("ai_exposure",),
    key=("onet_code",),
    columns=(
        Column("onet_code", "text", "O*NET-SOC code", pattern=ONET_CODE),
        *(
            share(f"{rater}_{measure}", f"share of {about}; {by}", nullable=True)
            for rater, (_, by) in RATERS.items()
            for measure, about in MEASURES.items()
        ),
        quality("exact: code and name are those of O*NET-SOC 2019; none: they are not", "exact", "none"),
        Column("match_note", "text", "what differs from O*NET-SOC 2019", nullable=True),
        Column("missing_reason", "text", "why a measure is empty", nullable=True),
    ),
    limits="Exposure of tasks as judged in 2023, not replacement of jobs, and no forecast. No error is published; the"
    " six measures are its spread.",
)

SIDES = {"user": "what people ask for", "ai": "what the assistant does"}
USED_ABOVE = 0.0005
"""Share of conversations above which an activity counts as one that AI assistants are used for."""

AI_USE = Table(
    name="ai_use",
    about="how much of an occupation's activities people use an AI assistant for, and how well that went, 0 to 1",
    sources=("ai_use",),
    key=("soc_code",),
    columns=(
        Column("soc_code", "text", "code as in the pay table, or of SOC 2018", pattern=SOC_CODE),
        share("applicability", "applicability score: the mean of both sides"),
        *(
            share(f"{name}_{side}", f"{about}; {of}")
            for name, about in (
                ("applicability", "applicability score"),
                ("coverage", "share of the occupation's activities that are used at all"),
                ("completion", "share of conversations in which the task was done"),
                ("scope", "share of conversations that cover a moderate part of the activity or more"),
            )
            for side, of in SIDES.items()
        ),
    ),
    limits="Conversations with one assistant in the United States, January to September 2024. Not a measure of jobs"
    " replaced. Remainders and military occupations are not in it. No error is published.",
)

ACTIVITY_USE = Table(
    name="activity_use",
    about="how often people use an AI assistant for an intermediate work activity, and how well that went",
    sources=("ai_use",),
    key=("intermediate",),
    columns=(
        Column("intermediate", "text", "title of the intermediate work activity, as in activity_names"),
        Column("intermediate_id", "text", "its id in activity_names; empty: not in this release", nullable=True),
        *(share(f"share_{side}", f"share of all conversations, 0 to 1; {of}") for side, of in SIDES.items()),
        *(
            share(f"{name}_{side}", f"{about}; {of}; empty: none, or too few to tell", nullable=True)
            for name, about in (
                ("completion", "share of conversations in which the task was done"),
                ("scope", "share of conversations that cover a moderate part of the activity or more"),
            )
            for side, of in SIDES.items()
        ),
        Column("used", "flag", f"whether either share is above {USED_ABOVE:.2%}, the publisher's bound"),
    ),
    limits="The publisher counts by O*NET 29.0; titles join it to this release, since ids changed with 30.3.",
)
