"""How much of the official record each occupation has, how well lists match, and why which figures are empty.

The states are the four of the crosswalks (`tables.crosswalks.QUALITIES`): exact, the figures are the occupation's own;
parent group, they are those of a wider group; several, one of several codes stands for it, or each is shown by itself;
none, there is a gap, with its reason code.
"""

from dataclasses import dataclass

import pandas as pd

from helpers.base.errors import BadInput
from helpers.base.vocabulary import Reason
from helpers.comparison.matches import EVERYONE as ALL_OCCUPATIONS
from helpers.comparison.matches import standing
from helpers.tables.abroad import NO_GROUP, NO_MEDIAN, NOT_SHARP, SHARP
from helpers.tables.areas import NATIONAL
from helpers.tables.crosswalks import QUALITIES
from helpers.tables.load import load
from helpers.tables.pay import MEASURES
from helpers.tables.people import BASE_TOO_SMALL
from helpers.tables.spec import ALL, Column

EXACT, PARENT_GROUP, SEVERAL, NONE = QUALITIES
REASONS: dict[str, str] = {
    "one_pay_period": str(Reason.OTHER_UNIT),
    "not_released": "the publisher did not release the estimate",
    "top_coded": str(Reason.TOP_CODED),
    "no_line": "the publisher's list has no line for it",
    "base_too_small": "the survey publishes nothing on fewer than 50,000 people",
    "not_shown": "not shown by the publisher, though the base is large enough",
    "remainder": "a remainder of several jobs, for which O*NET holds no figures",
    "several_codes": "several O*NET occupations lie under it and none stands for all of it: shown once one is chosen",
    "no_program": "the publishers' experts relate no programme of study to it",
    "years_missing": "not published in each year since 2021",
    "not_sharp": "several unlike groups of the other country may hold it, and none most of its jobs",
    "no_median": "the group of the other country has no published median",
    "no_group": "no crosswalk leads to a group of the other country",
    "not_rated": "O*NET lists the occupation, but has no figures of this kind for it in this release",
}
"""Reason code of a gap -> what it means."""
_NOTES = {"4": "one_pay_period", "5": "top_coded", "8": "not_released", BASE_TOO_SMALL: "base_too_small"}
_SHARP = dict(zip(SHARP, (EXACT, SEVERAL, PARENT_GROUP), strict=True))
_UNSHARP = {match: match.replace(" ", "_") for match in (NOT_SHARP, NO_MEDIAN, NO_GROUP)}
LINKED = {"ep": "projections", "census": "Census list of the survey", "onet": "O*NET", "ai": "AI exposure"}
AREA_KINDS = {
    "national": "nation",
    "state": "states and territories",
    "metropolitan": "metropolitan and nonmetropolitan areas",
}
UNEXPLAINED = "no reason given"
BY_DESIGN: dict[tuple[str, str], str] = {
    ("pay", "jobs_per_1000"): "published for areas, not for the nation and its industries",
    ("pay", "location_quotient"): "published for areas, not for the nation and its industries",
    ("footnotes", "annual_bound_usd"): "the footnote names no bound",
    ("footnotes", "hourly_bound_usd"): "the footnote names no bound",
    ("interests", "high_point"): "not among the first three interests of the occupation",
    ("market_claims", "value"): "the claim is a text, no figure",
    ("abroad_codes", "line_share"): "the way to Canada's groups goes by no index",
    ("abroad_links", "share"): "Canada's groups are judged by their pay, not by their jobs",
    **{
        ("activity_use", f"{figure}_{side}"): "no conversation, or too few to tell"
        for figure in ("completion", "scope")
        for side in ("user", "ai")
    },
}
"""(table, column) -> why a figure without any other reason is empty, as the dictionary of the data folder says."""
ROW_NOTES = {"people": "shares_note", "ages": "ages_note"}
"""Table -> column that gives the reason for several figures of a row."""


@dataclass(frozen=True)
class Kind:
    """One kind of figures that a section needs: name, the list its figures go by, table, and column or facet.

    The list is ep, census, onet, soc (the codes of SOC 2018) or own (those of the pay table themselves).
    """

    label: str
    target: str
    table: str
    column: str = ""
    facet: str = ""
    absent: str = ""
    """Reason code where the table has no row, if it is not that the list has no line."""


SECTIONS: dict[str, Kind] = {
    "pay_year": Kind("Pay a year", "own", "pay", "annual_mean_usd"),
    "pay_hour": Kind("Pay an hour", "own", "pay", "hourly_mean_usd"),
    "outlook": Kind("Outlook", "ep", "projections"),
    "newest_projections": Kind("Newest projections and AI category", "ep", "newest_projections"),
    "pay_years": Kind("Pay and jobs since 2021", "own", "pay_years"),
    "programs": Kind("Programmes of study", "soc", "programs", absent="no_program"),
    "requirements": Kind("Typical for entry", "ep", "entry_requirements"),
    "attainment": Kind("Education held", "ep", "attainment"),
    "canada": Kind("Pay in Canada", "own", "abroad_links", facet="Canada"),
    "united_kingdom": Kind("Pay in the United Kingdom", "own", "abroad_links", facet="United Kingdom"),
    "people": Kind("People", "census", "people", "women_pct"),
    "ages": Kind("Ages", "census", "ages", "median_age_years"),
    "weekly_earnings": Kind("Weekly earnings", "census", "weekly_earnings", "weekly_earnings_usd"),
    "activities": Kind("Activities", "onet", "activity_links"),
    "skills": Kind("Skills", "onet", "ratings", facet="skills"),
    "knowledge": Kind("Knowledge", "onet", "ratings", facet="knowledge"),
    "abilities": Kind("Abilities", "onet", "ratings", facet="abilities"),
    "work_activities": Kind("Work activities", "onet", "ratings", facet="work activities"),
    "education_training": Kind("Training asked for", "onet", "education_training"),
    "technologies": Kind("Technologies", "onet", "technologies"),
    "interests": Kind("Interests", "onet", "interests"),
    "work_styles": Kind("Work styles", "onet", "work_styles"),
    "job_zone": Kind("Job zone", "onet", "job_zones"),
    "related": Kind("Related jobs", "onet", "related"),
    "ai_exposure": Kind("AI exposure", "onet", "ai_exposure"),
    "ai_use": Kind("AI use", "own", "ai_use"),
}
"""Section id -> what it is and where its figures are."""


def read_national(name: str) -> pd.DataFrame:
    """Return a shipped table; of the pay table the nation's rows for all industries only."""
    return load(name, where=NATIONAL if name == "pay" else None)


def section_states() -> pd.DataFrame:
    """Return one row a detailed occupation of the pay table and section: whether it has figures, and if not, why.

    Columns soc_code, occupation, major_code, section (id in `SECTIONS`), state (`QUALITIES`), reason (code in
    `REASONS`; empty unless the state is none). O*NET sections follow the rule of a report that is asked for by the
    occupation's code (`matches.standing`).
    """
    occupations = load("occupations")
    wanted = occupations.loc[occupations["level"] == "detailed", ["soc_code", "occupation", "major_code"]]
    links = load("occupation_links")
    routes = {
        "ep": _routes(wanted, links, "ep"),
        "census": _routes(wanted, links, "census"),
        "onet": _onet_routes(wanted, links),
        "soc": _soc_routes(wanted),
        "own": wanted[["soc_code"]].assign(code=wanted["soc_code"], quality=EXACT, reason=""),
    }
    parts = []
    for name, section in SECTIONS.items():
        found = _states(routes[section.target], _figures(read_national(section.table), section), section.absent)
        parts.append(wanted.merge(found, how="left", on="soc_code").assign(section=name))
    states = pd.concat(parts, ignore_index=True)
    return states[["soc_code", "occupation", "major_code", "section", "state", "reason"]]


def counted(states: pd.DataFrame) -> pd.DataFrame:
    """Return one row a section, ordered as `SECTIONS`: section, label, a count a state, occupations, have, have_pct."""
    table = states.groupby(["section", "state"]).size().unstack(fill_value=0)
    table = table.reindex(index=list(SECTIONS), columns=list(QUALITIES), fill_value=0)
    occupations = table.sum(axis=1)
    table = table.assign(occupations=occupations, have=occupations - table[NONE])
    table["have_pct"] = 100 * table["have"] / occupations
    table.insert(0, "label", [section.label for section in SECTIONS.values()])
    return table.rename_axis("section").rename_axis(None, axis=1).reset_index()


def by_major_group(states: pd.DataFrame) -> pd.DataFrame:
    """Return one row a major group by code: major_code, group, occupations, and a percent a section."""
    have = states.assign(have=100.0 * (states["state"] != NONE))
    shares = have.pivot_table(index="major_code", columns="section", values="have", aggfunc="mean")[list(SECTIONS)]
    names = load("occupations").set_index("soc_code")["occupation"].str.removesuffix(" Occupations")
    shares.insert(0, "group", names.reindex(shares.index).to_numpy())
    shares.insert(1, "occupations", states.groupby("major_code")["soc_code"].nunique())
    return shares.rename_axis(None, axis=1).reset_index()


def gaps_by_reason(states: pd.DataFrame) -> pd.DataFrame:
    """Return one row a reason: reason, meaning, sections (each with its count of gaps), gaps, occupations.

    The most frequent reason stands first. `gaps` counts pairs of occupation and section, `occupations` each one once.
    """
    gaps = states[states["state"] == NONE]
    rows = []
    for reason, group in gaps.groupby("reason"):
        by_section = group["section"].value_counts()
        sections = [f"{SECTIONS[name].label} {by_section[name]}" for name in SECTIONS if name in by_section]
        rows.append((reason, REASONS[str(reason)], "; ".join(sections), len(group), group["soc_code"].nunique()))
    found = pd.DataFrame(rows, columns=["reason", "meaning", "sections", "gaps", "occupations"])
    return found.sort_values(["gaps", "reason"], ascending=[False, True], ignore_index=True)


def major_group(text: str) -> str:
    """Return the code of the major group that a text names by code (43-0000 or 43); empty for an empty text.

    Raises `BadInput` for anything else.
    """
    if not text:
        return ""
    occupations = load("occupations")
    majors = occupations.loc[occupations["level"] == "major", "soc_code"]
    known = [code for code in majors if code != ALL_OCCUPATIONS]
    code = text if "-" in text else f"{text}-0000"
    if code in known:
        return code
    raise BadInput(
        f"there is no major group {text}", expected=f"one of {', '.join(known)}", next_step="give its code, or nothing"
    )


def crosswalks() -> pd.DataFrame:
    """Return one row a crosswalk: crosswalk (from what to what), table, a count a quality (`QUALITIES`), codes.

    Each code that a crosswalk starts from is counted once.
    """
    links, soc, titles = load("occupation_links"), load("soc_codes"), load("cps_occupations")
    in_pay = links[links["in_pay"]]
    rows = [
        _counted(f"pay survey to {name}", "occupation_links", in_pay[in_pay["target"] == target], "soc_code")
        for target, name in LINKED.items()
    ]
    detailed = soc[soc["level"] == "detailed"]
    rows += [
        _counted("SOC 2018 to pay survey", "soc_codes", detailed, "soc_code"),
        _counted("SOC 2018 to Census list", "census_soc", load("census_soc"), "soc_code"),
        _counted("survey titles to Census list", "cps_occupations", titles[titles["level"] != "all"], "occupation"),
        _counted("projections to groups of the education survey", "attainment", load("attainment"), "ep_code"),
        _counted("AI exposure to O*NET", "ai_exposure", load("ai_exposure"), "onet_code"),
    ]
    return pd.DataFrame(rows)


def price_areas() -> pd.DataFrame:
    """Return one row a kind of pay area: crosswalk (the kind), table, a count a quality of its price level, codes."""
    areas = load("price_areas").merge(load("areas")[["area_code", "kind"]], how="left", on="area_code")
    return pd.DataFrame(
        [_counted(name, "price_areas", areas[areas["kind"] == kind], "area_code") for kind, name in AREA_KINDS.items()]
    )


def missing_figures() -> pd.DataFrame:
    """Return one row a table, column and reason: table, column, rows, empty, empty_pct, reason.

    Only columns of figures that may be empty and are, somewhere; `empty` counts the rows with that reason. A figure
    that nothing explains has the reason `UNEXPLAINED`.
    """
    meanings = load("footnotes").set_index("footnote_code")["meaning"]
    found = []
    for name, table in ALL.items():
        figures = [one for one in table.columns if one.nullable and one.kind in ("whole", "decimal", "real")]
        frame = load(name) if figures else pd.DataFrame()
        for column in figures:
            empty = frame[frame[column.name].isna()]
            reasons = _why_empty(name, column, empty, meanings)
            for reason, count in sorted(reasons.value_counts().items(), key=lambda item: (-item[1], str(item[0]))):
                found.append((name, column.name, len(frame), int(count), 100 * count / len(frame), str(reason)))
    return pd.DataFrame(found, columns=["table", "column", "rows", "empty", "empty_pct", "reason"])


def footnotes_by_datatype() -> pd.DataFrame:
    """Return one row a datatype of the pay table: datatype, column, published, code_<footnote> for each footnote code
    that empties a figure, areas_only (published for areas only), rows. The parts add up to rows.
    """
    pay = load("pay")
    notes = pd.unique(pd.concat([pay[f"{column}_note"] for column, _ in MEASURES.values()]).dropna())
    found = []
    for code, (column, _) in MEASURES.items():
        empty = pay[column].isna()
        counts = pay.loc[empty, f"{column}_note"].value_counts()
        row: dict[str, object] = {"datatype": code, "column": column, "published": int((~empty).sum())}
        row |= {f"code_{note}": int(counts.get(note, 0)) for note in sorted(notes)}
        found.append(row | {"areas_only": int(empty.sum() - counts.sum()), "rows": len(pay)})
    return pd.DataFrame(found)


def _routes(wanted: pd.DataFrame, links: pd.DataFrame, target: str) -> pd.DataFrame:
    """Return soc_code, code, quality, reason: the codes of a list that stand for each occupation, or why none does."""
    rows = wanted[["soc_code"]].merge(links[links["target"] == target], how="left", on="soc_code")
    rows = rows.rename(columns={"target_code": "code"}).fillna({"quality": NONE})
    return rows[["soc_code", "code", "quality"]].assign(reason=rows["quality"].map({NONE: "no_line"}).fillna(""))


def _soc_routes(wanted: pd.DataFrame) -> pd.DataFrame:
    """Return the same for SOC 2018: a group that the survey made takes what any of its detailed codes has."""
    soc_codes = load("soc_codes")
    detailed = soc_codes[soc_codes["level"] == "detailed"].rename(columns={"soc_code": "code"})
    rows = wanted[["soc_code"]].merge(detailed[["pay_soc_code", "code"]], left_on="soc_code", right_on="pay_soc_code")
    several = rows.duplicated("soc_code", keep=False)
    return rows[["soc_code", "code"]].assign(quality=several.map({True: SEVERAL, False: EXACT}), reason="")


def _onet_routes(wanted: pd.DataFrame, links: pd.DataFrame) -> pd.DataFrame:
    """Return the same for O*NET: the one code that stands for an occupation as a report would choose it."""
    codes, onet_coverage = load("onet_codes"), load("onet_coverage")
    with_data = onet_coverage.loc[onet_coverage["has_data"], "onet_code"]
    remainders = set(codes.loc[~codes["onet_code"].isin(with_data), "soc_code"])
    by_code = {str(code): rows for code, rows in links[links["target"] == "onet"].groupby("soc_code")}
    found = []
    for soc_code in wanted["soc_code"]:
        rows = by_code.get(soc_code, links.iloc[:0])
        code, _ = standing(rows["target_code"].dropna().unique())
        quality = str(rows["quality"].iloc[0]) if len(rows) else NONE
        reason = "" if code else "several_codes" if quality == SEVERAL else "no_line"
        if reason == "no_line" and soc_code in remainders:
            reason = "remainder"
        found.append((soc_code, code, quality, reason))
    return pd.DataFrame(found, columns=["soc_code", "code", "quality", "reason"])


def _figures(frame: pd.DataFrame, section: Kind) -> pd.DataFrame:
    """Return code, own (quality of the figures themselves) and lacks (reason code, empty where there are figures)."""
    if section.facet:
        frame = frame[frame["country" if section.table == "abroad_links" else "facet"] == section.facet]
    key = {"ep": "ep_code", "census": "census_code", "onet": "onet_code"}.get(section.target, "soc_code")
    found = pd.DataFrame({"code": frame[key], "own": EXACT, "lacks": ""})
    if section.table == "pay_years":
        paid = frame[frame[["annual_mean_usd", "hourly_mean_usd"]].notna().any(axis=1)]
        years = found["code"].map(paid.groupby("soc_code")["year"].nunique()).fillna(0)
        found["lacks"] = (years < frame["year"].nunique()).map({True: "years_missing", False: ""})
    if section.table == "abroad_links":
        found["own"] = frame["match"].map(_SHARP).fillna(NONE)
        found["lacks"] = frame["match"].map(_UNSHARP).fillna("")
    if section.table == "attainment":
        found["own"] = frame["quality"]
    if section.column:
        note = "shares_note" if section.table == "people" else f"{section.column}_note"
        why = frame[note].map(_NOTES).fillna("no_line" if section.table == "pay" else "not_shown")
        found["lacks"] = why.where(frame[section.column].isna(), "")
    return found.dropna(subset="code").drop_duplicates("code")


def _states(routes: pd.DataFrame, figures: pd.DataFrame, absent: str = "") -> pd.DataFrame:
    """Return soc_code, state, reason: the best code of an occupation counts, by the worse of link and figures."""
    rows = routes.merge(figures, how="left", on="code")
    # why a list's own table has no row for a code: those of O*NET have a dot
    none = rows["code"].map(lambda code: absent or ("not_rated" if "." in code else "no_line"), na_action="ignore")
    rows["reason"] = rows["reason"].where(rows["reason"] != "", rows["lacks"].fillna(none))
    rank = {quality: place for place, quality in enumerate(QUALITIES)}
    worse = pd.concat([rows["quality"].map(rank), rows["own"].map(rank)], axis=1).max(axis=1)
    rows["rank"] = worse.where(rows["reason"] == "", rank[NONE])
    best = rows.sort_values(["soc_code", "rank"], kind="stable").drop_duplicates("soc_code")
    state = best["rank"].astype(int).map(dict(enumerate(QUALITIES)))
    return pd.DataFrame({"soc_code": best["soc_code"], "state": state, "reason": best["reason"]})


def _counted(name: str, table: str, frame: pd.DataFrame, key: str) -> dict[str, object]:
    once = frame.drop_duplicates(key)
    counts = once["quality"].value_counts()
    by_quality = {quality: int(counts.get(quality, 0)) for quality in QUALITIES}
    return {"crosswalk": name, "table": table, **by_quality, "codes": len(once)}


def _why_empty(table: str, column: Column, empty: pd.DataFrame, meanings: "pd.Series[str]") -> "pd.Series[str]":
    """Return the reason of each row whose figure is empty, from the nearest column that gives one."""
    found = pd.Series(pd.NA, index=empty.index, dtype="object")
    for name in (f"{column.name}_note", ROW_NOTES.get(table, ""), "missing_reason"):
        if name in empty:
            given = empty[name].map(meanings) if table in ("pay", "pay_years") else empty[name]
            found = found.where(found.notna(), given)
    return found.fillna(BY_DESIGN.get((table, column.name), UNEXPLAINED))
