"""The words of a job title: lower case and singular, short forms written out, set phrases joined."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from helpers.base.title_key import singular
from helpers.tables.load import load
from helpers.tables.title_tables import KINDS

LONGEST_PHRASE = 5
_LINKS = frozenset("and of the in for a an to at with or on by other not from".split())  # noqa: SIM905
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s\b")
_DOTTED = re.compile(r"\b((?:\w\.){2,})(?=\W|$)")
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")

Words = tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """The words table by kind.

    same: another spelling of a word; phrase: words that stand for one; short: an abbreviation that may mean several
    things, the likelier first; field: a field of work, with who works in it; level: rank or grade; noise: terms of the
    job or a place, not the work.
    """

    same: dict[str, str]
    phrase: dict[str, str]
    short: dict[str, Sequence[str]]
    field: dict[str, str]
    level: frozenset[str]
    noise: frozenset[str]

    def canonical(self, words: Iterable[str]) -> Words:
        """Return the words as the index keeps them: one spelling each, phrases joined, linking words left out."""
        left = [self.same.get(word, word) for word in words]
        found: list[str] = []
        at = 0
        while at < len(left):
            for length in range(min(LONGEST_PHRASE, len(left) - at), 1, -1):
                if joined := self.phrase.get(" ".join(left[at : at + length])):
                    found.append(joined)
                    at += length
                    break
            else:
                found.append(left[at])
                at += 1
        return tuple(word for word in found if word not in _LINKS) or tuple(found)


@lru_cache(maxsize=4)
def lexicon(folder: Path) -> Lexicon:
    """Return the words table of a data folder."""
    table = load("title_words", folder=folder)
    kinds: dict[str, dict[str, str]] = {kind: {} for kind in KINDS}
    for kind, word, means in table[["kind", "word", "means"]].itertuples(index=False):
        kinds[kind][word] = means if isinstance(means, str) else ""
    return Lexicon(
        same=kinds["same"],
        phrase=kinds["phrase"],
        short={word: means.split("|") for word, means in kinds["short"].items()},
        field=kinds["field"],
        level=frozenset(kinds["level"]),
        noise=frozenset(kinds["noise"]),
    )


def plain(text: str) -> str:
    """Return a title in lower case without accents, with single spaces; `R.N.` is `rn` and `&` is `and`."""
    letters = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    letters = "".join(letter for letter in letters if not unicodedata.combining(letter))
    letters = _POSSESSIVE.sub("", letters).replace("'", "").replace("’", "")
    letters = _DOTTED.sub(lambda match: match[1].replace(".", ""), letters)
    return " ".join(letters.replace("&", " and ").split())


def words_of(text: str) -> list[str]:
    """Return the words of a text that `plain` made, in the singular."""
    return [singular(word) for word in _WORD.findall(text)]
