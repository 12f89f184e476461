"""Every field of the five career-site pages stands on a role page: official figure, claim, or why there is none."""

import html
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from helpers.base.formats import BY_UNIT, figure, plain
from helpers.base.title_key import slug
from helpers.claims.records import say_figure, say_measure
from helpers.render.reports import render_profile
from helpers.tables.load import load

OFFICIAL, NOT_AVAILABLE = "official figure", "not available because"
ANSWER, PAY, WHERE, WORK, IN, OUTLOOK = "answer", "pay", "where", "work", "in", "outlook"
PEOPLE, CLAIMS, LIMITS, ANNEX = "people", "claims", "limits", "annex"
"""Chapters of the page, by their ids."""
NOT_HERE = "Not in any table here"


@dataclass(frozen=True)
class Place:
    """Where a field of the pages stands: in which section, under which words, and as what."""

    section: str
    words: str
    kind: str = OFFICIAL


FIELDS = {
    "annual_pay_mean": Place(PAY, "Average, a year"),
    "annual_pay_low": Place(PAY, "Lowest-paid tenth earns up to, a year"),
    "annual_pay_high": Place(PAY, "Best-paid tenth starts at, a year"),
    "hourly_pay_mean": Place(PAY, "Average, an hour"),
    "pay_by_industry_usd": Place(WHERE, "Average pay"),
    "pay_ladder_usd": Place(CLAIMS, "by percentile, not by years of experience", NOT_AVAILABLE),
    "ladder_experience_low_years": Place(CLAIMS, "a band of years has no official counterpart", NOT_AVAILABLE),
    "ladder_experience_high_years": Place(CLAIMS, "a band of years has no official counterpart", NOT_AVAILABLE),
    "growth_pct": Place(OUTLOOK, "Change of jobs 2024-34"),
    "jobs": Place(ANSWER, "Jobs today"),
    "satisfaction": Place(LIMITS, "asked of college graduates only", NOT_AVAILABLE),
    "degree_most_common": Place(IN, "workers hold"),
    "degree_share_pct": Place(IN, "Bachelor's degree, percent of workers"),
    "major_most_common": Place(CLAIMS, "no official figure for this measure", NOT_AVAILABLE),
    "college_most_common": Place(CLAIMS, "no official source here names colleges", NOT_AVAILABLE),
    "age_mean_years": Place(PEOPLE, "Median age"),
    "experience_years": Place(IN, "Related work experience"),
    "experience_required_years": Place(IN, "Experience in a related job"),
    "time_to_become_low": Place(CLAIMS, "no official figure for this measure", NOT_AVAILABLE),
    "time_to_become_high": Place(CLAIMS, "no official figure for this measure", NOT_AVAILABLE),
    "top_skill": Place(WORK, "The most important skills"),
    "best_city": Place(CLAIMS, "official: "),
    "best_state": Place(WHERE, "States with the highest published pay"),
    "best_company": Place(CLAIMS, "official pay is not published by company", NOT_AVAILABLE),
    "best_industry": Place(WHERE, "Average pay"),
    "gender_share_pct": Place(PEOPLE, "Women"),
    "race_share_pct": Place(PEOPLE, "Black or African American"),
    "lgbt_share_pct": Place(CLAIMS, "no official source here measures it", NOT_AVAILABLE),
    "certificate_premium_pct": Place(CLAIMS, "measures the premium of a certificate", NOT_AVAILABLE),
    "payment_speedup_pct": Place(CLAIMS, "is about companies, not about the role", NOT_AVAILABLE),
    "branch": Place(WHERE, "Where the jobs are"),
    "hiring_industry": Place(WHERE, "Where the jobs are"),
    "duty": Place(WORK, "What people do all day"),
    "tool": Place(ANNEX, "Technologies that O*NET lists, as examples"),
    "skill": Place(WORK, "The most important skills"),
    "education": Place(IN, "Typical schooling"),
    "qualification": Place(IN, "Schooling required, people asked"),
    "certification": Place(LIMITS, "Certificates"),
    "career_path": Place(IN, "Occupations that O*NET relates to"),
    "work_environment": Place(LIMITS, NOT_HERE, NOT_AVAILABLE),
    "challenge": Place(LIMITS, NOT_HERE, NOT_AVAILABLE),
    "advantage": Place(LIMITS, NOT_HERE, NOT_AVAILABLE),
    "drawback": Place(LIMITS, NOT_HERE, NOT_AVAILABLE),
}
"""Measure of the claims -> where its official counterpart stands, or the reason that there is none."""

CLAIMED = load("market_claims")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Return the page of every role that a stored page is about, as text by section."""
    folder = tmp_path_factory.mktemp("roles")
    return {role: sections(render_profile(role, out=folder / f"{slug(role)}.html")) for role in set(CLAIMED["role"])}


def sections(path: Path) -> dict[str, str]:
    """Return the text of a page by the id of its chapters."""
    body = re.sub(r"<(style|script)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    parts = re.split(r'<section class="[^"]*" id="([\w-]+)">', body)
    return {chapter: plain_text(text) for chapter, text in zip(parts[1::2], parts[2::2], strict=True)}


def plain_text(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def printed(row: dict[str, object]) -> set[str]:
    """Return the ways in which a claim may stand on the page: its words, its figure, or that the page prints none."""
    if isinstance(row["text"], str):
        return {" ".join(row["text"].split())}
    value, unit = row["value"], str(row["unit"])
    if not isinstance(value, float) or pd.isna(value):
        return {str(row["missing_reason"])}
    return {say_figure(value, unit), plain(value)} | ({figure(value, unit)} if unit in BY_UNIT else set())


def test_every_field_of_the_pages_has_a_place_and_no_other_has() -> None:
    assert set(FIELDS) == set(CLAIMED["measure"])
    assert {place.kind for place in FIELDS.values()} == {OFFICIAL, NOT_AVAILABLE}


@pytest.mark.parametrize("measure", FIELDS)
def test_a_field_stands_as_official_figure_or_with_the_reason_why_not(measure: str, pages) -> None:
    place = FIELDS[measure]
    rows = CLAIMED[CLAIMED["measure"] == measure]
    given = rows[rows["value"].notna() | rows["text"].notna()]  # without a figure the page's own silence is the reason
    roles = sorted(set((given if len(given) else rows)["role"]))
    assert roles
    named = f"(?i:{re.escape(say_measure(measure))}\\b).{{1,250}}?" if place.section == CLAIMS else ""
    for role in roles:
        assert re.search(named + re.escape(place.words), pages[role][place.section]), (role, place)


@pytest.mark.parametrize("role", sorted(set(CLAIMED["role"])))
def test_every_claim_on_a_title_stands_on_its_page(role: str, pages) -> None:
    everything = " ".join(pages[role].values())
    rows = CLAIMED[CLAIMED["role"] == role].to_dict("records")
    assert rows
    lost = [row["claim_id"] for row in rows if not any(form in everything for form in printed(row))]
    assert lost == []
