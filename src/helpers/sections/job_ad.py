"""A job advert to start from, for an employer: duties, requirements and the area's pay range, from the tables."""

import math

from helpers.base.words import capital, listed, money, per
from helpers.comparison.facts import one
from helpers.comparison.roles import Comparison
from helpers.sections.activities import activities, kinds
from helpers.sections.contract import guarded
from helpers.sections.entry import EXPERIENCE, PHRASES, TRAINING, entry, rank_of
from helpers.sections.own_pay import MARK, by_period, own_row, own_words
from helpers.sections.pay import pay
from helpers.sections.ratings import top_rated
from helpers.sections.technologies import technologies
from helpers.show.blocks import Block, data, esc
from helpers.tables.outlook import JOB_TRAINING

MOST_DUTIES, MOST_SKILLS, MOST_TOOLS = 6, 5, 6
OWN = "Yours to add: hours, place of work, benefits, whom to write to. Ask for no more than the job needs."


def job_ad(c: Comparison, *, wanted: bool = True) -> Block:
    """Return the advert's title, duties and pay range; nothing if it is not wanted."""
    return guarded(c, "A job advert", lambda: _offered(c)) if wanted else data()


def job_ad_asks(c: Comparison, *, wanted: bool = True) -> Block:
    """Return what the advert asks for: schooling, experience, skills, knowledge, tools; nothing if it is not wanted."""
    return guarded(c, "A job advert", lambda: _asked(c)) if wanted else data()


def pay_range(c: Comparison) -> str:
    """Return the range from the 25th to the 75th percentile of pay in the chosen area, or why there is none."""
    ends = [one(c.frame(pay), c.names[0], f"{c.pay_kind or 'annual'}_{step}_usd") for step in ("p25", "p75")]
    place = "the United States" if c.in_nation else c.area.area
    missing = next((end["why"] for end in ends if end["why"] and not math.isfinite(end["bound"])), "")
    if missing:
        return f"No pay range can be given for {place}: {missing}."
    low, high = (money(end["value"], c.pay_unit) if math.isfinite(end["value"]) else end["text"] for end in ends)
    return f"{low} to {high} {per(c.pay_unit)}: half of {c.jobs(c.names[0])} in {place} pay this."


def _offered(c: Comparison) -> Block:
    duties: list[str] = list(kinds(c)["example"].head(MOST_DUTIES)) if (c.frame(activities)["why"] == "").all() else []
    items = "".join(f"<li>{esc(duty)}</li>" for duty in duties) or "<li>O*NET lists no duties for this occupation.</li>"
    cap = f'<p class="cap">{esc(c.names[0])}<span class="u">{esc(c.leading[0].occupation)} ({c.codes[0]})</span></p>'
    body = f'<p><b>Duties</b></p><ul class="lines">{items}</ul><p><b>Pay range</b></p><p>{esc(pay_range(c))}</p>'
    row = own_row(c, c.names[0])
    if row is not None:
        words = own_words(row) if row["unit"] == c.pay_unit else by_period(row)
        body += f"<p>{esc(capital(f'{MARK} {words}.'))}</p>"
    return Block(cap + body, "note", column=1)


def _asked(c: Comparison) -> Block:
    frame, name = c.frame(entry), c.names[0]
    schooling, experience, training = (
        rank_of(frame, name, m) for m in ("entry_education", "work_experience", "job_training")
    )
    lines = {}
    if math.isfinite(schooling):
        lines["Schooling"] = PHRASES[int(schooling)]
        lines["Experience"] = EXPERIENCE[int(experience)] or "none asked for"
        lines["Training we give"] = TRAINING[JOB_TRAINING[int(training)]]
    for facet in ("skills", "knowledge"):
        top = [str(label).lower() for label in top_rated(c, facet, MOST_SKILLS)["label"]]
        lines |= {facet.capitalize(): listed(top)} if top else {}
    known = c.frame(technologies)
    tools = [str(tool) for tool in known.loc[known["in_demand"].to_numpy(bool), "technology"].head(MOST_TOOLS)]
    lines |= {"Tools": listed(tools)} if tools else {}
    items = "".join(f"<li><b>{esc(what)}:</b> {esc(said)}</li>" for what, said in lines.items())
    cap = '<p class="cap">Requirements<span class="u">what is usual in the occupation</span></p>'
    return Block(f'{cap}<ul class="lines">{items}</ul><p class="notes">{esc(OWN)}</p>', "note", column=2)
