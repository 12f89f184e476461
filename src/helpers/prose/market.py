"""What career sites claim, beside the official figure: the counts, the table, and the defects found by rule."""

import pandas as pd

from helpers.comparison import Comparison
from helpers.present import Html, bullets, callout, claims_table, details, sentences, show
from helpers.prose.guard import guarded
from helpers.prose.words import named, plural

NUMBERS_FIRST = ("annual_pay_mean", "hourly_pay_mean", "annual_pay_low", "annual_pay_high", "growth_pct", "jobs")


@guarded
def claims_section(comparison: Comparison) -> Html:
    """Return the claims of both titles with their verdicts, or that no page was kept for a title."""
    claims = unrepeated(comparison.checked_claims)
    silent = [name for name, side in zip(comparison.names, "ab", strict=True) if not (claims["side"] == side).any()]
    blocks: list[Html] = [
        callout(f"None of the five stored pages is about {named(name)}; no claim is shown for it.", kind="missing")
        for name in silent
    ]
    if claims.empty:
        return show(*blocks)
    counts = claims["verdict"].value_counts()
    blocks.insert(
        0,
        sentences(
            f"{plural(len(claims), 'claim')} on these titles: {counts.get('agrees', 0)} agree with the official record,"
            f" {counts.get('disagrees', 0)} disagree, {counts.get('cannot be checked', 0)} cannot be checked.",
            "What one site prints alike on several pages is counted once.",
            "A claim is a market figure; it is never mixed into an official row.",
        ),
    )
    found = comparison.claim_defects
    if len(found):
        blocks.append(Html("<h3>What is wrong with the claims, by rule</h3>"))
        blocks.append(bullets(f"{row.rule}: {row.explanation} ({row.certainty})." for row in found.itertuples()))
    for side, name in zip("ab", comparison.names, strict=True):
        rows = claims[claims["side"] == side]
        main = rows["measure"].isin(NUMBERS_FIRST)
        for part, words in ((rows[main], "pay, growth and jobs"), (rows[~main], "everything else that pages print")):
            if len(part):
                shown = claims_table(part, caption=f"Claims about {name}: {words}")
                blocks.append(
                    shown if part is not None and words.startswith("pay") else details(f"{name}: {words}", shown)
                )
    return show(*blocks)


def unrepeated(claims: pd.DataFrame) -> pd.DataFrame:
    """Return the claims with those that a site prints alike on several pages as one row."""
    return claims.drop_duplicates(["role", "measure", "detail", "claim", "site"], ignore_index=True)
