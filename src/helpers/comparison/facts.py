"""Facts, long: one row a role and measure, each with its cell or why there is none; and their differences."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd

from helpers.base.formats import figure, pct
from helpers.base.vocabulary import Reason, Verdict
from helpers.base.words import money
from helpers.stats.means import compare_means

ALL = "all workers"
"""The role name of the figure for everyone, beside those of the roles."""
NO_FIGURE = "no figure"
COLUMNS = (
    "role",
    "measure",
    "label",
    "unit",
    "value",
    "bound",
    "words",
    "error_pct",
    "why",
    "detail",
    "note",
    "cell",
    "text",
)
"""Columns of every section's frame, in this order; a section may add keys of its own behind them."""
_WRITTEN = ("value", "bound", "words", "unit")
NAN = float("nan")


@dataclass(frozen=True)
class Fact:
    """One figure of one role, or the reason why there is none.

    `value` is in `unit` (a key of `formats.UNITS`); `bound` is the lower limit of a top-coded figure; `words` a value
    that is a text. `error_pct` is the published relative standard error in percent, NaN where none is published.
    `detail` makes the reason exact, `note` is what a reader must know to use the figure, `cell` the place it was read
    from: `table/key|key/column`. `keys` are further columns of the section.
    """

    role: str
    measure: str
    label: str
    unit: str
    value: float = NAN
    bound: float = NAN
    words: str = ""
    error_pct: float = NAN
    why: Reason | str = ""
    detail: str = ""
    note: str = ""
    cell: str = ""
    keys: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse a fact that shows nothing and gives no reason."""
        if not self.given and not self.why:
            raise ValueError(f"{self.measure} of {self.role} needs a value, a bound, words or a reason")

    @property
    def given(self) -> bool:
        """Return whether there is a figure, a bound or a text to show."""
        return bool(self.words) or math.isfinite(self.value) or math.isfinite(self.bound)


def facts(names: Sequence[str], rows: Iterable[Fact]) -> pd.DataFrame:
    """Return the facts as a frame with `COLUMNS` and the rows' own keys; `role` is ordered as `names`, then `ALL`."""
    rows = list(rows)
    columns: dict[str, list[Any]] = {name: [getattr(row, name) for row in rows] for name in COLUMNS[:-1]}
    keys = dict.fromkeys(key for row in rows for key in row.keys)
    return framed(names, columns | {key: [row.keys.get(key, NAN) for row in rows] for key in keys})


def framed(names: Sequence[str], columns: Mapping[Any, Sequence[Any]]) -> pd.DataFrame:
    """Return columns of facts as a frame, the role as an ordered category, the figure also as it is written (`text`).

    Texts are Python objects, which pandas keeps and filters together: of columns of its own type of text (`str`) a
    choice of some rows takes five times as long.
    """
    found: dict[str, Any] = dict.fromkeys(COLUMNS) | dict(columns)
    if "text" not in columns:
        found["text"] = [written(*cell) for cell in zip(*(columns[name] for name in _WRITTEN), strict=True)]
    index = pd.RangeIndex(len(found["text"]))
    for name, column in found.items():
        plain = isinstance(column, np.ndarray) and column.dtype != object
        if not plain and any(isinstance(one, str) for one in column):
            found[name] = pd.Series(np.array(column, dtype=object), index, dtype=object, copy=False)
    found["role"] = _roles(names, columns["role"])
    return pd.DataFrame(found, index)


def _roles(names: Sequence[str], roles: Sequence[str]) -> Any:
    codes = {name: code for code, name in enumerate([*names, ALL])}
    return pd.Categorical.from_codes([codes.get(role, -1) for role in roles], dtype=_kinds(tuple(codes)))


@lru_cache(maxsize=8)
def _kinds(names: tuple[str, ...]) -> pd.CategoricalDtype:
    return pd.CategoricalDtype(list(names), ordered=True)


def written(value: float, bound: float, words: str, unit: str) -> str:
    """Return a figure as it is written: its words, `$51,070`, `at least $239,200`, or `no figure`."""
    if words:
        return words
    if value == value:
        return figure(value, unit)
    return f"at least {figure(bound, unit)}" if bound == bound else NO_FIGURE


def each(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows of a frame, each with its columns and `Index` as attributes."""
    names = ["Index", *frame.columns]  # itertuples makes a class at every call, which takes longer than some ten rows
    for index, row in zip(frame.index, frame.to_numpy(object).tolist(), strict=True):
        yield SimpleNamespace(**dict(zip(names, (index, *row), strict=True)))


def one(frame: pd.DataFrame, role: str, measure: str, **keys: Any) -> "pd.Series[Any]":
    """Return the one fact of a role under a measure (and keys); KeyError if there is not exactly one."""
    wanted = {"role": role, "measure": measure, **keys}
    found = np.flatnonzero(np.logical_and.reduce([frame[name].to_numpy() == wanted[name] for name in wanted]))
    if len(found) != 1:
        raise KeyError(f"{len(found)} facts for {measure} of {role}")
    row: pd.Series[Any] = frame.iloc[found[0]]
    return row


def values(frame: pd.DataFrame, measure: str, names: Sequence[str]) -> list[float]:
    """Return the value of a measure for each name, NaN where there is none."""
    rows = np.flatnonzero(frame["measure"].to_numpy() == measure)[::-1]  # of two the first counts
    found = dict(zip(frame["role"].to_numpy()[rows], frame["value"].to_numpy()[rows], strict=True))
    return [float(found.get(name, NAN)) for name in names]


def charted(frame: pd.DataFrame, write: Callable[[float], str], **columns: Any) -> pd.DataFrame:
    """Return facts as a chart takes them: `text` as it stands at the mark, no second line under the label.

    `columns` are put in the place of the frame's own, such as another `label` or a `note` that is to be drawn.
    """
    text = [write(value) if value == value else NO_FIGURE for value in frame["value"]]
    return frame.assign(note="", text=text).assign(**columns)


def wide(frame: pd.DataFrame, column: str = "value") -> pd.DataFrame:
    """Return one row a measure and label, a column a role: for a person's eye and for arrays."""
    used = frame["role"].cat.categories[frame["role"].cat.categories.isin(frame["role"])]
    table = frame.pivot_table(
        index=["measure", "label", "unit"], columns="role", values=column, aggfunc="first", sort=False, observed=True
    )
    return table.reindex(columns=list(used)).reset_index().rename_axis(columns=None)


DIFFERENCE_COLUMNS = (
    "role",
    "against",
    "measure",
    "label",
    "unit",
    "gap",
    "low",
    "high",
    "gap_pct",
    "low_pct",
    "high_pct",
    "verdict",
    "why",
)


_JUDGED = ["value", "error_pct", "bound", "why"]
_FOUND = {"gap": "gap", "low": "gap_low", "high": "gap_high"} | {
    name: name for name in ("gap_pct", "low_pct", "high_pct", "verdict", "why")
}
"""Columns of the differences -> those of `stats.compare_means`."""


def differences(frame: pd.DataFrame, *, level: float = 0.90, threshold_pct: float = 5.0) -> pd.DataFrame:
    """Return one row a measure and later role, held against the first role: `DIFFERENCE_COLUMNS`.

    `gap` is the later role's figure minus the first's, in the unit; `low` to `high` its interval; the three in percent
    are of the first role's figure. Measures with a published error on both sides are tested; others say why not in
    `why`. One role gives no rows; figures for all workers are left out.
    """
    roles, measures = frame["role"].to_numpy(object), frame["measure"].to_numpy(object)
    names = [name for name in frame["role"].cat.categories if name != ALL and (roles == name).any()]
    rows = [{measures[row]: int(row) for row in np.flatnonzero(roles == name)} for name in names]
    parts = []
    for later, theirs in zip(names[1:], rows[1:], strict=True):
        both = [measure for measure in rows[0] if measure in theirs]
        if both:
            a, b = (frame.iloc[[side[measure] for measure in both]] for side in (rows[0], theirs))
            about = {name: a[name].to_numpy(object) for name in ("measure", "label", "unit")}
            found = _against(a[_JUDGED], b[_JUDGED], level, threshold_pct)
            parts.append(pd.DataFrame({"role": later, "against": names[0]} | about | found))
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=list(DIFFERENCE_COLUMNS))


def gap_words(
    row: "Mapping[Any, Any] | pd.Series[Any]", unit: str, *, turned: bool = False, table: bool = False
) -> str:
    """Return a gap and its verdict: `$3,600 more: clear and meaningful`, or why there is none.

    `row` is one of `differences` or `stats.compare_family`; `turned` says it of the first role instead. One that could
    be either has its range, and no side: `could be either: 0.5% less to 2.9% more`. In a `table` the gap is to $10,
    with its percentage.
    """
    verdict, gap = Verdict(row["verdict"]), float(row["gap"])
    ends = [float(row[name]) for name in ("gap_pct", "low_pct", "high_pct")]
    if turned:
        gap = -gap
        at, high, low = (100 * (1 / (1 + end / 100) - 1) if end > -100 else math.inf for end in ends)
    else:
        at, low, high = ends
    if verdict == Verdict.EITHER:
        less, more = (pct(math.ceil(10 * abs(end)) / 10, places=1) for end in (low, high))
        return f"{verdict}: {less} less to {more} more"
    if not verdict.clear:
        return f"{verdict}: {row['why']}" if row["why"] else str(verdict)
    least = "at least " if low <= -100 or math.isinf(high) else ""
    size = f"{figure(abs(gap), unit) if table else money(abs(gap), unit)} {'more' if gap > 0 else 'less'}"
    return f"{least}{size}{f' ({pct(at, sign=True, places=1)})' if table else ''}: {verdict}"


def _against(a: pd.DataFrame, b: pd.DataFrame, level: float, threshold_pct: float) -> dict[str, Any]:
    """Return what is told of the gaps of one role from another; figures with a published error on a side are judged."""
    gap = b["value"].to_numpy(float) - a["value"].to_numpy(float)
    known = ~np.isnan(gap)
    reasons = [side["why"].to_numpy(object) for side in (a, b)]
    columns: dict[str, Any] = {name: np.full(len(gap), np.nan) for name in _FOUND}
    columns["gap"] = gap
    columns["verdict"] = np.where(known, Verdict.NOT_TESTED, Verdict.NOT_PUBLISHED).astype(object)
    absent = np.where(reasons[0] != "", *reasons)
    columns["why"] = np.where(known, Reason.NO_ERROR, absent).astype(object)
    given = [side[name].notna().to_numpy() for side in (a, b) for name in ("error_pct", "bound")]
    judged = np.logical_or.reduce(given)
    if judged.any():
        found = compare_means(
            *(side[judged].reset_index(drop=True) for side in (a, b)), level=level, threshold_pct=threshold_pct
        )
        for name, source in _FOUND.items():
            columns[name][judged] = found[source].to_numpy(columns[name].dtype)
    return columns
