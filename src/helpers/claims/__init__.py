"""Market claims held against official figures, by rule.

`read_claims` reads a file of claims, `check_claims` gives each one a verdict, `find_defects` finds what is wrong with
them as a set. Everything but `read_claims` is pure.
"""

from helpers.claims.defects import RULES, find_defects
from helpers.claims.reading import read_claims
from helpers.claims.records import MEASURES, UNITS
from helpers.claims.verdicts import VERDICTS, check_claims

__all__ = ["MEASURES", "RULES", "UNITS", "VERDICTS", "check_claims", "find_defects", "read_claims"]
