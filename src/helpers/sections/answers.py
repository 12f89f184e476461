"""What people in an occupation told O*NET it asks for: schooling, related experience, and training, by band."""

import re
from collections.abc import Iterator
from typing import Any

import pandas as pd

from helpers.base.formats import pct
from helpers.base.vocabulary import Reason
from helpers.comparison.facts import Fact
from helpers.comparison.matches import Onet
from helpers.tables.load import load

QUESTIONS = {
    "2.D.1": ("required_level", "Schooling required, people asked"),
    "3.A.1": ("related_experience", "Related work experience, people asked"),
    "3.A.2": ("site_training", "Training on site, people asked"),
    "3.A.3": ("job_training_time", "Training on the job, people asked"),
}
"""Element of O*NET -> measure and label."""
_HALF = 0.5


def answer_facts(name: str, onet: Onet) -> Iterator[Fact]:
    """Return the middle answer to each question as words, with who gave it and how many in the note.

    The middle answer is the band in which the shares, added up from the lowest, reach half. Nobody asked: no figure.
    """
    found = answers(onet.code) if onet.code else pd.DataFrame(columns=["element_id"])
    for element, (measure, label) in QUESTIONS.items():
        given = found[found["element_id"] == element]
        if given.empty:
            yield onet.missing(name, measure, label, "text", Reason.NOT_GIVEN, kind="asked", rank=float("nan"))
        else:
            yield _middle(name, measure, label, onet, given)


def answers(onet_code: str) -> pd.DataFrame:
    """Return every answer on an O*NET code, question by question, bands rising, with the band's name.

    Columns of the table education_training: share_pct of those asked, standard_error, ci_low and ci_high in percentage
    points, n people asked, suppress; and `band`.
    """
    found = load("education_training", where={"onet_code": [onet_code]})
    found = found[found["element_id"].isin(QUESTIONS) & found["share_pct"].notna()]
    names = load("education_training_categories")
    found = found.merge(names, on=["element_id", "category"], how="left", validate="many_to_one")
    found["band"] = [band(str(name)) for name in found["category_name"]]
    return found.sort_values(["element_id", "category"], ignore_index=True)


def _middle(name: str, measure: str, label: str, onet: Onet, given: pd.DataFrame) -> Fact:
    shares = given["share_pct"]
    middle = given.iloc[int((shares.cumsum() >= _HALF * shares.sum()).to_numpy().argmax())]
    common = given.iloc[int(shares.to_numpy().argmax())]
    who = "occupational experts" if str(common["rated_by"]) == "Occupational Expert" else "workers"
    count = f"{common['n']:.0f} {who}" if pd.notna(common["n"]) else who
    notes = [
        f"middle answer of {count}",
        f"most gave: {common['band']}, {pct(float(common['share_pct']))}{reach(common)}",
    ]
    if middle["suppress"] is True or common["suppress"] is True:
        notes.append("O*NET advises against using a figure behind it: too imprecise")
    if onet.note:
        notes.append(onet.note)
    cell = f"education_training/{onet.code}|{middle['element_id']}|{middle['category']}/share_pct"
    keys = {"kind": "asked", "rank": float(middle["category"])}
    return Fact(name, measure, label, "text", words=str(middle["band"]), note="; ".join(notes), cell=cell, keys=keys)


def reach(answer: "pd.Series[Any]") -> str:
    """Return the 95 % interval of an answer's share as the end of a phrase; empty where none is published."""
    low, high = answer["ci_low"], answer["ci_high"]
    return "" if pd.isna(low) or pd.isna(high) else f" ({pct(float(low))} to {pct(float(high))})"


def band(name: str) -> str:
    """Return a category in few words: `1 to 2 years` of `Over 1 year, up to and including 2 years`."""
    if match := re.fullmatch(r"(?:Over (.+)|Anything beyond .+), up to and including (.+)", name):
        low, high = match[1] or "", match[2]
        value, _, unit = low.partition(" ")
        same = unit.rstrip("s") == high.partition(" ")[2].rstrip("s")
        return f"{value if same else low} to {high}" if low else f"up to {high}"
    short = re.sub(r"^Up to and including ", "up to ", name)
    return "none" if short == "None" else short
