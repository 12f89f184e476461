"""Files that are whole or not there, written beside their place and renamed; and locks that die with their process."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from helpers.base.errors import BadInput

try:
    import fcntl
except ImportError:  # Windows: no lock, and nothing is cleared that might be in use
    fcntl = None  # type: ignore[assignment]

UNFINISHED = ".unfinished"
CAN_LOCK = fcntl is not None
_YOUNG = 60.0
"""Seconds in which a temporary folder may have been made and not yet be held."""


def lock(handle: int) -> bool:
    """Lock an open file or folder until it is closed or its process ends; return False if another process has it."""
    try:
        if fcntl:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


@contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Hold a folder that is there; gives False if another process holds it, or has put another in its place."""
    if not CAN_LOCK:
        yield True
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield lock(handle) and folder.exists() and os.path.samestat(folder.stat(), os.fstat(handle))
    finally:
        os.close(handle)


@contextmanager
def own_folder(prefix: str) -> Iterator[Path]:
    """Give a temporary folder, gone afterwards; those of this prefix whose process was killed are cleared."""
    for left in Path(tempfile.gettempdir()).glob(f"{prefix}*") if CAN_LOCK else ():
        with suppress(OSError):
            if time.time() - left.stat().st_mtime > _YOUNG:
                with held(left) as dead:
                    if dead:
                        shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=prefix) as name, held(Path(name)):
        yield Path(name)


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
