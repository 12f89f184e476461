"""The sections of a report, one module each, and what their charts and tools are made of.

A section is a value: `sections.pay.finding(c)`, `sections.pay.table(c)`, `c.frame(sections.pay)`. The functions beside
return the tidy frame of a chart (`workers`, `growth`, ...) or a block of the page (`answer`, `choose`, `stand`, ...).
"""

from helpers.sections.abroad import abroad
from helpers.sections.activities import activities, activity_lists
from helpers.sections.answer import answer
from helpers.sections.best import best, best_states
from helpers.sections.board import shortlist_answer
from helpers.sections.choose import choose
from helpers.sections.claims import claimed, claims, described
from helpers.sections.contract import Section
from helpers.sections.entry import entry, entry_rows, held
from helpers.sections.exposure import exposed, exposure, used_table
from helpers.sections.headline import finding, finding_class
from helpers.sections.interests import interests, suits
from helpers.sections.job_ad import job_ad, job_ad_asks
from helpers.sections.jobs import jobs
from helpers.sections.levers import gains, levers
from helpers.sections.limits import ask, lacking, limits, questions
from helpers.sections.maps import further_areas, map_words, own_area, tiles, your_area
from helpers.sections.mix import mix
from helpers.sections.one_job import one_job
from helpers.sections.outlook import end_year, growth, openings_parts, outlook, revisions, round_of
from helpers.sections.own_pay import own_figures, own_pay
from helpers.sections.paths import own_middle, paths, steps_up
from helpers.sections.pay import pay, percentiles, stand, workers
from helpers.sections.people import ages, composition, people
from helpers.sections.places import place_gaps, places
from helpers.sections.profile_answer import profile_answer
from helpers.sections.ratings import clear_levels, rated_elements, ratings, top_rated
from helpers.sections.readings import readings
from helpers.sections.sectors import largest_sectors, sector_gaps, sectors
from helpers.sections.shortlist import Limits, led_by_kept, shortlist, split_roles
from helpers.sections.since import relative, since
from helpers.sections.source_list import finders, source_list
from helpers.sections.stepping import stepping
from helpers.sections.study import study
from helpers.sections.switch import may_cost, switch, switch_calculator, switch_terms
from helpers.sections.technologies import technologies
from helpers.sections.weights import choose_among, flips_table

__all__ = [
    "Limits",
    "Section",
    "abroad",
    "activities",
    "activity_lists",
    "ages",
    "answer",
    "ask",
    "best",
    "best_states",
    "choose",
    "choose_among",
    "claimed",
    "claims",
    "clear_levels",
    "composition",
    "described",
    "end_year",
    "entry",
    "entry_rows",
    "exposed",
    "exposure",
    "finders",
    "finding",
    "finding_class",
    "flips_table",
    "further_areas",
    "gains",
    "growth",
    "held",
    "interests",
    "job_ad",
    "job_ad_asks",
    "jobs",
    "lacking",
    "largest_sectors",
    "led_by_kept",
    "levers",
    "limits",
    "map_words",
    "may_cost",
    "mix",
    "one_job",
    "openings_parts",
    "outlook",
    "own_area",
    "own_figures",
    "own_middle",
    "own_pay",
    "paths",
    "pay",
    "people",
    "percentiles",
    "place_gaps",
    "places",
    "profile_answer",
    "questions",
    "rated_elements",
    "ratings",
    "readings",
    "relative",
    "revisions",
    "round_of",
    "sector_gaps",
    "sectors",
    "shortlist",
    "shortlist_answer",
    "since",
    "source_list",
    "split_roles",
    "stand",
    "stepping",
    "steps_up",
    "study",
    "suits",
    "switch",
    "switch_calculator",
    "switch_terms",
    "technologies",
    "tiles",
    "top_rated",
    "used_table",
    "workers",
    "your_area",
]
