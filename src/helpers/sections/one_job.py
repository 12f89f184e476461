"""One job or two? For HR: pay bands, duties and titles of two occupations held against a stated rule. For the annex."""

import math
from collections.abc import Sequence

import pandas as pd

from helpers.base.formats import pct
from helpers.base.paths import data_folder
from helpers.base.vocabulary import Reason, Word
from helpers.base.words import plural
from helpers.comparison.facts import Fact, facts
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.sections.pay import shown
from helpers.sections.ratings import ratings
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.tables.load import load
from helpers.tables.title_lists import soc_codes


class Lean(Word):
    """What a measure, or the rule over all three, says of two jobs."""

    MERGE = "merge"
    SPLIT = "split"
    REVIEW = "review"


MARKS = {"pay_band": (60.0, 30.0), "duties": (95.0, 80.0), "titles": (3.0, 0.5)}
"""Measure -> the mark (percent) from which it leans to merge, and the one below which to split. The marks are ours."""
LABELS = {
    "pay_band": "Pay bands, 25th to 75th percentile: part that both cover",
    "duties": "Work activities: pairs of occupations that are further apart",
    "titles": "Titles: part of the shorter list that stands on both",
}
RULE = (
    "The rule: merge if all three measures reach their mark for merging; split if at least two lie below their mark for"
    " splitting and none reaches the other; else review. The marks are ours, to argue with, and no norm."
)
CANNOT = (
    "It compares whole occupations, not two positions of one employer: job descriptions, reporting lines and"
    " classification under wage and hour law are not in these data."
)
ANSWERS = {
    Lean.MERGE: "by these figures the two look like one job",
    Lean.SPLIT: "by these figures the two look like two jobs",
    Lean.REVIEW: "the figures do not settle it, a look at both jobs must",
}


def one_job_facts(c: Comparison) -> pd.DataFrame:
    """Return three measures of how far two roles are one job, in percent, each a row of the second role.

    pay_band: of the pay that either role's 25th to 75th percentile covers, the part that both cover. duties: of all
    pairs of occupations, those whose work activities are further apart. titles: of the shorter list of titles, those on
    both. Key `leans`: a `Lean`, empty where the measure is missing.
    """
    found = {"pay_band": _bands(c), "duties": _duties(c), "titles": _titles(c.codes)}
    rows = []
    for measure, (value, why, note) in found.items():
        keys = {"leans": "" if why else leans(measure, value)}
        rows.append(Fact(c.names[1], measure, LABELS[measure], "pct", value=value, why=why, note=note, keys=keys))
    return facts(c.names, rows)


def leans(measure: str, value: float) -> Lean:
    """Return what a measure's value, in percent, leans to by its marks."""
    high, low = MARKS[measure]
    return Lean.MERGE if value >= high else Lean.SPLIT if value < low else Lean.REVIEW


def answer(c: Comparison) -> tuple[Lean, str]:
    """Return what the rule says of the two, and why in words."""
    if c.one_occupation:
        return Lean.REVIEW, "both titles fall into one occupation: official data cannot tell two jobs in it apart"
    frame = c.frame(one_job)
    counted = ("none", "one", "two", "all three")
    missing = int((frame["why"] != "").sum())
    if missing:
        return Lean.REVIEW, f"{counted[missing]} of the measures cannot be had"
    merges, splits = (int((frame["leans"] == lean).sum()) for lean in (Lean.MERGE, Lean.SPLIT))
    if merges == len(frame):
        return Lean.MERGE, "all three measures reach their mark for merging"
    if splits >= 2 and not merges:
        below = f"{counted[splits]} measures lie below their mark for splitting"
        return Lean.SPLIT, f"{below}, and none reaches the other mark"
    lean = "leans" if merges == 1 else "lean"
    return Lean.REVIEW, f"of the measures, {counted[merges]} {lean} to merging and {counted[splits]} to splitting"


def _bands(c: Comparison) -> tuple[float, Reason | str, str]:
    """Return the part of two pay bands that both cover, in percent; or why there is none."""
    steps = shown(c).set_index(["role", "step"])
    ends = []
    for name in c.names:
        rows = steps.loc[[(name, "p25"), (name, "p75")]]
        if lacking := [why for why in rows["why"] if why]:
            return math.nan, lacking[0], ""
        ends.append([float(value) for value in rows["value"]])
    (low_a, high_a), (low_b, high_b) = ends
    both = max(0.0, min(high_a, high_b) - max(low_a, low_b))
    either = (high_a - low_a) + (high_b - low_b) - both
    return (100 * both / either, "", "") if either > 0 else (math.nan, Reason.EQUAL_STEPS, "")


def _duties(c: Comparison) -> tuple[float, Reason | str, str]:
    frame = c.frame(ratings)
    row = frame[(frame["measure"] == "closeness") & (frame["facet"] == "work activities")].iloc[0]
    return float(row["value"]), row["why"], ""


def _titles(codes: Sequence[str]) -> tuple[float, Reason | str, str]:
    first, second = (titles_of(code) for code in codes)
    fewest = min(len(first), len(second))
    if not fewest:
        return math.nan, Reason.NO_MATCH, ""
    both = len(first & second)
    return 100 * both / fewest, "", f"{both} of {plural(fewest, 'title')}"


def titles_of(soc_code: str) -> frozenset[str]:
    """Return the titles that the lists name for an occupation of the pay table, as `title_key.squashed` writes them."""
    codes = soc_codes(data_folder())
    covered = [soc_code, *codes.index[codes["pay_soc_code"] == soc_code]]
    listed = load("titles", columns=["title_key"], where={"soc_code": covered})["title_key"]
    return frozenset(title.replace(" ", "") for title in listed)


def says(c: Comparison) -> list[str]:
    """Return what the rule says and why."""
    lean, why = answer(c)
    return [f"The rule says {lean}: {ANSWERS[lean]}.", f"Why: {why}."]


def tabulate(c: Comparison) -> Block:
    """Return the answer, the three measures with their marks, the rule, and what it cannot know; for the annex."""
    rows = []
    for row in c.frame(one_job).itertuples():
        high, low = MARKS[str(row.measure)]
        value = f"no figure: {row.why!s}" if row.why else f"{pct(float(str(row.value)))} {row.note!s}".strip()
        marks = f"merge from {high:g}%, split below {low:g}%"
        rows.append([esc(row.label), esc(value), esc(marks), esc(row.leans or "not judged")])
    said = " ".join(says(c))
    html = data_table("One job or two: three measures", ["Measure", "Share", "Marks", "Leans to"], rows, csv="one-job")
    html = f"<p>{esc(said)}</p>{html}<p>{esc(RULE)} {esc(CANNOT)}</p>"
    return Block(html, "annex", summary="One job or two? For HR")


one_job = Section("one_job", "One job or two?", one_job_facts, says, tabulate, roles=range(2, 3))
