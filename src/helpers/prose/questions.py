"""Three questions for the hand-out, to ask with a counsellor or of an employer; computed like every sentence."""

from typing import Any

import numpy as np

from helpers.comparison import Comparison
from helpers.comparison.facets import WORDS
from helpers.formats import hourly, usd
from helpers.present import Html, bullets, print_only, show
from helpers.prose.guard import guarded
from helpers.prose.words import joined, named, place_name
from helpers.skill_gaps import LACKS

_MOST = 3


@guarded
def questions(comparison: Comparison) -> Html:
    """Return three questions for paper only: which job is meant, what it pays here, what a move asks for."""
    asked = [_which(comparison), _pay(comparison), _learn(comparison)]
    return print_only(show(Html("<h3>Three questions to ask</h3>"), bullets(asked, ordered=True)))


def _which(c: Comparison) -> str:
    """Ask which occupation is meant by the title with more readings."""
    role, name = max(((c.a, c.names[0]), (c.b, c.names[1])), key=lambda side: len(side[0].readings))
    if len(role.readings) == 1:
        return f"Is the job you have in mind the work of {role.leading.occupation}, or only called so?"
    others = [reading.occupation for reading in role.readings[1:_MOST]]
    return f"Does {named(name)} here mean {role.leading.occupation}, or rather {' or '.join(others)}?"


def _pay(c: Comparison) -> str:
    kind = c.pay_kind or "annual"
    rows: dict[Any, dict[Any, Any]] = {row["measure"]: row for row in c.pay.to_dict("records")}
    money = usd if kind == "annual" else hourly
    low, high = rows[f"{kind}_p25_usd"]["value_b"], rows[f"{kind}_p75_usd"]["value_b"]
    second = named(c.names[1])
    if not (np.isfinite(low) and np.isfinite(high)):
        return f"What does this {second} job pay, and on what hours, bonus and overtime is that counted?"
    return (
        f"Half of {second} workers in {place_name(c)} earn {money(low)} to {money(high)}: where in that range is this"
        " job, and why?"
    )


def _learn(c: Comparison) -> str:
    first, second = (named(name) for name in c.names)
    elements = c.work.elements
    if len(elements):
        lacking = elements[(elements["facet"] == "skills") & (elements["a_to_b"] == LACKS)]
        if len(lacking):
            top = lacking.nlargest(_MOST, "a_to_b_part")["element"].str.lower().tolist()
            return f"Coming from {first}, how would you show {joined(top)} ({WORDS[LACKS]}) to an employer?"
    return f"What of the work of {second} would be new to someone from {first}, and who teaches it on the job?"
