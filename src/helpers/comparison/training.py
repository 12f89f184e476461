"""What workers say their occupation asks for: level of education, related experience, training; O*NET answers."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers.comparison.joins import join_onet
from helpers.comparison.rows import Fact, Rows
from helpers.comparison.standins import StandIn
from helpers.formats import pct
from helpers.tables import load

QUESTIONS = {
    "2.D.1": ("required_level", "Level of education required"),
    "3.A.1": ("related_experience", "Related work experience"),
    "3.A.2": ("site_training", "Training on site or in the plant"),
    "3.A.3": ("job_training_time", "Training on the job"),
}
"""Element of O*NET -> measure and label of its row."""
RELATED_EXPERIENCE = "3.A.1"
BANDS = "answers are bands; their errors stand in the table of all answers"
_HALF = 50.0
_NAMED = 3
"""O*NET occupations that a row names before it counts the rest."""
ANSWER_COLUMNS = (
    *("element_id", "question", "category", "category_name", "share_pct", "standard_error", "ci_low", "ci_high", "n"),
    *("suppress", "rated", "rated_by", "missing_reason", "onet_code", "cell"),
)


def answers(onet_code: str) -> pd.DataFrame:
    """Return every answer on one O*NET code, question by question, bands rising; no rows where nobody was asked.

    Columns `ANSWER_COLUMNS`: share_pct of those asked, its standard_error and 95 % interval (ci_low, ci_high) in
    percentage points, n people asked, suppress (O*NET advises against the figure), rated (month), rated_by,
    missing_reason (why an error is empty), and the source cell of the share.
    """
    found = load("education_training", where={"onet_code": [onet_code]}) if onet_code else pd.DataFrame()
    if found.empty:
        return pd.DataFrame(columns=list(ANSWER_COLUMNS))
    found = found[found["element_id"].isin(QUESTIONS)].reset_index(drop=True)
    names = load("education_training_categories").set_index(["element_id", "category"])["category_name"].to_dict()
    keys = list(zip(found["element_id"], found["category"], strict=True))
    found["category_name"] = [names[key] for key in keys]
    found["question"] = [QUESTIONS[element][1] for element, _ in keys]
    found["missing_reason"] = found["missing_reason"].fillna("")
    found["suppress"] = found["suppress"].eq(True).fillna(False).astype(bool)
    found["cell"] = [f"education_training/{onet_code}|{element}|{category}/share_pct" for element, category in keys]
    return found.sort_values(["element_id", "category"], ignore_index=True)[list(ANSWER_COLUMNS)]


def asked_codes(soc_code: str, stands: StandIn) -> dict[str, str]:
    """Return the O*NET codes to show for an occupation with their names: the one that stands for it, or all."""
    if stands.code:
        return {stands.code: stands.name}
    return dict(join_onet(soc_code).members)


def training_rows(codes: tuple[str, str], stand_ins: tuple[StandIn, StandIn], rows: Rows) -> pd.DataFrame:
    """Return one row a question: for each side the middle answer as text, and in the note who gave it.

    The middle answer is the band in which the shares, added up from the lowest, reach half. Where no single O*NET code
    stands for a side, up to three of those under it are named with their own answers: nothing is averaged.
    """
    found = [_asked(code, stands) for code, stands in zip(codes, stand_ins, strict=True)]
    for element, (measure, label) in QUESTIONS.items():
        a, b = (_middle(given, stands, element) for given, stands in zip(found, stand_ins, strict=True))
        rows.add(measure, f"{label}, O*NET", "text", a, b, untested=BANDS)
    return rows.frame()


def middle_answer(soc_code: str, stands: StandIn, element: str = RELATED_EXPERIENCE) -> Fact:
    """Return the middle answer to a question, as text, or the reason there is none; see `training_rows`."""
    return _middle(_asked(soc_code, stands), stands, element)


_Asked = dict[tuple[str, str], pd.DataFrame]
"""O*NET code and name -> its answers."""


def _asked(soc_code: str, stands: StandIn) -> _Asked:
    return {(code, name): answers(code) for code, name in asked_codes(soc_code, stands).items()}


def _middle(asked: _Asked, stands: StandIn, element: str) -> Fact:
    facts = {name: _fact(code, name, frame, element) for (code, name), frame in asked.items()}
    given = [fact for fact in facts.values() if fact.given]
    if not given:
        no_answers = f"O*NET has no answers on it for any of {len(facts)} occupations"
        return next(iter(facts.values())) if len(facts) == 1 else Fact(reason=no_answers if facts else stands.reason)
    if len(facts) == 1:
        return replace(given[0], note="; ".join(filter(None, (given[0].note, stands.note))))
    said = [f"{name}: {fact.text or 'no answers'}" for name, fact in facts.items()]
    if len(said) > _NAMED + 1:
        said = [*said[:_NAMED], f"{len(said) - _NAMED} more below"]
    note = f"{len(facts)} O*NET occupations, none of them all of it and none averaged"
    return Fact(text="; ".join(said), note=note, cell=given[0].cell)


def band(name: str) -> str:
    """Return a category in few words: `1 to 2 years` of `Over 1 year, up to and including 2 years`."""
    if match := re.fullmatch(r"(?:Over (.+)|Anything beyond .+), up to and including (.+)", name):
        low, high = match[1] or "", match[2]
        number, _, unit = low.partition(" ")
        same = unit.rstrip("s") == high.partition(" ")[2].rstrip("s")
        return f"{number if same else low} to {high}" if low else f"up to {high}"
    short = re.sub(r"^Up to and including ", "up to ", name)
    return "none" if short == "None" else short


def _fact(code: str, name: str, given: pd.DataFrame, element: str) -> Fact:
    asked = given[(given["element_id"] == element) & given["share_pct"].notna()].reset_index(drop=True)
    if asked.empty:
        return Fact(reason=f"O*NET has no answers on it for {name} ({code})")
    shares, rows = asked["share_pct"], asked.to_dict("records")
    middle = rows[int((shares.cumsum() >= _HALF * shares.sum() / 100).argmax())]
    common = rows[int(shares.argmax())]
    who = "occupational experts" if str(common["rated_by"]) == "Occupational Expert" else "workers"
    count = f"{common['n']:.0f} {who}" if pd.notna(common["n"]) else who
    share, interval = pct(float(common["share_pct"])), interval_of(common)
    notes = [f"middle answer of {count}, O*NET {code}"]
    if common["category"] == middle["category"]:
        notes.append(f"{share} gave it{interval}")
    else:
        notes.append(f"most gave: {band(str(common['category_name']))} ({share}{interval})")
    if middle["suppress"] or common["suppress"]:
        notes.append("O*NET advises against using a figure behind it: too imprecise")
    return Fact(text=band(str(middle["category_name"])), note="; ".join(notes), cell=str(middle["cell"]))


def interval_of(answer: Mapping[Any, Any]) -> str:
    """Return the 95 % interval of an answer's share as the end of a sentence; empty where none is published."""
    low, high = answer["ci_low"], answer["ci_high"]
    return "" if pd.isna(low) or pd.isna(high) else f", 95% interval {pct(float(low))} to {pct(float(high))}"
