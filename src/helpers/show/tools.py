"""The page's tools: own pay in every role, own area, and what a switch costs on one's own terms.

Each is a block of the kind `tool` whose numbers travel as JSON to the page's script; without a script it says where the
same figures stand. The three need no network, and what a reader types stays on the page.
"""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import pandas as pd

from helpers.base.formats import is_missing
from helpers.show.blocks import Block

_NO_SCRIPT = '<p class="noscript">This needs script. {}</p>'


def where_would_i_stand(
    names: Sequence[str],
    pay: Mapping[str, Sequence[Sequence[float]]],
    *,
    chart: str = "",
    start: float = float("nan"),
    instead: str = "The table below gives the same steps.",
    **meta: Any,
) -> Block:
    """Return the tool that places the reader's own pay among the workers of each role.

    `pay` maps `annual` and `hourly` (either may be absent) to the five percentiles 10, 25, 50, 75, 90 of each role; the
    first is chosen. `chart` is the name of the quantile dots into which the pay is drawn; `start` is the first pay.
    """
    words = {"annual": "a year", "hourly": "an hour"}
    options = "".join(f'<option value="{kind}">{words[kind]}</option>' for kind in pay)
    value = "" if is_missing(start) else f"{start:,.2f}" if next(iter(pay)) == "hourly" else f"{start:,.0f}"
    html = (
        "<h3>Where would I stand?</h3><p>Type what you earn; it stays on this page.</p>"
        '<div class="f"><label>My pay, dollars<input id="mepay" inputmode="decimal" size="9" autocomplete="off" '
        f'value="{value}"></label><label>per<select id="meper">{options}</select></label></div>'
        f'<div class="bars" id="meout" aria-live="polite">{_NO_SCRIPT.format(escape(instead))}</div>'
    )
    steps = {kind: [_short(five) for five in roles] for kind, roles in pay.items()}
    return Block(html, "tool", json={"names": list(names), "pay": steps, "chart": chart}, **{"column": 2, **meta})


def your_area(
    names: Sequence[str],
    places: pd.DataFrame,
    *,
    hourly: bool = False,
    start: str = "",
    instead: str = "All areas stand in the annex.",
    **meta: Any,
) -> Block:
    """Return the tool that shows the average pay of each role in any area.

    `places` has a row an area: `kind` (`state` or `metro`), `state` (postal code), `area` (name), `values` (a list, one
    average a role, NaN for none), `verdict` (words, for two roles) and, where they are known, `adjusted` (a list, at
    the nation's prices) and `own` (words on the reader's own figures). `start` is the state that is chosen first.
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
        f'</label></div><output id="arout" for="arst arar">{_NO_SCRIPT.format(escape(instead))}</output>'
    )
    found = {"names": list(names), "places": rows, "verdicts": verdicts, "start": start, "hourly": hourly}
    return Block(html, "tool", json=found, **{"column": 2, **meta})


def switch_calculator(
    names: Sequence[str],
    pay: Sequence[Sequence[float]],
    *,
    years: Sequence[float] = (),
    rate: float = 0.03,
    instead: str = "The figures beside it show both ends.",
    **meta: Any,
) -> Block:
    """Return the calculator of a switch from one role to another on the reader's own terms.

    `pay` has for each role the yearly 25th and 50th percentile; `years` the years of school that each move, to the role
    of that place, implies. `rate` is the yearly interest at which later gains are worth less.
    """
    moves = [(i, j) for i in range(len(names)) for j in range(len(names)) if i != j]
    options = "".join(f'<option value="{i} {j}">{escape(names[i])} to {escape(names[j])}</option>' for i, j in moves)
    html = (
        "<h3>What would a switch cost me?</h3><p>Your own terms; nothing here is assumed. Before tax.</p>"
        f'<div class="f"><label class="grow">Move<select id="swmove">{options}</select></label></div>'
        '<div class="f"><label>Cost of training, dollars<input id="swcost" inputmode="decimal" size="8" value="0">'
        "</label>"
        '<label>Months without pay<input id="swmonths" inputmode="decimal" size="4" value="0"></label></div>'
        f'<div class="bars" id="swout" aria-live="polite">{_NO_SCRIPT.format(escape(instead))}</div>'
    )
    found = {"pay": [_short(two) for two in pay], "years": _short(years), "rate": rate}
    return Block(html, "tool", json={"names": list(names), "switch": found}, **{"column": 2, **meta})


def _ends_with(area: str, state: str) -> bool:
    """Return whether the name of an area says its state itself: `Fresno, CA`."""
    return state in area.rpartition(", ")[2].split("-")


def _short(values: Sequence[float]) -> list[float | None]:
    return [None if is_missing(v) else _exact(float(v)) for v in values]


def _exact(value: float) -> float:
    """Return cents below $1,000, where pay is by the hour, else whole dollars, without a point."""
    return round(value) if abs(value) >= 1000 or value == round(value) else round(value, 2)
