"""Draw once: what belongs to one occupation and not to the pair is made once and reused across its 829 pairs."""

import functools
import hashlib
import os
import pickle
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import ParamSpec, TypeVar

FOLDER = "ROLEPAIR_PIECES"
"""Environment variable that names the folder in which the processes of one batch share their pieces."""

_Arguments = ParamSpec("_Arguments")
_Piece = TypeVar("_Piece")


def reused(make: Callable[_Arguments, _Piece]) -> Callable[_Arguments, _Piece]:
    """Return `make`, whose results are kept: in this process, and in the folder of the batch if there is one.

    For functions whose result follows from their arguments, the tables and the code alone; arguments are told apart by
    their `repr`, so they must be texts, numbers or records of them. Results must not be changed by those who get them;
    of a frame, a shallow copy is handed out, which protects it. A batch gives each content its own folder: its name is
    the key of tables, code and versions. A piece that cannot be read is made again.
    """
    own = f"{make.__module__}.{make.__qualname__}"
    known: dict[str, _Piece] = {}

    @functools.wraps(make)
    def get(*args: _Arguments.args, **options: _Arguments.kwargs) -> _Piece:
        data = os.environ.get("ROLEPAIR_DATA", "")
        key = hashlib.sha256(repr((own, data, args, sorted(options.items()))).encode()).hexdigest()
        if key not in known:
            folder = os.environ.get(FOLDER)
            place = Path(folder) / key if folder else None
            known[key] = _read_or_make(place, lambda: make(*args, **options))
        return _shielded(known[key])

    return get


def _read_or_make(place: Path | None, make: Callable[[], _Piece]) -> _Piece:
    if place is None:
        return make()
    with suppress(OSError, pickle.UnpicklingError, EOFError):
        found: _Piece = pickle.loads(place.read_bytes())
        return found
    piece = make()
    with suppress(OSError):  # a full disk costs speed, not the report
        handle, name = tempfile.mkstemp(dir=place.parent)
        with os.fdopen(handle, "wb") as file:
            pickle.dump(piece, file, protocol=pickle.HIGHEST_PROTOCOL)
        Path(name).replace(place)
    return piece


def _shielded(piece: _Piece) -> _Piece:
    """Return a frame's shallow copy, which is copied when it is written to; anything else as it is."""
    copy = getattr(piece, "copy", None)
    if hasattr(piece, "columns") and copy is not None:
        shallow: _Piece = copy(deep=False)
        return shallow
    return piece
