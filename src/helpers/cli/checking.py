"""A reader's own file of claims, held against the official record of the occupations its titles stand for."""

from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput, UncertainTitle, UnknownTitle
from helpers.base.user_csv import MOST_SHOWN
from helpers.claims import check_claims, find_defects, read_claims
from helpers.comparison.roles import Comparison
from helpers.sections.claims import official
from helpers.tables.areas import resolve_area
from helpers.tables.titles import Role, resolve
from helpers.tables.unsure import refuse_unsure


@dataclass(frozen=True)
class Checked:
    """What a file of claims came to: each claim with its verdict, the defects found, and how each title was read."""

    claims: pd.DataFrame
    defects: pd.DataFrame
    roles: dict[str, Role]


def check_file(path: Path, *, threshold_pct: float = 5.0, strict: bool = False) -> Checked:
    """Return the claims of a CSV file with their verdicts (columns of `claims.check_claims`), and its defects.

    Each title stands for its leading occupation in the nation. Raises `BadInput` for an unreadable file, for bad rows,
    each named with its line, and for titles that are not known (with `strict` also those read with doubt): the
    first twenty of them, each with what it may be.
    """
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
