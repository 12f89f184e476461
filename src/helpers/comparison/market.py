"""What career sites claim about the two titles, and each claim held against the official figure."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from helpers.claims import check_claims
from helpers.claims.measures import DESCRIPTIONS, say_figure
from helpers.tables import load
from helpers.title_key import squashed

PAY_MEASURES = {
    f"{kind}_{name}_usd": f"{kind}_pay_{name}"
    for kind in ("annual", "hourly")
    for name in ("mean", "median", "p10", "p25", "p75", "p90")
}
"""Measure of a pay row -> measure under which claims name it."""
NO_CLAIM = "no stored page gives it"


def claims_of(titles: tuple[str, str], names: tuple[str, str]) -> pd.DataFrame:
    """Return the market claims on the two titles, with the column `side` (a or b) and `role` as the report calls it.

    A title matches the claim's role whatever its case, plural and hyphens; a title without a stored page has no row.
    """
    claims = load("market_claims")
    keys = claims["role"].map(squashed)
    parts = [
        claims[keys == squashed(title)].assign(side=side, role=name)
        for title, name, side in zip(titles, names, "ab", strict=True)
    ]
    return pd.concat(parts, ignore_index=True)


_OFFICIAL = (
    *("role", "measure", "value", "low", "high"),
    *("unit", "period", "reason", "source_cell", "detail", "text"),
)


def official_figures(frames: list[pd.DataFrame], names: Mapping[str, str], level: float) -> pd.DataFrame:
    """Return the figures of pair rows in the form that `claims.check_claims` takes, one row a role and measure.

    `names` maps the sides to be taken (a, b or both) to the roles. The interval is value ± z x RSE where an error is
    published, else empty.
    """
    z = float(stats.norm.ppf(0.5 + level / 2))
    rows = []
    for frame in frames:
        for row in frame.to_dict("records"):
            for side, name in names.items():
                value, error = row[f"value_{side}"], row[f"error_{side}"]
                half = z * value * error / 100
                rows.append(
                    {
                        "role": name,
                        "measure": PAY_MEASURES.get(row["measure"], row["measure"]),
                        "value": value,
                        "low": value - half if np.isfinite(half) else np.nan,
                        "high": value + half if np.isfinite(half) else np.nan,
                        "unit": row["unit"],
                        "period": row.get("period", ""),
                        "reason": row[f"reason_{side}"],
                        "source_cell": row[f"cell_{side}"],
                        "detail": row.get("detail", ""),
                        "text": row[f"text_{side}"] if not row[f"reason_{side}"] else "",
                    }
                )
    official = pd.DataFrame(rows, columns=list(_OFFICIAL))
    return official[official["measure"] != "employment"].reset_index(drop=True)


def checked(claims: pd.DataFrame, official: pd.DataFrame, threshold_pct: float) -> pd.DataFrame:
    """Return every claim that is a figure or a named place, degree or company, with verdict and both figures.

    Columns of `claims.check_claims`, and side, source_id, claim (as printed, with its unit) and official (likewise).
    """
    figures = claims[~claims["measure"].isin(DESCRIPTIONS)].reset_index(drop=True)
    found = check_claims(figures, official, threshold_pct=threshold_pct)
    found["side"], found["source_id"] = figures["side"], figures["source_id"]
    found["wording"], found["missing"] = figures["wording"].fillna(""), figures["missing_reason"].fillna("")
    found["claim"] = [
        _say(value, text, unit) or missing
        for value, text, unit, missing in found[["claim_value", "claim_text", "unit", "missing"]].itertuples(
            index=False
        )
    ]
    found["official"] = [
        _say(value, text, unit) or reason
        for value, text, unit, reason in found[["official_value", "official_text", "unit", "reason"]].itertuples(
            index=False
        )
    ]
    return found


def descriptions(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the terms that pages name for a role: side, measure (duty, tool ...), text, site; one row a term."""
    rows = claims[claims["measure"].isin(DESCRIPTIONS) & claims["text"].notna()]
    return rows[["side", "measure", "text", "site"]].drop_duplicates(ignore_index=True)


def spoken(claims: pd.DataFrame, side: str, measures: tuple[str, ...]) -> str:
    """Return what the pages print for one side and some measures, with the site, joined by semicolons."""
    if claims.empty:
        return NO_CLAIM
    rows = claims[(claims["side"] == side) & claims["measure"].isin(measures)]
    said: dict[str, None] = {}
    for value, text, unit, missing, site in rows[["value", "text", "unit", "missing_reason", "site"]].itertuples(
        index=False
    ):
        words = _say(value, text, str(unit)) or str(missing)
        said[f"{words} ({site})"] = None
    return "; ".join(said) or NO_CLAIM


def _say(value: object, text: object, unit: str) -> str:
    if isinstance(text, str) and text:
        return text
    return say_figure(float(value), unit) if isinstance(value, float) and np.isfinite(value) else ""
