"""Debian's Chromium for the browser tests: they skip without it, and fail without it under CI."""

import os
from collections.abc import Iterator
from pathlib import Path

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
