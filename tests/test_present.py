"""Frames to HTML: nothing empty, nothing unescaped, every figure with its source cell."""

import re

import pandas as pd
import pytest

from helpers import present
from helpers.paths import TEMPLATE
from helpers.present import Col, Html
from helpers.present.verdicts import MARKED

NAN = float("nan")
NAMES = ("Billing clerk", "Bookkeeper")
CELL = "pay/43-3021|0000000|000000/annual_mean_usd"
EVIL = [
    "<script>alert(1)</script>",
    "\"quoted\" & 'single'",
    "😀 emoji",
    "مدير حسابات",
    "x" * 300,
    "*a* _b_ `c` [d](e) $f$",
]


def pair(**changes: object) -> pd.DataFrame:
    """Return a pair frame of one row, the national mean of two clerks."""
    row: dict[str, object] = {
        "measure": "annual_mean_usd",
        "label": "Mean wage",
        "unit": "usd_per_year",
        "value_a": 51070.0,
        "error_a": 0.2,
        "reason_a": "",
        "cell_a": CELL,
        "value_b": 53560.0,
        "error_b": 0.2,
        "reason_b": "",
        "cell_b": CELL.replace("3021", "3031"),
    }
    return pd.DataFrame([row | changes])


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_a_value_without_reason_is_refused_by_row_and_column() -> None:
    with pytest.raises(ValueError, match=r"Mean wage.*Billing clerk: no value, and no reason why"):
        present.pair_table(pair(value_a=NAN), NAMES, caption="Pay")


@pytest.mark.parametrize(
    "cell",
    [
        "wages/43-3021|0000000|000000/annual_mean_usd",  # no such table
        "pay/43-3021|0000000/annual_mean_usd",  # a key part is missing
        "pay/43-3021|0000000|000000/annual_mode_usd",  # no such column
        "annual_mean_usd",
    ],
)
def test_a_cell_that_leads_nowhere_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"cell|table"):
        present.pair_table(pair(cell_a=cell), NAMES, caption="Pay")


def test_an_empty_list_and_a_report_without_sources_are_refused() -> None:
    with pytest.raises(ValueError, match="say in a sentence"):
        present.bullets([])
    with pytest.raises(ValueError, match="at least one source"):
        present.sources_list([])


def test_a_missing_figure_shows_its_reason_and_no_nan() -> None:
    html = present.pair_table(pair(value_b=NAN, reason_b="estimate not released"), NAMES, caption="Pay")
    assert "estimate not released" in html
    assert "nan" not in html.lower().replace("finance", "")
    assert ">—<" not in html


def test_a_lower_bound_is_shown_with_its_reason_once() -> None:
    html = present.pair_table(
        pair(value_a=NAN, text_a="$239,200 or more", reason_a="$239,200 or more: top-coded", text_b=""),
        NAMES,
        caption="P",
    )
    assert '>$239,200 or more <small class="why">top-coded</small></td>' in html


def test_pair_table_has_scopes_caption_and_a_labelled_scroll_area() -> None:
    html = present.pair_table(pair(), NAMES, caption="Pay & jobs")
    assert "<caption><span>Pay &amp; jobs</span></caption>" in html
    assert 'role="group" tabindex="0" aria-label="Pay &amp; jobs"' in html
    assert html.count('scope="col"') == 3
    assert html.count('scope="row"') == 1
    assert "$51,070" in html
    assert "RSE 0.2%" in html


def test_pair_table_shows_difference_interval_and_verdict() -> None:
    frame = pair(gap=2490.0, gap_low=2247.0, gap_high=2733.0, gap_pct=4.876, verdict="clear, size unsure")
    text = words(present.pair_table(frame, NAMES, caption="Pay"))
    assert "+$2,490 (+5%) 90% interval +$2,250 to +$2,730" in text
    assert "clear, size unsure" in text


def test_a_row_that_is_not_tested_says_why() -> None:
    frame = pair(gap=NAN, gap_pct=NAN, verdict="not tested", verdict_reason="no error is published for medians")
    text = words(present.pair_table(frame, NAMES, caption="Pay"))
    assert "not tested no error is published for medians" in text


def test_a_reason_that_many_rows_share_is_said_once_below() -> None:
    row = pair(gap=NAN, gap_pct=NAN, verdict="not tested", verdict_reason="no error is published for medians")
    text = words(present.pair_table(pd.concat([row] * 4, ignore_index=True), NAMES, caption="Pay"))
    assert text.count("no error is published for medians") == 1
    assert "Not tested: no error is published for medians." in text


def test_a_difference_that_lacks_a_side_leaves_the_reason_to_that_side() -> None:
    frame = pair(
        value_b=NAN, reason_b="not released", gap=NAN, verdict="not published", verdict_reason="B: not released"
    )
    text = words(present.pair_table(frame, NAMES, caption="Pay"))
    assert "not released needs both figures not published" in text
    assert "B: not released" not in text


def test_every_figure_carries_its_cell_and_error() -> None:
    html = present.pair_table(pair(), NAMES, caption="Pay")
    assert f'data-cell="{CELL}" class="num">$51,070 <small>RSE 0.2%</small></td>' in html


def test_a_rounded_figure_keeps_its_full_value() -> None:
    html = present.table(
        pd.DataFrame({"name": ["a"], "value": [51074.0]}),
        [Col("name", "Name", header=True), Col("value", "Pay", format="usd_per_year")],
        caption="Pay",
    )
    assert 'data-value="51074"' in html
    assert "$51,070" in html


def test_source_note_names_publisher_release_file_checksum_and_each_cell() -> None:
    text = words(present.pair_table(pair(), NAMES, caption="Pay"))
    assert "U.S. Bureau of Labor Statistics" in text
    assert "pay.parquet" in text
    assert re.search(r"sha256 [0-9a-f]{64}", text)
    assert f"Mean wage dollars a year, Billing clerk: {CELL}" in text


def test_source_note_of_a_long_table_explains_keys_by_one_example() -> None:
    cells = {f"row {i}": CELL.replace("0000000", f"{i:07d}") for i in range(60)}
    note = present.source_note(cells)
    assert note.count("<code>pay/") == 1
    assert "the first of row 0" in note


def long_frame(**changes: object) -> pd.DataFrame:
    """Return 30 areas with a cell a row; `changes` are columns in place of those."""
    areas = [f"{i:07d}" for i in range(30)]
    frame = pd.DataFrame({"area": areas, "value": [1.0] * 30, "jobs": [2.0] * 30})
    frame["value_cell"] = [f"pay/43-3021|{area}|000000/annual_mean_usd" for area in areas]
    frame["jobs_cell"] = [f"pay/43-3021|{area}|000000/employment" for area in areas]
    return frame.assign(**changes)


LONG = [
    Col("area", "Area", header=True),
    Col("value", "Pay", format="usd", cell="value_cell"),
    Col("jobs", "Jobs", format="jobs", cell="jobs_cell"),
]


def test_a_long_table_names_its_cells_once_a_column_and_row() -> None:
    html = present.table(long_frame(), LONG, caption="Areas")
    assert 'data-cells="pay/43-3021|*|000000/annual_mean_usd"' in html
    assert 'data-cells="pay/43-3021|*|000000/employment"' in html
    assert html.count('<tr data-key="0000') == 30
    assert "data-cell=" not in html


@pytest.mark.parametrize(
    "cells",
    [
        [CELL] * 29 + [None],  # one row has no cell
        [CELL] * 30,  # nothing differs from row to row
        [f"pay/43-3021|{i + 1:07d}|000000/employment" for i in range(30)],  # another key than the column beside it
        [f"pay/43-{i:04d}|{i:07d}|000000/employment" for i in range(30)],  # two parts differ
    ],
)
def test_cells_that_do_not_share_a_key_are_written_out(cells: list[str | None]) -> None:
    html = present.table(long_frame(jobs_cell=pd.Series(cells, dtype="object")), LONG, caption="Areas")
    assert "data-cells" not in html
    assert html.count("data-cell=") == 30 + sum(cell is not None for cell in cells)


def test_passport_is_built_from_the_cell_alone() -> None:
    text = words(present.passport(CELL, error_pct=0.2))
    for part in ("annual mean wage, US dollars", "43-3021", "0000000", "relative standard error 0.2%", "pay.parquet"):
        assert part in text


def test_records_cannot_close_the_script_they_stand_in() -> None:
    block = present.records([CELL])
    assert block.count("<") == 2  # its own tags only
    assert '"annual_mean_usd": "annual mean wage' in block
    assert "hourly_mean_usd" not in block  # only what the page cites


def test_place_table_groups_columns_by_role_and_can_be_sorted() -> None:
    frame = pd.DataFrame(
        {
            "area": ["Ohio", "Guam"],
            "value_a": [48000.0, NAN],
            "reason_a": ["", "estimate not released"],
            "employment_a": [100.0, NAN],
            "value_b": [50000.0, 40000.0],
            "reason_b": ["", ""],
            "employment_b": [200.0, 20.0],
            "gap_pct": [4.2, NAN],
            "verdict": ["could be either", "not published"],
        }
    )
    html = present.place_table(frame, NAMES, caption="States")
    assert 'class="figures places sortable"' in html
    assert html.count('scope="colgroup"') == 2
    assert "needs both figures" in html
    assert '<span class="verdict could-be-either">could be either</span>' in html


def test_claims_keep_both_figures_and_the_verdict() -> None:
    frame = pd.DataFrame(
        {
            "measure": ["annual_pay_mean"],
            "unit": ["usd_per_year"],
            "claim_value": [35621.0],
            "claim_text": [None],
            "site": ["Zippia"],
            "official_value": [51070.0],
            "source_cell": [CELL],
            "verdict": ["disagrees"],
            "reason": ["below the interval"],
        }
    )
    text = words(present.claims_table(frame, caption="Claims"))
    assert "average annual pay $35,620 Zippia $51,070 disagrees below the interval" in text


def test_each_verdict_has_a_mark_of_its_own_in_the_style_sheet() -> None:
    style = (TEMPLATE / "style.css").read_text(encoding="utf-8")
    classes = [re.search(r'class="verdict ([^"]+)"', present.verdict(word)) for word in MARKED]
    assert all(found and f".{found[1]}" in style for found in classes)
    assert present.verdict("<new>") == '<span class="verdict">&lt;new&gt;</span>'


def test_a_table_without_rows_says_so() -> None:
    assert "Not shown" in present.table(pd.DataFrame({"a": []}), [Col("a", "A")], caption="Nothing")


@pytest.mark.parametrize("evil", EVIL)
def test_any_text_is_shown_as_text_everywhere(evil: str) -> None:
    frame = pair(label=evil, reason_a=evil, value_a=NAN, text_b=evil, value_b=NAN, note_b=evil)
    html = present.show(
        present.pair_table(frame, (evil, evil), caption=evil, note=evil),
        present.sentences(evil),
        present.bullets([evil]),
        present.callout(evil, heading=evil),
        present.details(evil, evil),
        present.key_facts([(evil, evil)]),
        present.role_name(evil, "a"),
        evil,
    )
    assert "<script" not in html
    assert re.sub(r"<[^<>]*>", "", html).count("<") == 0
    import html as html_module

    assert html_module.unescape(present.escape(evil)) == evil
    assert evil in html_module.unescape(re.sub(r"<[^<>]*>", "", html))


def test_markup_survives_joining_and_plain_text_does_not_become_markup() -> None:
    joined = Html("<p>a</p>") + "<b>"
    assert joined == "<p>a</p>&lt;b&gt;"
    assert joined._repr_html_() == joined


def test_figure_without_alternative_text_is_refused() -> None:
    from helpers.charts.theme import canvas

    with pytest.raises(ValueError, match="alternative text"):
        present.figure(canvas(10), alt=" ")


def test_figures_are_the_same_bytes_each_time_and_share_no_ids() -> None:
    from helpers import charts

    def drawn(shift: float) -> str:
        return present.figure(charts.quantile_dots([1.0, 2.0 + shift], [3.0, 4.0], NAMES), alt="dots")

    first, again, other = drawn(0), drawn(0), drawn(5)
    assert first == again
    ids = [set(re.findall(r'\bid="([^"]+)"', each)) for each in (first, other)]
    assert ids[0]
    assert not ids[0] & ids[1]
    for each in (first, other):
        for target in re.findall(r'href="#([^"]+)"', each):
            assert f'id="{target}"' in each


def test_figure_is_inline_scales_and_names_itself() -> None:
    from helpers import charts

    html = present.figure(charts.quantile_dots([1.0], [3.0], NAMES), alt='a "dot"', caption="<b>")
    assert 'role="img" aria-label="a &quot;dot&quot;"' in html
    assert "width:100%" in html
    assert "<?xml" not in html
    assert "<style" not in html
    assert "<figcaption>&lt;b&gt;</figcaption>" in html
