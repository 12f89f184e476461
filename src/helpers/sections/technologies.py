"""Software and technology that O*NET lists for each role, for the annex: examples, so not listed is not unused."""

from typing import Any

import pandas as pd

from helpers.base.vocabulary import Reason
from helpers.base.words import listed, plural
from helpers.comparison.facts import Fact, each, facts
from helpers.comparison.matches import onet_roles
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.tables.load import load

MEASURE = "technology"


def technology_facts(c: Comparison) -> pd.DataFrame:
    """Return a row a role and listed technology: `label` its name, `words` its kind.

    Keys: `technology`, `hot` (often in adverts of all employers), `in_demand` (often in adverts of this occupation). A
    technology under several kinds counts once, by the first. A role without any has one row that says why.
    """
    rows: list[Fact] = []
    for name, onet in onet_roles(c).items():
        own = load("technologies", where={"onet_code": [onet.code]}) if onet.code else pd.DataFrame()
        if own.empty:
            keys = dict[str, Any](technology="", hot=False, in_demand=False)
            rows.append(onet.missing(name, MEASURE, "Technology", "text", Reason.NOT_GIVEN, **keys))
            continue
        for row in own.drop_duplicates("technology").itertuples():
            cell = f"technologies/{onet.code}|{row.technology}|{row.category_code}/in_demand"
            keys = {"technology": row.technology, "hot": bool(row.hot), "in_demand": bool(row.in_demand)}
            words = str(row.category)
            rows.append(Fact(name, MEASURE, str(row.technology), "text", words=words, cell=cell, keys=keys))
    return facts(c.names, rows)


def says(c: Comparison) -> list[str]:
    """Return how many technologies are listed for each role and for all; nothing is said of which is used more."""
    frame = c.frame(technologies)
    sets = {name: set(frame.loc[(frame["role"] == name) & (frame["why"] == ""), MEASURE]) for name in c.names}
    if not any(sets.values()):
        return []
    if len(c.names) == 1:
        return [f"O*NET lists {plural(len(sets[c.names[0]]), 'technology', 'technologies')} as examples."]
    counts = listed([f"{len(found)} for {name}" for name, found in sets.items()])
    shared = len(set.intersection(*sets.values()))
    both = "both" if len(c.names) == 2 else "all"
    return [f"O*NET lists technologies as examples: {counts}, {shared or 'none'} of them for {both}."]


def tabulate(c: Comparison) -> Block:
    """Return the technologies by who has them and by kind, those of most roles first; often asked for ones are marked.

    The mark names the roles in whose adverts a technology is frequent, where it is not so for all that have it.
    """
    frame = c.frame(technologies)
    known = frame[frame["why"] == ""]
    if known.empty:
        return Block(
            f"<p>{esc('O*NET lists no technology for these roles.')}</p>", "annex", summary="Technologies: none"
        )
    groups: dict[tuple[tuple[str, ...], str], list[str]] = {}
    by_name: dict[str, dict[str, Any]] = {}
    for row in each(known):
        by_name.setdefault(row.technology, {})[row.role] = row
    for one, rows in sorted(by_name.items(), key=lambda item: (item[0].casefold(), item[0])):
        names = tuple(name for name in c.names if name in rows)
        asked = tuple(name for name in names if rows[name].in_demand)
        mark = "" if not asked else "*" if asked == names else f"* ({listed(asked)})"
        groups.setdefault((names, rows[names[0]].words), []).append(f"{one}{mark}")
    order = sorted(groups, key=lambda key: (-len(key[0]), [c.names.index(name) for name in key[0]], key[1]))
    whole = "Both" if len(c.names) == 2 else "All"
    said = [[whole if names == c.names and len(names) > 1 else listed(names), kind] for names, kind in order]
    cells = [[*map(esc, words), esc("; ".join(groups[key]))] for words, key in zip(said, order, strict=True)]
    cells += [[esc(row.role), "", esc(f"no figure: {row.why}")] for row in each(frame[frame["why"] != ""])]
    title = "Technologies that O*NET lists, as examples; *: often in adverts of the occupation"
    html = data_table(title, ["Listed for", "Kind", "Technologies"], cells, csv="technologies")
    count = plural(int(known[MEASURE].nunique()), "listed technology", "listed technologies")
    return Block(html, "annex", summary=f"All {count}")


technologies = Section("technologies", "Technologies", technology_facts, says, tabulate)
