"""Which foreign groups may stand beside an occupation: only where the way to them is sharp."""

from pathlib import Path

import pandas as pd

from helpers.build.comma import read_comma, to_numbers
from helpers.build.raw import Built, find
from helpers.tables.abroad import (
    ABROAD_LINKS,
    ALIKE_PCT,
    CURRENCIES,
    HALF,
    NO_GROUP,
    NO_MEDIAN,
    NOT_SHARP,
    PURCHASING_POWER,
    SHARP,
)

UNKNOWN_JOBS_THOUSAND = 2.0
"""Jobs of a British group whose count is not published: those are small."""
_MEDIAN = "annual_median_local"
_ONE, _ALIKE, _MOST = SHARP
Row = tuple[str, str | None, float | None, str | None]
"""match, group_code, share, missing_reason."""


def build(codes: pd.DataFrame, pay: pd.DataFrame, soc_codes: pd.DataFrame, occupations: pd.DataFrame) -> Built:
    """Return abroad_links: for each country and detailed occupation of the pay table its groups, or one row without.

    A group that the pay survey made takes the candidates of all its SOC 2018 codes.
    """
    detailed = soc_codes[soc_codes["level"] == "detailed"]
    parts = dict(zip(detailed["soc_code"], detailed["pay_soc_code"], strict=True))
    rows: list[tuple[object, ...]] = []
    for country, sharp in (("Canada", alike), ("United Kingdom", holding_half)):
        paid = pay[pay["country"] == country].set_index("group_code")
        ways = codes[codes["country"] == country]
        ways = weigh(ways.assign(pay_code=ways["soc_code"].map(parts)), paid["jobs_thousand"])
        shares = dict(list(ways.groupby("pay_code")))
        for code in occupations.loc[occupations["level"] == "detailed", "soc_code"]:
            found = shares.get(code)
            none: list[Row] = [(NO_GROUP, None, None, "no crosswalk leads to a group of this country")]
            made = none if found is None else sharp(found.set_index("group_code")["share"], paid)
            rows += [(country, code, *row) for row in made]
    order = ["country", "soc_code", "match", "group_code", "share", "missing_reason"]
    return Built({"abroad_links": pd.DataFrame(rows, columns=order)[ABROAD_LINKS.names]}, {})


def weigh(ways: pd.DataFrame, jobs: "pd.Series[float]") -> pd.DataFrame:
    """Return pay_code, group_code and share: each ISCO-08 group of an occupation counts alike, and in it each group by
    its jobs times the share of its index lines there. Without ISCO-08 groups the share is empty.
    """
    pairs = ["pay_code", "group_code"]
    if ways["isco_code"].isna().all():
        return ways[pairs].drop_duplicates().assign(share=float("nan"))
    known = ways["group_code"].map(jobs).fillna(UNKNOWN_JOBS_THOUSAND)
    ways = ways.assign(share=known * ways["line_share"]).drop_duplicates([*pairs, "isco_code"])
    ways = ways.sort_values([*pairs, "isco_code"])  # sums do not depend on the order of the rows
    ways["share"] /= ways.groupby(["pay_code", "isco_code"])["share"].transform("sum")
    summed = ways.groupby(pairs)["share"].sum().reset_index()
    summed["share"] /= summed.groupby("pay_code")["share"].transform("sum")
    return summed.round({"share": 6})


def alike(shares: "pd.Series[float]", paid: pd.DataFrame) -> list[Row]:
    """Return the one candidate, or several whose medians lie within `ALIKE_PCT` of each other; else why none."""
    medians = paid[_MEDIAN].reindex(shares.index)
    if empty := sorted(medians[medians.isna()].index):
        return [(NO_MEDIAN, None, None, f"no median is published for {_named(empty, paid)}")]
    match = _ONE if len(medians) == 1 else _ALIKE
    apart = 100 * (medians.max() / medians.min() - 1)
    if apart <= ALIKE_PCT:
        return [(match, str(code), None, None) for code in sorted(medians.index)]
    told = f"{len(medians)} groups may hold it, whose medians lie {apart:.0f} % apart"
    return [(NOT_SHARP, None, None, f"{told}: {_named(sorted(medians.index), paid)}")]


def holding_half(shares: "pd.Series[float]", paid: pd.DataFrame) -> list[Row]:
    """Return the candidate with half or more of the jobs, if its median is published; else why none."""
    ordered = shares.sort_values(ascending=False, kind="stable")
    code, share = str(ordered.index[0]), float(ordered.iloc[0])
    if share < HALF:
        told = f"no group holds half of its jobs; the largest of {len(shares)} has {share:.0%}"
        return [(NOT_SHARP, None, None, f"{told}: {_named([code], paid)}")]
    if pd.isna(paid[_MEDIAN].get(code)):
        return [(NO_MEDIAN, None, None, f"no median is published for {_named([code], paid)}")]
    return [(_ONE if len(shares) == 1 else _MOST, code, min(share, 1.0), None)]


def _named(codes: list[str], paid: pd.DataFrame) -> str:
    return "; ".join(f"{code} {paid['group'].get(code, '')}".strip() for code in codes)


def build_purchasing_power(folder: Path) -> Built:
    """Return purchasing_power of the countries in `CURRENCIES`; raises `BadInput` as the readers of the file do."""
    path = find(folder, "ppp-gdp.csv", what="the purchasing power parities")
    rows = read_comma(path, {"Country": "country", "Year": "year", "PPP": "local_per_usd"})
    rows = to_numbers(rows[rows["country"].isin(list(CURRENCIES))], ["year", "local_per_usd"], path)
    newest = str(int(rows["year"].max()))
    return Built({"purchasing_power": rows[PURCHASING_POWER.names]}, {"ppp": [path]}, {"ppp": {"release": newest}})
