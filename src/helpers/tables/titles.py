"""A job title or code to the occupations it may mean, the leading one first, and what is said or asked in doubt."""

import re
import sys
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TextIO

import pandas as pd

from helpers.base.errors import SameRole, UncertainTitle, UnknownTitle, some
from helpers.base.paths import data_folder
from helpers.base.title_key import slug, squashed, title_key
from helpers.tables.areas import NATIONAL
from helpers.tables.load import load
from helpers.tables.title_lists import Code, paid_occupations, read_code, soc_codes, unknown_title, with_initials
from helpers.tables.title_reader import ANSWER, ASK, BY_WORDS, NO_WORK, SPELLING, Found, Index, title_reader
from helpers.tables.title_tables import BITS, LISTS
from helpers.tables.title_words import AS_TYPED, FIELD, WRITTEN_OUT, lexicon

LONGEST = 300
READ = 100 * LONGEST
"""Signs of a text that are looked at, however long it is."""
UNPAID_SHARE = 0.5
_NO_TITLE = re.compile(r"[<>{}\\=]|\.\./")
"""What stands in markup, code and paths, and in no title."""
RULE = (
    "Readings that we curated come first; then the share of a reading grows with the lists that name it (official"
    " names and SOC direct match titles most, then titles reported by workers, then alternate titles), with what its"
    " words say in other titles, and with its jobs."
)


@dataclass(frozen=True)
class Reading:
    """One occupation of the pay table that a title may mean.

    `lists` names what says so, `why` is one sentence on it, `onet_codes` are the O*NET-SOC codes of the title, `jobs`
    is national employment (NaN where it is not published), and `share` how likely it is meant, as far as lists tell.
    """

    soc_code: str
    occupation: str
    level: str
    lists: tuple[str, ...]
    why: str
    onet_codes: tuple[str, ...] = ()
    jobs: float = float("nan")
    share: float = 1.0


@dataclass(frozen=True)
class Role:
    """What the reader typed, and its readings, the leading one first.

    `confidence` (0 to 1) says how sure the leading reading is. `read_as` is the listed title or newer code that a typed
    one was taken for if more than case, plural or an abbreviation was changed, else empty; `matched` is the same where
    the spelling was mended. `is_code`: a code was typed. `chosen`: the reader chose the leading reading. `called` is
    the title with its initials in capitals.
    """

    typed: str
    readings: tuple[Reading, ...]
    matched: str = ""
    chosen: bool = False
    confidence: float = 1.0
    read_as: str = ""
    is_code: bool = False
    called: str = ""

    @property
    def leading(self) -> Reading:
        """Return the reading that the report's main figures stand for."""
        return self.readings[0]

    @property
    def asks(self) -> bool:
        """Return whether the leading reading is uncertain, so that it is shown with a question."""
        return not self.chosen and self.confidence < ANSWER

    @property
    def name(self) -> str:
        """Return how the role is called in the report: as typed but for initials, or the occupation if by its code."""
        return self.leading.occupation if self.is_code else self.called or self.typed

    @property
    def slug(self) -> str:
        """Return the role's name for a file name; see `title_key.slug`."""
        return slug(self.typed) or self.leading.soc_code


def resolve(text: str, soc_code: str = "") -> Role:
    """Return the role for a job title, SOC code or O*NET-SOC code; `soc_code` puts that occupation first.

    Titles are read as people write them: misspelt, abbreviated, with rank, shift, pay or place; what was left out or
    mended is told in `read_as`. Raises `UnknownTitle` with up to five close titles if nothing is like it, if it names
    no work, or if it stands for an occupation without surveyed pay.
    """
    words = " ".join(str(text)[:READ].split())
    typed = " ".join("".join(letter for letter in words if unicodedata.category(letter)[0] != "C").split())
    if not typed or len(typed) > LONGEST or not title_key(typed):
        shown = f"{typed[:40]!r}{'...' if len(typed) > 40 else ''}"
        raise UnknownTitle(
            f"{shown} is no job title",
            expected=f"a job title of 1 to {LONGEST} characters with a letter in it, a SOC code or an O*NET-SOC code",
            next_step="try `rolepair search TEXT` with a word of the title",
        )
    code = read_code(typed)
    role = _of_code(typed, code) if code else _of_title(typed, data_folder(), chosen=bool(str(soc_code).strip()))
    return _put_first(role, str(soc_code).strip()) if str(soc_code).strip() else role


def resolve_pair(text_a: str, text_b: str, soc_a: str = "", soc_b: str = "") -> tuple[Role, Role]:
    """Return both roles; raise `SameRole` if they are one title or code and no different readings were asked for."""
    a, b = resolve(text_a, soc_a), resolve(text_b, soc_b)
    same = squashed(a.matched or a.typed) == squashed(b.matched or b.typed) or (a.is_code and b.is_code)
    if same and a.leading.soc_code == b.leading.soc_code:
        raise SameRole(
            f"both roles are {a.typed!r}",
            expected="two different titles or codes",
            next_step="give another second role, or two readings of the title with --soc-a and --soc-b",
        )
    return a, b


# --- codes ----------------------------------------------------------------------------------------------------------


def _of_code(typed: str, code: Code) -> Role:
    onet = (code.onet_code,) if code.onet_code else ()
    readings = _readings([(soc, ("code",), code.why, onet, 0.0) for soc in code.soc_codes], typed)
    jobs = [reading.jobs if reading.jobs > 0 else 1.0 for reading in readings]
    readings = tuple(replace(each, share=count / sum(jobs)) for each, count in zip(readings, jobs, strict=True))
    readings = tuple(sorted(readings, key=lambda each: -each.share))
    confidence = 1.0 if not code.now else round(min(0.99, 0.5 + 0.5 * readings[0].share), 2)
    return Role(typed, readings, confidence=confidence, read_as=code.now, is_code=True)


def _put_first(role: Role, soc_code: str) -> Role:
    code = read_code(soc_code)
    if code is None:
        raise UnknownTitle(
            f"{soc_code!r} is no SOC code",
            expected="a code such as 43-3021",
            next_step=f"choose one of the readings of {role.typed!r}: "
            + "; ".join(f"{reading.soc_code} {reading.occupation}" for reading in role.readings),
        )
    chosen = _of_code(soc_code, code).leading
    same = [reading for reading in role.readings if reading.soc_code == chosen.soc_code]
    first = same[0] if same else replace(chosen, why="chosen by the reader; no list names it for this title", share=0.0)
    others = tuple(reading for reading in role.readings if reading.soc_code != chosen.soc_code)
    return replace(role, readings=(first, *others), chosen=True)


# --- titles ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=65536)
def _of_title(typed: str, folder: Path, *, chosen: bool) -> Role:
    """Return the role of a title; with `chosen`, a reading that is too unsure is no reason to refuse it."""
    if _NO_TITLE.search(typed):
        raise unknown_title(typed)
    reader = title_reader(folder)
    found = reader.read(typed)
    if found.how == NO_WORK:
        raise UnknownTitle(
            f"{typed!r} names no kind of work",
            expected="what the person does: a job title such as accountant or truck driver",
            next_step="give the work itself, the last job or the one you look for",
        )
    if not found.occupations or (found.confidence < ASK and not chosen):
        raise unknown_title(typed)
    index = reader.index
    readings = _readings(
        [
            (index.occupations[at], *_said(index, found, at), share)
            for at, share in zip(found.occupations, found.shares, strict=True)
        ],
        typed,
    )
    confidence = round(found.confidence, 2)
    if sum(each.share for each in readings) < 1 - UNPAID_SHARE:  # most who have the title are in no surveyed occupation
        confidence = min(confidence, ASK)
    changed = found.how not in (AS_TYPED, WRITTEN_OUT, FIELD)
    read_as = (found.shown or (index.shown[found.near[0]] if found.near else "")) if changed else ""
    matched = found.shown if found.how == SPELLING else ""
    called = with_initials(typed, folder)
    return Role(typed, readings, matched, confidence=confidence, read_as=read_as, called=called)


def _said(index: Index, found: Found, occupation: int) -> tuple[tuple[str, ...], str, tuple[str, ...]]:
    """Return the lists that name an occupation for a title, a sentence on it, and the O*NET-SOC codes listed."""
    rows = [row for row in found.rows if index.row_occupation[row] == occupation]
    mask = 0
    for row in rows:
        mask |= int(index.row_lists[row])
    lists = tuple(name for name in ("curated", *LISTS) if mask & BITS[name])
    onet = sorted({code for row in rows if "." in (code := index.codes[index.row_code[row]])})
    if "curated" in lists:
        title = int(index.row_from.searchsorted(rows[0], side="right")) - 1
        why = f"curated: {_reasons(data_folder()).get(index.keys[title], 'read so by rule')}"
    elif lists:
        why = "listed as " + ", ".join(LISTS[name] for name in lists)
    elif found.how == BY_WORDS:
        why = "on no list; read by its words" + (f", nearest to {index.shown[found.near[0]]}" if found.near else "")
    else:
        why = "no list names it for this title; its words stand for it in others"
    return lists, why, tuple(onet)


@lru_cache(maxsize=2)
def _reasons(folder: Path) -> dict[str, str]:
    """Return why each curated title is read as it is, by its words in the index."""
    canonical = lexicon(folder).canonical
    rows = load("title_readings", columns=["titles", "why"], folder=folder)
    return {
        " ".join(canonical(title_key(title).split())): why
        for titles, why in rows.itertuples(index=False)
        for title in titles.split("|")
    }


@lru_cache(maxsize=2)
def _national_jobs(folder: Path) -> "pd.Series[float]":
    pay = load("pay", columns=["soc_code", "employment"], where=NATIONAL, folder=folder)
    return pay.set_index("soc_code")["employment"]


Candidate = tuple[str, tuple[str, ...], str, tuple[str, ...], float]


def _readings(candidates: Iterable[Candidate], typed: str) -> tuple[Reading, ...]:
    """Return the readings in order; several SOC codes that the pay table covers as one are one reading.

    Raises `UnknownTitle` if occupations without surveyed pay have more than half the share and no list has another.
    """
    codes, pay, jobs = soc_codes(data_folder()), paid_occupations(data_folder()), _national_jobs(data_folder())
    found: dict[str, Reading] = {}
    left_out: list[str] = []
    unpaid = 0.0
    for soc, lists, why, onet, share in candidates:
        row = codes.loc[soc] if soc in codes.index else None
        covered = soc if row is None else row["pay_soc_code"]
        if not isinstance(covered, str) or covered not in pay.index:
            left_out.append(f"{soc} {'' if row is None else row['occupation']}".strip())
            unpaid += share
            continue
        if row is not None and row["quality"] == "parent group":
            why = f"{why}; {soc} {row['occupation']} is {row['match_note']}"
        if first := found.get(covered):
            both = tuple(sorted({*first.onet_codes, *onet}))
            found[covered] = replace(first, onet_codes=both, share=first.share + share)
            continue
        name, level = str(pay.at[covered, "occupation"]), str(pay.at[covered, "level"])
        found[covered] = Reading(covered, name, level, lists, why, onet, float(jobs.get(covered, float("nan"))), share)
    if not found or (unpaid > UNPAID_SHARE and not any(set(each.lists) - {"curated"} for each in found.values())):
        raise UnknownTitle(
            f"{typed!r} stands only for occupations that the pay survey leaves out (no surveyed pay): {some(left_out)}",
            expected="a role with surveyed pay; the military, legislators and a few others have none",
            next_step="choose a related civilian occupation with `rolepair search TEXT`",
        )
    return tuple(found.values())


# --- doubt ------------------------------------------------------------------------------------------------------------


_MOST = 5


def unsure(roles: Iterable[Role], before: str = "") -> tuple[str, ...]:
    """Return a sentence for each role that was read with doubt, `before` each."""
    return tuple(f"{before}{told(role)}" for role in roles if role.asks)


def told(role: Role) -> str:
    """Return in one sentence what a role was read as and, where the reading is in doubt, what else it may be."""
    leading = role.leading
    by = f" (as {role.read_as})" if role.read_as and not role.is_code else ""
    said = f"{role.typed!r} is read as {leading.soc_code} {leading.occupation}{by}"
    if role.is_code:
        return f"{said}: {leading.why}"
    others = [f"{each.soc_code} {each.occupation}" for each in role.readings[1:_MOST]]
    if not role.asks or not others:
        return f"{said}, with doubt" if role.asks else said
    return f"{said}, with doubt; it may also be {'; '.join(others)}"


def refuse_unsure(role: Role) -> None:
    """Raise `UncertainTitle` for a role that was read with doubt, with its readings to choose from."""
    if role.asks:
        listed = "; ".join(f"{each.soc_code} {each.occupation}" for each in role.readings[:_MOST])
        raise UncertainTitle(
            f"{role.typed!r} is read with doubt, which --strict refuses",
            expected="a title that lists name for one kind of work, or a code",
            next_step=f"give a fuller title, or the code of one of these: {listed}",
        )


def settle(
    title: str, soc_code: str = "", *, strict: bool = False, keyboard: TextIO | None = None, out: TextIO | None = None
) -> str:
    """Return the SOC code to read a title as: the one given, one chosen at a terminal, or empty for the leading one.

    A title that is read with doubt is asked about once if both `keyboard` and `out` (standard input and error) are a
    terminal; else the leading reading is taken and told on `out`. With `strict` it is refused (`UncertainTitle`).
    Raises the errors of `titles.resolve`.
    """
    keyboard, out = keyboard or sys.stdin, out or sys.stderr
    role = resolve(title, soc_code)
    if strict:
        refuse_unsure(role)
    if not role.asks:
        if role.read_as:
            print(told(role), file=out)
        return soc_code
    if len(role.readings) == 1 or not (keyboard.isatty() and out.isatty()):
        print(told(role), file=out)
        return soc_code
    print(f"{role.typed!r} may mean several occupations:", file=out)
    shown = role.readings[: _MOST + 1]
    for number, each in enumerate(shown, start=1):
        print(f"  {number}  {each.occupation} ({each.soc_code}, {100 * each.share:.0f} of 100)", file=out)
    print(f"Which one? 1 to {len(shown)}, a SOC code, or Enter for the first: ", end="", file=out, flush=True)
    answer = keyboard.readline().strip()
    if answer.isdecimal() and 1 <= int(answer) <= len(shown):
        return shown[int(answer) - 1].soc_code
    return resolve(title, answer).leading.soc_code if answer else shown[0].soc_code
