"""How sound the tables are: how well lists match each other, which figures are empty and why, what footnotes empty."""

import pandas as pd

from helpers.tables.crosswalks import QUALITIES
from helpers.tables.load import load
from helpers.tables.pay import MEASURES
from helpers.tables.spec import ALL, Column
from helpers.whole.coverage import Read

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


def crosswalks(read: Read = load) -> pd.DataFrame:
    """Return one row a crosswalk: crosswalk (from what to what), table, a count a quality (`QUALITIES`), codes.

    Each code that a crosswalk starts from is counted once.
    """
    links, soc, titles = read("occupation_links"), read("soc_codes"), read("cps_occupations")
    in_pay = links[links["in_pay"]]
    rows = [
        _counted(f"pay survey to {name}", "occupation_links", in_pay[in_pay["target"] == target], "soc_code")
        for target, name in LINKED.items()
    ]
    detailed = soc[soc["level"] == "detailed"]
    rows += [
        _counted("SOC 2018 to pay survey", "soc_codes", detailed, "soc_code"),
        _counted("SOC 2018 to Census list", "census_soc", read("census_soc"), "soc_code"),
        _counted("survey titles to Census list", "cps_occupations", titles[titles["level"] != "all"], "occupation"),
        _counted("projections to groups of the education survey", "attainment", read("attainment"), "ep_code"),
        _counted("AI exposure to O*NET", "ai_exposure", read("ai_exposure"), "onet_code"),
    ]
    return pd.DataFrame(rows)


def price_areas(read: Read = load) -> pd.DataFrame:
    """Return one row a kind of pay area: crosswalk (the kind), table, a count a quality of its price level, codes."""
    areas = read("price_areas").merge(read("areas")[["area_code", "kind"]], how="left", on="area_code")
    return pd.DataFrame(
        [_counted(name, "price_areas", areas[areas["kind"] == kind], "area_code") for kind, name in AREA_KINDS.items()]
    )


def _counted(name: str, table: str, frame: pd.DataFrame, key: str) -> dict[str, object]:
    once = frame.drop_duplicates(key)
    counts = once["quality"].value_counts()
    return {
        "crosswalk": name,
        "table": table,
        **{quality: int(counts.get(quality, 0)) for quality in QUALITIES},
        "codes": len(once),
    }


def missing_figures(read: Read = load) -> pd.DataFrame:
    """Return one row a table, column and reason: table, column, rows, empty, empty_pct, reason.

    Only columns of figures that may be empty and are, somewhere; `empty` counts the rows with that reason. A figure
    that nothing explains has the reason `UNEXPLAINED`.
    """
    meanings = read("footnotes").set_index("footnote_code")["meaning"]
    found = []
    for name, table in ALL.items():
        figures = [
            column for column in table.columns if column.nullable and column.kind in ("whole", "decimal", "real")
        ]
        if not figures:
            continue
        frame = read(name)
        for column in figures:
            empty = frame[frame[column.name].isna()]
            reasons = _reasons(name, column, empty, meanings)
            for reason, count in sorted(reasons.value_counts().items(), key=lambda item: (-item[1], str(item[0]))):
                found.append((name, column.name, len(frame), int(count), 100 * count / len(frame), str(reason)))
    return pd.DataFrame(found, columns=["table", "column", "rows", "empty", "empty_pct", "reason"])


def footnotes_by_datatype(read: Read = load) -> pd.DataFrame:
    """Return one row a datatype of the pay table: datatype, column, published, code_<footnote> for each footnote code
    that empties a figure, areas_only (published for areas only), rows. The parts add up to rows.
    """
    pay = read("pay")
    notes = pd.unique(pd.concat([pay[f"{column}_note"] for column, _ in MEASURES.values()]).dropna())
    found = []
    for code, (column, _) in MEASURES.items():
        empty = pay[column].isna()
        counts = pay.loc[empty, f"{column}_note"].value_counts()
        row: dict[str, object] = {"datatype": code, "column": column, "published": int((~empty).sum())}
        row |= {f"code_{note}": int(counts.get(note, 0)) for note in sorted(notes)}
        found.append(row | {"areas_only": int(empty.sum() - counts.sum()), "rows": len(pay)})
    return pd.DataFrame(found)


def _reasons(table: str, column: Column, empty: pd.DataFrame, meanings: "pd.Series[str]") -> "pd.Series[str]":
    """Return the reason of each row whose figure is empty, from the nearest column that gives one."""
    found = pd.Series(pd.NA, index=empty.index, dtype="object")
    for name in (f"{column.name}_note", ROW_NOTES.get(table, ""), "missing_reason"):
        if name in empty:
            given = empty[name].map(meanings) if table in ("pay", "pay_years") else empty[name]
            found = found.where(found.notna(), given)
    return found.fillna(BY_DESIGN.get((table, column.name), UNEXPLAINED))
