"""Titles read with doubt: told to a pipe, asked once on a terminal, refused when strict."""

import io

import pytest

from helpers.base.errors import UncertainTitle, UnknownTitle
from helpers.tables.titles import refuse_unsure, resolve, settle, told, unsure

DOUBTFUL = "xyz manager"  # one word is known, the other is not


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_title_used_here_is_read_with_doubt() -> None:
    role = resolve(DOUBTFUL)
    assert role.asks
    assert len(role.readings) > 1
    assert role.leading.soc_code == "11-1021"
    assert unsure([role, resolve("accountant")], "line 3: ") == (f"line 3: {told(role)}",)


def test_strict_refuses_doubt_with_the_readings_to_choose_from() -> None:
    with pytest.raises(UncertainTitle, match=r"(?s)'xyz manager' is read with doubt.*11-1021 General and Operations"):
        settle(DOUBTFUL, strict=True)
    refuse_unsure(resolve("accountant"))
    assert settle("accountant", strict=True) == ""


def test_a_code_that_was_chosen_ends_all_doubt() -> None:
    out = io.StringIO()
    assert settle(DOUBTFUL, "11-9199", strict=True, keyboard=Terminal(), out=out) == "11-9199"
    assert not resolve(DOUBTFUL, "11-9199").asks


@pytest.mark.parametrize(("keyboard", "out"), [(io.StringIO("2\n"), Terminal()), (Terminal("2\n"), io.StringIO())])
def test_a_pipe_never_waits_and_says_what_was_taken(keyboard: io.StringIO, out: io.StringIO) -> None:
    assert settle(DOUBTFUL, keyboard=keyboard, out=out) == ""
    assert "is read as 11-1021 General and Operations Managers" in out.getvalue()
    assert "with doubt; it may also be" in out.getvalue()
    assert keyboard.tell() == 0


@pytest.mark.parametrize(("answer", "code"), [("2", "11-9199"), ("", "11-1021"), ("11-3031", "11-3031")])
def test_a_terminal_asks_once(answer: str, code: str) -> None:
    out = Terminal()
    assert settle(DOUBTFUL, keyboard=Terminal(f"{answer}\n2\n"), out=out) == code
    assert out.getvalue().count("Which one?") == 1


def test_an_answer_that_is_no_reading_is_refused() -> None:
    with pytest.raises(UnknownTitle, match="is no SOC code"):
        settle(DOUBTFUL, keyboard=Terminal("the big one\n"), out=Terminal())


def test_a_sure_title_is_told_only_if_it_was_read_as_another() -> None:
    out = Terminal()
    assert settle("accountants", keyboard=Terminal(), out=out) == ""
    assert out.getvalue() == ""
    assert settle("senior accountant", keyboard=Terminal(), out=out) == ""
    assert out.getvalue() == "'senior accountant' is read as 13-2011 Accountants and Auditors (as Accountant)\n"
