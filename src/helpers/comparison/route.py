"""The way from one role of a pair to the other by stepping stones: stops and hops with names, pay and reasons."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.comparison.cells import ALL_INDUSTRIES, cell_name
from helpers.comparison.standins import StandIn
from helpers.onet_names import occupation_names
from helpers.schemas.hops import WIDEST_KEPT
from helpers.stepping_stones import HOP_COLUMNS, Way
from helpers.tables import load
from helpers.ways import Limits, Stop, asked_for, stops, way_between, widest_facets


@dataclass(frozen=True)
class Route:
    """The way from `names[0]` to `names[1]` within `limits`, in the pay of one area; everything is computed once.

    `ends` are the stand-ins of both roles, `socs` the codes that their pay is published for.
    """

    names: tuple[str, str]
    ends: tuple[StandIn, StandIn]
    socs: tuple[str, str]
    area_code: str
    limits: Limits

    @cached_property
    def way(self) -> Way:
        """Return the way within the limits, or none with the reason; see `ways.way_between`."""
        for name, end in zip(self.names, self.ends, strict=True):
            if not end.code:
                return Way((), pd.DataFrame(columns=list(HOP_COLUMNS)), f"{name}: {end.reason}")
        found = way_between(*self._stops, self.area_code, self.limits)
        reason = found.reason
        for name, end in zip(self.names, self.ends, strict=True):
            reason = reason.replace(end.code, name)
        return Way(found.codes, found.hops, reason, found.opens_at)

    @cached_property
    def opened(self) -> Way | None:
        """Return the way at the smallest limit on the gap that opens one, where the limit asked for blocks."""
        if self.way.codes or not self.way.opens_at <= WIDEST_KEPT:
            return None
        wider = Limits(int(np.ceil(self.way.opens_at)), self.limits.max_cut_pct, self.limits.most_between)
        return way_between(*self._stops, self.area_code, wider)

    def hops(self, way: Way) -> pd.DataFrame:
        """Return one row a hop of a way, with what a reader needs to judge it.

        Columns: `start`, `end` (O*NET codes), `start_name`, `end_name`, `gap` (percent of all moves that ask for less,
        in the widest facet), `gap_cell`, `facet`, `asked` (what it asks for there, by name), `pay_end` (median, US
        dollars a year) with `pay_cell`, `pay_change_pct`, and `related`, whether O*NET lists the one as related to the
        other.
        """
        names = self._names
        related = load("related", where={"onet_code": list(way.codes)})
        listed = set(zip(related["onet_code"], related["related_onet_code"], strict=True))
        soc_of = stops() | {stop.onet_code: stop.soc_code for stop in self._stops}
        rows = way.hops
        pairs = list(zip(rows["start"], rows["end"], strict=True))
        return rows.assign(
            start_name=[names[start] for start, _ in pairs],
            end_name=[names[end] for _, end in pairs],
            gap_cell=[f"hops/{start}|{end}/widest" for start, end in pairs],
            facet=widest_facets(way),
            asked=pd.Series(asked_for(way), index=rows.index, dtype=object),
            pay_cell=[cell_name(soc_of[end], self.area_code, ALL_INDUSTRIES, "annual_median_usd") for _, end in pairs],
            related=[pair in listed or pair[::-1] in listed for pair in pairs],
        )

    def stops(self, way: Way) -> pd.DataFrame:
        """Return one row a stop of a way, from start to goal: `onet_code`, `name`, `pay` (US dollars a year)."""
        names = self._names
        pays = [way.hops["pay_start"].iloc[0], *way.hops["pay_end"]]
        return pd.DataFrame({"onet_code": way.codes, "name": [names[code] for code in way.codes], "pay": pays})

    @property
    def _stops(self) -> tuple[Stop, Stop]:
        first, second = (
            Stop(end.code, name, soc) for end, name, soc in zip(self.ends, self.names, self.socs, strict=True)
        )
        return first, second

    @cached_property
    def _names(self) -> dict[str, str]:
        return {str(code): str(name) for code, name in occupation_names().items()} | {
            s.onet_code: s.name for s in self._stops
        }
