"""The official record of both occupations beyond pay: outlook, education, training, people; computed when asked for."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from helpers.comparison import education, outlook, people, training
from helpers.comparison.rows import Fact, Rows
from helpers.comparison.standins import StandIn

GLANCE_UNTESTED = {
    "growth": outlook.NO_ERROR,
    "degree": education.NO_ERROR,
    "age": people.NO_ERROR,
    "experience": training.BANDS,
}
"""Row of the opening table -> why its difference is not tested."""
_BANDS = "official answers are bands of time, no number of years: "


@dataclass(frozen=True)
class Record:
    """Both occupations by SOC code, with the O*NET occupation that stands for each; `rows` makes empty rows."""

    codes: tuple[str, str]
    stand_ins: tuple[StandIn, StandIn]
    rows: Callable[[], Rows]

    @cached_property
    def outlook(self) -> pd.DataFrame:
        """Return jobs now and projected, and openings; see `outlook.outlook_rows`."""
        return outlook.outlook_rows(*self.codes, self.rows())

    @cached_property
    def requirements(self) -> pd.DataFrame:
        """Return what is judged typical for entry; see `outlook.requirement_rows`."""
        return outlook.requirement_rows(*self.codes, self.rows())

    @cached_property
    def track_record(self) -> pd.DataFrame:
        """Return how past rounds of the projections turned out."""
        return outlook.track_record()

    @cached_property
    def attainment(self) -> pd.DataFrame:
        """Return what workers hold; see `education.attainment_rows`."""
        return education.attainment_rows(*self.codes, self.rows())

    @cached_property
    def training(self) -> pd.DataFrame:
        """Return what is asked for by O*NET; see `training.training_rows`."""
        return training.training_rows(self.codes, self.stand_ins, self.rows())

    @cached_property
    def composition(self) -> pd.DataFrame:
        """Return shares by sex, race and ethnicity; see `people.composition_rows`."""
        return people.composition_rows(*self.codes, self.rows())

    @cached_property
    def ages(self) -> pd.DataFrame:
        """Return median age and age bands; see `people.age_rows`."""
        return people.age_rows(*self.codes, self.rows())

    @cached_property
    def earnings(self) -> pd.DataFrame:
        """Return median weekly earnings by sex; see `people.earnings_rows`."""
        return people.earnings_rows(*self.codes, self.rows())

    @property
    def sections(self) -> dict[str, pd.DataFrame]:
        """Return the frames by the section of the report that shows them."""
        return {
            "Outlook": self.outlook,
            "Education": pd.concat([self.requirements, self.attainment, self.training], ignore_index=True),
            "People": pd.concat([self.composition, self.ages, self.earnings], ignore_index=True),
        }

    @cached_property
    def glance(self) -> dict[str, tuple[Fact, Fact]]:
        """Return both sides of four rows of the opening table: growth, degree, age, experience."""
        a, b = self.codes
        first, second = (
            self._experience(code, stands) for code, stands in zip(self.codes, self.stand_ins, strict=True)
        )
        return {
            "growth": outlook.growth_facts(a, b),
            "degree": (education.most_common_level(a), education.most_common_level(b)),
            "age": people.age_facts(a, b),
            "experience": (first, second),
        }

    @cached_property
    def official(self) -> list[pd.DataFrame]:
        """Return pair rows under the measure names of claims, with detail and period, for `market.official_figures`."""
        makers = (outlook.claim_rows, education.claim_rows, people.claim_rows)
        return [*(make(*self.codes, self.rows()) for make in makers), self._experience_claims()]

    def _experience(self, soc_code: str, stands: StandIn) -> Fact:
        """Return the O*NET answer; where there is none, the judgement of the projections, and in the note why."""
        asked = training.middle_answer(soc_code, stands)
        judged = outlook.experience_judged(soc_code)
        if asked.given or not judged.given:
            return asked
        note = f"typical for entry, {judged.note} by the projections; {asked.reason}"
        return Fact(text=judged.text, note=note, cell=judged.cell)

    def _experience_claims(self) -> pd.DataFrame:
        """Return years of experience as claims name them: never a number, since the official answers are bands."""
        rows, sides = self.rows(), []
        for fact in self.glance["experience"]:
            reason = f"{_BANDS}{fact.text}" if fact.given else fact.reason
            sides.append(Fact(reason=reason, cell=fact.cell))
        for measure in ("experience_years", "experience_required_years"):
            rows.add(measure, "Years of experience", "years", *sides, untested=training.BANDS)
        return rows.frame().assign(detail="", period="")
