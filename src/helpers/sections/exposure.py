"""Exposure to AI: the class of the Bureau of Labor Statistics, tasks by two raters at one definition, observed use."""

import math
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.base.formats import count, pct
from helpers.base.paths import data_folder
from helpers.base.vocabulary import ExposureOrder, Reason
from helpers.base.words import listed
from helpers.comparison.facts import NO_FIGURE, Fact, charted, each, facts, one, values
from helpers.comparison.matches import Onet, line_of, onet_roles, row_of
from helpers.comparison.roles import Comparison
from helpers.sections.activities import activities
from helpers.sections.contract import Section, cell, measure_rows
from helpers.show.blocks import Block, data, esc
from helpers.show.tables import data_table
from helpers.stats.exposure import exposure_order, task_order, use_order, use_percentiles
from helpers.tables.load import load
from helpers.tables.outlook import AI_CATEGORIES

TASKS = {"human_beta": "Rated by people", "model_beta": "Rated by GPT-4"}
"""Measure of the task scores at the middle definition (software counted half) -> label."""
OTHERS = {
    "human_alpha": "A language model alone, rated by people",
    "model_alpha": "A language model alone, rated by GPT-4",
    "human_gamma": "With software in full, rated by people",
    "model_gamma": "With software in full, rated by GPT-4",
}
"""The other two definitions: limits of the middle one, not measures beside it."""
USE = "use_percentile"
LABELS = {**TASKS, USE: "Observed use, rank among occupations"}
CLASS = "ai_class"
"""Measure of the publisher's class, one of `AI_CATEGORIES`; about a fourth of the occupations is in each."""


def exposure_facts(c: Comparison) -> pd.DataFrame:
    """Return the class of exposure, the share of tasks exposed in percent, and the percentile of use.

    Tasks are by two raters at three definitions: the middle one (`TASKS`) is judged, the others bound it. No error is
    published for any.
    """
    rows: list[Fact] = []
    for (name, onet), code in zip(onet_roles(c).items(), c.codes, strict=True):
        rows.append(_class(name, code))
        rows += [_task(name, onet, measure, label) for measure, label in (TASKS | OTHERS).items()]
        rows.append(_use(name, code))
    return facts(c.names, rows)


def _class(role: str, soc_code: str) -> Fact:
    line = line_of(soc_code, "ep")
    row = row_of("newest_projections", "ep_code", line.code) if line.code else None
    about = (role, CLASS, "Class by BLS: low, moderate, high, very high", "text")
    if row is None:
        return Fact(
            *about, why=line.why or Reason.NOT_GIVEN, detail=line.note or "classes are by single occupations only"
        )
    note = f"relative to all other occupations, about a fourth in each class{f'; {line.note}' if line.note else ''}"
    return Fact(*about, words=str(row["ai_exposure"]), note=note, cell=f"newest_projections/{line.code}/ai_exposure")


def _task(role: str, stands: Onet, measure: str, label: str) -> Fact:
    row = row_of("ai_exposure", "onet_code", stands.code) if stands.code else None
    about = (role, measure, label, "pct")
    if row is None:
        return stands.missing(*about, Reason.NO_MATCH)
    if row["quality"] != "exact":
        return Fact(*about, why=Reason.NO_MATCH, detail=str(row["match_note"]))
    if pd.isna(row[measure]):
        return Fact(*about, why=Reason.NOT_RATED, detail=str(row["missing_reason"]))
    cell = f"ai_exposure/{stands.code}/{measure}"
    return Fact(*about, value=100 * float(row[measure]), note=stands.note, cell=cell)


def _use(role: str, soc_code: str) -> Fact:
    ranks = _use_ranks(data_folder())
    about = (role, USE, LABELS[USE], "score")
    if soc_code not in ranks.index:
        return Fact(*about, why=Reason.NOT_LISTED)
    note = f"percentile among the {len(ranks)} occupations with both scores, computed from the applicability score"
    return Fact(*about, value=float(ranks[soc_code]), note=note, cell=f"ai_use/{soc_code}/applicability")


@lru_cache(maxsize=4)
def _use_ranks(folder: Path) -> "pd.Series[float]":
    """Return the percentile of observed use by SOC code, among occupations whose tasks are scored by both raters."""
    links = load("occupation_links", folder=folder)
    links = links[(links["target"] == "ai") & links["in_pay"]].dropna(subset=["target_code"])
    scored = load("ai_exposure", folder=folder)
    scored = scored[scored["quality"] == "exact"].set_index("onet_code")[list(TASKS)].dropna()
    alone = ~links.duplicated("soc_code", keep=False)
    stands = links[alone | links["target_code"].str.endswith(".00")]  # the only code, or the general one of several
    stands = stands[~stands.duplicated("soc_code", keep=False)]
    codes = stands[stands["target_code"].isin(scored.index)]["soc_code"]
    use = load("ai_use", folder=folder).set_index("soc_code")["applicability"]
    return use_percentiles(use.reindex(codes).dropna())


def order(c: Comparison) -> tuple[ExposureOrder, int] | None:
    """Return how tasks and use order the first two roles, and which side both put higher: 1 the second, -1 the first.

    They differ, too, where both are against the publisher's class. None where one of the two has no figure.
    """
    frame = c.frame(exposure)
    people, model, use = (values(frame, measure, c.names[:2]) for measure in LABELS)
    if len(c.names) < 2 or not all(map(math.isfinite, [*people, *model])):
        return None
    by_task = task_order(people[0] / 100, model[0] / 100, people[1] / 100, model[1] / 100)
    row = exposure_order(by_task, use_order(*use)).iloc[0]
    ranks = class_ranks(c)
    if row["sign"] and (ranks[1] - ranks[0]) * row["sign"] < 0:
        return ExposureOrder.DIFFER, 0
    return ExposureOrder(row["order"]), int(row["sign"])


def class_ranks(c: Comparison) -> list[float]:
    """Return the place of each role's class among the four, lowest 0; NaN where a role has none."""
    frame = c.frame(exposure)
    words = [str(one(frame, name, CLASS)["words"]) for name in c.names]
    return [float(AI_CATEGORIES.index(word)) if word else math.nan for word in words]


def exposed(c: Comparison) -> pd.DataFrame:
    """Return the two raters at the middle definition, and the rank of use, for a chart."""
    frame = c.frame(exposure)
    frame = frame[frame["measure"].isin(list(LABELS))]
    return charted(frame, count)


def says(c: Comparison) -> list[str]:
    """Return the publisher's class, and whether tasks and use agree on an order; never what becomes of jobs."""
    frame = c.frame(exposure)
    there = [name for name in c.names if math.isfinite(values(frame, "human_beta", [name])[0])]
    told = _classes(c)
    if not there:
        return [told or f"Exposure to AI is not scored for {listed(c.names, 'or')}"]
    if len(c.names) > 2:
        return [told or _several(c, there)]
    head = f"{told}; " if told else "On exposure to AI, "
    if len(c.names) == 1:
        people, model = (values(frame, measure, c.names)[0] for measure in TASKS)
        return [f"{head}people put {count(people)}% of the tasks within reach of AI software, GPT-4 {count(model)}%"]
    found = order(c)
    if found is None:
        return [
            f"{head}tasks or use are not scored for {listed([n for n in c.names if n not in there] or c.names, 'or')}"
        ]
    word, sign = found
    if word == ExposureOrder.BOTH_HIGHER:
        return [f"{head}tasks and use put {c.names[1 if sign > 0 else 0]} higher"]
    if word == ExposureOrder.DIFFER:
        return [f"{head}the measures order them differently"]
    return [told or "On exposure to AI there is no clear order"]


def _classes(c: Comparison) -> str:
    """Return the publisher's class of each role as a sentence; empty where one has none."""
    ranks = class_ranks(c)
    if not all(map(math.isfinite, ranks)):
        return ""
    words = [AI_CATEGORIES[int(rank)].lower() for rank in ranks]
    if len(set(words)) == 1:
        who = {1: "", 2: " for both"}.get(len(words), " for all")
        return f"BLS calls AI exposure {words[0]}{who}"
    if len(words) == 2:
        return f"BLS calls AI exposure {words[0]} for {c.names[0]} and {words[1]} for {c.names[1]}"
    ends = [ranks.index(min(ranks)), ranks.index(max(ranks))]
    return "BLS calls AI exposure " + " to ".join(f"{words[i]} ({c.names[i]})" for i in ends)


def used(c: Comparison) -> pd.DataFrame:
    """Return how many activities are of a kind that people use an AI assistant for, by who has them.

    Columns: `role` (empty: of all roles), `activities` that all roles or only this one have, `used` of them. A kind is
    O*NET's intermediate activity; used is the publisher's bound of a share of conversations. One role: all its own.
    """
    frame = c.frame(activities)
    frame = frame[frame["why"] == ""]
    named = load("activity_use").dropna(subset=["intermediate_id"])
    kinds = set(named.loc[named["used"], "intermediate_id"])
    by: dict[str, tuple[str, ...]] = {}
    for row in each(frame):
        by[row.activity_id] = (*by.get(row.activity_id, ()), str(row.role))
    kind = frame.drop_duplicates("activity_id").set_index("activity_id")["intermediate_id"]
    several = len(c.names) > 1
    rows = []
    for name, own in [*([("", c.names)] if several else []), *[(name, (name,)) for name in c.names]]:
        ids = [one for one, held in by.items() if held == tuple(own)]
        rows.append((name, len(ids), int(kind[ids].isin(kinds).sum())))
    return pd.DataFrame(rows, columns=["role", "activities", "used"])


def used_table(c: Comparison) -> Block:
    """Return the exposure of the difference: activities of one role only, and those of kinds that AI is used for."""
    frame = used(c)
    own = frame[(frame["role"] != "") & (frame["activities"] > 0)]
    if own.empty:
        return data()
    said = [f"{row.used} of the {row.activities} activities listed only for {row.role}" for row in each(own)]
    if len(c.names) == 1:
        said = [f"{row.used} of {row.activities} activities" for row in each(own)]
    told = f"Of kinds that people use an AI assistant for: {listed(said[:3])}."
    told += " That shows where software takes part, not what becomes of jobs."
    rows = [
        [
            esc(f"Only {r.role}" if r.role else "All" if len(c.names) > 2 else "Both"),
            str(r.activities),
            str(r.used),
            share,
        ]
        for r in each(frame)
        for share in [pct(100 * r.used / r.activities) if r.activities else NO_FIGURE]
    ]
    head = ["Activities of", "Listed", "Of kinds AI is used for", "Share"]
    html = data_table("Exposure of the difference", head, rows, right=(1, 2, 3), csv="ai_activities")
    return Block(f"<p>{esc(told)}</p>{html}", "table", summary="Show the scores")


def _several(c: Comparison, there: list[str]) -> str:
    """Return between which ends the raters' shares of three or more roles lie; neither is an order."""
    ends = []
    for measure in TASKS:
        known = {n: v for n in there if math.isfinite(v := values(c.frame(exposure), measure, [n])[0])}
        low, high = (
            f"{count(known[name])}% ({name})"
            for name in (min(known, key=known.__getitem__), max(known, key=known.__getitem__))
        )
        ends.append(f"{low} to {high}")
    without = [name for name in c.names if name not in there]
    missing = f"; {listed(without)} {'is' if len(without) == 1 else 'are'} not scored" if without else ""
    return f"People put {ends[0]} of the tasks within reach of AI software, GPT-4 {ends[1]}{missing}"


def tabulate(c: Comparison) -> Block:
    """Return every score with its reason where there is none."""
    rows = measure_rows(c.frame(exposure), lambda row: cell(row, opens=row.measure not in OTHERS))
    head = ["Class; share of tasks exposed, percent; rank of use, 0 to 100", *c.names]
    html = data_table("Exposure to AI", head, rows, right=range(1, len(c.names) + 1), csv="exposure")
    return Block(html, "table", summary="Show the scores")


exposure = Section("exposure", "Exposure to AI", exposure_facts, says, tabulate)
