"""The sentences of the page on one role: every one computed from its profile."""

from helpers.prose.profile.claims import claims_section
from helpers.prose.profile.job_ad import job_ad_section
from helpers.prose.profile.money import pay_section
from helpers.prose.profile.opening import glance_section, lead, limits, short_section, unknown_section
from helpers.prose.profile.outlook import ai_section, outlook_section, people_section, places_section
from helpers.prose.profile.training import become_section, training_section
from helpers.prose.profile.way import links_section, related_section
from helpers.prose.profile.work import skills_section, styles_section, tools_section, work_section

__all__ = [
    "ai_section",
    "become_section",
    "claims_section",
    "glance_section",
    "job_ad_section",
    "lead",
    "limits",
    "links_section",
    "outlook_section",
    "pay_section",
    "people_section",
    "places_section",
    "related_section",
    "short_section",
    "skills_section",
    "styles_section",
    "tools_section",
    "training_section",
    "unknown_section",
    "work_section",
]
