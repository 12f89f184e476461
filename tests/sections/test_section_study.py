"""Programmes of study: what is shared, what leads to one role only, and no claim on where graduates work."""

from functools import cache

from helpers.base.vocabulary import Reason
from helpers.comparison.facts import each
from helpers.comparison.roles import Comparison, compare
from helpers.sections.study import RELATION, says, shared, study


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


def test_a_programme_is_a_row_with_its_code_and_cell() -> None:
    frame = roles("29-1141", "29-2043").frame(study)
    row = next(each(frame[frame["role"] == "Paramedics"]))
    assert (row.words, row.cip_code) == ("Emergency Medical Technology/Technician (EMT Paramedic)", "51.0904")
    assert row.cell == "programs/29-2043|51.0904/program"
    assert says(roles("29-1141", "29-2043")) == ["No one of 22 programmes of study may lead to both"]


def test_shared_programmes_come_first_and_the_others_name_their_role() -> None:
    c = roles("15-1252", "15-2051")
    every = shared(c)
    both = every["names"].map(len) == 2
    assert both.iloc[0]
    assert both.is_monotonic_decreasing
    assert "Computer Science" in set(every.loc[both, "program"])
    html = study.table(c).html
    assert RELATION in html
    assert html.index(">Both<") < html.index("Only Software Developers") < html.index("Only Data Scientists")


def test_a_role_without_a_programme_says_so() -> None:
    c = roles("43-3021", "43-3031")
    frame = c.frame(study)
    assert frame[frame["role"] == "Billing and Posting Clerks"]["why"].tolist() == [Reason.NO_MATCH]
    assert says(c) == ["No programme of study is named for Billing and Posting Clerks"]


def test_one_role_and_three_have_sentences_of_their_own() -> None:
    assert says(roles("actor")) == ["7 programmes of study may lead to actor jobs"]
    assert says(roles("15-1252", "15-2051", "11-2021"))[0].endswith("may lead to all")
