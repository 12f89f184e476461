"""From an occupation of the pay table to its line in another list, with how well the two cover the same people."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pandas as pd

from helpers.comparison.rows import Fact
from helpers.paths import data_folder
from helpers.schemas import ALL
from helpers.schemas.column import SOC_CODE
from helpers.tables import load

GROUPS_NOT_JOINED = "joined for single occupations, not for a group of them"
_SHOWN = 3
"""Codes or names that a note lists before it counts the rest."""


@dataclass(frozen=True)
class Join:
    """The codes of another list that stand for an occupation.

    `quality` is exact, parent group (one code, a wider one), several, or none; `members` are (code, name) in order;
    `note` says what is wider, which others there are, or why there is none.
    """

    quality: str
    members: tuple[tuple[str, str], ...] = ()
    note: str = ""

    @property
    def one(self) -> bool:
        """Return whether a single code stands for the occupation, if only as its wider group."""
        return self.quality in ("exact", "parent group")

    @property
    def code(self) -> str:
        """Return the single code; empty unless `one`."""
        return self.members[0][0] if self.one else ""


def join_projections(soc_code: str) -> Join:
    """Return the line of the projections for an occupation; a group joins the summary of the same code."""
    links = _links(soc_code, "ep")
    if links:
        return _join(links)
    known = load("projections", columns=["ep_code", "occupation"])
    same = known.loc[known["ep_code"] == soc_code, "occupation"]
    if same.empty:
        return Join("none", note="the projections have no line of this code")
    return Join("exact", ((soc_code, str(same.iloc[0])),))


def join_census(soc_code: str) -> Join:
    """Return the Census occupation(s) by which the household survey publishes an occupation."""
    links = _links(soc_code, "census")
    return _join(links) if links else Join("none", note=f"the household survey is {GROUPS_NOT_JOINED}")


def join_onet(soc_code: str) -> Join:
    """Return the O*NET codes with figures under an occupation."""
    links = _links(soc_code, "onet")
    return _join(links) if links else Join("none", note="O*NET has no occupation under this code")


def row_of(table: str, column: str, value: str) -> dict[str, Any] | None:
    """Return the one row of a table in which a column has a value, or None."""
    return next(iter(_rows_by(table, column).get(value, ())), None)


def figure(row: Mapping[str, Any], column: str, cell: str, *, note: str = "", reason: str = "") -> Fact:
    """Return one figure of a row as a fact; where it is empty the reason in `COLUMN_note`, else `reason`."""
    value = row[column]
    if pd.notna(value):
        return Fact(value=float(value), note=note, cell=cell)
    given = row.get(f"{column}_note")
    why = str(given) if given is not None and pd.notna(given) else reason or "not given by the publisher"
    return Fact(reason=why, note=f"{why}; {note}" if note else "", cell=cell)


def shortened(note: str) -> str:
    """Return a note whose list of codes or occupations is cut after three, the rest counted: `... and 31 more`."""
    head, between, codes = note.partition("which also covers ")
    listed, separator = (codes, ", ") if between else (head, "; ")
    items = listed.split(separator)
    if len(items) <= _SHOWN + 1:
        return note
    cut = f"{separator.join(items[:_SHOWN])} and {len(items) - _SHOWN} more"
    return f"{head}{between}{cut}" if between else cut


def spoken(category: str) -> str:
    """Return a category as a reader sees it: `none` for None, which would look like a gap of ours."""
    return "none" if category == "None" else category


def with_names(note: str) -> str:
    """Return a note with the names of the SOC codes in it beside them."""
    table = load("soc_codes", columns=["soc_code", "occupation"])
    names = dict(zip(table["soc_code"], table["occupation"], strict=True))
    return re.sub(SOC_CODE, lambda code: f"{code[0]} {names.get(code[0], '')}".strip(), note)


def _links(soc_code: str, target: str) -> list[dict[str, Any]]:
    return [row for row in _rows_by("occupation_links", "soc_code").get(soc_code, ()) if row["target"] == target]


def _rows_by(table: str, column: str) -> dict[str, list[dict[str, Any]]]:
    path = data_folder() / ALL[table].file
    return _index(table, column, str(path), path.stat().st_mtime_ns if path.is_file() else 0)


@lru_cache(maxsize=16)
def _index(table: str, column: str, _path: str, _mtime: int) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of a small table by the value of a column, kept for as long as its file is the same."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in load(table).to_dict("records"):
        found.setdefault(str(row[column]), []).append({str(name): item for name, item in row.items()})
    return found


def _join(links: list[dict[str, Any]]) -> Join:
    notes = [str(row["match_note"]) for row in links if pd.notna(row["match_note"])]
    members = tuple(
        (str(row["target_code"]), str(row["target_occupation"])) for row in links if row["quality"] != "none"
    )
    return Join(str(links[0]["quality"]), members, shortened(notes[0]) if notes else "")
