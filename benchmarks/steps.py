"""Where a report's time goes, by step and by chart: python benchmarks/steps.py [--pairs 12].

Renders seeded pairs of the real notebook in forks of the server, as a batch does, and adds up the CPU seconds from
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

from helpers import charts, page
from helpers.present import figures
from helpers.render.pool import alone
from helpers.render.reports import COMPARE, made
from helpers.render.shell import Client

READY, PAGE = "notebook made ready", "page made of it"


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


def measured(pair: tuple[str, str]) -> tuple[Counter[str], Counter[str]]:
    """Return the CPU seconds of one report by step and by chart; for a process of its own, which it changes."""
    by_chart: Counter[str] = Counter()
    watch_charts(by_chart)
    marks, heading = [(READY, time.process_time())], ["parameters and titles"]
    execute_cell, export = Client.execute_cell, page.export

    def mark_cell(client: Any, cell: Any, index: int, **options: Any) -> Any:
        if cell.cell_type == "markdown" and (match := re.search(r"^## +(.+)$", cell.source, re.MULTILINE)):
            heading[0] = match[1].strip()
        elif cell.cell_type == "code":
            marks.append((heading[0], time.process_time()))
        return execute_cell(client, cell, index, **options)

    def mark_page(*args: Any, **options: Any) -> str:
        marks.append((PAGE, time.process_time()))
        return export(*args, **options)

    Client.execute_cell, page.export = mark_cell, mark_page
    made(COMPARE, {"role_a": pair[0], "role_b": pair[1]}, title=" or ".join(pair), names=pair)
    marks.append(("", time.process_time()))
    by_step: Counter[str] = Counter()
    for (step, began), (_, ended) in itertools.pairwise(marks):
        by_step[step] += ended - began
    return by_step, by_chart


def listed(what: str, spent: Counter[str], reports: int) -> str:
    whole = sum(spent.values())
    lines = [f"| {what} | milliseconds a report | share |", "|---|---|---|"]
    lines += [f"| {name} | {1000 * t / reports:.1f} | {100 * t / whole:.1f} % |" for name, t in spent.most_common()]
    return "\n".join([*lines, f"| all | {1000 * whole / reports:.0f} | |"])


def steps(pairs: list[tuple[str, str]]) -> str:
    """Return both tables over these pairs, each made in a fork of the loaded server."""
    from steps import measured as known  # by the name that another process finds it under

    by_step: Counter[str] = Counter()
    by_chart: Counter[str] = Counter()
    for pair in pairs:
        done = alone(functools.partial(known, pair))
        if done.error:
            raise SystemExit(f"{pair}: {done.error}")
        by_step += done.value[0]
        by_chart += done.value[1]
    return f"{listed('step', by_step, len(pairs))}\n\n{listed('chart', by_chart, len(pairs))}"


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--pairs", type=int, default=12)
    print(steps(pairs_of(arguments.parse_args().pairs)))


if __name__ == "__main__":
    main()
