"""Readings: what the answer on pay becomes under every occupation that a title may mean."""

from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.vocabulary import Reason, Verdict
from helpers.base.words import capital, listed, money, per
from helpers.comparison.facts import NO_FIGURE, each, facts
from helpers.comparison.pay_cells import cells_of, pay_fact
from helpers.comparison.roles import KINDS, UNITS, Comparison, once
from helpers.sections.contract import Section
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.stats.means import compare_means

MOST = 6
LEAST_SHARE = 0.05
"""Readings of a title that are held against those of the other: so many, each at least so likely to be meant."""


def readings_facts(c: Comparison) -> pd.DataFrame:
    """Return mean pay in the area of every reading of each title, by the year and by the hour.

    Keys: `reading` (1 is the one used), `soc_code`, `occupation`, `share` (how likely it is meant).
    """
    listed_readings = [
        (name, place, reading)
        for name, role in zip(c.names, c.roles, strict=True)
        for place, reading in enumerate(role.readings[:MOST], start=1)
        if place == 1 or reading.share >= LEAST_SHARE
    ]
    codes = sorted({reading.soc_code for _, _, reading in listed_readings})
    cells = cells_of(codes, c.area.area_code)
    rows = []
    for kind in KINDS:
        words: dict[str, Any] = {"label": "Average", "unit": UNITS[kind]}
        for name, place, reading in listed_readings:
            keys = {key: getattr(reading, key) for key in ("soc_code", "occupation", "share")}
            keys |= {"reading": place, "area_code": c.area.area_code}
            rows.append(pay_fact(cells, reading.soc_code, f"{kind}_mean_usd", role=name, **words, **keys))
    return facts(c.names, rows)


@once
def answers(c: Comparison) -> pd.DataFrame:
    """Return the pay gap under each pair of readings of the first two titles, the pair in use first.

    Columns: `first` and `later` (occupations), `first_code`, `later_code`, `unit`, `gap`, `low`, `high`, `gap_pct`,
    `verdict`, `sign` (1: the second title pays clearly more; -1 the first; else 0), `why`.
    """
    frame = c.frame(readings)
    sides = [frame[frame["role"] == name] for name in c.names[:2]]
    pairs = list(product(*(side.drop_duplicates("reading").itertuples() for side in sides)))
    found = pd.DataFrame(
        {
            "first": [a.occupation for a, _ in pairs],
            "later": [b.occupation for _, b in pairs],
            "first_code": [a.soc_code for a, _ in pairs],
            "later_code": [b.soc_code for _, b in pairs],
        }
    )

    def tested(kind: str) -> pd.DataFrame:
        of_kind = [side[side["measure"] == f"{kind}_mean_usd"].set_index("soc_code") for side in sides]
        a, b = (
            side.loc[found[column]].reset_index()[["value", "bound", "error_pct", "why"]]
            for side, column in zip(of_kind, ("first_code", "later_code"), strict=True)
        )
        gaps = compare_means(a, b, **c.judged)
        return gaps.assign(unit=UNITS[kind]).astype(object)

    gaps = tested(KINDS[0])
    published = gaps["verdict"] != Verdict.NOT_PUBLISHED
    gaps = gaps if published.all() else gaps.where(published, tested(KINDS[1]))
    gaps = gaps.rename(columns={"gap_low": "low", "gap_high": "high"})
    same = found["first_code"] == found["later_code"]
    gaps.loc[same, ["gap", "low", "high", "gap_pct", "sign"]] = [0.0, np.nan, np.nan, 0.0, 0]
    gaps.loc[same, ["verdict", "why"]] = [Verdict.NOT_TESTED, Reason.ONE_OCCUPATION]
    return pd.concat([found, gaps[["unit", "gap", "low", "high", "gap_pct", "verdict", "sign", "why"]]], axis=1)


def decides(c: Comparison) -> bool:
    """Return whether the reading of a title decides the answer: it is another in half or more of the other readings."""
    if len(c.names) != 2:
        return False
    frame = answers(c)
    told = frame[~frame["verdict"].isin([Verdict.NOT_PUBLISHED, Verdict.NOT_TESTED]) | (frame.index == 0)]
    for role, column in zip(c.roles, ("first_code", "later_code"), strict=True):
        if role.chosen:  # the reader has said which one is meant
            told = told[told[column] == role.leading.soc_code]
    others = told.iloc[1:]
    return len(others) > 0 and 2 * int((others["sign"] != told["sign"].iloc[0]).sum()) >= len(others)


def holds(c: Comparison) -> tuple[int, int]:
    """Return under how many pairs of readings the answer holds, and how many can be told."""
    frame = answers(c)
    told = frame[~frame["verdict"].isin([Verdict.NOT_PUBLISHED, Verdict.NOT_TESTED])]
    return (int((told["sign"] == frame["sign"].iloc[0]).sum()), len(told)) if len(told) else (0, 0)


def answer_of(row: Any, side: int) -> str:
    """Return what one pair of readings says of the pay of a side (0 or 1): `pays about $2,500 a year more`."""
    if row.why == Reason.ONE_OCCUPATION:
        return "both would be one occupation"
    verdict = Verdict(row.verdict)
    if not verdict.clear:
        return str(verdict)
    word = "more" if (row.sign > 0) == (side == 1) else "less"
    size = f"about {money(abs(row.gap), row.unit)} {per(row.unit)} " if row.gap == row.gap else ""
    return f"pays {size}{word}"


def says(c: Comparison) -> list[str]:
    """Return under how many readings of the titles the answer on pay holds."""
    uncertain = [name for name, role in zip(c.names, c.roles, strict=True) if len(role.readings) > 1]
    if not uncertain:
        return []
    if len(c.names) != 2:
        return [f"{capital(listed(uncertain))} can be read in more than one way."]
    held, of = holds(c)
    if not held:
        return (
            ["Average pay cannot be compared under the first reading of the titles; under others it can."] if of else []
        )
    return [f"The answer on average pay holds under {held} of {of} readings of the titles."]


def tabulate(c: Comparison) -> Block:
    """Return average pay under every reading; for two roles what each pair of readings says."""
    if len(c.names) == 2:
        rows = [
            [
                f"{esc(row.first)} ({row.first_code})",
                f"{esc(row.later)} ({row.later_code})",
                esc(f"{c.names[1]} {answer_of(row, 1)}" if Verdict(row.verdict).clear else answer_of(row, 1)),
            ]
            for row in each(answers(c))
        ]
        head = [*(f"{capital(name)} read as" for name in c.names), "Average pay then says"]
    else:
        frame = c.frame(readings)
        frame = frame[(frame["text"] != NO_FIGURE) & (frame["unit"] == c.pay_unit)]
        rows = [[esc(row.role), f"{esc(row.occupation)} ({row.soc_code})", esc(row.text)] for row in each(frame)]
        head = ["Role", "Read as", f"Average pay, {per(c.pay_unit)}"]
    return Block(
        data_table("Every reading of the titles", head, rows, csv="readings"),
        "annex",
        summary="Every reading of the titles",
    )


readings = Section("readings", "Readings of the titles", readings_facts, says, tabulate)
