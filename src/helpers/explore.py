"""Widgets for exploring by hand: two title pickers that never guess, area and sector, and sections that follow them."""

from collections.abc import Callable
from typing import Any

import ipywidgets
import pandas as pd
from matplotlib.axes import Axes

from helpers import sections
from helpers.base.errors import BadInput, UnknownTitle, UserError
from helpers.base.words import capital
from helpers.comparison.facts import each
from helpers.comparison.roles import Comparison, compare
from helpers.sections import Section
from helpers.sections.places import mean_column
from helpers.show import plots
from helpers.show.blocks import CLOSING, Block, esc, opening
from helpers.show.drawing import drawn
from helpers.show.provenance import source_notes
from helpers.show.tables import data_table
from helpers.tables.load import load
from helpers.tables.title_lists import search_titles
from helpers.tables.titles import resolve

ALL_SECTORS = "all sectors"
_HITS = 12
_SECTOR = 2
Choice = tuple[str, str]
"""A title and the SOC code that it is read as."""
Frame = Callable[[Comparison], pd.DataFrame]
Draw = Callable[[pd.DataFrame, Axes, Comparison], object]


CHARTS: dict[str, tuple[str, Callable[[Comparison], str], Frame, Draw]] = {
    "pay": (
        "How pay is spread",
        lambda c: f"US dollars {c.per}; a mark is 2 of 100 workers",
        sections.workers,
        lambda f, ax, c: plots.quantile_dots(f, ax=ax, show=c.money),
    ),
    "places": (
        "Who pays more, state by state",
        lambda c: sections.map_words(c)[1],
        sections.tiles,
        lambda f, ax, _: plots.tile_map(f, ax=ax),
    ),
    "sectors": (
        "Where the jobs are",
        lambda _: "percent of each role’s jobs, by sector",
        sections.largest_sectors,
        lambda f, ax, _: plots.paired_bars(f, ax=ax, none="no count"),
    ),
    "ratings": (
        "Skills asked for at clearly different levels",
        lambda _: "level, 0 to 7, widest gaps first",
        sections.clear_levels,
        lambda f, ax, _: plots.dumbbell(f, ax=ax, span=(0, 7), ticks=range(8), show="{:.0f}".format),
    ),
    "entry": (
        "What workers hold",
        lambda _: "percent of workers aged 25 and over",
        sections.held,
        lambda f, ax, _: plots.paired_bars(f, ax=ax),
    ),
    "outlook": (
        "Growth of jobs",
        lambda c: f"percent, projected to {sections.end_year(c)}",
        sections.growth,
        lambda f, ax, _: plots.gap_bars(f, ax=ax),
    ),
}
"""Section id -> the title, unit, frame and call of its chart in the explorer; others show their words and table."""


class TitlePicker:
    """A search box over a list of readings, and below it in words what is chosen, or that nothing is.

    `chosen` is a title with its SOC code, or None: a title that is read with doubt, or unknown, asks for a choice.
    """

    def __init__(self, label: str, title: str) -> None:
        """Show the picker with a title already searched for."""
        self.search = ipywidgets.Text(description=label, continuous_update=False, placeholder="a title, then Enter")
        self.found = ipywidgets.Select(rows=5, layout=ipywidgets.Layout(width="auto"))
        self.message = ipywidgets.HTML()
        box = ipywidgets.Layout(width="50%")
        self.widget = ipywidgets.VBox([self.search, self.found, self.message], layout=box)
        self.changed: Callable[[], None] = lambda: None
        self.question = ""
        self._listing = False
        self.found.observe(self._picked, names="value")
        self.search.value = title
        self._look()
        self.search.observe(lambda _: self._look(), names="value")

    @property
    def chosen(self) -> Choice | None:
        """Return the title and the SOC code that are picked, or None."""
        choice: Choice | None = self.found.value
        return choice

    def _look(self) -> None:
        options, self.question = title_options(self.search.value)
        self._listing = True  # the list is filled without a choice, then the choice is made
        self.found.options = options
        self.found.index = None if self.question or not options else 0
        self._listing = False
        self._told()

    def _picked(self, _change: dict[str, Any]) -> None:
        if not self._listing:
            self._told()

    def _told(self) -> None:
        if self.chosen is None:
            self.message.value = _notice(self.question or "Choose one of the list.")
        else:
            words = {key: words for words, key in self.found.options}[self.chosen]
            self.message.value = f"<b>Chosen:</b> {esc(words)}"
        self.changed()


class Explorer:
    """Two roles, an area and a sector to pick, and sections of the report that are made again at each pick.

    `panel` is the widgets, `live(section)` a section that follows them, `comparison` what is picked now. Where nothing
    can be compared, because a title asks for a choice or one role stands twice, every section says so in its place.
    """

    def __init__(self, role_a: str, role_b: str, *, area: str = "", industry: str = "") -> None:
        """Start with two titles, an area and a sector's code, each as if it had been typed."""
        self.a, self.b = TitlePicker("● First", role_a), TitlePicker("◆ Second", role_b)
        names = load("areas")["area"].tolist()
        self.area = ipywidgets.Combobox(
            description="Area", value=area, options=names, continuous_update=False, placeholder="the nation"
        )
        self.industry = ipywidgets.Dropdown(description="Sector", options=sector_options(), value=industry)
        self.message = ipywidgets.HTML()
        roles = ipywidgets.HBox([self.a.widget, self.b.widget])
        self.panel = ipywidgets.VBox([roles, ipywidgets.HBox([self.area, self.industry]), self.message])
        self._sections: list[tuple[Any, Callable[[Comparison], str]]] = []
        self._comparison: Comparison | None = None
        self._why = ""
        self._again()
        self.a.changed = self.b.changed = self._again
        self.area.observe(lambda _: self._again(), names="value")
        self.industry.observe(lambda _: self._redraw(), names="value")

    @property
    def comparison(self) -> Comparison:
        """Return what is picked now; raise `BadInput` with the reason where nothing can be compared."""
        if self._comparison is None:
            raise BadInput(
                f"nothing is compared: {self._why}",
                expected="two chosen occupations, and an area or none",
                next_step="choose them in the pickers, then run the cell again",
            )
        return self._comparison

    def live(self, section: Section) -> Any:
        """Return a widget with a section (finding, chart, table), such as `sections.pay`, that follows the pickers."""
        return self._shown(lambda c: section_html(c, section))

    def live_sectors(self) -> Any:
        """Return a widget with jobs and pay by sector, or by the industries of the sector that is picked."""
        return self._shown(
            lambda c: (
                _styled(industry_table(c, self.industry.value))
                if self.industry.value
                else section_html(c, sections.sectors)
            )
        )

    def _shown(self, make: Callable[[Comparison], str]) -> Any:
        widget = ipywidgets.HTML()
        self._sections.append((widget, make))
        self._fill(widget, make)
        return widget

    def _again(self) -> None:
        a, b = self.a.chosen, self.b.chosen
        self._comparison, self._why = None, "a title above asks for a choice"
        if a and b:
            try:
                self._comparison = compare(a[0], b[0], codes=(a[1], b[1]), area=self.area.value)
                self._why = ""
            except UserError as error:
                self._why = f"{error.given}; expected: {error.expected}"
        self.message.value = _notice(f"Nothing is compared: {self._why}.") if self._why else ""
        self._redraw()

    def _redraw(self) -> None:
        for widget, make in self._sections:
            self._fill(widget, make)

    def _fill(self, widget: Any, make: Callable[[Comparison], str]) -> None:
        try:
            widget.value = make(self.comparison)
        except UserError as error:
            widget.value = _notice(error.given)


def section_html(c: Comparison, section: Section) -> str:
    """Return a section as a widget shows it: its finding, its chart if it has one in `CHARTS`, its table closed."""
    table = section.table(c)
    opened = f"<details><summary>{esc(table.meta.get('summary', 'Show the table'))}</summary>{table.html}</details>"
    chart = ""
    if section.id in CHARTS:
        title, unit, frame_of, draw = CHARTS[section.id]
        frame = frame_of(c)
        chart = drawn(frame, title, unit(c), lambda ax: draw(frame, ax, c))
    return _styled(Block(section.finding(c).html + chart + opened, "note"))


def title_options(text: str) -> tuple[list[tuple[str, Choice]], str]:
    """Return what a picker lists for a text, best first, as (words, (title, SOC code)); and a question, or nothing.

    The readings of the text as a title or code come first, then listed titles that hold its words or are near it. The
    question stands where the first may not be taken for meant: a title read with doubt, or on no list.
    """
    options: dict[Choice, str] = {}
    question = ""
    try:
        role = resolve(text)
        by = f", read as {role.read_as}" if role.read_as else ""
        for reading in role.readings:
            options[role.typed, reading.soc_code] = f"{role.name}: {reading.occupation} ({reading.soc_code}){by}"
        if role.asks:
            question = f"{role.typed!r} is read with doubt{by.replace('read ', '')}: choose one of the list."
    except UserError as error:
        question = f"{capital(error.given)}. Choose a near one of the list, or type another."
    try:
        rows = search_titles(text, _HITS).to_dict("records")
    except UnknownTitle:
        rows = []
    there = {(title.casefold(), code) for title, code in options}
    for row in rows:
        key = (str(row["title"]), str(row["soc_code"]))
        if (key[0].casefold(), key[1]) not in there and _is_paid(key):
            options.setdefault(key, f"{row['title']}: {row['occupation']} ({row['soc_code']})")
    return [(words, key) for key, words in list(options.items())[:_HITS]], question


def sector_options() -> list[tuple[str, str]]:
    """Return the sectors for a picker, as (name, code), after `all sectors` with an empty code."""
    table = load("industries")
    sectors = table[table["display_level"] == _SECTOR]
    return [(ALL_SECTORS, ""), *zip(sectors["industry"], sectors["industry_code"], strict=True)]


def industries_of(industries: pd.DataFrame, sector: str) -> pd.DataFrame:
    """Return the row of a sector and those listed below it, in their order: `industry_code` and `display_level`."""
    block = (industries["display_level"] == _SECTOR).cumsum()
    start = block[industries["industry_code"] == sector]
    return industries[block.isin(start)].reset_index(drop=True)


def industry_table(c: Comparison, sector: str) -> Block:
    """Return jobs and average pay of both roles in the nation in a sector and in each of its industries."""
    frame = c.frame(sections.sectors)
    listed = industries_of(frame.drop_duplicates("industry_code"), sector)
    names = list(dict.fromkeys(c.names))
    said = zip(frame["text"], frame["why"], frame["bound"], strict=True)
    frame = frame.assign(said=[f"{text}: {why}" if why and bound != bound else text for text, why, bound in said])
    texts = frame.set_index(["industry_code", "measure", "role"])["said"]
    columns = [(measure, name) for measure in ("employment", mean_column(c)) for name in names]
    rows = [
        [esc(row.industry), *(esc(texts.at[row.industry_code, *column]) for column in columns)] for row in each(listed)
    ]
    head = ["Industry", *(f"Jobs, {name}" for name in names), *(f"Pay, {name}" for name in names)]
    caption = "Jobs and average pay by industry, the nation"
    return Block(data_table(caption, head, rows, right=range(1, len(head)), csv="industries"), "note")


def _is_paid(key: Choice) -> bool:
    """Return whether the pay survey covers a listed title under its code."""
    try:
        resolve(*key)
    except UserError:
        return False
    return True


def _styled(block: Block) -> str:
    return f"{opening(styled=True)}{block.html}{source_notes(block.passports.values())}{CLOSING}"


def _notice(words: str) -> str:
    return f'{opening(styled=True)}<p class="failed" role="status">{esc(words)}</p>{CLOSING}'
