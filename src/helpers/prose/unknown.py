"""The report's own list of what it could not determine, and why."""

import pandas as pd

from helpers.comparison import Comparison
from helpers.present import Col, Html, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.words import plural


@guarded
def unknown_section(comparison: Comparison) -> Html:
    """Return what is missing or untested in this report, counted by cause."""
    frame = comparison.unknowns
    if frame.empty:
        return sentences("Every figure that this report asks for is published, and every difference was tested.")
    causes = frame.groupby("cause")["count"].sum()
    return show(
        sentences(
            f"{plural(int(frame['count'].sum()), 'figure or test', 'figures or tests')} of this report could not be"
            f" had, for {plural(len(causes), 'cause')}. None was filled in.",
            "The same figure may be asked for in several sections and is counted in each.",
        ),
        causes_table(frame, "What this report cannot say, by section and cause"),
    )


def causes_table(frame: pd.DataFrame, caption: str) -> Html:
    """Return what could not be determined, one row a section and cause; `frame` as `gaps.unknowns` returns it."""
    columns = [
        Col("section", "Section", header=True),
        Col("what", "What", long=True),
        Col("cause", "Why", long=True),
        Col("count", "How often", format="jobs"),
    ]
    return table(frame, columns, caption=caption, name="cannot-say")
