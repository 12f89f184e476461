"""Market claims held against official figures, by rule.

`read_claims` reads a file of claims, `check_claims` gives each one a verdict, `find_defects` finds what is wrong with
them as a set. Everything but `read_claims` is pure.
"""

from helpers.claims.checks import check_claims
from helpers.claims.defects import RULES, find_defects
from helpers.claims.measures import MEASURES, UNITS
from helpers.claims.reading import read_claims
from helpers.claims.verdicts import VERDICTS

__all__ = ["MEASURES", "RULES", "UNITS", "VERDICTS", "check_claims", "find_defects", "read_claims"]
