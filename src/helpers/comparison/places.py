"""The same two occupations in every state and metropolitan area, and in every industry of the nation."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers.areas import NATION
from helpers.comparison.cells import ALL_INDUSTRIES, NO_ESTIMATE, bound_of, cell_name, reason_of
from helpers.estimates import NEVER_RANK_RSE_PCT, adjust_for_many, compare_means
from helpers.tables import load

EMPLOYMENT_FLOOR = 100
"""Fewest jobs an occupation must have in a place to be ranked there."""
FLOOR_WORDS = (
    f"ranked are those with at least {EMPLOYMENT_FLOOR} jobs and a relative standard error of the mean of at most"
    f" {NEVER_RANK_RSE_PCT:.0f}%"
)
SECTOR_LEVEL = 2


def by_area(
    cells: pd.DataFrame,
    soc_a: str,
    soc_b: str,
    *,
    kind: str,
    pay_kind: str,
    names: Sequence[str],
    level: float,
    threshold_pct: float,
) -> pd.DataFrame:
    """Return one row an area of a kind (state or metropolitan), all industries, with both sides and the verdict.

    Columns: area_code, area, state, kind; for each side value (mean wage of `pay_kind`, US dollars), error (RSE, %),
    text, reason, cell, employment, employment_reason, quotient, rank (1 is the highest, NaN where the floor is not
    met); then those of `compare_means` and `adjust_for_many` over the areas of this kind.
    """
    areas = load("areas")
    areas = areas[areas["kind"] == kind].drop(columns="state_code").reset_index(drop=True)
    keys = [(code, ALL_INDUSTRIES) for code in areas["area_code"]]
    return _compared(areas, cells, keys, (soc_a, soc_b), pay_kind, names, level, threshold_pct)


def by_industry(
    cells: pd.DataFrame,
    soc_a: str,
    soc_b: str,
    *,
    pay_kind: str,
    names: Sequence[str],
    level: float,
    threshold_pct: float,
) -> pd.DataFrame:
    """Return one row an industry (sectors, and those finer ones where either side has a figure), for the nation.

    Columns as in `by_area`, with industry_code, industry and display_level in the place of the area's.
    """
    industries = load("industries")
    known = set(cells.index.get_level_values("industry_code"))
    sectors = industries["display_level"] == SECTOR_LEVEL
    finer = (industries["display_level"] > SECTOR_LEVEL) & industries["industry_code"].isin(known)
    industries = industries[sectors | finer].reset_index(drop=True)
    keys = [(NATION, code) for code in industries["industry_code"]]
    return _compared(industries, cells, keys, (soc_a, soc_b), pay_kind, names, level, threshold_pct)


def ranked(frame: pd.DataFrame, side: str) -> pd.DataFrame:
    """Return the rows that meet the floor for a side (`a` or `b`), the best-paying place first."""
    return frame[frame[f"rank_{side}"].notna()].sort_values(f"rank_{side}", ignore_index=True)


def _compared(
    places: pd.DataFrame,
    cells: pd.DataFrame,
    keys: Sequence[tuple[str, str]],
    codes: tuple[str, str],
    pay_kind: str,
    names: Sequence[str],
    level: float,
    threshold_pct: float,
) -> pd.DataFrame:
    column = f"{pay_kind}_mean_usd"
    sides = [_side(cells, keys, code, column, side) for code, side in zip(codes, "ab", strict=True)]
    frame = pd.concat([places, *sides], axis=1)
    gaps = compare_means(
        frame["value_a"],
        frame["error_a"],
        frame["value_b"],
        frame["error_b"],
        reason_a=frame["reason_a"],
        reason_b=frame["reason_b"],
        name_a=names[0],
        name_b=names[1],
        level=level,
        threshold_pct=threshold_pct,
    )
    return pd.concat([frame, adjust_for_many(gaps, level)], axis=1)


def _side(cells: pd.DataFrame, keys: Sequence[tuple[str, str]], soc_code: str, column: str, side: str) -> pd.DataFrame:
    wanted = pd.MultiIndex.from_tuples([(soc_code, area, industry) for area, industry in keys], names=cells.index.names)
    rows = cells.reindex(wanted)
    known = wanted.isin(cells.index)
    value, error, employment = (rows[name].to_numpy(float) for name in (column, "wage_rse_pct", "employment"))
    reason, text = _why_missing(rows[column], rows[f"{column}_note"], known, column)
    few, _ = _why_missing(rows["employment"], rows["employment_note"], known, "employment")
    meets = np.isfinite(value) & (error <= NEVER_RANK_RSE_PCT) & (employment >= EMPLOYMENT_FLOOR)
    frame = pd.DataFrame(
        {
            "value": value,
            "error": error,
            "text": text,
            "reason": reason,
            "cell": [cell_name(soc_code, area, industry, column) for area, industry in keys],
            "employment": employment,
            "employment_reason": few,
            "employment_cell": [cell_name(soc_code, area, industry, "employment") for area, industry in keys],
            "quotient": rows["location_quotient"].to_numpy(float),
            "rank": pd.Series(np.where(meets, value, np.nan)).rank(ascending=False, method="min").to_numpy(),
        }
    )
    return frame.add_suffix(f"_{side}")


def _why_missing(
    values: pd.Series,
    notes: pd.Series,
    known: np.ndarray,
    column: str,
) -> tuple[list[str], list[str]]:
    """Return, row by row, the reason a figure is missing and the bound that stands in its place; empty where given."""
    reasons, texts = [], []
    for value, note, listed in zip(values, notes, known, strict=True):
        given = pd.notna(value)
        footnote = "" if given or pd.isna(note) else str(note)
        reasons.append("" if given else (reason_of(footnote, column) if footnote and listed else NO_ESTIMATE))
        texts.append(bound_of(footnote, column) if footnote else "")
    return reasons, texts
