"""The page about the data: what is refused, where it goes, what stands on it, and the frames of its charts."""

import html
import re
from pathlib import Path

import pandas as pd
import pytest

from helpers.base.errors import BadInput
from helpers.cli.pages import render_whole
from helpers.tables.sources import load_sources
from helpers.tables.spec import ALL
from helpers.whole import atlas, data_page


def states() -> pd.DataFrame:
    rows = [
        ("11-1011", "Chief", "11-0000", "pay_year", "exact", ""),
        ("11-1011", "Chief", "11-0000", "people", "none", "base_too_small"),
        ("23-1011", "Lawyer", "23-0000", "pay_year", "none", "not_released"),
        ("23-1011", "Lawyer", "23-0000", "people", "none", "base_too_small"),
    ]
    return pd.DataFrame(rows, columns=["soc_code", "occupation", "major_code", "section", "state", "reason"])


def crosswalk() -> pd.DataFrame:
    row = ("pay survey to O*NET", "occupation_links", 699, 3, 81, 47, 830)
    return pd.DataFrame([row], columns=["crosswalk", "table", "exact", "parent group", "several", "none", "codes"])


@pytest.mark.parametrize("name", ["atlas", "sources"])
def test_an_unknown_major_group_is_refused_before_anything_is_rendered(name: str, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no major group 99"):
        render_whole(name, tmp_path, major="99")
    assert list(tmp_path.iterdir()) == []


def test_an_output_that_is_no_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"ends in \.html"):
        render_whole("sources", tmp_path / "sources.txt", major="23")


def test_percents_of_groups_are_cut_so_that_100_means_all() -> None:
    from helpers.whole.coverage import SECTIONS

    parts = (("Legal", "23", 100.0), ("Arts", "27", 99.9))
    shares = pd.DataFrame([{"group": g, "major_code": c} | dict.fromkeys(SECTIONS, v) for g, c, v in parts])
    tiles = data_page.group_tiles(shares)
    assert set(tiles.loc[tiles["label"] == "Legal", "text"]) == {"100"}
    assert set(tiles.loc[tiles["label"] == "Arts", "text"]) == {"99"}
    assert tiles.groupby("label")["step"].first().to_dict() == {"Legal": 3.0, "Arts": 2.0}


def test_parts_of_a_crosswalk_add_up_to_its_codes_and_write_each_count() -> None:
    parts = data_page.matches(crosswalk()).set_index("part")
    assert parts["text"].to_dict() == {"exact": "699", "shared": "84", "none": "47", "total": "830"}
    assert parts.loc[["exact", "shared", "none"], "value"].sum() == pytest.approx(parts.loc["total", "value"])


def test_gaps_are_counted_by_reason_and_named_by_occupation() -> None:
    assert data_page.by_reason(states())["value"].tolist() == [2.0, 1.0]
    assert data_page.missing_finding(states()).sentences[0] == (
        "3 of 4 pairs of an occupation and a kind of figures are missing, for 2 reasons"
    )
    table = data_page.lacking_table(states()).html
    assert "The publisher" not in table
    assert "<th scope=row>Lawyer<td>23-1011<td>People<td>the survey publishes nothing" in table
    without = states().query("state == 'exact'")
    assert data_page.missing_finding(without).sentences == ["None of these occupations lacks any kind of figures"]


NAMED = [
    re.escape(f'href="{html.escape(one.url)}"' if one.url else html.escape(one.title))
    for one in load_sources().values()
]
ABOUT = ["Of 8 occupations", *NAMED, *(rf">{name}<|\b{name} [\d,]+" for name in ALL)]  # 8 are legal ones


@pytest.mark.parametrize(
    ("name", "group", "most", "title", "charts", "least", "wanted"),
    [
        ("atlas", "29", 700_000, atlas.TITLE, 3, 150, ["Of 344,035 pairs, 339,900 can be compared"]),
        ("sources", "23", 450_000, data_page.TITLE, 7, 80, ABOUT),
    ],
)
def test_a_page_asks_for_nothing_names_each_picture_and_is_small(
    run, tmp_path: Path, name: str, group: str, most: int, title: str, charts: int, least: int, wanted: list[str]
) -> None:
    status, _, said = run(name, "--major", group, "--out", str(tmp_path))
    assert status == 0, said
    written = tmp_path / f"{name}-{group}-0000.html"
    assert written.stat().st_size < most
    page = written.read_text(encoding="utf-8")
    assert f"<title>{title}</title>" in page
    assert "could not be made" not in page
    assert not re.search(r'<(?:link|script|img|iframe)[^>]+(?:href|src)="http', page)
    assert [words for words in wanted if not re.search(words, page)] == []
    alternatives = re.findall(r'<svg[^>]*aria-label="([^"]+)"', page)
    assert len(alternatives) == charts
    assert all(len(text) > least for text in alternatives)
    if name == "atlas":
        assert "Healthcare Practitioners and Technical" in alternatives[0]
