"""Data tables: one compact markup, read by column and row headers, and taken to CSV by the page's script."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from helpers.show.blocks import Block, esc


def data_table(
    caption: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    *,
    right: Iterable[int] = (),
    csv: str = "",
    tight: bool = False,
) -> str:
    """Return a table: `head` is plain text, the cells of `rows` are HTML, the first cell of each row is its header.

    `right` are the columns set flush right; `csv` is the table's name in the download, else its caption; a `tight` one
    is as narrow as its cells. Raises
    ValueError for a row that is not as long as the head: a table shows no cell under the wrong heading. An empty cell
    says that nothing is given. Without rows it is a sentence.
    """
    body = []
    for row in rows:
        if len(row) != len(head):
            raise ValueError(f"{caption}: a row has {len(row)} cells under {len(head)} headings: {row[0]!r}")
        body.append(f"<tr><th scope=row>{row[0]}" + "".join(f"<td>{cell or NOTHING}" for cell in row[1:]))
    if not body:
        return f'<p class="none">{escape(caption)}: no rows.</p>'
    flush = " ".join(["data", *["tight"] * tight, *(f"q{i + 1}" for i in sorted(set(right)))])
    name = f' data-csv="{escape(csv)}"' if csv else ""
    top = "".join(f"<th scope=col>{escape(title) or NAMELESS}" for title in head)
    return (
        f'<div class="tw" tabindex="0" role="region" aria-label="{escape(caption)}"><table class="{flush}"{name}>'
        f"<caption>{escape(caption)}</caption><thead><tr>{top}</thead><tbody>{''.join(body)}</tbody></table></div>"
    )


def frame_table(
    frame: pd.DataFrame,
    caption: str,
    columns: Mapping[str, str | tuple[str, Callable[[Any], str]]],
    *,
    csv: str,
    kind: str = "table",
    **meta: Any,
) -> Block:
    """Return the rows of a frame as a table: under each heading a column of texts, or one of figures and their form.

    Figures are set flush right. `meta` is what the block says of itself, such as `summary`.
    """
    forms = [(one, esc) if isinstance(one, str) else one for one in columns.values()]
    cells = [[form(value) for value in frame[name]] for name, form in forms]
    right = [place for place, one in enumerate(columns.values()) if not isinstance(one, str)]
    return Block(data_table(caption, list(columns), zip(*cells, strict=True), right=right, csv=csv), kind, **meta)


NOTHING = "not given"
"""What stands in a cell that a row has no figure or word for: no cell is blank."""
NAMELESS = '<span class="sr">Row</span>'
