"""Tables are held against the totals that publishers print, release by release."""

from pathlib import Path

import pandas as pd
import pytest

from helpers.base.errors import DamagedTable
from helpers.build import verify
from helpers.tables.sources import Source

LISTED = pd.DataFrame(
    [
        ("ep", "2024-34", "projections", "line items", 2.0),
        ("ep", "2024-34", "projections", "employment base thousand", 10.1),
        ("ep", "2034-44", "projections", "line items", 900.0),  # another release than the tables'
        ("gone", "1", "pay", "rows", 1.0),  # no such source
    ],
    columns=["source_id", "release", "table", "total", "expected"],
)
PROJECTIONS = pd.DataFrame(
    {
        "ep_code": ["00-0000", "11-1011", "43-3021"],
        "kind": ["summary", "line item", "line item"],
        "employment_base_thousand": [10.2, 4.0, 6.2],
    }
)


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> pd.DataFrame:
    frames = {"published_totals": LISTED.copy(), "projections": PROJECTIONS}
    source = Source("ep", "p", "t", "2024-34", "2024-34", "", "", "l", "u", "c")
    monkeypatch.setattr(verify, "load", lambda name, **_: frames[name])
    monkeypatch.setattr(verify, "load_sources", lambda _: {"ep": source})
    return frames["published_totals"]


@pytest.mark.usefixtures("listed")
def test_totals_of_other_releases_are_left_out_and_a_wrong_one_is_seen() -> None:
    found = verify.published_totals(Path())
    assert found == [
        verify.Total("projections: line items", 2.0, 2.0),
        verify.Total("projections: employment base thousand", 10.1, 10.2),
    ]
    assert [total.agrees for total in found] == [True, False]


def test_a_total_that_nobody_can_find_is_refused_by_name(listed: pd.DataFrame) -> None:
    listed.loc[0, "total"] = "moons"
    with pytest.raises(DamagedTable, match="projections: moons"):
        verify.published_totals(Path())


def test_a_missing_or_double_row_is_no_agreement() -> None:
    find = verify.FINDERS["projections", "employment base thousand"]
    nothing = PROJECTIONS[PROJECTIONS["ep_code"] != "00-0000"]
    assert not verify.Total("t", 10.1, find(nothing)).agrees
    assert not verify.Total("t", 10.1, find(pd.concat([PROJECTIONS, PROJECTIONS]))).agrees


def test_the_shipped_tables_have_their_published_totals() -> None:
    found = verify.published_totals()
    assert len(found) >= 17
    assert [total for total in found if not total.agrees] == []
