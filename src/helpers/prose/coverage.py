"""What each occupation has and what it lacks, for the page about the data: bars, grids and tables."""

import pandas as pd

from helpers import charts
from helpers.coverage import NONE, REASONS, SECTIONS, by_major_group, counted, gaps_by_reason
from helpers.present import Col, Html, columns, details, figure, sentences, show, table
from helpers.prose.words import plural
from helpers.schemas.crosswalks import QUALITIES
from helpers.tables import load

_SURVEYS = [name for name, section in SECTIONS.items() if section.target != "onet"]
_ONET = [name for name, section in SECTIONS.items() if section.target == "onet"]
_PERCENT = "percent of the detailed occupations of the group that have it"


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
