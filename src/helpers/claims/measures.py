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
