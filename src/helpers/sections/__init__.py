"""The sections of a report, one module each, and the order in which pages show them."""

from helpers.sections.exposure import exposure
from helpers.sections.outlook import outlook
from helpers.sections.pay import pay
from helpers.sections.people import people

__all__ = ["exposure", "outlook", "pay", "people"]
