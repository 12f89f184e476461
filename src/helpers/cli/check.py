"""`rolepair check`: a file of claims against the official record, printed and kept as CSV."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from helpers.cli.console import echo, print_table
from helpers.cli.role import Strict

if TYPE_CHECKING:
    import pandas as pd

    from helpers.tables.titles import Role


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
    echo("; ".join(f"{counts.get(v, 0)} {v}" for v in ("agrees", "disagrees", "cannot be checked")))
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
