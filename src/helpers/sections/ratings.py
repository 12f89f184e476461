"""Skills, knowledge, abilities and work activities as O*NET rates them: what is asked for, and how close two are."""

import math
from functools import lru_cache
from itertools import permutations, product
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.formats import plain
from helpers.base.paths import data_folder
from helpers.base.vocabulary import Reason
from helpers.base.words import capital, listed, plural
from helpers.comparison.facts import Fact, charted, each, facts, framed
from helpers.comparison.matches import Onet, element_names, onet_roles
from helpers.comparison.roles import Comparison, once
from helpers.sections.contract import Section
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.stats.ratings import (
    LADDER,
    NEEDED_IMPORTANCE,
    closeness_on_scale,
    compare_ratings,
    distances,
    level_gap,
)
from helpers.tables.load import load

FACETS = {
    "skills": ("skill", "skills"),
    "knowledge": ("field of knowledge", "fields of knowledge"),
    "abilities": ("ability", "abilities"),
    "work activities": ("activity", "activities"),
}
"""Facet of O*NET, each compared by itself -> one of its elements, and several."""
SCALES = ("importance", "level")
UNITS = "importance (1 to 5) and level (0 to 7)"
MOST_ROWS = 8
ABOUT = 3.0
"""Percentiles within which a pair is about as close as one of the ladder."""
ALL_BUT = 99.5
_COLUMNS = ("facet", "onet_code", "element_id", "scale", "value", "standard_error", "suppress", "not_relevant")


def rating_facts(c: Comparison) -> pd.DataFrame:
    """Return every rated element, a row a role, element and scale, then how close and how wide the moves are.

    Keys: `facet`, `element_id`, `scale` (importance, 1 to 5, or level, 0 to 7), `error` (standard error in points, NaN
    where none is published), `against`. A facet in which no role is rated has one row a role that says why. Measure
    `closeness`: percent of all pairs of occupations that are further apart than a later role and the first, by facet.
    Measures `gap` and `gap_clear` (skills): level asked for beyond that of the role `against`, importance times level.
    """
    roles = onet_roles(c)
    rated = load("ratings", columns=_COLUMNS, where={"onet_code": [onet.code for onet in roles.values()]})
    parts, missing = [], []
    for facet in FACETS:
        rows = rated[rated["facet"] == facet]
        if len(rows):
            parts += _elements(roles, facet, rows)
        else:
            keys: dict[str, Any] = {"facet": facet, "element_id": "", "scale": "", "error": math.nan}
            missing += [onet.missing(name, facet, capital(facet), "score", **keys) for name, onet in roles.items()]
    columns = {name: [one for part in parts for one in part[name]] for name in (parts[0] if parts else ())}
    elements = framed(c.names, columns) if parts else pd.DataFrame()
    elements = _below(elements, facts(c.names, missing)).assign(against="")
    rated_sides = Sides(elements)
    more = [*_closeness(c, rated_sides), *_gaps(c, rated_sides)]
    return _below(elements, facts(c.names, more))


def _below(frame: pd.DataFrame, more: pd.DataFrame) -> pd.DataFrame:
    """Return two frames of facts as one; either may be empty."""
    parts = [part for part in (frame, more) if len(part)]
    return pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]


def _elements(roles: dict[str, Onet], facet: str, rows: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the elements of a facet as columns, role by role: every role has a row for each, rated or not."""
    names, keys = element_names(), list(product(sorted(set(rows["element_id"])), SCALES))
    parts = []
    for name, onet in roles.items():
        own = rows[rows["onet_code"] == onet.code]
        at = {key: place for place, key in enumerate(zip(own["element_id"], own["scale"], strict=True))}
        places = np.array([at.get(key, -1) for key in keys])  # the last row stands for what is not there
        value, error = (np.append(own[one].to_numpy(float), math.nan)[places] for one in ("value", "standard_error"))
        flags = (own[one].to_numpy(bool, na_value=False) for one in ("suppress", "not_relevant"))
        bad, idle = (np.append(flag, False)[places] for flag in flags)
        value[bad | (idle & np.array([scale == "level" for _, scale in keys]))] = math.nan
        lacks, there, none = onet.missing(name, facet, "", "score"), places >= 0, np.isnan(value)
        why = np.select([~none, bad, idle], ["", Reason.SUPPRESSED, Reason.NOT_RELEVANT], default=str(lacks.why))
        cells = [f"ratings/{facet}|{onet.code}|{element}|{scale}/value" for element, scale in keys]
        many = len(keys)
        parts.append(
            {
                "role": [name] * many,
                "measure": [f"{scale}|{element}" for element, scale in keys],
                "label": [names.get(element) for element, _ in keys],
                "unit": ["score"] * many,
                "value": value.tolist(),
                "bound": [math.nan] * many,
                "words": [""] * many,
                "error_pct": [math.nan] * many,
                "why": [Reason(one) if one else "" for one in why],
                "detail": np.where(none & ~there, lacks.detail, "").tolist(),
                "note": [""] * many,
                "cell": np.where(there, cells, "").tolist(),
                "facet": [facet] * many,
                "element_id": [element for element, _ in keys],
                "scale": [scale for _, scale in keys],
                "error": np.where(none, np.nan, error).tolist(),
            }
        )
    return parts


class Sides:
    """A frame of ratings by role, facet and scale, each side and each pair of sides made once."""

    def __init__(self, frame: pd.DataFrame) -> None:
        """Find the rows of every role, facet and scale."""
        keys = zip(frame["role"].tolist(), frame["facet"].tolist(), frame["scale"].tolist(), strict=True)
        self._rows: dict[tuple[str, str, str], list[int]] = {}
        for row, key in enumerate(keys):
            self._rows.setdefault(key, []).append(row)
        self._elements = frame[["label", "value", "error", "why", "cell"]].set_axis(
            pd.Index(frame["element_id"], name="element_id")
        )
        self._sides: dict[tuple[str, str, str], pd.DataFrame] = {}
        self._pairs: dict[tuple[str, str, str, str], pd.DataFrame] = {}

    def of(self, role: str, facet: str, scale: str) -> pd.DataFrame:
        """Return a role's ratings of a facet on a scale by element: `label`, `value`, `error`, `why` and `cell`."""
        if (role, facet, scale) not in self._sides:
            self._sides[role, facet, scale] = self._elements.take(self._rows.get((role, facet, scale), []))
        return self._sides[role, facet, scale]

    def compared(self, first: str, later: str, facet: str, scale: str) -> pd.DataFrame:
        """Return the elements of a facet on a scale for two roles, judged together; see `stats.compare_ratings`."""
        if (first, later, facet, scale) not in self._pairs:
            found = compare_ratings(*(self.of(role, facet, scale) for role in (first, later)))
            self._pairs[first, later, facet, scale] = found.assign(label=found.index.map(element_names()))
        return self._pairs[first, later, facet, scale]


@once
def sides(c: Comparison) -> Sides:
    """Return the ratings of the roles by role, facet and scale."""
    return Sides(c.frame(ratings))


def _closeness(c: Comparison, rated: Sides) -> list[Fact]:
    found = []
    for facet in FACETS:
        for later in c.names[1:]:
            keys = {"facet": facet, "element_id": "", "scale": "", "error": math.nan, "against": c.names[0]}
            label = f"Closeness in {facet}"
            value, why = close(rated, c.names[0], later, facet)
            note = "percent of all pairs of occupations that are further apart; the measure is ours"
            found.append(Fact(later, "closeness", label, "score", value=value, why=why, note=note, keys=keys))
    return found


def close(rated: Sides, first: str, later: str, facet: str) -> tuple[float, Reason | str]:
    """Return the percent of all pairs of occupations that are further apart in a facet, or NaN with the reason."""
    both = [rated.of(role, facet, scale) for role in (first, later) for scale in SCALES]
    for one in both[::2]:
        if one.empty or one["value"].isna().all():
            return math.nan, Reason.NOT_RATED
    if both[0]["cell"].tolist() == both[2]["cell"].tolist():
        return math.nan, Reason.SAME_OCCUPATION
    values = [one["value"].to_numpy(float) for one in both]
    distance = float(distances(*values))
    if math.isnan(distance):
        return math.nan, Reason.FEW_SHARED
    percentiles, steps = distance_scale(data_folder())[facet]
    return float(closeness_on_scale(distance, steps, percentiles)), ""


@lru_cache(maxsize=2)
def distance_scale(folder: Path) -> dict[str, tuple[tuple[float, ...], tuple[float, ...]]]:
    """Return for each facet the percentiles of the distance of all pairs, and their values."""
    scale = load("facet_scale", folder=folder)
    scale = scale[scale["measure"] == "distance"].sort_values("percentile")
    return {str(facet): (tuple(rows["percentile"]), tuple(rows["value"])) for facet, rows in scale.groupby("facet")}


@lru_cache(maxsize=2)
def ladder(folder: Path) -> dict[tuple[str, str], float]:
    """Return how close the pairs of the fixed ladder are in skills, by their O*NET codes, closest first."""
    known = load("facet_anchors", folder=folder)
    known = known[known["facet"] == "skills"]
    pairs = zip(known["onet_code_a"], known["onet_code_b"], strict=True)
    found = {frozenset(pair): value for pair, value in zip(pairs, known["closeness"], strict=True)}
    return {(a, b): float(found[frozenset((a, b))]) for a, b, _ in LADDER if frozenset((a, b)) in found}


def _gaps(c: Comparison, rated: Sides) -> list[Fact]:
    """Return what each role's skills ask for beyond every other's: the whole sum, and its part in clear elements."""
    found = []
    for start, goal in permutations(c.names, 2):
        keys = {"facet": "skills", "element_id": "", "scale": "", "error": math.nan, "against": start}
        levels = rated.compared(start, goal, "skills", "level")
        gap = level_gap(levels, rated.of(goal, "skills", "importance")["value"])
        parts = {"gap": ("Level asked for beyond the other's", gap.total)}
        parts["gap_clear"] = ("the part in clearly different skills", math.nan if gap.clear is None else gap.clear)
        for measure, (label, value) in parts.items():
            why = (gap.why or Reason.NO_ERROR) if math.isnan(value) else ""
            why = Reason(why) if why else ""
            note = f"importance times missing level, summed over {gap.compared} skills; no natural unit"
            found.append(Fact(goal, measure, label, "score", value=value, why=why, note=note, keys=keys))
    return found


def clear_levels(c: Comparison, most: int = MOST_ROWS) -> pd.DataFrame:
    """Return the skills whose level is clearly different, for a chart: role, label, note, value, text, widest first.

    At most `most`, among those that are important (3 of 5 or more) to the role that asks for more. Empty where nothing
    is clear or not rated. With several roles, those clear between the first and any other.
    """
    size: dict[str, float] = {}
    for later in c.names[1:]:
        levels = sides(c).compared(c.names[0], later, "skills", "level")
        weights = [sides(c).of(role, "skills", "importance")["value"] for role in (c.names[0], later)]
        for row in each(levels[levels["sign"] != 0]):
            if weights[row.sign > 0].get(row.Index, math.nan) >= NEEDED_IMPORTANCE:
                size[row.Index] = max(size.get(row.Index, 0.0), abs(row.difference))
    chosen = sorted(size, key=lambda element: (-size[element], element))[:most]
    return _chosen(c, "skills", "level", chosen)


def top_rated(c: Comparison, facet: str = "skills", most: int = MOST_ROWS) -> pd.DataFrame:
    """Return the elements of a facet that are most important to the first role, for a chart: their importance."""
    own = sides(c).of(c.names[0], facet, "importance")["value"].dropna()
    return _chosen(c, facet, "importance", list(own.sort_values(ascending=False, kind="stable").index[:most]))


def _chosen(c: Comparison, facet: str, scale: str, elements: list[str]) -> pd.DataFrame:
    """Return the ratings of these elements on a scale for a chart, in their order."""
    frame = c.frame(ratings)
    rows = frame[(frame["facet"] == facet) & (frame["scale"] == scale) & frame["element_id"].isin(elements)]
    rows = rows.assign(place=rows["element_id"].map(elements.index)).sort_values(["place", "role"], kind="stable")
    return charted(rows, "{:.1f}".format)[["role", "label", "note", "value", "text", "element_id"]]


def says(c: Comparison) -> list[str]:
    """Return how many skills are asked for at a clearly different level, and how close the two are in skills."""
    frame = c.frame(ratings)
    unrated = [name for name in c.names if sides(c).of(name, "skills", "level")["value"].isna().all()]
    if len(c.names) == 1:
        return [] if unrated else [_most_important(c)]
    roles = onet_roles(c)
    if len({onet.code or name for name, onet in roles.items()}) == 1:
        return []
    if unrated:
        known = [name for name in c.names if name not in unrated]
        if not known or len(c.names) == 2:
            return [f"O*NET rates no skills for {listed(unrated, 'or')}, so skills cannot be compared."]
    if len(c.names) > 2:
        return _several(c, unrated)
    levels = sides(c).compared(c.names[0], c.names[1], "skills", "level")
    rated = int(levels["q"].notna().sum())
    counts = [int((levels["sign"] == sign).sum()) for sign in (-1, 1)]
    return [_counted(c.names, counts, rated), _close_sentence(frame, c)]


def _counted(names: tuple[str, ...], counts: list[int], rated: int) -> str:
    """Return for how many of the rated skills each of two roles asks for a clearly higher level."""
    if not any(counts):
        return f"None of {rated} skills is asked for at a clearly different level."
    (more, most), (less, few) = sorted(zip(names, counts, strict=True), key=lambda one: -one[1])
    said = f"{capital(more)} asks for a clearly higher level of {most} of {rated} skills"
    return f"{said}, {less} of {few or 'none'}."


def _close_sentence(frame: pd.DataFrame, c: Comparison) -> str:
    row = frame[(frame["measure"] == "closeness") & (frame["facet"] == "skills")].iloc[0]
    if row["why"]:
        return ""
    value, own = float(row["value"]), {onet.code for onet in onet_roles(c).values()}
    names = {(a, b): words for a, b, words in LADDER}
    rungs = {names[pair]: rung for pair, rung in ladder(data_folder()).items() if set(pair) != own}
    pair = min(rungs, key=lambda name: abs(rungs[name] - value))
    said = f"In skills they are {among(value)}"
    if abs(rungs[pair] - value) <= ABOUT:
        return f"{said}, about as close as {pair}."
    if not 100 - ALL_BUT <= value < ALL_BUT:
        return f"{said}."
    return f"{said}; for {pair} it is {'nearly all' if rungs[pair] >= ALL_BUT else f'{rungs[pair]:.0f}'}."


def among(percent: float) -> str:
    """Return a percentile of closeness in words, never rounded to all or none of the pairs."""
    if percent >= ALL_BUT:
        return "closer than nearly all pairs of occupations"
    if percent < 100 - ALL_BUT:
        return "further apart than nearly all pairs of occupations"
    return f"closer than {percent:.0f} of 100 pairs of occupations"


def _several(c: Comparison, unrated: list[str]) -> list[str]:
    first = c.names[0]
    if first in unrated:
        return [f"O*NET rates no skills for {first}, so the others cannot be held against it."]
    higher: dict[str, int] = {}
    for later in (name for name in c.names[1:] if name not in unrated):
        levels = sides(c).compared(first, later, "skills", "level")
        higher[later] = int((levels["sign"] > 0).sum())
    most = sorted(higher, key=lambda name: -higher[name])[: 3 if len(higher) > 4 else 4]
    parts = listed([f"{name} in {higher[name]}" for name in higher if name in most])
    rest = "; by no other in more" if len(most) < len(higher) else ""
    said = f"Clearly higher levels of skills than for {first} are asked for by {parts} of {len(levels)}{rest}."
    return [said, *([f"O*NET rates no skills for {listed(unrated, 'or')}."] if unrated else [])]


def _most_important(c: Comparison) -> str:
    own = sides(c).of(c.names[0], "skills", "importance").dropna(subset=["value"])
    names = [str(label).lower() for label in own.sort_values("value", ascending=False, kind="stable")["label"].head(3)]
    return f"Of its skills, O*NET rates {listed(names)} as the most important."


def tabulate(c: Comparison) -> Block:
    """Return the skills, most important first: importance and level of each role, and whether the levels differ."""
    frame = c.frame(ratings)
    rows = _rows(c, frame, "skills")
    if len(c.names) == 2:
        for measure in ("gap", "gap_clear"):
            gaps = frame[frame["measure"] == measure]
            value = dict(zip(gaps["role"], gaps["value"].tolist(), strict=True))
            if gaps["why"].eq("").all():
                cells = [plain(round(value[name], 1)) for name in c.names]
                rows.append([esc(gaps["label"].iloc[0]), "", "", *cells, "no natural unit"])
    html = data_table(f"Skills: {UNITS}", _head(c), rows, csv="skills")
    return Block(html, "table", summary="Show the table")


def rated_elements(c: Comparison) -> Block:
    """Return every rated element of the four facets, for the annex."""
    frame = c.frame(ratings)
    parts = [
        data_table(
            f"{capital(facet)}: importance (1 to 5) and level (0 to 7)", _head(c), rows, csv=facet.replace(" ", "-")
        )
        for facet in FACETS
        if (rows := _rows(c, frame, facet))
    ]
    if not parts:
        return Block(f"<p>{esc('O*NET rates none of these occupations.')}</p>", "annex", summary="Rated elements: none")
    return Block("".join(parts), "annex", summary=f"All {_count(frame)} rated by O*NET")


def _count(frame: pd.DataFrame) -> str:
    return plural(int(frame.loc[frame["element_id"] != "", "element_id"].nunique()), "element")


def _head(c: Comparison) -> list[str]:
    pair = ["Is the level apart?"] if len(c.names) == 2 else []
    return ["Element", *(f"{capital(scale)}, {name}" for scale in SCALES for name in c.names), *pair]


def _rows(c: Comparison, frame: pd.DataFrame, facet: str) -> list[list[str]]:
    """Return the elements of a facet as rows of plain text, those that matter most to either role first."""
    own = frame[(frame["facet"] == facet) & (frame["element_id"] != "")]
    if own.empty:
        return []
    texts = {(r.element_id, r.scale, r.role): _written(r) for r in each(own)}
    weight = own[own["scale"] == "importance"].groupby("element_id")["value"].max().fillna(0)
    names = dict(zip(own["element_id"], own["label"], strict=True))
    order = sorted(names, key=lambda element: (-weight[element], element))
    levels = sides(c).compared(c.names[0], c.names[1], facet, "level") if len(c.names) == 2 else None
    judged = {} if levels is None else {row.Index: [_verdict(c, row)] for row in each(levels)}
    rows = []
    for element in order:
        cells = [esc(texts[element, scale, name]) for scale in SCALES for name in c.names]
        rows.append([esc(names[element]), *cells, *judged.get(element, [])])
    return rows


def _written(row: Any) -> str:
    return f"{row.value:.2f}" if row.value == row.value else str(row.why)


def _verdict(c: Comparison, row: Any) -> str:
    if row.why:
        return esc(f"not judged: {row.why}")
    higher = c.names[0] if row.sign < 0 else c.names[1]
    return esc(f"{higher} clearly higher" if row.sign else "no clear difference")


ratings = Section("ratings", "Skills and knowledge", rating_facts, says, tabulate)
