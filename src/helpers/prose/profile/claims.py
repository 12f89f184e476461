"""What career sites claim about one title, how each figure holds, and what is wrong with them by rule."""

from helpers.comparison.profile import Profile
from helpers.present import Html, bullets, callout, claims_table, details, sentences, show
from helpers.prose.guard import guarded
from helpers.prose.market import NUMBERS_FIRST, unrepeated
from helpers.prose.words import named, plural


@guarded
def claims_section(role: Profile) -> Html:
    """Return the claims on the title with their verdicts and the defects found, or that no page was kept."""
    claims = unrepeated(role.checked_claims)
    if role.claims.empty:
        words = f"None of the five stored pages is about {named(role.name)}; no claim is shown for it."
        return callout(words, kind="missing")
    if claims.empty:
        return sentences("The stored pages name duties and skills of it, shown above, and no figure.")
    counts = claims["verdict"].value_counts()
    blocks: list[Html] = [
        sentences(
            f"{plural(len(claims), 'claim')} on this title: {counts.get('agrees', 0)} agree with the official record,"
            f" {counts.get('disagrees', 0)} disagree, {counts.get('cannot be checked', 0)} cannot be checked.",
            "A claim is a market figure; it is never mixed into an official row.",
            "The official figures here are those of the nation.",
        )
    ]
    if len(found := role.claim_defects):
        blocks.append(Html("<h3>What is wrong with the claims, by rule</h3>"))
        blocks.append(bullets(f"{row.rule}: {row.explanation} ({row.certainty})." for row in found.itertuples()))
    main = claims["measure"].isin(NUMBERS_FIRST)
    if main.any():
        blocks.append(claims_table(claims[main], caption=f"Claims about {role.name}: pay, growth and jobs"))
    if (~main).any():
        words = "everything else that pages print"
        shown = claims_table(claims[~main], caption=f"Claims about {role.name}: {words}")
        blocks.append(details(f"{named(role.name)}: {words}", shown))
    return show(*blocks)
