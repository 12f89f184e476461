"""The switch: the most that training and lost pay may cost to be paid back, at both ends of entry pay, both ways."""

import math
from itertools import permutations
from typing import Any

import pandas as pd

from helpers.base.formats import figure, usd
from helpers.base.vocabulary import Reason
from helpers.base.words import capital, listed, plural
from helpers.comparison.facts import NO_FIGURE, Fact, facts
from helpers.comparison.pay_cells import pay_fact
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.sections.entry import entry
from helpers.sections.own_pay import MARK, own_row
from helpers.show import tools
from helpers.show.blocks import Block, data, esc
from helpers.show.marks import who
from helpers.show.provenance import derived
from helpers.show.tables import data_table
from helpers.stats.payback import RATE_PCT, payback, years_to_recover

STAGES = {"p25": "stays at the 25th percentile", "median": "reaches the middle"}
"""Pay on entering the new role, at both ends: one who never climbs, one who is in the middle at once."""
MEASURES = {
    "school_years": ("Years of school beyond", "years"),
    "given_up": ("Middle pay given up meanwhile", "usd"),
    "more": ("More pay a year", "usd_per_year"),
    "most_5": ("May cost at most, paid back in 5 years", "usd"),
    "most_10": ("May cost at most, paid back in 10 years", "usd"),
    "back_years": ("Pay given up is back after", "years"),
}
TERMS = f"before tax, {RATE_PCT:g}% discount, middle pay of the old role, published pay that stays as it is"
NEVER = "never"
"""How an infinite number of years is written."""


def switch_facts(c: Comparison) -> pd.DataFrame:
    """Return what a move from each role to every other brings, in the pay of the chosen area, a row a measure.

    `role` is the role moved to, `start` the one left, `stage` the pay on entering: p25 or median. Measures:
    school_years and given_up (the old role's median for each of them), more (a year), most_5 and most_10 (US dollars
    that training and lost pay may cost), back_years (infinite: never, then `words` says so). Without yearly pay or
    typical schooling of both the row says why. Training on the job is named by the section on entry, not priced here.
    """
    rows: list[Fact] = []
    schooling = c.frame(entry)
    schooling = schooling[schooling["measure"] == "entry_education"].set_index("role")
    codes = dict(zip(c.names, c.codes, strict=True))
    pays = {(name, step): _pay(c, name, codes[name], step) for name in c.names for step in STAGES}
    for start, goal in permutations(c.names, 2):
        sides = [pays[start, "median"], pays[goal, "p25"], pays[goal, "median"]]
        why, detail = _refused(sides, codes[start] == codes[goal])
        levels = [str(schooling.at[name, "words"]) for name in (start, goal)]
        found = payback(*(side.value for side in sides), entry_a=levels[0], entry_b=levels[1]).to_dict("index")
        for stage in STAGES:
            for measure, (label, unit) in MEASURES.items():
                value = float(found[stage][measure])
                keys = {"start": start, "stage": stage}
                lacks = why or (Reason.NOT_GIVEN if math.isnan(value) else "")
                about = detail or ("typical schooling" if lacks else "")
                if lacks:
                    rows.append(Fact(goal, measure, label, unit, why=lacks, detail=about, keys=keys))
                    continue
                cell = sides[0].cell if measure == "given_up" else sides[1 if stage == "p25" else 2].cell
                cell = "" if measure == "school_years" else cell
                words = NEVER if math.isinf(value) else ""
                value = math.nan if words else value
                note = f"{TERMS}; {STAGES[stage]}"
                rows.append(Fact(goal, measure, label, unit, value=value, words=words, note=note, cell=cell, keys=keys))
    return facts(c.names, rows)


def _pay(c: Comparison, name: str, code: str, step: str) -> Fact:
    column, area = f"annual_{step}_usd", c.area.area_code
    return pay_fact(c.cells, code, column, role=name, label=step, unit="usd_per_year", area_code=area)


def pay_of(c: Comparison, name: str, step: str) -> float:
    """Return a step of a role's yearly pay in the chosen area, p25 or median, in US dollars; NaN for none."""
    return float(_pay(c, name, c.codes[c.names.index(name)], step).value)


def _refused(sides: list[Fact], one_occupation: bool) -> tuple[Reason | str, str]:
    """Return why no account can be drawn up, and of whose pay; empty where one can."""
    if one_occupation:
        return Reason.ONE_OCCUPATION, ""
    for side in sides:
        if side.why:
            return side.why, f"{'middle' if side.label == 'median' else 'lower-quarter'} pay a year, {side.role}"
    return "", ""


def account(frame: pd.DataFrame, start: str, goal: str) -> dict[str, dict[str, float]]:
    """Return one move by stage and measure; infinite years are never, NaN is no figure."""
    rows = frame[(frame["start"] == start) & (frame["role"] == goal)]
    values = rows["value"].where(rows["words"] != NEVER, math.inf)
    found: dict[str, dict[str, float]] = {stage: {} for stage in STAGES}
    for stage, measure, value in zip(rows["stage"], rows["measure"], values, strict=True):
        found[str(stage)][str(measure)] = float(value)
    return found


def years_words(years: float) -> str:
    """Return after how many years something is paid back: `10.8 years`, `0 years`, that it never is, or no figure."""
    if math.isnan(years):
        return NO_FIGURE
    return NEVER if math.isinf(years) else f"{years:.1f} years" if years else "0 years"


def more(move: dict[str, dict[str, float]]) -> list[float]:
    """Return how much more a year a move brings at both ends of pay; NaN is no figure."""
    return [move[stage]["more"] for stage in STAGES]


def may_cost(c: Comparison) -> pd.DataFrame:
    """Return the most a switch may cost within 5 years for a chart of bars, a row a stage and role moved to.

    Columns: role, label, note, value (US dollars), text. Empty where no move brings more pay; with several roles the
    moves from the first.
    """
    frame = c.frame(switch)
    rows = frame[(frame["measure"] == "most_5") & (frame["start"].isin(_starts(c)))]
    if not (rows["value"] > 0).any():
        return rows.iloc[:0].assign(label="", note="", text="")
    text = ["no figure" if why else usd(value, to=100) if value > 0 else "nothing" for value, why in _cells(rows)]
    rows = rows.assign(label=rows["stage"].map({s: capital(words) for s, words in STAGES.items()}), note="", text=text)
    return rows.sort_values(["stage", "role"], ascending=[False, True])


def _starts(c: Comparison) -> tuple[str, ...]:
    return c.names if len(c.names) == 2 else c.names[:1]


def _cells(rows: pd.DataFrame) -> list[tuple[float, str]]:
    return list(zip(rows["value"].tolist(), rows["why"].tolist(), strict=True))


def says(c: Comparison) -> list[str]:
    """Return the most that each move may cost at both ends of pay, or that it brings no more pay."""
    frame = c.frame(switch)
    whys = frame["why"].unique()
    if frame.empty:
        return []
    if all(whys):
        if Reason.ONE_OCCUPATION in whys:
            return ["A switch between the two changes no official pay: both are counted as one occupation."]
        return ["What a switch may cost cannot be worked out: pay by the year or typical schooling is not published."]
    if len(c.names) > 2:
        return _several(c, frame)
    moves = {move: account(frame, *move) for move in permutations(c.names, 2)}
    gains = {move: terms for move, terms in moves.items() if max(more(terms)) > 0}
    if not gains:
        return ["Neither move brings more pay, at the 25th percentile or in the middle."]
    said = [_told(*move, terms) for move, terms in gains.items()]
    return [*said, *(f"The move to {goal} brings no more pay." for start, goal in moves if (start, goal) not in gains)]


def _told(start: str, goal: str, move: dict[str, dict[str, float]]) -> str:
    """Return what the years of school give up, held against what 5 years bring back at both ends of pay."""
    low, high = (move[stage]["most_5"] for stage in STAGES)
    years, given_up = (move["median"][name] for name in ("school_years", "given_up"))
    if not years > 0:
        where = "from the 25th percentile on" if low > 0 else "only in the middle"
        school = "" if math.isnan(years) else "asks for no more school and "
        return f"The move to {goal} {school}brings more pay {where}."
    verb = "gives" if years == 1 else "give"
    school = f"{plural(round(years), 'more year')} of school, full time and unpaid, {verb} up {usd(given_up, to=100)}"
    if given_up > high:
        return f"{school} of {start} pay: more than 5 years as {goal} bring back, even in the middle."
    ends = "at either end of pay" if given_up <= low else "in the middle, not at the 25th percentile"
    return f"{school} of {start} pay; 5 years as {goal} bring that back {ends}."


def _several(c: Comparison, frame: pd.DataFrame) -> list[str]:
    """Return to which roles a move from the first brings more pay, and to which it does not."""
    gains: list[str] = []
    none: list[str] = []
    for goal in c.names[1:]:
        move = account(frame, c.names[0], goal)
        if not math.isnan(max(more(move))):
            (gains if max(more(move)) > 0 else none).append(goal)
    said = [f"From {c.names[0]} more pay lies in {listed(gains)}."] if gains else []
    return said + ([f"A move to {listed(none, 'or')} brings no more pay."] if none else [])


def own_moves(c: Comparison, goal: str = "") -> list[str]:
    """Return what each move from `_starts` (or into `goal` alone) brings by the reader's own table, marked as that.

    Only where it has pay by the year of both in the page's place; empty without one.
    """
    own = {name: row for name in c.names if (row := own_row(c, name)) is not None and row["unit"] == "usd_per_year"}
    said = []
    for start, end in permutations(own, 2):
        if start not in _starts(c) or (goal and end != goal) or c.one_occupation:
            continue
        old, new = (float(own[name]["middle"]) for name in (start, end))
        years = account(c.frame(switch), start, end)["median"]["school_years"]
        given_up = years * old
        told = f"{capital(MARK)} {start} to {end}, middle pay {usd(new - old, sign=True)} a year"
        if given_up > 0:
            back = years_words(years_to_recover(given_up, new - old))
            told += f"; {usd(given_up)} given up meanwhile is back after {back}"
        said.append(f"{told}.")
    return said


def on_terms(c: Comparison, costs: float, months: int | None) -> str:
    """Return when the move from the first role to the second is paid back on the reader's own terms, at both ends.

    `costs` is what training costs, US dollars; `months` those without pay, None for the years of school beyond.
    """
    start, goal = c.names
    now, school = pay_of(c, start, "median"), account(c.frame(switch), start, goal)["median"]["school_years"]
    assumed = ""
    if months is None:
        months = 0 if math.isnan(school) else round(12 * school)
        why = "assumed: the years of school beyond" if school else "assumed: no more school is asked for"
        why = "typical schooling is not published, so none are assumed" if math.isnan(school) else why
        assumed = f" ({why}; say otherwise with --months)"
    given_up = months / 12 * now
    back = [years_to_recover(costs + given_up, pay_of(c, goal, stage) - now) for stage in STAGES]
    low, middle = (f"after {words}" if (words := years_words(years)) != NEVER else words for years in back)
    parts = f"{usd(costs, to=100)} of training and {usd(given_up, to=100)} of pay given up"
    without = f"{plural(months, 'month')} without pay{assumed}"
    paid = f"paid back {low} at the 25th percentile, {middle} in the middle"
    return f"On your terms it costs {usd(costs + given_up, to=100)}: {parts} in {without}; {paid}."


def switch_calculator(c: Comparison) -> Block:
    """Return a small calculator for the reader's own terms, for pairs; the page fills it from `switch_terms`."""
    if not switch_terms(c).meta["json"]:
        return data()
    frame = c.frame(switch)
    ways = sorted(permutations((0, 1), 2), key=lambda way: -more(account(frame, *(c.names[i] for i in way)))[1])
    return tools.switch_calculator(c.names, ways)


def switch_terms(c: Comparison) -> Block:
    """Return the numbers behind the calculator as data, empty where one is missing.

    `switch`: `pay`, for each role the 25th percentile and the middle in US dollars a year; `years` of school that the
    move into each role implies; `rate` a year, as a fraction.
    """
    if len(c.names) != 2 or c.one_occupation:
        return data()
    frame = c.frame(switch)
    pay = [[pay_of(c, name, step) for step in STAGES] for name in c.names]
    if any(math.isnan(value) for values in pay for value in values):
        return data()
    moves = (c.names[::-1], c.names)
    years = [account(frame, *move)["median"]["school_years"] for move in zip(*moves, strict=True)]
    return data(switch={"pay": pay, "years": [max(y, 0) if y == y else 0 for y in years], "rate": RATE_PCT / 100})


def tabulate(c: Comparison) -> Block:
    """Return each move (of several roles, from the first) at both ends of pay, a column a measure."""
    frame = c.frame(switch)
    frame = frame[frame["start"].isin(_starts(c))] if len(frame) else frame
    head = ["From", "To", "In the new role one", *(label for label, _ in MEASURES.values())]
    rows = []
    for (start, goal, stage), group in frame.groupby(["start", "role", "stage"], sort=False, observed=True):
        names = [who(c.names, c.names.index(str(name))) for name in (start, goal)]
        rows.append([*names, esc(STAGES[str(stage)]), *(_cell(row) for row in group.itertuples())])
    html = data_table(f"What a switch may cost: {TERMS}", head, rows, right=range(3, 9), csv="switch")
    html += "".join(f"<p>{esc(own)}</p>" for own in own_moves(c))
    return Block(html, "table", summary="Show the table")


def _cell(row: Any) -> str:
    if row.why:
        return esc(f"no figure: {row.why!s}")
    if row.words or not row.cell:
        return esc(row.text)
    back = row.measure == "back_years"
    shown = years_words(row.value) if back else figure(row.value, row.unit, sign=row.measure == "more")
    return derived(shown, f"{row.label}, {row.start} to {row.role}", row.note, [row.cell])


switch = Section("switch", "The switch", switch_facts, says, tabulate, roles=range(2, 9))
