"""Names that papermill hands to a notebook: a misspelt one is refused with what was meant."""

import pytest

from helpers.base.errors import BadInput, check_names

DECLARED = "role_a role_b area level"


@pytest.mark.parametrize(("name", "meant"), [("rolea", "role_a"), ("Role_B", "role_b"), ("areas", "area")])
def test_a_misspelt_name_is_refused_with_the_one_that_was_meant(name: str, meant: str) -> None:
    with pytest.raises(BadInput, match=rf"(?s)no parameter '{name}'.*did you mean {meant}\?"):
        check_names({"role_a": "nurse", name: "paramedic"}, DECLARED)


def test_a_name_like_no_other_says_where_to_look() -> None:
    with pytest.raises(BadInput, match="see the first cell of the notebook"):
        check_names({"xyz": 1}, DECLARED)


def test_modules_functions_and_names_of_the_shell_are_no_parameters() -> None:
    check_names({"pytest": pytest, "_i1": "text", "__name__": "__main__", "role_a": "nurse", "open": open}, DECLARED)
