"""A finished page to PDF, through a Chromium that is on this machine."""

import os
import shutil
import subprocess
from pathlib import Path

from helpers.base.errors import BadInput, RenderFailed
from helpers.base.files import aside, own_folder

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
SECONDS = 120
_FLAGS = (
    "--headless",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    "--no-pdf-header-footer",
    "--generate-pdf-document-outline",
)


def print_page(page: Path) -> Path:
    """Print an HTML report to a PDF of the same name beside it and return its path; tables and details are open.

    Raises `BadInput` where no Chromium is found, and `RenderFailed` if it prints nothing; no half PDF is left.
    """
    browser = find_browser()
    out = page.with_suffix(".pdf")
    with aside(out) as unfinished, own_folder("rolepair-print-") as profile:
        command = [
            browser,
            *_FLAGS,
            f"--user-data-dir={profile}",
            f"--print-to-pdf={unfinished}",
            page.resolve().as_uri(),
        ]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.insert(1, "--no-sandbox")  # Chromium refuses its sandbox to root
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
        except subprocess.TimeoutExpired as error:
            raise _failed(page, f"it took longer than {SECONDS} seconds") from error
        if done.returncode or not unfinished.read_bytes().startswith(b"%PDF"):
            lines = [line for line in done.stderr.splitlines() if line.strip()]
            raise _failed(page, lines[-1][:200] if lines else "it wrote nothing")
    return out


def find_browser() -> str:
    """Return the path of a Chromium, Chrome or Edge; raise `BadInput` if there is none."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    raise BadInput(
        "there is no Chromium to print with",
        expected=f"one of {', '.join(BROWSERS)} on the path",
        next_step="install Chromium, or open the report in any browser and print it from there",
    )


def _failed(page: Path, why: str) -> RenderFailed:
    return RenderFailed(
        f"{page.name} could not be printed: {why}",
        expected="a PDF from Chromium",
        next_step="open the report in a browser and print it from there; the HTML report is in place",
    )
