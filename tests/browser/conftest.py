"""Debian's Chromium for the browser tests: they skip without it, and fail without it under CI."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

CHROMIUM = Path("/usr/bin/chromium")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium started once for all browser tests of a worker."""
    if not CHROMIUM.is_file():
        message = "needs Debian's chromium"
        if os.environ.get("CI") == "true":
            pytest.fail(message + ", and CI must have it")
        pytest.skip(message)
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Any]]:
    """Open an address in a window so wide and high; `faults` are its errors, and what it asked for besides."""
    contexts = []

    def go(address: str, *, wide: int = 1280, high: int = 900, **options: Any) -> Any:
        contexts.append(browser.new_context(viewport={"width": wide, "height": high}, **options))
        page: Any = contexts[-1].new_page()
        asked = [address]
        page.faults = []

        def ask(request: Any) -> None:
            if request.url in asked:
                asked.remove(request.url)
            elif not request.url.startswith("data:"):
                page.faults.append(request.url)

        page.on("request", ask)
        page.on("console", lambda m: page.faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: page.faults.append(str(e)))
        page.goto(address, wait_until="load")
        return page

    yield go
    for context in contexts:
        context.close()
