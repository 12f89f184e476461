"""The facts of 25 occupations as they were before the sections were written: a figure may not change unsaid."""

import math
from functools import cache
from pathlib import Path

import pandas as pd

FACTS = Path(__file__).parent / "golden" / "facts.parquet"


@cache
def _facts() -> pd.DataFrame:
    return pd.read_parquet(FACTS)


def golden(*sections: str, codes: tuple[str, ...] = ()) -> pd.DataFrame:
    """Return the kept facts of these sections (and occupations, if any are named) that have a cell."""
    facts = _facts()
    facts = facts[facts["section"].isin(sections) & (facts["cell"] != "")]
    return facts[facts["soc_code"].isin(codes)] if codes else facts


def codes_of(*sections: str) -> list[str]:
    """Return the occupations of which facts of these sections are kept."""
    return sorted(golden(*sections)["soc_code"].unique())


def missing(frame: pd.DataFrame, kept: pd.DataFrame) -> list[str]:
    """Return the kept cells that a section's frame lacks or has with another value, bound, words or error."""
    own = frame[frame["cell"] != ""].drop_duplicates("cell").set_index("cell")
    found = []
    for row in kept.itertuples():
        if row.cell not in own.index:
            found.append(f"{row.cell} is not in the frame")
            continue
        now = own.loc[row.cell]
        # the published error of a bound is used now, and was left out before
        compared = ("value", "bound") if math.isnan(row.value) else ("value", "bound", "error_pct")
        same = {name: _same(getattr(row, name), now[name]) for name in compared}
        same["words"] = (row.words or "") == now["words"]
        found += [
            f"{row.cell}: {name} {getattr(row, name)!r} is now {now[name]!r}" for name, it in same.items() if not it
        ]
    return found


def _same(kept: float, now: float) -> bool:
    return (math.isnan(kept) and math.isnan(now)) or math.isclose(kept, now, rel_tol=1e-9, abs_tol=1e-9)
