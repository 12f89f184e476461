"""Places: pay, jobs and prices in every state and area, and where which role clearly pays more."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.formats import pct
from helpers.base.vocabulary import Reason, Verdict
from helpers.base.words import capital, listed, plural
from helpers.comparison.facts import ALL
from helpers.comparison.pay_cells import PayGrid, price_levels, stacked
from helpers.comparison.roles import Comparison, once
from helpers.sections.contract import Section
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.stats.means import Tally, compare_family, tally
from helpers.tables.areas import NATION
from helpers.tables.load import load

STATE, AREA = "state", "metropolitan"
"""Kinds of place; a metropolitan area is any that is not a state, nonmetropolitan ones among them."""
KEYS = ("kind", "area_code", "area", "state")
STATES = 54
"""The states, the District of Columbia and three territories."""
ADJUSTED = "adjusted_mean_usd"
LABELS = {
    "employment": ("Jobs", "jobs"),
    "location_quotient": ("Share of jobs against the nation's", "quotient"),
    "price_index": ("Price level, the nation 100", "index"),
}
_ADJUSTED_NOTE = "average pay divided by the price level, which has no published error"


def mean_column(c: Comparison) -> str:
    """Return the measure of average pay in the kind of pay that all roles have: `annual_mean_usd` or the hourly one."""
    return f"{c.pay_kind or 'annual'}_mean_usd"


def place_facts(c: Comparison) -> pd.DataFrame:
    """Return pay, jobs, their concentration and pay at the nation's prices in each state and area, and its price level.

    Measures: average pay (`mean_column`), `employment`, `location_quotient` (a share of the area's jobs over the
    nation's), `price_index` (of all workers; the nation is 100; no published error) and `adjusted_mean_usd`, pay
    divided by the price level; a nonmetropolitan area has its state's prices and a note that says so. Keys: `kind`
    (state or metropolitan, nonmetropolitan areas among the latter), `area_code`, `area`, `state` (postal code). Each
    place is there for each role, states first; one without an estimate has its reason.
    """
    areas = load("areas", columns=KEYS)
    areas = areas[areas["kind"] != "national"].sort_values("kind", ascending=False, kind="stable")
    prices = price_levels().reindex(areas["area_code"].to_numpy(object))
    grid, mean, many = PayGrid.of(c.cells, c.codes, areas=areas["area_code"].to_list()), mean_column(c), len(c.names)
    paid = grid.column(mean)
    level = np.tile(prices["value"].to_numpy(float), many)
    no_price = np.tile(prices["why"].to_numpy(object), many)
    unpaid = np.where(np.isnan(paid["bound"]), paid["why"], Reason.TOP_CODED)
    adjusted = {
        "value": paid["value"] / level * 100,
        "bound": paid["bound"] / level * 100,
        "error_pct": np.full(len(level), np.nan),
        "why": np.where(unpaid == "", no_price, unpaid),
        "cell": paid["cell"],
        "note": np.tile([f"{_ADJUSTED_NOTE}; {n}" if n else _ADJUSTED_NOTE for n in prices["note"]], many),
    }
    nation = {name: prices[name].to_numpy() for name in ("value", "why", "note", "cell")}
    nothing = np.full(len(prices), np.nan)
    blocks = [
        (mean, "Average pay", c.pay_unit, paid),
        *((name, *LABELS[name], grid.column(name)) for name in ("employment", "location_quotient")),
        ("price_index", *LABELS["price_index"], nation | {"bound": nothing, "error_pct": nothing}),
        (ADJUSTED, "Average pay at the nation's prices", c.pay_unit, adjusted),
    ]
    return stacked(c.names, areas, blocks, everyone="price_index")


def nations(c: Comparison) -> pd.DataFrame:
    """Return each role's national average, a row a role in their order: value, bound, error_pct, why, cell, jobs."""
    return c.frame(_nation)


def _in_nation(c: Comparison) -> pd.DataFrame:
    grid = PayGrid.of(c.cells, c.codes, areas=[NATION])
    frame = pd.DataFrame(grid.column(mean_column(c)), index=pd.Index(c.names))
    return frame.assign(jobs=grid.column("employment")["value"])


@once
def figures_of(c: Comparison, name: str, kind: str) -> pd.DataFrame:
    """Return a role's average pay in each place of a kind, indexed by area_code, as `stats` takes figures.

    Columns: value, bound, error_pct, why, area, state, cell, text and jobs (NaN where no count is published).
    """
    frame, number, many = c.frame(places), c.names.index(name), len(c.names)
    size = len(frame) // (4 * many + 1)  # the facts stand measure by measure, role by role, states first: `place_facts`
    start, end = (0, STATES) if kind == STATE else (STATES, size)
    paid, jobs = (frame.iloc[at + start : at + end] for at in (number * size, (many + number) * size))
    columns = {one: paid[one].array for one in ("value", "bound", "error_pct", "why", "area", "state", "cell", "text")}
    index = pd.Index(paid["area_code"].array, name="area_code")
    return pd.DataFrame(columns | {"jobs": jobs["value"].array}, index=index, copy=False)


GAP_KEYS = ("gap", "gap_pct", "low_pct", "high_pct", "p", "q", "verdict", "sign", "bounded", "thin", "why", "why_side")


def gap_facts(c: Comparison) -> pd.DataFrame:
    """Return the gap of each later role to the first in each place, judged within its family: states, or areas.

    Columns: role, against, `kind`, `area_code`, `area`, `state`, then those of `stats.compare_family`: gap (in the pay
    unit) and its percentages of the first role's pay, verdict (adjusted, 10 % false discoveries allowed), sign (1 where
    the role pays clearly more), why. `tally` counts a role's rows of a kind. Titles of one occupation are not tested.
    """
    parts = []
    for kind in (STATE, AREA):
        sides = [figures_of(c, name, kind) for name in c.names]
        keys = {"kind": kind, "area_code": sides[0].index}
        keys |= {name: sides[0][name].to_numpy(object) for name in ("area", "state")}
        parts.append(family_gaps(c, sides, keys))
    return pd.concat(parts, ignore_index=True)


def family_gaps(c: Comparison, sides: Sequence[pd.DataFrame], keys: Mapping[str, Any]) -> pd.DataFrame:
    """Return the gap of each later role to the first in the places of `sides`, a family each, as in `gap_facts`.

    `sides` has the figures of each role in the same places, `keys` the columns that name them.
    """
    parts = []
    for later, code, side in zip(c.names[1:], c.codes[1:], sides[1:], strict=True):
        found = compare_family(sides[0], side, **c.judged)
        if code == c.codes[0]:
            found = found.assign(p=np.nan, q=np.nan, sign=0, verdict=Verdict.NOT_TESTED, why=Reason.ONE_OCCUPATION)
        whose: dict[str, Any] = {"role": later, "against": c.names[0], **keys}
        parts.append(pd.DataFrame(whose | {name: found[name].array for name in GAP_KEYS}))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["role", "against", *keys, *GAP_KEYS])


@once
def gaps(c: Comparison, kind: str, later: str = "") -> pd.DataFrame:
    """Return the rows of `gap_facts` of a kind of place for one later role, the second unless named."""
    frame = c.frame(place_gaps)
    (rows,) = np.nonzero((frame["kind"].to_numpy() == kind) & (frame["role"].to_numpy() == (later or c.names[1])))
    return frame.iloc[rows]


@once
def tally_of(c: Comparison, kind: str, later: str = "") -> Tally:
    """Return in how many places of a kind the later role pays clearly more, clearly less, or neither."""
    return tally(gaps(c, kind, later))


def says(c: Comparison) -> list[str]:
    """Return who clearly pays more in how many states, as the headline, and the same for the areas."""
    if len(c.told_apart) == 1:
        return []
    if len(c.names) > 2:
        return _several(c)
    found = tally_of(c, STATE)
    if not found.compared:
        return [_nothing(c, gaps(c, STATE))]
    named = in_front(c, found)[0] if found.higher or found.lower else ""
    return [in_states(c, found), in_areas(c, tally_of(c, AREA), named)]


def pays(c: Comparison, name: str) -> str:
    """Return a role as the subject of what it pays: `registered nurse pays`, `jobs in Registered Nurses pay`."""
    jobs = c.jobs(name)
    return f"{jobs} pay" if jobs.startswith("jobs in ") else f"{name} pays"


def in_states(c: Comparison, found: Tally) -> str:
    """Return the tally of the states as a headline, with the role that is ahead in more of them first."""
    ahead, more, less = in_front(c, found)
    many = found.compared
    if more == many:
        every = f"all {many} states and territories" if many > 1 else "the one state"
        return f"{capital(pays(c, ahead))} more in {every}{'' if many == STATES else ' with figures for both'}"
    if not more:
        return f"In none of the {plural(many, 'state')} with figures for both is it clear which pays more"
    if 2 * found.none > many:
        behind = c.names[0] if ahead == c.names[1] else c.names[1]
        other = f" and {behind} in {less}" if less else ""
        where = f"{found.none} of {many} states and territories"
        return f"In {where} it is not clear which pays more; {pays(c, ahead)} clearly more in {more}{other}"
    rest = [f"clearly less in {less}"] * bool(less) + [f"with no clear difference in {found.none}"] * bool(found.none)
    return f"{capital(pays(c, ahead))} clearly more in {more} of {many} states and territories, {', '.join(rest)}"


def in_areas(c: Comparison, found: Tally, named: str = "") -> str:
    """Return the tally of the metro and rural areas in the words of the rule; empty where none can be compared.

    `named` is the role that the sentence before is about: it is not named again.
    """
    if not found.compared:
        return ""
    ahead, more, less = in_front(c, found)
    subject = capital(pay_of(c, ahead)) if ahead != named else "Their pay" if pays(c, ahead)[-1] == "y" else "Its pay"
    where = plural(found.compared, "metro and rural area")
    if more == found.compared > 1:
        return f"{subject} is clearly higher in all {where} with figures for both."
    open_ = f", {found.left_open} of them left open by a bound" if found.left_open else ""
    return (
        f"{subject} is clearly higher in {more} of {where}, clearly lower in {less or 'none'}, with no clear difference"
        f" in {found.none}{open_}."
    )


def in_front(c: Comparison, found: Tally) -> tuple[str, int, int]:
    """Return the role of a pair that is clearly higher in more places, in how many, and in how many it is lower."""
    if found.higher >= found.lower:
        return c.names[1], found.higher, found.lower
    return c.names[0], found.lower, found.higher


def pay_of(c: Comparison, name: str) -> str:
    """Return the pay of a role as a noun: `registered nurse pay`, `pay in Registered Nurses`."""
    jobs = c.jobs(name)
    return f"pay in {name}" if jobs.startswith("jobs in ") else f"{name} pay"


def _nothing(c: Comparison, rows: pd.DataFrame) -> str:
    if not c.pay_kind and Reason.OTHER_UNIT in set(nations(c)["why"]):
        return "Pay is published by the hour for one and by the year for the other: places cannot be compared"
    if Reason.BOTH_BOUNDED in set(rows["why"]):
        return "Every state with figures for both publishes only lower bounds: they leave open which pays more"
    return "No state publishes average pay for both"


def _several(c: Comparison) -> list[str]:
    """Return in how many states later roles pay clearly more than the first: at most three are named."""
    first = c.names[0]
    others = [name for name, code in zip(c.names[1:], c.codes[1:], strict=True) if code != c.codes[0]]
    found = [(tally_of(c, STATE, name), name) for name in others]
    known = sorted(((t, name) for t, name in found if t.compared), key=lambda one: -one[0].higher / one[0].compared)
    if not known:
        return [f"No state publishes average pay for {first} and another of these roles"]
    wins = [(t, name) for t, name in known if t.higher]
    if not wins:
        return [f"In no state is it clear that another of these roles pays more than {first}"]
    (top, ahead), more = wins[0], [f"{name} in {t.higher} of {t.compared}{_less(t)}" for t, name in wins[1:3]]
    rest = "" if len(found) == 1 + len(more) else "; the others in no larger part"
    lead = f"{pays(c, ahead)} clearly more in {top.higher} of {top.compared} states{_less(top)}"
    return [f"Against {first}, {listed([lead, *more])}{rest}"]


def _less(found: Tally) -> str:
    return f" (less in {found.lower})" if found.lower else ""


def tabulate(c: Comparison) -> Block:
    """Return every state: average pay with its error, the verdict of a pair, pay at the nation's prices."""
    return Block(
        _table(c, STATE, "Average pay by state, with relative standard errors", "State"),
        "table",
        summary="Show the table",
    )


def tabulate_areas(c: Comparison) -> Block:
    """Return every metropolitan and nonmetropolitan area in one table, for the annex."""
    count = int((c.frame(places)["kind"] == AREA).sum()) // max(1, 4 * len(c.names) + 1)
    html = _table(c, AREA, "Average pay by metro and rural area", "Area")
    return Block(html, "annex", summary=f"All {count} metro and rural areas")


def _table(c: Comparison, kind: str, caption: str, heading: str) -> str:
    frame = c.frame(places)
    frame = frame[(frame["kind"] == kind) & (frame["role"] != ALL)]
    names = c.told_apart
    areas = frame.loc[(frame["role"] == c.names[0]) & (frame["measure"] == ADJUSTED), "area"]
    columns = {heading: list(map(esc, areas))}
    columns |= {name: figure_cells(frame, name, mean_column(c), error=kind == STATE) for name in names}
    if len(names) == 2:
        columns["Is the gap real?"] = _verdicts(c, kind)
    elif len(names) == 1:
        columns["Jobs"] = figure_cells(frame, names[0], "employment")
    if kind == STATE:
        columns |= {f"{name}, at the nation’s prices": figure_cells(frame, name, ADJUSTED) for name in names}
    head, rows = list(columns), zip(*columns.values(), strict=True)
    numbers = [i for i, title in enumerate(head) if i and title != "Is the gap real?"]
    return data_table(caption, head, rows, right=numbers, csv=f"pay by {heading.lower()}")


def figure_cells(frame: pd.DataFrame, name: str, measure: str, *, error: bool = False) -> list[str]:
    """Return a column of a table as HTML: the figure, with its error in percent if asked for, or why there is none."""
    rows = frame[(frame["role"] == name) & (frame["measure"] == measure)]
    said = zip(rows["text"], rows["why"], rows["bound"], rows["error_pct"], strict=True)
    return [
        esc(f"{text}: {why}")
        if why and bound != bound
        else f"{esc(text)} <small>({published:g}%)</small>"
        if error and published == published
        else esc(text)
        for text, why, bound, published in said
    ]


def _verdicts(c: Comparison, kind: str) -> list[str]:
    rows = gaps(c, kind)
    said = zip(rows["verdict"], rows["gap_pct"], rows["bounded"], strict=True)
    return [
        esc(verdict)
        + (f" ({pct(gap, sign=True)}{' or more' if bounded else ''})" if gap == gap and Verdict(verdict).clear else "")
        for verdict, gap, bounded in said
    ]


_nation = Section("places_nation", "The nation", _in_nation, lambda _: [], tabulate)
places = Section("places", "Who pays more where", place_facts, says, tabulate)
place_gaps = Section("place_gaps", "The gap in every place", gap_facts, lambda _: [], tabulate_areas)
