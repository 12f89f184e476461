"""Widgets for exploring by hand: two title pickers with a search, area and industry, and sections that follow them."""

from collections.abc import Callable
from typing import Any

import ipywidgets
import pandas as pd

from helpers.areas import NATION
from helpers.comparison import Comparison, compare
from helpers.errors import UserError
from helpers.present import Html, callout, sentences, show
from helpers.prose.places import area_table
from helpers.prose.words import named
from helpers.tables import load
from helpers.title_lists import search_titles
from helpers.titles import resolve
from helpers.unsure import unsure

ALL_SECTORS = "all sectors"
_HITS = 12
_SECTOR = 2
Section = Callable[[Comparison], str]


class TitlePicker:
    """A search box over a list of readings: what the text itself stands for first, then listed titles with its words.

    `chosen` is (title, SOC code). A text under which nothing is found keeps the last choice and says so.
    """

    def __init__(self, label: str, title: str) -> None:
        """Show the picker with a title already searched for; raises `UnknownTitle` if nothing is near it."""
        self.search = ipywidgets.Text(description=label, continuous_update=False, placeholder="a title, then Enter")
        self.found = ipywidgets.Select(rows=4, layout=ipywidgets.Layout(width="auto"))
        self.message = ipywidgets.HTML()
        self.widget = ipywidgets.VBox([self.search, self.found, self.message])
        self._list(title_options(title))
        self.search.value = title
        self.message.value = _doubt(title)
        self.search.observe(self._look, names="value")

    @property
    def chosen(self) -> tuple[str, str]:
        """Return the title and the SOC code that are picked."""
        title, code = self.found.value
        return str(title), str(code)

    def _look(self, change: dict[str, Any]) -> None:
        try:
            options = title_options(change["new"])
        except UserError as error:
            self.message.value = _told(error)
            return
        self.message.value = _doubt(change["new"])
        self._list(options)

    def _list(self, options: list[tuple[str, tuple[str, str]]]) -> None:
        self.found.options = options  # nothing is picked by this
        self.found.index = 0


class Explorer:
    """Two roles, an area and an industry to pick, and sections of the report that are made again at each pick.

    `panel` is the widgets, `live(section)` a section that follows them, `comparison` what is picked now. A pick that
    cannot be compared, such as one role twice, says why in `message` and leaves the last comparison.
    """

    def __init__(self, role_a: str, role_b: str, *, area: str = "", industry: str = "") -> None:
        """Start with two titles, an area and a sector's code; raises the errors of `compare` for what cannot be."""
        self.a, self.b = TitlePicker("● First", role_a), TitlePicker("◆ Second", role_b)
        names = load("areas")["area"].tolist()
        self.area = ipywidgets.Combobox(
            description="Area", value=area, options=names, continuous_update=False, placeholder="the nation"
        )
        self.industry = ipywidgets.Dropdown(description="Sector", options=sector_options(), value=industry)
        self.message = ipywidgets.HTML()
        roles = ipywidgets.HBox([self.a.widget, self.b.widget])
        self.panel = ipywidgets.VBox([roles, ipywidgets.HBox([self.area, self.industry]), self.message])
        self._sections: list[tuple[Any, Callable[[], str]]] = []
        self.comparison = self._compare()
        for widget in (self.a.found, self.b.found, self.area):
            widget.observe(self._again, names="value")
        self.industry.observe(self._redraw, names="value")

    def live(self, section: Section) -> Any:
        """Return a widget that shows `section(comparison)`, such as `prose.pay_section`, and follows the pickers."""
        return self._shown(lambda: section(self.comparison))

    def live_industries(self) -> Any:
        """Return a widget with the pay of both roles by sector, or by the industries of the sector picked."""
        return self._shown(lambda: industry_rows(self.comparison, self.industry.value))

    def _shown(self, make: Callable[[], str]) -> Any:
        widget = ipywidgets.HTML(value=str(make()))
        self._sections.append((widget, make))
        return widget

    def _compare(self) -> Comparison:
        (a, soc_a), (b, soc_b) = self.a.chosen, self.b.chosen
        return compare(a, b, soc_a=soc_a, soc_b=soc_b, area=self.area.value)

    def _again(self, change: dict[str, Any]) -> None:
        if change["new"] is None:  # the list has just been filled
            return
        try:
            self.comparison = self._compare()
        except UserError as error:
            self.message.value = _told(error)
            return
        self.message.value = ""
        self._redraw(change)

    def _redraw(self, _change: dict[str, Any]) -> None:
        for widget, make in self._sections:
            widget.value = str(make())


def title_options(text: str, most: int = _HITS) -> list[tuple[str, tuple[str, str]]]:
    """Return what a picker lists for a text, best first: (words, (title, SOC code)).

    The readings of the text as a title or code come first, then listed titles that hold its words. Raises
    `UnknownTitle`, with the closest titles, if there is neither.
    """
    options: dict[tuple[str, str], str] = {}
    mistake: UserError | None = None
    try:
        role = resolve(text)
        for reading in role.readings:
            options[role.typed, reading.soc_code] = f"{role.name}: {reading.occupation} ({reading.soc_code})"
    except UserError as error:
        mistake = error
    try:
        rows = search_titles(text, most).to_dict("records")
    except UserError:
        rows = []
    for row in rows:
        key = (str(row["title"]), str(row["soc_code"]))
        if _is_paid(key):
            options.setdefault(key, f"{row['title']}: {row['occupation']} ({row['soc_code']})")
    if not options and mistake is not None:
        raise mistake
    return [(words, key) for key, words in list(options.items())[:most]]


def sector_options() -> list[tuple[str, str]]:
    """Return the sectors for a picker, as (name, code), after `all sectors` with an empty code."""
    table = load("industries")
    sectors = table[table["display_level"] == _SECTOR]
    return [(ALL_SECTORS, ""), *zip(sectors["industry"], sectors["industry_code"], strict=True)]


def industries_of(industries: pd.DataFrame, sector: str) -> pd.DataFrame:
    """Return the sectors, or with the code of one that sector and the industries listed below it, in their order.

    `industries` has `industry_code` and `display_level` in the publisher's order, as `Comparison.industries`.
    """
    is_sector = industries["display_level"] == _SECTOR
    if not sector:
        return industries[is_sector].reset_index(drop=True)
    block = is_sector.cumsum()
    start = block[industries["industry_code"] == sector]
    return industries[block.isin(start)].reset_index(drop=True)


def industry_rows(comparison: Comparison, sector: str = "") -> Html:
    """Return the pay of both roles in the nation by sector, or by industry of one sector, as a sortable table."""
    rows = industries_of(comparison.industries, sector)
    if rows.empty:
        return callout("neither role has jobs in this sector in the survey", kind="missing")
    both = int((rows["value_a"].notna() & rows["value_b"].notna()).sum())
    caption = "Mean pay by sector of the nation" if not sector else f"Mean pay: {rows['industry'].iloc[0]}"
    place = (
        ""
        if comparison.area.area_code == NATION
        else f" Industries are the nation's, not those of {named(comparison.area.area)}."
    )
    return show(
        sentences(f"Both are published in {both:,} of {len(rows):,} rows.{place}"),
        area_table(comparison, rows, caption, label="Industry", place="industry"),
    )


def _is_paid(key: tuple[str, str]) -> bool:
    """Return whether the pay survey covers a listed title under its code."""
    try:
        resolve(*key)
    except UserError:
        return False
    return True


def _doubt(text: str) -> str:
    """Return a note on a title that is read with doubt, whose readings stand in the list; else nothing."""
    try:
        doubts = unsure([resolve(text)])
    except UserError:
        return ""
    return str(callout(*doubts, kind="caution", heading="Not what you meant?")) if doubts else ""


def _told(error: UserError) -> str:
    return str(callout(str(error), kind="missing"))
