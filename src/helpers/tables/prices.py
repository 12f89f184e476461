"""Price levels of states and metropolitan areas: BEA Regional Price Parities."""

from helpers.tables.column import Column, Table, quality

INDEXES = {
    "all_items_index": "all items",
    "goods_index": "goods",
    "housing_index": "housing services (rents)",
    "utilities_index": "utilities",
    "other_services_index": "services other than housing and utilities",
}
PRICE_AREA_KINDS = ("national", "nonmetropolitan", "state", "metropolitan")

PRICES = Table(
    name="prices",
    about="price level of the nation, states and metropolitan areas by year; the nation's all items level is 100",
    sources=("rpp",),
    key=("price_area_code", "year"),
    columns=(
        Column("price_area_code", "text", "GeoFIPS code of five digits", pattern=r"\d{5}"),
        Column("price_area", "text", "name of the area"),
        Column("kind", "text", "national, nonmetropolitan, state or metropolitan", one_of=PRICE_AREA_KINDS),
        Column("year", "whole", "calendar year", low=2000, high=2100),
        *(
            Column(name, "decimal", f"price level, {about}; nation, all items = 100", nullable=True, places=3, low=1)
            for name, about in INDEXES.items()
        ),
        Column("missing_reason", "text", "why there is no figure", nullable=True),
    ),
    limits="No error is published. States hold their cities and their countryside; the only level of the countryside"
    " is one for the whole nation (00999). No figures for Guam, Puerto Rico and the Virgin Islands.",
)

PRICE_AREAS = Table(
    name="price_areas",
    about="areas of the pay table with the price area that stands for each",
    sources=("oews", "rpp"),
    key=("area_code",),
    columns=(
        Column("area_code", "text", "area code of the pay table", pattern=r"\d{7}"),
        Column("price_area_code", "text", "GeoFIPS code in prices; empty if none", nullable=True, pattern=r"\d{5}"),
        Column("price_area", "text", "name of the price area", nullable=True),
        quality("exact (same code), parent group (the state around it) or none", "exact", "parent group", "none"),
        Column("match_note", "text", "what the price level stands for, or why there is none", nullable=True),
    ),
)
