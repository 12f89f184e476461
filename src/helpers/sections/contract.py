"""What a section is: its facts, what is found in them, and the table behind; one guard for all that can fail."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from helpers.base.errors import UserError
from helpers.comparison.facts import NO_FIGURE, each
from helpers.comparison.roles import Comparison
from helpers.show.blocks import Block, esc, sentences
from helpers.show.provenance import number, plain_numbers

Facts = Callable[[Comparison], pd.DataFrame]
Says = Callable[[Comparison], list[str]]
Tabulate = Callable[[Comparison], Block]


@dataclass(frozen=True)
class Section:
    """One section: a frozen value, nothing to inherit.

    `facts` returns the tidy frame (`comparison.facts.COLUMNS` and keys of its own), `says` the sentences computed from
    it, the first of which heads the chapter, `tabulate` the table behind. `roles` is for how many roles it is.
    What cannot be said is in the frame: the rows whose `why` is set.
    """

    id: str
    heading: str
    facts: Facts
    says: Says
    tabulate: Tabulate
    roles: range = range(1, 9)

    def finding(self, c: Comparison) -> Block:
        """Return the section's sentences as a block; `finding(c).sentences` is the list."""
        return guarded(c, self.heading, lambda: sentences(self.says(c)))

    def table(self, c: Comparison) -> Block:
        """Return the table behind the section as a block; of three roles or more without a passport a figure."""
        with plain_numbers(plain=len(c.names) > 2):
            return guarded(c, self.heading, lambda: self.tabulate(c))


def guarded(c: Comparison, heading: str, make: Callable[[], Block]) -> Block:
    """Return what `make` returns; with `allow_missing`, an error of ours becomes a block that says what is missing.

    Anything else is a mistake of the program and is raised as it is.
    """
    try:
        return make()
    except UserError as error:
        if not c.settings.allow_missing:
            raise
        return Block("", "failed", words=f"{heading}: {error.given}")


def cell(row: Any, what: str = "", *, opens: bool = True, why: str = "") -> str:
    """Return a fact as a cell of a table: its figure, which opens its source or not, or why there is none.

    `row` is one of `facts.each` or `facts.one`; `why` stands in the place of its reason, `what` in that of its name.
    """
    if row.text == NO_FIGURE:
        return esc(f"{NO_FIGURE}: {why or row.why}")
    return number(row, what) if opens else esc(row.text)


def measure_rows(frame: pd.DataFrame, write: Callable[[Any], str]) -> list[list[str]]:
    """Return a row a measure of a table: its label, and each role's fact as `write` makes a cell of it."""
    return [
        [esc(group["label"].iloc[0]), *map(write, each(group))] for _, group in frame.groupby("measure", sort=False)
    ]
