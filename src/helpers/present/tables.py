"""Frames to HTML tables: one declared column at a time, a reason wherever a figure is missing.

Each figure carries its source cell (`data-cell`), error and note for the passport, and its full value (`data-value`)
where the text shown is rounded or worded, for sorting and for the CSV.
"""

import html
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pandas as pd

from helpers.formats import is_missing
from helpers.present.cells import Col, attribute, cell_html
from helpers.present.html import Html, markup
from helpers.present.passports import shared_keys, source_note

TALL = 20
"""Rows above which a table scrolls in a frame of its own on screen."""


def table(
    frame: pd.DataFrame,
    columns: Sequence[Col],
    *,
    caption: str,
    sortable: bool = False,
    note: str = "",
    name: str = "",
    kind: str = "",
) -> Html:
    """Return the rows as a table in a wrapper that scrolls sideways by itself, with its source note below.

    `name` is the file name of the CSV (made from the caption if empty), `note` a line under the table, `kind` a class
    for the style sheet. Raises ValueError if a value is missing without text or reason, naming row and column: a table
    shows no empty cell. A frame without rows gives a remark in its place.
    """
    if frame.empty:
        return Html(f'<div class="callout missing"><p><strong>Not shown.</strong> No rows: {markup(caption)}</p></div>')
    used = {name for column in columns for name in column.names}
    rows = (frame[[name for name in frame.columns if name in used]] if len(frame) > TALL else frame).to_dict("records")
    label = next((column.value for column in columns if column.header), None)
    body, cells = [], {}
    shared = shared_keys(rows, [column.cell for column in columns if column.cell]) if len(rows) > TALL else None
    for i, row in enumerate(rows):
        tds = []
        for column in columns:
            place = ", ".join(filter(None, (_plain(row.get(label)), column.group, column.label)))
            tds.append(cell_html(row, column, place=place, carry_cell=shared is None))
            if column.cell and not is_missing(row.get(column.cell)):
                cells[place] = str(row[column.cell])
        key = f' data-key="{attribute(shared.keys[i])}"' if shared else ""
        body.append(f"<tr{key}>{''.join(tds)}</tr>")
    file_name = name or "-".join("".join(c if c.isalnum() else " " for c in caption.lower()).split()[:8])
    classes = " ".join(
        filter(
            None, ("figures", kind, "sortable" if sortable else "", "cards" if not sortable and kind != "pair" else "")
        )
    )
    tall = " tall" if len(body) > TALL else ""
    foot = f'<p class="note">{markup(note)}</p>' if note else ""
    return Html(
        f'<div class="table-block"><div class="scroll{tall}" role="group" tabindex="0" '
        f'aria-label="{attribute(caption)}"><table class="{classes}" '
        f'data-name="{attribute(file_name)}"><caption><span>{markup(caption)}</span></caption>'
        f"<thead>{_head(columns, shared.patterns if shared else {})}</thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>{foot}{source_note(cells)}</div>"
    )


def column_of(frame: pd.DataFrame, make: Callable[[dict[Any, Any]], object]) -> "pd.Series[Any]":
    """Return what `make` gives for each row, as it is: pandas would turn a list of `Html` into plain text."""
    return pd.Series([make(row) for row in frame.to_dict("records")], index=frame.index, dtype="object")


def if_there(frame: pd.DataFrame, name: str) -> str | None:
    """Return the column's name if the frame has it, else None, as the optional parts of a `Col` want it."""
    return name if name in frame else None


def _plain(text: object) -> str:
    if is_missing(text):
        return ""
    return html.unescape(re.sub(r"<[^>]+>", "", text)) if isinstance(text, Html) else str(text)


def _head(columns: Sequence[Col], patterns: Mapping[str, str]) -> str:
    grouped = any(column.group for column in columns)
    upper: list[str] = []
    lower: list[str] = []
    for group, members in groupby(columns, key=lambda column: column.group):
        inside = list(members)
        if group:
            side = inside[0].side if len({column.side for column in inside}) == 1 else ""
            shown = replace(inside[0], side=side)
            upper.append(_head_cell(group, shown, "colgroup", f' colspan="{len(inside)}"'))
        span = ' rowspan="2"' if grouped and not group else ""
        for column in inside:
            head = _head_cell(column.label, replace(column, side="") if group else column, "col", span, patterns)
            (lower if group else upper).append(head)
    return f"<tr>{''.join(upper)}</tr>" + (f"<tr>{''.join(lower)}</tr>" if lower else "")


def _head_cell(label: str, column: Col, scope: str, span: str, patterns: Mapping[str, str] | None = None) -> str:
    mark = {"a": "●", "b": "◆", "": ""}[column.side]
    shown = markup(label)
    if mark:
        shown = (
            f'<span class="role-{column.side}"><span class="mark" aria-hidden="true">{mark}&nbsp;</span>'
            f"<bdi>{shown}</bdi></span>"
        )
    number = ' class="num"' if column.numeric else ""
    pattern = (patterns or {}).get(column.cell or "")
    cells = f' data-cells="{attribute(pattern)}"' if pattern else ""
    return f'<th scope="{scope}"{span}{number}{cells}>{shown}</th>'
