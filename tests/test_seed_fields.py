"""Every field of the five career-site pages stands on a role page: official figure, claim, or why there is none."""

import html
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from helpers.profile_report import render_profile

from helpers.base.formats import BY_UNIT, figure, plain
from helpers.base.title_key import slug
from helpers.claims.measures import say_figure, say_measure
from helpers.tables.load import load

OFFICIAL, NOT_AVAILABLE = "official figure", "not available because"
WORK, TRAINING, SKILLS = "What the work is", "Qualifications and training", "Skills and knowledge"
PAY, PLACES, PEOPLE, CLAIMS = "Pay by percentile", "Where it pays best", "People", "What career sites say"
GLANCE, OUTLOOK, BECOME, PATHS = "At a glance", "Outlook", "How to become one", "Related occupations and paths up"
DESCRIBED = "No table here holds conditions of work, advantages, drawbacks or challenges by occupation"


@dataclass(frozen=True)
class Place:
    """Where a field of the pages stands: in which section, under which words, and as what."""

    section: str
    words: str
    kind: str = OFFICIAL


FIELDS = {
    "annual_pay_mean": Place(GLANCE, "Yearly salary (annual mean wage)"),
    "annual_pay_low": Place(PAY, "Annual wage, 10th percentile"),
    "annual_pay_high": Place(PAY, "Annual wage, 90th percentile"),
    "hourly_pay_mean": Place(GLANCE, "Hourly rate (hourly mean wage)"),
    "pay_by_industry_usd": Place(PLACES, "Mean pay by sector of the nation"),
    "pay_ladder_usd": Place(PAY, "no table here has pay by years worked", NOT_AVAILABLE),
    "ladder_experience_low_years": Place(PAY, "no table here has pay by years worked", NOT_AVAILABLE),
    "ladder_experience_high_years": Place(PAY, "no table here has pay by years worked", NOT_AVAILABLE),
    "growth_pct": Place(OUTLOOK, "Change of jobs 2024-34, percent"),
    "jobs": Place(GLANCE, "Number of jobs"),
    "satisfaction": Place(GLANCE, "no official survey measures it by occupation", NOT_AVAILABLE),
    "degree_most_common": Place(GLANCE, "Most common degree"),
    "degree_share_pct": Place(TRAINING, "Bachelor's degree"),
    "major_most_common": Place(CLAIMS, "no official figure for this measure", NOT_AVAILABLE),
    "college_most_common": Place(CLAIMS, "no official source here names colleges", NOT_AVAILABLE),
    "age_mean_years": Place(PEOPLE, "Median age"),
    "experience_years": Place(TRAINING, "Related work experience, O*NET"),
    "experience_required_years": Place(TRAINING, "Experience in a related occupation, judged"),
    "time_to_become_low": Place(BECOME, "No official table of it", NOT_AVAILABLE),
    "time_to_become_high": Place(BECOME, "No official table of it", NOT_AVAILABLE),
    "top_skill": Place(SKILLS, "Most important skills"),
    "best_city": Place(PLACES, "Metropolitan area"),
    "best_state": Place(PLACES, "Mean pay by state and territory"),
    "best_company": Place(CLAIMS, "official pay is not published by company", NOT_AVAILABLE),
    "best_industry": Place(PLACES, "Mean pay by sector of the nation"),
    "gender_share_pct": Place(PEOPLE, "Women"),
    "race_share_pct": Place(PEOPLE, "Black or African American"),
    "lgbt_share_pct": Place(CLAIMS, "no official source here measures it", NOT_AVAILABLE),
    "certificate_premium_pct": Place(CLAIMS, "measures the premium of a certificate", NOT_AVAILABLE),
    "payment_speedup_pct": Place(CLAIMS, "is about companies, not about the role", NOT_AVAILABLE),
    "branch": Place(PLACES, "Mean pay by sector of the nation"),
    "hiring_industry": Place(PLACES, "Mean pay by sector of the nation"),
    "duty": Place(WORK, "Most important work activities"),
    "tool": Place("Tools and technologies", "Technologies, those in demand first"),
    "skill": Place(SKILLS, "Most important skills"),
    "education": Place(TRAINING, "Education typical for entry, judged"),
    "qualification": Place(TRAINING, "Level of education required, O*NET"),
    "certification": Place(TRAINING, "How important certification and apprenticeship are"),
    "career_path": Place(PATHS, "Up from here"),
    "work_environment": Place(WORK, DESCRIBED, NOT_AVAILABLE),
    "challenge": Place(WORK, DESCRIBED, NOT_AVAILABLE),
    "advantage": Place(WORK, DESCRIBED, NOT_AVAILABLE),
    "drawback": Place(WORK, DESCRIBED, NOT_AVAILABLE),
}
"""Measure of the claims -> where its official counterpart stands, or the reason that there is none."""

CLAIMED = load("market_claims")


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, str]]:
    """Return the page of every role that a stored page is about, as text by section."""
    folder = tmp_path_factory.mktemp("roles")
    return {role: sections(render_profile(role, out=folder / f"{slug(role)}.html")) for role in set(CLAIMED["role"])}


def sections(path: Path) -> dict[str, str]:
    """Return the text of a page by the heading of its sections."""
    body = re.sub(r"<(style|script)\b.*?</\1>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    parts = re.split(r"<h2\b[^>]*>(.*?)</h2>", body, flags=re.DOTALL)
    return {plain_text(head): plain_text(text) for head, text in zip(parts[1::2], parts[2::2], strict=True)}


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
    named = f"{re.escape(say_measure(measure))} .{{1,150}}?" if place.section == CLAIMS else ""
    for role in roles:
        assert re.search(named + re.escape(place.words), pages[role][place.section]), (role, place)


@pytest.mark.parametrize("role", sorted(set(CLAIMED["role"])))
def test_every_claim_on_a_title_stands_on_its_page(role: str, pages) -> None:
    everything = " ".join(pages[role].values())
    rows = CLAIMED[CLAIMED["role"] == role].to_dict("records")
    assert rows
    lost = [row["claim_id"] for row in rows if not any(form in everything for form in printed(row))]
    assert lost == []
