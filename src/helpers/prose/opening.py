"""The head of a report: the question, what the titles stand for, and what bounds all figures."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.comparison import Comparison
from helpers.formats import count
from helpers.present import Col, Html, callout, details, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.words import joined, named, place_name, plural
from helpers.titles import RULE, Role
from helpers.unsure import told


def lead(comparison: Comparison) -> Html:
    """Return one paragraph: what both titles stand for, for which place, and from which release."""
    source = comparison.sources["oews"]
    roles = (comparison.a, comparison.b)
    stands = [
        f"{named(name)} stands for {role.leading.occupation} ({role.leading.soc_code})"
        for name, role in zip(comparison.names, roles, strict=True)
    ]
    return sentences(
        f"Official figures side by side: {joined(stands)}.",
        f"Pay and jobs are those of {place_name(comparison)}, {source.title}, {source.release}.",
        "Every difference is second minus first, and says whether it is real or could be chance.",
    )


@guarded
def compared(comparison: Comparison) -> Html:
    """Return what each title stands for, how it was read, and the other readings."""
    frame = pd.DataFrame([_summary(role, side) for role, side in ((comparison.a, "a"), (comparison.b, "b"))])
    blocks: list[Html] = [
        table(
            frame,
            [
                Col("role", "Role", header=True, long=True),
                Col("occupation", "Official occupation the figures stand for", long=True),
                Col("why", "Why", long=True),
                Col("others", "Other readings", long=True),
            ],
            caption="The titles and the occupations behind them",
            name="what-is-compared",
        )
    ]
    for role in (comparison.a, comparison.b):
        if role.read_as and not role.is_code:
            blocks.append(
                callout(f"{named(role.typed)!s} is on no list and was read as {role.read_as}.", kind="caution")
            )
        if role.asks:
            blocks.append(callout(f"{told(role)}.", kind="caution", heading="Not what you meant?"))
    if comparison.one_occupation:
        leading = comparison.a.leading
        blocks.append(
            callout(
                f"Both titles fall into one occupation, {leading.soc_code} {leading.occupation}.",
                "Public data cannot tell them apart: every official figure below is the same for both.",
                "What differs is what career sites claim, and what other readings of the titles would show.",
                kind="caution",
                heading="One occupation",
            )
        )
    roles = (comparison.a, comparison.b)
    blocks.append(details("All readings of both titles", readings_table(roles, "Readings of both titles")))
    return show(*blocks)


@guarded
def limits(comparison: Comparison) -> Html:
    """Return what every reader must know before using a figure of this page."""
    return show(
        sentences(
            "Pay is what employers report: wages and salaries before tax, without overtime and most bonuses, and"
            " without self-employed people.",
            f"Intervals are {100 * comparison.settings.level:g}% intervals from the published relative standard"
            " errors; the two sides are taken as independent, since no covariance is published.",
            "Medians and percentiles come without an error, so that the mean is tested and they are not.",
        ),
        sentences(
            "An occupation is wider than a title: the figures describe everyone in it, not one employer, and not what"
            " you would earn."
        ),
    )


def _summary(role: Role, side: str) -> dict[str, str]:
    leading, others = role.leading, len(role.readings) - 1
    return {
        "side": side,
        "role": role.name,
        "occupation": f"{leading.occupation} ({leading.soc_code}, {leading.level} occupation)",
        "why": leading.why if not role.chosen else f"chosen for this report; {leading.why}",
        "others": plural(others, "other reading") if others else "none: the lists name one occupation",
    }


def readings_table(roles: Sequence[Role], caption: str) -> Html:
    """Return every reading of the titles with what says so and its jobs in the nation, the one used here first."""
    rows = [
        {
            "title": role.name,
            "code": reading.soc_code,
            "occupation": reading.occupation + (" (used here)" if place == 0 else ""),
            "why": reading.why,
            "jobs": count(reading.jobs) if np.isfinite(reading.jobs) else "not published",
        }
        for role in roles
        for place, reading in enumerate(role.readings)
    ]
    return table(
        pd.DataFrame(rows),
        [
            Col("title", "Title", header=True, long=True),
            Col("code", "SOC code"),
            Col("occupation", "Occupation", long=True),
            Col("why", "What says so", long=True),
            Col("jobs", "Jobs in the nation"),
        ],
        caption=f"{caption}, the one used here first",
        name="readings",
        note=RULE,
    )
