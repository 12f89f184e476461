"""The page on one role: its answer, the paths up, the advert, and whole pages within their budgets."""

import html
import re
import sys
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from helpers.base.errors import BadInput, UnknownArea, UnknownTitle
from helpers.base.vocabulary import Reason
from helpers.cli.main import USER_MISTAKE, main
from helpers.comparison.roles import Comparison, compare
from helpers.render.reports import render_profile
from helpers.sections import activities, claims, exposure, pay
from helpers.sections.claims import described
from helpers.sections.job_ad import job_ad, job_ad_asks, pay_range
from helpers.sections.maps import tiles
from helpers.sections.paths import paths, says, steps_up
from helpers.sections.pay import middle_half
from helpers.sections.profile_answer import profile_answer
from helpers.sections.source_list import finders
from helpers.tables.load import load

ROLES = {
    "claims-and-area": ("billing specialist", "Ohio"),
    "top-coded": ("surgeon", ""),
    "hourly-only": ("musician", "Denver"),
    "several-onet-codes": ("13-1199", ""),
    "a-group": ("43-3000", ""),
    "no-pay-there": ("surgeon", "Guam"),
}


@cache
def role(title: str, area: str = "", code: str = "") -> Comparison:
    return compare(title, area=area, codes=(code,))


def first_screen(title: str, area: str = "") -> str:
    """Return the first screen as text."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", profile_answer(role(title, area)).html)).split())


# --- refusals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "options", "error", "told"),
    [
        ("qqxxzz", {}, UnknownTitle, "qqxxzz"),
        ("accountant", {"area": "Atlantis"}, UnknownArea, "Atlantis"),
        ("billing specialist", {"codes": ("clerk",)}, UnknownTitle, "SOC code"),
        ("accountant", {"level": 2}, BadInput, "level 2"),
    ],
)
def test_what_is_given_wrongly_is_told(title: str, options: dict[str, object], error: type, told: str) -> None:
    with pytest.raises(error, match=told):
        compare(title, **options)  # type: ignore[arg-type]


def test_the_command_ends_with_one_screen_on_a_mistake(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["rolepair", "profile", "qqxxzz"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == USER_MISTAKE
    assert "qqxxzz" in capsys.readouterr().err


# --- the answer -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "area", "said"),
    [
        (
            "registered nurse",
            "",
            "Half of registered nurse jobs pay between $80,300 and $112,400 a year. Getting in usually takes a"
            " bachelor's degree, and BLS projects faster growth than for all jobs.",
        ),
        (
            "musician",
            "",
            "Half of musician jobs pay between $27.57 and $75.33 an hour. Getting in usually takes no formal schooling,"
            " and BLS projects little change.",
        ),
        ("surgeon", "Guam", "No pay is published here for surgeon: "),
    ],
)
def test_the_answer_is_the_middle_half_then_getting_in_and_what_is_projected(title: str, area: str, said: str) -> None:
    assert profile_answer(role(title, area)).meta["description"].startswith(said)


def test_the_first_screen_has_pay_jobs_openings_growth_schooling_and_what_people_do() -> None:
    said = first_screen("registered nurse")
    for figure in ("$101,420", "give or take $330; all workers: $69,800", "3.38 million", "180,800", "+5.6%"):
        assert figure in said
    assert "Bachelor's degree" in said
    assert "Monitor patient conditions" in said


def test_openings_are_counted_as_a_reader_says_them() -> None:
    assert re.search(r"Openings a year projected, 2025-35 400 ", first_screen("29-1242"))


def test_other_readings_stand_on_the_first_screen_with_their_pay() -> None:
    said = first_screen("account specialist")
    assert "Not what you meant?" in said
    assert re.search(r"Bookkeeping, Accounting, and Auditing Clerks \(43-3031\): \$\d\d,\d{3} a year", said)
    assert "Not what you meant?" not in first_screen("29-1141")


def test_the_headline_on_pay_does_not_repeat_the_answer() -> None:
    said = pay.says(role("registered nurse"))
    assert said[0] == "A tenth of registered nurse jobs pay less than $68,900 a year, a tenth more than $137,500"
    assert middle_half(role("registered nurse")) not in said
    assert exposure.says(role("musician")) == [
        "BLS calls AI exposure moderate; people put 13% of the tasks within reach of AI software, GPT-4 41%"
    ]
    assert activities.says(role("musician"))[0].startswith("Day to day: perform music for the public; ")


def test_pay_is_that_of_the_area_and_every_figure_has_its_cell_or_reason() -> None:
    frame = role("billing specialist", "Ohio").frame(pay).set_index("measure")
    assert frame.loc["annual_mean_usd", "cell"] == "pay/43-3021|3900000|000000/annual_mean_usd"
    missing = frame["value"].isna()
    assert (frame.loc[missing, "why"] != "").all()
    assert (frame.loc[~missing, "cell"] != "").all()


def test_a_state_whose_pay_is_only_a_lower_bound_says_so_on_the_map() -> None:
    frame = tiles(role("surgeon")).set_index("state")
    assert frame.loc["CA", "text"].endswith("+") or not frame["text"].str.endswith("+").all()
    assert (frame.loc[frame["text"].str.endswith("+"), "value"] == 239_200).all()
    assert frame["text"].str.endswith("+").any()


# --- paths up -------------------------------------------------------------------------------------------------------


def test_paths_up_have_both_a_higher_zone_and_higher_pay() -> None:
    frame = role("billing specialist", "Ohio").frame(paths)
    related = frame[frame["measure"] == "related"]
    assert len(related) == 20
    assert related["up"].any()
    assert (related["up"] == ((related["zone_change"] > 0) & (related["more"] > 0))).all()
    assert says(role("billing specialist", "Ohio")) == [
        "Of the 20 occupations O*NET relates to billing specialist, 2 need more preparation and pay more in the middle;"
        " with the same preparation 5 pay more."
    ]


def test_pay_of_a_path_is_read_from_its_cell_in_the_area() -> None:
    chart = steps_up(role("billing specialist", "Ohio")).set_index("soc_code")
    cells = load(
        "pay", where={"soc_code": ["13-2011", "43-3021"], "area_code": ["3900000"], "industry_code": ["000000"]}
    )
    median = cells.set_index("soc_code")["annual_median_usd"]
    assert chart.loc["13-2011", "value"] == median["13-2011"] - median["43-3021"]
    assert chart.loc["13-2011", "cell"] == "pay/13-2011|3900000|000000/annual_median_usd"


@pytest.mark.parametrize(("title", "area"), [("musician", ""), ("surgeon", "Guam"), ("billing specialist", "")])
def test_every_missing_figure_of_a_related_occupation_has_its_reason(title: str, area: str) -> None:
    frame = role(title, area).frame(paths)
    lacking = frame[frame["value"].isna() & (frame["words"] == "")]
    assert (lacking["why"] != "").all()


def test_a_path_whose_pay_is_only_a_lower_bound_leads_up_by_at_least_the_difference() -> None:
    frame = role("registered nurse").frame(paths)
    bounded = frame[frame["bound"].notna()]
    own = 97_550.0
    assert (bounded["more"] == bounded["bound"] - own).all()


def test_without_an_onet_occupation_there_are_no_related_ones_and_the_reason_is_told() -> None:
    frame = role("13-1199").frame(paths)
    assert frame["why"].tolist() == [Reason.SEVERAL]
    assert "O*NET occupations lie under" in frame["detail"].iloc[0]
    assert says(role("13-1199")) == ["Several O*NET occupations stand for Business Operations Specialists, All Other."]
    assert steps_up(role("13-1199")).empty


# --- the advert, claims, links --------------------------------------------------------------------------------------


def test_the_pay_range_of_the_advert_is_the_middle_half_there() -> None:
    ohio = role("billing specialist", "Ohio")
    value = ohio.frame(pay).set_index("measure")["value"]
    low, high = (np.round(value[f"annual_{step}_usd"], -2) for step in ("p25", "p75"))
    assert pay_range(ohio) == f"${low:,.0f} to ${high:,.0f} a year: half of billing specialist jobs in Ohio pay this."
    assert pay_range(role("surgeon", "Guam")).startswith("No pay range can be given for Guam: ")


def test_the_advert_is_there_only_when_asked_for() -> None:
    c = role("billing specialist")
    assert "<b>Duties</b>" in job_ad(c).html
    assert "a high school diploma" in job_ad_asks(c).html
    assert job_ad(c, wanted=False).html == job_ad_asks(c, wanted=False).html == ""


def test_links_name_code_and_place() -> None:
    said = html.unescape(finders(role("billing specialist", "Ohio")).html)
    assert "find-jobs-results.aspx?keyword=43-3021&location=Ohio" in said
    assert "find-licenses.aspx?keyword=Billing+and+Posting+Clerks&location=Ohio" in said
    assert "/link/summary/43-3021.00" in said


def test_claims_are_those_of_the_title_and_described_ones_stand_apart() -> None:
    c = role("billing specialist")
    assert claims.says(c)[0].startswith("Of 57 claims on this title 15 can be checked; 9 disagree")
    assert "Site says" in described(c).html
    assert role("surgeon").frame(claims).empty
    assert described(role("surgeon")).html == ""


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "area"), ROLES.values(), ids=ROLES)
def test_a_page_renders_whole_and_asks_for_nothing(title: str, area: str, tmp_path: Path) -> None:
    made = render_profile(title, area=area, job_ad=True, out=tmp_path)
    page = made.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [made.name]
    for chapter in ("pay", "where", "work", "in", "outlook", "people", "advert", "limits", "annex"):
        assert f'<section class="chap{"" if chapter != "annex" else " annex"}' in page
        assert f'id="{chapter}"' in page, chapter
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']http", page)
    assert not re.search(r">(?:nan|None|NaN|<NA>)<", page)
    assert len(page) < 450_000


def test_rendering_twice_gives_equal_bytes(tmp_path: Path) -> None:
    first, second = (render_profile("musician", out=tmp_path / f"{name}.html") for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


def test_the_file_is_named_for_role_code_and_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("helpers.render.reports.render", lambda _notebook, _parameters, out, **_: out)
    assert render_profile("billing specialist", area="OH", out=tmp_path).name == "role-billing-specialist-in-ohio.html"
    chosen = render_profile("billing specialist", soc="43-3031", out=tmp_path)
    assert chosen.name == "role-billing-specialist-43-3031.html"


def test_the_command_leaves_one_page(monkeypatch, capsys, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["rolepair", "profile", "43-3021", "--job-ad", "--out", str(tmp_path)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert not stop.value.code
    (made,) = tmp_path.iterdir()
    assert made.name in capsys.readouterr().out


def test_pay_of_all_workers_beside_is_that_of_the_area() -> None:
    cells = load("pay", where={"soc_code": ["00-0000"], "area_code": ["3900000"], "industry_code": ["000000"]})
    everyone = float(pd.to_numeric(cells["annual_mean_usd"]).iloc[0])
    assert f"all workers: ${round(everyone, -2):,.0f}" in first_screen("billing specialist", "Ohio")
