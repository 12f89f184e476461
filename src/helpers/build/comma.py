"""Read the publishers' comma-separated files, and refuse a web page in the place of a table."""

from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput, some
from helpers.build.raw import choose, unusable


def refuse_page(path: Path) -> None:
    """Raise `BadInput` if the file begins like a web page."""
    try:
        with path.open("rb") as file:
            start = file.read(512).removeprefix(b"\xef\xbb\xbf").lstrip()
    except OSError as error:
        raise unusable(path, str(error)) from error
    if start.startswith(b"<"):
        raise unusable(path, "it is a web page, not a table")


def read_comma(path: Path, needed: dict[str, str] | None = None, *, encoding: str = "utf-8-sig") -> pd.DataFrame:
    """Return the columns `needed` (name in the file -> our name), or all, of a comma-separated file, as text.

    Fields may be quoted and have blanks around them; empty ones are missing. Raises `BadInput` if the file is a web
    page, cannot be read or lacks a column.
    """
    refuse_page(path)
    try:
        frame: pd.DataFrame = pd.read_csv(
            path, dtype=str, keep_default_na=False, na_values=[""], encoding=encoding, skipinitialspace=True
        )
    except (OSError, ValueError) as error:
        raise unusable(path, str(error)) from error
    return frame if needed is None else choose(frame, needed, path)


def to_numbers(frame: pd.DataFrame, columns: list[str], path: Path) -> pd.DataFrame:
    """Return the frame with `columns` as float64; raise `BadInput` that names the file and the texts in the way."""
    out = frame.copy()
    for column in columns:
        figures = pd.to_numeric(frame[column], errors="coerce").astype("float64")
        if (wrong := frame[column].notna() & figures.isna()).any():
            raise BadInput(
                f"{path.name} has texts where {column} should be a figure: {some(list(frame.loc[wrong, column]))}",
                expected="a figure, or an empty field",
                next_step="fetch the file again; the layout may be of a release we do not know",
            )
        out[column] = figures
    return out
