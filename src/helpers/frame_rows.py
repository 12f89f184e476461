"""The rows of a frame as dictionaries: what `to_dict("records")` gives, at a fraction of its time for small frames."""

from typing import Any

import numpy as np
import pandas as pd


def rows_by(frame: pd.DataFrame, key: str) -> dict[Any, dict[Any, Any]]:
    """Return the rows by the value of a column, each as `rows_of` gives it; of equal values the last one."""
    return {row[key]: row for row in rows_of(frame)}


def rows_of(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    """Return what `frame.to_dict("records")` does: one dictionary a row, figures as Python's own numbers."""
    names = list(frame.columns)
    if not all(isinstance(kind, np.dtype | pd.StringDtype) for kind in frame.dtypes):
        return frame.to_dict("records")  # kinds with a missing value of their own, which pandas names in its own way
    rows: list[list[Any]] = frame.to_numpy(dtype=object).tolist()
    mixed = [i for i, kind in enumerate(frame.dtypes) if kind == np.dtype(object)]
    if mixed:  # such a column may hold numpy's numbers, which stay as they are above
        for row in rows:
            for i in mixed:
                if isinstance(row[i], np.generic):
                    row[i] = row[i].item()
    return [dict(zip(names, row, strict=True)) for row in rows]
