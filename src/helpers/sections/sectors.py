"""Sectors: where the jobs of each role are, and what the same job pays in each sector."""

from typing import Any

import numpy as np
import pandas as pd

from helpers.base.formats import pct
from helpers.base.vocabulary import Reason
from helpers.base.words import capital, listed, plural
from helpers.comparison.facts import each
from helpers.comparison.pay_cells import PayGrid, stacked
from helpers.comparison.roles import Comparison, once
from helpers.sections.contract import Section
from helpers.sections.places import family_gaps, figure_cells, in_front, mean_column, pays
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.stats.means import Tally, tally
from helpers.tables.areas import NATION
from helpers.tables.load import load

SECTORS = {
    "11--12": "Farming and forestry",
    "21--22": "Mining, oil and gas",
    "22--23": "Utilities",
    "23--24": "Construction",
    "31--34": "Manufacturing",
    "42--43": "Wholesale",
    "44--46": "Retail",
    "48--50": "Transport and storage",
    "51--52": "Information and media",
    "52--53": "Finance and insurance",
    "53--54": "Real estate",
    "54--55": "Professional services",
    "55--56": "Company head offices",
    "56--57": "Staffing and support services",
    "61--62": "Schools and colleges",
    "62--63": "Health care and social services",
    "71--72": "Arts and entertainment",
    "72--73": "Hotels and restaurants",
    "81--82": "Other services",
    "99-100": "Government",
}
"""The 20 sectors of NAICS, which add up to all jobs -> their names in few words."""
GOVERNMENTS = {"999101": "Federal government", "999201": "State government", "999301": "Local government"}
"""Levels of government with their schools and hospitals: they overlap with the sectors and are in no family."""
_SECTOR_LEVEL = 2
CHART_ROWS = 8
LEAST_SHARE_PCT = 1.5
"""A sector stands in the chart if it holds this share of the jobs of a role."""


def sector_facts(c: Comparison) -> pd.DataFrame:
    """Return average pay, jobs and the share of the role's jobs in each sector and finer industry of the nation.

    Measures: average pay (`mean_column`), `employment` and `share_pct` (of the role's national jobs; cell of the jobs).
    Keys: `industry_code`, `industry` (in words; finer ones as the publisher names them), `sector` (one of the 20 that
    add up), `display_level` (2 is a sector or a level of government, 3 to 5 finer). Finer industries are listed where
    some role has a cell; published for the nation only, whatever the chosen area.
    """
    table = load("industries")
    known = pd.Index(c.cells.index.get_level_values("industry_code").unique())
    level = table["display_level"]
    table = table[(level == _SECTOR_LEVEL) | ((level > _SECTOR_LEVEL) & table["industry_code"].isin(known))]
    codes = table["industry_code"].to_list()
    plain = SECTORS | GOVERNMENTS
    industry = [plain.get(code) or str(name) for code, name in zip(codes, table["industry"], strict=True)]
    grid = PayGrid.of(c.cells, c.codes, industries=codes)
    total = PayGrid.of(c.cells, c.codes, areas=[NATION]).column("employment")["value"]
    jobs = grid.column("employment")
    share = jobs | {
        "value": 100 * jobs["value"] / np.repeat(total, len(codes)),
        "error_pct": np.full(len(jobs["why"]), np.nan),
    }
    share["why"] = np.where(np.isnan(share["value"]) & (share["why"] == ""), Reason.NO_JOB_COUNT, share["why"])
    column = mean_column(c)
    blocks = [
        (column, "Average pay", c.pay_unit, grid.column(column)),
        ("employment", "Jobs", "jobs", jobs),
        ("share_pct", "Share of the role's jobs", "pct", share),
    ]
    keys = table[["industry_code"]].assign(
        industry=industry, sector=[code in SECTORS for code in codes], display_level=table["display_level"]
    )
    return stacked(c.names, keys, blocks)


@once
def figures_of(c: Comparison, name: str) -> pd.DataFrame:
    """Return a role's average pay in the 20 sectors, indexed by industry_code, as `stats` takes figures.

    Columns: value, bound, error_pct, why, jobs, industry, cell, text.
    """
    frame = c.frame(sectors)
    ours = frame[(frame["role"] == name) & frame["sector"]]
    paid = ours[ours["measure"] == mean_column(c)].set_index("industry_code")
    jobs = ours.loc[ours["measure"] == "employment", "value"].to_numpy(float)
    return paid[["value", "bound", "error_pct", "why", "industry", "cell", "text"]].assign(jobs=jobs)


def gap_facts(c: Comparison) -> pd.DataFrame:
    """Return the gap of each later role to the first in each of the 20 sectors, judged as one family.

    Columns: role, against, `industry_code`, `industry`, then those of `stats.compare_family` as in `places.gap_facts`.
    """
    sides = [figures_of(c, name) for name in c.names]
    return family_gaps(c, sides, {"industry_code": sides[0].index, "industry": sides[0]["industry"].array})


def gaps(c: Comparison, later: str = "") -> pd.DataFrame:
    """Return the rows of `gap_facts` for one later role, the second unless named."""
    frame = c.frame(sector_gaps)
    return frame[frame["role"] == (later or c.names[1])]


def tally_of(c: Comparison, later: str = "") -> Tally:
    """Return in how many sectors the later role pays clearly more, clearly less, or neither."""
    return tally(gaps(c, later))


def largest(c: Comparison) -> pd.DataFrame:
    """Return the sector with most published jobs of each role that publishes any: role, industry, value, text, cell.

    `value` is the share in percent; `sure`, that no sector without a count can be larger.
    """
    frame = c.frame(sectors)
    shares = frame[(frame["measure"] == "share_pct") & frame["sector"] & frame["value"].notna()]
    uncounted = 100 - shares.groupby("role", observed=False)["value"].sum()
    top = shares.sort_values("value", ascending=False, kind="stable").drop_duplicates("role").sort_values("role")
    sure = top["value"].to_numpy(float) > uncounted.reindex(top["role"]).to_numpy(float)
    return top[["role", "industry", "value", "text", "cell"]].assign(sure=sure)


def says(c: Comparison) -> list[str]:
    """Return in which sector most jobs of one role are, or in how many a pair differs; the chart shows the shares."""
    top = {str(row.role): row for row in each(largest(c))}
    names = c.told_apart
    if not set(names) & set(top):
        return ["No sector publishes its jobs in these roles."]
    if len(names) > 2:
        return []
    said = _pay_by_sector(c, tally_of(c)) if len(names) == 2 else _where(c, top, names)
    return [said] if said else []


def _where(c: Comparison, top: dict[str, Any], names: list[str]) -> str:
    here = [name for name in names if name in top]
    places = {name: str(top[name].industry).lower() for name in here}
    if len(here) == 2 and len(set(places.values())) == 1:
        most = all(top[name].value > 50 for name in here)
        one = "The largest sector" if all(top[name].sure for name in here) else "The largest published sector"
        return f"Most jobs of both are in {places[here[0]]}." if most else f"{one} of both is {places[here[0]]}."
    parts = [
        f"most {c.jobs(name)} are in {places[name]}"
        if top[name].value > 50
        else f"the largest {'' if top[name].sure else 'published '}sector for {c.jobs(name)} is {places[name]}"
        for name in here
    ]
    same = [part.split(f"for {c.jobs(name)}")[0] for name, part in zip(here, parts, strict=True)]
    if len(parts) == 2 and same[0] == same[1] and "for" in parts[1]:
        parts[1] = f"for {c.jobs(here[1])} it is {places[here[1]]}"
    return f"{capital(listed(parts))}."


def _pay_by_sector(c: Comparison, found: Tally) -> str:
    if not found.compared:
        return ""
    ahead, more, less = in_front(c, found)
    many = found.compared
    if not more:
        return f"In none of {plural(many, 'sector')} with figures for both is it clear which pays more."
    if more == many:
        every = f"all {many} sectors" if many > 1 else "the one sector"
        return f"{capital(pays(c, ahead))} clearly more in {every} compared{c.of_nation}."
    rest = [f"less in {less}"] * bool(less) + [f"no clear difference in {found.none}"] * bool(found.none)
    return f"{capital(pays(c, ahead))} clearly more in {more} of {many} sectors{c.of_nation}, {', '.join(rest)}."


def largest_sectors(c: Comparison) -> pd.DataFrame:
    """Return the shares of the sectors with most jobs, as a chart of rows takes them: the largest first, at most eight.

    A sector stands here if it has 1.5 % of the jobs of a role. Columns as in `sector_facts`, with `label` (the sector).
    """
    frame = c.frame(sectors)
    names = c.told_apart
    shares = frame[(frame["measure"] == "share_pct") & frame["sector"] & frame["role"].isin(names)]
    most = shares.groupby("industry", sort=False)["value"].max().sort_values(ascending=False, kind="stable")
    kept = list(most[most >= LEAST_SHARE_PCT].head(max(4, CHART_ROWS - max(0, len(names) - 2))).index)
    rows = shares[shares["industry"].isin(kept)].copy()
    rows["text"] = ["no count" if v != v else pct(v) if v >= 1 else "<1%" for v in rows["value"]]
    rows["label"], rows["note"] = rows["industry"], ""
    place = rows["industry"].map({name: number for number, name in enumerate(kept)})
    return rows.assign(place=place).sort_values(["place", "role"], kind="stable").drop(columns="place")


def tabulate(c: Comparison) -> Block:
    """Return jobs and average pay in the 20 sectors and three levels of government, and the verdict of a pair."""
    frame = c.frame(sectors)
    frame = frame[frame["display_level"] == _SECTOR_LEVEL]
    names = c.told_apart
    codes = frame["industry_code"].drop_duplicates()
    industry = frame.drop_duplicates("industry_code")["industry"]
    verdicts = {}
    if len(names) == 2:
        verdicts = {row.industry_code: esc(row.verdict) for row in each(gaps(c))}
    columns = [figure_cells(frame, name, measure) for measure in ("employment", mean_column(c)) for name in names]
    head = ["Sector", *(f"Jobs, {name}" for name in names), *(f"Pay, {name}" for name in names)]
    if verdicts:
        columns.append([verdicts.get(code, "not in the comparison: overlaps") for code in codes])
        head.append("Is the pay gap real?")
    rows = zip(map(esc, industry), *columns, strict=True)
    html = data_table(
        f"Jobs and average pay by sector{c.of_nation}", head, rows, right=range(1, 2 * len(names) + 1), csv="sectors"
    )
    return Block(html, "table", summary="Jobs and pay by sector")


sectors = Section("sectors", "Where the jobs are", sector_facts, says, tabulate)
sector_gaps = Section("sector_gaps", "The gap in every sector", gap_facts, lambda _: [], tabulate)
