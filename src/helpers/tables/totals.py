"""Totals that publishers print, to hold the tables against."""

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

TABLES = (PUBLISHED_TOTALS,)
