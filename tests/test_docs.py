"""The examples of docs/python.md: each is run, and prints what stands below it."""

import contextlib
import io
import re
import subprocess
import sys

import pytest

import helpers
from helpers.base.paths import ROOT
from helpers.comparison import roles

PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", PAGE, re.DOTALL)
NAMED = (
    *("compare", "frame", "finding", "table", "differences", "wide", "resolve", "resolve_area", "search_titles"),
    *("compare_means", "compare_family", "tally", "hangs_on_rounding", "compare_odds", "pay_at", "percentile_of"),
    *("equally_likely", "check_claims", "sns", "figure", "plots", "occupations", "pair_verdicts"),
    *("compare_many", "compare_all"),
)


def test_an_attribute_that_is_not_there_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'comparee'"):
        _ = helpers.comparee


def test_the_package_hands_out_compare_and_imports_nothing_heavy_before() -> None:
    assert helpers.compare is roles.compare
    code = "import sys, helpers; assert not {'pandas', 'numpy', 'matplotlib'} & set(sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("name", NAMED)
def test_each_public_function_has_an_example(name: str) -> None:
    assert any(re.search(rf"\b{name}\b", code) for code, _ in EXAMPLES)


def test_every_example_prints_what_stands_below_it() -> None:
    assert len(EXAMPLES) > 8
    known: dict[str, object] = {}
    for code, wanted in EXAMPLES:
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(code, "docs/python.md", "exec"), known)  # the page is ours
        assert printed.getvalue() == wanted, code


def test_no_example_is_left_without_its_output() -> None:
    assert PAGE.count("```python") == PAGE.count("```text") == len(EXAMPLES)
