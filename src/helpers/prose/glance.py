"""The eight rows of the opening: official figure and claims of both roles, with the verdict in words."""

import pandas as pd

from helpers.comparison import Comparison
from helpers.estimates import COULD_BE_EITHER
from helpers.present import Col, Html, table, verdict
from helpers.prose.guard import guarded


@guarded
def glance_table(comparison: Comparison) -> Html:
    """Return the eight rows as one table: for each role the official value and the claims, then the verdict."""
    frame = comparison.glance.copy()
    shown = [
        verdict(str(word)) if word == COULD_BE_EITHER or word.startswith("clear") else reason
        for word, reason in zip(frame["verdict"], frame["verdict_reason"], strict=True)
    ]
    frame["shown"] = pd.Series(shown, index=frame.index, dtype=object)  # text columns would lose that it is markup
    columns = [Col("label", "Row", header=True, long=True)]
    for side, name in zip("ab", comparison.names, strict=True):
        columns += [
            Col(
                f"value_{side}",
                "official",
                group=name,
                unit="unit",
                text=f"text_{side}",
                reason=f"reason_{side}",
                error=f"error_{side}",
                note=f"note_{side}",
                cell=f"cell_{side}",
                side=side,
            ),
            Col(f"claims_{side}", "claimed", group=name, long=True, side=side),
        ]
    columns.append(Col("shown", "Is the difference real?", long=True))
    return table(frame, columns, caption="At a glance: official figures and what sites claim", name="at-a-glance")
