"""Do the intervals and the adjusted verdicts keep their word? A seeded simulation under the stated assumptions.

Assumed: each mean is normal around its true value with the published standard error, and the two sides are
independent. Run: `python benchmarks/coverage_of_intervals.py`; the same seed prints the same figures.
"""

import numpy as np

from helpers.estimates import adjust_for_many, compare_means

SEED = 20250515
DRAWS = 10_000
AREAS = 500
ROUNDS = 1_000
# true mean of A, its RSE in percent, true mean of B, its RSE
PAIRS = {
    "nationwide": (51_000, 0.2, 53_500, 0.2),
    "one area": (51_000, 2.5, 54_000, 1.8),
    "thin": (51_000, 12.0, 60_000, 9.0),
    "no gap": (51_000, 2.5, 51_000, 1.8),
}


def print_coverage(draw: np.random.Generator) -> None:
    print(f"{'share of intervals that hold the true gap':44}{'in money':>10}{'in percent':>12}")
    for level in (0.90, 0.95):
        for name, (true_a, rse_a, true_b, rse_b) in PAIRS.items():
            mean_a = draw.normal(true_a, true_a * rse_a / 100, DRAWS)
            mean_b = draw.normal(true_b, true_b * rse_b / 100, DRAWS)
            frame = compare_means(mean_a, rse_a, mean_b, rse_b, level=level)
            gap, gap_pct = true_b - true_a, 100 * (true_b / true_a - 1)
            money = ((frame["gap_low"] <= gap) & (frame["gap_high"] >= gap)).mean()
            percent = ((frame["gap_low_pct"] <= gap_pct) & (frame["gap_high_pct"] >= gap_pct)).mean()
            print(f"{level:.0%} interval, {name}, {DRAWS:,} draws".ljust(44) + f"{money:>10.1%}{percent:>12.1%}")


def print_false_discoveries(draw: np.random.Generator) -> None:
    print(f"\n{'share of clear verdicts that are false':44}{'raw':>10}{'adjusted':>12}{'± 2 s.e.':>10}")
    for share_same in (0.5, 0.8, 0.95, 1.0):
        true_a = draw.uniform(40_000, 60_000, AREAS)
        same = np.arange(AREAS) < share_same * AREAS
        true_b = np.where(same, true_a, true_a * 1.10)
        rse = draw.uniform(1, 6, AREAS)
        shares = []
        for _ in range(ROUNDS):
            mean_a, mean_b = (draw.normal(true, true * rse / 100) for true in (true_a, true_b))
            frame = adjust_for_many(compare_means(mean_a, rse, mean_b, rse))
            for clear in ((frame["p_value"] < 0.10).to_numpy(), frame["clear_adjusted"].to_numpy()):
                shares.append((clear & same).sum() / max(clear.sum(), 1))
        raw, adjusted = np.mean(shares[::2]), np.mean(shares[1::2])
        margin = 2 * np.std(shares[1::2]) / np.sqrt(ROUNDS)
        label = f"no gap in {share_same:.0%} of {AREAS} areas, {ROUNDS:,} rounds"
        print(f"{label:44}{raw:>10.1%}{adjusted:>12.1%}{margin:>10.1%}")


if __name__ == "__main__":
    generator = np.random.default_rng(SEED)
    print_coverage(generator)
    print_false_discoveries(generator)
