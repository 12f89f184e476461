"""The table of market claims against the five pages it was taken from."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from helpers.claims import MEASURES, UNITS

TABLE = Path(__file__).resolve().parents[1] / "data" / "market_claims.csv"
NAMES_AS_PRINTED = (
    *("best_city", "best_state", "best_company", "best_industry", "top_skill", "tool"),
    *("major_most_common", "college_most_common"),
)

# Numbers on a page that are no figures: pattern of the line (or part of it) and what the number is.
NOT_FIGURES = {
    "003_4d2255052c9e019e": [
        (r"^.*Description \[2025\]$", "year in the title of the page"),
        (r"^\s*[1-6]\. ", "number of a heading or a step"),
        (r"^[1-5]$", "number of a table row"),
        (r"^5 Steps ", "number of steps in a heading"),
    ],
}
# Rows of the comparison tables -> measures, in the order in which a cell prints them.
LABELS = {
    "Yearly salary": ["annual_pay_mean"],
    "Average salary": ["annual_pay_mean"],
    "Hourly rate": ["hourly_pay_mean"],
    "Growth rate": ["growth_pct"],
    "Number of jobs": ["jobs"],
    "Job satisfaction": ["satisfaction"],
    "Most common degree": ["degree_share_pct"],
    "Average age": ["age_mean_years"],
    "Years of experience": ["experience_years"],
    "Salary range": ["annual_pay_low", "annual_pay_high"],
    "Gender ratio": ["gender_share_pct"] * 2,
    "Race ratio": ["race_share_pct"] * 6,
    "LGBT Percentage": ["lgbt_share_pct"],
}
WORDS = {
    "Highest paying City": "best_city",
    "Highest paying state": "best_state",
    "Best paying company": "best_company",
    "Best paying industry": "best_industry",
    "Most common major": "major_most_common",
    "Most common college": "college_most_common",
}
NUMBER = re.compile(r"(?:(?<!\w)-)?\d(?:[\d,]*\d)?(?:\.\d+)?")


@pytest.fixture(scope="module")
def rows() -> list[dict[str, str]]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _page(folder: Path, stem: str) -> str:
    return (folder / f"{stem}.txt").read_text(encoding="utf-8")


def _numbers(text: str) -> list[str]:
    return [token.replace(",", "") for token in NUMBER.findall(text)]


def _figures(folder: Path, stem: str) -> Counter[str]:
    text = _page(folder, stem)
    for pattern, _ in NOT_FIGURES.get(stem, []):
        text, count = re.subn(pattern, "", text, flags=re.MULTILINE)
        assert count, f"{pattern} is not on {stem}"
    return Counter(_numbers(text))


def _stems(rows: list[dict[str, str]]) -> list[str]:
    return list(dict.fromkeys(row["source_page"] for row in rows))


def test_file_is_utf8_with_unix_line_ends_and_one_at_the_end() -> None:
    content = TABLE.read_bytes()
    content.decode("utf-8")
    assert b"\r" not in content
    assert content.endswith(b"\n")
    assert not content.startswith(b"\xef\xbb\xbf")


def test_claim_id_is_unique_and_a_slug(rows: list[dict[str, str]]) -> None:
    ids = [row["claim_id"] for row in rows]
    assert [name for name, count in Counter(ids).items() if count > 1] == []
    assert [name for name in ids if not re.fullmatch(r"[a-z]+-00[0-4](-[a-z0-9]+)+", name)] == []


def test_measures_and_units_are_of_the_closed_lists(rows: list[dict[str, str]]) -> None:
    assert {row["measure"] for row in rows} <= set(MEASURES)
    assert {row["unit"] for row in rows} <= set(UNITS)
    assert [row["claim_id"] for row in rows if row["unit"] not in MEASURES[row["measure"]]] == []


def test_a_row_has_a_value_or_a_text_or_else_a_reason(rows: list[dict[str, str]]) -> None:
    given = [(row["claim_id"], bool(row["value"]) + bool(row["text"]) + bool(row["missing_reason"])) for row in rows]
    assert [claim for claim, count in given if count != 1] == []
    assert [row["claim_id"] for row in rows if row["value"] and row["unit"] == "text"] == []
    assert [row["claim_id"] for row in rows if {row["value"], row["text"]} & {"-", "–", "nan"}] == []


def test_pages_stand_in_order_with_their_source_and_site(rows: list[dict[str, str]]) -> None:
    stems = [row["source_page"] for row in rows]
    assert stems == sorted(stems)
    assert {(row["source_page"], row["source_id"], row["site"]) for row in rows} == {
        ("000_51e3a0ba9388f53e", "claims_000", "Zippia"),
        ("001_766b93b47a7ea049", "claims_001", "Zippia"),
        ("002_01cec530646436b1", "claims_002", "Cityjobs.info"),
        ("003_4d2255052c9e019e", "claims_003", "unnamed job-description blog"),
        ("004_19b7501707a31ff7", "claims_004", "Zippia"),
    }


@pytest.mark.raw
def test_every_number_on_the_pages_is_a_value_of_the_table(rows: list[dict[str, str]], raw_seeds: Path) -> None:
    assert sorted(path.stem for path in raw_seeds.glob("*.txt")) == _stems(rows)
    for stem in _stems(rows):
        mine = [row for row in rows if row["source_page"] == stem]
        known = {row["value"] for row in mine} | {year for row in mine for year in row["period"].split("-")}
        figures = _figures(raw_seeds, stem)
        assert len(figures) >= 10
        assert [token for token in figures if token not in known] == [], stem


@pytest.mark.raw
def test_every_value_of_the_table_is_printed_on_its_page(rows: list[dict[str, str]], raw_seeds: Path) -> None:
    for stem in _stems(rows):
        figures = _figures(raw_seeds, stem)
        valued = [row for row in rows if row["source_page"] == stem and row["value"]]
        assert len(valued) >= 10
        assert [row["claim_id"] for row in valued if row["value"] not in figures] == []


@pytest.mark.raw
def test_comparison_tables_are_taken_cell_by_cell(rows: list[dict[str, str]], raw_seeds: Path) -> None:
    cells = 0
    for stem in [stem for stem in _stems(rows) if stem[:3] in ("000", "001", "004")]:
        roles: list[str] = []
        for line in _page(raw_seeds, stem).splitlines():
            if not line.startswith("|"):
                continue
            label, *sides = [cell.strip() for cell in line.strip("| ").split("|")]
            if label not in LABELS and label not in WORDS:  # a head row: | Billing Specialist | Account Specialist | |
                roles = [label.lower(), sides[0].lower()]
                continue
            for role, printed in zip(roles, sides, strict=True):
                measures = set(LABELS.get(label, [WORDS.get(label, "")]))
                mine = [r for r in rows if (r["source_page"], r["role"]) == (stem, role) and r["measure"] in measures]
                if printed == "-":
                    assert [(r["value"], r["text"]) for r in mine] == [("", "")]
                    assert mine[0]["missing_reason"] == "the page prints no value"
                elif label in WORDS:
                    assert [r["text"] for r in mine] == [printed]
                else:
                    assert [r["value"] for r in mine] == _numbers(printed)
                    assert len(mine) == len(LABELS[label])
                cells += 1
    assert cells == 3 * 2 * 21  # 21 labelled rows a page, some of them the same figure again, for two roles


@pytest.mark.raw
def test_shares_stand_under_the_group_they_are_printed_with(rows: list[dict[str, str]], raw_seeds: Path) -> None:
    shares = [row for row in rows if row["measure"] in ("gender_share_pct", "race_share_pct")]
    assert len(shares) == 3 * 2 * 8
    for row in shares:
        group = {"men": "Male", "women": "Female"}.get(row["detail"], row["detail"])
        assert f"{group}, {row['value']}%" in _page(raw_seeds, row["source_page"]), row["claim_id"]


@pytest.mark.raw
def test_ladder_and_industries_stand_with_their_pay(rows: list[dict[str, str]], raw_seeds: Path) -> None:
    ladder = [row for row in rows if row["measure"] == "pay_ladder_usd"]
    bands = {(row["detail"], row["measure"]): row["value"] for row in rows if row["measure"].startswith("ladder_")}
    assert len(ladder) == 5
    for row in ladder:
        low = bands[row["detail"], "ladder_experience_low_years"]
        high = bands[row["detail"], "ladder_experience_high_years"]
        band = f"{low}-{high}" if high else f"{low}+"
        assert f"{row['detail']}{band} years${int(row['value']):,}" in _page(raw_seeds, row["source_page"])
    industries = [row for row in rows if row["measure"] == "pay_by_industry_usd"]
    assert len(industries) == 4
    for row in industries:
        assert f"{row['detail']}\n\n${int(row['value']):,} annually" in _page(raw_seeds, row["source_page"])


@pytest.mark.raw
def test_names_are_on_the_page_and_sentences_are_not_copied(rows: list[dict[str, str]], raw_seeds: Path) -> None:
    for row in rows:
        page = _page(raw_seeds, row["source_page"])
        if row["measure"] in NAMES_AS_PRINTED:
            assert row["text"] in page, row["claim_id"]
        words = " ".join(re.findall(r"\w+", page.lower()))
        for cell in ("text", "detail", "wording"):
            mine = re.findall(r"\w+", row[cell].lower())
            runs = [" ".join(mine[i : i + 7]) for i in range(len(mine) - 6)]
            assert [run for run in runs if run in words] == [], row["claim_id"]
