"""Four facets of the work (skills, knowledge, abilities, work activities): both sides, and what a move asks for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from helpers.comparison.standins import StandIn
from helpers.formats import is_missing
from helpers.skill_gaps import (
    HAS_ALREADY,
    LACKS,
    NEEDED_IMPORTANCE,
    NO_CLEAR_DIFFERENCE,
    NO_ERROR,
    NOT_ASKED_BY_B,
    NOT_PART_OF_A,
    NOT_RATED,
    compare_elements,
)
from helpers.skills import Ratings, read_ratings

FACETS = ("skills", "knowledge", "abilities", "work activities")
"""In the order of the report; each is compared by itself."""
DIFFERENT = "clear difference"
UNCLEAR = "no clear difference"
NOT_TESTED = "not tested"
NOT_PUBLISHED = "not published"
MOVES = {"a_to_b": ("a", "b"), "b_to_a": ("b", "a")}
"""Direction of a move -> the side whose people move, and the side they move to."""
WORDS = {
    HAS_ALREADY: "already there",
    NO_CLEAR_DIFFERENCE: "higher, but within the errors",
    LACKS: "to learn",
    NOT_PART_OF_A: "new: no part of the work today",
    NOT_ASKED_BY_B: "not asked for",
    NOT_RATED: "not rated",
}
"""Status of `skill_gaps` -> how the report calls it."""
_HAVE, _LACK = {HAS_ALREADY, NO_CLEAR_DIFFERENCE}, {LACKS, NOT_PART_OF_A}
DRAWS = 1000
_SCALES = ("importance", "level")


def read_facets(ratings: pd.DataFrame) -> dict[str, Ratings]:
    """Return the facets of the table ratings (with the column `element_name`) as arrays, those that have rows."""
    return {facet: read_ratings(rows) for facet in FACETS if len(rows := ratings[ratings["facet"] == facet])}


def facet_elements(arrays: Mapping[str, Ratings], a: StandIn, b: StandIn, *, draws: int = DRAWS) -> pd.DataFrame:
    """Return one row a facet and element, facets in the order of `FACETS`, elements by id; none if neither is rated.

    `arrays` is what `read_facets` returns, at least of both codes. Columns: `facet`, `element_id`, `element`; for each
    side and scale `importance_a` (1 to 5), `importance_se_a`, `importance_reason_a` and `importance_cell_a`, likewise
    `level_a` (0 to 7); `difference` (level B - A), `sign_share` (share of the seeded draws that keep its sign),
    `holds` (that is 90 % or more; missing where no error is published), `verdict` ('clear difference', 'no clear
    difference', 'not tested' or 'not published') and `verdict_reason`; for both moves `a_to_b` and `b_to_a`, one of
    `skill_gaps.STATUSES`, and `a_to_b_part`, its part of the gap.
    """
    known = [facet for facet in FACETS if facet in arrays and {a.code, b.code} & set(arrays[facet].places)]
    parts = [_elements(facet, arrays[facet], a, b, draws) for facet in known]
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["facet"])


def needed(elements: pd.DataFrame, facet: str, move: str, *, most: int = 8) -> "Needed":
    """Return what a move asks for in one facet: what people have already, what they lack, by name, most needed first.

    `move` is a_to_b or b_to_a. Counted are elements at or above O*NET's 'important' (3) in the role moved to.
    """
    to = MOVES[move][1]
    columns = ("facet", f"importance_{to}", move, f"{move}_part", "element_id", "element")
    listed = zip(*(elements[column].tolist() for column in columns), strict=True)
    rows = [row for row in listed if row[0] == facet and row[1] >= NEEDED_IMPORTANCE]
    have = sorted((-weight, key, name) for _, weight, status, _, key, name in rows if status in _HAVE)
    lack = sorted((-part, -weight, key, name) for _, weight, status, part, key, name in rows if status in _LACK)
    return Needed(len(rows), tuple(row[-1] for row in have), tuple(row[-1] for row in lack), most)


@dataclass(frozen=True)
class Needed:
    """Elements that matter in the role moved to: how many, and which of them people have already or lack."""

    asked: int
    have: tuple[str, ...]
    lack: tuple[str, ...]
    most: int = 8


def important(elements: pd.DataFrame, facet: str, side: str, most: int = 5) -> pd.DataFrame:
    """Return the most important elements of a facet on one side, most important first (`element`, `importance`)."""
    if elements.empty or f"importance_{side}" not in elements:
        return pd.DataFrame(columns=["element", "importance"])
    columns = ("facet", f"importance_{side}", "element_id", "element")
    listed = zip(*(elements[column].tolist() for column in columns), strict=True)
    rows = sorted((-weight, key, name) for own, weight, key, name in listed if own == facet and not is_missing(weight))
    top = rows[:most]
    return pd.DataFrame({"element": [name for *_, name in top], "importance": [-weight for weight, *_ in top]})


def _elements(facet: str, arrays: Ratings, a: StandIn, b: StandIn, draws: int) -> pd.DataFrame:
    draws = useful(arrays, (a.code, b.code), draws)
    moves = ((a.code, b.code), (b.code, a.code))
    there, back = (compare_elements(arrays, one, other, draws=draws) for one, other in moves)
    columns: dict[str, Any] = {
        "facet": facet,
        "element_id": there["element_id"].to_numpy(),
        "element": there["element_name"].to_numpy(),
    }
    for side, stands in (("a", a), ("b", b)):
        for scale in _SCALES:
            columns |= _figures(facet, arrays, stands.code, scale, side)
    difference = there["difference"].to_numpy(float)
    tested = there["holds"].notna().to_numpy(bool)
    holds = there["holds"].fillna(False).to_numpy(bool) & (difference != 0)
    rated = ~np.isnan(difference)
    reasons = zip(*(columns[f"{scale}_reason_{side}"] for side in "ab" for scale in _SCALES), strict=True)
    missing = ["; ".join(dict.fromkeys(filter(None, why))) for why in reasons]
    return pd.DataFrame(
        columns
        | {
            "difference": difference,
            "sign_share": there["sign_share"].to_numpy(float),
            "holds": pd.array(holds, dtype="boolean"),
            "verdict": np.select([~rated, ~tested, holds], [NOT_PUBLISHED, NOT_TESTED, DIFFERENT], default=UNCLEAR),
            "verdict_reason": np.where(tested, "", np.where(rated, NO_ERROR, missing)),
            "a_to_b": there["status"].to_numpy(),
            "b_to_a": back["status"].to_numpy(),
            "a_to_b_part": np.nan_to_num(there["contribution"].to_numpy(float)),
            "b_to_a_part": np.nan_to_num(back["contribution"].to_numpy(float)),
        }
    ).assign(holds=lambda frame: frame["holds"].where(tested))


def _figures(facet: str, arrays: Ratings, code: str, scale: str, side: str) -> dict[str, Any]:
    """Return value, standard error, reason and cell of one side and scale, element by element."""
    row, none = arrays.places.get(code), np.full(len(arrays.element_ids), np.nan)
    value = none if row is None else getattr(arrays, scale)[row]
    error = none if row is None else getattr(arrays, f"{scale}_se")[row]
    suppressed, idle = (False, False) if row is None else (arrays.suppressed[row], arrays.not_relevant[row])
    reason = np.select(
        [~np.isnan(value), suppressed, idle & np.bool_(scale == "level")],
        ["", "too imprecise: O*NET advises not to use it", "not relevant here"],
        default="not rated",
    )
    cells = [f"ratings/{facet}|{code}|{element}|{scale}/value" for element in arrays.element_ids]
    return {
        f"{scale}_{side}": value,
        f"{scale}_se_{side}": error,
        f"{scale}_reason_{side}": reason,
        f"{scale}_cell_{side}": "" if row is None else np.where(reason == "not rated", "", cells),
    }


def useful(arrays: Ratings, codes: Sequence[str], draws: int) -> int:
    """Return the draws that are asked for, or one where no error is published that they could be drawn from."""
    rows = [arrays.places[code] for code in codes if code in arrays.places]
    return draws if np.isfinite(arrays.level_se[rows]).any() else 1


def unrated(stands: StandIn, facet: str) -> str:
    """Return why a side has no ratings of a facet, in words."""
    return stands.reason or f"O*NET has no {facet} ratings for {stands.spoken} in this copy"


def unknown_rows(elements: pd.DataFrame, a: StandIn, b: StandIn) -> pd.DataFrame:
    """Return what is not known of the facets: label, reason_a, reason_b, verdict and verdict_reason.

    One row an element; one row for a facet in which neither side is rated.
    """
    rated = set(elements["facet"])
    rows = [
        {
            "label": facet,
            "reason_a": unrated(a, facet),
            "reason_b": unrated(b, facet),
            "verdict": NOT_PUBLISHED,
            "verdict_reason": "; ".join(dict.fromkeys((unrated(a, facet), unrated(b, facet)))),
        }
        for facet in FACETS
        if facet not in rated
    ]
    whole = pd.DataFrame(rows, columns=["label", "reason_a", "reason_b", "verdict", "verdict_reason"])
    if elements.empty:
        return whole
    single = elements.rename(columns={"element": "label", "level_reason_a": "reason_a", "level_reason_b": "reason_b"})
    return pd.concat([whole, single[whole.columns]], ignore_index=True)
