"""Find the newest release at an address that holds its release in its name."""

import re
from collections.abc import Callable

from helpers.base.errors import BadInput

FIELD = "{release}"
"""What stands in an address for a release such as 30.2, which the publisher writes 30_2 there, or a year."""
_MOST_STEPS = 40


def at_release(pattern: str, release: str) -> str:
    """Return the address of one release; an address without the field is the same for all."""
    return pattern.replace(FIELD, release.replace(".", "_"))


def newest_release(pattern: str, release: str, exists: Callable[[str], bool]) -> str:
    """Return the newest release from `release` on that `exists` finds, itself if there is none newer.

    Looks from each release at the next two of the same number and the first two of the next number, or at the next two
    years, so that one left out in between does not hide the rest. Raises `BadInput` if `release` is neither of the form
    30.2 nor a year.
    """
    if FIELD not in pattern:
        return release
    if not re.fullmatch(r"\d+\.\d+|\d{4}", release):
        raise BadInput(
            f"the release {release!r} cannot be counted on",
            expected="a release such as 30.2, or a year, since the address holds it",
            next_step="correct `release` in sources.yml",
        )
    for _ in range(_MOST_STEPS):
        newer = next((ahead for ahead in _ahead(release) if exists(at_release(pattern, ahead))), None)
        if newer is None:
            break
        release = newer
    return release


def _ahead(release: str) -> list[str]:
    number, dot, part = release.partition(".")
    if not dot:
        return [str(int(number) + 2), str(int(number) + 1)]
    return [f"{int(number) + 1}.1", f"{int(number) + 1}.0", f"{number}.{int(part) + 2}", f"{number}.{int(part) + 1}"]


def order(release: str) -> tuple[int, ...] | None:
    """Return a release as numbers that tell its order, None if unknown: 30.2 as (30, 2), May 2025 as (2025, 5)."""
    months = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    text = release.strip().lower()
    if dated := re.fullmatch(r"([a-z]{3})[a-z]*\.? (?:(\d{1,2}), )?(\d{4})", text):
        day = (int(dated[2]),) if dated[2] else ()
        return (int(dated[3]), months.index(dated[1]) + 1, *day) if dated[1] in months else None
    return tuple(int(part) for part in re.split(r"\D+", text)) if re.fullmatch(r"\d+([.–-]\d+)*", text) else None


def is_older(new: str, old: str) -> bool:
    """Return whether release `new` is known to be older than `old`; texts of different forms are not compared."""
    first, second = order(new), order(old)
    return first is not None and second is not None and len(first) == len(second) and first < second
