"""Link every occupation of the pay table, and every detailed SOC code, to projections and Census codes."""

from collections.abc import Mapping

import pandas as pd

from helpers.build.raw import Built
from helpers.tables.crosswalks import OCCUPATION_LINKS

READS = ("soc_codes", "occupations", "projections", "census_codes", "census_soc")
"""The tables that `build` reads."""
Scope = dict[str, frozenset[str]]
"""Code -> the detailed SOC codes it covers."""
_LIST_NAMES = {"ep": "projections", "census": "Census list"}


def build(tables: Mapping[str, pd.DataFrame]) -> Built:
    """Return occupation_links out of the tables named in READS.

    A code that SOC 2018 has not was made by the publisher: it covers the codes of its broad group that the same list
    does not show by themselves.
    """
    soc = tables["soc_codes"]
    detailed = list(soc.loc[soc["level"] == "detailed", "soc_code"])
    occupations, projections = tables["occupations"], tables["projections"]
    pay = occupations[occupations["level"] == "detailed"]
    lines = projections[projections["kind"] == "line item"]
    census_soc = tables["census_soc"]
    scopes = {
        "ep": scope_of(list(lines["ep_code"]), detailed),
        "census": {str(code): frozenset(group) for code, group in census_soc.groupby("census_code")["soc_code"]},
    }
    names = {
        "ep": dict(zip(lines["ep_code"], lines["occupation"], strict=True)),
        "census": dict(zip(tables["census_codes"]["census_code"], tables["census_codes"]["occupation"], strict=True)),
    }
    own = {code: frozenset({code}) for code in detailed} | scope_of(list(pay["soc_code"]), detailed)
    in_pay, in_soc = set(pay["soc_code"]), set(detailed)
    rows = [
        (code, code in in_pay, code in in_soc, target, *match)
        for code, covered in sorted(own.items())
        for target in scopes
        for match in matches(covered, scopes[target], names[target], _LIST_NAMES[target])
    ]
    return Built({"occupation_links": pd.DataFrame(rows, columns=OCCUPATION_LINKS.names)}, {})


def scope_of(codes: list[str], detailed: list[str]) -> Scope:
    """Return the detailed SOC codes that each code of a list covers.

    A SOC code covers itself; any other covers those of its broad group (equal first six characters) not in the list.
    """
    known, listed = set(detailed), set(codes)
    return {
        code: frozenset({code})
        if code in known
        else frozenset(other for other in detailed if other[:6] == code[:6] and other not in listed)
        for code in codes
    }


Match = tuple[str | None, str | None, str, str | None]


def matches(covered: frozenset[str], scopes: Scope, names: Mapping[str, str], target: str) -> list[Match]:
    """Return target_code, target_occupation, quality and match_note for each code that shares SOC codes with `covered`.

    One code of equal scope is exact, one of wider scope a parent group; anything else that overlaps is several, one row
    each; no overlap is one row of quality none.
    """
    hits = sorted(code for code, scope in scopes.items() if scope & covered)
    if not hits:
        return [(None, None, "none", f"no code of the {target} covers it")]
    found: list[Match] = []
    for code in hits:
        beyond, lacking = sorted(scopes[code] - covered), sorted(covered - scopes[code])
        others = [f"{other} {names[other]}" for other in hits if other != code]
        notes = []
        if others:
            notes.append(f"one of {len(hits)} codes, with {'; '.join(others)}")
        elif lacking:
            notes.append(f"covers a part only, not {', '.join(lacking)}")
        if beyond:
            notes.append(f"wider group {code} {names[code]}, which also covers {', '.join(beyond)}")
        quality = "several" if others or lacking else "parent group" if beyond else "exact"
        found.append((code, names[code], quality, "; ".join(notes) or None))
    return found
