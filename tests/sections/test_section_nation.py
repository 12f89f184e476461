"""What is the nation's on the page of another place says so; on a page for the nation nothing does."""

import json
import re
from functools import cache

import pytest

from helpers import sections
from helpers.base.paths import NOTEBOOKS
from helpers.comparison.roles import Comparison, compare
from helpers.sections.choose import points

OF_NATION = {"since", "sectors", "levers", "held", "openings", "growth", "people", "ages"}
"""Charts whose figures are published for the nation only."""


@cache
def roles(*names: str, area: str = "") -> Comparison:
    return compare(*names, area=area)


def told(c: Comparison) -> str:
    """Return what the first screen, the reasons, the findings and the heads of tables say of national figures."""
    first = {1: sections.profile_answer, 2: sections.answer}.get(len(c.names), sections.shortlist_answer)(c).html
    said = [re.sub("<[^>]+>", " ", first.replace("</tr>", "\n")), *(point.words for point in points(c))]
    for section in (sections.outlook, sections.mix, sections.sectors):
        said += section.finding(c).sentences if len(c.names) in section.roles else []
    for section in (sections.outlook, sections.stepping, sections.sectors, sections.levers, sections.since):
        said += re.findall("<caption>.*?</caption>|<th[^>]*>Median pay[^<]*", section.table(c).html)
    return "\n".join(said)


@pytest.mark.parametrize("names", [("nurse",), ("nurse", "paramedic"), ("nurse", "paramedic", "dentist")])
def test_openings_and_growth_are_labelled_on_the_page_of_a_place_and_only_there(names: tuple[str, ...]) -> None:
    here, nation = told(roles(*names, area="Ohio")), told(roles(*names))
    for label in (r"2035|2024-34|2025-35", "Median pay", "<caption>Outlook", "by sector", "What moves average pay"):
        lines = [line for line in here.splitlines() if re.search(label, line)]
        assert lines, label
        assert [line for line in lines if "nation" not in line] == [], label
    assert here.count(", nation") >= 8
    assert ", nation" not in nation
    assert "national gap" not in nation
    assert here.replace(", nation", "") != here


def test_the_gap_that_is_taken_apart_is_the_nations() -> None:
    said = sections.mix.finding(roles("nurse", "paramedic", area="Ohio")).sentences
    assert said == ["Of the $38,100 national gap, $2,900 comes from where the jobs are, $35,200 remains within states."]


@pytest.mark.parametrize("name", ["compare", "profile", "shortlist"])
def test_every_chart_of_national_figures_has_the_label_and_no_other(name: str) -> None:
    cells = json.loads((NOTEBOOKS / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    charts = [text for text in ("".join(cell["source"]) for cell in cells) if "with figure(" in text]
    named = {re.search(r'\bname="(\w+)"', text)[1]: "{c.of_nation}" in text for text in charts}
    assert {chart for chart, labelled in named.items() if labelled} == OF_NATION & set(named)
    assert len(OF_NATION & set(named)) >= 5
