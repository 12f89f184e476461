"""Exposure of occupations to large language models."""

from helpers.schemas.column import ONET_CODE, Column, Table

MEASURES = {
    "alpha": "tasks that a language model alone could speed up to half the time",
    "beta": "the same, and half of the tasks that need further software built on the model",
    "gamma": "the same, and all of the tasks that need further software built on the model",
}
RATERS = {"model": ("dv", "rated by GPT-4"), "human": ("human", "rated by people")}

AI_EXPOSURE = Table(
    name="ai_exposure",
    file="ai_exposure.parquet",
    about="share of an occupation's tasks exposed to language models, six measures, 0 to 1",
    sources=("ai_exposure",),
    key=("onet_code",),
    columns=(
        Column("onet_code", "text", "O*NET-SOC code", pattern=ONET_CODE),
        *(
            Column(f"{rater}_{measure}", "real", f"share of {about}; {by}", nullable=True, low=0, high=1)
            for rater, (_, by) in RATERS.items()
            for measure, about in MEASURES.items()
        ),
        Column(
            "quality",
            "text",
            "exact: code and name are those of O*NET-SOC 2019; none: they are not",
            one_of=("exact", "none"),
        ),
        Column("match_note", "text", "what differs from O*NET-SOC 2019", nullable=True),
        Column("missing_reason", "text", "why a measure is empty", nullable=True),
    ),
    limits="Exposure of tasks as judged in 2023, not replacement of jobs, and no forecast. No error is published; the"
    " six measures are its spread.",
)

TABLES = (AI_EXPOSURE,)
