"""What a claim may be about: the closed list of measures, the units each allows, and how a figure is said."""

UNITS: dict[str, str] = {
    "usd_per_year": "US dollars a year",
    "usd_per_hour": "US dollars an hour",
    "pct": "percent",
    "jobs": "jobs",
    "years": "years",
    "months": "months",
    "score_5": "points out of five",
    "text": "words, no figure",
}
"""Unit -> what it means."""

_YEARLY, _HOURLY, _PCT, _TEXT = ("usd_per_year",), ("usd_per_hour",), ("pct",), ("text",)
_PAY = (*_YEARLY, *_HOURLY)
_DESCRIPTIONS = (
    *("branch", "duty", "tool", "skill", "education", "qualification", "certification", "career_path"),
    *("work_environment", "hiring_industry", "challenge", "advantage", "drawback"),
)

MEASURES: dict[str, tuple[str, ...]] = {
    "annual_pay_mean": _YEARLY,
    "annual_pay_median": _YEARLY,
    "annual_pay_low": _YEARLY,
    "annual_pay_high": _YEARLY,
    "hourly_pay_mean": _HOURLY,
    "hourly_pay_median": _HOURLY,
    "hourly_pay_low": _HOURLY,
    "hourly_pay_high": _HOURLY,
    "pay_ladder_usd": _PAY,
    "pay_by_industry_usd": _PAY,
    "ladder_experience_low_years": ("years",),
    "ladder_experience_high_years": ("years",),
    "growth_pct": _PCT,
    "jobs": ("jobs",),
    "satisfaction": ("score_5",),
    "degree_most_common": _TEXT,
    "degree_share_pct": _PCT,
    "major_most_common": _TEXT,
    "college_most_common": _TEXT,
    "age_mean_years": ("years",),
    "age_median_years": ("years",),
    "experience_years": ("years",),
    "experience_required_years": ("years",),
    "time_to_become_low": ("months", "years"),
    "time_to_become_high": ("months", "years"),
    "top_skill": (*_TEXT, *_PCT),
    "best_city": (*_TEXT, *_PAY),
    "best_state": (*_TEXT, *_PAY),
    "best_company": (*_TEXT, *_PAY),
    "best_industry": (*_TEXT, *_PAY),
    "gender_share_pct": _PCT,
    "race_share_pct": _PCT,
    "lgbt_share_pct": _PCT,
    "certificate_premium_pct": _PCT,
    "payment_speedup_pct": _PCT,
    **dict.fromkeys(_DESCRIPTIONS, _TEXT),
}
"""Measure of a claim -> units it may be given in. A page's "average" stands under the mean; its wording says so."""

SHARES = tuple(name for name in MEASURES if name.endswith("_share_pct"))
DESCRIPTIONS = _DESCRIPTIONS


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
