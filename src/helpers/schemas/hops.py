"""How wide each move between two occupations is: what ways from one role to another are made of."""

from helpers.schemas.column import ONET_CODE, Column, Table
from helpers.schemas.onet import FACETS

WIDEST_KEPT = 75
"""Moves wider than this percentage of all moves, in any facet, are left out: as a step they are none."""

HOPS = Table(
    name="hops",
    file="hops.parquet",
    about="made by us: how wide the move from one O*NET occupation to another is, in its widest facet",
    sources=("onet", "onet_ratings"),
    key=("start", "end"),
    columns=(
        Column("start", "text", "O*NET-SOC code of the occupation moved from", pattern=ONET_CODE),
        Column("end", "text", "O*NET-SOC code of the occupation moved to", pattern=ONET_CODE),
        Column(
            "widest",
            "whole",
            "percent of all moves with a smaller gap in the facet in which this one is widest, rounded up",
            low=0,
            high=WIDEST_KEPT,
        ),
        Column("facet", "text", "the facet in which it is widest", one_of=FACETS),
    ),
    limits=f"Computed from ratings; no O*NET figure. Moves wider than {WIDEST_KEPT} % of all, and those that lack a"
    " facet, are left out.",
    row_group=1 << 20,
)

TABLES = (HOPS,)
