"""Batches on a Dask cluster and into object stores: none lost, none twice, the same bytes as here."""

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from batch_runs import fated

from helpers.base.errors import BadInput
from helpers.batch.run import Entry, Manifest
from helpers.batch.store import Folder, open_store

pytest.importorskip("distributed")
HERE = Path(__file__).parent
COUNT = 12


@pytest.fixture(scope="module")
def notebook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    code = "import time\ntime.sleep(0.2)\nfrom helpers.show.blocks import sentences as say\nsay(word)"
    return fated(tmp_path_factory.mktemp("book"), code)


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An S3 server of our own in another process, and an empty bucket in it."""
    code = (
        "from moto.server import ThreadedMotoServer as S; s = S('127.0.0.1', 0, verbose=False); s.start();"
        "print('port', s.get_host_and_port()[1], flush=True); input()"
    )
    server = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "none")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    try:
        assert server.stdout is not None
        port = next(line.split()[1] for line in server.stdout if line.startswith("port "))
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        python("import s3fs; s3fs.S3FileSystem().mkdir('reports')")
        yield "s3://reports"
    finally:
        server.kill()
        server.communicate()


def python(code: str) -> str:
    """Run code in a process of its own and return what it prints: clients of stores start threads and loops."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code], capture_output=True, text=True, timeout=120, env=os.environ
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


def batch(notebook: Path, out: str, kill: str = "no") -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(HERE / "cluster_runs.py"), str(notebook), out, str(COUNT), kill],
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_worker_killed_in_mid_run_loses_no_report_and_none_is_counted_twice(notebook: Path, tmp_path: Path) -> None:
    found = batch(notebook, str(tmp_path / "killed"), "kill")
    assert found["killed"] == 1
    assert found["made"] == COUNT - 1
    assert [name for name, _ in found["failures"]] == ["001.html.gz"]
    assert "told to fail" in found["failures"][0][1]
    lines = (tmp_path / "killed" / "manifest.jsonl").read_text().splitlines()
    assert [json.loads(line)["file"] for line in lines] == [f"{n:03}.html.gz" for n in range(COUNT) if n != 1]
    here = subprocess.run(
        [sys.executable, str(HERE / "batch_runs.py"), str(notebook), str(tmp_path / "here"), str(COUNT)],
        capture_output=True,
        check=True,
        timeout=120,
    )
    assert here.returncode == 0
    for n in range(COUNT):
        if n != 1:
            page = gzip.decompress((tmp_path / "killed" / f"{n:03}.html.gz").read_bytes())
            assert page == (tmp_path / "here" / f"{n:03}.html").read_bytes()


def test_reports_go_to_s3_whole_typed_and_compressed_and_are_left_alone_there(notebook: Path, bucket: str) -> None:
    assert batch(notebook, f"{bucket}/all")["made"] == COUNT - 1
    looked = python(
        "import s3fs, json, gzip\nfs = s3fs.S3FileSystem()\n"
        "print(json.dumps({p: fs.info(p)['size'] for p in fs.find('reports/all')}))\n"
        "head = fs.call_s3('head_object', Bucket='reports', Key='all/000.html.gz')\n"
        "print(head['ContentType'], head['ContentEncoding'])\n"
        "print(gzip.decompress(fs.cat_file('reports/all/000.html.gz'))[:15].decode())"
    ).splitlines()
    names = sorted(path.removeprefix("reports/all/") for path in json.loads(looked[0]))
    assert names == sorted([*(f"{n:03}.html.gz" for n in range(COUNT) if n != 1), "failures.csv", "manifest.jsonl"])
    assert looked[1] == "text/html; charset=utf-8 gzip"
    assert looked[2].lower() == "<!doctype html>"
    again = batch(notebook, f"{bucket}/all")
    assert (again["made"], again["unchanged"]) == (0, COUNT - 1)


def test_reports_go_to_memory(notebook: Path) -> None:
    found = batch(notebook, "memory://all")
    assert found["made"] == COUNT - 1
    assert "000.html.gz" in found["files"]
    assert "manifest.jsonl" in found["files"]


def test_a_manifest_in_an_object_store_resumes_from_its_parts() -> None:
    store = open_store("memory://resume")
    for name in ("a", "b", "c"):
        store.put(name, b"page")
    for name in ("a", "b"):
        Manifest(store).add(Entry(name, "key", 4, "sum"))
    manifest = Manifest(open_store("memory://resume"))
    assert [manifest.has(name, "key") for name in ("a", "b", "c")] == [True, True, False]
    manifest.compact(["b", "a"])
    assert [json.loads(line)["file"] for line in store.read("manifest.jsonl").splitlines()] == ["b", "a"]
    assert Manifest(open_store("memory://resume")).has("a", "key")


def test_an_unknown_kind_of_address_is_a_user_mistake() -> None:
    with pytest.raises(BadInput, match=r"rolepair\[cluster\]"):
        open_store("nowhere://bucket")


def test_an_address_of_a_local_file_is_a_folder(tmp_path: Path) -> None:
    store = open_store(f"file://{tmp_path}/out")
    assert isinstance(store, Folder)
    store.close()
    assert (tmp_path / "out").is_dir()
