"""How well titles are read: right, refused and wrong, by kind and by class of confidence; and how fast.

`python benchmarks/titles.py [FILE.csv ...]`: each file has the columns title and kind, and either first and second
(codes of two codings, the leading one first, by semicolons) or soc and also. Without files: tests/held_out_titles.csv.
"""

import csv
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from helpers.base.paths import ROOT, data_folder
from helpers.tables.title_lists import soc_codes
from helpers.tables.title_reader import ANSWER, ASK, title_reader

STATES, SILENT = ("right", "refused", "wrong"), "wrong without a question"
CLASSES = (0.95, 0.90, 0.85, ANSWER, ASK, 0.0)


def accepted(row: dict[str, str]) -> set[str]:
    codes = [*row.get("first", row.get("soc", "")).split(";"), *row.get("second", row.get("also", "")).split(";")]
    covered = soc_codes(data_folder())["pay_soc_code"]
    return {str(covered.get(code, code)) for code in codes if code}


def main(paths: list[Path]) -> None:
    began = time.perf_counter()
    reader = title_reader(data_folder())
    size = (data_folder() / "title_index.npz").stat().st_size
    print(f"load {1000 * (time.perf_counter() - began):.0f} ms, index {size:,} bytes")
    classes, seconds = defaultdict(Counter), []
    for path in paths:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        kinds = defaultdict(Counter)
        for row in rows:
            began = time.perf_counter()
            found = reader.read(row["title"])
            seconds.append(time.perf_counter() - began)
            leads = reader.index.occupations[found.occupations[0]] if found.occupations else ""
            right = leads in accepted(row)
            state = "refused" if found.confidence < ASK else "right" if right else "wrong"
            kinds[row["kind"]][state] += 1
            kinds[row["kind"]][SILENT] += state == "wrong" and found.confidence >= ANSWER
            classes[next(least for least in CLASSES if found.confidence >= least)].update(n=1, right=int(right))
        print(f"\n{path.name}, {len(rows)} titles, per cent")
        for kind, counts in [("all", sum(kinds.values(), Counter())), *kinds.items()]:
            total = counts["right"] + counts["refused"] + counts["wrong"]
            said = ", ".join(f"{what} {100 * counts[what] / total:.1f}" for what in (*STATES, SILENT))
            print(f"  {kind} ({total}): {said}")
    print("\nconfidence from: titles, right")
    for least in CLASSES:
        if counts := classes[least]:
            print(f"  {least:.2f}: {counts['n']}, {100 * counts['right'] / counts['n']:.0f} %")
    seconds.sort()
    print(f"\np50 {1000 * seconds[len(seconds) // 2]:.2f} ms, p95 {1000 * seconds[int(0.95 * len(seconds))]:.2f} ms")


if __name__ == "__main__":
    main([Path(name) for name in sys.argv[1:]] or [ROOT / "tests" / "held_out_titles.csv"])
