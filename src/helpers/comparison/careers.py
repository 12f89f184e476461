"""The occupations that O*NET relates to one role, each with tier, job zone, pay and outlook; and which lead up."""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pandas as pd

from helpers.comparison.cells import ALL_INDUSTRIES, NO_ESTIMATE, bound_of, cell_name, reason_of
from helpers.comparison.joins import join_projections, row_of
from helpers.comparison.rows import Fact
from helpers.comparison.standins import StandIn
from helpers.schemas.hops import WIDEST_KEPT
from helpers.tables import load
from helpers.ways import median_pay

TIERS = {
    "Primary-Short": "the five closest",
    "Primary-Long": "the sixth to tenth",
    "Supplemental": "beyond the ten closest",
}
"""Tier of O*NET -> how the page calls it."""
COLUMNS = (
    *("rank", "tier", "onet_code", "occupation", "related_cell"),
    *("zone", "zone_reason", "zone_cell", "zone_change"),
    *("soc_code", "pay", "pay_text", "pay_reason", "pay_note", "pay_cell", "pay_change_pct", "pay_change_reason"),
    *("growth_pct", "growth_reason", "growth_note", "growth_cell"),
    *("gap", "gap_text", "gap_reason", "gap_cell", "up"),
)
_Rows = dict[str, dict[Hashable, Any]]


def career_rows(stands: StandIn, pay: Fact, area_code: str) -> pd.DataFrame:
    """Return one row a related occupation, closest first, with `COLUMNS`; none where no O*NET occupation stands in.

    `pay` is the role's own median a year in the area, in US dollars. `zone` is 1 to 5, `zone_change` against the role;
    `pay` the median a year there; `growth_pct` the projected change of jobs; `gap` how many of 100 moves ask for less
    than this one; `up` marks a higher zone together with higher pay. Each missing figure has its reason.
    """
    related = load("related", where={"onet_code": [stands.code]}).sort_values("rank")
    if not stands.code or related.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    codes = list(related["related_onet_code"])
    known = load("onet_codes", where={"onet_code": codes}).set_index("onet_code")
    paid = {str(row["soc_code"]): row for row in load("soc_codes").to_dict("records")}
    zones = load("job_zones", where={"onet_code": [stands.code, *codes]}).set_index("onet_code")["job_zone"]
    hops = load("hops", where={"start": [stands.code], "end": codes}).set_index("end")["widest"]
    rated = set(load("ratings", columns=["onet_code"], where={"onet_code": [stands.code, *codes]})["onet_code"])
    medians = {str(row["soc_code"]): row for row in median_pay(area_code).reset_index().to_dict("records")}
    rows = []
    for rank, code, tier in related[["rank", "related_onet_code", "tier"]].itertuples(index=False):
        if code not in known.index:
            continue
        soc = str(known.at[code, "soc_code"])
        row: dict[str, Any] = {"rank": rank, "tier": tier, "onet_code": code, "soc_code": soc}
        row |= {"occupation": known.at[code, "occupation"], "related_cell": _related_cell(stands, rank)}
        row |= _zone(zones, code, stands) | _pay(medians, paid, soc, area_code, pay) | _growth(soc)
        row |= _gap(hops, stands, code, rated=rated)
        row["up"] = bool(row["zone_change"] > 0 and row["pay_change_pct"] > 0)
        rows.append(row)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _related_cell(stands: StandIn, rank: int) -> str:
    return f"related/{stands.code}|{rank}/related_onet_code"


def _zone(zones: "pd.Series[int]", code: str, stands: StandIn) -> dict[str, Any]:
    if code not in zones.index:
        why = "O*NET gives it no job zone"
        return {"zone": np.nan, "zone_reason": why, "zone_cell": "", "zone_change": np.nan}
    own = float(zones[stands.code]) if stands.code in zones.index else np.nan
    zone = float(zones[code])
    return {"zone": zone, "zone_reason": "", "zone_cell": f"job_zones/{code}/job_zone", "zone_change": zone - own}


def _pay(medians: _Rows, paid: _Rows, soc: str, area_code: str, own: Fact) -> dict[str, Any]:
    line = paid.get(soc, {})
    covered = line.get("pay_soc_code")
    row: dict[str, Any] = {"pay": np.nan, "pay_text": "", "pay_reason": "", "pay_note": "", "pay_cell": ""}
    row |= {"pay_change_pct": np.nan, "pay_change_reason": "needs both medians"}
    if not isinstance(covered, str) or covered not in medians:
        return row | {"pay_reason": NO_ESTIMATE}
    value, note = medians[covered]["pay"], medians[covered]["note"]
    row["pay_cell"] = cell_name(covered, area_code, ALL_INDUSTRIES, "annual_median_usd")
    if pd.isna(value):
        known = not pd.isna(note)
        reason = reason_of(str(note), "annual_median_usd") if known else NO_ESTIMATE
        return row | {"pay_reason": reason, "pay_text": bound_of(str(note), "annual_median_usd") if known else ""}
    row["pay"] = float(value)
    if covered != soc and not pd.isna(line["match_note"]):
        row["pay_note"] = f"pay of {covered}, {line['match_note']}"
    if np.isfinite(own.value):
        row |= {"pay_change_pct": 100 * (row["pay"] / own.value - 1), "pay_change_reason": ""}
    return row


def _growth(soc: str) -> dict[str, Any]:
    join = join_projections(soc)
    line = row_of("projections", "ep_code", join.code) if join.one else None
    if line is None or pd.isna(line["employment_change_pct"]):
        why = join.note or "the projections have no line of this code"
        return {"growth_pct": np.nan, "growth_reason": why, "growth_note": "", "growth_cell": ""}
    note = "" if join.quality == "exact" else join.note
    cell = f"projections/{join.code}/employment_change_pct"
    return {
        "growth_pct": float(line["employment_change_pct"]),
        "growth_reason": "",
        "growth_note": note,
        "growth_cell": cell,
    }


def _gap(hops: "pd.Series[float]", stands: StandIn, code: str, *, rated: set[str]) -> dict[str, Any]:
    row: dict[str, Any] = {"gap": np.nan, "gap_text": "", "gap_reason": "", "gap_cell": ""}
    if code in hops.index:
        return row | {"gap": float(hops[code]), "gap_cell": f"hops/{stands.code}|{code}/widest"}
    if {stands.code, code} <= rated:
        return row | {"gap_text": f"more than {WIDEST_KEPT}"}
    return row | {"gap_reason": "O*NET has no ratings for one of the two in this copy"}
