"""The sample reports that ship: current, and telling what they were chosen for.

`python tests/test_samples.py` renders them anew, which `make samples` does.
"""

import csv
from pathlib import Path

import pytest

from helpers.base.paths import REPORTS
from helpers.render.index import INDEX, write_index
from helpers.render.reports import render_pair

SAMPLES = REPORTS / "samples"
with (SAMPLES / "pairs.csv").open(encoding="utf-8", newline="") as listed:
    PAIRS = [{name: text for name, text in row.items() if name != "why"} for row in csv.DictReader(listed)]


def test_there_are_five_very_different_samples_and_an_index() -> None:
    assert len(PAIRS) == 5
    assert len([path for path in SAMPLES.glob("*.html") if path.name != INDEX]) == 5


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair['role_a']}-{pair['role_b']}")
def test_sample_is_current(pair: dict[str, str], tmp_path: Path) -> None:
    fresh = render_pair(**pair, out=tmp_path)
    shipped = SAMPLES / fresh.name
    assert shipped.is_file(), "run `make samples`"
    assert shipped.read_bytes() == fresh.read_bytes(), "run `make samples`"
    assert fresh.stat().st_size <= 450 * 1024


def test_the_index_is_current(tmp_path: Path) -> None:
    for report in SAMPLES.glob("*.html"):
        if report.name != INDEX:
            (tmp_path / report.name).write_bytes(report.read_bytes())
    assert write_index(tmp_path).read_bytes() == (SAMPLES / INDEX).read_bytes()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("billing-specialist-vs-account-specialist", "Does account specialist here mean"),
        ("surgeon-vs-anesthesiologist-in-oregon", "only a lower bound is published"),
        ("musician-vs-actor", "published by the hour or by the year only"),
        ("accounts-receivable-specialist-vs-bill-collector", "or rather Bill and Account Collectors?"),
    ],
)
def test_sample_shows_what_it_was_chosen_for(name: str, words: str) -> None:
    assert words in (SAMPLES / f"{name}.html").read_text(encoding="utf-8")


if __name__ == "__main__":
    made = {render_pair(**pair, out=SAMPLES) for pair in PAIRS}
    for old in set(SAMPLES.glob("*.html")) - made:
        old.unlink()
    write_index(SAMPLES)
