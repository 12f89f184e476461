"""Do intervals, families, sets of the best, ratings and odds keep their word? Simulations with a fixed seed.

Run: `python benchmarks/simulations.py`; it prints each requirement with what was measured and its simulation error, and
ends with an error if one is missed by more than two of those. About two minutes.
"""

import sys
from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

import numpy as np
import pandas as pd

from helpers.stats.means import compare_family, compare_means, figures
from helpers.stats.percentiles import odds_bounds
from helpers.stats.rankings import best_places
from helpers.stats.ratings import compare_ratings
from helpers.tables.load import load

SEED = 20260515
DRAWS = 10_000
ROUNDS = 4_000
SAMPLES = 2_000
RATINGS = 20_000
NURSES, BILLING, BOOKKEEPING = "29-1141", "43-3021", "43-3031"


class Measured(NamedTuple):
    """A share in percent with its simulation error, and the range that is required of it."""

    what: str
    share: float
    error: float
    low: float
    high: float

    @property
    def kept(self) -> bool:
        return self.low - 2 * self.error <= self.share <= self.high + 2 * self.error


def share_of(what: str, hits: np.ndarray, low: float, high: float) -> Measured:
    """Return the mean of shares or flags, one a draw, in percent."""
    return Measured(what, 100 * hits.mean(), 100 * hits.std() / np.sqrt(len(hits)), low, high)


def pay_rows(industry: str = "000000") -> pd.DataFrame:
    columns = ["soc_code", "area_code", "employment", "wage_rse_pct", "annual_mean_usd"]
    rows = load("pay", columns=columns, where={"industry_code": [industry]})
    detailed = load("occupations").set_index("soc_code")["level"] == "detailed"
    return rows[rows["soc_code"].map(detailed)].assign(
        kind=rows["area_code"].map(load("areas").set_index("area_code")["kind"])
    )


def coverage(rows: pd.DataFrame, draw: np.random.Generator) -> Iterator[Measured]:
    """90 % intervals of single gaps, with errors published to 0.1 point."""
    nation = rows[rows["kind"] == "national"].dropna(subset=["annual_mean_usd"]).sort_values("soc_code")
    sides = [nation.iloc[draw.choice(len(nation), DRAWS)] for _ in "ab"]
    means = [side["annual_mean_usd"].to_numpy() for side in sides]
    errors = [np.maximum(side["wage_rse_pct"] + draw.uniform(-0.05, 0.05, DRAWS), 0.01).to_numpy() for side in sides]
    drawn = [mean * (1 + rse / 100 * draw.standard_normal(DRAWS)) for mean, rse in zip(means, errors, strict=True)]
    truth = 100 * (means[1] / means[0] - 1)
    # the interval that is judged is the printed one of an error half a step larger
    for name, more in (("printed 90 % interval (r)", 0.0), ("judged 90 % interval (r+)", 0.05)):
        a, b = (figures(mean, np.round(rse, 1) + more) for mean, rse in zip(drawn, errors, strict=True))
        found = compare_means(a, b)
        held = (found["low_pct"] <= truth) & (found["high_pct"] >= truth)
        yield share_of(f"coverage of the {name}", held.to_numpy(), 88, 92)


def families(rows: pd.DataFrame, draw: np.random.Generator) -> Iterator[Measured]:
    """False discoveries in the table of areas of billing and bookkeeping, and intervals of clear rows that miss."""
    areas = rows[rows["kind"] == "metropolitan"].dropna(subset=["annual_mean_usd"])
    errors = [areas[areas["soc_code"] == soc].set_index("area_code")["wage_rse_pct"] for soc in (BILLING, BOOKKEEPING)]
    both = errors[0].index.intersection(errors[1].index)
    a, b = (figures(50e3, error.loc[both]) for error in errors)
    spread = np.hypot(a["error_pct"] + 0.05, b["error_pct"] + 0.05).to_numpy() / 100
    for without in (0.5, 0.8, 1.0):
        false, missed = np.zeros(ROUNDS), np.zeros(ROUNDS)
        for turn in range(ROUNDS):
            gap = np.where(draw.random(len(both)) < without, 0.0, draw.normal(0, 0.10, len(both)))
            seen = gap + spread * draw.standard_normal(len(both))
            found = compare_family(a, b.assign(value=a["value"] * np.exp(seen)))
            clear, truth = (found["sign"] != 0).to_numpy(), 100 * np.expm1(gap)
            outside = (truth < found["low_pct"].to_numpy()) | (truth > found["high_pct"].to_numpy())
            false[turn] = (clear & (gap == 0)).sum() / max(clear.sum(), 1)
            missed[turn] = (clear & outside).sum() / max(clear.sum(), 1)
        yield share_of(f"false discoveries in areas, {without:.0%} without a gap", false, 0, 10)
        yield share_of(f"intervals of clear rows that miss, {without:.0%} without a gap", missed, 0, 10)


def sets_of_the_best(rows: pd.DataFrame, draw: np.random.Generator) -> Iterator[Measured]:
    """How often the set holds the truly best state, at published means and with all equal."""
    states = rows[(rows["kind"] == "state") & (rows["employment"] >= 100) & (rows["wage_rse_pct"] <= 30)]
    states = states.dropna(subset=["annual_mean_usd"])
    for soc in (NURSES, BILLING):
        one = states[states["soc_code"] == soc].reset_index(drop=True)
        means, error = one["annual_mean_usd"].to_numpy(), one["wage_rse_pct"].to_numpy()
        best = int(means.argmax())
        for name, true in (("published means", means), ("all equal", np.full(len(means), means.mean()))):
            held = np.zeros(SAMPLES)
            for turn in range(SAMPLES):
                drawn = true * np.exp((error + 0.05) / 100 * draw.standard_normal(len(true)))
                places = figures(drawn, error, jobs=1_000.0)
                held[turn] = best in best_places(places).names
            yield share_of(f"set of the best holds it, {soc}, {name}", held, 90, 100)


def eight_raters(draw: np.random.Generator) -> Iterator[Measured]:
    """Elements without a difference, rated by eight on whole points, that differ at p <= .10."""
    centre = draw.uniform(1, 5, (RATINGS, 1))
    sides = []
    for _ in "ab":
        points = np.rint(centre + 0.5 * draw.standard_normal((RATINGS, 8))).clip(0, 7)
        error = points.std(axis=1, ddof=1) / np.sqrt(8)
        sides.append(pd.DataFrame({"value": points.mean(axis=1), "error": error, "why": ""}))
    found = compare_ratings(sides[0], sides[1])
    yield share_of("eight raters without a difference, p <= .10", (found["p"] <= 0.10).to_numpy(), 0, 10)


def odds(draw: np.random.Generator) -> Iterator[Measured]:
    """Two-humped samples whose true odds the bounds hold."""
    shares, size = [0.10, 0.25, 0.50, 0.75, 0.90], 4_001
    held = np.zeros(SAMPLES)
    for turn in range(SAMPLES):
        pays = []
        for _ in "ab":
            low, high = draw.normal(10.5, 0.3, size), draw.normal(11.2, 0.25, size)
            pays.append(np.exp(np.where(draw.random(size) < draw.random(), low, high)))
        least, most = odds_bounds(*(np.quantile(pay, shares, method="inverted_cdf")[None, :] for pay in pays))
        true = np.searchsorted(np.sort(pays[0]), pays[1]).mean() / size
        held[turn] = least[0] - 1e-3 <= true <= most[0] + 1e-3  # a sample's steps are not exact shares
    yield share_of(f"odds bounds hold the truth, {SAMPLES:,} samples", held, 100, 100)


def main() -> int:
    draw = np.random.default_rng(SEED)
    rows = pay_rows()
    parts = (coverage(rows, draw), families(rows, draw), sets_of_the_best(rows, draw), eight_raters(draw), odds(draw))
    print("| requirement | required, % | measured, % | simulation error | kept |\n|---|---|---|---|---|")
    missed = 0
    for one in chain.from_iterable(parts):
        missed += not one.kept
        required = f"{one.low:g} to {one.high:g}"
        kept = "yes" if one.kept else "NO"
        print(f"| {one.what} | {required} | {one.share:.2f} | {one.error:.2f} | {kept} |", flush=True)
    return min(missed, 1)


if __name__ == "__main__":
    sys.exit(main())
