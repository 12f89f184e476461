"""The table of hops: for each move between two occupations the facet in which it asks for most, and how much."""

import numpy as np
import pandas as pd

from helpers.build.raw import Built
from helpers.schemas.hops import WIDEST_KEPT
from helpers.schemas.onet import FACETS
from helpers.skills import gap_matrix, read_ratings


def build(ratings: pd.DataFrame, elements: pd.DataFrame) -> Built:
    """Return hops out of the tables ratings and elements; occupations that lack a facet have none."""
    named = ratings.merge(elements, on="element_id", how="left", validate="many_to_one")
    shares = [_shares(gap_matrix(read_ratings(named[named["facet"] == facet]))[0]) for facet in FACETS]
    codes = sorted(set.intersection(*(set(share.index) for share in shares)))
    stacked = np.stack([share.loc[codes, codes].to_numpy() for share in shares])
    widest = np.ceil(stacked.max(axis=0) - 1e-9)  # missing in one facet is missing
    kept = np.isfinite(widest) & (widest <= WIDEST_KEPT)
    start, end = np.nonzero(kept)
    facet = np.nan_to_num(stacked, nan=-1.0).argmax(axis=0)
    frame = pd.DataFrame(
        {
            "start": np.array(codes, dtype=object)[start],
            "end": np.array(codes, dtype=object)[end],
            "widest": widest[kept].astype(int),
            "facet": np.array(FACETS, dtype=object)[facet[kept]],
        }
    ).astype({"start": "str", "end": "str", "facet": "str"})
    return Built({"hops": frame}, {})


def _shares(gap: pd.DataFrame) -> pd.DataFrame:
    """Return for each move the percentage of all moves of the facet with a smaller gap; missing on the diagonal."""
    values = gap.to_numpy(copy=True)
    np.fill_diagonal(values, np.nan)
    ranked = np.sort(values[np.isfinite(values)])
    shares = 100 * np.searchsorted(ranked, values, side="left") / max(len(ranked), 1)
    return pd.DataFrame(np.where(np.isfinite(values), shares, np.nan), index=gap.index, columns=gap.columns)
