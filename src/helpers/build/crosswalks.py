"""Which code of one list stands for which of another: Census and SOC, programmes of study, links of occupations."""

import re
from collections.abc import Hashable, Mapping
from pathlib import Path

import pandas as pd

from helpers.base.errors import some
from helpers.build.raw import Built, Cell, find, open_sheet, plain, refuse_twice, unlike
from helpers.tables.crosswalks import OCCUPATION_LINKS, PROGRAMS
from helpers.tables.onet import COVERED_TABLES, FACETS

_NAMES = ("2018-occupation-code-list-and-crosswalk.xlsx", "census_2018_occ_code_list_crosswalk.xlsx")
_NO_PROGRAM, _NO_OCCUPATION = "99.9999", "99-9999"
FACET_COLUMNS = {name: about for name, about in COVERED_TABLES.items() if about in FACETS}
"""Column of onet_coverage -> facet of ratings."""
ONET_LINKS_READ = (
    *("occupations", "soc_codes", "onet_codes", "occupation_links", "ratings"),
    *(name for name in COVERED_TABLES if name not in FACET_COLUMNS),
)
"""The tables that `build_onet_links` reads."""
Scope = dict[str, frozenset[str]]
"""Code -> the detailed SOC codes it covers."""
Match = tuple[str | None, str | None, str, str | None]
"""target_code, target_occupation, quality and match_note."""
_LIST_NAMES = {"ep": "projections", "census": "Census list"}


# --- Census list ----------------------------------------------------------------------------------------------------


def build_census(folder: Path, soc_codes: pd.DataFrame) -> Built:
    """Return census_codes and census_soc from the Census 2018 list below `folder`.

    `soc_codes` is the SOC table of the titles build. A listed code that ends in zeros covers its group; a pattern
    with X covers the codes that fit it and no other Census line has; where two patterns fit, the sheet that
    leads from 2010 to 2018 says which line has the code. Raises `BadInput` for a missing or unreadable file, sheet or
    column, and unless every detailed SOC code then belongs to one Census line.
    """
    path = find(folder, *_NAMES, what="the Census 2018 occupation code list")
    codes = _listed(path)
    links = _covered(codes, soc_codes, _named_by_crosswalk(path), path)
    first, last = codes["census_code"].str[:4], codes["census_code"].str[-4:]
    codes["soc_count"] = [
        int(links["census_code"].between(low, high).sum()) for low, high in zip(first, last, strict=True)
    ]
    return Built({"census_codes": codes, "census_soc": links}, {"census": [path]})


def _listed(path: Path) -> pd.DataFrame:
    sheet = open_sheet(path, "2018 Census Occ Code List", "2018 Census Code")
    at = sheet.place("2018 Census Code")
    sheet.place("2018 Census Title")
    found = []
    for row, soc in zip(sheet.rows, sheet.texts("2018 SOC Code"), strict=True):
        if code := _census_code(row[at]):
            title = next(plain(cell) for cell in row[:at] if cell is not None)  # titles are indented by columns
            level = "group" if "-" in code else "line"
            found.append((code, title.rstrip(": "), level, None if soc == "none" else soc))
    frame = pd.DataFrame(found, columns=["census_code", "occupation", "level", "soc_listed"])
    return frame.sort_values("census_code", ignore_index=True)


def _census_code(cell: Cell) -> str | None:
    text = plain(cell)
    if re.fullmatch(r"\d{1,4}", text):
        return text.zfill(4)
    return text if re.fullmatch(r"\d{4}-\d{4}", text) else None


def _named_by_crosswalk(path: Path) -> set[tuple[str, str]]:
    """Return the pairs (Census code, SOC code) that the crosswalk sheet names, below each line, in brackets."""
    sheet = open_sheet(path, "2010 to 2018 Crosswalk", "2018 Census Code")
    pairs, current = set(), ""
    for code, title in zip(sheet.column("2018 Census Code"), sheet.texts("2018 Census Title"), strict=True):
        current = _census_code(code) or current
        if named := re.search(r"\((\d{2}-\d{4})\s*\)$", title):
            pairs.add((current, named[1]))
    return pairs


def _covered(codes: pd.DataFrame, soc_codes: pd.DataFrame, named: set[tuple[str, str]], path: Path) -> pd.DataFrame:
    level_of = dict(zip(soc_codes["soc_code"], soc_codes["level"], strict=True))
    detailed = sorted(code for code, level in level_of.items() if level == "detailed")
    lines = codes[(codes["level"] == "line") & codes["soc_listed"].notna()]
    owners: dict[str, list[str]] = {code: [] for code in detailed}
    patterns = []
    for census, listed in zip(lines["census_code"], lines["soc_listed"], strict=True):
        if "X" in listed:
            patterns.append((census, re.compile(listed.replace("X", r"\d"))))
            continue
        for code in detailed:
            if code.startswith(_stem(listed, level_of.get(listed))):
                owners[code].append(census)
    for code in [code for code, owned in owners.items() if not owned]:
        fits = [census for census, pattern in patterns if pattern.fullmatch(code)]
        owners[code] = [census for census in fits if (census, code) in named] if len(fits) > 1 else fits
    wrong = [f"{code} ({', '.join(owned) or 'no line'})" for code, owned in owners.items() if len(owned) != 1]
    if wrong:
        raise unlike(
            f"{path.name}: SOC codes without just one Census line: {some(wrong)}",
            "each detailed SOC 2018 code under one Census line",
        )
    frame = pd.DataFrame({"soc_code": detailed, "census_code": [owners[code][0] for code in detailed]})
    covers = frame.groupby("census_code")["soc_code"].agg(list)
    name_of = dict(zip(codes["census_code"], codes["occupation"], strict=True))
    frame["quality"] = ["exact" if len(covers[census]) == 1 else "parent group" for census in frame["census_code"]]
    frame["match_note"] = [
        None if quality == "exact" else f"Census line {census} {name_of[census]} covers {', '.join(covers[census])}"
        for census, quality in zip(frame["census_code"], frame["quality"], strict=True)
    ]
    return frame


def _stem(code: str, level: str | None) -> str:
    """Return how the detailed codes of a SOC code start: all of it, or without the zeros of its group."""
    if level == "minor":
        return code[:4] if code.endswith("000") else code[:5]
    return code[:6] if level == "broad" else code


# --- programmes of study --------------------------------------------------------------------------------------------


def build_programs(folder: Path, soc_codes: pd.DataFrame) -> Built:
    """Return programs: the crosswalk of NCES and BLS from CIP 2020 to SOC 2018, without its codes for no match.

    Raises `BadInput` for a missing or unreadable file, sheet or column, for a pair that is there twice, and for an
    occupation that `soc_codes` does not hold.
    """
    path = find(folder, "CIP2020_SOC2018_Crosswalk.xlsx", what="the crosswalk of programmes of study")
    sheet = open_sheet(path, "CIP-SOC", "CIP2020Code").only("CIP2020Code")
    rows = sheet.frame({"cip_code": "CIP2020Code", "soc_code": "SOC2018Code"})
    titles = pd.Series(sheet.column("CIP2020Title"), dtype="str")  # with the publisher's own blanks
    rows["program"] = titles.str.strip().str.removesuffix(".")
    rows = rows[(rows["cip_code"] != _NO_PROGRAM) & (rows["soc_code"] != _NO_OCCUPATION)]
    refuse_twice(rows, ["soc_code", "cip_code"], path)
    if unknown := sorted(set(rows["soc_code"]) - set(soc_codes["soc_code"])):
        raise unlike(f"{path.name} has occupations that SOC 2018 lacks: {some(unknown)}", "detailed codes of SOC 2018")
    return Built({"programs": rows[PROGRAMS.names]}, {"cip": [path]})


# --- links of occupations -------------------------------------------------------------------------------------------


def build_links(
    soc_codes: pd.DataFrame,
    occupations: pd.DataFrame,
    projections: pd.DataFrame,
    census_codes: pd.DataFrame,
    census_soc: pd.DataFrame,
) -> Built:
    """Return occupation_links out of these tables.

    A code that SOC 2018 has not was made by the publisher: it covers the codes of its broad group that the same list
    does not show by themselves.
    """
    detailed = list(soc_codes.loc[soc_codes["level"] == "detailed", "soc_code"])
    pay = occupations[occupations["level"] == "detailed"]
    lines = projections[projections["kind"] == "line item"]
    scopes = {
        "ep": scope_of(list(lines["ep_code"]), detailed),
        "census": {str(code): frozenset(group) for code, group in census_soc.groupby("census_code")["soc_code"]},
    }
    names = {
        "ep": dict(zip(lines["ep_code"], lines["occupation"], strict=True)),
        "census": dict(zip(census_codes["census_code"], census_codes["occupation"], strict=True)),
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


def build_onet_links(*frames: pd.DataFrame) -> Built:
    """Return onet_coverage, and occupation_links with the rows of onet and ai, out of the tables `ONET_LINKS_READ`."""
    tables = dict(zip(ONET_LINKS_READ, frames, strict=True))
    coverage = build_coverage(tables["onet_codes"], tables)
    others = tables["occupation_links"]
    links = [others[~others["target"].isin(["onet", "ai"])]]
    for target, column in (("onet", "has_data"), ("ai", "ai_exposure")):
        with_data = set(coverage.loc[coverage[column], "onet_code"])
        found = link_codes(tables["occupations"], tables["soc_codes"], tables["onet_codes"], with_data)
        links.append(found.assign(target=target))
    return Built({"onet_coverage": coverage, "occupation_links": pd.concat(links, ignore_index=True)}, {})


def build_coverage(onet_codes: pd.DataFrame, made: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """Return for each O*NET-SOC code which tables have a row with figures, and the reason where one has none."""
    frame = onet_codes[["onet_code"]].copy()
    for column in COVERED_TABLES:
        if column in FACET_COLUMNS:
            ratings = made["ratings"]
            have = set(ratings.loc[ratings["facet"] == FACET_COLUMNS[column], "onet_code"])
        else:
            table = made[column]
            have = set(table.loc[table["quality"] == "exact" if "quality" in table else slice(None), "onet_code"])
        frame[column] = frame["onet_code"].isin(have)
    frame["has_data"] = frame.drop(columns=["onet_code", "ai_exposure"]).any(axis=1)
    names = onet_codes.set_index("onet_code")["occupation"]
    frame["missing_reason"] = [_why(str(row.pop("onet_code")), row, names) for row in frame.to_dict("records")]
    return frame


def _why(code: str, row: dict[Hashable, object], names: "pd.Series[str]") -> str | None:
    gaps = [about for column, about in COVERED_TABLES.items() if not row[column]]
    if not gaps:
        return None
    if row["has_data"]:
        return "no figures in this release for: " + ", ".join(gaps)
    if "All Other" in names[code]:
        return "a remainder of several jobs: O*NET holds no figures for it"
    if code.startswith("55-"):
        return "a military occupation: O*NET holds no figures for it"
    return "O*NET holds no figures for it in this release"


def link_codes(
    occupations: pd.DataFrame, soc_codes: pd.DataFrame, onet_codes: pd.DataFrame, with_data: set[str]
) -> pd.DataFrame:
    """Return rows of occupation_links, without target: every detailed code of the pay table and of SOC 2018.

    One row for each O*NET-SOC code in `with_data` under the code, or one row of quality none. A single one with figures
    is `exact` only if no other O*NET-SOC code lies under the code; otherwise the quality is `several`. Under a group
    that the pay survey made lie the O*NET-SOC codes of all its SOC codes.
    """
    placed = onet_codes.merge(soc_codes[["soc_code", "pay_soc_code"]], on="soc_code").sort_values("onet_code")
    in_pay = set(occupations.loc[occupations["level"] == "detailed", "soc_code"])
    in_soc = set(soc_codes.loc[soc_codes["level"] == "detailed", "soc_code"])
    names = dict(zip(placed["onet_code"], placed["occupation"], strict=True))
    under: dict[str, list[str]] = {code: [] for code in in_pay | in_soc}
    known = set(under)
    for code, soc_code, pay_code in placed[["onet_code", "soc_code", "pay_soc_code"]].to_numpy().tolist():
        for above in {soc_code, pay_code} & known:
            under[above].append(code)
    rows: list[tuple[str, str | None, str | None, str, str | None]] = []
    for soc_code, codes in sorted(under.items()):
        without = [code for code in codes if code not in with_data]
        if len(without) == len(codes):
            reason = f"no figures for {', '.join(without)}" if without else "no O*NET-SOC code lies under it"
            rows.append((soc_code, None, None, "none", reason))
            continue
        missing = f"; no figures for {', '.join(without)}" if without else ""
        several = ("several", f"{len(codes)} O*NET-SOC codes lie under the occupation{missing}")
        quality, note = ("exact", None) if len(codes) == 1 else several
        rows += [(soc_code, code, names[code], quality, note) for code in codes if code in with_data]
    frame = pd.DataFrame(rows, columns=["soc_code", "target_code", "target_occupation", "quality", "match_note"])
    flags = {"in_pay": frame["soc_code"].isin(in_pay), "in_soc_2018": frame["soc_code"].isin(in_soc)}
    return frame.assign(**flags)
