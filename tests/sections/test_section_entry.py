"""Getting in: facts over one and more roles, and no headline that hides what workers hold."""

from functools import cache

import pytest
from golden_facts import codes_of, golden, missing

from helpers.base.vocabulary import Reason
from helpers.comparison.facts import ALL, COLUMNS, one
from helpers.comparison.roles import Comparison, compare
from helpers.sections.answers import band
from helpers.sections.entry import entry, entry_rows, held, held_words, rank_of, says

KEPT = ("record.attainment", "record.requirements", "record.training", "work.zone")


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


@pytest.mark.parametrize("code", codes_of(*KEPT))
def test_every_kept_figure_on_getting_in_still_stands(code: str) -> None:
    assert missing(roles(code).frame(entry), golden(*KEPT, codes=(code,))) == []


@pytest.mark.parametrize("names", [("paramedic",), ("paramedic", "nurse"), ("nurse", "waiter", "actor", "paramedic")])
def test_each_role_has_the_same_measures_and_all_workers_have_the_shares(names: tuple[str, ...]) -> None:
    c = roles(*names)
    frame = c.frame(entry)
    assert list(frame.columns[: len(COLUMNS)]) == list(COLUMNS)
    counts = frame.groupby("role", observed=False)["measure"].nunique()
    assert [counts[name] for name in c.names] == [18] * len(names)
    assert counts[ALL] == 7
    assert ((frame["why"] == "") | (frame["text"] == "no figure")).all()


def test_what_is_missing_has_its_reason() -> None:
    frame = roles("paramedic", "29-1249").frame(entry)
    assert one(frame, "paramedic", "related_experience")["why"] is Reason.NOT_GIVEN
    assert one(frame, "paramedic", "held_less_pct")["why"] is Reason.NO_MATCH
    assert one(frame, "Surgeons, All Other", "job_zone")["why"] is Reason.NO_MATCH
    group = roles("11-0000").frame(entry)
    assert set(group[group["kind"] == "judged"]["why"]) == {Reason.NOT_GIVEN}


def test_shares_of_a_wider_group_say_so_and_are_not_spoken_of() -> None:
    c = roles("29-1242", "29-1249")
    assert "16 other occupations" in one(c.frame(entry), c.names[1], "masters_pct")["note"]
    assert len(says(c)) == 1


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (
            ("registered nurse", "paramedic"),
            [
                "A registered nurse usually needs a bachelor's degree; a paramedic a certificate after high school and"
                " some experience in a related job",
            ],
        ),
        (
            ("bookkeeping clerk", "accountant"),
            ["An accountant usually needs a bachelor's degree; a bookkeeping clerk some college"],
        ),
        (("waiter", "janitor"), ["Neither usually asks for formal schooling"]),
        (("29-1242", "29-1249"), ["Both usually ask for a doctorate or professional degree"]),
        (
            ("software developer", "software engineer"),
            [
                "Both titles are counted as one occupation, which usually takes a bachelor's degree",
                "Workers differ from that: 34 of 100 software developers hold more.",
            ],
        ),
        (
            ("paramedic",),
            ["A paramedic usually needs a certificate after high school and some experience in a related job"],
        ),
    ],
)
def test_what_getting_in_takes_is_said_with_what_workers_hold(names: tuple[str, ...], said: list[str]) -> None:
    assert says(roles(*names)) == said


def test_the_order_of_the_roles_changes_nothing_in_what_is_said() -> None:
    assert says(roles("paramedic", "registered nurse"))[0] == says(roles("registered nurse", "paramedic"))[0]


def test_several_roles_are_ordered_by_schooling() -> None:
    said = says(roles("waiter", "paramedic", "registered nurse", "actor"))
    assert said[0] == (
        "Typical schooling runs from no formal schooling (waiter) to a bachelor's degree (registered nurse)"
    )


def test_equal_schooling_is_told_apart_by_experience() -> None:
    c = roles("registered nurse", "construction manager")
    assert rank_of(c.frame(entry), c.names[0], "entry_education") == rank_of(
        c.frame(entry), c.names[1], "entry_education"
    )
    assert says(c)[0].startswith("Both usually ask for a bachelor's degree")


def test_a_role_without_judged_schooling_is_named() -> None:
    assert says(roles("11-0000", "29-1141"))[0].startswith("Typical schooling is a bachelor's degree for")
    assert says(roles("11-0000")) == ["No typical schooling is published for Management Occupations"]


def test_what_workers_hold_is_a_chart_of_the_roles_only() -> None:
    frame = held(roles("registered nurse", "paramedic"))
    assert len(frame) == 14
    assert ALL not in set(frame["role"])
    assert frame[frame["label"] == "Bachelor's"]["text"].tolist() == ["54%", "19%"]
    assert held(roles("11-0000")).empty


def test_a_role_is_one_row_that_hides_neither_experience_nor_what_workers_hold() -> None:
    c = roles("registered nurse", "paramedic")
    html = entry_rows(c).html
    assert html.count("<li>") == 2
    assert "54% hold a degree" in html
    assert "less than 5 years" in html
    assert held_words(c.frame(entry), "registered nurse") == "Bachelor's 54%; 31% hold less"


def test_the_table_has_each_figure_once_with_all_workers_beside_it() -> None:
    c = roles("registered nurse", "paramedic")
    html = entry.table(c).html
    assert html.count("<tr>") == 19
    assert "all workers" in html.casefold()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Over 1 year, up to and including 2 years", "1 to 2 years"),
        ("Over 6 months, up to and including 1 year", "6 months to 1 year"),
        ("Up to and including 1 month", "up to 1 month"),
        ("Anything beyond short demonstration, up to and including 1 month", "up to 1 month"),
        ("Over 10 years", "Over 10 years"),
        ("None", "none"),
    ],
)
def test_bands_are_said_in_few_words(name: str, words: str) -> None:
    assert band(name) == words
