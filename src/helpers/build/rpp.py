"""BEA Regional Price Parities: price levels of states and metropolitan areas, joined to the areas of the pay table."""

import re
from datetime import datetime
from pathlib import Path

import pandas as pd

from helpers.base.errors import some
from helpers.build.raw import Built, choose, find, read_comma, to_numbers, unlike
from helpers.tables.spec import PRICES

LINES = {
    "rpps: all items": "all_items_index",
    "rpps: goods": "goods_index",
    "rpps: services: housing": "housing_index",
    "rpps: services: rents": "housing_index",
    "rpps: services: utilities": "utilities_index",
    "rpps: services: other": "other_services_index",
}
"""Line of the publisher, in lower case -> our column; releases before 2022 say rents."""
NATION = "00000"
COUNTRYSIDE = "00999"
_ENDING = re.compile(r"\s*\(?Metropolitan Statistical Area\)?\s*\*?$|\s*\*$")


def build(folder: Path, areas: pd.DataFrame) -> Built:
    """Return prices and price_areas; `areas` is the frame that the OEWS build made.

    Raises `BadInput` for a missing or unreadable file, a column, an unknown line, a text in the place of a figure, and
    for an area whose figures differ between the two files.
    """
    states = find(folder, "SARPP_STATE_*.csv", what="the BEA price parities of states")
    metros = find(folder, "MARPP_MSA_*.csv", what="the BEA price parities of metropolitan areas")
    prices = pd.concat([read_prices(states, "state"), read_prices(metros, "metropolitan")]).drop_duplicates()
    if (twice := prices.duplicated(["price_area_code", "year"])).any():
        raise unlike(
            f"{states.name} and {metros.name} differ for {some(sorted(set(prices.loc[twice, 'price_area'])))}",
            "both files of one release",
            "fetch both files again",
        )
    found = {"period": f"{prices['year'].min()} to {prices['year'].max()}"} | _updated(metros)
    return Built(
        {"prices": prices, "price_areas": match_areas(areas, prices)}, {"rpp": [states, metros]}, {"rpp": found}
    )


def read_prices(path: Path, kind: str) -> pd.DataFrame:
    """Return one file with one row an area and year; `kind` is that of its areas, save the nation and its rest."""
    rows = read_comma(path)
    years = [str(column).strip() for column in rows.columns if re.fullmatch(r"\d{4}", str(column).strip())]
    needed = {"GeoFIPS": "price_area_code", "GeoName": "price_area", "Description": "line"}
    rows = choose(rows, needed | {year: year for year in years}, path)
    code = rows["price_area_code"].str.strip().str.strip('"').str.strip()
    rows = rows.assign(price_area_code=code)[code.str.fullmatch(r"\d{5}").fillna(False).astype(bool)]  # no footers
    lines = rows["line"].str.strip().str.lower()
    if (unknown := sorted(set(lines) - set(LINES))) or not years:
        raise unlike(
            f"{path.name} has {'lines we do not know: ' + some(unknown) if unknown else 'no column for a year'}",
            "a column for each year, and the lines " + ", ".join(LINES),
            "the layout may be of a release we do not know; keep the old tables until it is added",
        )
    long = rows.assign(line=lines.map(LINES)).melt(["price_area_code", "price_area", "line"], years, "year", "index")
    long["index"] = long["index"].str.strip().mask(long["index"].str.strip().isin(["(NA)", "(D)"]))
    long = to_numbers(long, ["index", "year"], path)
    wide = long.pivot(index=["price_area_code", "price_area", "year"], columns="line", values="index").reset_index()
    indexes = [name for name in PRICES.names if name.endswith("_index")]
    wide = wide.reindex(columns=["price_area_code", "price_area", "year", *indexes]).astype({"year": "int64"})
    wide["price_area"] = wide["price_area"].str.strip().str.replace(_ENDING, "", regex=True)
    wide["kind"] = wide["price_area_code"].map({NATION: "national", COUNTRYSIDE: "nonmetropolitan"}).fillna(kind)
    gaps = wide[indexes].isna().any(axis=1)
    wide["missing_reason"] = gaps.map({True: "BEA publishes no figure for this area and year", False: None})
    return wide[PRICES.names]


def match_areas(areas: pd.DataFrame, prices: pd.DataFrame) -> pd.DataFrame:
    """Return for each area of the pay table the price area that stands for it.

    The nation, states and metropolitan areas are joined by code, and the note says so if the names differ. Any other
    area stands in its state: the parent group. Where the state has no price level either, there is none.
    """
    names = prices.drop_duplicates("price_area_code").set_index("price_area_code")["price_area"]
    rows: list[tuple[str, str | None, str, str | None]] = []
    for area in areas.to_dict("records"):
        code = str(area["area_code"])
        own = {"national": NATION, "state": code[:2] + "000"}.get(str(area["kind"]), code[2:])
        if area["kind"] == "metropolitan" and code[:2] != "00":
            own = ""  # nonmetropolitan: the pay survey's own areas
        state = f"{area['state_code']}000"
        if own in names:
            differs = names[own] != area["area"] and area["kind"] != "national"
            rows.append((code, own, "exact", f"named {names[own]} by BEA: its borders may differ" if differs else None))
        elif state in names and area["kind"] != "national":
            others = f", cities included; {COUNTRYSIDE} has all nonmetropolitan areas of the nation"
            told = others if not own else "; BEA has no area of this code"
            rows.append((code, state, "parent group", f"level of all {names[state]}{told}"))
        else:
            rows.append((code, None, "none", "BEA publishes no price level for this area or its state"))
    frame = pd.DataFrame(rows, columns=["area_code", "price_area_code", "quality", "match_note"])
    frame["price_area"] = frame["price_area_code"].map(names)
    return frame


def _updated(path: Path) -> dict[str, str]:
    """Return release and date of publication out of the file's last lines, where they say so."""
    text = path.read_text(encoding="utf-8", errors="replace")[-2000:]
    if not (found := re.search(r"Last updated: (\w+ \d{1,2}, \d{4})", text)):
        return {}
    day = datetime.strptime(found[1], "%B %d, %Y").date()
    return {"release": f"{day:%B} {day.day}, {day.year}", "published": day.isoformat()}
