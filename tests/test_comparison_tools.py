"""Technologies of both roles, and what O*NET says of preparation, interests, styles and neighbours."""

import pandas as pd
import pytest

from helpers.comparison.rows import Rows
from helpers.comparison.standins import StandIn, stand_in
from helpers.comparison.tools import BOTH, IN_DEMAND, LISTED, NOT_LISTED, ONLY_A, ONLY_B, missing_tools, tool_rows
from helpers.comparison.traits import (
    NO_ERROR,
    RIASEC,
    distinctive,
    interest_rows,
    related_rows,
    style_rows,
    zone_rows,
)
from helpers.present import parse_cell
from helpers.tables import load
from helpers.titles import Reading

A, B = StandIn("11-1111.00", "Potters"), StandIn("22-2222.00", "Weavers")
NOBODY = StandIn(reason="O*NET holds no figures for Dreamers")

# code, technology, category code, category, hot, in demand
TOOLS = pd.DataFrame(
    [
        ("11-1111.00", "Kiln control", "1", "Control", False, True),
        ("11-1111.00", "Excel", "2", "Spreadsheets", True, True),
        ("11-1111.00", "Excel", "3", "Charts", True, True),  # one tool of two kinds
        ("22-2222.00", "Excel", "2", "Spreadsheets", True, False),
        ("22-2222.00", "abacus/7", "4", "Counting", False, False),  # a name with a slash
    ],
    columns=["onet_code", "technology", "category_code", "category", "hot", "in_demand"],
)


def test_a_side_without_tools_gives_its_reason() -> None:
    rows = tool_rows(TOOLS, A, NOBODY)
    assert set(rows["where"]) == {ONLY_A}
    assert set(rows["reason_b"]) == {"O*NET holds no figures for Dreamers"}
    assert missing_tools(TOOLS, A, StandIn("33-3333.00", "Bakers")) == (
        "",
        "O*NET lists no technology for Bakers (33-3333.00)",
    )


def test_two_sides_without_tools_have_no_rows() -> None:
    assert tool_rows(TOOLS, NOBODY, NOBODY).empty


def test_tools_of_both_come_first_and_each_once() -> None:
    rows = tool_rows(TOOLS, A, B)
    assert rows[["technology", "where", "text_a", "text_b", "reason_a", "reason_b"]].to_numpy().tolist() == [
        ["Excel", BOTH, IN_DEMAND, LISTED, "", ""],
        ["Kiln control", ONLY_A, IN_DEMAND, "", "", NOT_LISTED],
        ["abacus/7", ONLY_B, "", LISTED, NOT_LISTED, ""],
    ]
    assert list(rows["hot"]) == [True, False, False]


def test_cells_name_the_row_even_with_a_slash_in_it() -> None:
    rows = tool_rows(TOOLS, A, B).set_index("technology")
    assert parse_cell(rows.loc["abacus/7", "cell_b"]).key == ("22-2222.00", "abacus/7", "4")
    assert rows.loc["abacus/7", "cell_a"] == ""


def test_swapping_the_roles_swaps_the_columns() -> None:
    rows, back = tool_rows(TOOLS, A, B).set_index("technology"), tool_rows(TOOLS, B, A).set_index("technology")
    assert dict(rows["text_a"]) == dict(back["text_b"])
    assert rows.loc["Kiln control", "where"] == ONLY_A
    assert back.loc["Kiln control", "where"] == ONLY_B


ZONES = pd.DataFrame([("11-1111.00", 3)], columns=["onet_code", "job_zone"])
MEANINGS = pd.DataFrame(
    [(3, "medium", "trade school", "a year", "1 to 2 years")],
    columns=["job_zone", "preparation", "schooling", "experience", "training_time"],
)


def test_a_job_zone_is_told_in_words_and_a_missing_one_with_its_reason() -> None:
    row = zone_rows(ZONES, MEANINGS, A, B, Rows()).iloc[0]
    assert row["text_a"] == "zone 3 of 5: medium preparation"
    assert row["note_a"] == "trade school; experience a year; learnt in 1 to 2 years"
    assert row["reason_b"] == "O*NET has no job zone for Weavers (22-2222.00)"
    assert row["verdict"] == "not published"


def test_interests_are_six_and_never_tested() -> None:
    scores = pd.DataFrame(
        [
            (code, element, 1.0 + i, 1.0 if i == 0 else None)
            for code in (A.code, B.code)
            for i, element in enumerate(RIASEC)
        ],
        columns=["onet_code", "element_id", "score", "high_point"],
    )
    names = pd.Series({element: element.upper() for element in RIASEC})
    rows = interest_rows(scores, names, A, B, Rows())
    assert len(rows) == 6
    assert rows.loc[0, "note_a"] == "its first interest"
    assert set(rows["verdict_reason"]) == {NO_ERROR}
    assert interest_rows(scores, names, A, NOBODY, Rows())["reason_b"].eq(NOBODY.reason).all()


STYLES = pd.DataFrame(
    [
        ("11-1111.00", "1.D.1.a", "distinctiveness rank", 2.0),
        ("11-1111.00", "1.D.1.b", "distinctiveness rank", 1.0),
        ("11-1111.00", "1.D.1.c", "distinctiveness rank", 0.0),  # 0: not ranked
        ("11-1111.00", "1.D.1.a", "impact", 2.5),
        ("11-1111.00", "1.D.1.b", "impact", -1.0),
    ],
    columns=["onet_code", "element_id", "scale", "value"],
)


def test_styles_come_by_their_rank() -> None:
    assert distinctive(STYLES, "11-1111.00") == ["1.D.1.b", "1.D.1.a"]
    rows = style_rows(STYLES, pd.Series({"1.D.1.a": "Care", "1.D.1.b": "Speed"}), A, B, Rows())
    assert list(rows["label"]) == ["Speed", "Care"]
    assert list(rows["value_a"]) == [-1.0, 2.5]
    assert rows["reason_b"].eq("O*NET has no work styles for Weavers (22-2222.00)").all()


def test_the_other_role_is_marked_among_the_related() -> None:
    related = pd.DataFrame(
        [("11-1111.00", 2, "22-2222.00", "Primary-Short"), ("11-1111.00", 1, "33-3333.00", "Primary-Short")],
        columns=["onet_code", "rank", "related_onet_code", "tier"],
    )
    rows = related_rows(related, pd.Series({"22-2222.00": "Weavers", "33-3333.00": "Bakers"}), A, B)
    assert list(rows["occupation"]) == ["Bakers", "Weavers"]
    assert list(rows["other"]) == [False, True]
    assert rows.loc[1, "cell"] == "related/11-1111.00|2/related_onet_code"


def test_every_occupation_has_tools_or_a_reason() -> None:
    occupations = load("occupations")
    codes = list(occupations.loc[occupations["level"] == "detailed", "soc_code"])
    links = dict(iter(load("occupation_links", where={"target": ["onet"]}).groupby("soc_code")))
    sides = [stand_in(Reading(code, code, "detailed", (), ""), links[code]) for code in codes]
    technologies = load("technologies")
    by_code = dict(iter(technologies.groupby("onet_code")))
    listed = 0
    for a, b in zip(sides[::2], sides[1::2], strict=True):
        table = pd.concat([by_code.get(side.code, technologies.head(0)) for side in (a, b)])
        rows = tool_rows(table, a, b)
        for side in "ab":
            assert ((rows[f"text_{side}"] != "") ^ (rows[f"reason_{side}"] != "")).all()
        assert all(
            bool(reason) == (side.code not in by_code)
            for side, reason in zip((a, b), missing_tools(table, a, b), strict=True)
        )
        listed += len(rows)
    assert listed > 20_000


def test_occupations_have_a_job_zone_or_a_reason() -> None:
    links = load("occupation_links", where={"target": ["onet"]})
    sides = [
        stand_in(Reading(str(code), str(code), "detailed", (), ""), rows)
        for code, rows in list(links[links["in_pay"]].groupby("soc_code"))[::20]
    ]
    zones, meanings = load("job_zones"), load("job_zone_meanings")
    assert len(sides) > 40
    for a, b in zip(sides[::2], sides[1::2], strict=False):
        row = zone_rows(zones, meanings, a, b, Rows()).iloc[0]
        assert all(bool(row[f"text_{side}"]) ^ bool(row[f"reason_{side}"]) for side in "ab")


def test_a_missing_reason_is_refused() -> None:
    with pytest.raises(ValueError, match="reason"):
        StandIn(name="Nobody")
