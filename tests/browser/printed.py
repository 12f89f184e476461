"""Read what Chromium printed, with poppler's pdftotext."""

import subprocess
from pathlib import Path


def first_page(pdf: Path) -> str:
    """Return the text of the first page with single spaces."""
    command = ["pdftotext", "-l", "1", str(pdf), "-"]
    return " ".join(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split())
