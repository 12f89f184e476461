"""Where a batch keeps its files: a local folder, or whatever fsspec can write; every file is whole or not there."""

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from helpers.base.errors import BadInput
from helpers.base.files import UNFINISHED, lock


class Folder:
    """A local folder: files are written aside, in a folder of this writer's own, and renamed into place."""

    def __init__(self, path: Path, writer: str = "") -> None:
        """Make the folder, clear what a killed run of this `writer` left aside; `BadInput` if one still runs."""
        self.label = str(path)
        self._path, self._aside = path, path / f"{UNFINISHED}{writer}"
        try:
            self._handle = self._take()
            for left in self._aside.iterdir():
                left.unlink()
        except OSError as error:
            raise BadInput(
                f"{path.name[:80]} cannot be written: {error.strerror or error}",
                expected="a folder you may write, on a disk with room",
                next_step="name another place with --out",
            ) from error

    def _take(self) -> int:
        """Make the folder for unfinished files and lock it until this process ends; return what holds the lock."""
        while os.name != "nt":  # where a folder cannot be opened, none is locked
            self._aside.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._aside, os.O_RDONLY)
            if not lock(handle):
                os.close(handle)
                raise BadInput(
                    f"another batch is writing into {self.label}",
                    expected="one at a time in a folder, or shards",
                    next_step="wait for its end, or name another place with --out",
                )
            if self._aside.exists() and os.path.samestat(self._aside.stat(), os.fstat(handle)):
                return handle
            os.close(handle)  # the other one ended, and removed the folder, in between
        self._aside.mkdir(parents=True, exist_ok=True)
        return -1

    def put(self, name: str, content: bytes, *, gzipped: bool = False) -> None:  # noqa: ARG002 - the name ends in .gz
        """Write a file whole."""
        target = self._path / name
        aside = self._aside / name.replace("/", "--")
        aside.write_bytes(content)
        try:
            aside.replace(target)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            aside.replace(target)

    def size(self, name: str) -> int:
        """Return a file's bytes, -1 if it is not there."""
        found = self._found(name)
        return found.st_size if found else -1

    def newer(self, name: str, *than: str) -> bool:
        """Return whether a file was written after each of some others, or in the same tick of the clock."""
        times = [found.st_mtime_ns if (found := self._found(one)) else -1 for one in (name, *than)]
        return times[0] >= max(times[1:])

    def _found(self, name: str) -> os.stat_result | None:
        try:
            return os.stat(f"{self.label}/{name}")  # noqa: PTH116 - asked 344,035 times
        except OSError:
            return None

    def read(self, name: str) -> bytes:
        """Return a file's content, empty if it is not there."""
        path = self._path / name
        return path.read_bytes() if path.is_file() else b""

    def log(self, name: str, lines: Iterable[str]) -> None:
        """Add lines to a log."""
        with (self._path / name).open("ab") as file:
            # one write; a line that a kill has cut off is ended first, so that it spoils no other
            file.write(b"\n" + b"".join(line.encode() + b"\n" for line in lines))

    def read_log(self, name: str) -> list[str]:
        """Return the whole lines of a log."""
        return self.read(name).decode("utf-8", "replace").split("\n")[:-1]

    def drop_log(self, name: str) -> None:
        """Remove a log."""
        (self._path / name).unlink(missing_ok=True)

    def is_folder(self, name: str) -> bool:
        """Return whether a folder stands where a file should."""
        return (self._path / name).is_dir()

    def set_aside(self, name: str) -> str:
        """Rename a file that is damaged and return its new name."""
        number = 1
        while (aside := self._path / f"{name}.damaged-{number}").exists():
            number += 1
        (self._path / name).rename(aside)
        return aside.name

    def close(self) -> None:
        """Remove the folder of unfinished files, and with it the lock."""
        shutil.rmtree(self._aside, ignore_errors=True)
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1


class Remote:
    """A place that fsspec can write, such as s3://bucket/reports or memory://reports; an object appears when whole."""

    def __init__(self, url: str, *, list_now: bool = True) -> None:
        """Open the place; raise `BadInput` if fsspec or its driver is missing or knows no such place.

        It is listed once, now: one that is only written to need not be.
        """
        try:
            import fsspec

            self._files, self._root = fsspec.core.url_to_fs(url)
        except (ImportError, ValueError) as error:
            raise BadInput(
                f"{url} cannot be opened: {error}",
                expected="a folder, or an address that fsspec knows",
                next_step="install the extra: pip install 'rolepair[cluster]'",
            ) from error
        self.label = url
        self._parts = 0
        self._sizes: dict[str, int] = {}
        self._files.invalidate_cache()
        if list_now and self._files.exists(self._root):
            for path, info in self._files.find(self._root, detail=True).items():
                self._sizes[path] = int(info["size"])

    def put(self, name: str, content: bytes, *, gzipped: bool = False) -> None:
        """Write an object whole, with its type, and its encoding if it is compressed."""
        path, options = f"{self._root}/{name}", dict[str, Any]()
        if "s3" in self._protocols():
            kind = "text/html; charset=utf-8" if ".html" in name else "application/octet-stream"
            options = {"ContentType": kind} | ({"ContentEncoding": "gzip"} if gzipped else {})
        else:
            self._files.makedirs(path.rsplit("/", 1)[0], exist_ok=True)
        self._files.pipe_file(path, content, **options)
        self._sizes[path] = len(content)

    def size(self, name: str) -> int:
        """Return an object's bytes as listed when the place was opened or written since; -1 if it is not there."""
        return self._sizes.get(f"{self._root}/{name}", -1)

    def newer(self, name: str, *than: str) -> bool:  # noqa: ARG002 - only Folder can tell
        """Return False: objects are not edited in their place."""
        return False

    def read(self, name: str) -> bytes:
        """Return an object's content, empty if it is not there."""
        path = f"{self._root}/{name}"
        return bytes(self._files.cat_file(path)) if self._files.exists(path) else b""

    def log(self, name: str, lines: Iterable[str]) -> None:
        """Add a part to a log: objects cannot grow."""
        text = "".join(line + "\n" for line in lines).encode()
        self._parts += 1
        while self.size(part := f"{name}.parts/{self._parts:06}") >= 0:
            self._parts += 1
        self.put(part, text)

    def read_log(self, name: str) -> list[str]:
        """Return the lines of all parts of a log and of its compact form."""
        paths = sorted(path for path in self._sizes if path.startswith(f"{self._root}/{name}.parts/"))
        texts = [self.read(name), *(bytes(self._files.cat_file(path)) for path in paths)]
        return [line for text in texts for line in text.decode().splitlines()]

    def drop_log(self, name: str) -> None:
        """Remove the parts of a log."""
        paths = [path for path in self._sizes if path.startswith(f"{self._root}/{name}.parts/")]
        for path in paths:
            self._files.rm_file(path)
            del self._sizes[path]

    def is_folder(self, name: str) -> bool:  # noqa: ARG002 - an object store has none
        """Return False: a folder and an object may have one name."""
        return False

    def set_aside(self, name: str) -> str:
        """Keep a damaged object under another name and return that."""
        self.put(f"{name}.damaged", self.read(name))
        return f"{name}.damaged"

    def close(self) -> None:
        """Do nothing: nothing stands aside."""

    def _protocols(self) -> tuple[str, ...]:
        found = self._files.protocol
        return (found,) if isinstance(found, str) else tuple(found)


Store = Folder | Remote
"""A place for the files of a batch; their names have `/` between folders."""


def open_store(out: str, writer: str = "") -> Store:
    """Return the store for a folder or an address such as s3://bucket/folder."""
    local = "://" not in out or out.startswith("file://")
    return Folder(Path(out.removeprefix("file://")), writer) if local else Remote(out)
