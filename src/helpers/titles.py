"""A job title or code to the occupations it may mean, the leading one first, with what says so."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rapidfuzz import fuzz, process

from helpers.errors import SameRole, UnknownTitle, some
from helpers.paths import data_folder
from helpers.tables import load
from helpers.title_key import slug, squashed, title_key
from helpers.title_lists import LIST_NAMES, STRENGTH, listed_titles, paid_occupations, soc_codes, unknown_title

LONGEST = 300
CLOSE_ENOUGH = 93.0
"""Smallest rapidfuzz ratio (0 to 100) at which a misspelt title is read as the listed one, and the report says so."""

# an O*NET-SOC code that passed through a number has lost the last zero of its detail: 433021.0
_CODE = re.compile(r"^([0-9]{2})[-–—‑ ]?([0-9]{4})(?:[.]([0-9]{1,2}))?$")
RULE = (
    "Readings that we curated come first, then official names, SOC direct match titles, titles reported by workers and"
    " alternate titles; among equals a named occupation before one called All Other, then the one with more jobs."
)


@dataclass(frozen=True)
class Reading:
    """One occupation of the pay table that a title may mean.

    `lists` names what says so, `why` is one sentence on it, `onet_codes` are the O*NET-SOC codes of the title, and
    `jobs` is national employment (NaN where it is not published).
    """

    soc_code: str
    occupation: str
    level: str
    lists: tuple[str, ...]
    why: str
    onet_codes: tuple[str, ...] = ()
    jobs: float = float("nan")


@dataclass(frozen=True)
class Role:
    """What the reader typed, and its readings, the leading one first.

    `matched` is the listed spelling if the typed one was only close to it, else empty.
    """

    typed: str
    readings: tuple[Reading, ...]
    matched: str = ""
    chosen: bool = False

    @property
    def leading(self) -> Reading:
        """Return the reading that the report's main figures stand for."""
        return self.readings[0]

    @property
    def name(self) -> str:
        """Return how the role is called in the report: as typed, or the occupation's name if a code was typed."""
        return self.leading.occupation if _CODE.match(self.typed) else self.typed

    @property
    def slug(self) -> str:
        """Return the role's name for a file name; see `title_key.slug`."""
        return slug(self.typed) or self.leading.soc_code


def resolve(text: str, soc_code: str = "") -> Role:
    """Return the role for a job title, SOC code or O*NET-SOC code; `soc_code` puts that occupation first.

    Case, plurals, hyphens, accents and stray spaces do not matter. Raises `UnknownTitle` with up to five close titles
    if nothing is known under it, or if all it may mean is left out of the pay survey.
    """
    typed = _printable(str(text))
    if not typed or len(typed) > LONGEST or not title_key(typed):
        shown = f"{typed[:40]!r}{'...' if len(typed) > 40 else ''}"
        raise UnknownTitle(
            f"{shown} is no job title",
            expected=f"a job title of 1 to {LONGEST} characters with a letter in it, a SOC code or an O*NET-SOC code",
            next_step="try `rolepair search TEXT` with a word of the title",
        )
    code = _CODE.match(typed)
    role = _resolve_code(typed, code) if code else _resolve_title(typed)
    return _put_first(role, str(soc_code).strip()) if str(soc_code).strip() else role


def resolve_pair(text_a: str, text_b: str, soc_a: str = "", soc_b: str = "") -> tuple[Role, Role]:
    """Return both roles; raise `SameRole` if they are one title or code and no different readings were asked for."""
    a, b = resolve(text_a, soc_a), resolve(text_b, soc_b)
    same = squashed(a.matched or a.typed) == squashed(b.matched or b.typed)
    if same and a.leading.soc_code == b.leading.soc_code:
        raise SameRole(
            f"both roles are {a.typed!r}",
            expected="two different titles or codes",
            next_step="give another second role, or two readings of the title with --soc-a and --soc-b",
        )
    return a, b


def _printable(text: str) -> str:
    """Return the text with single spaces and without control, direction and other characters that do not print."""
    words = " ".join(text.split())
    return " ".join("".join(letter for letter in words if unicodedata.category(letter)[0] != "C").split())


def _resolve_code(typed: str, match: re.Match[str]) -> Role:
    soc, detail = f"{match[1]}-{match[2]}", match[3] and match[3].ljust(2, "0")
    if detail is not None:
        onet = load("onet_codes")
        row = onet[onet["onet_code"] == f"{soc}.{detail}"]
        if row.empty:
            raise _unknown_code(typed, "O*NET-SOC 2019")
        name = row["occupation"].iloc[0]
        why = f"O*NET-SOC code {soc}.{detail}, {name}; pay is published for the SOC code it belongs to"
        return Role(typed, _readings([(row["soc_code"].iloc[0], ("code",), why, (f"{soc}.{detail}",))], typed))
    codes = soc_codes(data_folder())
    if soc not in codes.index:
        raise _unknown_code(typed, "SOC 2018")
    if codes.at[soc, "quality"] != "none" or codes.at[soc, "level"] == "detailed":
        return Role(typed, _readings([(soc, ("code",), "the code as typed", ())], typed))
    below = codes.index[(codes["level"] == "detailed") & codes.index.str.startswith(soc.rstrip("0"))]
    why = f"in the group {soc} {codes['occupation'][soc]}, for which the pay survey has no figures of its own"
    return Role(typed, _readings([(str(code), ("code",), why, ()) for code in below], typed))


def _unknown_code(typed: str, system: str) -> UnknownTitle:
    codes = soc_codes(data_folder())
    near = codes[(codes["soc_code"].str[:2] == typed[:2]) & (codes["level"] == "detailed")]
    close = process.extract(typed[:7], near["soc_code"].tolist(), scorer=fuzz.ratio, limit=5)
    listed = "; ".join(f"{code} {near['occupation'][code]}" for code, _, _ in close) or "none in this major group"
    return UnknownTitle(
        f"{typed} is no {system} code",
        expected="a code such as 43-3021 (SOC 2018) or 43-3021.00 (O*NET-SOC 2019)",
        next_step=f"close codes: {listed}; or `rolepair search TEXT`",
    )


def _resolve_title(typed: str) -> Role:
    names, roles = listed_titles(data_folder()), load("roles").sort_values("rank")
    ours = roles["title"].map(squashed)
    key, matched = squashed(typed), ""
    listed, curated = names[names["squashed"] == key], roles[ours == key]
    if listed.empty and curated.empty:
        known = [*names["title_key"].unique(), *roles["title"].map(title_key).unique()]
        close = process.extractOne(title_key(typed), known, scorer=fuzz.ratio)
        if close is None or close[1] < CLOSE_ENOUGH:
            raise unknown_title(typed)
        key = close[0].replace(" ", "")
        listed, curated = names[names["squashed"] == key], roles[ours == key]
        strongest = listed.sort_values("list", key=lambda name: -name.map(STRENGTH), kind="stable")
        matched = str([*strongest["title"], *curated["title"]][0])
    candidates: list[tuple[str, tuple[str, ...], str, tuple[str, ...]]] = []
    for code, why in curated[["soc_code", "why"]].itertuples(index=False):
        onet = tuple(sorted(set(listed["onet_code"][listed["soc_code"] == code].dropna())))
        candidates.append((str(code), ("curated",), f"curated: {why}", onet))
    rest = []
    for code, group in listed[~listed["soc_code"].isin(curated["soc_code"])].groupby("soc_code"):
        lists = tuple(sorted(set(group["list"]), key=lambda name: -STRENGTH[name]))
        why = "listed as " + ", ".join(LIST_NAMES[name] for name in lists)
        rest.append((str(code), lists, why, tuple(sorted(set(group["onet_code"].dropna())))))
    readings = _readings([*candidates, *rest], typed, curated=len(candidates))
    return Role(typed, readings, matched)


def _readings(
    candidates: Iterable[tuple[str, tuple[str, ...], str, tuple[str, ...]]], typed: str, curated: int = 0
) -> tuple[Reading, ...]:
    """Return the readings in order; several SOC codes that the pay table covers as one are one reading."""
    codes = soc_codes(data_folder())
    pay = paid_occupations(data_folder())
    found: dict[str, tuple[int, Reading]] = {}
    left_out = []
    for position, (soc, lists, why, onet) in enumerate(candidates):
        row = codes.loc[soc] if soc in codes.index else None
        covered = soc if row is None else row["pay_soc_code"]
        if not isinstance(covered, str) or covered not in pay.index:
            left_out.append(f"{soc} {'' if row is None else row['occupation']}".strip())
            continue
        if row is not None and row["quality"] == "parent group":
            why = f"{why}; {soc} {row['occupation']} is {row['match_note']}"
        if covered in found:
            rank, first = found[covered]
            merged = replace(first, onet_codes=tuple(sorted({*first.onet_codes, *onet})))
            found[covered] = (rank, merged)
            continue
        name, level = str(pay.at[covered, "occupation"]), str(pay.at[covered, "level"])
        reading = Reading(covered, name, level, lists, why, onet)
        found[covered] = (position if position < curated else curated, reading)
    if not found:
        raise UnknownTitle(
            f"{typed!r} stands only for occupations that the pay survey leaves out: {some(left_out)}",
            expected="a role with surveyed pay; the military, legislators and a few others have none",
            next_step="choose a related civilian occupation with `rolepair search TEXT`",
        )
    jobs = load(
        "pay",
        columns=["soc_code", "area_code", "industry_code", "employment"],
        where={"soc_code": list(found), "area_code": ["0000000"], "industry_code": ["000000"]},
    ).set_index("soc_code")["employment"]
    counted = [
        (rank, replace(reading, jobs=float(jobs.get(code, float("nan"))))) for code, (rank, reading) in found.items()
    ]
    counted.sort(key=lambda item: (item[0], *_order(item[1])))
    return tuple(reading for _, reading in counted)


def _order(reading: Reading) -> tuple[int, bool, float]:
    strength = max((STRENGTH.get(name, 5) for name in reading.lists), default=0)
    return -strength, reading.occupation.endswith("All Other"), -(reading.jobs if reading.jobs > 0 else 0.0)


def _put_first(role: Role, soc_code: str) -> Role:
    match = _CODE.match(soc_code)
    if not match:
        raise UnknownTitle(
            f"{soc_code!r} is no SOC code",
            expected="a code such as 43-3021",
            next_step=f"choose one of the readings of {role.typed!r}: {_codes(role)}",
        )
    chosen = _resolve_code(soc_code, match).leading
    same = [reading for reading in role.readings if reading.soc_code == chosen.soc_code]
    first = same[0] if same else replace(chosen, why="chosen by the reader; no list names it for this title")
    others = tuple(reading for reading in role.readings if reading.soc_code != chosen.soc_code)
    return replace(role, readings=(first, *others), chosen=True)


def _codes(role: Role) -> str:
    return "; ".join(f"{reading.soc_code} {reading.occupation}" for reading in role.readings)
