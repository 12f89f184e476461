"""The page about the data: what ships, how old it is, who says so, what each occupation has, what is missing."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from helpers.base.formats import count, pct
from helpers.base.words import capital, plural
from helpers.show.blocks import Block, esc, sentences
from helpers.show.provenance import link
from helpers.show.tables import data_table, frame_table
from helpers.tables.crosswalks import QUALITIES
from helpers.tables.load import load
from helpers.tables.pay import MEASURES
from helpers.tables.sources import Source, load_sources, sources_of
from helpers.tables.spec import ALL
from helpers.whole.coverage import NONE, REASONS, SECTIONS, counted, gaps_by_reason

TITLE = "What are these figures made of?"
SHADES_PCT = (25.0, 75.0, 100.0)
"""Percent of occupations with figures at which the shade of the grid changes."""
LABELS = {name: section.label for name, section in SECTIONS.items()}
_BY_QUALITY = {quality.capitalize(): (quality, count) for quality in QUALITIES}


# --- what ships ------------------------------------------------------------------------------------------------------


def answer(states: pd.DataFrame) -> Block:
    """Return the first words: how many occupations have every kind of figures, and what ships."""
    having = states[states["state"] != NONE].groupby("soc_code")["section"].nunique()
    total, whole = states["soc_code"].nunique(), int((having == len(SECTIONS)).sum())
    gaps = int((states["state"] == NONE).sum())
    found = (
        f"Of {plural(total, 'occupation')}, {whole:,} have all {len(SECTIONS)} kinds of figures that a report shows;"
        f" {pct(100 * gaps / len(states))} of what it asks for is missing, each gap with its reason."
    )
    rows = sum(_rows(name) for name in ALL)
    who = (
        f"{plural(len(ALL), 'table')} with {rows:,} rows from {plural(len(load_sources()), 'source')} ship with"
        " rolepair; no figure is filled in, estimated or taken from a neighbour."
    )
    html = f'<h1>{esc(TITLE)}</h1><p class="lede">{esc(found)}</p><p class="who">{esc(who)}</p>'
    return Block(html, "answer", title=TITLE, description=found)


def ships_finding() -> Block:
    """Return who publishes how much of it, and of when the pay figures are."""
    official = [source for source in load_sources().values() if not source.id.startswith("claims_")]
    publishers = pd.Series([source.publisher for source in official]).value_counts()
    pages = len(load_sources()) - len(official)
    pay = sources_of("pay")[0]
    return sentences(
        [
            f"Pay is of {pay.period}, published {_date(pay.published)}; the rest is as old as the table says",
            f"{plural(len(official), 'source')} by {plural(len(publishers), 'publisher')}, most by"
            f" {publishers.index[0]}, and {plural(pages, 'page')} of career sites, whose claims are only checked.",
        ]
    )


def ships_table() -> Block:
    """Return one row a source: who says so, the release, of when the figures are, retrieval, licence."""
    rows = []
    for s in load_sources().values():
        dates = s.period or "not dated", s.retrieved or s.published or "not recorded"
        rows.append([_linked(s), *map(esc, (s.publisher, s.release, *dates, s.licence))])
    head = ["Source", "Publisher", "Release", "Figures of", "Retrieved, or else published", "Licence"]
    return Block(data_table("What ships, and how old it is", head, rows, csv="sources"), "note", column=0)


def checks_table() -> Block:
    """Return for each source its tables with their rows, and how its raw files were checked."""
    rows = []
    for source in load_sources().values():
        tables = "; ".join(f"{name} {_rows(name, source.id):,}" for name in ALL if source in sources_of(name))
        rows.append((source.title, tables or "none", source.check or "not recorded"))
    head = ["Source", "Tables and their rows", "What was compared, and with what"]
    title, summary = "Tables of each source, and how it was checked", "Tables and checks of each source"
    return _texts(title, head, rows, csv="checks", kind="table", summary=summary)


def limits_annex() -> Block:
    """Return what each table does not tell, in our words."""
    rows = [(name, kept.about, kept.limits) for name, kept in ALL.items() if kept.limits]
    title = "What each table does not tell"
    return _texts(title, ["Table", "Holds", "Limits"], rows, csv="limits", kind="annex", summary=title)


def proof_annex() -> Block:
    """Return each source with its citation and the sha256 of the raw files that the tables were built from."""
    rows = []
    for source in load_sources().values():
        files = [f"{esc(name)}<br><small>{esc(checksum)}</small>" for name, checksum in source.files.items()]
        rows.append([_linked(source), esc(source.citation), "<br>".join(files) or "none recorded"])
    head = ["Source", "Citation", "Raw files, sha256"]
    html = data_table("Citations, and checksums of the raw files", head, rows, csv="proof")
    return Block(html, "annex", summary="Citations and checksums")


# --- what each occupation has ----------------------------------------------------------------------------------------


def has_finding(states: pd.DataFrame) -> Block:
    """Return how many occupations have pay, and which kind of figures is the rarest."""
    paid = states["section"].isin(["pay_year", "pay_hour"]) & (states["state"] != NONE)
    either, total = states.loc[paid, "soc_code"].nunique(), states["soc_code"].nunique()
    rarest = counted(states).sort_values("have").iloc[0]
    return sentences(
        [
            f"Average pay is there for {either:,} of {plural(total, 'occupation')}; {str(rarest['label']).lower()} for"
            f" {rarest['have']:,}",
            "Some figures are those of a wider group or of one of several codes: the table tells them apart.",
        ]
    )


def has(states: pd.DataFrame, *, onet: bool) -> pd.DataFrame:
    """Return how many occupations have each kind of figures, those of O*NET or the others, for `plots.gap_bars`."""
    totals = counted(states)
    totals = totals[[(SECTIONS[name].target == "onet") == onet for name in totals["section"]]]
    totals = totals.sort_values("have", ascending=False, kind="stable")
    return _bars(totals["label"], totals["have"])


def group_tiles(groups: pd.DataFrame) -> pd.DataFrame:
    """Return the percent of each group that has each kind of figures, for `plots.grid`: cut, so that 100 is all."""
    tall = groups.melt(["group", "major_code"], list(SECTIONS), "section").sort_values("major_code", kind="stable")
    step = sum((tall["value"] >= cut).astype(float) for cut in SHADES_PCT)
    tall = tall.assign(head=tall["section"].map(LABELS), text=[f"{int(v)}" for v in tall["value"]], step=step)
    return tall.rename(columns={"group": "label"})[["label", "head", "value", "text", "step"]]


def has_table(states: pd.DataFrame) -> Block:
    """Return how many occupations have each kind of figures, by whose figures they are."""
    columns: dict[str, Any] = {"Figures": "label", "Have them": ("have", count), "Share": ("have_pct", pct)}
    columns |= _BY_QUALITY | {"Occupations": ("occupations", count)}
    title = "Occupations by kind of figures"
    return frame_table(counted(states), title, columns, csv="coverage", summary="Show the counts")


# --- what is missing, and why ----------------------------------------------------------------------------------------


def missing_finding(states: pd.DataFrame) -> Block:
    """Return how many gaps there are, for how many reasons, and which is the most frequent."""
    reasons = gaps_by_reason(states)
    if reasons.empty:
        return sentences(["None of these occupations lacks any kind of figures"])
    gaps, first = int(reasons["gaps"].sum()), reasons.iloc[0]
    return sentences(
        [
            f"{gaps:,} of {len(states):,} pairs of an occupation and a kind of figures are missing, for"
            f" {plural(len(reasons), 'reason')}",
            f"Most often: {first['meaning']} ({first['gaps']:,}, {plural(int(first['occupations']), 'occupation')}).",
            "Empty is never zero; the same thing missing has the same reason everywhere.",
        ]
    )


def by_reason(states: pd.DataFrame) -> pd.DataFrame:
    """Return the number of gaps a reason, the most frequent first, for `plots.gap_bars`."""
    reasons = gaps_by_reason(states)
    return _bars(reasons["meaning"].str.partition(":")[0].map(capital), reasons["gaps"], "gaps")


def published(footnotes: pd.DataFrame) -> pd.DataFrame:
    """Return the percent of the cells of each measure of the pay table that is published, for `plots.gap_bars`."""
    share = 100 * footnotes["published"] / footnotes["rows"]
    about = {c: capital(words.partition(";")[0].replace(", US dollars", "")) for c, (_, words) in MEASURES.items()}
    return _bars(footnotes["datatype"].map(about), share, "cells").assign(text=[pct(v) for v in share])


def reasons_table(states: pd.DataFrame) -> Block:
    """Return one row a reason: what it means, what lacks, how many gaps and occupations."""
    columns: dict[str, Any] = {"Why": "meaning", "Reason code": "reason"}
    columns |= {"Figures and how many occupations lack them": "sections"}
    columns |= {"Occupations": ("occupations", count), "Gaps": ("gaps", count)}
    reasons, title = gaps_by_reason(states), "Gaps by reason"
    return frame_table(reasons, title, columns, csv="gaps by reason", summary="Show the reasons")


def lacking_table(states: pd.DataFrame) -> Block:
    """Return the occupations that lack something: what each lacks, a row an occupation and reason."""
    gaps = states[states["state"] == NONE]
    lacking = gaps.assign(label=gaps["section"].map(LABELS), why=gaps["reason"].map(REASONS))
    by_job = lacking.groupby(["soc_code", "occupation", "reason", "why"])["label"].agg("; ".join).reset_index()
    columns = {"Occupation": "occupation", "SOC code": "soc_code", "Lacks": "label", "Why": "why"}
    summary = f"The {by_job['soc_code'].nunique():,} occupations that lack something"
    return frame_table(by_job, "Occupations that lack figures", columns, csv="gaps", summary=summary)


def empty_table(missing: pd.DataFrame) -> Block:
    """Return which figures of the tables besides pay are empty and why: columns alike stand in one row."""
    found = missing[missing["table"] != "pay"]
    keys = ["table", "reason", "rows", "empty", "empty_pct"]
    merged = found.groupby(keys, sort=False)["column"].agg("; ".join).reset_index()
    columns: dict[str, Any] = {"Table": "table", "Columns": "column", "Why the figure is empty": "reason"}
    columns |= {"Empty in each": ("empty", count), "Rows": ("rows", count), "Share": ("empty_pct", pct)}
    title, summary = "Empty figures by table and reason", "Empty figures of every table"
    return frame_table(merged, title, columns, csv="empty figures", summary=summary)


def footnotes_table(footnotes: pd.DataFrame) -> Block:
    """Return how many cells of each measure of the pay table are published, and which footnote empties the others."""
    codes = [str(name).removeprefix("code_") for name in footnotes if str(name).startswith("code_")]
    meanings = load("footnotes").set_index("footnote_code")["meaning"]
    told = "".join(f"<p>Footnote {esc(code)}: {esc(meanings[code])}</p>" for code in codes)
    columns: dict[str, Any] = {"Measure": "measure", "Published": ("published", count)}
    columns |= {f"Footnote {code}": (f"code_{code}", count) for code in codes}
    columns |= {"Not given for the nation": ("areas_only", count), "Cells": ("rows", count)}
    rows = footnotes.assign(measure=[MEASURES[code][1] for code in footnotes["datatype"]])
    table = frame_table(rows, "Cells of the pay table by footnote", columns, csv="footnotes")
    return Block(told + table.html, "table", summary="Footnotes of the pay table")


# --- how lists match -------------------------------------------------------------------------------------------------


def match_finding(lists: pd.DataFrame) -> Block:
    """Return how many occupations of the pay survey have a line of their own in the other lists."""
    rows = lists.set_index("crosswalk")
    census, onet = (rows.loc[f"pay survey to {name}"] for name in ("Census list of the survey", "O*NET"))
    return sentences(
        [
            f"{census['exact']:,} of {census['codes']:,} occupations have a line of their own in the household survey,"
            f" {onet['exact']:,} in O*NET",
            "The others share a wider line, or lie on several; nothing is averaged to make a match.",
        ]
    )


def matches(frame: pd.DataFrame) -> pd.DataFrame:
    """Return how the codes of each list are matched, for `plots.stacked_bars`: exact, shared, none, and the total."""
    shared = frame["parent group"] + frame["several"]
    parts = {"exact": frame["exact"], "shared": shared, "none": frame["none"], "total": frame["codes"]}
    blocks = [
        _bars(frame["crosswalk"].map(capital), 100 * values / frame["codes"], "codes").assign(
            part=part, text=[count(v) for v in values]
        )
        for part, values in parts.items()
    ]
    return pd.concat(blocks, ignore_index=True)


def matches_table(frames: list[pd.DataFrame]) -> Block:
    """Return each crosswalk with the number of its codes by quality."""
    columns: dict[str, Any] = {"From and to": "crosswalk", "Table": "table"}
    columns |= _BY_QUALITY | {"Codes": ("codes", count)}
    return frame_table(pd.concat(frames), "Crosswalks by quality", columns, csv="crosswalks", summary="Show the counts")


def _bars(labels: "pd.Series[str]", values: "pd.Series[float]", role: str = "occupations") -> pd.DataFrame:
    named = pd.Categorical([role] * len(labels), [role])
    numbers = values.to_numpy(float)
    text = [count(float(v)) for v in numbers]
    return pd.DataFrame({"role": named, "label": labels.to_numpy(object), "note": "", "value": numbers, "text": text})


def _texts(title: str, head: list[str], rows: Sequence[tuple[str, ...]], **about: str) -> Block:
    return frame_table(pd.DataFrame(rows, columns=head), title, dict(zip(head, head, strict=True)), **about)


def _linked(source: Source) -> str:
    url = link(source.url)
    return f'<a href="{esc(url)}">{esc(source.title)}</a>' if url else esc(source.title)


def _date(iso: str) -> str:
    return f"{pd.Timestamp(iso):%B %-d, %Y}" if iso else "on no recorded date"


def _rows(name: str, source_id: str = "") -> int:
    """Return the rows of a table; those from one source where the table says which source a row is from."""
    if source_id and "source_id" in ALL[name].names:
        return int((load(name, columns=["source_id"])["source_id"] == source_id).sum())
    return len(load(name, columns=list(ALL[name].key[:1])))
