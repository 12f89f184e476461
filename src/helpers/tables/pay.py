"""Pay and employment: the Occupational Employment and Wage Statistics, complete."""

from helpers.tables.column import SOC_CODE, Column, table

MEASURES: dict[str, tuple[str, str]] = {
    "01": ("employment", "employment, in jobs; self-employed people are not counted"),
    "02": ("employment_rse_pct", "percent relative standard error of employment"),
    "03": ("hourly_mean_usd", "hourly mean wage, US dollars"),
    "04": ("annual_mean_usd", "annual mean wage, US dollars"),
    "05": ("wage_rse_pct", "percent relative standard error of the mean wage"),
    "06": ("hourly_p10_usd", "hourly wage, 10th percentile, US dollars"),
    "07": ("hourly_p25_usd", "hourly wage, 25th percentile, US dollars"),
    "08": ("hourly_median_usd", "hourly wage, median, US dollars"),
    "09": ("hourly_p75_usd", "hourly wage, 75th percentile, US dollars"),
    "10": ("hourly_p90_usd", "hourly wage, 90th percentile, US dollars"),
    "11": ("annual_p10_usd", "annual wage, 10th percentile, US dollars"),
    "12": ("annual_p25_usd", "annual wage, 25th percentile, US dollars"),
    "13": ("annual_median_usd", "annual wage, median, US dollars"),
    "14": ("annual_p75_usd", "annual wage, 75th percentile, US dollars"),
    "15": ("annual_p90_usd", "annual wage, 90th percentile, US dollars"),
    "16": ("jobs_per_1000", "employment per 1,000 jobs of the area; not given for the nation"),
    "17": ("location_quotient", "share of the area's jobs over the nation's share; not given for the nation"),
}
"""Publisher's datatype code -> (column, meaning)."""

_PLACES = {"02": 1, "05": 1, "16": 3, "17": 2} | dict.fromkeys(("03", "06", "07", "08", "09", "10"), 2)
AREA_KINDS = ("national", "state", "metropolitan")
OCCUPATION_LEVELS = ("major", "minor", "broad", "detailed")


FIRST_YEAR = 2021
"""First year of pay_years: from then on one method of estimation and one list of codes."""


def _measure(code: str) -> Column:
    name, about = MEASURES[code]
    about = f"{about} (datatype {code})"
    if code in _PLACES:
        return Column(name, "decimal", about, nullable=True, places=_PLACES[code], low=0)
    return Column(name, "whole", about, nullable=True, low=0)


def _note(code: str) -> Column:
    name, _ = MEASURES[code]
    about = f"publisher's footnote code on {name}; empty where there is none"
    return Column(f"{name}_note", "text", about, nullable=True, pattern=r"\d+")


PAY = table(
    "pay",
    "every published cell of employment and wages by occupation, area and industry",
    Column("soc_code", "text", "occupation code in SOC form (some are groups the survey made)", pattern=SOC_CODE),
    Column("area_code", "text", "area code of seven digits; 0000000 is the nation", pattern=r"\d{7}"),
    Column("industry_code", "text", "industry code of six characters; 000000 is all industries", pattern=r".{6}"),
    *(_measure(code) for code in MEASURES),
    *(_note(code) for code in MEASURES),
    sources=("oews",),
    key=("soc_code", "area_code", "industry_code"),
    limits="One release, not a time series. Industries are published for the nation only. An empty figure has a"
    " footnote code, save jobs_per_1000 and location_quotient, which the publisher gives for areas only.",
)

OCCUPATIONS = table(
    "occupations",
    "occupations and groups that the pay table covers",
    Column("soc_code", "text", "occupation code in SOC form", pattern=SOC_CODE),
    Column("occupation", "text", "occupation's name"),
    Column("level", "text", "major, minor, broad or detailed", one_of=OCCUPATION_LEVELS),
    Column("major_code", "text", "major group it belongs to", pattern=SOC_CODE),
    Column("in_soc_2018", "flag", "whether SOC 2018 has the same code; no: a group the survey made"),
    sources=("oews", "soc"),
    key=("soc_code",),
)

AREAS = table(
    "areas",
    "the nation, states and territories, metropolitan and nonmetropolitan areas",
    Column("area_code", "text", "area code of seven digits", pattern=r"\d{7}"),
    Column("area", "text", "area's name"),
    Column("kind", "text", "national, state or metropolitan (nonmetropolitan areas among them)", one_of=AREA_KINDS),
    Column("state_code", "text", "FIPS code of the (first) state; 00 for the nation", pattern=r"\d{2}"),
    Column("state", "text", "postal code of the state or territory; empty for the nation", nullable=True),
    sources=("oews",),
    key=("area_code",),
)

INDUSTRIES = table(
    "industries",
    "industries of the pay table, with ownership groups",
    Column("industry_code", "text", "industry code of six characters", pattern=r".{6}"),
    Column("industry", "text", "industry's name"),
    Column("display_level", "whole", "0 all, 1 ownership, 2 sector, 3 to 5 finer", low=0, high=5),
    sources=("oews",),
    key=("industry_code",),
)

FOOTNOTES = table(
    "footnotes",
    "what the pay table's footnote codes mean, in our own words",
    Column("footnote_code", "text", "publisher's footnote code", pattern=r"\d+"),
    Column("meaning", "text", "what it means for the figure, in our own words"),
    Column("annual_bound_usd", "whole", "annual wage that the footnote names as a bound", nullable=True, low=0),
    Column("hourly_bound_usd", "decimal", "hourly wage that it names as a bound", nullable=True, places=2, low=0),
    sources=("oews",),
    key=("footnote_code",),
    file="footnotes.csv",
)

_OVER_YEARS = ("01", "02", "03", "04", "05")
PAY_YEARS = table(
    "pay_years",
    "mean wage and employment of the nation in May of each year since 2021, each with its error",
    Column("soc_code", "text", "detailed occupation, or 00-0000 for all occupations", pattern=SOC_CODE),
    Column("year", "whole", "the estimate is of May of this year", low=FIRST_YEAR, high=2100),
    *(_measure(code) for code in _OVER_YEARS),
    *(_note(code) for code in _OVER_YEARS),
    sources=("oews_history", "oews"),
    key=("soc_code", "year"),
    limits="One method and one list of codes, but no time series: an estimate pools three years of panels, so that a"
    " turn shows late, and the errors of two years are not independent. Dollars of each year. The newest year is the"
    " pay table's.",
)
