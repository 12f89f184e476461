"""Hold the tables against the totals that their publishers print."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pandas as pd

from helpers.base.errors import DamagedTable, some
from helpers.tables.load import load
from helpers.tables.sources import load_sources
from helpers.tables.totals import PUBLISHED_TOTALS


class Total(NamedTuple):
    """One total: its name, the figure as published and the figure found in the table."""

    name: str
    expected: float
    found: float

    @property
    def agrees(self) -> bool:
        """Return whether both are equal to the last digit that is printed (one decimal at most)."""
        return abs(self.expected - self.found) < 0.05


def _rows(frame: pd.DataFrame) -> float:
    return float(len(frame))


def _count(column: str, value: str) -> Callable[[pd.DataFrame], float]:
    return lambda frame: float((frame[column] == value).sum())


def _only(column: str, value: str, figure: str) -> Callable[[pd.DataFrame], float]:
    """Return the figure of the one row with this value; NaN if there is none, or more."""

    def find(frame: pd.DataFrame) -> float:
        found = frame.loc[frame[column] == value, figure]
        return float(found.iloc[0]) if len(found) == 1 else float("nan")

    return find


def _level(place: str) -> Callable[[pd.DataFrame], float]:
    """Return the price level of all items, 2024, of a state, or the lowest or highest of the states."""

    def find(frame: pd.DataFrame) -> float:
        states = frame[(frame["kind"] == "state") & (frame["year"] == 2024)].set_index("price_area")["all_items_index"]
        return float({"lowest": states.min(), "highest": states.max()}.get(place, states.get(place, float("nan"))))

    return find


FINDERS: dict[tuple[str, str], Callable[[pd.DataFrame], float]] = {
    ("pay", "rows"): _rows,
    ("soc_codes", "major groups"): _count("level", "major"),
    ("soc_codes", "minor groups"): _count("level", "minor"),
    ("soc_codes", "broad groups"): _count("level", "broad"),
    ("soc_codes", "detailed occupations"): _count("level", "detailed"),
    ("projections", "line items"): _count("kind", "line item"),
    ("projections", "employment base thousand"): _only("ep_code", "00-0000", "employment_base_thousand"),
    ("projections", "employment projected thousand"): _only("ep_code", "00-0000", "employment_projected_thousand"),
    ("projections", "openings thousand a year"): _only("ep_code", "00-0000", "openings_thousand_per_year"),
    ("newest_projections", "line items"): _rows,
    ("newest_projections", "low exposure"): _count("ai_exposure", "Low"),
    ("newest_projections", "moderate exposure"): _count("ai_exposure", "Moderate"),
    ("newest_projections", "high exposure"): _count("ai_exposure", "High"),
    ("newest_projections", "very high exposure"): _count("ai_exposure", "Very high"),
    ("ai_use", "rows"): _rows,
    ("activity_use", "rows"): _rows,
    ("activity_names", "rows"): _rows,
    ("abroad_pay", "groups of NOC 2021"): _count("country", "Canada"),
    ("abroad_pay", "groups of SOC 2020"): _count("country", "United Kingdom"),
    ("attainment", "rows"): _rows,
    ("entry_requirements", "rows"): _rows,
    ("people", "rows"): _rows,
    ("people", "employed thousand"): _only("level", "all", "employed_thousand"),
    ("ages", "rows"): _rows,
    ("ages", "employed thousand"): _only("level", "all", "employed_thousand"),
    ("weekly_earnings", "rows"): _rows,
    ("weekly_earnings", "full-time workers thousand"): _only("level", "all", "workers_thousand"),
    ("ratings", "rows of skills"): _count("facet", "skills"),
    ("onet_codes", "rows"): _rows,
    ("onet_coverage", "codes with data"): lambda frame: float(frame["has_data"].sum()),
    ("prices", "Arkansas 2024"): _level("Arkansas"),
    ("prices", "California 2024"): _level("California"),
    ("prices", "lowest state 2024"): _level("lowest"),
    ("prices", "highest state 2024"): _level("highest"),
}
"""(table, total) of published_totals -> how the figure is found in the table. One line for each new total."""


def published_totals(folder: Path | None = None) -> list[Total]:
    """Return every published total of the releases in `folder`, with what its tables hold, in the order of the list.

    Totals of a release other than the one in sources.yml are left out: nothing is known of them. Raises `DamagedTable`
    if a table cannot be read, or the list names a total that is not known here.
    """
    listed = load("published_totals", folder=folder)
    release_of = {name: source.release for name, source in load_sources(folder).items()}
    unknown, current = [], list[tuple[str, str, float]]()
    for source, release, table, total, expected in zip(*(listed[name] for name in PUBLISHED_TOTALS.names), strict=True):
        if (table, total) not in FINDERS:
            unknown.append(f"{table}: {total}")
        elif release_of.get(source) == release:
            current.append((table, total, expected))
    if unknown:
        raise DamagedTable(
            f"published_totals.csv has totals that are not known: {some(unknown)}",
            expected="totals that helpers.build.totals.FINDERS can find",
            next_step="add how each is found there, or restore the list from the project (git checkout data)",
        )
    frames = {name: load(name, folder=folder) for name in sorted({table for table, _, _ in current})}
    return [
        Total(f"{table}: {total}", expected, FINDERS[table, total](frames[table])) for table, total, expected in current
    ]
