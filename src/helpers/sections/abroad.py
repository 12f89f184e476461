"""The same role abroad: what official groups of Canada and the United Kingdom pay, where one may stand beside it."""

import math
from typing import Any

import pandas as pd

from helpers.base.formats import pct, usd
from helpers.base.vocabulary import Reason
from helpers.base.words import capital, listed
from helpers.comparison.facts import NO_FIGURE, Fact, each, facts
from helpers.comparison.matches import rows_of
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.tables.abroad import CURRENCIES, SHARP
from helpers.tables.load import load

STEPS = {"p10": "10th percentile", "p25": "25th", "median": "Middle pay", "p75": "75th", "p90": "90th percentile"}
"""Step of pay -> label; which of them a country publishes differs."""
CAVEAT = {
    "Canada": "Canada (Job Bank): employees, by the hour, a year being 2,080 hours.",
    "United Kingdom": "United Kingdom (ASHE table 14): full-time employees a year or more in the job, provisional.",
}
"""Country -> what its figures count, in few words."""


def abroad_facts(c: Comparison) -> pd.DataFrame:
    """Return what each foreign group pays a year, a row a role, country, group and step, in own currency.

    Keys: `country`, `group`, `group_code`, `year`, `currency`, `at_power` (US dollars of equal purchasing power),
    `power_year`, the year of that rate, and `share`, of the jobs behind the role, ours (Canada: none). Only sharp
    matches have figures; else one row a country says why there is none.
    """
    rows: list[Fact] = []
    for name, code in zip(c.names, c.codes, strict=True):
        links = rows_of("abroad_links", "soc_code").get(code, [])
        for country in CURRENCIES:
            own = [link for link in links if link["country"] == country]
            sharp = [link for link in own if link["match"] in SHARP]
            rows += [fact for link in sharp for fact in _pays(name, country, link)]
            if not sharp:
                why = Reason.SEVERAL if own and own[0]["match"] == "not sharp" else Reason.NO_MATCH
                detail = str(own[0]["missing_reason"]) if own else ""
                rows.append(Fact(name, "median", STEPS["median"], "text", why=why, detail=detail, keys=_keys(country)))
    return facts(c.names, rows)


def _keys(country: str, row: dict[str, Any] | None = None) -> dict[str, Any]:
    found = row or {}
    known = {name: found.get(name, "") for name in ("group", "group_code", "currency")}
    return {
        "country": country,
        **known,
        "year": found.get("year", 0),
        "at_power": math.nan,
        "power_year": 0,
        "share": math.nan,
    }


def _pays(name: str, country: str, link: dict[str, Any]) -> list[Fact]:
    """Return the steps of pay of one foreign group that are published."""
    group_code = str(link["group_code"])
    row = next(one for one in rows_of("abroad_pay", "country")[country] if one["group_code"] == group_code)
    year, power = _power(country, int(row["year"]))
    found = []
    for step, label in STEPS.items():
        column = f"annual_{step}_local"
        value = float(row[column])
        if math.isfinite(value):
            keys = _keys(country, row) | {"at_power": value / power, "power_year": year, "share": link["share"]}
            note = f"{CAVEAT[country]} Group {group_code} {row['group']}, {row['year']}, {row['currency']}"
            cell = f"abroad_pay/{country}|{group_code}/{column}"
            unit = f"{row['currency'].lower()}_per_year"
            found.append(Fact(name, step, label, unit, value=value, note=note, cell=cell, keys=keys))
    return found


def _power(country: str, year: int) -> tuple[int, float]:
    """Return the newest year up to this one, and its own currency per US dollar of equal purchasing power."""
    rates = load("purchasing_power")
    newest = rates[(rates["country"] == country) & (rates["year"] <= year)].sort_values("year").iloc[-1]
    return int(newest["year"]), float(newest["local_per_usd"])


def says(c: Comparison) -> list[str]:
    """Return which roles may be held against pay abroad, and whether a country counts several as one group."""
    frame = c.frame(abroad)
    given = frame[frame["why"] == ""]
    told = []
    for country in CURRENCIES:
        groups = {
            name: set(given[(given["role"] == name) & (given["country"] == country)]["group"]) for name in c.names
        }
        without = [name for name, own in groups.items() if not own]
        if without:
            told.append(f"{listed(without)} cannot be compared with {_the(country)}")
        elif len(c.names) > 1 and len(set.union(*groups.values())) == 1:
            (group,) = groups[c.names[0]]
            told.append(f"{_the(country)} counts {'both' if len(c.names) == 2 else 'all'} as one group, {group}")
    if not told:
        return ["Canada and the United Kingdom publish pay for groups like these"]
    return [capital("; ".join(told))]


def _the(country: str) -> str:
    return f"the {country}" if country.startswith("United") else country


def tabulate(c: Comparison) -> Block:
    """Return pay abroad, a row a role and foreign group: its name, middle pay, spread, and at purchasing power."""
    frame = c.frame(abroad)
    rows = []
    for (role, country, _), own in frame.groupby(["role", "country", "group_code"], observed=True, sort=False):
        steps = {row.measure: row for row in each(own)}
        middle = steps["median"]
        if middle.why:
            because = f"cannot be compared, because {middle.detail}" if middle.detail else str(middle.why)
            rows.append([esc(role), esc(country), esc(because), "", "", ""])
            continue
        first = esc(middle.text)
        held = f", {pct(100 * middle.share)} of the role’s jobs" if middle.share < 1 else ""
        where = f"{middle.group} ({middle.year}{held})"
        rows.append([esc(role), esc(country), esc(where), first, _spread(steps), usd(middle.at_power, to=100)])
    years = listed(sorted({str(year) for year in frame["power_year"] if year}))
    power = f"Middle pay at US purchasing power{f' of {years}' if years else ''}"
    head = ["Role", "Country", "Official group there", "Middle pay a year", "Spread", power]
    html = data_table("The same role abroad", head, rows, right=(3, 4, 5), csv="abroad")
    notes = " ".join([*CAVEAT.values(), *_NOTES])
    return Block(f"<p>{esc(says(c)[0])}. {esc(notes)}</p>{html}", "annex", summary="Pay abroad")


_NOTES = (
    "A group abroad can be wider than the occupation here; where several may hold it and pay alike, each is shown.",
    "Purchasing power is of the whole economy.",
    "The surveys differ: no difference between countries is tested.",
)


def _spread(steps: dict[Any, Any]) -> str:
    """Return the widest span that is published: the middle half where there are quarters, else four fifths."""
    for low, high, words in (("p25", "p75", "middle half"), ("p10", "p90", "middle 80%")):
        if low in steps and high in steps:
            return esc(f"{words}: {steps[low].text} to {steps[high].text}")
    return NO_FIGURE


abroad = Section("abroad", "The same role abroad", abroad_facts, says, tabulate)
