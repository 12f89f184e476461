"""The sentences of a report: every one computed from the comparison, none typed for a pair."""

from helpers.prose.bars import three_bars_section
from helpers.prose.education import education_section
from helpers.prose.exposure import exposure_section
from helpers.prose.glance import glance_table
from helpers.prose.market import claims_section
from helpers.prose.one_job import one_job_section
from helpers.prose.opening import compared, lead, limits
from helpers.prose.outlook import outlook_section
from helpers.prose.pay import pay_section
from helpers.prose.people import people_section
from helpers.prose.places import industry_section, metro_section, state_section
from helpers.prose.prices import prices_section
from helpers.prose.questions import questions
from helpers.prose.readings import readings_section
from helpers.prose.skills import skills_section
from helpers.prose.summary import summary
from helpers.prose.tools import tools_section
from helpers.prose.unknown import unknown_section
from helpers.prose.work import work_section

__all__ = [
    "claims_section",
    "compared",
    "education_section",
    "exposure_section",
    "glance_table",
    "industry_section",
    "lead",
    "limits",
    "metro_section",
    "one_job_section",
    "outlook_section",
    "pay_section",
    "people_section",
    "prices_section",
    "questions",
    "readings_section",
    "skills_section",
    "state_section",
    "summary",
    "three_bars_section",
    "tools_section",
    "unknown_section",
    "work_section",
]
