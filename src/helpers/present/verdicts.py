"""A verdict's word, with the class by which the style sheet sets a mark before it: never told by colour alone."""

from helpers.present.html import Html, markup

MARKED = (
    "clear and meaningful",
    "clear, size unsure",
    "clear but small",
    "could be either",
    "not published",
    "not tested",
    "agrees",
    "disagrees",
    "cannot be checked",
)
"""The words that have a mark; the style sheet has a rule for each."""


def verdict(word: str) -> Html:
    """Return a verdict's word with its mark; a word that is not one of ours has no mark."""
    kind = f" {word.replace(',', '').replace(' ', '-')}" if word in MARKED else ""
    return Html(f'<span class="verdict{kind}">{markup(word)}</span>')
