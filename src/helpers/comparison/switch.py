"""The ledger of a switch from one role of a pair to the other, from the published percentiles of both."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from helpers.estimates import reason_of_both
from helpers.odds import PERCENTILES, Answer, percentile_in_words
from helpers.percentile_pay import PercentilePay
from helpers.switching import (
    Terms,
    answer_grid,
    break_even_month,
    cash_flow,
    largest_tuition,
    lowest_chance,
    lowest_entry_pay,
)

ONE_OCCUPATION = "both titles fall into one occupation, so that official data hold one pay for both"
YEARS = (1, 2, 3, 5, 10, 20)
TUITIONS = (0.0, 2500.0, 5000.0, 10_000.0, 20_000.0, 40_000.0)
MONTHS = (0, 3, 6, 12, 24, 36, 48)
CHANCES = (0.25, 0.5, 0.65, 0.8, 1.0)
AGES = tuple(range(20, 65, 5))
YOUNGEST = 18
"""The age from which the precomputed answers reach to retirement."""


@dataclass(frozen=True)
class Grid:
    """Precomputed answers for every combination of the axes, in the order tuition, months, chance, percentile.

    `even` is the month of break-even, 0 where there is none between 18 and retirement; `balance` the discounted US
    dollars after the years of the inverse questions. `start` places the terms on each axis.
    """

    tuitions: tuple[float, ...]
    months: tuple[int, ...]
    chances: tuple[float, ...]
    percentiles: tuple[float, ...]
    even: np.ndarray
    balance: np.ndarray
    start: tuple[int, int, int, int]


@dataclass(frozen=True)
class Switch:
    """Someone in the role `names[0]` who goes to `names[1]`, on the given terms.

    `pays` are the published percentiles of both in the chosen area, `cells` the source cells of those percentiles.
    `refused` is a reason why no ledger is drawn up whatever the terms; empty if there is none.
    """

    names: tuple[str, str]
    terms: Terms
    pays: tuple[PercentilePay, PercentilePay]
    cells: tuple[tuple[str, ...], tuple[str, ...]]
    refused: str = ""

    @cached_property
    def pay_now(self) -> Answer:
        """Return a year's pay in the old role at the reader's percentile, or why it is not known."""
        return self.pays[0].pay_at(self.terms.own_percentile)

    @cached_property
    def pay_then(self) -> Answer:
        """Return a year's pay in the new role at the percentile of entry, or why it is not known."""
        return self.pays[1].pay_at(self.terms.entry_percentile)

    @property
    def reason(self) -> str:
        """Return why there is no ledger; empty if there is one."""
        return self.refused or reason_of_both(self.names, (self.pay_now.reason, self.pay_then.reason))

    @property
    def break_even(self) -> Answer:
        """Return the months until the balance is even, or why it never is."""
        if self.reason:
            return Answer(None, self.reason)
        return break_even_month(self.terms, *self._pays)

    @cached_property
    def ledger(self) -> pd.DataFrame:
        """Return the sums after 1, 2, 3, 5, 10, 20 years and at retirement, as far as they lie before it.

        Columns: `years`, `label`, `tuition`, `pay_lost`, `pay_change` (sums as paid), `balance` (discounted), all in US
        dollars. No rows where there is no ledger.
        """
        columns = ["years", "label", "tuition", "pay_lost", "pay_change", "balance"]
        if self.reason:
            return pd.DataFrame(columns=columns)
        flow = cash_flow(self.terms, *self._pays)
        sums = flow[["tuition", "pay_lost", "pay_change"]].cumsum().assign(balance=flow["balance"])
        whole = self.terms.horizon // 12
        years = sorted({*(year for year in YEARS if year < whole), whole})
        rows = sums.iloc[[12 * year - 1 for year in years]].reset_index(drop=True)
        labels = [f"{year} year{'s' if year > 1 else ''}" for year in years]
        labels[-1] += f" (age {self.terms.retire_at})"
        return rows.assign(years=years, label=labels)[columns]

    @cached_property
    def inverse(self) -> pd.DataFrame:
        """Return what would have to be true for an even balance after `within_years`, all else as in the terms.

        One row a question: `question`, `value`, `unit` ('usd', 'chance' or 'percentile'), `text`, `reason` where there
        is no value. No rows where there is no ledger.
        """
        columns = ["question", "value", "unit", "text", "reason"]
        if self.reason:
            return pd.DataFrame(columns=columns)
        pay = lowest_entry_pay(self.terms, self._pays[0])
        percentile = pay if pay.value is None else self.pays[1].percentile_of(pay.value)
        rows = [
            ("Tuition at most", largest_tuition(self.terms, *self._pays), "usd"),
            ("Chance of landing the role at least", lowest_chance(self.terms, *self._pays), "chance"),
            ("Pay on entering at least, a year", pay, "usd"),
            ("Percentile of pay on entering at least", percentile, "percentile"),
        ]
        return pd.DataFrame(
            [
                {
                    "question": question,
                    "value": np.nan if answer.value is None else answer.value,
                    "unit": unit,
                    "text": _written(answer, unit),
                    "reason": answer.reason,
                }
                for question, answer, unit in rows
            ],
            columns=columns,
        )

    @cached_property
    def grid(self) -> Grid | None:
        """Return precomputed answers around the terms, or None where there is no ledger."""
        if self.reason:
            return None
        read = {float(p): self.pays[1].pay_at(p).value for p in sorted({*PERCENTILES, self.terms.entry_percentile})}
        entry = {percentile: pay for percentile, pay in read.items() if pay is not None}
        tuitions = tuple(sorted({*TUITIONS, self.terms.tuition}))
        months = tuple(sorted({*MONTHS, self.terms.months}))
        chances = tuple(sorted({*CHANCES, self.terms.chance}))
        even, balance = answer_grid(
            self.terms,
            self._pays[0],
            list(entry.values()),
            tuitions=tuitions,
            months=months,
            chances=chances,
            horizon=12 * max(self.terms.retire_at - min(YOUNGEST, self.terms.age), 1),
        )
        start = (
            tuitions.index(self.terms.tuition),
            months.index(self.terms.months),
            chances.index(self.terms.chance),
            list(entry).index(float(self.terms.entry_percentile)),
        )
        return Grid(tuitions, months, chances, tuple(entry), even, balance, start)

    @property
    def _pays(self) -> tuple[float, float]:
        assert self.pay_now.value is not None
        assert self.pay_then.value is not None
        return self.pay_now.value, self.pay_then.value


def switch_between(
    pay: pd.DataFrame, names: tuple[str, str], terms: Terms, *, start: str = "a", one_occupation: bool = False
) -> Switch:
    """Return the ledger from the role of side `start` to the other; `pay` is what `pay.pay_rows` returned.

    Yearly pay only: where a role is published by the hour, its hours a year are not, and the reason says so.
    """
    sides = ("a", "b") if start == "a" else ("b", "a")
    rows = pay.set_index("measure").loc[[f"annual_{_column(p)}_usd" for p in PERCENTILES]]
    first, second = (
        PercentilePay(tuple(rows[f"value_{side}"].astype(float)), tuple(_why(rows, side))) for side in sides
    )
    cells = tuple(tuple(str(cell) for cell in rows[f"cell_{side}"]) for side in sides)
    ordered = names if start == "a" else (names[1], names[0])
    return Switch(ordered, terms, (first, second), (cells[0], cells[1]), ONE_OCCUPATION if one_occupation else "")


def _why(rows: pd.DataFrame, side: str) -> list[str]:
    return [
        "" if np.isfinite(value) else (str(reason) or "not published")
        for value, reason in zip(rows[f"value_{side}"].astype(float), rows[f"reason_{side}"], strict=True)
    ]


def _column(percentile: int) -> str:
    return "median" if percentile == 50 else f"p{percentile}"


def _written(answer: Answer, unit: str) -> str:
    if answer.value is None:
        return ""
    if unit == "percentile":
        return percentile_in_words(answer.value)
    if unit == "chance":
        return f"{np.ceil(100 * answer.value - 1e-9):.0f} of 100"  # rounded up, so that it is enough
    return ""
