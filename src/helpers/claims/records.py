"""What a claim may be about and how that is said; claims and official figures as typed records, made from frames."""

import math
import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from helpers.base import formats

UNITS: dict[str, str] = {
    **{unit: formats.UNITS[unit] for unit in ("usd_per_year", "usd_per_hour", "pct", "jobs", "years", "months")},
    **{"score_5": "points out of five", "text": "words, no figure"},
}
"""Unit -> what it means."""

_YEARLY, _HOURLY, _PCT, _TEXT = ("usd_per_year",), ("usd_per_hour",), ("pct",), ("text",)
_PAY = (*_YEARLY, *_HOURLY)
DESCRIPTIONS = (
    *("branch", "duty", "tool", "skill", "education", "qualification", "certification", "career_path"),
    *("work_environment", "hiring_industry", "challenge", "advantage", "drawback"),
)

_ENDS = ("mean", "median", "low", "high")
MEASURES: dict[str, tuple[str, ...]] = {
    **{f"annual_pay_{end}": _YEARLY for end in _ENDS},
    **{f"hourly_pay_{end}": _HOURLY for end in _ENDS},
    **dict.fromkeys(("pay_ladder_usd", "pay_by_industry_usd"), _PAY),
    **dict.fromkeys(("ladder_experience_low_years", "ladder_experience_high_years"), ("years",)),
    "growth_pct": _PCT,
    "jobs": ("jobs",),
    "satisfaction": ("score_5",),
    "degree_most_common": _TEXT,
    "degree_share_pct": _PCT,
    **dict.fromkeys(("major_most_common", "college_most_common"), _TEXT),
    **dict.fromkeys(("age_mean_years", "age_median_years"), ("years",)),
    **dict.fromkeys(("experience_years", "experience_required_years"), ("years",)),
    **dict.fromkeys(("time_to_become_low", "time_to_become_high"), ("months", "years")),
    "top_skill": (*_TEXT, *_PCT),
    **{f"best_{what}": (*_TEXT, *_PAY) for what in ("city", "state", "company", "industry")},
    **dict.fromkeys(("gender_share_pct", "race_share_pct", "lgbt_share_pct"), _PCT),
    **dict.fromkeys(("certificate_premium_pct", "payment_speedup_pct"), _PCT),
    **dict.fromkeys(DESCRIPTIONS, _TEXT),
}
"""Measure of a claim -> units it may be given in. A page's "average" stands under the mean; its wording says so."""

SHARES = tuple(name for name in MEASURES if name.endswith("_share_pct"))

REQUIRED = ("role", "measure", "value", "unit")
OPTIONAL = (
    *("claim_id", "detail", "text", "period", "missing_reason", "source_page", "source_id", "site"),
    *("attributed_to", "wording"),
)
OFFICIAL = ("role", "measure", "value", "low", "high", "unit", "period", "reason", "source_cell")
_FIGURES = ("value", "low", "high")
_COARSEST = {"usd_per_year": 1000, "jobs": 1000}


@dataclass(frozen=True)
class Claim:
    """One figure or term that a page prints for a role; `value` is None where it prints no figure."""

    claim_id: str
    role: str
    measure: str
    value: float | None
    unit: str
    detail: str = ""
    text: str = ""
    period: str = ""
    missing_reason: str = ""
    source_page: str = ""
    site: str = ""
    attributed_to: str = ""
    wording: str = ""

    @property
    def publisher(self) -> str:
        """Who prints it, for a sentence."""
        return self.site or self.source_page or "the claims file"


@dataclass(frozen=True)
class Official:
    """One official figure; `low` and `high` are its 90 % interval, `reason` says why `value` is None."""

    role: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    unit: str
    period: str
    reason: str
    source_cell: str
    detail: str = ""
    text: str = ""


OfficialFigures = dict[tuple[str, str, str], Official]
"""Official figures by role, measure and detail."""


def claims_from(frame: pd.DataFrame) -> list[Claim]:
    """Return the rows of a claims frame as records, in order; missing optional columns count as empty.

    Raises ValueError if a required column (role, measure, value, unit) is missing or a claim_id stands twice.
    """
    _need(frame, REQUIRED, "claims")
    claims = [Claim(**_record(Claim, row)) for row in frame.to_dict("records")]
    claims = [replace(claim, claim_id=claim.claim_id or f"row-{n}") for n, claim in enumerate(claims, start=1)]
    ids = [claim.claim_id for claim in claims]
    if twice := sorted({name for name in ids if ids.count(name) > 1}):
        raise ValueError(f"claims frame: claim_id stands twice: {', '.join(twice[:5])}")
    return claims


def official_from(frame: pd.DataFrame) -> OfficialFigures:
    """Return official figures by role, measure and detail (both texts in lower case).

    Columns: role, measure, value, low, high, unit, period, reason, source_cell; optional: detail, text. Raises
    ValueError if one is missing or two rows share role, measure and detail: one reading of a title at a time.
    """
    _need(frame, OFFICIAL, "official")
    found: OfficialFigures = {}
    for row in frame.to_dict("records"):
        figure = Official(**_record(Official, row))
        key = (figure.role, figure.measure, figure.detail.casefold())
        if key in found:
            raise ValueError(f"official frame: two rows for role, measure and detail {key}")
        found[key] = figure
    return found


def say_measure(measure: str) -> str:
    """Return a measure as a sentence names it: `annual_pay_mean` is "average annual pay", since pages say average."""
    for unit in ("_pct", "_usd", "_years"):
        measure = measure.removesuffix(unit)
    for ending, word in (("_mean", "average "), ("_median", "median ")):
        if measure.endswith(ending):
            measure = word + measure.removesuffix(ending)
    return measure.replace("_", " ")


def say_figure(value: float, unit: str) -> str:
    """Return a figure with its unit, as printed in a sentence: $42,586, $17.13 an hour, -3%, 12 months."""
    if unit == "usd_per_year":
        return f"${value:,.0f}"
    if unit == "usd_per_hour":
        return f"${value:,.2f} an hour"
    digits = f"{value:,.10g}"
    if unit == "pct":
        return f"{digits}%"
    if unit == "score_5":
        return f"{digits} out of 5"
    word = UNITS[unit]
    return f"{digits} {word.removesuffix('s') if value == 1 else word}"


def printed_half(value: float, unit: str) -> float:
    """Return half the step a figure seems printed to: 17.13 -> 0.005, 46,300 -> 50, 5 % -> 0.5.

    The true figure may lie this far to either side. Zeros at the end count as rounding for dollars a year and jobs
    only, and at most to the thousand (50,000 -> 500), since any figure may end in zeros by chance.
    """
    decimals = decimals_of(value)
    if decimals:
        return 0.5 * 10.0**-decimals
    step, coarsest = 1, _COARSEST.get(unit, 1)
    while step < coarsest and value and round(value) % (step * 10) == 0:
        step *= 10
    return step / 2


def decimals_of(value: float) -> int:
    """Return how many decimals a figure needs, at most six: 17.13 -> 2, 19.0 -> 0."""
    return next((places for places in range(6) if math.isclose(round(value, places), value, abs_tol=1e-9)), 6)


def period_key(period: str) -> str:
    """Return a period with full years: "2022-32" and "2022–2032" both are "2022-2032"; other texts in lower case."""
    match = re.fullmatch(r"(\d{4})\s*(?:[-–—/]|to)\s*(\d{2}|\d{4})", period.strip())
    if not match:
        return period.strip().casefold()
    start, end = match.groups()
    return f"{start}-{end if len(end) == 4 else start[:2] + end}"


def _need(frame: pd.DataFrame, columns: tuple[str, ...], what: str) -> None:
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        raise ValueError(f"{what} frame lacks {', '.join(missing)}; it has {', '.join(map(str, frame.columns))}")


def _record(kind: type[Claim] | type[Official], row: Mapping[Hashable, Any]) -> dict[str, Any]:
    """Return the fields of a record out of a row: figures as such, all else as text, the role in lower case."""
    found = {name: (_number if name in _FIGURES else _words)(row.get(name)) for name in kind.__dataclass_fields__}
    return found | {"role": _words(row["role"]).casefold()}


def _words(value: object) -> str:
    return "" if formats.is_missing(value) else str(value).strip()


def _number(value: Any) -> float | None:
    return None if formats.is_missing(value) or not math.isfinite(float(value)) else float(value)
