"""One job or two? Pay bands, duties and titles of both roles against a stated rule: merge, split or review."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd

from helpers.errors import BadInput
from helpers.paths import data_folder
from helpers.title_lists import listed_titles, soc_codes

MERGE, SPLIT, REVIEW = "merge", "split", "review"
MEASURES = ("pay_band", "duties", "titles")
COLUMNS = ("measure", "label", "value", "text", "leans", "reason", "marks")
ONE_OCCUPATION = "both titles fall into one occupation: official data cannot tell two jobs in it apart"


@dataclass(frozen=True)
class Rule:
    """Marks in percent for each measure: at or above the first it leans to merge, below the second to split.

    Merge if all three lean to merge; split if at least two lean to split and none to merge; else review. Where a
    measure is missing, the answer is review. The marks are ours: they state a rule to argue with, no norm.
    """

    pay_band: tuple[float, float] = (60.0, 30.0)
    duties: tuple[float, float] = (95.0, 80.0)
    titles: tuple[float, float] = (3.0, 0.5)

    def __post_init__(self) -> None:
        """Refuse marks outside 0 to 100 and a mark for merging below that for splitting."""
        for name in MEASURES:
            high, low = self.marks(name)
            if not 0 <= low <= high <= 100:
                raise BadInput(
                    f"marks {high:g} and {low:g} for {name}",
                    expected="two shares from 0 to 100%, the one for merging not below the one for splitting",
                    next_step="correct them, or leave them out for the usual ones",
                )

    def marks(self, measure: str) -> tuple[float, float]:
        """Return the mark for merging and the mark for splitting of a measure."""
        high, low = getattr(self, measure)
        return float(high), float(low)

    def leans(self, measure: str, value: float) -> str:
        """Return what a measure's value leans to."""
        high, low = self.marks(measure)
        return MERGE if value >= high else SPLIT if value < low else REVIEW


@dataclass(frozen=True)
class OneJob:
    """The three measures (`COLUMNS`), what the rule says of them, and why in words."""

    rows: pd.DataFrame
    answer: str
    why: str


def one_job(
    pay: pd.DataFrame,
    facet_gaps: pd.DataFrame,
    titles: tuple[frozenset[str], frozenset[str]],
    *,
    kind: str,
    rule: Rule | None = None,
    one_occupation: bool = False,
) -> OneJob:
    """Return the measures and the answer of the rule.

    `pay` is what `pay.pay_rows` returned, `kind` annual or hourly; `facet_gaps` what `facet_gaps` returned; `titles`
    the titles listed for the occupation of each side, as `title_key.squashed` writes them.

    Measures, in percent: `pay_band`, of the pay that either role's 25th to 75th percentile covers, the part that both
    cover; `duties`, of all pairs of occupations, those whose work activities are further apart; `titles`, of the
    shorter list of titles, those that stand on both.
    """
    rule = rule or Rule()
    found = {"pay_band": _bands(pay, kind), "duties": _duties(facet_gaps), "titles": _titles(*titles)}
    rows = pd.DataFrame([_row(name, *found[name], rule) for name in MEASURES], columns=list(COLUMNS))
    answer, why = _answer(rows)
    return OneJob(rows, REVIEW, ONE_OCCUPATION) if one_occupation else OneJob(rows, answer, why)


def listed_for(soc_code: str) -> frozenset[str]:
    """Return the titles that the lists name for an occupation of the pay table, as `title_key.squashed` writes them."""
    codes, listed = soc_codes(data_folder()), _squashed_titles(data_folder())
    covered = {soc_code, *codes.index[codes["pay_soc_code"] == soc_code]}
    return frozenset().union(*(listed.get(code, ()) for code in covered))


@lru_cache(maxsize=2)
def _squashed_titles(folder: Path) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    titles = listed_titles(folder)
    for code, title in zip(titles["soc_code"].tolist(), titles["squashed"].tolist(), strict=True):
        found.setdefault(code, set()).add(title)
    return found


def _answer(rows: pd.DataFrame) -> tuple[str, str]:
    counted = ("none", "one", "two", "all three")
    missing = int((rows["reason"] != "").sum())
    if missing:
        return REVIEW, f"{counted[missing]} of the measures cannot be had"
    merges, splits = (int((rows["leans"] == lean).sum()) for lean in (MERGE, SPLIT))
    if merges == len(rows):
        return MERGE, "all three measures reach their mark for merging"
    if splits >= 2 and not merges:
        return SPLIT, f"{counted[splits]} measures lie below their mark for splitting, and none reaches the other mark"
    return REVIEW, f"of the measures, {counted[merges]} lean to merging and {counted[splits]} to splitting"


def _row(measure: str, value: float, text: str, reason: str, rule: Rule) -> dict[str, object]:
    label = {
        "pay_band": "Pay bands, 25th to 75th percentile: part that both cover",
        "duties": "Work activities: pairs of occupations that are further apart",
        "titles": "Titles: part of the shorter list that stands on both",
    }[measure]
    high, low = rule.marks(measure)
    return {
        "measure": measure,
        "label": label,
        "value": value,
        "text": text,
        "leans": "" if reason else rule.leans(measure, value),
        "reason": reason,
        "marks": f"merge from {high:g}%, split below {low:g}%",
    }


def _bands(pay: pd.DataFrame, kind: str) -> tuple[float, str, str]:
    rows = pay.set_index("measure").loc[[f"{kind}_p25_usd", f"{kind}_p75_usd"]]
    ends = []
    for side in "ab":
        if reason := next((str(why) for why in rows[f"reason_{side}"] if why), ""):
            return np.nan, "", f"{kind} pay: {reason}"
        ends.append((float(rows[f"value_{side}"].iloc[0]), float(rows[f"value_{side}"].iloc[1])))
    (low_a, high_a), (low_b, high_b) = ends
    both = max(0.0, min(high_a, high_b) - max(low_a, low_b))
    either = (high_a - low_a) + (high_b - low_b) - both
    if either <= 0:
        return np.nan, "", "not resolved: the percentiles of both are equal"
    return 100 * both / either, "", ""


def _duties(facet_gaps: pd.DataFrame) -> tuple[float, str, str]:
    row = facet_gaps[facet_gaps["facet"] == "work activities"].iloc[0]
    if np.isnan(row["closeness"]):
        return np.nan, "", str(row["closeness_reason"]) or "the work activities are not rated for both"
    return float(row["closeness"]), "", ""


def _titles(first: frozenset[str], second: frozenset[str]) -> tuple[float, str, str]:
    fewest = min(len(first), len(second))
    if not fewest:
        return np.nan, "", "the lists name no title for one of the occupations"
    shared = len(first & second)
    return 100 * shared / fewest, f"{shared} of {fewest}", ""
