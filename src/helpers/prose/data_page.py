"""The page about the data: what the tables hold and where it is from, which figures are empty, how the lists match."""

import pandas as pd

from helpers import charts, join_quality, missing_figures
from helpers.coverage import NONE, SECTIONS
from helpers.present import Col, Html, bullets, columns, details, figure, sentences, show, sources_list, table
from helpers.prose.words import plural
from helpers.schemas import ALL
from helpers.schemas.crosswalks import QUALITIES
from helpers.schemas.pay import MEASURES
from helpers.sources import load_sources, sources_of
from helpers.tables import load


def lead(states: pd.DataFrame) -> Html:
    """Return one paragraph: how many tables, rows and sources, and how many occupations have every section."""
    rows = sum(_rows(name) for name in ALL)
    having = states[states["state"] != NONE].groupby("soc_code")["section"].nunique()
    occupations = states["soc_code"].nunique()
    complete = int((having == len(SECTIONS)).sum())
    return sentences(
        f"{plural(len(ALL), 'table')} with {rows:,} rows from {plural(len(load_sources()), 'source')}, as they ship.",
        f"Of the {occupations:,} occupations below, {complete:,} have all {len(SECTIONS)} sections counted here.",
        "Every gap has a reason, and no figure is filled in.",
    )


def sources_table() -> Html:
    """Return one row a source: publisher, release, period, dates, licence and its tables; and how each was checked."""
    found = []
    for source in load_sources().values():
        dates = {"published": source.published, "retrieved": source.retrieved}
        tables = [name for name in ALL if source in sources_of(name)]
        found.append(
            {
                "title": source.title,
                "publisher": source.publisher,
                "release": source.release,
                "period": f"period: {source.period}" if source.period else "",
                "dates": "; ".join(f"{what} {date}" for what, date in dates.items() if date),
                "licence": source.licence,
                "check": source.check,
                "tables": "; ".join(f"{name} {_rows(name, source.id):,}" for name in tables),
                "unknown": "not recorded",
            }
        )
    frame = pd.DataFrame(found)
    title = Col("title", "Source", header=True, long=True, note="publisher")
    return show(
        table(
            frame,
            [
                title,
                Col("release", "Release", long=True, note="period"),
                Col("dates", "Dates", reason="unknown", long=True),
                Col("licence", "Licence", long=True),
                Col("tables", "Tables and their rows", long=True),
            ],
            caption="Every source of the tables",
            note="Where a table does not say which source a row is from, all its rows stand under each of its sources.",
            name="sources",
        ),
        details(
            "How each source was checked",
            table(
                frame,
                [title, Col("check", "What was compared, and with what", reason="unknown", long=True)],
                caption="How far the raw files of each source were checked",
                name="checks",
            ),
        ),
    )


def missing_section() -> Html:
    """Return which figures of the tables are empty and why, the pay table apart: columns alike stand in one row."""
    found = missing_figures.missing_figures()
    found = found[found["table"] != "pay"]
    keys = ["table", "reason", "rows", "empty", "empty_pct"]
    rows = found.groupby(keys, sort=False)["column"].agg("; ".join).reset_index()
    unexplained = int(found.loc[found["reason"] == missing_figures.UNEXPLAINED, "empty"].sum())
    return show(
        sentences(
            f"{plural(found['table'].nunique(), 'table')} besides the pay table have empty figures.",
            f"{unexplained:,} of them have no reason." if unexplained else "All of them have a reason.",
        ),
        table(
            rows,
            [
                Col("table", "Table", header=True),
                Col("column", "Columns", long=True),
                Col("reason", "Why the figure is empty", long=True),
                Col("empty", "Empty in each column", format="jobs"),
                Col("rows", "Rows of the table", format="jobs"),
                Col("empty_pct", "Share", format="pct"),
            ],
            caption="Empty figures by table and reason",
            name="empty-figures",
        ),
    )


def footnotes_section() -> Html:
    """Return how many cells of each datatype of the pay table are published, and which footnote empties the others."""
    counts = missing_figures.footnotes_by_datatype()
    counts["about"] = counts["datatype"].map({code: about for code, (_, about) in MEASURES.items()})
    codes = [str(name).removeprefix("code_") for name in counts if str(name).startswith("code_")]
    meanings = load("footnotes").set_index("footnote_code")["meaning"]
    told = [f"Footnote {code}: {meanings[code]}" for code in codes]
    return show(
        bullets(told),
        table(
            counts,
            [
                Col("about", "What it measures", header=True, long=True),
                Col("datatype", "Datatype"),
                Col("published", "Published", format="jobs"),
                *(Col(f"code_{code}", f"Footnote {code}", format="jobs") for code in codes),
                Col("areas_only", "Not given for the nation", format="jobs"),
                Col("rows", "Cells", format="jobs"),
            ],
            caption="Cells of the pay table by datatype and footnote",
            name="footnotes-by-datatype",
        ),
    )


def crosswalk_section() -> Html:
    """Return how well lists of occupations, and areas, match: bars by quality, and the counts as a table."""
    lists, areas = join_quality.crosswalks(), join_quality.price_areas()
    parts, blocks = list(QUALITIES), []
    for frame, unit, caption in (
        (lists, "codes that a crosswalk starts from", "From one list of occupations to another"),
        (areas, "areas of the pay table", "From areas of the pay table to price levels"),
    ):
        alt = charts.quality_bars_alt(frame, "crosswalk", parts, unit=unit)
        blocks.append(figure(charts.quality_bars(frame, "crosswalk", parts, unit=unit), alt=alt, caption=caption))
    shown = table(
        pd.concat([lists, areas], ignore_index=True),
        [
            Col("crosswalk", "From and to", header=True, long=True),
            Col("table", "Table"),
            *(Col(quality, quality.capitalize(), format="jobs") for quality in QUALITIES),
            Col("codes", "Codes", format="jobs"),
        ],
        caption="Crosswalks by quality",
        name="crosswalks",
    )
    return show(columns(*blocks), details("The counts as a table", shown))


def limits_section() -> Html:
    """Return the limits of each table, and every source with citation and the checksums of its raw files."""
    rows = pd.DataFrame([(name, kept.about, kept.limits) for name, kept in ALL.items() if kept.limits])
    rows.columns = pd.Index(["table", "about", "limits"])
    shown = table(
        rows,
        [Col("table", "Table", header=True), Col("about", "Holds", long=True), Col("limits", "Limits", long=True)],
        caption="What each table does not tell",
        name="limits",
    )
    return show(shown, sources_list(load_sources().values()))


def _rows(name: str, source_id: str = "") -> int:
    """Return the rows of a table; those from one source where the table says which source a row is from."""
    if source_id and "source_id" in ALL[name].names:
        return int((load(name, columns=["source_id"])["source_id"] == source_id).sum())
    return len(load(name, columns=list(ALL[name].key[:1])))
