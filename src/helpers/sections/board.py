"""The first screen of a shortlist: the question, the finding, and a scoreboard with a column a role."""

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import pandas as pd

from helpers.base.formats import count, pct_1
from helpers.base.vocabulary import Reason
from helpers.base.words import capital, listed, per
from helpers.comparison.facts import ALL, NO_FIGURE, each, gap_words, one, values
from helpers.comparison.roles import Comparison
from helpers.sections.answer import question, who_line
from helpers.sections.contract import guarded
from helpers.sections.entry import entry, rank_of
from helpers.sections.exposure import TASKS, exposure
from helpers.sections.jobs import jobs, said_count
from helpers.sections.outlook import end_year, outlook, round_of
from helpers.sections.own_pay import own_small
from helpers.sections.pay import pay, shown
from helpers.sections.places import STATE, figures_of
from helpers.sections.scoreboard import experience, growth_beside, learning, not_tested, schooling
from helpers.sections.shortlist import Limits, first_words, ruled_out
from helpers.show.blocks import Block, esc
from helpers.show.marks import mark, who
from helpers.show.provenance import number
from helpers.show.theme import LETTERS
from helpers.stats.means import compare_family, tally

NOTHING = f"<small>{NO_FIGURE}</small>"
Against = list[list[str]]
"""What a row says of each role (inner) held against each role (outer)."""


def pair_gaps(c: Comparison) -> pd.DataFrame:
    """Return the gap of average pay of each two roles, judged as one family (methods 4).

    One row a pair, indexed by the places of its roles, `first` and `later`, with the columns of `stats.compare_family`.
    Two titles of one occupation are no comparison and stand outside the family.
    """
    means = shown(c)
    means = means[means["step"] == "mean"].set_index("role").loc[list(c.names), ["value", "bound", "error_pct", "why"]]
    pairs = [pair for pair in combinations(range(len(c.names)), 2) if c.codes[pair[0]] != c.codes[pair[1]]]
    index = pd.MultiIndex.from_tuples(pairs, names=["first", "later"]) if pairs else pd.MultiIndex.from_arrays([[], []])
    sides = [means.iloc[[pair[side] for pair in pairs]].set_axis(index) for side in (0, 1)]
    return compare_family(sides[0], sides[1], **c.judged)


def pay_against(c: Comparison) -> Against:
    """Return what average pay says of each role against each other one, with the verdict of the family of all pairs."""
    gaps = pair_gaps(c).to_dict("index")
    return _square(
        c,
        lambda first, later: capital(gap_words(gaps[first, later], c.pay_unit)),
        lambda first, later: capital(gap_words(gaps[first, later], c.pay_unit, turned=True)),
    )


def _square(c: Comparison, forward: Callable[[int, int], str], back: Callable[[int, int], str]) -> Against:
    """Return the words for every two roles out of those for a later role against an earlier one, and the reverse."""
    size = range(len(c.names))
    return [
        [
            "the yardstick"
            if i == j
            else capital(Reason.ONE_OCCUPATION)
            if c.codes[i] == c.codes[j]
            else forward(i, j)
            if i < j
            else back(j, i)
            for j in size
        ]
        for i in size
    ]


def states_against(c: Comparison) -> Against:
    """Return in how many states each role pays clearly more than each other one: the states of a pair are a family."""
    sides = [figures_of(c, name, STATE) for name in c.names]
    found = {
        (i, j): tally(compare_family(sides[i], sides[j], **c.judged))
        for i, j in combinations(range(len(c.names)), 2)
        if c.codes[i] != c.codes[j]
    }

    def told(won: int, lost: int, compared: int) -> str:
        return f"{won} of {compared}, less in {lost or 'none'}" if compared else "No state has figures for both"

    return _square(
        c,
        lambda i, j: told(found[i, j].higher, found[i, j].lower, found[i, j].compared),
        lambda i, j: told(found[i, j].lower, found[i, j].higher, found[i, j].compared),
    )


def highest(c: Comparison) -> str:
    """Return the role whose average is clearly above each other one's, and whose middle is highest; else empty."""
    gaps, size = pair_gaps(c)["sign"].to_dict(), len(c.names)
    middles = shown(c)
    middles = middles[middles["step"] == "median"].set_index("role")
    middle = middles["value"].fillna(middles["bound"]).astype(float)
    for i, name in enumerate(c.names):
        signs = [gaps.get((j, i), -gaps.get((i, j), 0)) for j in range(size) if j != i]
        if all(sign > 0 for sign in signs) and middle.get(name) == middle.max():
            return name
    return ""


def shortlist_answer(c: Comparison, limits: Limits | None = None, links: Mapping[str, str] | None = None) -> Block:
    """Return the first screen for two to eight roles; `links` has the file of each report on a pair by its name."""
    return guarded(c, "The answer", lambda: _answer(c, limits or Limits(), links or {}))


def _answer(c: Comparison, limits: Limits, links: Mapping[str, str]) -> Block:
    top, (kept, out, _) = highest(c), ruled_out(c, limits)
    clear = top in kept and len(c.names) > 2
    lead = f"{capital(top)} clearly {c.verb(top, 'pays', 'pay')} most on average. " if clear else ""
    found = f"{lead}{first_words(c, limits, top if lead else '')}"
    about = {"title": question(c), "description": found, "names": list(c.names)}
    options = "".join(f'<option value="{i}">{esc(name)}' for i, name in enumerate(c.names))
    held = (
        '<p class="held"><label for="slref">Each role is held against</label> '
        f'<select id="slref" class="sl">{options}</select>'
        f'<b class="noscript">{esc(c.names[0])}</b><b class="po" id="slnow" hidden>{esc(c.names[0])}</b></p>'
    )
    against = {"pay": pay_against(c), "states": states_against(c)}
    board = scoreboard_of(c, against, out)
    reports = ""
    if links:
        pairs = listed([f'<a href="{esc(file)}">{esc(name)}</a>' for name, file in links.items()])
        reports = f'<p class="held">Each pair in full: {pairs}.</p>'
    html = f'<h1>{esc(about["title"])}</h1><p class="lede">{esc(found)}</p>{who_line(c)}{held}{board}{reports}'
    return Block(html, "answer", **about, json={"shortlist": {"names": list(c.names), "against": against}})


def scoreboard_of(c: Comparison, against: Mapping[str, Against], out: Mapping[str, Sequence[str]]) -> str:
    """Return the table with a column a role; a measure without any figure is left out."""
    tested = [*_pay(c, against["pay"]), *_half(c), *_states(c, against["states"]), *_jobs(c)]
    untested = not_tested([*_openings(c), *_growth(c), *_schooling(c), *_time(c), *_exposed(c)], len(c.names) + 1)
    head = "".join(
        f'<th role="columnheader" scope="col"{" class=out" * (name in out)}>{who(c.names, i)}'
        f'<small class="slst">{esc("out: " + "; ".join(out[name])) if name in out else ""}</small></th>'
        for i, name in enumerate(c.names)
    )
    first = '<th role="columnheader" scope="col"><span class="sr">Measure</span></th>'
    return (
        f'<table class="score many" role="table" aria-label="The roles side by side"><thead role="rowgroup">'
        f'<tr role="row">{first}{head}</tr></thead>'
        f'<tbody role="rowgroup">{"".join([*tested, *untested])}</tbody></table>'
    )


def _row(c: Comparison, label: str, small: str, cells: Sequence[str], win: str = "") -> list[str]:
    """Return a row: a label and a cell a role; `win` is the role that is marked; nothing where no cell has anything."""
    if not any(cells):
        return []
    body = ""
    for i, (name, cell) in enumerate(zip(c.names, cells, strict=True)):
        marked = mark(i) if name == win else ""
        body += (
            f'<td role="cell" class="v {LETTERS[i]}{" win" * (name == win)}">'
            f'<div class="w" data-role="{esc(name)}">{marked}<div>{cell or NOTHING}</div></div></td>'
        )
    note = f"<small>{esc(small)}</small>" if small else ""
    return [f'<tr role="row"><th role="rowheader" scope="row">{esc(label)}{note}</th>{body}</tr>']


def _against(row: str, i: int, words: Against) -> str:
    return f'<small class="slag" data-row="{row}" data-i="{i}">{esc(words[0][i])}</small>'


def _pay(c: Comparison, against: Against) -> list[str]:
    kind, frame, cells = c.pay_kind or "annual", c.frame(pay), []
    for i, name in enumerate(c.names):
        mean, middle = (one(frame, name, f"{kind}_{step}_usd") for step in ("mean", "median"))
        small = f"<small>middle {esc(middle['text'])}</small>" if middle["text"] != NO_FIGURE else ""
        shown_pay = number(mean, f"Average pay, {name}") + small + own_small(c, name)
        cells.append(shown_pay + _against("pay", i, against))
    return _row(c, f"Average pay, {per(c.pay_unit)}", "tested all at once", cells, highest(c))


def _half(c: Comparison) -> list[str]:
    """Return between which amounts half of the workers of each role earn."""
    steps, cells = shown(c), []
    for name in c.names:
        low, high = (steps[(steps["role"] == name) & (steps["step"] == step)].iloc[0] for step in ("p25", "p75"))
        known = math.isfinite(low["value"]) and NO_FIGURE not in (low["text"], high["text"])
        cells.append(
            f"{esc(low['text'])} to {esc(high['text'])}"
            if known
            else esc(low["text"])
            if low["text"] != NO_FIGURE
            else ""
        )
    return _row(c, "Half of workers earn", "the middle half", cells)


def _states(c: Comparison, against: Against) -> list[str]:
    cells = [_against("states", i, against) for i in range(len(c.names))]
    return (
        _row(c, "Pays clearly more in", "states; each gap tested", cells)
        if any("of" in w for row in against for w in row)
        else []
    )


def _jobs(c: Comparison) -> list[str]:
    frame = c.frame(jobs)
    cells = [
        "" if row.text == NO_FIGURE else number(row, f"Jobs, {row.occupation}", shown=said_count(float(row.value)))
        for row in each(frame)
    ]
    return _row(c, "Jobs today", "employees", cells)


def _of(c: Comparison, measure: str, what: str, shown_as: Callable[[float], str]) -> list[str]:
    """Return a figure of the projections for each role, empty where there is none."""
    rows = [one(c.frame(outlook), name, measure) for name in c.names]
    return [
        number(row, f"{what}, {name}", shown=shown_as(float(row["value"]))) if math.isfinite(row["value"]) else ""
        for name, row in zip(c.names, rows, strict=True)
    ]


def _openings(c: Comparison) -> list[str]:
    everyone = values(c.frame(outlook), "openings_per_1000", [ALL])[0]
    cells = _of(c, "openings_per_1000", "Openings a year per 1,000 jobs", count)
    return _row(
        c,
        "Openings a year",
        f"per 1,000 jobs, {round_of(c, 'former_change_pct')}{c.of_nation}; all workers: {count(everyone)}",
        cells,
    )


def _growth(c: Comparison) -> list[str]:
    cells = _of(c, "employment_change_pct", "Growth", lambda value: pct_1(value, sign=True))
    return _row(c, f"Growth to {end_year(c)}", growth_beside(c), cells)


def _schooling(c: Comparison) -> list[str]:
    cells = []
    for name in c.names:
        shown_level, asked = schooling(c, name), experience(c, name)
        cells.append(shown_level + (f"<small>{asked} experience</small>" if asked and shown_level else ""))
    return _row(c, "Schooling to get in", "typical, as judged", cells)


def _time(c: Comparison) -> list[str]:
    cells = []
    for name in c.names:
        shown_time, zone = learning(c, name), rank_of(c.frame(entry), name, "job_zone")
        cells.append(shown_time and f"{shown_time}<small>zone {zone:.0f}</small>")
    return _row(c, "Time to learn it", "training and practice; job zone", cells)


def _exposed(c: Comparison) -> list[str]:
    frame, cells = c.frame(exposure), []
    for name in c.names:
        people, model = (one(frame, name, measure) for measure in TASKS)
        both = math.isfinite(people["value"]) and math.isfinite(model["value"])
        said = f"<small>{count(model['value'])}% by GPT-4</small>" if both else ""
        cells.append(
            number(people, f"Tasks exposed to AI, {name}", shown=f"{count(people['value'])}%") + said if both else ""
        )
    return _row(c, "Exposed to AI", "of tasks, by people; no forecast", cells)
