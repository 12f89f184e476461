"""What nobody can tell: figures that this page asked for and did not get, by cause, and questions no table answers."""

import math
from collections import Counter
from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.formats import count
from helpers.base.vocabulary import Reason
from helpers.base.words import listed, plural
from helpers.comparison.facts import ALL, Fact, each, facts
from helpers.comparison.roles import Comparison
from helpers.sections.abroad import abroad
from helpers.sections.claims import claims
from helpers.sections.contract import Section
from helpers.sections.entry import entry
from helpers.sections.exposure import exposure
from helpers.sections.interests import interests
from helpers.sections.jobs import jobs
from helpers.sections.outlook import outlook
from helpers.sections.pay import pay
from helpers.sections.people import people
from helpers.sections.places import places
from helpers.sections.ratings import ratings
from helpers.sections.sectors import sectors
from helpers.sections.shortlist import Limits, ruled_out
from helpers.sections.since import since
from helpers.sections.study import study
from helpers.show.blocks import Block, esc
from helpers.show.provenance import link
from helpers.show.tables import data_table
from helpers.tables.sources import Source, load_sources

ASKED = (pay, jobs, places, sectors, entry, study, outlook, exposure, interests, ratings, people, since, abroad)
"""Sections whose gaps are counted."""
QUESTIONS = {
    "What you would earn": "Figures are for people already in the job.",
    "Satisfaction, best-paying company, most common college, LGBT share": "Not published by occupation.",
    "Overtime, bonuses, benefits, working for yourself": "The pay survey leaves them out.",
    "Shifts, strain, licences, pay by experience": "Not in any table here.",
}

UNPUBLISHED = {
    "satisfaction": "asked of college graduates only, in wide groups of occupations",
    "best_company": "no official survey names employers",
    "college_most_common": "no official table counts the colleges of an occupation's workers",
    "lgbt_share_pct": "no official table has it by occupation",
}
"""Measure of claims that stays without an official figure -> what there is, or why there is none."""


def limit_facts(c: Comparison) -> pd.DataFrame:
    """Return how many figures each section lacks for each role, by cause; keys `section` and `cause`."""
    rows = []
    for section in ASKED:
        frame = c.frame(section)
        if "sector" in frame:  # finer industries are listed where there is a figure, so none of them is missing
            frame = frame[frame["sector"].to_numpy(bool)]
        roles, whys = frame["role"].to_numpy(), frame["why"].to_numpy()
        lacks = (whys != "") & (roles != ALL) & np.isnan(frame["bound"].to_numpy())
        counted = Counter((str(name), Reason(cause)) for name, cause in zip(roles[lacks], whys[lacks], strict=True))
        for (role, why), times in counted.items():
            keys = {"section": section.heading, "cause": why}
            rows.append(Fact(role, f"lacking_{section.id}", section.heading, "jobs", value=float(times), keys=keys))
    return facts(c.names, rows)


def lacking(c: Comparison) -> pd.DataFrame:
    """Return the number of figures that are missing, a row a section, the most first, for a chart."""
    frame = c.frame(limits)
    by = frame.groupby("section", sort=False)["value"].sum().sort_values(ascending=False).head(6)
    return pd.DataFrame(
        {
            "role": pd.Categorical([math.nan] * len(by), [*c.names, ALL]),
            "label": by.index,
            "note": "",
            "value": by.to_numpy(),
            "text": [count(v) for v in by],
        }
    )


def questions(c: Comparison) -> Block:
    """Return the questions that no table answers, each with the reason in one sentence."""
    items = dict(QUESTIONS)
    if len(c.names) != 2:
        items["What training costs"] = "No table here says."
    rated = c.frame(ratings)
    without = [name for name in c.names if rated[(rated["role"] == name) & rated["value"].notna()].empty]
    if without:
        items["How close the skills are"] = f"O*NET has no skill ratings for {listed(without)}."
    lines = "".join(f"<li><b>{esc(what)}.</b> {esc(why)}</li>" for what, why in items.items())
    return Block(f'<ul class="lines">{lines}</ul>', "note", column=1)


def ask(c: Comparison, breakers: Limits | None = None) -> Block:
    """Return three or four questions to put to an employer or a school before deciding, on screen and in print.

    Roles that the deal-breakers strike out are not asked about.
    """
    kept = ruled_out(c, breakers)[0] if breakers else list(c.names)
    asked = [
        (name, f"Does {name} here mean {role.leading.occupation}, or rather {role.readings[1].occupation}?")
        for name, role in zip(c.names, c.roles, strict=True)
        if len(role.readings) > 1 and name in kept
    ]
    steps = c.frame(pay)
    middle = steps[(steps["kind"] == (c.pay_kind or "annual")) & steps["step"].isin(["p25", "p75"])].dropna(
        subset=["value"]
    )
    for name in kept[:1]:
        own = middle[middle["role"] == name]["value"].tolist()
        if len(own) == 2:
            span = f"{c.money(own[0])} to {c.money(own[1])}"
            half = f"Half of {c.jobs(name)} pay {span} {c.per}"
            asked.append((name, f"{half}. Where in that range is this one, and why?"))
    asked += [
        ("", "What training or licence is asked for here, and who pays?"),
        ("", "What do people who left this job say about it?"),
    ]
    items = "".join(
        f"<li{f' data-of={c.names.index(name)}' if name and breakers else ''}>{esc(question)}"
        for name, question in asked[:4]
    )
    return Block(f"<div><h2>Ask before you decide</h2><ol>{items}</ol></div>", "handout")


def says(c: Comparison) -> list[str]:
    """Return how many figures could not be had, and that none was filled in."""
    total = int(c.frame(limits)["value"].sum())
    if not total:
        return ["Every figure asked for is published; some questions no table answers"]
    return [
        f"{plural(total, 'figure')} {'is' if total == 1 else 'are'} not available, none was filled in,"
        " and some questions no table answers"
    ]


def tabulate(c: Comparison) -> Block:
    """Return what is missing by section, role and cause, with the count."""
    rows = [[esc(row.section), esc(row.role), esc(row.cause), count(row.value)] for row in each(c.frame(limits))]
    head = ["Section", "Role", "Why", "How many"]
    html = data_table("What this page cannot say", head, rows, right=(3,), csv="limits")
    return Block(html + _unpublished(c), "table", summary="Show every gap")


def _unpublished(c: Comparison) -> str:
    """Return what sites claim of that which no official source publishes, with the page; nothing without claims."""
    frame, pages = c.frame(claims), load_sources()
    rows = [
        [esc(row.label), esc(row.role), esc(row.text), _page(row, pages), esc(UNPUBLISHED[row.measure])]
        for row in each(frame[frame["measure"].isin(list(UNPUBLISHED))])
    ]
    head = ["What sites claim", "Role", "Site says", "Page", "Official figure"]
    return data_table("What no official source publishes", head, rows, csv="unpublished") if rows else ""


def _page(row: Any, pages: Mapping[str, Source]) -> str:
    """Return the site of a claim, with a link to the page where the sources hold its address."""
    url = link(pages[row.source_id].url) if row.source_id in pages else ""
    return f'<a href="{esc(url)}">{esc(row.site)}</a>' if url else esc(row.site)


limits = Section("limits", "What nobody can tell you", limit_facts, says, tabulate)
