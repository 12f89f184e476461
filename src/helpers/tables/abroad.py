"""Pay abroad: official groups of other countries, what they pay, and which may stand beside an occupation."""

from helpers.tables.column import SOC_CODE, Column, share, table

CURRENCIES = {"Canada": "CAD", "United Kingdom": "GBP"}
"""Country -> currency of its pay."""
PERCENTILES = ("p10", "p25", "median", "p75", "p90")
SHARP = ("one group", "groups that pay alike", "most of the jobs")
"""Ways to a foreign group that are sharp: one only, several within `ALIKE_PCT`, one with half of the jobs."""
NOT_SHARP, NO_MEDIAN, NO_GROUP = "not sharp", "no median", "no group"
"""Ways that lead nowhere: too many unlike groups, no pay published, no crosswalk."""
ALIKE_PCT = 15.0
"""Medians of several candidates may differ by this at most, the highest over the lowest."""
HALF = 0.5
"""Share of the jobs behind an occupation that one group must hold at least."""

_COUNTRY = Column("country", "text", "country", one_of=tuple(CURRENCIES))
_GROUP_CODE = Column("group_code", "text", "code of the group in the country's own list", pattern=r"\d{4,5}")

ABROAD_CODES = table(
    "abroad_codes",
    "which official groups of another country may hold an occupation, along the publishers' crosswalks",
    _COUNTRY,
    Column("soc_code", "text", "detailed SOC 2018 code", pattern=SOC_CODE),
    Column("isco_code", "text", "ISCO-08 group on the way; Canada: empty", nullable=True, pattern=r"\d{4}"),
    _GROUP_CODE,
    share(
        "line_share",
        "share of the group's lines in the coding index that have the ISCO-08 group; Canada: empty",
        nullable=True,
    ),
    sources=("noc", "soc_crosswalks", "uk_index"),
    key=("country", "soc_code", "isco_code", "group_code"),
    limits="Canada: SOC 2018 over NOC 2016 to NOC 2021. United Kingdom: SOC 2018 over SOC 2010 and ISCO-08 to SOC 2020,"
    " whose publisher says that there is no simple map from ISCO-08. Candidates, not equals.",
)

ABROAD_PAY = table(
    "abroad_pay",
    "what the official groups of other countries pay a year, in their own currency",
    _COUNTRY,
    _GROUP_CODE,
    Column("group", "text", "name of the group"),
    Column("year", "whole", "year of the pay", low=2000, high=2100),
    Column("currency", "text", "currency of the pay", one_of=tuple(CURRENCIES.values())),
    *(
        Column(f"annual_{name}_local", "whole", f"gross pay a year, {name}, own currency", nullable=True, low=0)
        for name in (*PERCENTILES, "mean")
    ),
    Column("median_cv_pct", "decimal", "standard error of the median, percent", nullable=True, places=1, low=0),
    Column("jobs_thousand", "whole", "jobs of employees, thousands", nullable=True, low=0),
    Column("error_year", "whole", "year of the error and the jobs", nullable=True, low=2000, high=2100),
    Column("missing_reason", "text", "why a figure of the row is empty", nullable=True),
    sources=("canada_wages", "uk_ashe"),
    key=("country", "group_code"),
    limits="Canada: employees; hourly wages times 2,080, as the copies give them; tenths, and other sources where the"
    " sample is small. United Kingdom: full-time employees over a year in the same job, provisional; jobs are those of"
    " all employees. Two surveys that differ from the American one: no verdict, no common error.",
)

ABROAD_LINKS = table(
    "abroad_links",
    "made by us: the foreign group or groups whose pay may stand beside an occupation's, or why none may",
    _COUNTRY,
    Column("soc_code", "text", "detailed occupation of the pay table", pattern=SOC_CODE),
    Column(
        "match",
        "text",
        f"one group; groups that pay alike (Canada: medians within {ALIKE_PCT:g} %); most of the jobs (United"
        f" Kingdom: one group holds {HALF:.0%} or more); else not sharp, no median or no group",
        one_of=(*SHARP, NOT_SHARP, NO_MEDIAN, NO_GROUP),
    ),
    Column("group_code", "text", "code of the group; empty: none", nullable=True, pattern=r"\d{4,5}"),
    share("share", "share of the jobs behind it, ours; Canada: empty", nullable=True),
    Column("missing_reason", "text", "why no group may stand beside it", nullable=True),
    sources=("noc", "soc_crosswalks", "uk_index", "canada_wages", "uk_ashe", "oews", "soc"),
    key=("country", "soc_code", "group_code"),
    limits="A foreign group may be wider than the occupation: name it beside each figure. Shares weigh ISCO-08 groups"
    " alike, and in each the British groups by their jobs and index lines.",
)

PURCHASING_POWER = table(
    "purchasing_power",
    "units of a country's currency that buy what a US dollar buys in the United States, by year",
    _COUNTRY,
    Column("year", "whole", "year", low=1990, high=2100),
    Column("local_per_usd", "real", "own currency per international dollar", low=0),
    sources=("ppp",),
    key=("country", "year"),
    limits="Of the whole product of an economy, not of what households buy.",
    file="purchasing_power.csv",
)
