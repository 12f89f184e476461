"""What is wrong with market claims as a set: seven defects, each found by a rule and none by name."""

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

import pandas as pd

from helpers.base.words import capital, listed
from helpers.claims.records import (
    Claim,
    OfficialFigures,
    claims_from,
    decimals_of,
    official_from,
    period_key,
    printed_half,
    say_figure,
    say_measure,
)
from helpers.claims.verdicts import scale_slip

CERTAIN, MAYBE_ROUNDING = "certain", "could be rounding"

_FEWEST_TITLES = 3
STEP = 0.05
MOST_CHANCE = 0.01
_WHOLE_OF = {"race_share_pct": 3, "gender_share_pct": 2}
_REUSABLE = (
    *("annual_pay_mean", "annual_pay_median", "hourly_pay_mean", "hourly_pay_median", "growth_pct", "jobs"),
    *("satisfaction", "age_mean_years", "age_median_years", "experience_years", "degree_share_pct", "lgbt_share_pct"),
)


Defect = tuple[Iterable[Claim], str, str]
"""The claims that a finding rests on, the words, and whether rounding could explain it."""


def find_defects(claims: pd.DataFrame, official: pd.DataFrame) -> pd.DataFrame:
    """Return the defects found in a set of claims, one row a finding, in the order of `RULES`.

    Columns: rule, claim_ids and roles (tuples of texts), explanation (a sentence with the numbers), certainty
    ("certain", or "could be rounding" where rounding of the printed figures alone may produce it). No finding: no rows.

    - Months printed as years: a title's years of experience equal an end of its time to become, printed in months.
    - Average below P10: even rounded up, an average or median is below the official 10th percentile, same unit;
      one that looks like another scale (thousands, pay an hour) is left out.
    - Pay ladder of fixed factors: the levels are round multiples of one printed figure, see `scaled_from`.
    - Shares do not sum to 100: three or more race shares, or two gender shares, of one title on one page. n shares
      printed in steps s can miss 100 by n x s/2; a miss that small is kept as "could be rounding".
    - Growth disagrees: sources (official ones too) give one title growth of opposite sign, or state different
      periods. An unstated period is mentioned, and is no defect by itself.
    - Rank without a value: a best place, company or industry, or a ranked skill, is named without its figure.
    - One value under several titles: a site prints one figure for at least three titles and for more than half of
      those it gives that measure for, and no wording says "shared". Bands and ranges come in few sizes: left out.

    `claims` and `official` are as in `check_claims`; raises ValueError for a missing column.
    """
    rows, figures = claims_from(claims), official_from(official)
    found = []
    for name, rule in RULES.items():
        for told, explanation, certainty in rule(rows, figures):
            kept = list(told)
            roles = tuple(dict.fromkeys(claim.role for claim in kept))
            found.append([name, tuple(claim.claim_id for claim in kept), roles, capital(explanation), certainty])
    return pd.DataFrame(found, columns=["rule", "claim_ids", "roles", "explanation", "certainty"], dtype=object)


def _groups(claims: Iterable[Claim], key: Callable[[Claim], tuple[object, ...]]) -> list[list[Claim]]:
    groups: dict[tuple[object, ...], list[Claim]] = defaultdict(list)
    for claim in claims:
        groups[key(claim)].append(claim)
    return list(groups.values())


def _valued(claims: Iterable[Claim], *measures: str) -> list[tuple[Claim, float]]:
    return [(claim, claim.value) for claim in claims if claim.measure in measures and claim.value is not None]


def _months_as_years(claims: list[Claim], _: OfficialFigures) -> Iterator[Defect]:
    for group in _groups(claims, lambda claim: (claim.site, claim.role)):
        months = [
            (claim, value)
            for claim, value in _valued(group, "time_to_become_low", "time_to_become_high")
            if claim.unit == "months"
        ]
        years = _valued(group, "experience_years", "experience_required_years")
        hits = [(year, n, month) for (year, n), (month, m) in itertools.product(years, months) if n == m]
        if not hits:
            continue
        year, number, _month = hits[0]
        low, high = min(m for _, m in months), max(m for _, m in months)
        span = f"{low:g} to {high:g} months" if low < high else f"{high:g} months"
        words = (
            f"{year.publisher} gives {say_figure(number, 'years')} of experience for {year.role},"
            f" and {span} to become one: the {number:g} are months printed as years"
        )
        evidence = dict.fromkeys([*(hit[0] for hit in hits), *(hit[2] for hit in hits)])
        yield evidence, words, CERTAIN


def _below_p10(claims: list[Claim], official: OfficialFigures) -> Iterator[Defect]:
    averages = [name for name in _REUSABLE if "_pay_" in name]
    for group in _groups(claims, lambda claim: (claim.site, claim.role, claim.measure, claim.value)):
        hits = _valued(group, *averages)
        p10 = official.get((group[0].role, f"{group[0].measure.split('_')[0]}_pay_p10", ""))
        if not hits or p10 is None or p10.value is None or p10.unit != group[0].unit:
            continue
        value = hits[0][1]
        whole = official.get((group[0].role, group[0].measure, ""))
        if whole is not None and whole.value is not None and scale_slip(value, p10.unit, whole.value):
            continue
        if value + printed_half(value, p10.unit) < p10.value:
            words = (
                f"{group[0].publisher} gives {say_figure(value, p10.unit)} as the average for {group[0].role};"
                f" nine in ten workers of the official occupation earn {say_figure(p10.value, p10.unit)} or more"
            )
            yield group, words, CERTAIN


def _fixed_factors(claims: list[Claim], _: OfficialFigures) -> Iterator[Defect]:
    for group in _groups(claims, lambda claim: (claim.source_page, claim.site, claim.role, claim.unit)):
        steps = _valued(group, "pay_ladder_usd")
        averages = [value for _, value in _valued(group, "annual_pay_mean", "hourly_pay_mean")]
        fit = scaled_from([value for _, value in steps], averages, unit=group[0].unit)
        if fit is None:
            continue
        base, factors = fit
        first, count = steps[0][0], len(steps)
        times = listed([f"{factor:.2f}" for factor in sorted(factors)])
        words = (
            f"{first.publisher}'s {count} pay levels for {first.role} are {say_figure(base, first.unit)} times {times}:"
            f" one figure scaled, not {count} measured"
        )
        yield [claim for claim, _ in steps], words, CERTAIN


def _shares_not_100(claims: list[Claim], _: OfficialFigures) -> Iterator[Defect]:
    sums: dict[tuple[object, ...], tuple[list[Claim], list[float]]] = {}
    for group in _groups(claims, lambda claim: (claim.site, claim.source_page, claim.role, claim.measure)):
        first = group[0]
        parts = _valued(group, first.measure)
        if first.measure not in _WHOLE_OF or len({claim.detail for claim, _ in parts}) < _WHOLE_OF[first.measure]:
            continue
        values = [value for _, value in parts]
        key = (first.site, first.role, first.measure, tuple(values))
        sums.setdefault(key, ([], values))[0].extend(claim for claim, _ in parts)
    for kept, values in sums.values():
        places = max(decimals_of(value) for value in values)
        total, slack = round(sum(values), places), len(values) * 0.5 * 10**-places
        if total == 100:
            continue
        within = abs(total - 100) <= slack + 1e-9
        words = (
            f"{kept[0].publisher}'s {len(values)} {say_measure(kept[0].measure)}s for {kept[0].role} add to"
            f" {total:.{places}f}%, not 100%; rounding can shift such a sum by at most {slack:g} points,"
            f" {'so rounding alone may explain it' if within else 'so rounding does not explain it'}"
        )
        yield kept, words, MAYBE_ROUNDING if within else CERTAIN


def _growth_disagrees(claims: list[Claim], official: OfficialFigures) -> Iterator[Defect]:
    for group in _groups((claim for claim, _ in _valued(claims, "growth_pct")), lambda claim: (claim.role,)):
        given = [(_source(claim), claim.value or 0.0, period_key(claim.period)) for claim in group]
        record = official.get((group[0].role, "growth_pct", ""))
        if record is not None and record.value is not None:
            given.append(("the official projection", record.value, period_key(record.period)))
        given = list(dict.fromkeys(given))
        pairs = [pair for pair in itertools.combinations(given, 2) if pair[0][0] != pair[1][0]]
        signs = any(one[1] * other[1] < 0 for one, other in pairs)
        periods = any(one[2] and other[2] and one[2] != other[2] for one, other in pairs)
        if signs or periods:
            what = " and ".join(word for word, wrong in (("sign", signs), ("period", periods)) if wrong)
            told = [
                f"{source} gives {value:+g}% for {period}" if period else f"{source} gives {value:+g}%, no period said"
                for source, value, period in given
            ]
            words = f"growth of {group[0].role} differs in {what}: {'; '.join(told)}"
            yield group, words, CERTAIN


def _source(claim: Claim) -> str:
    return f"{claim.publisher} (naming {claim.attributed_to})" if claim.attributed_to else claim.publisher


def _rank_without_value(claims: list[Claim], _: OfficialFigures) -> Iterator[Defect]:
    ranked = (
        claim
        for claim in claims
        if (claim.measure.startswith(("best_", "top_")) or re.match(r"rank \d", claim.detail))
        and claim.text
        and claim.value is None
    )
    for group in _groups(ranked, lambda claim: (claim.site, claim.role)):
        named: dict[str, dict[str, None]] = defaultdict(dict)
        for claim in group:
            named[say_measure(claim.measure)][claim.text] = None
        told = listed([f"{measure} ({'; '.join(terms)})" for measure, terms in named.items()])
        words = f"{group[0].publisher} ranks for {group[0].role} without a figure: {told}"
        yield group, words, CERTAIN


def _one_value_reused(claims: list[Claim], _: OfficialFigures) -> Iterator[Defect]:
    for group in _groups(
        (claim for claim, _ in _valued(claims, *_REUSABLE)),
        lambda claim: (claim.site, claim.measure, claim.detail, claim.unit),
    ):
        titles = {claim.role for claim in group}
        for same in _groups(group, lambda claim: (claim.value,)):
            roles = list(dict.fromkeys(claim.role for claim in same))
            said = any(re.search(r"\bshared\b", claim.wording) for claim in same)
            if said or len(roles) < _FEWEST_TITLES or 2 * len(roles) <= len(titles):
                continue
            first, value = same[0], same[0].value or 0.0
            words = (
                f"{first.publisher} prints {say_measure(first.measure)} of {say_figure(value, first.unit)} for"
                f" {len(roles)} of {len(titles)} titles ({listed(roles)}) and does not say that they share one figure"
            )
            yield same, words, CERTAIN


def scaled_from(levels: Sequence[float], averages: Sequence[float], *, unit: str) -> tuple[float, list[float]] | None:
    """Return the printed figure that all levels are round multiples of, with the factors in order; else None.

    Round is a multiple of 0.05, met as closely as each level is printed (`printed_half`). Each of `averages` is tried
    as the figure, then each level. Needs three different levels. A fit is refused where it may be an accident: where
    levels are rounded coarsely, many figures fit. Its chance, the product over the levels of (print step) / (0.05 x
    figure), times the figures tried, must be at most 1 %.
    """
    if len(set(levels)) < 3:
        return None
    bases = list(dict.fromkeys([*averages, *sorted(levels)]))
    for base in bases:
        if factors := _factors(levels, base, unit=unit, tries=len(bases)):
            return base, factors
    return None


def _factors(levels: Sequence[float], base: float, *, unit: str, tries: int) -> list[float]:
    factors, chance = [], float(tries)
    for level in levels:
        multiple = round(level / base / STEP)
        half = printed_half(level, unit)
        if multiple < 1 or abs(level - multiple * STEP * base) > half + 1e-9:
            return []
        factors.append(multiple * STEP)
        if level != base:
            chance *= min(1.0, 2 * half / (STEP * base))
    return factors if chance <= MOST_CHANCE else []


RULES: dict[str, Callable[[list[Claim], OfficialFigures], Iterator[Defect]]] = {
    "months printed as years of experience": _months_as_years,
    "average below the official 10th percentile": _below_p10,
    "pay ladder of fixed factors": _fixed_factors,
    "shares do not sum to 100": _shares_not_100,
    "growth figures disagree": _growth_disagrees,
    "rank without a value": _rank_without_value,
    "one value under several titles": _one_value_reused,
}
"""Name of a defect -> the rule that finds it."""
