"""Read O*NET text files of releases 29 to 31: which file holds what, under which column names."""

from pathlib import Path

import pandas as pd

from helpers.base.errors import BadInput, some
from helpers.build.comma import refuse_page, to_numbers
from helpers.build.raw import find, has, read_tabbed

CODE = {"O*NET-SOC Code": "onet_code"}
ELEMENT = {"Element ID": "element_id"}
SOURCE = {"Date": "date", "Domain Source": "rated_by"}
ERRORS = {
    "N": "n",
    "Standard Error": "standard_error",
    "Lower CI Bound": "ci_low",
    "Upper CI Bound": "ci_high",
    "Recommend Suppress": "suppress",
}
FIGURES = ["value", "n", "standard_error", "ci_low", "ci_high"]


def find_files(folder: Path, *layouts: tuple[str, ...], what: str) -> list[Path]:
    """Return the files of the first layout that is there; a layout is a file or several that took its place.

    Newer layouts come first. Raises `BadInput` if no layout begins in `folder`, or if one of its files is missing.
    """
    for names in layouts:
        if has(folder, names[0]):
            return [find(folder, name, what=what) for name in names]
    return [find(folder, *(names[0] for names in layouts), what=what)]


def read_rows(paths: list[Path], needed: dict[str, str]) -> pd.DataFrame:
    """Return the columns `needed` of tab-separated files, one after the other, as text; refuses a web page."""
    for path in paths:
        refuse_page(path)
    return pd.concat([read_tabbed(path, needed) for path in paths], ignore_index=True)


def read_ratings(paths: list[Path], needed: dict[str, str]) -> pd.DataFrame:
    """Return rating rows with figures as float64, flags as boolean, `rated` (YYYY-MM) and `missing_reason`.

    `needed` says which columns, under our names: those of `FIGURES`, the flags suppress and not_relevant, `date`.
    """
    rows = read_rows(paths, needed)
    rows = to_numbers(rows, [name for name in FIGURES if name in rows], paths[0])
    for flag in ("suppress", "not_relevant"):
        if flag in rows:
            rows[flag] = to_flags(rows[flag], paths[0])
    rows["rated"] = to_months(rows.pop("date"), paths[0])
    rows["missing_reason"] = _reasons(rows)
    return rows


def _reasons(rows: pd.DataFrame) -> pd.Series:
    reasons = pd.Series(None, index=rows.index, dtype=object)
    if "standard_error" in rows:
        no_error = rows["standard_error"].isna()
        no_interval = rows["ci_low"].isna() | rows["ci_high"].isna()
        reasons[no_interval] = "no interval published"
        reasons[no_interval & (rows["standard_error"] == 0)] = "no interval published where the standard error is 0"
        reasons[no_error] = "no error published (source: " + rows.loc[no_error, "rated_by"].fillna("not named") + ")"
    reasons[rows["value"].isna()] = "O*NET publishes no figure"
    return reasons


def to_flags(texts: pd.Series, path: Path) -> pd.Series:
    """Return Y and N as a boolean column; raise `BadInput` for anything else but a missing one."""
    if unknown := sorted(set(texts.dropna()) - {"Y", "N"}):
        raise BadInput(
            f"{path.name} has the flag {some(unknown)}",
            expected="Y, N or n/a",
            next_step="fetch the file again; the layout may be of a release we do not know",
        )
    return texts.map({"Y": True, "N": False}).astype("boolean")


def to_months(texts: pd.Series, path: Path) -> pd.Series:
    """Return dates like 08/2023 as 2023-08; raise `BadInput` for another form."""
    parts = texts.str.extract(r"^(\d{2})/(\d{4})$")
    if (wrong := texts.notna() & parts[0].isna()).any():
        raise BadInput(
            f"{path.name} has the date {some(list(texts[wrong]))}",
            expected="month and year as MM/YYYY",
            next_step="fetch the file again; the layout may be of a release we do not know",
        )
    months: pd.Series = parts[1] + "-" + parts[0]
    return months


def refuse_others(texts: pd.Series, known: set[str], path: Path, *, what: str) -> None:
    """Raise `BadInput` if a column holds a value we do not know."""
    if unknown := sorted(set(texts.dropna()) - known):
        raise BadInput(
            f"{path.name} has a {what} we do not know: {some(unknown)}",
            expected=", ".join(sorted(known)),
            next_step="the layout may be of a release we do not know; keep the old tables until it is added",
        )


def refuse_twice(frame: pd.DataFrame, key: list[str], path: Path) -> None:
    """Raise `BadInput` if two rows share a key."""
    if (twice := frame.duplicated(key)).any():
        rows = [" ".join(str(value) for value in row) for row in frame.loc[twice, key].to_numpy().tolist()]
        raise BadInput(
            f"{path.name} has {len(rows)} rows twice: {some(rows)}",
            expected=f"one row for each {' + '.join(key)}",
            next_step="fetch the file again",
        )
