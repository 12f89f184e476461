"""The run list: which pairs a batch renders, and under which name each report is kept."""

from dataclasses import dataclass, replace
from functools import lru_cache, partial
from itertools import combinations
from pathlib import Path

from helpers.base.errors import BadInput, SameRole, UserError
from helpers.base.title_key import squashed
from helpers.base.user_csv import read_sheet
from helpers.comparison.pay_cells import ALL_INDUSTRIES
from helpers.render.reports import file_name, page_bytes, page_title
from helpers.tables.areas import NATION, Area, resolve_area
from helpers.tables.load import load
from helpers.tables.titles import Role, refuse_unsure, resolve, resolve_pair, unsure

COLUMNS = ("role_a", "role_b", "soc_a", "soc_b", "area")
ONE_FOLDER = 2000
"""Runs up to which all reports stand in one folder; above, each first role has its own."""


@dataclass(frozen=True)
class Run:
    """One report to make: the notebook's parameters, where it goes, its title and the two names in its header.

    `unsure` says of each title that was read with doubt what it was read as.
    """

    parameters: tuple[tuple[str, str], ...]
    file: str
    title: str
    names: tuple[str, str]
    unsure: tuple[str, ...] = ()

    def page_of(self, notebook: Path, *, gzipped: bool = False) -> "partial[bytes]":
        """Return the call that makes the report's bytes out of `notebook`."""
        return partial(page_bytes, notebook, dict(self.parameters), title=self.title, gzipped=gzipped)


def from_csv(path: Path, *, strict: bool = False) -> tuple[list[Run], list[tuple[str, str]]]:
    """Return the runs of a CSV with the columns role_a, role_b and, if wanted, soc_a, soc_b, area; and its bad lines.

    A bad line is its number and why. Two lines that make the same report are one run. A title that is read with doubt
    says so in `unsure` of its run; with `strict` its line is a bad one. Raises `BadInput` where `read_sheet` does.
    """
    sheet = read_sheet(path, required=COLUMNS[:2], optional=COLUMNS[2:], rows="one row a pair")
    runs: dict[str, Run] = {}
    mistakes = list(sheet.faults)
    for line in sheet.lines:
        values = {name: line.cells.get(name, "") for name in COLUMNS}
        try:
            a, b = resolve_pair(values["role_a"], values["role_b"], values["soc_a"], values["soc_b"])
            for role in (a, b) if strict else ():
                refuse_unsure(role)
            run = _run(a, b, soc_a=values["soc_a"], soc_b=values["soc_b"], area=_area(values["area"]))
            runs.setdefault(run.file, replace(run, unsure=unsure((a, b), f"line {line.number}: ")))
        except UserError as error:
            mistakes.append((line.number, str(error)))
    return list(runs.values()), [(f"line {number}", why) for number, why in sorted(mistakes)]


def all_pairs(*, within: str = "", top_employment: int = 0, area: str = "") -> list[Run]:
    """Return every pair of detailed occupations once, the lower code first.

    `within` keeps those under a group code such as 43-3000 or 43-0000; `top_employment` keeps the occupations with most
    jobs in the nation. Raises `BadInput` if fewer than two are left.
    """
    occupations = load("occupations")
    codes = sorted(occupations["soc_code"][occupations["level"] == "detailed"])
    if within:
        codes = [code for code in codes if code.startswith(within.strip().rstrip("0"))]
    if top_employment:
        everywhere = {"area_code": [NATION], "industry_code": [ALL_INDUSTRIES]}
        jobs = load("pay", columns=["soc_code", "employment"], where=everywhere)
        most = jobs[jobs["soc_code"].isin(codes)].sort_values(["employment", "soc_code"], ascending=[False, True])
        codes = sorted(most["soc_code"].head(top_employment))
    if len(codes) < 2:
        raise BadInput(
            f"{len(codes)} occupations under {within or 'these options'}",
            expected="a code with at least two detailed occupations, such as 43-3000, and a number from 2",
            next_step="`rolepair search 43-` lists codes",
        )
    roles = [resolve(code) for code in codes]
    place = _area(area)
    return [_run(a, b, area=place) for a, b in combinations(roles, 2)]


def shard_of(runs: list[Run], text: str) -> list[Run]:
    """Return the part `i/n` of the runs (1/4 is the first of four), dealt out in turn so that parts are alike.

    Raises `BadInput` for a text that is none. Empty text is all of them.
    """
    if not text:
        return runs
    part, _, parts = text.partition("/")
    if not (part.isdecimal() and parts.isdecimal() and 1 <= int(part) <= int(parts)):
        raise BadInput(f"--shard {text}", expected="i/n with i from 1 to n", next_step="such as --shard 1/4")
    return runs[int(part) - 1 :: int(parts)]


def in_folders(runs: list[Run]) -> list[Run]:
    """Return the runs with a folder for each first role if they are more than one folder takes well."""
    if len(runs) <= ONE_FOLDER:
        return runs
    return [replace(r, file=f"{r.file.split('-vs-')[0]}/{r.file}") for r in runs]


def _run(a: Role, b: Role, *, area: Area, soc_a: str = "", soc_b: str = "") -> Run:
    if squashed(a.typed) == squashed(b.typed) and a.leading.soc_code == b.leading.soc_code:
        raise SameRole(f"both roles are {a.typed!r}", expected="two roles", next_step="give another one")
    place = "" if area.area_code == NATION else area.area
    values = (a.typed, b.typed, soc_a, soc_b, place)
    parameters = tuple(zip(COLUMNS, values, strict=True))
    return Run(parameters, file_name(a, b, place), page_title(a, b, place), (a.name, b.name))


_area = lru_cache(maxsize=1024)(resolve_area)
