"""How far apart occupations lie in each facet of the work: the scale on which one pair is placed, with anchors."""

from helpers.tables.column import ONET_CODE, Column, Table
from helpers.tables.onet import FACETS

MEASURES = ("distance", "gap")

FACET_SCALE = Table(
    name="facet_scale",
    file="facet_scale.parquet",
    about="made by us: percentiles of the distance of all pairs of O*NET occupations, and of the gap of all moves",
    sources=("onet", "onet_ratings"),
    key=("facet", "measure", "percentile"),
    columns=(
        Column("facet", "text", "skills, knowledge, abilities or work activities", one_of=FACETS),
        Column(
            "measure",
            "text",
            "distance of a pair (0 to 1, its order does not matter) or gap of a move (importance times level, summed)",
            one_of=MEASURES,
        ),
        Column("percentile", "decimal", "percent of all pairs or moves at or below it", places=1, low=0, high=100),
        Column("value", "decimal", "distance or gap at this percentile", places=5, low=0),
    ),
    limits="Computed from ratings; the measures are ours (`stats.similarity`). No O*NET figure.",
)

FACET_ANCHORS = Table(
    name="facet_anchors",
    file="facet_anchors.parquet",
    about="made by us: how close pairs of well-known occupations are in each facet",
    sources=("onet", "onet_ratings"),
    key=("facet", "onet_code_a", "onet_code_b"),
    columns=(
        Column("facet", "text", "skills, knowledge, abilities or work activities", one_of=FACETS),
        Column("onet_code_a", "text", "O*NET-SOC code of one occupation", pattern=ONET_CODE),
        Column("onet_code_b", "text", "O*NET-SOC code of the other", pattern=ONET_CODE),
        Column("closeness", "decimal", "percent of all pairs that are further apart", places=1, low=0, high=100),
    ),
    limits="Computed from ratings; the choice of occupations is ours.",
)

TABLES = (FACET_SCALE, FACET_ANCHORS)
