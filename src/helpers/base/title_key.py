"""One spelling for a job title, so that case, plurals, hyphens, accents and stray spaces do not matter."""

import hashlib
import re
import unicodedata
from functools import lru_cache

_IRREGULAR = {
    "people": "person",
    "attaches": "attache",
    "bookies": "bookie",
    "buses": "bus",
    "caddies": "caddie",
    "caddy": "caddie",
    "gases": "gas",
    "rabbis": "rabbi",
    "taxis": "taxi",
}
_NO_PLURALS = frozenset({"news", "lens", "specimen", "regimen", "acumen", "abdomen"})
_KEPT = ("ss", "us", "is")
_LONGEST = 60
_BRACKETS = re.compile(r"^(?P<before>.+?)\s*\((?P<inside>[^()]+)\)\s*(?P<after>.*)$")
_POSSESSIVE = re.compile(r"(?<=\w)['’ʼ]s\b")
_WORD = re.compile(r"[^\W_]+(?:[+#]+)?")


def title_key(title: str) -> str:
    """Return a title in lower case and singular words, without accents and punctuation, one space between words."""
    return " ".join(words_of(folded(title).replace("&", " and ")))


def folded(text: str) -> str:
    """Return a text in lower case, without accents and possessive endings."""
    # letters that stand for several (the trademark sign is TM) come apart in capitals, so case is folded in between
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _POSSESSIVE.sub("", "".join(letter for letter in plain if not unicodedata.combining(letter)))


def words_of(text: str) -> list[str]:
    """Return the words of a folded text in the singular."""
    return [singular(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=8192)
def squashed(title: str) -> str:
    """Return the key without its spaces: `pre-school`, `pre school` and `preschool` are one."""
    return title_key(title).replace(" ", "")


def singular(word: str) -> str:
    """Return an English plural in the singular by its ending; other words unchanged."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word in _NO_PLURALS:
        return word
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("wives"):
        return word[:-3] + "fe"
    if len(word) < 4 or not word.endswith("s") or word.endswith(_KEPT):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    # what is left may be a plural of another kind: womens, peoples
    return singular(word[:-1])


def spellings(title: str, *, both: bool = False) -> dict[str, str]:
    """Return the keys under which a listed title is found, each with the form that has it.

    These are the title as it stands, a title without the brackets in its middle, and both parts of `Name (Short form)`:
    always if the publisher says that it is one (`both`), else where one part is an abbreviation in capitals.
    """
    forms = [title.strip()]
    if match := _BRACKETS.match(title.strip()):
        before, inside, after = match["before"], match["inside"], match["after"]
        if after:
            forms.append(f"{before} {after}")
        elif both or any(word.isupper() and 2 <= len(word) <= 8 for word in (*before.split(), *inside.split())):
            forms += [before, inside]
    return {key: form for form in reversed(forms) if (key := title_key(form))}


@lru_cache(maxsize=8192)
def slug(text: str) -> str:
    """Return a text for a file name: lower-case ASCII letters, digits and hyphens, at most 60 characters.

    A text cut short ends in eight digits of its own, so that two long titles with one beginning stay apart; a text
    without such letters gives an empty slug. `C++` and `C#` are told from `C`.
    """
    key = " ".join(_WORD.findall(folded(text).replace("&", " and "))).replace("+", " plus ").replace("#", " sharp ")
    plain = "-".join(re.findall(r"[a-z0-9]+", key))
    if len(plain) <= _LONGEST:
        return plain
    return f"{plain[: _LONGEST - 9].rstrip('-')}-{hashlib.sha256(key.encode()).hexdigest()[:8]}"
