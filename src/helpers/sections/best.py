"""Where pay is best: the states that may pay most, as a set, and the range of ranks of the chosen place."""

import math
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.formats import hourly, pct, usd_short
from helpers.base.vocabulary import Reason
from helpers.base.words import capital, listed, money, plural
from helpers.comparison.facts import ALL, COLUMNS, Fact, each, facts
from helpers.comparison.roles import Comparison, once
from helpers.sections.contract import Section
from helpers.sections.places import AREA, STATE, STATES, figures_of, mean_column, nations, places
from helpers.show.blocks import MOST_OPEN, Block, esc
from helpers.show.tables import data_table
from helpers.stats.rankings import Best, Rank, best_places, rank_interval

SET_NAMED = 5
"""Most states that a sentence names as those that may pay most."""
CHART_ROWS = 6
KEYS = ("area_code", "area", "state", "jobs", "p", "in_set", "above", "refused", "complete", "low", "high", "of")


def best_facts(c: Comparison) -> pd.DataFrame:
    """Return each role's average pay in each listed state, and whether it may be best; then ranks.

    Keys: `area_code`, `area`, `state`, `jobs`; `p` (that the state is the best of all eligible: pay, 100 jobs and
    a standard error of at most 30 %; NaN if it is not eligible), `in_set` (p > 0.10: the set holds the best in
    90 of 100 samples), `above` (a published mean above all eligible ones, without 100 counted jobs). Said of the whole
    role: `refused`, why no state may be called best, and `complete`, whether all 54 are published. Measure `rank` is
    that of the chosen place among its kind, by sampling error from `low` to `high` of `of`; not for the nation.
    """
    rows = [_states(c, name) for name in c.names]
    ranks = [] if c.in_nation else [_rank(c, name) for name in c.names]
    ranked = facts(c.names, ranks) if ranks else None
    parts = [part for part in (*rows, ranked) if part is not None and len(part)]
    if not parts:
        return facts(c.names, [_nothing(c, name) for name in c.names])
    frame = pd.concat(parts, ignore_index=True)
    frame["role"] = pd.Categorical(frame["role"], categories=[*c.names, ALL], ordered=True)
    return frame.reindex(columns=[*COLUMNS, *KEYS])


@once
def best_of(c: Comparison, name: str) -> Best:
    """Return the set of states that may pay most for a role, and what stands against naming any."""
    states = figures_of(c, name, STATE)
    nation = nations(c)["value"].fillna(nations(c)["bound"])
    return best_places(
        states[states["why"] != Reason.NOT_LISTED],
        nation=float(nation.loc[[name]].iloc[0]),
        expected=STATES,
        level=c.settings.level,
    )


def _states(c: Comparison, name: str) -> pd.DataFrame:
    found, frame = best_of(c, name), c.frame(places)
    mine = frame[(frame["role"] == name) & (frame["measure"] == mean_column(c)) & (frame["kind"] == STATE)]
    mine = mine[mine["why"] != Reason.NOT_LISTED].set_index("area_code", drop=False)
    ranked = found.eligible.reindex(mine.index)
    return mine.assign(
        jobs=figures_of(c, name, STATE)["jobs"].reindex(mine.index),
        p=ranked["p"],
        in_set=np.where(ranked["in_set"].isna(), False, ranked["in_set"]).astype(bool),
        above=mine.index.isin(found.higher.index),
        refused=found.why,
        complete=found.complete,
        low=math.nan,
        high=math.nan,
        of=math.nan,
    ).drop(columns="kind")


def _rank(c: Comparison, name: str) -> Fact:
    kind = STATE if c.area.kind == STATE else AREA
    figures = figures_of(c, name, kind)
    rank: Rank = rank_interval(figures, c.area.area_code, level=c.settings.level)
    keys = {"area_code": c.area.area_code, "area": c.area.area, "state": c.area.state, "jobs": math.nan, "p": math.nan}
    keys |= {"in_set": False, "above": False, "refused": "", "complete": False}
    keys |= {one: float(getattr(rank, one)) if not rank.why else math.nan for one in ("low", "high", "of")}
    cell = str(figures.at[c.area.area_code, "cell"])
    value = math.nan if rank.why else float(rank.rank)
    return Fact(name, "rank", "Rank of average pay", "score", value, why=rank.why, cell=cell, keys=keys)


def _nothing(c: Comparison, name: str) -> Fact:
    keys: dict[str, Any] = dict.fromkeys(("area_code", "area", "state", "refused"), "")
    keys |= dict.fromkeys(("jobs", "p", "low", "high", "of"), math.nan)
    keys |= dict.fromkeys(("in_set", "above", "complete"), False)
    return Fact(name, mean_column(c), "Average pay", c.pay_unit, why=Reason.NOT_LISTED, keys=keys)


def says(c: Comparison) -> list[str]:
    """Return for one role the headline of where pay may be best; for two, for which of them no state is named.

    The states of sets of five or fewer are named in the chart of `best_states`.
    """
    frame = c.frame(best)
    states = frame[frame["measure"] == mean_column(c)]
    if len(c.told_apart) == 1:
        return _alone(c, states[states["role"] == c.names[0]])
    if len(c.names) > 2:
        return []
    if not c.pay_kind:
        return []
    sides = [(name, states[states["role"] == name]) for name in c.names]
    open_ = [f"{c.jobs(name)} ({_may_pay(side)})" for name, side in sides if not _refused(side) and _many(side)]
    parts = [f"none stands out for {listed(open_, 'or')}"] if open_ else []
    parts += [_part(c, name, side) for name, side in sides if _refused(side)]
    return [f"Of the states and territories with pay and 100 jobs published, {listed(parts)}."] if parts else []


def _many(states: pd.DataFrame) -> bool:
    return int(states["in_set"].sum()) > SET_NAMED


def _may_pay(states: pd.DataFrame) -> str:
    return f"{int(states['in_set'].sum())} of {len(_eligible(states))} may pay most"


def _eligible(states: pd.DataFrame) -> pd.DataFrame:
    return states[states["p"].notna()]


def _refused(states: pd.DataFrame) -> str:
    return str(states["refused"].iloc[0]) if len(states) else ""


def _part(c: Comparison, name: str, states: pd.DataFrame) -> str:
    """Return why no state is named for a role, as a part of a sentence."""
    jobs = c.jobs(name)
    if _refused(states) == Reason.ALL_BELOW_NATION:
        return f"none can be called best for {jobs} (every published one lies below the nation)"
    return f"too few can be ranked for {jobs}"


def _places(states: pd.DataFrame) -> list[str]:
    """Return the names of the set, the one that is most likely the best first."""
    return [_place(name) for name in states[states["in_set"]].sort_values("p", ascending=False, kind="stable")["area"]]


def _place(area: str) -> str:
    return f"the {area}" if area in ("District of Columbia", "Virgin Islands") else area


def _alone(c: Comparison, states: pd.DataFrame) -> list[str]:
    """Return where one role pays best as a headline, then what is published above it or withheld."""
    name = c.names[0]
    jobs, eligible, named, refused = c.jobs(name), _eligible(states), _places(states), _refused(states)
    published = states[states["value"].notna()]
    if refused == Reason.ALL_BELOW_NATION:
        return _below_nation(c, name, states, published)
    if refused or not named:
        return [f"Too few states have pay and 100 jobs of {name} published to call any the best"]
    of = f"Of {len(eligible)} states and territories with pay and 100 jobs published,"
    if len(named) == 1:
        said = [f"{of} {named[0]} pays most for {jobs}"]
    elif len(named) <= SET_NAMED:
        said = [f"{of} {listed(named, 'or')} may pay most for {jobs}"]
    else:
        said = [f"No state stands out for {jobs}: {len(named)} of {len(eligible)} may pay most"]
    above = states[states["above"]].sort_values("value", ascending=False)
    if len(above):
        shown = [f"{_place(row.area)} ({money(row.value, c.pay_unit)})" for row in each(above.head(3))]
        verb = "publishes" if len(above) == 1 else "publish"
        said.append(f"{capital(listed(shown))} {verb} a higher average without 100 counted jobs.")
    withheld = int((states["why"] == Reason.WITHHELD).sum())
    if withheld:
        said.append(f"Pay is withheld in {plural(withheld, 'state')}.")
    return said


def _below_nation(c: Comparison, name: str, states: pd.DataFrame, published: pd.DataFrame) -> list[str]:
    """Return that the best-paid state is not among those published, and where most of the jobs without a figure are."""
    top: Any = published.sort_values("value", ascending=False).iloc[0]
    unit = c.pay_unit
    nation: Any = nations(c).loc[name]
    hidden = states[states["why"] == Reason.WITHHELD].sort_values("jobs", ascending=False)
    most: Any = hidden.iloc[0] if len(hidden) and hidden["jobs"].notna().any() else None
    share = (
        "" if most is None else f"; {_place(most['area'])} has {pct(100 * most['jobs'] / nation['jobs'])} of the jobs"
    )
    return [
        f"{capital(_place(top['area']))} is the highest published state ({money(top['value'], unit)}), but all"
        f" {len(published)} published lie below the nation ({money(nation['value'], unit)}): the best-paid is not"
        f" published ({len(hidden)} withheld{share})"
    ]


def best_states(c: Comparison) -> pd.DataFrame:
    """Return the states with the highest pay for any role, as a chart of rows takes them: at most eight.

    Each role in turn gives its best one; a state's `note` says for which role it may pay most, if five at most may.
    Columns as in `best_facts`, with `label` (the state), `note`, and `text` short.
    """
    states = c.frame(best)
    states = states[(states["measure"] == mean_column(c)) & (states["value"].notna() | states["bound"].notna())]
    names = c.told_apart
    states = states[states["role"].isin(names)].assign(figure=states["value"].fillna(states["bound"]))
    size = states.groupby("role", observed=True)["in_set"].transform("sum")
    named = states["in_set"] & (size <= SET_NAMED) & (states["refused"] == "")
    states = states.assign(named=named, size=size, chance=states["p"].where(named, 0.0))
    order = _eligible(states).sort_values(["chance", "figure"], ascending=False, kind="stable")
    turn = order.groupby("role", observed=True).cumcount()
    order = order.assign(turn=turn).sort_values(["turn", "role"], kind="stable")
    rows = states[states["area"].isin(order["area"].drop_duplicates().head(CHART_ROWS if len(names) < 4 else 5))].copy()
    rows["value"] = rows["figure"]
    rows["text"] = [_short(row, c.pay_unit) for row in each(rows)]
    notes = {str(area): _may(c, group) for area, group in rows[rows["named"]].groupby("area", sort=False)}
    rows["label"], rows["note"] = rows["area"], [notes.get(area, "") for area in rows["area"]]
    height = rows.groupby("area")["figure"].transform("max")
    rows = rows.assign(height=height).sort_values(["height", "area", "role"], ascending=[False, True, True])
    return rows.drop(columns=["height", "named", "size", "chance"])


def _may(c: Comparison, group: pd.DataFrame) -> str:
    """Return for which roles a state pays most, or may: the only one of the set, or one of it."""
    verb = "pays most" if (group["size"] == 1).all() else "may pay most"
    if len(c.told_apart) == 1:
        return verb
    everyone = "both" if len(c.names) == 2 else "all"
    roles = [c.brief(str(one)) for one in group["role"]]
    if len(c.names) > MOST_OPEN and 2 < len(roles) < len(c.names):
        roles = [roles[0], f"{len(roles) - 1} more"]
    return f"{verb}: {everyone if len(group) == len(c.names) else listed(roles)}"


def _short(row: Any, unit: str) -> str:
    text = hourly(row.figure) if unit == "usd_per_hour" else usd_short(row.figure)
    return f"at least {text}" if row.bound == row.bound else text


def tabulate(c: Comparison) -> Block:
    """Return the states that may pay most for each role, and those that no ranking holds, with the reason."""
    frame = c.frame(best)
    states = frame[(frame["measure"] == mean_column(c)) & (frame["in_set"] | frame["above"])]
    states = states.sort_values(["role", "in_set", "p"], ascending=[True, False, False], kind="stable")
    rows = [
        [
            esc(row.area),
            esc(row.role),
            esc(row.text),
            f"{row.jobs:,.0f}" if row.jobs == row.jobs else "no count",
            _says_of(row),
        ]
        for row in each(states)
    ]
    head = ["State", "Role", "Average pay", "Jobs", "May it pay most?"]
    return Block(
        data_table("States that may pay most", head, rows, right=(2, 3)), "annex", summary="States that may pay most"
    )


def _says_of(row: Any) -> str:
    if row.above:
        return "higher, but without 100 counted jobs"
    if row.refused:
        return esc(row.refused)
    return "yes, at its lower bound" if row.bound == row.bound else "yes"


best = Section("best", "Where pay is best", best_facts, says, tabulate)
