"""`rolepair profile`, `switch`, `path` and `shortlist`: what lies beyond the pair report."""

from pathlib import Path
from typing import Annotated, Any

import typer

from helpers.console import step, tell_page

ROLE_A = typer.Argument(metavar="A", help="The role to start from: a job title or a code.")
ROLE_B = typer.Argument(metavar="B", help="The role to go to.")
ALLOW_MISSING = typer.Option(
    "--allow-missing", help="Take a page in which a section says that it could not be computed."
)
STRICT = typer.Option("--strict", help="Refuse a title that is read with doubt, instead of asking or telling.")
AREA = typer.Option(help='Pay in this place: "Ohio", OH, "Denver" or an area code.')


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    for command in (profile, switch, path, shortlist):
        app.command()(command)


def profile(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="A job title, a SOC code or an O*NET-SOC code.")],
    soc: Annotated[str, typer.Option(help="Read the title as this SOC code, such as 43-3021.")] = "",
    area: Annotated[str, AREA] = "",
    job_ad: Annotated[bool, typer.Option("--job-ad", help="Add the skeleton of a job advert.")] = False,
    out: Annotated[Path | None, typer.Option(help="File or folder to write to; default: reports/.")] = None,
    allow_missing: Annotated[bool, ALLOW_MISSING] = False,
    strict: Annotated[bool, STRICT] = False,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser when it is done.")] = False,
) -> None:
    """Render the page on one role: work, training, pay, outlook, paths, and how the claims of career sites hold.

    Example: rolepair profile "billing specialist" --area Ohio --job-ad
    """
    from helpers.unsure import settle

    soc = settle(title, soc, strict=strict)
    with step("Looking up the title"):
        from helpers.profile_report import render_profile
        from helpers.titles import resolve

        role = resolve(title, soc)
    with step("Computing the sections and writing the page"):
        made = render_profile(title, soc=soc, area=area, job_ad=job_ad, out=out, allow_missing=allow_missing)
    tell_page(made, [role])
    if open_it:
        typer.launch(str(made))


def switch(
    role_a: Annotated[str, ROLE_A],
    role_b: Annotated[str, ROLE_B],
    area: Annotated[str, AREA] = "",
    age: Annotated[int, typer.Option(help="Age now.")] = 40,
    retire_at: Annotated[int, typer.Option(help="Age of retirement, which ends the ledger.")] = 67,
    tuition: Annotated[float, typer.Option(help="What the training costs in all, US dollars.")] = 5000.0,
    months: Annotated[int, typer.Option(help="Months of training.")] = 6,
    part_time: Annotated[float, typer.Option(help="Share of pay kept while training, 0 to 1.")] = 0.0,
    chance: Annotated[float, typer.Option(help="Chance of landing the role, 0 to 1.")] = 0.8,
    own_percentile: Annotated[float, typer.Option(help="Where your pay stands among workers in A, 10 to 90.")] = 50.0,
    entry_percentile: Annotated[float, typer.Option(help="Where pay in B begins, 10 to 90.")] = 25.0,
    rate: Annotated[float, typer.Option(help="Interest in percent a year.")] = 3.0,
    within: Annotated[int, typer.Option(help="Years within which it should break even.")] = 5,
    strict: Annotated[bool, STRICT] = False,
) -> None:
    """Print what a switch from A to B would cost, when it pays back, and what would have to be true for that.

    Example: rolepair switch "dental assistant" "dental hygienist" --tuition 20000 --months 24 --chance 0.7
    """
    from helpers.comparison import compare
    from helpers.formats import usd
    from helpers.prose.switch import IS_NOT, NOT_KNOWN, example, inverse_label, outcome, typical
    from helpers.switching import Terms
    from helpers.unsure import settle

    terms = Terms(
        age=age,
        retire_at=retire_at,
        tuition=tuition,
        months=months,
        part_time_share=part_time,
        chance=chance,
        rate_pct=rate,
        own_percentile=own_percentile,
        entry_percentile=entry_percentile,
        within_years=within,
    )
    soc_a, soc_b = (settle(title, strict=strict) for title in (role_a, role_b))
    comparison = compare(role_a, role_b, soc_a=soc_a, soc_b=soc_b, area=area)
    found = comparison.switch(terms)
    if found.reason:
        typer.echo(f"No ledger: {found.reason}.")
        return
    typer.echo(f"{example(comparison, found)}\n\n{outcome(found)} {typical(comparison, 'b')}\n")
    rows = [
        [str(row["label"]), *(usd(row[name], sign=True) for name in ("tuition", "pay_lost", "pay_change", "balance"))]
        for row in found.ledger.to_dict("records")
    ]
    _print_table(["after", "tuition", "pay given up", "change in pay", "balance today"], rows)
    typer.echo(f"\n{inverse_label(found)}, all else as above:")
    for row in found.inverse.to_dict("records"):
        typer.echo(f"  {row['question']}: {row['text'] or row['reason'] or usd(row['value'])}")
    typer.echo(f"\n{NOT_KNOWN} {IS_NOT}")


def path(
    role_a: Annotated[str, ROLE_A],
    role_b: Annotated[str, ROLE_B],
    area: Annotated[str, AREA] = "",
    max_gap: Annotated[int, typer.Option(help="No hop may ask for more than so many of 100 moves do.")] = 50,
    max_cut: Annotated[float, typer.Option(help="No hop may cut the median pay by more percent.")] = 10.0,
    between: Annotated[int, typer.Option(help="Occupations in between at most, 0 to 2.")] = 2,
    strict: Annotated[bool, STRICT] = False,
) -> None:
    """Print the way from A to B by stepping stones, with the reason for each hop, or what blocks it.

    Example: rolepair path "licensed practical nurse" "registered nurse" --max-gap 45
    """
    from helpers.comparison import compare
    from helpers.prose.way import RULE, found, hop_rows, limits_words
    from helpers.prose.words import place_name
    from helpers.unsure import settle
    from helpers.ways import Limits

    limits = Limits(max_gap, max_cut, between)
    soc_a, soc_b = (settle(title, strict=strict) for title in (role_a, role_b))
    comparison = compare(role_a, role_b, soc_a=soc_a, soc_b=soc_b, area=area)
    route = comparison.route(limits)
    typer.echo(limits_words(limits, place_name(comparison)))
    way = route.way
    if way.codes:
        typer.echo(found(route))
    else:
        typer.echo(f"No way: {way.reason}.")
        if route.opened is None:
            return
        way = route.opened
        typer.echo(f"With hops of up to {route.way.opens_at:g} of 100, this way opens.")
    _print_table(["hop", "why it can be gone", "to make up", "median pay there", "change"], hop_rows(route, way))
    typer.echo(RULE)


def shortlist(
    roles: Annotated[list[str], typer.Argument(metavar="A B C ...", help="Two to eight job titles or codes.")],
    area: Annotated[str, AREA] = "",
    min_pay: Annotated[float, typer.Option(help="Deal-breaker: least median pay there, US dollars.")] = 0.0,
    max_zone: Annotated[int, typer.Option(help="Deal-breaker: highest job zone (preparation needed), 1 to 5.")] = 5,
    max_schooling: Annotated[str, typer.Option(help="Deal-breaker: most typical schooling, such as bachelor.")] = "",
    min_growth: Annotated[float, typer.Option(help="Deal-breaker: least projected change of jobs, percent.")] = -100.0,
    min_jobs: Annotated[int, typer.Option(help="Deal-breaker: least number of jobs there.")] = 0,
    weights: Annotated[str, typer.Option(help='Your weights, such as "pay=3 outlook=1"; none are assumed.')] = "",
    pairs: Annotated[bool, typer.Option("--pairs", help="Also render, and link, each role's report with A.")] = False,
    out: Annotated[Path | None, typer.Option(help="File or folder to write to; default: reports/.")] = None,
    allow_missing: Annotated[bool, ALLOW_MISSING] = False,
    strict: Annotated[bool, STRICT] = False,
    open_it: Annotated[bool, typer.Option("--open", help="Open the page in the browser when it is done.")] = False,
) -> None:
    """Render a page that holds two to eight roles against each other: deal-breakers, scoreboard, weights.

    Example: rolepair shortlist paralegal accountant "financial analyst" --area Ohio --min-pay 50000
    """
    from helpers.unsure import settle

    roles = [settle(title, strict=strict) or title for title in roles]
    with step("Looking up the titles"):
        from helpers.render.reports import render_shortlist
        from helpers.sections import Limits
        from helpers.titles import resolve

        limits = Limits(min_pay, max_zone, max_schooling, min_growth, min_jobs)
        found = [resolve(title) for title in roles]
    with step("Computing the matrix and writing the page"):
        made = render_shortlist(
            roles,
            area=area,
            limits=limits,
            weights=weights,
            with_pairs=pairs,
            out=out,
            allow_missing=allow_missing,
        )
    tell_page(made, found)
    if open_it:
        typer.launch(str(made))


def _print_table(headings: list[str], rows: list[list[str]]) -> None:
    from rich.console import Console
    from rich.table import Table

    options: dict[str, Any] = {"box": None, "header_style": "bold", "pad_edge": False}
    table = Table(**options)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*row)
    Console(markup=False, highlight=False).print(table)
