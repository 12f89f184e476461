"""Pay abroad: crosswalks to the groups of Canada and the United Kingdom, what they pay, and which match is sharp."""

import re
from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput
from helpers.build.raw import Built, find, has, open_sheet, read_comma, to_numbers, unusable
from helpers.tables.abroad import (
    ABROAD_CODES,
    ABROAD_LINKS,
    ABROAD_PAY,
    ALIKE_PCT,
    CURRENCIES,
    HALF,
    NO_GROUP,
    NO_MEDIAN,
    NOT_SHARP,
    PURCHASING_POWER,
    SHARP,
)
from helpers.tables.column import SOC_CODE

_HOURS = 2080
UNKNOWN_JOBS_THOUSAND = 2.0
"""Jobs of a British group whose count is not published: those are small."""
_MEDIAN = "annual_median_local"
_ONE, _ALIKE, _MOST = SHARP
Row = tuple[str, str | None, float | None, str | None]
"""match, group_code, share, missing_reason."""
_CANADA = {
    "Low_Wage_Salaire_Minium": "p10",
    "Quartile1_Wage_Salaire_Quartile1": "p25",
    "Median_Wage_Salaire_Median": "median",
    "Quartile3_Wage_Salaire_Quartile3": "p75",
    "High_Wage_Salaire_Maximal": "p90",
    "Average_Wage_Salaire_Moyen": "mean",
}
"""ESDC's column -> ours; its low and high are tenths by its notes."""
_COPY = {"low_cad_per_year": "p10", "median_cad_per_year": "median", "high_cad_per_year": "p90"}
_KINGDOM = {"Median": "median", "Mean": "mean", "10": "p10", "25": "p25", "75": "p75", "90": "p90"}
_MARKS = {"", ".", "..", "x", ":", "-"}
"""What stands in the British tables where the estimate is too imprecise, disclosive or not there."""
_NOT_IN_COPY = "quarters, mean and jobs are not in the copy of the file; no error is published"
_NO_ERROR = "no jobs and no error are published"
_NOT_SHOWN = "the publisher shows no estimate that is too imprecise or tells of single people"


# --- crosswalks -----------------------------------------------------------------------------------------------------


def build_codes(folder: Path) -> Built:
    """Return abroad_codes: for each detailed SOC 2018 code every group that the crosswalks lead to.

    Raises `BadInput` for a missing or unreadable file, sheet or column, and where two steps of a way do not meet.
    """
    canada, noc_files = _canadian_codes(folder)
    kingdom, soc_files, index = _british_codes(folder)
    frame = pd.concat([canada.assign(country="Canada"), kingdom.assign(country="United Kingdom")], ignore_index=True)
    files = {"noc": noc_files, "soc_crosswalks": soc_files, "uk_index": [index]}
    return Built({"abroad_codes": frame[ABROAD_CODES.names]}, files)


def _canadian_codes(folder: Path) -> tuple[pd.DataFrame, list[Path]]:
    to_soc = find(folder, "*noc2016*-soc2018us-eng.csv", what="the crosswalk from NOC 2016 to SOC 2018")
    to_new = find(folder, "*noc2016*-noc2021*-eng.csv", what="the crosswalk from NOC 2016 to NOC 2021")
    wanted = {"NOC 2016 Version 1.3 Code": "noc_2016", "SOC 2018 (US) Code": "soc_code"}
    first = read_comma(to_soc, wanted, encoding="cp1252")
    second = read_comma(to_new, {"NOC 2016 V1.3 Code": "noc_2016", "NOC 2021 V1.0 Code": "group_code"})
    first, second = (frame.dropna().apply(lambda texts: texts.str.strip()) for frame in (first, second))
    first["noc_2016"], second["noc_2016"] = (frame["noc_2016"].str.zfill(4) for frame in (first, second))
    second["group_code"] = second["group_code"].str.zfill(5)
    return _met(first, second, "noc_2016", to_soc)[["soc_code", "group_code"]].drop_duplicates(), [to_soc, to_new]


def _british_codes(folder: Path) -> tuple[pd.DataFrame, list[Path], Path]:
    newer = find(folder, "soc_2010_to_2018_crosswalk.xlsx", what="the crosswalk from SOC 2010 to SOC 2018")
    isco = find(folder, "isco_soc_crosswalk.xls", what="the crosswalk from SOC 2010 to ISCO-08")
    index = find(folder, "soc2020volume2*index*.xlsx", what="the coding index of SOC 2020")
    older = {"soc_2010": "2010 SOC Code"}
    soc, steps = (
        open_sheet(path, sheet, "2010 SOC Code").only("2010 SOC Code", SOC_CODE)
        for path, sheet in ((newer, "*"), (isco, "2010 SOC to ISCO-08"))
    )
    to_isco = steps.frame(older | {"isco_code": "ISCO-08 Code"})
    to_isco["isco_code"] = to_isco["isco_code"].str.zfill(4)
    to_soc = soc.only("2018 SOC Code", SOC_CODE).frame(older | {"soc_code": "2018 SOC Code"})
    pairs = _met(to_soc, to_isco, "soc_2010", newer)
    wanted = {"group_code": "SOC_2020", "isco_code": "ISCO-08 code based on SOC2020"}
    lines = open_sheet(index, "SOC2020 coding index", "SOC_2020").frame(wanted).dropna()
    lines = lines[lines["group_code"].str.fullmatch(r"\d{4}") & lines["isco_code"].str.isdigit()]
    counted = lines.assign(isco_code=lines["isco_code"].str.zfill(4)).groupby(["group_code", "isco_code"]).size()
    shares = (counted / counted.groupby("group_code").transform("sum")).rename("line_share").reset_index()
    pairs = pairs[["soc_code", "isco_code"]].drop_duplicates()
    return _met(pairs, shares, "isco_code", index), [newer, isco], index


def _met(one: pd.DataFrame, other: pd.DataFrame, on: str, path: Path) -> pd.DataFrame:
    frame = one.merge(other, on=on)
    if frame[on].nunique() < one[on].nunique() / 2:
        raise BadInput(
            f"{path.name} and the next crosswalk share {frame[on].nunique()} of {one[on].nunique()} codes",
            expected="two crosswalks that name most codes alike",
            next_step="fetch both files again; one may be of another version",
        )
    return frame


# --- pay ------------------------------------------------------------------------------------------------------------


def build_pay(folder: Path) -> Built:
    """Return abroad_pay from ESDC's and ONS's own files, or from the copies where these are not there.

    A copy of ONS's pay takes jobs and errors from the newest official workbooks. Raises `BadInput` for a missing or
    unreadable file, sheet or column, and for a text in the place of a figure.
    """
    canada, canada_files, canada_year = _canadian_pay(folder)
    kingdom, kingdom_files, kingdom_year = _british_pay(folder)
    frame = pd.concat([canada.assign(country="Canada"), kingdom.assign(country="United Kingdom")], ignore_index=True)
    frame["currency"] = frame["country"].map(CURRENCIES)
    figures = [column.name for column in ABROAD_PAY.columns if column.kind != "text"]
    frame = frame.astype(dict.fromkeys(figures, "float64"))
    return Built(
        {"abroad_pay": frame[ABROAD_PAY.names]},
        {"canada_wages": canada_files, "uk_ashe": kingdom_files},
        {
            "canada_wages": {"release": canada_year, "period": canada_year},
            "uk_ashe": {"release": kingdom_year, "period": f"April {kingdom_year}, provisional"},
        },
    )


def _columns(names: dict[str, str]) -> dict[str, str]:
    return {theirs: f"annual_{ours}_local" for theirs, ours in names.items()}


def _canadian_pay(folder: Path) -> tuple[pd.DataFrame, list[Path], str]:
    official = has(folder, "*wage*opendata*.csv")
    path = find(folder, "*wage*opendata*.csv", "canada_wages_*.csv", what="the wages of Canada's Job Bank")
    columns = _columns(_CANADA if official else _COPY)
    if official:
        flag = {"Annual_Wage_Flag_Salaire_annuel": "annual", "ER_Code_Code_RE": "area"}
        rows = read_comma(path, {"NOC_CNP": "group_code", "NOC_Title_eng": "group"} | flag | columns)
        rows = to_numbers(rows[rows["area"] == "ER00"], columns.values(), path)
        hourly = rows["annual"] != "1"
        for column in columns.values():
            rows[column] = rows[column].mask(hourly, _HOURS * rows[column]).round()
    else:
        rows = to_numbers(read_comma(path, {"noc": "group_code", "title": "group"} | columns), columns.values(), path)
    year = _year(path.name, r"wage[a-z]*_?(\d{4})", path)
    rows["group_code"] = rows["group_code"].str.removeprefix("NOC_").str.zfill(5)
    reasons = {True: "no wage is published", False: _NO_ERROR if official else _NOT_IN_COPY}
    return rows.assign(year=int(year), missing_reason=rows[_MEDIAN].isna().map(reasons)), [path], year


def _british_pay(folder: Path) -> tuple[pd.DataFrame, list[Path], str]:
    pay = find(folder, "*Table 14.7a*.xlsx", what="the annual pay of the United Kingdom (ASHE, table 14.7a)")
    errors = find(folder, "*Table 14.7b*.xlsx", what="the errors of that pay (ASHE, table 14.7b)")
    sheets = ((pay, "Full-Time"), (pay, "All"), (errors, "Full-Time"))
    official, all_jobs, cv = (_read_groups(path, sheet) for path, sheet in sheets)
    error_year = year = _year(pay.name, r"(\d{4})\.xlsx$", pay)
    files, columns = [pay, errors], _columns(_KINGDOM)
    rows = official.rename(columns=columns)
    copies = sorted(folder.rglob("ashe14_*.csv"))
    if copies and (newer := _year(copies[-1].name, r"(\d{4})", copies[-1])) > year:
        copied = _columns({name.lower() if name.isalpha() else f"p{name}": ours for name, ours in _KINGDOM.items()})
        named = {"measure": "measure", "workers": "workers", "soc2020": "code", "title": "group"}
        text = read_comma(copies[-1], named | copied)
        text = text[(text["measure"] == "annual") & (text["workers"] == "ft")]
        rows = to_numbers(text, copied.values(), copies[-1]).set_index("code")
        year, files = newer, [copies[-1], *files]
    beside = {"jobs_thousand": all_jobs["(thousand)"], "median_cv_pct": cv["Median"]}
    rows = rows.assign(year=int(year), error_year=int(error_year), **beside)
    gaps = rows[[*columns.values(), *beside]].isna().any(axis=1)
    rows["missing_reason"] = gaps.map({True: _NOT_SHOWN, False: None})
    return rows.rename_axis("group_code").reset_index(), files, year


def _read_groups(path: Path, name: str) -> pd.DataFrame:
    """Return the groups of four digits by code: name and figures, empty where the publisher shows none."""
    sheet = open_sheet(path, name, "Code").only("Code", r"\d{4}")
    figures = {name: re.escape(name) for name in ("(thousand)", *_KINGDOM)}
    return sheet.frame({"group": "Description", "code": "Code"}, figures, _MARKS).set_index("code")


def _year(name: str, pattern: str, path: Path) -> str:
    if found := re.search(pattern, name):
        return found[1]
    raise unusable(path, "its name holds no year")


def build_purchasing_power(folder: Path) -> Built:
    """Return purchasing_power of the countries in `CURRENCIES`; raises `BadInput` as the readers of the file do."""
    path = find(folder, "ppp-gdp.csv", what="the purchasing power parities")
    rows = read_comma(path, {"Country": "country", "Year": "year", "PPP": "local_per_usd"})
    rows = to_numbers(rows[rows["country"].isin(list(CURRENCIES))], ["year", "local_per_usd"], path)
    newest = str(int(rows["year"].max()))
    return Built({"purchasing_power": rows[PURCHASING_POWER.names]}, {"ppp": [path]}, {"ppp": {"release": newest}})


# --- which group may stand beside an occupation ---------------------------------------------------------------------


def build_links(codes: pd.DataFrame, pay: pd.DataFrame, soc_codes: pd.DataFrame, occupations: pd.DataFrame) -> Built:
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
