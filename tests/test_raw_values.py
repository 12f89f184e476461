"""Lists and joins as they ship against the publishers' files, 500 rows drawn of each (all where there are fewer).

The tables of figures are held the same way beside their builders' tests; `HELD` says where each one is.
"""

import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pandas as pd
import pytest
from raw_files import RawFiles, one_line, read_sheet, turned

from helpers.tables.load import ALL, load

pytestmark = pytest.mark.raw
T = TypeVar("T")
Row = tuple[object, ...]

ONET, PROJECTIONS, CPS = "test_build_onet.py", "test_build_projections.py", "test_build_cps.py"
ONET_CELLS = "test_500_random_cells_are_those_of_the_file"
ABROAD = "test_build_abroad.py"
NEWEST = "test_build_newest_projections.py"
HERE, FACETS = "test_raw_values.py", "test_raw_facets.py"
HELD = {
    "pay": ("test_tables.py", "test_five_hundred_random_published_cells_are_in_the_pay_table"),
    "market_claims": ("test_market_claims.py", "test_every_value_of_the_table_is_printed_on_its_page"),  # all 339
    "ratings": (ONET, ONET_CELLS, "test_plain_facets"),
    "education_training": (ONET, ONET_CELLS),
    "credentials": (ONET, ONET_CELLS),
    "interests": (ONET, ONET_CELLS),
    "work_styles": (ONET, ONET_CELLS),
    "technologies": (ONET, ONET_CELLS),
    "related": (ONET, ONET_CELLS),
    "job_zones": (ONET, ONET_CELLS),
    "elements": (ONET, ONET_CELLS),
    "activity_links": (ONET, "test_activity_links"),
    "activity_names": (ONET, "test_activity_names"),
    "prices": ("test_build_rpp.py", "test_500_random_figures_are_those_of_the_files"),
    "ai_exposure": ("test_build_ai.py", "test_500_random_scores_are_those_of_the_file"),
    "ai_use": ("test_build_ai.py", "test_500_random_figures_of_use_are_those_of_the_files"),
    "activity_use": ("test_build_ai.py", "test_500_random_figures_of_use_are_those_of_the_files"),
    "newest_projections": (NEWEST, "test_500_random_figures_stand_in_the_transcribed_file"),
    "pay_years": ("test_build_pay_years.py", "test_500_random_figures_are_those_of_the_workbooks"),
    "programs": (HERE, "test_programs"),
    "abroad_pay": (
        ABROAD,
        "test_500_random_figures_of_pay_are_those_of_the_files",
        "test_500_random_jobs_and_errors_are_those_of_the_workbooks",
    ),
    "abroad_codes": (ABROAD, "test_500_random_ways_are_those_of_the_crosswalks"),
    "abroad_links": (ABROAD, "test_each_group_abroad_is_judged_by_all_its_candidates"),
    "purchasing_power": (ABROAD, "test_the_parity_rates_are_those_of_the_file"),
    "projections": (PROJECTIONS, "test_500_random_figures_stand_in_the_raw_sheet"),
    "attainment": (PROJECTIONS, "test_500_random_figures_stand_in_the_raw_sheet"),
    "entry_requirements": (PROJECTIONS, "test_500_random_requirements_stand_in_the_raw_sheet"),
    "ages": (CPS, "test_500_random_figures_stand_in_the_raw_sheet"),
    "weekly_earnings": (CPS, "test_500_random_figures_stand_in_the_raw_sheet"),
    "people": (CPS, "test_500_random_shares_stand_in_the_transcribed_file"),
    "census_codes": (
        "test_build_crosswalks.py",
        "test_500_random_census_codes_stand_beside_their_soc_code_in_the_raw_list",
    ),
    "facet_scale": (FACETS, "test_500_random_percentiles_are_those_of_the_ratings"),
    "facet_anchors": (FACETS, "test_500_random_anchors_are_as_close_as_the_ratings_say"),
    "occupations": (HERE, "test_occupations"),
    "areas": (HERE, "test_areas"),
    "industries": (HERE, "test_industries"),
    "footnotes": (HERE, "test_bounds_of_footnotes"),
    "soc_codes": (HERE, "test_soc_codes"),
    "soc_2010": (HERE, "test_soc_2010"),
    "onet_codes": (HERE, "test_onet_codes"),
    "titles": (HERE, "test_titles", "test_no_title_stands_in_the_table_alone"),
    "onet_coverage": (HERE, "test_onet_coverage"),
    "education_training_categories": (HERE, "test_categories_of_training"),
    "job_zone_meanings": (HERE, "test_ranges_of_job_zones"),
    "price_areas": (HERE, "test_price_areas"),
    "ep_onet": (HERE, "test_ep_onet"),
    "census_soc": (HERE, "test_census_soc"),
    "cps_occupations": (HERE, "test_cps_occupations"),
    "occupation_links": (HERE, "test_occupation_links"),
}
"""Table -> file and tests that hold it against raw values."""
NOT_IN_THE_FILES = {
    "title_words": "our own words on words of titles",
    "title_readings": "our own reading of titles",
    "track_record": "read on pages of the publisher that are not among the raw files",
    "published_totals": "typed from what the publishers print; test_build_totals.py holds the tables against it",
}
"""Curated tables that have no raw file, with the reason."""


@pytest.fixture(scope="module")
def raw(raw_sources: Path, tmp_path_factory: pytest.TempPathFactory) -> RawFiles:
    return RawFiles.of(raw_sources, tmp_path_factory.mktemp("raw-files"))


def draw(rows: Sequence[T], seed: int) -> list[T]:
    """Return 500 different ones, or all if there are fewer."""
    assert rows
    return random.Random(seed).sample(rows, min(500, len(rows)))


def rows_of(frame: pd.DataFrame, columns: Sequence[str]) -> list[Row]:
    """Return the columns row by row, missing values as None."""
    kept = frame[list(columns)].astype(object)
    return list(kept.where(kept.notna(), None).itertuples(index=False, name=None))


def by_key(name: str, *columns: str) -> dict[object, Row]:
    """Return key (its one column) -> `columns` of a table as it ships."""
    return {row[0]: row[1:] for row in rows_of(load(name), [ALL[name].key[0], *columns])}


def test_every_table_is_held_against_raw_values_or_says_why_not() -> None:
    assert set(HELD) | set(NOT_IN_THE_FILES) == set(ALL)
    assert not set(HELD) & set(NOT_IN_THE_FILES)
    for table, (file, *tests) in HELD.items():
        text = (Path(__file__).parent / file).read_text(encoding="utf-8")
        assert [name for name in tests if f"def {name}(" not in text] == [], table


# --- the pay survey's lists -----------------------------------------------------------------------------------------


def test_occupations(raw: RawFiles) -> None:
    ours = by_key("occupations", "occupation", "level", "major_code", "in_soc_2018")
    assert set(ours) == set(raw.pay_occupations)
    levels = ("major", "minor", "broad", "detailed")
    for code, (name, level) in draw(list(raw.pay_occupations.items()), 1):
        assert ours[code] == (name, levels[level], f"{code[:2]}-0000", code in raw.soc), code


def test_areas(raw: RawFiles) -> None:
    ours, published = by_key("areas", "kind", "state_code", "area", "state"), raw.pay_list("area")
    assert len(ours) == len(published)
    kinds = {"N": "national", "S": "state", "M": "metropolitan"}
    named = 0
    for code, kind, state_code, name in draw(published, 2):
        *found, postal = ours[code]
        assert found == [kinds[kind], state_code, name], code
        if ends := re.search(r", ([A-Z]{2})(-[A-Z]{2})*$", name):  # the first of several is the state's own
            assert postal == ends[1], name
            named += 1
    assert named > 300


def test_industries(raw: RawFiles) -> None:
    published = {code: (name, int(level)) for code, name, level in raw.pay_list("industry")}
    assert by_key("industries", "industry", "display_level") == published  # all 444


def test_bounds_of_footnotes(raw: RawFiles) -> None:
    texts = dict(raw.pay_list("footnote"))
    ours = by_key("footnotes", "hourly_bound_usd", "annual_bound_usd")
    assert set(ours) == set(texts)
    for code, (hourly, annual) in ours.items():
        printed = re.findall(r"\$[\d,.]+\d", texts[str(code)])
        assert printed == ([] if hourly is None else [f"${hourly:,.2f}", f"${annual:,.0f}"]), code


# --- codes and titles -----------------------------------------------------------------------------------------------


def test_soc_codes(raw: RawFiles) -> None:
    ours = by_key("soc_codes", "occupation", "level", "pay_soc_code", "quality")
    assert set(ours) == set(raw.soc)
    for code, (name, level) in draw(list(raw.soc.items()), 3):
        group = raw.matrix_of_soc.get(code)  # the matrix takes its codes from the pay survey
        if code in raw.pay_occupations:
            covered = (code, "exact")
        else:
            covered = (group, "parent group") if group in raw.detailed_pay and level == "detailed" else (None, "none")
        assert ours[code] == (name, level, *covered), code


def test_soc_2010(raw: RawFiles) -> None:
    rows = read_sheet(raw.folder / "soc_2018" / "soc_2010_to_2018_crosswalk.xlsx")
    published = {(row[0], row[1], row[2]) for row in rows if re.match(r"\d\d-", row[0])}
    assert set(rows_of(load("soc_2010"), ["soc_2010_code", "occupation_2010", "soc_code"])) == published


def test_onet_codes(raw: RawFiles) -> None:
    ours = by_key("onet_codes", "occupation", "soc_code")
    assert len(ours) == len(raw.onet_codes) == 1_016
    for code, listed in draw(list(raw.onet_codes.items()), 4):
        assert ours[code] == listed, code


def listed_titles(raw: RawFiles) -> dict[str, list[Row]]:
    """Return list of titles -> title, SOC code, O*NET-SOC code, list and source of its rows, as the files have them."""
    direct = read_sheet(raw.folder / "soc_2018" / "soc_2018_direct_match_title_file.xlsx")
    made = raw.detailed_pay - set(raw.detailed_soc)
    found: dict[str, list[Row]] = {
        "soc": [(raw.soc[code][0], code, None, "official", "soc") for code in raw.detailed_soc],
        "onet": [(name, soc, code, "official", "onet") for code, (name, soc) in raw.onet_codes.items()],
        "oews": [(raw.pay_occupations[code][0], code, None, "official", "oews") for code in made],
        "direct_match": [(row[2], row[0], None, "direct_match", "soc") for row in direct if re.match(r"\d\d-", row[0])],
    }
    for kind, file, column in (
        ("alternate", "Alternate Titles.txt", "Alternate Title"),
        ("reported", "Sample of Reported Titles.txt", "Reported Job Title"),
    ):
        found[kind] = [
            (row[column], raw.onet_codes[row["O*NET-SOC Code"]][1], row["O*NET-SOC Code"], kind, "onet")
            for row in raw.onet(file)
        ]
    return {kind: sorted({(one_line(str(row[0])), *row[1:]) for row in rows}, key=str) for kind, rows in found.items()}


TITLE = ["title", "soc_code", "onet_code", "list", "source_id"]


def test_titles(raw: RawFiles) -> None:
    ours = set(rows_of(load("titles"), TITLE))
    for kind, rows in listed_titles(raw).items():
        assert [row for row in draw(rows, 5) if row not in ours] == [], kind


def test_no_title_stands_in_the_table_alone(raw: RawFiles) -> None:
    published = {row for rows in listed_titles(raw).values() for row in rows}
    assert [row for row in draw(rows_of(load("titles"), TITLE), 6) if row not in published] == []


# --- O*NET and prices -----------------------------------------------------------------------------------------------


def test_onet_coverage(raw: RawFiles) -> None:
    columns = list(raw.with_data)
    assert {"onet_code", "has_data", "missing_reason", *columns} == set(ALL["onet_coverage"].names)
    ours = by_key("onet_coverage", "has_data", *columns)
    for code in draw(list(raw.onet_codes), 7):
        flags = tuple(code in raw.with_data[column] for column in columns)
        any_of_onet = any(code in codes for column, codes in raw.with_data.items() if column != "ai_exposure")
        assert ours[code] == (any_of_onet, *flags), code


def test_categories_of_training(raw: RawFiles) -> None:
    rows = raw.onet("Education, Training, and Experience Categories.txt")
    published = {(row["Element ID"], int(row["Category"])): row["Category Description"] for row in rows}
    names = rows_of(load("education_training_categories"), ["element_id", "category", "category_name"])
    assert {row[:2] for row in names} == set(published)  # all 41
    for element, category, name in names:
        assert published[str(element), int(str(category))].split(" - ")[0] == name


def test_ranges_of_job_zones(raw: RawFiles) -> None:
    ours = by_key("job_zone_meanings", "svp_range")
    published = {int(row["Job Zone"]): row["SVP Range"] for row in raw.onet("Job Zone Reference.txt")}
    assert set(ours) - set(published) == {1}  # the release holds it in zone 2
    for zone, text in published.items():
        assert f"({str(ours[zone][0]).replace('to below', 'to <').replace('below 6', 'Below 6')})" == text


def test_price_areas(raw: RawFiles) -> None:
    ours, known = by_key("price_areas", "price_area_code", "price_area", "quality"), raw.price_names
    areas = raw.pay_list("area")
    assert len(ours) == len(areas)
    seen = set()
    for code, kind, state, _ in draw(areas, 8):
        own = {"N": "00000", "S": f"{state}000", "M": code[2:] if code.startswith("00") else ""}[kind]
        found = next((area for area in (own, f"{state}000") if area in known), None)
        quality = "none" if found is None else "exact" if found == own else "parent group"
        assert ours[code] == (found, known.get(str(found)), quality), code
        seen.add(quality)
    assert seen == {"exact", "parent group", "none"}


def test_programs(raw: RawFiles, raw_sources2: Path) -> None:
    rows = read_sheet(raw_sources2 / "cip_soc_2020" / "CIP2020_SOC2018_Crosswalk.xlsx", "SOC-CIP")  # the other sheet
    pairs = [(soc, cip, title) for soc, _, cip, title in (row[:4] for row in rows[1:]) if title]
    published = [pair for pair in pairs if not pair[0].startswith("99") and not pair[1].startswith("99")]
    ours = rows_of(load("programs"), ["soc_code", "cip_code", "program"])
    assert len(published) == len(set(published))
    assert {row[0] for row in ours} <= raw.detailed_soc
    alone = {row[:2] for row in ours} - {pair[:2] for pair in published}  # the publisher's sheets differ in one program
    assert sorted(alone) == [(code, "03.0204") for code in ("11-9199", "19-3011", "19-4061", "25-1063")]
    assert len(ours) == len(published) + len(alone)
    for soc, cip, title in draw(published, 13):
        assert (soc, cip, title.strip().removesuffix(".")) in ours


# --- joins ----------------------------------------------------------------------------------------------------------


def test_ep_onet(raw: RawFiles) -> None:
    ours = by_key("ep_onet", "ep_code")
    assert len(ours) == len(raw.matrix_of_onet) == 997
    for onet_code, matrix_code in draw(list(raw.matrix_of_onet.items()), 9):
        assert ours[onet_code] == (matrix_code,), onet_code


def test_census_soc(raw: RawFiles) -> None:
    ours, covers = by_key("census_soc", "census_code", "quality", "match_note"), turned(raw.census_of_soc)
    assert set(ours) == set(raw.census_of_soc) == raw.detailed_soc
    for code, line in draw(list(raw.census_of_soc.items()), 10):
        *found, note = ours[code]
        assert found == [line, "exact" if covers[line] == {code} else "parent group"], code
        named = set(re.findall(r"\d\d-\d{4}", str(note or code)))
        assert named == covers[line], code


def test_cps_occupations(raw: RawFiles) -> None:
    def plain(title: str) -> str:
        return "".join(letter for letter in title.lower() if letter.isalnum())

    ours = by_key("cps_occupations", "level", "census_code", "quality")
    assert set(ours) == raw.survey_titles
    code_of = {plain(title): code for code, (title, _) in raw.census_list.items()}
    unmatched = {}
    for title in draw(sorted(raw.survey_titles), 11):
        level, code, quality = ours[title]
        expected = code_of.get(plain(title))
        assert (code, quality) == (expected, "exact" if expected else "none"), title
        if expected:
            assert level == ("group" if "-" in expected else "line"), title
        else:
            unmatched[title] = level
    # totals, and the groups that the Census list cuts in another way
    assert all(level == ("all" if title.startswith("Total") else "group") for title, level in unmatched.items())


def expected_links(raw: RawFiles, code: str, target: str) -> list[Row]:
    """Return target_code, target_occupation and quality of all links from a code to a list, out of the raw files."""
    covered = {code} if code in raw.detailed_soc else turned(raw.matrix_of_soc)[code]
    if target in ("onet", "ai"):
        below = sorted(onet for onet, (_, soc) in raw.onet_codes.items() if soc in covered)
        columns = ["ai_exposure"] if target == "ai" else [name for name in raw.with_data if name != "ai_exposure"]
        hits = [onet for onet in below if any(onet in raw.with_data[column] for column in columns)]
        quality = "exact" if len(below) == 1 else "several"
        return [(onet, raw.onet_codes[onet][0], quality) for onet in hits] or [(None, None, "none")]
    scopes = turned(raw.matrix_of_soc if target == "ep" else raw.census_of_soc)
    names = raw.matrix_titles if target == "ep" else {line: title for line, (title, _) in raw.census_list.items()}
    hits = sorted(other for other, scope in scopes.items() if scope & covered)
    if len(hits) == 1 and scopes[hits[0]] >= covered:
        return [(hits[0], names[hits[0]], "exact" if scopes[hits[0]] == covered else "parent group")]
    return [(other, names[other], "several") for other in hits] or [(None, None, "none")]


def test_occupation_links(raw: RawFiles) -> None:
    table = load("occupation_links")
    ours = dict(list(table.groupby(["soc_code", "target"])))
    starts = sorted(raw.detailed_soc | raw.detailed_pay)
    pairs = [(code, target) for code in starts for target in ("ai", "census", "ep", "onet")]
    assert set(ours) == set(pairs)
    seen = set()
    for code, target in draw(pairs, 12):
        group = ours[code, target]
        expected = expected_links(raw, code, target)
        found = rows_of(group.sort_values("target_code"), ["target_code", "target_occupation", "quality"])
        assert found == expected, (code, target)
        flags = {(code in raw.detailed_pay, code in raw.detailed_soc)}
        assert set(rows_of(group, ["in_pay", "in_soc_2018"])) == flags, code
        seen |= {(target, row[2]) for row in expected}
    assert {quality for _, quality in seen} == {"exact", "parent group", "several", "none"}
    assert len(seen) >= 9


def test_the_note_of_a_wider_group_names_all_that_it_covers(raw: RawFiles) -> None:
    table = load("occupation_links", where={"quality": ["parent group"]})
    scopes = {"ep": turned(raw.matrix_of_soc), "census": turned(raw.census_of_soc)}
    for code, target, other, note in rows_of(table, ["soc_code", "target", "target_code", "match_note"]):
        named = set(re.findall(r"\d\d-\d{4}", str(note))) - {other}
        covered = {code} if code in raw.detailed_soc else turned(raw.matrix_of_soc)[str(code)]
        assert named | covered == scopes[str(target)][str(other)], (code, target)
