import os
import re
import subprocess
import sys
from typing import Any
from xml.etree import ElementTree

import matplotlib as mpl
import pandas as pd
import pytest
from fixture_page import ALL, EIGHT, HOSTILE, LONG, TWO, Frames, charts, draw

from helpers.show import canvas, drawing, figure, plots, theme
from helpers.show.plane_plots import TILES, placed

CASES: dict[str, dict[str, Any]] = {
    "two": {"names": TWO},
    "hourly": {"names": ("musician", "actor"), "hourly": True},
    "long": {"names": LONG},
    "one role without figures": {"names": ("billing specialist", "actor"), "without": ("actor",)},
    "one": {"names": ("paramedic",)},
    "eight": {"names": EIGHT},
    "hostile": {"names": (HOSTILE, "$5 & <b> to $6")},
}
KINDS = tuple(charts(Frames()))


def drawn(case: str, kind: str) -> Any:
    options = dict(CASES[case])
    frames = Frames(options.pop("names"), **options)
    (one,) = draw(kind, *charts(frames)[kind])
    return one


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("kind", KINDS)
def test_every_chart_of_every_number_of_roles_is_clean_svg(case: str, kind: str) -> None:
    made = drawn(case, kind)
    root = ElementTree.fromstring(made.svg)
    ids = re.findall(r' id="([^"]+)"', made.svg)
    assert all(one.startswith(f"{kind}-") for one in ids)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', made.svg)) <= set(ids)
    assert "style" not in made.svg.replace("font-style", "")
    for colour in re.findall(r'(?:fill|stroke)="([^"]+)"', made.svg):
        assert colour == "none" or colour in theme.VARIABLES.values(), colour
    assert root.get("aria-label") == made.alt
    assert float(root.get("width", 0)) == 460
    sizes = {float(one) for one in re.findall(r'font-size="([\d.]+)"', made.svg)}
    assert min(sizes) * 358 / 460 >= 10.5  # what a phone shows


@pytest.mark.parametrize("kind", KINDS)
def test_no_text_is_wider_than_the_drawing(kind: str) -> None:
    for words in re.findall(r"<text[^>]*>([^<]*)<", drawn("long", kind).svg):
        assert canvas.width(words) < 460


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("dots", "tiles", "many", "ledger")])
def test_the_text_alternative_holds_every_figure_of_the_frame(kind: str) -> None:
    frame, call = charts(Frames())[kind]
    (made,) = draw(kind, frame, call)
    for item in frame.to_dict("records"):
        if item["text"]:
            assert item["text"] in made.alt
    for role in TWO:
        assert role in made.alt or kind == "ranges"


def test_the_alternative_of_dots_names_the_middle_workers() -> None:
    said = "registered nurse half earn more than $101,400; paramedic half earn more than $63,400"
    assert drawn("two", "dots").alt == f"50 equally likely workers of each role: {said}"


def test_the_alternative_of_the_map_counts_the_states() -> None:
    frame = pd.DataFrame({"state": ["CA", "NV", "TX"], "role": ["x", None, None], "value": [1.0, 2.0, float("nan")]})
    frame = frame.assign(step=[1, 0, 0], text=["5%", "", ""], role=pd.Categorical(frame["role"], ["x", "y"]))
    (made,) = draw("map", frame, lambda f, ax: plots.tile_map(f, ax=ax))
    assert made.alt == "States as tiles: x ahead in 1, could be either in 1, no figure for both in 1"


def test_a_role_without_figures_is_said_to_have_none() -> None:
    assert "actor: no figure" in re.sub(r"<[^>]+>", "|", drawn("one role without figures", "states").svg)


def test_two_long_names_share_a_line_of_the_key_unless_they_would_read_the_same() -> None:
    long = ["Heating and Refrigeration Mechanics and Installers", "Licensed Practical and Licensed Vocational Nurses"]
    alike = [f"Special Education Teachers, {school} School" for school in ("Elementary", "Secondary")]
    heights = [canvas.legend(names, set(names))[0] for names in (["nurse", "actor"], long, alike)]
    assert heights[0] == heights[1] < heights[2]


def test_a_hostile_name_is_text_in_the_drawing() -> None:
    texts = [
        one.text for one in ElementTree.fromstring(drawn("hostile", "states").svg).iter() if one.tag.endswith("text")
    ]
    assert any(text and text.startswith("<img src=x onerror") for text in texts)


def test_the_same_frame_gives_the_same_bytes() -> None:
    assert drawn("two", "people").svg == drawn("two", "people").svg


def test_the_order_of_the_roles_is_that_of_the_categories() -> None:
    frame = pd.DataFrame({"role": pd.Categorical(["b", "a"], ["b", "a", ALL])})
    assert canvas.names_of(frame) == ["b", "a"]
    assert canvas.names_of(frame.astype(object)) == ["b", "a"]
    assert canvas.names_of(pd.DataFrame({"x": [1]})) == []


def test_a_frame_without_any_figure_shows_nothing_and_raises_nothing() -> None:
    frame = Frames().states().assign(value=float("nan"), text="no figure")
    assert draw("states", frame, lambda f, ax: plots.dumbbell(f, ax=ax, show=str)) == []
    assert draw("states", frame.head(0), lambda f, ax: plots.dumbbell(f, ax=ax, show=str)) == []


def test_a_mistake_in_a_chart_is_raised() -> None:
    frame = Frames().states()
    with pytest.raises(KeyError, match="part"):
        draw("states", frame, lambda f, ax: plots.stacked_bars(f, ax=ax))


def test_equal_values_and_one_row_can_be_drawn() -> None:
    frame = pd.DataFrame(
        {"role": pd.Categorical(["a", "b"], ["a", "b"]), "label": "Row", "value": [5.0, 5.0], "text": "$5"}
    )
    for call in (plots.dumbbell, plots.paired_bars, plots.gap_bars):
        assert draw("equal", frame, lambda f, ax, call=call: call(f, ax=ax))


def test_the_meta_of_a_figure_is_all_that_the_page_needs() -> None:
    frame, call = charts(Frames())["dots"]
    (made,) = draw("dots", frame, call, title="How pay is spread", column=2, keep=True, note="<b>n</b>")
    shown, about = made._repr_mimebundle_()
    assert set(shown) == {"image/svg+xml", "text/plain"}
    meta = about["rolepair"]
    low, high = meta.pop("scale")[2:]
    assert low < frame["value"].min() < frame["value"].max() < high
    assert meta == {
        "kind": "figure",
        "name": "dots",
        "title": "How pay is spread",
        "unit": "in a unit",
        "column": 2,
        "keep": True,
        "note": "<b>n</b>",
        "summary": "",
    }


def test_a_chart_of_cells_opens_its_sources() -> None:
    meta = drawn("two", "states")._repr_mimebundle_()[1]["rolepair"]
    assert meta["source"].startswith('<button class="n src s-oews"')
    assert [one["what"] for one in meta["passports"]] == ["A chart of states"]


def test_a_live_kernel_gets_a_picture_and_the_title_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "live", lambda: True)
    title, made = draw("states", *charts(Frames())["states"])
    assert title.kind == "caption"
    shown, about = made._repr_mimebundle_()
    assert set(shown) == {"image/svg+xml", "image/png", "text/plain"}
    assert about["image/png"]["width"] == 460
    assert "textLength" in shown["image/svg+xml"]


def test_the_readers_own_chart_gets_room_and_words() -> None:
    import seaborn as sns

    frame = Frames().sectors()
    (made,) = draw("own", frame, lambda f, ax: sns.barplot(f, x="value", y="label", hue="role", ax=ax))
    assert "Health care and social services: registered nurse" in made.alt
    ElementTree.fromstring(made.svg)


def test_drawing_leaves_the_readers_settings_as_they_were() -> None:
    before = dict(mpl.rcParams)
    draw("states", *charts(Frames())["states"])
    assert dict(mpl.rcParams) == before


def test_importing_show_changes_nothing_global_and_loads_no_matplotlib() -> None:
    code = "import helpers.show.blocks, sys; assert not {'matplotlib', 'seaborn'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_figure_and_plots_are_loaded_on_first_use() -> None:
    import helpers.show

    assert helpers.show.figure is figure
    assert helpers.show.plots is plots
    with pytest.raises(AttributeError, match="has no attribute 'pie'"):
        helpers.show.pie  # noqa: B018


def test_an_axes_of_the_readers_own_can_be_drawn_on() -> None:
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    assert plots.dumbbell(Frames().states(), ax=ax, show=str) is ax


def many() -> pd.DataFrame:
    rows = [(10.0 * 2**i, i % 3 - 1.0, "", 1.0) for i in range(9)]
    rows += [(160.0, 0.5, "the middle", float("nan")), (10.0, 1.0, "alone in its corner", 1.0)]
    return pd.DataFrame(rows, columns=["x", "y", "text", "value"]).assign(role="")


def test_points_over_the_whole_width_have_two_scales_and_say_where_they_lie() -> None:
    def call(f: pd.DataFrame, ax: Any) -> None:
        plots.scatter(f, ax=ax, x="x", y="y", height=300, wide=theme.WHOLE, log=True, show=("${:.0f}".format,) * 2)

    (made,) = draw("plane", many(), call, column=0)
    assert f'viewBox="0 0 {theme.WHOLE:.0f} 300"' in made.svg
    assert made.meta["plane"] == [62.0, 1110.0, 10.0, 266.0]
    texts = re.findall(r"<text[^>]*>([^<]*)<", made.svg)
    assert {"$100", "$1000", "the middle", "alone in its corner"} <= set(texts)
    assert made.alt.startswith("10 points; the middle")  # a name without a value is no point
    assert made.svg.count("<use") == 10


def test_a_text_that_would_lie_on_points_is_left_out_but_that_of_a_role_is_kept() -> None:
    crowd = pd.DataFrame({"x": range(400), "y": [i * 7 % 400 for i in range(400)], "role": "", "text": ""})
    crowd.loc[len(crowd)] = [200, 200, "", "a long name in the middle of the crowd"]
    call = lambda f, ax: plots.scatter(f, ax=ax, x="x", y="y", height=200)  # noqa: E731 - as `draw` takes it
    assert "a long name" not in draw("crowd", crowd, call)[0].svg
    assert "a long name" in draw("crowd", crowd.replace({"role": {"": "r"}}).tail(60), call)[0].svg


def test_a_grid_writes_each_text_and_is_blank_where_there_is_none() -> None:
    rows = [("A", "x", 1.0, "one", 0.0), ("A", "y", 2.0, "two", 3.0), ("B", "x", 3.0, "three", 1.0)]
    frame = pd.DataFrame(rows, columns=["label", "head", "value", "text", "step"])
    frame.loc[3] = ["B", "y", float("nan"), "", float("nan")]
    (made,) = draw("grid", frame, lambda f, ax: plots.grid(f, ax=ax))
    texts = re.findall(r"<text[^>]*>([^<]*)<", made.svg)
    assert sorted(texts) == sorted(["one", "two", "three", "A", "B", "x", "y"])
    assert made.alt.startswith("A: x one, y two; B: x three")


def test_every_state_has_a_tile_of_its_own() -> None:
    assert len(TILES) == len(set(TILES.values())) == 54
    frame = placed(pd.DataFrame({"state": ["CA", "??"]}))
    assert frame[["state", "x", "y"]].to_numpy().tolist() == [["CA", 1, 4]]


def test_a_long_word_is_cut_into_lines() -> None:
    lines = canvas.wrap("Electroencephalographictechnologist", 80)
    assert len(lines) > 2
    assert all(canvas.width(line) <= 90 for line in lines)
    assert canvas.wrap("two words", 400) == ["two words"]


def contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tones", [theme.LIGHT, theme.DARK])
@pytest.mark.parametrize("letter", theme.LETTERS)
def test_every_role_can_be_read_on_its_grounds(tones: dict[str, str], letter: str) -> None:
    for ground in ("paper", "panel", letter + "1"):
        assert contrast(tones[letter], tones[ground]) >= 4.5, ground
    for ground in (letter + "1", letter + "2"):
        assert contrast(tones["ink"], tones[ground]) >= 4.5, ground
    assert contrast(tones["paper"], tones[letter]) >= 4.5


def test_no_colour_stands_for_two_variables() -> None:
    assert len(set(theme.LIGHT.values())) == len(theme.LIGHT) == len(theme.DARK)
    assert set(theme.LIGHT) == set(theme.DARK)


MEASURED_IN_FORKS = """
import os, random, sys
from helpers.show import canvas
canvas.width("read before the fork")
children = []
for seed in range(6):
    child = os.fork()
    if not child:
        letters, dice = [chr(one) for one in range(33, 127)], random.Random(seed)
        for _ in range(2000):
            canvas.width("".join(dice.choices(letters, k=12)))
        os._exit(0)
    children.append(child)
sys.exit(sum(os.waitpid(child, 0)[1] != 0 for child in children))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
def test_forks_that_measure_words_at_once_do_not_disturb_each_other() -> None:
    done = subprocess.run([sys.executable, "-c", MEASURED_IN_FORKS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
