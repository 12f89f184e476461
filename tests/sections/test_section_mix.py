"""Where the gap comes from: both accounts with their errors, refusals, and sentences only where the parts bear them."""

from functools import cache

import pytest

from helpers.base.vocabulary import Reason
from helpers.comparison.facts import COLUMNS
from helpers.comparison.roles import Comparison, compare
from helpers.sections.mix import mix, says, tabulate


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


@pytest.mark.parametrize(
    ("pair", "by", "parts", "errors"),
    [
        (("43-3021", "43-3031"), "state", (2490.0, -234.8, 2724.0, 0.8), (20.2, 167.8)),
        (("43-3021", "43-3031"), "sector", (2490.0, 292.3, 2196.4, 1.3), (92.9, 183.9)),
        (("29-2043", "29-1141"), "state", (38060.0, 2891.0, 35170.0, -1.1), (30.4, 183.1)),
        (("29-2043", "29-1141"), "sector", (38060.0, -3485.4, 41748.1, -202.7), (112.5, 306.6)),
        (("35-3031", "53-7065"), "sector", (-520.0, -2945.3, 2422.6, 2.8), (445.2, 449.6)),
    ],
)
def test_both_accounts_of_the_gap(
    pair: tuple[str, str], by: str, parts: tuple[float, ...], errors: tuple[float, ...]
) -> None:
    frame = roles(*pair).frame(mix)
    rows = frame[frame["by"] == by].set_index("measure")
    assert rows.loc[["gap", "mix", "within", "rest"], "value"].tolist() == pytest.approx(parts, abs=0.051)
    assert rows.loc[["mix", "within"], "se"].tolist() == pytest.approx(errors, abs=0.051)


def test_an_account_that_covers_too_few_jobs_is_refused_with_what_it_covers() -> None:
    frame = roles("41-3031", "29-1141").frame(mix)
    rows = frame[(frame["by"] == "sector") & (frame["measure"] != "gap")]
    assert set(rows["why"]) == {Reason.LOW_COVERAGE}
    assert (rows["text"] == "no figure").all()
    assert rows["covered_against"].iloc[0] == pytest.approx(0.9894, abs=5e-5)
    assert rows["covered"].iloc[0] == pytest.approx(0.0813, abs=5e-5)


def test_frames_for_one_and_three_roles() -> None:
    assert roles("nurse").frame(mix).empty
    frame = roles("nurse", "paramedic", "waiter").frame(mix)
    assert list(frame.columns[: len(COLUMNS)]) == list(COLUMNS)
    assert frame.groupby("role", observed=True).size().to_dict() == {"paramedic": 8, "waiter": 8}


@pytest.mark.parametrize(
    ("pair", "said"),
    [
        (
            ("paramedic", "nurse"),
            "Of the $38,100 gap, $2,900 comes from where the jobs are, $35,200 remains within states.",
        ),
        (
            ("nurse", "paramedic"),
            "Of the $38,100 gap, $2,900 comes from where the jobs are, $35,200 remains within states.",
        ),
        (("43-3021", "43-3031"), "Within states the gap is $2,700; where the jobs are offsets $200 of it."),
        (("35-3031", "53-7065"), "What remains of the $520 gap within states could be either way."),
    ],
)
def test_what_is_said_of_the_parts(pair: tuple[str, str], said: str) -> None:
    assert says(roles(*pair)) == [said]


@pytest.mark.parametrize(
    "names", [("nurse",), ("nurse", "RN"), ("27-2011", "27-2042"), ("nurse", "paramedic", "waiter")]
)
def test_nothing_is_said_of_no_gap_one_occupation_or_a_gap_that_could_be_either(names: tuple[str, ...]) -> None:
    assert says(roles(*names)) == []


def test_the_table_says_why_an_account_is_refused() -> None:
    html = tabulate(roles("41-3031", "29-1141")).html
    assert "no figure: the published cells cover too few of the jobs" in html
    assert "99% and 8%" in html


def test_one_role_has_no_table_of_parts() -> None:
    assert tabulate(roles("nurse")).html == ""
