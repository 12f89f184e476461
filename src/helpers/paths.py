"""Where the data, the notebooks and the reports are."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NOTEBOOKS = ROOT / "notebooks"
REPORTS = ROOT / "reports"
TEMPLATE = Path(__file__).resolve().parent / "template"


def data_folder() -> Path:
    """Return the folder of the shipped tables, or the one that the environment variable ROLEPAIR_DATA names."""
    return Path(os.environ["ROLEPAIR_DATA"]).resolve() if os.environ.get("ROLEPAIR_DATA") else ROOT / "data"
