"""The page on one role: what is refused, what its frames hold, what its sections say, and whole pages."""

import html
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from test_pairs import check_page

from helpers.cli import USER_MISTAKE, main
from helpers.comparison.profile import one_sided, profile
from helpers.errors import BadInput, UnknownArea, UnknownTitle
from helpers.profile_report import file_name, render_profile
from helpers.prose import profile as page
from helpers.prose.profile.job_ad import pay_range
from helpers.prose.profile.training import steps_to
from helpers.titles import resolve

ROLES = {
    "claims-and-area": ("billing specialist", "Ohio"),
    "top-coded": ("surgeon", ""),
    "hourly-only": ("musician", "Denver"),
    "several-onet-codes": ("13-1199", ""),
    "a-group": ("43-3000", ""),
    "no-pay-there": ("surgeon", "Guam"),
}

# --- refusals -------------------------------------------------------------------------------------------------------


def test_an_unknown_title_lists_close_matches() -> None:
    with pytest.raises(UnknownTitle, match="wizard of oz"):
        profile("wizard of oz")


def test_an_unknown_area_is_told() -> None:
    with pytest.raises(UnknownArea, match="Atlantis"):
        profile("accountant", area="Atlantis")


def test_a_code_that_is_none_is_told() -> None:
    with pytest.raises(UnknownTitle, match="SOC code"):
        profile("billing specialist", soc="clerk")


def test_a_level_outside_its_range_is_refused() -> None:
    with pytest.raises(BadInput, match="level 2"):
        profile("accountant", level=2)


def test_the_command_ends_with_one_screen_on_a_mistake(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "argv", ["rolepair", "profile", "wizard of oz"])
    with pytest.raises(SystemExit) as stop:
        main()
    assert stop.value.code == USER_MISTAKE
    assert "wizard of oz" in capsys.readouterr().err


# --- the frames -----------------------------------------------------------------------------------------------------


def test_one_side_drops_the_other_and_the_difference() -> None:
    frame = pd.DataFrame({"label": ["x"], "value_a": [1.0], "value_b": [2.0], "gap": [1.0], "verdict": ["clear"]})
    assert one_sided(frame).columns.tolist() == ["label", "value_a"]


def test_pay_is_that_of_the_area_and_every_figure_has_its_cell_or_reason() -> None:
    role = profile("billing specialist", area="Ohio")
    pay = role.pay.set_index("measure")
    assert pay.loc["annual_mean_usd", "cell_a"] == "pay/43-3021|3900000|000000/annual_mean_usd"
    missing = pay["value_a"].isna()
    assert (pay.loc[missing, "reason_a"] != "").all()
    assert (pay.loc[~missing, "cell_a"] != "").all()
    assert not [name for name in pay.columns if name.endswith("_b")]


def test_related_occupations_up_have_both_a_higher_zone_and_higher_pay() -> None:
    careers = profile("billing specialist", area="Ohio").careers
    assert len(careers) == 20
    assert careers["up"].any()
    up = careers[careers["up"]]
    assert (up["zone_change"] > 0).all()
    assert (up["pay_change_pct"] > 0).all()
    assert not ((careers["zone_change"] > 0) & (careers["pay_change_pct"] > 0) & ~careers["up"]).any()


def test_every_missing_figure_of_related_occupations_has_its_reason() -> None:
    for title, area in (("musician", ""), ("surgeon", "Guam"), ("billing specialist", "")):
        careers = profile(title, area=area).careers
        for name in ("zone", "pay", "growth"):
            missing = careers[careers[f"{name if name != 'growth' else 'growth_pct'}"].isna()]
            assert (missing[f"{name}_reason"] != "").all(), (title, name)
        wide = careers[careers["gap"].isna()]
        assert ((wide["gap_text"] != "") | (wide["gap_reason"] != "")).all()


def test_without_an_onet_occupation_there_are_no_related_ones_and_the_reason_is_told() -> None:
    role = profile("13-1199")
    assert role.careers.empty
    assert "O*NET occupations lie under" in role.stands.reason
    assert "O*NET occupations lie under" in page.related_section(role)


def test_claims_are_those_of_the_title_once() -> None:
    role = profile("billing specialist")
    assert set(role.checked_claims["side"]) == {"a"}
    assert role.claims["claim_id"].is_unique
    assert profile("surgeon").claims.empty
    assert "None of the five stored pages" in page.claims_section(profile("surgeon"))


def test_a_job_title_without_annual_pay_is_told_by_the_hour() -> None:
    role = profile("musician")
    assert role.pay_kind == "hourly"
    assert np.isfinite(role.fact("hourly_mean_usd").value)
    assert "an hour on average" in page.short_section(role)


# --- what it says ---------------------------------------------------------------------------------------------------


def test_percentiles_are_not_sold_as_a_ladder_and_ladders_are_claims() -> None:
    said = page.pay_section(profile("billing specialist"))
    assert "It is no step that years of experience lead to" in said
    assert "Pay by years of experience, as a career site claims it" in said
    assert "$57,875" in said
    assert said.index("Annual wage, 10th percentile") < said.index("$57,875")


def test_steps_are_derived_and_end_in_order() -> None:
    steps = steps_to(profile("billing specialist"))
    opened = [step.partition(":")[0] for step in steps]
    assert opened[:4] == ["Education", "Related experience", "Training on the job", "Preparation in all"]
    assert "High school diploma or equivalent is judged typical" in steps[0]


def test_the_pay_range_of_the_advert_is_the_middle_half_there() -> None:
    role = profile("billing specialist", area="Ohio")
    pay = role.pay.set_index("measure")["value_a"]
    assert pay_range(role).startswith(f"${pay['annual_p25_usd']:,.0f} to ${pay['annual_p75_usd']:,.0f} a year")
    assert "No range can be given for Guam" in pay_range(profile("surgeon", area="Guam"))


def test_the_advert_is_there_only_when_asked_for() -> None:
    role = profile("billing specialist")
    assert "<h3>Duties</h3>" in page.job_ad_section(role)
    without = page.job_ad_section(role, wanted=False)
    assert "--job-ad" in without
    assert "Duties" not in without


def test_links_name_code_and_place() -> None:
    said = page.links_section(profile("billing specialist", area="Ohio"))
    shown = html.unescape(said)
    assert "find-jobs-results.aspx?keyword=43-3021&location=Ohio" in shown
    assert "find-licenses.aspx?keyword=Billing+and+Posting+Clerks&location=Ohio" in shown
    assert "/link/summary/43-3021.00" in shown


def test_a_title_with_several_readings_lists_them() -> None:
    role = profile("account specialist")
    assert len(role.role.readings) > 1
    assert "other reading" in page.lead(role)


def test_the_short_answer_counts_openings_as_a_reader_says_them() -> None:
    assert "with about 400 openings a year" in page.short_section(profile("orthopedic surgeon"))
    assert "Judged typical for entry: education, Doctoral" in page.short_section(profile("surgeon"))


def test_no_technology_in_demand_is_said_in_words() -> None:
    assert "23 technologies, none of them in demand." in page.tools_section(profile("musician"))


def test_a_step_of_years_without_an_upper_end_says_so() -> None:
    shown = page.pay_section(profile("billing specialist"))
    assert "11 or more (the page prints an open band without an upper end)" in shown
    assert "0 to 2" in shown


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("title", "area"), ROLES.values(), ids=ROLES)
def test_a_page_renders_whole_and_asks_for_nothing(title: str, area: str, tmp_path: Path) -> None:
    made = render_profile(title, area=area, job_ad=True, out=tmp_path)
    text = check_page(made)
    assert f"<h1><bdi>{resolve(title).name}: what is this role?" in made.read_text(encoding="utf-8")
    assert [path.name for path in tmp_path.iterdir()] == [made.name]
    for heading in ("How to become one", "Pay by percentile", "Related occupations", "Look further"):
        assert heading in text


def test_rendering_twice_gives_equal_bytes(tmp_path: Path) -> None:
    first, second = (render_profile("musician", out=tmp_path / f"{name}.html") for name in ("one", "two"))
    assert first.read_bytes() == second.read_bytes()


def test_the_file_is_named_for_role_code_and_place() -> None:
    assert file_name(resolve("billing specialist"), "Ohio") == "role-billing-specialist-in-ohio.html"
    assert file_name(resolve("billing specialist", "43-3031")) == "role-billing-specialist-43-3031.html"


def test_the_command_leaves_one_page(monkeypatch, capsys, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "argv", ["rolepair", "profile", "43-3021", "--job-ad", "--out", str(tmp_path)])
    with pytest.raises(SystemExit) as stop:
        main()
    assert not stop.value.code
    (made,) = tmp_path.iterdir()
    assert made.name in capsys.readouterr().out
