"""What every table holds: columns with type, unit and meaning, the key, and the sources behind it.

One module a large subject, the small ones here; `ALL` is the register that `tables`, the build and the dictionary read.
"""

from helpers.tables import abroad, crosswalks, onet, outlook, pay, people, title_tables
from helpers.tables.column import Column, Table, quality, table

MARKET_CLAIMS = table(
    "market_claims",
    "every figure that five pages of career sites print, as claims; one row a figure",
    Column("claim_id", "text", "name of the row"),
    Column("role", "text", "title the page gives it for, lower case singular"),
    Column("measure", "text", "what is claimed"),
    Column("detail", "text", "group, rank, level or industry the figure is for", nullable=True),
    Column("value", "real", "figure; empty where the claim is a text or the page prints none", nullable=True),
    Column("text", "text", "claim in words (a degree, a place, a duty)", nullable=True),
    Column("unit", "text", "unit of value, or text"),
    Column("period", "text", "period, where the page states one", nullable=True),
    Column("missing_reason", "text", "why there is no value", nullable=True),
    Column("source_page", "text", "page it stands on"),
    Column("source_id", "text", "source in sources.yml"),
    Column("site", "text", "who publishes the page"),
    Column("attributed_to", "text", "whom the page names as the origin", nullable=True),
    Column("wording", "text", "our note on the wording, where the measure is unclear", nullable=True),
    sources=("claims_000", "claims_001", "claims_002", "claims_003", "claims_004"),
    key=("claim_id",),
    limits="Claims, not facts: copied as printed, with their defects; none is mixed into an official row.",
    file="market_claims.csv",
)

INDEXES = {
    "all_items_index": "all items",
    "goods_index": "goods",
    "housing_index": "housing services (rents)",
    "utilities_index": "utilities",
    "other_services_index": "services other than housing and utilities",
}
PRICE_AREA_KINDS = ("national", "nonmetropolitan", "state", "metropolitan")

PRICES = table(
    "prices",
    "price level of the nation, states and metropolitan areas by year; the nation's all items level is 100",
    Column("price_area_code", "text", "GeoFIPS code of five digits", pattern=r"\d{5}"),
    Column("price_area", "text", "name of the area"),
    Column("kind", "text", "national, nonmetropolitan, state or metropolitan", one_of=PRICE_AREA_KINDS),
    Column("year", "whole", "calendar year", low=2000, high=2100),
    *(
        Column(name, "decimal", f"price level, {about}; nation, all items = 100", nullable=True, places=3, low=1)
        for name, about in INDEXES.items()
    ),
    Column("missing_reason", "text", "why there is no figure", nullable=True),
    sources=("rpp",),
    key=("price_area_code", "year"),
    limits="No error is published. States hold their cities and their countryside; the only level of the countryside"
    " is one for the whole nation (00999). No figures for Guam, Puerto Rico and the Virgin Islands.",
)

PRICE_AREAS = table(
    "price_areas",
    "areas of the pay table with the price area that stands for each",
    Column("area_code", "text", "area code of the pay table", pattern=r"\d{7}"),
    Column("price_area_code", "text", "GeoFIPS code in prices; empty if none", nullable=True, pattern=r"\d{5}"),
    Column("price_area", "text", "name of the price area", nullable=True),
    quality("exact (same code), parent group (the state around it) or none", "exact", "parent group", "none"),
    Column("match_note", "text", "what the price level stands for, or why there is none", nullable=True),
    sources=("oews", "rpp"),
    key=("area_code",),
)

PUBLISHED_TOTALS = table(
    "published_totals",
    "curated: totals and counts as the publisher prints them, by release",
    Column("source_id", "text", "source in sources.yml"),
    Column("release", "text", "release that prints the total, as in sources.yml"),
    Column("table", "text", "table the total is held against"),
    Column("total", "text", "name of the total; helpers.build.verify knows how each is found in the table"),
    Column("expected", "real", "the figure as published"),
    sources=(
        *("oews", "soc", "ep", "ep_newest", "cps", "onet", "onet_soc", "rpp"),
        *("ai_use", "canada_wages", "uk_ashe"),
    ),
    key=("source_id", "release", "table", "total"),
    limits="A row of another release than the tables' is not checked.",
    file="published_totals.csv",
)

_ORDER = (
    pay,
    title_tables,
    MARKET_CLAIMS,
    onet,
    PRICES,
    PRICE_AREAS,
    outlook,
    people,
    crosswalks,
    abroad,
    PUBLISHED_TOTALS,
)
ALL: dict[str, Table] = {
    table.name: table
    for one in _ORDER
    for table in ([one] if isinstance(one, Table) else vars(one).values())
    if isinstance(table, Table)
}
"""Every table by its name, in the order of the data dictionary."""

__all__ = ["ALL", "Column", "Table"]
