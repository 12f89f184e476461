"""Verifying a data folder: every fault is a row that says what is wrong, and a sound folder has none."""

import shutil
from pathlib import Path

import pytest
import yaml

from helpers.base.paths import ROOT
from helpers.build import verify as module
from helpers.build.verify import verify
from helpers.tables.spec import ALL

DATA = ROOT / "data"


def damaged(folder: Path) -> list[str]:
    """Damage a copy of the data in many ways, verify it and return what was said."""
    shutil.copytree(DATA, folder)
    words = (folder / "title_words.csv").read_text(encoding="utf-8")
    (folder / "title_words.csv").write_text(words + words.splitlines()[-1] + "\n", encoding="utf-8")  # a key twice
    industries = (folder / "industries.parquet").read_bytes()
    (folder / "industries.parquet").write_bytes(industries[: len(industries) // 2])  # cut off
    (folder / "related.parquet").unlink()  # gone
    footnotes = (folder / "footnotes.csv").read_text(encoding="utf-8")
    (folder / "footnotes.csv").write_text(footnotes.replace("\n8,", "\neight,"), encoding="utf-8")  # another form
    totals = (folder / "published_totals.csv").read_text(encoding="utf-8")
    (folder / "published_totals.csv").write_text(totals.replace("detailed occupations,867", "detailed occupations,868"))
    entries = yaml.safe_load((folder / "sources.yml").read_text(encoding="utf-8"))
    del entries["claims_004"]
    entries["rpp"]["files"] = {}
    entries["spare"] = entries["census"] | {"title": "a source that no table names"}
    (folder / "sources.yml").write_text(yaml.safe_dump(entries, sort_keys=False), encoding="utf-8")
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "SHA256SUMS").write_text("".join(line for line in sums if "areas.parquet" not in line))
    said: list[str] = []
    verify(folder, say=said.append)
    return said


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    return damaged(tmp_path_factory.mktemp("damaged") / "data")


@pytest.mark.parametrize(
    "told",
    [
        "checksum of title_words.csv: its sha256 is not the one in SHA256SUMS: it was changed or damaged",
        "checksum of related.parquet: the file is missing",
        "checksum of areas.parquet: it is not in SHA256SUMS",
        "schema of related: the table related.parquet is missing",
        "key of related: not checked, since the table cannot be read",
        "total of soc_codes: detailed occupations: 867, published 868",
        "sources of market_claims: no entry for claims_004",
        "sources of spare: no table names it",
        "sources of rpp: no checksum of a raw file is recorded",
    ],
)
def test_fault_is_told(said, told):
    assert told in said


@pytest.mark.parametrize(
    ("start", "part"),
    [
        ("schema of title_words: ", "title_words.csv breaks its schema"),
        ("schema of industries: ", "industries.parquet cannot be read"),
        ("schema of footnotes: ", "'eight'"),
        ("dictionary of README.md: ", "cannot be counted"),
    ],
)
def test_fault_of_a_table_is_told_with_its_cause(said, start, part):
    assert [line for line in said if line.startswith(start) and part in line]


def test_faults_are_counted_and_the_rest_holds(said):
    holding, _, total = said[-1].removesuffix(" checks hold").partition(" of ")
    assert int(total) - int(holding) == len(said) - 1
    assert int(holding) > 100


def test_folder_of_the_project_is_sound():
    said: list[str] = []
    found = verify(DATA, say=said.append)
    assert found.loc[~found["ok"], ["check", "table", "message"]].to_numpy().tolist() == []
    assert said == [f"{len(found)} of {len(found)} checks hold"]
    assert list(found.columns) == ["check", "table", "ok", "message"]
    counts = found.groupby("check").size().to_dict()
    assert counts["schema"] == counts["key"] == len(ALL)
    assert counts["checksum"] == len(ALL) + 2  # the index of titles and sources.yml
    assert counts["total"] >= 10


def test_empty_folder_is_told_in_rows_and_nothing_is_raised(tmp_path):
    found = verify(tmp_path)
    assert not found["ok"].any()
    assert set(found["check"]) == {"checksum", "schema", "key", "total", "sources", "dictionary"}


def test_checksums_that_cannot_be_read_are_one_row(tmp_path, monkeypatch):
    def broken(_: Path) -> dict[str, str]:
        raise OSError("no permission")

    monkeypatch.setattr(module, "read_checksums", broken)
    found = verify(tmp_path)
    assert found.iloc[0].to_list() == ["checksum", "SHA256SUMS", False, "cannot be read: no permission"]
