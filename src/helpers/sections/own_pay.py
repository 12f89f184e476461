"""A reader's own pay table beside the official figures: marked as theirs, never tested, in no frame of a section."""

from typing import Any

import pandas as pd

from helpers.base.errors import UserError
from helpers.base.formats import figure
from helpers.base.words import per, plural
from helpers.comparison.facts import each, facts
from helpers.comparison.pay_cells import pay_fact
from helpers.comparison.roles import KINDS, UNITS, Comparison, once
from helpers.sections.contract import cell, guarded
from helpers.show.blocks import Block, data, esc
from helpers.show.provenance import plain_numbers
from helpers.show.tables import data_table
from helpers.tables.added import load_company_pay
from helpers.tables.areas import NATION

CAPTION = "Your own pay table: not official, not tested"
OWN_COLUMNS = "role area_code area unit rows lowest middle highest since until titles".split()  # noqa: SIM905
MARK = "your table, not official:"
MOST_PLACES = 8
"""Places of one's own table that a page shows; the others are counted."""


def own_figures(c: Comparison) -> pd.DataFrame:
    """Return what the installed table has on the roles: one row a role, place and unit, most rows of a place first.

    Columns: role, area_code, area, unit, rows, lowest, middle, highest (of the rows, in the unit), since and until (the
    first and last date), titles (as the file names the role). Empty where nothing is installed.
    """
    return _installed(c).copy(deep=False)


@once
def _installed(c: Comparison) -> pd.DataFrame:
    found = load_company_pay(c.codes)
    if found.empty:
        return pd.DataFrame(columns=OWN_COLUMNS)
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
    """Return one row of `own_figures` in words: `$52,000 to $61,000, middle $55,000 (3 rows, 2025-01 to 2026-03)`.

    Both dates are as exact as the less exact one.
    """
    low, middle, high = (figure(float(row[name]), str(row["unit"])) for name in ("lowest", "middle", "highest"))
    exact = min(len(row["since"]), len(row["until"]))
    dates = " to ".join(dict.fromkeys((row["since"][:exact], row["until"][:exact])))
    spread = low if low == high else f"{low} to {high}, middle {middle}"
    return f"{spread} ({plural(int(row['rows']), 'row')}, {dates})"


def own_row(c: Comparison, name: str, area_code: str = "") -> "pd.Series[Any] | None":
    """Return the row of `own_figures` of a role in just this place, the page's if none is given; None for none.

    In the unit of the page's pay if there are rows in it. With `allow_missing` a damaged table has no rows: the chapter
    on pay says so.
    """
    frame = _rows(c)
    here = frame[(frame["role"] == name) & (frame["area_code"] == (area_code or c.area.area_code))]
    if here.empty:
        return None
    return here.sort_values("unit", key=lambda unit: unit != c.pay_unit, kind="stable").iloc[0]


def _rows(c: Comparison) -> pd.DataFrame:
    try:
        return _installed(c)
    except UserError:
        if not c.settings.allow_missing:
            raise
        return pd.DataFrame(columns=OWN_COLUMNS)


def own_by_place(c: Comparison) -> dict[str, str]:
    """Return the notes on all roles of each place in the table, by its code: `nurse, your table, ...; dentist, ...`."""
    frame, found = _rows(c), dict[str, str]()
    for code in map(str, frame["area_code"].unique()):
        notes = {name: own_note(c, name, code) for name in c.names}
        found[code] = "; ".join(f"{name}, {note}" for name, note in notes.items() if note)
    return found


def own_note(c: Comparison, name: str, area_code: str = "") -> str:
    """Return what stands beside an official figure: `your table, not official: middle $55,000 (3 rows)`; or nothing."""
    row = own_row(c, name, area_code)
    if row is None:
        return ""
    middle = "" if row["lowest"] == row["highest"] else "middle "
    period = "" if row["unit"] == c.pay_unit else f" {per(row['unit'])}"
    return f"{MARK} {middle}{figure(row['middle'], row['unit'])}{period} ({plural(int(row['rows']), 'row')})"


def own_small(c: Comparison, name: str, area_code: str = "") -> str:
    """Return the note as a small line of HTML below an official figure; nothing where there is none."""
    note = own_note(c, name, area_code)
    return f"<small>{esc(note)}</small>" if note else ""


def by_period(row: Any) -> str:
    """Return a row of `own_figures` that is in another unit than its place calls for: `by the hour: $24.50 (...)`."""
    return f"by the {str(row['unit']).rpartition('_')[2]}: {own_words(row)}"


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
    html = data_table(CAPTION, ["Place", *c.names], rows, right=range(1, len(c.names) + 1), csv="own pay", tight=True)
    more = len(keys) - MOST_PLACES
    rest = f" {plural(more, 'more row')} of places and units not shown." if more > 0 else ""
    said = f'<p class="notes">From a file that whoever made this page has added.{rest}</p>'
    return Block(html + said, "note", column=2)


def _cell(c: Comparison, mine: pd.DataFrame, name: str, key: Any) -> str:
    """Return a role's own figures in a place, its titles in the file, and the official average there."""
    kind = next(one for one in KINDS if UNITS[one] == key.unit)
    code, column = c.codes[c.names.index(name)], f"{kind}_mean_usd"
    words = {"role": name, "label": "Average", "unit": str(key.unit)}
    official = facts([name], [pay_fact(c.cells, code, column, area_code=str(key.area_code), **words)]).iloc[0]
    below = f"<small>official average there {cell(official)}</small>"
    if name not in mine.index:
        other = own_row(c, name, str(key.area_code))
        return f"{'no row of yours' if other is None else esc(f'yours are {by_period(other)}')}<br>{below}"
    row = mine.loc[name]
    return f"{esc(own_words(row))}<br><small>{esc(row['titles'])}</small><br>{below}"
