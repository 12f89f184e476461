"""The sections of a report, one module each, and what their charts and tools are made of.

A section is a value: `sections.pay.finding(c)`, `sections.pay.table(c)`, `c.frame(sections.pay)`. The functions beside
return the tidy frame of a chart (`workers`, `growth`, ...) or a block of the page (`answer`, `choose`, `stand`, ...).
"""

from helpers.sections.answer import answer
from helpers.sections.choose import choose
from helpers.sections.claims import claimed, claims
from helpers.sections.contract import Section
from helpers.sections.entry import entry
from helpers.sections.exposure import exposed, exposure
from helpers.sections.jobs import jobs
from helpers.sections.limits import ask, lacking, limits, questions
from helpers.sections.outlook import end_year, growth, openings_parts, outlook
from helpers.sections.pay import pay, stand, workers
from helpers.sections.people import ages, composition, people
from helpers.sections.readings import readings
from helpers.sections.source_list import source_list

__all__ = [
    "Section",
    "ages",
    "answer",
    "ask",
    "choose",
    "claimed",
    "claims",
    "composition",
    "end_year",
    "entry",
    "exposed",
    "exposure",
    "growth",
    "jobs",
    "lacking",
    "limits",
    "openings_parts",
    "outlook",
    "pay",
    "people",
    "questions",
    "readings",
    "source_list",
    "stand",
    "workers",
]
