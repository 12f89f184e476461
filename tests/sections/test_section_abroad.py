"""Pay abroad: only sharp matches have figures, each group is named, and nothing is tested across countries."""

from functools import cache

import pytest

from helpers.base.vocabulary import Reason
from helpers.comparison.facts import each
from helpers.comparison.roles import Comparison, compare
from helpers.sections.abroad import abroad, says
from helpers.tables.load import load

UK = "United Kingdom"


@cache
def roles(*names: str) -> Comparison:
    return compare(*names)


def test_billing_and_bookkeeping_clerks_have_pay_in_both_countries() -> None:
    frame = roles("43-3021", "43-3031").frame(abroad)
    assert (frame["why"] == "").all()
    medians = frame[frame["measure"] == "median"]
    found = [[r.role, r.country, r.group_code, r.value] for r in each(medians)]
    billing, bookkeeping = "Billing and Posting Clerks", "Bookkeeping, Accounting, and Auditing Clerks"
    pay = load("abroad_pay").set_index(["country", "group_code"])["annual_median_local"]
    groups = [
        [billing, "Canada", "14200"],
        [billing, "Canada", "14201"],
        [billing, UK, "4122"],
        [bookkeeping, "Canada", "12200"],
        [bookkeeping, "Canada", "14200"],
        [bookkeeping, UK, "4122"],
    ]
    assert found == [[*group, pay[group[1], group[2]]] for group in groups]
    group = "Book-keepers, payroll managers and wages clerks"
    assert says(roles("43-3021", "43-3031")) == [f"The United Kingdom counts both as one group, {group}"]


def test_a_figure_is_in_its_own_currency_and_at_purchasing_power_and_has_no_american_error() -> None:
    frame = roles("29-1141", "29-2043").frame(abroad)
    row = next(each(frame[(frame["role"] == "Paramedics") & (frame["country"] == "Canada")]))
    assert (row.unit, row.year, row.power_year) == ("cad_per_year", 2025, 2024)
    assert row.at_power == pytest.approx(row.value / 1.150472)
    assert "2,080" in row.note
    assert "Paramedical occupations" in row.note
    british = frame[(frame["country"] == UK) & (frame["measure"] == "median")]
    assert list(british["text"]) == ["£42,300", "£53,820"]
    assert british["note"].str.contains("full-time").all()
    assert frame["error_pct"].isna().all()


@pytest.mark.parametrize(("code", "country"), [("15-1252", "Canada"), ("15-2051", UK), ("11-2021", UK)])
def test_unlike_groups_give_no_figure_but_the_reason(code: str, country: str) -> None:
    c = roles(code)
    frame = c.frame(abroad)
    own = frame[frame["country"] == country]
    assert own["value"].isna().all()
    assert own["why"].tolist() == [Reason.SEVERAL]
    assert "cannot be compared, because" in abroad.table(c).html
    assert says(c)[0].endswith("Canada" if country == "Canada" else "the United Kingdom")


def test_every_role_has_a_row_a_country_for_one_and_for_eight_roles() -> None:
    eight = ("15-1252", "15-2051", "11-2021", "29-1141", "43-3021", "13-1020", "27-2011", "47-2111")
    frame = roles(*eight).frame(abroad)
    assert len(frame[["role", "country"]].drop_duplicates()) == 16
    assert ((frame["why"] != "") | frame["value"].notna()).all()
    html = abroad.table(roles(*eight)).html
    assert "no difference between countries is tested" in html
    assert "clear" not in html
