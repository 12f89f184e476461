"""One job or two: three measures worked by hand, and the rule that is stated."""

import numpy as np
import pandas as pd
import pytest

from helpers.comparison import compare
from helpers.comparison.one_job import MERGE, REVIEW, SPLIT, OneJob, Rule, listed_for, one_job
from helpers.errors import BadInput
from helpers.prose.one_job import one_job_section

NAN = float("nan")


def judged(
    a: tuple[float, float] = (40.0, 60.0),
    b: tuple[float, float] = (42.0, 60.0),
    closeness: float = 97.0,
    shared: int = 5,
    **options: object,
) -> OneJob:
    rows = [
        {
            "measure": f"annual_{name}_usd",
            "value_a": a[place],
            "value_b": b[place],
            "reason_a": "not released" if np.isnan(a[place]) else "",
            "reason_b": "not released" if np.isnan(b[place]) else "",
        }
        for place, name in enumerate(("p25", "p75"))
    ]
    gaps = pd.DataFrame(
        [
            {
                "facet": "work activities",
                "closeness": closeness,
                "closeness_reason": "not rated" if np.isnan(closeness) else "",
            }
        ]
    )
    titles = frozenset(map(str, range(50))), frozenset(map(str, range(50 - shared, 250)))
    return one_job(pd.DataFrame(rows), gaps, titles, kind="annual", **options)


def test_marks_that_make_no_sense_are_refused() -> None:
    with pytest.raises(BadInput, match="marks 20 and 30 for pay_band"):
        Rule(pay_band=(20.0, 30.0))


@pytest.mark.parametrize(
    "missing", [{"a": (NAN, 60.0)}, {"closeness": NAN}, {"b": (40.0, NAN)}], ids=["pay a", "duties", "pay b"]
)
def test_a_missing_measure_leads_to_a_review_and_has_its_reason(missing: dict[str, object]) -> None:
    found = judged(**missing)
    assert found.answer == REVIEW
    assert found.why == "one of the measures cannot be had"
    assert (found.rows["reason"] != "").sum() == 1
    assert found.rows["value"].isna().equals(found.rows["reason"] != "")


def test_bands_that_are_points_are_not_resolved() -> None:
    assert judged(a=(40.0, 40.0), b=(40.0, 40.0)).rows["reason"].iloc[0].startswith("not resolved")


def test_one_occupation_is_for_review() -> None:
    assert judged(one_occupation=True).answer == REVIEW


def test_the_three_measures_by_hand() -> None:
    rows = judged().rows
    assert rows["value"].tolist() == [90.0, 97.0, 10.0]  # 18 of 20; as given; 5 of 50
    assert rows["text"].tolist() == ["", "", "5 of 50"]
    assert judged(b=(60.0, 80.0)).rows["value"].iloc[0] == 0
    assert judged(b=(10.0, 90.0)).rows["value"].iloc[0] == 25  # a band inside the other is not all of it


@pytest.mark.parametrize(
    ("options", "answer"),
    [
        ({}, MERGE),
        ({"closeness": 94.9}, REVIEW),
        ({"shared": 0}, REVIEW),
        ({"shared": 0, "closeness": 79.0}, REVIEW),  # the pay bands still lean to merging
        ({"shared": 0, "closeness": 79.0, "b": (50.0, 70.0)}, SPLIT),
        ({"shared": 0, "closeness": 90.0, "b": (60.0, 70.0)}, SPLIT),
        ({"shared": 1, "closeness": 90.0, "b": (60.0, 70.0)}, REVIEW),
    ],
)
def test_the_rule_as_it_is_stated(options: dict[str, object], answer: str) -> None:
    assert judged(**options).answer == answer


def test_titles_are_those_of_all_codes_that_the_pay_table_covers() -> None:
    assert "billingclerk" in listed_for("43-3021")
    assert listed_for("99-9999") == frozenset()


def test_the_section_states_the_answer_the_marks_and_the_rule() -> None:
    section = one_job_section(compare("43-9061", "43-6014"))
    assert "The rule below says merge: by these figures the two look like one job." in section
    assert "merge from 60%, split below 30%" in section
    assert "no norm" in section
    assert "The rule says review: both titles fall into one occupation" in one_job_section(
        compare("43-3021", "billing clerk")
    )
