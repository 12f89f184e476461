"""What each role is like, by O*NET: job zone, interests, work styles, and the occupations it relates to."""

import pandas as pd

from helpers.comparison.rows import Fact, Rows
from helpers.comparison.standins import StandIn

NO_ERROR = "no error is published for it"
RIASEC = ("1.B.1.a", "1.B.1.b", "1.B.1.c", "1.B.1.d", "1.B.1.e", "1.B.1.f")
_RANKS = {1: "its first interest", 2: "its second interest", 3: "its third interest"}
STYLES_SHOWN = 5


def zone_rows(job_zones: pd.DataFrame, meanings: pd.DataFrame, a: StandIn, b: StandIn, rows: Rows) -> pd.DataFrame:
    """Return one row (`PAIR_COLUMNS`): the job zone of both sides as text, with what it means in our own words."""
    zones, words = job_zones.set_index("onet_code")["job_zone"], meanings.set_index("job_zone")

    def zone(stands: StandIn) -> Fact:
        if stands.code not in zones.index:
            return Fact(reason=stands.reason or f"O*NET has no job zone for {stands.spoken}")
        number = int(zones[stands.code])
        means = words.loc[number]
        text = f"zone {number} of 5: {means['preparation']} preparation"
        note = f"{means['schooling']}; experience {means['experience']}; learnt in {means['training_time']}"
        return Fact(text=text, note=note, cell=f"job_zones/{stands.code}/job_zone")

    rows.add("job_zone", "Preparation the work needs (job zone)", "text", zone(a), zone(b), untested=NO_ERROR)
    return rows.frame()


def interest_rows(
    interests: pd.DataFrame, elements: "pd.Series[str]", a: StandIn, b: StandIn, rows: Rows
) -> pd.DataFrame:
    """Return six rows (`PAIR_COLUMNS`): how well each of Holland's interests fits, 1 to 7; `elements` names them."""
    scores = {(row["onet_code"], row["element_id"]): row for row in interests.to_dict("records")}
    for element in RIASEC:
        facts = []
        for stands in (a, b):
            row = scores.get((stands.code, element))
            if row is None or pd.isna(row["score"]):
                facts.append(Fact(reason=stands.reason or f"O*NET has no interest score for {stands.spoken}"))
                continue
            note = "" if pd.isna(row["high_point"]) else _RANKS[int(row["high_point"])]
            cell = f"interests/{stands.code}|{element}/score"
            facts.append(Fact(value=float(row["score"]), note=note, cell=cell))
        rows.add(element, str(elements[element]), "score", *facts, untested=NO_ERROR)
    return rows.frame()


def style_rows(
    work_styles: pd.DataFrame, elements: "pd.Series[str]", a: StandIn, b: StandIn, rows: Rows
) -> pd.DataFrame:
    """Return the styles that mark either role most, as rows (`PAIR_COLUMNS`) of their impact, -3 hinders to 3 helps.

    Shown are the first five of each side by O*NET's rank of distinctiveness, those of the first role first.
    """
    impact = work_styles[work_styles["scale"] == "impact"]
    by_element = dict(zip(zip(impact["onet_code"], impact["element_id"], strict=True), impact["value"], strict=True))
    ranks = {stands.code: distinctive(work_styles, stands.code) for stands in (a, b)}
    for element in dict.fromkeys([*ranks[a.code], *ranks[b.code]]):
        facts = []
        for stands in (a, b):
            value = by_element.get((stands.code, element))
            if value is None or pd.isna(value):
                facts.append(Fact(reason=stands.reason or f"O*NET has no work styles for {stands.spoken}"))
                continue
            place = ranks[stands.code].index(element) + 1 if element in ranks[stands.code] else 0
            note = f"number {place} of what marks it" if place else ""
            cell = f"work_styles/{stands.code}|{element}|impact/value"
            facts.append(Fact(value=float(value), note=note, cell=cell))
        rows.add(element, str(elements[element]), "score", *facts, untested=NO_ERROR)
    return rows.frame()


def distinctive(work_styles: pd.DataFrame, code: str, most: int = STYLES_SHOWN) -> list[str]:
    """Return the ids of the styles that mark an occupation most, by rank; empty where none is ranked."""
    rows = work_styles[(work_styles["onet_code"] == code) & (work_styles["scale"] == "distinctiveness rank")]
    rows = rows[rows["value"] > 0].sort_values(["value", "element_id"])
    return list(rows["element_id"].head(most))


def related_rows(related: pd.DataFrame, names: "pd.Series[str]", a: StandIn, b: StandIn) -> pd.DataFrame:
    """Return the occupations that O*NET relates to either side: side, rank, onet_code, occupation, tier, cell, other.

    `names` maps codes to O*NET occupations; `other` marks the row that is the other side of this comparison.
    """
    parts = []
    for side, stands, other in (("a", a, b), ("b", b, a)):
        rows = related[related["onet_code"] == stands.code].sort_values("rank")
        codes = rows["related_onet_code"]
        parts.append(
            pd.DataFrame(
                {
                    "side": side,
                    "rank": rows["rank"],
                    "onet_code": codes,
                    "occupation": codes.map(names),
                    "tier": rows["tier"],
                    "cell": [f"related/{stands.code}|{rank}/related_onet_code" for rank in rows["rank"]],
                    "other": codes == other.code,
                }
            )
        )
    return pd.concat(parts, ignore_index=True)
