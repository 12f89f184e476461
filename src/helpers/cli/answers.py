"""The commands that print an answer: `rolepair switch`, `path`, `search` and `check`."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.cli.console import PLACE, Strict, echo, print_table

if TYPE_CHECKING:
    import pandas as pd

    from helpers.comparison.roles import Comparison
    from helpers.tables.titles import Role

RoleA = Annotated[str, typer.Argument(metavar="A", help="The role to start from: a job title or a code.")]
RoleB = Annotated[str, typer.Argument(metavar="B", help="The role to go to.")]
RULE = (
    "The rule: each stands on the other's O*NET list, or is among the other's first five; job zones at most 1 apart;"
    " median pay falls by 10% at most; at most two stops between, with 25,000 jobs and no apprenticeship. A way is a"
    " possibility: no table here counts who takes it."
)


def switch(
    role_a: RoleA,
    role_b: RoleB,
    area: Annotated[str, typer.Option(help=f"{PLACE}.")] = "",
    costs: Annotated[float, typer.Option(min=0, max=1e6, help="What training costs you, US dollars.")] = 0,
    months: Annotated[
        int | None, typer.Option(min=0, max=240, help="Months without pay; default: the years of school beyond.")
    ] = None,
    strict: Strict = False,
) -> None:
    """Print what a switch from A to B may cost at most to be paid back; on your own terms, when it is.

    Example: rolepair switch "dental assistant" "dental hygienist" --costs 20000 --months 24
    """
    from helpers.base.words import capital
    from helpers.sections.switch import MEASURES, STAGES, TERMS, account, on_terms, own_moves, years_words
    from helpers.sections.switch import switch as section

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
        echo(f"\n{on_terms(c, costs, months)}")
    echo("\nNo table here says what training costs; training on the job is not priced.")


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


def search(
    text: Annotated[str, typer.Argument(help="A word or two of a job title, or the start of a SOC code (43-30).")],
    most: Annotated[int, typer.Option(min=1, max=100, help="How many rows to print.")] = 15,
) -> None:
    """Find job titles and the official occupations they are listed under."""
    from helpers.tables.title_lists import search_titles

    found = search_titles(text, most)
    rows = found[["title", "soc_code", "occupation", "list"]].to_numpy().tolist()
    print_table(("title", "SOC code", "occupation", "list"), rows)


@dataclass(frozen=True)
class Checked:
    """What a file of claims came to: each claim with its verdict, the defects found, and how each title was read."""

    claims: "pd.DataFrame"
    defects: "pd.DataFrame"
    roles: "dict[str, Role]"


def check(
    path: Annotated[Path, typer.Argument(metavar="CLAIMS.csv", help="Columns: role, measure, value, unit.")],
    threshold_pct: Annotated[float, typer.Option(min=0, max=100, help="Gap in percent that still agrees.")] = 5.0,
    out: Annotated[Path | None, typer.Option(help="Also write the verdicts to this CSV file.")] = None,
    strict: Strict = False,
) -> None:
    """Hold your own claims (a salary table, a job advert) against the official figures, and name their defects.

    Measures and units are those of data/market_claims.csv, such as annual_pay_mean in usd_per_year.
    """
    from helpers.base.files import aside
    from helpers.base.formats import is_missing
    from helpers.base.user_csv import refuse_input_as_output, unformed
    from helpers.claims import VERDICTS
    from helpers.claims.records import say_figure, say_measure
    from helpers.tables.titles import told

    if out is not None:
        refuse_input_as_output(out, path)
    done = check_file(path, threshold_pct=threshold_pct, strict=strict)
    for role in done.roles.values():
        echo(told(role))
    rows = []
    for row in done.claims.to_dict("records"):
        claimed, official = (
            instead if is_missing(row[name]) else say_figure(row[name], row["unit"])
            for name, instead in (("claim_value", row["claim_text"]), ("official_value", "none"))
        )
        detail = f" ({row['detail']})" if row["detail"] else ""
        claim = say_measure(row["measure"]) + detail
        rows.append((row["role"], claim, claimed, official, row["verdict"], row["reason"]))
    print_table(("role", "claim", "claimed", "official", "verdict", "why"), rows)
    for defect in done.defects.to_dict("records"):
        echo(f"{defect['rule']}: {defect['explanation']} ({defect['certainty']})")
    counts = done.claims["verdict"].value_counts().to_dict()
    echo("; ".join(f"{counts.get(v, 0)} {v}" for v in VERDICTS))
    if out is not None:
        with aside(out) as unfinished:
            guarded = done.claims.copy()
            for name, column in done.claims.items():
                if column.dtype == "str":
                    guarded[name] = column.map(unformed, na_action="ignore")
            guarded.to_csv(unfinished, index=False, lineterminator="\n", encoding="utf-8")
        echo(str(out))


def check_file(path: Path, *, threshold_pct: float = 5.0, strict: bool = False) -> Checked:
    """Return the claims of a CSV file with their verdicts (columns of `claims.check_claims`), and its defects.

    Each title stands for its leading occupation in the nation. Raises `BadInput` for an unreadable file, for bad rows,
    each named with its line, and for titles that are not known (with `strict` also those read with doubt): the
    first twenty of them, each with what it may be.
    """
    import pandas as pd

    from helpers.base.errors import BadInput, UncertainTitle, UnknownTitle
    from helpers.base.user_csv import MOST_SHOWN
    from helpers.claims import check_claims, find_defects, read_claims
    from helpers.comparison.roles import Comparison
    from helpers.sections.claims import official
    from helpers.tables.areas import resolve_area
    from helpers.tables.titles import refuse_unsure, resolve

    claims = read_claims(path)
    roles: dict[str, Role] = {}
    unknown: list[str] = []
    titles = list(dict.fromkeys(claims["role"]))
    for title in titles:
        if len(unknown) == MOST_SHOWN:
            unknown.append(f"{len(titles) - len(roles) - MOST_SHOWN:,} more titles were not looked up")
            break
        try:
            roles[title] = resolve(title)
            if strict:
                refuse_unsure(roles[title])
        except (UnknownTitle, UncertainTitle) as error:
            unknown.append(f"{title!r} ({error.next_step})")
    if unknown:
        raise BadInput(
            f"{path.name} has titles that are not known: {'; '.join(unknown)}",
            expected="job titles of the SOC or O*NET lists, or codes",
            next_step="correct the column role, or put the SOC code there",
        )
    nation = resolve_area("")
    known = [official(Comparison((role,), nation)).assign(role=title) for title, role in roles.items()]
    figures = pd.concat(known, ignore_index=True)
    return Checked(check_claims(claims, figures, threshold_pct=threshold_pct), find_defects(claims, figures), roles)
