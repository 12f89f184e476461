"""A set of market claims held against official figures, one row a claim."""

from dataclasses import asdict

import pandas as pd

from helpers.claims.records import Claim, OfficialFigures, claims_from, official_from
from helpers.claims.verdicts import Finding, counts_hispanic, judge

_PERCENTILES = (("p10", "10th"), ("p25", "25th"), ("median", "50th"), ("p75", "75th"), ("p90", "90th"))
_RELATIVE = ("usd_per_year", "usd_per_hour", "jobs")
_COLUMNS = {
    **dict.fromkeys(("claim_id", "role", "measure", "detail"), "str"),
    **{"claim_value": "float64", "claim_text": "str", "unit": "str", "period": "str", "site": "str"},
    **dict.fromkeys(("official_value", "official_low", "official_high"), "float64"),
    **dict.fromkeys(("official_text", "official_period", "source_cell", "place"), "str"),
    **{"difference_pct": "float64", "verdict": "str", "rule": "str", "reason": "str"},
}


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
    figure = finding.official
    record = figure.value if figure and claim.unit == figure.unit and claim.unit in _RELATIVE else None
    known = asdict(claim)
    return {name: known[name] for name in ("claim_id", "role", "measure", "detail", "unit", "period", "site")} | {
        "claim_value": claim.value,
        "claim_text": claim.text,
        "official_value": figure.value if figure else None,
        "official_low": figure.low if figure else None,
        "official_high": figure.high if figure else None,
        "official_text": figure.text if figure else "",
        "official_period": figure.period if figure else "",
        "source_cell": figure.source_cell if figure else "",
        "place": _place(claim, figures),
        "difference_pct": (claim.value / record - 1) * 100 if claim.value is not None and record else None,
        "verdict": finding.verdict,
        "rule": finding.rule,
        "reason": finding.reason,
    }
