"""The scale on which a pair's distance and gap are placed: percentiles among all pairs of O*NET occupations."""

import numpy as np
import pandas as pd

from helpers.build.raw import Built
from helpers.stats.similarity import WELL_KNOWN, Similarity, gap_matrix, rank_pairs, read_ratings
from helpers.tables.onet import FACETS

PERCENTILES = np.arange(0, 100.1, 0.5)


def build(ratings: pd.DataFrame, elements: pd.DataFrame) -> Built:
    """Return facet_scale and facet_anchors out of the tables ratings and elements."""
    named = ratings.merge(elements, on="element_id", how="left", validate="many_to_one")
    scales, anchors = [], []
    for facet in FACETS:
        arrays = read_ratings(named[named["facet"] == facet])
        pairs = rank_pairs(arrays)
        distances = pairs.distance[np.triu_indices(len(pairs.codes), 1)]
        moves = gap_matrix(arrays)[0].to_numpy()[~np.eye(len(pairs.codes), dtype=bool)]
        scales += [_scale(facet, "distance", distances), _scale(facet, "gap", moves)]
        anchors.append(_anchors(facet, pairs))
    return Built(
        {
            "facet_scale": pd.concat(scales, ignore_index=True),
            "facet_anchors": pd.concat(anchors, ignore_index=True),
        },
        {},
    )


def _scale(facet: str, measure: str, values: np.ndarray) -> pd.DataFrame:
    found = values[np.isfinite(values)]
    if not len(found):
        return pd.DataFrame(columns=["facet", "measure", "percentile", "value"])
    at = np.round(np.percentile(found, PERCENTILES), 5)
    return pd.DataFrame({"facet": facet, "measure": measure, "percentile": PERCENTILES, "value": at})


def _anchors(facet: str, pairs: Similarity) -> pd.DataFrame:
    codes = sorted(code for code in WELL_KNOWN if code in pairs.codes)
    rows = pairs.codes.get_indexer(pd.Index(codes, dtype=object))
    one, other = np.triu_indices(len(codes), 1)
    closeness = np.round(pairs.percentile[rows[one], rows[other]], 1)
    frame = pd.DataFrame(
        {
            "facet": facet,
            "onet_code_a": [codes[place] for place in one],
            "onet_code_b": [codes[place] for place in other],
            "closeness": closeness,
        }
    )
    return frame[frame["closeness"].notna()]
