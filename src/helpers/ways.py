"""From one role to another by occupations in between, out of the shipped tables: each hop with its reason.

A hop is allowed if, in none of O*NET's four facets, it asks for more than `max_gap` percent of all moves do, and if
the median pay falls by no more than `max_cut_pct` percent. Every occupation with one O*NET record and a published
median may lie in between.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.errors import BadInput
from helpers.estimates import Floats
from helpers.onet_names import element_names
from helpers.paths import data_folder
from helpers.schemas.hops import WIDEST_KEPT
from helpers.schemas.onet import FACETS
from helpers.skill_gaps import compare_elements, lacks
from helpers.skills import COLUMNS as RATING_COLUMNS
from helpers.skills import read_ratings
from helpers.stepping_stones import Ground, Way, find_way
from helpers.tables import load

_FURTHEST_BETWEEN = 2
_NAMED = 4


@dataclass(frozen=True)
class Limits:
    """What a hop may ask for: percent of all moves that may be narrower, percent of pay lost, occupations in between.

    By default no hop asks for more than the middle one of all moves, in any facet.
    """

    max_gap: int = 50
    max_cut_pct: float = 10.0
    most_between: int = _FURTHEST_BETWEEN

    def __post_init__(self) -> None:
        """Refuse limits outside their range."""
        whole = self.max_gap == int(self.max_gap) and self.most_between == int(self.most_between)
        if not (
            whole
            and 1 <= self.max_gap <= WIDEST_KEPT
            and 0 <= self.max_cut_pct <= 100
            and 0 <= self.most_between <= _FURTHEST_BETWEEN
        ):
            raise BadInput(
                f"limits of {self.max_gap} of 100 moves, {self.max_cut_pct:g}% of pay, {self.most_between} in between",
                expected=f"1 to {WIDEST_KEPT} of 100 moves, 0 to 100% of pay, 0 to {_FURTHEST_BETWEEN} in between",
                next_step="the usual choice is 50, 10 and 2",
            )


@dataclass(frozen=True)
class Stop:
    """One end of a way: its O*NET code and name, and the SOC code that its pay is published for."""

    onet_code: str
    name: str
    soc_code: str


def median_pay(area_code: str) -> pd.DataFrame:
    """Return the median pay of an area, indexed by SOC code: `pay` in US dollars a year, `note` its footnote code."""
    columns = ["soc_code", "area_code", "industry_code", "annual_median_usd", "annual_median_usd_note"]
    frame = load("pay", columns=columns, where={"area_code": [area_code], "industry_code": ["000000"]})
    frame = frame.set_index("soc_code")
    return frame.rename(columns={"annual_median_usd": "pay", "annual_median_usd_note": "note"})[["pay", "note"]]


def stops() -> dict[str, str]:
    """Return the occupations that may lie in between: O*NET code to the SOC code of its pay, one each.

    An occupation with several O*NET records is represented by the general one (ending in .00), or by none.
    """
    return dict(_stops(data_folder()))


def way_between(start: Stop, goal: Stop, area_code: str, limits: Limits) -> Way:
    """Return the way from start to goal; gaps in percent of all moves, pay the median of the area a year.

    See `stepping_stones.find_way`: without a way, its reason names the limit that blocks and the smallest one that
    would open a way. A start or goal that is no stop of its own takes part with the pay of its SOC code.
    """
    known = stops()
    ends = {stop.onet_code: stop.soc_code for stop in (start, goal)}
    more = tuple(sorted((code, soc) for code, soc in ends.items() if known.get(code) != soc))
    ground = _ground(data_folder(), more, area_code).under(max_gap=limits.max_gap, max_cut_pct=limits.max_cut_pct)
    return find_way(ground, start.onet_code, goal.onet_code, most_between=limits.most_between)


def prepare(area_code: str) -> None:
    """Make ahead what the ways of an area have in common, for a process whose forks look for them."""
    ground = _ground(data_folder(), (), area_code)
    for square in (ground.cost, ground.fair_widths, ground.narrow_cuts):  # each is made when it is first asked for
        square.flags.writeable = False


def widest_facets(way: Way) -> "pd.Series[str]":
    """Return for each hop of a way the facet in which it is widest, in the order of its rows."""
    codes, _, facets = _hops(data_folder())
    rows, columns = codes.get_indexer(pd.Index(way.hops["start"])), codes.get_indexer(pd.Index(way.hops["end"]))
    found = np.array(FACETS, dtype=object)[facets[rows, columns]]
    return pd.Series(found, index=way.hops.index, dtype="str")


def asked_for(way: Way) -> list[tuple[str, ...]]:
    """Return for each hop what it asks for most in its widest facet: up to four elements that people lack."""
    facets = widest_facets(way)
    wanted = ["facet", "onet_code", *(column for column in RATING_COLUMNS if column != "element_name")]
    ratings = load("ratings", columns=wanted, where={"facet": list(facets), "onet_code": list(way.codes)})
    ratings = ratings.assign(element_name=ratings["element_id"].map(element_names()))
    found = []
    for start, end, facet in zip(way.hops["start"], way.hops["end"], facets, strict=True):
        arrays = read_ratings(ratings[(ratings["facet"] == facet) & ratings["onet_code"].isin([start, end])])
        missing = lacks(compare_elements(arrays, start, end, draws=1))
        found.append(tuple(str(name) for name in missing["element_name"].head(_NAMED)))
    return found


@lru_cache(maxsize=2)
def _stops(folder: Path) -> dict[str, str]:
    links = load("occupation_links", folder=folder)
    surveyed = set(load("occupations", folder=folder)["soc_code"])
    links = links[(links["target"] == "onet") & links["target_code"].notna() & links["soc_code"].isin(surveyed)]
    found = {}
    for soc, codes in links.groupby("soc_code")["target_code"]:
        general = [code for code in codes if code.endswith(".00")]
        chosen = list(codes) if len(codes) == 1 else general
        if len(chosen) == 1:
            found[str(chosen[0])] = str(soc)
    return found


@lru_cache(maxsize=2)
def _hops(folder: Path) -> tuple[pd.Index, Floats, npt.NDArray[np.int8]]:
    """Return the hops as squares: codes, width (missing where the table has none) and the place of the facet."""
    hops = load("hops", folder=folder)
    codes = pd.Index(sorted({*hops["start"].unique(), *hops["end"].unique()}), dtype="object")
    rows, columns = codes.get_indexer(pd.Index(hops["start"])), codes.get_indexer(pd.Index(hops["end"]))
    width, facet = np.full((len(codes), len(codes)), np.nan), np.zeros((len(codes), len(codes)), dtype=np.int8)
    width[rows, columns] = hops["widest"]
    facet[rows, columns] = pd.Index(FACETS).get_indexer(pd.Index(hops["facet"]))
    return codes, width, facet


@lru_cache(maxsize=2)
def _ground(folder: Path, more: tuple[tuple[str, str], ...], area_code: str) -> Ground:
    """Return the ground of all stops, and `more` of code and SOC code, under the usual limits."""
    soc_of = _stops(folder) | dict(more)
    gap = _gaps(folder, tuple(code for code, _ in more))
    pay = median_pay(area_code)["pay"].reindex([soc_of[code] for code in gap.index])
    usual = Limits()
    paid = pd.Series(pay.to_numpy(), index=gap.index)
    return Ground.of(gap, paid, max_gap=usual.max_gap, max_cut_pct=usual.max_cut_pct)


@lru_cache(maxsize=8)
def _gaps(folder: Path, more: tuple[str, ...]) -> pd.DataFrame:
    """Return the widths between all stops, and `more` occupations, as a square frame."""
    codes, width, _ = _hops(folder)
    known = codes.isin([*_stops(folder), *more])
    return pd.DataFrame(width[np.ix_(known, known)], index=codes[known], columns=codes[known])
