"""`rolepair profile`, `switch`, `path` and `shortlist`: what lies beyond the pair report."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.cli.console import echo, print_table, step, tell_page

if TYPE_CHECKING:
    from helpers.comparison.roles import Comparison

RoleA = Annotated[str, typer.Argument(metavar="A", help="The role to start from: a job title or a code.")]
RoleB = Annotated[str, typer.Argument(metavar="B", help="The role to go to.")]
_PLACE = 'Pay in this place: "Ohio", OH, "Denver" or an area code'
AnArea = Annotated[str, typer.Option(help=f"{_PLACE}.")]
Areas = Annotated[list[str] | None, typer.Option("--area", help=f"{_PLACE}; again for more places beside it.")]
Out = Annotated[Path | None, typer.Option(help="File or folder to write to; default: reports/.")]
MissingToo = Annotated[
    bool, typer.Option("--allow-missing", help="Take a page in which a section says that it could not be computed.")
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Refuse a title that is read with doubt, instead of asking or telling.")
]
OpenIt = Annotated[bool, typer.Option("--open", help="Open the page in the browser when it is done.")]
"""Options that several commands have."""
RULE = (
    "The rule: each stands on the other's O*NET list, or is among the other's first five; job zones at most 1 apart;"
    " median pay falls by 10% at most; at most two stops between, with 25,000 jobs and no apprenticeship. A way is a"
    " possibility: no table here counts who takes it."
)


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    for command in (profile, switch, path, shortlist):
        app.command()(command)


def profile(
    title: Annotated[str, typer.Argument(metavar="TITLE", help="A job title, a SOC code or an O*NET-SOC code.")],
    soc: Annotated[str, typer.Option(help="Read the title as this SOC code, such as 43-3021.")] = "",
    area: Areas = None,
    job_ad: Annotated[bool, typer.Option("--job-ad", help="Add a job advert to start from.")] = False,
    out: Out = None,
    allow_missing: MissingToo = False,
    strict: Strict = False,
    open_it: OpenIt = False,
) -> None:
    """Render the page on one role: pay, places, the work, getting in, paths up, outlook, people, claims.

    Example: rolepair profile "billing specialist" --area Ohio --job-ad
    """
    from helpers.tables.titles import settle

    soc = settle(title, soc, strict=strict)
    with step("Looking up the title"):
        from helpers.render.reports import render_profile
        from helpers.tables.titles import resolve

        role = resolve(title, soc)
    with step("Computing the sections and writing the page"):
        made = render_profile(title, soc=soc, area=joined(area), job_ad=job_ad, out=out, allow_missing=allow_missing)
    tell_page(made, [role], open_it=open_it)


def joined(areas: list[str] | None) -> str:
    """Return the areas of a repeated option as one text, with semicolons between them."""
    return "; ".join(areas or ())


def switch(
    role_a: RoleA,
    role_b: RoleB,
    area: AnArea = "",
    costs: Annotated[float, typer.Option(min=0, max=1e6, help="What training costs you, US dollars.")] = 0,
    months: Annotated[
        int | None, typer.Option(min=0, max=240, help="Months without pay; default: the years of school beyond.")
    ] = None,
    strict: Strict = False,
) -> None:
    """Print what a switch from A to B may cost at most to be paid back; on your own terms, when it is.

    Example: rolepair switch "dental assistant" "dental hygienist" --costs 20000 --months 24
    """
    from helpers.base.formats import usd
    from helpers.base.words import capital, plural
    from helpers.sections.switch import MEASURES, NEVER, STAGES, TERMS, account, own_moves, pay_of, years_words
    from helpers.sections.switch import switch as section
    from helpers.stats.payback import years_to_recover

    c = _both(role_a, role_b, area, strict=strict)
    for sentence in section.says(c):
        echo(sentence)
    frame = c.frame(section)
    moved = frame[frame["role"] == c.names[1]]
    if moved["why"].all():
        lacks = moved.iloc[0]
        echo(f"No account: {lacks['why']}{f' ({detail})' if (detail := lacks['detail']) else ''}.")
        return
    echo(f"\nFrom {c.names[0]} to {c.names[1]}, {TERMS}:")
    moves = account(frame, *c.names)
    texts = moved.pivot(index="measure", columns="stage", values="text")
    texts.loc["back_years"] = [years_words(moves[stage]["back_years"]) for stage in map(str, texts.columns)]
    rows = [[label, *(str(texts.at[measure, stage]) for stage in STAGES)] for measure, (label, _) in MEASURES.items()]
    print_table(["In the new role one", *map(capital, STAGES.values())], rows)
    for sentence in own_moves(c, c.names[1]):
        echo(f"\n{sentence}")
    if costs or months:
        now, school = pay_of(c, c.names[0], "median"), moves["median"]["school_years"]
        without = months if months is not None else 0 if math.isnan(school) else round(12 * school)
        given_up = without / 12 * now
        back = [years_to_recover(costs + given_up, pay_of(c, c.names[1], stage) - now) for stage in STAGES]
        told = [f"after {words}" if (words := years_words(years)) != NEVER else words for years in back]
        paid = f"paid back {told[0]} at the 25th percentile, {told[1]} in the middle"
        parts = f"{usd(costs, to=100)} of training and {usd(given_up, to=100)} of pay given up"
        assumed = "" if months is not None else f" ({_assumed(school)}; say otherwise with --months)"
        spent = usd(costs + given_up, to=100)
        echo(f"\nOn your terms it costs {spent}: {parts} in {plural(without, 'month')} without pay{assumed}; {paid}.")
    echo("\nNo table here says what training costs; training on the job is not priced.")


def _assumed(school_years: float) -> str:
    """Return what is assumed of the months without pay where the reader gives none."""
    if math.isnan(school_years):
        return "typical schooling is not published, so none are assumed"
    return "assumed: the years of school beyond" if school_years else "assumed: no more school is asked for"


def path(
    role_a: RoleA,
    role_b: RoleB,
    strict: Strict = False,
) -> None:
    """Print the way from A to B along O*NET's lists of related occupations, or that none keeps the rules.

    Example: rolepair path "licensed practical nurse" "registered nurse"
    """
    from helpers.base.formats import pct
    from helpers.comparison.facts import each
    from helpers.sections.stepping import stepping

    c = _both(role_a, role_b, strict=strict)
    frame = c.frame(stepping)
    hops = frame[(frame["start"] == c.names[0]) & (frame["role"] == c.names[1])]
    for sentence in stepping.says(c):
        echo(sentence)
    if (hops["why"] == "").all():
        zone = {0.0: "same"}
        rows = [
            [
                f"{hop.step}",
                hop.words,
                f"{hop.listed_by} ({hop.rank:.0f})",
                zone.get(hop.zone_change, f"{hop.zone_change:+.0f}"),
                pct(hop.pay_change_pct, sign=True),
            ]
            for hop in each(hops)
        ]
        echo("")
        print_table(["step", "occupation", "on O*NET's list (place)", "job zone", "median pay"], rows)
    echo(f"\n{RULE}")


def _both(role_a: str, role_b: str, area: str = "", *, strict: bool) -> "Comparison":
    """Return the comparison of two titles, each settled first where it is read with doubt."""
    from helpers.comparison.roles import compare
    from helpers.tables.titles import settle

    return compare(role_a, role_b, area=area, codes=[settle(title, strict=strict) for title in (role_a, role_b)])


def shortlist(
    roles: Annotated[list[str], typer.Argument(metavar="A B C ...", help="Two to eight job titles or codes.")],
    area: Areas = None,
    min_pay: Annotated[float, typer.Option(help="Deal-breaker: least median pay there, US dollars.")] = 0.0,
    max_zone: Annotated[int, typer.Option(help="Deal-breaker: highest job zone (preparation needed), 1 to 5.")] = 5,
    max_schooling: Annotated[str, typer.Option(help="Deal-breaker: most typical schooling, such as bachelor.")] = "",
    min_growth: Annotated[float, typer.Option(help="Deal-breaker: least projected change of jobs, percent.")] = -100.0,
    min_jobs: Annotated[int, typer.Option(help="Deal-breaker: least number of jobs there.")] = 0,
    weights: Annotated[str, typer.Option(help='Your weights, such as "pay=3 outlook=1"; none are assumed.')] = "",
    pairs: Annotated[bool, typer.Option("--pairs", help="Also render, and link, each role's report with A.")] = False,
    out: Out = None,
    allow_missing: MissingToo = False,
    strict: Strict = False,
    open_it: OpenIt = False,
) -> None:
    """Render a page that holds two to eight roles against each other: deal-breakers, scoreboard, weights.

    Example: rolepair shortlist paralegal accountant "financial analyst" --area Ohio --min-pay 50000
    """
    from helpers.tables.titles import settle

    roles = [settle(title, strict=strict) or title for title in roles]
    with step("Looking up the titles"):
        from helpers.render.reports import render_shortlist
        from helpers.sections import Limits
        from helpers.tables.titles import resolve

        limits = Limits(min_pay, max_zone, max_schooling, min_growth, min_jobs)
        found = [resolve(title) for title in roles]
    with step("Computing the matrix and writing the page"):
        about = {"area": joined(area), "weights": weights}
        made = render_shortlist(roles, **about, limits=limits, with_pairs=pairs, out=out, allow_missing=allow_missing)
    tell_page(made, found, open_it=open_it)
