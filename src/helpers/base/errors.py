"""The few errors a user may see: each says what was given, what was expected and what to do next."""

import difflib
from collections.abc import Mapping, Sequence
from functools import partial


class UserError(Exception):
    """A mistake in what was given; its text fits one screen and needs no traceback."""

    def __init__(self, given: str, *, expected: str, next_step: str) -> None:
        """Keep the three parts; `str()` of the error joins them as three lines."""
        self.given = given
        self.expected = expected
        self.next_step = next_step
        super().__init__(f"{given}\n  expected: {expected}\n  next step: {next_step}")

    def __reduce__(self) -> tuple[object, ...]:
        """Rebuild from the three parts, so that the error survives a trip between processes."""
        return partial(type(self), expected=self.expected, next_step=self.next_step), (self.given,)


class UnknownTitle(UserError):
    """No occupation is known under this title or code."""


class UncertainTitle(UserError):
    """A title is read with doubt, and `--strict` refuses doubt."""


class UnknownArea(UserError):
    """No area is known under this name or code."""


class SameRole(UserError):
    """Both roles are one and the same text or code: there is nothing to compare."""


class DamagedTable(UserError):
    """A table in the data folder is missing, cut off or breaks its schema."""


class BadInput(UserError):
    """A file or a value that was handed in cannot be used."""


class RenderFailed(UserError):
    """The report could not be made; nothing was left in the reports folder."""


class SectionsMissing(UserError):
    """The report is in place, but some of its sections could not be computed and say so."""


def some(values: Sequence[object], most: int = 5) -> str:
    """Return the first values joined by commas, with a count of those left out."""
    shown = ", ".join(str(v) for v in values[:most])
    return shown + (f" and {len(values) - most} more" if len(values) > most else "")


def check_names(found: Mapping[str, object], declared: str) -> None:
    """Raise `BadInput` if a plain value stands in a notebook's names that its parameters cell does not declare.

    `found` are the names so far, `globals()` in the cell behind the parameters; `declared` are the parameters' names,
    parted by spaces. papermill would only warn of a misspelt one. Only texts, numbers, and yes or no are looked at:
    nothing else can be a parameter.
    """
    known = declared.split()
    plain = (str, int, float, bool)
    unknown = [name for name, value in found.items() if name[:1] != "_" and type(value) in plain and name not in known]
    if unknown:
        close = difflib.get_close_matches(unknown[0], known, 1)
        raise BadInput(
            f"there is no parameter {unknown[0]!r}",
            expected=f"one of {', '.join(known)}",
            next_step=f"did you mean {close[0]}?" if close else "see the first cell of the notebook for what each is",
        )
