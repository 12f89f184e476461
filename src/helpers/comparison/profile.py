"""One role to one `Profile`: its side of every section of a pair, and what a pair has no place for."""

from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from helpers.areas import NATION, Area, resolve_area
from helpers.claims import find_defects
from helpers.comparison import gaps, market
from helpers.comparison.careers import career_rows
from helpers.comparison.compare import Comparison, Settings
from helpers.comparison.rows import FACT_FIELDS, TEST_COLUMNS, Fact, Rows
from helpers.comparison.standins import StandIn
from helpers.sources import Source
from helpers.tables import load
from helpers.titles import Role, resolve

CREDENTIALS = {
    "2.D.4.a": ("certification", "Professional certification, importance"),
    "3.A.4.a": ("apprenticeship", "Apprenticeship, importance"),
}
"""Element of O*NET -> measure and label of its row."""
_OF_A_PAIR = (*TEST_COLUMNS, "verdict", "verdict_reason")


class Alone(Comparison):
    """A role held against itself: both sides are the same, and each section of a pair is made without a second role."""

    @property
    def names(self) -> tuple[str, str]:
        """Return the role's name for both sides; there is nothing to tell apart."""
        return self.a.name, self.b.name


@dataclass(frozen=True)
class Profile:
    """One role; figures stand for its leading occupation, pay and jobs in `area`: the nation unless asked otherwise."""

    role: Role
    area: Area
    settings: Settings = field(default_factory=Settings)

    @property
    def name(self) -> str:
        """Return how the role is called."""
        return self.role.name

    @property
    def code(self) -> str:
        """Return the SOC code that the figures stand for."""
        return self.role.leading.soc_code

    @cached_property
    def pair(self) -> Comparison:
        """Return the role held against itself, for sections that are functions of a comparison."""
        return Alone(self.role, self.role, self.area, self.settings)

    @property
    def stands(self) -> StandIn:
        """Return which O*NET occupation stands for the role."""
        return self.pair.work.stand_ins[0]

    @cached_property
    def pay(self) -> pd.DataFrame:
        """Return the pay rows of the chosen area, the role's side alone; see `pay.pay_rows`."""
        return one_sided(self.pair.pay)

    @property
    def pay_kind(self) -> str:
        """Return annual or hourly, whichever the chosen area publishes; annual where it publishes neither."""
        rows = self.pay.set_index("measure")
        given = [kind for kind in ("annual", "hourly") if self._pays(rows, kind)]
        return given[0] if given else "annual"

    @cached_property
    def glance(self) -> pd.DataFrame:
        """Return the eight rows that career sites open with, the role's side alone; see `glance.glance_rows`."""
        return one_sided(self.pair.glance)

    @cached_property
    def credentials(self) -> pd.DataFrame:
        """Return how important certification and apprenticeship are, on O*NET's scale of 1 to 5: two rows, side a."""
        answers = load("credentials", where={"onet_code": [self.stands.code]}).to_dict("records")
        found = {str(row["element_id"]): row for row in answers}
        rows = Rows(names=(self.name, self.name), one_occupation=True)
        for element, (measure, label) in CREDENTIALS.items():
            fact = self._credential(found, element, label)
            rows.add(measure, label, "score", fact, fact)
        return one_sided(rows.frame())

    @cached_property
    def careers(self) -> pd.DataFrame:
        """Return the related occupations with job zone, pay and outlook; see `careers.career_rows`."""
        return career_rows(self.stands, self.fact("annual_median_usd"), self.area.area_code)

    @property
    def claims(self) -> pd.DataFrame:
        """Return the market claims on the title; see `market.claims_of`."""
        found = self.pair.claims
        return found[found["side"] == "a"].reset_index(drop=True)

    @cached_property
    def checked_claims(self) -> pd.DataFrame:
        """Return every claim with its verdict; see `market.checked`."""
        return market.checked(self.claims, self._official, self.settings.threshold_pct)

    @cached_property
    def claim_defects(self) -> pd.DataFrame:
        """Return what is wrong with the claims as a set; see `claims.find_defects`."""
        return find_defects(self.claims, self._official)

    @cached_property
    def unknowns(self) -> pd.DataFrame:
        """Return what could not be determined, by cause; see `gaps.unknowns`."""
        sections = {name: one_sided(frame) for name, frame in self.pair.sections.items()}
        sections |= {"Qualifications": self.credentials, "Related occupations": self._careers_missing}
        return gaps.unknowns(sections, (self.name, self.name))

    @property
    def sources_used(self) -> list[Source]:
        """Return the sources behind this page: those of the tables, and the pages whose claims it shows."""
        return self.pair.sources_used

    def fact(self, measure: str) -> Fact:
        """Return one pay figure of the chosen area, by its measure such as annual_median_usd."""
        row = self.pay[self.pay["measure"] == measure].iloc[0]
        return Fact(**{name: row[f"{name}_a"] for name in FACT_FIELDS})

    @property
    def tools(self) -> pd.DataFrame:
        """Return the technologies listed for the role, those in demand first; see `tools.tool_rows`."""
        order = ["in_demand", "hot"]
        return one_sided(self.pair.work.tools.sort_values(order, ascending=False, kind="stable", ignore_index=True))

    @cached_property
    def _official(self) -> pd.DataFrame:
        return self.pair.official_of({"a": self.name})

    @property
    def _careers_missing(self) -> pd.DataFrame:
        frame = self.careers.rename(columns={"pay_reason": "reason_a"})
        return frame.assign(label="the pay of a related occupation")[["label", "reason_a"]]

    def _credential(self, found: dict[str, dict[Hashable, Any]], element: str, label: str) -> Fact:
        if element not in found:
            return Fact(reason=self.stands.reason or f"O*NET has no answers on it for {self.stands.spoken}")
        row = found[element]
        cell = f"credentials/{self.stands.code}|{element}/importance"
        notes = ["of 5"] + ([f"{row['n']:.0f} answers"] if pd.notna(row["n"]) else [])
        if pd.notna(row["ci_low"]) and pd.notna(row["ci_high"]):
            notes.append(f"95% interval {row['ci_low']:.1f} to {row['ci_high']:.1f}")
        if row["suppress"] is True:
            notes.append("O*NET advises against using it: too imprecise")
        if pd.isna(row["importance"]):
            return Fact(reason=f"not rated: {label.lower()}", cell=cell)
        return Fact(value=float(row["importance"]), note="; ".join(notes), cell=cell)

    @staticmethod
    def _pays(rows: pd.DataFrame, kind: str) -> bool:
        names = [f"{kind}_{part}_usd" for part in ("mean", "median")]
        shown = rows.loc[names, ["value_a", "text_a"]].to_dict("records")
        return any(pd.notna(row["value_a"]) or row["text_a"] for row in shown)


def one_sided(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first side of pair rows: the columns of the second side and of the difference are left out."""
    kept = [name for name in map(str, frame.columns) if not name.endswith("_b") and name not in _OF_A_PAIR]
    return frame[kept]


def profile(
    role: str,
    *,
    soc: str = "",
    area: str = "",
    level: float = 0.90,
    threshold_pct: float = 5.0,
    allow_missing: bool = False,
) -> Profile:
    """Return the profile of a job title or code; nothing but title and area is looked up yet.

    Raises `UnknownTitle`, `UnknownArea` or `BadInput`, each with what to do next.
    """
    return Profile(resolve(role, soc), resolve_area(area), Settings(level, threshold_pct, allow_missing))


def in_nation(area: Area) -> bool:
    """Return whether the figures are those of the whole nation."""
    return area.area_code == NATION
