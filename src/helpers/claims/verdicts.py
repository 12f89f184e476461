"""Claims held against official figures: which rule applies to each, and what follows from the official figure."""

import math
from dataclasses import asdict, dataclass, replace

import pandas as pd

from helpers.claims.records import (
    DESCRIPTIONS,
    SHARES,
    Claim,
    Official,
    OfficialFigures,
    claims_from,
    official_from,
    period_key,
    printed_half,
    say_figure,
    say_measure,
)

AGREES, DISAGREES, CANNOT = "agrees", "disagrees", "cannot be checked"
VERDICTS = (AGREES, DISAGREES, CANNOT)

_RANGE_ENDS = {"low": ("p10", "p25"), "high": ("p75", "p90")}
_NEAREST = {"age_mean_years": "age_median_years", "age_median_years": "age_mean_years"}
_NOT_MEASURED = {
    "pay_ladder_usd": "official pay is published by percentile, not by years of experience",
    "ladder_experience_low_years": "a band of years has no official counterpart",
    "ladder_experience_high_years": "a band of years has no official counterpart",
    "satisfaction": "no official source here measures satisfaction",
    "best_company": "official pay is not published by company",
    "college_most_common": "no official source here names colleges",
    "lgbt_share_pct": "no official source here measures it",
    "certificate_premium_pct": "no official source here measures the premium of a certificate",
    "payment_speedup_pct": "is about companies, not about the role",
    **dict.fromkeys(DESCRIPTIONS, "a description, not a figure"),
}
_PERCENTILES = (("p10", "10th"), ("p25", "25th"), ("median", "50th"), ("p75", "75th"), ("p90", "90th"))
_RELATIVE = ("usd_per_year", "usd_per_hour", "jobs")
_COLUMNS = {
    **dict.fromkeys(("claim_id", "role", "measure", "detail"), "str"),
    **{"claim_value": "float64", "claim_text": "str", "unit": "str", "period": "str", "site": "str"},
    **dict.fromkeys(("official_value", "official_low", "official_high"), "float64"),
    **dict.fromkeys(("official_text", "official_period", "source_cell", "place"), "str"),
    **{"difference_pct": "float64", "verdict": "str", "rule": "str", "reason": "str"},
}
_NO_FIGURE = Official("", "", None, None, None, *("",) * 4)


@dataclass(frozen=True)
class Finding:
    """A verdict with the rule behind it, the reason in words and the official figure it was held against, if any."""

    verdict: str
    rule: str
    reason: str
    official: Official | None = None


def check_claims(claims: pd.DataFrame, official: pd.DataFrame, *, threshold_pct: float = 5.0) -> pd.DataFrame:
    """Return one row a claim, in order, with its verdict, both figures, the rule used and the reason.

    `claims`: role, measure, value, unit, and optional claim_id, detail, text, period, missing_reason, source_page,
    site, attributed_to, wording. `official`: role, measure, value, low, high (90 % interval), unit, period, reason,
    source_cell, and optional detail, text; one row a role, measure and detail, under the measure names of the claims,
    with the percentiles as annual_pay_p10, _p25, _median, _p75, _p90 and hourly_pay_ likewise. Roles and details match
    without case. A figure that the publisher caps (a lower bound) belongs into `reason`, with an empty value.

    Columns returned: claim_id, role, measure, detail, claim_value, claim_text, unit, period, site, official_value,
    official_low, official_high, official_text, official_period, source_cell, place (where a pay claim lies among the
    official percentiles), difference_pct (claim over official, for dollars and jobs), verdict, rule, reason.

    A printed figure stands for the span it may be rounded from (46,300: 46,250 to 46,350; see `printed_half`). Claims
    name no date and no definition, so one agrees if that span meets the official 90 % interval widened to either side
    by `threshold_pct`, the smallest gap that matters; 0 asks for the interval alone. The reason says which it was.

    - Pay averages and any other figure: that rule, in the same unit. Hourly is never held against annual. An average
      that disagrees with the mean stays so where it would agree with the median; the reason then says it.
    - Low and high of a range, percentiles unsaid: agree between official P10 and P25, or P75 and P90, so widened.
    - Jobs: above the interval disagrees; below it cannot be checked, since a title is a part of an occupation.
    - Growth: same period, else cannot be checked; agrees if the two round to the same figure.
    - Shares: within rounding and `threshold_pct` percentage points. A race share printed beside Hispanic as one of the
      races cannot be checked: official races include Hispanic people.
    - Terms: equal without case to the official text.

    Raises ValueError for a missing column, a repeated key or a negative threshold.
    """
    if threshold_pct < 0:
        raise ValueError(f"threshold_pct is {threshold_pct:g}; expected 0 or more")
    rows, figures = claims_from(claims), official_from(official)
    exclusive = {(c.site, c.source_page, c.role) for c in rows if c.measure == "race_share_pct" and counts_hispanic(c)}
    checked = []
    for claim in rows:
        races_exclusive = (claim.site, claim.source_page, claim.role) in exclusive
        finding = judge(claim, figures, threshold=threshold_pct, races_exclusive=races_exclusive)
        checked.append(_row(claim, finding, figures))
    return pd.DataFrame(checked, columns=list(_COLUMNS)).astype(_COLUMNS)


def _place(claim: Claim, figures: OfficialFigures) -> str:
    """Say where a pay claim lies among the official percentiles of its role, or nothing where there are none."""
    period = {"usd_per_year": "annual", "usd_per_hour": "hourly"}.get(claim.unit)
    if period is None or claim.value is None:
        return ""
    found = [(name, figures.get((claim.role, f"{period}_pay_{code}", ""))) for code, name in _PERCENTILES]
    known = [(name, figure.value) for name, figure in found if figure is not None and figure.value is not None]
    if not known:
        return ""
    below = [name for name, value in known if value <= claim.value]
    if not below:
        return f"below the {known[0][0]} percentile"
    above = [name for name, value in known if value > claim.value]
    return f"between the {below[-1]} and {above[0]} percentile" if above else f"at or above the {below[-1]} percentile"


def _row(claim: Claim, finding: Finding, figures: OfficialFigures) -> dict[str, object]:
    figure = finding.official or _NO_FIGURE
    record = figure.value if claim.unit == figure.unit and claim.unit in _RELATIVE else None
    known = asdict(claim)
    return {name: known[name] for name in ("claim_id", "role", "measure", "detail", "unit", "period", "site")} | {
        "claim_value": claim.value,
        "claim_text": claim.text,
        **{f"official_{name}": getattr(figure, name) for name in ("value", "low", "high", "text", "period")},
        "source_cell": figure.source_cell,
        "place": _place(claim, figures),
        "difference_pct": (claim.value / record - 1) * 100 if claim.value is not None and record else None,
        "verdict": finding.verdict,
        "rule": finding.rule,
        "reason": finding.reason,
    }


def judge(claim: Claim, figures: OfficialFigures, *, threshold: float, races_exclusive: bool) -> Finding:
    """Return the verdict on one claim; the rules and `threshold` (percent) are those of `check_claims`.

    `races_exclusive`: the claim's page prints Hispanic as one of its races.
    """
    figure = figures.get((claim.role, claim.measure, claim.detail.casefold()))
    if claim.value is None and not claim.text:
        return Finding(CANNOT, "no figure claimed", claim.missing_reason or "the claim has no figure", figure)
    if claim.measure.endswith(("_pay_low", "_pay_high")):
        return _range_end(claim, figures, threshold)
    if figure is None and claim.detail:
        whole = figures.get((claim.role, claim.measure, ""))
        if whole is not None and (whole.value is not None or whole.text):
            return _not_for_detail(claim, whole)
    if figure is None:
        return _without_counterpart(claim, figures)
    if claim.value is None:
        return _term(claim, figure)
    if figure.value is None:
        return Finding(CANNOT, "no official figure", figure.reason or "the official figure is missing", figure)
    if figure.unit != claim.unit:
        reason = f"claimed in {claim.unit}, official in {figure.unit}: different measures are not converted"
        return Finding(CANNOT, "same unit", reason, figure)
    if races_exclusive and claim.measure == "race_share_pct" and not counts_hispanic(claim):
        reason = "the page counts Hispanic beside the races; official races include Hispanic people"
        return Finding(CANNOT, "same definition", reason, figure)
    if slip := scale_slip(claim.value, claim.unit, figure.value):
        return Finding(CANNOT, "same scale", slip, figure)
    if claim.measure in SHARES:
        return _share(claim.value, figure, figure.value, threshold)
    if claim.measure == "growth_pct":
        return _growth(claim, claim.value, figure, figure.value)
    near = _near(claim, claim.value, figure, figure.value, threshold)
    if near.verdict == DISAGREES and claim.measure.endswith("_pay_mean"):
        median = figures.get((claim.role, claim.measure.replace("_mean", "_median"), claim.detail.casefold()))
        return _or_median(near, claim, claim.value, median, threshold)
    return _part_of(near, claim.value, figure.value) if claim.measure == "jobs" else near


_SLIPS: dict[str, tuple[tuple[float, str], ...]] = {
    "jobs": ((1e3, "thousands"), (1e6, "millions"), (1e-3, "a count that was multiplied by a thousand")),
    "usd_per_year": (
        (1e3, "thousands of dollars"),
        (2080, "pay an hour"),
        (52, "pay a week"),
        (12, "pay a month"),
        (0.01, "cents"),
    ),
    "usd_per_hour": ((1 / 2080, "pay a year"), (12 / 2080, "pay a month"), (52 / 2080, "pay a week"), (0.01, "cents")),
    "pct": ((100, "a share of one, not a percentage"), (0.01, "a share times 10,000")),
    "years": ((1 / 12, "months"),),
    "months": ((12, "years"),),
}
"""Unit -> factors by which a figure may be off through its scale, and what it then looks like."""
_SLIP_NEAR = 0.25


def scale_slip(value: float, unit: str, record: float) -> str:
    """Return what a figure looks like if it is near the official one only on another scale, else nothing."""
    if value <= 0 or record <= 0 or 0.2 < value / record < 5:
        return ""
    fits = [(abs(math.log(value * factor / record)), words) for factor, words in _SLIPS.get(unit, ())]
    near = min(fits, default=(math.inf, ""))
    if near[0] > _SLIP_NEAR:
        return ""
    return f"{value:,g} looks like {near[1]}: the official figure is {say_figure(record, unit)}"


def _not_for_detail(claim: Claim, whole: Official) -> Finding:
    """Hold nothing against a figure for a part, but show the official one for the whole occupation."""
    figure = say_figure(whole.value, whole.unit) if whole.value is not None else whole.text
    reason = f"the official figure, {figure}, is for the whole occupation, not for {claim.detail!r}"
    return Finding(CANNOT, "same detail", reason, whole)


def counts_hispanic(claim: Claim) -> bool:
    """Say whether a claim is the share of Hispanic people."""
    return "hispanic" in claim.detail.casefold()


def _without_counterpart(claim: Claim, figures: OfficialFigures) -> Finding:
    nearest = figures.get((claim.role, _NEAREST.get(claim.measure, ""), ""))
    if nearest is not None and nearest.value is not None:
        reason = f"the claim is {say_measure(claim.measure)}, the official figure {say_measure(nearest.measure)}"
        return Finding(CANNOT, "same measure", reason, nearest)
    reason = _NOT_MEASURED.get(claim.measure, "no official figure for this measure")
    return Finding(CANNOT, "no official figure", reason)


def _term(claim: Claim, figure: Official) -> Finding:
    rule = "same term, case aside"
    if not figure.text:
        reason = figure.reason or "named without a figure; no official term to hold it against"
        return Finding(CANNOT, rule, reason, figure)
    among = figure.text.casefold().split("; ")  # several places may pay most: the official answer is then a set
    same = claim.text.casefold() in among
    reason = f"official: {figure.text}" if not same else "the official term is the same"
    if same and len(among) > 1:
        reason = f"one of {len(among)} that cannot be told apart officially"
    return Finding(AGREES if same else DISAGREES, rule, reason, figure)


def _near(claim: Claim, value: float, figure: Official, record: float, threshold: float) -> Finding:
    """Hold a figure against the official interval extended by rounding and, beyond that, by the threshold."""
    low, high = _interval(figure, record)
    half = printed_half(value, claim.unit)
    rule = f"90% interval, rounding of the claim, and {threshold:g}% either side"
    if figure.low is None or figure.high is None:
        rule = f"rounding of both figures, and {threshold:g}% either side (no published error)"
    side = "below" if value < record else "above"
    off = f"{f'{abs(value / record - 1):.1%} ' if record else ''}{side} {say_figure(record, claim.unit)}"
    if _meets(value, half, low, high):
        return Finding(AGREES, rule, "inside the official interval, rounding included", figure)
    if _meets(value, half, low - abs(low) * threshold / 100, high + abs(high) * threshold / 100):
        return Finding(AGREES, rule, f"{off}: outside the interval, within {threshold:g}% of it", figure)
    return Finding(DISAGREES, rule, off, figure)


def _range_end(claim: Claim, figures: OfficialFigures, threshold: float) -> Finding:
    period, _, end = claim.measure.split("_")
    wanted = [figures.get((claim.role, f"{period}_pay_{name}", "")) for name in _RANGE_ENDS[end]]
    names = " and ".join(name.upper() for name in _RANGE_ENDS[end])
    rule = f"between official {names}, rounding and {threshold:g}% either side; the claim's percentiles are unsaid"
    bounds = [figure.value for figure in wanted if figure and figure.value is not None and figure.unit == claim.unit]
    outer = wanted[0] if end == "low" else wanted[1]
    if len(bounds) < 2 or claim.value is None:
        reasons = [figure.reason for figure in wanted if figure and figure.value is None and figure.reason]
        return Finding(CANNOT, rule, reasons[0] if reasons else f"official {names} are not in this copy", outer)
    low, high = bounds
    half = printed_half(claim.value, claim.unit)
    inside = _meets(claim.value, half, low * (1 - threshold / 100), high * (1 + threshold / 100))
    span = f"{say_figure(low, claim.unit)} to {say_figure(high, claim.unit)}"
    side = "between" if low <= claim.value <= high else "below" if claim.value < low else "above"
    reason = f"{side} official {names}, {span}" + (f", within {threshold:g}%" if inside and side != "between" else "")
    return Finding(AGREES if inside else DISAGREES, rule, reason, outer)


def _or_median(near: Finding, claim: Claim, value: float, median: Official | None, threshold: float) -> Finding:
    """Add to the reason that the claim would agree with the median: pages say average and may mean either."""
    if median is None or median.value is None or median.unit != claim.unit:
        return near
    if _near(claim, value, median, median.value, threshold).verdict == DISAGREES:
        return near
    reason = f"{near.reason}; within {threshold:g}% of the official median, {say_figure(median.value, claim.unit)}"
    return replace(near, reason=reason)


def _part_of(near: Finding, value: float, record: float) -> Finding:
    """Turn a count below the official one from disagrees to cannot be checked: a title is a part of its occupation."""
    near = replace(near, rule=f"{near.rule}; below is not refuted")
    if near.verdict == AGREES or value >= record:
        return near
    why = "a title is a part of its occupation, so a lower count is neither confirmed nor refuted"
    return replace(near, verdict=CANNOT, reason=f"{near.reason}; {why}")


def _growth(claim: Claim, value: float, figure: Official, record: float) -> Finding:
    rule = "same period, equal when rounded"
    theirs = f"official: {record:+g}% for {figure.period or 'a period not said'}"
    if not claim.period:
        return Finding(CANNOT, rule, f"the page states no period; {theirs}", figure)
    if period_key(claim.period) != period_key(figure.period):
        return Finding(CANNOT, rule, f"claimed for {claim.period}; {theirs}: periods are not compared", figure)
    half = printed_half(value, "pct")
    low, high = _interval(figure, record)
    return Finding(AGREES if _meets(value, half, low, high) else DISAGREES, rule, theirs, figure)


def _share(value: float, figure: Official, record: float, threshold: float) -> Finding:
    low, high = _interval(figure, record)
    rule = f"rounding and {threshold:g} percentage points either side"
    off = f"{abs(value - record):.1f} points {'below' if value < record else 'above'} the official {record:g}%"
    agrees = _meets(value, printed_half(value, "pct") + threshold, low, high)
    return Finding(AGREES if agrees else DISAGREES, rule, off, figure)


def _interval(figure: Official, record: float) -> tuple[float, float]:
    if figure.low is not None and figure.high is not None:
        return figure.low, figure.high
    half = 0.0 if figure.unit in ("usd_per_year", "jobs") else printed_half(record, figure.unit)
    return record - half, record + half


def _meets(value: float, half: float, low: float, high: float) -> bool:
    return value + half >= low - 1e-9 and value - half <= high + 1e-9
