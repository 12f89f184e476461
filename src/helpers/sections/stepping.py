"""Moving by stepping stones: from one role to another along O*NET's lists of related occupations."""

import math
from functools import lru_cache
from itertools import permutations
from pathlib import Path
from typing import Any

import pandas as pd

from helpers.base.formats import pct
from helpers.base.paths import data_folder
from helpers.base.vocabulary import ListedBy, Reason
from helpers.base.words import listed
from helpers.comparison.facts import Fact, facts
from helpers.comparison.matches import Onet, occupation_names, onet_roles
from helpers.comparison.pay_cells import ALL_INDUSTRIES, pay_fact
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.show.blocks import MOST_OPEN, Block, data, esc
from helpers.show.tables import data_table
from helpers.stats.transitions import MOST_BETWEEN, Hops, Way
from helpers.tables.areas import NATION
from helpers.tables.load import load

LONG_TRAINING = ("Apprenticeship", "Internship/residency")
_PAY = ["soc_code", "annual_median_usd", "employment"]
NO_HOP: dict[str, Any] = {"step": 0, "onet_code": "", "listed_by": ""}
NO_HOP |= dict.fromkeys(("rank", "zone_change", "pay_change_pct"), math.nan)
"""Keys of a row that says why there is no hop."""


def stepping_facts(c: Comparison) -> pd.DataFrame:
    """Return the way from each role to every other, a row a stop: `role` is the goal, `start` where the way begins.

    Measure `stop`: the occupation reached, in `words`. Keys: `step` (1 the first hop), `onet_code`, `listed_by` (whose
    list names the hop), `rank` (its better place there), `zone_change`, `pay_change_pct` (median, nation). Where no way
    keeps the rules there is one row with the reason. One role: measure `neighbour`, the direct hops out of it.
    """
    roles = onet_roles(c)
    if len(c.names) == 1:
        return facts(c.names, _neighbours(c.names[0], roles[c.names[0]], c.codes[0]))
    rows: list[Fact] = []
    codes = dict(zip(c.names, c.codes, strict=True))
    for start, goal in permutations(c.names, 2):
        ends = roles[start], roles[goal]
        rows += _stops(start, goal, ends, way_between(*ends, codes[start], codes[goal]))
    return facts(c.names, rows)


def way_between(start: Onet, goal: Onet, soc_start: str, soc_goal: str) -> Way:
    """Return the way between two O*NET occupations, each with the pay of its own occupation of the pay table."""
    for end in (start, goal):
        if end.why:
            return Way(why=str(end.why))
    return hops(((start.code, soc_start), (goal.code, soc_goal))).way(start.code, goal.code)


def hops(ends: tuple[tuple[str, str], ...] = ()) -> Hops:
    """Return all hops between the occupations that stand for one of the pay table; `ends` take part in any case."""
    known = _stands(data_folder())
    return _hops(data_folder(), tuple(sorted(end for end in set(ends) if known.get(end[0]) != end[1])))


@lru_cache(maxsize=2)
def _stands(folder: Path) -> dict[str, str]:
    """Return O*NET code -> code of the pay table: the only one under it, or the general one (ending in .00)."""
    links = load("occupation_links", folder=folder)
    links = links[(links["target"] == "onet") & links["target_code"].notna() & links["in_pay"]]
    detailed = load("occupations", folder=folder).set_index("soc_code")["level"].eq("detailed")
    found = {}
    for soc, codes in links.groupby("soc_code")["target_code"]:
        several = list(codes) if len(codes) == 1 else [code for code in codes if code.endswith(".00")]
        if len(several) == 1 and detailed.get(soc, default=False):
            found[str(several[0])] = str(soc)
    return found


def plain_names() -> dict[str, str]:
    """Return the names of occupations as a sentence writes them, by O*NET code: `Bookkeeping, accounting, ...`."""
    return _plain_names(data_folder())


@lru_cache(maxsize=2)
def _plain_names(folder: Path) -> dict[str, str]:
    names = load("projections", columns=["ep_code", "occupation"], folder=folder).set_index("ep_code")["occupation"]
    return {code: str(names[soc]) for code, soc in _stands(folder).items() if soc in names.index}


@lru_cache(maxsize=4)
def _hops(folder: Path, more: tuple[tuple[str, str], ...]) -> Hops:
    places = {"area_code": [NATION], "industry_code": [ALL_INDUSTRIES]}
    pay = load("pay", columns=_PAY, where=places, folder=folder).set_index("soc_code")
    zones = load("job_zones", folder=folder).set_index("onet_code")["job_zone"].astype(float)
    training = load("entry_requirements", folder=folder).set_index("ep_code")["job_training"]
    soc_of = pd.Series(_stands(folder) | dict(more))
    occupations = pd.DataFrame(
        {
            "job_zone": zones.reindex(soc_of.index),
            "median_pay": pay["annual_median_usd"].reindex(soc_of).to_numpy(float),
            "jobs": pay["employment"].reindex(soc_of).to_numpy(float),
            "long_training": training.reindex(soc_of).isin(LONG_TRAINING).to_numpy(),
        }
    )
    return Hops.of(load("related", folder=folder), occupations)


def _stops(start: str, goal: str, ends: tuple[Onet, Onet], way: Way) -> list[Fact]:
    if way.why:
        detail = next((end.note for end in ends if end.why), "")
        if way.why == Reason.NOT_GIVEN:
            detail = "the median pay a year or the job zone of one of the two"
        keys = {"start": start, **NO_HOP}
        return [Fact(goal, "stop", f"From {start}", "text", why=Reason(way.why), detail=detail, keys=keys)]
    return [
        _hop(goal, "stop", f"From {start}", start, step, hop, goal if step == len(way.hops) else "")
        for step, hop in enumerate(way.hops.itertuples(), start=1)
    ]


def _hop(role: str, measure: str, label: str, start: str, step: int, hop: Any, called: str = "") -> Fact:
    """Return the fact of one hop, which names where it leads, the occupation if it is not `called` otherwise."""
    end, by = str(hop.end), ListedBy(hop.listed_by)
    whose, other = (end, str(hop.start)) if by == ListedBy.GOAL else (str(hop.start), end)
    keys = {"start": start, "step": step, "onet_code": end, "listed_by": by}
    keys |= {name: float(getattr(hop, name)) for name in ("rank", "zone_change", "pay_change_pct")}
    words = called or plain_names().get(end) or occupation_names()[end]
    cell = f"related/{whose}|{_rank_on(whose, other)}/related_onet_code"
    return Fact(role, measure, label, "text", words=words, cell=cell, keys=keys)


def _rank_on(whose: str, other: str) -> int:
    rows = load("related", where={"onet_code": [whose]})
    return int(rows.loc[rows["related_onet_code"] == other, "rank"].iloc[0])


def _neighbours(name: str, onet: Onet, soc_code: str) -> list[Fact]:
    """Return the occupations one hop from a role, those on both lists first, then by rank."""
    label = "One step away"
    if onet.why:
        return [onet.missing(name, "neighbour", label, "text", start=name, **NO_HOP)]
    all_hops = hops(((onet.code, soc_code),))
    here = int(all_hops.codes.get_indexer(pd.Index([onet.code]))[0])
    ways = [all_hops.way(onet.code, str(code), most_between=0) for code in all_hops.codes[all_hops.allowed[here]]]
    steps = pd.concat([way.hops for way in ways], ignore_index=True) if ways else pd.DataFrame()
    if steps.empty:
        keys = {"start": name, **NO_HOP}
        return [Fact(name, "neighbour", label, "text", why=Reason.NO_WAY, detail=onet.name, keys=keys)]
    steps = steps.assign(one=steps["listed_by"] != ListedBy.BOTH).sort_values(["one", "rank", "end"], kind="stable")
    return [_hop(name, "neighbour", label, name, place, hop) for place, hop in enumerate(steps.itertuples(), start=1)]


def says(c: Comparison) -> list[str]:
    """Return the way of each direction in one sentence: direct, by which occupations, or none."""
    frame = c.frame(stepping)
    if len(c.names) == 1:
        return _leads(frame, c.names[0])
    if len(c.names) > 2:
        return _from_first(c, frame)
    moves = {move: frame[(frame["start"] == move[0]) & (frame["role"] == move[1])] for move in permutations(c.names, 2)}
    whys = [str(rows["why"].iloc[0]) for rows in moves.values()]
    if set(whys) == {Reason.NO_WAY}:
        return [f"{RULES} leads from one to the other, either way."]
    if all(whys):
        return [] if Reason.SAME_OCCUPATION in whys else [_cannot(c)]
    if any(whys):
        move = next(move for move, why in zip(moves, whys, strict=True) if not why)
        return [f"{_told(move, moves[move])}; no such way leads back."]
    first, second = moves.values()
    if len(first) == len(second) == 1:
        return [f"Between the two it is one step, both ways: {_whose(first)}."]
    return [f"{_told(move, rows)}." for move, rows in moves.items()]


RULES = f"No chain of related occupations with at most {MOST_BETWEEN} stops between and no large fall in pay"


def _cannot(c: Comparison) -> str:
    """Return for which roles there is no O*NET occupation, or no median pay a year in the nation."""
    roles, missing = onet_roles(c), []
    for name, code in zip(c.names, c.codes, strict=True):
        pay = pay_fact(c.cells, code, "annual_median_usd", role=name, label="median", unit="usd_per_year")
        if roles[name].why or pay.why:
            missing.append(name)
    who = listed(missing, "or") if missing else "one of the two"
    return f"Stepping stones cannot be looked for: no O*NET occupation with median pay a year stands for {who}."


def _told(move: tuple[str, str], rows: pd.DataFrame) -> str:
    if len(rows) == 1:
        return f"From {move[0]} to {move[1]} is one step: {_whose(rows)}"
    between = _in_words(rows["words"].iloc[:-1], ", then ")
    return f"From {move[0]} to {move[1]} the way leads by {between}; {_whose(rows)}"


def _whose(rows: pd.DataFrame) -> str:
    """Return which of O*NET's lists of related occupations name the hops of a way."""
    both = int((rows["listed_by"] == ListedBy.BOTH).sum())
    if len(rows) == 1:
        place = ordinal(int(rows["rank"].iloc[0]))
        return f"O*NET lists each as related to the other ({place})" if both else f"one O*NET list names it ({place})"
    if both == len(rows):
        return "O*NET lists each step both ways"
    return f"O*NET lists {both} of {len(rows)} steps both ways, the rest one way"


def ordinal(place: int) -> str:
    """Return a place as a word to ten, then as a number: `second`, `12th`."""
    words = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
    if 1 <= place <= len(words):
        return words[place - 1]
    tail = "th" if place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(place % 10, "th")
    return f"{place}{tail}"


def _from_first(c: Comparison, frame: pd.DataFrame) -> list[str]:
    """Return which roles lie one step from the first, which further, and which cannot be reached."""
    first = c.names[0]
    direct: list[str] = []
    further: list[str] = []
    none: list[str] = []
    for goal in c.names[1:]:
        rows = frame[(frame["start"] == first) & (frame["role"] == goal)]
        (none if rows["why"].iloc[0] else direct if len(rows) == 1 else further).append(goal)
    parts = [f"{listed(direct)} in one step"] if direct else []
    parts += [f"{listed(further)} by stepping stones"] if further else []
    rest = listed(none, "or") if len(none) < 4 else f"the other {len(none)}"
    parts += [f"{rest} not at all"] if none and parts else []
    if not parts:
        return [f"From {first} no chain of related occupations leads to any of the others."]
    return [f"Along O*NET's lists of related occupations {first} leads to {listed(parts)}."]


def _leads(frame: pd.DataFrame, name: str) -> list[str]:
    known = frame[frame["why"] == ""]
    if known.empty:
        return [f"No related occupation keeps {name} pay and preparation."]
    up = known[known["pay_change_pct"] > 0].head(3)
    if up.empty:
        return [f"None of the {len(known)} occupations one step from {name} pays more in the middle."]
    return [f"One step from {name}, and paying more in the middle: {_in_words(up['words'], '; ')}."]


def _in_words(names: "pd.Series[str]", between: str) -> str:
    """Return occupations, of which some hold commas, as a sentence lists them."""
    return between.join(f"{name[:1].lower()}{name[1:]}" for name in names)


def tabulate(c: Comparison) -> Block:
    """Return every hop: whose list names it and where, the change of preparation and of the median pay."""
    frame = c.frame(stepping)
    if len(c.names) > MOST_OPEN:  # of so many roles the moves from the first
        frame = frame[frame["start"] == c.names[0]]
    step = "Step" if len(c.names) > 1 else "Choice"
    head = ["From", step, "Occupation", "Related on", "Place on the list", "Job zone", f"Median pay{c.of_nation}"]
    rows = [_row(row) for row in frame.itertuples() if len(c.names) > 1 or not row.why]
    if not rows:
        return data()
    title = "Stepping stones" if len(c.names) > 1 else "Occupations one step away"
    html = data_table(title, head, rows, right=(1, 4, 5, 6), csv="stepping-stones")
    return Block(html, "table", summary="Show the table")


def _row(row: Any) -> list[str]:
    if row.why:
        return [esc(row.start), "", esc(f"to {row.role}: {row.why}"), "", "", "", ""]
    change = f"{row.zone_change:+.0f}".replace("-", "−") if row.zone_change else "same"
    named = [esc(row.words), esc(row.listed_by), f"{row.rank:.0f}"]
    return [esc(row.start), f"{row.step}", *named, change, pct(row.pay_change_pct, sign=True)]


stepping = Section("stepping", "Stepping stones", stepping_facts, says, tabulate)
