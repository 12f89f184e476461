"""Two roles to one `Comparison`: every section as a frame, computed once when it is first asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.areas import NATION, Area, resolve_area
from helpers.claims import find_defects
from helpers.comparison import gaps, glance, market, pay, places, prices, readings, three_bars
from helpers.comparison.one_job import OneJob, listed_for, one_job
from helpers.comparison.record import GLANCE_UNTESTED, Record
from helpers.comparison.rows import FACT_FIELDS, SIDES, Fact, Rows
from helpers.comparison.work import Work
from helpers.errors import BadInput
from helpers.estimates import Tally, tally
from helpers.sources import Source, load_sources
from helpers.tables import load
from helpers.title_key import squashed
from helpers.titles import Role, resolve_pair


@dataclass(frozen=True)
class Settings:
    """What a reader may turn: the level of the intervals, the smallest gap that matters (percent), and missing tables.

    With `allow_missing`, a section whose table is missing or damaged says so in its place; otherwise it ends the run.
    """

    level: float = 0.90
    threshold_pct: float = 5.0
    allow_missing: bool = False

    def __post_init__(self) -> None:
        """Refuse a level outside 0.5 to 0.999 and a threshold outside 0 to 100."""
        if not 0.5 <= self.level <= 0.999 or not 0 <= self.threshold_pct <= 100:
            raise BadInput(
                f"level {self.level} with threshold {self.threshold_pct} %",
                expected="a level from 0.5 to 0.999 and a threshold from 0 to 100 %",
                next_step="the usual choice is level 0.90 and threshold 5",
            )


@dataclass(frozen=True)
class Comparison:
    """Two roles side by side; `a` and `b` keep their order throughout, and every gap is B minus A.

    Figures stand for the leading occupation of each role, in `area` (the nation unless asked otherwise).
    """

    a: Role
    b: Role
    area: Area
    settings: Settings = Settings()

    @property
    def names(self) -> tuple[str, str]:
        """Return how the two roles are called; with their codes if one title is compared under two readings."""
        a, b = self.a.name, self.b.name
        return (a, b) if squashed(a) != squashed(b) else (f"{a} ({self.codes[0]})", f"{b} ({self.codes[1]})")

    @property
    def codes(self) -> tuple[str, str]:
        """Return the two SOC codes that the figures stand for."""
        return self.a.leading.soc_code, self.b.leading.soc_code

    @property
    def one_occupation(self) -> bool:
        """Return whether both roles fall into one occupation, so that official data cannot tell them apart."""
        return self.codes[0] == self.codes[1]

    @cached_property
    def cells(self) -> pd.DataFrame:
        """Return every pay cell of the two occupations, indexed by soc_code, area_code and industry_code."""
        table = load("pay", where={"soc_code": sorted(set(self.codes))})
        return table.set_index(["soc_code", "area_code", "industry_code"]).sort_index()

    def rows(self) -> Rows:
        """Return an empty collection of rows under this comparison's names and settings."""
        return Rows(self.settings.level, self.settings.threshold_pct, self.names, self.one_occupation)

    @cached_property
    def pay(self) -> pd.DataFrame:
        """Return the pay rows of the chosen area; see `pay.pay_rows`."""
        return pay.pay_rows(self.cells, *self.codes, self.area.area_code, self.rows())

    @cached_property
    def pay_in_nation(self) -> pd.DataFrame:
        """Return the pay rows of the nation."""
        if self.area.area_code == NATION:
            return self.pay
        return pay.pay_rows(self.cells, *self.codes, NATION, self.rows())

    @cached_property
    def pay_kind(self) -> str:
        """Return annual or hourly, whichever is published for both in the nation; empty if neither is."""
        return pay.pay_kind(self.pay_in_nation)

    @property
    def pay_unit(self) -> str:
        """Return the unit of the pay that places and industries show."""
        return pay.UNITS[self.pay_kind or "annual"]

    @cached_property
    def sectors(self) -> pd.DataFrame:
        """Return the rows of `industries` that are sectors, which together hold all jobs."""
        return self.industries[self.industries["display_level"] == places.SECTOR_LEVEL].reset_index(drop=True)

    @cached_property
    def odds(self) -> pd.DataFrame:
        """Return the odds between a worker of each role in the chosen area; see `pay.odds_of`."""
        return pay.odds_of(self.pay, self.names)

    @cached_property
    def employment(self) -> pd.DataFrame:
        """Return employment in the chosen area, tested by its own relative standard errors."""
        return self._employment(self.area.area_code)

    @cached_property
    def employment_in_nation(self) -> pd.DataFrame:
        """Return employment in the nation."""
        return self._employment(NATION)

    @cached_property
    def states(self) -> pd.DataFrame:
        """Return one row a state or territory; see `places.by_area`."""
        return self._by_area("state")

    @cached_property
    def metros(self) -> pd.DataFrame:
        """Return one row a metropolitan or nonmetropolitan area; see `places.by_area`."""
        return self._by_area("metropolitan")

    @cached_property
    def industries(self) -> pd.DataFrame:
        """Return one row an industry of the nation; see `places.by_industry`."""
        return places.by_industry(
            self.cells,
            *self.codes,
            pay_kind=self.pay_kind or "annual",
            names=self.names,
            level=self.settings.level,
            threshold_pct=self.settings.threshold_pct,
        )

    @cached_property
    def work(self) -> Work:
        """Return the work itself by O*NET: facets, tools, exposure to AI, traits; see `work.Work`."""
        return Work((self.a.leading, self.b.leading), self.names)

    @cached_property
    def record(self) -> Record:
        """Return outlook, education, training and people of both occupations; see `record.Record`."""
        return Record(self.codes, self.work.stand_ins, self.rows)

    @property
    def price_levels(self) -> pd.DataFrame:
        """Return the newest price level of every area; see `prices.price_levels`."""
        return prices.newest_levels()

    @cached_property
    def priced_states(self) -> pd.DataFrame:
        """Return `states` with price levels and pay at the nation's prices; see `prices.with_prices`."""
        return prices.with_prices(self.states, self.price_levels)

    @cached_property
    def priced_metros(self) -> pd.DataFrame:
        """Return `metros` with price levels and pay at the nation's prices; see `prices.with_prices`."""
        return prices.with_prices(self.metros, self.price_levels)

    @cached_property
    def three_bars(self) -> pd.DataFrame:
        """Return what changing role, place or industry alone does to mean pay; see `three_bars.three_bars`."""
        mean = f"{self.pay_kind or 'annual'}_mean_usd"
        here, national = _facts(self.pay, mean), _facts(self.pay_in_nation, mean)
        sides = (three_bars.Standing(*side) for side in zip(SIDES, self.names, here, national, strict=True))
        first, second = sides
        return three_bars.three_bars(
            (first, second),
            self.metros,
            self.sectors,
            self.price_levels,
            area_code=self.area.area_code,
            level=self.settings.level,
            threshold_pct=self.settings.threshold_pct,
        )

    @cached_property
    def one_job(self) -> OneJob:
        """Return whether the two look like one job or two by a stated rule; see `one_job.one_job`."""
        a, b = (listed_for(code) for code in self.codes)
        return one_job(
            self.pay, self.work.gaps, (a, b), kind=self.pay_kind or "annual", one_occupation=self.one_occupation
        )

    def tally(self, kind: str) -> Tally:
        """Return how the two compare over the states or the metropolitan areas, raw and adjusted."""
        return self._tallies[kind == "state"]

    @cached_property
    def _tallies(self) -> tuple[Tally, Tally]:
        return tally(self.metros), tally(self.states)

    @cached_property
    def readings(self) -> pd.DataFrame:
        """Return the pay headline under every reading of both titles; see `readings.by_reading`."""
        return readings.by_reading(
            self.a, self.b, self.names, level=self.settings.level, threshold_pct=self.settings.threshold_pct
        )

    @cached_property
    def claims(self) -> pd.DataFrame:
        """Return the market claims on both titles; see `market.claims_of`."""
        return market.claims_of((self.a.matched or self.a.typed, self.b.matched or self.b.typed), self.names)

    @cached_property
    def official(self) -> pd.DataFrame:
        """Return the national official figures that claims are held against; see `market.official_figures`."""
        return self.official_of(dict(zip(SIDES, self.names, strict=True)))

    def official_of(self, names: Mapping[str, str]) -> pd.DataFrame:
        """Return the national official figures of the sides named, under the roles' names given for them."""
        jobs = self.employment_in_nation.assign(measure="jobs")
        frames = [self.pay_in_nation, jobs, *self.record.official]
        return market.official_figures(frames, names, self.settings.level)

    @cached_property
    def checked_claims(self) -> pd.DataFrame:
        """Return every claim with its verdict; see `market.checked`."""
        official = market.official_figures([], {}, self.settings.level) if self.claims.empty else self.official
        return market.checked(self.claims, official, self.settings.threshold_pct)

    @cached_property
    def claim_defects(self) -> pd.DataFrame:
        """Return what is wrong with the claims as a set; see `claims.find_defects`."""
        return find_defects(self.claims, self.official)

    @cached_property
    def glance(self) -> pd.DataFrame:
        """Return the eight rows that career sites open with; see `glance.glance_rows`."""
        facts = {name: _facts(self.pay, name) for name in ("annual_mean_usd", "hourly_mean_usd")}
        facts["employment"] = _facts(self.employment, "employment")
        return glance.glance_rows(facts | self.record.glance, GLANCE_UNTESTED, self.claims, self.rows())

    @property
    def sections(self) -> dict[str, pd.DataFrame]:
        """Return the frames of the report by section, as far as they may lack a figure or a test."""
        return {
            "Pay": self.pay,
            "Jobs": self.employment,
            "States": self.states,
            "Metropolitan areas": self.metros,
            "Industries": self.sectors,
            **self.record.sections,
            **self.work.sections,
        }

    @cached_property
    def unknowns(self) -> pd.DataFrame:
        """Return what could not be determined, by cause; see `gaps.unknowns`."""
        return gaps.unknowns(self.sections, self.names)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """Return every source of the shipped tables by its id."""
        return load_sources()

    @property
    def sources_used(self) -> list[Source]:
        """Return the sources behind this comparison: those of the tables, and the pages whose claims it shows."""
        claimed = set(self.claims["source_id"])
        return [s for s in self.sources.values() if not s.id.startswith("claims_") or s.id in claimed]

    def _employment(self, area_code: str) -> pd.DataFrame:
        rows = self.rows()
        a, b = pay.pay_facts(self.cells, *self.codes, area_code, "employment")
        rows.add("employment", "Jobs", "jobs", a, b)
        return rows.frame()

    def _by_area(self, kind: str) -> pd.DataFrame:
        return places.by_area(
            self.cells,
            *self.codes,
            kind=kind,
            pay_kind=self.pay_kind or "annual",
            names=self.names,
            level=self.settings.level,
            threshold_pct=self.settings.threshold_pct,
        )


def _facts(frame: pd.DataFrame, measure: str) -> tuple[Fact, Fact]:
    """Return both sides of one row of a pair section."""
    row = frame[frame["measure"] == measure].iloc[0]
    a, b = (Fact(**{name: row[f"{name}_{side}"] for name in FACT_FIELDS}) for side in SIDES)
    return a, b


def compare(
    role_a: str,
    role_b: str,
    *,
    soc_a: str = "",
    soc_b: str = "",
    area: str = "",
    level: float = 0.90,
    threshold_pct: float = 5.0,
    allow_missing: bool = False,
) -> Comparison:
    """Return the comparison of two job titles or codes; nothing but titles and area is looked up yet.

    Raises `UnknownTitle`, `UnknownArea`, `SameRole` or `BadInput`, each with what to do next.
    """
    a, b = resolve_pair(role_a, role_b, soc_a, soc_b)
    return Comparison(a, b, resolve_area(area), Settings(level, threshold_pct, allow_missing))
