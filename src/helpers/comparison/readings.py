"""The pay headline under every reading of both titles: does it hold, or does it hang on one occupation?"""

from itertools import product

import numpy as np
import pandas as pd

from helpers.areas import NATION
from helpers.comparison.cells import ALL_INDUSTRIES, reason_of
from helpers.comparison.pay import UNITS
from helpers.estimates import COULD_BE_EITHER, NOT_PUBLISHED, compare_means
from helpers.odds import compare_percentiles
from helpers.tables import load
from helpers.titles import Role

SAME = "one occupation"
"""What a pair of readings says if both titles are read as the same occupation."""
_PERCENTILES = ("p10", "p25", "median", "p75", "p90")


def by_reading(a: Role, b: Role, names: tuple[str, str], *, level: float, threshold_pct: float) -> pd.DataFrame:
    """Return one row for each reading of A with each reading of B, the leading pair first, for the nation.

    Columns: soc_a, occupation_a, soc_b, occupation_b, kind (annual or hourly), mean_a, mean_b, those of
    `compare_means`, odds and odds_reason, and `says`: `higher` or `lower` (the second role, clearly), `no clear
    difference`, `not published`, or `one occupation`.
    """
    codes = sorted({reading.soc_code for role in (a, b) for reading in role.readings})
    cells = load("pay", where={"soc_code": codes, "area_code": [NATION], "industry_code": [ALL_INDUSTRIES]})
    cells = cells.set_index("soc_code")
    pairs = list(product(a.readings, b.readings))
    frame = pd.DataFrame(
        {
            "soc_a": [first.soc_code for first, _ in pairs],
            "occupation_a": [first.occupation for first, _ in pairs],
            "soc_b": [second.soc_code for _, second in pairs],
            "occupation_b": [second.occupation for _, second in pairs],
        }
    )
    frame["kind"] = _kinds(cells, frame)
    tested = _tested(cells, frame, names, level, threshold_pct)
    frame = pd.concat([frame, tested], axis=1)
    frame["says"] = np.select(
        [
            frame["soc_a"] == frame["soc_b"],
            frame["verdict"] == NOT_PUBLISHED,
            frame["verdict"] == COULD_BE_EITHER,
            frame["gap"] > 0,
        ],
        [SAME, NOT_PUBLISHED, "no clear difference", "higher"],
        default="lower",
    )
    return frame


def badge(frame: pd.DataFrame) -> str:
    """Return how the headline of the leading pair fares under all readings, as a short badge.

    `frame` is that of `by_reading`. Pairs of readings without a published mean, and those that read both titles as one
    occupation, are counted apart.
    """
    leading = frame["says"].iloc[0]
    usable = frame[~frame["says"].isin([NOT_PUBLISHED, SAME])]
    if leading in (NOT_PUBLISHED, SAME):
        return "no headline to hold: " + ("both titles are one occupation" if leading == SAME else "not published")
    if len(frame) == 1:
        return "only one reading"
    holds, opposite = int((usable["says"] == leading).sum()), {"higher": "lower", "lower": "higher"}.get(leading)
    flips = int((usable["says"] == opposite).sum()) if opposite else 0
    text = f"holds under {holds} of {len(usable)} readings"
    return text + (f", flips under {flips}" if flips else "")


def _kinds(cells: pd.DataFrame, frame: pd.DataFrame) -> list[str]:
    """Return for each pair the kind of pay that both publish; annual where neither kind is shared."""
    given = {kind: cells[f"{kind}_mean_usd"].notna() for kind in UNITS}
    kinds = []
    for a, b in frame[["soc_a", "soc_b"]].itertuples(index=False):
        shared = [kind for kind in UNITS if given[kind].get(a, False) and given[kind].get(b, False)]
        kinds.append(shared[0] if shared else "annual")
    return kinds


def _tested(
    cells: pd.DataFrame, frame: pd.DataFrame, names: tuple[str, str], level: float, threshold_pct: float
) -> pd.DataFrame:
    columns: dict[str, list[float]] = {name: [] for name in ("mean_a", "rse_a", "mean_b", "rse_b")}
    reasons: dict[str, list[str]] = {"a": [], "b": []}
    spreads: dict[str, list[list[float]]] = {"a": [], "b": []}
    for row in frame.to_dict("records"):
        for side in "ab":
            code, kind = row[f"soc_{side}"], row["kind"]
            cell = cells.loc[code, :] if code in cells.index else None
            mean = float("nan") if cell is None else float(cell[f"{kind}_mean_usd"])
            note = None if cell is None else cell[f"{kind}_mean_usd_note"]
            columns[f"mean_{side}"].append(mean)
            columns[f"rse_{side}"].append(float("nan") if cell is None else float(cell["wage_rse_pct"]))
            reasons[side].append(reason_of(str(note), f"{kind}_mean_usd") if isinstance(note, str) else "")
            spreads[side].append(
                [float("nan") if cell is None else float(cell[f"{kind}_{name}_usd"]) for name in _PERCENTILES]
            )
    gaps = compare_means(
        columns["mean_a"],
        columns["rse_a"],
        columns["mean_b"],
        columns["rse_b"],
        reason_a=reasons["a"],
        reason_b=reasons["b"],
        name_a=names[0],
        name_b=names[1],
        level=level,
        threshold_pct=threshold_pct,
    )
    odds = compare_percentiles(np.array(spreads["a"]), np.array(spreads["b"]), name_a=names[0], name_b=names[1])
    means = pd.DataFrame({"mean_a": columns["mean_a"], "mean_b": columns["mean_b"]})
    return pd.concat([means, gaps, odds[["odds", "reason"]].rename(columns={"reason": "odds_reason"})], axis=1)
