"""Titles of the Current Population Survey held against the Census list: equal titles only, no guess."""

import re
from collections.abc import Sequence

import pandas as pd

from helpers.base.errors import BadInput, some


def title_match_key(title: str) -> str:
    """Return a title as it is compared: lower case, letters and digits only, single spaces."""
    return " ".join(re.findall(r"[a-z0-9]+", title.casefold().replace("&", " and ")))


def census_links(titles: Sequence[str], census_codes: pd.DataFrame) -> pd.DataFrame:
    """Return occupation, level, census_code, quality, match_note for each title, in order of first appearance.

    An unmatched title counts as a group if it ends in "occupations" without starting in "Other", as every group of the
    survey does and no line; else as a line. Raises `BadInput` if two Census titles are equal but for marks.
    """
    keys = census_codes["occupation"].map(title_match_key)
    if keys.duplicated().any():
        twice = some(list(census_codes["occupation"][keys.duplicated()]))
        raise BadInput(
            f"the Census list has titles that cannot be told apart: {twice}",
            expected="one code a title",
            next_step="fetch the Census list again",
        )
    known = dict(zip(keys, zip(census_codes["census_code"], census_codes["level"], strict=True), strict=True))
    rows: dict[str, tuple[str, str, str | None, str, str | None]] = {}
    for title in titles:
        key = title_match_key(title)
        if key in known:
            code, level = known[key]
            rows[title] = (title, level, code, "exact", None)
        elif title.startswith("Total"):
            rows[title] = (title, "all", None, "none", "all workers: no occupation")
        else:
            group = key.endswith("occupations") and not key.startswith("other ")
            note = "no Census title of this wording" + ("; the survey cuts or names this group in its own way" * group)
            rows[title] = (title, "group" if group else "line", None, "none", note)
    return pd.DataFrame(
        list(rows.values()), columns=["occupation", "level", "census_code", "quality", "match_note"]
    ).sort_values("occupation", ignore_index=True)
