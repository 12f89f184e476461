"""Titles that are read with doubt: what is said of them, refused with `--strict`, and asked once on a terminal."""

import sys
from collections.abc import Iterable
from typing import TextIO

from helpers.base.errors import UncertainTitle
from helpers.tables.titles import Role, resolve

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
