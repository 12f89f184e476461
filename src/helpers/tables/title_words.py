"""The words of a job title: one spelling each, and the forms of a typed title, cheap to dear."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from helpers.base.title_key import folded, words_of
from helpers.tables.load import load
from helpers.tables.title_tables import KINDS

LONGEST_PHRASE = 5
_LINKS = frozenset("and of the in for a an to at with or on by other not from".split())  # noqa: SIM905
_DOTTED = re.compile(r"\b((?:\w\.){2,})(?=\W|$)")

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
    letters = folded(text).replace("'", "").replace("’", "")
    letters = _DOTTED.sub(lambda match: match[1].replace(".", ""), letters)
    return " ".join(letters.replace("&", " and ").split())


# --- forms of a typed title -------------------------------------------------------------------------------------------


AS_TYPED, WRITTEN_OUT, FIELD, ASIDE, LEVEL = (
    "as typed",
    "abbreviation written out",
    "field of work",
    "side remark left out",
    "rank left out",
)


class Form(NamedTuple):
    """One way to read a typed title: its canonical words, what it costs, and what was done to the text."""

    words: Words
    cost: float
    how: str


# what postings and payrolls add to a title and no title is made of: money, numbers of a file, hours, dates
_MONEY = r"[$£€]\s*\d[\d,.]*\s*k?(?:\s*(?:-|–|to|/)\s*[$£€]?\s*\d[\d,.]*\s*k?)?\s*\+?"
_PER = r"(?:\s*(?:/|per|an?|p)\s*(?:hour|hr|h|week|wk|year|yr|annum|month|mo|day)\b\.?)?"
_ADDED = re.compile(
    rf"{_MONEY}{_PER}|(?:\bup to|\bstarting at|\bearn)\s+(?=[$£€])"
    r"|\b(?:sign[ -]?on|signing|retention|hiring) bonus\b|\bbonus(?:es)?\b|\bbenefits\b"
    r"|\b[pf]/t\b|#\s*\w*\d\w*"
    r"|\b(?:req|requisition|ref|job id|job code|posting|vacancy|position no|id)\b[ :#.-]*\w*\d\w*"
    r"|\b(?:jr|r|ref)-?\d{3,}\b|\b\d{4,}\b|\b\d+(?:\.\d+)?\s*(?:%|fte\b)|\b0?\.\d+\s*fte\b|\bfte\b"
    r"|\b\d+\s*(?:-\s*\d+\s*)?(?:hours?|hrs?|days?|months?|weeks?)\b(?:\s*(?:/|per|a)\s*(?:wk|week))?"
    r"|\b\d{1,2}(?::\d\d)?\s*(?:am|pm|a|p)\s*-\s*\d{1,2}(?::\d\d)?\s*(?:am|pm|a|p)\b|\b20\d\d(?:\s*[-/]\s*\d\d)?\b"
    r"|\b(?:1st|2nd|3rd|first|second|third|day|night|evening|weekend|swing|graveyard|rotating)s? shifts?\b"
    r"|\b(?:now hiring|urgently hiring|hiring now|immediate start|immediate hire|apply now|wanted|needed|required)\b"
    r"|!+"
)
_BRACKETS = re.compile(r"[(\[{].*?(?:[)\]}]|$)")
_APART = re.compile(r"\s[-–—|•·~*]+\s|\s[-–—]+|[-–—]+\s|[,;:|]|\s(?:at|@|with|w/|in|for|to(?: the)?|reporting to)\s")
_OWNS = frozenset({"owner", "founder", "co-founder", "partner", "proprietor", "owner operator", "self employed"})
"""Parts of a title with a slash that say less of the work than what stands after it."""
_TOP = r"(?:head|vicepresident|director|chief|president)"
_UNDER = r"(?:(?:global|regional|senior|associate|assistant|deputy|group|executive) )*"
_TOP_FIRST = re.compile(rf"{_UNDER}{_TOP} (.+?)(?: officer)?")
_TOP_LAST = re.compile(rf"(.+?) {_TOP}")
_GRADE = re.compile(r"(?:i{1,3}|iv|vi{0,3}|ix|\d|l\d|ic\d|g\d|level|grade|tier|step|lvl|band)")
_LEADS = re.compile(r"(.+?) (lead|leader|head|chief|supervisor)")


def forms(text: str, lexicon: Lexicon, is_profession: Callable[[Words], bool]) -> list[Form]:
    """Return the forms of a title, the cheapest first, each set of words once.

    `is_profession` says whether words are listed for a profession: who leads one works in it.
    """
    found: dict[Words, Form] = {}

    def add(words: Sequence[str], cost: float, how: str) -> None:
        canonical = lexicon.canonical(words)
        if canonical and (canonical not in found or found[canonical].cost > cost):
            found[canonical] = Form(canonical, cost, how)
            if worker := lexicon.field.get(" ".join(canonical)):
                add(worker.split(), cost + 0.05, FIELD)

    for main, dear in _mains(plain(text)):
        words = words_of(main)
        if not words:
            continue
        add(words, dear, AS_TYPED if dear < 0.1 else ASIDE)
        bases = [(words, dear)]
        kept = [word for word in words if word not in lexicon.noise]
        if kept and kept != words:
            add(kept, dear + 0.1, ASIDE)
            bases.append((kept, dear + 0.1))
        for base, cost in list(bases):
            for written, extra in _written_out(base, lexicon):
                add(written, cost + extra, WRITTEN_OUT)
                bases.append((written, cost + extra))
        for base, cost in bases:
            for words_left, extra in _without_rank(lexicon.canonical(base), lexicon, is_profession):
                add(words_left, cost + extra, LEVEL)
    return sorted(found.values(), key=lambda form: form.cost)


def _mains(typed: str) -> Iterator[tuple[str, float]]:
    """Yield the parts of a text that may hold the title, with what it costs to take them for the whole."""
    bare = " ".join(_ADDED.sub(" ", typed).split()) or typed
    yield typed, 0.0
    if bare != typed:
        yield bare, 0.02
    without = " ".join(_BRACKETS.sub(" ", bare).split())
    if without and without != bare:
        yield without, 0.12
        inside = bare[bare.find("(") + 1 :].partition(")")[0]
        if "(" in bare and len(inside) > 3:
            yield inside, 0.45
    without = without or bare
    either = [part.strip() for part in re.split(r"\s*/\s*", without)]
    if len(either) > 1 and all(len(part) > 1 for part in either):
        if " " not in either[0] and " " in either[-1]:  # sales/marketing manager
            yield f"{either[0]} {either[-1].split(' ', 1)[1]}", 0.14
        first, last = (either[-1], either[0]) if either[0] in _OWNS else (either[0], either[-1])
        yield first, 0.16
        yield last, 0.3
    parts = [part.strip(" -–—/.*") for part in _APART.split(without)]
    parts = [part for part in parts if part]
    if len(parts) > 1:
        yield " ".join(parts[1:] + parts[:1]), 0.05  # engineer, civil
        if len(parts) > 2:
            yield f"{parts[1]} {parts[0]}", 0.2  # nurse - icu - nights
        yield parts[0], 0.28
        if len(parts) > 2:
            yield f"{parts[0]} {parts[1]}", 0.27
        yield parts[1], 0.5  # a shop's name - cashier


def _written_out(words: Sequence[str], lexicon: Lexicon) -> Iterator[tuple[list[str], float]]:
    """Yield the words with abbreviations written out, the likelier meaning first."""
    for number, meaning in enumerate(lexicon.short.get(" ".join(words), ())):
        yield meaning.split(), -0.03 + 0.04 * number
    at = [word for word in words if word in lexicon.short]
    if len(words) > 1:
        for number in range(max((len(lexicon.short[word]) for word in at), default=0)):
            meant = {word: lexicon.short[word][min(number, len(lexicon.short[word]) - 1)].split() for word in at}
            yield [part for word in words for part in meant.get(word, [word])], 0.04 + 0.04 * number


def _without_rank(
    words: Words, lexicon: Lexicon, is_profession: Callable[[Words], bool]
) -> Iterator[tuple[list[str], float]]:
    """Yield the title without its level words; heads, directors and vice presidents also as managers."""
    rank = lexicon.level | lexicon.noise
    kept = [word for word in words if not _GRADE.fullmatch(word)]
    if kept and len(kept) < len(words):
        words = tuple(kept)
        yield kept, 0.06
    whole = " ".join(words)
    if match := _TOP_FIRST.fullmatch(whole) or _TOP_LAST.fullmatch(whole):
        field = [word for word in match[1].split() if word not in rank] or match[1].split()
        for number, head in enumerate(("manager", "director", "vicepresident")):
            yield [*field, head], 0.12 + 0.03 * number
    if match := _LEADS.fullmatch(whole):
        field = match[1].split()
        if match[2] != "supervisor" and is_profession(tuple(field)):
            yield field, 0.11
        yield [*field, "supervisor"], 0.12
        yield [*field, "manager"], 0.18
    low, high = 0, len(words)
    while low < high - 1 and words[low] in rank:
        low += 1
        yield list(words[low:high]), 0.2 + 0.02 * low
    while high > low + 1 and words[high - 1] in rank:
        high -= 1
        yield list(words[low:high]), 0.25
    yield [word for word in words if word not in rank], 0.3
