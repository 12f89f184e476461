"""Where the national gap comes from: where the jobs are, and what remains within states, or within sectors."""

import math

import pandas as pd

from helpers.base.formats import figure, pct
from helpers.base.vocabulary import Reason
from helpers.base.words import money
from helpers.comparison.facts import Fact, each, facts
from helpers.comparison.roles import Comparison
from helpers.sections import places, sectors
from helpers.sections.contract import Section
from helpers.sections.places import STATE, nations, pay_of
from helpers.show.blocks import Block, esc
from helpers.show.provenance import derived
from helpers.show.tables import data_table
from helpers.stats.decomposition import Decomposition, Nation, decompose
from helpers.stats.distributions import normal_quantile
from helpers.stats.means import compare_means

TERRITORIES = ("GU", "PR", "VI")
"""Not part of the nation's estimate."""
PARTS = {"mix": "From where the jobs are", "within": "Remains within", "rest": "Jobs without figures for both"}
BY = {"state": "states", "sector": "sectors"}


def mix_facts(c: Comparison) -> pd.DataFrame:
    """Return the parts of each later role's national gap to the first, by state and by sector.

    Measures `gap`, `mix`, `within` and `rest`, in the pay unit; gap = mix + within + rest. Keys: `by` (state or sector;
    two accounts, never added), `against`, `se` (standard error in money, of mix and within), `cells`, `covered` and
    `covered_against` (shares of the jobs in the cells that publish both). Below 90 % of the jobs of a side the parts
    have a reason.
    """
    rows = []
    for later, code in zip(c.names[1:], c.codes[1:], strict=True):
        for by in BY:
            found = decomposition(c, later, by)
            why = Reason.ONE_OCCUPATION if code == c.codes[0] else found.why
            cell = str(nations(c).at[later, "cell"])
            for measure, label in {"gap": "The gap of the averages", **PARTS}.items():
                value = float(getattr(found, measure))
                reason = why if measure != "gap" or value != value or code == c.codes[0] else ""
                keys = {"by": by, "against": c.names[0], "se": _error(found, measure), "cells": found.cells}
                keys |= {"covered": found.covered_b, "covered_against": found.covered_a}
                shown = math.nan if reason else value
                reason = reason if reason or shown == shown else Reason.NOT_GIVEN
                words = f"{label} {BY[by]}" if measure == "within" else label
                rows.append(Fact(later, measure, words, c.pay_unit, shown, why=reason, cell=cell, keys=keys))
    return facts(c.names, rows)


def _error(found: Decomposition, measure: str) -> float:
    return float(getattr(found, f"{measure}_se", math.nan))


def decomposition(c: Comparison, later: str, by: str) -> Decomposition:
    """Return the parts of the gap of a later role to the first by `state` (50 and DC) or `sector` (the 20 of NAICS)."""
    sides = []
    for name in (c.names[0], later):
        if by == "state":
            cells = places.figures_of(c, name, STATE)
            cells = cells[~cells["state"].isin(TERRITORIES)]
        else:
            cells = sectors.figures_of(c, name)
        sides.append(cells)
    national = [
        Nation(*map(float, nations(c).loc[name, ["value", "error_pct", "jobs"]])) for name in (c.names[0], later)
    ]
    return decompose(sides[0], sides[1], national[0], national[1])


def says(c: Comparison) -> list[str]:
    """Return for two roles what part of a clear gap comes from where the jobs are: by state, else by sector.

    Nothing for a gap that could be either way; a part within its own error is not given as an amount.
    """
    if len(c.names) != 2 or c.one_occupation:
        return []
    sides = [nations(c).loc[[name]].set_axis([0]) for name in c.names]
    gap = compare_means(sides[0], sides[1], **c.judged).iloc[0]
    if not gap["sign"] or gap["bounded"]:
        return []
    frame = c.frame(mix)
    for by in BY:
        parts = frame[frame["by"] == by].set_index("measure")
        if parts["value"].notna().all():
            return [_sentence(c, parts, by)]
    return []


def _sentence(c: Comparison, parts: pd.DataFrame, by: str) -> str:
    amount, error = (parts[name].astype(float).to_dict() for name in ("value", "se"))
    gap, moved, within = (amount[name] for name in ("gap", "mix", "within"))
    z = normal_quantile(0.5 + c.settings.level / 2)
    sure = {name: abs(amount[name]) > z * error[name] for name in ("mix", "within")}
    size = {name: money(abs(value), c.pay_unit, gap) for name, value in amount.items()}
    the_gap = "gap" if c.in_nation else "national gap"
    where, unit = "where the jobs are" if by == "state" else "which sectors the jobs are in", BY[by]
    if not sure["within"]:
        return f"What remains of the {size['gap']} {the_gap} within {unit} could be either way."
    if not sure["mix"]:
        return f"Nearly all of the {size['gap']} {the_gap} remains within {unit}."
    if moved * gap > 0 and within * gap > 0:
        return (
            f"Of the {size['gap']} {the_gap}, {size['mix']} comes from {where}, {size['within']} remains within {unit}."
        )
    if within * gap > 0:
        return f"Within {unit} the {the_gap} is {size['within']}; {where} offsets {size['mix']} of it."
    ahead = c.names[1] if within > 0 else c.names[0]
    higher = f"{pay_of(c, ahead)} is {size['within']} higher there"
    return f"Within {unit} the {the_gap} turns: {higher}, though lower overall."


def tabulate(c: Comparison) -> Block:
    """Return both accounts of the gap: parts, standard errors, jobs covered; an empty block for one role."""
    frame = c.frame(mix)
    if frame.empty:
        return Block("", "note")
    rows = []
    for row in each(frame):
        if row.why:
            shown = esc(f"{row.text}: {row.why}")
        else:
            how = f"decomposed over {row.cells} {BY[str(row.by)]} that publish pay and jobs of both"
            shown = derived(figure(row.value, row.unit, sign=True), f"{row.label}, by {row.by}", how, [row.cell])
        error = figure(row.se, row.unit) if row.se == row.se and not row.why else ""
        covered = " and ".join(pct(100 * share) for share in (row.covered_against, row.covered) if share == share)
        rows.append([esc(f"By {row.by}: {row.label[:1].lower()}{row.label[1:]}"), esc(row.role), shown, error, covered])
    head = ["Part of the gap", f"Against {c.names[0]}", "Amount", "Standard error", "Jobs covered"]
    html = data_table("Where the national gap comes from", head, rows, right=(2, 3, 4), csv="gap by place")
    return Block(html, "table", summary="Where the gap comes from")


mix = Section("mix", "Where the gap comes from", mix_facts, says, tabulate, range(2, 9))
