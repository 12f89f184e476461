"""Faults from outside, and what comes of each: python benchmarks/faults.py [--quick] [--keep].

Seeded and bounded; one command. A fault is held if it ends in words or in the right bytes: nothing silent, no
traceback, no half file, no changed table, no process and no temporary file left. Prints a line for each that was not
held and the table of tried and held by kind; --keep writes it into docs/reliability.md, --quick starts no process.
"""

import argparse
import contextlib
import csv
import io
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(Path(__file__).parent)]

from killed import alive
from local_mirror import served
from rendering import ENVIRONMENT, family

from helpers.base.errors import DamagedTable, UserError
from helpers.base.user_csv import unformed
from helpers.batch.run import Entry, Manifest
from helpers.batch.store import Folder
from helpers.build.archives import check_content, unpack
from helpers.build.download import Address, Downloader
from helpers.build.store import replaced, restore
from helpers.cli.answers import check_file
from helpers.cli.console import escaped
from helpers.tables.areas import resolve_area
from helpers.tables.load import load
from helpers.tables.spec import ALL
from helpers.tables.titles import resolve

SEED = 20261126
COMMAND = [sys.executable, "-c", "import sys; sys.argv[0] = 'rolepair'; from helpers.cli.main import main; main()"]
REPORT = ["compare", "43-3021", "43-3031"]
PAGE = ROOT / "docs" / "reliability.md"
MARKS = ("<!-- faults -->", "<!-- /faults -->")
Outcome = tuple[str, bool, str]


def start(*words: str, limits: Sequence[tuple[int, int]] = (), **more: str) -> "subprocess.Popen[str]":
    def before() -> None:
        for kind, most in limits:
            resource.setrlimit(kind, (most, most))

    return subprocess.Popen(
        [*COMMAND, *words],
        env=ENVIRONMENT | more,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=before,
        start_new_session=True,
    )


def end(process: "subprocess.Popen[str]", seconds: float = 180) -> tuple[int, str]:
    """Return status and words; a command that hangs is ended, and has the status 99."""
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return 99, "it hung"
    return process.returncode, out + err


def told(status: int, words: str) -> bool:
    return status in (1, 2) and "Traceback" not in words and "rolepair: " in words


def refused(call: Callable[[], object], kind: type[Exception] = UserError) -> tuple[bool, str]:
    """Return whether a call ends in an error of ours with words of bounded length."""
    try:
        call()
    except kind as error:
        return len(str(error)) < 5000, str(error).partition("\n")[0]
    except Exception as error:
        return False, f"{type(error).__name__}: {error}"
    return False, "taken"


@contextmanager
def data_copy(room: Path) -> Iterator[Path]:
    folder = room / "data"
    shutil.copytree(ROOT / "data", folder)
    before, os.environ["ROLEPAIR_DATA"] = os.environ.get("ROLEPAIR_DATA"), str(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        os.environ.pop("ROLEPAIR_DATA")
        if before:
            os.environ["ROLEPAIR_DATA"] = before


# --- without a process of its own -------------------------------------------------------------------------------------


def flipped_bits(room: Path, dice: random.Random) -> Iterator[Outcome]:
    """One bit of a table: anywhere, and in the footer of parquet, where the statistics stand that prune row groups."""
    with data_copy(room) as folder:
        tables = ["pay", "ratings", "titles", "areas", "projections", "footnotes", "title_words", "track_record"]
        for number in range(240):
            path = folder / ALL[tables[number % len(tables)]].file
            good = path.read_bytes()
            tail = int.from_bytes(good[-8:-4], "little") + 8 if path.suffix == ".parquet" and number % 2 else len(good)
            at, bit = len(good) - 1 - dice.randrange(tail), dice.randrange(8)
            content = bytearray(good)
            content[at] ^= 1 << bit
            path.write_bytes(content)
            os.utime(path, ns=(number, number))
            where = {"area_code": ["3900000"]} if path.stem == "pay" else None
            held, words = refused(partial(load, path.stem, where=where), DamagedTable)
            yield f"{path.name} byte {at} bit {bit}", held, words
            path.write_bytes(good)


def cut_tables(room: Path, dice: random.Random) -> Iterator[Outcome]:
    """A table cut, empty, gone, a page, a folder; checksums gone bad."""
    with data_copy(room) as folder:
        for name in ("pay", "areas", "footnotes", "market_claims"):
            path = folder / ALL[name].file
            good = path.read_bytes()
            for fault in ("cut", "empty", "page", "gone", "folder"):
                path.unlink()
                if fault == "folder":
                    path.mkdir()
                elif fault != "gone":
                    cut = good[: dice.randrange(1, len(good))]
                    path.write_bytes({"cut": cut, "empty": b"", "page": b"<!doctype html>"}[fault])
                held, words = refused(partial(load, name), DamagedTable)
                yield f"{path.name} {fault}", held and str(room) not in words, words
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
                path.write_bytes(good)
        for content in (b"", b"\xff\xfe", b"0" * 64 + b"  pay.parquet\n"):
            (folder / "SHA256SUMS").write_bytes(content)
            held, words = refused(partial(load, "pay", columns=["soc_code"]), DamagedTable)
            yield f"SHA256SUMS {content[:8]!r}", held, words


HOSTILE = (
    *("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "javascript:alert(1)", "</title><b>", "{{7*7}}"),
    *("\x1b[31mred", "\x1b]0;t\x07", "a\x00b", "\u202eabc", "\u200f", "\x9b1m", "\ud800", "a\u2028b", "\\u001b[1m"),
    *("=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "'; DROP TABLE pay;--", "../../etc/passwd", "$(id)"),
    *("%s%s%n", "a" * 5000, "é" * 400, "🙂" * 200, "0" * 400, "\\" * 50, "NaN", "None", "9" * 309 + "e9", 'a,b\n"c'),
)


def hostile_text(room: Path, _dice: random.Random) -> Iterator[Outcome]:
    """Hostile text as title, place and cell of claims, and what a terminal and a spreadsheet get of it."""
    obeyed = {"\x1b", "\x00", "\x07", "\u202e", "\u200f", "\x9b", "\u2028"}
    for text in HOSTILE:
        for call in (resolve, resolve_area):
            try:
                name = getattr(call(text), "slug", "ok")
                held, words = name.replace("-", "").isalnum() and not obeyed & set(escaped(name)), f"read as {name}"
            except UserError as error:
                words = str(error)
                held = not obeyed & set(escaped(words)) and len(words) < 5000
            except Exception as error:
                held, words = False, repr(error)
            yield f"{call.__name__} {text[:30]!r}", held, words[:200]
        path = room / "claims.csv"
        with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            csv.writer(file).writerows(
                [("role", "measure", "value", "unit", "detail"), ("accountant", "jobs", "5", "jobs", text)]
            )
        try:
            found = [str(cell) for cell in check_file(path).claims.iloc[0]]
            written = [unformed(cell) for cell in found]
            held = not any(cell.lstrip().startswith(("=", "+", "@")) for cell in written)
            words = "checked"
        except UserError as error:
            held, words = True, str(error)
        except Exception as error:
            held, words = False, repr(error)
        yield f"claim {text[:30]!r}", held, words[:200]


def packed(content: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", content)
    return whole.getvalue()


def archives(room: Path, dice: random.Random) -> Iterator[Outcome]:
    """A bit of a zip archive flipped (taken only if its content is whole), and bombs."""
    content = dice.randbytes(900) + b"a" * 4000
    good = packed(content)
    for _ in range(60):
        damaged = bytearray(good)
        at = dice.randrange(len(good))
        damaged[at] ^= 1 << dice.randrange(8)
        (room / "a.zip").write_bytes(damaged)
        try:
            check_content(room / "a.zip", "a.zip")
            files = unpack(room / "a.zip", room / "out")
            held, words = all(path.read_bytes() == content for path in files), "taken"
        except UserError as error:
            held, words = True, str(error)
        except Exception as error:
            held, words = False, repr(error)
        yield f"byte {at}", held, words[:200]
    (room / "bomb.zip").write_bytes(packed(b"0" * (300 << 20)))
    held, words = refused(lambda: check_content(room / "bomb.zip", "bomb.zip"))
    yield "bomb", held, words


def network(room: Path, dice: random.Random) -> Iterator[Outcome]:
    """A publisher that cuts, is slow, refuses, sends pages, bombs, or says that nothing changed."""
    whole = b"code,figure\n" + b"".join(b"%05d,1\n" % n for n in range(20_000))
    faults = (
        "cut",
        "page",
        "hidden page",
        "403",
        "404",
        "410",
        "429",
        "500",
        "503",
        "gzip",
        "slow",
        "unchanged",
        "empty",
    )
    with served() as publisher:
        for fault in faults:
            for resumes in (True, False):
                cache = room / f"cache-{fault}-{resumes}"
                publisher.files["/a.csv"] = b"" if fault == "empty" else b"0" * 9_000_000 if fault == "gzip" else whole
                publisher.faults, publisher.resumes = {} if fault == "empty" else {"/a.csv": fault}, resumes
                downloader = Downloader(cache, publisher.url, tries=2, pause_s=0, timeout_s=0.5, most_bytes=5_000_000)
                held, words = refused(lambda: downloader.fetch(Address.parse("https://a.example/a.csv"), "s"))  # noqa: B023
                held = held and not (cache / "s" / "a.csv").exists()
                yield f"{fault}, resumes {resumes}", held, words
        for _ in range(10):  # cut once, at its half: the rest is fetched, and the bytes are those of the publisher
            publisher.files["/a.csv"] = dice.randbytes(dice.randrange(1000, 300_000))
            publisher.faults, publisher.resumes = {"/a.csv": "cut once"}, bool(dice.randrange(2))
            cache = room / f"cache-once-{dice.random()}"
            downloader = Downloader(cache, publisher.url, tries=3, pause_s=0)
            found = downloader.fetch(Address.parse("https://a.example/a.csv"), "s").read_bytes()
            yield "cut once", found == publisher.files["/a.csv"], f"{len(found)} bytes"


def manifests(room: Path, _dice: random.Random) -> Iterator[Outcome]:
    """A manifest that is damaged in any way, and reports that were edited or deleted."""
    entry = {"file": "a.html", "key": "k", "bytes": 4, "sha256": "s"}
    kinds: dict[str, bytes | None] = {
        "empty": b"",
        "cut": json.dumps(entry).encode()[:20],
        "latin": "é".encode("latin-1"),
        "types": json.dumps(entry | {"bytes": "four"}).encode(),
        "newer": json.dumps(entry | {"version": 2}).encode(),
        "nested": b"[" * 100_000,
        "null": b"null\n",
        "numbers": b"1\n2\n",
        "folder": None,
    }
    for kind, content in kinds.items():
        folder = room / f"manifest-{kind}"
        folder.mkdir()
        path = folder / "manifest.jsonl"
        path.mkdir() if content is None else path.write_bytes(content)
        said: list[str] = []
        try:
            store = Folder(folder)
            manifest = Manifest(store, say=said.append)
            manifest.add(Entry("a.html", "k", 4, "s"))
            manifest.compact(["a.html"])
            store.close()
            again = Manifest(Folder(folder))
            held = set(again.entries) == {"a.html"} and (kind == "empty" or len(said) == 1)
            words = "; ".join(said)
        except Exception as error:
            held, words = False, repr(error)
        yield kind, held, words
    for kind, content in {"deleted": None, "cut": b"pag", "grown": b"pages", "edited, of equal size": b"PAGE"}.items():
        folder = room / f"report-{kind[:3]}"
        store = Folder(folder)
        store.put("a.html", b"page")
        manifest = Manifest(store)
        manifest.add(Entry("a.html", "k", 4, "s"))
        (folder / "a.html").unlink() if content is None else (folder / "a.html").write_bytes(content)
        yield f"report {kind}", not manifest.has("a.html", "k"), "left alone: only its size is looked at"


def swaps(room: Path, _dice: random.Random) -> Iterator[Outcome]:
    """Two that replace the data at once; what a kill in the swap leaves."""
    data = room / "data"
    data.mkdir()
    (data / "a").write_text("whole")
    with replaced(data) as aside:
        held, words = refused(lambda: contextlib.ExitStack().enter_context(replaced(data)))
        yield "two at once", held, words
        (aside / "a").write_text("new")
    yield "the first of two", (data / "a").read_text() == "new", "its result is there"
    for kind in ("between the renames", "before the first", "after the second"):
        shutil.copytree(data, room / ".data-new-x")
        if kind == "between the renames":
            data.rename(room / ".data-old-x")
        elif kind == "after the second":
            shutil.copytree(data, room / ".data-old-x")
        put_back = restore(data)
        with replaced(data):
            pass
        left = [path.name for path in room.glob(".data-*")]
        yield f"kill {kind}", put_back == ("between" in kind) and (data / "a").exists() and not left, f"left: {left}"


# --- commands in processes of their own -------------------------------------------------------------------------------


def whole(out: Path, right: bytes) -> bool:
    """Return whether a report is whole or not there, and nothing stands beside it after the next run."""
    return not out.exists() or out.read_bytes() == right


def stopped(room: Path, dice: random.Random, right: bytes) -> Iterator[Outcome]:
    """A signal at a seeded moment of `compare`: the report is whole or not there; the next run clears and gives it."""
    for number in range(12):
        which = (signal.SIGKILL, signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[number % 4]
        folder = room / f"stopped-{number}"
        out = folder / "a.html"
        process = start(*REPORT, "--out", str(out))
        time.sleep(dice.uniform(0.2, 5.0))
        below = family(process.pid)
        with suppress(ProcessLookupError):
            os.kill(process.pid, which)
        status, words = end(process)
        held = whole(out, right) and not alive(below) and "Traceback" not in words
        status, _ = end(start(*REPORT, "--out", str(out)))
        left = [path.name for path in folder.iterdir() if path.name != "a.html"]
        yield f"{which.name}", held and status == 0 and out.read_bytes() == right and not left, f"{words[-200:]} {left}"


def memory(room: Path, dice: random.Random, right: bytes) -> Iterator[Outcome]:
    """Limits of addresses from 200 MB to 2 GB: refused in one sentence, or the right report."""
    sizes = [*sorted(dice.sample(range(200, 1100), 14)), 1101, 1150, 1250, 1500, 2000]
    for megabytes in sizes:
        out = room / f"memory-{megabytes}.html"
        status, words = end(start(*REPORT, "--out", str(out), limits=[(resource.RLIMIT_AS, megabytes << 20)]))
        refusal = told(status, words) and not out.exists() and f"{megabytes:,} MB of memory found" in words
        held = refusal if megabytes < 1100 else status == 0 and out.read_bytes() == right
        yield f"{megabytes} MB", held, f"{status} {words[-200:]}"


def disk(room: Path, _dice: random.Random, right: bytes) -> Iterator[Outcome]:
    """A disk that takes no more, is read-only, has a folder in the place, or takes no such name."""
    for size in (0, 1, 4096, 100_000):
        out = room / f"full-{size}.html"
        status, words = end(start(*REPORT, "--out", str(out), limits=[(resource.RLIMIT_FSIZE, size)]))
        yield f"full at {size}", told(status, words) and not out.exists(), words[-200:]
    (room / "claims.csv").write_text("role,measure,value,unit\naccountant,jobs,5,jobs\n")
    (room / "folder.csv").mkdir()
    (room / "listed").mkdir()
    (room / "listed" / "index.html").mkdir()
    claims, long = str(room / "claims.csv"), "x" * 300
    for words in (
        [*REPORT, "--out", "/proc/rolepair/a.html"],
        [*REPORT, "--out", str(room / long)],
        [*REPORT, "--out", "/dev/null/a.html"],
        ["check", claims, "--out", str(room / "folder.csv")],
        ["check", claims, "--out", str(room / f"{long}.csv")],
        ["check", claims, "--out", claims],
        ["check", str(room)],
        ["index", str(room / "listed")],
        ["index", str(room / long)],
        ["data", "build", "--from", long],
        ["batch", claims, "--out", str(room / "many")],
    ):
        status, said = end(start(*words))
        yield (
            " ".join(words)[:60],
            told(status, said) and "accountant" in (room / "claims.csv").read_text(),
            said[-200:],
        )
    for folder in ("/nowhere", str(room / "claims.csv")):
        out = room / "tmp.html"
        status, said = end(start(*REPORT, "--out", str(out), TMPDIR=folder))
        yield f"TMPDIR {folder[:8]}", status == 0 and out.read_bytes() == right, said[-200:]


def at_once(room: Path, _dice: random.Random, right: bytes) -> Iterator[Outcome]:
    """Three reports into one file, two batches into one folder."""
    for number in range(2):
        out = room / f"once-{number}" / "a.html"
        running = [start(*REPORT, "--out", str(out)) for _ in range(3)]
        ends = [end(process) for process in running]
        left = [path.name for path in out.parent.iterdir() if path.name != "a.html"]
        yield "three reports", all(s == 0 for s, _ in ends) and out.read_bytes() == right and not left, str(left)
    pairs, many = room / "pairs.csv", room / "many"
    pairs.write_text("role_a,role_b\n43-3021,43-3031\n")
    first = start("batch", str(pairs), "--out", str(many))
    while not many.exists() and first.poll() is None:
        time.sleep(0.02)
    status, said = end(start("batch", str(pairs), "--out", str(many)))
    yield "a second batch", told(status, said) and "another batch is writing" in said, said[-200:]
    yield (
        "the first batch",
        end(first)[0] == 0 and sorted(path.suffix for path in many.iterdir()) == [*(".html", ".html", ".jsonl")],
        "its report is there",
    )


CLOCK = """
import time
real, calls = time.time, iter(range(10**9))
time.time = lambda: real() + {hours} * 3600 * (next(calls) % 2)
"""


def clock(room: Path, _dice: random.Random, right: bytes) -> Iterator[Outcome]:
    """A clock that jumps by twelve hours to and fro during the run."""
    for hours in (12, -12):
        folder = room / f"clock{hours}"
        folder.mkdir()
        (folder / "sitecustomize.py").write_text(CLOCK.format(hours=hours))
        out, path = folder / "a.html", f"{folder}{os.pathsep}{ENVIRONMENT.get('PYTHONPATH', '')}"
        status, said = end(start(*REPORT, "--out", str(out), PYTHONPATH=path))
        yield f"{hours:+} hours", status == 0 and out.read_bytes() == right, said[-200:]


def killed_batches(room: Path, dice: random.Random, *, right: bytes) -> Iterator[Outcome]:  # noqa: ARG001 - as the others
    """kill -9 of a batch, its fork server and a worker at a seeded moment; the same command goes on."""
    pairs = room / "pairs.csv"
    pairs.write_text("role_a,role_b\n43-3021,43-3031\nnurse,paramedic\ncashier,actor\n")

    def files(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    end(start("batch", str(pairs), "--out", str(room / "undisturbed")))
    expected = files(room / "undisturbed")
    for number, victim in enumerate(("command", "fork server", "worker") * 2):
        out = room / f"batch-{number}"
        process = start("batch", str(pairs), "--out", str(out))
        time.sleep(dice.uniform(0.5, 4.0))
        until = time.monotonic() + 60
        while (
            victim != "command" and not list(out.glob("*.html")) and process.poll() is None and time.monotonic() < until
        ):
            time.sleep(0.02)
        below = family(process.pid)
        commands = {pid: Path(f"/proc/{pid}/cmdline").read_text() for pid in below if Path(f"/proc/{pid}").exists()}
        servers = [pid for pid, line in commands.items() if "forkserver" in line]
        for pid in {"command": [process.pid], "fork server": servers[:1], "worker": servers[1:2]}[victim]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        _, words = end(process)
        held = not alive(below) and "Traceback" not in words
        status, _ = end(start("batch", str(pairs), "--out", str(out)))
        yield f"kill -9 of {victim}", held and status == 0 and files(out) == expected, words[-200:]


CHEAP = {
    "bits of tables and csv": flipped_bits,
    "tables and checksums cut, gone, replaced": cut_tables,
    "hostile text": hostile_text,
    "damaged archives and bombs": archives,
    "network": network,
    "manifests of a batch, its reports edited or deleted": manifests,
    "refreshes: two at once, killed in the swap": swaps,
}
DEAR = {
    "kill -9, SIGINT, SIGTERM, SIGHUP of a report": stopped,
    "kill -9 of a batch, its server, a worker": killed_batches,
    "memory limits": memory,
    "disk full, read-only, impossible places, TMPDIR": disk,
    "two and three at once": at_once,
    "clock jumps": clock,
}


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--quick", action="store_true")
    arguments.add_argument("--keep", action="store_true")
    given = arguments.parse_args()
    rows, open_faults, began = [], [], time.monotonic()
    with tempfile.TemporaryDirectory(prefix="faults-") as name:
        right = b""
        if not given.quick:
            out = Path(name) / "right.html"
            status, words = end(start(*REPORT, "--out", str(out)))
            assert status == 0, words
            right = out.read_bytes()
        kinds = dict(CHEAP) if given.quick else CHEAP | {kind: partial(run, right=right) for kind, run in DEAR.items()}
        for number, (kind, run) in enumerate(kinds.items()):
            room = Path(name) / str(number)
            room.mkdir()
            outcomes = list(run(room, random.Random(f"{SEED} {kind}")))
            bad = [(what, why) for what, held, why in outcomes if not held]
            rows.append((kind, len(outcomes), len(outcomes) - len(bad)))
            open_faults += [(kind, what) for what, _ in bad]
            print(f"{kind}: {len(outcomes)} tried, {len(outcomes) - len(bad)} held", flush=True)
            for what, why in bad:
                print(f"  not held: {what}: {' '.join(why.split())[:300]}", flush=True)
    total = tuple(sum(row[at] for row in rows) for at in (1, 2))
    lines = ["| kind | tried | held |", "|---|---|---|", *(f"| {kind} | {n:,} | {m:,} |" for kind, n, m in rows)]
    lines.append(f"| all | {total[0]:,} | {total[1]:,} |")
    if open_faults:
        lines += ["", "Not held: " + "; ".join(f"{kind}: {what}" for kind, what in open_faults) + "."]
    print("\n".join(lines))
    print(f"{time.monotonic() - began:,.0f} seconds")
    if given.keep:
        text = PAGE.read_text(encoding="utf-8")
        before, after = text.partition(MARKS[0])[0], text.partition(MARKS[1])[2]
        PAGE.write_text(before + "\n".join([MARKS[0], *lines, MARKS[1]]) + after, encoding="utf-8", newline="\n")
    return len(open_faults)


if __name__ == "__main__":
    sys.exit(main() > 1)
