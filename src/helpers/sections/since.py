"""Pay and jobs since 2021: the employer survey's national estimates of five Mays, pay relative to all occupations."""

import math
from typing import Any

import pandas as pd

from helpers.base.formats import count, pct
from helpers.base.vocabulary import Reason
from helpers.base.words import listed
from helpers.comparison.facts import NO_FIGURE, Fact, charted, each, facts
from helpers.comparison.matches import EVERYONE, rows_of
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.show.blocks import Block, data, esc
from helpers.show.tables import data_table
from helpers.stats.means import compare_means, figures
from helpers.tables.pay import FIRST_YEAR

RATIO, JOBS = "relative_pay", "employment"
WARNING = (
    "Each May pools three years of panels, so a turn shows late, and the publisher advises against reading its years as"
    " a series; only the first and the last, which share no panel, are held against each other."
)


def since_facts(c: Comparison) -> pd.DataFrame:
    """Return each role's mean pay in percent of that of all occupations, and its jobs, a row a year; key `year`.

    Pay is by the year, or by the hour where a role has no other. The ratio is ours: its `error_pct` joins the published
    errors of role and all occupations of that year.
    """
    kind = c.pay_kind or "annual"
    by_code = rows_of("pay_years", "soc_code")
    everyone = {row["year"]: row for row in by_code[EVERYONE]}
    rows: list[Fact] = []
    for name, code in zip(c.names, c.codes, strict=True):
        own = {row["year"]: row for row in by_code.get(code, [])}
        for year, whole in everyone.items():
            rows += _year(name, code, own.get(year), whole, kind)
    return facts(c.names, rows)


def _year(name: str, code: str, row: dict[str, Any] | None, whole: dict[str, Any], kind: str) -> list[Fact]:
    """Return relative pay and jobs of one role in one year, or why there is none."""
    year, mean = int(whole["year"]), f"{kind}_mean_usd"
    plan = (
        (RATIO, f"Average pay against all occupations, {year}", "pct", mean),
        (JOBS, f"Jobs, {year}", "jobs", "employment"),
    )
    found = []
    for measure, label, unit, column in plan:
        about: dict[str, Any] = {"keys": {"year": year}}
        if row is None or pd.isna(row[column]):
            about["why"] = Reason.NOT_LISTED if row is None else _why(row[f"{column}_note"])
        elif measure == RATIO:
            about["value"] = 100 * float(row[mean]) / float(whole[mean])
            about["error_pct"] = math.hypot(row["wage_rse_pct"], whole["wage_rse_pct"])
            about["note"] = f"{code} over all occupations, May {year}; errors of both joined"
        else:
            about |= {"value": float(row[column]), "error_pct": float(row["employment_rse_pct"])}
        if "value" in about:
            about["cell"] = f"pay_years/{code}|{year}/{column}"
        found.append(Fact(name, measure, label, unit, **about))
    return found


def _why(note: object) -> Reason:
    return Reason.of_footnote(str(note)) if str(note) in ("4", "5", "8") else Reason.NOT_GIVEN


def changes(c: Comparison) -> pd.DataFrame:
    """Return the first year held against the last, a row a role: `role`, `first`, `last`, `gap_pct`, `verdict`.

    `first` and `last` are pay in percent of all occupations'; tested by both years' errors, four figures in all.
    """
    frame = c.frame(since)
    frame = frame[frame["measure"] == RATIO]
    years = (frame["year"].min(), frame["year"].max())
    sides = [
        figures(own["value"].to_numpy(), own["error_pct"].to_numpy(), why=own["why"].to_numpy(dtype=object))
        for year in years
        for own in [frame[frame["year"] == year]]
    ]
    found = compare_means(sides[0], sides[1], **c.judged)
    named = pd.DataFrame({"role": list(c.names), "first": sides[0]["value"], "last": sides[1]["value"]})
    return named.join(found[["gap", "gap_low", "gap_high", "gap_pct", "verdict", "why"]])


def relative(c: Comparison) -> pd.DataFrame:
    """Return pay in percent of all occupations', a row a role and May, for a chart of five points a role."""
    frame = c.frame(since)
    frame = frame[frame["measure"] == RATIO]
    return charted(frame.drop(columns="cell"), pct, label=frame["year"].astype(str))


def says(c: Comparison) -> list[str]:
    """Return each role's pay beside that of all occupations in the first year and the last, with the verdict."""
    frame, found = c.frame(since), changes(c)
    years = f"{frame['year'].min()} and {frame['year'].max()}"
    told = [
        f"{row.role} {pct(row.first, places=1)} and {pct(row.last, places=1)} ({row.verdict})"
        for row in each(found[found["gap"].notna()])
    ]
    if not told:
        return [f"Pay of {listed(c.names, 'or')} cannot be held against {years.partition(' ')[0]}"]
    return [f"Average pay in percent of all occupations’, May {years}: {'; '.join(told)}"]


def tabulate(c: Comparison) -> Block:
    """Return pay and jobs of each May with their errors, and the first year held against the last."""
    frame, rows = c.frame(since), []
    if frame["value"].isna().all():
        return data()
    for year, own in frame.groupby("year"):
        by = {(str(row.role), row.measure): row for row in each(own)}
        cells = [_cell(by[name, measure]) for name in c.names for measure in (RATIO, JOBS)]
        rows.append([f"May {year}", *cells])
    head = ["", *(f"{words}, {name}" for name in c.names for words in ("Pay, % of all occupations’", "Jobs"))]
    title = f"Pay beside all occupations, and jobs, with relative standard errors{c.of_nation}"
    html = data_table(title, head, rows, right=range(1, len(head)), csv="since")
    return Block(f"<p>{esc(f'{says(c)[0]}. {WARNING}')}</p>{html}", "table", summary=f"Since {FIRST_YEAR}")


def _cell(row: Any) -> str:
    if row.value != row.value:
        return esc(f"{NO_FIGURE}: {row.why}")
    return esc(f"{pct(row.value, places=1) if row.measure == RATIO else count(row.value)} ({row.error_pct:.1f}%)")


since = Section("since", "Pay and jobs since 2021", since_facts, says, tabulate)
