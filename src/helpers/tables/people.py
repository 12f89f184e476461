"""Who works in an occupation: annual averages of the Current Population Survey, by Census occupation."""

from helpers.tables.column import Column, quality, table

BASE_TOO_SMALL = "base under 50,000"
NOT_SHOWN = "not shown by the publisher"
REASONS = (BASE_TOO_SMALL, NOT_SHOWN)
"""Why a figure is empty: the publisher shows none on a base of under 50,000 people, or printed a dash all the same."""
SHARES = {
    "women_pct": "women",
    "white_pct": "White people",
    "black_pct": "Black or African American people",
    "asian_pct": "Asian people",
    "hispanic_pct": "people of Hispanic or Latino ethnicity, who may be of any race",
}
"""Column of the people table -> group."""
AGE_BANDS = {
    "aged_16_to_19_thousand": "16 to 19 years",
    "aged_20_to_24_thousand": "20 to 24 years",
    "aged_25_to_34_thousand": "25 to 34 years",
    "aged_35_to_44_thousand": "35 to 44 years",
    "aged_45_to_54_thousand": "45 to 54 years",
    "aged_55_to_64_thousand": "55 to 64 years",
    "aged_65_and_over_thousand": "65 years and over",
}
"""Column of the ages table -> age band, youngest first."""
EARNERS = {"": "all workers", "men_": "men", "women_": "women"}
"""Prefix of the columns of the weekly earnings table -> who they are about."""
CENSUS_CODE = r"\d{4}(-\d{4})?"


def _rows() -> tuple[Column, ...]:
    return (
        Column("occupation", "text", "title in the survey's table, without marks and double spaces"),
        Column("level", "text", "all (the benchmark: all workers), group or line", one_of=("all", "group", "line")),
        Column(
            "census_code",
            "text",
            "Census 2018 code (a range for a group); empty where the title is not in the Census list",
            nullable=True,
            pattern=CENSUS_CODE,
        ),
        Column("year", "whole", "year of the annual averages", low=1990, high=2100),
    )


def _reason(name: str) -> Column:
    return Column(f"{name}_note", "text", f"reason for an empty {name}", nullable=True, one_of=REASONS)


PEOPLE = table(
    "people",
    "employed people by occupation with the share of women, White, Black, Asian and Hispanic people",
    *_rows(),
    Column("employed_thousand", "whole", "employed people aged 16 and over, thousands", low=0),
    *(
        Column(name, "decimal", f"share of {group}, percent", nullable=True, places=1, low=0, high=100)
        for name, group in SHARES.items()
    ),
    Column("shares_note", "text", "reason for the empty shares of the row", nullable=True, one_of=REASONS),
    sources=("cps",),
    key=("occupation",),
    limits="Race groups do not add up to 100, since not all are shown and Hispanic people may be of any race. No errors"
    " are published here. Groups and lines overlap: never add them.",
)

AGES = table(
    "ages",
    "employed people by occupation and age band, with the median age",
    *_rows(),
    Column("employed_thousand", "whole", "employed people aged 16 and over, thousands", low=0),
    *(
        Column(name, "whole", f"employed people aged {band}, thousands", low=0, nullable=True)
        for name, band in AGE_BANDS.items()
    ),
    Column("ages_note", "text", "reason for the empty age bands of the row", nullable=True, one_of=REASONS),
    Column("median_age_years", "decimal", "median age, years", nullable=True, places=1, low=16, high=100),
    _reason("median_age_years"),
    sources=("cps",),
    key=("occupation",),
    limits="Age bands are whole thousands and may miss their sum by a few.",
)


def _earners(prefix: str, who: str) -> tuple[Column, ...]:
    earnings = f"{prefix}weekly_earnings_usd"
    return (
        Column(f"{prefix}workers_thousand", "whole", f"full-time wage and salary workers, {who}, thousands", low=0),
        Column(earnings, "whole", f"median usual weekly earnings, {who}, US dollars", low=0, nullable=True),
        _reason(earnings),
    )


WEEKLY_EARNINGS = table(
    "weekly_earnings",
    "median weekly earnings of full-time wage and salary workers by occupation, all, men and women",
    *_rows(),
    *(column for prefix, who in EARNERS.items() for column in _earners(prefix, who)),
    sources=("cps",),
    key=("occupation",),
    limits="Full-time wage and salary workers of any age from 16, before taxes, as people say themselves: another"
    " survey and another measure than the pay table. A gap between men and women is not adjusted for hours, age"
    " or place.",
)

CPS_OCCUPATIONS = table(
    "cps_occupations",
    "every title of the survey's tables with the Census 2018 code it was matched to",
    *_rows()[:3],
    quality("exact (the same title in the Census list) or none", "exact", "none"),
    Column("match_note", "text", "why no code was found; empty if exact", nullable=True),
    sources=("cps", "census"),
    key=("occupation",),
    file="cps_occupations.csv",
)
