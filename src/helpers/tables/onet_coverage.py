"""Which tables hold figures for an O*NET-SOC code, and why one has none."""

from helpers.tables.column import ONET_CODE, Column, Table

COVERED_TABLES = {
    "skills": "skills",
    "knowledge": "knowledge",
    "abilities": "abilities",
    "work_activities": "work activities",
    "education_training": "education and training",
    "interests": "interests",
    "work_styles": "work styles",
    "job_zones": "job zone",
    "technologies": "technologies",
    "related": "related occupations",
    "activity_links": "detailed work activities",
    "ai_exposure": "AI exposure",
}
"""Column of onet_coverage -> how its gap is called in the reason."""

ONET_COVERAGE = Table(
    name="onet_coverage",
    file="onet_coverage.parquet",
    about="for every O*NET-SOC code, which tables hold figures for it",
    sources=("onet", "onet_ratings", "ai_exposure"),
    key=("onet_code",),
    columns=(
        Column("onet_code", "text", "O*NET-SOC 2019 code", pattern=ONET_CODE),
        Column("has_data", "flag", "whether O*NET holds figures for the code in any table here"),
        *(Column(name, "flag", f"whether there are figures: {about}") for name, about in COVERED_TABLES.items()),
        Column("missing_reason", "text", "why a table has no figures for the code", nullable=True),
    ),
)

TABLES = (ONET_COVERAGE,)
