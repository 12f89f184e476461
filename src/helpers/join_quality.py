"""How well the lists of occupations and areas match each other: every crosswalk counted by the quality of its rows."""

import pandas as pd

from helpers.coverage import Read
from helpers.schemas.crosswalks import QUALITIES
from helpers.tables import load

LINKED = {"ep": "projections", "census": "Census list of the survey", "onet": "O*NET", "ai": "AI exposure"}
AREA_KINDS = {
    "national": "nation",
    "state": "states and territories",
    "metropolitan": "metropolitan and nonmetropolitan areas",
}


def crosswalks(read: Read = load) -> pd.DataFrame:
    """Return one row a crosswalk: crosswalk (from what to what), table, a count a quality (`QUALITIES`), codes.

    Each code that a crosswalk starts from is counted once.
    """
    links, soc, titles = read("occupation_links"), read("soc_codes"), read("cps_occupations")
    in_pay = links[links["in_pay"]]
    rows = [
        _row(f"pay survey to {name}", "occupation_links", in_pay[in_pay["target"] == target], "soc_code")
        for target, name in LINKED.items()
    ]
    detailed = soc[soc["level"] == "detailed"]
    rows += [
        _row("SOC 2018 to pay survey", "soc_codes", detailed, "soc_code"),
        _row("SOC 2018 to Census list", "census_soc", read("census_soc"), "soc_code"),
        _row("survey titles to Census list", "cps_occupations", titles[titles["level"] != "all"], "occupation"),
        _row("projections to groups of the education survey", "attainment", read("attainment"), "ep_code"),
        _row("AI exposure to O*NET", "ai_exposure", read("ai_exposure"), "onet_code"),
    ]
    return pd.DataFrame(rows)


def price_areas(read: Read = load) -> pd.DataFrame:
    """Return one row a kind of pay area: crosswalk (the kind), table, a count a quality of its price level, codes."""
    areas = read("price_areas").merge(read("areas")[["area_code", "kind"]], how="left", on="area_code")
    return pd.DataFrame(
        [_row(name, "price_areas", areas[areas["kind"] == kind], "area_code") for kind, name in AREA_KINDS.items()]
    )


def _row(name: str, table: str, frame: pd.DataFrame, key: str) -> dict[str, object]:
    once = frame.drop_duplicates(key)
    counts = once["quality"].value_counts()
    return {
        "crosswalk": name,
        "table": table,
        **{quality: int(counts.get(quality, 0)) for quality in QUALITIES},
        "codes": len(once),
    }
