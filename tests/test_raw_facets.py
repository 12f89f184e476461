"""Tables made by us from O*NET's ratings, worked out again from the publisher's files, 500 values drawn of each."""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from raw_files import FACET_FILES, ONET, read_commas, read_tabs

from helpers.tables.load import load

pytestmark = pytest.mark.raw
PLACES = 100  # ratings have two decimals: products of whole hundredths are exact


@dataclass(frozen=True)
class Facet:
    """Ratings in whole hundredths by occupation and element, -1 where there is none that counts."""

    codes: list[str]
    importance: np.ndarray
    level: np.ndarray

    def gaps(self) -> np.ndarray:
        """Return the gap from each occupation (row) to each (column): what the other asks for beyond the own level."""
        found = np.zeros((len(self.codes), len(self.codes)), dtype=np.int64)
        for asked, level in zip(self.importance.T, self.level.T, strict=True):
            more = np.maximum(level[None, :] - level[:, None], 0) * np.maximum(asked, 0)[None, :]
            found += np.where((level >= 0)[:, None] & (level >= 0)[None, :], more, 0)
        return found

    def distances(self) -> np.ndarray:
        """Return how far apart the occupations are, row by row: 0 is alike, 1 is the other end of every scale."""
        own = np.where(self.importance < 0, np.nan, self.importance / PLACES - 1) / 4
        held = np.where(self.level < 0, np.nan, self.level / PLACES) / 7
        rows = []
        for mine, reach in zip(own, held, strict=True):
            apart, levels = np.abs(own - mine), np.abs(held - reach)
            mean = np.where(np.isnan(levels), apart, (apart + levels) / 2)
            weight = np.where(np.isnan(mean), 0, np.fmax(own, mine))
            rows.append(np.nansum(mean * weight, axis=1) / weight.sum(axis=1))
        return np.array(rows)


def read_facet(folder: Path, facet: str) -> Facet:
    """Return one facet; a rating to be suppressed and a level that is not relevant do not count."""
    values: dict[tuple[str, str, str], int] = {}
    if facet == "skills":
        for row in read_tabs(folder / ONET / "Skills.txt"):
            if row["Recommend Suppress"] != "Y" and row["Not Relevant"] != "Y":
                values[row["O*NET-SOC Code"], row["Element ID"], row["Scale ID"]] = round(
                    float(row["Data Value"]) * PLACES
                )
    else:
        for row in read_commas(folder / "onet_30_0_ratings" / FACET_FILES[facet]):
            for scale in ("IM", "LV"):
                values[row["O*NET-SOC Code"], row["Element ID"], scale] = round(float(row[scale]) * PLACES)
    codes, elements = (sorted({key[part] for key in values}) for part in (0, 1))
    grids = [
        np.array([[values.get((code, element, scale), -1) for element in elements] for code in codes])
        for scale in ("IM", "LV")
    ]
    return Facet(codes, *grids)


@pytest.fixture(scope="module")
def facets(raw_sources: Path) -> dict[str, Facet]:
    return {facet: read_facet(raw_sources, facet) for facet in ("skills", *FACET_FILES)}


@pytest.fixture(scope="module")
def gaps(facets: dict[str, Facet]) -> dict[str, np.ndarray]:
    return {name: facet.gaps() for name, facet in facets.items()}


@pytest.fixture(scope="module")
def distances(facets: dict[str, Facet]) -> dict[str, np.ndarray]:
    return {name: facet.distances() for name, facet in facets.items()}


def apart(square: np.ndarray) -> np.ndarray:
    """Return the entries of all ordered pairs of different occupations, sorted."""
    return np.sort(square[~np.eye(len(square), dtype=bool)])


def test_500_random_percentiles_are_those_of_the_ratings(
    gaps: dict[str, np.ndarray], distances: dict[str, np.ndarray]
) -> None:
    table = load("facet_scale")
    assert len(table) == 4 * 2 * 201
    ranked = {(name, "gap"): apart(gap) / PLACES**2 for name, gap in gaps.items()}
    ranked |= {(name, "distance"): apart(distance)[::2] for name, distance in distances.items()}  # each pair once
    for row in random.Random(1).sample(table.to_dict("records"), 500):
        values = ranked[row["facet"], row["measure"]]
        place = row["percentile"] / 100 * (len(values) - 1)
        low, high = values[int(np.floor(place))], values[int(np.ceil(place))]
        assert row["value"] == pytest.approx(low + (high - low) * (place % 1), abs=2e-5), row


def test_500_random_anchors_are_as_close_as_the_ratings_say(
    facets: dict[str, Facet], distances: dict[str, np.ndarray]
) -> None:
    table = load("facet_anchors")
    ranked = {name: apart(distance) for name, distance in distances.items()}
    for row in random.Random(2).sample(table.to_dict("records"), 500):
        codes, values = facets[row["facet"]].codes, ranked[row["facet"]]
        own = distances[row["facet"]][codes.index(row["onet_code_a"]), codes.index(row["onet_code_b"])]
        further = 100 * (values > own).mean()
        assert row["closeness"] == pytest.approx(further, abs=0.051), row
