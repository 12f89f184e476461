import pickle

import pytest

from helpers.base import errors
from helpers.base.errors import UserError, some

KINDS = sorted(
    (kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, UserError)),
    key=lambda kind: kind.__name__,
)


def test_there_are_only_a_few_kinds_each_with_its_meaning() -> None:
    assert {kind.__name__ for kind in KINDS} >= {"UnknownTitle", "UnknownArea", "SameRole", "DamagedTable", "BadInput"}
    assert len(KINDS) <= 9
    assert all(kind.__doc__ and kind.__doc__.endswith(".") for kind in KINDS)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_says_what_was_given_expected_and_to_do_next(kind: type[UserError]) -> None:
    error = kind("a plum", expected="an apple", next_step="pick one")
    assert str(error) == "a plum\n  expected: an apple\n  next step: pick one"
    assert (error.given, error.expected, error.next_step) == ("a plum", "an apple", "pick one")


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_comes_whole_through_another_process(kind: type[UserError]) -> None:
    error = pickle.loads(pickle.dumps(kind("a plum", expected="an apple", next_step="pick one")))
    assert type(error) is kind
    assert str(error) == "a plum\n  expected: an apple\n  next step: pick one"
    assert error.next_step == "pick one"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ([], ""),
        (["a"], "a"),
        ([1, 2, 3, 4, 5], "1, 2, 3, 4, 5"),
        (list("abcdefg"), "a, b, c, d, e and 2 more"),
    ],
)
def test_a_list_of_values_is_cut_after_five_and_counts_the_rest(values: list[object], text: str) -> None:
    assert some(values) == text


def test_the_cut_may_be_elsewhere() -> None:
    assert some("abc", most=1) == "a and 2 more"
