"""The sentences of a report: every one computed from the comparison, none typed for a pair."""

from helpers.prose.bars import three_bars_section
from helpers.prose.exposure import exposure_section
from helpers.prose.glance import glance_table
from helpers.prose.market import claims_section
from helpers.prose.one_job import one_job_section
from helpers.prose.opening import compared, lead, limits
from helpers.prose.pay import odds_sentence, pay_sentences
from helpers.prose.places import area_table, best_metros, industry_sentences, place_figure, place_sentences
from helpers.prose.prices import prices_section
from helpers.prose.readings import readings_section
from helpers.prose.skills import skills_section
from helpers.prose.switch import switch_section
from helpers.prose.tools import tools_section
from helpers.prose.unknown import unknown_section
from helpers.prose.way import way_section
from helpers.prose.work import work_section

__all__ = [
    "area_table",
    "best_metros",
    "claims_section",
    "compared",
    "exposure_section",
    "glance_table",
    "industry_sentences",
    "lead",
    "limits",
    "odds_sentence",
    "pay_sentences",
    "one_job_section",
    "place_figure",
    "place_sentences",
    "prices_section",
    "readings_section",
    "skills_section",
    "switch_section",
    "three_bars_section",
    "tools_section",
    "unknown_section",
    "way_section",
    "work_section",
]
