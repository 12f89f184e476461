"""Where a report's time goes, by step and by chart: python benchmarks/steps.py [--pairs 12].

Renders seeded pairs of the real notebook in forks of a warm parent, as a batch does, and adds up the CPU seconds from
one step to the next: making the notebook ready, each section, the page. Charts are counted within their sections and
once more by themselves. Prints two tables in Markdown.
"""

import argparse
import functools
import itertools
import re
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from rendering import pairs_of

from helpers import charts
from helpers.forking.children import Ended, Limits, fork, watch
from helpers.forking.reports import render, template
from helpers.forking.server import get_ready
from helpers.present import figures
from helpers.reports import COMPARE

READY, PAGE = "notebook made ready", "page made of it"


def headings() -> dict[int, str]:
    """Return the heading above each cell of the notebook."""
    found, heading = {}, "parameters and titles"
    for index, cell in enumerate(template(str(COMPARE)).cells):
        if cell.cell_type == "markdown" and (match := re.search(r"^## +(.+)$", cell.source, re.MULTILINE)):
            heading = match[1].strip()
        found[index] = heading
    return found


def timed(spent: Counter[str], name: Callable[[], str], make: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(make)
    def run(*args: Any, **options: Any) -> Any:
        began = time.process_time()
        try:
            return make(*args, **options)
        finally:
            spent[name()] += time.process_time() - began

    return run


def watch_charts(spent: Counter[str]) -> None:
    """Count what each chart takes: the drawing, and writing it as SVG."""
    last = [""]

    def drawing(name: str, make: Callable[..., Any]) -> Callable[..., Any]:
        counted = timed(spent, lambda: name, make)

        def run(*args: Any, **options: Any) -> Any:
            last[0] = name
            return counted(*args, **options)

        return run

    for name in charts.__all__:
        if name + "_alt" in charts.__all__:
            setattr(charts, name, drawing(name, getattr(charts, name)))
    figures.svg_of = timed(spent, lambda: last[0], figures.svg_of)


def one(pair: tuple[str, str], named: dict[int, str]) -> tuple[Counter[str], Counter[str]]:
    """Return the CPU seconds of one report by step and by chart, from a fork of this process."""
    job = {
        "notebook": str(COMPARE),
        "parameters": {"role_a": pair[0], "role_b": pair[1]},
        "page": {"title": " or ".join(pair), "names": list(pair)},
    }

    def work(send: Callable[..., None]) -> None:
        by_chart: Counter[str] = Counter()
        watch_charts(by_chart)
        marks = [(READY, time.process_time())]

        def take(kind: str, _: bytes = b"", **values: Any) -> None:
            if kind == "started":
                marks.append((named[values["index"]], time.process_time()))

        render(job, take)
        marks.append(("", time.process_time()))
        by_step: Counter[str] = Counter()
        for (step, began), (_, ended) in itertools.pairwise(marks):
            by_step[step] += ended - began
        send("times", steps=by_step, charts=by_chart)

    for message in watch(fork(work, Limits(seconds=120))):
        if isinstance(message, Ended):
            raise SystemExit(f"{pair}: {message.why or 'no times came back'}\n{message.raw}")
        return Counter(message.values["steps"]), Counter(message.values["charts"])
    raise SystemExit(f"{pair}: no times came back")


def listed(what: str, spent: Counter[str], reports: int) -> str:
    whole = sum(spent.values())
    lines = [f"| {what} | milliseconds a report | share |", "|---|---|---|"]
    lines += [f"| {name} | {1000 * t / reports:.1f} | {100 * t / whole:.1f} % |" for name, t in spent.most_common()]
    return "\n".join([*lines, f"| all | {1000 * whole / reports:.0f} | |"])


def steps(pairs: list[tuple[str, str]]) -> str:
    """Return both tables over these pairs; must run in a process without threads that has loaded nothing else."""
    first, *rest = pairs
    get_ready({"notebook": str(COMPARE), "parameters": {"role_a": first[0], "role_b": first[1]}}, tables=True)
    named = headings()
    by_step: Counter[str] = Counter()
    by_chart: Counter[str] = Counter()
    for pair in rest:
        of_steps, of_charts = one(pair, named)
        by_step += of_steps
        by_chart += of_charts
    return f"{listed('step', by_step, len(rest))}\n\n{listed('chart', by_chart, len(rest))}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pairs", type=int, default=12)
    print(steps(pairs_of(arguments.parse_args().pairs + 1)))


if __name__ == "__main__":
    main()
