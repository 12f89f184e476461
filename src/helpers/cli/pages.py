"""The commands that render pages: `rolepair compare`, `profile`, `shortlist`, `atlas`, `sources` and `index`."""

from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.console import Areas, MissingToo, OpenIt, Out, Strict, echo, joined, step, tell_page


def compare(
    role_a: Annotated[
        str, typer.Argument(metavar="A", help='First role: a job title ("billing specialist") or a code.')
    ],
    role_b: Annotated[
        str, typer.Argument(metavar="B", help="Second role: a job title, a SOC code or an O*NET-SOC code.")
    ],
    soc_a: Annotated[str, typer.Option(help="Read A as this SOC code, such as 43-3021.")] = "",
    soc_b: Annotated[str, typer.Option(help="Read B as this SOC code.")] = "",
    area: Areas = None,
    out: Out = None,
    allow_missing: MissingToo = False,
    pdf: Annotated[
        bool, typer.Option("--pdf", help="Also print it to PDF, through a Chromium on this machine.")
    ] = False,
    strict: Strict = False,
    open_it: OpenIt = False,
) -> None:
    """Render the report that compares two roles: one HTML file that opens anywhere, offline.

    Examples: rolepair compare accountant "financial analyst" --area Ohio; rolepair compare 43-3021 43-3031
    """
    from helpers.tables.titles import settle

    soc_a, soc_b = settle(role_a, soc_a, strict=strict), settle(role_b, soc_b, strict=strict)
    with step("Looking up the titles"):
        from helpers.render.reports import render_pair
        from helpers.tables.titles import resolve_pair

        roles = resolve_pair(role_a, role_b, soc_a, soc_b)
    with step("Computing the sections and writing the page"):
        options = {"soc_a": soc_a, "soc_b": soc_b, "area": joined(area)}
        path = render_pair(role_a, role_b, **options, out=out, allow_missing=allow_missing)
    tell_page(path, roles)
    if pdf:
        from helpers.render.pdf import print_page

        with step("Printing it to PDF"):
            printed = print_page(path)
        echo(str(printed))
    if open_it:
        typer.launch(str(path))


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


def atlas(
    out: Out = None,
    major: Annotated[str, typer.Option(help="Mark this major group of occupations, such as 43-0000 or 43.")] = "",
) -> None:
    """Render the page that maps all occupations: pay against growth, likeness of work, where pairs are clear.

    Example: rolepair atlas --major 29
    """
    with step("Computing all occupations and writing the page"):
        path = render_whole("atlas", out, major=major)
    tell_page(path)


def sources(
    out: Out = None,
    major: Annotated[str, typer.Option(help="Only this major group of occupations, such as 43-0000 or 43.")] = "",
) -> None:
    """Render the page about the data: what ships and how old it is, what each occupation has, what is missing and why.

    Example: rolepair sources --major 43-0000
    """
    with step("Computing the coverage and writing the page"):
        path = render_whole("sources", out, major=major)
    tell_page(path)


def render_whole(name: str, out: Path | None = None, *, major: str = "") -> Path:
    """Render the notebook `atlas` or `sources` to `reports/NAME.html` (or `NAME-43-0000.html`), or as `out` says.

    Raises `BadInput` for an unknown major group or a bad `out`, and the errors of `render.reports.render`.
    """
    from helpers.base.paths import NOTEBOOKS
    from helpers.render.reports import render, report_path
    from helpers.whole.coverage import major_group

    code = major_group(major)
    target = report_path(f"{name}-{code}.html" if code else f"{name}.html", out)
    return render(NOTEBOOKS / f"{name}.ipynb", {"major": code}, target, title="")


def index(
    folder: Annotated[Path | None, typer.Argument(help="Folder with reports; default: reports/.")] = None,
) -> None:
    """Write index.html: a searchable list of the reports in a folder, each with its one-line finding."""
    from helpers.base.paths import REPORTS
    from helpers.render.index import write_index

    echo(str(write_index(folder or REPORTS)))
