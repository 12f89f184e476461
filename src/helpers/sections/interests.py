"""Interests and work styles: what kind of person the work suits, and which habits mark it, as O*NET has them."""

import math
from collections.abc import Iterator, Sequence

import pandas as pd

from helpers.base.words import capital, listed
from helpers.comparison.facts import Fact, charted, each, facts
from helpers.comparison.matches import Onet, element_names, onet_roles
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.tables.load import load

RIASEC = {
    "1.B.1.a": "hands-on, practical work",
    "1.B.1.b": "finding out and analysing",
    "1.B.1.c": "creative, expressive work",
    "1.B.1.d": "helping and teaching",
    "1.B.1.e": "leading and persuading",
    "1.B.1.f": "order, records and rules",
}
"""Element of Holland's six interests -> what it is, in plain words."""
_RANKS = {1: "its first interest", 2: "its second interest", 3: "its third interest"}
STYLES_SHOWN = 5
"""Work styles of a role that mark it most, by O*NET's rank of distinctiveness."""
APART = 1.0
"""Points of seven from which on a difference of interests is worth a sentence; no error is published."""


def interest_facts(c: Comparison) -> pd.DataFrame:
    """Return a row a role and interest or work style.

    `kind` interest: measure is the element, value its fit from 1 to 7, `rank` 1 to 3 where it is the role's first to
    third interest. `kind` style: value its impact from -3 (hinders) to 3 (helps), `rank` 1 to 5 where it is among what
    marks the role most. No error is published for either.
    """
    roles = onet_roles(c)
    codes = [onet.code for onet in roles.values()]
    scores, styles = (load(table, where={"onet_code": codes}) for table in ("interests", "work_styles"))
    marked = {name: distinctive(styles, onet.code) for name, onet in roles.items()}
    every = sorted(styles["element_id"].unique())
    rows: list[Fact] = []
    for name, onet in roles.items():
        rows += _interests(name, onet, scores)
        rows += _styles(name, onet, styles, every, marked[name])
    return facts(c.names, rows)


def _interests(name: str, onet: Onet, scores: pd.DataFrame) -> Iterator[Fact]:
    names, own = element_names(), scores[scores["onet_code"] == onet.code].set_index("element_id")
    for element in RIASEC:
        score = own["score"].get(element, math.nan)
        if math.isnan(score):
            yield onet.missing(name, element, names[element], "score", kind="interest", rank=math.nan)
            continue
        place = own["high_point"].get(element)
        rank = math.nan if pd.isna(place) else float(place)
        note, cell = _RANKS.get(int(rank), "") if rank == rank else "", f"interests/{onet.code}|{element}/score"
        keys = {"kind": "interest", "rank": rank}
        yield Fact(name, element, names[element], "score", value=float(score), note=note, cell=cell, keys=keys)


def _styles(name: str, onet: Onet, styles: pd.DataFrame, every: Sequence[str], marked: Sequence[str]) -> Iterator[Fact]:
    names = element_names()
    own = styles[(styles["onet_code"] == onet.code) & (styles["scale"] == "impact")].set_index("element_id")["value"]
    for element in every:
        value = own.get(element, math.nan)
        place = float(marked.index(element) + 1) if element in marked else math.nan
        if math.isnan(value):
            yield onet.missing(name, element, names[element], "score", kind="style", rank=place)
            continue
        keys = {"kind": "style", "rank": place}
        note = f"number {place:.0f} of what marks it" if element in marked else ""
        cell = f"work_styles/{onet.code}|{element}|impact/value"
        yield Fact(name, element, names[element], "score", value=float(value), note=note, cell=cell, keys=keys)


def distinctive(styles: pd.DataFrame, onet_code: str, most: int = STYLES_SHOWN) -> list[str]:
    """Return the ids of the styles that mark an occupation most, by rank; empty where none is ranked."""
    rows = styles[(styles["onet_code"] == onet_code) & (styles["scale"] == "distinctiveness rank")]
    rows = rows[rows["value"] > 0].sort_values(["value", "element_id"])
    return [str(element) for element in rows["element_id"].head(most)]


def suits(c: Comparison) -> pd.DataFrame:
    """Return the six interests for a chart: role, label in plain words, note, value (1 to 7), text; may be empty."""
    rows = c.frame(interests)
    rows = rows[rows["kind"] == "interest"]
    if rows["value"].isna().all():
        return rows.iloc[:0]
    label = rows["measure"].map({element: capital(words) for element, words in RIASEC.items()})
    rows = charted(rows, "{:.1f}".format, label=label, place=rows["measure"].map(list(RIASEC).index))
    return rows.sort_values(["place", "role"], kind="stable").drop(columns="place")


MOST_NAMED = 3
"""Roles of which a sentence says what they suit; of more the chart does."""


def says(c: Comparison) -> list[str]:
    """Return what the work suits first, role by role; nothing where one of two has no interests, or for many roles."""
    frame = c.frame(interests)
    firsts = {name: word for name in c.names if (word := first_interest(frame, name))}
    if len(c.names) == 1:
        return [f"The work suits people who like {_firsts(frame, c.names[0])} best."] if firsts else []
    roles = {onet.code for onet in onet_roles(c).values()}
    if len(firsts) < 2 or len(roles) == 1 or len(c.names) > MOST_NAMED:
        return []
    if len(set(firsts.values())) == 1:
        both = "Both suit" if len(c.names) == 2 else "All suit" if len(firsts) == len(c.names) else "Those rated suit"
        return [f"{both} people who like {next(iter(firsts.values()))} best{_apart(frame, c)}."]
    by_word = {word: [name for name in firsts if firsts[name] == word] for word in firsts.values()}
    (word, names), *others = by_word.items()
    rest = "".join(f"; {listed(names)} work, {word}" for word, names in others)
    return [f"{capital(listed(names))} work suits people who like {word} best{rest}."]


def first_interest(frame: pd.DataFrame, name: str) -> str:
    """Return a role's first interest in plain words, of equals the one O*NET lists first; empty where none is rated."""
    own = frame[(frame["role"] == name) & (frame["kind"] == "interest")].dropna(subset=["value"])
    if own.empty:
        return ""
    ranked = own[own["rank"] == 1]
    best = ranked if len(ranked) else own.sort_values("value", ascending=False, kind="stable")
    return RIASEC[str(best["measure"].iloc[0])]


def _firsts(frame: pd.DataFrame, name: str) -> str:
    """Return a role's first interest, and any other whose score is written alike."""
    own = frame[(frame["role"] == name) & (frame["kind"] == "interest")].dropna(subset=["value"])
    first = first_interest(frame, name)
    scores = zip(own["measure"].map(RIASEC), own["value"], strict=True)
    written = {word: f"{value:.1f}" for word, value in scores}
    return listed([first, *(word for word, text in written.items() if word != first and text == written[first])], "or")


def _apart(frame: pd.DataFrame, c: Comparison) -> str:
    """Return the interest in which two roles lie furthest apart as the end of a sentence; empty if not far."""
    if len(c.names) != 2:
        return ""
    own = frame[frame["kind"] == "interest"]
    wide = own.pivot(index="measure", columns="role", values="value")[list(c.names)]
    gap = (wide[c.names[1]] - wide[c.names[0]]).dropna()
    if gap.empty or gap.abs().max() < APART:
        return ""
    element = str(gap.abs().idxmax())
    stronger = c.names[1] if gap[element] > 0 else c.names[0]
    return f"; {RIASEC[element]} fits {stronger} better"


def tabulate(c: Comparison) -> Block:
    """Return interests, and the work styles that mark any of the roles, side by side."""
    frame = c.frame(interests)
    marking = set(frame.loc[frame["rank"].notna(), "measure"])
    frame = frame[(frame["kind"] == "interest") | frame["measure"].isin(marking)]
    parts = []
    titles = {
        "interest": "Interests: how well each fits the work, 1 to 7",
        "style": "Work styles that mark a role: from -3 (hinders) to 3 (helps)",
    }
    for kind, title in titles.items():
        cells: dict[str, dict[str, str]] = {}
        for row in each(frame[frame["kind"] == kind]):
            cells.setdefault(row.label, {})[row.role] = esc(f"no figure: {row.why!s}" if row.why else row.text)
        rows = [[esc(label), *(own[name] for name in c.names)] for label, own in cells.items()]
        if rows:
            parts.append(data_table(title, ["", *c.names], rows, right=range(1, len(c.names) + 1), csv=kind))
    return Block("".join(parts), "table", summary="Show the table")


interests = Section("interests", "Interests and work styles", interest_facts, says, tabulate)
