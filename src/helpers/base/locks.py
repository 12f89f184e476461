"""Locks that die with their process, on an open file or a folder."""

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: no lock, and nothing is cleared that might be in use
    fcntl = None  # type: ignore[assignment]

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
