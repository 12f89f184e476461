"""How past rounds of the projections turned out, as their publisher found."""

from helpers.tables.column import Column, Table

TRACK_RECORD = Table(
    name="track_record",
    file="track_record.csv",
    about="curated: how past rounds of the projections turned out, as the publisher's own evaluations say",
    sources=("ep_evaluations",),
    key=("round",),
    columns=(
        Column("round", "text", "base and projected year of the round", pattern=r"\d{4}-\d{2}"),
        Column("evaluated", "text", "what was counted: occupations, or occupational groups"),
        Column(
            "direction_right_pct",
            "whole",
            "share whose direction was projected rightly, percent",
            low=0,
            high=100,
        ),
        Column(
            "faster_than_average_right_pct",
            "whole",
            "how often faster growth than the average was projected rightly, percent",
            low=0,
            high=100,
        ),
        Column("projected_growth_pct", "decimal", "average growth projected for the period, percent", places=1),
        Column("actual_growth_pct", "decimal", "average growth that came, percent", places=1),
        Column("page", "text", "address of the evaluation", pattern=r"https://\S+"),
    ),
    limits="Figures of the publisher's pages, read from stored copies of them. Rounds differ in what they count.",
)

TABLES = (TRACK_RECORD,)
