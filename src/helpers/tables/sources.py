"""Where every table comes from (`data/sources.yml`), and the checksums that hold its files as they were written."""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from helpers.base.errors import DamagedTable
from helpers.base.paths import RESTORE, data_folder
from helpers.tables.spec import ALL

CHECKSUMS = "SHA256SUMS"


def sha256(path: Path) -> str:
    """Return the sha256 of a file as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_checksums(folder: Path) -> dict[str, str]:
    """Return file name -> sha256 as `build.store.write_checksums` wrote them; empty if there is no such file."""
    path = folder / CHECKSUMS
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    return {name: checksum for checksum, _, name in (line.partition("  ") for line in lines)}


def refuse_changed(path: Path) -> None:
    """Raise `DamagedTable` if a file of a data folder is not the one whose checksum stands there.

    The checksums of a format may leave bytes out, such as the statistics by which parquet passes over rows. A file is
    read for it once, until its size or time changes. A folder without checksums holds nothing to judge by.
    """
    sums = path.parent / CHECKSUMS
    if sums.exists():
        stamps = [(stat.st_size, stat.st_mtime_ns) for stat in (path.stat(), sums.stat())]
        if why := _fault(path, *stamps):
            raise DamagedTable(f"{path.name} {why}", expected="the file that the data build wrote", next_step=RESTORE)


@lru_cache(maxsize=512)
def _fault(path: Path, *_stamps: tuple[int, int]) -> str:
    try:
        known = read_checksums(path.parent).get(path.name)
        if known is None:
            return f"is not in {CHECKSUMS}"
        return "" if sha256(path) == known else f"was changed or damaged: its sha256 is not the one in {CHECKSUMS}"
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "it is no text"
        return f"cannot be checked against {CHECKSUMS}: {why}"


# --- sources ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """One release of one publisher's data, as `data/sources.yml` tells it.

    `files` maps the name of each raw file to its sha256; `period` is what the figures describe, `published` and
    `retrieved` are ISO dates (empty where not known); `check` says how far the raw files were verified.
    """

    id: str
    publisher: str
    title: str
    release: str
    period: str
    published: str
    retrieved: str
    licence: str
    url: str
    citation: str
    check: str = ""
    note: str = ""
    files: dict[str, str] = field(default_factory=dict)
    addresses: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """Return publisher, title and release in one line, as it stands under a table."""
        return f"{self.publisher}, {self.title}, {self.release}"


_FIELDS = {name for name in Source.__dataclass_fields__ if name != "id"}
_NEEDED = {"publisher", "title", "release", "period", "licence", "url", "citation"}


def load_sources(folder: Path | None = None) -> dict[str, Source]:
    """Return every source by its id; raise `DamagedTable` if the file is missing or an entry lacks a field."""
    path = (folder or data_folder()) / "sources.yml"
    try:
        stamp = path.stat()
        found = dict(_parse(path, stamp.st_mtime_ns, stamp.st_size))
    except (OSError, ValueError, yaml.YAMLError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else " ".join(str(error).split())
        raise DamagedTable(
            f"sources.yml cannot be used: {why[:200]}",
            expected="one entry a source with " + ", ".join(sorted(_NEEDED)),
            next_step=RESTORE,
        ) from error
    if path.parent == data_folder():
        refuse_changed(path)
    return found


@lru_cache(maxsize=8)
def _parse(path: Path, *_stamp: int) -> dict[str, Source]:
    entries: Any = yaml.safe_load(path.read_text(encoding="utf-8"))
    if not isinstance(entries, dict):
        raise ValueError("it holds no entries")
    found = {}
    for name, entry in entries.items():
        if not isinstance(entry, dict):
            raise ValueError(f"{name} holds no fields")
        if lacking := _NEEDED - set(entry):
            raise ValueError(f"{name} lacks {', '.join(sorted(lacking))}")
        if unknown := set(entry) - _FIELDS:
            raise ValueError(f"{name} has unknown fields {', '.join(sorted(unknown))}")
        texts = {key: "" if entry.get(key) is None else str(entry[key]) for key in _FIELDS - {"files", "addresses"}}
        files = dict(entry.get("files") or {})
        found[str(name)] = Source(id=str(name), **texts, files=files, addresses=tuple(entry.get("addresses") or ()))
    return found


def sources_of(table: str) -> list[Source]:
    """Return the sources behind a table, in the order its schema names them."""
    known = load_sources()
    return [known[name] for name in ALL[table].sources]
