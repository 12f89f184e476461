"""One spelling for a job title, so that case, plurals, hyphens, accents and stray spaces do not matter."""

import re
import unicodedata

_IRREGULAR = {"men": "man", "women": "woman", "people": "person", "wives": "wife"}
_KEPT = ("ss", "us", "is", "ws")
_ABBREVIATION = re.compile(r"^(?P<outside>.+?)\s*\((?P<inside>[^()]+)\)$")


def title_key(title: str) -> str:
    """Return a title in lower case and singular words, without accents and punctuation, one space between words."""
    plain = unicodedata.normalize("NFKD", title.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = plain.replace("&", " and ").replace("'s", "").replace("’s", "")
    return " ".join(singular(word) for word in re.findall(r"[^\W_]+(?:[+#]+)?", plain))


def squashed(title: str) -> str:
    """Return the key without its spaces: `pre-school`, `pre school` and `preschool` are one."""
    return title_key(title).replace(" ", "")


def singular(word: str) -> str:
    """Return an English plural in the singular by its ending; other words unchanged."""
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if len(word) < 4 or not word.endswith("s") or word.endswith(_KEPT):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y" if len(word) > 4 else word[:-1]
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def spellings(title: str) -> list[str]:
    """Return the keys under which a listed title is found: as it stands, and both parts of `Name (ABBREVIATION)`."""
    keys = [title_key(title)]
    if match := _ABBREVIATION.match(title.strip()):
        outside, inside = match["outside"], match["inside"]
        if any(word.isupper() and 2 <= len(word) <= 8 for word in (*outside.split(), *inside.split())):
            keys += [title_key(outside), title_key(inside)]
    return [key for key in dict.fromkeys(keys) if key]
