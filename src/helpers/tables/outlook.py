"""Outlook of an occupation: exposure to AI and its use, and the Employment Projections with education (BLS)."""

from helpers.tables.column import ONET_CODE, SOC_CODE, Column, pct, quality, share, table

MEASURES = {
    "alpha": "tasks that a language model alone could speed up to half the time",
    "beta": "the same, and half of the tasks that need further software built on the model",
    "gamma": "the same, and all of the tasks that need further software built on the model",
}
RATERS = {"model": ("dv", "rated by GPT-4"), "human": ("human", "rated by people")}

AI_EXPOSURE = table(
    "ai_exposure",
    "share of an occupation's tasks exposed to language models, six measures, 0 to 1",
    Column("onet_code", "text", "O*NET-SOC code", pattern=ONET_CODE),
    *(
        share(f"{rater}_{measure}", f"share of {about}; {by}", nullable=True)
        for rater, (_, by) in RATERS.items()
        for measure, about in MEASURES.items()
    ),
    quality("exact: code and name are those of O*NET-SOC 2019; none: they are not", "exact", "none"),
    Column("match_note", "text", "what differs from O*NET-SOC 2019", nullable=True),
    Column("missing_reason", "text", "why a measure is empty", nullable=True),
    sources=("ai_exposure",),
    key=("onet_code",),
    limits="Exposure of tasks as judged in 2023, not replacement of jobs, and no forecast. No error is published; the"
    " six measures are its spread.",
)

SIDES = {"user": "what people ask for", "ai": "what the assistant does"}
USED_ABOVE = 0.0005
"""Share of conversations above which an activity counts as one that AI assistants are used for."""

AI_USE = table(
    "ai_use",
    "how much of an occupation's activities people use an AI assistant for, and how well that went, 0 to 1",
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
    sources=("ai_use",),
    key=("soc_code",),
    limits="Conversations with one assistant in the United States, January to September 2024. Not a measure of jobs"
    " replaced. Remainders and military occupations are not in it. No error is published.",
)

ACTIVITY_USE = table(
    "activity_use",
    "how often people use an AI assistant for an intermediate work activity, and how well that went",
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
    sources=("ai_use",),
    key=("intermediate",),
    limits="The publisher counts by O*NET 29.0; titles join it to this release, since ids changed with 30.3.",
)

# --- projections -----------------------------------------------------------------------------------------------------

EDUCATION_LEVELS = {
    "less_than_high_school_pct": "less than a high school diploma",
    "high_school_pct": "a high school diploma or equivalent",
    "some_college_pct": "some college, no degree",
    "associates_pct": "an associate's degree",
    "bachelors_pct": "a bachelor's degree",
    "masters_pct": "a master's degree",
    "doctoral_or_professional_pct": "a doctoral or professional degree",
}
"""Column of the attainment table -> level of education, lowest first."""
ENTRY_EDUCATION = (
    "No formal educational credential",
    "High school diploma or equivalent",
    "Some college, no degree",
    "Postsecondary nondegree award",
    "Associate's degree",
    "Bachelor's degree",
    "Master's degree",
    "Doctoral or professional degree",
)
"""What the projections name as typical education needed for entry, lowest first."""
WORK_EXPERIENCE = ("None", "Less than 5 years", "5 years or more")
"""Work experience in a related occupation, least first."""
JOB_TRAINING = (
    "None",
    "Internship/residency",
    "Apprenticeship",
    "Short-term on-the-job training",
    "Moderate-term on-the-job training",
    "Long-term on-the-job training",
)
"""Typical on-the-job training needed to attain competency."""
NOT_GIVEN = "not given by the publisher"
AI_CATEGORIES = ("Low", "Moderate", "High", "Very high")
"""The publisher's classes of exposure to AI, lowest first."""


def _tenth(name: str, about: str, *, low: float | None = None, nullable: bool = False) -> Column:
    return Column(name, "decimal", about, nullable=nullable, places=1, low=low)


_CODE = Column(
    "ep_code", "text", "code in the National Employment Matrix; 00-0000 is all occupations", pattern=SOC_CODE
)
_NAME = Column("occupation", "text", "name in the National Employment Matrix, without footnote marks")

PROJECTIONS = table(
    "projections",
    "employment now and projected, and the openings a year, of every line and summary of the projections",
    _CODE,
    _NAME,
    Column("kind", "text", "line item, or summary of several", one_of=("line item", "summary")),
    Column("base_year", "whole", "year of the employment counted", low=1990, high=2100),
    Column("projected_year", "whole", "year of the employment projected", low=1990, high=2100),
    _tenth("employment_base_thousand", "jobs in the base year, thousands, self-employed people among them", low=0),
    _tenth("employment_projected_thousand", "jobs in the projected year, thousands", low=0),
    _tenth("employment_change_thousand", "change of jobs from base to projected year, thousands"),
    _tenth("employment_change_pct", "change of jobs from base to projected year, percent of the base", low=-100),
    _tenth("employment_base_share_pct", "share of all jobs in the base year, percent", low=0),
    _tenth("employment_projected_share_pct", "share of all jobs in the projected year, percent", low=0),
    _tenth("self_employed_pct", "share of self-employed people in the base year, percent", low=0, nullable=True),
    Column(
        "self_employed_pct_note",
        "text",
        "reason for an empty self_employed_pct; empty where there is a figure",
        nullable=True,
        one_of=(NOT_GIVEN,),
    ),
    _tenth("labor_force_exit_rate_pct", "workers who leave the labor force, percent of jobs, annual average", low=0),
    _tenth("occupational_transfer_rate_pct", "workers who change occupation, percent of jobs, annual average", low=0),
    _tenth("separations_rate_pct", "exits and transfers together, percent of jobs, annual average", low=0),
    _tenth("labor_force_exits_thousand_per_year", "workers who leave the labor force, thousands a year", low=0),
    _tenth("occupational_transfers_thousand_per_year", "workers who change occupation, thousands a year", low=0),
    _tenth("separations_thousand_per_year", "exits and transfers together, thousands a year", low=0),
    _tenth("openings_thousand_per_year", "openings, thousands a year on average", low=0),
    _tenth(
        "growth_openings_thousand_per_year",
        "openings that growth adds or decline takes away, thousands a year: ours, openings less separations",
    ),
    sources=("ep",),
    key=("ep_code",),
    limits="Thousands and percent as published, to one decimal: parts may miss their sum by 0.1. Summaries and lines"
    " overlap: never add them. The wage that the publisher prints beside them is of an older survey and left out.",
    row_group=2048,
)

NEWEST_PROJECTIONS = table(
    "newest_projections",
    "the newest round of the projections: change of jobs, openings a year, and the publisher's AI category",
    Column("ep_code", "text", "code in the National Employment Matrix, line items only", pattern=SOC_CODE),
    Column("base_year", "whole", "year of the employment counted", low=1990, high=2100),
    Column("projected_year", "whole", "year of the employment projected", low=1990, high=2100),
    _tenth("employment_change_pct", "change of jobs, percent of the base", low=-100, nullable=True),
    _tenth("openings_thousand_per_year", "openings, thousands a year on average", low=0, nullable=True),
    Column(
        "ai_exposure",
        "text",
        "exposure of the occupation to AI beside all others, as the publisher classes it: about a fourth in each",
        nullable=True,
        one_of=AI_CATEGORIES,
    ),
    sources=("ep_newest",),
    key=("ep_code",),
    limits="Levels, exits and transfers of this round are not here; those of projections are of another round:"
    " never mix the two in one row. Exposure is relative, and no forecast of jobs lost. Empty: not given.",
)

ENTRY_REQUIREMENTS = table(
    "entry_requirements",
    "education, experience and training that the publisher judges typical for entry, line items only",
    _CODE,
    _NAME,
    Column("year", "whole", "year the judgement is for", low=1990, high=2100),
    Column("entry_education", "text", "typical education needed for entry", one_of=ENTRY_EDUCATION),
    Column("work_experience", "text", "work experience in a related occupation", one_of=WORK_EXPERIENCE),
    Column("job_training", "text", "typical training on the job to attain competency", one_of=JOB_TRAINING),
    sources=("ep",),
    key=("ep_code",),
    limits="A judgement of the publisher, not what workers hold: that is the attainment table.",
    file="entry_requirements.csv",
)

ATTAINMENT = table(
    "attainment",
    "what education workers aged 25 and over hold, in percent, by line of the projections",
    _CODE,
    _NAME,
    Column("period", "text", "years of the survey behind the shares", pattern=r"\d{4}(-\d{2,4})?"),
    *(
        Column(name, "decimal", f"share of workers with {level}, percent", places=1, low=0, high=100)
        for name, level in EDUCATION_LEVELS.items()
    ),
    quality(
        "exact; parent group (shares of a wider survey group); several (put together from survey groups)",
        "exact",
        "parent group",
        "several",
    ),
    Column("match_note", "text", "which other lines print the same shares; empty if exact", nullable=True),
    sources=("ep",),
    key=("ep_code",),
    limits="The publisher marks the lines that the survey does not know as such; which lines share one survey group is"
    " read from equal shares in all seven levels. Shares add up to 100 within rounding.",
    row_group=2048,
)

TRACK_RECORD = table(
    "track_record",
    "curated: how past rounds of the projections turned out, as the publisher's own evaluations say",
    Column("round", "text", "base and projected year of the round", pattern=r"\d{4}-\d{2}"),
    Column("evaluated", "text", "what was counted: occupations, or occupational groups"),
    pct("direction_right_pct", "share whose direction was projected rightly, percent", "whole"),
    pct(
        "faster_than_average_right_pct",
        "how often faster growth than the average was projected rightly, percent",
        "whole",
    ),
    Column("projected_growth_pct", "decimal", "average growth projected for the period, percent", places=1),
    Column("actual_growth_pct", "decimal", "average growth that came, percent", places=1),
    Column("page", "text", "address of the evaluation", pattern=r"https://\S+"),
    sources=("ep_evaluations",),
    key=("round",),
    limits="Figures of the publisher's pages, read from stored copies of them. Rounds differ in what they count.",
    file="track_record.csv",
)
