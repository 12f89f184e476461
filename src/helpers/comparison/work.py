"""The work itself by O*NET: facets, tools, exposure to AI and traits of both roles, each computed when asked for."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import pandas as pd

from helpers.comparison import exposure, facet_gaps, facets, tools, traits
from helpers.comparison.rows import Rows
from helpers.comparison.standins import StandIn, stand_in
from helpers.onet_names import element_names, occupation_names
from helpers.paths import data_folder
from helpers.skills import Ratings
from helpers.tables import load
from helpers.titles import Reading

RATING_COLUMNS = (
    *("facet", "onet_code", "element_id", "scale", "value"),
    *("standard_error", "suppress", "not_relevant"),
)


@dataclass(frozen=True)
class Work:
    """Both roles as O*NET has them; `names` are how the report calls them."""

    readings: tuple[Reading, Reading]
    names: tuple[str, str]

    @cached_property
    def stand_ins(self) -> tuple[StandIn, StandIn]:
        """Return which O*NET occupation stands for each side; see `standins.stand_in`."""
        links = load("occupation_links", where={"soc_code": [reading.soc_code for reading in self.readings]})
        a, b = (stand_in(reading, links) for reading in self.readings)
        return a, b

    @property
    def one_record(self) -> bool:
        """Return whether one O*NET occupation stands for both sides, so that nothing below can differ."""
        a, b = self.stand_ins
        return bool(a.code) and a.code == b.code

    @cached_property
    def elements(self) -> pd.DataFrame:
        """Return every rated element of the four facets; see `facets.facet_elements`."""
        return facets.facet_elements(self._facets, *self.stand_ins)

    @cached_property
    def gaps(self) -> pd.DataFrame:
        """Return closeness and gaps of the four facets; see `facet_gaps.facet_gaps`."""
        return facet_gaps.facet_gaps(self._facets, _yardstick(data_folder()), *self.stand_ins)

    @cached_property
    def tools(self) -> pd.DataFrame:
        """Return the technologies of both; see `tools.tool_rows`."""
        return tools.tool_rows(self._of("technologies"), *self.stand_ins)

    @property
    def tools_missing(self) -> tuple[str, str]:
        """Return for each side why it has no technologies, empty where it has some."""
        return tools.missing_tools(self._of("technologies"), *self.stand_ins)

    @cached_property
    def exposure(self) -> pd.DataFrame:
        """Return the six measures of exposure to AI; see `exposure.exposure_rows`."""
        return exposure.exposure_rows(self._of("ai_exposure"), *self.stand_ins, self._rows())

    @cached_property
    def zone(self) -> pd.DataFrame:
        """Return the job zones; see `traits.zone_rows`."""
        return traits.zone_rows(self._of("job_zones"), load("job_zone_meanings"), *self.stand_ins, self._rows())

    @cached_property
    def interests(self) -> pd.DataFrame:
        """Return the six interests; see `traits.interest_rows`."""
        return traits.interest_rows(self._of("interests"), element_names(), *self.stand_ins, self._rows())

    @cached_property
    def styles(self) -> pd.DataFrame:
        """Return the work styles that mark either side; see `traits.style_rows`."""
        return traits.style_rows(self._of("work_styles"), element_names(), *self.stand_ins, self._rows())

    @cached_property
    def related(self) -> pd.DataFrame:
        """Return the occupations that O*NET relates to either side; see `traits.related_rows`."""
        return traits.related_rows(self._of("related"), occupation_names(), *self.stand_ins)

    @property
    def sections(self) -> dict[str, pd.DataFrame]:
        """Return the frames of the work's sections by name, as far as they may lack a figure or a test."""
        missing = pd.DataFrame({"label": ["technologies"]})
        for side, reason in zip("ab", self.tools_missing, strict=True):
            missing[f"reason_{side}"] = reason
        return {
            "Skills and knowledge": facets.unknown_rows(self.elements, *self.stand_ins),
            "Tools and technologies": missing,
            "Exposure to AI": self.exposure,
            "Preparation, interests and work styles": pd.concat([self.zone, self.interests, self.styles]),
        }

    @cached_property
    def _facets(self) -> dict[str, Ratings]:
        rows = load("ratings", columns=RATING_COLUMNS, where={"onet_code": self._codes})
        return facets.read_facets(rows.assign(element_name=rows["element_id"].map(element_names())))

    @property
    def _codes(self) -> Sequence[str]:
        return [side.code for side in self.stand_ins]

    def _of(self, table: str) -> pd.DataFrame:
        """Return the rows of a table for both codes."""
        return load(table, where={"onet_code": self._codes})

    def _rows(self) -> Rows:
        return Rows(names=self.names, one_occupation=self.one_record)


@lru_cache(maxsize=2)
def _yardstick(folder: Path) -> facet_gaps.Yardstick:
    return facet_gaps.Yardstick.of(load("facet_scale", folder=folder), load("facet_anchors", folder=folder))
