"""A file is whole or not there: written beside its place under another name and renamed."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from helpers.base.errors import BadInput
from helpers.base.locks import CAN_LOCK, lock

UNFINISHED = ".unfinished"


@contextmanager
def aside(out: Path) -> Iterator[Path]:
    """Give a path beside `out` to write to; rename it to `out` if all went well, remove it if anything failed.

    What killed runs have left there is removed. Raises `BadInput`, before anything is computed, if the folder of `out`
    cannot be made or written.
    """
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _clear(out.parent)
        handle, unfinished = _unfinished(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    try:
        yield unfinished
        unfinished.chmod(0o644)
        unfinished.replace(out)
    except OSError as error:
        raise _unwritable(out, error) from error
    finally:
        os.close(handle)
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)


def _unfinished(out: Path) -> tuple[int, Path]:
    while True:
        handle, name = tempfile.mkstemp(prefix=f"{UNFINISHED}-", suffix=out.suffix, dir=out.parent)
        lock(handle)
        if Path(name).exists():  # else another run has cleared it before it was locked
            return handle, Path(name)
        os.close(handle)


def _clear(folder: Path) -> None:
    """Remove the unfinished files that no running process has locked."""
    for path in folder.glob(f"{UNFINISHED}-*") if CAN_LOCK else ():
        with suppress(OSError):
            if path.is_file():
                handle = os.open(path, os.O_RDWR)
                try:
                    if lock(handle):
                        path.unlink()
                finally:
                    os.close(handle)


def _unwritable(out: Path, error: OSError) -> BadInput:
    return BadInput(
        f"{out.name} cannot be written into {out.parent.name}/: {error.strerror or error}",
        expected="a folder you may write, on a disk with room",
        next_step="check its permissions and the free space, or name another place with --out; nothing was left behind",
    )
