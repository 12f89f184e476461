"""Downloads: what is refused, what is kept, what goes on where it stopped."""

import io
import random
import stat
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from local_mirror import Publisher, served

from helpers.base.errors import BadInput
from helpers.build.archives import check_content, stage, unpack
from helpers.build.changes import is_older, order
from helpers.build.download import Address, Downloader
from helpers.build.raw import read_rows
from helpers.build.refresh import at_release, newest_release

PATH = "/data/figures.csv"
URL = "https://publisher.example" + PATH
CONTENT = b"code,figure\n" + b"".join(b"%05d,1\n" % n for n in range(20_000))


@pytest.fixture
def publisher() -> Iterator[Publisher]:
    with served() as found:
        found.files[PATH] = CONTENT
        yield found


@pytest.fixture
def fetcher(publisher: Publisher, tmp_path: Path) -> Callable[..., Downloader]:
    def make(**more: object) -> Downloader:
        return Downloader(cache=tmp_path / "cache", mirror=publisher.url, pause_s=0, **more)

    return make


def fetch(downloader: Downloader, url: str = URL) -> Path:
    return downloader.fetch(Address.parse(url), "source")


def left(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in (tmp_path / "cache" / "source").iterdir())


def test_missing_file_says_where_to_look_and_leaves_nothing(publisher, fetcher, tmp_path):
    del publisher.files[PATH]
    with pytest.raises(BadInput, match=r"no file at .*figures\.csv \(status 404\)[\s\S]*correct `addresses`"):
        fetch(fetcher())
    assert left(tmp_path) == []
    assert publisher.times(PATH) == 1


def test_refusal_names_the_contact_that_publishers_ask_for(publisher, fetcher):
    publisher.faults[PATH] = "403"
    with pytest.raises(BadInput, match=r"refuses[\s\S]*ROLEPAIR_CONTACT"):
        fetch(fetcher())


@pytest.mark.parametrize("fault", ["page", "hidden page"])
def test_web_page_in_place_of_a_file_is_refused(publisher, fetcher, tmp_path, fault):
    publisher.faults[PATH] = fault
    with pytest.raises(BadInput, match=r"a web page came in place of figures\.csv[\s\S]*--from"):
        fetch(fetcher())
    assert left(tmp_path) == []


def test_damaged_workbook_is_refused(publisher, fetcher):
    publisher.files["/book.xlsx"] = b"PK\x03\x04 but no more than this"
    with pytest.raises(BadInput, match=r"book\.xlsx is cut or damaged"):
        fetch(fetcher(), "https://publisher.example/book.xlsx")


def test_empty_file_is_refused(publisher, fetcher):
    publisher.files[PATH] = b""
    with pytest.raises(BadInput, match="it is empty"):
        fetch(fetcher())


def test_connection_cut_every_time_keeps_what_came_and_says_so(publisher, fetcher, tmp_path):
    publisher.faults[PATH] = "cut"
    publisher.resumes = False
    with pytest.raises(BadInput, match=r"cannot be fetched[\s\S]*run the same command again; 80,006 bytes are kept"):
        fetch(fetcher(tries=2))
    assert left(tmp_path) == ["figures.csv.part", "figures.csv.part.json"]


def test_cut_download_goes_on_where_it_stopped(publisher, fetcher, tmp_path):
    publisher.faults[PATH] = "cut once"
    assert fetch(fetcher()).read_bytes() == CONTENT
    assert [asked for _, _, asked in publisher.asked] == ["", "bytes=80006-"]
    assert left(tmp_path) == ["figures.csv", "figures.csv.json"]


def test_next_run_goes_on_where_the_last_one_stopped(publisher, fetcher):
    publisher.faults[PATH] = "cut once"
    with pytest.raises(BadInput):
        fetch(fetcher(tries=1))
    assert fetch(fetcher(tries=1)).read_bytes() == CONTENT
    assert publisher.asked[-1][2] == "bytes=80006-"


def test_file_that_changed_in_between_is_fetched_anew(publisher, fetcher):
    publisher.faults[PATH] = "cut once"
    with pytest.raises(BadInput):
        fetch(fetcher(tries=1))
    publisher.files[PATH] = CONTENT.replace(b",1", b",2")
    assert fetch(fetcher(tries=1)).read_bytes() == publisher.files[PATH]


def test_server_that_cannot_resume_sends_all_of_it_again(publisher, fetcher):
    publisher.resumes = False
    publisher.faults[PATH] = "cut once"
    assert fetch(fetcher()).read_bytes() == CONTENT


def test_passing_fault_is_tried_again(publisher, fetcher):
    publisher.faults[PATH] = "503"
    with pytest.raises(BadInput, match="status 503"):
        fetch(fetcher(tries=3))
    assert publisher.times(PATH) == 3


def test_nobody_there_is_told_without_a_traceback(fetcher, publisher):
    publisher.url = "http://127.0.0.1:9"  # discard: nothing listens
    with pytest.raises(BadInput, match=r"cannot be fetched[\s\S]*check the network"):
        fetch(Downloader(cache=fetcher().cache, mirror=publisher.url, tries=1))


def test_unchanged_file_is_not_sent_twice(publisher, fetcher):
    first = fetch(fetcher())
    stamp = first.stat().st_mtime_ns
    assert fetch(fetcher()).stat().st_mtime_ns == stamp
    assert publisher.times(PATH) == 2


def test_cached_copy_that_was_tampered_with_is_fetched_anew(fetcher):
    fetch(fetcher()).write_bytes(b"other")
    assert fetch(fetcher()).read_bytes() == CONTENT


@pytest.mark.parametrize(
    "text", ["ftp://publisher.example/a", "/data/a.csv", "https://publisher.example/", "https://x/a#.."]
)
def test_address_without_host_or_plain_name_is_refused(text):
    with pytest.raises(BadInput, match="is no address of a file"):
        Address.parse(text)


def test_name_after_the_hash_is_the_name_kept():
    address = Address.parse("https://publisher.example/a%20b.xlsx?fmt=xlsx#c.xlsx")
    assert address == Address("https://publisher.example/a%20b.xlsx?fmt=xlsx", "c.xlsx")
    assert Address.parse("https://publisher.example/a%20b.xlsx?fmt=xlsx").name == "a b.xlsx"


def zipped(names: list[str], *, link: bool = False) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            member = zipfile.ZipInfo(name)
            member.external_attr = (stat.S_IFLNK | 0o777) << 16 if link else 0o644 << 16
            archive.writestr(member, "x")
    return packed.getvalue()


@pytest.mark.parametrize("name", ["../out.txt", "/out.txt", "a/../../out.txt", "..\\out.txt", "C:out.txt"])
def test_archive_that_leads_out_of_its_folder_is_refused(tmp_path, name):
    archive = tmp_path / "bad.zip"
    archive.write_bytes(zipped(["fine.txt", name]))
    with pytest.raises(BadInput, match="leads out of it"):
        unpack(archive, tmp_path / "inside")
    assert not (tmp_path / "inside").exists()


def test_archive_with_a_link_is_refused(tmp_path):
    archive = tmp_path / "bad.zip"
    archive.write_bytes(zipped(["link.txt"], link=True))
    with pytest.raises(BadInput, match="not taken"):
        unpack(archive, tmp_path / "inside")


def test_archive_is_staged_as_its_files_and_a_file_as_itself(tmp_path):
    (tmp_path / "db.zip").write_bytes(zipped(["db/a.txt", "db/b.txt"]))
    (tmp_path / "c.csv").write_bytes(b"c")
    found = stage(tmp_path / "db.zip", tmp_path / "s") + stage(tmp_path / "c.csv", tmp_path / "s")
    assert [path.name for path in found] == ["a.txt", "b.txt", "c.csv"]


PATTERN = "https://publisher.example/db_{release}_text.zip"


@pytest.mark.parametrize(
    ("there", "newest"),
    [
        ([], "30.2"),
        (["30.3"], "30.3"),
        (["30.3", "31.0", "31.1"], "31.1"),
        (["31.0"], "31.0"),
        (["30.4"], "30.4"),  # 30.3 was left out
        (["31.1", "32.0"], "32.0"),
        (["29.0", "30.0"], "30.2"),  # never back
    ],
)
def test_newest_release_is_found_step_by_step(there, newest):
    known = {at_release(PATTERN, release) for release in there}
    assert newest_release(PATTERN, "30.2", known.__contains__) == newest


def test_newest_year_is_found_even_if_one_is_left_out():
    pattern = "https://publisher.example/{release}provisional/a{release}.zip"
    known = {f"https://publisher.example/{year}provisional/a{year}.zip" for year in (2025, 2027)}
    assert newest_release(pattern, "2025", known.__contains__) == "2027"


def test_address_without_a_release_keeps_its_own():
    assert newest_release("https://publisher.example/a.csv", "May 2025", lambda _: True) == "May 2025"


def test_release_that_cannot_be_counted_on_is_refused():
    with pytest.raises(BadInput, match="cannot be counted on"):
        newest_release(PATTERN, "spring", lambda _: False)


def test_probe_takes_a_page_for_no_file(publisher, fetcher):
    publisher.files["/a.zip"] = b"x"
    publisher.faults["/b.zip"] = "page"
    assert [fetcher().exists(f"https://publisher.example/{name}.zip") for name in "abc"] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("30.2", (30, 2)),
        ("2024-34", (2024, 34)),
        ("2024–34", (2024, 34)),
        ("May 2025", (2025, 5)),
        ("February 19, 2026", (2026, 2, 19)),
        ("2025", (2025,)),
        ("undated page", None),
        ("spring 2025", None),
    ],
)
def test_release_is_read_as_numbers(text, numbers):
    assert order(text) == numbers


def test_older_release_is_told_only_among_like_forms():
    assert is_older("May 2024", "May 2025")
    assert is_older("29.3", "30.0")
    assert not is_older("30.2", "30.2")
    assert not is_older("2023", "May 2025")


# --- what would take memory, disk or time without end -----------------------------------------------------------------


def test_a_file_that_swells_as_it_is_unpacked_is_refused_and_dropped(publisher, fetcher, tmp_path):
    publisher.files[PATH] = b"0" * 20_000_000
    publisher.faults[PATH] = "gzip"
    with pytest.raises(BadInput, match=r"figures\.csv is not taken: it has more than 1,000,000 bytes"):
        fetch(fetcher(most_bytes=1_000_000))
    assert sum(path.stat().st_size for path in (tmp_path / "cache" / "source").iterdir()) < 1000


def test_a_file_that_comes_packed_is_kept_unpacked(publisher, fetcher):
    publisher.faults[PATH] = "gzip"
    assert fetch(fetcher()).read_bytes() == CONTENT


def test_a_server_that_sends_a_byte_now_and_then_is_given_up(publisher, fetcher):
    publisher.faults[PATH] = "slow"
    began = time.monotonic()
    with pytest.raises(BadInput, match=r"the server sent \d+ bytes in \d+ seconds"):
        fetch(fetcher(timeout_s=0.3, tries=2))
    assert time.monotonic() - began < 5


def test_a_server_that_says_unchanged_without_a_copy_is_no_refusal(publisher, fetcher):
    publisher.faults[PATH] = "unchanged"
    with pytest.raises(BadInput, match=r"no copy of it is here[\s\S]*check the network") as told:
        fetch(fetcher())
    assert "ROLEPAIR_CONTACT" not in str(told.value)


def packed(name: str = "a.txt", content: bytes = b"a" * 5000) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return whole.getvalue()


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("a.zip", 1 << 40, "would unpack to 1,099,511,627,776"),
        ("a.zip", 100 << 20, "would unpack to"),
        ("a.xlsx", 600 << 20, "its shared texts have"),
    ],
)
def test_an_archive_that_unpacks_out_of_all_proportion_is_refused(monkeypatch, tmp_path, name, size, words):
    padding = b"\0" * (4 << 20) if "shared" in words else b""
    (tmp_path / name).write_bytes(padding + packed("xl/sharedStrings.xml"))
    listed = zipfile.ZipFile.infolist

    def swollen(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
        for member in listed(archive):
            member.file_size = size
        return listed(archive)

    monkeypatch.setattr(zipfile.ZipFile, "infolist", swollen)
    with pytest.raises(BadInput, match=words):
        check_content(tmp_path / name, name)
    if name.endswith(".zip"):
        with pytest.raises(BadInput, match=words):
            unpack(tmp_path / name, tmp_path / "out")


def test_a_workbook_whose_entities_swell_is_refused(tmp_path):
    book, path = openpyxl.Workbook(), tmp_path / "a.xlsx"
    book.active.append(["text"])
    book.save(path)
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(10))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    (name,) = [name for name, content in parts.items() if b">text<" in content]
    plain = parts[name].decode()
    hostile = f"<!DOCTYPE sst [{laughs}]>{plain.partition('?>')[2] or plain}".replace(">text<", ">&l9;<")
    with zipfile.ZipFile(path, "w") as archive:
        for part, content in (parts | {name: hostile.encode()}).items():
            archive.writestr(part, content)
    with pytest.raises(BadInput, match=r"a\.xlsx.*Entit"):
        read_rows(path, "*")


def test_a_damaged_archive_is_told_in_words_whatever_byte_it_is(tmp_path):
    good, chance, told = packed(content=random.Random(1).randbytes(900) + b"a" * 4000), random.Random(15), 0
    for _ in range(300):
        content = bytearray(good)
        content[chance.randrange(len(good))] ^= 1 << chance.randrange(8)
        (tmp_path / "a.zip").write_bytes(content)
        try:
            check_content(tmp_path / "a.zip", "a.zip")
            unpack(tmp_path / "a.zip", tmp_path / "out")
        except BadInput:
            told += 1
    assert told > 250


# --- two at once, and what a killed one left --------------------------------------------------------------------------


def test_two_at_once_in_one_cache_are_refused_and_a_dead_ones_folder_is_cleared(fetcher, tmp_path):
    (tmp_path / "cache" / "stage-dead").mkdir(parents=True)
    with fetcher().room() as folder:
        assert list((tmp_path / "cache").iterdir()) == [folder]
        with pytest.raises(BadInput, match=r"another command is fetching into cache/"), fetcher().room():
            pass
    assert list((tmp_path / "cache").iterdir()) == []
    with fetcher().room():
        pass
