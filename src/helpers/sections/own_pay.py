"""A reader's own pay table beside the official figures: marked as theirs, never tested, in no frame of a section."""

from typing import Any

import pandas as pd

from helpers.base.formats import figure
from helpers.base.words import per, plural
from helpers.comparison.facts import NO_FIGURE, each, facts
from helpers.comparison.pay_cells import pay_fact
from helpers.comparison.roles import KINDS, UNITS, Comparison
from helpers.sections.contract import guarded
from helpers.show.blocks import Block, data, esc
from helpers.show.provenance import number, plain_numbers
from helpers.show.tables import data_table
from helpers.tables.areas import NATION
from helpers.tables.company_pay import load_company_pay

CAPTION = "Your own pay table: not official, not tested"
MOST_PLACES = 8
"""Places of one's own table that a page shows; the others are counted."""


def own_figures(c: Comparison) -> pd.DataFrame:
    """Return what the installed table has on the roles: one row a role, place and unit, most rows of a place first.

    Columns: role, area_code, area, unit, rows, lowest, middle, highest (of the rows, in the unit), since and until (the
    first and last date), titles (as the file names the role). Empty where nothing is installed.
    """
    found = load_company_pay(c.codes)
    parts = [found[found["soc_code"] == code].assign(name=name) for name, code in zip(c.names, c.codes, strict=True)]
    groups = pd.concat(parts).groupby(["name", "area_code", "area", "unit"], sort=False)
    frame = groups.agg(
        rows=("line", "size"),
        lowest=("pay_usd", "min"),
        middle=("pay_usd", "median"),
        highest=("pay_usd", "max"),
        since=("date", "min"),
        until=("date", "max"),
        titles=("role", lambda titles: "; ".join(dict.fromkeys(titles))),
    )
    frame = frame.reset_index().rename(columns={"name": "role"})
    return frame.sort_values("rows", ascending=False, kind="stable", ignore_index=True)


def own_words(row: Any) -> str:
    """Return one row of `own_figures` in words: `$52,000 to $61,000, middle $55,000 (3 rows, 2025-01 to 2026-03)`."""
    low, middle, high = (figure(float(row[name]), str(row["unit"])) for name in ("lowest", "middle", "highest"))
    dates = row["since"] if row["since"] == row["until"] else f"{row['since']} to {row['until']}"
    spread = low if low == high else f"{low} to {high}, middle {middle}"
    return f"{spread} ({plural(int(row['rows']), 'row')}, {dates})"


def own_pay(c: Comparison) -> Block:
    """Return the reader's own figures of each role by place, the official average of the place below; or nothing."""
    with plain_numbers(plain=len(c.names) > 2):
        return guarded(c, "Your own pay table", lambda: _table(c))


def _table(c: Comparison) -> Block:
    frame = own_figures(c)
    if frame.empty:
        return data()
    keys = frame[["area_code", "area", "unit"]].drop_duplicates()
    here = keys["area_code"] == c.area.area_code
    keys = pd.concat([keys[here], keys[~here]])
    rows = []
    for key in each(keys.head(MOST_PLACES)):
        mine = frame[(frame["area_code"] == key.area_code) & (frame["unit"] == key.unit)].set_index("role")
        cells = [_cell(c, mine, name, key) for name in c.names]
        place = "United States" if key.area_code == NATION else key.area
        rows.append([f"{esc(place)}, {per(key.unit)}", *cells])
    html = data_table(CAPTION, ["Place", *c.names], rows, right=range(1, len(c.names) + 1), csv="own pay")
    more = len(keys) - MOST_PLACES
    rest = f" {plural(more, 'more row')} of places and units not shown." if more > 0 else ""
    said = f'<p class="notes">From a file that whoever made this page has added.{rest}</p>'
    return Block(html.replace('class="data', 'class="data tight', 1) + said, "note", column=2)


def _cell(c: Comparison, mine: pd.DataFrame, name: str, key: Any) -> str:
    """Return a role's own figures in a place, its titles in the file, and the official average there."""
    kind = next(one for one in KINDS if UNITS[one] == key.unit)
    code, column = c.codes[c.names.index(name)], f"{kind}_mean_usd"
    words = {"role": name, "label": "Average", "unit": str(key.unit)}
    official = facts([name], [pay_fact(c.cells, code, column, area_code=str(key.area_code), **words)]).iloc[0]
    text = esc(f"{NO_FIGURE}: {official['why']}") if official["text"] == NO_FIGURE else number(official)
    below = f"<small>official average there {text}</small>"
    if name not in mine.index:
        return f"no row of yours<br>{below}"
    row = mine.loc[name]
    return f"{esc(own_words(row))}<br><small>{esc(row['titles'])}</small><br>{below}"
