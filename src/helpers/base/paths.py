"""Where the data, the notebooks and the reports are: in a checkout, or with the installed package."""

import os
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]
INSTALLED = (_PACKAGE / "notebooks").is_dir()
"""Whether this is the package of a wheel, which carries data and notebooks, and not a checkout's."""
ROOT = _PACKAGE if INSTALLED else _PACKAGE.parents[1]
NOTEBOOKS = ROOT / "notebooks"
_DATA = ROOT / "data"
REPORTS = Path("reports") if INSTALLED else ROOT / "reports"
RESTORE = "install rolepair again" if INSTALLED else "restore it from the project (git checkout data)"
"""What to do about a damaged file of the data folder."""


def data_folder() -> Path:
    """Return the folder of the shipped tables, or the one that the environment variable ROLEPAIR_DATA names."""
    named = os.environ.get("ROLEPAIR_DATA")
    return Path(named).resolve() if named else _DATA


def added_folder(variable: str, name: str) -> Path:
    """Return where `rolepair data add` puts a thing: as the variable says, or `name` in the user's data folder."""
    import platformdirs

    named = os.environ.get(variable)
    return Path(named).resolve() if named else Path(platformdirs.user_data_dir("rolepair")) / name
