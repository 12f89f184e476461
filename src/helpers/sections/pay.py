"""Pay: the mean with its error, the published percentiles, the odds between two workers, and who pays more."""

import math
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.vocabulary import Headline, ModelOdds, Reason, SureOdds, Verdict
from helpers.base.words import capital, listed, money, per
from helpers.comparison.facts import NO_FIGURE, Fact, charted, differences, each, facts
from helpers.comparison.pay_cells import PayGrid
from helpers.comparison.roles import KINDS, UNITS, Comparison, once
from helpers.sections.contract import Section, cell
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.show.tools import where_would_i_stand
from helpers.stats.means import STEPS, classify, compare_means
from helpers.stats.percentiles import compare_odds, equally_likely
from helpers.tables.areas import NATION

LABELS = {
    "mean": "Average",
    "p10": "Lowest-paid tenth earns up to",
    "p25": "Lowest-paid quarter earns up to",
    "median": "Middle worker",
    "p75": "Best-paid quarter starts at",
    "p90": "Best-paid tenth starts at",
}
"""Step of the pay table -> what it says of workers."""
WORKERS = 50
"""Marks a role in a chart of equally likely workers: as many as a reader can count at a glance."""
PERCENTILES = {"p10": 10.0, "p25": 25.0, "median": 50.0, "p75": 75.0, "p90": 90.0}


def pay_facts(c: Comparison) -> pd.DataFrame:
    """Return pay by the year and by the hour in the chosen area: mean, P10, P25, median, P75 and P90 of each role.

    Keys: `kind` (annual or hourly), `step` (mean, p10, ...), `percentile` (NaN for the mean).
    """
    return _steps(c, c.area.area_code)


def pay_in_nation(c: Comparison) -> pd.DataFrame:
    """Return the facts of `pay_facts` for the nation, whatever the chosen area."""
    return c.frame(pay) if c.in_nation else _steps(c, NATION)


def _steps(c: Comparison, area_code: str) -> pd.DataFrame:
    grid, rows = PayGrid.of(c.cells, c.codes, areas=[area_code]), []
    for kind, step in product(KINDS, LABELS):
        column = f"{kind}_{step}_usd"
        keys = {"kind": kind, "step": step, "percentile": PERCENTILES.get(step, np.nan)}
        figures = grid.column(column)
        for name, *figure in zip(c.names, *figures.values(), strict=True):
            told = dict(zip(figures, figure, strict=True))
            rows.append(Fact(name, column, LABELS[step], UNITS[kind], **told, keys=keys))
    return facts(c.names, rows)


@once
def shown(c: Comparison) -> pd.DataFrame:
    """Return the rows of the pay frame in the kind of pay, annual or hourly, that all roles have."""
    frame = c.frame(pay)
    return frame[frame["kind"] == (c.pay_kind or "annual")]


def percentiles(c: Comparison) -> pd.DataFrame:
    """Return the published percentiles of each role, a bound where pay is top-coded, for a chart of ranges."""
    steps = shown(c)
    steps = steps[steps["step"] != "mean"]
    ends = charted(steps, c.money)["text"]
    bounds = steps["text"].where(steps["bound"].notna(), "")
    return steps.assign(note="", text=ends.where(steps["value"].notna(), bounds))


def spread(c: Comparison) -> pd.DataFrame:
    """Return the percentiles that a chart of how pay is spread takes; empty if no role has all five."""
    steps = shown(c)
    steps = steps[steps["step"] != "mean"]
    whole = steps.groupby("role", observed=True)["value"].transform(lambda v: v.notna().all()).astype(bool)
    return steps[whole]


def workers(c: Comparison) -> pd.DataFrame:
    """Return 50 equally likely workers of each role and the middle one, whose `text` is written, for a chart of dots.

    `tail` marks the lowest and highest tenth, of whom no pay is published: they are drawn, not measured.
    """
    steps = spread(c)
    rows: list[tuple[str, float, bool | None, str]] = []
    for name, own in steps.groupby("role", observed=True, sort=False):
        five = own.set_index("step")["value"]
        for value in equally_likely([float(five[step]) for step in STEPS], WORKERS):
            rows.append((str(name), value, not five["p10"] <= value <= five["p90"], ""))
        rows.append(
            (str(name), float(five["median"]), None, f"half earn more than {money(float(five['median']), c.pay_unit)}")
        )
    frame = pd.DataFrame(rows, columns=["role", "value", "tail", "text"]).astype({"tail": object})
    return frame.assign(role=pd.Categorical(frame["role"], c.names, ordered=True), label="", note="")


def stand(c: Comparison) -> Block:
    """Return the tool that places the reader's own pay among each role's workers; nothing without all percentiles."""
    frame, pay_by_kind = c.frame(pay), {}
    for kind in KINDS:
        steps = frame[(frame["kind"] == kind) & (frame["step"] != "mean")]
        if len(steps) and steps["value"].notna().all():
            pay_by_kind[kind] = [steps[steps["role"] == name]["value"].tolist() for name in c.names]
    if not pay_by_kind:
        return Block("", "note")
    return where_would_i_stand(c.names, pay_by_kind, chart="dots")


@dataclass(frozen=True)
class PayGap:
    """How the pay of a later role stands to the first's: the gap of the means, its interval, the steps, the class.

    Money is in `unit`; gaps are the later role's figure minus the first's. `steps` has a sign for each percentile.
    """

    first: str
    later: str
    unit: str
    headline: Headline
    verdict: Verdict
    why: str
    gap: float
    low: float
    high: float
    gap_pct: float
    bounded: bool
    hangs_on_rounding: bool
    thin: bool
    steps: str
    median_gap: float
    median_gap_pct: float
    medians_same: bool

    @property
    def ahead(self) -> str:
        """Return the role with the higher mean; the later one if they are equal."""
        return self.first if self.gap < 0 else self.later

    @property
    def behind(self) -> str:
        """Return the role with the lower mean."""
        return self.later if self.gap < 0 else self.first

    @property
    def give_or_take(self) -> float:
        """Return half the width of the interval of the gap, in the unit."""
        return (self.high - self.low) / 2


@once
def pay_gaps(c: Comparison) -> list[PayGap]:
    """Return how each later role stands to the first, in the kind of pay that all have; none for one role."""
    steps = shown(c)
    return [_gap(c, steps, c.names[0], later) for later in c.names[1:]]


def _gap(c: Comparison, steps: pd.DataFrame, first: str, later: str) -> PayGap:
    a, b = (steps[steps["role"] == name].set_index("step") for name in (first, later))
    means = [side.loc[["mean"]].rename({"mean": 0}) for side in (a, b)]
    gaps = compare_means(means[0], means[1], **c.judged)
    one_occupation = str(a.at["mean", "cell"]) == str(b.at["mean", "cell"])
    if one_occupation:
        gaps["why"], gaps["verdict"] = Reason.ONE_OCCUPATION, Verdict.NOT_TESTED
    elif not c.pay_kind:
        gaps["why"] = _no_common_unit(c, first, later) or gaps["why"]
    values, bounds = ([side.loc[list(STEPS), name] for side in (a, b)] for name in ("value", "bound"))
    told = classify(
        gaps,
        *(side.to_numpy(float)[None] for side in values),
        bounds_a=bounds[0].to_numpy(float)[None],
        bounds_b=bounds[1].to_numpy(float)[None],
        threshold_pct=c.settings.threshold_pct,
    ).iloc[0]
    row = gaps.iloc[0]
    return PayGap(
        first=first,
        later=later,
        unit=c.pay_unit,
        headline=Headline(told["headline"]),
        verdict=Verdict(row["verdict"]),
        why=str(row["why"]),
        gap=float(row["gap"]),
        low=float(row["gap_low"]),
        high=float(row["gap_high"]),
        gap_pct=float(row["gap_pct"]),
        bounded=bool(row["bounded"]),
        hangs_on_rounding=bool(row["hangs_on_rounding"]),
        thin=bool(row["thin"]),
        steps=str(told["steps"]),
        median_gap=float(values[1]["median"] - values[0]["median"]),
        median_gap_pct=float(told["median_gap_pct"]),
        medians_same=bool(told["medians_same"]),
    )


def _no_common_unit(c: Comparison, first: str, later: str) -> Reason | None:
    """Return the reason if one role is paid by the hour only and the other by the year only."""
    frame = c.frame(pay)
    means = frame[frame["step"] == "mean"]
    kinds = [set(means[(means["role"] == name) & (means["text"] != "no figure")]["kind"]) for name in (first, later)]
    return Reason.NO_COMMON_UNIT if all(kinds) and not kinds[0] & kinds[1] else None


def odds(c: Comparison) -> "pd.Series[Any] | None":
    """Return the odds that a random worker of the second role out-earns one of the first: a row of `compare_odds`."""
    if len(c.names) != 2 or c.one_occupation:
        return None
    steps = shown(c)
    sides = [steps[steps["role"] == name].set_index("step").loc[list(STEPS)] for name in c.names]
    whys = [next((str(why) for why in side["why"] if why), "") for side in sides]
    values = [side["value"].to_numpy(float)[None] for side in sides]
    return compare_odds(*values, why_a=whys[0], why_b=whys[1]).iloc[0]


_IN_PAIRINGS = {
    ModelOdds.TWO_IN_THREE: "about 2 of 3 pairings",
    ModelOdds.THREE_IN_FOUR: "about 3 of 4 pairings",
    ModelOdds.NINE_IN_TEN: "about 9 of 10 pairings",
    ModelOdds.MORE_THAN_NINE: "more than 9 of 10 pairings",
}


def odds_sentence(c: Comparison) -> str:
    """Return in how many pairings of two random workers one earns more, with its range; empty where refused.

    The model's words only where bounds and point allow them (methods 5); else what the bounds alone allow.
    """
    row = odds(c)
    if row is None or row["why"]:
        return ""
    first, second = c.names
    sides = (second, first) if row["sign"] > 0 else (first, second)
    ahead, behind = map(c.worker, sides)
    ends = (row["low"], row["high"]) if row["sign"] > 0 else (1 - row["high"], 1 - row["low"])
    low, high = (math.floor(100 * ends[0] + 1e-9), math.ceil(100 * ends[1] - 1e-9))
    reach = f"{low} to {high} of 100 whatever the shape"
    word = ModelOdds(row["words"])
    if word == ModelOdds.ONE_IN_TWO:
        return f"Pick one worker of each at random: it is about even which earns more ({reach} for the {ahead})"
    # a long name need not stand twice
    pick = f"Pick one {'worker of each' if c.official(sides[0]) else f'{ahead} and one {behind}'} at random"
    if word in _IN_PAIRINGS:
        return f"{pick}: the {ahead} earns more in {_IN_PAIRINGS[word]} ({reach})"
    if row["sure"] != SureOdds.EITHER_WAY:
        sure = {SureOdds.MORE_OFTEN: "more often than not"}.get(SureOdds(row["sure"]), f"in {row['sure']}")
        return f"{pick}: the {ahead} earns more {sure} ({reach})"
    return f"{pick}: the {ahead} earns more in between {low} and {high} of 100 pairings"


def says(c: Comparison) -> list[str]:
    """Return the odds as the headline; the gap itself stands in the answer, what weakens it here."""
    if len(c.names) == 1:
        return _alone(c)
    if len(c.names) > 2:
        return _several(c)
    gap = pay_gaps(c)[0]
    if gap.headline == Headline.ONE_OCCUPATION:
        return [
            f"Both titles are counted as one occupation, {c.leading[0].occupation}: official pay cannot tell them apart"
        ]
    said = [odds_sentence(c) or _without_odds(gap)]
    if gap.hangs_on_rounding:
        said.append("The verdict hangs on how the error was rounded.")
    if gap.thin:
        said.append("One average rests on a small sample: its error is above 10%.")
    return said


def _without_odds(gap: PayGap) -> str:
    if gap.headline.pays_more or gap.headline == Headline.ON_AVERAGE:
        return f"{capital(gap.ahead)} pays more on average"
    if gap.headline == Headline.NO_COMMON_UNIT:
        return "Pay is published by the hour for one and by the year for the other: no comparison"
    if gap.headline == Headline.LEFT_OPEN:
        return "Only lower bounds are published, and they leave open which pays more"
    if gap.headline == Headline.NOT_PUBLISHED:
        return f"Pay cannot be compared here: {gap.why}"
    return "The published averages do not settle which pays more"


def _alone(c: Comparison) -> list[str]:
    """Return for one role what its lowest and best-paid tenth earn, or else its middle half, and the middle worker."""
    name, steps = c.names[0], shown(c).set_index("step")
    value = steps["value"].to_dict()
    if not all(math.isfinite(value[step]) for step in ("p10", "p90")):
        return [middle_half(c), _middle(steps, c.pay_unit)]
    low, high = (money(float(value[step]), c.pay_unit) for step in ("p10", "p90"))
    tenths = f"A tenth of {c.jobs(name)} pay less than {low} {c.per}, a tenth more than {high}"
    return [tenths, _middle(steps, c.pay_unit)]


def middle_half(c: Comparison) -> str:
    """Return between what amounts half of the first role's jobs pay; else what share pays the bound, or why not."""
    name, steps = c.names[0], shown(c)
    steps, unit = steps[steps["role"] == name].set_index("step"), c.pay_unit
    value, bound = steps["value"].to_dict(), steps["bound"].to_dict()
    quarter = [float(value[step]) for step in ("p25", "p75")]
    if all(map(math.isfinite, quarter)):
        low, high = (money(end, unit) for end in quarter)
        return f"Half of {c.jobs(name)} pay between {low} and {high} {per(unit)}"
    bounded = [step for step in STEPS if math.isfinite(bound[step])]
    if bounded:
        share = {
            "p10": "Nine in ten",
            "p25": "Three in four",
            "median": "Half of",
            "p75": "A quarter of",
            "p90": "A tenth of",
        }
        at_least = money(float(bound[bounded[0]]), unit)
        return f"{share[bounded[0]]} {c.jobs(name)} pay at least {at_least} {per(unit)}"
    return f"No pay is published here for {name}: {steps['why'].to_dict()['mean']}"


def _middle(steps: pd.DataFrame, unit: str) -> str:
    middle = steps.loc["median"].to_dict()
    return f"The middle worker earns {middle['text']} {per(unit)}." if math.isfinite(middle["value"]) else ""


def _several(c: Comparison) -> list[str]:
    means = shown(c)
    means = means[means["step"] == "mean"].assign(figure=lambda f: f["value"].fillna(f["bound"]))
    known = means.dropna(subset=["figure"]).sort_values("figure", ascending=False)
    if known.empty:
        return ["No average pay is published for these roles here"]
    top, last = known.iloc[0], known.iloc[-1]
    said = [f"Average pay runs from {last['text']} ({last['role']}) to {top['text']} ({top['role']}) {per(c.pay_unit)}"]
    without = [str(name) for name in means[means["figure"].isna()]["role"]]
    return [*said, f"No average is published for {listed(without)}."] if without else said


def tabulate(c: Comparison) -> Block:
    """Return every published figure of pay in the chosen area with its error, and the verdict where there is one."""
    frame, gaps = (
        c.frame(pay),
        differences(c.frame(pay), **c.judged),
    )
    pair = len(c.names) == 2
    verdicts = dict(zip(gaps["measure"], gaps["verdict"], strict=True)) if pair else {}
    rows = []
    for measure, group in frame.groupby("measure", sort=False):
        if (group["text"] == NO_FIGURE).all():
            continue
        first = group.iloc[0]
        cells = [_cell(row) for row in each(group)]
        verdict = [esc(Verdict(verdicts[measure]))] if pair else []
        rows.append([esc(f"{first['label']}, {per(first['unit'])}"), *cells, *verdict])
    head = ["Pay", *c.names, *(["Is the gap real?"] if pair else [])]
    place = "the United States" if c.in_nation else c.area.area
    html = data_table(
        f"Pay in {place}, with relative standard errors", head, rows, right=range(1, len(c.names) + 1), csv="pay"
    )
    return Block(html, "table", summary="Show the table")


def _cell(row: Any) -> str:
    given = row.error_pct == row.error_pct and row.text != NO_FIGURE
    return cell(row, f"{row.label}, {row.role}") + (f" <small>({row.error_pct:g}%)</small>" if given else "")


pay = Section("pay", "Pay", pay_facts, says, tabulate)
