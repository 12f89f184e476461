"""`rolepair check`: a file of claims against the official record, printed and kept as CSV."""

import math
from pathlib import Path
from typing import Annotated

import typer

from helpers.cli.console import echo, print_table
from helpers.cli.role import STRICT


def check(
    path: Annotated[Path, typer.Argument(metavar="CLAIMS.csv", help="Columns: role, measure, value, unit.")],
    threshold_pct: Annotated[float, typer.Option(min=0, max=100, help="Gap in percent that still agrees.")] = 5.0,
    out: Annotated[Path | None, typer.Option(help="Also write the verdicts to this CSV file.")] = None,
    strict: Annotated[bool, STRICT] = False,
) -> None:
    """Hold your own claims (a salary table, a job advert) against the official figures, and name their defects.

    Measures and units are those of data/market_claims.csv, such as annual_pay_mean in usd_per_year.
    """
    from helpers.base.user_csv import refuse_input_as_output, unformed
    from helpers.claims.measures import say_figure, say_measure
    from helpers.cli.checking import check_file
    from helpers.render.aside import aside
    from helpers.tables.unsure import told

    if out is not None:
        refuse_input_as_output(out, path)
    done = check_file(path, threshold_pct=threshold_pct, strict=strict)
    for role in done.roles.values():
        echo(told(role))
    rows = []
    for row in done.claims.to_dict("records"):
        claimed = say_figure(row["claim_value"], row["unit"]) if is_figure(row["claim_value"]) else row["claim_text"]
        official = say_figure(row["official_value"], row["unit"]) if is_figure(row["official_value"]) else "none"
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


def is_figure(value: object) -> bool:
    """Return whether a figure is there: a float that is not NaN."""
    return isinstance(value, float) and not math.isnan(value)
