"""An area's name or code, as people write it, to the area of the pay table."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd
from rapidfuzz import fuzz, process

from helpers.base.errors import BadInput, UnknownArea
from helpers.base.paths import data_folder
from helpers.base.title_key import title_key
from helpers.tables.load import load

NATION = "0000000"
NATIONAL = {"area_code": [NATION], "industry_code": ["000000"]}
"""Rows of the pay table for the nation and all its industries, as `load` takes them."""
_NATION_NAMES = frozenset(
    {"nation", "nationwide", "national", "countrywide", "the country", "whole country", "all state", "entire us", "0"}
    | {"us", "u s", "usa", "u s a", "united state", "united state of america", "america", "99"}
)
_STATES = {
    **{"ala": "AL", "ariz": "AZ", "ark": "AR", "calif": "CA", "cal": "CA", "cali": "CA", "colo": "CO", "conn": "CT"},
    **{"del": "DE", "fla": "FL", "ill": "IL", "ind": "IN", "kan": "KS", "kans": "KS", "ky": "KY", "mass": "MA"},
    **{"mich": "MI", "minn": "MN", "miss": "MS", "mo": "MO", "mont": "MT", "neb": "NE", "nebr": "NE", "nev": "NV"},
    **{"n h": "NH", "n j": "NJ", "n m": "NM", "n mex": "NM", "n y": "NY", "n c": "NC", "n carolina": "NC", "n d": "ND"},
    **{"n dak": "ND", "n dakota": "ND", "okla": "OK", "ore": "OR", "oreg": "OR", "penn": "PA", "penna": "PA"},
    **{"r i": "RI", "s c": "SC", "s carolina": "SC", "s d": "SD", "s dak": "SD", "s dakota": "SD", "tenn": "TN"},
    **{"tex": "TX", "vt": "VT", "va": "VA", "wash": "WA", "w va": "WV", "w virginia": "WV", "wis": "WI", "wisc": "WI"},
    **{"wyo": "WY", "d c": "DC", "washington dc": "DC", "washington d c": "DC", "p r": "PR", "usvi": "VI"},
    **{"us virgin island": "VI", "u s virgin island": "VI"},
}
"""Traditional abbreviations of states, and the district, to postal codes; names come from the table of areas."""
_NICKNAMES = {
    **dict.fromkeys(("nyc", "n y c", "new york city", "big apple", "tri state area", "brooklyn", "manhattan", "queen",
                     "bronx", "staten island", "long island"), "0035620"),
    **dict.fromkeys(("bay area", "sf", "s f", "san fran", "frisco", "sf bay area", "san francisco bay area"),
                    "0041860"),
    **dict.fromkeys(("silicon valley", "south bay"), "0041940"),
    **dict.fromkeys(("l a", "socal", "southern california"), "0031080"),
    **dict.fromkeys(("twin city", "minneapoli st paul", "msp"), "0033460"),
    **dict.fromkeys(("dfw", "metroplex", "dallas ft worth", "dallas fort worth"), "0019100"),
    **dict.fromkeys(("philly",), "0037980"), **dict.fromkeys(("chi town", "chicagoland"), "0016980"),
    **dict.fromkeys(("atl",), "0012060"), **dict.fromkeys(("phx", "valley of the sun"), "0038060"),
    **dict.fromkeys(("la vega", "vega", "sin city"), "0029820"), **dict.fromkeys(("nola", "big easy"), "0035380"),
    **dict.fromkeys(("slc",), "0041620"), **dict.fromkeys(("pdx",), "0038900"),
    **dict.fromkeys(("dmv", "dc metro", "washington metro", "washington dc metro", "dc area"), "0047900"),
    **dict.fromkeys(("inland empire",), "0040140"), **dict.fromkeys(("south florida",), "0033100"),
    **dict.fromkeys(("research triangle", "triangle"), "0039580"), **dict.fromkeys(("motor city",), "0019820"),
    **dict.fromkeys(("puget sound",), "0042660"), **dict.fromkeys(("honolulu", "oahu"), "0046520"),
    **dict.fromkeys(("hampton road", "tidewater"), "0047260"), **dict.fromkeys(("quad city",), "0019340"),
    **dict.fromkeys(("tampa bay",), "0045300"), **dict.fromkeys(("beantown",), "0014460"),
    **dict.fromkeys(("okc",), "0036420"),
}  # fmt: skip
"""Everyday names of metropolitan areas, as `title_key` writes them, to their codes."""
_ADDED = re.compile(
    r"\b(?:greater|city of|state of|the|metropolitan|metro|msa|area|region|usa|u\.s\.a?\.?|united states)(?=\W|$)"
)
_COUNTY = re.compile(r"\b(?:county|counties|parish|borough)\b", re.IGNORECASE)
_ZIP = re.compile(r"\d{5}(?:-\d{4})?")
READ = 1000
"""Signs of a text that are looked at; no name of an area comes near."""
_EXPECTED = "a state (Ohio or OH), a metropolitan area by the start of its name, or a seven-digit area code"


@dataclass(frozen=True)
class Area:
    """One area: its seven-digit code, name, kind (national, state or metropolitan) and postal code of the state."""

    area_code: str
    area: str
    kind: str
    state: str


def resolve_area(text: str) -> Area:
    """Return the area for a code, a name, an everyday name, a state, or a city in the name of a metropolitan area.

    Codes come as the publisher writes them (0018140, 39, 99) or without leading zeros; a city may be followed by its
    state (`Portland, OR`, `Columbus Ohio`), a state may be abbreviated in either way. An empty text is the nation.
    Raises `UnknownArea`: for counties and ZIP codes with what works, else with up to five close names where none or
    several fit.
    """
    areas = _named_areas(data_folder())
    wanted = " ".join(str(text)[:READ].split())[:READ]
    if not wanted or title_key(wanted) in _NATION_NAMES:
        return _area(areas[areas["area_code"] == NATION])
    if code := re.fullmatch(r"[NSM]?(\d+)(?:\.0)?", wanted):
        return _of_code(wanted, code[1], areas)
    # `Washington, DC` is a city and its state; written otherwise it is the district
    if not re.fullmatch(r".+, ?[A-Za-z]{2}", wanted) and (state := _state(title_key(wanted), areas)) is not None:
        return _area(areas[(areas["kind"] == "state") & (areas["state"] == state)])
    key = _place_key(wanted)
    for fits in _candidates(wanted, key, areas):
        if len(fits) == 1:
            return _area(fits)
        if len(fits) > 1:
            return _fail(wanted, fits["area"].tolist())
    if _COUNTY.search(wanted):
        raise _not_published(wanted, "a county")
    if _ZIP.fullmatch(wanted):
        raise _not_published(wanted, "a ZIP code")
    return _fail(wanted, areas["area"].tolist())


def resolve_areas(texts: str | Iterable[str]) -> tuple[Area, ...]:
    """Return several areas in order: texts, or one text with semicolons between them; an empty text is the nation.

    Raises the errors of `resolve_area`, and `BadInput` for an area that is given twice.
    """
    asked = texts.split(";") if isinstance(texts, str) else list(texts)
    found = tuple(resolve_area(text) for text in ([text for text in asked if text.strip()] or [""]))
    codes = [area.area_code for area in found]
    if twice := [area.area for area in found if codes.count(area.area_code) > 1]:
        raise BadInput(f"the area {twice[0]} is given twice", expected="different areas", next_step="leave one out")
    return found


def _candidates(wanted: str, key: str, areas: pd.DataFrame) -> "list[pd.DataFrame]":
    """Return the areas that fit, by rules from strict to loose."""
    metros = areas[areas["kind"] == "metropolitan"]
    found = [areas[areas["key"] == title_key(wanted)], areas[areas["key"] == key]]
    if code := _NICKNAMES.get(title_key(wanted)) or _NICKNAMES.get(key):
        found.append(areas[areas["area_code"] == code])
    words = key.split()
    splits = [(" ".join(words[:-n]), _state(" ".join(words[-n:]), areas)) for n in (1, 2, 3) if len(words) > n]
    placed = [(place, state) for place, state in splits if state is not None]
    for place, state in placed:
        if code := _NICKNAMES.get(place):
            found.append(areas[areas["area_code"] == code])
        inside = metros[metros["states"].str.contains(f" {state.casefold()} ", regex=False)]
        found.append(inside[inside["key"].str.startswith(place + " ")])
        found.append(inside[inside["parts"].map(lambda parts, place=place: place in parts)])
    if key:
        found.append(areas[areas["key"].str.startswith(key + " ")])
        found.append(metros[metros["parts"].map(lambda parts: key in parts)])
    return found


def _place_key(text: str) -> str:
    """Return the key of a place without what is added to it (metro, city of), with saint and fort as in the table."""
    words = title_key(_ADDED.sub(" ", text.casefold())).split()
    return " ".join({"saint": "st", "ft": "fort", "mt": "mount"}.get(word, word) for word in words)


def _state(key: str, areas: pd.DataFrame) -> str | None:
    """Return the postal code of a state by its name, postal code or abbreviation, as `title_key` writes it."""
    states = areas[areas["kind"] == "state"]
    key = re.sub(r"^state of |^the state of | state$", "", key)
    found = states["state"][(states["key"] == key) | (states["state"].str.casefold() == key)]
    return str(found.iloc[0]) if len(found) else _STATES.get(key)


def _of_code(wanted: str, digits: str, areas: pd.DataFrame) -> Area:
    """Return the area of a code of seven digits, of five (metropolitan) or of two (state), zeros lost or not."""
    forms = [digits.zfill(7)] if len(digits) > 2 else [digits.zfill(2) + "00000"]
    fits = areas[areas["area_code"].isin(forms)]
    if len(fits) == 1:
        return _area(fits)
    if len(digits) == 5:
        raise _not_published(wanted, "a ZIP code")
    return _fail(wanted, (areas["area_code"] + " " + areas["area"]).tolist())


@lru_cache(maxsize=4)
def _named_areas(folder: Path) -> pd.DataFrame:
    """Return the areas with `key`, the name as it is matched, `parts`, the cities in it, and `states` after them."""
    areas = load("areas", folder=folder).fillna({"state": ""})
    before, after = (areas["area"].str.rpartition(",")[part] for part in (0, 2))
    cities = [[part for part in re.split(r"-+|/", name) if not _COUNTY.search(part)] for name in before]
    parts = pd.Series([frozenset(map(title_key, names)) for names in cities], areas.index)
    return areas.assign(key=areas["area"].map(title_key), states=" " + after.map(title_key) + " ", parts=parts)


def _area(row: pd.DataFrame) -> Area:
    return Area(*(str(row[column].iloc[0]) for column in ("area_code", "area", "kind", "state")))


def _not_published(wanted: str, what: str) -> UnknownArea:
    return UnknownArea(
        f"{wanted[:100]!r} looks like {what}: official pay is published for states and metropolitan areas only",
        expected=_EXPECTED,
        next_step="give the state, or the metropolitan area it lies in",
    )


def _fail(wanted: str, names: list[str]) -> Area:
    close = process.extract(
        wanted[:100], names, scorer=fuzz.ratio, processor=lambda name: name.partition(",")[0].casefold(), limit=5
    )
    raise UnknownArea(
        f"no single area is known as {wanted[:100]!r}",
        expected=_EXPECTED,
        next_step="did you mean: " + "; ".join(name for name, _, _ in close),
    )
