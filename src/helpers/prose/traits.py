"""What the work is like by O*NET, for `work_section`: what matters most, preparation, interests, styles, neighbours."""

import pandas as pd

from helpers.comparison import Comparison
from helpers.comparison.facets import important
from helpers.comparison.tools import IN_DEMAND
from helpers.present import Html, details, pair_table, sentences, show
from helpers.prose.words import joined, named, opening

_NOTE = (
    "Interests fit from 1 to 7; work styles from -3 (hinders) to 3 (helps), the five that mark each role most among"
    " occupations. O*NET had both rated by models and experts, not by a survey."
)
_TIERS = {
    "Primary-Short": "among the five closest",
    "Primary-Long": "among the ten closest",
    "Supplemental": "beyond the ten closest",
}
_TOPS = (("work activities", 5, "Most important activities"), ("knowledge", 3, "Most important fields of knowledge"))


def trait_facts(comparison: Comparison, side: str) -> list[str]:
    """Return what O*NET says of one role as sentences: activities, knowledge, tools, preparation; or why nothing."""
    work = comparison.work
    place = "ab".index(side)
    stands = work.stand_ins[place]
    if not stands.code:
        return [f"{stands.reason}."]
    told = [_top(comparison, facet, side, most, words) for facet, most, words in _TOPS]
    told.append(_tools(comparison, side))
    zone = work.zone.iloc[0]
    told.append(
        f"Preparation: {zone[f'text_{side}']} ({zone[f'note_{side}']})."
        if zone[f"text_{side}"]
        else f"{opening(zone[f'reason_{side}'])}."
    )
    told.append(_neighbours(comparison, side))
    return [text for text in told if text]


def traits_table(comparison: Comparison) -> Html:
    """Return preparation, interests and work styles of both roles as a table that opens; nothing if there are none."""
    work = comparison.work
    frames = [frame for frame in (work.zone, work.interests, work.styles) if len(frame)]
    rows = pd.concat(frames, ignore_index=True)
    if not ((rows["reason_a"] == "") | (rows["reason_b"] == "")).any():
        return Html("")
    shown = pair_table(
        rows,
        comparison.names,
        columns=["a", "b", "verdict"],
        caption="Preparation, interests and work styles of both roles",
        note=_NOTE,
    )
    return show(_listed(comparison), details("Preparation, interests and work styles side by side", shown))


def _top(comparison: Comparison, facet: str, side: str, most: int, words: str) -> str:
    top = important(comparison.work.elements, facet, side, most)
    if top.empty:
        return f"O*NET rates no {facet} of this occupation in this copy."
    low, high = top["importance"].min(), top["importance"].max()
    return f"{words} (importance {high:.1f} to {low:.1f} of 5): {'; '.join(top['element'])}."


def _tools(comparison: Comparison, side: str) -> str:
    listed = comparison.work.tools[comparison.work.tools[f"text_{side}"] != ""]
    wanted = listed[listed[f"text_{side}"] == IN_DEMAND]
    if len(wanted):
        return f"Technology that its adverts often ask for: {joined(list(wanted['technology'].head(5)))}."
    return (
        f"Technology listed for it, none of it in demand: {joined(list(listed['technology'].head(5)))}."
        if len(listed)
        else ""
    )


def _neighbours(comparison: Comparison, side: str) -> str:
    related = comparison.work.related
    rows = related[(related["side"] == side) & related["occupation"].notna()].head(5)
    return f"Closest occupations by O*NET: {'; '.join(rows['occupation'])}." if len(rows) else ""


def _listed(comparison: Comparison) -> Html:
    """Return whether O*NET relates one of the two to the other, with rank and tier."""
    if comparison.work.one_record:
        return Html("")
    told = []
    for side, name, other in zip("ab", comparison.names, comparison.names[::-1], strict=True):
        related = comparison.work.related[comparison.work.related["side"] == side]
        if related.empty:
            continue
        hit = related[related["other"]]
        told += [
            f"O*NET lists {named(other)} as number {rank} of the occupations related to {named(name)}, {_TIERS[tier]}."
            for rank, tier in hit[["rank", "tier"]].itertuples(index=False)
        ] or [f"O*NET does not list {named(other)} among the {len(related)} occupations related to {named(name)}."]
    return sentences(*told) if told else Html("")
