"""What a switch would cost, and when it pays back: the ledger of a pair in sentences, tables and a grid to move."""

import html
import json
import math

import pandas as pd

from helpers.comparison import Comparison
from helpers.comparison.switch import AGES, Grid, Switch
from helpers.formats import chance as of_100
from helpers.formats import usd, usd_prose
from helpers.odds import PERCENTILES
from helpers.present import Col, Html, callout, details, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.words import named, opening, place_name, plural
from helpers.switching import Terms

NOT_KNOWN = (
    "Tuition, months and chance are an example to start from: no table here says what training costs or how often it"
    " leads to the job."
)
IS_NOT = (
    "Percentiles spread workers of all ages and employers: entering at the 25th is a guess at a beginner's pay, no"
    " promise. Left out: taxes, benefits, hours, raises, loans, and the worth of liking one's work."
)


@guarded
def switch_section(comparison: Comparison, terms: Terms | None = None) -> Html:
    """Return the ledger from the first role to the second, and the other way round behind a line that opens it."""
    if comparison.one_occupation:
        return callout(f"No ledger: {comparison.switch(terms).reason}.", kind="missing")
    there, back = (comparison.switch(terms, start=side) for side in "ab")
    return show(
        switch_blocks(comparison, there, to="b"),
        details(
            f"The other way: from {named(back.names[0])} to {named(back.names[1])}",
            switch_blocks(comparison, back, to="a"),
        ),
        sentences(NOT_KNOWN, IS_NOT),
    )


def switch_blocks(comparison: Comparison, switch: Switch, *, to: str) -> Html:
    """Return the ledger towards side `to`: the example, when it is even, what would have to be true, the years."""
    if switch.reason:
        return callout(f"No ledger from {named(switch.names[0])}: {switch.reason}.", kind="missing")
    name = f"{named(switch.names[0])} to {named(switch.names[1])}"
    grid = switch.grid
    assert grid is not None
    movable = bool((grid.even > 0).any())
    blocks = [
        sentences(example(comparison, switch), outcome(switch), typical(comparison, to)),
        _mover(switch) if movable else sentences(_hopeless(grid)),
        _inverse(switch, name),
        _scenarios(switch, name) if movable else "",
        details("The terms, and the ledger year by year", _terms(comparison, switch, name), _ledger(switch, name)),
    ]
    return show(*blocks)


def example(comparison: Comparison, switch: Switch) -> str:
    """Return in one sentence who switches, on what terms."""
    terms, (one, other) = switch.terms, (named(name) for name in switch.names)
    now, then = switch.pay_now.value, switch.pay_then.value
    assert now is not None
    assert then is not None
    kept = f"{100 * terms.part_time_share:.0f}% of that pay" if terms.part_time_share else "no pay"
    training = (
        f"trains for {plural(terms.months, 'month')} on {kept}" if terms.months else "needs no months of training"
    )
    return (
        f"Someone aged {terms.age} who earns the {_percentile(terms.own_percentile)} of {one} jobs in"
        f" {place_name(comparison)} ({usd_prose(now)} a year) {training}, spends {usd(terms.tuition)}, and then lands"
        f" one of the {other} jobs at their {_percentile(terms.entry_percentile)} ({usd_prose(then)}) with a chance of"
        f" {of_100(terms.chance)}; otherwise the old job goes on."
    )


def outcome(switch: Switch) -> str:
    """Return when the balance is even, or why it never is."""
    found = switch.break_even
    if found.value is None:
        return f"On the terms of the example, the switch never pays back: {found.reason}."
    months = int(found.value)
    age = switch.terms.age + (months - 1) // 12
    return f"On the terms of the example, the switch has paid back after {duration(months)}, at the age of {age}."


def typical(comparison: Comparison, to: str) -> str:
    """Return what is judged typical for entry into the role of a side, to set tuition and months by; or why not."""
    rows = comparison.record.requirements.set_index("measure")
    name = named(comparison.names["ab".index(to)])
    parts = []
    for measure, label in (("entry_education", ""), ("job_training", "training on the job: ")):
        text, reason = str(rows.at[measure, f"text_{to}"]), str(rows.at[measure, f"reason_{to}"])
        if not text:
            return f"What is typical for entry into {name} is not known: {reason}."
        parts.append(f"{label}{text}")
    return f"Judged typical for entry into {name}: {'; '.join(parts)}. Set months and tuition by that."


def duration(months: int) -> str:
    """Return months as years and months: `3 years 2 months`."""
    years, rest = divmod(months, 12)
    parts = [plural(count, word) for count, word in ((years, "year"), (rest, "month")) if count]
    return " ".join(parts) or plural(0, "month")


def terms_rows(terms: Terms) -> list[tuple[str, str]]:
    """Return the terms as name and value in words."""
    return [
        ("Age", f"{terms.age}, working until {terms.retire_at}"),
        ("Pay now", f"{_percentile(terms.own_percentile)} of the old role"),
        ("Tuition", usd(terms.tuition)),
        ("Training", plural(terms.months, "month")),
        ("Pay kept while training", f"{100 * terms.part_time_share:.0f}%"),
        ("Chance of landing the role", of_100(terms.chance)),
        ("Pay on entering", f"{_percentile(terms.entry_percentile)} of the new role"),
        ("Interest", f"{terms.rate_pct:g}% a year"),
    ]


def inverse_label(switch: Switch) -> str:
    """Return the heading of the inverse questions."""
    return f"What would have to be true to break even within {plural(switch.terms.within_years, 'year')}"


def _hopeless(grid: Grid) -> str:
    """Return that nothing a reader may turn makes the switch pay back."""
    top = _percentile(max(grid.percentiles))
    return f"Nor would other terms help: it does not pay back even free, at once, for certain and entered at the {top}."


def _percentile(percentile: float) -> str:
    return "median" if percentile == 50 else f"{percentile:g}th percentile"


def _terms(comparison: Comparison, switch: Switch, name: str) -> Html:
    terms = switch.terms
    rows = [{"term": term, "value": value, "cell": ""} for term, value in terms_rows(terms)]
    for term, percentile, place in (
        ("Pay now", terms.own_percentile, 0),
        ("Pay on entering", terms.entry_percentile, 1),
    ):
        row = next(row for row in rows if row["term"] == term)
        pay = (switch.pay_now, switch.pay_then)[place].value or math.nan
        row["value"] = f"{usd(pay)} a year: {row['value']} in {place_name(comparison)}"
        if percentile in PERCENTILES:
            row["cell"] = switch.cells[place][PERCENTILES.index(int(percentile))]
    return table(
        pd.DataFrame(rows),
        [Col("term", "Term", header=True), Col("value", "Value", long=True, cell="cell")],
        caption=f"Terms of the switch from {name}",
        note=NOT_KNOWN,
    )


def _ledger(switch: Switch, name: str) -> Html:
    return table(
        switch.ledger,
        [
            Col("label", "After", header=True),
            Col("tuition", "Tuition", format="usd", sign=True),
            Col("pay_lost", "Pay given up while training", format="usd", sign=True),
            Col("pay_change", "Pay of the new role above the old, times the chance", format="usd", sign=True),
            Col("balance", "Balance in today's money", format="usd", sign=True),
        ],
        caption=f"Ledger of the switch from {name}, US dollars",
        note=f"Sums as paid; the balance discounts each month by {switch.terms.rate_pct:g}% a year.",
    )


def _inverse(switch: Switch, name: str) -> Html:
    rows = switch.inverse.assign(
        shown=[
            text or (usd(value) if not reason else "")
            for text, value, reason in switch.inverse[["text", "value", "reason"]].itertuples(index=False)
        ]
    )
    return table(
        rows,
        [
            Col("question", "All else as in the example", header=True, long=True),
            Col("shown", "Answer", reason="reason", long=True),
        ],
        caption=inverse_label(switch),
        name=f"switch-inverse-{name}",
    )


def _scenarios(switch: Switch, name: str) -> Html:
    """Return when the switch is even by tuition and months of training: what can be moved, without a script."""
    grid = switch.grid
    assert grid is not None
    _, _, chance, percentile = grid.start
    rows = []
    for i, tuition in enumerate(grid.tuitions):
        row = {"tuition": usd(tuition)}
        for j, months in enumerate(grid.months):
            even = int(grid.even[i, j, chance, percentile])
            in_time = 0 < even <= switch.terms.horizon
            row[f"m{months}"] = duration(even) if in_time else f"not before {switch.terms.retire_at}"
        rows.append(row)
    columns = [Col("tuition", "Tuition", header=True)]
    columns += [Col(f"m{months}", plural(months, "month"), long=True, group="Training") for months in grid.months]
    return details(
        "Time to break even by tuition and months of training",
        table(
            pd.DataFrame(rows),
            columns,
            caption=f"Time from the start until the switch from {name} is even",
            name=f"switch-scenarios-{name}",
            note=f"Chance {of_100(switch.terms.chance)}, entry at the {_percentile(switch.terms.entry_percentile)}.",
        ),
    )


def _mover(switch: Switch) -> Html:
    """Return the lists to choose terms from, which the page's script shows and answers out of the grid."""
    grid, terms = switch.grid, switch.terms
    assert grid is not None
    ages = sorted({*(age for age in AGES if age < terms.retire_at), terms.age})
    axes = {
        "Tuition": ([usd(tuition) for tuition in grid.tuitions], grid.start[0]),
        "Training": ([plural(months, "month") for months in grid.months], grid.start[1]),
        "Chance": ([f"{100 * chance:.0f} of 100" for chance in grid.chances], grid.start[2]),
        "Entry pay": ([_percentile(percentile) for percentile in grid.percentiles], grid.start[3]),
        "Age": ([str(age) for age in ages], ages.index(terms.age)),
    }
    labels = "".join(
        f"<label>{name} <select>{_options(words, start)}</select></label>" for name, (words, start) in axes.items()
    )
    facts = {
        "even": grid.even.ravel().tolist(),
        "balance": _hundreds(grid),
        "ages": ages,
        "retire": terms.retire_at,
        "within": terms.within_years,
    }
    data = html.escape(json.dumps(facts, separators=(",", ":")), quote=True)
    heading = f"Move the terms: from {opening(switch.names[0])} to {named(switch.names[1])}"
    return Html(
        f'<div class="callout mover" role="group" aria-label="{html.escape(heading, quote=True)}" hidden'
        f' data-mover="{data}"><p><strong>Move the terms.</strong></p><div class="tools">{labels}</div>'
        '<p><output aria-live="polite"></output></p></div>'
    )


def _options(words: list[str], start: int) -> str:
    return "".join(
        f"<option{' selected' if place == start else ''}>{html.escape(word)}</option>"
        for place, word in enumerate(words)
    )


def _hundreds(grid: Grid) -> list[int]:
    """Return the balances in hundreds of dollars, rounded, as the page holds them."""
    return [round(float(value) / 100) for value in grid.balance.ravel()]
