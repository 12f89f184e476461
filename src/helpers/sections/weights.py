"""What a reader may move on a shortlist: deal-breakers, weights, and who then comes first; without script it stands."""

import math

import pandas as pd

from helpers.base.formats import pct
from helpers.base.words import capital, listed
from helpers.comparison.roles import Comparison
from helpers.sections.contract import guarded
from helpers.sections.shortlist import (
    CRITERIA,
    HOURLY_BELOW,
    MEASURES,
    Limits,
    Weighed,
    figures,
    of_100,
    parse_weights,
    ruled_out,
    table_of,
    weighed,
)
from helpers.show.blocks import Block, esc
from helpers.show.tables import data_table
from helpers.stats.weighting import flips, leaders, scores, shares, stability_of_sets
from helpers.tables.outlook import ENTRY_EDUCATION


def choose_among(c: Comparison, limits: Limits | None = None, weights: str = "") -> Block:
    """Return deal-breakers, weights and who then comes first; with script the reader moves them."""
    given = parse_weights(weights)
    return guarded(c, "The choice", lambda: _choose_among(c, limits or Limits(), given))


def _choose_among(c: Comparison, limits: Limits, given: dict[str, float] | None) -> Block:
    kept, out, open_ = ruled_out(c, limits)
    found = weighed(c, kept)
    said = [f"{capital(role)} is out: {'; '.join(why)}." for role, why in out.items()] + open_
    none = "No role is ruled out." if limits.asked else "No deal-breaker is set, so every role stays in."
    lines = "".join(f"<li>{esc(one)}" for one in said or [none])
    share = shares(CRITERIA, given)
    parts = {
        "What rules a role out": f'{_form(c, limits)}<ul id="slout" aria-live="polite">{lines}</ul>',
        "How much each counts": _sliders(share),
        "Who then comes first": f'<div id="slfirst" aria-live="polite">{_ranking(kept, found, given)}</div>',
    }
    columns = "".join(f'<div class="ce"><h3>{title}</h3>{part}</div>' for title, part in parts.items())
    note = (
        "A figure counts as its place between the worst and the best of the roles left, without its error; “at least”"
        " pay as its bound. Who comes first over 2,000 random weightings does not hang on yours. No score is given."
    )
    html = f'<h2>It depends on what matters to you</h2><div class="cols">{columns}</div><p class="notes">{note}</p>'
    return Block(f'<div class="in">{html}</div>', "choose", json={"shortlist": _for_script(c)})


def _form(c: Comparison, limits: Limits) -> str:
    """Return the small form of deal-breakers, shown where script runs, filled with what was asked for."""
    place = "the United States" if c.in_nation else c.area.area
    hourly = 0 < limits.min_pay < HOURLY_BELOW or (not limits.min_pay and c.pay_kind == "hourly")
    units = "".join(
        f"<option{' selected' * (kind == hourly)}>{words}" for kind, words in ((False, "a year"), (True, "an hour"))
    )
    top = len(ENTRY_EDUCATION) - 1
    schooling = limits.schooling if limits.schooling is not None else top
    levels = "".join(
        f'<option value="{i}"{" selected" * (i == schooling)}>{esc("Any" if i == top else words)}'
        for i, words in enumerate(ENTRY_EDUCATION)
    )
    zones = "".join(
        f'<option value="{i}"{" selected" * (i == limits.max_zone)}>{"Any" if i == 5 else i}' for i in range(1, 6)
    )
    pay = f"{limits.min_pay:g}" if limits.min_pay else ""
    fields = (
        f"<label>Least middle pay in {esc(place)}, dollars"
        f'<span class="two"><input id="slpay" inputmode="decimal" size="7" value="{pay}">'
        f'<select id="slper" aria-label="Pay by">{units}</select></span></label>'
        f'<label>Most schooling<select id="slschool">{levels}</select></label>'
        f'<label>Highest job zone<select id="slzone">{zones}</select></label>'
        f'<label>Least growth, percent<input id="slgrowth" inputmode="decimal" size="5" value="'
        f'{f"{limits.min_growth_pct:g}" if limits.min_growth_pct > -100 else ""}"></label>'
        f'<label>Least jobs<input id="sljobs" inputmode="numeric" size="8" value="{limits.min_jobs or ""}"></label>'
    )
    return f'<div class="sl f">{fields}</div>'


def _sliders(share: "pd.Series[float]") -> str:
    """Return a slider a criterion with its share; without script the shares alone."""
    at = (10 if share.nunique() > 1 else 5) * share / share.max()
    rows = "".join(
        f'<li><label for="slw{i}">{criterion.label}</label> <output for="slw{i}">{pct(100 * share[criterion.name])}'
        f'</output><input class="sl" type="range" id="slw{i}" min="0" max="10" step="0.1"'
        f' value="{at[criterion.name]:.1f}">'
        for i, criterion in enumerate(CRITERIA)
    )
    return f'<ul class="weights">{rows}</ul>'


def _ranking(kept: list[str], found: Weighed | None, given: dict[str, float] | None) -> str:
    """Return the roles in the order that the weights give, and below who comes first over random ones."""
    if found is None:
        return f"<p>{esc(_nothing(kept))}</p>"
    order = scores(found.places, shares(found.criteria, given))
    places = [1 + int((order > score + 1e-9).sum()) for score in order]
    rows = [[esc(role), str(place)] for role, place in zip(order.index, places, strict=True)]
    table = data_table("By the weights beside", ["Role", "Place"], rows, csv="ranking", tight=True)
    said = [_firm(found.first), *found.left_out]
    return table + "".join(f"<p>{esc(one)}</p>" for one in said)


def _firm(first: "pd.Series[float]") -> str:
    """Return in how many of 100 random weightings each role comes first, the most first; the script says it alike."""
    counts = {str(role): of_100(share) for role, share in first.sort_values(ascending=False, kind="stable").items()}
    ever = [f"{role} in {of}" for role, of in counts.items() if of != "0"]
    named = ever[: len(ever) if len(ever) < 4 else 3]
    rest = "; no other" if len(ever) < len(counts) else ""
    rest = "; others no more often" if len(named) < len(ever) else rest
    return f"Of 100 random weightings first is {listed(named)}{rest}."


def _nothing(kept: list[str]) -> str:
    if len(kept) == 1:
        return f"Only {kept[0]} is left: there is nothing to weigh."
    return "No role is left: loosen a limit." if not kept else "Too few figures are published to weigh the roles."


def flips_table(c: Comparison, limits: Limits | None = None, weights: str = "") -> Block:
    """Return which single weight, moved alone, would put another role first; an empty block where there is no lead."""
    given = parse_weights(weights)
    found = weighed(c, ruled_out(c, limits or Limits())[0])
    if found is None or len(lead := leaders(found.places, shares(found.criteria, given))) != 1:
        return Block("", "note")
    labels = {criterion.name: criterion.label for criterion in CRITERIA}
    rows = [
        [
            labels[flip.criterion],
            pct(100 * flip.start),
            "never" if flip.weight is None else pct(100 * flip.weight),
            esc(flip.role or f"still {lead[0]}"),
        ]
        for flip in flips(found.places, shares(found.criteria, given))
    ]
    head = ["Criterion", "Weight at the start", "The lead changes at", "Then first"]
    start = "the weights given" if given else "equal weights"
    title = f"{capital(lead[0])} leads with {start}: which single weight would change that"
    html = data_table(title, head, rows, right=(1, 2), csv="flips")
    return Block(html, "annex", summary="Which single weight would change the first place")


def _for_script(c: Comparison) -> dict[str, object]:
    """Return what the page's script needs: figures of deal-breakers and criteria, shares for each set of roles."""
    values, bounds, texts, whys = (table_of(c, name) for name in ("value", "bound", "text", "why"))
    deals = {
        measure: {
            "label": label,
            "figures": [
                [
                    _plain(values.at[n, measure]),
                    _plain(bounds.at[n, measure]),
                    texts.at[n, measure],
                    str(whys.at[n, measure]),
                ]
                for n in c.names
            ],
        }
        for measure, (_, label) in MEASURES.items()
    }
    frame, sets = figures(c), {}
    for some, (criteria, first) in stability_of_sets(frame, CRITERIA).items():
        names = [c.names[i] for i in some]
        sets[sum(1 << i for i in some)] = [criteria, [int(of_100(first[n])) if n in first else None for n in names]]
    weighed_values = [[_plain(value) for value in frame[criterion.name]] for criterion in CRITERIA]
    return {
        "names": list(c.names),
        "deals": deals,
        "values": weighed_values,
        "more": [criterion.more_is_better for criterion in CRITERIA],
        "sets": sets,
    }


def _plain(value: object) -> float | None:
    found = float(str(value))
    return found if math.isfinite(found) else None
