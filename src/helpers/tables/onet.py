"""O*NET: what the work asks for and what it is like, by O*NET-SOC code; figures, codes and names only."""

from helpers.tables.column import ONET_CODE, Column, pct, table

FACETS = ("abilities", "knowledge", "skills", "work activities")
SCALES = ("importance", "level")
STYLE_SCALES = ("distinctiveness rank", "impact", "importance")
TIERS = ("Primary-Short", "Primary-Long", "Supplemental")
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
_ELEMENT_ID = r"\d[0-9A-Za-z.]*"

CODE = Column("onet_code", "text", "O*NET-SOC 2019 code", pattern=ONET_CODE)
ELEMENT = Column(
    "element_id", "text", "element of the O*NET content model; its name is in elements", pattern=_ELEMENT_ID
)
FACET = Column("facet", "text", "skills, knowledge, abilities or work activities", one_of=FACETS)
RATED = (
    Column("rated", "text", "month of the rating, YYYY-MM", nullable=True, pattern=r"\d{4}-\d{2}"),
    Column("rated_by", "text", "who gave the rating, as O*NET names the source", nullable=True),
)
MISSING = Column("missing_reason", "text", "why a figure or flag of the row is empty", nullable=True)


def _errors(unit: str) -> tuple[Column, ...]:
    return (
        Column("n", "whole", "people who rated it", nullable=True, low=1),
        Column("standard_error", "decimal", f"standard error, {unit}", nullable=True, places=4, low=0),
        Column("ci_low", "decimal", f"lower bound of the 95 % interval, {unit}", nullable=True, places=4),
        Column("ci_high", "decimal", f"upper bound of the 95 % interval, {unit}", nullable=True, places=4),
        Column("suppress", "flag", "O*NET recommends not to use the figure: too imprecise", nullable=True),
    )


ELEMENTS = table(
    "elements",
    "names of the elements of the O*NET content model",
    Column("element_id", "text", "id in the O*NET content model", pattern=_ELEMENT_ID),
    Column("element_name", "text", "name of the element"),
    sources=("onet",),
    key=("element_id",),
    limits="Detailed and intermediate work activities are in activity_names.",
)

RATINGS = table(
    "ratings",
    "importance and level of skills, knowledge, abilities and work activities",
    FACET,
    CODE,
    ELEMENT,
    Column("scale", "text", "importance (1 to 5) or level (0 to 7)", one_of=SCALES),
    Column("value", "decimal", "mean rating, in points of its scale", nullable=True, places=2, low=0, high=7),
    *_errors("in points of the scale"),
    Column("not_relevant", "flag", "O*NET: the level means nothing here; levels only", nullable=True),
    *RATED,
    Column("source_id", "text", "source and release of the row, in sources.yml", one_of=("onet", "onet_ratings")),
    MISSING,
    sources=("onet", "onet_ratings"),
    key=("facet", "onet_code", "element_id", "scale"),
    limits="Rows of onet_ratings have neither errors nor flags: a suppressed figure cannot be told there. The flag"
    " not_relevant belongs to levels and is empty on every importance. Nothing is averaged over codes.",
)

EDUCATION_TRAINING = table(
    "education_training",
    "education required, related experience, and training times: share of answers in each category",
    CODE,
    ELEMENT,
    Column("category", "whole", "category; its name is in education_training_categories", low=1, high=12),
    pct("share_pct", "percent of those asked who gave it", nullable=True, places=2),
    *_errors("in percentage points"),
    *RATED,
    MISSING,
    sources=("onet",),
    key=("onet_code", "element_id", "category"),
    limits="What people in the occupation (or experts) say is required to be hired, not what its workers hold.",
)

EDUCATION_TRAINING_CATEGORIES = table(
    "education_training_categories",
    "names of the categories of education_training, in rising order",
    ELEMENT,
    Column("category", "whole", "number of the category, rising", low=1, high=12),
    Column("category_name", "text", "name of the category, without its explanation"),
    sources=("onet",),
    key=("element_id", "category"),
    file="education_training_categories.csv",
)

CREDENTIALS = table(
    "credentials",
    "importance of a professional certification and of an apprenticeship, on a scale of 1 to 5",
    CODE,
    ELEMENT,
    Column("importance", "decimal", "mean rating, 1 to 5", nullable=True, places=2, low=1, high=5),
    *_errors("in points of the scale"),
    *RATED,
    MISSING,
    sources=("onet",),
    key=("onet_code", "element_id"),
    limits="About a third of the occupations have no row: they were not asked.",
)

INTERESTS = table(
    "interests",
    "how well an occupation fits each of Holland's six interests (RIASEC)",
    CODE,
    ELEMENT,
    Column("score", "decimal", "fit of the interest, 1 to 7", nullable=True, places=2, low=1, high=7),
    Column("high_point", "whole", "1 to 3: first to third interest; empty: none", nullable=True, low=1, high=3),
    *RATED,
    MISSING,
    sources=("onet",),
    key=("onet_code", "element_id"),
    limits="Scores of a model that experts reviewed, not of a survey; no error is published.",
)

WORK_STYLES = table(
    "work_styles",
    "personal styles that matter for doing the work well",
    CODE,
    ELEMENT,
    Column(
        "scale",
        "text",
        "impact (-3 hinders to 3 helps), distinctiveness rank (1 to 10; 0: not ranked); before release 30.0"
        " importance (1 to 5)",
        one_of=STYLE_SCALES,
    ),
    Column("value", "decimal", "rating or rank on the scale", nullable=True, places=2, low=-3, high=10),
    *RATED,
    MISSING,
    sources=("onet",),
    key=("onet_code", "element_id", "scale"),
    limits="From release 30.0 on rated by a language model and experts, not by a survey; no error is published.",
)

JOB_ZONES = table(
    "job_zones",
    "how much preparation an occupation needs, in zones",
    CODE,
    Column("job_zone", "whole", "zone, 1 (little) to 5 (extensive); see job_zone_meanings", low=1, high=5),
    *RATED,
    sources=("onet",),
    key=("onet_code",),
    limits="From release 30.2 on zone 1 is part of zone 2.",
)

JOB_ZONE_MEANINGS = table(
    "job_zone_meanings",
    "curated: what a job zone means, in our own words",
    Column("job_zone", "whole", "zone", low=1, high=5),
    Column("preparation", "text", "how much preparation, in a few words"),
    Column("schooling", "text", "usual schooling"),
    Column("experience", "text", "usual experience before the job"),
    Column("training_time", "text", "time to learn the work, after the range of specific vocational preparation"),
    Column("svp_range", "text", "range of specific vocational preparation"),
    Column("note", "text", "what to know about the zone", nullable=True),
    sources=("rolepair", "onet"),
    key=("job_zone",),
    file="job_zone_meanings.csv",
)

TECHNOLOGIES = table(
    "technologies",
    "software and technology that an occupation uses",
    CODE,
    Column("technology", "text", "name of the software or technology"),
    Column("category_code", "text", "UNSPSC commodity code; from release 30.3 on an element of the content model"),
    Column("category", "text", "kind of software"),
    Column("hot", "flag", "often asked for in job adverts of all employers"),
    Column("in_demand", "flag", "often asked for in job adverts of this occupation"),
    sources=("onet",),
    key=("onet_code", "technology", "category_code"),
    limits="Examples, not a full list; there is no figure of how many workers use one.",
)

RELATED = table(
    "related",
    "occupations that O*NET relates to an occupation, closest first",
    CODE,
    Column("rank", "whole", "1 is the closest", low=1),
    Column("related_onet_code", "text", "O*NET-SOC code of the related occupation", pattern=ONET_CODE),
    Column("tier", "text", "Primary-Short (1 to 5), Primary-Long (6 to 10) or Supplemental", one_of=TIERS),
    sources=("onet",),
    key=("onet_code", "rank"),
)

ACTIVITY_LINKS = table(
    "activity_links",
    "detailed work activities of an occupation, by id, with the number of its tasks behind each",
    CODE,
    Column("activity_id", "text", "id of a detailed work activity", pattern=_ELEMENT_ID),
    Column("element_id", "text", "work activity it belongs to; its name is in elements", pattern=_ELEMENT_ID),
    Column("tasks", "whole", "tasks of the occupation that are linked to it", low=1),
    sources=("onet",),
    key=("onet_code", "activity_id"),
    limits="Titles are in activity_names; the tasks are sentences of the publisher. Ids changed their form with release"
    " 30.3.",
)

ACTIVITY_NAMES = table(
    "activity_names",
    "titles of the detailed work activities, each with the intermediate activity that groups it",
    Column("activity_id", "text", "id of a detailed work activity", pattern=_ELEMENT_ID),
    Column("activity", "text", "title of the detailed work activity"),
    Column("intermediate_id", "text", "id of the intermediate work activity it belongs to", pattern=_ELEMENT_ID),
    Column("intermediate", "text", "title of the intermediate work activity"),
    sources=("onet",),
    key=("activity_id",),
    limits="Names of a code list, without the full stop at their end. A few have no occupation.",
)

ONET_COVERAGE = table(
    "onet_coverage",
    "for every O*NET-SOC code, which tables hold figures for it",
    Column("onet_code", "text", "O*NET-SOC 2019 code", pattern=ONET_CODE),
    Column("has_data", "flag", "whether O*NET holds figures for the code in any table here"),
    *(Column(name, "flag", f"whether there are figures: {about}") for name, about in COVERED_TABLES.items()),
    Column("missing_reason", "text", "why a table has no figures for the code", nullable=True),
    sources=("onet", "onet_ratings", "ai_exposure"),
    key=("onet_code",),
)

FACET_SCALE = table(
    "facet_scale",
    "made by us: percentiles of the distance of all pairs of O*NET occupations, and of the gap of all moves",
    FACET,
    Column(
        "measure",
        "text",
        "distance of a pair (0 to 1, its order does not matter) or gap of a move (importance times level, summed)",
        one_of=("distance", "gap"),
    ),
    Column("percentile", "decimal", "percent of all pairs or moves at or below it", places=1, low=0, high=100),
    Column("value", "decimal", "distance or gap at this percentile", places=5, low=0),
    sources=("onet", "onet_ratings"),
    key=("facet", "measure", "percentile"),
    limits="Computed from ratings; the measures are ours (`stats.similarity`). No O*NET figure.",
)

FACET_ANCHORS = table(
    "facet_anchors",
    "made by us: how close pairs of well-known occupations are in each facet",
    FACET,
    Column("onet_code_a", "text", "O*NET-SOC code of one occupation", pattern=ONET_CODE),
    Column("onet_code_b", "text", "O*NET-SOC code of the other", pattern=ONET_CODE),
    Column("closeness", "decimal", "percent of all pairs that are further apart", places=1, low=0, high=100),
    sources=("onet", "onet_ratings"),
    key=("facet", "onet_code_a", "onet_code_b"),
    limits="Computed from ratings; the choice of occupations is ours.",
)
