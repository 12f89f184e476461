"""The scoreboard: nine rows of a pair, the tested first; a side is marked only where its lead is tested or called."""

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from helpers.base.formats import count, pct_1
from helpers.base.vocabulary import ExposureOrder
from helpers.base.words import capital, listed, money, per
from helpers.comparison.facts import ALL, each, one, values
from helpers.comparison.roles import Comparison
from helpers.sections.choose import other
from helpers.sections.entry import SHORT, entry, rank_of
from helpers.sections.exposure import CLASS, class_ranks, exposure, order
from helpers.sections.headline import took
from helpers.sections.jobs import jobs, more_jobs, said_count, verdict
from helpers.sections.outlook import end_year, growth_order, outlook, round_of
from helpers.sections.own_pay import own_small
from helpers.sections.pay import pay, pay_gaps, spread
from helpers.sections.places import tally_of
from helpers.show.blocks import esc
from helpers.show.marks import SHAPES, mark, verdict_mark, who
from helpers.show.provenance import derived, number
from helpers.show.theme import LETTERS
from helpers.stats.means import STEPS


def scoreboard(c: Comparison) -> str:
    """Return the table of the first screen for two roles; a row without a figure on either side is left out."""
    tested = [*_pay(c), *spread_row(c), *_states(c), *_jobs(c)]
    untested = not_tested([*_openings(c), *_growth(c), *_schooling(c), *_time(c), *_exposed(c)], 4)
    return score_table(c, "The two roles side by side", "Who is ahead, and is it real?", [*tested, *untested])


def not_tested(rows: list[str], span: int) -> list[str]:
    """Return rows under a line of so many columns that says why nothing in them is tested; none without rows."""
    words = "Not tested: published without a margin of error"
    head = f'<tr role="row" class="grp"><th role="rowheader" scope="rowgroup" colspan="{span}">{words}</th></tr>'
    return [head, *rows] if rows else []


def score_table(c: Comparison, about: str, end: str, rows: Sequence[str]) -> str:
    """Return the table of the first screen: a column a role between the measures and what stands beside (`end`)."""
    head = "".join(f'<th role="columnheader" scope="col">{who(c.names, i)}</th>' for i in range(len(c.names)))
    first, last = (f'<th role="columnheader" scope="col"><span class="sr">{t}</span></th>' for t in ("Measure", end))
    css = "score" if len(c.names) > 1 else "score one"
    return (
        f'<table class="{css}" role="table" aria-label="{esc(about)}"><thead role="rowgroup">'
        f'<tr role="row">{first}{head}{last}</tr></thead><tbody role="rowgroup">{"".join(rows)}</tbody></table>'
    )


def score_row(c: Comparison, label: str, small: str, cells: Sequence[str], end: str, win: str = "") -> str:
    """Return a row: a label, a cell a role, what wins or why nothing does; `win` is the role that is marked."""
    body = ""
    for i, (name, cell) in enumerate(zip(c.names, cells, strict=True)):
        ahead = name == win
        marked = mark(i) if ahead else ""
        opened = f'<td role="cell" class="v {LETTERS[i]}{" win" * ahead}">'
        body += f'{opened}<div class="w">{marked}<div>{cell}</div></div></td>'
    note = f"<small>{esc(small)}</small>" if small else ""
    head = f'<th role="rowheader" scope="row">{esc(label)}{note}</th>'
    return f'<tr role="row">{head}{body}<td role="cell" class="end">{end}</td></tr>'


def _lead(c: Comparison, name: str, words: str) -> str:
    """Return who is ahead, in words that do not need the colour; without a name the words alone."""
    if not name:
        return f"<b>{esc(words)}</b>"
    i = c.names.index(name)
    return f'<span class="r{LETTERS[i]}">{mark(i)}<span class="sr">{esc(name)} </span><b>{esc(words)}</b></span>'


def mean_pay(c: Comparison, name: str) -> "tuple[pd.Series[Any], list[str]]":
    """Return the average pay of a role as a fact, and what stands below it: the middle worker, and the hour."""
    kind, frame = c.pay_kind or "annual", c.frame(pay)
    mean, middle, hour = (
        one(frame, name, f"{which}_usd") for which in (f"{kind}_mean", f"{kind}_median", "hourly_mean")
    )
    below = [f"middle {middle['text']}"] if not middle["why"] else []
    return mean, below + ([f"{hour['text']} an hour"] if kind == "annual" and not hour["why"] else [])


def schooling(c: Comparison, name: str) -> str:
    """Return the typical schooling of a role as a figure; empty where none is published."""
    row = one(c.frame(entry), name, "entry_education")
    shown = SHORT[int(row["rank"])] if math.isfinite(row["rank"]) else ""
    return number(row, f"Typical schooling, {name}", shown=shown) if shown else ""


def experience(c: Comparison, name: str) -> str:
    """Return the experience in a related job that a role asks for beside its schooling: `and some`; or nothing."""
    asked = rank_of(c.frame(entry), name, "work_experience")
    return f"and {('', 'some', '5 years or more of')[int(asked)]}" if asked > 0 else ""


def learning(c: Comparison, name: str) -> str:
    """Return the time to learn the work of a role as a figure; empty where its job zone is not published."""
    zone, learnt = (one(c.frame(entry), name, measure) for measure in ("job_zone", "time_to_learn"))
    shown = capital(learnt["words"])
    return number(zone, f"Time to learn the work, {name}", shown=shown) if math.isfinite(zone["rank"]) else ""


def growth_of_all(c: Comparison) -> str:
    """Return the projected growth of all jobs, which is of the round before."""
    return pct_1(values(c.frame(outlook), "former_change_pct", [ALL])[0], sign=True)


def growth_beside(c: Comparison) -> str:
    """Return the projected growth of all jobs with its round, as it stands under the name of the row."""
    return f"all jobs, {round_of(c, 'former_change_pct')}{c.of_nation}: {growth_of_all(c)}"


def _pay(c: Comparison) -> list[str]:
    """Return average pay with the middle worker and the hour beside it, and the verdict on the averages."""
    gap = pay_gaps(c)[0]
    cells, known = [], False
    for name in c.names:
        mean, small = mean_pay(c, name)
        known = known or not mean["why"] or math.isfinite(mean["bound"])
        small = small or ([str(mean["why"])] if mean["why"] else [])
        cells.append(
            number(mean, f"Average pay, {name}")
            + (f"<small>{esc('; '.join(small))}</small>" if small else "")
            + own_small(c, name)
        )
    if not known:
        return []
    if gap.bounded and gap.verdict.clear:
        end = _lead(c, gap.ahead, f"at least {count(abs(gap.gap_pct))}% more")
    elif math.isfinite(gap.give_or_take):
        size = f"{money(abs(gap.gap), gap.unit)} {'more' if gap.verdict.clear else 'apart'}, give or take {took(gap)}"
        end = _lead(c, gap.ahead if gap.verdict.clear else "", size)
    else:
        end = _lead(c, "", "no comparison")
    bridge = (
        f"<small>middle {money(abs(gap.median_gap), gap.unit)} apart</small>" if math.isfinite(gap.median_gap) else ""
    )
    said = verdict_mark(gap.verdict) if gap.verdict.tested else f"<small>{esc(capital(gap.why))}</small>"
    win = gap.ahead if gap.verdict.clear and gap.headline.pays_more else ""
    return [score_row(c, f"Average pay, {per(gap.unit)}", "", cells, end + bridge + said, win)]


def spread_row(c: Comparison) -> list[str]:
    """Return the range most workers fall in, one role or two on one scale: percent across, pixels down."""
    frame = spread(c)
    if frame["role"].nunique() < len(c.names):
        return []
    low, high = float(frame["value"].min()), float(frame["value"].max())

    def at(value: float) -> float:
        return round(16 + (value - low) / ((high - low) or 1) * 68, 2)

    drawn, said = "", []
    for i, (name, y, up) in enumerate(zip(c.names, (22, 42), (-10, 19), strict=False)):
        steps = frame[frame["role"] == name].set_index("step")["value"]
        p10, p25, p50, p75, p90 = (float(steps[step]) for step in STEPS)
        text = {step: money(float(steps[step]), c.pay_unit) for step in STEPS}
        letter = LETTERS[i]
        drawn += (
            f'<line class="l{letter}" x1="{at(p10)}%" x2="{at(p90)}%" y1="{y}" y2="{y}"/>'
            f'<rect class="f{letter}" x="{at(p25)}%" width="{at(p75) - at(p25):.2f}%" y="{y - 6}" height="12" rx="2"/>'
            f'<svg x="{at(p50)}%" y="{y}" overflow="visible"><g class="mk {letter}">{SHAPES[i]}</g></svg>'
            f'<text class="t{letter}" x="{at(p50)}%" y="{y + up}">{text["median"]}</text>'
            f'<text class="lo" x="{at(p10)}%" y="{y + 5}" dx="-7">{text["p10"]}</text>'
            f'<text class="hi" x="{at(p90)}%" y="{y + 5}" dx="7">{text["p90"]}</text>'
        )
        said.append(
            f"{name}: eight in ten earn {text['p10']} to {text['p90']}, half {text['p25']} to {text['p75']},"
            f" the middle {text['median']}"
        )
    small = "mark: the middle worker; thick: half of workers; thin: eight in ten"
    about = f'height="{22 + 22 * len(c.names)}" role="img" aria-label="{esc(". ".join(said))}"'
    svg = f'<svg class="strip" {about}>{drawn}</svg>'
    head = f'<th role="rowheader" scope="row">What most earn<small>{small}</small></th>'
    return [f'<tr role="row">{head}<td role="cell" class="strip" colspan="{len(c.names) + 1}">{svg}</td></tr>']


def _states(c: Comparison) -> list[str]:
    """Return in how many states each clearly pays more, of those with figures for both, tested all at once."""
    tally = tally_of(c, "state")
    if not tally.compared or c.one_occupation:
        return []
    wins = dict(zip(c.names, (tally.lower, tally.higher), strict=True))
    win = next((name for name, won in wins.items() if 2 * won > tally.compared), "")
    how = "each state's gap tested, all of them at once (10 % false discoveries allowed)"
    cells = [
        derived(f"{won} of {tally.compared}", f"States where {name} clearly pays more", how)
        for name, won in wins.items()
    ]
    end = (
        "every one compared"
        if win and wins[win] == tally.compared
        else "in most"
        if win
        else f"no clear difference in {tally.none}"
    )
    left = [f"{tally.none} show no clear difference"] if tally.none and win else []
    left += [f"{tally.not_compared} have no figure for both"] if tally.not_compared else []
    note = f"<small>{esc(', '.join(left))}</small>" if left else ""
    return [score_row(c, "States where it pays more", "each gap tested", cells, _lead(c, win, end) + note, win)]


def _jobs(c: Comparison) -> list[str]:
    """Return how many employees hold each occupation; no side is better for being larger, so none is marked."""
    frame = c.frame(jobs)
    if frame["value"].isna().any():
        return []
    cells = [
        number(row, f"Jobs, {row.occupation}", shown=said_count(row.value))
        + ("" if row.role == row.occupation else f"<small>{esc(row.occupation)}</small>")
        for row in each(frame)
    ]
    low, high = sorted(frame["value"])
    name = more_jobs(c)
    times = f"{count(high / low)} times as many" if high >= 2 * low else f"{count(100 * (high / low - 1))}% more"
    end = _lead(c, "", times if name else "could be either" if not verdict(c).clear else "the counts disagree")
    own = [value for value in values(c.frame(outlook), "self_employed_pct", c.names) if math.isfinite(value)]
    many = (
        f"employees; {listed([f'{count(v)}%' for v in own])} of all jobs are self-employed"
        if max(own, default=0) >= 10
        else ""
    )
    return [score_row(c, "Jobs today", many, cells, end)]


def _openings(c: Comparison) -> list[str]:
    """Return openings a year of the newest round; nothing is marked, since a larger occupation has more of them."""
    frame = c.frame(outlook)
    given = values(frame, "openings_thousand_per_year", c.names)
    if not all(map(math.isfinite, given)):
        return []
    cells = [
        number(one(frame, name, "openings_thousand_per_year"), shown=count(1000 * value))
        for name, value in zip(c.names, given, strict=True)
    ]
    low, high = min(given), max(given)
    times = f"{count(high / low)} times as many" if 2 * low <= high and low else "about as many"
    if low < high < 2 * low:
        times = f"{count(100 * (high / low - 1))}% more"
    name = c.names[given.index(high)]
    words = f"{c.brief(name)}: {times}" if high > low else times
    return [score_row(c, "Openings a year", f"projected, {round_of(c)}{c.of_nation}", cells, _lead(c, "", words))]


def _growth(c: Comparison) -> list[str]:
    frame = c.frame(outlook)
    rates = values(frame, "employment_change_pct", c.names)
    if not all(map(math.isfinite, rates)):
        return []
    cells = [
        number(one(frame, name, "employment_change_pct"), shown=pct_1(rate, sign=True))
        for name, rate in zip(c.names, rates, strict=True)
    ]
    sign = growth_order(c)
    name = c.names[1 if sign > 0 else 0] if sign else ""
    words = ("grows faster" if max(rates) > 0 else "shrinks less") if name else "within what past rounds missed"
    return [score_row(c, f"Growth to {end_year(c)}", growth_beside(c), cells, _lead(c, name, words))]


def _schooling(c: Comparison) -> list[str]:
    """Return the typical schooling, with the experience asked for beside it."""
    frame = c.frame(entry)
    ranks = [rank_of(frame, name, "entry_education") for name in c.names]
    if not all(map(math.isfinite, ranks)):
        return []
    asked = {name: experience(c, name) for name in c.names}
    cells = [
        schooling(c, name) + (f"<small>{words} related experience</small>" if words else "")
        for name, words in asked.items()
    ]
    less = c.names[ranks.index(min(ranks))] if ranks[0] != ranks[1] else ""
    measure = "work_experience"
    asks_more = bool(less) and rank_of(frame, less, measure) > rank_of(frame, other(c, less), measure)
    words = "less schooling, more experience" if asks_more else "asks for less" if less else "the same schooling"
    return [
        score_row(c, "Schooling to get in", "typical, as judged", cells, _lead(c, "" if asks_more else less, words))
    ]


def _time(c: Comparison) -> list[str]:
    frame = c.frame(entry)
    zones = [rank_of(frame, name, "job_zone") for name in c.names]
    if not all(map(math.isfinite, zones)):
        return []
    cells = [learning(c, name) for name in c.names]
    sooner = c.names[zones.index(min(zones))] if zones[0] != zones[1] else ""
    conflict = bool(sooner) and any(
        rank_of(frame, sooner, measure) > rank_of(frame, other(c, sooner), measure)
        for measure in ("entry_education", "work_experience")
    )
    words = "the measures conflict" if conflict else "ready sooner" if sooner else "the same"
    return [
        score_row(
            c,
            "Time to learn it",
            "specific training and practice",
            cells,
            _lead(c, "" if conflict else sooner, words),
        )
    ]


def _exposed(c: Comparison) -> list[str]:
    """Return the publisher's class of exposure to AI, with the tasks as people rate them, and what the orders say."""
    frame, found = c.frame(exposure), order(c)
    if not all(map(math.isfinite, class_ranks(c))):
        return []
    cells = []
    for name in c.names:
        (tasks,) = values(frame, "human_beta", [name])
        said = f"people: {count(tasks)}% of tasks" if math.isfinite(tasks) else "tasks not scored"
        cells.append(f"{number(one(frame, name, CLASS))}<small>{said}</small>")
    word, sign = found or (ExposureOrder.NO_CLEAR_ORDER, 0)
    less = c.names[0 if sign > 0 else 1] if word == ExposureOrder.BOTH_HIGHER else ""
    words = (
        "less exposed, tasks and use"
        if less
        else "the measures conflict"
        if word == ExposureOrder.DIFFER
        else "no clear order"
    )
    return [score_row(c, "Exposure to AI", "BLS’s class; no forecast", cells, _lead(c, less, words))]
