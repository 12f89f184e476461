"""Task statements on the user's machine: made-up sentences in O*NET's layouts, old and new."""

import html
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pyarrow.parquet
import pytest
from local_mirror import Publisher, served

from helpers import compare
from helpers.base.errors import BadInput, DamagedTable
from helpers.base.paths import ROOT
from helpers.build.added import add_tasks
from helpers.build.download import Downloader
from helpers.sections import activities
from helpers.tables.added import TABLES, credit_line, load_tasks, tasks_folder

STATEMENTS = """O*NET-SOC Code\tTask ID\tTask\tTask Type\tIncumbents Responding\tDate\tDomain Source
11-1011.00\t1\tCount the made-up beans.\tCore\t31\t08/2023\tIncumbent
11-1011.00\t2\tPaint the made-up fence.\tSupplemental\t30\t08/2023\tIncumbent
43-3021.00\t3\tFold the made-up letters.\tn/a\tn/a\t08/2023\tAnalyst
"""
LINKS = """O*NET-SOC Code\tTask ID\tDWA ID\tDate\tDomain Source
11-1011.00\t1\t4.A.1.a.1.I01.D01\t08/2023\tAnalyst
43-3021.00\t3\t4.A.1.a.1.I01.D02\t08/2023\tAnalyst
"""
DETAILED = """Element ID\tIWA ID\tDWA ID\tDWA Title
4.A.1.a.1\t4.A.1.a.1.I01\t4.A.1.a.1.I01.D01\tCount made-up things.
4.A.1.a.1\t4.A.1.a.1.I01\t4.A.1.a.1.I01.D02\tFold made-up things.
"""
WIDER = "Element ID\tIWA ID\tIWA Title\n4.A.1.a.1\t4.A.1.a.1.I01\tHandle made-up things.\n"
EMERGING = """O*NET-SOC Code\tTask\tCategory\tOriginal Task ID\tOriginal Task\tDate\tDomain Source
11-1011.00\tCount made-up beans by machine.\tRevision\t1\tCount the made-up beans.\t08/2024\tIncumbent
11-1011.00\tTeach the made-up machine.\tNew\tn/a\tn/a\t08/2024\tIncumbent
"""
FILES = {
    "Task Statements.txt": STATEMENTS,
    "Tasks to DWAs.txt": LINKS,
    "DWA Reference.txt": DETAILED,
    "IWA Reference.txt": WIDER,
    "Emerging Tasks.txt": EMERGING,
    "Read Me.txt": "O*NET 30.2 Database\nFebruary 2026 Release\n",
}


def newer(files: dict[str, str]) -> dict[str, str]:
    """Return the files as they are named from 30.3 on."""
    heads = {
        "O*NET-SOC Code\tTask ID\tDWA ID": "O*NET-SOC Code\tTask ID\tDWA Element ID",
        "Element ID\tIWA ID\tDWA ID\tDWA Title": "GWA Element ID\tIWA Element ID\tDWA Element ID\tDWA Element Name",
        "Element ID\tIWA ID\tIWA Title": "GWA Element ID\tIWA Element ID\tIWA Element Name",
        "O*NET 30.2": "O*NET 31.0",
    }
    names = {"DWA Reference.txt": "GWAs to IWAs to DWAs.txt", "IWA Reference.txt": "GWAs to IWAs.txt"}
    found = {}
    for name, text in files.items():
        for old, new in heads.items():
            if text.startswith(old):
                text = text.replace(old, new, 1)
        found[names.get(name, name)] = text
    return found


def written(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_bytes(text.replace("\n", "\r\n").encode())
    return folder


def zipped(files: dict[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, text in files.items():
            archive.writestr(f"db_text/{name}", text.replace("\n", "\r\n"))
    return packed.getvalue()


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ROLEPAIR_TASKS", str(tmp_path / "installed"))
    monkeypatch.setenv("ROLEPAIR_CACHE", str(tmp_path / "cache"))
    return tmp_path / "installed"


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with served() as found:
        yield found


def add(origin: str | Path, publisher: Publisher | None = None) -> tuple[dict[str, int], list[str]]:
    said: list[str] = []
    fetcher = Downloader(mirror=publisher.url, tries=1) if publisher else None
    return add_tasks(str(origin), downloader=fetcher, say=said.append), said


def test_place_without_files_says_what_to_give(tmp_path):
    with pytest.raises(BadInput, match=r"no task statements at .*nowhere[\s\S]*folder or zip archive"):
        add(tmp_path / "nowhere")
    assert load_tasks(["11-1011.00"]) is None


@pytest.mark.parametrize("name", list(FILES))
def test_missing_file_is_named_and_nothing_installed(home, tmp_path, name):
    folder = written(tmp_path / "raw", {key: text for key, text in FILES.items() if key != name})
    with pytest.raises(BadInput, match=name):
        add(folder)
    assert not home.exists()


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("Task Statements.txt", "Task Type", "Kind", "no column Task Type"),
        ("Task Statements.txt", "\t31\t", "\tmany\t", "many"),
        ("Task Statements.txt", "Core", "Chief", "take all files out of one archive"),
        ("Tasks to DWAs.txt", "I01.D02", "I01.D09", "lead to activities that are not listed: 4.A.1.a.1.I01.D09"),
        ("Read Me.txt", "O*NET 30.2", "A", "does not tell the release"),
        ("Emerging Tasks.txt", "O*NET-SOC", "<html>", "web page"),
    ],
)
def test_file_of_another_layout_is_refused_and_the_old_tasks_stay(home, tmp_path, name, old, new, told):
    add(written(tmp_path / "good", FILES))
    before = {path.name: path.read_bytes() for path in home.iterdir()}
    folder = written(tmp_path / "raw", FILES | {name: FILES[name].replace(old, new)})
    if new == "<html>":
        (folder / name).write_text("<html>" + FILES[name])
    with pytest.raises(BadInput) as error:
        add(folder)
    assert told in str(error.value)
    assert {path.name: path.read_bytes() for path in home.iterdir()} == before


def test_data_folder_is_no_place_for_the_publishers_sentences(tmp_path, monkeypatch):
    monkeypatch.setenv("ROLEPAIR_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ROLEPAIR_TASKS", str(tmp_path / "data" / "tasks"))
    with pytest.raises(BadInput, match=r"may not go into data/[\s\S]*ROLEPAIR_TASKS"):
        add_tasks(str(tmp_path))


def test_damaged_installation_says_how_to_install_again(home, tmp_path):
    add(written(tmp_path / "raw", FILES))
    (home / "statements.parquet").write_bytes(b"PAR1")
    with pytest.raises(DamagedTable, match=r"cannot be read[\s\S]*data add onet-tasks"):
        load_tasks(["11-1011.00"])
    wrong = pd.DataFrame({name: ["x"] for name in TABLES[0].names}).assign(onet_code="11-1011.00", incumbents=1.0)
    wrong.to_parquet(home / "statements.parquet")
    with pytest.raises(DamagedTable, match=r"breaks its schema[\s\S]*data add onet-tasks"):
        load_tasks(["11-1011.00"])


@pytest.mark.parametrize("name", ["statements.parquet", "activities.parquet", "emerging.parquet", "release.json"])
@pytest.mark.parametrize("fault", ["cut", "empty", "gone", "page", "folder", "bytes"])
def test_whatever_is_wrong_with_an_installation_is_told_without_where_it_is(home, tmp_path, name, fault):
    add(written(tmp_path / "raw", FILES))
    path = home / name
    whole = path.read_bytes()
    path.unlink()
    if fault == "folder":
        path.mkdir()
    elif fault != "gone":
        path.write_bytes(
            {"cut": whole[: len(whole) // 2], "empty": b"", "page": b"<html>", "bytes": b"\xff" * 99}[fault]
        )
    if name == "release.json" and fault in ("gone", "folder"):
        assert load_tasks(["11-1011.00"]) is None
        return
    with pytest.raises(DamagedTable, match=r"data add onet-tasks") as told:
        load_tasks(["11-1011.00"])
    assert str(tmp_path) not in str(told.value)
    assert not re.search(r"(/[\w.-]+){2}", str(told.value))


def test_without_tasks_there_are_none():
    assert load_tasks(["11-1011.00"]) is None


def test_tasks_of_a_folder_are_installed_with_their_notice(home, tmp_path):
    done, said = add(written(tmp_path / "raw", FILES))
    assert done == {"statements": 3, "activities": 2, "emerging": 2}
    assert said == ["installed 3 tasks and 2 emerging tasks of O*NET 30.2", credit_line("30.2")]
    assert "CC BY 4.0" in said[-1]
    assert "USDOL/ETA" in said[-1]
    assert json.loads((home / "release.json").read_text()) == {"release": "30.2"}
    found = load_tasks(["11-1011.00"])
    assert found is not None
    assert (found.release, found.credit) == ("30.2", credit_line("30.2"))
    pd.testing.assert_frame_equal(
        found.statements,
        pd.DataFrame(
            {
                "onet_code": ["11-1011.00", "11-1011.00"],
                "task_id": ["1", "2"],
                "task": ["Count the made-up beans.", "Paint the made-up fence."],
                "type": ["core", "supplemental"],
                "incumbents": [31.0, 30.0],
            }
        ),
        check_dtype=False,
    )
    assert found.activities.iloc[0].to_list() == [
        "11-1011.00",
        "1",
        "4.A.1.a.1.I01.D01",
        "Count made-up things.",
        "4.A.1.a.1.I01",
        "Handle made-up things.",
        "4.A.1.a.1",
    ]
    assert found.emerging["category"].to_list() == ["revision", "new"]
    assert found.emerging["revised_task_id"].fillna("").to_list() == ["1", ""]


def test_task_that_was_not_rated_has_no_type_and_no_count(tmp_path):
    add(written(tmp_path / "raw", FILES))
    found = load_tasks(["43-3021.00", "99-9999.00"])
    assert found is not None
    assert found.statements[["type", "incumbents"]].isna().all(axis=None)
    assert len(found.emerging) == 0


def test_installed_tasks_stand_beside_the_activities_as_text_with_the_notice(tmp_path):
    hostile = {"Task Statements.txt": STATEMENTS.replace("Count the made-up beans.", "Count <b>beans</b>.")}
    before = activities.table(compare("11-1011", "43-3021")).html
    add(written(tmp_path / "raw", FILES | hostile))
    page = activities.table(compare("11-1011", "43-3021")).html
    assert page.startswith(before)
    assert [words in page for words in ("Count &lt;b&gt;beans", "Fold the made-up letters.", "not rated")] == [True] * 3
    assert credit_line("30.2") in html.unescape(page)
    assert "made-up" not in before


def test_no_codes_give_no_rows(tmp_path):
    add(written(tmp_path / "raw", FILES))
    found = load_tasks([])
    assert found is not None
    assert [len(frame) for frame in (found.statements, found.activities, found.emerging)] == [0, 0, 0]


def test_files_as_named_from_30_3_on_give_the_same(tmp_path):
    add(written(tmp_path / "old", FILES))
    old = load_tasks(["11-1011.00", "43-3021.00"])
    add(written(tmp_path / "new", newer(FILES)))
    new = load_tasks(["11-1011.00", "43-3021.00"])
    assert old is not None
    assert new is not None
    assert new.release == "31.0"
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(old, table.name), getattr(new, table.name))


def test_archive_of_the_publisher_is_installed_from_its_address(publisher):
    publisher.files["/dl_files/database/db_31_0_text.zip"] = zipped(newer(FILES))
    done, _ = add("https://publisher.example/dl_files/database/db_31_0_text.zip", publisher)
    assert done["statements"] == 3


def test_archive_on_disk_is_installed(tmp_path):
    (tmp_path / "db.zip").write_bytes(zipped(FILES))
    assert add(tmp_path / "db.zip")[0]["statements"] == 3


@pytest.mark.parametrize("files", [FILES, newer(FILES)], ids=["30.2", "31.0"])
def test_address_of_a_folder_is_read_file_by_file(publisher, files):
    publisher.files = {f"/text/{name.replace(' ', '%20')}": text.encode() for name, text in files.items()}
    assert add("https://publisher.example/text/", publisher)[0] == {
        "statements": 3,
        "activities": 2,
        "emerging": 2,
    }


def test_address_without_a_file_says_so(publisher):
    with pytest.raises(BadInput, match="status 404"):
        add("https://publisher.example/db.zip", publisher)


def test_tasks_go_to_the_users_data_folder_unless_named(monkeypatch):
    monkeypatch.delenv("ROLEPAIR_TASKS", raising=False)
    folder = tasks_folder()
    assert folder.name == "onet-tasks"
    assert not folder.is_relative_to(ROOT)


@pytest.mark.raw
def test_publishers_files_are_installed_whole(raw_sources):
    done, _ = add(raw_sources / "onet_30_2")
    assert done == {"statements": 18796, "activities": 23850, "emerging": 328}
    found = load_tasks(["43-3021.00", "43-3031.00"])
    assert found is not None
    assert set(found.statements["onet_code"]) == {"43-3021.00", "43-3031.00"}


@pytest.mark.raw
def test_no_task_statement_stands_in_the_data_folder(raw_sources):
    lines = (raw_sources / "onet_30_2" / "Task Statements.txt").read_text(encoding="utf-8").splitlines()[1:]
    sentences = {line.split("\t")[2] for line in lines}
    assert len(sentences) > 10_000
    found = set()
    for path in (ROOT / "data").iterdir():
        if path.suffix == ".parquet":
            columns = pyarrow.parquet.read_table(path)
            texts = [column for column in columns.itercolumns() if pyarrow.types.is_string(column.type)]
            found |= {text for column in texts for text in column.unique().to_pylist()}
        elif path.suffix in (".csv", ".md", ".yml"):
            found |= set(re.split(r'[\n|"]\s*', path.read_text(encoding="utf-8")))
    assert len(found) > 50_000
    assert sorted(sentences & found) == []
