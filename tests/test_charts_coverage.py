"""Charts of what there is and what is missing: what they refuse, what they write, what their alternative text says."""

import re

import pandas as pd
import pytest

from helpers import charts, present

PARTS = ["exact", "parent group", "several", "none"]
COLUMNS = [("pay", "Pay"), ("people", "People")]


def quality() -> pd.DataFrame:
    rows = [("pay survey to O*NET", 699, 0, 84, 47, 830), ("nation", 1, 0, 0, 0, 1)]
    return pd.DataFrame(rows, columns=["crosswalk", *PARTS, "codes"])


def shares() -> pd.DataFrame:
    names = [
        "Legal",
        "Building and Grounds Cleaning and Maintenance of Very Many Kinds",
    ]  # the second takes three lines
    return pd.DataFrame({"group": names, "pay": [100.0, 100.0], "people": [99.9, 0.0]})


def texts(axes: object) -> list[str]:
    drawn = str(present.figure(axes, alt="what it shows"))  # type: ignore[arg-type]  # Axes of any chart
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawn)


def test_bars_whose_parts_miss_their_total_are_refused() -> None:
    with pytest.raises(ValueError, match="must add up"):
        charts.quality_bars(quality().assign(none=0), "crosswalk", PARTS, unit="codes")


def test_bars_without_rows_or_with_five_parts_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be drawn"):
        charts.quality_bars(quality().iloc[:0], "crosswalk", PARTS, unit="codes")
    with pytest.raises(ValueError, match="cannot be drawn"):
        charts.quality_bars(quality().assign(fifth=0), "crosswalk", [*PARTS, "fifth"], unit="codes")


@pytest.mark.parametrize("wrong", [float("nan"), 101.0, -1.0])
def test_a_grid_with_a_percent_that_is_none_is_refused(wrong: float) -> None:
    with pytest.raises(ValueError, match="percents from 0 to 100"):
        charts.share_grid(shares().assign(pay=wrong), "group", COLUMNS, unit="percent")


def test_each_bar_names_its_parts_in_words_and_leaves_out_those_of_none() -> None:
    shown = texts(charts.quality_bars(quality(), "crosswalk", PARTS, unit="codes"))
    assert "exact 699 · several 84 · none 47" in shown
    assert "exact 1" in shown
    assert shown[: len(PARTS)] == PARTS  # the key


def test_percents_of_a_grid_are_cut_so_that_100_means_all() -> None:
    shown = texts(charts.share_grid(shares(), "group", COLUMNS, unit="percent of occupations"))
    assert [text for text in shown if text.isdigit()] == ["100", "99", "100", "0", "100"]  # the last is the key's
    assert {"Building and Grounds", "Cleaning and Maintenance", "of Very Many Kinds"} <= set(shown)


def test_alternative_texts_say_every_count_and_the_ends_of_every_column() -> None:
    assert charts.quality_bars_alt(quality(), "crosswalk", PARTS, unit="codes") == (
        "Bars, codes. pay survey to O*NET, 830: exact 699, several 84, none 47; nation, 1: exact 1."
    )
    assert charts.share_grid_alt(shares(), "group", COLUMNS, unit="percent") == (
        "Grid of 2 rows, percent. Pay: 100 in every row; People: from 0 (Building and Grounds Cleaning and Maintenance "
        "of Very Many Kinds) to 99 (Legal)."
    )
