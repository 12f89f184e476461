"""Fetch publishers' files into the user's cache: cut downloads resume, and no half or wrong file takes a name."""

import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from urllib.parse import unquote, urlsplit, urlunsplit

import platformdirs
import requests
import urllib3

from helpers.base.errors import BadInput
from helpers.base.files import CAN_LOCK, held
from helpers.build.archives import BY_HAND, check_content, page_instead, unsafe
from helpers.tables.load import first_line
from helpers.tables.sources import sha256

_CHUNK = 1 << 16
_PAGE, _STAGE = "text/html", "stage-"
_GONE = (404, 410)
T = TypeVar("T")


@dataclass(frozen=True)
class Address:
    """Where one file is, and the name under which it is kept: the part after `#`, or the last part of the path."""

    url: str
    name: str

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Return the address in `text`; raise `BadInput` for anything but http(s) with a plain file name."""
        parts = urlsplit(text.strip())
        name = unquote(parts.fragment or parts.path.rpartition("/")[2])
        if (
            parts.scheme not in ("http", "https")
            or not parts.netloc
            or name.strip(".") == ""
            or set(name) & set('/\\:*?"<>|')
        ):
            raise BadInput(
                f"{text!r} is no address of a file",
                expected="https://host/path/file, with #name where the file is kept under another name",
                next_step="correct it under `addresses` in sources.yml",
            )
        return cls(urlunsplit(parts._replace(fragment="")), name)


def cache_folder() -> Path:
    """Return where downloads are kept: ROLEPAIR_CACHE, or the user's cache folder of the operating system."""
    return Path(os.environ.get("ROLEPAIR_CACHE") or platformdirs.user_cache_dir("rolepair"))


@dataclass(frozen=True)
class Downloader:
    """How files are fetched: the cache, an optional mirror, patience.

    `mirror` takes the place of scheme and host of every address (default: ROLEPAIR_MIRROR). ROLEPAIR_CONTACT, an e-mail
    address, is named to the publisher, as the Bureau of Labor Statistics asks of automatic downloads. A file may have
    `most_bytes`, unpacked as they come, and must come by `slowest` bytes a second over each `timeout_s`.
    """

    cache: Path = field(default_factory=cache_folder)
    mirror: str = field(default_factory=lambda: os.environ.get("ROLEPAIR_MIRROR", ""))
    say: Callable[[str], None] = lambda _: None
    tries: int = 4
    pause_s: float = 1.0
    timeout_s: float = 60.0
    most_bytes: int = 2 << 30
    slowest: float = 1000.0

    @contextmanager
    def room(self) -> Iterator[Path]:
        """Give an empty folder on the disk of the cache, for one command at a time; `BadInput` if there can be none."""
        with ExitStack() as stack:
            try:
                self.cache.mkdir(parents=True, exist_ok=True)
                if not stack.enter_context(held(self.cache)):
                    raise BadInput(
                        f"another command is fetching into {self.cache.name}/",
                        expected="one refresh at a time",
                        next_step="wait for its end, or name another folder in ROLEPAIR_CACHE",
                    )
                for left in self.cache.glob(f"{_STAGE}*") if CAN_LOCK else ():  # of a run that was killed
                    shutil.rmtree(left, ignore_errors=True)
                folder = stack.enter_context(tempfile.TemporaryDirectory(prefix=_STAGE, dir=self.cache))
            except OSError as error:
                raise _no_room("a download", error) from error
            yield Path(folder)

    def exists(self, url: str) -> bool:
        """Return whether the publisher has a file at `url`; a page in its place counts as none.

        Raises `BadInput` if the publisher cannot be reached or refuses.
        """
        place = self._place(url)

        def asked() -> bool:
            try:
                reply = requests.head(place, headers=self._headers(), timeout=self.timeout_s, allow_redirects=True)
            except requests.RequestException as error:
                raise _Cut(first_line(error)) from error
            if reply.ok:
                return not reply.headers.get("Content-Type", "").startswith(_PAGE)
            if reply.status_code not in _GONE:
                raise _failed(place, reply.status_code, Path(place).name)
            return False

        return self._tried(place, asked)

    def fetch(self, address: Address, folder: str) -> Path:
        """Return the newest copy of a file, in the subfolder `folder` of the cache.

        A copy that the publisher still serves is not fetched again; a cut download goes on where it stopped, if the
        server tells that the file is the same. Raises `BadInput` with what to do next if the address has no file, the
        publisher refuses, the connection fails `tries` times, a page comes in place of the file, the file is damaged,
        or the disk is full.
        """
        target = self.cache / folder / address.name
        place = self._place(address.url)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._tried(place, lambda: self._attempt(place, target), _part(target))
        except OSError as error:
            raise _no_room(target.name, error) from error
        return target

    def _tried(self, place: str, once: Callable[[], T], part: Path | None = None) -> T:
        """Return what `once` gives, tried again while it fails for a passing reason; `part` is what is kept of it."""
        last = ""
        for attempt in range(self.tries):
            try:
                return once()
            except _Cut as error:
                last = str(error)
            if attempt + 1 < self.tries:
                time.sleep(self.pause_s * 2**attempt)
        kept = part.stat().st_size if part and part.is_file() else 0
        begun = f"; {kept:,} bytes are kept, and it goes on from there if the server allows" if kept else ""
        raise BadInput(
            f"{place} cannot be fetched: {last or 'no reason given'}",
            expected="a whole download",
            next_step=f"check the network and run the same command again{begun}",
        )

    def _attempt(self, place: str, target: Path) -> None:
        part, have = _part(target), _usable(target, place)
        headers, done = self._headers(), 0
        if have:
            marks = (("If-None-Match", "etag"), ("If-Modified-Since", "modified"))
            headers |= {name: have[mark] for name, mark in marks if have.get(mark)}
        elif part.is_file() and (begun := _read_note(part, place)) and (same := begun["etag"] or begun["modified"]):
            done = part.stat().st_size
            headers |= {"Range": f"bytes={done}-", "If-Range": same} if done else {}
        try:
            with requests.get(place, headers=headers, timeout=self.timeout_s, stream=True) as reply:
                if reply.status_code == 304 and have:
                    self._accept(target, target)
                    return
                done = self._begin(reply, part, place, done)
                self._receive(reply, part, done)
        except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
            raise _Cut(first_line(error)) from error
        self._accept(part, target)
        part.replace(target)
        note = _read_note(part, place) or {}
        _note(target).write_text(json.dumps(note | {"sha256": sha256(target)}), encoding="utf-8")
        _note(part).unlink(missing_ok=True)

    def _begin(self, reply: requests.Response, part: Path, place: str, done: int) -> int:
        """Return how many bytes of the file are there already; refuse a reply that is not the file."""
        if reply.status_code == 416 or (
            reply.status_code == 206 and not reply.headers.get("Content-Range", "").startswith(f"bytes {done}-")
        ):
            part.unlink(missing_ok=True)
            raise _Cut("the server did not go on where the download stopped")
        if reply.status_code == 304:
            raise _Cut("the server says that the file has not changed, but no copy of it is here")
        if reply.status_code not in (200, 206):
            raise _failed(place, reply.status_code, part.name.removesuffix(".part"))
        if reply.headers.get("Content-Type", "").startswith(_PAGE):
            raise page_instead(part.name.removesuffix(".part"))
        if reply.status_code == 200:
            marks = {"etag": reply.headers.get("ETag", ""), "modified": reply.headers.get("Last-Modified", "")}
            marks["etag"] = "" if marks["etag"].startswith("W/") else marks["etag"]
            _note(part).write_text(json.dumps({"url": place, **marks}), encoding="utf-8")
            return 0
        return done

    def _receive(self, reply: requests.Response, part: Path, done: int) -> None:
        length = reply.headers.get("Content-Length", "")
        total = done + int(length) if length.isdigit() and "Content-Encoding" not in reply.headers else None
        if total is not None and total - done > shutil.disk_usage(part.parent).free:
            raise OSError(f"it needs {total / 1e6:,.0f} MB")
        name = part.name.removesuffix(".part")
        self.say(f"{'resuming' if done else 'fetching'} {name}" + (f" ({total / 1e6:,.1f} MB)" if total else ""))
        with part.open("ab" if done else "wb") as file, _bar(name, total, done) as advance:
            size, mark, since = done, done, time.monotonic()
            while chunk := reply.raw.read1(_CHUNK, decode_content=True):
                file.write(chunk)
                advance(len(chunk))
                size += len(chunk)
                if size > self.most_bytes:
                    file.truncate(0)
                    raise unsafe(name, f"it has more than {self.most_bytes:,} bytes")
                if (seconds := time.monotonic() - since) > self.timeout_s:
                    if size - mark < self.slowest * seconds:
                        raise _Cut(f"the server sent {size - mark:,} bytes in {seconds:,.0f} seconds")
                    mark, since = size, time.monotonic()
        if total is not None and (size := part.stat().st_size) != total:
            if size > total:
                part.unlink()
            raise _Cut(f"the connection was cut at {size:,} of {total:,} bytes")

    def _accept(self, path: Path, target: Path) -> None:
        """Check a whole file; one that fails is dropped, so that the next try starts anew."""
        try:
            check_content(path, target.name)
        except BadInput:
            for left in (path, _note(path)):
                left.unlink(missing_ok=True)
            raise

    def _place(self, url: str) -> str:
        parts = urlsplit(url)
        return f"{self.mirror.rstrip('/')}{urlunsplit(('', '', *parts[2:]))}" if self.mirror else url

    def _headers(self) -> dict[str, str]:
        contact = os.environ.get("ROLEPAIR_CONTACT", "")
        return {"User-Agent": f"rolepair ({contact})" if contact else "rolepair", "Accept-Encoding": "identity"}


class _Cut(Exception):
    """A download that failed for a passing reason."""


def _part(target: Path) -> Path:
    return target.with_name(target.name + ".part")


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _read_note(path: Path, place: str) -> dict[str, str] | None:
    try:
        note = json.loads(_note(path).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return note if isinstance(note, dict) and note.get("url") == place else None


def _usable(target: Path, place: str) -> dict[str, str] | None:
    """Return the note of a whole copy from this address, None if there is none or it was changed since."""
    note = _read_note(target, place) if target.is_file() else None
    return note if note and note.get("sha256") == sha256(target) else None


@contextmanager
def _bar(name: str, total: int | None, done: int) -> Iterator[Callable[[int], None]]:
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(name, total=total, completed=done)
        yield lambda size: progress.advance(task, size)


# --- refusals ---------------------------------------------------------------------------------------------------------


def _no_room(name: str, error: OSError) -> BadInput:
    return BadInput(
        f"{name} cannot be kept in the cache: {error.strerror or error}",
        expected="a cache folder you may write, on a disk with room",
        next_step="make room, or name another folder in ROLEPAIR_CACHE",
    )


def _failed(place: str, status: int, name: str) -> BadInput | _Cut:
    if status in (408, 425, 429) or status >= 500:
        return _Cut(f"status {status}")
    if status in _GONE:
        given = f"there is no file at {place} (status {status})"
        step = "look on the publisher's page (`url` in sources.yml) where it is now, and correct `addresses` there; or "
    else:
        given = f"the publisher refuses {place} (status {status})"
        step = "set ROLEPAIR_CONTACT to your e-mail address, which some publishers ask for; or open the address in a"
        step += " browser, "
    return BadInput(given, expected=f"the publisher's file {name}", next_step=step + BY_HAND)
