"""Exposure to AI in sentences and a table: six measures, their spread, and what exposure is not."""

from helpers.comparison import Comparison
from helpers.comparison.exposure import Spread, spread
from helpers.present import Html, callout, pair_table, sentences, show
from helpers.prose.guard import guarded
from helpers.prose.words import named

MEANING = (
    "Exposure is not replacement: a task counts as exposed if a language model could halve the time it takes at equal"
    " quality. It says nothing of whether anyone uses one, of jobs, or of pay; tasks were judged in 2023."
)
NOTE = (
    "Percent of the occupation's tasks. The first row of each three counts what a language model does alone, the others"
    " add software built on it. No error is published: how far the six lie apart is what is known of their reliability."
)


@guarded
def exposure_section(comparison: Comparison) -> Html:
    """Return the six measures of both roles with their spread, or why a side has none."""
    rows = comparison.work.exposure
    found = spread(rows)
    if found is None:
        told = [
            callout(f"{named(name)}: {reason}.", kind="missing")
            for name, reason in zip(comparison.names, rows[["reason_a", "reason_b"]].iloc[0], strict=True)
            if reason
        ]
        if rows[["value_a", "value_b"]].isna().all(axis=None):
            return show(*told)
    else:
        told = [sentences(*_spread(comparison, found))]
    return show(
        *told,
        callout(MEANING, kind="caution"),
        pair_table(
            rows,
            comparison.names,
            columns=["a", "b", "verdict"],
            caption="Share of tasks exposed to language models, six measures",
            note=NOTE,
        ),
    )


def _spread(comparison: Comparison, found: Spread) -> list[str]:
    a, b = (named(name) for name in comparison.names)
    ranges = [
        f"Between {low:.0f}% and {high:.0f}% of the tasks of {name} are exposed, depending on the measure"
        for name, low, high in ((a, found.low_a, found.high_a), (b, found.low_b, found.high_b))
    ]
    if comparison.work.one_record:
        return [f"{ranges[0]}; both titles stand for one O*NET occupation."]
    told = [f"{ranges[0]}; of {b}, between {found.low_b:.0f}% and {found.high_b:.0f}%."]
    if found.higher in (0, found.compared) and found.lower in (0, found.compared):
        high = b if found.higher else a
        told.append(f"All {found.compared} measures agree that {high} is the more exposed.")
    else:
        told.append(
            f"The measures disagree: {b} is the more exposed by {found.higher} of {found.compared}, {a} by"
            f" {found.lower}. Which is more exposed cannot be told."
        )
    return told
