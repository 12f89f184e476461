"""A refresh: the old data survives every fault, the new data is told and swapped at once.

Served from 127.0.0.1 are the publishers' files as they are, or with one fault each. The data folder is a copy of the
project's own, with the published totals of what is refreshed here.
"""

import io
import shutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest
import yaml
from local_mirror import Publisher, served
from pandas import DataFrame

from helpers.base.errors import BadInput
from helpers.base.paths import ROOT
from helpers.build import changes
from helpers.build import refresh as module
from helpers.build.download import Downloader
from helpers.build.raw import Built
from helpers.build.refresh import Gathered, Refreshed, refresh
from helpers.build.run import STEPS, Step
from helpers.tables.load import load
from helpers.tables.sources import load_sources, read_checksums, sha256

SARPP, MARPP = "/regional/zip/SARPP.zip", "/regional/zip/MARPP.zip"
SCORES = "/openai/GPTs-are-GPTs/main/data/occ_level.csv"
CENSUS = "/programs-surveys/demo/guidance/industry-occupation/2018-occupation-code-list-and-crosswalk.xlsx"
OEWS = "/pub/time.series/oe/"
ALONE = tuple(step for step in STEPS if step.sources in (("rpp",), ("ai_exposure",), ("census",), ("oews",)))
"""Steps that read the files of one source each."""

Bytes = dict[str, bytes]


def bytes_of(folder: Path) -> Bytes:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def zipped(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), content)
    return packed.getvalue()


def with_part(book: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """Return a workbook with a text of one of its parts replaced."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(packed, "w") as after:
        for member in before.infolist():
            content = before.read(member)
            if member.filename == name:
                assert old in content
                content = content.replace(old, new)
            after.writestr(member, content)
    return packed.getvalue()


def flat(note: str = "1") -> Bytes:
    """Return OEWS flat files of one occupation in the nation, with one footnote on its employment."""
    series = "OEUN" + "0000000" + "000000" + "111011"
    rows = "".join(
        f"{series}{code:02d}\t2025\tA01\t{100 + code}\t{note if code == 1 else ''}\n" for code in range(1, 18)
    )
    return {
        OEWS + "oe.data.0.Current": f"series_id\tyear\tperiod\tvalue\tfootnote_codes\n{rows}".encode(),
        OEWS + "oe.area": b"state_code\tarea_code\tareatype_code\tarea_name\n00\t0000000\tN\tNational\n",
        OEWS + "oe.industry": b"industry_code\tindustry_name\tdisplay_level\n000000\tAll\t0\n",
        OEWS + "oe.occupation": b"occupation_code\toccupation_name\tdisplay_level\n111011\tChief Executives\t3\n",
        OEWS + "oe.footnote": f"footnote_code\tfootnote_text\n{note}\tMade up.\n".encode(),
        OEWS + "oe.release": b"release_date\tdescription\n2025A01\tMay 2025\n",
    }


@dataclass
class Setting:
    """A data folder, the publisher, and what was said."""

    data: Path
    publisher: Publisher
    cache: Path
    before: Bytes
    said: list[str] = field(default_factory=list)

    def run(self, *sources: str, accept: bool = False, steps: tuple[Step, ...] = ALONE, **more: object) -> Refreshed:
        by_hand = more.pop("by_hand", None)
        assert by_hand is None or isinstance(by_hand, Path)
        downloader = Downloader(cache=self.cache, mirror=self.publisher.url, tries=2, pause_s=0, **more)
        return refresh(
            sources,
            self.data,
            downloader=downloader,
            by_hand=by_hand,
            accept=accept,
            today="2026-12-01",
            steps=steps,
            say=self.said.append,
        )

    @property
    def intact(self) -> bool:
        beside = [path.name for path in self.data.parent.iterdir() if path.name.startswith(".data-")]
        return bytes_of(self.data) == self.before and not beside and not list(self.cache.glob("stage-*"))


@pytest.fixture
def setting(raw_sources: Path, tmp_path: Path) -> Iterator[Setting]:
    data = tmp_path / "data"
    shutil.copytree(ROOT / "data", data)
    (data / "README.md").unlink(missing_ok=True)
    (data / "published_totals.csv").write_text("source_id,release,table,total,expected\n")
    rpp = raw_sources / "bea_rpp_2024"
    with served() as publisher:
        publisher.files[SARPP] = zipped("SARPP_STATE_2008_2024.csv", (rpp / "SARPP_STATE_2008_2024.csv").read_bytes())
        publisher.files[MARPP] = zipped("MARPP_MSA_2008_2024.csv", (rpp / "MARPP_MSA_2008_2024.csv").read_bytes())
        publisher.files[SCORES] = (raw_sources / "ai_exposure" / "eloundou_occ_level.csv").read_bytes()
        publisher.files[CENSUS] = (raw_sources / "soc_2018" / "census_2018_occ_code_list_crosswalk.xlsx").read_bytes()
        publisher.files |= flat()
        yield Setting(data, publisher, tmp_path / "cache", bytes_of(data))


pytestmark = pytest.mark.raw


def metros(raw_sources: Path, change: Callable[[str], str]) -> bytes:
    text = (raw_sources / "bea_rpp_2024" / "MARPP_MSA_2008_2024.csv").read_text(encoding="utf-8")
    changed = change(text)
    assert changed != text
    return zipped("MARPP_MSA_2008_2024.csv", changed.encode())


def test_unknown_source_lists_those_that_can_be_refreshed(setting):
    with pytest.raises(BadInput, match=r"prices, claims_000 cannot be refreshed[\s\S]*rpp[\s\S]*no address"):
        setting.run("prices", "claims_000")
    assert setting.intact


def test_missing_file_keeps_the_old_data_and_names_what_can_go_on(setting):
    del setting.publisher.files[MARPP]
    with pytest.raises(BadInput) as told:
        setting.run("rpp", "ai_exposure")
    assert "rpp: there is no file at" in told.value.given
    assert "status 404" in told.value.given
    assert "correct `addresses`" in told.value.next_step
    assert "rolepair data refresh ai_exposure" in told.value.next_step
    assert "the tables in data/ are as they were" in told.value.next_step
    assert setting.intact


def test_cut_connection_keeps_the_old_data_and_the_next_run_goes_on(setting, raw_sources):
    setting.publisher.files[MARPP] = metros(raw_sources, lambda text: text.replace("2008-2023.", "2008-2022."))
    setting.publisher.faults[MARPP] = "cut"
    setting.publisher.resumes = False
    with pytest.raises(BadInput, match=r"cut|broken|bytes[\s\S]*run the same command again"):
        setting.run("rpp")
    assert setting.intact
    setting.publisher.faults.clear()
    setting.publisher.resumes = True
    assert "rpp" in setting.run("rpp").releases
    assert setting.publisher.asked[-1][2].startswith("bytes=")


@pytest.mark.parametrize("fault", ["page", "hidden page"])
def test_page_in_place_of_a_workbook_keeps_the_old_data(setting, fault):
    setting.publisher.faults[CENSUS] = fault
    with pytest.raises(BadInput, match=r"a web page came in place of census_2018[\s\S]*--from"):
        setting.run("census")
    assert setting.intact


def test_renamed_sheet_keeps_the_old_data_and_names_both(setting):
    book = setting.publisher.files[CENSUS]
    renamed = with_part(book, "xl/workbook.xml", b'"2018 Census Occ Code List"', b'"2028 Codes"')
    setting.publisher.files[CENSUS] = renamed
    with pytest.raises(BadInput, match=r"no sheet '2018 Census Occ Code List'[\s\S]*2028 Codes[\s\S]*as they were"):
        setting.run("census")
    assert setting.intact


def test_missing_column_keeps_the_old_data_and_names_it(setting):
    scores = setting.publisher.files[SCORES]
    setting.publisher.files[SCORES] = scores.replace(b"dv_rating_beta", b"dv_score_beta", 1)
    with pytest.raises(BadInput, match=r"no column dv_rating_beta[\s\S]*dv_score_beta[\s\S]*as they were"):
        setting.run("ai_exposure")
    assert setting.intact


def test_new_footnote_code_keeps_the_old_data_and_quotes_it(setting):
    setting.publisher.files |= flat(note="7")
    with pytest.raises(BadInput, match=r"new footnote code in the pay files: 7: Made up\.[\s\S]*FOOTNOTE_MEANINGS"):
        setting.run("oews")
    assert setting.intact


def test_fault_that_no_builder_foresaw_is_told_in_words(setting):
    setting.publisher.files |= {OEWS + "oe.footnote": b"footnote_code\tfootnote_text\n1\tOne.\n1\tOne again.\n"}
    with pytest.raises(BadInput, match=r"the tables cannot be built[\s\S]*InvalidIndexError[\s\S]*as they were"):
        setting.run("oews")
    assert setting.intact


def test_archive_without_the_file_in_it_keeps_the_old_data(setting):
    setting.publisher.files[MARPP] = zipped("readme.txt", b"moved")
    with pytest.raises(BadInput, match=r"MARPP_MSA"):
        setting.run("rpp")
    assert setting.intact


def test_release_that_loses_rows_is_refused_and_can_be_accepted(setting):
    lines = setting.publisher.files[SCORES].splitlines(keepends=True)
    setting.publisher.files[SCORES] = b"".join(lines[:600])
    with pytest.raises(
        BadInput, match=r"worse: ai_exposure loses 35\.1 % of its rows \(923 to 599\)[\s\S]*--accept-losses"
    ):
        setting.run("ai_exposure")
    assert setting.intact
    assert "ai_exposure: 923 rows before, 599 now" in setting.said
    done = setting.run("ai_exposure", accept=True)
    assert len(load("ai_exposure", folder=setting.data)) == done.rows["ai_exposure"] == 599
    assert any("loses 35.1 %" in fault for fault in done.worse)


def test_file_cut_at_the_end_of_a_line_without_its_length_is_refused_within_one_release(setting):
    lines = setting.publisher.files[SCORES].splitlines(keepends=True)
    setting.publisher.files[SCORES] = b"".join(lines[:-28])  # the last 3 %, which passed
    with pytest.raises(BadInput, match=r"worse: ai_exposure loses 28 rows within one release[\s\S]*--accept-losses"):
        setting.run("ai_exposure")
    assert setting.intact
    assert "ai_exposure: 923 rows before, 895 now" in setting.said


def test_file_cut_within_its_last_figure_is_refused_within_one_release(setting):
    whole = setting.publisher.files[SCORES].rstrip()
    assert whole.endswith(b",0.25")
    setting.publisher.files[SCORES] = whole[:-1]
    with pytest.raises(BadInput, match=r"the last digits of 1 figures of \w+ within one release"):
        setting.run("ai_exposure")
    assert setting.intact


def test_older_release_is_refused(setting, raw_sources):
    older = metros(
        raw_sources, lambda text: text.replace("Last updated: February 19, 2026", "Last updated: May 1, 2025")
    )
    setting.publisher.files[MARPP] = older
    with pytest.raises(BadInput, match=r"rpp would go back from February 19, 2026 to May 1, 2025"):
        setting.run("rpp")
    assert setting.intact


def test_table_that_goes_back_a_year_is_refused(setting, raw_sources):
    def shorter(text: str) -> str:
        lines = text.splitlines(keepends=True)
        return "".join(line.rpartition(",")[0] + "\n" if line.count(",") > 20 else line for line in lines)

    states = (raw_sources / "bea_rpp_2024" / "SARPP_STATE_2008_2024.csv").read_text(encoding="utf-8")
    setting.publisher.files[SARPP] = zipped("SARPP_STATE_2008_2023.csv", shorter(states).encode())
    setting.publisher.files[MARPP] = metros(raw_sources, shorter)
    with pytest.raises(BadInput, match="prices goes back from 2024 to 2023"):
        setting.run("rpp")
    assert setting.intact


def test_pay_survey_without_its_occupations_is_refused(setting):
    def mark(occupations: DataFrame) -> Built:
        return Built({"occupations": occupations.assign(in_soc_2018=True)}, {})

    steps = (*ALONE, Step((), ("occupations",), ("occupations",), mark))
    with pytest.raises(BadInput, match=r"829 of 830 detailed occupations of the pay table are lost"):
        setting.run("oews", steps=steps)
    assert setting.intact


def test_missed_total_is_refused(setting):
    (setting.data / "published_totals.csv").write_text(
        "source_id,release,table,total,expected\nsoc,2018,soc_codes,detailed occupations,868.0\n"
    )
    setting.before = bytes_of(setting.data)
    setting.publisher.files[SCORES] += b"\n"
    with pytest.raises(BadInput, match=r"soc_codes: detailed occupations is 867, published as 868"):
        setting.run("ai_exposure")
    assert setting.intact


def test_same_files_change_nothing(setting):
    done = setting.run("rpp", "ai_exposure")
    assert done == Refreshed({}, ("rpp", "ai_exposure"))
    assert "rpp: February 19, 2026 is the newest, its files have not changed" in setting.said
    assert setting.intact


def test_new_release_is_told_and_swapped_and_leaves_the_rest_as_it_was(setting, raw_sources):
    def newer(text: str) -> str:
        return text.replace("Last updated: February 19, 2026", "Last updated: March 2, 2027").replace(
            "110.706", "120.706"
        )

    states = (raw_sources / "bea_rpp_2024" / "SARPP_STATE_2008_2024.csv").read_text(encoding="utf-8")
    prices = load("prices", folder=setting.data)
    highest = prices[(prices["year"] == 2024) & (prices["kind"] == "state")].nlargest(1, "all_items_index").iloc[0]
    shown = f"{highest['all_items_index']:.3f}"
    assert states.count(shown) >= 1
    setting.publisher.files[SARPP] = zipped("SARPP_STATE_2008_2024.csv", states.replace(shown, "99.5").encode())
    setting.publisher.files[MARPP] = metros(raw_sources, newer)
    done = setting.run("rpp")
    assert done.releases == {"rpp": ("February 19, 2026", "March 2, 2027")}
    after = bytes_of(setting.data)
    assert {name for name in after if after[name] != setting.before[name]} == {
        "prices.parquet",
        "sources.yml",
        "SHA256SUMS",
    }
    source = load_sources(setting.data)["rpp"]
    assert (source.release, source.published, source.retrieved) == ("March 2, 2027", "2027-03-02", "2026-12-01")
    assert source.addresses == load_sources(ROOT / "data")["rpp"].addresses
    assert all(sha256(setting.data / name) == known for name, known in read_checksums(setting.data).items())
    assert any(line.startswith(f"    all_items_index of {highest['price_area_code']}") for line in setting.said)
    assert "rpp: February 19, 2026 before, March 2, 2027 now" in setting.said
    assert setting.run("rpp").up_to_date == ("rpp",)


def test_file_saved_by_hand_takes_the_place_of_a_refused_download(setting, tmp_path):
    folder = tmp_path / "saved"
    folder.mkdir()
    (folder / "eloundou_occ_level.csv").write_bytes(setting.publisher.files[SCORES] + b"\n")
    setting.publisher.faults[SCORES] = "403"
    with pytest.raises(BadInput, match=r"ROLEPAIR_CONTACT"):
        setting.run("ai_exposure")
    assert setting.run("ai_exposure", by_hand=folder).releases == {"ai_exposure": ("2023", "2023")}


def test_page_saved_by_hand_is_refused(setting, tmp_path):
    (tmp_path / "eloundou_occ_level.csv").write_bytes(b"<!DOCTYPE html><html></html>")
    with pytest.raises(BadInput, match="a web page came in place of eloundou"):
        setting.run("ai_exposure", by_hand=tmp_path)
    assert setting.intact


def test_mirror_and_cache_can_be_named_in_the_environment(setting, monkeypatch):
    monkeypatch.setenv("ROLEPAIR_MIRROR", setting.publisher.url)
    monkeypatch.setenv("ROLEPAIR_CACHE", str(setting.cache))
    assert refresh(["rpp"], setting.data, steps=ALONE).up_to_date == ("rpp",)
    assert (setting.cache / "rpp" / "MARPP.zip").is_file()


def test_day_of_a_refresh_is_today_unless_given(setting, monkeypatch):
    monkeypatch.setattr(module, "date", type("Day", (date,), {"today": classmethod(lambda cls: cls(2027, 1, 2))}))
    setting.publisher.files[SCORES] += b"\n"
    refresh(["ai_exposure"], setting.data, downloader=Downloader(setting.cache, setting.publisher.url), steps=ALONE)
    assert load_sources(setting.data)["ai_exposure"].retrieved == "2027-01-02"


# which steps run, and with which files


def spy(sources: tuple[str, ...], reads: tuple[str, ...], ran: list[str]) -> Step:
    """Return a step that makes nothing and tells that it was run."""

    def build(*_: object) -> Built:
        ran.append(" ".join((*sources, *reads)))
        return Built({}, {})

    return Step(sources, reads, (), build)


def test_step_that_reads_a_table_which_came_out_the_same_is_left_out(setting):
    ran: list[str] = []
    steps = (*ALONE, spy((), ("ai_exposure",), ran), spy(("ai_exposure",), (), ran))
    setting.publisher.files[SCORES] += b"\n"
    done = setting.run("ai_exposure", steps=steps)
    assert (ran, done.changes, done.rows) == (["ai_exposure"], [], {"ai_exposure": 923})
    assert "1 of 1 tables built anew are the same, byte by byte" in setting.said


def test_step_that_reads_a_table_which_changed_is_run_with_the_new_one(setting):
    ran: list[str] = []
    setting.publisher.files[SCORES] = setting.publisher.files[SCORES].replace(b"0.5", b"0.6", 3)
    done = setting.run("ai_exposure", steps=(*ALONE, spy((), ("ai_exposure", "areas"), ran), spy((), ("areas",), ran)))
    assert ran == ["ai_exposure areas"]
    assert [change.table for change in done.changes] == ["ai_exposure"]


def test_other_source_of_a_step_is_brought_up_along_if_it_differs(setting):
    ran: list[str] = []
    setting.publisher.files[SCORES] += b"\n"
    book = setting.publisher.files[CENSUS]
    setting.publisher.files[CENSUS] = with_part(book, "docProps/core.xml", b"</cp:core", b"\n</cp:core")
    done = setting.run("census", steps=(*ALONE, spy(("census", "ai_exposure", "rpp"), (), ran)))
    assert "ai_exposure is brought up along: its files differ from those of the tables" in setting.said
    assert set(done.releases) == {"census", "ai_exposure"}
    assert set(done.rows) == {"census_codes", "census_soc", "ai_exposure"}


def gathered(setting: Setting, folder: Path, **more: object) -> Gathered:
    by_hand = more.pop("by_hand", None)
    assert by_hand is None or isinstance(by_hand, Path)
    downloader = Downloader(cache=setting.cache, mirror=setting.publisher.url, tries=1)
    return Gathered(folder, load_sources(setting.data), downloader, by_hand, setting.said.append)


def test_newer_release_is_found_by_its_name_and_older_ones_are_not_fetched(setting, tmp_path):
    for release in ("30_2", "30_3", "31_0"):
        setting.publisher.files[f"/dl_files/database/db_{release}_text.zip"] = zipped(f"db_{release}/a.txt", b"a")
    raw = gathered(setting, tmp_path / "stage")
    assert raw.fetch_newest(["onet"]) == {"onet"}
    assert raw.releases == {"onet": "31.0"}
    assert [path.parent.name for path in (tmp_path / "stage").rglob("a.txt")] == ["db_31_0"]
    assert setting.publisher.times("/dl_files/database/db_30_3_text.zip") == 0


def test_release_saved_by_hand_is_found_by_its_name(setting, tmp_path):
    (tmp_path / "saved").mkdir()
    (tmp_path / "saved" / "db_30_3_text.zip").write_bytes(zipped("db_30_3/a.txt", b"a"))
    raw = gathered(setting, tmp_path / "stage", by_hand=tmp_path / "saved")
    raw.fetch_newest(["onet"])
    assert raw.releases == {"onet": "30.3"}
    assert setting.publisher.asked == []


def test_every_source_with_addresses_is_read_by_a_step_and_names_files_it_knows():
    known = load_sources(ROOT / "data")
    built = {name for one in STEPS for name in one.sources}
    assert {name for name, source in known.items() if source.addresses} <= built
    entries = yaml.safe_load((ROOT / "data" / "sources.yml").read_text(encoding="utf-8"))
    assert entries["onet"]["addresses"] == ["https://www.onetcenter.org/dl_files/database/db_{release}_text.zip"]


def test_limits_of_a_worse_build_are_those_the_manual_names():
    assert (changes.MOST_LOST_PCT, changes.MOST_EMPTIED_PCT, changes.MOST_SHIFT_PCT) == (5.0, 5.0, 50.0)
