"""Charts: what they refuse, what they draw, and that their text alternative says what is in the frame."""

import re

import numpy as np
import pandas as pd
import pytest

from helpers import charts, present
from helpers.charts import theme
from helpers.charts.ladder import ladders
from helpers.charts.places import GRID
from helpers.charts.scale import scale_for

NAMES = ("Billing clerk", "Bookkeeper")
NAN = float("nan")


def pay(unit: str = "annual", **changes: dict[str, object]) -> pd.DataFrame:
    """Return a pair frame of one unit; `changes` maps a rung to other fields."""
    scale = 1 if unit == "annual" else 1 / 2080
    figures = {"mean": (51070, 53560), "p10": (37290, 36000), "p25": (42840, 43520), "median": (48500, 50670)}
    figures |= {"p75": (58290, 61470), "p90": (67710, 74550)}
    rows = []
    for rung, (a, b) in figures.items():
        row: dict[str, object] = {"measure": f"{unit}_{rung}_usd", "value_a": a * scale, "value_b": b * scale}
        row |= {"reason_a": "", "reason_b": "", "error_a": 0.2 if rung == "mean" else NAN}
        row["error_b"] = row["error_a"]
        rows.append(row | changes.get(rung, {}))
    return pd.DataFrame(rows)


def states(**columns: object) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "state": ["CA", "TX", "NY", "WY", "XX"],  # XX is no state: left out
            "area": ["California", "Texas", "New York", "Wyoming", "Nowhere"],
            "value_a": [58180.0, 47000.0, 56000.0, NAN, 1.0],
            "gap_pct": [-8.0, 3.0, 11.0, NAN, 50.0],
            "verdict": [
                "clear, size unsure",
                "could be either",
                "clear and meaningful",
                "not published",
                "clear and meaningful",
            ],
        }
    )
    return frame.assign(**columns)


def svg(axes: object) -> str:
    return str(present.figure(axes, alt="what it shows"))  # type: ignore[arg-type]  # Axes of any chart


def texts(drawn: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawn)


def test_scale_without_a_value_is_refused() -> None:
    with pytest.raises(ValueError, match="no value to draw"):
        scale_for([NAN], left=0, right=1)


def test_ladder_without_any_figure_is_refused() -> None:
    empty = pay().assign(value_a=NAN, value_b=NAN)
    with pytest.raises(ValueError, match="no value"):
        charts.pay_ladder(empty, NAMES)


def test_dots_of_one_role_alone_are_refused() -> None:
    with pytest.raises(ValueError, match="each role needs its dots"):
        charts.quantile_dots([], [1.0], NAMES)


def test_skill_gaps_without_a_gap_are_refused() -> None:
    with pytest.raises(ValueError, match="say in words why"):
        charts.skill_gaps(pd.DataFrame({"element_name": ["Speaking"], "difference": [NAN]}), NAMES)


def test_openings_without_a_part_are_refused() -> None:
    with pytest.raises(ValueError, match="no openings"):
        charts.openings_split(pd.DataFrame({"part": ["growth"], "value_a": [NAN], "value_b": [NAN]}), NAMES)


def test_ladder_unit_is_the_one_both_roles_have() -> None:
    both = pd.concat([pay(), pay("hourly")])
    assert charts.ladder_unit(both) == "annual"
    hourly_only = pd.concat([pay().assign(value_a=NAN), pay("hourly")])
    assert charts.ladder_unit(hourly_only) == "hourly"
    apart = pd.concat([pay().assign(value_a=NAN), pay("hourly").assign(value_b=NAN)])
    assert charts.ladder_unit(apart) is None


def test_ladder_draws_and_says_the_level_that_is_asked_for() -> None:
    shown = " ".join(texts(svg(charts.pay_ladder(pay(), NAMES, level=0.95))))
    alt = charts.pay_ladder_alt(pay(), NAMES, level=0.95)
    assert "± $200, 95% error" in shown
    assert "95% error of the estimate plus or minus $200" in alt  # 1.96 x 0.2 % of $51,070
    assert "90%" not in shown + alt


def test_ladder_writes_the_percentiles_and_the_mean_with_its_error() -> None:
    shown = texts(svg(charts.pay_ladder(pay(), NAMES)))
    assert {"$37k", "$43k", "$49k", "$58k", "$68k", "$75k", "US dollars a year"} <= set(shown)
    assert any(text.startswith("mean $51,070 ± $170") for text in shown)  # 1.645 x 0.2 % of 51,070


def test_hourly_ladder_is_in_dollars_an_hour() -> None:
    shown = texts(svg(charts.pay_ladder(pay("hourly"), NAMES)))
    assert "US dollars an hour" in shown
    assert any(text.startswith("mean $24.55 ± $0.08") for text in shown)


def test_top_coded_rungs_run_on_as_an_arrow_and_are_named_as_bounds() -> None:
    bound = {"value_a": NAN, "reason_a": "$239,200 or more: top-coded, only this lower bound is published"}
    frame = pay(p75=bound, p90=bound)
    ladder, other = ladders(frame, NAMES, "annual")
    assert ladder.top_coded
    assert not other.top_coded
    assert "90th $239,200 or more: top-coded" in charts.pay_ladder_alt(frame, NAMES)
    assert charts.pay_ladder(frame, NAMES) is not None


def test_equal_percentiles_are_said_to_be_unresolved() -> None:
    alt = charts.pay_ladder_alt(pay(p25={"value_a": 37290.0}), NAMES)
    assert "neighbouring percentiles are equal" in alt.split(NAMES[1])[0]
    assert "neighbouring" not in alt.split(NAMES[1])[1]


def test_ladder_of_a_role_without_pay_in_the_unit_gives_the_reason() -> None:
    frame = pay().assign(value_a=NAN, reason_a="published as hourly pay only")
    assert "published as hourly pay only" in texts(svg(charts.pay_ladder(frame, NAMES, unit="annual")))


def test_ladder_in_words_has_every_figure() -> None:
    assert charts.pay_ladder_alt(pay(), NAMES) == (
        "Pay in US dollars a year, between workers. Billing clerk: 10th percentile $37,290, 25th $42,840, median "
        "$48,500, 75th $58,290, 90th $67,710; mean $51,070, 90% error of the estimate plus or minus $170. Bookkeeper: "
        "10th percentile $36,000, 25th $43,520, median $50,670, 75th $61,470, 90th $74,550; mean $53,560, 90% error of "
        "the estimate plus or minus $180."
    )


def test_grid_has_every_state_once_and_no_two_on_one_tile() -> None:
    assert len(GRID) == len(set(GRID.values())) == 54
    assert {"DC", "PR", "GU", "VI", "AK", "HI"} <= set(GRID)


def test_verdict_map_marks_each_state_by_a_sign_not_by_colour_alone() -> None:
    shown = texts(svg(charts.verdict_tiles(states(), NAMES)))
    assert shown[shown.index("CA") + 1] == "●"
    assert shown[shown.index("NY") + 1] == "◆"
    assert shown[shown.index("TX") + 1] == "≈"
    assert shown[shown.index("WY") + 1] == "n.p."
    assert charts.verdict_tiles_alt(states(), NAMES) == (
        "Map of mean pay by state. Bookkeeper clearly and meaningfully higher in 1: New York. Billing clerk clearly "
        "higher, size unsure in 1: California. could be either in 1: Texas. not published in 1: Wyoming."
    )


def test_value_map_writes_values_and_names_the_ends() -> None:
    shown = texts(svg(charts.state_tiles(states(), "value_a", label="mean pay, US dollars a year")))
    assert shown[shown.index("CA") + 1] == "$58k"
    assert shown[shown.index("WY") + 1] == "n.p."
    alt = charts.state_tiles_alt(states(), "value_a", label="mean pay")
    assert "Published for 3. Highest: California $58,180" in alt
    assert alt.endswith("Not published for 1.")


def test_value_map_without_any_value_says_so() -> None:
    empty = states(value_a=NAN)
    assert charts.state_tiles(empty, "value_a", label="mean pay") is not None
    assert charts.state_tiles_alt(empty, "value_a", label="mean pay").endswith("no state has a published figure.")


def test_bars_give_the_reason_of_a_missing_figure() -> None:
    frame = pd.DataFrame(
        {
            "area": ["Napa, CA", "Ames, IA"],
            "value_a": [60830.0, NAN],
            "error_a": [2.0, NAN],
            "reason_a": ["", "estimate not released"],
            "value_b": [64120.0, 50000.0],
            "error_b": [1.0, NAN],
            "reason_b": ["", ""],
        }
    )
    shown = texts(svg(charts.ranked_bars(frame, "area", names=NAMES)))
    assert {"Napa, CA", "$60,830", "● estimate not released", "$50,000"} <= set(shown)
    assert charts.ranked_bars_alt(frame, "area", names=NAMES) == (
        "Bars, US dollars a year, with 90% errors. Napa, CA: Billing clerk $60,830 plus or minus $2,000, Bookkeeper "
        "$64,120 plus or minus $1,050; Ames, IA: Billing clerk not published, Bookkeeper $50,000."
    )


def test_dots_are_one_a_worker_and_none_is_lost() -> None:
    low, high = list(np.linspace(30_000, 60_000, 50)), list(np.linspace(40_000, 90_000, 50))
    axes = charts.quantile_dots(low, high, NAMES)
    assert [len(line.get_xdata()) for line in axes.lines] == [50, 50]
    spots = [set(zip(line.get_xdata(), line.get_ydata(), strict=True)) for line in axes.lines]
    assert [len(each) for each in spots] == [50, 50]  # no two dots on one spot
    assert "40 of the 50 dots of Bookkeeper lie above the middle of Billing clerk" in charts.quantile_dots_alt(
        low, [*[40_000.0] * 10, *[50_000.0] * 40], NAMES
    )


def test_a_gap_that_may_be_noise_says_so() -> None:
    frame = pd.DataFrame(
        {
            "element_name": ["Speaking", "Mathematics"],
            "difference": [-0.5, 0.1],
            "holds": pd.array([True, False], dtype="boolean"),
        }
    )
    assert "Mathematics (may be noise)" in texts(svg(charts.skill_gaps(frame, NAMES)))
    assert charts.skill_gaps_alt(frame, NAMES) == (
        "Bars, difference in level, on the scale from 0 to 7. Speaking: more in Billing clerk by 0.5; Mathematics: "
        "more in Bookkeeper by 0.1, may be noise."
    )


def test_three_bars_give_amount_interval_or_reason() -> None:
    frame = pd.DataFrame(
        {
            "label": ["Switch role", "Change industry"],
            "value": [2490.0, NAN],
            "low": [2247.0, NAN],
            "high": [2733.0, NAN],
            "reason": ["", "no sector is precise enough"],
        }
    )
    assert {"+$2,490", "no sector is precise enough"} <= set(texts(svg(charts.three_bars(frame))))
    assert charts.three_bars_alt(frame).endswith(
        "Switch role: +$2,490 (+$2,250 to +$2,730); Change industry: no sector is precise enough."
    )


def test_a_part_too_narrow_for_its_name_is_named_on_a_line_of_its_own() -> None:
    parts = {"part": ["leaving work", "changing occupation", "growth"], "value_a": [61.8, 51.2, 1.2]}
    drawn = svg(charts.openings_split(pd.DataFrame(parts | {"value_b": [NAN] * 3}), NAMES, sides="a"))
    heights = dict(re.findall(r'<text[^>]* y="([^"]+)">(changing occupation|growth)', drawn)[i][::-1] for i in (0, 1))
    assert float(heights["growth"]) > float(heights["changing occupation"])


def test_openings_that_shrink_are_told_in_words() -> None:
    frame = pd.DataFrame(
        {"part": ["exits", "transfers", "growth"], "value_a": [45.2, 61.1, -7.3], "value_b": [44.0, 50.0, 6.0]}
    )
    shown = texts(svg(charts.openings_split(frame, NAMES)))
    assert "all 99 a year, growth −7.3" in shown
    assert charts.openings_split_alt(frame, NAMES) == (
        "Bars, openings a year per 1,000 workers. Billing clerk: exits 45.2, transfers 61.1, growth −7.3. Bookkeeper: "
        "exits 44, transfers 50, growth 6."
    )


def test_education_steps_mark_what_is_typical_for_entry() -> None:
    frame = pd.DataFrame(
        {
            "level": ["High school", "Bachelor"],
            "value_a": [60.0, 40.0],
            "value_b": [30.0, 70.0],
            "tag_b": ["", "typical"],
        }
    )
    assert "70.0%  typical" in texts(svg(charts.education_steps(frame, NAMES)))
    assert "Bachelor: Billing clerk 40.0%, Bookkeeper 70.0% (typical)" in charts.education_steps_alt(frame, NAMES)


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", 'a "b" & c', "x" * 300, "مدير حسابات", "日本語 😀", "a\x00b"]
)
def test_any_title_is_drawn_as_text_and_stays_in_the_picture(name: str) -> None:
    drawn = svg(charts.pay_ladder(pay(), (name, "other")))
    assert "<script" not in drawn
    assert "\x00" not in drawn
    assert max(len(text) for text in texts(drawn)) < 130


def test_dollar_signs_are_money_not_mathematics() -> None:
    assert "● $5 and $6" in texts(svg(charts.pay_ladder(pay(), ("$5 and $6", "other"))))


def test_one_role_alone_leaves_no_room_for_the_other() -> None:
    both, one = (svg(charts.pay_ladder(pay(), NAMES, sides=sides)) for sides in ("ab", "a"))
    heights = [float(re.search(r'viewBox="0 0 [\d.]+ ([\d.]+)"', drawn)[1]) for drawn in (both, one)]
    assert heights[1] < heights[0]
    assert "◆ Bookkeeper" in texts(both)
    assert "◆ Bookkeeper" not in texts(one)
    assert "Bookkeeper" not in charts.pay_ladder_alt(pay(), NAMES, sides="a")


def test_roles_keep_their_colour_in_every_chart() -> None:
    for drawn in (svg(charts.pay_ladder(pay(), NAMES)), svg(charts.quantile_dots([1.0, 2.0], [3.0, 4.0], NAMES))):
        assert drawn.index("var(--a,") < drawn.index("var(--b,")


def test_no_colour_is_left_that_the_page_cannot_turn_dark() -> None:
    drawn = svg(charts.verdict_tiles(states(), NAMES)) + svg(charts.state_tiles(states(), "value_a", label="pay"))
    outside_variables = re.sub(r"var\([^)]*\)", "", drawn)
    assert re.findall(r"#[0-9a-fA-F]{6}\b", outside_variables) == []


def test_theme_colours_are_all_different() -> None:
    assert len(theme.VARIABLES) == 11 + 2 * len(theme.STEPS)  # equal ones would share one entry
