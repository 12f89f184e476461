"""What a switch of role costs, and when it pays back: cash flow, break-even, and what would have to be true for it.

Month t counts from 0 and its flow is discounted by (1 + rate / 12) ** -t. While training (the first `months`) a month
costs its share of the tuition and the pay of role A that is given up; afterwards it brings

    f(t) = chance * pay_b + (1 - chance) * pay_a - pay_a

in a twelfth of yearly pay. The balance after T months is the sum of f(0) to f(T - 1), discounted; break-even is the
first T past the training at which it is not below 0. Tuition is paid in equal parts at the start of each month of
training, or all at once where there is none. Pay stays as it is published: one release tells nothing of raises.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from helpers.errors import BadInput
from helpers.estimates import Floats
from helpers.odds import Answer

LOWEST_PERCENTILE, HIGHEST_PERCENTILE = 10.0, 90.0
"""Outside these no percentile of pay is published."""
CENT = 0.01


@dataclass(frozen=True)
class Terms:
    """What the reader may turn; amounts in US dollars, shares from 0 to 1, percentiles from 10 to 90.

    `part_time_share` is the share of A's pay that is still earned while training; `within_years` is the term of the
    inverse questions. The age and the age of retirement bound the horizon. Rate, percentiles and horizon are the usual
    choice; tuition, months and chance are an example: no table here says what training costs or how often it leads on.
    """

    age: int = 40
    retire_at: int = 67
    tuition: float = 5000.0
    months: int = 6
    part_time_share: float = 0.0
    chance: float = 0.8
    rate_pct: float = 3.0
    own_percentile: float = 50.0
    entry_percentile: float = 25.0
    within_years: int = 5

    def __post_init__(self) -> None:
        """Refuse what lies outside its range; each message says what was given, the range and what to do."""
        _check("age", self.age, 16, 99, whole=True)
        _check("the age of retirement", self.retire_at, 17, 100, whole=True)
        _check("tuition", self.tuition, 0, 1_000_000)
        _check("months of training", self.months, 0, 120, whole=True)
        _check("the share of pay kept while training", self.part_time_share, 0, 1)
        _check("chance of landing the role", self.chance, 0, 1)
        _check("rate in percent a year", self.rate_pct, 0, 20)
        for name, value in (("own", self.own_percentile), ("entry", self.entry_percentile)):
            _check(f"{name} percentile", value, LOWEST_PERCENTILE, HIGHEST_PERCENTILE)
        _check("years to break even within", self.within_years, 1, 60, whole=True)
        if self.retire_at <= self.age:
            raise BadInput(
                f"age {self.age} with retirement at {self.retire_at}",
                expected="an age below the age of retirement",
                next_step="give a lower age or a later retirement",
            )

    @property
    def horizon(self) -> int:
        """Return the months until retirement."""
        return 12 * (self.retire_at - self.age)

    @property
    def discount(self) -> float:
        """Return by what a flow is multiplied for each month that it lies ahead."""
        return 1 / (1 + self.rate_pct / 1200)


def cash_flow(terms: Terms, pay_a: float, pay_b: float, months: int | None = None) -> pd.DataFrame:
    """Return one row a month, from 0, for `months` (the horizon if None), amounts in US dollars.

    Columns: `month`, `tuition` and `pay_lost` (at most 0), `pay_change` (after training, times the chance), `flow`,
    `discounted` and `balance`, the discounted sum up to and with this month. Pay is a year's, in US dollars.
    """
    _check_pay(pay_a, pay_b)
    month = np.arange(terms.horizon if months is None else months)
    training = month < terms.months
    tuition = np.where(month < _parts(terms), -terms.tuition / _parts(terms), 0.0)
    lost = np.where(training, -pay_a / 12 * (1 - terms.part_time_share), 0.0)
    change = np.where(training, 0.0, terms.chance * (pay_b - pay_a) / 12)
    flow = tuition + lost + change
    discounted = flow * terms.discount**month
    return pd.DataFrame(
        {
            "month": month,
            "tuition": tuition,
            "pay_lost": lost,
            "pay_change": change,
            "flow": flow,
            "discounted": discounted,
            "balance": np.cumsum(discounted),
        }
    )


def balance_after(terms: Terms, pay_a: float, pay_b: float, months: int) -> float:
    """Return the discounted balance after so many months, in US dollars: NPV(T) with T = `months`."""
    _check_pay(pay_a, pay_b)
    return float(_gain(terms, pay_a, pay_b, months) * terms.chance - _cost(terms, pay_a, months))


def break_even_month(terms: Terms, pay_a: float, pay_b: float) -> Answer:
    """Return the number of months from the start until the balance is not below 0, or why that never comes.

    The balance counts only past the training. Half a cent below 0 counts as 0. Never: no chance and a cost; pay in B at
    or below pay in A with a cost; or no time before retirement.
    """
    _check_pay(pay_a, pay_b)
    if terms.months >= terms.horizon:
        return Answer(None, f"the training lasts until the age of {terms.retire_at} or beyond it")
    first = terms.months + 1
    if balance_after(terms, pay_a, pay_b, first) >= -CENT / 2:
        return Answer(float(first))
    if terms.chance == 0:
        return Answer(None, "without a chance of landing the role nothing is gained")
    if pay_b <= pay_a:
        return Answer(None, "pay on entering the new role is not above pay in the old one")
    if balance_after(terms, pay_a, pay_b, terms.horizon) < -CENT / 2:
        return Answer(None, f"not before the age of {terms.retire_at}")
    low, high = first, terms.horizon
    while high - low > 1:  # past the training the balance only rises
        middle = (low + high) // 2
        low, high = (low, middle) if balance_after(terms, pay_a, pay_b, middle) >= -CENT / 2 else (middle, high)
    return Answer(float(high))


def largest_tuition(terms: Terms, pay_a: float, pay_b: float) -> Answer:
    """Return the most that tuition may be for a balance of 0 after `within_years`, all else as in the terms."""
    months = 12 * terms.within_years
    if reason := _too_short(terms, pay_a, pay_b):
        return Answer(None, reason)
    gain = _gain(terms, pay_a, pay_b, months) * terms.chance
    left = gain - _lost(terms, pay_a, months)
    if left < 0:
        why = "the pay lost while training is more than what is gained"
        return Answer(
            None, f"not even if free: {why if pay_b > pay_a else 'pay is not higher on entering the new role'}"
        )
    return Answer(float(left / _weight_of_tuition(terms, months)))


def lowest_chance(terms: Terms, pay_a: float, pay_b: float) -> Answer:
    """Return the lowest chance of landing B (0 to 1) for a balance of 0 after `within_years`, or why none will do."""
    if reason := _too_short(terms, pay_a, pay_b):
        return Answer(None, reason)
    months = 12 * terms.within_years
    cost, gain = _cost(terms, pay_a, months), _gain(terms, pay_a, pay_b, months)
    if cost == 0 and gain >= 0:
        return Answer(0.0)
    if gain <= 0:
        return Answer(None, "not even if it is certain: pay is not higher on entering the new role")
    return Answer(float(cost / gain)) if cost <= gain else Answer(None, "not even if it is certain")


def lowest_entry_pay(terms: Terms, pay_a: float) -> Answer:
    """Return the least yearly pay on entering B, in US dollars, for a balance of 0 after `within_years`."""
    if reason := _too_short(terms, pay_a, pay_a):
        return Answer(None, reason)
    months = 12 * terms.within_years
    cost = _cost(terms, pay_a, months)
    if cost == 0:
        return Answer(float(pay_a))
    if terms.chance == 0:
        return Answer(None, "at no pay: without a chance of landing the role nothing is gained")
    each = _gain(terms, 0.0, 12.0, months)  # what a dollar a month more is worth
    return Answer(float(pay_a + 12 * cost / (terms.chance * each)))


def answer_grid(
    terms: Terms,
    pay_a: float,
    entry_pays: Sequence[float],
    *,
    tuitions: Sequence[float],
    months: Sequence[int],
    chances: Sequence[float],
    horizon: int,
) -> tuple[npt.NDArray[np.int64], Floats]:
    """Return break-even month and balance after `within_years` for every combination, rate and share as in the terms.

    Both have the shape (tuitions, months, chances, entry pays). A month of 0 is no break-even within `horizon` months;
    else it is that of `break_even_month`. Balances are discounted US dollars.
    """
    _check_pay(pay_a, *entry_pays)
    shape = tuple(len(axis) for axis in (tuitions, months, chances, entry_pays))
    even, balance = np.zeros(shape, dtype=np.int64), np.zeros(shape)
    term = 12 * terms.within_years
    sums = np.concatenate(
        [[0.0], np.cumsum(terms.discount ** np.arange(max(horizon, term, *months), dtype=np.float64))]
    )
    gain = np.multiply.outer(np.asarray(chances, dtype=float), (np.asarray(entry_pays, dtype=float) - pay_a) / 12)
    for row, tuition in enumerate(tuitions):
        for column, training in enumerate(months):
            parts = max(training, 1)
            lost = pay_a / 12 * (1 - terms.part_time_share)
            cost = tuition / parts * sums[parts] + lost * sums[training]
            spent = tuition / parts * sums[min(parts, term)] + lost * sums[min(training, term)]
            balance[row, column] = gain * (sums[term] - sums[min(training, term)]) - spent
            if training >= horizon:
                continue
            with np.errstate(divide="ignore", invalid="ignore"):
                needed = sums[training] + (cost - CENT / 2) / np.where(gain > 0, gain, np.nan)
            first = np.maximum(np.searchsorted(sums, needed), training + 1)
            at_once = gain * (sums[training + 1] - sums[training]) - cost >= -CENT / 2
            found = np.where(at_once, training + 1, np.where(np.isnan(needed), horizon + 1, first))
            even[row, column] = np.where(found <= horizon, found, 0)
    return even, balance


def _gain(terms: Terms, pay_a: float, pay_b: float, months: int) -> float:
    """Return what B's pay above A's adds up to after the training, discounted, if landing B is certain."""
    return (pay_b - pay_a) / 12 * _annuity(terms.discount, min(terms.months, months), months)


def _cost(terms: Terms, pay_a: float, months: int) -> float:
    return terms.tuition * _weight_of_tuition(terms, months) + _lost(terms, pay_a, months)


def _lost(terms: Terms, pay_a: float, months: int) -> float:
    return pay_a / 12 * (1 - terms.part_time_share) * _annuity(terms.discount, 0, min(terms.months, months))


def _weight_of_tuition(terms: Terms, months: int) -> float:
    """Return what a dollar of tuition costs today, paid in its parts."""
    return _annuity(terms.discount, 0, min(_parts(terms), months)) / _parts(terms)


def _parts(terms: Terms) -> int:
    return max(terms.months, 1)


def _annuity(discount: float, first: int, end: int) -> float:
    """Return the discounted value of one dollar in each of the months `first` to `end` - 1."""
    powers: Floats = discount ** np.arange(first, end, dtype=np.float64)
    return math.fsum(powers.tolist())


def _too_short(terms: Terms, pay_a: float, pay_b: float) -> str:
    _check_pay(pay_a, pay_b)
    if 12 * terms.within_years <= terms.months:
        return f"the training alone takes {terms.months} months"
    return ""


def _check(name: str, value: float, low: float, high: float, *, whole: bool = False) -> None:
    if not low <= value <= high or (whole and value != int(value)):  # a comparison with NaN is false
        raise BadInput(
            f"{name} {value:g}",
            expected=f"{'a whole number' if whole else 'a number'} from {low:g} to {high:g}",
            next_step="correct it; the other terms can stay as they are",
        )


def _check_pay(*pays: float) -> None:
    for pay in pays:
        if not math.isfinite(pay) or pay < 0:
            raise ValueError(f"yearly pay must be a finite amount of 0 or more; got {pay}")
