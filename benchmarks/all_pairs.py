"""How long take the national pay verdicts of all pairs, and the frames of one pair when the process is warm?

Prints seconds for the verdicts of 830 x 829 ordered pairs (tables read before), and the median of several pairs for a
`Comparison` with all its sections, after one pair has warmed the caches. Run: `python benchmarks/all_pairs.py`.
"""

import statistics
import time
from collections.abc import Callable

import numpy as np

from helpers.comparison import compare
from helpers.stats.means import compare_means, figures
from helpers.whole import atlas

WARMING = ("registered nurse", "software developer")
PAIRS = (
    ("43-3021", "43-3031"),
    ("accountant", "financial analyst"),
    ("electrician", "plumber"),
    ("surgeon", "musician"),
    ("cashier", "bartender"),
)


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def print_all_verdicts() -> None:
    frame = atlas.occupations()
    mean, error = frame["pay_usd"].to_numpy(float), frame["error_pct"].to_numpy(float)
    first, second = np.nonzero(~np.eye(len(frame), dtype=bool))
    sides = [figures(mean[side], error[side]) for side in (first, second)]
    taken = seconds(lambda: compare_means(*sides))
    print(f"national pay verdicts of {len(first):,} ordered pairs: {taken:.2f} s")
    taken = seconds(lambda: atlas.by_groups(frame, atlas.pair_verdicts(frame)))
    print(f"the same for {len(first) // 2:,} unordered pairs, counted by major groups: {taken:.2f} s")


def print_one_pair() -> None:
    print(f"first pair, nothing read: {seconds(lambda: compare(*WARMING).sections):.2f} s")
    taken = [seconds(lambda pair=pair: compare(*pair).sections) for pair in PAIRS]
    print(
        f"one pair's sections, warm, median of {len(PAIRS)}: {statistics.median(taken):.2f} s; most {max(taken):.2f} s"
    )


if __name__ == "__main__":
    print_all_verdicts()
    print_one_pair()
