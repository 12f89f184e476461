"""Software and technology that O*NET lists for each role, for the annex: examples, so not listed is not unused."""

from typing import Any

import pandas as pd

from helpers.base.vocabulary import Reason
from helpers.base.words import listed, plural
from helpers.comparison.facts import Fact, facts
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
            lacks = onet.missing(name, MEASURE, "Technology", "text", Reason.NOT_GIVEN)
            keys = {"technology": "", "hot": False, "in_demand": False}
            rows.append(Fact(name, MEASURE, "Technology", "text", why=lacks.why, detail=lacks.detail, keys=keys))
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
    """Return every technology, those of more roles and the often asked for first, with what each role has of it."""
    frame = c.frame(technologies)
    known = frame[frame["why"] == ""]
    if known.empty:
        return Block(
            f"<p>{esc('O*NET lists no technology for these roles.')}</p>", "annex", summary="Technologies: none"
        )
    cells = {(row.technology, row.role): _cell(row) for row in known.itertuples()}
    unlisted = {row.role: str(row.why) for row in frame[frame["why"] != ""].itertuples()}
    kinds = dict(zip(known[MEASURE], known["words"], strict=True))
    asked = known.groupby(MEASURE)[["hot", "in_demand"]].any()
    roles = known.groupby(MEASURE)["role"].nunique()
    order = sorted(
        kinds, key=lambda one: (-roles[one], not asked.at[one, "hot"], not asked.at[one, "in_demand"], one.casefold())
    )
    rows = []
    for one in order:
        own = (cells.get((one, name), unlisted.get(name, "not listed")) for name in c.names)
        rows.append([esc(one), esc(kinds[one]), *map(esc, own)])
    title = "Technologies that O*NET lists, as examples"
    html = data_table(title, ["Technology", "Kind", *c.names], rows, csv="technologies")
    return Block(html, "annex", summary=f"All {plural(len(rows), 'listed technology', 'listed technologies')}")


def _cell(row: Any) -> str:
    return "listed, often in its adverts" if row.in_demand else "listed"


technologies = Section("technologies", "Technologies", technology_facts, says, tabulate)
