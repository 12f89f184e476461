"""Frames and figures to HTML. Every function returns `Html`, which shows itself in a notebook and on the page.

Blocks: `show(block, …)` or `+` joins them; `sentences(text, …)`, `bullets(items)`, `callout(text, kind=…)` with kind
`note`, `caution` or `missing`, `details(summary, block, …)`, `columns(…)`, `key_facts(pairs)`, `handout(block, …)`
(first printed page), `print_only(…)`, `finding(text, …)` (the page in one line).
Names: `escape(text)` for Markdown cells and HTML, `bdi(text)`, `role_name(name, "a" | "b")`, `verdict(word)`.
Tables: `table(frame, [Col(…)], caption=…)`, `pair_table(frame, names, caption=…)`,
`place_table(frame, names, caption=…)`, `claims_table(frame, caption=…)`, `sources_list(sources)`.
Figures: `figure(axes, alt=…, caption=…)` with a chart of `helpers.charts`.
Passports: `passport(cell)`, `source_note(cells)`; tables carry them by themselves through the `cell` columns.
Formats (`helpers.formats`): `usd`, `usd_prose`, `hourly`, `pct`, `count`, `chance`.
"""

from helpers.formats import chance, count, hourly, pct, usd, usd_prose
from helpers.present.cells import Col
from helpers.present.claims import claims_table
from helpers.present.figures import figure
from helpers.present.html import (
    Html,
    bdi,
    bullets,
    callout,
    columns,
    details,
    escape,
    finding,
    handout,
    key_facts,
    print_only,
    role_name,
    sentences,
    show,
)
from helpers.present.pairs import pair_table, place_table
from helpers.present.passports import Cell, parse_cell, passport, records, source_note
from helpers.present.source_lists import sources_list
from helpers.present.tables import table
from helpers.present.verdicts import verdict

__all__ = [
    "Cell",
    "Col",
    "Html",
    "bdi",
    "bullets",
    "callout",
    "chance",
    "claims_table",
    "columns",
    "count",
    "details",
    "escape",
    "figure",
    "finding",
    "handout",
    "hourly",
    "key_facts",
    "pair_table",
    "parse_cell",
    "passport",
    "pct",
    "place_table",
    "print_only",
    "records",
    "role_name",
    "sentences",
    "show",
    "source_note",
    "sources_list",
    "table",
    "usd",
    "usd_prose",
    "verdict",
]
