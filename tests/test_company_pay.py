"""A reader's own pay table: bad rows, damage, undoing, and that it stays apart from the official figures."""

import datetime
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from helpers import compare, sections
from helpers.base.errors import BadInput, DamagedTable
from helpers.base.paths import NOTEBOOKS, data_folder
from helpers.batch.run import fingerprint
from helpers.build.added import add_company_pay
from helpers.cli.main import app
from helpers.comparison.roles import Comparison
from helpers.sections.own_pay import CAPTION
from helpers.sections.pay import pay_gaps
from helpers.sections.switch import own_moves
from helpers.tables.added import COMPANY_PAY, load_company_pay

pytestmark = pytest.mark.usefixtures("folder")
TODAY = datetime.date(2026, 11, 26)
HOSTILE = "<script>alert(1)</script>"
GOOD = f"""role,soc_code,area,pay,date,unit
Billing Specialist,,,"$52,000",2026-03,
{HOSTILE},43-3021,Ohio,55000,2025-11-30,
billing specialist,,OH,"49,500",2026,
,43-3021,Ohio,24.50,2026-01,usd_per_hour
,43-3031,Denver,61000,2026-01,usd_per_year
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROLEPAIR_COMPANY_PAY", str(tmp_path / "own"))
    return tmp_path / "own"


@pytest.fixture
def installed(folder: Path, tmp_path: Path) -> Path:
    add(tmp_path, GOOD)
    return folder / COMPANY_PAY.file


def add(tmp_path: Path, text: str) -> int:
    path = tmp_path / "pay.csv"
    path.write_text(text, encoding="utf-8")
    return add_company_pay(path, today=TODAY)


def pair(area: str = "Ohio", *, allow_missing: bool = False) -> Comparison:
    return compare("43-3021", "43-3031", area=area, allow_missing=allow_missing)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("wizard of oz,,,52000,2026", "line 2: no occupation is known under the title 'wizard of oz'"),
        ("zappos cashier,,,52000,2026", "line 2: 'zappos cashier' is read as 41-2011 .*give its soc_code"),
        (",99-9999,,52000,2026", "line 2: .*99-9999"),
        (",,,52000,2026", "line 2: no role and no soc_code"),
        ("nurse,,Atlantis,52000,2026", "line 2: no single area is known as 'Atlantis'"),
        ("nurse,,,,2026", "line 2: pay '' is no amount"),
        ("nurse,,,52k,2026", "line 2: pay '52k' is no amount"),
        ("nurse,,,-52000,2026", "line 2: pay '-52000' is no amount"),
        ("nurse,,,nan,2026", "line 2: pay 'nan' is no amount"),
        ("nurse,,,52.000,2026", "line 2: pay '52.000' is not between 1,000 and 10,000,000"),
        ("nurse,,,52000000,2026", "line 2: pay '52000000' is not between"),
        ("nurse,,,52000,", "line 2: date '' is no day"),
        ("nurse,,,52000,2027-01", "line 2: date '2027-01' is no day up to today"),
        ("nurse,,,52000,2026-02-30", "line 2: date '2026-02-30' is no day"),
        ("nurse,,,52000,03/2026", "line 2: date '03/2026' is no day"),
        ("nurse,,,52000", "line 2: 4 cells under 5 column names"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_line(folder: Path, tmp_path: Path, row: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        add(tmp_path, f"role,soc_code,area,pay,date\n{row}\n")
    assert not folder.exists()


def test_a_unit_of_another_name_and_a_file_without_pay_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="unit 'month'; expected usd_per_year or usd_per_hour"):
        add(tmp_path, "role,pay,date,unit\nnurse,52000,2026,month\n")
    with pytest.raises(BadInput, match="lacks the column pay"):
        add(tmp_path, "role,salary,date\nnurse,52000,2026\n")
    with pytest.raises(BadInput, match="no role and no soc_code"):
        add(tmp_path, "pay,date\n52000,2026\n")


def test_a_bad_file_leaves_what_was_installed_as_it_was(installed: Path, tmp_path: Path) -> None:
    before = installed.read_bytes()
    with pytest.raises(BadInput):
        add(tmp_path, "role,pay,date\nnurse,52k,2026\n")
    assert installed.read_bytes() == before


def test_the_data_folder_takes_no_figures_of_a_reader(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ROLEPAIR_COMPANY_PAY", str(data_folder() / "own"))
    with pytest.raises(BadInput, match="may not go into data/"):
        add(tmp_path, GOOD)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pay_usd", "pay"),
        ("55000", "x"),
        ("55000", "-5"),
        ("43-3021", "433021"),
        ("usd_per_hour", "euros"),
        ("\n3,", "\n2,"),
        ("2,Billing", '2,"Billing'),
    ],
)
def test_a_damaged_file_is_one_clear_message(installed: Path, old: str, new: str) -> None:
    text = installed.read_text(encoding="utf-8")
    assert old in text
    installed.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DamagedTable, match=r"(?s)next step: `rolepair data add company-pay.*data remove company-pay"):
        sections.own_pay(pair())
    told = sections.own_pay(pair(allow_missing=True))
    assert told.kind == "failed"
    assert told.meta["words"].startswith("Your own pay table: ")


def test_bytes_that_are_no_text_are_damage_too(installed: Path) -> None:
    installed.write_bytes(b"\xff\xfe" + installed.read_bytes())
    with pytest.raises(DamagedTable, match="cannot be read"):
        load_company_pay(["43-3021"])


@pytest.mark.usefixtures("installed")
def test_rows_are_kept_with_line_code_area_unit_and_date() -> None:
    frame = load_company_pay(["43-3021", "43-3031"])
    assert frame[["line", "soc_code", "area", "pay_usd", "unit", "date"]].to_numpy().tolist() == [
        [2, "43-3021", "National", 52_000.0, "usd_per_year", "2026-03"],
        [3, "43-3021", "Ohio", 55_000.0, "usd_per_year", "2025-11-30"],
        [4, "43-3021", "Ohio", 49_500.0, "usd_per_year", "2026"],
        [5, "43-3021", "Ohio", 24.5, "usd_per_hour", "2026-01"],
        [6, "43-3031", "Denver-Aurora-Centennial, CO", 61_000.0, "usd_per_year", "2026-01"],
    ]
    assert load_company_pay(["29-1141"]).empty


@pytest.mark.usefixtures("installed")
def test_own_figures_are_summed_up_by_role_place_and_unit() -> None:
    frame = sections.own_figures(pair())
    row = frame.iloc[0]
    assert row[["role", "area", "rows", "lowest", "middle", "highest", "since", "until"]].tolist() == [
        *("Billing and Posting Clerks", "Ohio", 2, 49_500.0, 52_250.0, 55_000.0, "2025-11-30", "2026"),
    ]
    assert len(frame) == 4


@pytest.mark.usefixtures("installed")
def test_the_page_shows_them_as_the_readers_beside_the_official_average_and_as_text() -> None:
    block = sections.own_pay(pair())
    assert block.kind == "note"
    assert f"<caption>{CAPTION}</caption>" in block.html
    assert "$49,500 to $55,000, middle $52,250 (2 rows, 2025 to 2026)" in block.html
    assert block.html.index("Ohio, a year") < block.html.index("United States, a year")
    assert "no row of yours" in block.html
    assert HOSTILE not in block.html
    assert "&lt;script&gt;" in block.html
    cells = [cell for one in block.passports.values() for _, cell in one["cells"]]
    assert "pay/43-3021|3900000|000000/annual_mean_usd" in cells
    assert not [cell for cell in cells if not cell.startswith("pay/")]


@pytest.mark.usefixtures("installed")
def test_a_chosen_area_has_them_beside_the_nation_and_another_area_has_not() -> None:
    assert "<th scope=row>Your own table, not official<td>$49,500 to $55,000" in sections.own_area(pair()).html
    assert "Your own table" not in sections.own_area(pair("Texas")).html


SHORT = "your table, not official: middle $52,250 (2 rows)"


@pytest.mark.usefixtures("installed")
def test_every_part_that_shows_pay_of_the_place_shows_them_marked_and_no_other_does() -> None:
    ohio, one = pair(), compare("43-3021", area="Ohio")
    several = compare("43-3021", "43-3031", "13-2011", area="Ohio; Denver; nation")
    assert f"<small>{SHORT}</small>" in sections.answer(ohio).html
    assert SHORT in sections.profile_answer(one).html
    assert sections.shortlist_answer(several).html.count("your table, not official") == 1
    assert (
        "Your table, not official: $49,500 to $55,000, middle $52,250 (2 rows, 2025 to 2026)."
        in sections.job_ad(one).html
    )
    areas = sections.further_areas(several).html
    assert areas.count(SHORT) == 1
    assert "your table, not official: $61,000 (1 row)" in areas
    assert "your table, not official: $52,000 (1 row)" in areas
    own = [row[6] for row in sections.your_area(ohio).meta["json"]["places"] if len(row) > 6]
    assert own == [
        f"Billing and Posting Clerks, {SHORT}",
        "Bookkeeping, Accounting, and Auditing Clerks, your table, not official: $61,000 (1 row)",
    ]
    texas = compare("43-3021", area="Texas")
    for block in (sections.profile_answer(texas), sections.job_ad(texas), sections.answer(pair("Texas"))):
        assert "our table, not official" not in block.html
    assert "our table, not official" not in sections.switch.table(ohio).html


def test_a_switch_has_the_account_of_the_own_table_where_it_has_both(tmp_path: Path) -> None:
    add(tmp_path, "soc_code,area,pay,date\n43-3021,Ohio,50000,2026\n43-3031,Ohio,60000,2026\n43-3031,,90000,2026\n")
    told = (
        "Your table, not official: Billing and Posting Clerks to Bookkeeping, Accounting, and Auditing Clerks, middle"
        " pay +$10,000 a year; $50,000 given up meanwhile is back after 5.4 years."
    )
    assert told in own_moves(pair())
    assert f"<p>{told}</p>" in sections.switch.table(pair()).html
    assert own_moves(pair("Texas")) == own_moves(compare("43-3021", "43-3031")) == []
    done = CliRunner().invoke(app, ["switch", "43-3021", "43-3031", "--area", "Ohio"])
    assert told in " ".join(done.output.split())
    assert sections.switch.says(pair()) == sections.switch.says(compare("43-3021", "43-3031", area="Ohio"))


def test_rows_by_the_hour_are_told_as_those_where_the_page_is_by_the_year(tmp_path: Path) -> None:
    add(tmp_path, "soc_code,area,pay,date,unit\n43-3021,Ohio,24.5,2026-01,usd_per_hour\n43-3031,Ohio,60000,2026-01,\n")
    hourly = "by the hour: $24.50 (1 row, 2026-01)"
    assert f"yours are {hourly}" in sections.own_pay(pair()).html
    assert "yours are by the year: $60,000 (1 row, 2026-01)" in sections.own_pay(pair()).html
    assert "no row of yours" not in sections.own_pay(pair()).html
    assert f"<td>{hourly}<td>$60,000" in sections.own_area(pair()).html
    assert "your table, not official: $24.50 an hour (1 row)" in sections.answer(pair()).html
    assert "$24.50 a" not in " ".join(own_moves(pair()))


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (("2026", "2026-03-31"), "2026"),
        (("2025", "2026-03-31"), "2025 to 2026"),
        (("2025-11-30", "2026-03"), "2025-11 to 2026-03"),
        (("2026-03-01", "2026-03-31"), "2026-03-01 to 2026-03-31"),
    ],
)
def test_both_dates_are_as_exact_as_the_less_exact_one(tmp_path: Path, dates: tuple[str, str], words: str) -> None:
    add(tmp_path, "soc_code,pay,date\n" + "".join(f"43-3021,50000,{date}\n" for date in dates))
    assert f"$50,000 (2 rows, {words})" in sections.own_pay(pair()).html


@pytest.mark.usefixtures("installed")
def test_a_damaged_table_takes_no_other_part_of_the_page_away(installed: Path) -> None:
    installed.write_text("x")
    assert sections.answer(pair(allow_missing=True)).kind == "answer"
    with pytest.raises(DamagedTable):
        sections.answer(pair())


def test_many_places_are_counted_after_the_first_eight(tmp_path: Path) -> None:
    states = ["OH", "TX", "CA", "NY", "WA", "OR", "ID", "UT", "NV", "AZ"]
    add(tmp_path, "soc_code,area,pay,date\n" + "".join(f"43-3021,{state},50000,2026\n" for state in states))
    html = sections.own_pay(pair("Arizona")).html
    assert html.count("<tr><th scope=row>") == 8
    assert html.index("Arizona") < html.index("Ohio")
    assert "2 more rows of places and units not shown" in html


def test_no_official_figure_verdict_or_sentence_changes(tmp_path: Path) -> None:
    before, after = pair(), pair()
    told = (pay_gaps(before), sections.pay.says(before), before.frame(sections.pay), before.frame(sections.places))
    add(tmp_path, GOOD)
    pd.testing.assert_frame_equal(after.frame(sections.pay), told[2])
    pd.testing.assert_frame_equal(after.frame(sections.places), told[3])
    assert (repr(pay_gaps(after)), sections.pay.says(after)) == (repr(told[0]), told[1])


def test_without_a_table_or_without_rows_of_the_roles_nothing_is_shown(tmp_path: Path) -> None:
    assert sections.own_pay(pair()).kind == "data"
    add(tmp_path, "soc_code,pay,date\n29-1141,90000,2026\n")
    assert sections.own_pay(pair()).html == ""
    assert "Your own" not in sections.own_area(pair()).html


def test_a_batch_renders_again_where_the_own_table_changes(tmp_path: Path) -> None:
    before = fingerprint(NOTEBOOKS / "compare.ipynb")
    add(tmp_path, GOOD)
    assert fingerprint(NOTEBOOKS / "compare.ipynb") != before


def test_the_command_adds_tells_readings_and_takes_away(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "pay.csv"
    file.write_text(GOOD, encoding="utf-8")
    run = CliRunner()
    done = run.invoke(app, ["data", "add", "company-pay", str(file)])
    assert done.exit_code == 0, done.output
    assert "'Billing Specialist' is read as 43-3021 Billing and Posting Clerks\n" in done.output
    assert "installed 5 rows" in done.output
    (folder / "note.txt").write_text("mine")
    assert "took company-pay away" in run.invoke(app, ["data", "remove", "company-pay"]).output
    assert [path.name for path in folder.iterdir()] == ["note.txt"]
    assert load_company_pay(["43-3021"]).empty
    assert "no company-pay was installed" in run.invoke(app, ["data", "remove", "company-pay"]).output


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (["add", "company-pay"], "company-pay from where?"),
        (["add", "onet-tasks"], "onet-tasks from where?"),
        (["add", "payroll", "x.csv"], "no 'payroll' to add"),
        (["remove", "payroll"], "no 'payroll' to take away"),
    ],
)
def test_an_unknown_thing_or_no_file_is_told(call: list[str], words: str) -> None:
    done = CliRunner().invoke(app, ["data", *call])
    assert isinstance(done.exception, BadInput)
    assert words in str(done.exception)
