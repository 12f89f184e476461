"""What O*NET calls its occupations and its elements, read once a process: the same for every pair."""

from functools import lru_cache
from pathlib import Path

import pandas as pd

from helpers.paths import data_folder
from helpers.tables import load


def occupation_names() -> "pd.Series[str]":
    """Return the name of every O*NET occupation by its O*NET-SOC code; raises `DamagedTable` as `load` does."""
    return _occupations(data_folder())


def element_names() -> "pd.Series[str]":
    """Return the name of every element of the content model by its id; raises `DamagedTable` as `load` does."""
    return _elements(data_folder())


@lru_cache(maxsize=2)
def _occupations(folder: Path) -> "pd.Series[str]":
    return load("onet_codes", folder=folder).set_index("onet_code")["occupation"]


@lru_cache(maxsize=2)
def _elements(folder: Path) -> "pd.Series[str]":
    return load("elements", folder=folder).set_index("element_id")["element_name"]
