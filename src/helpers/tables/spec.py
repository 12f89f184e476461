"""What every table holds: columns with type, unit and meaning, the key, and the sources behind it.

One module a subject; `ALL` is the register that `tables`, the build and the data dictionary read.
"""

from helpers.tables import abroad, ai, crosswalks, market_claims, onet, outlook, pay, people, prices, title_tables
from helpers.tables.column import Column, Table

PUBLISHED_TOTALS = Table(
    name="published_totals",
    file="published_totals.csv",
    about="curated: totals and counts as the publisher prints them, by release",
    sources=(
        *("oews", "soc", "ep", "ep_newest", "cps", "onet", "onet_soc", "rpp"),
        *("ai_use", "canada_wages", "uk_ashe"),
    ),
    key=("source_id", "release", "table", "total"),
    columns=(
        Column("source_id", "text", "source in sources.yml"),
        Column("release", "text", "release that prints the total, as in sources.yml"),
        Column("table", "text", "table the total is held against"),
        Column("total", "text", "name of the total; helpers.build.verify knows how each is found in the table"),
        Column("expected", "real", "the figure as published"),
    ),
    limits="A row of another release than the tables' is not checked.",
)

_SUBJECTS = (pay, title_tables, market_claims, onet, prices, ai, outlook, people, crosswalks, abroad)
ALL: dict[str, Table] = {
    table.name: table
    for table in (*(one for subject in _SUBJECTS for one in vars(subject).values()), PUBLISHED_TOTALS)
    if isinstance(table, Table)
}

__all__ = ["ALL", "Column", "Table"]
