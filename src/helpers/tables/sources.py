"""Where every table comes from: `data/sources.yml` as records."""

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from helpers.base.errors import DamagedTable
from helpers.base.paths import RESTORE, data_folder
from helpers.tables.checksums import refuse_changed
from helpers.tables.spec import ALL


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


def sources_of(table: str, folder: Path | None = None) -> list[Source]:
    """Return the sources behind a table, in the order its schema names them."""
    known = load_sources(folder)
    return [known[name] for name in ALL[table].sources]
