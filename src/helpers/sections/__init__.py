"""The sections of a report, one module each, and what their charts and tools are made of.

A section is a value: `sections.pay.finding(c)`, `sections.pay.table(c)`, `c.frame(sections.pay)`. The functions beside
return the tidy frame of a chart (`workers`, `growth`, ...) or a block of the page (`answer`, `choose`, `stand`, ...).
"""

from helpers.sections.answer import answer
from helpers.sections.choose import choose
from helpers.sections.contract import Section
from helpers.sections.entry import entry
from helpers.sections.exposure import exposed, exposure
from helpers.sections.jobs import jobs
from helpers.sections.outlook import end_year, growth, openings_parts, outlook
from helpers.sections.pay import pay, stand, workers
from helpers.sections.people import ages, composition, people
from helpers.sections.readings import readings

__all__ = [
    "Section",
    "ages",
    "answer",
    "choose",
    "composition",
    "end_year",
    "entry",
    "exposed",
    "exposure",
    "growth",
    "jobs",
    "openings_parts",
    "outlook",
    "pay",
    "people",
    "readings",
    "stand",
    "workers",
]
