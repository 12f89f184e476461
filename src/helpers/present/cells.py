"""One cell of a table: the figure in the way of its unit, with error and note, or the reason there is none.

A figure carries its source cell (`data-cell`) for the passport, and its full value (`data-value`) where the
text shown is rounded or worded, for sorting and for the CSV.
"""

import html
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from helpers import formats
from helpers.formats import is_missing
from helpers.present.html import Html, markup
from helpers.present.passports import parse_cell

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
    def names(self) -> tuple[str, ...]:
        """Return the columns of the frame that it shows."""
        named = (self.value, self.unit, self.text, self.reason, self.error, self.note, self.cell)
        return tuple(name for name in named if name)

    @property
    def numeric(self) -> bool:
        """Return whether the column holds figures, which stand to the right."""
        return self.unit is not None or (isinstance(self.format, str) and self.format != "text")


def cell_html(row: dict[Any, Any], column: Col, *, place: str, carry_cell: bool = True) -> str:
    """Return one cell; `place` names it in the error, `carry_cell` false leaves its source cell to row and column.

    Raises ValueError where a value is missing without text or reason, and for a source cell that leads nowhere.
    """

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
            attributes.append(f'data-value="{value:.7g}"')
    elif get(column.text) is not None:
        text = str(row[column.text]) if column.text else ""
    why = get(column.reason)
    if text and value is None and why is not None:
        note = str(why).removeprefix(text).lstrip(":;, ") or None
    if text:
        inner = markup(text)
        if error is not None and column.show_error:
            inner += f" <small>RSE {formats.pct_1(error)}</small>"
        if note is not None:
            inner += f' <small class="why">{markup(note)}</small>'
    else:
        reason = note if note is not None else why
        if reason is None:
            raise ValueError(f"{place}: no value, and no reason why; give the reason in column {column.reason!r}")
        inner = markup(reason)
    if (cell := get(column.cell)) is not None:
        parse_cell(str(cell))
        if carry_cell:
            attributes.append(f'data-cell="{attribute(cell)}"')
        if error is not None and not column.show_error:
            attributes.append(f'data-error="{error:g}"')
    classes = [
        name
        for name, on in (
            ("num", column.numeric),
            ("long", column.long or (len(text) > _ONE_LINE and not isinstance(text, Html))),
            ("why", not text),
        )
        if on
    ]
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


def attribute(text: object) -> str:
    """Return a text as it can stand inside an attribute."""
    return html.escape(str(text), quote=True)
