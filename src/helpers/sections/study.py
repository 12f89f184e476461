"""What to study: programmes that experts relate to each role's occupation, shared and for one role only."""

import pandas as pd

from helpers.base.vocabulary import Reason
from helpers.base.words import listed, plural
from helpers.comparison.facts import Fact, each, facts
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.tables.load import load

MEASURE, LABEL = "program", "Programme of study"
RELATION = "An expert relation, not where graduates work, and no requirement."


def study_facts(c: Comparison) -> pd.DataFrame:
    """Return a row a role and programme: `words` its title, key `cip_code`; or the reason why there is none."""
    table = load("programs", where={"soc_code": sorted(set(c.codes))})
    rows: list[Fact] = []
    for name, code in zip(c.names, c.codes, strict=True):
        own = table[table["soc_code"] == code]
        for row in own.to_dict("records"):
            cell, keys = f"programs/{code}|{row['cip_code']}/program", {"cip_code": str(row["cip_code"])}
            rows.append(Fact(name, MEASURE, LABEL, "text", words=str(row["program"]), cell=cell, keys=keys))
        if own.empty:
            rows.append(Fact(name, MEASURE, LABEL, "text", why=Reason.NO_MATCH, keys={"cip_code": ""}))
    return facts(c.names, rows)


def shared(c: Comparison) -> pd.DataFrame:
    """Return a row a programme, those of most roles first: `cip_code`, `program` and `names`, the roles with it."""
    frame = c.frame(study)
    held: dict[tuple[str, str], list[str]] = {}
    for row in each(frame[frame["why"] == ""]):
        held.setdefault((row.cip_code, row.words), []).append(str(row.role))
    rows = [(cip, program, tuple(names)) for (cip, program), names in held.items()]
    rows.sort(key=lambda row: (-len(row[2]), [c.names.index(name) for name in row[2]], row[0]))
    return pd.DataFrame(rows, columns=["cip_code", "program", "names"])


def says(c: Comparison) -> list[str]:
    """Return how many programmes of study lead to all roles, and for which role none is named."""
    every, frame = shared(c), c.frame(study)
    without = [str(name) for name in frame[frame["why"] != ""]["role"]]
    none = [f"No programme of study is named for {listed(without, 'or')}"] if without else []
    if without or len(c.names) == 1:
        return none or [f"{plural(len(every), 'programme')} of study may lead to {c.jobs(c.names[0])}"]
    together = int((every["names"].map(len) == len(c.names)).sum())
    both = "both" if len(c.names) == 2 else "all"
    return [f"{together or 'No one'} of {len(every)} programmes of study may lead to {both}"]


def tabulate(c: Comparison) -> Block:
    """Return the programmes with their codes, a row for those of all roles, then for those of fewer or of one only."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for row in each(shared(c)):
        groups.setdefault(row.names, []).append(f"{row.program} ({row.cip_code})")
    rows = []
    for names, own in groups.items():
        only = "Both" if len(names) == len(c.names) == 2 else "All" if len(names) == len(c.names) else listed(names)
        who = f"Only {only}" if len(names) == 1 < len(c.names) else c.names[0] if len(c.names) == 1 else only
        rows.append([esc(who), str(len(own)), esc("; ".join(own))])
    html = data_table("Programmes of study (CIP 2020)", ["May lead to", "", "Programmes"], rows, csv="programs")
    return Block(f"<p>{esc(says(c)[0])}. {RELATION}</p>{html}", "table", summary="Study")


study = Section("study", "What to study", study_facts, says, tabulate)
