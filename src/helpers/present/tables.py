"""Frames to HTML tables: one declared column at a time, a reason wherever a figure is missing.

Each figure carries its source cell (`data-cell`), error and note for the passport, and its full value (`data-value`)
where the text shown is rounded or worded, for sorting and for the CSV.
"""

import html
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

import pandas as pd

from helpers import formats
from helpers.formats import is_missing
from helpers.present.html import Html, markup
from helpers.present.passports import parse_cell, source_note

TALL = 20
"""Rows above which a table scrolls in a frame of its own on screen."""
_ONE_LINE = 18
Format = str | Callable[[Any], str]


@dataclass(frozen=True)
class Col:
    """One column of a table.

    `value` names the frame's column; the rest name columns that go with it: `text` shown where there is no value,
    `reason` why there is neither, `error` the relative standard error in percent, `note` a remark shown small, `cell`
    the source cell, `unit` the row's unit (else `format` is the one unit, or a function value -> text or `Html`).
    `sign` puts a plus before gains. `header` makes it the row's header. `side` is `a` or `b` for the mark of a role.
    `group` is a heading over neighbouring columns. `long` lets the text wrap as prose. `show_error` false keeps the
    error in the passport only. A column of `Html` needs the dtype object: pandas turns a list of them to plain text.
    """

    value: str
    label: str
    format: Format = "text"
    unit: str | None = None
    text: str | None = None
    reason: str | None = None
    error: str | None = None
    note: str | None = None
    cell: str | None = None
    sign: bool = False
    header: bool = False
    side: str = ""
    group: str = ""
    long: bool = False
    show_error: bool = True

    @property
    def numeric(self) -> bool:
        """Return whether the column holds figures, which stand to the right."""
        return self.unit is not None or (isinstance(self.format, str) and self.format != "text")


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
    rows = frame.to_dict("records")
    label = next((column.value for column in columns if column.header), None)
    body, cells = [], {}
    for row in rows:
        tds = []
        for column in columns:
            place = ", ".join(filter(None, (_plain(row.get(label)), column.group, column.label)))
            tds.append(_cell(row, column, place=place))
            if column.cell and not is_missing(row.get(column.cell)):
                cells[place] = str(row[column.cell])
        body.append(f"<tr>{''.join(tds)}</tr>")
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
        f'aria-label="{_attribute(caption)}"><table class="{classes}" '
        f'data-name="{_attribute(file_name)}"><caption><span>{markup(caption)}</span></caption>'
        f"<thead>{_head(columns)}</thead><tbody>{''.join(body)}</tbody></table></div>"
        f"{foot}{source_note(cells)}</div>"
    )


def column_of(frame: pd.DataFrame, make: Callable[[dict[Any, Any]], object]) -> "pd.Series[Any]":
    """Return what `make` gives for each row, as it is: pandas would turn a list of `Html` into plain text."""
    return pd.Series([make(row) for row in frame.to_dict("records")], index=frame.index, dtype="object")


def if_there(frame: pd.DataFrame, name: str) -> str | None:
    """Return the column's name if the frame has it, else None, as the optional parts of a `Col` want it."""
    return name if name in frame else None


def _kind(text: str) -> str:
    """Return the class of a figure or text in a cell: a figure keeps to one line, a longer text may break."""
    return "v" if len(text) <= _ONE_LINE else "v wrap"


def _plain(text: object) -> str:
    if is_missing(text):
        return ""
    return html.unescape(re.sub(r"<[^>]+>", "", text)) if isinstance(text, Html) else str(text)


def _attribute(text: object) -> str:
    return html.escape(str(text), quote=True)


def _head(columns: Sequence[Col]) -> str:
    if not any(column.group for column in columns):
        cells = "".join(_head_cell(column.label, column, "col") for column in columns)
        return f"<tr>{cells}</tr>"
    upper, lower = [], []
    for group, members in groupby(columns, key=lambda column: column.group):
        inside = list(members)
        if group:
            upper.append(_head_cell(group, inside[0], "colgroup", f' colspan="{len(inside)}"'))
            lower += [_head_cell(column.label, replace(column, side=""), "col") for column in inside]
        else:
            upper += [_head_cell(column.label, column, "col", ' rowspan="2"') for column in inside]
    return f"<tr>{''.join(upper)}</tr><tr>{''.join(lower)}</tr>"


def _head_cell(label: str, column: Col, scope: str, span: str = "") -> str:
    mark = {"a": "●", "b": "◆", "": ""}[column.side]
    shown = markup(label)
    if mark:
        shown = (
            f'<span class="role-{column.side}"><span class="mark" aria-hidden="true">{mark}&nbsp;</span>'
            f"<bdi>{shown}</bdi></span>"
        )
    number = ' class="num"' if column.numeric else ""
    return f'<th scope="{scope}"{span}{number}>{shown}</th>'


def _cell(row: dict[Any, Any], column: Col, *, place: str) -> str:
    def get(name: str | None) -> Any:
        value = row.get(name) if name else None
        return None if is_missing(value) else value

    value, note = get(column.value), get(column.note)
    error = get(column.error) if value is not None else None
    unit = get(column.unit) if column.unit else column.format
    attributes, text = [], ""
    if value is not None and not (isinstance(value, float) and math.isinf(value)):
        text = _text(value, unit, sign=column.sign)
        if isinstance(value, (int, float)) and not isinstance(value, bool) and not _same_figure(text, value):
            attributes.append(f'data-value="{formats.in_full(value)}"')
    elif get(column.text) is not None:
        text = str(row[column.text]) if column.text else ""
    why = get(column.reason)
    if text and value is None and why is not None:
        note = str(why).removeprefix(text).lstrip(":;, ") or None
    if text:
        inner = text if isinstance(text, Html) else f'<span class="{_kind(text)}">{markup(text)}</span>'
        if error is not None and column.show_error:
            inner += f' <small class="error">RSE {formats.pct_1(error)}</small>'
        if note is not None:
            inner += f' <small class="why">{markup(note)}</small>'
    else:
        reason = note if note is not None else why
        if reason is None:
            raise ValueError(f"{place}: no value, and no reason why; give the reason in column {column.reason!r}")
        inner = f'<span class="why">{markup(reason)}</span>'
    if (cell := get(column.cell)) is not None:
        parse_cell(str(cell))
        attributes.append(f'data-cell="{_attribute(cell)}"')
        if error is not None:
            attributes.append(f'data-error="{error:g}"')
    classes = [name for name, on in (("num", column.numeric), ("long", column.long)) if on]
    if classes:
        attributes.append(f'class="{" ".join(classes)}"')
    joined = "".join(f" {attribute}" for attribute in attributes)
    if column.header:
        return f'<th scope="row"{joined}>{inner}</th>'
    return f"<td{joined}>{inner}</td>"


def _text(value: Any, unit: Format | None, *, sign: bool) -> str:
    if callable(unit):
        return unit(value)
    if isinstance(value, str):
        return value
    if unit is None or unit == "text":
        return str(value)
    return formats.figure(value, unit, sign=sign)


def _same_figure(text: str, value: float) -> bool:
    digits = text.replace(formats.MINUS, "-").translate(str.maketrans("", "", "$,%+ "))
    try:
        return float(digits) == float(value)
    except ValueError:
        return False
