"""One job or two? The three measures of the rule with what each leans to, and what the rule says, for HR."""

from helpers.comparison import Comparison
from helpers.comparison.one_job import MERGE, REVIEW, SPLIT, OneJob
from helpers.present import Col, Html, callout, sentences, show, table
from helpers.prose.guard import guarded
from helpers.prose.words import place_name

ANSWERS = {
    MERGE: "by these figures the two look like one job",
    SPLIT: "by these figures the two look like two jobs",
    REVIEW: "the figures do not settle it, a look at both jobs must",
}
RULE = (
    "The rule: merge if all three measures reach their mark for merging; split if at least two lie below their mark for"
    " splitting and none reaches the other; else review. The marks are ours, to argue with, and no norm."
)
CANNOT = (
    "It compares whole occupations, not the two positions of one employer: job descriptions, reporting lines and"
    " classification under wage and hour law are not in these data."
)


@guarded
def one_job_section(comparison: Comparison) -> Html:
    """Return what the stated rule says of the two, and the measures behind it."""
    found = comparison.one_job
    said = sentences(f"The rule below says {found.answer}: {ANSWERS[found.answer]}.", f"Why: {found.why}.")
    if comparison.one_occupation:
        return show(callout(f"The rule says {REVIEW}: {found.why}.", kind="caution"), sentences(RULE))
    return show(said, _table(comparison, found), sentences(RULE, CANNOT))


def _table(comparison: Comparison, found: OneJob) -> Html:
    rows = found.rows.assign(no_lean="not judged: the measure is missing")
    return table(
        rows,
        [
            Col("label", "Measure", header=True, long=True),
            Col("value", "Share", format="gap_pct", reason="reason", note="text"),
            Col("marks", "Marks", long=True),
            Col("leans", "Leans to", reason="no_lean", long=True),
        ],
        caption=f"One job or two: three measures, pay in {place_name(comparison)}",
        name="one-job-or-two",
    )
