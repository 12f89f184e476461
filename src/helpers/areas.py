"""An area's name or code to the area of the pay table."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

from helpers.errors import UnknownArea
from helpers.paths import data_folder
from helpers.tables import load
from helpers.title_key import title_key

NATION = "0000000"
_NATION_NAMES = frozenset(map(title_key, ("nation", "nationwide", "US", "U.S.", "USA", "U.S.A.", "United States")))


@dataclass(frozen=True)
class Area:
    """One area: its seven-digit code, name, kind (national, state or metropolitan) and postal code of the state."""

    area_code: str
    area: str
    kind: str
    state: str


def resolve_area(text: str) -> Area:
    """Return the area for a code (seven digits), a name, a postal code of a state, or the start of a metro area's name.

    The start may end in the state (`Portland, OR`). An empty text is the nation. Raises `UnknownArea` with up to five
    close names if none or several fit.
    """
    areas = _named_areas(data_folder())
    wanted = " ".join(str(text).split())
    if not wanted or title_key(wanted) in _NATION_NAMES:
        return _area(areas[areas["area_code"] == NATION])
    if wanted.isdecimal():
        # a code loses its leading zeros when it passes through a number
        fits = areas[areas["area_code"] == wanted.zfill(7)]
        return _area(fits) if len(fits) == 1 else _fail(wanted, (areas["area_code"] + " " + areas["area"]).tolist())
    if len(wanted) == 2:
        fits = areas[(areas["kind"] == "state") & (areas["state"] == wanted.upper())]
        if len(fits) == 1:
            return _area(fits)
    place, _, state = wanted.rpartition(",")
    in_state = areas["states"].str.contains(f" {title_key(state)} ", regex=False) & bool(place and title_key(state))
    for fits in (
        areas[areas["key"] == title_key(wanted)],
        areas[areas["key"].str.startswith(title_key(wanted) + " ")],
        areas[in_state & areas["key"].str.startswith(title_key(place) + " ")],
    ):
        if len(fits) == 1:
            return _area(fits)
        if len(fits) > 1:
            return _fail(wanted, fits["area"].tolist())
    return _fail(wanted, areas["area"].tolist())


@lru_cache(maxsize=4)
def _named_areas(folder: Path) -> pd.DataFrame:
    """Return the areas with `key`, the name as it is matched, and `states`, the words after its last comma."""
    areas = load("areas", folder=folder).fillna({"state": ""})
    states = " " + areas["area"].str.rpartition(",")[2].map(title_key) + " "
    return areas.assign(key=areas["area"].map(title_key), states=states)


def _area(row: pd.DataFrame) -> Area:
    return Area(*(str(row[column].iloc[0]) for column in ("area_code", "area", "kind", "state")))


def _fail(wanted: str, names: list[str]) -> Area:
    close = process.extract(wanted[:100], names, scorer=fuzz.WRatio, limit=5)
    raise UnknownArea(
        f"no single area is known as {wanted[:100]!r}",
        expected="a state (Ohio or OH), a metropolitan area by the start of its name, or a seven-digit area code",
        next_step="did you mean: " + "; ".join(name for name, _, _ in close),
    )
