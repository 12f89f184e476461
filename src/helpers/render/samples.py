"""The sample reports that ship with the project: which pairs, and how they are rendered again."""

import csv
from collections.abc import Callable
from pathlib import Path

from helpers.base.errors import BadInput
from helpers.base.paths import REPORTS
from helpers.render.index import write_index
from helpers.render.reports import render_pair

SAMPLES = REPORTS / "samples"
_COLUMNS = ("role_a", "role_b", "soc_a", "soc_b", "area")


def sample_pairs(folder: Path = SAMPLES) -> list[dict[str, str]]:
    """Return the pairs listed in `pairs.csv`: role_a, role_b, soc_a, soc_b, area; `BadInput` if a column is missing."""
    with (folder / "pairs.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if not rows or not set(_COLUMNS) <= set(rows[0]):
        raise BadInput(
            "pairs.csv lists no pairs",
            expected=f"the columns {', '.join(_COLUMNS)} and a row for each sample",
            next_step="restore it from the project (git checkout reports)",
        )
    return [{name: row[name] for name in _COLUMNS} for row in rows]


def render_samples(folder: Path = SAMPLES, *, say: Callable[[str], None] = lambda _: None) -> list[Path]:
    """Render every sample into `folder`, drop reports no longer listed, write the index; return the reports' paths."""
    made = []
    for pair in sample_pairs():
        made.append(
            render_pair(
                pair["role_a"], pair["role_b"], soc_a=pair["soc_a"], soc_b=pair["soc_b"], area=pair["area"], out=folder
            )
        )
        say(made[-1].name)
    for old in folder.glob("*.html"):
        if old not in made:
            old.unlink()
    write_index(folder)
    return made
