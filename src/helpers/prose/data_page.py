"""The page about the data: what the tables hold, where each is from, what is missing and why, and how lists match."""

import pandas as pd

from helpers import charts, join_quality, missing_figures
from helpers.coverage import REASONS, SECTIONS, by_major_group, counted, gaps_by_reason
from helpers.present import Col, Html, bullets, columns, details, figure, sentences, show, sources_list, table
from helpers.prose.words import plural
from helpers.schemas import ALL
from helpers.schemas.crosswalks import QUALITIES
from helpers.schemas.pay import MEASURES
from helpers.sources import load_sources, sources_of
from helpers.tables import load

NONE = QUALITIES[-1]
_SURVEYS = [name for name, section in SECTIONS.items() if section.target != "onet"]
_ONET = [name for name, section in SECTIONS.items() if section.target == "onet"]
_PERCENT = "percent of the detailed occupations of the group that have it"


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
                "period": f"period: {source.period}",
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


def coverage_section(states: pd.DataFrame) -> Html:
    """Return how many occupations have each section, as bars, as a grid by major group, and as tables."""
    totals = counted(states)
    groups = by_major_group(states, load("occupations"))
    unit = "occupations, by whose figures they are"
    parts = list(QUALITIES)
    bars = [
        figure(
            charts.quality_bars(rows, "label", parts, unit=unit, total="occupations"),
            alt=charts.quality_bars_alt(rows, "label", parts, unit=unit, total="occupations"),
            caption=caption,
        )
        for rows, caption in (
            (totals[totals["section"].isin(_SURVEYS)], "Sections from surveys and projections"),
            (totals[totals["section"].isin(_ONET)], "Sections from O*NET and the study of AI exposure"),
        )
    ]
    grids = [
        figure(
            charts.share_grid(groups, "group", heads, unit=_PERCENT),
            alt=charts.share_grid_alt(groups, "group", heads, unit=_PERCENT),
            caption=caption,
        )
        for heads, caption in (
            (_heads(_SURVEYS), "By major group: surveys and projections"),
            (_heads(_ONET), "By major group: O*NET and AI exposure"),
        )
    ]
    paid = states["section"].isin(["pay_year", "pay_hour"]) & (states["state"] != NONE)
    either, of = states.loc[paid, "soc_code"].nunique(), states["soc_code"].nunique()
    return show(
        sentences(
            f"Mean pay by the year or by the hour is there for {either:,} of {plural(of, 'occupation')}.",
            "Percents in the grids are cut, not rounded: 100 means every occupation of the group.",
        ),
        columns(*bars),
        details("The counts as a table", _totals_table(totals)),
        columns(*grids),
        details("The percents as a table", _groups_table(groups)),
    )


def gaps_section(states: pd.DataFrame) -> Html:
    """Return why occupations lack sections: one row a reason code, and a list of the occupations behind a gap."""
    reasons = gaps_by_reason(states)
    if reasons.empty:
        return sentences("None of these occupations lacks a section.")
    gaps = states[states["state"] == NONE]
    lacking = gaps.assign(label=gaps["section"].map({name: section.label for name, section in SECTIONS.items()}))
    by_job = lacking.groupby(["soc_code", "occupation", "reason"])["label"].agg("; ".join).reset_index()
    by_job["why"] = by_job["reason"].map(REASONS)
    return show(
        sentences(
            f"{int(reasons['gaps'].sum()):,} of {len(states):,} pairs of occupation and section are gaps,"
            f" for {plural(len(reasons), 'reason')}."
        ),
        table(
            reasons,
            [
                Col("reason", "Reason code", header=True),
                Col("meaning", "What it means", long=True),
                Col("sections", "Sections and occupations that lack them", long=True),
                Col("occupations", "Occupations", format="jobs"),
                Col("gaps", "Gaps", format="jobs"),
            ],
            caption="Gaps by reason",
            name="gaps-by-reason",
        ),
        details(
            f"The {by_job['soc_code'].nunique():,} occupations that lack a section",
            table(
                by_job,
                [
                    Col("soc_code", "SOC code", header=True),
                    Col("occupation", "Occupation", long=True),
                    Col("label", "Lacks", long=True),
                    Col("why", "Why", long=True, note="reason"),
                ],
                caption="Occupations that lack a section",
                name="gaps",
                sortable=True,
            ),
            in_print=False,
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


def _heads(names: list[str]) -> list[tuple[str, str]]:
    return [(name, SECTIONS[name].label) for name in names]


def _totals_table(totals: pd.DataFrame) -> Html:
    return table(
        totals,
        [
            Col("label", "Section", header=True),
            Col("have", "Have it", format="jobs"),
            Col("have_pct", "Share", format="pct"),
            *(Col(quality, quality.capitalize(), format="jobs", group="Of whom") for quality in QUALITIES),
            Col("occupations", "Occupations", format="jobs"),
        ],
        caption="Occupations by section and quality",
        name="coverage",
    )


def _groups_table(groups: pd.DataFrame) -> Html:
    sections = [Col(name, section.label, format="pct") for name, section in SECTIONS.items()]
    return table(
        groups,
        [Col("group", "Major group", header=True), Col("occupations", "Occupations", format="jobs"), *sections],
        caption=f"Sections by major group: {_PERCENT}",
        name="coverage-by-major-group",
    )
