"""A made-up report for tests of show and render: frames of one to eight roles, and a notebook that displays them."""

from collections.abc import Iterable, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from helpers.show import figure, plots, tools
from helpers.show.blocks import Block, data, esc, sentences, slim
from helpers.show.marks import mark, verdict_mark, who
from helpers.show.plane_plots import TILES
from helpers.show.provenance import derived, number
from helpers.show.tables import data_table

ALL = "all workers"
TWO = ("registered nurse", "paramedic")
LONG = (
    "Senior electro-mechanical and mechatronics technologist supervisor",
    "First-line supervisor of housekeeping and janitorial workers, East",
)
EIGHT = ("registered nurse", "paramedic", "billing specialist", "surgeon", "cook", "accountant", "plumber", "teacher")
CODES = ("29-1141", "29-2043", "43-3021", "29-1240", "35-2014", "13-2011", "47-2152", "25-2021")
PAY = (101_400, 63_400, 48_500, 152_000, 39_000, 88_000, 70_000, 57_000)
STATES = ("California", "Hawaii", "Oregon", "Washington", "Massachusetts", "Alaska", "New Jersey", "Connecticut")
HOSTILE = "<img src=x onerror=alert(1)> & \"quoted\" $x^2$ `tick` 'single'"


class Frames:
    """The frames of a report on some roles; the same roles give the same frames."""

    def __init__(self, names: Sequence[str] = TWO, *, hourly: bool = False, without: Iterable[str] = ()) -> None:
        self.names, self.hourly, self.without = list(names), hourly, set(without)
        self.random = np.random.default_rng(len(names))
        self.pay = [pay / (2080 if hourly else 1) for pay in PAY[: len(names)]]

    def usd(self, value: float) -> str:
        return f"${value:,.2f}" if self.hourly else f"${value:,.0f}"

    def frame(self, rows: list[dict[str, Any]]) -> pd.DataFrame:
        frame = pd.DataFrame(rows)
        return frame.assign(role=pd.Categorical(frame["role"], categories=[*self.names, ALL], ordered=True))

    def figure(self, name: str, value: float, show: Any, **more: Any) -> dict[str, Any]:
        value = np.nan if name in self.without else value
        cell = f"pay/{CODES[self.names.index(name)]}|0000000|000000/annual_mean_usd"
        return {
            "role": name,
            "value": value,
            "text": "no figure" if value != value else show(value),
            "cell": cell,
        } | more

    def facts(self) -> pd.DataFrame:
        rows = []
        for name, code, pay in zip(self.names, CODES, self.pay, strict=False):
            cell = f"pay/{code}|0000000|000000/{'hourly' if self.hourly else 'annual'}_mean_usd"
            unit = "usd_per_hour" if self.hourly else "usd_per_year"
            row = self.figure(name, pay, self.usd, label="Average pay", measure="mean", unit=unit, cell=cell)
            rows.append(row | {"bound": np.nan, "words": "", "error_pct": 0.3, "note": "", "detail": "", "why": ""})
        return self.frame(rows)

    def dots(self) -> pd.DataFrame:
        rows = []
        for name, pay in zip(self.names, self.pay, strict=True):
            if name in self.without:
                continue
            values = np.sort(pay * np.exp(self.random.normal(0, 0.25, 50)))
            tails = [not values[5] <= v <= values[44] for v in values]
            rows += [{"role": name, "value": v, "tail": t, "text": ""} for v, t in zip(values, tails, strict=True)]
            rows += [{"role": name, "value": pay, "tail": None, "text": f"half earn more than {self.usd(pay)}"}]
        return self.frame(rows)

    def steps(self) -> pd.DataFrame:
        rows = []
        for name, pay in zip(self.names, self.pay, strict=True):
            for step, share in zip((10, 25, 50, 75, 90), (0.7, 0.82, 1, 1.2, 1.45), strict=True):
                value = np.nan if name in self.without or (step == 90 and pay > 100_000) else pay * share
                text = self.usd(value) if value == value else "at least $239,200" if step == 90 else ""
                rows.append({"role": name, "label": "Pay", "percentile": step, "value": value, "text": text})
        return self.frame(rows)

    def rows(
        self, labels: Sequence[str], low: float, high: float, show: Any, *, everyone: bool = False
    ) -> pd.DataFrame:
        rows = []
        for label in labels:
            for name in self.names:
                rows.append(self.figure(name, self.random.uniform(low, high), show, label=label, note=""))
            if everyone:
                middle = (low + high) / 2
                rows.append({"role": ALL, "value": middle, "text": show(middle), "label": label, "note": ""})
        return self.frame(rows)

    def states(self) -> pd.DataFrame:
        frame = self.rows(STATES, 60_000, 150_000, lambda v: f"${v / 1000:.0f}k")
        return frame.assign(note="buys $131k and $86k")

    def people(self) -> pd.DataFrame:
        labels = ("Women", "White", "Hispanic or Latino", "Black or African American", "Asian")
        return self.rows(labels, 2, 90, lambda v: f"{v:.0f}%", everyone=True)

    def sectors(self) -> pd.DataFrame:
        labels = ("Health care and social services", "Government", "Staffing and support services", "Education")
        return self.rows(labels, 0, 86, lambda v: f"{v:.0f}%")

    def moves(self) -> pd.DataFrame:
        show = lambda v: f"{'−' if v < 0 else '+'}${abs(v):,.0f}"  # noqa: E731
        frame = self.rows(("From one role to the other",), -38_000, 38_000, show)
        return frame.assign(label="To " + frame["role"].astype(str), note="could be chance")

    def openings(self) -> pd.DataFrame:
        rows = []
        for name in [*(n for n in self.names if n not in self.without), ALL]:
            leave, retire = self.random.uniform(10, 60, 2)
            for part, value in (("leave", leave), ("retire", retire), ("new", 3.0), ("total", leave + retire + 3)):
                rows.append({"role": name, "label": name, "part": part, "value": value, "text": f"{value:.0f}"})
        return self.frame(rows)

    def ledger(self) -> pd.DataFrame:
        rows = []
        for name in self.names:
            end = self.random.uniform(-250_000, 300_000)
            for year in (0, 1, 3, 5, 10):
                at = {"role": name, "years": year, "label": "Balance", "value": -20_000 + year * end / 10}
                rows.append(at | {"text": f"{'−' if end < 0 else '+'}${abs(end):,.0f}"})
        return self.frame(rows)

    def tiles(self) -> pd.DataFrame:
        rows = []
        for i, state in enumerate(TILES):
            value = self.random.uniform(1, 60)
            row = {"state": state, "role": None, "value": np.nan, "text": "no figure", "step": 0, "label": state}
            if i % 11:
                role = self.names[i % len(self.names)] if i % 5 else None
                row |= {"role": role, "value": value, "text": f"{value:.0f}%", "step": 1 + (value > 20) + (value > 40)}
            rows.append(row)
        return self.frame(rows)

    def many(self) -> pd.DataFrame:
        places = self.random.normal(0, 1, (200, 2))
        frame = pd.DataFrame({"x": places[:, 0], "y": places[:, 1], "text": "", "value": 1.0, "label": ""})
        roles = [*self.names, *[None] * (200 - len(self.names))]
        frame["text"] = [role or "" for role in roles]
        return frame.assign(role=pd.Categorical(roles, categories=[*self.names, ALL], ordered=True))


def charts(frames: Frames) -> dict[str, Any]:
    """Return every kind of chart by name: its frame and what draws it."""
    thousands, percent = (lambda v: f"${v / 1000:.0f}k"), (lambda v: f"{v:.0f}%")
    return {
        "dots": (frames.dots(), lambda f, ax: plots.quantile_dots(f, ax=ax, show=frames.usd)),
        "ranges": (frames.steps(), lambda f, ax: plots.ranges(f, ax=ax)),
        "states": (frames.states(), lambda f, ax: plots.dumbbell(f, ax=ax, show=thousands)),
        "people": (frames.people(), lambda f, ax: plots.dumbbell(f, ax=ax, show=percent, span=(0, 100))),
        "sectors": (frames.sectors(), lambda f, ax: plots.paired_bars(f, ax=ax)),
        "moves": (frames.moves(), lambda f, ax: plots.gap_bars(f, ax=ax)),
        "openings": (frames.openings(), lambda f, ax: plots.stacked_bars(f, ax=ax)),
        "ledger": (frames.ledger(), lambda f, ax: plots.lines(f, ax=ax)),
        "tiles": (frames.tiles(), lambda f, ax: plots.tile_map(f, ax=ax)),
        "many": (frames.many(), lambda f, ax: plots.scatter(f, ax=ax, x="x", y="y")),
    }


@contextmanager
def displayed() -> Any:
    """Collect what is displayed within."""
    import IPython.display

    found: list[Any] = []
    old = IPython.display.display
    IPython.display.display = found.append
    try:
        yield found
    finally:
        IPython.display.display = old


def draw(name: str, frame: pd.DataFrame, call: Any, title: str = "", **options: Any) -> list[Any]:
    """Return what one chart displays."""
    with displayed() as found, figure(frame, title or f"A chart of {name}", "in a unit", name, **options) as ax:
        call(frame, ax)
    return found


def cell(*shown: Any) -> NotebookNode:
    """Return an executed cell that displayed these blocks or drawings."""
    outputs = []
    for one in shown:
        bundle, about = one._repr_mimebundle_()
        outputs.append(new_output("display_data", data=bundle, metadata=about))
    return new_code_cell("hidden = True", execution_count=1, outputs=outputs)


def answer(frames: Frames, title: str) -> Block:
    """Return a first screen as the summary section makes it."""
    names, facts = frames.names, frames.facts()
    head = "".join(f'<th scope="col" class="r{"abcdefgh"[i]}">{mark(i)}{esc(n)}</th>' for i, n in enumerate(names))
    body = ""
    for line in range(9):
        cells = "".join(
            f'<td class="v {"abcdefgh"[i]}{" win" if i == 0 and line < 3 else ""}"><div class="w">'
            f"{mark(i) if i == 0 and line < 3 else ''}<div>{number(row)}</div></div></td>"
            for i, row in enumerate(facts.itertuples())
        )
        gap = derived("$38,000", f"Gap {line}", "the first average less the second", list(facts["cell"]))
        end = f'<td class="end"><b>{gap} more, give or take $500</b>{verdict_mark("clear and meaningful")}</td>'
        body += f'<tr><th scope="row">Average pay {line}<small>a year</small></th>{cells}{end}</tr>'
    return Block(
        f'<h1>{esc(title)}</h1><p class="lede">{esc(names[0].capitalize())} pays about $38,000 a year more.</p>'
        '<div class="who">United States, May 2025. Official figures. <details><summary>Not what you meant?</summary>'
        "<p>Other readings.</p></details></div>"
        f'<table class="score{" many" if len(names) > 3 else ""}" aria-label="The roles side by side">'
        '<thead><tr><th scope="col"><span class="sr">Measure</span></th>'
        f'{head}<th scope="col"><span class="sr">Who is ahead</span></th></tr></thead><tbody>{body}</tbody></table>',
        "answer",
        title=title,
        description="Pays about $38,000 a year more.",
        names=list(names),
    )


def choose(frames: Frames) -> Block:
    """Return the block of choices."""
    sides = "".join(
        f'<div class="c{"abcdefgh"[i]}"><h3>Choose {who(frames.names, i)} if</h3><ul>'
        + "<li>you want higher pay: about $38,000 a year more <a href='#pay' aria-label='Pay: higher pay'>Pay</a></li>"
        * 5
        + "</ul></div>"
        for i in range(min(len(frames.names), 3))
    )
    html = f'<div class="in"><h2>It depends on what matters to you</h2><div class="cols">{sides}</div></div>'
    return Block(html, "choose")


def notebook(names: Sequence[str] = TWO, **options: Any) -> NotebookNode:
    """Return an executed notebook with every kind of output."""
    frames = Frames(names, **options)
    drawn = {name: (frame, call) for name, (frame, call) in charts(frames).items()}
    facts = frames.facts()
    head = ["Measure", *names]
    rows = [[f"Figure {i}", *(number(row) for row in facts.itertuples())] for i in range(6)]
    table = Block(data_table("Pay in the United States", head, rows, right=range(1, len(head))), "table")
    big = data_table("Pay by area", ["Area", *names], [[f"Area {i}", *["$51,070"] * len(names)] for i in range(200)])
    one = lambda name, **more: draw(name, *drawn[name], **more)  # noqa: E731
    five = [[pay * share for share in (0.7, 0.8, 1, 1.2, 1.4)] for pay in frames.pay]
    stand = tools.where_would_i_stand(names, {"hourly" if frames.hourly else "annual": five}, chart="dots")
    same = {"state": "CA", "values": frames.pay, "verdict": "clear and meaningful", "adjusted": frames.pay}
    places = [same | {"kind": k, "area": area} for k, area in (("state", "California"), ("metro", "Fresno, CA"))]
    terms = {"pay": [[pay * 0.8, pay] for pay in frames.pay], "years": [3, 0], "rate": 0.03}
    area = tools.your_area(names, pd.DataFrame(places), start="CA")
    title = f"{names[0].capitalize()} or {names[1]}?" if len(names) > 1 else names[0].capitalize()
    method = (
        "Averages carry a published error. It costs $5 and $6, **not** <b>more</b>. [BLS](https://www.bls.gov/oes/)"
    )
    said = [
        "Pick one worker of each at random: the first earns more about 9 times in 10",
        "The averages are $38,100 apart, give or take $500.",
        "A paramedic in the best-paid tenth starts at $84,000.",
    ]
    cells = [
        new_markdown_cell(f"# {title}\n\nHow to use this notebook."),
        new_code_cell("role_a = 'x'", metadata={"tags": ["parameters"]}),
        cell(answer(frames, title)),
        cell(choose(frames)),
        cell(Block("<b>Ask before you decide</b><ol><li>Where in the range is this job?</li></ol>", "handout")),
        new_markdown_cell(f"## Pay\n\n{method}", metadata={"rolepair": {"id": "pay"}}),
        cell(sentences(said)),
        cell(*one("dots", keep=True), stand, table),
        new_markdown_cell(f"## Where\n\n{method}"),
        cell(
            sentences(["The first pays more in all 52 states", "Changing the role moves pay more than the employer."])
        ),
        cell(*one("tiles", keep=True), area, *one("moves"), *one("states", column=2, keep=True), table),
        new_markdown_cell(f"## The work\n\n{method}"),
        cell(
            sentences(["86% of the jobs are in health care"]),
            *one("sectors", keep=True),
            *one("ranges", column=2),
            table,
        ),
        new_markdown_cell(
            f"## Getting in, and moving between the two\n\n{method}", metadata={"rolepair": {"id": "in"}}
        ),
        cell(sentences(["The first asks for a bachelor's degree", "On your own terms."]), *one("ledger", column=2)),
        cell(tools.switch_calculator(names, [(1, 0), (0, 1)]), data(switch=terms)) if len(names) > 1 else cell(data()),
        new_markdown_cell(f"## Outlook and AI\n\n{method}", metadata={"rolepair": {"id": "outlook"}}),
        cell(sentences(["Both should grow about equally"]), *one("openings"), *one("many", column=2)),
        new_markdown_cell(f"## People\n\n{method}"),
        cell(sentences(["Women hold 87% of the jobs"]), *one("people"), table),
        new_markdown_cell("## What career sites claim", metadata={"rolepair": {"id": "claims", "nav": "Claims"}}),
        cell(slim("None of the pages we keep is about these roles.")),
        new_markdown_cell("## Annex"),
        cell(Block(big, "annex", summary="All 200 areas")),
    ]
    return new_notebook(
        cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "", "language": "python"}}
    )
