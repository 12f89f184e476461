"""The headline: who may be said to pay more, in one of the classes that the figures allow, or what decides instead."""

import math
from typing import Any

import pandas as pd

from helpers.base.formats import count, usd
from helpers.base.vocabulary import READING_DECIDES, Headline, Reason
from helpers.base.words import about, capital, listed, money, per
from helpers.comparison.facts import each, values
from helpers.comparison.roles import Comparison
from helpers.sections.pay import PayGap, middle_half, pay_gaps, shown
from helpers.sections.pay import pay as pay_section
from helpers.sections.people import household_differs
from helpers.sections.readings import answers, decides
from helpers.stats.means import STEPS

STEP_WORDS = {
    "p10": "10th percentile",
    "p25": "25th percentile",
    "median": "middle",
    "p75": "75th percentile",
    "p90": "90th percentile",
}


def finding(c: Comparison) -> str:
    """Return the finding on pay in one sentence, of the class that its figures allow (methods 1).

    Where the reading of a title decides the answer, the sentence asks for the reading instead.
    """
    if len(c.names) != 2:
        return f"{pay_section.says(c)[0] if len(c.names) > 1 else middle_half(c)}."
    if decides(c):
        return _asks(c)
    gap = pay_gaps(c)[0]
    said = _sentence(c, gap)
    return f"In the employer survey, {said}" if household_differs(c) and gap.verdict.clear else capital(said)


def finding_class(c: Comparison) -> str:
    """Return the class of the finding on two roles, a `Headline` or `READING_DECIDES`; empty for more or fewer."""
    if len(c.names) != 2:
        return ""
    return READING_DECIDES if decides(c) else str(pay_gaps(c)[0].headline)


def remark(c: Comparison) -> str:
    """Return what the household survey has the other way round, where it does (methods 11); else an empty text."""
    return "The household survey has them the other way round." if household_differs(c) else ""


def _sentence(c: Comparison, gap: PayGap) -> str:
    ahead = f"{gap.ahead} {c.verb(gap.ahead, 'pays', 'pay')}"
    match gap.headline:
        case Headline.ONE_OCCUPATION:
            return (
                f"Official figures cannot tell these two titles apart: both are counted as {c.leading[0].occupation}."
            )
        case Headline.EVERY_STEP:
            return f"{ahead} {_size(gap)} more on average, and more at each published step."
        case Headline.NOT_EVERY_STEP:
            less = listed([f"the {STEP_WORDS[step]}" for step in _against(gap)])
            return f"{ahead} {_size(gap)} more on average, and more in the middle; at {less} less."
        case Headline.DEPENDS:
            return f"it depends where you stand: {ahead} {_size(gap)} more on average; {_middle(c, gap)}."
        case Headline.SAME:
            more = f"{abs(gap.gap_pct):.1f}% more on average for {gap.ahead}"
            return f"{gap.first} and {gap.later} pay about the same ({more})."
        case Headline.EITHER:
            return f"The published averages do not settle which pays more{_medians(c, gap)}."
        case Headline.NO_COMMON_UNIT:
            return f"Pay is published by the hour for {_by_hour(c)} and by the year for the other: no comparison."
        case Headline.LEFT_OPEN:
            return "Which pays more is left open: for top pay only a lower bound is published."
        case Headline.ON_AVERAGE:
            return f"{ahead} {_size(gap)} more on average; middle pay is not published exactly."
        case _:
            return f"No official pay figure can decide this: {_why(c, gap)}."


def _size(gap: PayGap) -> str:
    if gap.bounded or not math.isfinite(gap.give_or_take):
        return f"at least {count(abs(gap.gap_pct))}%"
    return f"{about(gap.gap, gap.unit)} {per(gap.unit)} (give or take {took(gap)})"


def took(gap: PayGap) -> str:
    """Return half the interval of a gap, rounded up: to $100 a year, to $10 where the gap is under $1,000."""
    if gap.unit == "usd_per_hour":
        return money(math.ceil(100 * gap.give_or_take) / 100, gap.unit)
    step = 10 if abs(gap.gap) < 1000 else 100
    return usd(math.ceil(gap.give_or_take / step) * step)


def _against(gap: PayGap) -> list[str]:
    """Return the published steps at which the role ahead on average pays less."""
    other = "-" if gap.ahead == gap.later else "+"
    return [step for step, sign in zip(STEPS, gap.steps, strict=True) if sign == other]


def _middle(c: Comparison, gap: PayGap) -> str:
    if gap.medians_same:
        return "the middle workers earn the same"
    less = gap.median_gap_pct if gap.ahead == gap.later else 100 * (1 / (1 + gap.median_gap_pct / 100) - 1)
    return f"the middle {c.worker(gap.ahead)} earns {count(abs(less))}% less"


def _medians(c: Comparison, gap: PayGap) -> str:
    """Return the middle pay of both where the medians are far apart; they have no published error."""
    if not math.isfinite(gap.median_gap_pct) or abs(math.log1p(gap.median_gap_pct / 100)) <= math.log1p(
        c.settings.threshold_pct / 100
    ):
        return ""
    middles = {name: values(shown(c), f"{c.pay_kind}_median_usd", [name])[0] for name in c.names}
    high, low = sorted(c.names, key=lambda name: -middles[name])
    told = [f"the middle {c.worker(name)} earns {money(middles[name], gap.unit)}" for name in (high, low)]
    return f"; {told[0]} {per(gap.unit)}, {told[1]}, but no error is published for that"


def _by_hour(c: Comparison) -> str:
    frame = c.frame(pay_section)
    hourly = frame[(frame["measure"] == "hourly_mean_usd") & frame["value"].notna()]
    return listed([str(name) for name in hourly["role"]])


def _why(c: Comparison, gap: PayGap) -> str:
    means = shown(c)
    means = means[means["step"] == "mean"]
    missing = [f"{row.role}: {row.why}" for row in each(means) if row.why and row.why != Reason.TOP_CODED]
    return "; ".join(missing) or gap.why


def _asks(c: Comparison) -> str:
    """Return the question which reading is meant, with the first reading's answer and the first that differs."""
    frame = answers(c)
    used = frame.iloc[0]
    others = frame.iloc[1:]
    other = others[(others["sign"] != used["sign"]) & others["verdict"].notna()].iloc[0]
    side = 1 if other["later_code"] != used["later_code"] else 0
    column = ("first", "later")[side]
    first = _pays(used, side)
    later = _pays(other, side, timed=per(str(used["unit"])) not in first)
    told = f"as {used[column]} {first}; as {other[column]} {later}"
    return f"It depends on which {c.names[side]} is meant: {told}."


def _pays(row: "pd.Series[Any]", side: int, *, timed: bool = True) -> str:
    """Return what a reading says of the pay of a side, with the period if it is not named before."""
    if row["why"] == Reason.ONE_OCCUPATION:
        return "both are one occupation"
    if not row["sign"]:
        return "pay could be either way"
    word = "more" if (row["sign"] > 0) == (side == 1) else "less"
    if row["gap"] != row["gap"]:
        return f"it pays {word}"
    unit = str(row["unit"])
    period = f" {per(unit)}" if timed else ""
    return f"it pays {about(float(row['gap']), unit)}{period} {word}"
