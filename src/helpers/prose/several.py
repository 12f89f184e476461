"""A shortlist in sentences and tables: what breaks a deal, the matrix, and how firm the first place is."""

from collections.abc import Mapping, Sequence

import pandas as pd

from helpers.comparison.several import CRITERIA, UNITS, Limits, Several
from helpers.errors import BadInput
from helpers.formats import figure as written
from helpers.present import Col, Html, bdi, bullets, callout, escape, finding, sentences, show, table, verdict
from helpers.prose import opening
from helpers.prose.guard import guarded
from helpers.prose.words import joined, named, plural
from helpers.shortlist import WEIGHTINGS, Criterion, drop_broken, flips, leaders, shares, stability, usable, worth
from helpers.sources import Source, load_sources, sources_of

_WEIGHED_NOT = "No weight given is that of a criterion weighed here, so that they cannot be used."
NOT_A_SCORE = (
    "No score is given: how much pay counts against outlook is yours to say. Each figure is taken as its place between"
    " the worst and the best of these roles, without its error."
)


def lead(several: Several) -> Html:
    """Return what this page is, for which place, from which release, and what each title stands for."""
    place = "the United States" if several.area.kind == "national" else several.area.area
    pair = next(iter(several.pairs.values()))
    source = pair.sources["oews"]
    stands = [
        f"{named(name)}: {role.leading.occupation} ({role.leading.soc_code})"
        for name, role in zip(several.names, several.roles, strict=True)
    ]
    return show(
        sentences(
            f"{plural(len(several.roles), 'role')} side by side, with pay and jobs for {place}.",
            f"Pay and jobs: {source.title}, {source.release}.",
            "A title is read as one official occupation, and the figures stand for everyone in it:",
        ),
        bullets(stands),
    )


@guarded
def deal_breakers_section(several: Several, limits: Limits) -> Html:
    """Return which roles break a limit and by what figure, which cannot be checked, and which are left."""
    deals = limits.deal_breakers
    if not deals:
        return sentences("No deal-breaker was given, so every role stays in.", "Give one and it is applied first.")
    kept, found = drop_broken(several.values, deals)
    unit = {deal.label: UNITS[deal.criterion] for deal in deals}
    said = []
    criterion_of = {deal.label: deal.criterion for deal in deals}
    for role, deal, value, outcome in found[["role", "label", "value", "outcome"]].itertuples(index=False):
        if outcome == "out":
            said.append(f"{named(role)} is out: {deal} is asked for, and it has {written(value, unit[deal])}.")
        else:
            why = several.matrix[f"reason_{criterion_of[deal]}"][role]
            said.append(f"{named(role)} cannot be checked for {deal} ({why}) and stays in.")
    verb = "is" if len(kept) == 1 else "are"
    left = f"Left {verb} {joined([named(name) for name in kept])}." if kept else "No role is left: loosen a limit."
    asked = f"Asked for: {joined([deal.label for deal in deals])}."
    return show(sentences(asked), bullets(said) if said else sentences("No role breaks a limit."), sentences(left))


@guarded
def matrix_section(several: Several, limits: Limits, *, links: Mapping[str, str] | None = None) -> Html:
    """Return every role with its figures, the verdict on mean pay against the first, and its pair report.

    `links` maps a role's name to the file of its report; for a role without one, the command that renders it is shown.
    """
    kept, _ = drop_broken(several.values, limits.deal_breakers)
    first = several.names[0]
    matrix = several.matrix
    rows = matrix.assign(
        role=pd.Series([bdi(name) for name in several.names], matrix.index, dtype=object),
        standing=["in" if name in kept else "out" for name in several.names],
        shown=pd.Series(
            [verdict(word) if word else "" for word in matrix["verdict"]], index=matrix.index, dtype=object
        ),
        no_gap=[
            "the first role" if name == first else reason or "needs both figures"
            for name, reason in matrix["verdict_reason"].items()
        ],
        note_openings="",
        reason_move=matrix["reason_move"].where(matrix["text_move"] == "", ""),
        note_mean=["an hour" if unit == "usd_per_hour" else "" for unit in matrix["unit_mean"]],
    )
    columns = [Col("role", "Role", header=True, long=True)]
    if limits.deal_breakers:
        columns.append(Col("standing", "Deal-breakers"))
    columns += [
        _measure("pay", "Median pay a year", "usd_per_year"),
        Col(
            "value_mean",
            "Mean pay",
            unit="unit_mean",
            format="usd_per_year",
            text="text_mean",
            reason="reason_mean",
            error="error_mean",
            note="note_mean",
            cell="cell_mean",
        ),
        Col("gap_pct", f"Mean against {named(first)}", format="gap_pct", sign=True, reason="no_gap"),
        Col("shown", "Is it real?", reason="no_gap", long=True),
        _measure("jobs", "Jobs there", "jobs", error="error_jobs"),
        _measure("outlook", "Projected change", "pct", sign=True),
        _measure("openings", "Openings per 1,000 jobs", "per_1000"),
        _measure("preparation", "Job zone", "score"),
        _measure("move", f"Move from {named(first)}", "score"),
    ]
    shown = table(
        rows,
        columns,
        caption=f"The roles, each held against {named(first)}",
        name="shortlist",
        sortable=True,
        kind="places",
        note="Mean pay is tested, since an error is published for it alone. Projections and job zones carry no error."
        " Openings per 1,000 jobs are our computation. A move is given as how many of 100 moves between occupations"
        " ask for less.",
    )
    reports = (_report(several, name, links or {}) for name in several.names[1:])
    return show(shown, sentences("The reports on each pair, with everything behind this table:"), bullets(reports))


@guarded
def weights_section(several: Several, limits: Limits, weights: str = "", *, seed: int = 0) -> Html:
    """Return in what share of random weightings each role comes first, and which single weight would flip the lead."""
    given = parse_weights(weights)
    if given is not None:
        shares(CRITERIA, given)
    kept, _ = drop_broken(several.values, limits.deal_breakers)
    if len(kept) < 2:
        left = f"Only {named(kept[0])} is left" if kept else "No role is left"
        return finding(f"{left} after the deal-breakers: there is nothing to weigh.")
    criteria, roles, dropped = usable(several.values.loc[kept], CRITERIA)
    blocks = [_left_out(several, dropped)] if len(dropped) else []
    if not criteria or len(roles) < 2:
        return show(*blocks, finding("Too few figures are published to weigh the roles by."))
    asked = _of(criteria, given)
    values = several.values.loc[roles]
    places = worth(values, criteria)
    first = stability(places, seed=seed).sort_values(ascending=False, kind="stable")
    rows = pd.DataFrame({"role": first.index, "share": 100 * first.to_numpy()})
    blocks += [
        sentences(*_directions(criteria)),
        finding(_first(first, seed)),
        table(
            rows,
            [Col("role", "Role", header=True), Col("share", "Comes first, of 100 weightings", format="gap_pct")],
            caption="How often each role comes first, whatever the weights",
            name="stability",
        ),
        *([sentences(_WEIGHED_NOT)] if given is not None and asked is None else []),
        _flips(places, shares(criteria, asked), given=asked is not None),
        sentences(NOT_A_SCORE),
    ]
    return show(*blocks)


def _directions(criteria: Sequence[Criterion]) -> list[str]:
    """Return which criteria are weighed, and in which direction each counts as better."""
    more, less = ([_inside(c.label) for c in criteria if c.more_is_better is up] for up in (True, False))
    said = [f"Weighed are {joined([*more, *less])}."]
    return [*said, f"More counts as better, but of {joined(less)} less does."] if less else [*said, "More is better."]


def _first(share: "pd.Series[float]", seed: int) -> str:
    """Return who comes first in the largest share of random weightings, and in how large a one."""
    lead = [named(str(role)) for role in share.index[share >= share.max() - 1e-9]]
    verb = "comes first" if len(lead) == 1 else "each come first"
    return (
        f"With weights drawn at random, {joined(lead)} {verb} most often:"
        f" in {100 * share.max():.0f}% of {WEIGHTINGS:,} weightings (seed {seed})."
    )


def _of(criteria: Sequence[Criterion], weights: Mapping[str, float] | None) -> dict[str, float] | None:
    """Return the weights of the criteria that are weighed; None if none of them has one above 0."""
    found = {c.name: weights[c.name] for c in criteria if c.name in weights} if weights else {}
    return found if sum(found.values()) > 0 else None


def _inside(label: str) -> str:
    return label[:1].lower() + label[1:]


def parse_weights(text: str) -> dict[str, float] | None:
    """Return weights from a text such as `pay=3 outlook=1`; None for an empty one. Raises `BadInput`."""
    found: dict[str, float] = {}
    for part in text.replace(",", " ").split():
        name, _, number = part.partition("=")
        try:
            found[name] = float(number)
        except ValueError:
            raise BadInput(
                f"the weight {part!r}",
                expected="a criterion and a number, such as pay=3",
                next_step=f"criteria are {', '.join(criterion.name for criterion in CRITERIA)}",
            ) from None
    return found or None


def _left_out(several: Several, dropped: pd.DataFrame) -> Html:
    labels = {criterion.name: criterion.label for criterion in CRITERIA}
    said = []
    for left_out, role, name in dropped[["left_out", "role", "criterion"]].itertuples(index=False):
        why = several.matrix[f"reason_{name}"][role]
        what = named(role) if left_out == "role" else labels[name]
        said.append(f"{what} is not weighed: no figure of {_inside(labels[name])} for {named(role)} ({why}).")
    return callout(*said, kind="missing", heading="Left out")


def _flips(places: pd.DataFrame, weights: "pd.Series[float]", *, given: bool) -> Html:
    start = "the weights given" if given else "equal weights, a point to start from and no advice"
    lead_roles = leaders(places, weights)
    if len(lead_roles) > 1:
        return sentences(f"From {start}: {joined([named(name) for name in lead_roles])} share the first place.")
    labels = {criterion.name: criterion.label for criterion in CRITERIA}
    rows = [
        {
            "criterion": labels[flip.criterion],
            "start": 100 * flip.start,
            "weight": float("nan") if flip.weight is None else 100 * flip.weight,
            "role": flip.role or f"still {named(lead_roles[0])}",
            "why": "no weight of it alone takes the lead away",
        }
        for flip in flips(places, weights)
    ]
    return show(
        sentences(f"From {start}, {named(lead_roles[0])} leads. One weight alone would change that as follows."),
        table(
            pd.DataFrame(rows),
            [
                Col("criterion", "Criterion", header=True),
                Col("start", "Weight at the start", format="gap_pct"),
                Col("weight", "The lead changes at", format="gap_pct", reason="why"),
                Col("role", "Then first", long=True),
            ],
            caption="Which single weight would flip the first place",
            name="flips",
            note="The other weights keep their proportions.",
        ),
    )


def _measure(name: str, label: str, unit: str, *, error: str | None = None, sign: bool = False) -> Col:
    return Col(
        f"value_{name}",
        label,
        format=unit,
        text=f"text_{name}",
        reason=f"reason_{name}",
        note=f"note_{name}",
        error=error,
        cell=f"cell_{name}",
        sign=sign,
    )


def _report(several: Several, name: str, links: Mapping[str, str]) -> Html | str:
    """Return the link to the pair report of a role and the first one, or the command that renders it."""
    first, role = several.roles[0], several.roles[several.names.index(name)]
    if name in links:
        return Html(f'<a href="{escape(links[name])}">{bdi(first.name)} or {bdi(role.name)}</a>')
    place = "" if several.area.kind == "national" else several.area.area
    words = [f'"{first.typed}"', f'"{role.typed}"', *([f'--area "{place}"'] if place else [])]
    return f"rolepair compare {' '.join(words)}"


def limits(several: Several) -> Html:
    """Return what every reader must know before using a figure of this page."""
    return opening.limits(next(iter(several.pairs.values())))


def sources_used(several: Several) -> list[Source]:
    """Return the sources behind the matrix: those of the tables that its cells name."""
    cells = several.matrix.filter(like="cell_").to_numpy().ravel()
    used = sorted({str(cell).partition("/")[0] for cell in cells if cell})
    behind = {source.id: source for name in used for source in sources_of(name)}
    return [source for source in load_sources().values() if source.id in behind]
