"""The tables of a pair: two roles side by side by measure, by place, and claims held against the record."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from helpers import formats
from helpers.formats import is_missing
from helpers.present.html import Html, markup
from helpers.present.tables import Col, table

_VERDICT_MARKS = {
    "clear and meaningful": "■",
    "clear, size unsure": "◧",
    "clear but small": "▫",
    "could be either": "≈",
    "not published": "·",
    "not tested": "·",
    "agrees": "✓",
    "disagrees": "✗",
    "cannot be checked": "?",
}
_UNIT_WORDS = {
    "usd_per_year": "dollars a year",
    "usd_per_hour": "dollars an hour",
    "quotient": "1 = national average",
    "per_1000": "per 1,000 jobs",
}


def verdict(word: str) -> Html:
    """Return a verdict's word with its mark; a word that is not one of ours has no mark."""
    mark = _VERDICT_MARKS.get(word, "")
    kind = word.replace(",", "").replace(" ", "-") if mark else "other"
    shown = f'<span class="mark" aria-hidden="true">{mark}</span> ' if mark else ""
    return Html(f'<span class="verdict {kind}">{shown}{markup(word)}</span>')


def pair_table(
    frame: pd.DataFrame,
    names: tuple[str, str],
    *,
    caption: str,
    columns: Sequence[str] | None = None,
    note: str = "",
    label: str = "Measure",
) -> Html:
    """Return one row a measure: its name and unit, both roles, and the difference where the frame has one.

    `frame` has `measure`, `label`, `unit`, and for each side `value_a`, with optional `text_a`, `reason_a`, `error_a`
    (relative standard error, percent), `note_a`, `cell_a`. With `gap_pct` (second over first), `verdict` and optional
    `gap`, `gap_low`, `gap_high`, `gap_low_pct`, `gap_high_pct`, `verdict_reason`, `odds` it shows the difference, its
    90 % interval, the verdict and the odds. `columns` picks among `a`, `b`, `gap`, `verdict`, `odds`.
    """
    shown = frame.assign(
        row_label=_column(frame, _row_label),
    )
    parts = {
        "a": _side_column(frame, "a", names[0]),
        "b": _side_column(frame, "b", names[1]),
    }
    if "gap" in frame or "gap_pct" in frame:
        shown["gap_text"] = _column(frame, _gap)
        shown["gap_why"] = _column(frame, _gap_reason)
        parts["gap"] = Col("gap_text", "Difference, second minus first", reason="gap_why", long=True)
    if "verdict" in frame:
        shown["verdict_text"] = _column(frame, _verdict_text)
        shown["verdict_why"] = "no test for this measure"
        parts["verdict"] = Col("verdict_text", "Is it real?", reason="verdict_why", long=True)
    if "odds" in frame:
        shown["odds_why"] = frame.get("odds_reason", pd.Series("not computed for this measure", index=frame.index))
        parts["odds"] = Col("odds", "Second earns more, of 100 random pairs", format="odds", reason="odds_why")
    chosen = [parts[name] for name in (columns or list(parts))]
    return table(shown, [Col("row_label", label, header=True), *chosen], caption=caption, note=note, kind="pair")


def place_table(
    frame: pd.DataFrame,
    names: tuple[str, str],
    *,
    caption: str,
    place: str = "area",
    label: str = "Area",
    unit: str = "usd_per_year",
    measure: str = "mean pay",
    note: str = "",
    extra: Sequence[Col] = (),
) -> Html:
    """Return one row an area (or industry): pay and employment of both roles, the gap and its verdict; sortable.

    `frame` has `place` (the name's column) and for each side `value_a`, `error_a`, `employment_a`, `reason_a`,
    `cell_a`, optional `note_a`, `employment_cell_a`; with `gap_pct` and `verdict` also the difference. Sides that the
    frame lacks are left out.
    """
    shown = frame.copy()
    columns = [Col(place, label, header=True)]
    for side, name in zip("ab", names, strict=True):
        if f"value_{side}" not in frame:
            continue
        columns.append(replace(_side_column(frame, side, measure, unit=unit), group=name))
        if f"employment_{side}" in frame:
            shown[f"employment_why_{side}"] = frame.get(
                f"employment_reason_{side}", pd.Series("not published", index=frame.index)
            )
            columns.append(
                Col(
                    f"employment_{side}",
                    "jobs",
                    format="jobs",
                    reason=f"employment_why_{side}",
                    cell=_if_there(frame, f"employment_cell_{side}"),
                    side=side,
                    group=name,
                )
            )
    if "gap_pct" in frame:
        shown["gap_why"] = "needs both figures"
        columns.append(Col("gap_pct", "Difference", format="gap_pct", sign=True, reason="gap_why"))
    if "verdict" in frame:
        columns.append(Col("verdict", "Is it real?", format=verdict))
    return table(shown, [*columns, *extra], caption=caption, sortable=True, note=note, kind="places")


def claims_table(frame: pd.DataFrame, *, caption: str, note: str = "") -> Html:
    """Return one row a claim: what is claimed and by whom, the official figure where there is one, verdict and reason.

    `frame` is what `claims.check_claims` returns (`measure` or `label`, `claim_value`, `claim_text`, `unit`, `site`,
    `official_value`, `official_text`, `verdict`, `reason`, optional `detail`, `source_cell`, `claim_cell`); the columns
    of the official side may be missing.
    """
    shown = frame.assign(
        row_label=_column(frame, _claim_label),
        claimed=_column(frame, _claimed),
        none="no figure on the page",
        no_official="none in these tables",
    )
    columns = [
        Col("row_label", "Claim", header=True, long=True),
        Col(
            "claimed",
            "Claimed",
            reason=_if_there(frame, "missing_reason") or "none",
            long=True,
            cell=_if_there(frame, "claim_cell"),
        ),
    ]
    if "site" in frame:
        columns.append(Col("site", "By", reason="none"))
    if "official_value" in frame:
        columns.append(
            Col(
                "official_value",
                "Official figure",
                unit="unit",
                text=_if_there(frame, "official_text"),
                reason="no_official",
                cell=_if_there(frame, "source_cell"),
            )
        )
    if "verdict" in frame:
        columns.append(Col("verdict", "Verdict", format=verdict))
    if "reason" in frame:
        shown["why"] = frame["reason"]
        columns.append(Col("why", "Why", reason="none", long=True))
    return table(shown, columns, caption=caption, note=note, kind="claims")


def _column(frame: pd.DataFrame, make: Callable[[dict[Any, Any]], object]) -> "pd.Series[Any]":
    """Return what `make` gives for each row, as it is: pandas would turn a list of `Html` into plain text."""
    return pd.Series([make(row) for row in frame.to_dict("records")], index=frame.index, dtype="object")


def _if_there(frame: pd.DataFrame, name: str) -> str | None:
    return name if name in frame else None


def _side_column(frame: pd.DataFrame, side: str, label: str, *, unit: str | None = None) -> Col:
    return Col(
        f"value_{side}",
        label,
        format=unit or "text",
        unit=None if unit else "unit",
        text=_if_there(frame, f"text_{side}"),
        reason=f"reason_{side}",
        error=_if_there(frame, f"error_{side}"),
        note=_if_there(frame, f"note_{side}"),
        cell=_if_there(frame, f"cell_{side}"),
        side=side,
    )


def _row_label(row: dict[Any, Any]) -> Html:
    words = _UNIT_WORDS.get(str(row.get("unit")), "")
    period = row.get("period")
    parts = [str(part) for part in (words, period) if not is_missing(part) and str(part) not in str(row["label"])]
    small = f' <small class="unit">{markup(", ".join(parts))}</small>' if parts else ""
    return Html(markup(row["label"]) + small)


def _gap(row: dict[Any, Any]) -> Html | None:
    gap, share, unit = row.get("gap"), row.get("gap_pct"), str(row.get("unit"))
    parts, money = [], unit if unit in formats.BY_UNIT else "usd"
    if not is_missing(gap):
        parts.append(formats.figure(float(str(gap)), money, sign=True))
    if not is_missing(share):
        text = formats.pct(float(str(share)), sign=True)
        parts.append(f"({text})" if parts else text)
    if not parts:
        return None
    text = f'<span class="v">{markup(" ".join(parts))}</span>'
    low, high = row.get("gap_low"), row.get("gap_high")
    form, signed = money, True
    if is_missing(low) or is_missing(high):
        low, high, form = row.get("gap_low_pct"), row.get("gap_high_pct"), "gap_pct"
    if not is_missing(low) and not is_missing(high):
        ends = [formats.figure(float(str(v)), form, sign=signed) for v in (low, high)]
        text += f' <small class="why">90% interval {ends[0]} to {ends[1]}</small>'
    return Html(text)


def _gap_reason(row: dict[Any, Any]) -> str:
    for name in ("verdict_reason", "reason_a", "reason_b"):
        if not is_missing(row.get(name)):
            return str(row[name])
    return "a difference is not computed for this measure"


def _verdict_text(row: dict[Any, Any]) -> Html | None:
    if is_missing(row.get("verdict")):
        return None
    shown = verdict(str(row["verdict"]))
    reason = row.get("verdict_reason")
    small = "" if is_missing(reason) else f' <small class="why">{markup(reason)}</small>'
    return Html(shown + Html(small))


def _claim_label(row: dict[Any, Any]) -> Html:
    name = row.get("label")
    text = str(row["measure"]).replace("_", " ") if is_missing(name) else str(name)
    detail = row.get("detail")
    small = "" if is_missing(detail) else f' <small class="unit">{markup(detail)}</small>'
    return Html(markup(text) + small)


def _claimed(row: dict[Any, Any]) -> str | None:
    value, unit = row.get("claim_value", row.get("value")), str(row.get("unit"))
    if not is_missing(value):
        number = float(str(value))
        return formats.figure(number, unit) if unit in formats.BY_UNIT else f"{formats.plain(number)} {unit}"
    text = row.get("claim_text", row.get("text"))
    return None if is_missing(text) else str(text)
