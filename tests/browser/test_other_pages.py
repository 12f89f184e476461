"""The pages on one role, on several, on all and on the data, in Chromium: one family, and within their budgets."""

import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from seen import SIDEWAYS, TEXTS, violations

from helpers.cli.pages import render_whole
from helpers.render.pdf import print_page
from helpers.render.reports import render_profile, render_shortlist

pytestmark = pytest.mark.browser
PAGES: dict[str, tuple[Callable[..., Path], int]] = {
    "profile": (partial(render_profile, "registered nurse"), 7_500),
    "profile-bounded": (partial(render_profile, "surgeon", job_ad=True), 7_500),
    "profile-hourly": (partial(render_profile, "musician", area="California"), 7_500),
    "shortlist": (partial(render_shortlist, ["nurse", "paramedic", "lpn"], area="Ohio"), 7_500),
    "atlas": (partial(render_whole, "atlas"), 7_000),
    "sources": (partial(render_whole, "sources"), 7_000),
}
"""Page -> what renders it into a folder, and its height at most, in pixels at a width of 1,280."""


@pytest.fixture(scope="module", params=PAGES)
def page(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    return request.param, PAGES[request.param][0](out=tmp_path_factory.mktemp("page") / f"{request.param}.html")


def test_a_page_asks_for_nothing_keeps_its_budgets_and_no_text_lies_on_another(
    visit: Any, page: tuple[str, Path]
) -> None:
    name, path = page
    opened = visit(path.as_uri(), offline=True)
    assert opened.faults == []
    assert opened.evaluate("document.documentElement.scrollHeight") <= PAGES[name][1]
    assert opened.evaluate(TEXTS) == []
    assert path.stat().st_size <= (1_000_000 if name in ("atlas", "sources") else 450 * 1024)
    for wide in (320, 390):
        opened = visit(path.as_uri(), wide=wide)
        assert opened.evaluate(SIDEWAYS) <= 0
        opened.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")
        assert opened.evaluate(SIDEWAYS) <= 0


@pytest.mark.parametrize("look", ["light", "dark", "print"])
def test_axe_finds_nothing_on_any_page(visit: Any, page: tuple[str, Path], look: str) -> None:
    opened = visit(page[1].as_uri(), color_scheme="dark" if look == "dark" else "light", bypass_csp=True)
    if look == "print":
        opened.emulate_media(media="print")
    assert violations(opened) == []


def test_a_page_on_roles_is_printed_on_two_sheets(page: tuple[str, Path]) -> None:
    name, path = page
    sheets = len(re.findall(rb"/Type\s*/Page[^s]", print_page(path).read_bytes()))
    assert sheets == 2 if name not in ("atlas", "sources") else sheets <= 4
