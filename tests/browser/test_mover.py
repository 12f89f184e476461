"""The terms of a switch as a reader moves them, in Debian's Chromium: answers change, and nothing is asked for."""

from collections.abc import Callable
from pathlib import Path

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from playwright.sync_api import Browser

from helpers import page
from helpers.comparison import compare
from helpers.prose.switch import duration, switch_section
from helpers.switching import Terms, break_even_month

pytestmark = pytest.mark.browser

A, B = "43-3021", "13-2011"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page that holds the section alone."""
    section = switch_section(compare(A, B))
    output = new_output("display_data", data={"text/html": str(section)})
    book = new_notebook(cells=[new_markdown_cell("## Switch"), new_code_cell("", outputs=[output])])
    path: Path = tmp_path_factory.mktemp("page") / "switch.html"
    path.write_text(page.export(book, title="Switch", names=("a", "b")), encoding="utf-8")
    return path.as_uri()


Answer = Callable[..., tuple[bool, str]]


@pytest.fixture
def answer(browser: Browser, address: str) -> Answer:
    """Return whether the lists are shown, and what is said after choosing (label, option) in turn."""

    def ask(*moves: tuple[str, str], script: bool = True) -> tuple[bool, str]:
        asked: list[str] = []
        with browser.new_context(java_script_enabled=script) as context:
            shown = context.new_page()
            shown.on("request", lambda request: asked.append(request.url))
            shown.goto(address)
            mover = shown.locator(".mover")
            for label, option in moves:
                mover.get_by_label(label).first.select_option(label=option)
            found = mover.is_visible(), mover.locator("output").text_content() or ""
        assert asked == [address]
        return found

    return ask


def test_without_a_script_the_lists_are_not_shown(answer: Answer) -> None:
    assert answer(script=False) == (False, "")


def test_the_lists_start_with_the_answer_of_the_text(answer: Answer) -> None:
    even = compare(A, B).switch().break_even.value
    shown, said = answer()
    assert shown
    assert said.startswith(f"Paid back after {duration(int(even or 0))}, at the age of")


def test_moved_terms_give_the_answer_that_is_computed_for_them(answer: Answer) -> None:
    switch = compare(A, B).switch(Terms(age=25, tuition=20_000, months=24, chance=0.5, entry_percentile=50))
    even = break_even_month(switch.terms, switch.pay_now.value or 0, switch.pay_then.value or 0).value
    moves = (("Tuition", "$20,000"), ("Training", "24 months"), ("Chance", "50 of 100"), ("Entry pay", "median"))
    _, said = answer(*moves, ("Age", "25"))
    assert said.startswith(
        f"Paid back after {duration(int(even or 0))}, at the age of {25 + (int(even or 0) - 1) // 12}."
    )


def test_a_late_start_may_not_pay_back(answer: Answer) -> None:
    _, said = answer(("Training", "48 months"), ("Age", "60"))
    assert said.startswith("Not paid back before the age of 67.")
    assert "Balance after 5 years: −$" in said
