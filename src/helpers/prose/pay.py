"""Pay in sentences: who earns more on average, how sure that is, and how often one worker out-earns the other."""

from dataclasses import dataclass

import numpy as np

from helpers import charts
from helpers.comparison import Comparison
from helpers.estimates import NOT_PUBLISHED
from helpers.formats import hourly, usd, usd_prose
from helpers.present import Html, callout, figure, pair_table, sentences, show
from helpers.prose.guard import guarded
from helpers.prose.words import named, place_name, verdict_words


@guarded
def pay_section(comparison: Comparison) -> Html:
    """Return pay in sentences, the ladder of percentiles with the mean's error, and the table of both roles."""
    names, level = comparison.names, comparison.settings.level
    known = comparison.pay[["value_a", "value_b"]].notna().any(axis=None)
    return show(
        pay_sentences(comparison),
        figure(
            charts.pay_ladder(comparison.pay, names, level=level),
            alt=charts.pay_ladder_alt(comparison.pay, names, level=level),
        )
        if known
        else callout("No chart: neither role has a figure here; the table says why.", kind="missing"),
        pair_table(comparison.pay, names, caption="Pay of both roles, by year and by hour"),
    )


def pay_sentences(comparison: Comparison) -> Html:
    """Return the means with their gap, interval and verdict, or why there is none; then the odds."""
    first, second = (named(name) for name in comparison.names)
    if comparison.one_occupation:
        return callout(f"One occupation, one figure: official pay cannot tell {first} from {second}.", kind="caution")
    gap, place = mean_gap(comparison), place_name(comparison)
    if gap.reason:
        return callout(f"The mean cannot be compared in {place}: {gap.reason}.", kind="missing")
    (mean_a, mean_b), verdict = gap.means, verdict_words(gap.verdict, comparison.settings.threshold_pct)
    return show(
        sentences(
            f"In {place}, workers in {first} jobs earn {mean_a} {gap.each} on average and workers in {second} jobs"
            f" {mean_b}.",
            f"That is {gap.size} {gap.each} more in {gap.high} jobs ({gap.interval}): {verdict}.",
        ),
        odds_sentence(comparison),
    )


@dataclass(frozen=True)
class MeanGap:
    """The two means and their gap in words, told from the role that pays more; `reason` if they cannot be compared."""

    verdict: str
    reason: str = ""
    means: tuple[str, str] = ("", "")
    """Of the first and the second role."""
    each: str = ""
    """The unit that each amount is for: a year or an hour."""
    high: str = ""
    low: str = ""
    size: str = ""
    interval: str = ""


def mean_gap(comparison: Comparison) -> MeanGap:
    """Return the gap of the two means in words, by the year where that is published, else by the hour."""
    kind = comparison.pay_kind or "annual"
    row = {row["measure"]: row for row in comparison.pay.to_dict("records")}[f"{kind}_mean_usd"]
    if row["verdict"] == NOT_PUBLISHED:
        return MeanGap(NOT_PUBLISHED, str(row["verdict_reason"]))
    money, each = (usd, "a year") if kind == "annual" else (hourly, "an hour")
    first, second = (named(name) for name in comparison.names)
    high, low = (second, first) if row["gap"] > 0 else (first, second)
    # the gap is told from the role that pays more, so where that is the first one its interval turns around too
    ends = (row["gap_low"], row["gap_high"]) if row["gap"] > 0 else (-row["gap_high"], -row["gap_low"])
    return MeanGap(
        verdict=str(row["verdict"]),
        means=(money(row["value_a"]), money(row["value_b"])),
        each=each,
        high=high,
        low=low,
        size=money(abs(row["gap"])),
        interval=f"{100 * comparison.settings.level:g}% interval {money(ends[0])} to {money(ends[1])}",
    )


def odds_sentence(comparison: Comparison) -> Html:
    """Return how often a worker of the second role earns more than one of the first, or why that is not known."""
    second = named(comparison.names[1])
    row = comparison.odds.iloc[0]
    if row["reason"]:
        return callout(f"The odds between two workers are not computed: {row['reason']}.", kind="missing")
    more = ""
    if row["kind"] == "annual" and np.isfinite(row["odds_of_more"]):
        more = f" In {100 * row['odds_of_more']:.0f} of 100 it is more than {usd_prose(5000)} a year more."
    return sentences(
        f"Take one worker of each role at random: the {second} worker earns more in {100 * row['odds']:.0f} of 100 such"
        f" pairs, {row['odds_words']}.{more}",
        "This compares two workers, not you in one job and you in the other.",
    )
