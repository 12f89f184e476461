"""Where one role may lead: the occupations that O*NET relates to it, and those that need and pay more."""

import math
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers.base.formats import figure
from helpers.base.vocabulary import Reason
from helpers.base.words import money, per, plural
from helpers.comparison.facts import Fact, each, facts
from helpers.comparison.matches import cell_fact, line_of, occupation_names, onet_roles, row_of
from helpers.comparison.pay_cells import cells_of, pay_fact
from helpers.comparison.roles import Comparison
from helpers.sections.contract import Section
from helpers.sections.stepping import plain_names
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.tables.load import load

RELATED, ZONE, GROWTH = "related", "job_zone", "employment_change_pct"
MOST_ROWS = 6


def path_facts(c: Comparison) -> pd.DataFrame:
    """Return the occupations on the role's O*NET list, closest first, four rows each: `label` is the occupation.

    Measures: related (`words` the occupation), job_zone (1 to 5), the middle pay of the chosen area and
    employment_change_pct (the nation's). Keys: `rank` on the list, `onet_code`, `soc_code`; `zone_change` and `more`
    (pay beyond the role's own middle, a lower bound where the figure is one; NaN unknown); `up`, a higher zone and more
    pay. A role without a list has one row that says why.
    """
    name, code = c.names[0], c.codes[0]
    onet = onet_roles(c)[name]
    rows = load("related", where={"onet_code": [onet.code]}).sort_values("rank") if onet.code else pd.DataFrame()
    if rows.empty:
        keys = dict[str, Any](rank=0, onet_code="", soc_code="", zone_change=math.nan, more=math.nan, up=False)
        none = onet.missing(name, RELATED, "Related occupations", "text", Reason.NOT_GIVEN, **keys)
        return facts(c.names, [none])
    codes = pd.Series({row["onet_code"]: row["soc_code"] for row in load("onet_codes").to_dict("records")})
    lines = {str(row["soc_code"]): row for row in load("soc_codes").to_dict("records")}
    paid = {soc: lines[soc] for soc in codes.reindex(rows["related_onet_code"]).dropna()}
    cells = cells_of(sorted({str(line["pay_soc_code"]) for line in paid.values()}), c.area.area_code)
    own, zone = _middle(c, c.cells, name, code, "").value, _zone(onet.code)
    found: list[Fact] = []
    for row in each(rows):
        there = str(row.related_onet_code)
        if there not in codes.index:
            continue
        label, soc = plain_names().get(there, occupation_names()[there]), codes[there]
        pay = _middle(c, cells, name, str(paid[soc]["pay_soc_code"]), label)
        figures = [pay.value if math.isfinite(pay.value) else pay.bound, _zone(there)]
        keys = {"rank": int(row.rank), "onet_code": there, "soc_code": soc}
        keys |= {"zone_change": figures[1] - zone, "more": figures[0] - own}
        keys["up"] = keys["zone_change"] > 0 and keys["more"] > 0
        note = "" if paid[soc]["quality"] == "exact" else str(paid[soc]["match_note"])
        cell = f"related/{onet.code}|{row.rank}/related_onet_code"
        four = [
            Fact(name, RELATED, label, "text", words=label, cell=cell),
            _prepared(name, label, there),
            replace(pay, note=note),
            _grows(name, label, soc),
        ]
        found += [replace(fact, keys=keys) for fact in four]
    return facts(c.names, found)


def _middle(c: Comparison, cells: pd.DataFrame, role: str, code: str, label: str) -> Fact:
    column, area = f"{c.pay_kind or 'annual'}_median_usd", c.area.area_code
    return pay_fact(cells, code, column, role=role, label=label, unit=c.pay_unit, area_code=area)


def _zone(onet_code: str) -> float:
    row = row_of("job_zones", "onet_code", onet_code)
    return float(row["job_zone"]) if row else math.nan


def _prepared(role: str, label: str, onet_code: str) -> Fact:
    zone = _zone(onet_code)
    why = "" if math.isfinite(zone) else Reason.NOT_GIVEN
    return Fact(role, ZONE, label, "score", value=zone, why=why, cell=f"job_zones/{onet_code}/job_zone")


def _grows(role: str, label: str, soc_code: str) -> Fact:
    line = line_of(soc_code, "ep")
    row = row_of("projections", "ep_code", line.code) if line.code else None
    if row is None:
        return line.missing(role, GROWTH, label, "pct")
    return cell_fact(row, "projections", line.code, GROWTH, role=role, label=label, unit="pct", note=line.note)


def steps_up(c: Comparison) -> pd.DataFrame:
    """Return the related occupations that pay more and need no less preparation, those closest to the role first.

    At most `MOST_ROWS`, for a chart of bars: label, note (middle pay, and whether it needs more preparation), value
    (more pay), text.
    """
    frame = c.frame(paths)
    rows = frame[(frame["more"] > 0) & (frame["zone_change"] >= 0) & frame["measure"].str.endswith("_median_usd")]
    rows = rows.sort_values("rank", kind="stable").head(MOST_ROWS)
    note = [
        f"{row.text}{'' if row.bound == row.bound else f' {per(row.unit)}'}, {'more' if row.up else 'same'} preparation"
        for row in each(rows)
    ]
    text = [
        ("at least " if row.bound == row.bound else "") + figure(row.more, row.unit, sign=True) for row in each(rows)
    ]
    return rows.assign(note=note, value=rows["more"], text=text)


def says(c: Comparison) -> list[str]:
    """Return how many of the related occupations need more preparation and pay more, or why that is not known."""
    name, frame = c.names[0], c.frame(paths)
    related = frame[(frame["measure"] == RELATED) & (frame["why"] == "")]
    if related.empty:
        several = frame["why"].iloc[0] == Reason.SEVERAL
        stands = "Several O*NET occupations stand" if several else "No O*NET occupation with related ones stands"
        return [f"{stands} for {name}."]
    if related["more"].isna().all():
        return [f"Which related occupations pay more than {name} cannot be told: its middle pay is not published here."]
    up, level = int(related["up"].sum()), int(((related["zone_change"] == 0) & (related["more"] > 0)).sum())
    verb = ("needs", "pays") if up == 1 else ("need", "pay")
    told = f"{up} {verb[0]} more preparation and {verb[1]}" if up else "none needs more preparation and also pays"
    same = f"; with the same preparation {level} {'pays' if level == 1 else 'pay'} more" if level else ""
    return [f"Of the {plural(len(related), 'occupation')} O*NET relates to {name}, {told} more in the middle{same}."]


def tabulate(c: Comparison) -> Block:
    """Return every related occupation: preparation, middle pay, against the role's own, projected growth."""
    frame = c.frame(paths)
    rows = []
    for _, group in frame[frame["onet_code"] != ""].groupby("rank", sort=False):
        by: dict[str, Any] = {str(row.measure): row for row in each(group)}
        related = by[RELATED]
        middle = next(row for measure, row in by.items() if measure.endswith("_median_usd"))
        wider = f"<small>: {esc(middle.note)}</small>" if middle.note else ""
        more = "" if related.more != related.more else figure(related.more, c.pay_unit, sign=True)
        rows.append(
            [
                f"{related.rank}",
                esc(related.words) + wider,
                *map(_cell, (by[ZONE], middle)),
                esc(more),
                _cell(by[GROWTH]),
            ]
        )
    head = [
        "Place on the list",
        "Occupation",
        "Job zone",
        f"Middle pay {per(c.pay_unit)}",
        "More than here",
        f"Growth{c.of_nation}",
    ]
    html = data_table(f"Occupations that O*NET relates to {c.names[0]}", head, rows, right=(0, 2, 3, 4, 5), csv="paths")
    return Block(html if rows else "", "table", summary="Show related occupations")


def _cell(row: Any) -> str:
    return esc(f"no figure: {row.why}") if row.why and row.bound != row.bound else esc(row.text)


def own_middle(c: Comparison) -> str:
    """Return the role's own middle pay as a chart's subtitle names it; empty where it is not published."""
    value = _middle(c, c.cells, c.names[0], c.codes[0], "").value
    return f"middle pay {per(c.pay_unit)} over {money(value, c.pay_unit)} now" if math.isfinite(value) else ""


paths = Section("paths", "Paths up", path_facts, says, tabulate, roles=range(1, 2))
