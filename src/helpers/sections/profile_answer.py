"""The answer for one role, first on its page: what most earn, jobs, what is to come, how to get in, what one does."""

import math

import pandas as pd

from helpers.base.formats import count, pct_1
from helpers.base.words import capital, money, per
from helpers.comparison.facts import ALL, NO_FIGURE, each, one, values
from helpers.comparison.matches import EVERYONE
from helpers.comparison.pay_cells import cells_of, pay_fact
from helpers.comparison.roles import Comparison
from helpers.sections.activities import activities, kinds
from helpers.sections.answer import scope
from helpers.sections.contract import guarded
from helpers.sections.entry import TRAINING, entry, held_words, rank_of, taken
from helpers.sections.exposure import TASKS, exposure
from helpers.sections.jobs import jobs, said_count
from helpers.sections.outlook import end_year, growth_class, growth_words, outlook, round_of
from helpers.sections.own_pay import own_note
from helpers.sections.pay import middle_half
from helpers.sections.places import mean_column
from helpers.sections.readings import readings
from helpers.sections.scoreboard import (
    experience,
    growth_of_all,
    learning,
    mean_pay,
    schooling,
    score_row,
    score_table,
    spread_row,
)
from helpers.show.blocks import Block, esc
from helpers.show.provenance import number
from helpers.stats.distributions import normal_quantile
from helpers.tables.outlook import JOB_TRAINING

MOST_DONE = 3
"""Activities that the first screen names."""


def profile_answer(c: Comparison) -> Block:
    """Return the first screen for one role, with the page's title, description and name as its metadata."""
    return guarded(c, "The answer", lambda: _answer(c))


def _answer(c: Comparison) -> Block:
    name = c.names[0]
    place = "" if c.in_nation else f" in {c.area.area}"
    found = " ".join(filter(None, [f"{middle_half(c)}.", _to_come(c)]))
    about = {"title": f"{capital(name)}{place}: what it pays, and how to get in", "description": found, "names": [name]}
    rows = [
        *_pay(c),
        *spread_row(c),
        *_jobs(c),
        *_openings(c),
        *_growth(c),
        *_schooling(c),
        *_learnt(c),
        *_done(c),
        *_exposed(c),
    ]
    board = score_table(c, f"{capital(name)} in figures", "Beside it", rows)
    head = f'<h1>{esc(about["title"])}</h1><p class="lede">{esc(found)}</p>'
    html = f'{head}<div class="who">{scope(c)}{_meant(c)}</div>{board}'
    return Block(html, "answer", **about)


def _to_come(c: Comparison) -> str:
    """Return what getting in takes and what is projected, in one sentence; empty where neither is published."""
    name, frame, growth = c.names[0], c.frame(entry), growth_class(c)
    said = (
        [f"getting in usually takes {taken(frame, name)}"]
        if math.isfinite(rank_of(frame, name, "entry_education"))
        else []
    )
    said += [f"BLS projects {growth_words(growth[name])}"] if growth else []
    return f"{capital(', and '.join(said))}." if said else ""


def _meant(c: Comparison) -> str:
    """Return what else the title may mean, each reading with its average pay; empty where it has one reading."""
    frame = c.frame(readings)
    frame = frame[(frame["unit"] == c.pay_unit) & (frame["soc_code"] != c.codes[0])]
    role, name = c.roles[0], esc(c.names[0])
    items = [f"<li>{esc(row.occupation)} ({row.soc_code}): {esc(row.text)} {c.per}</li>" for row in each(frame)]
    said = f"<p>{name} is read as {esc(role.leading.occupation)}.</p>" if role.matched else ""
    if not items and not said:
        return ""
    others = f"<p>As another occupation its average pay would be:</p><ul>{''.join(items)}</ul>" if items else ""
    return f" <details><summary>Not what you meant?</summary>{said}{others}</details>"


def _row(c: Comparison, label: str, small: str, cell: str, under: str, end: str = "") -> list[str]:
    """Return a row: its label, the figure with a line under it, and what stands beside."""
    below = f"<small>{esc(under)}</small>" if under else ""
    return [score_row(c, label, small, [cell + below], esc(end))]


def _pay(c: Comparison) -> list[str]:
    name = c.names[0]
    mean, under = mean_pay(c, name)
    if mean["why"] and not math.isfinite(mean["bound"]):
        return []
    half = normal_quantile(0.5 + c.settings.level / 2) * mean["value"] * mean["error_pct"] / 100
    took = f"give or take {money(half, c.pay_unit)}" if math.isfinite(half) else ""
    end = "; ".join(filter(None, [took, f"all workers: {_all(c)}"]))
    return _row(
        c,
        f"Average pay, {per(c.pay_unit)}",
        "employees, no overtime",
        number(mean, f"Average pay, {name}"),
        "; ".join([*under, *filter(None, [own_note(c, name)])]),
        end,
    )


def _all(c: Comparison) -> str:
    """Return the average pay of all workers in the area as it is written."""
    cells = cells_of([EVERYONE], c.area.area_code)
    fact = pay_fact(
        cells, EVERYONE, mean_column(c), role=ALL, label="Average", unit=c.pay_unit, area_code=c.area.area_code
    )
    return money(fact.value, c.pay_unit) if fact.given else NO_FIGURE


def _jobs(c: Comparison) -> list[str]:
    row = c.frame(jobs).iloc[0]
    if not math.isfinite(row["value"]):
        return []
    own = values(c.frame(outlook), "self_employed_pct", c.names)[0]
    end = f"{count(own)}% of all jobs are self-employed{c.of_nation}" if own >= 10 else ""
    shown = number(row, f"Jobs, {row['occupation']}", shown=said_count(row["value"]))
    return _row(c, "Jobs today", "employees", shown, str(row["occupation"]), end)


def _openings(c: Comparison) -> list[str]:
    frame, name = c.frame(outlook), c.names[0]
    row = one(frame, name, "openings_thousand_per_year")
    if not math.isfinite(row["value"]):
        return []
    rate, everyone = values(frame, "openings_per_1000", [name, ALL])
    before = round_of(c, "former_change_pct")  # rates are of the round before: it has the levels
    shown = number(row, f"Openings a year, {name}", shown=count(1000 * float(row["value"])))
    end = f"{count(rate)} per 1,000 jobs in {before}; all workers: {count(everyone)}" if rate == rate else ""
    return _row(c, "Openings a year", f"projected, {round_of(c)}{c.of_nation}", shown, "", end)


def _growth(c: Comparison) -> list[str]:
    name, found = c.names[0], growth_class(c)
    if name not in found:
        return []
    row = one(c.frame(outlook), name, "employment_change_pct")
    shown = number(row, f"Growth, {name}", shown=pct_1(float(row["value"]), sign=True))
    small = f"projected, without a margin of error{c.of_nation}"
    return _row(c, f"Growth to {end_year(c)}", small, shown, "", f"{found[name]}; all jobs: {growth_of_all(c)}")


def _schooling(c: Comparison) -> list[str]:
    name = c.names[0]
    shown, asked, held = schooling(c, name), experience(c, name), held_words(c.frame(entry), name)
    if not shown:
        return []
    under = f"{asked} related experience" if asked else ""
    end = f"workers hold: {held}" if held != NO_FIGURE else ""
    return _row(c, "Schooling to get in", "typical, as judged", shown, under, end)


def _learnt(c: Comparison) -> list[str]:
    shown, rank = learning(c, c.names[0]), rank_of(c.frame(entry), c.names[0], "job_training")
    if not shown:
        return []
    end = f"training on the job: {TRAINING[JOB_TRAINING[int(rank)]]}" if math.isfinite(rank) else ""
    return _row(c, "Time to learn it", "specific training and practice", shown, "", end)


def _done(c: Comparison) -> list[str]:
    """Return what people in the role do, in words across the row: of the kinds with most tasks one activity each."""
    if (c.frame(activities)["why"] != "").any():
        return []
    done: pd.Series[str] = kinds(c)["example"].head(MOST_DONE)
    head = '<th role="rowheader" scope="row">What people do<small>one activity of each kind, of most tasks</small></th>'
    return [f'<tr role="row">{head}<td role="cell" class="end does" colspan="2">{esc("; ".join(done))}</td></tr>']


def _exposed(c: Comparison) -> list[str]:
    people, model = (one(c.frame(exposure), c.names[0], measure) for measure in TASKS)
    if people["why"] or model["why"]:
        return []
    shown = number(people, f"Tasks exposed to AI, {c.names[0]}", shown=f"{count(people['value'])}%")
    return _row(
        c,
        "Tasks AI could speed up",
        "no forecast of jobs",
        shown,
        "rated by people",
        f"{count(model['value'])}% rated by GPT-4",
    )
