"""The page's tools: own pay in every role, own area, and what a switch costs on one's own terms.

Each is a block of the kind `tool` whose numbers travel as JSON to the page's script; without a script it says where the
same figures stand. The three need no network, and what a reader types stays on the page.
"""

from collections.abc import Iterable, Mapping, Sequence
from html import escape

import pandas as pd

from helpers.base.formats import is_missing
from helpers.show.blocks import Block

_STEPS = '<p class="noscript">This needs script. The table below gives the same steps.</p>'
_AREAS = '<p class="noscript">This needs script. All areas stand in the annex.</p>'


def where_would_i_stand(
    names: Sequence[str], pay: Mapping[str, Sequence[Sequence[float]]], *, chart: str = ""
) -> Block:
    """Return the tool that places the reader's own pay among the workers of each role.

    `pay` maps `annual` and `hourly` (either may be absent) to the five percentiles 10, 25, 50, 75, 90 of each role; the
    first is chosen. `chart` is the name of the quantile dots into which the pay is drawn.
    """
    words = {"annual": "a year", "hourly": "an hour"}
    options = "".join(f'<option value="{kind}">{words[kind]}</option>' for kind in pay)
    html = (
        "<h3>Where would I stand?</h3><p>Type what you earn; it stays on this page.</p>"
        '<div class="f"><label>My pay, dollars<input id="mepay" inputmode="decimal" size="9" autocomplete="off" '
        f'value=""></label><label>per<select id="meper">{options}</select></label></div>'
        f'<div class="bars" id="meout" aria-live="polite">{_STEPS}</div>'
    )
    steps = {kind: [_short(five) for five in roles] for kind, roles in pay.items()}
    return Block(html, "tool", json={"names": list(names), "pay": steps, "chart": chart}, column=2)


def your_area(
    names: Sequence[str], places: pd.DataFrame, *, hourly: bool = False, start: str = "", here: str = ""
) -> Block:
    """Return the tool that shows the average pay of each role in any area.

    `places` has a row an area: `kind` (`state` or `metro`), `state` (postal code), `area` (name), `values` (a list, one
    average a role, NaN for none), `verdict` (words, for two roles) and, where they are known, `adjusted` (a list, at
    the nation's prices) and `own` (words on the reader's own figures). `start` is the state that is chosen first, and
    `here` the area in it.
    """
    verdicts = list(dict.fromkeys(str(v) for v in places.get("verdict", pd.Series(dtype=object)).fillna("")))
    rows = []
    for row in places.to_dict("records"):
        adjusted = row.get("adjusted")
        rows.append(
            [
                str(row["kind"])[0],
                row["state"] if row["kind"] == "state" or not _ends_with(row["area"], row["state"]) else "",
                row["area"],
                _short(row["values"]),
                verdicts.index(str(row.get("verdict") or "")) if verdicts else 0,
                _short(adjusted) if isinstance(adjusted, (list, tuple)) else [],
                *filter(None, [row.get("own")]),
            ]
        )
    html = (
        "<h3>Your area</h3><p>Pick a state, then a metro or rural area.</p>"
        '<div class="f"><label class="grow">State<select id="arst"><option value="">Choose a state</option></select>'
        '</label><label class="grow">Area<select id="arar" disabled><option value="">Whole state</option></select>'
        f'</label></div><output id="arout" for="arst arar">{_AREAS}</output>'
    )
    found = {"names": list(names), "places": rows, "verdicts": verdicts, "start": start, "here": here, "hourly": hourly}
    return Block(html, "tool", json=found, column=2, high=350)


def switch_calculator(names: Sequence[str], moves: Iterable[tuple[int, int]]) -> Block:
    """Return the calculator of a switch on the reader's own terms, for these moves from a role to another.

    The page fills it from what a block leaves as `switch`: see `sections.switch.switch_terms`.
    """
    options = "".join(f'<option value="{a} {b}">{escape(f"{names[a]} to {names[b]}")}</option>' for a, b in moves)
    html = (
        "<h3>A switch on your own terms</h3><p>No table here knows what training costs you. Your numbers stay here.</p>"
        f'<div class="f"><label class="grow">The move<select id="swmove">{options}</select></label>'
        '<label>Training costs, dollars<input id="swcost" inputmode="numeric" size="8" placeholder="0"></label>'
        '<label>Months without pay<input id="swmonths" inputmode="numeric" size="4"></label></div>'
        '<output id="swout" aria-live="polite"></output>'
    )
    return Block(html, "tool", column=2)


def _ends_with(area: str, state: str) -> bool:
    """Return whether the name of an area says its state itself: `Fresno, CA`."""
    return state in area.rpartition(", ")[2].split("-")


def _short(values: Sequence[float]) -> list[float | None]:
    return [None if is_missing(v) else _exact(float(v)) for v in values]


def _exact(value: float) -> float:
    """Return cents below $1,000, where pay is by the hour, else whole dollars, without a point."""
    return round(value) if abs(value) >= 1000 or value == round(value) else round(value, 2)
