"""Forked children: each does one piece of work under limits, and can neither hurt its parent nor outlive it."""

import ctypes
import os
import select
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import IO, NoReturn

from helpers.forking.frames import Message, Reader, write

try:
    import resource
except ImportError:  # Windows, and any system without it: there are no limits of memory then
    resource = None  # type: ignore[assignment]

_PR_SET_PDEATHSIG = 1
_RAW_BYTES = 1 << 20

Send = Callable[..., None]


@dataclass(frozen=True)
class Limits:
    """What a child may use: seconds in all, seconds between two of its messages `started`, megabytes beyond its parent.

    After the time it is interrupted, and `grace` seconds later killed. 0 is no limit.
    """

    seconds: float = 0.0
    cell_seconds: float = 0.0
    megabytes: int = 0
    grace: float = 2.0


@dataclass(frozen=True)
class Ended:
    """How a child ended: `why` in words, empty if it went well; `late` if its time was up; `raw`, its last raw text."""

    why: str = ""
    late: bool = False
    raw: str = ""
    peak_mb: float = 0.0
    cpu_seconds: float = 0.0


def why_not_fork() -> str:
    """Return why this process must not be forked, in words; empty if it may.

    A fork copies the calling thread only: locks that other threads hold stay locked in the child. Python's own threads
    count; those that OpenBLAS and Arrow start know how to stand a fork. On macOS the system's frameworks do not.
    """
    if sys.platform != "linux":
        return f"forking is not safe on {sys.platform}"
    if threading.active_count() > 1 or threading.current_thread() is not threading.main_thread():
        return "this process runs other threads"
    return ""


@dataclass
class Child:
    """A running child as its parent sees it."""

    pid: int
    limits: Limits
    reader: Reader
    handle: int
    raw: IO[bytes]
    began: float = field(default_factory=time.monotonic)
    cell_began: float = field(default_factory=time.monotonic)
    interrupted: float = 0.0

    def messages(self) -> Iterator[Message]:
        """Give the messages that have come in whole; never waits."""
        for message in self.reader.messages():
            if message.kind == "started":
                self.cell_began = time.monotonic()
            yield message

    @property
    def waits_for(self) -> list[int]:
        """Return the descriptors that are readable when it has sent something or has ended."""
        return [self.handle] if self.reader.closed else [self.reader.pipe, self.handle]

    @property
    def deadline(self) -> float:
        """Return when, on the monotonic clock, its next limit is reached."""
        if self.interrupted:
            return self.interrupted + self.limits.grace
        ends = [self.began + self.limits.seconds] if self.limits.seconds else []
        ends += [self.cell_began + self.limits.cell_seconds] if self.limits.cell_seconds else []
        return min(ends, default=float("inf"))

    def enforce(self) -> None:
        """Interrupt the child if its time is up; kill it if that was `grace` seconds ago."""
        if time.monotonic() < self.deadline:
            return
        if self.interrupted:
            _signal(self.pid, signal.SIGKILL)
        else:
            self.interrupted = time.monotonic()
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGINT)

    def end(self) -> Ended:
        """Wait for the child, which has ended or been killed, and for nothing else; release what it held."""
        status, peak_mb, cpu_seconds = _wait_for(self.pid)
        _signal(self.pid, signal.SIGKILL)  # whatever it started and left behind, by its process group
        self.raw.seek(0)
        raw = self.raw.read(_RAW_BYTES).decode("utf-8", "replace")
        self.raw.close()
        os.close(self.reader.pipe)
        os.close(self.handle)
        code = os.waitstatus_to_exitcode(status)
        why = ""
        if self.interrupted:
            why = "its time was up"
        elif code < 0:
            why = f"its process died of {signal.Signals(-code).name}"
        elif code:
            why = f"its process ended with status {code}"
        return Ended(why, bool(self.interrupted), raw, peak_mb, cpu_seconds)

    def kill(self) -> Ended:
        """Kill the child and all it started, and return how it ended."""
        _signal(self.pid, signal.SIGKILL)
        return self.end()


def fork(work: Callable[[Send], None], limits: Limits) -> Child:
    """Start a child that does `work` and return it.

    `work` is given `send(kind, blob=b"", **values)`. What it writes to its standard output and error by file descriptor
    goes to a file that the parent keeps (`Ended.raw`); its input is empty. It dies with its parent.
    """
    raw = tempfile.TemporaryFile(prefix="rolepair-")  # noqa: SIM115 - closed by Child.end
    reader, writer = os.pipe()
    ended, open_until_it_ends = os.pipe()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):
            stream.flush()
    libc = ctypes.CDLL(None)
    parent = os.getpid()
    pid = os.fork()
    if pid == 0:
        _be_child(work, limits, raw.fileno(), reader, writer, parent, libc)
    os.close(writer)
    os.close(open_until_it_ends)
    try:
        handle = os.pidfd_open(pid)
    except (AttributeError, OSError):  # some builds of Python and some containers lack it: the pipe tells the same,
        return Child(pid, limits, Reader(reader), ended, raw)  # unless the child left processes of its own behind
    os.close(ended)
    return Child(pid, limits, Reader(reader), handle, raw)


def watch(child: Child) -> Iterator[Message | Ended]:
    """Give what a child sends as it comes, and last how it ended; a caller that stops early kills it."""
    ended = False
    try:
        while not ended:
            for_s = max(0.0, min(child.deadline - time.monotonic(), 60.0))
            ready, _, _ = select.select(child.waits_for, [], [], for_s)
            yield from child.messages()
            if child.handle in ready:
                yield from child.messages()
                ended = True
                yield child.end()
            if not ended:
                child.enforce()
    finally:
        if not ended:
            child.kill()


def _wait_for(pid: int) -> tuple[int, float, float]:
    """Return the status of a child when it has ended, its peak of memory in MB and its CPU seconds, 0 if not known."""
    if resource is None:  # os.wait4 imports it
        return os.waitpid(pid, 0)[1], 0.0, 0.0
    _, status, usage = os.wait4(pid, 0)
    return status, usage.ru_maxrss / 1024, usage.ru_utime + usage.ru_stime


def _signal(pid: int, number: signal.Signals) -> None:
    for send in (os.killpg, os.kill):
        with suppress(ProcessLookupError, PermissionError):
            send(pid, number)
            return


def _be_child(
    work: Callable[[Send], None], limits: Limits, raw: int, reader: int, writer: int, parent: int, libc: ctypes.CDLL
) -> NoReturn:
    code = 70
    try:
        os.setpgid(0, 0)
        with suppress(AttributeError):  # Linux only
            libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(code)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGPIPE, signal.SIGCHLD, signal.SIGALRM):
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.close(reader)
        nothing = os.open(os.devnull, os.O_RDONLY)
        for source, target in ((nothing, 0), (raw, 1), (raw, 2)):
            os.dup2(source, target)
        _limit(limits.megabytes)

        work(partial(write, writer))
        code = 0
    except BaseException:
        import traceback

        with suppress(BaseException):
            os.write(2, traceback.format_exc().encode())
    finally:
        os._exit(code)


def _limit(megabytes: int) -> None:
    """Let this process take that much memory beyond what it has now; a core dump helps nobody here."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if not megabytes:
        return
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - a kernel file, read before anything else
        pages = int(statm.read().split()[0])
    most = pages * resource.getpagesize() + megabytes * 2**20
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard == resource.RLIM_INFINITY or most < hard:
        resource.setrlimit(resource.RLIMIT_AS, (most, hard))
