"""What career sites claim about the titles, each claim as printed and held against the official figure, by rule."""

import math
from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.formats import usd
from helpers.base.title_key import squashed
from helpers.base.vocabulary import Match, Reason
from helpers.base.words import capital, listed, plural
from helpers.claims import check_claims, find_defects
from helpers.claims.records import DESCRIPTIONS, say_figure, say_measure
from helpers.comparison.facts import ALL, NO_FIGURE, each, facts, framed, one
from helpers.comparison.matches import line_of
from helpers.comparison.pay_cells import pay_fact
from helpers.comparison.roles import Comparison
from helpers.sections.best import best_of
from helpers.sections.contract import Section
from helpers.sections.entry import entry
from helpers.sections.outlook import outlook
from helpers.sections.pay import pay_in_nation
from helpers.sections.people import people
from helpers.sections.places import figures_of
from helpers.sections.sectors import figures_of as sectors_of
from helpers.show.blocks import Block, data, esc
from helpers.show.canvas import SITE
from helpers.show.tables import data_table
from helpers.stats.distributions import normal_quantile
from helpers.stats.rankings import best_places
from helpers.tables.load import load

AGREES, DISAGREES = "agrees", "disagrees"
DEGREES = ("associates_pct", "bachelors_pct", "masters_pct", "doctoral_or_professional_pct")
RACES = {
    "white_pct": "White",
    "black_pct": "Black or African American",
    "asian_pct": "Asian",
    "hispanic_pct": "Hispanic or Latino",
}
"""Column of the people table -> how claims name the group."""
OFFICIAL = ("role", "measure", "value", "low", "high", "unit", "period", "reason", "source_cell", "detail", "text")
NO_VALUE: dict[str, Any] = dict.fromkeys(("value", "low", "high"), math.nan)
PAY_LABELS = {
    "annual_pay_mean": "Average pay",
    "annual_pay_low": "Low end of pay",
    "annual_pay_high": "High end of pay",
    "annual_pay_median": "Middle pay",
}
MOST_ROWS = 5


def claim_facts(c: Comparison) -> pd.DataFrame:
    """Return every claim on the titles as a fact whose `text` is as printed, with the official figure and the verdict.

    Keys: those of `claims.check_claims` (`official_value`, `official_text`, `verdict`, `reason`, `rule`, ...) and
    `site`. A title without a stored page has no row; descriptions are not figures and are left out.
    """
    claimed = _claims(c)
    figures = claimed[~claimed["measure"].isin(DESCRIPTIONS)].reset_index(drop=True)
    known = official(c) if len(figures) else pd.DataFrame(columns=list(OFFICIAL))
    found = check_claims(figures, known, threshold_pct=c.settings.threshold_pct)
    claimed_parts = zip(found["claim_value"], found["claim_text"].fillna(""), found["unit"], strict=True)
    words = [text or (say_figure(value, unit) if value == value else "") for value, text, unit in claimed_parts]
    missing = figures["missing_reason"].fillna("").astype(object)
    frame = found.drop(columns=["role", "unit"]).assign(
        role=figures["role"].astype(object),
        label=[capital(say_measure(measure)) for measure in found["measure"]],
        unit="text",
        value=np.nan,
        bound=np.nan,
        words=[said or str(why) or "no figure" for said, why in zip(words, missing, strict=True)],
        error_pct=np.nan,
        why="",
        note="",
        cell=figures["claim_id"].map("market_claims/{}/value".format),
        claim_unit=found["unit"],
        source_id=figures["source_id"],
    )
    return framed(c.names, frame.to_dict("list"))


def _claims(c: Comparison) -> pd.DataFrame:
    table = load("market_claims")
    keys = table["role"].map(squashed)
    parts = [
        table[keys == squashed(role.matched or role.typed)].assign(role=name)
        for name, role in zip(c.names, c.roles, strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


def official(c: Comparison) -> pd.DataFrame:
    """Return the national official figures under the measure names of claims, a row a role, measure and detail.

    A figure of a wider group stands for no claim on one occupation: it has a reason in its place. The interval is value
    -/+ z x relative standard error where one is published.
    """
    rows: list[dict[str, Any]] = []
    for name, code in zip(c.names, c.codes, strict=True):
        rows += [
            *_pay(c, name),
            *_outlook(c, name, code),
            *_schooling(c, name, code),
            *_people(c, name, code),
            *_best(c, name),
        ]
    return pd.DataFrame(rows, columns=list(OFFICIAL))


def _row(role: str, measure: str, fact: "pd.Series[Any]", level: float = 0.9, **more: Any) -> dict[str, Any]:
    half = normal_quantile(0.5 + level / 2) * fact["value"] * fact["error_pct"] / 100
    reason = "" if not fact["why"] else f"{fact['why']}" + (f": {fact['detail']}" if fact["detail"] else "")
    known = {"role": role, "measure": measure, "value": fact["value"], "low": fact["value"] - half}
    known |= {"high": fact["value"] + half, "unit": fact["unit"], "period": "", "reason": reason}
    return known | {"source_cell": fact["cell"], "detail": "", "text": ""} | more


def _pay(c: Comparison, name: str) -> Iterator[dict[str, Any]]:
    frame = pay_in_nation(c)
    for _, fact in frame[frame["role"] == name].iterrows():
        yield _row(name, f"{fact['kind']}_pay_{fact['step']}", fact, c.settings.level)
    count = pay_fact(c.cells, c.codes[c.names.index(name)], "employment", role=name, label="Jobs", unit="jobs")
    yield _row(name, "jobs", facts(c.names, [count]).iloc[0], c.settings.level)


def _outlook(c: Comparison, name: str, code: str) -> Iterator[dict[str, Any]]:
    fact = one(c.frame(outlook), name, "employment_change_pct")
    yield _own(_row(name, "growth_pct", fact, period=fact["period"]), line_of(code, "ep").match)


def _own(row: dict[str, Any], match: Match) -> dict[str, Any]:
    """Return an official figure, without its value where it is that of a wider group."""
    if match == Match.EXACT:
        return row
    return row | NO_VALUE | {"text": "", "reason": row["reason"] or Reason.WIDER_GROUP}


def _schooling(c: Comparison, name: str, code: str) -> Iterator[dict[str, Any]]:
    frame, match = c.frame(entry), line_of(code, "ep").match
    facts = {column: one(frame, name, column) for column in DEGREES}
    own = Match.EXACT if not any(fact["note"] for fact in facts.values()) else Match.WIDER
    known = {column: fact["value"] for column, fact in facts.items() if fact["value"] == fact["value"]}
    for fact in facts.values():
        yield _own(_own(_row(name, "degree_share_pct", fact, detail=fact["label"]), match), own)
    if known:
        top = max(known, key=lambda column: known[column])
        fact = facts[top]
        row = _row(name, "degree_most_common", fact, unit="text", text=fact["label"])
        yield _own(_own(row | NO_VALUE, match), own)


def _people(c: Comparison, name: str, code: str) -> Iterator[dict[str, Any]]:
    frame, match = c.frame(people), line_of(code, "census").match
    women = one(frame, name, "women_pct")
    yield _own(_row(name, "gender_share_pct", women, detail="women"), match)
    men = women.copy()
    men["value"] = round(100 - women["value"], 1)
    yield _own(_row(name, "gender_share_pct", men, detail="men"), match)
    for column, detail in RACES.items():
        yield _own(_row(name, "race_share_pct", one(frame, name, column), detail=detail), match)
    yield _own(_row(name, "age_median_years", one(frame, name, "median_age_years")), match)


def _best(c: Comparison, name: str) -> Iterator[dict[str, Any]]:
    """Return the places and sectors that may pay most, as a set: a claim that names one of them agrees."""
    states, areas, industries = figures_of(c, name, "state"), figures_of(c, name, "metropolitan"), sectors_of(c, name)
    sets = {
        "best_state": (best_of(c, name), states["area"]),
        "best_city": (best_places(areas[areas["why"] != Reason.NOT_LISTED]), areas["area"]),
        "best_industry": (best_places(industries[industries["why"] != Reason.NOT_LISTED]), industries["industry"]),
    }
    for measure, (found, names) in sets.items():
        named = "" if found.why else "; ".join(str(names[place]) for place in found.names)
        known = dict.fromkeys(OFFICIAL, "") | NO_VALUE | {"unit": "text", "text": named, "reason": found.why}
        yield known | {"role": name, "measure": measure}


def claimed(c: Comparison) -> pd.DataFrame:
    """Return claims on yearly pay beside the official figure, the largest gap first; a chart marks the site."""
    frame = c.frame(claims)
    told = frame[frame["measure"].isin(list(PAY_LABELS)) & frame["verdict"].isin([AGREES, DISAGREES])]
    told = told.dropna(subset=["claim_value", "official_value"]).drop_duplicates(
        ["role", "measure", "claim_value", "site"]
    )
    told = (
        told.assign(size=told["difference_pct"].abs())
        .sort_values("size", ascending=False, kind="stable")
        .head(MOST_ROWS if len(c.names) < 4 else 4)
    )
    rows = []
    for key, row in enumerate(each(told)):
        label, note = PAY_LABELS[row.measure], f"{row.site}: {row.verdict}"
        for role, value in ((str(row.role), row.official_value), (SITE, row.claim_value)):
            rows.append(
                {"role": role, "label": label, "note": note, "key": key, "value": value, "text": usd(value, to=1)}
            )
    found = pd.DataFrame(rows, columns=["role", "label", "note", "key", "value", "text"])
    return found.assign(role=pd.Categorical(found["role"], [*c.names, ALL, SITE], ordered=True))


def described(c: Comparison) -> Block:
    """Return what sites say of the titles in words, as printed, for the annex: duties, skills and the like."""
    told = _claims(c)
    told = told[told["measure"].isin(DESCRIPTIONS)]
    if told.empty:
        return data()
    words = told["text"].fillna(told["missing_reason"]).fillna("")
    rows = [
        [esc(site), esc(role), esc(capital(say_measure(measure))), esc(said)]
        for site, role, measure, said in zip(told["site"], told["role"], told["measure"], words, strict=True)
    ]
    head = ["Site", "Role", "On", "Site says"]
    return Block(
        data_table("What sites say in words, not checked", head, rows, csv="described"),
        "annex",
        summary="What sites say in words",
    )


def defects(c: Comparison) -> pd.DataFrame:
    """Return what is wrong with the claims as a set; see `claims.find_defects`."""
    return find_defects(_claims(c), official(c))


def says(c: Comparison) -> list[str]:
    """Return how many claims can be checked and disagree, and which flaws the set shows; nothing without claims."""
    frame = c.frame(claims)
    if frame.empty:
        return []
    # what several pages of a site print of a title is one claim
    frame = frame.drop_duplicates(["role", "site", "measure", "place", "label", "text"])
    tested = frame[frame["verdict"].isin([AGREES, DISAGREES])]
    wrong = int((tested["verdict"] == DISAGREES).sum())
    titles = "this title" if len(c.names) == 1 else "these titles"
    said = [
        f"Of {plural(len(frame), 'claim')} on {titles} {len(tested)} can be checked;"
        f" {wrong} disagree with the official figure"
    ]
    flaws = list(dict.fromkeys(defects(c)["rule"]))
    if flaws:
        said.append(f"Flaws: {listed(flaws[:2])}.")
    return said


def tabulate(c: Comparison) -> Block:
    """Return every claim as printed, the official figure beside it, the verdict and the reason."""
    rows = []
    for row in each(c.frame(claims)):
        theirs = row.official_text or (
            say_figure(row.official_value, row.claim_unit) if row.official_value == row.official_value else ""
        )
        rows.append(
            [esc(row.site), esc(row.role), esc(f"{row.label}{f', {row.detail}' if row.detail else ''}"), esc(row.text)]
        )
        rows[-1] += [esc(theirs or NO_FIGURE), esc(row.verdict), esc(row.reason)]
    head = ["Site", "Role", "Claim", "Site says", "Official", "Verdict", "Why"]
    return Block(
        data_table("Claims and official figures", head, rows, csv="claims"), "table", summary="Show all claims"
    )


claims = Section("claims", "What career sites claim", claim_facts, says, tabulate)
