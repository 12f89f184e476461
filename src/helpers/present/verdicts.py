"""A verdict's word with its mark: never told by colour alone."""

from helpers.present.html import Html, markup

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


def verdict(word: str) -> Html:
    """Return a verdict's word with its mark; a word that is not one of ours has no mark."""
    mark = _VERDICT_MARKS.get(word, "")
    kind = word.replace(",", "").replace(" ", "-") if mark else "other"
    shown = f'<span class="mark" aria-hidden="true">{mark}</span> ' if mark else ""
    return Html(f'<span class="verdict {kind}">{shown}{markup(word)}</span>')
