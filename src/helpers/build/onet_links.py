"""Join the O*NET-SOC codes to the occupations of the pay table, and tell which tables hold figures for a code."""

from collections.abc import Hashable, Mapping

import pandas as pd

from helpers.build.raw import Built
from helpers.tables.onet_coverage import COVERED_TABLES

FACET_COLUMNS = {name: name.replace("_", " ") for name in ("skills", "knowledge", "abilities", "work_activities")}
"""Column of onet_coverage -> facet of ratings."""


READS = (
    "occupations",
    "soc_codes",
    "onet_codes",
    "occupation_links",
    "ratings",
    *(name for name in COVERED_TABLES if name not in FACET_COLUMNS),
)
"""The tables that `build` reads."""


def build(tables: Mapping[str, pd.DataFrame]) -> Built:
    """Return onet_coverage, and occupation_links with the rows of onet and ai, out of the tables in `READS`."""
    coverage = build_coverage(tables["onet_codes"], tables)
    others = tables["occupation_links"]
    links = [others[~others["target"].isin(["onet", "ai"])]]
    for target, column in (("onet", "has_data"), ("ai", "ai_exposure")):
        with_data = set(coverage.loc[coverage[column], "onet_code"])
        links.append(
            link_codes(tables["occupations"], tables["soc_codes"], tables["onet_codes"], with_data).assign(
                target=target
            )
        )
    return Built({"onet_coverage": coverage, "occupation_links": pd.concat(links, ignore_index=True)}, {})


def build_coverage(onet_codes: pd.DataFrame, made: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return for each O*NET-SOC code which tables have a row with figures, and the reason where one has none."""
    frame = onet_codes[["onet_code"]].copy()
    for column in COVERED_TABLES:
        if column in FACET_COLUMNS:
            ratings = made["ratings"]
            have = set(ratings.loc[ratings["facet"] == FACET_COLUMNS[column], "onet_code"])
        else:
            table = made[column]
            have = set(table.loc[table["quality"] == "exact" if "quality" in table else slice(None), "onet_code"])
        frame[column] = frame["onet_code"].isin(have)
    frame["has_data"] = frame.drop(columns=["onet_code", "ai_exposure"]).any(axis=1)
    names = onet_codes.set_index("onet_code")["occupation"]
    frame["missing_reason"] = [_why(str(row.pop("onet_code")), row, names) for row in frame.to_dict("records")]
    return frame


def _why(code: str, row: dict[Hashable, object], names: "pd.Series[str]") -> str | None:
    gaps = [about for column, about in COVERED_TABLES.items() if not row[column]]
    if not gaps:
        return None
    if row["has_data"]:
        return "no figures in this release for: " + ", ".join(gaps)
    if "All Other" in names[code]:
        return "a remainder of several jobs: O*NET holds no figures for it"
    if code.startswith("55-"):
        return "a military occupation: O*NET holds no figures for it"
    return "O*NET holds no figures for it in this release"


def link_codes(
    occupations: pd.DataFrame, soc_codes: pd.DataFrame, onet_codes: pd.DataFrame, with_data: set[str]
) -> pd.DataFrame:
    """Return rows of occupation_links, without target: every detailed code of the pay table and of SOC 2018.

    One row for each O*NET-SOC code in `with_data` under the code, or one row of quality none. A single one with figures
    is `exact` only if no other O*NET-SOC code lies under the code; otherwise the quality is `several`. Under a group
    that the pay survey made lie the O*NET-SOC codes of all its SOC codes.
    """
    placed = onet_codes.merge(soc_codes[["soc_code", "pay_soc_code"]], on="soc_code").sort_values("onet_code")
    in_pay = set(occupations.loc[occupations["level"] == "detailed", "soc_code"])
    in_soc = set(soc_codes.loc[soc_codes["level"] == "detailed", "soc_code"])
    names = dict(zip(placed["onet_code"], placed["occupation"], strict=True))
    under: dict[str, list[str]] = {code: [] for code in in_pay | in_soc}
    known = set(under)
    for code, soc_code, pay_code in placed[["onet_code", "soc_code", "pay_soc_code"]].to_numpy().tolist():
        for above in {soc_code, pay_code} & known:
            under[above].append(code)
    rows: list[tuple[str, str | None, str | None, str, str | None]] = []
    for soc_code, codes in sorted(under.items()):
        without = [code for code in codes if code not in with_data]
        if len(without) == len(codes):
            reason = f"no figures for {', '.join(without)}" if without else "no O*NET-SOC code lies under it"
            rows.append((soc_code, None, None, "none", reason))
            continue
        quality, note = ("exact", None) if len(codes) == 1 else ("several", _count(len(codes), without))
        rows += [(soc_code, code, names[code], quality, note) for code in codes if code in with_data]
    frame = pd.DataFrame(rows, columns=["soc_code", "target_code", "target_occupation", "quality", "match_note"])
    flags = {"in_pay": frame["soc_code"].isin(in_pay), "in_soc_2018": frame["soc_code"].isin(in_soc)}
    return frame.assign(**flags)


def _count(number: int, without: list[str]) -> str:
    missing = f"; no figures for {', '.join(without)}" if without else ""
    return f"{number} O*NET-SOC codes lie under the occupation{missing}"
