"""O*NET files of releases 29 to 31 become tables without a figure invented or lost."""

import csv
import random
from pathlib import Path

import pandas as pd
import pytest

from helpers.base.errors import BadInput
from helpers.build import crosswalks, onet
from helpers.build.store import write_table
from helpers.tables.load import load
from helpers.tables.spec import ALL

CLERK = "43-3021.00"
RATING = ["O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value"]
ERRORS = ["N", "Standard Error", "Lower CI Bound", "Upper CI Bound", "Recommend Suppress"]
SOURCE = ["Date", "Domain Source"]
SKILLS = [*RATING, *ERRORS, "Not Relevant", *SOURCE]
TRAINING = [*RATING[:4], "Category", "Data Value", *ERRORS, *SOURCE]
READING = [CLERK, "2.A.1.a", "Reading Comprehension"]
ANALYST = ["08/2023", "Analyst"]


def tabbed(folder: Path, name: str, header: list[str], *rows: list[str]) -> Path:
    """Write a file as O*NET does: tabs, CRLF, no quotes."""
    path = folder / name
    path.write_bytes("".join("\t".join(row) + "\r\n" for row in (header, *rows)).encode())
    return path


def skill(scale: str, value: str, *, se: str = "0.1250", suppress: str = "N", relevant: str = "n/a") -> list[str]:
    return [*READING, scale, value, "8", se, "3.8800", "4.3700", suppress, relevant, *ANALYST]


def plain_facets(folder: Path) -> None:
    for name in onet.PLAIN_FILES.values():
        (folder / name).write_text("O*NET-SOC Code,Element ID,Element Name,IM,LV\n43-3021.00,2.C.1.a,Admin,2.42,0\n")


class TestRatings:
    def test_a_web_page_in_place_of_a_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "Skills.txt").write_text("\n<!doctype html><title>Not found</title>")
        with pytest.raises(BadInput, match=r"Skills.txt cannot be read: it is a web page"):
            onet.build_ratings(tmp_path)

    def test_a_missing_column_is_named_with_those_found(self, tmp_path: Path) -> None:
        tabbed(tmp_path, "Skills.txt", [*RATING, *ERRORS, *SOURCE])
        with pytest.raises(
            BadInput, match=r"Skills.txt has no column Not Relevant\n  expected: .*found o\*net-soc code"
        ):
            onet.build_ratings(tmp_path)

    @pytest.mark.parametrize(
        ("row", "words"),
        [
            (skill("XX", "4.12"), "has a scale we do not know: XX"),
            (skill("IM", "high"), "texts where value should be a figure: high"),
            (skill("IM", "4.12", suppress="maybe"), "has the flag maybe"),
        ],
    )
    def test_what_is_not_known_is_refused(self, tmp_path: Path, row: list[str], words: str) -> None:
        path = tabbed(tmp_path, "Skills.txt", SKILLS, row)
        with pytest.raises(BadInput, match=words):
            onet.read(path.parent, "skills")

    def test_another_form_of_date_is_refused(self, tmp_path: Path) -> None:
        path = tabbed(tmp_path, "Skills.txt", SKILLS, [*skill("IM", "4.12")[:-2], "2023-08-01", "Analyst"])
        with pytest.raises(BadInput, match="has the date 2023-08-01"):
            onet.read(path.parent, "skills")

    def test_a_row_that_is_there_twice_is_refused(self, tmp_path: Path) -> None:
        path = tabbed(tmp_path, "Skills.txt", SKILLS, skill("IM", "4.12"), skill("IM", "4.13"))
        with pytest.raises(BadInput, match=r"1 rows twice: 43-3021.00 2.A.1.a IM|1 rows twice: 43-3021.00 2.A.1.a"):
            onet.read(path.parent, "skills")

    def test_the_second_of_two_files_that_belong_together_is_not_forgotten(self, tmp_path: Path) -> None:
        tabbed(tmp_path, "Essential Skills.txt", SKILLS, skill("IM", "4.12"))
        with pytest.raises(BadInput, match=r"a file named Transferable Skills\.txt"):
            onet.build_ratings(tmp_path)

    def test_flags_errors_and_missing_figures_are_kept_apart(self, tmp_path: Path) -> None:
        path = tabbed(
            tmp_path,
            "Skills.txt",
            SKILLS,
            skill("IM", "4.12"),
            skill("LV", "n/a", suppress="Y", relevant="Y"),  # never seen, but allowed: no figure
        )
        rows, _ = onet.read(path.parent, "skills")
        assert rows["scale"].tolist() == ["importance", "level"]
        assert rows["value"].tolist()[0] == 4.12
        assert pd.isna(rows["value"].tolist()[1])
        assert rows["standard_error"].tolist() == [0.125, 0.125]
        assert rows["suppress"].tolist() == [False, True]
        assert rows["not_relevant"].tolist() == [pd.NA, True]
        assert rows["rated"].tolist() == ["2023-08", "2023-08"]
        assert rows["missing_reason"].fillna("").tolist() == ["", "O*NET publishes no figure"]

    def test_essential_and_transferable_skills_are_the_skills_of_newer_releases(self, tmp_path: Path) -> None:
        plain_facets(tmp_path)
        tabbed(tmp_path, "Essential Skills.txt", SKILLS, skill("IM", "4.12"))
        other = [CLERK, "2.B.1.a", "Social Perceptiveness", *skill("IM", "3.00")[3:]]
        tabbed(tmp_path, "Transferable Skills.txt", SKILLS, other)
        ratings, full, _ = onet.build_ratings(tmp_path)
        skills = ratings[ratings["facet"] == "skills"]
        assert skills[["element_id", "value"]].to_numpy().tolist() == [["2.A.1.a", 4.12], ["2.B.1.a", 3.0]]
        assert [path.name for path in full] == ["Essential Skills.txt", "Transferable Skills.txt"]

    def test_a_plain_copy_has_empty_errors_and_says_why(self, tmp_path: Path) -> None:
        plain_facets(tmp_path)
        tabbed(tmp_path, "Skills.txt", SKILLS, skill("IM", "4.12"))
        ratings, _, plain = onet.build_ratings(tmp_path)
        knowledge = ratings[ratings["facet"] == "knowledge"]
        assert knowledge[["scale", "value"]].to_numpy().tolist() == [["importance", 2.42], ["level", 0.0]]
        assert knowledge[["n", "standard_error", "suppress", "not_relevant", "rated"]].isna().all(axis=None)
        assert set(knowledge["source_id"]) == {"onet_ratings"}
        assert set(knowledge["missing_reason"]) == {onet.PLAIN_REASON}
        assert len(plain) == 3

    def test_the_publishers_file_goes_before_the_plain_copy(self, tmp_path: Path) -> None:
        plain_facets(tmp_path)
        tabbed(tmp_path, "Skills.txt", SKILLS, skill("IM", "4.12"))
        tabbed(tmp_path, "Knowledge.txt", SKILLS, [CLERK, "2.C.1.a", "Admin", *skill("IM", "3.00")[3:]])
        ratings, full, plain = onet.build_ratings(tmp_path)
        knowledge = ratings[ratings["facet"] == "knowledge"]
        assert knowledge[["value", "standard_error", "source_id"]].to_numpy().tolist() == [[3.0, 0.125, "onet"]]
        assert {path.name for path in full} == {"Skills.txt", "Knowledge.txt"}
        assert len(plain) == 2


class TestTraining:
    SHARE = (CLERK, "2.D.1", "Required Level of Education", "RL")
    CATEGORY = ("Element ID", "Element Name", "Scale ID", "Category", "Category Description")

    def rows(self) -> tuple[list[str], ...]:
        return (
            [*self.SHARE, "1", "0.00", "28", "0.0000", "n/a", "n/a", "N", "08/2023", "Incumbent"],
            [*self.SHARE, "2", "54.46", "28", "4.1428", "40.6307", "65.5524", "Y", "08/2023", "Incumbent"],
            ["11-1011.03", *self.SHARE[1:], "2", "3.85", "27", "n/a", "n/a", "n/a", "n/a", "08/2021", "Expert"],
        )

    def credential(self) -> list[str]:
        return [
            *(CLERK, "2.D.4.a", "Job-Related Professional Certification", "IM", "n/a"),
            *("3.01", "28", "0.2773", "2.4454", "3.5834", "N", "08/2023", "Incumbent"),
        ]

    def names(self) -> list[str]:
        return ["2.D.1", "Required Level of Education", "RL", "2", "High School Diploma - or the equivalent"]

    @pytest.mark.parametrize("newer", [False, True], ids=["up to release 30.2", "from release 30.3 on"])
    def test_shares_and_credentials_are_two_tables_in_either_layout(self, tmp_path: Path, newer: bool) -> None:
        if newer:
            tabbed(tmp_path, "Education.txt", TRAINING, *self.rows(), self.credential())
            tabbed(tmp_path, "Training and Experience.txt", TRAINING)
            tabbed(tmp_path, "Education Categories.txt", list(self.CATEGORY), self.names())
            tabbed(tmp_path, "Training and Experience Categories.txt", list(self.CATEGORY))
        else:
            one = "Education, Training, and Experience"
            tabbed(tmp_path, f"{one}.txt", TRAINING, *self.rows(), self.credential())
            tabbed(tmp_path, f"{one} Categories.txt", list(self.CATEGORY), self.names())
        rows, _ = onet.read(tmp_path, "training")
        shares, credentials = onet.split_training(rows)
        names, _ = onet.read(tmp_path, "education_training_categories")
        assert shares["share_pct"].tolist() == [0.0, 54.46, 3.85]
        assert shares["category"].tolist() == [1, 2, 2]
        assert shares["suppress"].tolist() == [False, True, pd.NA]
        assert shares["missing_reason"].fillna("").tolist() == [
            "no interval published where the standard error is 0",
            "",
            "no error published (source: Expert)",
        ]
        assert credentials[["element_id", "importance", "standard_error"]].to_numpy().tolist() == [
            ["2.D.4.a", 3.01, 0.2773]
        ]
        assert names.to_numpy().tolist() == [["2.D.1", 2, "High School Diploma"]]


class TestInterestsAndStyles:
    def test_a_high_point_becomes_a_rank_on_its_interest_and_zero_is_none(self, tmp_path: Path) -> None:
        scores = [[CLERK, f"1.B.1.{letter}", "x", "OI", f"{n}.50", *ANALYST] for n, letter in enumerate("abcdef", 1)]
        points = [
            [CLERK, f"1.B.1.{letter}", "x", "IH", value, *ANALYST]
            for letter, value in zip("ghi", ("6.00", "1.00", "0.00"), strict=True)
        ]
        tabbed(tmp_path, "Career Interest Types.txt", [*RATING, *SOURCE], *scores, *points)
        rows, files = onet.read(tmp_path, "interests")
        assert rows["score"].tolist() == [1.5, 2.5, 3.5, 4.5, 5.5, 6.5]
        assert rows["high_point"].fillna(0).tolist() == [2, 0, 0, 0, 0, 1]
        assert [path.name for path in files] == ["Career Interest Types.txt"]

    @pytest.mark.parametrize(
        ("scale", "ours"), [("WI", "impact"), ("DR", "distinctiveness rank"), ("IM", "importance")]
    )
    def test_work_styles_name_the_scale_of_their_release(self, tmp_path: Path, scale: str, ours: str) -> None:
        tabbed(
            tmp_path, "Work Styles.txt", [*RATING, *SOURCE], [CLERK, "1.D.1.a", "Innovation", scale, "2.30", *ANALYST]
        )
        rows, _ = onet.read(tmp_path, "work_styles")
        assert rows[["scale", "value"]].to_numpy().tolist() == [[ours, 2.3]]


class TestLists:
    def test_activities_that_are_sentences_are_left_out_of_the_elements(self, tmp_path: Path) -> None:
        tabbed(
            tmp_path,
            "Content Model Reference.txt",
            ["Element ID", "Element Name", "Description"],
            ["4.A.1.a.1", "Getting Information", "d"],
            ["4.A.1.a.1.a", "A sentence.", "d"],  # an intermediate activity, in this file from release 30.3 on
            ["4.A.1.a.1.a.1", "A longer sentence.", "d"],
            ["4.C.1.a.2.l.x", "Deep, but no activity", "d"],
        )
        rows, _ = onet.read(tmp_path, "elements")
        assert rows["element_id"].tolist() == ["4.A.1.a.1", "4.C.1.a.2.l.x"]

    @pytest.mark.parametrize(
        ("file", "header", "code"),
        [
            (
                "Technology Skills.txt",
                ["O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"],
                "43232202",
            ),
            (
                "Software Skills.txt",
                ["O*NET-SOC Code", "Workplace Example", "Element ID", "Element Name", "Hot Technology", "In Demand"],
                "2.E.5.b",
            ),
        ],
    )
    def test_technologies_are_read_under_old_and_new_names(
        self, tmp_path: Path, file: str, header: list[str], code: str
    ) -> None:
        tabbed(tmp_path, file, header, [CLERK, "Adobe Acrobat", code, "Document management software", "Y", "N"])
        rows, _ = onet.read(tmp_path, "technologies")
        assert rows[["technology", "category_code", "category", "hot", "in_demand"]].to_numpy().tolist() == [
            ["Adobe Acrobat", code, "Document management software", True, False]
        ]

    @pytest.mark.parametrize(("column", "ids"), [("DWA ID", ".I01.D02"), ("DWA Element ID", ".a.2")])
    def test_tasks_are_counted_for_each_activity(self, tmp_path: Path, column: str, ids: str) -> None:
        header = ["O*NET-SOC Code", "Task ID", column, "Date", "Domain Source"]
        rows = [[CLERK, task, f"4.A.1.a.1{ids}", *ANALYST] for task in ("7", "8")]
        tabbed(tmp_path, "Tasks to DWAs.txt", header, *rows)
        links, _ = onet.read(tmp_path, "activity_links")
        assert links[["activity_id", "element_id", "tasks"]].to_numpy().tolist() == [
            [f"4.A.1.a.1{ids}", "4.A.1.a.1", 2]
        ]

    def test_activities_are_named_with_their_group_in_either_layout(self, tmp_path: Path) -> None:
        one, two = (tmp_path / "old"), (tmp_path / "new")
        one.mkdir()
        two.mkdir()
        header = ["Element ID", "IWA ID", "DWA ID", "DWA Title"]
        tabbed(one, "DWA Reference.txt", header, ["4.A.1.a.1", "I01", "I01.D02", "Study details of music."])
        tabbed(one, "IWA Reference.txt", ["Element ID", "IWA ID", "IWA Title"], ["4.A.1.a.1", "I01", "Study details."])
        header = ["GWA Element ID", "IWA Element ID", "IWA Element Name", "DWA Element ID", "DWA Element Name"]
        row = ["4.A.1.a.1", "I01", "Study details.", "I01.D02", "Study details of music."]
        tabbed(two, "GWAs to IWAs to DWAs.txt", header, row)
        for folder in (one, two):
            names, _ = onet.build_activity_names(folder)
            columns = ["activity_id", "activity", "intermediate_id", "intermediate"]
            expected = [["I01.D02", "Study details of music", "I01", "Study details"]]
            assert names[columns].to_numpy().tolist() == expected

    def test_an_unknown_tier_is_refused(self, tmp_path: Path) -> None:
        header = ["O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index"]
        tabbed(tmp_path, "Related Occupations.txt", header, [CLERK, "43-3031.00", "Tertiary", "1"])
        with pytest.raises(BadInput, match="has a tier we do not know: Tertiary"):
            onet.read(tmp_path, "related")

    def test_zones_keep_number_month_and_source(self, tmp_path: Path) -> None:
        header = ["O*NET-SOC Code", "Job Zone", "Date", "Domain Source"]
        tabbed(tmp_path, "Job Zones.txt", header, [CLERK, "2", "02/2026", "Analyst"])
        zones, _ = onet.read(tmp_path, "job_zones")
        assert zones[["job_zone", "rated", "rated_by"]].to_numpy().tolist() == [[2, "2026-02", "Analyst"]]


class TestLinks:
    CODES = pd.DataFrame(
        [
            ("11-1011.00", "Chief Executives", "11-1011"),
            ("11-1011.03", "Chief Sustainability Officers", "11-1011"),
            ("15-2099.00", "Mathematical Science Occupations, All Other", "15-2099"),
            ("15-2099.01", "Bioinformatics Technicians", "15-2099"),
            ("21-1019.00", "Counselors, All Other", "21-1019"),
            ("43-3021.00", "Billing and Posting Clerks", "43-3021"),
            ("51-2092.00", "Team Assemblers", "51-2092"),
            ("55-1011.00", "Air Crew Officers", "55-1011"),
        ],
        columns=["onet_code", "occupation", "soc_code"],
    )
    SOC = pd.DataFrame(
        {
            "soc_code": ["11-1011", "15-2099", "21-1019", "43-3021", "51-2092", "55-1011"],
            "level": "detailed",
            "pay_soc_code": ["11-1011", "15-2099", "21-1019", "43-3021", "51-2090", None],
        }
    )
    PAY = pd.DataFrame({"soc_code": ["11-1011", "15-2099", "21-1019", "43-3021", "51-2090"], "level": "detailed"})
    WITH_DATA = frozenset({"11-1011.00", "11-1011.03", "15-2099.01", "43-3021.00", "51-2092.00"})

    def test_a_link_is_exact_only_if_one_code_stands_for_all_of_the_occupation(self) -> None:
        rows = crosswalks.link_codes(self.PAY, self.SOC, self.CODES, set(self.WITH_DATA))
        found = rows[["soc_code", "target_code", "quality", "match_note"]].astype(object).where(rows.notna(), None)
        assert found.to_numpy().tolist() == [
            ["11-1011", "11-1011.00", "several", "2 O*NET-SOC codes lie under the occupation"],
            ["11-1011", "11-1011.03", "several", "2 O*NET-SOC codes lie under the occupation"],
            # figures for a part only are never those of the whole
            [
                "15-2099",
                "15-2099.01",
                "several",
                "2 O*NET-SOC codes lie under the occupation; no figures for 15-2099.00",
            ],
            ["21-1019", None, "none", "no figures for 21-1019.00"],
            ["43-3021", "43-3021.00", "exact", None],
            ["51-2090", "51-2092.00", "exact", None],  # a group that the pay survey made
            ["51-2092", "51-2092.00", "exact", None],
            ["55-1011", None, "none", "no figures for 55-1011.00"],
        ]
        assert rows.set_index("soc_code").loc["51-2090", ["in_pay", "in_soc_2018"]].tolist() == [True, False]
        assert rows.set_index("soc_code").loc["55-1011", ["in_pay", "in_soc_2018"]].tolist() == [False, True]

    def test_links_to_other_lists_stay_and_older_ones_of_ours_go(self) -> None:
        have = pd.DataFrame({"onet_code": sorted(self.WITH_DATA)})
        made = dict.fromkeys(crosswalks.ONET_LINKS_READ, have)
        made["ratings"] = pd.concat([have.assign(facet=facet) for facet in crosswalks.FACET_COLUMNS.values()])
        made |= {"occupations": self.PAY, "soc_codes": self.SOC, "onet_codes": self.CODES}
        old = {"soc_code": "43-3021", "in_pay": True, "in_soc_2018": True, "target_code": "x", "target_occupation": "x"}
        made["occupation_links"] = pd.DataFrame(
            [old | {"target": target, "quality": "exact", "match_note": None} for target in ("ep", "onet", "ai")]
        )
        links = pd.DataFrame(
            crosswalks.build_onet_links(*(made[name] for name in crosswalks.ONET_LINKS_READ)).tables["occupation_links"]
        )
        assert links["target"].value_counts().to_dict() == {"onet": 8, "ai": 8, "ep": 1}
        assert links.loc[links["target_code"] == "x", "target"].tolist() == ["ep"]

    def test_each_gap_of_a_code_has_a_reason(self) -> None:
        have = pd.DataFrame({"onet_code": sorted(self.WITH_DATA)})
        made = {name: have for name in crosswalks.ONET_LINKS_READ if name not in ("ratings", "work_styles")}
        ratings = pd.concat([have.assign(facet=facet) for facet in crosswalks.FACET_COLUMNS.values()])
        made |= {"ratings": ratings, "work_styles": have[have["onet_code"] != CLERK]}
        coverage = crosswalks.build_coverage(self.CODES, made).set_index("onet_code")
        assert coverage["has_data"].sum() == 5
        assert coverage["missing_reason"].astype(object).where(coverage["missing_reason"].notna(), None).to_dict() == {
            "11-1011.00": None,
            "11-1011.03": None,
            "15-2099.00": "a remainder of several jobs: O*NET holds no figures for it",
            "15-2099.01": None,
            "21-1019.00": "a remainder of several jobs: O*NET holds no figures for it",
            "43-3021.00": "no figures in this release for: work styles",
            "51-2092.00": None,
            "55-1011.00": "a military occupation: O*NET holds no figures for it",
        }


RELEASE = "onet_30_2"
PLAIN = "onet_30_0_ratings"


@pytest.fixture(scope="module")
def made(raw_sources: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the O*NET tables, built from the publisher's files."""
    folder = tmp_path_factory.mktemp("onet")
    for name, rows in onet.build(raw_sources, load("onet_codes")).tables.items():
        write_table(rows, ALL[name], folder)
    return folder


Record = dict[str, str]


def raw_rows(path: Path, *, tab: bool = True) -> list[Record]:
    """Read a publisher's file with the csv module alone."""
    with path.open(encoding="utf-8", newline="") as file:
        if tab:
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return list(csv.DictReader(file))


def as_raw(value: object, places: int) -> str:
    """Return a value of a table as the publisher writes it."""
    if isinstance(value, bool):
        return "Y" if value else "N"
    if value is None or value is pd.NA or (isinstance(value, float) and pd.isna(value)):
        return "n/a"
    return f"{value:.{places}f}" if isinstance(value, float) else str(value)


ERROR_COLUMNS = {
    "N": ("n", 0),
    "Standard Error": ("standard_error", 4),
    "Lower CI Bound": ("ci_low", 4),
    "Upper CI Bound": ("ci_high", 4),
    "Recommend Suppress": ("suppress", 0),
}
SCALE = {"IM": "importance", "LV": "level", "WI": "impact", "DR": "distinctiveness rank"}


CODE, ELEMENT, SCALES = {"O*NET-SOC Code": "onet_code"}, {"Element ID": "element_id"}, {"Scale ID": "scale"}
TRAINING_FILE = "Education, Training, and Experience.txt"
SHARES = ("RL", "RW", "PT", "OJ")
HELD: dict[str, tuple[str, tuple[str, ...], dict[str, str], dict[str, tuple[str, int]]]] = {
    "ratings": (
        "Skills.txt",
        ("IM", "LV"),
        CODE | ELEMENT | SCALES,
        ERROR_COLUMNS | {"Data Value": ("value", 2), "Not Relevant": ("not_relevant", 0)},
    ),
    "education_training": (
        TRAINING_FILE,
        SHARES,
        CODE | ELEMENT | {"Category": "category"},
        ERROR_COLUMNS | {"Data Value": ("share_pct", 2)},
    ),
    "credentials": (TRAINING_FILE, ("IM",), CODE | ELEMENT, ERROR_COLUMNS | {"Data Value": ("importance", 2)}),
    "interests": (
        "Interests.txt",
        ("OI",),
        CODE | ELEMENT,
        {"Data Value": ("score", 2), "Domain Source": ("rated_by", 0)},
    ),
    "work_styles": ("Work Styles.txt", ("WI", "DR"), CODE | ELEMENT | SCALES, {"Data Value": ("value", 2)}),
    "technologies": (
        "Technology Skills.txt",
        (),
        CODE | {"Example": "technology", "Commodity Code": "category_code"},
        {"Commodity Title": ("category", 0), "Hot Technology": ("hot", 0), "In Demand": ("in_demand", 0)},
    ),
    "related": (
        "Related Occupations.txt",
        (),
        CODE | {"Index": "rank"},
        {"Related O*NET-SOC Code": ("related_onet_code", 0), "Relatedness Tier": ("tier", 0)},
    ),
    "job_zones": ("Job Zones.txt", (), CODE, {"Job Zone": ("job_zone", 0), "Domain Source": ("rated_by", 0)}),
    "elements": ("Content Model Reference.txt", (), ELEMENT, {"Element Name": ("element_name", 0)}),
}
"""Table -> file, scales of its rows, columns of its key and columns held (in the file -> ours, with the places)."""
COUNTED = {"ratings": 62_580, "interests": 923 * 6, "job_zones": 923}


@pytest.mark.raw
class TestAgainstTheRawFiles:
    @pytest.mark.parametrize("name", HELD)
    def test_500_random_cells_are_those_of_the_file(self, raw_sources: Path, made: Path, name: str) -> None:
        file, scales, key, columns = HELD[name]
        rows = [row for row in raw_rows(raw_sources / RELEASE / file) if not scales or row["Scale ID"] in scales]
        table = load(name, folder=made)
        table = table[table["facet"] == "skills"] if name == "ratings" else table
        assert name == "elements" or len(table) == len(rows) == COUNTED.get(name, len(rows))
        keys = zip(*(table[column] for column in key.values()), strict=True)
        texts = (tuple(as_raw(part, 0) for part in one) for one in keys)
        index = dict(zip(texts, table.to_dict("records"), strict=True))
        draw = random.Random(20260219)
        for _ in range(500):
            row, (raw_column, (column, places)) = draw.choice(rows), draw.choice(sorted(columns.items()))
            found = index[tuple(SCALE.get(row[part], row[part]) for part in key)][column]
            assert as_raw(found, places) == row[raw_column], (row, column, found)

    def test_all_flags_of_skills_are_those_of_the_file(self, raw_sources: Path, made: Path) -> None:
        rows = raw_rows(raw_sources / RELEASE / "Skills.txt")
        table = load("ratings", folder=made, where={"facet": ["skills"]})
        for flag, column in (("Recommend Suppress", "suppress"), ("Not Relevant", "not_relevant")):
            flagged = table[table[column].fillna(False)]
            assert {
                (row["O*NET-SOC Code"], row["Element ID"], SCALE[row["Scale ID"]]) for row in rows if row[flag] == "Y"
            } == set(zip(flagged["onet_code"], flagged["element_id"], flagged["scale"], strict=True))

    @pytest.mark.parametrize(("facet", "name"), sorted(onet.PLAIN_FILES.items()))
    def test_plain_facets(self, raw_sources: Path, made: Path, facet: str, name: str) -> None:
        rows = raw_rows(raw_sources / PLAIN / name, tab=False)
        table = load("ratings", folder=made, where={"facet": [facet]})
        assert len(table) == 2 * len(rows)
        values = table.set_index(["onet_code", "element_id", "scale"])["value"]
        draw = random.Random(20260219)
        for row in draw.choices(rows, k=500):
            scale = draw.choice(["IM", "LV"])
            assert values[row["O*NET-SOC Code"], row["Element ID"], SCALE[scale]] == float(row[scale])
        assert table["standard_error"].isna().all()

    def test_all_high_points_of_interests_are_those_of_the_file(self, raw_sources: Path, made: Path) -> None:
        rows = raw_rows(raw_sources / RELEASE / "Interests.txt")
        names = ["none", "Realistic", "Investigative", "Artistic", "Social", "Enterprising", "Conventional"]
        element = {row["Element Name"]: row["Element ID"] for row in rows if row["Scale ID"] == "OI"}
        ranks = {"First Interest High-Point": 1, "Second Interest High-Point": 2, "Third Interest High-Point": 3}
        points = load("interests", folder=made).dropna(subset="high_point")
        assert set(zip(points["onet_code"], points["element_id"], points["high_point"], strict=True)) == {
            (row["O*NET-SOC Code"], element[names[int(float(row["Data Value"]))]], ranks[row["Element Name"]])
            for row in rows
            if row["Scale ID"] == "IH" and float(row["Data Value"]) > 0
        }

    def test_activity_links(self, raw_sources: Path, made: Path) -> None:
        rows = raw_rows(raw_sources / RELEASE / "Tasks to DWAs.txt")
        table = load("activity_links", folder=made)
        tasks: dict[tuple[str, str], set[str]] = {}
        for row in rows:
            tasks.setdefault((row["O*NET-SOC Code"], row["DWA ID"]), set()).add(row["Task ID"])
        element = {row["DWA ID"]: row["Element ID"] for row in raw_rows(raw_sources / RELEASE / "DWA Reference.txt")}
        assert len(table) == len(tasks)
        assert table["tasks"].sum() == len(rows)
        for row in random.Random(20260219).choices(table.to_dict("records"), k=500):
            assert row["tasks"] == len(tasks[row["onet_code"], row["activity_id"]])
            assert row["element_id"] == element[row["activity_id"]]

    def test_activity_names(self, raw_sources: Path, made: Path) -> None:
        rows = raw_rows(raw_sources / RELEASE / "DWA Reference.txt")
        groups = {row["IWA ID"]: row["IWA Title"] for row in raw_rows(raw_sources / RELEASE / "IWA Reference.txt")}
        table = load("activity_names", folder=made).set_index("activity_id")
        assert len(table) == len(rows) == 2_087
        assert len(groups) == table["intermediate_id"].nunique() == 332
        for row in random.Random(20260219).sample(rows, 500):
            found = table.loc[row["DWA ID"]]
            assert f"{found['activity']}." == row["DWA Title"]
            assert (found["intermediate_id"], f"{found['intermediate']}.") == (row["IWA ID"], groups[row["IWA ID"]])

    def test_codes_outside_the_taxonomy_are_refused(self, raw_sources: Path) -> None:
        codes = load("onet_codes")
        with pytest.raises(BadInput, match=r"has O\*NET-SOC codes that the taxonomy lacks: 43-3021.00"):
            onet.build(raw_sources, codes[codes["onet_code"] != CLERK])


class TestShippedTables:
    def test_all_830_occupations_of_the_pay_table_have_a_link_or_a_reason(self) -> None:
        links = load("occupation_links")
        pay = load("occupations")
        detailed = set(pay.loc[pay["level"] == "detailed", "soc_code"])
        for target in ("onet", "ai"):
            rows = links[links["in_pay"] & (links["target"] == target)]
            assert set(rows["soc_code"]) == detailed
            firsts = rows.drop_duplicates("soc_code")["quality"].value_counts().to_dict()
            assert firsts == {"exact": 699, "several": 84, "none": 47}
            assert rows.loc[rows["quality"] != "exact", "match_note"].notna().all()

    def test_every_code_without_figures_says_why(self) -> None:
        coverage = load("onet_coverage")
        assert (len(coverage), coverage["has_data"].sum()) == (1016, 923)
        tables = [name for name in coverage.columns if name not in ("onet_code", "missing_reason")]
        assert (coverage["missing_reason"].isna() == coverage[tables].all(axis=1)).all()

    def test_an_empty_figure_of_a_rating_has_its_reason(self) -> None:
        for name in ("ratings", "education_training", "credentials"):
            table = load(name)
            empty = table[["standard_error", "ci_low", "n", "suppress"]].isna().any(axis=1)
            assert (table["missing_reason"].notna() == empty).all(), name

    @pytest.mark.parametrize(
        ("first", "second", "counts", "both"),
        [
            (
                "29-1141.00",  # registered nurses
                "29-2043.00",  # paramedics, who have no ratings
                (37, 14),
                "1.a.2.I05.D01 3.b.6.I11.D04 4.a.2.I05.D01 4.a.2.I05.D05 4.a.5.I03.D06 4.a.5.I07.D03",
            ),
            (
                "43-3021.00",  # billing
                "43-3031.00",  # bookkeeping
                (27, 20),
                "1.a.1.I04.D07 1.b.3.I03.D01 2.a.2.I01.D09 2.a.2.I04.D01 2.b.1.I01.D07 3.a.3.I01.D01 3.b.6.I10.D03"
                " 3.b.6.I13.D05 4.a.3.I03.D11 4.c.1.I03.D04",
            ),
        ],
    )
    def test_what_two_occupations_both_do(self, first: str, second: str, counts: tuple[int, int], both: str) -> None:
        links = load("activity_links")
        one, two = (set(links.loc[links["onet_code"] == code, "activity_id"]) for code in (first, second))
        assert (len(one), len(two)) == counts
        assert sorted(one & two) == [f"4.A.{part}" for part in both.split()]
        names = load("activity_names").set_index("activity_id")["activity"]
        assert (one | two) <= set(names.index)

    def test_every_zone_has_a_meaning(self) -> None:
        assert set(load("job_zones")["job_zone"]) <= set(load("job_zone_meanings")["job_zone"])
