"""Three levers: what a change of role, of place or of sector alone would do to average pay, never to a worse one."""

import math
from typing import Any

import pandas as pd

from helpers.base.formats import figure
from helpers.base.vocabulary import Reason
from helpers.base.words import money
from helpers.comparison.facts import Fact, each, facts
from helpers.comparison.roles import Comparison
from helpers.sections import places, sectors
from helpers.sections.contract import Section
from helpers.sections.places import AREA, nations
from helpers.show.blocks import Block, esc
from helpers.show.provenance import derived
from helpers.show.tables import data_table
from helpers.stats.decomposition import Lever, Nation, place_lever, sector_lever
from helpers.stats.means import compare_means

ROLE, PLACE, SECTOR = "role", "place", "sector"
KEYS = ("lever", "target", "after", "at_least", "eligible", "covered")


def lever_facts(c: Comparison) -> pd.DataFrame:
    """Return what each lever adds to a role's national average, in the pay unit, or why it clearly adds nothing.

    One row a role and lever; measure `role`, `place` or `sector`, `value` the gap. Keys: `lever`; `target` (the role or
    sector; empty for a place: no area is named), `after` (the average it leads to), `at_least` (the lower end of the
    gap at 90 %; of a sector, for the best of `eligible` ones), `eligible` and `covered` (share of the jobs in eligible
    cells). Role is there for two or more roles: the one with the highest average of those that clearly pay more.
    """
    national = nations(c)
    rows = []
    for name in c.told_apart:
        nation = Nation(*map(float, national.loc[name, ["value", "error_pct", "jobs"]]))
        cell = str(national.at[name, "cell"])
        if nation.value != nation.value:
            why = national.at[name, "why"] or Reason.NOT_GIVEN
            rows += [
                _fact(c, name, lever, Lever(why=str(why)), "", cell)
                for lever in (ROLE, PLACE, SECTOR)[len(c.names) < 2 :]
            ]
            continue
        if len(c.told_apart) > 1:
            rows.append(_role(c, name, national))
        area = place_lever(places.figures_of(c, name, AREA), nation, level=c.settings.level)
        rows.append(_fact(c, name, PLACE, area, "", cell))
        own = sectors.figures_of(c, name)
        sector = sector_lever(own, nation, level=c.settings.level)
        target = str(own.at[sector.place, "industry"]) if sector.place is not None else ""
        rows.append(_fact(c, name, SECTOR, sector, target, cell))
    return facts(c.names, rows)


def _fact(c: Comparison, name: str, lever: str, found: Lever, target: str, cell: str) -> Fact:
    labels = {ROLE: "Another role", PLACE: "A better-paying area", SECTOR: "The best-paying larger sector"}
    value = found.gap if found.clear else math.nan
    after = found.value if found.clear else math.nan
    least = found.at_least if found.clear else math.nan
    keys = dict(zip(KEYS, (lever, target, after, least, found.eligible, found.covered), strict=True))
    return Fact(name, lever, labels[lever], c.pay_unit, value, why=found.why, cell=cell, keys=keys)


def _role(c: Comparison, name: str, national: pd.DataFrame) -> Fact:
    """Return the change to the best-paid other role, if its average is clearly higher by the gap on its own."""
    own, others = national.loc[[name]], national.drop(index=name)
    best = Lever(why=Reason.NO_GAIN.value)
    target = ""
    for other in others.index:
        left, right = (side.set_axis([0]) for side in (own, others.loc[[other]]))
        found = compare_means(left, right, **c.judged)
        gap: Any = found.iloc[0]
        if gap["sign"] > 0 and not gap["bounded"] and not gap["gap"] <= best.gap:
            value, least = float(others["value"].loc[[other]].iloc[0]), float(gap["gap_low"])
            best = Lever(value, float(gap["gap"]), float(gap["gap_pct"]), least, eligible=len(others))
            target = str(other)
    return _fact(c, name, ROLE, best, target, str(own["cell"].iloc[0]))


def says(c: Comparison) -> list[str]:
    """Return for one role what place and sector may add; for more, only that no lever clearly pays more."""
    frame = c.frame(levers)
    if len(c.told_apart) > 1:
        none = frame["why"].eq(Reason.NO_GAIN).all()
        return ["Neither role, place nor sector clearly pays more."] if none else []
    name, unit = c.names[0], c.pay_unit
    found: Any = {str(row.measure): vars(row) for row in each(frame)}
    said = []
    place, sector = found[PLACE], found[SECTOR]
    if not place["why"]:
        said.append(f"A quarter of {c.jobs(name)} are in areas whose average is {money(place['after'], unit)} or more.")
    if not sector["why"] and sector["eligible"] > 1:
        said.append(
            f"Of the {sector['eligible']:.0f} sectors with a precise average and at least 1% of the jobs,"
            f" the best-paid is {str(sector['target']).lower()}."
        )
    elif sector["why"] == Reason.NO_GAIN:
        said.append("No sector clearly pays more than the national average.")
    return said


def gains(c: Comparison) -> pd.DataFrame:
    """Return the levers that clearly pay more, as a chart of gaps takes them: at most eight, role by role.

    Columns as in `lever_facts`, with `label` (from which role), `note` (to what, and the least it may add), `text` with
    a sign, and `role` that the change leads to, whose colour the bar has.
    """
    frame = c.frame(levers)
    rows = frame[frame["value"].notna()].head(8).copy()
    start = rows["role"].astype(str)
    alone = {PLACE: "Another area", SECTOR: "Another sector"}
    several = len(c.told_apart) > 1
    rows["label"] = (
        [f"From {c.brief(name)}" for name in start] if several else [alone[lever] for lever in rows["lever"]]
    )
    rows["note"] = [_note(c, row) for row in each(rows)]
    rows["text"] = [figure(value, c.pay_unit, sign=True) for value in rows["value"]]
    leads = [row.target if row.lever == ROLE else str(row.role) for row in each(rows)]
    rows["role"] = pd.Categorical(leads, categories=list(c.names), ordered=True)
    rows["key"] = rows["note"]
    return rows


def _note(c: Comparison, row: Any) -> str:
    if row.lever == ROLE:
        return f"to {c.brief(row.target)}"
    least = f", at least {figure(row.at_least, c.pay_unit, sign=True)}"
    if row.lever == PLACE:
        return f"areas with the best-paid quarter of these jobs{least}"
    return f"same job in {row.target.lower()}{least}"


def tabulate(c: Comparison) -> Block:
    """Return every lever of every role: where it leads, what it adds, the least it may add, or why it adds nothing."""
    rows = []
    for row in each(c.frame(levers)):
        target = row.target or ("areas of a quarter of the jobs" if row.lever == PLACE else "")
        if row.why:
            cells = [esc(row.why), "", ""]
        else:
            how = f"the average that it leads to minus the national average of {row.role}"
            added = derived(figure(row.value, row.unit, sign=True), f"{row.label}, {row.role}", how, [row.cell])
            cells = [added, figure(row.at_least, row.unit, sign=True), figure(row.after, row.unit)]
        rows.append([esc(f"{row.label}, {row.role}"), esc(target), *cells])
    head = ["Change alone", "To", "More pay", "At least", "Average there"]
    html = data_table(f"What moves average pay{c.of_nation}", head, rows, right=(2, 3, 4), csv="levers")
    return Block(html, "table", summary="What moves pay")


levers = Section("levers", "What moves pay", lever_facts, says, tabulate)
