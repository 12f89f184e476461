"""Exposure to AI: tasks that a language model could speed up, by two raters at one definition, and observed use."""

import math
from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.base.formats import count
from helpers.base.paths import data_folder
from helpers.base.vocabulary import ExposureOrder, Reason
from helpers.base.words import listed
from helpers.comparison.facts import NO_FIGURE, Fact, charted, each, facts, values
from helpers.comparison.matches import row_of
from helpers.comparison.onet import Onet, onet_roles
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.show.blocks import Block, esc
from helpers.show.provenance import number
from helpers.show.tables import data_table
from helpers.stats.exposure import exposure_order, task_order, use_order, use_percentiles
from helpers.tables.load import load

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


def exposure_facts(c: Comparison) -> pd.DataFrame:
    """Return the share of tasks exposed, in percent, by two raters at three definitions, and the percentile of use.

    The middle definition (`TASKS`) is what is judged; the others bound it. No error is published for any.
    """
    rows: list[Fact] = []
    for (name, onet), code in zip(onet_roles(c).items(), c.codes, strict=True):
        rows += [_task(name, onet, measure, label) for measure, label in (TASKS | OTHERS).items()]
        rows.append(_use(name, code))
    return facts(c.names, rows)


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

    None where one of the two has no figure.
    """
    frame = c.frame(exposure)
    people, model, use = (values(frame, measure, c.names[:2]) for measure in LABELS)
    if len(c.names) < 2 or not all(map(math.isfinite, [*people, *model])):
        return None
    by_task = task_order(people[0] / 100, model[0] / 100, people[1] / 100, model[1] / 100)
    row = exposure_order(by_task, use_order(*use)).iloc[0]
    return ExposureOrder(row["order"]), int(row["sign"])


def exposed(c: Comparison) -> pd.DataFrame:
    """Return the two raters at the middle definition, and the rank of use, for a chart."""
    frame = c.frame(exposure)
    frame = frame[frame["measure"].isin(list(LABELS))]
    return charted(frame, count)


def says(c: Comparison) -> list[str]:
    """Return whether both measures put one role higher, differ, or have no clear order; never what becomes of jobs."""
    frame = c.frame(exposure)
    there = [name for name in c.names if math.isfinite(values(frame, "human_beta", [name])[0])]
    if not there:
        return [f"Exposure to AI is not scored for {listed(c.names, 'or')}"]
    if len(c.names) == 1:
        people, model = (values(frame, measure, c.names)[0] for measure in TASKS)
        if (people < 50) != (model < 50):
            return ["The two raters differ on whether AI software reaches half of the tasks"]
        return [
            f"Both raters put {'fewer' if people < 50 else 'more'} than half of the tasks within reach of AI software"
        ]
    if len(c.names) > 2:
        return [_several(c, there)]
    found = order(c)
    if found is None:
        missing = [name for name in c.names if name not in there]
        return [f"Exposure to AI is not scored for {listed(missing)}"]
    word, sign = found
    if word == ExposureOrder.BOTH_HIGHER:
        return [f"On exposure to AI both measures put {c.names[1 if sign > 0 else 0]} higher"]
    if word == ExposureOrder.DIFFER:
        return ["On exposure to AI the two measures order them differently"]
    return ["On exposure to AI there is no clear order"]


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
    rows = []
    for _, group in c.frame(exposure).groupby("measure", sort=False):
        cells = [number(row) if row.text != NO_FIGURE else esc(f"{NO_FIGURE}: {row.why}") for row in each(group)]
        rows.append([esc(group["label"].iloc[0]), *cells])
    head = ["Share of tasks exposed, percent; rank of use, 0 to 100", *c.names]
    html = data_table("Exposure to AI", head, rows, right=range(1, len(c.names) + 1), csv="exposure")
    return Block(html, "table", summary="Show the scores")


exposure = Section("exposure", "Exposure to AI", exposure_facts, says, tabulate)
