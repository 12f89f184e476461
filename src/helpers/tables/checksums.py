"""The checksums of a data folder: what is read for a report is, byte for byte, what was written."""

import hashlib
from functools import lru_cache
from pathlib import Path

from helpers.base.errors import DamagedTable
from helpers.base.paths import RESTORE

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
