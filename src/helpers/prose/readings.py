"""Readings in sentences and a table: what the headline says under each occupation that the titles may mean."""

import numpy as np
import pandas as pd

from helpers.comparison import Comparison
from helpers.comparison.readings import badge
from helpers.formats import hourly, usd
from helpers.present import Col, Html, sentences, show, table, verdict
from helpers.prose.guard import guarded
from helpers.prose.words import named, plural

MOST = 30


@guarded
def readings_section(comparison: Comparison) -> Html:
    """Return whether the pay headline holds under every reading of both titles, with the table of them."""
    frame = comparison.readings
    first, second = (named(name) for name in comparison.names)
    counts = frame["says"].value_counts()
    said = [
        f"{second} clearly higher in {counts.get('higher', 0)}",
        f"clearly lower in {counts.get('lower', 0)}",
        f"no clear difference in {counts.get('no clear difference', 0)}",
    ]
    apart = []
    if counts.get("one occupation", 0):
        apart.append(f"{plural(int(counts['one occupation']), 'pair')} of readings name one occupation for both")
    if counts.get("not published", 0):
        apart.append(f"{plural(int(counts['not published']), 'pair')} cannot be compared")
    return show(
        sentences(
            "A job title is not an occupation.",
            f"The lists read {first} as {plural(len(comparison.a.readings), 'occupation')} and {second} as"
            f" {plural(len(comparison.b.readings), 'occupation')}: {plural(len(frame), 'pair')} of readings.",
            f"Mean pay: {', '.join(said)}." + (f" {'; '.join(apart)}." if apart else ""),
            f"The headline {badge(frame)}." if len(frame) > 1 else "With one reading each, the headline has no rival.",
        ),
        _table(frame.head(MOST), comparison),
        sentences(f"Shown are the first {MOST} of {len(frame)} pairs; the counts hold all.")
        if len(frame) > MOST
        else "",
    )


def _table(frame: pd.DataFrame, comparison: Comparison) -> Html:
    rows = []
    for row in frame.to_dict("records"):
        money = usd if row["kind"] == "annual" else hourly
        known = row["verdict"] != "not published"
        same = row["says"] == "one occupation"
        rows.append(
            {
                "a": f"{row['occupation_a']} ({row['soc_a']})",
                "b": f"{row['occupation_b']} ({row['soc_b']})",
                "gap": f"{money(row['gap'], sign=True)} ({row['gap_pct']:+.0f}%)".replace("-", "−") if known else "",
                "why": "one occupation: the same figure" if same else row["verdict_reason"],
                "odds": f"{100 * row['odds']:.0f} of 100" if np.isfinite(row["odds"]) else "",
                "odds_why": row["odds_reason"],
                "verdict": "one occupation" if same else verdict(row["verdict"]),
            }
        )
    shown = pd.DataFrame(rows, dtype=object)
    return table(
        shown,
        [
            Col("a", f"{comparison.names[0]} read as", header=True, long=True),
            Col("b", f"{comparison.names[1]} read as", long=True),
            Col("gap", "Difference of mean pay", reason="why"),
            Col("odds", "Second earns more", reason="odds_why"),
            Col("verdict", "Is it real?", reason="why"),
        ],
        caption="Mean pay under each reading of the titles, the leading pair first",
        name="readings-of-the-headline",
    )
