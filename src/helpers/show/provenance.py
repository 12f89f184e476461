"""Passports: where a number comes from, one tap away: exact value, give or take, publisher, retrieval, cell in words.

`number` and `derived` return a button; the passport that it opens is kept aside under an id made of its content and
goes into the output's metadata with the block that holds the button, so a page writes each passport once. The page
writes `popovers` for the screen and numbered notes for paper.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from html import escape
from typing import Any
from urllib.parse import urlsplit

from helpers.base.formats import UNITS, is_missing
from helpers.base.words import plural
from helpers.tables.sources import sources_of
from helpers.tables.spec import ALL

Passport = dict[str, Any]
MOST_CELLS = 3
"""Cells that the passport of a computed figure names one by one."""
Z_90 = 1.645
"""Standard errors on either side of a 90 % interval."""
_KEPT: dict[str, Passport] = {}
_PLAIN = ContextVar("plain", default=False)
_TARGET = re.compile(r'popovertarget="(p[0-9a-f]{8})"')
_EVERYWHERE = {"area_code": ("0000000", "United States"), "industry_code": ("000000", "")}


@contextmanager
def plain_numbers(*, plain: bool = True) -> Iterator[None]:
    """Write figures as text without passports within: for long tables of many roles, whose passports outweigh them."""
    before = _PLAIN.set(plain)
    try:
        yield
    finally:
        _PLAIN.reset(before)


def number(row: Any, what: str = "", *, shown: str | None = None) -> str:
    """Return the figure of a row of facts as a button that opens its passport; `shown` is its text if not `row.text`.

    `row` is a Series, a named tuple or a mapping with the columns of a facts frame. Its keys `occupation`, `area` and
    `industry`, where it has them, put the cell into words. A row without a cell is text without a button.
    """
    text = str(_of(row, "text") if shown is None else shown)
    cell = str(_of(row, "cell"))
    if not cell or _PLAIN.get():
        return escape(text)
    label = what or ", ".join(filter(None, (str(_of(row, "label")), str(_of(row, "role")))))
    notes = [str(_of(row, name)) for name in ("detail", "note") if _of(row, name)]
    about = {"what": label, "exact": _exact(row), "took": _give_or_take(row), "note": "; ".join(notes)}
    return _button(text, about | {"cells": [[cell_words(cell, row), cell]], "sources": _sources([cell])})


def derived(shown: str, what: str, how: str, cells: Sequence[str] = ()) -> str:
    """Return a figure that is computed as a button that opens how it was, and the cells that it was computed from."""
    if _PLAIN.get():
        return escape(shown)
    given = list(dict.fromkeys(cell for cell in cells if cell))
    listed = [[cell_words(cell), cell] for cell in given[:MOST_CELLS]]
    more = f"; from {len(given)} cells, of which the first:" if len(given) > MOST_CELLS else ""
    about = {"what": what, "exact": shown, "how": how + more, "cells": listed, "sources": _sources(given)}
    return _button(shown, about)


def charted(title: str, cells: Iterable[str]) -> str:
    """Return the button below a chart's title that opens the sources of what it draws; nothing if it names no cells."""
    given = list(dict.fromkeys(cell for cell in cells if cell))
    if not given:
        return ""
    listed = [[cell_words(cell), cell] for cell in given[:1]]
    how = f"drawn from {plural(len(given), 'published figure')}" + (", of which the first:" if len(given) > 1 else "")
    return _button("Source", {"what": title, "how": how, "cells": listed, "sources": _sources(given)}, " src")


def cell_words(cell: str, row: Any = None) -> str:
    """Return a cell (`table/key|key/column`) in words: occupation, area, industry, and what the column holds.

    Raises ValueError for a cell of no table, no column, or with a key of another length: no figure without its cell.
    """
    table, _, rest = cell.partition("/")
    key, _, column = rest.rpartition("/")
    if table not in ALL:
        raise ValueError(f"no table is called {table!r}: {cell!r}")
    parts, about = key.split("|"), {one.name: one.about for one in ALL[table].columns}
    if len(parts) != len(ALL[table].key) or column not in about:
        raise ValueError(f"{cell!r} is no cell of {table}: it wants {table}/{'|'.join(ALL[table].key)}/column")
    said = []
    for name, value in zip(ALL[table].key, parts, strict=True):
        thing = {"soc_code": "occupation", "onet_code": "occupation"}.get(name, name.removesuffix("_code"))
        code, everywhere = _EVERYWHERE.get(name, ("", ""))
        known = str(_of(row, thing) or "") if row is not None else ""
        said.append(everywhere if value == code else known or f"{thing.replace('_', ' ')} {value}")
    return "; ".join([*filter(None, said), re.sub(r" \(datatype \d+\)", "", about[column])])


def link(url: str) -> str:
    """Return an address that may stand in a link: http or https with a host; anything else gives an empty text."""
    url = url.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.hostname and not re.search(r"\s", url) else ""


def passports_in(html: str) -> dict[str, Passport]:
    """Return the passports that the buttons in our own HTML open, by id."""
    return {name: _KEPT[name] for name in dict.fromkeys(_TARGET.findall(html)) if name in _KEPT}


def popovers(passports: Iterable[Passport], codes: Mapping[str, str] | None = None) -> str:
    """Return the passports as popovers, which open without a script; `codes` names occupations and areas by code."""
    return "".join(_popover(passport, codes or {}) for passport in passports)


def numbered(passports: Iterable[Passport]) -> dict[str, dict[str, str]]:
    """Return the sources behind the passports by id, in the order of their first use: their numbers in print."""
    found: dict[str, dict[str, str]] = {}
    for passport in passports:
        for source in passport["sources"]:
            found.setdefault(source["id"], source)
    return found


def source_notes(passports: Iterable[Passport]) -> str:
    """Return the sources of the numbers as a numbered list behind a line that opens it, for where popovers are not."""
    lines = "".join(f"<li>{_source(source)}</li>" for source in numbered(passports).values())
    return f"<details><summary>Sources of these numbers</summary><ol>{lines}</ol></details>" if lines else ""


def note_of(source: Mapping[str, str]) -> str:
    """Return a source as it stands in a numbered note on paper: publisher, title, release, retrieval, address."""
    address = re.sub(r"^https?://(www\.)?", "", link(source["url"])).rstrip("/")
    parts = (source["publisher"], source["title"], source["release"], _retrieved(source), address)
    return escape(", ".join(part for part in parts if part))


def _button(shown: str, passport: Passport, kind: str = "") -> str:
    passport = {name: value for name, value in passport.items() if value or name in ("cells", "sources")}
    digest = hashlib.sha256(json.dumps(passport, sort_keys=True).encode()).hexdigest()[:8]
    _KEPT[f"p{digest}"] = {"id": f"p{digest}", **passport}
    source = "".join(f" s-{source['id'].replace('_', '-')}" for source in passport["sources"])
    return f'<button class="n{kind}{source}" popovertarget="p{digest}">{escape(shown)}</button>'


def _popover(passport: Passport, codes: Mapping[str, str]) -> str:
    name = passport["id"]
    terms = [(word, escape(passport[key])) for word, key in _TERMS if passport.get(key)]
    terms += [("Publisher", _source(source)) for source in passport["sources"]]
    for words, key in passport["cells"]:
        said = "; ".join(codes.get(part.rpartition(" ")[2], part) for part in words.split("; "))
        terms.append(("Cell", f"{escape(said)} <code>{escape(key)}</code>"))
    rows = "".join(f"<dt>{word}<dd>{value}" for word, value in terms)
    exact = f"<p class=big>{escape(passport['exact'])}</p>" if passport.get("exact") else ""
    return (
        f"<div class=pp id={name} popover><h3>{escape(passport['what'])}</h3>{exact}<dl>{rows}</dl>"
        f"<button popovertarget={name}>Close</button></div>"
    )


_TERMS = (("Give or take", "took"), ("Computed", "how"), ("Note", "note"))


def _source(source: Mapping[str, str]) -> str:
    """Return a source with a link to the publisher's page; without one if its address is not a web address."""
    address = link(source["url"])
    title = escape(f"{source['title']}, {source['release']}")
    title = f'<a href="{escape(address)}">{title}</a>' if address else title
    when = _retrieved(source)
    return f"{escape(source['publisher'])}: {title}{f'; {when}' if when else ''}"


def _retrieved(source: Mapping[str, str]) -> str:
    try:
        day = date.fromisoformat(source["retrieved"])
    except ValueError:
        return ""
    return f"retrieved {day.day} {day:%B %Y}"


def _sources(cells: Iterable[str]) -> list[dict[str, str]]:
    tables = dict.fromkeys(cell.partition("/")[0] for cell in cells)
    behind = {one.id: one for table in tables for one in sources_of(table)}
    wanted = ("id", "publisher", "title", "release", "retrieved", "url")
    return [{name: str(getattr(one, name)) for name in wanted} for one in behind.values()]


def _exact(row: Any) -> str:
    value, bound, words, unit = (_of(row, name) for name in ("value", "bound", "words", "unit"))
    if not is_missing(words):
        return str(words)
    if is_missing(value):
        return f"at least {_full(float(bound), str(unit))}" if not is_missing(bound) else str(_of(row, "text"))
    return _full(float(value), str(unit))


def _full(value: float, unit: str) -> str:
    """Return a value with its digits (of a computed one three behind the point) and its unit in words."""
    sign, size = ("−" if value < 0 else ""), abs(value)
    places = 2 if unit == "usd_per_hour" else 3 if size >= 1 else 6
    digits = f"{size:,.{places}f}"
    digits = digits if unit == "usd_per_hour" else digits.rstrip("0").rstrip(".")
    if unit.startswith("usd"):
        return f"{sign}${digits} {UNITS[unit].removeprefix('US dollars').strip()}".strip()
    return f"{sign}{digits}%" if unit == "pct" else f"{sign}{digits} {UNITS.get(unit, '')}".strip()


def _give_or_take(row: Any) -> str:
    value, error, unit = (_of(row, name) for name in ("value", "error_pct", "unit"))
    if is_missing(error) or is_missing(value):
        return ""
    half = abs(float(value)) * float(error) / 100 * Z_90
    size = _full(float(f"{half:.2g}") if half < 100 else round(half, -1 if half < 10_000 else -2), str(unit))
    return f"{size}, in 90 of 100 such surveys (relative standard error {float(error):g}%)"


def _of(row: Any, name: str) -> Any:
    """Return a field of a Series, mapping or named tuple, and an empty text where it has none or is missing."""
    value = row.get(name, "") if hasattr(row, "get") else getattr(row, name, "")
    return "" if is_missing(value) else value
