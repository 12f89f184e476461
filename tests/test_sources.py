import hashlib
import re
import shutil
from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
import yaml

from helpers.base.errors import DamagedTable
from helpers.base.paths import data_folder
from helpers.tables.sources import Source, load_sources, sources_of
from helpers.tables.spec import ALL

ENTRY = {
    "publisher": "Bureau of Apples",
    "title": "Apple Survey",
    "release": 2031,
    "period": "May 2031",
    "licence": "public domain",
    "url": "https://example.org/",
    "citation": "Bureau of Apples, 2031.",
}


def write(folder: Path, entries: object) -> Path:
    (folder / "sources.yml").write_text(yaml.safe_dump(entries, sort_keys=False), encoding="utf-8")
    return folder


def refusal(folder: Path) -> str:
    with pytest.raises(DamagedTable) as caught:
        load_sources(folder)
    assert "git checkout data" in caught.value.next_step
    return caught.value.given


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    assert refusal(tmp_path) == "sources.yml cannot be used: No such file or directory"


@pytest.mark.parametrize("field", ["publisher", "title", "release", "period", "licence", "url", "citation"])
def test_a_lacking_field_is_named(tmp_path: Path, field: str) -> None:
    entries = {"apples": {name: value for name, value in ENTRY.items() if name != field}}
    assert refusal(write(tmp_path, entries)) == f"sources.yml cannot be used: apples lacks {field}"


def test_an_unknown_field_is_named(tmp_path: Path) -> None:
    entries = {"apples": ENTRY | {"license": "MIT"}}
    assert refusal(write(tmp_path, entries)).endswith("apples has unknown fields license")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it holds no entries"),
        (b"- a\n- b\n", "it holds no entries"),
        (b"apples:\n", "apples holds no fields"),
        (b"apples: pears\n", "apples holds no fields"),
        (b"apples: {publisher: 'x\n", "line 2"),
        (b"\xff\xfe", "codec can't decode"),
    ],
)
def test_a_file_of_another_kind_is_told(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "sources.yml").write_bytes(content)
    assert words in refusal(tmp_path)


def test_an_entry_becomes_a_record_of_texts(tmp_path: Path) -> None:
    entry = ENTRY | {"published": None, "files": {"a.txt": "0" * 64}, "addresses": ["https://example.org/a.txt"]}
    found = load_sources(write(tmp_path, {"apples": entry}))
    assert found == {
        "apples": Source(
            id="apples",
            publisher="Bureau of Apples",
            title="Apple Survey",
            release="2031",
            period="May 2031",
            published="",
            retrieved="",
            licence="public domain",
            url="https://example.org/",
            citation="Bureau of Apples, 2031.",
            files={"a.txt": "0" * 64},
            addresses=("https://example.org/a.txt",),
        )
    }
    assert found["apples"].line == "Bureau of Apples, Apple Survey, 2031"


def test_what_is_handed_out_does_not_change_the_next_answer(tmp_path: Path) -> None:
    folder = write(tmp_path, {"apples": ENTRY})
    first = load_sources(folder)
    with pytest.raises(FrozenInstanceError):
        first["apples"].title = "Pears"
    first.clear()
    assert list(load_sources(folder)) == ["apples"]


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    assert list(load_sources(write(tmp_path, {"apples": ENTRY}))) == ["apples"]
    assert list(load_sources(write(tmp_path, {"pears": ENTRY}))) == ["pears"]


@pytest.mark.parametrize("name", sorted(ALL))
def test_every_table_names_sources_that_are_known(name: str) -> None:
    sources = sources_of(name)
    assert [source.id for source in sources] == list(ALL[name].sources)
    assert sources
    assert all(source.line and source.citation and source.licence for source in sources)


def test_a_table_whose_source_is_unknown_is_a_mistake_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ROLEPAIR_DATA", str(write(tmp_path, {"apples": ENTRY})))
    with pytest.raises(KeyError):
        sources_of("areas")


def test_checksums_addresses_and_dates_have_their_form() -> None:
    sources = load_sources()
    checksums = [checksum for source in sources.values() for checksum in source.files.values()]
    assert len(checksums) > 5
    assert all(re.fullmatch(r"[0-9a-f]{64}", checksum) for checksum in checksums)
    addresses = [address for source in sources.values() for address in (*source.addresses, source.url) if address]
    assert len(addresses) > 10
    assert all(address.startswith("https://") for address in addresses)
    dates = [date for source in sources.values() for date in (source.published, source.retrieved) if date]
    assert all(re.fullmatch(r"\d{4}(-\d{2}){0,2}", date) for date in dates), dates


def test_the_credits_that_publishers_ask_for_are_given() -> None:
    sources = load_sources()
    assert "BLS cannot vouch for the data or analyses derived from these data" in sources["oews"].citation
    onet = sources["onet"]
    assert f"O*NET {onet.release} Database by the U.S. Department of Labor, Employment and Training" in onet.citation
    assert "CC BY 4.0" in onet.citation
    assert "modified" in onet.citation


@pytest.mark.raw
def test_every_checksum_is_that_of_a_raw_file(
    raw_sources: Path, raw_sources2: Path, raw_sources3: Path, raw_seeds: Path
) -> None:
    known: dict[str, set[str]] = {}
    for folder in (raw_sources, raw_sources2, raw_sources3, raw_seeds):
        for path in (path for path in folder.rglob("*") if path.is_file()):
            with path.open("rb") as file:
                known.setdefault(path.name, set()).add(hashlib.file_digest(file, "sha256").hexdigest())
    given = [(name, checksum) for source in load_sources().values() for name, checksum in source.files.items()]
    assert len(given) > 5
    assert [name for name, checksum in given if checksum not in known.get(name, set())] == []


def test_the_sources_are_read_from_the_folder_that_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(data_folder() / "sources.yml", tmp_path / "sources.yml")
    write(tmp_path, {"apples": ENTRY})
    monkeypatch.setenv("ROLEPAIR_DATA", str(tmp_path))
    assert list(load_sources()) == ["apples"]
