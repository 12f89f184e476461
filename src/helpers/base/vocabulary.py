"""The closed vocabularies of a report: verdicts, reasons, matches and classes, each member with the words shown.

A member is its words: `str(Verdict.EITHER)` is what a reader sees and what stands in a frame; `Verdict(words)` reads it
back. Nothing decides on words: it compares members and asks their properties.
"""

from enum import StrEnum


class Word(StrEnum):
    """A member of a closed vocabulary; its value is the words shown."""


class Verdict(Word):
    """What an interval says of a gap, weakest first; a figure of which only a bound is known has the same verdicts."""

    NOT_PUBLISHED = "not published"
    NOT_TESTED = "not tested"
    LEFT_OPEN = "the bound leaves it open"
    EITHER = "could be either"
    SMALL = "clear but small"
    UNSURE = "clear, size unsure"
    MEANINGFUL = "clear and meaningful"

    @property
    def clear(self) -> bool:
        """Return whether it is settled which side is higher."""
        return self in (Verdict.SMALL, Verdict.UNSURE, Verdict.MEANINGFUL)

    @property
    def tested(self) -> bool:
        """Return whether the figures were held against each other at all."""
        return self not in (Verdict.NOT_PUBLISHED, Verdict.NOT_TESTED)


class Reason(Word):
    """Why a figure, a gap or an answer is missing."""

    WITHHELD = "not released by the publisher"
    TOP_CODED = "only a lower bound is published"
    OTHER_UNIT = "published by the hour or by the year only"
    NOT_LISTED = "no estimate for this occupation here"
    AREAS_ONLY = "published for states and areas only"
    NOT_GIVEN = "not given by the publisher"
    BOTH_BOUNDED = "only lower bounds are published for both"
    NO_ERROR = "no error is published"
    NO_COMMON_UNIT = "one is published by the hour only, the other by the year only"
    ONE_OCCUPATION = "both are one occupation in official data"
    WIDER_GROUP = "published for a wider group only"
    SEVERAL = "several lines cover it, none of them all of it"
    NO_MATCH = "no line of this list covers it"
    SMALL_BASE = "fewer workers than the publisher's limit"
    NOT_RATED = "not rated"
    SUPPRESSED = "rated too imprecisely to use"
    NOT_RELEVANT = "rated as not relevant"
    FEW_SHARED = "too few elements are rated for both"
    EQUAL_STEPS = "neighbouring percentiles are equal"
    OUT_OF_ORDER = "percentiles are out of order"
    OUTSIDE_STEPS = "nothing is published below the 10th or above the 90th percentile"
    LOW_COVERAGE = "the published cells cover too few of the jobs"
    THIN = "the relative standard error is above 30 %"
    NO_JOB_COUNT = "no job count is published"
    FEW_JOBS = "fewer than 100 jobs"
    NONE_ELIGIBLE = "too few places or sectors can be ranked"
    ALL_BELOW_NATION = "every published place lies below the nation"
    NO_GAIN = "none clearly pays more"
    SAME_OCCUPATION = "start and goal are the same occupation"
    NOT_NAMED = "neither among the first five related occupations of one nor on both lists"
    ZONES_APART = "job zones more than 1 apart"
    PAY_FALLS = "median pay falls by more than 10 %"
    NO_WAY = "no way within the limits"

    @classmethod
    def of_footnote(cls, code: str) -> "Reason":
        """Return the reason that a footnote of the pay table (4, 5 or 8) gives; KeyError for another one."""
        return {"4": cls.OTHER_UNIT, "5": cls.TOP_CODED, "8": cls.WITHHELD}[code]


class Match(Word):
    """How well a line of another list covers an occupation."""

    EXACT = "exact"
    WIDER = "wider group"
    SEVERAL = "several"
    STAND_IN = "stand-in"
    NONE = "none"

    @classmethod
    def of_quality(cls, quality: str) -> "Match":
        """Return the match that the column `quality` of a crosswalk names."""
        return cls.WIDER if quality == "parent group" else cls(quality)

    @property
    def one(self) -> bool:
        """Return whether a single line stands for the occupation, if only as its wider group."""
        return self in (Match.EXACT, Match.WIDER, Match.STAND_IN)


class Headline(Word):
    """Who may be said to pay more: the first class that fits, in this order."""

    ONE_OCCUPATION = "one occupation"
    NOT_PUBLISHED = "not published"
    NO_COMMON_UNIT = "no common unit"
    LEFT_OPEN = "the bound leaves it open"
    EITHER = "could be either"
    SAME = "about the same"
    DEPENDS = "it depends where you stand"
    EVERY_STEP = "more at every step"
    NOT_EVERY_STEP = "more, not at every step"
    ON_AVERAGE = "more on average, the middle not published"

    @property
    def pays_more(self) -> bool:
        """Return whether 'pays more' may head a page."""
        return self in (Headline.EVERY_STEP, Headline.NOT_EVERY_STEP)


READING_DECIDES = "the reading of a title decides"
"""The class of a page whose headline asks which reading is meant; the others are those of `Headline`."""


class GrowthClass(Word):
    """Projected growth against all jobs; the band is ours."""

    SHRINKS = "shrinks"
    LITTLE_CHANGE = "little change"
    AS_ALL_JOBS = "about as fast as all jobs"
    FASTER = "faster than all jobs"


class SureOdds(Word):
    """What the bounds alone allow to say of two random workers, on the side that is ahead."""

    THREE_OF_FOUR = "at least 3 of 4 pairings"
    TWO_OF_THREE = "at least 2 of 3 pairings"
    MORE_OFTEN = "more often than not"
    EITHER_WAY = "either way"


class ModelOdds(Word):
    """What point and bounds together allow to say, on the side that is ahead."""

    ONE_IN_TWO = "about 1 in 2"
    TWO_IN_THREE = "about 2 in 3"
    THREE_IN_FOUR = "about 3 in 4"
    NINE_IN_TEN = "about 9 in 10"
    MORE_THAN_NINE = "more than 9 in 10"
    RANGE_ONLY = "range only"


class ExposureOrder(Word):
    """Whether task scores and observed use put two occupations in one order."""

    BOTH_HIGHER = "both measures put it higher"
    DIFFER = "the two measures order them differently"
    NO_CLEAR_ORDER = "no clear order"


class ListedBy(Word):
    """Whose list of related occupations names a hop."""

    BOTH = "on both lists"
    START = "on the list of the first"
    GOAL = "on the list of the second"
