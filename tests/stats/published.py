"""The shipped figures as the functions of `helpers.stats` take them, each table read once."""

from functools import lru_cache

import numpy as np
import pandas as pd

from helpers.base.vocabulary import Reason
from helpers.stats.decomposition import Nation
from helpers.stats.means import STEPS, figures
from helpers.tables.load import load

BILLING, BOOKKEEPING, NURSE, PARAMEDIC, ACCOUNTANT = "43-3021", "43-3031", "29-1141", "29-2043", "13-2011"
ACTOR, ORTHODONTIST = "27-2011", "29-1023"
UNITS = ("annual", "hourly")
BOUND_USD = {"annual": 239_200.0, "hourly": 115.0}
TERRITORIES = {"6600000", "7200000", "7800000"}
_REASONS = {code: Reason.of_footnote(code).value for code in "458"}


@lru_cache(maxsize=1)
def cells() -> pd.DataFrame:
    """Return all pay cells of detailed occupations, with what their area and industry are."""
    columns = [f"{unit}_{what}_usd{note}" for unit in UNITS for what in ("mean", *STEPS) for note in ("", "_note")]
    pay = load("pay", columns=["soc_code", "area_code", "industry_code", "employment", "wage_rse_pct", *columns])
    occupations = load("occupations")
    detailed = occupations.loc[occupations["level"] == "detailed", "soc_code"]
    pay = pay[pay["soc_code"].isin(detailed)]
    return pay.assign(kind=pay["area_code"].map(load("areas").set_index("area_code")["kind"]))


@lru_cache(maxsize=1)
def nation() -> pd.DataFrame:
    """Return the national cells by SOC code."""
    found = cells()
    found = found[(found["area_code"] == "0000000") & (found["industry_code"] == "000000")]
    return found.set_index("soc_code").sort_index()


@lru_cache(maxsize=3)
def by_occupation(kind: str) -> dict[str, pd.DataFrame]:
    """Return the cells of states, areas or sectors of each occupation, indexed by their code."""
    found = cells()
    if kind == "sector":
        industries = load("industries")
        sectors = industries.loc[industries["display_level"] == 2, "industry_code"]
        keep = found["industry_code"].isin([code for code in sectors if not code.startswith("999")])
        found, key = found[keep & (found["area_code"] == "0000000")], "industry_code"
    else:
        found, key = found[(found["industry_code"] == "000000") & (found["kind"] == kind)], "area_code"
    return {str(soc): group.set_index(key) for soc, group in found.groupby("soc_code")}


def unit_of(soc: str) -> str:
    return "annual" if pd.notna(nation().at[soc, "annual_mean_usd"]) else "hourly"


def means(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    """Return rows of the pay table as figures, in one unit."""
    note = rows[f"{unit}_mean_usd_note"]
    return figures(
        rows[f"{unit}_mean_usd"],
        rows["wage_rse_pct"],
        bound=np.where(note == "5", BOUND_USD[unit], np.nan),
        why=note.map(_REASONS).fillna(""),
        jobs=rows["employment"],
        index=rows.index,
    )


def places(soc: str, kind: str) -> pd.DataFrame:
    """Return the figures of an occupation in all states, areas ('metropolitan') or sectors, in its own unit."""
    return means(by_occupation(kind)[soc], unit_of(soc))


def fifty_states(soc: str) -> pd.DataFrame:
    found = places(soc, "state")
    return found[~found.index.isin(TERRITORIES)]


def nation_of(soc: str) -> Nation:
    row = nation().loc[soc]
    return Nation(float(row[f"{unit_of(soc)}_mean_usd"]), float(row["wage_rse_pct"]), float(row["employment"]))


def national(soc: str, unit: str = "") -> pd.DataFrame:
    """Return the national mean of one occupation as a frame of one row."""
    return means(nation().loc[[soc]], unit or unit_of(soc)).reset_index(drop=True)


def steps(soc: str, unit: str = "annual") -> np.ndarray:
    return nation().loc[soc, [f"{unit}_{step}_usd" for step in STEPS]].to_numpy(float)


@lru_cache(maxsize=1)
def pairs() -> tuple[np.ndarray, np.ndarray]:
    """Return the places of both sides of all 344,035 pairs of detailed occupations."""
    one, other = np.triu_indices(len(nation()), 1)
    return one, other


@lru_cache(maxsize=1)
def area_names() -> "pd.Series[str]":
    return load("areas").set_index("area_code")["area"]


def area_code(name: str) -> str:
    names = area_names()
    return str(names.index[names.str.startswith(name)][0])


@lru_cache(maxsize=4)
def one_code_each(target: str) -> pd.Series:
    """Return the one O*NET code that stands for each occupation of the pay table, where one does."""
    links = load("occupation_links")
    links = links[(links["target"] == target) & links["in_pay"]].dropna(subset=["target_code"])
    chosen = {}
    for soc, codes in links.groupby("soc_code")["target_code"]:
        left = list(codes) if len(codes) == 1 else [code for code in codes if code.endswith(".00")]
        if len(left) == 1:
            chosen[soc] = left[0]
    return pd.Series(chosen)
