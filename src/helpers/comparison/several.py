"""Two to eight roles to one matrix: each held against the first, with figures, verdicts, cells and reasons."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.areas import Area, resolve_area
from helpers.comparison.compare import Comparison, Settings
from helpers.comparison.rows import FACT_FIELDS, Fact
from helpers.errors import BadInput, DamagedTable, SameRole
from helpers.schemas.hops import WIDEST_KEPT
from helpers.shortlist import FEWEST, MOST, Criterion, DealBreaker
from helpers.tables import load
from helpers.title_key import squashed
from helpers.titles import Role, resolve

CRITERIA = (
    Criterion("pay", "Median pay a year"),
    Criterion("jobs", "Jobs there"),
    Criterion("outlook", "Projected change of jobs"),
    Criterion("openings", "Openings per 1,000 jobs"),
    Criterion("preparation", "Job zone (preparation needed)", more_is_better=False),
)
"""What may be weighed; the direction that counts as better is part of it and stands in the report."""
UNITS = {"pay": "usd_per_year", "jobs": "jobs", "outlook": "pct", "openings": "per_1000", "preparation": "score"}
ANY_GROWTH = -100.0
"""The least growth that excludes nothing: jobs cannot fall by more."""


@dataclass(frozen=True)
class Limits:
    """Deal-breakers; the defaults exclude nothing. Pay in US dollars a year, growth in percent over the projections."""

    min_pay: float = 0.0
    max_zone: int = 5
    min_growth_pct: float = ANY_GROWTH
    min_jobs: int = 0

    def __post_init__(self) -> None:
        """Refuse limits that no role could be held against."""
        if not (
            0 <= self.min_pay <= 1_000_000
            and self.max_zone in range(1, 6)
            and ANY_GROWTH <= self.min_growth_pct <= 1000
            and self.min_jobs >= 0
        ):
            raise BadInput(
                f"deal-breakers pay {self.min_pay:g}, zone {self.max_zone}, growth {self.min_growth_pct:g} %, jobs"
                f" {self.min_jobs}",
                expected="pay of 0 to 1,000,000, a job zone from 1 to 5, growth from -100 to 1000 %, jobs of 0 or more",
                next_step="leave out a limit that does not matter",
            )

    @property
    def deal_breakers(self) -> list[DealBreaker]:
        """Return the limits that exclude something, each in words."""
        deals = []
        if self.min_pay > 0:
            deals.append(DealBreaker("pay", f"median pay of at least ${self.min_pay:,.0f}", at_least=self.min_pay))
        if self.max_zone < 5:
            deals.append(DealBreaker("preparation", f"job zone {self.max_zone} at most", at_most=self.max_zone))
        if self.min_growth_pct > ANY_GROWTH:
            label = f"projected change of at least {self.min_growth_pct:g} %"
            deals.append(DealBreaker("outlook", label, at_least=self.min_growth_pct))
        if self.min_jobs > 0:
            deals.append(DealBreaker("jobs", f"at least {self.min_jobs:,} jobs there", at_least=self.min_jobs))
        return deals


@dataclass(frozen=True)
class Several:
    """Two to eight roles in the order given; every comparison is that of a role with the first one."""

    roles: tuple[Role, ...]
    area: Area
    settings: Settings = field(default_factory=Settings)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return how the roles are called; with the code where two would be called alike."""
        plain = [role.name for role in self.roles]
        alike = [squashed(name) for name in plain]
        return tuple(
            f"{name} ({role.leading.soc_code})" if alike.count(key) > 1 else name
            for name, key, role in zip(plain, alike, self.roles, strict=True)
        )

    @cached_property
    def pairs(self) -> dict[str, Comparison]:
        """Return the comparison of each further role with the first, by its name."""
        first = self.roles[0]
        rest = zip(self.names[1:], self.roles[1:], strict=True)
        return {name: Comparison(first, role, self.area, self.settings) for name, role in rest}

    @cached_property
    def matrix(self) -> pd.DataFrame:
        """Return one row a role, in the order given, indexed by its name.

        For each of the measures `pay`, `mean`, `jobs`, `outlook`, `openings`, `preparation` and `move` (percent of all
        moves that ask for less than the move from the first role) the columns `value_x`, `text_x`, `reason_x`,
        `error_x`, `note_x` and `cell_x`; `verdict` and `verdict_reason` of mean pay against the first role, with
        `gap_pct`; `unit_mean`, by the year or by the hour; `soc_code` and `occupation`.
        """
        rows = []
        for place, (name, role) in enumerate(zip(self.names, self.roles, strict=True)):
            pair = next(iter(self.pairs.values())) if place == 0 else self.pairs[name]
            row: dict[str, object] = {"soc_code": role.leading.soc_code, "occupation": role.leading.occupation}
            for measure, fact in self._facts(pair, "b" if place else "a").items():
                row |= {f"{part}_{measure}": value for part, value in asdict(fact).items()}
            mean = pair.pay.set_index("measure").loc[f"{pair.pay_kind or 'annual'}_mean_usd"]
            row["unit_mean"] = mean["unit"]
            row |= {"verdict": mean["verdict"], "verdict_reason": mean["verdict_reason"], "gap_pct": mean["gap_pct"]}
            if place == 0:
                row |= {"verdict": "", "verdict_reason": "the role that the others are held against", "gap_pct": np.nan}
            rows.append(row)
        return pd.DataFrame(rows, index=pd.Index(self.names, name="role"))

    @property
    def values(self) -> pd.DataFrame:
        """Return the figures of the criteria alone, one row a role, NaN where there is none."""
        return pd.DataFrame({c.name: self.matrix[f"value_{c.name}"].astype(float) for c in CRITERIA})

    def _facts(self, pair: Comparison, side: str) -> dict[str, Fact]:
        kind = pair.pay_kind or "annual"
        return {
            "pay": _side(pair.pay, "annual_median_usd", side),
            "mean": _side(pair.pay, f"{kind}_mean_usd", side),
            "jobs": _side(pair.employment, "employment", side),
            "outlook": self._allowed(lambda: _side(pair.record.outlook, "employment_change_pct", side)),
            "openings": self._allowed(lambda: _side(pair.record.outlook, "openings_per_1000", side)),
            "preparation": self._allowed(lambda: _zone(pair, side)),
            "move": self._allowed(lambda: _move(pair, side)),
        }

    def _allowed(self, make: Callable[[], Fact]) -> Fact:
        """Return the figure, or why there is none where its table is missing and the settings allow that."""
        try:
            return make()
        except DamagedTable as error:
            if not self.settings.allow_missing:
                raise
            return Fact(reason=error.given)


def compare_several(
    titles: Sequence[str],
    *,
    area: str = "",
    level: float = 0.90,
    threshold_pct: float = 5.0,
    allow_missing: bool = False,
) -> Several:
    """Return two to eight job titles or codes side by side; figures are looked up when they are asked for.

    Raises `BadInput` for another number of roles, `SameRole` for one given twice, and the errors of `titles.resolve`
    and `areas.resolve_area`.
    """
    asked = [str(title).strip() for title in titles if str(title).strip()]
    if not FEWEST <= len(asked) <= MOST:
        raise BadInput(
            f"{len(asked)} roles",
            expected=f"{FEWEST} to {MOST} job titles or codes",
            next_step="name the roles one after the other, each in quotes if it has several words",
        )
    roles = tuple(resolve(title) for title in asked)
    seen: dict[tuple[str, str], str] = {}
    for title, role in zip(asked, roles, strict=True):
        key = (squashed(role.matched or role.name), role.leading.soc_code)
        if key in seen:
            raise SameRole(
                f"{title!r} is given twice",
                expected="different titles or codes",
                next_step="leave one of them out",
            )
        seen[key] = title
    return Several(roles, resolve_area(area), Settings(level, threshold_pct, allow_missing))


def _side(frame: pd.DataFrame, measure: str, side: str) -> Fact:
    row = frame[frame["measure"] == measure].iloc[0]
    return Fact(**{name: row[f"{name}_{side}"] for name in FACT_FIELDS})


def _zone(pair: Comparison, side: str) -> Fact:
    stands = pair.work.stand_ins["ab".index(side)]
    if not stands.code:
        return Fact(reason=stands.reason)
    rows = load("job_zones", where={"onet_code": [stands.code]})
    if rows.empty:
        return Fact(reason=f"O*NET gives no job zone for {stands.spoken}")
    cell = f"job_zones/{stands.code}/job_zone"
    return Fact(value=float(rows["job_zone"].iloc[0]), note="of 5", cell=cell)


def _move(pair: Comparison, side: str) -> Fact:
    """Return how wide the move from the first role is; the first role has none."""
    if side == "a":
        return Fact(reason="the role to move from")
    first, second = pair.work.stand_ins
    if not first.code or not second.code:
        return Fact(reason=first.reason or second.reason)
    if first.code == second.code:
        return Fact(reason="one O*NET occupation stands for both")
    rows = load("hops", where={"start": [first.code], "end": [second.code]})
    if rows.empty:
        rated = set(load("ratings", columns=["onet_code"], where={"onet_code": [first.code, second.code]})["onet_code"])
        if len(rated) < 2:
            return Fact(reason="O*NET has no ratings for one of the two in this copy")
        return Fact(text=f"more than {WIDEST_KEPT}", reason=f"wider than {WIDEST_KEPT} of 100 moves", cell="")
    cell = f"hops/{first.code}|{second.code}/widest"
    return Fact(value=float(rows["widest"].iloc[0]), note=f"most in {rows['facet'].iloc[0]}", cell=cell)
