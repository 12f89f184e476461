"""All occupations at once: what is refused, the verdicts of all pairs, the map, the pictures and the page."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

from helpers import atlas, charts, present
from helpers.atlas_cli import TITLE, render_atlas
from helpers.cli import app
from helpers.errors import BadInput
from helpers.estimates import VERDICTS

NAN = float("nan")


def four() -> pd.DataFrame:
    rows = [
        ("11-1011", "Chief", "11-0000", "Management", 100_000.0, 1.0, 5.0),
        ("11-1021", "Manager", "11-0000", "Management", 100_500.0, 1.0, -3.0),  # no clear difference from Chief
        ("27-2011", "Actor", "27-0000", "Arts", NAN, 2.0, 1.0),  # paid by the hour only
        ("27-2022", "Coach", "27-0000", "Arts", 50_000.0, 1.0, 9.0),
    ]
    columns = ["soc_code", "occupation", "major_code", "group", "pay_usd", "rse_pct", "change_pct"]
    return pd.DataFrame(rows, columns=columns)


def texts(axes: object) -> list[str]:
    drawn = str(present.figure(axes, alt="what it shows"))  # type: ignore[arg-type]  # Axes of any chart
    return re.findall(r"<text[^>]*>([^<]*)</text>", drawn)


def test_an_unknown_major_group_is_refused_before_anything_is_rendered(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no major group 99"):
        render_atlas(tmp_path, major="99")
    assert list(tmp_path.iterdir()) == []


def test_a_map_of_three_occupations_is_refused() -> None:
    with pytest.raises(ValueError, match="at least four"):
        atlas.layout(np.zeros((3, 3)))


def test_pictures_without_anything_to_show_are_refused() -> None:
    with pytest.raises(ValueError, match="both pay and"):
        charts.pay_outlook(four().assign(pay_usd=NAN), labels=four())
    with pytest.raises(ValueError, match="place to show"):
        charts.skills_map(four().iloc[:0])
    with pytest.raises(ValueError, match="no two groups"):
        charts.unclear_grid(atlas.by_groups(four(), atlas.pair_verdicts(four())).assign(clear_pct=NAN))


def test_each_pair_has_one_verdict_and_a_missing_mean_is_not_published() -> None:
    pairs = atlas.pair_verdicts(four())
    told = dict(zip(zip(pairs["first"], pairs["second"], strict=True), pairs["verdict"], strict=True))
    assert told == {
        (0, 1): "could be either",
        (0, 2): "not published",
        (0, 3): "clear and meaningful",
        (1, 2): "not published",
        (1, 3): "clear and meaningful",
        (2, 3): "not published",
    }


def test_groups_count_their_pairs_by_verdict_and_share_the_clear_among_the_compared() -> None:
    groups = atlas.by_groups(four(), atlas.pair_verdicts(four()))
    shown = groups[["major_a", "major_b", "pairs", "compared", "clear"]].to_numpy().tolist()
    assert shown == [["11-0000", "11-0000", 1, 1, 0], ["11-0000", "27-0000", 4, 2, 2], ["27-0000", "27-0000", 1, 0, 0]]
    assert groups["clear_pct"].fillna(-1).tolist() == [0.0, 100.0, -1.0]
    assert (groups[list(VERDICTS)].sum(axis=1) == groups["pairs"]).all()


def test_extremes_name_each_occupation_once_from_the_best_paid_on() -> None:
    assert atlas.extremes(four(), 1)["occupation"].tolist() == ["Manager", "Coach"]
    assert atlas.extremes(four())["soc_code"].is_unique


def two_clusters() -> np.ndarray:
    side = np.repeat([0, 1], 8)
    apart = np.where(side[:, None] == side, 0.1, 0.9) + np.abs(np.subtract.outer(np.arange(16), np.arange(16))) / 100
    np.fill_diagonal(apart, 0)
    return apart


def test_the_map_keeps_clusters_apart_and_is_the_same_each_time() -> None:
    apart = two_clusters()
    place = atlas.layout(apart)
    assert np.array_equal(place, atlas.layout(apart))
    assert place.min() == 0
    assert place.max() == 1
    between = np.linalg.norm(place[:8].mean(axis=0) - place[8:].mean(axis=0))
    within = np.linalg.norm(place[:8] - place[:8].mean(axis=0), axis=1).max()
    assert between > 2 * within
    assert atlas.neighbours_kept(apart, place, 7) == 1.0


def test_the_shipped_tables_give_every_occupation_its_figure_or_its_reason() -> None:
    frame = atlas.occupations()
    assert len(frame) == 830
    assert frame["soc_code"].is_unique
    assert ((frame["pay_reason"] != "") == frame["pay_usd"].isna()).all()
    assert frame.loc[frame["pay_usd"].isna(), "pay_reason"].unique().tolist() == ["published as hourly pay only"]
    assert ((frame["change_reason"] != "") == frame["change_pct"].isna()).all()
    clerks = frame.set_index("soc_code").loc["43-3021"]
    assert (clerks["pay_usd"], clerks["change_pct"], clerks["onet_code"]) == (51_070.0, -0.4, "43-3021.00")
    pairs = atlas.pair_verdicts(frame)
    assert len(pairs) == 830 * 829 // 2
    assert atlas.by_groups(frame, pairs)["pairs"].sum() == len(pairs)


def test_a_verdict_of_the_atlas_is_that_of_the_pair_report() -> None:
    from helpers.comparison import compare

    frame = atlas.occupations()
    two = frame[frame["soc_code"].isin(["43-3021", "43-3031"])]
    pay = compare("43-3021", "43-3031").pay.set_index("measure").loc["annual_mean_usd"]
    found = atlas.pair_verdicts(two).iloc[0]
    assert found["verdict"] == pay["verdict"]
    assert found["gap_pct"] == pytest.approx(pay["gap_pct"])


def test_pictures_name_the_ends_and_the_marked_group() -> None:
    frame = four()
    drawn = texts(charts.pay_outlook(frame, labels=atlas.extremes(frame), major="27-0000"))
    assert {"Manager", "Coach", "Arts", "all others", "mean pay, US dollars a year"} <= set(drawn)
    assert "Actor" not in drawn
    placed = frame.assign(x=[0.0, 0.1, 0.9, 1.0], y=[0.0, 0.1, 0.9, 1.0])
    assert {"Management", "Arts"} <= set(texts(charts.skills_map(placed)))
    groups = atlas.by_groups(frame, atlas.pair_verdicts(frame))
    assert {"11 Management", "27 Arts", "11", "27", "100 of 100 pairs"} <= set(texts(charts.unclear_grid(groups)))


def test_alternative_texts_say_what_the_pictures_show() -> None:
    frame = four()
    assert charts.pay_outlook_alt(frame, labels=frame.iloc[[0]], major="27-0000") == (
        "Points, one for each of 3 occupations: mean pay a year to the right, projected change of jobs upwards. Half "
        "of them pay $100,000 or less, and half change by +5% or less. Filled points are the occupations of Arts, 1 in "
        "all. At the ends: Chief $100,000, +5%."
    )
    groups = atlas.by_groups(frame, atlas.pair_verdicts(frame))
    assert charts.unclear_grid_alt(groups) == (
        "Grid of 2 pairs of major groups: the share of pairs of occupations whose mean pay does not differ clearly. "
        "Most: within Management 100.0%; Management and Arts 0.0%. Least: Management and Arts 0.0%."
    )
    placed = frame.assign(x=[0.0, 0.1, 0.9, 1.0], y=[0.0, 0.1, 0.9, 1.0])
    assert charts.skills_map_alt(placed).endswith("that of each: Arts: Management; Management: Arts.")


def test_the_page_asks_for_nothing_names_each_picture_and_stays_below_700_kb(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["atlas", "--major", "29", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    written = tmp_path / "atlas-29-0000.html"
    assert written.stat().st_size < 700_000
    page = written.read_text(encoding="utf-8")
    assert f"<title>{TITLE}</title>" in page
    assert "This part could not be computed" not in page
    assert not re.search(r'<(?:link|script|img|iframe)[^>]+(?:href|src)="http', page)
    alternatives = re.findall(r'<svg[^>]*aria-label="([^"]+)"', page)
    assert len(alternatives) == 3
    assert all(len(text) > 200 for text in alternatives)
    assert "Of 344,035 pairs, 339,900 can be compared" in page
