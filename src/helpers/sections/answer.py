"""The answer, first on the page: the question, the finding, which occupations stand for the titles, the scoreboard."""

from helpers.base.words import capital, listed
from helpers.comparison.roles import Comparison
from helpers.sections.choose import counterpoint
from helpers.sections.contract import guarded
from helpers.sections.headline import finding, remark
from helpers.sections.readings import answer_of, answers, decides
from helpers.sections.scoreboard import scoreboard
from helpers.show.blocks import Block, esc
from helpers.sources import sources_of

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
    """Return the first screen for two roles, with the page's title, description and names as its metadata."""
    return guarded(c, "The answer", lambda: _answer(c))


def _answer(c: Comparison) -> Block:
    found = " ".join(filter(None, (finding(c), remark(c) or counterpoint(c))))
    about = {"title": question(c), "description": found, "names": list(c.names)}
    html = f'<h1>{esc(about["title"])}</h1><p class="lede">{esc(found)}</p>{scope(c)}{scoreboard(c)}'
    return Block(html, "answer", **about)


def scope(c: Comparison) -> str:
    """Return which official occupations stand for the titles, in what scope, and what else the titles may mean."""
    named = listed([f"<b>{esc(reading.occupation)}</b> ({reading.soc_code})" for reading in dict.fromkeys(c.leading)])
    place = "United States" if c.in_nation else esc(c.area.area)
    what = f"{place}, {esc(sources_of('pay')[0].release)}. Official figures for {named}: employees, full-time hours, no overtime."
    deciding = decides(c)
    lead = " The figures below are those of the first reading." if deciding else ""
    meant = _readings(c, opened=deciding)
    verdicts = f"<details><summary>What the verdicts mean</summary><p>{esc(VERDICTS)}</p></details>"
    return f'<div class="who">{what}{lead} {meant} {verdicts}</div>'


def _readings(c: Comparison, *, opened: bool) -> str:
    """Return the other readings of the titles with what average pay then says; open where they decide."""
    asked = [
        f"{esc(name)} is read as {esc(r.leading.occupation)}"
        for name, r in zip(c.names, c.roles, strict=True)
        if r.matched
    ]
    frame, items = (answers(c) if len(c.names) == 2 else None), []
    if frame is None:
        others = [
            (name, reading) for name, role in zip(c.names, c.roles, strict=True) for reading in role.readings[1:4]
        ]
        items = [f"<li>{esc(name)} as {esc(reading.occupation)} ({reading.soc_code})</li>" for name, reading in others]
    for side, role in enumerate(c.roles if frame is not None else ()):
        column = ("first_code", "later_code")[side]
        fixed = frame[frame[("later_code", "first_code")[side]] == c.codes[1 - side]].drop_duplicates(column)
        for row in fixed.itertuples():
            code = getattr(row, column)
            if len(role.readings) > 1 and (code != c.codes[side] or opened):
                name = (row.first, row.later)[side]
                items.append(f"<li>{esc(c.names[side])} as {esc(name)} ({code}): {esc(answer_of(row, c.names))}</li>")
    if not items and not asked:
        return ""
    said = "; ".join(asked)
    then = "Average pay would then say:" if frame is not None else "A title may also be read otherwise:"
    html = (f"<p>{said}.</p>" if said else "") + (f"<p>{then}</p><ul>{''.join(items)}</ul>" if items else "")
    return f"<details{' open' if opened else ''}><summary>Not what you meant?</summary>{html}</details>"
