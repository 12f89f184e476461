"""Pay in sentences: who earns more on average, how sure that is, and how often one worker out-earns the other."""

import numpy as np

from helpers import charts
from helpers.comparison import Comparison
from helpers.formats import hourly, usd, usd_prose
from helpers.present import Html, callout, figure, pair_table, sentences, show
from helpers.prose.guard import guarded
from helpers.prose.words import named, place_name, verdict_words


@guarded
def pay_section(comparison: Comparison) -> Html:
    """Return pay in sentences, the ladder of percentiles with the mean's error, and the table of both roles."""
    names = comparison.names
    known = comparison.pay[["value_a", "value_b"]].notna().any(axis=None)
    return show(
        pay_sentences(comparison),
        figure(charts.pay_ladder(comparison.pay, names), alt=charts.pay_ladder_alt(comparison.pay, names))
        if known
        else callout("No chart: neither role has a figure here; the table says why.", kind="missing"),
        pair_table(comparison.pay, names, caption="Pay of both roles, by year and by hour"),
    )


def pay_sentences(comparison: Comparison) -> Html:
    """Return the means with their gap, interval and verdict, or why there is none; then the odds."""
    kind = comparison.pay_kind or "annual"
    row = comparison.pay.set_index("measure").to_dict("index")[f"{kind}_mean_usd"]
    first, second = (named(name) for name in comparison.names)
    money, each = (usd, "a year") if kind == "annual" else (hourly, "an hour")
    if comparison.one_occupation:
        return callout(f"One occupation, one figure: official pay cannot tell {first} from {second}.", kind="caution")
    if row["verdict"] == "not published":
        return show(
            callout(
                f"The mean cannot be compared in {place_name(comparison)}: {row['verdict_reason']}.", kind="missing"
            )
        )
    verdict = verdict_words(row["verdict"], comparison.settings.threshold_pct)
    high = second if row["gap"] > 0 else first
    level = f"{100 * comparison.settings.level:g}%"
    # the gap is told from the role that pays more, so where that is the first one its interval turns around too
    ends = [row["gap_low"], row["gap_high"]] if row["gap"] > 0 else [-row["gap_high"], -row["gap_low"]]
    return show(
        sentences(
            f"In {place_name(comparison)}, workers in {first} jobs earn {money(row['value_a'])} {each} on average"
            f" and workers in {second} jobs {money(row['value_b'])}.",
            f"That is {money(abs(row['gap']))} {each} more in {high} jobs"
            f" ({level} interval {money(ends[0])} to {money(ends[1])}): {verdict}.",
        ),
        odds_sentence(comparison),
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
