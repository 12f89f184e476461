import html
from dataclasses import replace

import pandas as pd
import pytest
from fixture_page import HOSTILE, Frames

from helpers.show import provenance
from helpers.show.provenance import cell_words, charted, derived, link, number, numbered, passports_in, popovers

CELL = "pay/29-1141|0000000|000000/annual_mean_usd"
NAN = float("nan")


def row(**more: object) -> pd.Series:
    facts = {
        "role": "nurse",
        "label": "Average pay",
        "unit": "usd_per_year",
        "value": 101_400.0,
        "bound": NAN,
        "words": "",
    }
    facts |= {"error_pct": 0.3, "note": "", "detail": "", "text": "$101,400", "cell": CELL}
    return pd.Series(facts | more)


def passport(made: str) -> dict:
    (one,) = passports_in(made).values()
    return one


def test_a_number_opens_everything_a_reader_may_ask() -> None:
    shown = html.unescape(popovers([passport(number(row(occupation="Registered Nurses")))]))
    for part in (
        "Average pay, nurse",
        "$101,400 a year",
        "$500 a year, in 90 of 100 such surveys (relative standard error 0.3%)",
        "U.S. Bureau of Labor Statistics",
        'href="https://www.bls.gov/oes/"',
        "retrieved 26 September 2026",
        "Registered Nurses; United States; annual mean wage, US dollars",
        CELL,
    ):
        assert part in shown
    assert shown.index("Registered Nurses") < shown.index(CELL)


def test_a_number_without_a_cell_is_text() -> None:
    assert number(row(cell="", text="<b>")) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("more", "exact"),
    [
        ({"value": 24.5, "unit": "usd_per_hour"}, "$24.50 an hour"),
        ({"value": NAN, "bound": 239_200.0, "text": "at least $239,200"}, "at least $239,200 a year"),
        ({"value": NAN, "words": "Bachelor's degree", "unit": "text"}, "Bachelor's degree"),
        ({"value": -5.3, "unit": "pct", "error_pct": NAN}, "−5.3%"),
        ({"value": 3_379_420.0, "unit": "jobs"}, "3,379,420 jobs"),
    ],
)
def test_the_exact_value_is_written_with_its_unit(more: dict, exact: str) -> None:
    assert passport(number(row(**more)))["exact"] == exact


def test_the_same_number_has_one_passport_and_another_its_own() -> None:
    assert number(row()) == number(row())
    assert number(row()) != number(row(note="employees"))


def test_a_named_tuple_and_a_mapping_are_rows_too() -> None:
    (one,) = pd.DataFrame([row()]).itertuples()
    assert number(one) == number(row()) == number(dict(row()))


def test_a_derived_number_says_how_and_from_which_cells() -> None:
    shown = popovers([passport(derived("16%", "Gap", "second less first, over the first", [CELL, CELL]))])
    assert "second less first, over the first" in shown
    assert shown.count(f"<code>{CELL}") == 1


def test_the_sources_of_a_chart_are_named_and_the_first_cells() -> None:
    cells = [CELL.replace("29-1141", code) for code in ("29-1141", "29-2043", "43-3021", "35-2014")]
    made = charted("Pay", cells)
    assert "drawn from 4 published figures" in passport(made)["how"]
    assert len(passport(made)["cells"]) == 1
    assert charted("Pay", ["", ""]) == ""


@pytest.mark.parametrize("cell", ["wages/1/x", "pay/29-1141/annual_mean_usd", "pay/29-1141|0000000|000000/colour"])
def test_a_cell_of_no_table_key_or_column_is_refused(cell: str) -> None:
    with pytest.raises(ValueError, match=r"no table is called|is no cell of"):
        cell_words(cell)


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        " JavaScript:alert(1)",
        "data:text/html,x",
        "ftp://x.y",
        "//x.y",
        "https://",
        "https://a b",
        "x",
        "",
    ],
)
def test_only_web_addresses_are_links(address: str) -> None:
    assert link(address) == ""


def test_a_source_with_a_hostile_address_has_no_link(monkeypatch: pytest.MonkeyPatch) -> None:
    real = provenance.sources_of
    wrong = {"url": "javascript:alert(1)", "title": HOSTILE, "publisher": HOSTILE}
    monkeypatch.setattr(provenance, "sources_of", lambda table: [replace(one, **wrong) for one in real(table)])
    shown = popovers([passport(number(row(note=HOSTILE, text=HOSTILE, value=1.0), HOSTILE))])
    assert "href" not in shown
    assert "<img" not in shown


def test_sources_are_numbered_in_the_order_of_their_use() -> None:
    growth = derived("5%", "Growth", "published", ["projections/29-1141/employment_change_pct"])
    made = growth + number(row())
    assert list(numbered(passports_in(made).values())) == ["ep", "oews"]


def test_every_number_of_a_frame_has_an_id_of_its_own() -> None:
    made = "".join(number(one) for one in Frames().facts().itertuples())
    assert len(passports_in(made)) == 2
