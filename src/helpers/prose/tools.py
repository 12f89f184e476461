"""Software and technology of both roles in sentences and a table: what both use and what only one does."""

import pandas as pd

from helpers.comparison import Comparison
from helpers.comparison.tools import BOTH, ONLY_A, ONLY_B
from helpers.present import Col, Html, bullets, callout, details, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.words import named, plural

_ROWS = 30
_NAMED = 5
_NO_TEST = "O*NET lists examples and no number of users: what is not listed may still be used, and nothing is tested."


@guarded
def tools_section(comparison: Comparison) -> Html:
    """Return what both roles use, what only one does, with hot and in-demand marks, or why a side has no list."""
    frame, work = comparison.work.tools, comparison.work
    missing = [
        callout(f"{named(name)}: {reason}.", kind="missing")
        for name, reason in zip(comparison.names, work.tools_missing, strict=True)
        if reason
    ]
    if frame.empty:
        return show(*missing)
    blocks: list[Html] = [*missing, sentences(*_counts(comparison, compared=not missing), _NO_TEST)]
    marked = frame[(frame["where"] == BOTH) | frame["in_demand"] | frame["hot"]]
    first = marked.sort_values("in_demand", ascending=False, kind="stable").head(_ROWS)
    if len(first):
        blocks.append(_table(comparison, first))
    rest = frame.drop(first.index)
    if len(rest):
        blocks.append(details(f"The other {plural(len(rest), 'technology', 'technologies')}", _names(comparison, rest)))
    return show(*blocks)


def _counts(comparison: Comparison, *, compared: bool) -> list[str]:
    frame = comparison.work.tools
    a, b = (named(name) for name in comparison.names)
    if not compared:
        return [f"O*NET lists {plural(len(frame), 'technology', 'technologies')} for one of the two roles only."]
    if comparison.work.one_record:
        return [f"O*NET lists {plural(len(frame), 'technology', 'technologies')}, the same for both."]
    sizes = {where: int((frame["where"] == where).sum()) for where in (BOTH, ONLY_A, ONLY_B)}
    shared = plural(sizes[BOTH], "technology", "technologies") if sizes[BOTH] else "no technology"
    told = [f"O*NET lists {shared} for both, {sizes[ONLY_A]} for {a} only and {sizes[ONLY_B]} for {b} only."]
    for where, name in ((ONLY_A, a), (ONLY_B, b)):
        wanted = list(frame.loc[(frame["where"] == where) & frame["in_demand"], "technology"])
        if wanted:
            more = f" and {len(wanted) - _NAMED} more" if len(wanted) > _NAMED else ""
            told.append(
                f"Often asked for in adverts of {name} and not listed for the other: "
                f"{', '.join(wanted[:_NAMED])}{more}."
            )
    return told


def _table(comparison: Comparison, rows: pd.DataFrame) -> Html:
    shown = rows.assign(hot_words=["in adverts of all fields" if hot else "no" for hot in rows["hot"]])
    columns = [
        Col("technology", "Technology", header=True, long=True),
        Col("category", "Kind", long=True),
        *(
            Col(f"text_{side}", name, reason=f"reason_{side}", cell=f"cell_{side}", side=side)
            for side, name in zip("ab", comparison.names, strict=True)
        ),
        Col("hot_words", "Hot", long=True),
    ]
    return table(
        shown,
        columns,
        caption="Technologies of both roles and those often asked for",
        name="technologies",
        note="In demand: often in adverts of the occupation. Hot: often in adverts of all occupations.",
    )


def _names(comparison: Comparison, rows: pd.DataFrame) -> Html:
    a, b = (named(name) for name in comparison.names)
    words = {BOTH: "Both", ONLY_A: f"Only {a}", ONLY_B: f"Only {b}"}
    groups = ((words[where], rows.loc[rows["where"] == where, "technology"]) for where in words)
    return bullets(f"{label}: {', '.join(names)}." for label, names in groups if len(names))
