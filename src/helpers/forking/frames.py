"""Messages through a pipe: a JSON head and bytes, each with its length in front."""

import json
import os
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

_LENGTHS = struct.Struct(">II")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class Message:
    """What came through a pipe: a kind, values that JSON can hold, and bytes."""

    kind: str
    values: dict[str, Any]
    blob: bytes = b""


def write(pipe: int, kind: str, blob: bytes = b"", **values: Any) -> None:
    """Write one message whole; waits while the pipe is full. Raises BrokenPipeError if nobody reads it."""
    head = json.dumps({"kind": kind, **values}).encode()
    rest = memoryview(_LENGTHS.pack(len(head), len(blob)) + head + blob)
    while rest:
        rest = rest[os.write(pipe, rest) :]


@dataclass
class Reader:
    """The reading end of a pipe, which must not block; `closed` once the other end is and all was read."""

    pipe: int
    closed: bool = False
    _buffer: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        """Let reads return at once."""
        os.set_blocking(self.pipe, False)

    def messages(self) -> Iterator[Message]:
        """Give the messages that have come in whole; never waits."""
        with suppress(BlockingIOError):
            while part := os.read(self.pipe, _CHUNK):
                self._buffer += part
            self.closed = True
        start, found = 0, []
        while len(self._buffer) - start >= _LENGTHS.size:
            head, tail = _LENGTHS.unpack_from(self._buffer, start)
            middle = start + _LENGTHS.size + head
            if len(self._buffer) < middle + tail:
                break
            values = json.loads(self._buffer[start + _LENGTHS.size : middle])
            found.append(Message(values.pop("kind"), values, bytes(self._buffer[middle : middle + tail])))
            start = middle + tail
        del self._buffer[:start]
        yield from found
