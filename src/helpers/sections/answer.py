"""The answer, first on the page: the question, the finding, which occupations stand for the titles, the scoreboard."""

from helpers.base.words import capital, listed
from helpers.comparison.facts import each
from helpers.comparison.roles import Comparison
from helpers.sections.choose import counterpoint
from helpers.sections.contract import guarded
from helpers.sections.headline import finding, finding_class, remark
from helpers.sections.readings import answer_of, answers, decides
from helpers.sections.scoreboard import scoreboard
from helpers.show.blocks import Block, esc
from helpers.tables.sources import sources_of

VERDICTS = (
    "At 90%: could be either: the gap may be survey noise. Clear but small: a real gap, under 5% of pay. Clear, size"
    " unsure: real, perhaps over 5%. Clear and meaningful: real and over 5%. A verdict is about averages: it does not"
    " account for hours, experience or place."
)
"""What the verdicts mean, for a reader."""
MOST_NAMED = 4
"""Roles that the question names."""


def question(c: Comparison) -> str:
    """Return the question that heads the page, with the place if it is not the nation; many roles are counted."""
    place = "" if c.in_nation else f" in {c.area.area}"
    if len(c.names) > MOST_NAMED:
        return f"Which of these {len(c.names)} roles{place}?"
    return f"{capital(listed(list(c.names), 'or'))}{place}?"


def answer(c: Comparison) -> Block:
    """Return the first screen for two roles, with the page's title, description, names and class as metadata."""
    return guarded(c, "The answer", lambda: _answer(c))


def _answer(c: Comparison) -> Block:
    second = "" if decides(c) else remark(c) or counterpoint(c)
    found = " ".join(filter(None, (finding(c), second)))
    about = {"title": question(c), "description": found, "names": list(c.names), "finding": finding_class(c)}
    html = f'<h1>{esc(about["title"])}</h1><p class="lede">{esc(found)}</p>{who_line(c)}{scoreboard(c)}'
    return Block(html, "answer", **about)


def scope(c: Comparison) -> str:
    """Return which official occupations stand for the titles, and for whom and where the figures hold."""
    named = listed([f"<b>{esc(reading.occupation)}</b> ({reading.soc_code})" for reading in dict.fromkeys(c.leading)])
    place = "United States" if c.in_nation else esc(c.area.area)
    release = esc(sources_of("pay")[0].release)
    return f"{place}, {release}. Official figures for {named}: employees at full-time hours, no overtime."


def who_line(c: Comparison) -> str:
    """Return the scope of the figures, and what else the titles may mean."""
    deciding = decides(c)
    lead = " Figures below: the first reading." if deciding else ""
    meant = _readings(c, opened=deciding)
    verdicts = f"<details><summary>What the verdicts mean</summary><p>{esc(VERDICTS)}</p></details>"
    return f'<div class="who">{scope(c)}{lead} {meant} {verdicts}</div>'


def _readings(c: Comparison, *, opened: bool) -> str:
    """Return the other readings of the titles with what average pay then says; open where they decide."""
    asked = [
        f"{esc(name)} is read as {esc(r.read_as or r.leading.occupation)}"
        for name, r in zip(c.names, c.roles, strict=True)
        if r.read_as or r.asks
    ]
    frame, lists = answers(c), ""
    if len(c.names) > 2:
        others = [
            f"{name} as {r.occupation}" for name, role in zip(c.names, c.roles, strict=True) for r in role.readings[1:4]
        ]
        lists = f"<p>A title may also be read otherwise: {esc('; '.join(others))}.</p>" if others else ""
    for side in range(2 if len(c.names) == 2 else 0):
        column, other = ("first_code", "later_code")[side], ("later_code", "first_code")[side]
        fixed = frame[frame[other] == c.codes[1 - side]].drop_duplicates(column)
        items = [
            f"<li>{esc((row.first, row.later)[side])} ({getattr(row, column)}): {esc(answer_of(row, side))}</li>"
            for row in each(fixed if opened else fixed[fixed[column] != c.codes[side]])
        ]
        if len(fixed) > 1:
            lists += f"<p>Average pay if {esc(c.names[side])} is read as</p><ul>{''.join(items)}</ul>"
    if not lists and not asked:
        return ""
    html = (f"<p>{'; '.join(asked)}.</p>" if asked else "") + lists
    opened = opened or any(role.asks for role in c.roles)
    return f"<details{' open' if opened else ''}><summary>Not what you meant?</summary>{html}</details>"
